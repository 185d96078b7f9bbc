/*
 * parse_month.c
 *
 * The month that a text says, as its first day:
 *
 *   SELECT parse_month('januari 2026');          2026-01-01
 *
 * What is written how, month_text says.
 */
#include "social_services.h"
#include "month_text.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(parse_month);
PG_FUNCTION_INFO_V1(month_fault);

static MonthFault read_argument(text *given, int *year, int *month);

static MonthFault
read_argument(text *given, int *year, int *month)
{
	char	   *written = text_to_cstring(given);

	written = pg_server_to_any(written, strlen(written), PG_UTF8);
	return month_text(written, strlen(written), year, month);
}

/*
 * parse_month(written text) -> date
 */
Datum
parse_month(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	int			year = 0;
	int			month = 0;
	MonthFault	fault = read_argument(given, &year, &month);

	if (fault == MONTH_IS_NONE)
	{
		char	   *shown = text_to_cstring(given);
		int			shown_length = pg_mbcliplen(shown, strlen(shown), 60);

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_DATETIME_FORMAT),
				 errmsg("written says no month: \"%s\"", psprintf("%s%s", pnstrdup(shown, shown_length), shown[shown_length] == '\0' ? "" : "...")),
				 errhint("Write the year first, as in 2026-01, 202601 or 2026-01-31, or the month's name in Swedish or English and a year of four digits, as in jan 2026.")));
	}
	if (fault == MONTH_IS_BLANK)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(date2j(year, month, 1) - POSTGRES_EPOCH_JDATE);
}

/*
 * month_fault(written text) -> text
 */
Datum
month_fault(PG_FUNCTION_ARGS)
{
	int			year;
	int			month;

	if (read_argument(PG_GETARG_TEXT_PP(0), &year, &month) != MONTH_IS_NONE)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text("says no month"));
}
