/*
 * parse_amount.c
 *
 * The amount that a text says, as people and their programs write it:
 *
 *   SELECT parse_amount('(1 234 567,50)');       -1234567.50
 *   SELECT parse_amount('1,234.50', '.');        1234.50
 *
 *   amount   = blank | dash | [sign] number | number dash | "(" number ")"
 *   number   = digits [mark digits] | up to three digits, groups of three after one and the same separator, [mark digits]
 *   separator = a blank of any width | apostrophe | of point and comma the one that is not the mark
 *
 * Digits, a minus sign and a point are brought together, and PostgreSQL makes a numeric of them.
 *
 * What could be read in two ways is refused: 1.234 is one and a bit where points are decimal marks, and more than
 * a thousand where they part thousands. So a point or comma that parts thousands is believed where
 * a decimal mark or a second one of its kind is there too.
 */
#include "social_services.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(parse_amount);
PG_FUNCTION_INFO_V1(amount_fault);

/* No amount has as many characters. */
#define LONGEST_AMOUNT 200

/* What a byte sequence of UTF-8 stands for. Below 128 a character stands for itself. */
#define OTHER_CHARACTER '?'

/* What has been found wrong with an amount. */
typedef enum AmountFault
{
	AMOUNT_IS_GOOD,
	AMOUNT_IS_NONE,
	AMOUNT_HAS_TWO_MEANINGS
} AmountFault;

static int	simplify(const char *utf8, int length, char *simple);
static AmountFault read_amount(const char *simple, int length, char mark, char *number);
static AmountFault read_argument(FunctionCallInfo fcinfo, char *mark, char *number, bool *is_blank);
static void AmountError(text *given, char mark, AmountFault fault);

/*
 * The text with each character that means the same as one of ASCII as that, without blanks around it. -1 where it is too long.
 */
static int
simplify(const char *utf8, int length, char *simple)
{
	int			count = 0;

	for (int i = 0; i < length; i++)
	{
		char		letter = utf8[i];

		if (letter == '\t' || letter == '\r' || letter == '\n')
			letter = ' ';
		else if (IS_HIGHBIT_SET(letter))
		{
			const char *at = utf8 + i;
			int			left = length - i;
			int			width = pg_utf_mblen((const unsigned char *) at);

			letter = OTHER_CHARACTER;
			if (left >= 2 && memcmp(at, "\xC2\xA0", 2) == 0)	/* no-break space */
				letter = ' ';
			else if (left >= 3 && memcmp(at, "\xE2\x80", 2) == 0 &&
					 ((unsigned char) at[2] <= 0x8A || at[2] == '\xAF'))	/* of all widths, such as a figure's; narrow no-break space */
				letter = ' ';
			else if (left >= 3 && (memcmp(at, "\xE2\x88\x92", 3) == 0 ||	/* minus sign */
								   memcmp(at, "\xE2\x80\x93", 3) == 0))	/* en dash */
				letter = '-';
			else if (left >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0)	/* right single quotation mark */
				letter = '\'';
			i += width - 1;
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

static void
AmountError(text *given, char mark, AmountFault fault)
{
	char	   *shown = text_to_cstring(given);
	int			length = pg_mbcliplen(shown, strlen(shown), 60);

	shown = psprintf("%s%s", pnstrdup(shown, length), shown[length] == '\0' ? "" : "...");
	if (fault == AMOUNT_HAS_TWO_MEANINGS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("amount can be read in two ways: \"%s\"", shown),
				 errhint("If \"%c\" is its decimal mark, say decimal_mark => '%c'; if it parts thousands, take it out first.",
						 mark == ',' ? '.' : ',', mark == ',' ? '.' : ',')));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("amount is none with decimal mark \"%c\": \"%s\"", mark, shown),
			 errhint("Write digits, as in %s, without a currency or percent sign. Another decimal mark is given as decimal_mark => '%c'.",
					 mark == ',' ? "-1234,50, 1 234,50 or 1.234.567,50" : "-1234.50, 1 234.50 or 1,234,567.50", mark == ',' ? '.' : ',')));
}

/*
 * The digits that the arguments of parse_amount say, in room for LONGEST_AMOUNT + 3 characters.
 */
static AmountFault
read_argument(FunctionCallInfo fcinfo, char *mark, char *number, bool *is_blank)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	text	   *mark_given = PG_GETARG_TEXT_PP(1);
	const char *bytes = VARDATA_ANY(given);
	int			length = VARSIZE_ANY_EXHDR(given);
	char		simple[LONGEST_AMOUNT + 1];

	*mark = VARSIZE_ANY_EXHDR(mark_given) == 1 ? *VARDATA_ANY(mark_given) : '\0';
	if (*mark != ',' && *mark != '.')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("decimal_mark must be a comma or a point, not \"%s\"",
						pnstrdup(VARDATA_ANY(mark_given), pg_mbcliplen(VARDATA_ANY(mark_given), VARSIZE_ANY_EXHDR(mark_given), 20))),
				 errhint("Give ',' for 1 234,50 and '.' for 1,234.50.")));

	if (GetDatabaseEncoding() != PG_UTF8)
		for (int i = 0; i < length; i++)
			if (IS_HIGHBIT_SET(bytes[i]))
			{
				bytes = pg_server_to_any(text_to_cstring(given), length, PG_UTF8);
				length = strlen(bytes);
				break;
			}

	length = simplify(bytes, length, simple);
	*is_blank = length == 0;
	return length > 0 ? read_amount(simple, length, *mark, number) : AMOUNT_IS_NONE;
}

/*
 * parse_amount(amount text, decimal_mark text DEFAULT ',') -> numeric
 */
Datum
parse_amount(PG_FUNCTION_ARGS)
{
	char		mark;
	char		number[LONGEST_AMOUNT + 3];
	bool		is_blank;
	AmountFault fault = read_argument(fcinfo, &mark, number, &is_blank);

	if (is_blank)
		PG_RETURN_NULL();
	if (fault != AMOUNT_IS_GOOD)
		AmountError(PG_GETARG_TEXT_PP(0), mark, fault);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(number), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/*
 * amount_fault(amount text, decimal_mark text) -> text
 */
Datum
amount_fault(PG_FUNCTION_ARGS)
{
	char		mark;
	char		number[LONGEST_AMOUNT + 3];
	bool		is_blank;
	AmountFault fault = read_argument(fcinfo, &mark, number, &is_blank);

	if (is_blank || fault == AMOUNT_IS_GOOD)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(fault == AMOUNT_HAS_TWO_MEANINGS ? "can be read in two ways" : "is no amount"));
}
