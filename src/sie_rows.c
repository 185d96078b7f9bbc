/*
 * sie_rows.c
 *
 * What stands in a SIE file, line by line, as rows:
 *
 *   SELECT * FROM sie_items(file);             every item
 *   SELECT * FROM sie_transactions(file);      every #TRANS, with its voucher
 *   SELECT * FROM sie_balances(file);          balances of accounts, by year and by month, and budgets
 *
 * They show what is there, and refuse what cannot be read; whether it agrees sie_check tells.
 */
#include "sie_file.h"
#include "sie_names.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(sie_items);
PG_FUNCTION_INFO_V1(sie_transactions);
PG_FUNCTION_INFO_V1(sie_balances);

/* A year of the file, by its index: 0 is the one that the file is of. */
typedef struct SieYear
{
	int			index;
	DateADT		first_day;
	DateADT		last_day;
} SieYear;

#define MAX_YEARS 100

static void FieldError(const SieFile *file, const char *what, const SieField *field, const char *hint);
static void CheckLine(const SieFile *file);
static Datum text_array(const SieFile *file, const SieField *field, int count);
static Datum optional_text(const SieFile *file, int place, bool *is_null);
static Datum optional_date(const SieFile *file, int place, const char *what, bool *is_null);
static Datum number(const SieFile *file, int place, const char *what, bool is_optional, bool *is_null);
static Datum objects(const SieFile *file);

static void
FieldError(const SieFile *file, const char *what, const SieField *field, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("line %zu: %s has %s", file->line.number, file->line.kind == SIE_LINE_STRANGE ? "a line" : sie_shown(file, &file->line.label),
					field == NULL ? psprintf("no %s", what) : psprintf("the %s \"%s\"", what, sie_shown(file, field))),
			 errhint("%s", hint)));
}

/*
 * Refuses a line that could not be taken apart. A text whose quote is not closed goes to the end of its line.
 */
static void
CheckLine(const SieFile *file)
{
	if (file->line.fault == SIE_FAULT_LIST || file->line.fault == SIE_FAULT_LONG)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("line %zu: %s cannot be read", file->line.number, sie_shown(file, &file->line.label)),
				 errdetail("%s", file->line.fault == SIE_FAULT_LIST ? "Its object list is not closed, there are two, or a dimension has no object."
						   : "It has more fields or objects than any item."),
				 errhint("sie_check(file) lists all lines that cannot be read.")));
}

static Datum
text_array(const SieFile *file, const SieField *field, int count)
{
	Datum		values[SIE_MAX_FIELDS > SIE_MAX_OBJECTS ? SIE_MAX_FIELDS : SIE_MAX_OBJECTS];

	for (int i = 0; i < count; i++)
		values[i] = sie_text(file, &field[i]);
	return PointerGetDatum(construct_array(values, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
optional_text(const SieFile *file, int place, bool *is_null)
{
	const SieField *field = sie_field(file, place);

	*is_null = field == NULL;
	return field == NULL ? (Datum) 0 : sie_text(file, field);
}

static Datum
optional_date(const SieFile *file, int place, const char *what, bool *is_null)
{
	const SieField *field = sie_field(file, place);
	int			year,
				month,
				day;

	*is_null = field == NULL;
	if (field == NULL)
		return (Datum) 0;
	if (!sie_date(field, &year, &month, &day))
		FieldError(file, what, field, "A day is written as eight digits, such as 20240131.");
	return DateADTGetDatum(date2j(year, month, day) - POSTGRES_EPOCH_JDATE);
}

/*
 * An amount or quantity, with the decimals that it is written with.
 */
static Datum
number(const SieFile *file, int place, const char *what, bool is_optional, bool *is_null)
{
	const SieField *field = sie_field(file, place);
	int64_t		units;
	char		digits[64];
	SieNumber	kind;

	*is_null = field == NULL && is_optional;
	if (*is_null)
		return (Datum) 0;
	kind = field == NULL ? SIE_NUMBER_NONE : sie_amount(field, &units);
	if (kind == SIE_NUMBER_NONE || kind == SIE_NUMBER_LARGE || field->length >= sizeof(digits))
		FieldError(file, what, field, "An amount is written as digits with a point before decimals, such as -1234.50, and is less than 10,000,000,000,000.");
	memcpy(digits, field->start, field->length);
	digits[field->length] = '\0';
	for (char *at = digits; *at != '\0'; at++)
		if (*at == ',')
			*at = '.';
	return DirectFunctionCall3(numeric_in, CStringGetDatum(digits), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/*
 * An object list as {"dimension": "code"}; empty where the line has none.
 */
static Datum
objects(const SieFile *file)
{
	StringInfoData json;
	size_t		length;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (int i = 0; i < file->line.objects; i++)
	{
		if (i > 0)
			appendStringInfoString(&json, i % 2 == 0 ? ", " : ": ");
		escape_json(&json, sie_string(file, &file->line.object[i], &length));
	}
	appendStringInfoChar(&json, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

/*
 * sie_items(file bytea) -> setof (line integer, item text, fields text[], objects text[])
 */
Datum
sie_items(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext of_row;
	SieFile		file;

	InitMaterializedSRF(fcinfo, 0);
	sie_open(&file, PG_GETARG_BYTEA_PP(0));
	of_row = AllocSetContextCreate(CurrentMemoryContext, "row of a SIE file", ALLOCSET_DEFAULT_SIZES);
	while (sie_next(&file))
	{
		MemoryContext caller;
		Datum		values[4];
		bool		nulls[4] = {false, false, false, false};

		if (file.line.kind == SIE_LINE_OPEN || file.line.kind == SIE_LINE_CLOSE)
			continue;
		MemoryContextReset(of_row);
		caller = MemoryContextSwitchTo(of_row);
		if (file.line.kind == SIE_LINE_STRANGE)
			FieldError(&file, "text", &file.line.label, "Every line begins with #, or is a brace. sie_check(file) lists all lines that cannot be read.");
		CheckLine(&file);
		values[0] = Int32GetDatum((int32) file.line.number);
		values[1] = sie_text(&file, &file.line.label);
		values[2] = text_array(&file, file.line.field, file.line.fields);
		nulls[3] = !file.line.has_objects;
		values[3] = text_array(&file, file.line.object, file.line.objects);
		MemoryContextSwitchTo(caller);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	MemoryContextDelete(of_row);
	return (Datum) 0;
}

/*
 * sie_transactions(file bytea) -> setof (line integer, series text, number text, voucher_date date, voucher_text text,
 *     registered_on date, account text, account_name text, objects jsonb, amount numeric, transaction_date date,
 *     transaction_text text, quantity numeric)
 */
Datum
sie_transactions(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext of_voucher;
	MemoryContext of_row;
	SieFile		file;
	SieNames   *names = sie_names_create();
	Datum		values[13];
	bool		nulls[13];
	bool		has_voucher = false;

	InitMaterializedSRF(fcinfo, 0);
	sie_open(&file, PG_GETARG_BYTEA_PP(0));
	of_voucher = AllocSetContextCreate(CurrentMemoryContext, "voucher of a SIE file", ALLOCSET_DEFAULT_SIZES);
	of_row = AllocSetContextCreate(CurrentMemoryContext, "row of a SIE file", ALLOCSET_DEFAULT_SIZES);
	while (sie_next(&file))
	{
		MemoryContext caller;
		SieName    *account;

		if (file.line.kind == SIE_LINE_CLOSE)
			has_voucher = false;
		else if (file.line.item == SIE_KONTO && file.line.fields > 0)
		{
			account = sie_name(names, SIE_ACCOUNTS, &file.line.field[0]);
			account->title = file.line.fields > 1 ? file.line.field[1] : file.line.field[0];
			account->is_declared = true;
		}
		else if (file.line.item == SIE_VER)
		{
			MemoryContextReset(of_voucher);
			caller = MemoryContextSwitchTo(of_voucher);
			CheckLine(&file);
			values[1] = optional_text(&file, 0, &nulls[1]);
			values[2] = optional_text(&file, 1, &nulls[2]);
			values[3] = optional_date(&file, 2, "day", &nulls[3]);
			values[4] = optional_text(&file, 3, &nulls[4]);
			values[5] = optional_date(&file, 4, "day of registration", &nulls[5]);
			has_voucher = true;
			MemoryContextSwitchTo(caller);
		}
		else if (file.line.item == SIE_TRANS)
		{
			MemoryContextReset(of_row);
			caller = MemoryContextSwitchTo(of_row);
			CheckLine(&file);
			if (!has_voucher)
				FieldError(&file, "voucher before it", NULL, "#TRANS stands below the #VER that it belongs to.");
			if (sie_field(&file, 0) == NULL)
				FieldError(&file, "account", NULL, "Write #TRANS account {objects} amount.");
			account = sie_name(names, SIE_ACCOUNTS, &file.line.field[0]);
			values[0] = Int32GetDatum((int32) file.line.number);
			values[6] = optional_text(&file, 0, &nulls[6]);
			nulls[7] = !account->is_declared;
			values[7] = nulls[7] ? (Datum) 0 : sie_text(&file, &account->title);
			values[8] = objects(&file);
			values[9] = number(&file, 1, "amount", false, &nulls[9]);
			values[10] = optional_date(&file, 2, "day", &nulls[10]);
			values[11] = optional_text(&file, 3, &nulls[11]);
			values[12] = number(&file, 4, "quantity", true, &nulls[12]);
			nulls[0] = nulls[8] = false;
			MemoryContextSwitchTo(caller);
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
		if (file.line.closes)
			has_voucher = false;
	}
	MemoryContextDelete(of_row);
	MemoryContextDelete(of_voucher);
	return (Datum) 0;
}

/*
 * sie_balances(file bytea) -> setof (line integer, item text, year integer, first_day date, last_day date, month date,
 *     account text, account_name text, objects jsonb, amount numeric, quantity numeric)
 */
Datum
sie_balances(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext of_row;
	SieFile		file;
	SieNames   *names = sie_names_create();
	SieYear		years[MAX_YEARS];
	int			year_count = 0;

	InitMaterializedSRF(fcinfo, 0);
	sie_open(&file, PG_GETARG_BYTEA_PP(0));
	of_row = AllocSetContextCreate(CurrentMemoryContext, "row of a SIE file", ALLOCSET_DEFAULT_SIZES);
	while (sie_next(&file))
	{
		MemoryContext caller;
		SieName    *account;
		Datum		values[11];
		bool		nulls[11] = {false};
		bool		has_month = file.line.item == SIE_PSALDO || file.line.item == SIE_PBUDGET;
		int			index;
		int			calendar_year,
					month;

		if (file.line.item == SIE_KONTO && file.line.fields > 0)
		{
			account = sie_name(names, SIE_ACCOUNTS, &file.line.field[0]);
			account->title = file.line.fields > 1 ? file.line.field[1] : file.line.field[0];
			account->is_declared = true;
		}
		if (!has_month && file.line.item != SIE_RAR && file.line.item != SIE_IB && file.line.item != SIE_UB && file.line.item != SIE_OIB &&
			file.line.item != SIE_OUB && file.line.item != SIE_RES)
			continue;

		MemoryContextReset(of_row);
		caller = MemoryContextSwitchTo(of_row);
		CheckLine(&file);
		if (sie_field(&file, 0) == NULL || !sie_integer(&file.line.field[0], &index))
			FieldError(&file, "year", sie_field(&file, 0), "The year that the file is of is 0, the one before it -1.");
		if (file.line.item == SIE_RAR)
		{
			/* Some that have no years write the item alone. */
			values[0] = optional_date(&file, 1, "first day", &nulls[0]);
			values[1] = optional_date(&file, 2, "last day", &nulls[1]);
			if (!nulls[0] && !nulls[1] && year_count < MAX_YEARS)
				years[year_count++] = (SieYear) {index, DatumGetDateADT(values[0]), DatumGetDateADT(values[1])};
			MemoryContextSwitchTo(caller);
			continue;
		}
		values[0] = Int32GetDatum((int32) file.line.number);
		values[1] = sie_text(&file, &file.line.label);
		values[2] = Int32GetDatum(index);
		nulls[3] = nulls[4] = true;
		for (int i = 0; i < year_count; i++)
			if (years[i].index == index)
			{
				nulls[3] = nulls[4] = false;
				values[3] = DateADTGetDatum(years[i].first_day);
				values[4] = DateADTGetDatum(years[i].last_day);
			}
		nulls[5] = !has_month;
		if (has_month)
		{
			if (sie_field(&file, 1) == NULL || !sie_period(&file.line.field[1], &calendar_year, &month))
				FieldError(&file, "month", sie_field(&file, 1), "A month is written as six digits, such as 202401.");
			values[5] = DateADTGetDatum(date2j(calendar_year, month, 1) - POSTGRES_EPOCH_JDATE);
		}
		if (sie_field(&file, 1 + has_month) == NULL)
			FieldError(&file, "account", NULL, has_month ? "Write #PSALDO year month account {objects} amount." : "Write #RES year account amount.");
		account = sie_name(names, SIE_ACCOUNTS, &file.line.field[1 + has_month]);
		values[6] = sie_text(&file, &file.line.field[1 + has_month]);
		nulls[7] = !account->is_declared;
		values[7] = nulls[7] ? (Datum) 0 : sie_text(&file, &account->title);
		values[8] = objects(&file);
		values[9] = number(&file, 2 + has_month, "amount", false, &nulls[9]);
		values[10] = number(&file, 3 + has_month, "quantity", true, &nulls[10]);
		MemoryContextSwitchTo(caller);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	MemoryContextDelete(of_row);
	return (Datum) 0;
}
