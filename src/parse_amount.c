/*
 * parse_amount.c
 *
 * The amount that a text says, as people and their programs write it:
 *
 *   SELECT parse_amount('(1 234 567,50)');       -1234567.50
 *   SELECT parse_amount('1,234.50', '.');        1234.50
 *
 * What is written how, amount_text says. Digits, a minus sign and a point are brought together, and PostgreSQL makes a numeric of them.
 */
#include "social_services.h"
#include "amount_text.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(parse_amount);
PG_FUNCTION_INFO_V1(amount_fault);

static AmountFault read_argument(FunctionCallInfo fcinfo, char *mark, char *number);
static void AmountError(text *given, char mark, AmountFault fault);

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
 * The digits that the arguments of parse_amount say, in AMOUNT_ROOM.
 */
static AmountFault
read_argument(FunctionCallInfo fcinfo, char *mark, char *number)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	text	   *mark_given = PG_GETARG_TEXT_PP(1);
	const char *bytes = VARDATA_ANY(given);
	int			length = VARSIZE_ANY_EXHDR(given);

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

	return amount_text(bytes, length, *mark, number);
}

/*
 * parse_amount(amount text, decimal_mark text DEFAULT ',') -> numeric
 */
Datum
parse_amount(PG_FUNCTION_ARGS)
{
	char		mark;
	char		number[AMOUNT_ROOM];
	AmountFault fault = read_argument(fcinfo, &mark, number);

	if (fault == AMOUNT_IS_BLANK)
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
	char		number[AMOUNT_ROOM];
	AmountFault fault = read_argument(fcinfo, &mark, number);

	if (fault == AMOUNT_IS_BLANK || fault == AMOUNT_IS_GOOD)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(fault == AMOUNT_HAS_TWO_MEANINGS ? "can be read in two ways" : "is no amount"));
}
