/*
 * sie_amounts.c
 *
 * The amounts of a SIE file by account, unit, head, activity and month, each once:
 *
 *   SELECT * FROM sie_amounts(file, 1);          units are the objects of dimension 1
 *   SELECT * FROM sie_file_head(file);           what the file says of itself
 *
 * An outcome is told by vouchers, else by balances of months, else by the results of years: of each year, the finest of these that the
 * file has. Months that do not add up to the result are not taken for it.
 */
#include "sie_book.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/jsonb.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(sie_amounts);
PG_FUNCTION_INFO_V1(sie_file_head);

/* What is written, and where to. */
typedef struct SieOutput
{
	SieBook    *book;
	ReturnSetInfo *result;
	MemoryContext of_row;
} SieOutput;

static int	get_dimension(FunctionCallInfo fcinfo, int argument, const char *name);
static void put_row(SieOutput *output, const char *kind, const char *source, const SieCell *cell, const SieYear *year, int64 amount, bool is_divided);
static void put_months(SieOutput *output, SieSource whole, const char *kind, const char *source, SieReading reading);
static bool takes_months(const SieBook *book, const SieYear *year);
static Datum code_text(const SieBook *book, int asked_for, const SieName *name, bool *is_null);
static Datum field_text(const SieBook *book, const SieField *field, bool *is_null);
static Datum field_date(const SieField *field, bool *is_null);

static int
get_dimension(FunctionCallInfo fcinfo, int argument, const char *name)
{
	int			dimension;

	if (PG_ARGISNULL(argument))
		return SIE_ACCOUNTS;
	dimension = PG_GETARG_INT32(argument);
	if (dimension < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be the number of a dimension, not %d", name, dimension),
				 errhint("SELECT * FROM sie_items(file) WHERE item = '#DIM' lists those of the file; 1 are cost centres, 6 are projects.")));
	return dimension;
}

/*
 * The code of an object; one of a dimension below the one that is asked for with that before it, since codes are unique in a dimension only.
 */
static Datum
code_text(const SieBook *book, int asked_for, const SieName *name, bool *is_null)
{
	*is_null = name == NULL;
	if (name == NULL)
		return (Datum) 0;
	if (name->dimension != asked_for)
	{
		size_t		length;

		return CStringGetTextDatum(psprintf("%d:%s", name->dimension, sie_string(&book->file, &name->code, &length)));
	}
	return sie_text(&book->file, &name->code);
}

static void
put_row(SieOutput *output, const char *kind, const char *source, const SieCell *cell, const SieYear *year, int64 amount, bool is_divided)
{
	SieBook    *book = output->book;
	const SieName *account = book->names->name[cell->key.account - 1];
	const SieName *unit = is_divided && cell->key.unit > 0 ? book->names->name[cell->key.unit - 1] : NULL;
	const SieName *head = is_divided && cell->key.head > 0 ? book->names->name[cell->key.head - 1] : NULL;
	const SieName *activity = is_divided && cell->key.activity > 0 ? book->names->name[cell->key.activity - 1] : NULL;
	int			of_result = sie_is_result(account);
	MemoryContext caller;
	Datum		values[17];
	bool		nulls[17] = {false};

	if (amount == 0)
		return;
	CHECK_FOR_INTERRUPTS();
	MemoryContextReset(output->of_row);
	caller = MemoryContextSwitchTo(output->of_row);
	values[0] = CStringGetTextDatum(kind);
	values[1] = CStringGetTextDatum(source);
	nulls[2] = nulls[3] = nulls[4] = year == NULL;
	if (year != NULL)
	{
		values[2] = Int32GetDatum(year->index);
		values[3] = DateADTGetDatum(year->first_day);
		values[4] = DateADTGetDatum(year->last_day);
	}
	nulls[5] = cell->key.source == SIE_RESULT;
	values[5] = nulls[5] ? (Datum) 0 : DateADTGetDatum(date2j(cell->key.month / MONTHS_PER_YEAR, cell->key.month % MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE);
	values[6] = sie_text(&book->file, &account->code);
	values[7] = sie_text(&book->file, &account->title);
	nulls[8] = account->type == '\0';
	values[8] = nulls[8] ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(&account->type, 1));
	nulls[9] = of_result < 0;
	values[9] = BoolGetDatum(of_result == 1);
	values[10] = code_text(book, book->unit_dimension, unit, &nulls[10]);
	nulls[11] = unit == NULL;
	values[11] = unit == NULL ? (Datum) 0 : sie_text(&book->file, &unit->title);
	values[12] = code_text(book, book->head_dimension, head, &nulls[12]);
	nulls[13] = head == NULL;
	values[13] = head == NULL ? (Datum) 0 : sie_text(&book->file, &head->title);
	values[14] = code_text(book, book->activity_dimension, activity, &nulls[14]);
	nulls[15] = activity == NULL;
	values[15] = activity == NULL ? (Datum) 0 : sie_text(&book->file, &activity->title);
	values[16] = sie_units_to_numeric(amount);
	MemoryContextSwitchTo(caller);
	tuplestore_putvalues(output->result->setResult, output->result->setDesc, values, nulls);
}

/*
 * Whether a year's outcome is told by the balances of its months.
 */
static bool
takes_months(const SieBook *book, const SieYear *year)
{
	/* A file without years is either of vouchers or of balances. */
	if (year == NULL)
		return book->transactions == 0 && book->has_loose_months;
	return !year->has_vouchers && year->has_periods && !(year->has_result && year->period_faults > 0);
}

/*
 * Balances of months, or budgets.
 */
static void
put_months(SieOutput *output, SieSource whole, const char *kind, const char *source, SieReading reading)
{
	SieBook    *book = output->book;
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
	{
		const SieName *account = book->names->name[cell->key.account - 1];
		const SieYear *year;
		SieSource	parts;

		if ((SieSource) cell->key.source < whole || (SieSource) cell->key.source > whole + (SIE_PERIOD_OTHER - SIE_PERIOD_WHOLE))
			continue;
		year = sie_year_of_month(book, cell->key.month);
		/* A balance account's month is what it has, not what came in it. */
		if (whole == SIE_PERIOD_WHOLE && (!takes_months(book, year) || sie_is_result(account) == 0))
			continue;
		parts = sie_parts(book, whole, account, cell->key.month);
		if (reading == SIE_EMPTY_IS_REST)
			put_row(output, kind, source, cell, year, cell->amount, true);
		else if ((SieSource) cell->key.source == whole)
			put_row(output, kind, source, cell, year,
					cell->amount - sie_sum(book->sums, parts, account, cell->key.month), false);
		else if ((SieSource) cell->key.source == parts)
			put_row(output, kind, source, cell, year, cell->amount, true);
		else if (sie_is_in_total(book, cell))
			put_row(output, kind, source, cell, year, cell->amount, false);
	}
}

/*
 * sie_amounts(file bytea, unit_dimension integer DEFAULT 1, head_dimension integer DEFAULT NULL, activity_dimension integer DEFAULT NULL)
 * -> setof (kind text, source text, year integer, first_day date, last_day date, month date, account text, account_name text, account_type text,
 *     is_result boolean, unit text, unit_name text, head text, head_name text, activity text, activity_name text, amount numeric)
 */
Datum
sie_amounts(PG_FUNCTION_ARGS)
{
	SieOutput	output = {.result = (ReturnSetInfo *) fcinfo->resultinfo};
	SieBook    *book;
	sie_cells_iterator iterator;
	SieCell    *cell;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	book = output.book = sie_read_book(PG_GETARG_BYTEA_PP(0), get_dimension(fcinfo, 1, "unit_dimension"), get_dimension(fcinfo, 2, "head_dimension"),
									   get_dimension(fcinfo, 3, "activity_dimension"));
	output.of_row = AllocSetContextCreate(CurrentMemoryContext, "row of a SIE file", ALLOCSET_DEFAULT_SIZES);
	sie_check_book(book);

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
	{
		if (cell->key.source == SIE_VOUCHERS)
			put_row(&output, "outcome", "vouchers", cell, sie_year_of_month(book, cell->key.month), cell->amount, true);
		else if (cell->key.source == SIE_RESULT)
		{
			const SieYear *year = sie_year(book, cell->key.month);

			if (year == NULL ? book->transactions == 0 && !book->has_loose_months : !year->has_vouchers && !takes_months(book, year))
				put_row(&output, "outcome", "results", cell, year, cell->amount, false);
		}
	}
	put_months(&output, SIE_PERIOD_WHOLE, "outcome", "months", book->period_reading);
	put_months(&output, SIE_BUDGET_WHOLE, "budget", "budgets", book->budget_reading);
	MemoryContextDelete(output.of_row);
	return (Datum) 0;
}

static Datum
field_text(const SieBook *book, const SieField *field, bool *is_null)
{
	*is_null = field->length == 0;
	return *is_null ? (Datum) 0 : sie_text(&book->file, field);
}

/*
 * NULL too where it is no day.
 */
static Datum
field_date(const SieField *field, bool *is_null)
{
	int			year,
				month,
				day;

	*is_null = field->length == 0 || !sie_date(field, &year, &month, &day);
	return *is_null ? (Datum) 0 : DateADTGetDatum(date2j(year, month, day) - POSTGRES_EPOCH_JDATE);
}

/*
 * sie_file_head(file bytea) -> (program text, sie_type text, stated_encoding text, encoding text, generated_on date, covers_until date,
 *     organisation_number text, company text, year_begin date, year_end date, vouchers bigint, transactions bigint, budgets bigint, dimensions jsonb)
 */
Datum
sie_file_head(PG_FUNCTION_ARGS)
{
	TupleDesc	descriptor;
	SieBook    *book;
	const SieYear *year;
	Datum		values[14];
	bool		nulls[14] = {false};
	StringInfoData dimensions;

	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	book = sie_read_book(PG_GETARG_BYTEA_PP(0), SIE_ACCOUNTS, SIE_ACCOUNTS, SIE_ACCOUNTS);
	year = sie_year(book, 0);
	values[0] = field_text(book, &book->program, &nulls[0]);
	values[1] = field_text(book, &book->type, &nulls[1]);
	values[2] = field_text(book, &book->format, &nulls[2]);
	values[3] = CStringGetTextDatum(text_encoding_name(book->file.encoding));
	values[4] = field_date(&book->generated_on, &nulls[4]);
	values[5] = field_date(&book->covers_until, &nulls[5]);
	values[6] = field_text(book, &book->organisation_number, &nulls[6]);
	values[7] = field_text(book, &book->company, &nulls[7]);
	nulls[8] = nulls[9] = year == NULL;
	values[8] = year == NULL ? (Datum) 0 : DateADTGetDatum(year->first_day);
	values[9] = year == NULL ? (Datum) 0 : DateADTGetDatum(year->last_day);
	values[10] = Int64GetDatum(book->vouchers);
	values[11] = Int64GetDatum(book->transactions);
	values[12] = Int64GetDatum(book->budgets);
	initStringInfo(&dimensions);
	appendStringInfoChar(&dimensions, '{');
	for (int i = 0; i < book->dimensions; i++)
	{
		size_t		length;

		appendStringInfo(&dimensions, "%s\"%d\": ", i > 0 ? ", " : "", book->dimension[i].number);
		escape_json(&dimensions, sie_string(&book->file, &book->dimension[i].title, &length));
	}
	appendStringInfoChar(&dimensions, '}');
	values[13] = DirectFunctionCall1(jsonb_in, CStringGetDatum(dimensions.data));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(descriptor), values, nulls)));
}
