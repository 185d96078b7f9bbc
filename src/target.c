/*
 * target.c
 *
 * How far a target is met, whatever it is measured in:
 *
 *   SELECT target_met(outcome, target, direction),
 *          target_attainment(outcome, target, direction, baseline),
 *          attainment_status(target_attainment(outcome, target, direction, baseline))
 *   FROM ...;
 *   SELECT attainment_index(attainment, weight) FROM ...;
 *
 * The direction says what is good: at_least (the outcome shall reach the target)
 * or at_most (it shall not exceed it). Yes and no are 1 and 0, with at_least.
 *
 * With a baseline, attainment is the part of the way that is done,
 *
 *   (outcome - baseline) / (target - baseline)
 *
 * so 0 is no progress, below 0 is the wrong way. Without a baseline it is
 *
 *   at_least: outcome / target        at_most: target / outcome
 *
 * 1 means just met, more is better, in both. A baseline on which the target is
 * met already leaves no way to go, and the outcome is judged without it; where
 * it is the target itself, attainment is 1 if the target is met, else NULL.
 *
 * NULL where there is no saying: a missing outcome, target or direction, a
 * division by zero, and, without a baseline, figures for which a ratio does not
 * grow with what is good: a target of 0 or below that is to be reached, a
 * negative one that is not to be exceeded, a negative outcome that shall be low.
 */
#include "decimal_sums.h"

#include "catalog/pg_enum.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* The sums of attainment_index. */
enum
{
	WEIGHTED_ATTAINMENT,
	WEIGHT,
	ATTAINMENT_INDEX_SUMS
};

/* The labels of target_status, best first. */
typedef enum TargetStatus
{
	MET,
	ON_TRACK,
	AT_RISK,
	OFF_TRACK,
	NO_DATA,
	TARGET_STATUSES
} TargetStatus;

static const char *const target_status_label[TARGET_STATUSES] = {
	"met", "on_track", "at_risk", "off_track", "no_data"
};

PG_FUNCTION_INFO_V1(target_met);
PG_FUNCTION_INFO_V1(target_attainment);
PG_FUNCTION_INFO_V1(attainment_status);
PG_FUNCTION_INFO_V1(attainment_index_trans);
PG_FUNCTION_INFO_V1(attainment_index_final);

/* What fn_extra remembers of the last direction, whose label takes a lookup. */
typedef struct DirectionCache
{
	Oid			value;
	bool		at_least;
} DirectionCache;

/*
 * Refuses a label that the type's owner has made up: it could mean either way.
 */
static void
CheckDirection(const char *label)
{
	if (strcmp(label, "at_least") != 0 && strcmp(label, "at_most") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("direction must be at_least or at_most, not \"%s\"", label),
				 errhint("Where type target_direction has other labels, give it these back with ALTER TYPE target_direction RENAME VALUE.")));
}

/*
 * Whether a direction is at_least. The other is at_most.
 *
 * Functions that read or return labels are IMMUTABLE although enum_out is STABLE: labels of the extension's types are what its version says,
 * and of one that is renamed nothing is said but an error, as of a configuration that to_tsvector(regconfig, text) no longer finds. STABLE
 * would forbid indexes and generated columns, which 0.1.0 allowed.
 */
static bool
is_at_least(FunctionCallInfo fcinfo, int argument)
{
	DirectionCache *cache = fcinfo->flinfo->fn_extra;
	Oid			value = PG_GETARG_OID(argument);

	if (cache == NULL)
		fcinfo->flinfo->fn_extra = cache =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(DirectionCache));
	if (cache->value != value)
	{
		const char *label = DatumGetCString(DirectFunctionCall1(enum_out, ObjectIdGetDatum(value)));

		CheckDirection(label);
		cache->at_least = strcmp(label, "at_least") == 0;
		cache->value = value;
	}
	return cache->at_least;
}

static bool
is_met(Numeric outcome, Numeric target, bool at_least)
{
	int			comparison = decimal_compare(outcome, target);

	return at_least ? comparison >= 0 : comparison <= 0;
}

/*
 * target_met(outcome numeric, target numeric, direction target_direction) -> boolean
 */
Datum
target_met(PG_FUNCTION_ARGS)
{
	Numeric		outcome = decimal_get_argument(fcinfo, 0, "outcome", false);
	Numeric		target = decimal_get_argument(fcinfo, 1, "target", false);

	PG_RETURN_BOOL(is_met(outcome, target, is_at_least(fcinfo, 2)));
}

/*
 * target_attainment(outcome numeric, target numeric, direction target_direction, baseline numeric) -> numeric
 */
Datum
target_attainment(PG_FUNCTION_ARGS)
{
	Numeric		outcome = decimal_get_argument(fcinfo, 0, "outcome", false);
	Numeric		target = decimal_get_argument(fcinfo, 1, "target", false);
	Numeric		baseline = decimal_get_argument(fcinfo, 3, "baseline", false);
	bool		at_least;

	if (outcome == NULL || target == NULL || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	at_least = is_at_least(fcinfo, 2);

	if (baseline != NULL)
	{
		Numeric		way = decimal_subtract(target, baseline);

		if (decimal_sign(way) == 0)
		{
			if (is_met(outcome, target, at_least))
				PG_RETURN_NUMERIC(int64_to_numeric(1));
			PG_RETURN_NULL();
		}
		if (!is_met(baseline, target, at_least))
			PG_RETURN_NUMERIC(decimal_divide(decimal_subtract(outcome, baseline), way));
	}

	if (at_least)
	{
		if (decimal_sign(target) <= 0)
			PG_RETURN_NULL();
		PG_RETURN_NUMERIC(decimal_divide(outcome, target));
	}
	if (decimal_sign(outcome) <= 0 || decimal_sign(target) < 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_divide(target, outcome));
}

/*
 * Refuses limits that are not in order.
 */
static void
CheckLimits(Numeric on_track, Numeric at_risk)
{
	if (on_track == NULL || at_risk == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be NULL", on_track == NULL ? "on_track" : "at_risk"),
				 errhint("Leave it out for the usual %s.", on_track == NULL ? "0.9" : "0.75")));
	if (decimal_compare(on_track, int64_to_numeric(1)) > 0 || decimal_compare(at_risk, on_track) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("on_track must be at most 1 and at least at_risk, but on_track is %s and at_risk %s",
						decimal_text(on_track), decimal_text(at_risk)),
				 errhint("Leave both out for the usual 0.9 and 0.75.")));
}

/*
 * The value of attainment_status's return type, which fn_extra keeps.
 */
static Oid
status_value(FunctionCallInfo fcinfo, TargetStatus status)
{
	Oid		   *values = fcinfo->flinfo->fn_extra;

	if (values == NULL)
		fcinfo->flinfo->fn_extra = values =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, TARGET_STATUSES * sizeof(Oid));
	if (!OidIsValid(values[status]))
	{
		values[status] = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid,
										 ObjectIdGetDatum(get_func_rettype(fcinfo->flinfo->fn_oid)),
										 CStringGetDatum(target_status_label[status]));
		if (!OidIsValid(values[status]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("type target_status has no label \"%s\"", target_status_label[status]),
					 errhint("Give it its label back with ALTER TYPE target_status RENAME VALUE.")));
	}
	return values[status];
}

/*
 * attainment_status(attainment numeric, on_track numeric, at_risk numeric) -> target_status
 */
Datum
attainment_status(PG_FUNCTION_ARGS)
{
	Numeric		attainment = decimal_get_argument(fcinfo, 0, "attainment", false);
	Numeric		on_track = decimal_get_argument(fcinfo, 1, "on_track", false);
	Numeric		at_risk = decimal_get_argument(fcinfo, 2, "at_risk", false);
	TargetStatus status;

	CheckLimits(on_track, at_risk);
	if (attainment == NULL)
		status = NO_DATA;
	else if (decimal_compare(attainment, int64_to_numeric(1)) >= 0)
		status = MET;
	else if (decimal_compare(attainment, on_track) >= 0)
		status = ON_TRACK;
	else if (decimal_compare(attainment, at_risk) >= 0)
		status = AT_RISK;
	else
		status = OFF_TRACK;
	PG_RETURN_OID(status_value(fcinfo, status));
}

/* The limits of an attainment in the index, which fn_extra keeps. */
typedef struct IndexLimits
{
	Numeric		zero;
	Numeric		one;
} IndexLimits;

static const IndexLimits *
index_limits(FunctionCallInfo fcinfo)
{
	IndexLimits *limits = fcinfo->flinfo->fn_extra;

	if (unlikely(limits == NULL))
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		limits = palloc(sizeof(IndexLimits));
		limits->zero = int64_to_numeric(0);
		limits->one = int64_to_numeric(1);
		fcinfo->flinfo->fn_extra = limits;
		MemoryContextSwitchTo(caller);
	}
	return limits;
}

/*
 * attainment_index_trans(state internal, attainment numeric [, weight numeric]) -> internal
 */
Datum
attainment_index_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_ATTAINMENT_INDEX, ATTAINMENT_INDEX_SUMS);
	const IndexLimits *limits = index_limits(fcinfo);
	Numeric		attainment = decimal_get_argument(fcinfo, 1, "attainment", true);
	Numeric		weight = limits->one;

	if (PG_NARGS() > 2)
	{
		weight = decimal_get_argument(fcinfo, 2, "weight", true);
		if (weight == NULL)
			PG_RETURN_POINTER(state);
		if (decimal_compare(weight, limits->zero) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("weight must be at least 0, not %s",
							decimal_text(weight)),
					 errhint("Give 0 to leave an attainment out.")));
	}
	if (attainment == NULL)
		PG_RETURN_POINTER(state);

	/* What is overshot on one target does not make up for another. */
	if (decimal_compare(attainment, limits->one) > 0)
		attainment = limits->one;
	else if (decimal_compare(attainment, limits->zero) < 0)
		attainment = limits->zero;
	if (PG_NARGS() > 2)
		decimal_sum_add_product(&state->sum[WEIGHTED_ATTAINMENT], attainment, weight, fcinfo);
	else
		decimal_sum_add(&state->sum[WEIGHTED_ATTAINMENT], NumericGetDatum(attainment), "attainment", fcinfo);
	decimal_sum_add(&state->sum[WEIGHT], NumericGetDatum(weight), "weight", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * attainment_index_final(state internal) -> numeric
 */
Datum
attainment_index_final(PG_FUNCTION_ARGS)
{
	return decimal_sums_ratio(fcinfo, SUMS_OF_ATTAINMENT_INDEX, ATTAINMENT_INDEX_SUMS, WEIGHTED_ATTAINMENT, WEIGHT);
}
