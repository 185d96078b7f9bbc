/*
 * number_text.c
 *
 * A number as people read it, with the marks of their language:
 *
 *   SELECT number_text('-1234567.5', ',', ' ');   -- -1 234 567,5
 *
 * In C because views write a figure in each of their rows. Digits, the minus
 * and the point are the same bytes in every encoding of a server, and marks are
 * copied as they are. What is no row of digits, such as NaN, is not grouped.
 */
#include "social_services.h"

#include "utils/builtins.h"

static void
append_text(StringInfo written, const text *mark)
{
	appendBinaryStringInfo(written, VARDATA_ANY(mark), VARSIZE_ANY_EXHDR(mark));
}

PG_FUNCTION_INFO_V1(number_text);

/*
 * Not strict: without a decimal mark there is a point, and without one between groups none.
 */
Datum
number_text(PG_FUNCTION_ARGS)
{
	StringInfoData written;
	const text *number, *decimal_mark, *group_mark;
	const char *digit, *end, *point;
	bool is_grouped;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	number = PG_GETARG_TEXT_PP(0);
	decimal_mark = PG_ARGISNULL(1) ? NULL : PG_GETARG_TEXT_PP(1);
	group_mark = PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2);
	digit = VARDATA_ANY(number);
	end = digit + VARSIZE_ANY_EXHDR(number);

	initStringInfo(&written);
	if (digit < end && *digit == '-')
		appendStringInfoChar(&written, *digit++);
	for (point = digit; point < end && *point >= '0' && *point <= '9'; point++)
		;
	is_grouped = group_mark != NULL && (point == end || *point == '.');
	if (!is_grouped)
		for (; point < end && *point != '.'; point++)
			;
	for (const char *first = digit; digit < point; digit++)
	{
		if (is_grouped && digit > first && (point - digit) % 3 == 0)
			append_text(&written, group_mark);
		appendStringInfoChar(&written, *digit);
	}
	if (point < end)
	{
		if (decimal_mark != NULL)
			append_text(&written, decimal_mark);
		else
			appendStringInfoChar(&written, '.');
		appendBinaryStringInfo(&written, point + 1, end - point - 1);
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(written.data, written.len));
}
