/*
 * fiscal_year.c
 *
 * Years that begin in any month:
 *
 *   SELECT fiscal_year('2025-09-01', 9);         2026
 *   SELECT fiscal_year_begin(2026, 9);           2025-09-01
 *   SELECT fiscal_year_end(2026, 9);             2026-08-31
 *   SELECT fiscal_month('2025-10-01', 9);        2
 *
 * A fiscal year is named after the calendar year in which it ends. One that begins in
 * January is the calendar year.
 */
#include "fiscal_year.h"

#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(fiscal_year);
PG_FUNCTION_INFO_V1(fiscal_year_begin);
PG_FUNCTION_INFO_V1(fiscal_year_end);
PG_FUNCTION_INFO_V1(fiscal_month);

/*
 * Refuses what is no month to begin a year in.
 */
static void
CheckFirstMonth(int first_month)
{
	if (first_month < 1 || first_month > MONTHS_PER_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month must be from 1 to 12, not %d", first_month),
				 errhint("Give the month in which the fiscal year begins: 1 for January, 9 for September.")));
}

/*
 * The month that an argument of an aggregate says, which may not be NULL.
 */
int
GetFirstMonth(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month must be from 1 to 12, not NULL"),
				 errhint("Give the month in which the fiscal year begins: 1 for January, 9 for September.")));
	CheckFirstMonth(PG_GETARG_INT32(argument));
	return PG_GETARG_INT32(argument);
}

/*
 * Refuses years without a first and a last day, and those that nobody keeps books of.
 */
static void
CheckFiscalYear(int fiscal_year)
{
	if (fiscal_year < 1 || fiscal_year > 9999)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fiscal_year must be from 1 to 9999, not %d", fiscal_year),
				 errhint("Give the calendar year in which the fiscal year ends, such as 2026.")));
}

/*
 * Which month of its fiscal year a day lies in, counted from 1, and in which year.
 */
int
fiscal_month_of(DateADT day, int first_month, int *fiscal_year)
{
	int			number = fiscal_month_number(day, first_month);
	int			month = number % MONTHS_PER_YEAR;

	/* Rounded down, also before year 0. */
	if (month < 0)
		month += MONTHS_PER_YEAR;
	*fiscal_year = (number - month) / MONTHS_PER_YEAR;
	return month + 1;
}

int
fiscal_year_of(DateADT day, int first_month)
{
	int			fiscal_year;

	fiscal_month_of(day, first_month, &fiscal_year);
	return fiscal_year;
}

/*
 * The first day of a month of a fiscal year, counted from 1; the 13th is next year's first.
 */
static DateADT
first_day_of_fiscal_month(int fiscal_year, int month, int first_month)
{
	/* Counted from January of the calendar year in which the fiscal year begins. */
	int			year = first_month > 1 ? fiscal_year - 1 : fiscal_year;

	month += first_month - 1;
	if (month > MONTHS_PER_YEAR)
	{
		year++;
		month -= MONTHS_PER_YEAR;
	}
	return date2j(year, month, 1) - POSTGRES_EPOCH_JDATE;
}

/*
 * The first day of a month by its number, see fiscal_month_number. The first month there is begins before the first day there is.
 */
DateADT
first_day_of_month_number(int number, int first_month)
{
	int			month = number % MONTHS_PER_YEAR;

	if (month < 0)
		month += MONTHS_PER_YEAR;
	return Max(first_day_of_fiscal_month((number - month) / MONTHS_PER_YEAR, month + 1, first_month),
			   DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE);
}

static DateADT
first_day_of_fiscal_year(int fiscal_year, int first_month)
{
	return first_day_of_fiscal_month(fiscal_year, 1, first_month);
}

Datum
fiscal_year(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	int			first_month = PG_GETARG_INT32(1);

	CheckFiniteDate(day, "day", false);
	CheckFirstMonth(first_month);
	PG_RETURN_INT32(fiscal_year_of(day, first_month));
}

Datum
fiscal_year_begin(PG_FUNCTION_ARGS)
{
	int			fiscal_year = PG_GETARG_INT32(0);
	int			first_month = PG_GETARG_INT32(1);

	CheckFiscalYear(fiscal_year);
	CheckFirstMonth(first_month);
	PG_RETURN_DATEADT(first_day_of_fiscal_year(fiscal_year, first_month));
}

Datum
fiscal_year_end(PG_FUNCTION_ARGS)
{
	int			fiscal_year = PG_GETARG_INT32(0);
	int			first_month = PG_GETARG_INT32(1);

	CheckFiscalYear(fiscal_year);
	CheckFirstMonth(first_month);
	PG_RETURN_DATEADT(first_day_of_fiscal_year(fiscal_year + 1, first_month) - 1);
}

Datum
fiscal_month(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	int			first_month = PG_GETARG_INT32(1);
	int			fiscal_year;

	CheckFiniteDate(day, "day", false);
	CheckFirstMonth(first_month);
	PG_RETURN_INT32(fiscal_month_of(day, first_month, &fiscal_year));
}
