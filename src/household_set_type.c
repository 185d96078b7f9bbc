/*
 * household_set_type.c
 *
 * The type household_set in SQL: its input and output, the aggregates that make and
 * unite values, and what is counted in one. household_set_value.c says what its bytes
 * are.
 */
#include "household_set_value.h"

#include "caseload.h"
#include "fiscal_year.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(household_set_in);
PG_FUNCTION_INFO_V1(household_set_out);
PG_FUNCTION_INFO_V1(household_set_from_bytes);
PG_FUNCTION_INFO_V1(household_set_recv_value);
PG_FUNCTION_INFO_V1(household_set_send_value);
PG_FUNCTION_INFO_V1(household_set_final);
PG_FUNCTION_INFO_V1(household_set_unite_trans);
PG_FUNCTION_INFO_V1(household_set_household_count);
PG_FUNCTION_INFO_V1(household_set_month_count);
PG_FUNCTION_INFO_V1(household_set_long_term);
PG_FUNCTION_INFO_V1(household_set_between);

/*
 * Refuses bytes that are no set.
 */
static void
CheckValue(const bytea *value)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "household_set", ALLOCSET_DEFAULT_SIZES);
	HouseholdSet set;

	household_set_init(&set, context);
	household_set_unpack(value, &set);
	MemoryContextDelete(context);
}

/*
 * household_set_in(text cstring) -> household_set
 */
Datum
household_set_in(PG_FUNCTION_ARGS)
{
	const char *digits = PG_GETARG_CSTRING(0);
	size_t		length = strlen(digits);
	bytea	   *value;

	if (length < 2 || digits[0] != '\\' || digits[1] != 'x' || length % 2 != 0 ||
		strspn(digits + 2, "0123456789abcdefABCDEF") != length - 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type household_set: \"%.*s\"", pg_mbcliplen(digits, (int) Min(length, 1000), 60), digits),
				 errhint("Values of household_set are made by household_set(household, month) and are not written by hand.")));
	value = palloc(VARHDRSZ + length / 2);
	SET_VARSIZE(value, VARHDRSZ + hex_decode(digits + 2, length - 2, VARDATA(value)));
	CheckValue(value);
	PG_RETURN_BYTEA_P(value);
}

/*
 * household_set_out(households household_set) -> cstring
 */
Datum
household_set_out(PG_FUNCTION_ARGS)
{
	const bytea *value = PG_GETARG_BYTEA_PP(0);
	Size		length = VARSIZE_ANY_EXHDR(value);
	char	   *digits = palloc_extended(2 * length + 3, MCXT_ALLOC_HUGE);

	digits[0] = '\\';
	digits[1] = 'x';
	digits[2 + hex_encode(VARDATA_ANY(value), length, digits + 2)] = '\0';
	PG_RETURN_CSTRING(digits);
}

/*
 * household_set(bytes bytea) -> household_set
 */
Datum
household_set_from_bytes(PG_FUNCTION_ARGS)
{
	CheckValue(PG_GETARG_BYTEA_PP(0));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * household_set_recv(message internal) -> household_set
 */
Datum
household_set_recv_value(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			length = buf->len - buf->cursor;
	bytea	   *value = palloc(VARHDRSZ + length);

	SET_VARSIZE(value, VARHDRSZ + length);
	pq_copymsgbytes(buf, VARDATA(value), length);
	CheckValue(value);
	PG_RETURN_BYTEA_P(value);
}

/*
 * household_set_send(households household_set) -> bytea
 */
Datum
household_set_send_value(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}

/*
 * household_set_final(state internal) -> household_set
 */
Datum
household_set_final(PG_FUNCTION_ARGS)
{
	HouseholdSet nobody;

	if (!PG_ARGISNULL(0))
		PG_RETURN_BYTEA_P(household_set_pack(&((const CaseloadState *) PG_GETARG_POINTER(0))->set));
	household_set_init(&nobody, CurrentMemoryContext);
	PG_RETURN_BYTEA_P(household_set_pack(&nobody));
}

/*
 * household_set_unite_trans(state internal, households household_set) -> internal
 */
Datum
household_set_unite_trans(PG_FUNCTION_ARGS)
{
	CaseloadState *state = caseload_state(fcinfo);

	if (!PG_ARGISNULL(1))
		household_set_unpack(PG_GETARG_BYTEA_PP(1), &state->set);
	PG_RETURN_POINTER(state);
}

/*
 * household_count(households household_set) -> bigint
 */
Datum
household_set_household_count(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_households(&set, 1));
}

/*
 * household_months(households household_set) -> bigint
 */
Datum
household_set_month_count(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_household_months(&set));
}

/*
 * long_term_households(households household_set, min_months integer) -> bigint
 */
Datum
household_set_long_term(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	CheckMinMonths(false, PG_GETARG_INT32(1));
	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_households(&set, PG_GETARG_INT32(1)));
}

/*
 * household_set_between(households household_set, first_month date, last_month date) -> household_set
 */
Datum
household_set_between(PG_FUNCTION_ARGS)
{
	int64		first;
	int64		last;
	HouseholdSet set;
	HouseholdSet result;
	int			years;
	HouseholdYear **year;

	CheckFiniteDate(PG_GETARG_DATEADT(1), "first_month", false);
	CheckFiniteDate(PG_GETARG_DATEADT(2), "last_month", false);
	first = fiscal_month_number(PG_GETARG_DATEADT(1), 1);
	last = fiscal_month_number(PG_GETARG_DATEADT(2), 1);
	household_set_argument(fcinfo, 0, &set);
	household_set_init(&result, CurrentMemoryContext);
	year = household_set_years(&set, &years);
	for (int i = 0; i < years; i++)
	{
		int64		january = (int64) year[i]->year * MONTHS_PER_YEAR;
		uint16		wanted = 0;
		uint16		seen = 0;
		Size		count;
		Size		kept = 0;
		const HouseholdMonths *entries;
		HouseholdMonths *chosen;

		for (int month = 0; month < MONTHS_PER_YEAR; month++)
			if (january + month >= first && january + month <= last)
				wanted |= 1 << month;
		if (wanted == 0)
			continue;
		entries = household_year_entries(year[i], &count);
		chosen = household_list_allocate(CurrentMemoryContext, count);
		for (Size place = 0; place < count; place++)
		{
			chosen[kept].household = entries[place].household;
			chosen[kept].months = entries[place].months & wanted;
			seen |= chosen[kept].months;
			kept += chosen[kept].months != 0;
		}
		if (kept > 0)
			household_set_add_list(&result, year[i]->year, seen, chosen, kept);
	}
	PG_RETURN_BYTEA_P(household_set_pack(&result));
}
