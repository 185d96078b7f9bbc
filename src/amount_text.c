/*
 * amount_text.c
 *
 * The digits of an amount as people and their programs write it, as a number of ASCII:
 *
 *   amount   = blank | dash | [sign] number | number dash | "(" number ")"
 *   number   = digits [mark digits] | up to three digits, groups of three after one and the same separator, [mark digits]
 *   separator = a blank of any width | apostrophe | of point and comma the one that is not the mark
 *
 * What could be read in two ways is refused: 1.234 is one and a bit where points are decimal marks, and more than
 * a thousand where they part thousands. So a point or comma that parts thousands is believed where
 * a decimal mark or a second one of its kind is there too.
 */
#include "amount_text.h"

#include <stdbool.h>
#include <string.h>

#include "text_bytes.h"

/* What a byte of UTF-8 of 128 or more stands for. Below a character stands for itself. */
#define OTHER_CHARACTER '?'

static int	simplify(const char *utf8, size_t length, char *simple);
static AmountFault read_amount(const char *simple, int length, char mark, char *number);

/*
 * The text with each character that means the same as one of ASCII as that, without blanks around it. -1 where it is too long.
 */
static int
simplify(const char *utf8, size_t length, char *simple)
{
	int			count = 0;

	for (size_t i = 0; i < length; i++)
	{
		const char *at = utf8 + i;
		char		letter = *at;

		if (letter <= ' ' || (unsigned char) letter >= 0x80)
		{
			size_t		left = length - i;
			size_t		blank = text_blank(at, left);

			if (blank > 0)
			{
				letter = ' ';
				i += blank - 1;
			}
			else if (left >= 3 && (memcmp(at, "\xE2\x88\x92", 3) == 0 ||	/* minus sign */
								   memcmp(at, "\xE2\x80\x93", 3) == 0))	/* en dash */
			{
				letter = '-';
				i += 2;
			}
			else if (left >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0)	/* right single quotation mark */
			{
				letter = '\'';
				i += 2;
			}
			else
				letter = OTHER_CHARACTER;
		}
		if (letter == ' ' && count == 0)
			continue;
		if (count == LONGEST_AMOUNT)
		{
			/* Of blanks there may be any number behind it. */
			if (letter == ' ')
				continue;
			return -1;
		}
		simple[count++] = letter;
	}
	while (count > 0 && simple[count - 1] == ' ')
		count--;
	return count;
}

/*
 * Digits as PostgreSQL's numeric reads them. number has room for two characters more than simple.
 */
static AmountFault
read_amount(const char *simple, int length, char mark, char *number)
{
	const char *at = simple;
	const char *end = simple + length;
	char	   *to = number;
	char		separator = '\0';
	int			separators = 0;
	int			group = 0;
	int			decimals = 0;
	bool		begins_with_zero;

	if (length == 1 && *at == '-')
	{
		strcpy(number, "0");
		return AMOUNT_IS_GOOD;
	}

	/* The sign is in one place. */
	if (*at == '(')
	{
		if (end[-1] != ')')
			return AMOUNT_IS_NONE;
		at++;
		end--;
		*to++ = '-';
	}
	else if (*at == '-' || *at == '+')
	{
		if (*at == '-')
			*to++ = '-';
		at++;
	}
	else if (end[-1] == '-')
	{
		end--;
		*to++ = '-';
	}
	while (at < end && *at == ' ')
		at++;
	while (at < end && end[-1] == ' ')
		end--;

	begins_with_zero = at < end && *at == '0';
	for (; at < end && *at != mark; at++)
	{
		if (*at >= '0' && *at <= '9')
		{
			group++;
			*to++ = *at;
		}
		else if (*at == ' ' || *at == '\'' || *at == (mark == ',' ? '.' : ','))
		{
			if (separators > 0 ? *at != separator || group != 3 : group < 1 || group > 3)
				return AMOUNT_IS_NONE;
			separator = *at;
			separators++;
			group = 0;
		}
		else
			return AMOUNT_IS_NONE;
	}
	if (group < 1 || (separators > 0 && (group != 3 || begins_with_zero)))
		return AMOUNT_IS_NONE;
	if (at < end)
	{
		*to++ = '.';
		for (at++; at < end; at++, decimals++)
		{
			if (*at < '0' || *at > '9')
				return AMOUNT_IS_NONE;
			*to++ = *at;
		}
		if (decimals == 0)
			return AMOUNT_IS_NONE;
	}
	else if (separators == 1 && (separator == '.' || separator == ','))
		return AMOUNT_HAS_TWO_MEANINGS;
	*to = '\0';
	return AMOUNT_IS_GOOD;
}

/*
 * The number that a text in UTF-8 says where mark is its decimal mark, ended by a zero byte, in AMOUNT_ROOM. Only of a good one there is a number.
 */
AmountFault
amount_text(const char *utf8, size_t length, char mark, char *number)
{
	char		simple[LONGEST_AMOUNT];
	int			count = simplify(utf8, length, simple);

	return count == 0 ? AMOUNT_IS_BLANK : count < 0 ? AMOUNT_IS_NONE : read_amount(simple, count, mark, number);
}
