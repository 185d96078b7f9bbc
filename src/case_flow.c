/*
 * case_flow.c
 *
 * Who comes, who leaves and who returns, from the months of each household.
 *
 * An episode is a run of months with support, in which gaps of up to `gap` months
 * without support make no end. It begins in its first month, and has ended in the
 * month after its last, the first without support. So in each month
 *
 *   opening    households in an episode in the month before
 *   first_time those that begin and had no episode before
 *   returned   those that begin and had one
 *   ended      those whose episode had its last month in the month before
 *   closing    households in an episode in the month
 *
 *   opening + first_time + returned + moved_in - moved_out - ended = closing
 *
 * where those who move are of a part of a whole that is also given: an episode of the
 * part begins or ends while one of the whole goes on.
 *
 * What is not known is not said: an episode is open, not ended, as long as the gap to
 * the last month of the data is no longer than `gap`; and who has support in the first
 * month of the data does not begin there, so the first month that is counted comes after it.
 */
#include "caseload.h"
#include "episode_walk.h"
#include "fiscal_year.h"
#include "household_set_value.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

/* A thousand years. */
#define MAX_FLOW_MONTHS	12000

typedef struct FlowCounts
{
	int64		entries;
	int64		returns;
	int64		exits;
	int64		episodes;
} FlowCounts;

PG_FUNCTION_INFO_V1(entries_final);
PG_FUNCTION_INFO_V1(returns_final);
PG_FUNCTION_INFO_V1(exits_final);
PG_FUNCTION_INFO_V1(episodes_final);
PG_FUNCTION_INFO_V1(household_set_entries);
PG_FUNCTION_INFO_V1(household_set_returns);
PG_FUNCTION_INFO_V1(household_set_exits);
PG_FUNCTION_INFO_V1(household_set_episodes);
PG_FUNCTION_INFO_V1(household_set_case_flow);
PG_FUNCTION_INFO_V1(household_set_episode_list);

/*
 * Counts what begins and ends in the months from first to last of data that are
 * known until `until`. episodes are all that have a month of these, or of those from
 * episodes_from on.
 */
static void
count_flow(EpisodeWalk *walk, int64 first, int64 last, int64 until, int64 episodes_from, FlowCounts *counts)
{
	memset(counts, 0, sizeof(FlowCounts));
	while (episode_walk_next(walk))
		for (int i = 0; i < walk->episodes; i++)
		{
			const Episode *episode = &walk->episode[i];
			bool		begins = episode->first >= first && episode->first <= last;

			counts->entries += begins;
			counts->returns += begins && i > 0;
			counts->exits += until - episode->last > walk->gap && episode->last + 1 >= first && episode->last + 1 <= last;
			counts->episodes += episode->first <= last && episode->last >= episodes_from;
		}
}

/*
 * The counts of an aggregate: of all its months, whose first has no entries.
 */
static void
count_state(FunctionCallInfo fcinfo, FlowCounts *counts)
{
	EpisodeWalk walk;

	if (PG_ARGISNULL(0))
	{
		memset(counts, 0, sizeof(FlowCounts));
		return;
	}
	episode_walk_start(&walk, &((const CaseloadState *) PG_GETARG_POINTER(0))->set, 0);
	count_flow(&walk, walk.first_month + 1, walk.last_month, walk.last_month, walk.first_month, counts);
}

/*
 * entries_final(state internal) -> bigint
 */
Datum
entries_final(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_state(fcinfo, &counts);
	PG_RETURN_INT64(counts.entries);
}

/*
 * returns_final(state internal) -> bigint
 */
Datum
returns_final(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_state(fcinfo, &counts);
	PG_RETURN_INT64(counts.returns);
}

/*
 * exits_final(state internal) -> bigint
 */
Datum
exits_final(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_state(fcinfo, &counts);
	PG_RETURN_INT64(counts.exits);
}

/*
 * episodes_final(state internal) -> bigint
 */
Datum
episodes_final(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_state(fcinfo, &counts);
	PG_RETURN_INT64(counts.episodes);
}

static int64
get_month(FunctionCallInfo fcinfo, int argument, const char *name)
{
	CheckFiniteDate(PG_GETARG_DATEADT(argument), name, false);
	return fiscal_month_number(PG_GETARG_DATEADT(argument), 1);
}

static int32
get_gap(FunctionCallInfo fcinfo, int argument)
{
	int32		gap = PG_GETARG_INT32(argument);

	if (gap < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap must be a number of months of 0 or more, not %d", gap),
				 errhint("Leave it out where a single month without support ends an episode.")));
	return gap;
}

static void
CheckMonthOrder(FunctionCallInfo fcinfo, int64 first, int64 last)
{
	if (first > last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month must not come after last_month, as %s does after %s",
						DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(1))),
						DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(2)))),
				 errhint("Give the first and the last month that are counted.")));
}

/*
 * The counts of the functions of (households household_set, first_month date, last_month date, gap integer).
 */
static void
count_argument(FunctionCallInfo fcinfo, FlowCounts *counts)
{
	int64		first = get_month(fcinfo, 1, "first_month");
	int64		last = get_month(fcinfo, 2, "last_month");
	int32		gap = get_gap(fcinfo, 3);
	HouseholdSet set;
	EpisodeWalk walk;

	CheckMonthOrder(fcinfo, first, last);
	household_set_argument(fcinfo, 0, &set);
	episode_walk_start(&walk, &set, gap);
	count_flow(&walk, first, last, walk.cursors == 0 ? last : Max(last, walk.last_month), first, counts);
}

/*
 * entries(households household_set, first_month date, last_month date, gap integer) -> bigint
 */
Datum
household_set_entries(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_argument(fcinfo, &counts);
	PG_RETURN_INT64(counts.entries);
}

/*
 * returns(households household_set, first_month date, last_month date, gap integer) -> bigint
 */
Datum
household_set_returns(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_argument(fcinfo, &counts);
	PG_RETURN_INT64(counts.returns);
}

/*
 * exits(households household_set, first_month date, last_month date, gap integer) -> bigint
 */
Datum
household_set_exits(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_argument(fcinfo, &counts);
	PG_RETURN_INT64(counts.exits);
}

/*
 * episodes(households household_set, first_month date, last_month date, gap integer) -> bigint
 */
Datum
household_set_episodes(PG_FUNCTION_ARGS)
{
	FlowCounts	counts;

	count_argument(fcinfo, &counts);
	PG_RETURN_INT64(counts.episodes);
}

/* What begins and ends in a month. */
typedef struct MonthFlow
{
	int64		first_time;
	int64		returned;
	int64		moved_in;
	int64		moved_out;
	int64		ended;
} MonthFlow;

/*
 * Whether the household that a walk is at is in an episode in a month.
 */
static bool
is_in_episode(const EpisodeWalk *walk, int64 month, int64 until)
{
	int			begun = 0;
	int			end = walk->episodes;

	/* How many have begun by then, by halves: a household can have millions. */
	while (begun < end)
	{
		int			middle = begun + (end - begun) / 2;

		if (walk->episode[middle].first <= month)
			begun = middle + 1;
		else
			end = middle;
	}
	return begun > 0 && (walk->episode[begun - 1].last >= month || until - walk->episode[begun - 1].last <= walk->gap);
}

/*
 * Adds the episodes of the household that a walk is at. `whole` is at the same
 * household, or NULL.
 */
static void
add_flow(const EpisodeWalk *walk, const EpisodeWalk *whole, int64 first, int64 last, int64 until, MonthFlow *flow, int64 *opening)
{
	for (int i = 0; i < walk->episodes; i++)
	{
		const Episode *episode = &walk->episode[i];
		bool		is_open = until - episode->last <= walk->gap;
		int64		ended = episode->last + 1;

		if (episode->first > last)
			break;
		if (episode->first >= first)
		{
			MonthFlow  *month = &flow[episode->first - first];

			if (whole != NULL && is_in_episode(whole, episode->first - 1, until))
				month->moved_in++;
			else if (i > 0 || (whole != NULL && whole->episodes > 0 && whole->episode[0].first < episode->first))
				month->returned++;
			else
				month->first_time++;
		}
		else if (is_open || ended >= first)
			(*opening)++;
		if (!is_open && ended >= first && ended <= last)
		{
			if (whole != NULL && is_in_episode(whole, ended, until))
				flow[ended - first].moved_out++;
			else
				flow[ended - first].ended++;
		}
	}
}

/*
 * case_flow(households household_set, first_month date, last_month date, gap integer, whole household_set)
 * -> setof (month date, opening bigint, first_time bigint, returned bigint, moved_in bigint, moved_out bigint, ended bigint, closing bigint)
 */
Datum
household_set_case_flow(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	bool		has_whole = !PG_ARGISNULL(4);
	int64		first;
	int64		last;
	int64		until;
	int64		opening = 0;
	int32		gap;
	HouseholdSet set;
	HouseholdSet whole_set;
	EpisodeWalk walk;
	EpisodeWalk whole;
	bool		is_left;
	MonthFlow  *flow;

	InitMaterializedSRF(fcinfo, 0);
	for (int argument = 0; argument < 4; argument++)
		if (PG_ARGISNULL(argument))
			return (Datum) 0;
	first = get_month(fcinfo, 1, "first_month");
	last = get_month(fcinfo, 2, "last_month");
	gap = get_gap(fcinfo, 3);
	CheckMonthOrder(fcinfo, first, last);
	if (last - first >= MAX_FLOW_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month and last_month must be less than %d months apart", MAX_FLOW_MONTHS),
				 errhint("Give the first and the last month that are counted.")));

	household_set_argument(fcinfo, 0, &set);
	episode_walk_start(&walk, &set, gap);
	until = walk.cursors == 0 ? last : Max(last, walk.last_month);
	is_left = false;
	if (has_whole)
	{
		household_set_argument(fcinfo, 4, &whole_set);
		episode_walk_start(&whole, &whole_set, gap);
		if (whole.cursors > 0)
			until = Max(until, whole.last_month);
		is_left = episode_walk_next(&whole);
	}

	flow = palloc0((last - first + 1) * sizeof(MonthFlow));
	while (episode_walk_next(&walk))
	{
		while (is_left && whole.household < walk.household)
			is_left = episode_walk_next(&whole);
		add_flow(&walk, is_left && whole.household == walk.household ? &whole : NULL, first, last, until, flow, &opening);
	}

	for (int64 month = first; month <= last; month++)
	{
		const MonthFlow *of_month = &flow[month - first];
		int64		closing = opening + of_month->first_time + of_month->returned + of_month->moved_in
			- of_month->moved_out - of_month->ended;
		Datum		values[8] = {
			DateADTGetDatum(first_day_of_month_number((int) month, 1)), Int64GetDatum(opening),
			Int64GetDatum(of_month->first_time), Int64GetDatum(of_month->returned), Int64GetDatum(of_month->moved_in),
			Int64GetDatum(of_month->moved_out), Int64GetDatum(of_month->ended), Int64GetDatum(closing)
		};
		bool		is_null[8] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, is_null);
		opening = closing;
	}
	return (Datum) 0;
}

/*
 * household_episodes(households household_set, known_until date, gap integer)
 * -> setof (household bigint, ordinal integer, first_month date, last_month date, months integer, is_open boolean)
 */
Datum
household_set_episode_list(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int64		until = get_month(fcinfo, 1, "known_until");
	int32		gap = get_gap(fcinfo, 2);
	HouseholdSet set;
	EpisodeWalk walk;

	InitMaterializedSRF(fcinfo, 0);
	household_set_argument(fcinfo, 0, &set);
	episode_walk_start(&walk, &set, gap);
	until = walk.cursors == 0 ? until : Max(until, walk.last_month);
	while (episode_walk_next(&walk))
		for (int i = 0; i < walk.episodes; i++)
		{
			const Episode *episode = &walk.episode[i];
			bool		is_open = until - episode->last <= gap;
			Datum		values[6] = {
				Int64GetDatum((int64) walk.household), Int32GetDatum(i + 1),
				DateADTGetDatum(first_day_of_month_number((int) episode->first, 1)),
				DateADTGetDatum(first_day_of_month_number((int) episode->last, 1)),
				Int32GetDatum((int32) ((is_open ? until : episode->last) - episode->first + 1)), BoolGetDatum(is_open)
			};
			bool		is_null[6] = {false};

			CHECK_FOR_INTERRUPTS();
			tuplestore_putvalues(result->setResult, result->setDesc, values, is_null);
		}
	return (Datum) 0;
}
