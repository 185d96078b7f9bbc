/*
 * survival_state.c
 *
 * The state of the aggregates over durations: how it grows, is put together with
 * others, and is sent to another process or server. survival.c says what it counts.
 */
#include "survival.h"

#include "common/int.h"
#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include <math.h>

#define FIRST_LENGTH	16

PG_FUNCTION_INFO_V1(survival_combine);
PG_FUNCTION_INFO_V1(survival_serialize);
PG_FUNCTION_INFO_V1(survival_deserialize);

/*
 * What the points are called, in messages.
 */
const char *
survival_point_name(SurvivalKind kind)
{
	return kind == SURVIVAL_AT ? "at" : "probability";
}

/*
 * Refuses two groups of points in one group of rows.
 */
void
CheckSamePoints(const SurvivalState *state, SurvivalKind kind, const float8 *point, int points)
{
	if (state->kind != kind || state->points != points ||
		memcmp(state->point, point, points * sizeof(float8)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be the same in all rows of a group", survival_point_name(state->kind)),
				 errhint("Give a constant, or an array of all that are wanted.")));
}

/*
 * An empty state for points that have been checked.
 */
SurvivalState *
new_survival_state(MemoryContext context, SurvivalKind kind, const float8 *point, int points)
{
	SurvivalState *state = (SurvivalState *) TYPEALIGN(CACHE_LINE, MemoryContextAlloc(context, sizeof(SurvivalState) + CACHE_LINE));

	memset(state, 0, sizeof(SurvivalState));
	state->context = context;
	state->kind = kind;
	state->points = points;
	state->point = MemoryContextAlloc(context, points * sizeof(float8));
	memcpy(state->point, point, points * sizeof(float8));
	return state;
}

/*
 * Makes room for a duration: doubled, so that no order of rows takes long.
 */
void
make_room_for_duration(SurvivalState *state, int duration)
{
	int			length = Max(Max(duration + 1, state->length * 2), FIRST_LENGTH);

	length = Min(length, MAX_DURATION + 1);
	if (state->count == NULL)
		state->count = MemoryContextAllocZero(state->context, length * sizeof(DurationCount));
	else
	{
		state->count = repalloc(state->count, length * sizeof(DurationCount));
		memset(state->count + state->length, 0, (length - state->length) * sizeof(DurationCount));
	}
	state->length = length;
}

/*
 * Where episodes of a duration are counted, with room for them.
 */
int64 *
episode_count(SurvivalState *state, int32 duration, bool ended)
{
	if (unlikely(duration >= state->length))
		make_room_for_duration(state, duration);
	return &state->count[duration][ended ? EPISODE_ENDED : EPISODE_OPEN];
}

/*
 * Counts the episodes that wait. With many groups a count is seldom in the
 * processor's cache; here it looks up several of them at once, where the
 * transition would wait for each.
 */
void
count_waiting(SurvivalState *state)
{
	int			waiting = state->waiting;
	int			longest = 0;
	DurationCount *count;

	for (int i = 0; i < waiting; i++)
		longest = Max(longest, state->wait[i] / 2);
	if (longest >= state->length)
		make_room_for_duration(state, longest);
	count = state->count;
	for (int i = 0; i < waiting; i++)
		count[state->wait[i] / 2][state->wait[i] % 2]++;
	state->waiting = 0;
}

void
CheckDuration(int32 duration)
{
	if (duration < 0 || duration > MAX_DURATION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("duration must be from 0 to %d, not %d", MAX_DURATION, duration),
				 duration < 0 ?
				 errhint("An episode that ends before it begins is wrong: leave it out with FILTER (WHERE duration >= 0), or correct it.") :
				 errhint("Count in months or years what is longer than a hundred years of days.")));
}

static void
add_count(int64 *sum, int64 count)
{
	if (pg_add_s64_overflow(*sum, count, sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of episodes is out of range"),
				 errhint("Combine states of at most 9 223 372 036 854 775 807 episodes together.")));
}

/*
 * survival_combine(state internal, other internal) -> internal
 */
Datum
survival_combine(PG_FUNCTION_ARGS)
{
	SurvivalState *state;
	SurvivalState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (SurvivalState *) PG_GETARG_POINTER(1);
	count_waiting(other);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	if (PG_ARGISNULL(0))
		state = new_survival_state(GetAggregateContext(fcinfo), other->kind, other->point, other->points);
	else
	{
		state = (SurvivalState *) PG_GETARG_POINTER(0);
		CheckSamePoints(state, other->kind, other->point, other->points);
	}
	if (other->length > state->length)
		make_room_for_duration(state, other->length - 1);
	for (int i = 0; i < other->length; i++)
	{
		add_count(&state->count[i][EPISODE_OPEN], other->count[i][EPISODE_OPEN]);
		add_count(&state->count[i][EPISODE_ENDED], other->count[i][EPISODE_ENDED]);
	}
	PG_RETURN_POINTER(state);
}

/*
 * survival_serialize(state internal) -> bytea
 */
Datum
survival_serialize(PG_FUNCTION_ARGS)
{
	SurvivalState *state = (SurvivalState *) PG_GETARG_POINTER(0);
	StringInfoData buf;
	int			durations = 0;

	count_waiting(state);
	for (int i = 0; i < state->length; i++)
		durations += state->count[i][EPISODE_OPEN] != 0 || state->count[i][EPISODE_ENDED] != 0;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SURVIVAL_FORMAT);
	pq_sendbyte(&buf, state->kind);
	pq_sendint32(&buf, state->points);
	for (int i = 0; i < state->points; i++)
		pq_sendfloat8(&buf, state->point[i]);
	pq_sendint32(&buf, durations);
	for (int i = 0; i < state->length; i++)
		if (state->count[i][EPISODE_OPEN] != 0 || state->count[i][EPISODE_ENDED] != 0)
		{
			pq_sendint32(&buf, i);
			pq_sendint64(&buf, state->count[i][EPISODE_OPEN]);
			pq_sendint64(&buf, state->count[i][EPISODE_ENDED]);
		}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * survival_deserialize(serialized bytea, internal) -> internal
 */
Datum
survival_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	SurvivalState *state;
	int			kind;
	uint32		points;
	uint32		durations;
	float8		point[MAX_POINTS];
	int			last = -1;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, SURVIVAL_FORMAT);
	kind = pq_getmsgbyte(&buf);
	CheckSent(kind == SURVIVAL_AT || kind == SURVIVAL_QUANTILE, "kind");
	points = pq_getmsgint(&buf, 4);
	CheckSent(points >= 1 && points <= MAX_POINTS, "number of points");
	for (uint32 i = 0; i < points; i++)
	{
		point[i] = pq_getmsgfloat8(&buf);
		CheckSent(kind == SURVIVAL_AT ? point[i] >= 0 && point[i] <= PG_INT32_MAX && point[i] == floor(point[i]) && !signbit(point[i]) :
				  point[i] > 0 && point[i] <= 1, "point");
	}
	state = new_survival_state(CurrentMemoryContext, (SurvivalKind) kind, point, (int) points);

	durations = pq_getmsgint(&buf, 4);
	for (uint32 i = 0; i < durations; i++)
	{
		int			duration = (int) pq_getmsgint(&buf, 4);

		CheckSent(duration > last && duration <= MAX_DURATION, "duration");
		last = duration;
		if (duration >= state->length)
			make_room_for_duration(state, duration);
		state->count[duration][EPISODE_OPEN] = pq_getmsgint64(&buf);
		state->count[duration][EPISODE_ENDED] = pq_getmsgint64(&buf);
		CheckSent(state->count[duration][EPISODE_OPEN] >= 0 && state->count[duration][EPISODE_ENDED] >= 0 &&
				  (state->count[duration][EPISODE_OPEN] > 0 || state->count[duration][EPISODE_ENDED] > 0), "number of episodes");
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}
