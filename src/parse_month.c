/*
 * parse_month.c
 *
 * The month that a text says, as its first day:
 *
 *   SELECT parse_month('januari 2026');          2026-01-01
 *
 * Written year first as digits, as 2026-01, 2026M01, 202601, 2026-01-31 or 20260131, or with a name in Swedish or English and
 * a year of four digits. Behind a day may stand a time, as a timestamp has it.
 */
#include "social_services.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(parse_month);
PG_FUNCTION_INFO_V1(month_fault);

/* Longer than any month that is written out, with blanks around it. */
#define LONGEST_MONTH 64

/* Swedish, then English where that is another word. Three letters of any tell it from the others. */
static const char *const month_names[][2] = {
	{"januari", "january"}, {"februari", "february"}, {"mars", "march"}, {"april", NULL}, {"maj", "may"}, {"juni", "june"},
	{"juli", "july"}, {"augusti", "august"}, {"september", NULL}, {"oktober", "october"}, {"november", NULL}, {"december", NULL}
};

static bool read_month(const char *written, int *year, int *month);
static int	month_by_name(const char *name, int length);
static bool is_time(const char *written);
static bool read_argument(text *given, int *year, int *month, bool *is_blank);

/*
 * The number of a month by its name, whole or its first three letters, or "sept"; 0 for what is none.
 */
static int
month_by_name(const char *name, int length)
{
	for (int month = 0; month < (int) lengthof(month_names); month++)
		for (int i = 0; i < 2; i++)
		{
			const char *whole = month_names[month][i];

			if (whole != NULL && pg_strncasecmp(name, whole, length) == 0 &&
				(length == 3 || length == (int) strlen(whole) || (month == 8 && length == 4)))
				return month + 1;
		}
	return 0;
}

/*
 * Whether a time of the day stands there: " 13:45", "T13:45:00.5". Beside a zone it has to be midnight, or the last hours of a month in one zone
 * would be the first of the next in another, and nobody could say which is meant; date_trunc makes midnights.
 */
static bool
is_time(const char *written)
{
	int			hour;
	int			minute;
	int			end = 0;
	bool		is_midnight;

	if ((*written != ' ' && *written != 'T') || strspn(written + 1, "0123456789") != 2 || written[3] != ':' || strspn(written + 4, "0123456789") != 2 ||
		sscanf(written + 1, "%2d:%2d%n", &hour, &minute, &end) != 2 || hour > 23 || minute > 59)
		return false;
	is_midnight = hour == 0 && minute == 0;
	written += 1 + end;
	if (*written == ':')
	{
		if (strspn(written + 1, "0123456789") != 2 || written[1] > '5')
			return false;
		is_midnight = is_midnight && strspn(written + 1, "0") == 2;
		written += 3;
		if (*written == '.' && strspn(written + 1, "0123456789") > 0)
		{
			is_midnight = is_midnight && strspn(written + 1, "0") == strspn(written + 1, "0123456789");
			written += 1 + strspn(written + 1, "0123456789");
		}
	}
	if (*written == '\0')
		return true;
	if (strcmp(written, "Z") == 0)
		return is_midnight;
	/* +01, +0100, +01:00 */
	if ((*written != '+' && *written != '-') || !is_midnight)
		return false;
	end = strspn(++written, "0123456789");
	return (end == 2 && (written[2] == '\0' || (written[2] == ':' && strlen(written) == 5 && strspn(written + 3, "0123456789") == 2))) ||
		(end == 4 && written[4] == '\0');
}

/*
 * Blanks around it are gone, and those within are single ones.
 */
static bool
read_month(const char *written, int *year, int *month)
{
	int			digits = strspn(written, "0123456789");
	int			day = 0;
	int			end = 0;
	int			letters;

	/* 2026-01, 2026/01, 2026M01, 2026-01-31 */
	if (digits == 4 && strchr("-/M", written[4]) != NULL && written[4] != '\0' &&
		sscanf(written, "%4d%*c%2d%n", year, month, &end) == 2 && end == 7 && strspn(written + 5, "0123456789") == 2)
	{
		if (written[7] == '\0')
			return true;
		return written[7] == written[4] && written[4] != 'M' && strspn(written + 8, "0123456789") == 2 && (written[10] == '\0' || is_time(written + 10)) &&
			sscanf(written + 8, "%2d", &day) == 1 &&
			*month >= 1 && *month <= MONTHS_PER_YEAR && day >= 1 && day <= day_tab[isleap(*year)][*month - 1];
	}
	/* 202601, 20260131 */
	if ((digits == 6 || digits == 8) && written[digits] == '\0')
	{
		sscanf(written, "%4d%2d%2d", year, month, &day);
		return digits == 6 ||
			(*month >= 1 && *month <= MONTHS_PER_YEAR && day >= 1 && day <= day_tab[isleap(*year)][*month - 1]);
	}
	/* 2026 januari */
	if (digits == 4)
	{
		const char *name = written + digits + (written[digits] == ' ' || written[digits] == '-');

		letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
		*month = month_by_name(name, letters);
		return *month > 0 && (name[letters] == '\0' || (name[letters] == '.' && name[letters + 1] == '\0')) && sscanf(written, "%4d", year) == 1;
	}
	/* jan 2026, jan. 2026, jan-2026 */
	letters = strspn(written, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	*month = month_by_name(written, letters);
	if (*month == 0)
		return false;
	written += letters;
	written += *written == '.';
	written += *written == ' ' || *written == '-';
	return strlen(written) == 4 && strspn(written, "0123456789") == 4 && sscanf(written, "%4d", year) == 1;
}

/*
 * The month that a text says. False for what says none; is_blank for a text without any letter.
 */
static bool
read_argument(text *given, int *year, int *month, bool *is_blank)
{
	char	   *utf8 = text_to_cstring(given);
	char		written[LONGEST_MONTH + 1];
	int			length = 0;

	/* Blanks may be those that do not break; a month has no other letters than those of ASCII. */
	utf8 = pg_server_to_any(utf8, strlen(utf8), PG_UTF8);
	*is_blank = false;
	for (const char *at = utf8; *at != '\0'; at++)
	{
		char		letter = *at;

		if (strncmp(at, "\xC2\xA0", 2) == 0 || strncmp(at, "\xE2\x80\xAF", 3) == 0)
		{
			at += *at == '\xC2' ? 1 : 2;
			letter = ' ';
		}
		else if (strchr("\t\r\n", letter) != NULL)
			letter = ' ';
		if (letter == ' ' && (length == 0 || written[length - 1] == ' '))
			continue;
		if (length == LONGEST_MONTH)
			return false;
		written[length++] = letter;
	}
	if (length > 0 && written[length - 1] == ' ')
		length--;
	written[length] = '\0';
	*is_blank = length == 0;
	return length > 0 && read_month(written, year, month) && *month >= 1 && *month <= MONTHS_PER_YEAR && *year >= 1000;
}

/*
 * parse_month(written text) -> date
 */
Datum
parse_month(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	bool		is_blank;
	int			year = 0;
	int			month = 0;

	if (!read_argument(given, &year, &month, &is_blank) && !is_blank)
	{
		char	   *shown = text_to_cstring(given);
		int			shown_length = pg_mbcliplen(shown, strlen(shown), 60);

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_DATETIME_FORMAT),
				 errmsg("written says no month: \"%s\"", psprintf("%s%s", pnstrdup(shown, shown_length), shown[shown_length] == '\0' ? "" : "...")),
				 errhint("Write the year first, as in 2026-01, 202601 or 2026-01-31, or the month's name in Swedish or English and a year of four digits, as in jan 2026.")));
	}
	if (is_blank)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(date2j(year, month, 1) - POSTGRES_EPOCH_JDATE);
}

/*
 * month_fault(written text) -> text
 */
Datum
month_fault(PG_FUNCTION_ARGS)
{
	bool		is_blank;
	int			year = 0;
	int			month = 0;

	if (read_argument(PG_GETARG_TEXT_PP(0), &year, &month, &is_blank) || is_blank)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text("says no month"));
}
