/*
 * month_text.c
 *
 * The month that a text says: written year first as digits, as 2026-01, 2026M01, 202601, 2026-01-31 or 20260131, or with a name in Swedish or English and
 * a year of four digits. Behind a day may stand a time, as a timestamp has it. Blanks of any width may stand around it.
 */
#include "month_text.h"

#include <stdio.h>
#include <string.h>

#include "text_bytes.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Longer than any month that is written out, with blanks around it. */
#define LONGEST_MONTH 64

/* Swedish, then English where that is another word. Three letters of any tell it from the others. */
static const char *const month_names[][2] = {
	{"januari", "january"}, {"februari", "february"}, {"mars", "march"}, {"april", NULL}, {"maj", "may"}, {"juni", "june"},
	{"juli", "july"}, {"augusti", "august"}, {"september", NULL}, {"oktober", "october"}, {"november", NULL}, {"december", NULL}
};

static bool read_month(const char *written, int *year, int *month);
static int	month_by_name(const char *name, int length);
static bool begins_with(const char *whole, const char *name, int length);
static bool is_time(const char *written);

bool
is_calendar_day(int year, int month, int day)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && is_leap);
}

/*
 * Whether a name in small letters begins with some letters of ASCII, in whatever case.
 */
static bool
begins_with(const char *whole, const char *name, int length)
{
	for (int i = 0; i < length; i++)
		if (whole[i] != (name[i] | 0x20))
			return false;
	return true;
}

/*
 * The number of a month by its name, whole or its first three letters, or "sept"; 0 for what is none.
 */
static int
month_by_name(const char *name, int length)
{
	for (int month = 0; month < 12; month++)
		for (int i = 0; i < 2; i++)
		{
			const char *whole = month_names[month][i];

			if (whole != NULL && length >= 3 && begins_with(whole, name, length) &&
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

	if ((*written != ' ' && *written != 'T') || strspn(written + 1, DIGITS) != 2 || written[3] != ':' || strspn(written + 4, DIGITS) != 2 ||
		sscanf(written + 1, "%2d:%2d%n", &hour, &minute, &end) != 2 || hour > 23 || minute > 59)
		return false;
	is_midnight = hour == 0 && minute == 0;
	written += 1 + end;
	if (*written == ':')
	{
		if (strspn(written + 1, DIGITS) != 2 || written[1] > '5')
			return false;
		is_midnight = is_midnight && strspn(written + 1, "0") == 2;
		written += 3;
		if (*written == '.' && strspn(written + 1, DIGITS) > 0)
		{
			is_midnight = is_midnight && strspn(written + 1, "0") == strspn(written + 1, DIGITS);
			written += 1 + strspn(written + 1, DIGITS);
		}
	}
	if (*written == '\0')
		return true;
	if (strcmp(written, "Z") == 0)
		return is_midnight;
	/* +01, +0100, +01:00 */
	if ((*written != '+' && *written != '-') || !is_midnight)
		return false;
	end = strspn(++written, DIGITS);
	return (end == 2 && (written[2] == '\0' || (written[2] == ':' && strlen(written) == 5 && strspn(written + 3, DIGITS) == 2))) ||
		(end == 4 && written[4] == '\0');
}

/*
 * Blanks around it are gone, and those within are single ones.
 */
static bool
read_month(const char *written, int *year, int *month)
{
	int			digits = strspn(written, DIGITS);
	int			day = 0;
	int			end = 0;
	int			letters;

	/* 2026-01, 2026/01, 2026M01, 2026-01-31 */
	if (digits == 4 && strchr("-/M", written[4]) != NULL && written[4] != '\0' &&
		sscanf(written, "%4d%*c%2d%n", year, month, &end) == 2 && end == 7 && strspn(written + 5, DIGITS) == 2)
	{
		if (written[7] == '\0')
			return true;
		return written[7] == written[4] && written[4] != 'M' && strspn(written + 8, DIGITS) == 2 && (written[10] == '\0' || is_time(written + 10)) &&
			sscanf(written + 8, "%2d", &day) == 1 &&
			is_calendar_day(*year, *month, day);
	}
	/* 202601, 20260131 */
	if ((digits == 6 || digits == 8) && written[digits] == '\0')
	{
		sscanf(written, "%4d%2d%2d", year, month, &day);
		return digits == 6 || is_calendar_day(*year, *month, day);
	}
	/* 2026 januari */
	if (digits == 4)
	{
		const char *name = written + digits + (written[digits] == ' ' || written[digits] == '-');

		letters = strspn(name, LETTERS);
		*month = month_by_name(name, letters);
		return *month > 0 && (name[letters] == '\0' || (name[letters] == '.' && name[letters + 1] == '\0')) && sscanf(written, "%4d", year) == 1;
	}
	/* jan 2026, jan. 2026, jan-2026 */
	letters = strspn(written, LETTERS);
	*month = month_by_name(written, letters);
	if (*month == 0)
		return false;
	written += letters;
	written += *written == '.';
	written += *written == ' ' || *written == '-';
	return strlen(written) == 4 && strspn(written, DIGITS) == 4 && sscanf(written, "%4d", year) == 1;
}

/*
 * The month that a text in UTF-8 says. Only where it is good there is one.
 */
MonthFault
month_text(const char *utf8, size_t length, int *year, int *month)
{
	char		written[LONGEST_MONTH + 1];
	int			count = 0;

	for (size_t i = 0; i < length; i++)
	{
		size_t		blank = text_blank(utf8 + i, length - i);

		if (blank > 0)
			i += blank - 1;
		if (blank > 0 && (count == 0 || written[count - 1] == ' '))
			continue;
		if (count == LONGEST_MONTH || utf8[i] == '\0')
			return MONTH_IS_NONE;
		written[count++] = blank > 0 ? ' ' : utf8[i];
	}
	if (count > 0 && written[count - 1] == ' ')
		count--;
	written[count] = '\0';
	if (count == 0)
		return MONTH_IS_BLANK;
	return read_month(written, year, month) && *month >= 1 && *month <= 12 && *year >= 1000 ? MONTH_IS_GOOD : MONTH_IS_NONE;
}
