/*
 * glide_path.c
 *
 * The straight way from where one stands to where one has to be:
 *
 *   SELECT glide_path(1068, '2022-12-31', 950, '2023-12-31', '2023-06-30');
 *   SELECT glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2023-01-01', '2023-12-31');
 *
 *   glide_path      = baseline + (target - baseline) * days since baseline_on / days in all,
 *                     level before baseline_on and after target_on
 *   glide_path_mean = mean of glide_path over every day from from_date to to_date,
 *                     both included
 *
 * A plan that ends on a day is measured against the former, an average caseload
 * of a month or a year against the latter. A path of no length is a step: on its
 * day the target holds. All products are exact; each function rounds once, in its last division.
 */
#include "decimal.h"

typedef struct GlidePath
{
	Numeric		baseline;
	Numeric		target;
	DateADT		baseline_on;
	DateADT		target_on;
} GlidePath;

PG_FUNCTION_INFO_V1(glide_path);
PG_FUNCTION_INFO_V1(glide_path_mean);

static void
CheckOrder(DateADT first, const char *first_argument, DateADT last, const char *last_argument)
{
	if (first > last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be after %s, but %s is after %s", first_argument, last_argument,
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(first))),
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(last)))),
				 errhint("Swap the two dates.")));
}

/*
 * The path from the first four arguments.
 */
static GlidePath
get_path(FunctionCallInfo fcinfo)
{
	GlidePath	path;

	path.baseline = PG_GETARG_NUMERIC(0);
	path.baseline_on = PG_GETARG_DATEADT(1);
	path.target = PG_GETARG_NUMERIC(2);
	path.target_on = PG_GETARG_DATEADT(3);

	CheckFinite(path.baseline, "baseline", false);
	CheckFiniteDate(path.baseline_on, "baseline_on", false);
	CheckFinite(path.target, "target", false);
	CheckFiniteDate(path.target_on, "target_on", false);
	CheckOrder(path.baseline_on, "baseline_on", path.target_on, "target_on");
	return path;
}

/*
 * Days from one to the other, wide enough for sums of them.
 */
static int64
days_between(DateADT from, DateADT to)
{
	return (int64) to - from;
}

/*
 * baseline + (target - baseline) * part / whole
 */
static Numeric
part_of_the_way(const GlidePath *path, Numeric part, Numeric whole)
{
	return decimal_divide(decimal_add(decimal_multiply(path->baseline, whole),
									  decimal_multiply(decimal_subtract(path->target, path->baseline), part)),
						  whole);
}

/*
 * glide_path(baseline numeric, baseline_on date, target numeric, target_on date, at date) -> numeric
 */
Datum
glide_path(PG_FUNCTION_ARGS)
{
	GlidePath	path = get_path(fcinfo);
	DateADT		at = PG_GETARG_DATEADT(4);

	/* Also for infinite dates. */
	if (at >= path.target_on)
		PG_RETURN_NUMERIC(path.target);
	if (at <= path.baseline_on)
		PG_RETURN_NUMERIC(path.baseline);
	PG_RETURN_NUMERIC(part_of_the_way(&path,
									  int64_to_numeric(days_between(path.baseline_on, at)),
									  int64_to_numeric(days_between(path.baseline_on, path.target_on))));
}

/*
 * glide_path_mean(baseline numeric, baseline_on date, target numeric, target_on date,
 *                 from_date date, to_date date) -> numeric
 */
Datum
glide_path_mean(PG_FUNCTION_ARGS)
{
	GlidePath	path = get_path(fcinfo);
	DateADT		from_date = PG_GETARG_DATEADT(4);
	DateADT		to_date = PG_GETARG_DATEADT(5);
	int64		length = days_between(path.baseline_on, path.target_on);
	int64		days;
	int64		days_after;
	DateADT		first;
	DateADT		last;
	Numeric		way;

	CheckFiniteDate(from_date, "from_date", false);
	CheckFiniteDate(to_date, "to_date", false);
	CheckOrder(from_date, "from_date", to_date, "to_date");
	days = days_between(from_date, to_date) + 1;

	/* Days on which the target holds, as parts of the way done: all of it. */
	days_after = Max(days_between(Max(from_date, path.target_on), to_date) + 1, 0);
	way = decimal_multiply(int64_to_numeric(days_after), int64_to_numeric(length));

	/* Days on the way: an arithmetic series. Those before it add nothing. */
	first = Max(from_date, path.baseline_on);
	last = Min(to_date, path.target_on - 1);
	if (first <= last)
		way = decimal_add(way,
						  decimal_divide(decimal_multiply(int64_to_numeric(days_between(path.baseline_on, first) +
																		   days_between(path.baseline_on, last)),
														  int64_to_numeric(days_between(first, last) + 1)),
										 int64_to_numeric(2)));

	/* A step: the target from its day on. */
	if (length == 0)
		PG_RETURN_NUMERIC(part_of_the_way(&path, int64_to_numeric(days_after), int64_to_numeric(days)));
	PG_RETURN_NUMERIC(part_of_the_way(&path, way,
									  decimal_multiply(int64_to_numeric(days), int64_to_numeric(length))));
}
