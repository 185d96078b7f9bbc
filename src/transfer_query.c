/*
 * transfer_query.c
 *
 * Reads the heads and the rules of a plan of transfers from the two queries that
 * return them.
 */
#include "transfer_input.h"

/* Some of what spi.h includes has unused parameters, which -Wextra minds. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "executor/spi.h"
#pragma GCC diagnostic pop

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

/* Rows fetched at a time. */
#define BATCH_SIZE	1000

/* What a query has to return. */
typedef struct InputQuery
{
	const char *argument;
	int			columns;
	const char *column[5];
	const char *hint;
	void		(*read_row) (const struct InputQuery *query, const int *number, HeapTuple tuple,
							 TupleDesc descriptor, TransferInput *input);
} InputQuery;

/*
 * Refuses a column that holds no exact numbers. `kind` is what it should hold.
 */
static void
ColumnTypeError(const InputQuery *query, int column, Oid type, const char *kind)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column %s of %s must be %s, not %s", query->column[column], query->argument, kind,
					format_type_be(type)),
			 errhint("Write %s::%s AS %s in the query.", query->column[column], kind, query->column[column])));
}

/*
 * A number in a row, as numeric, or NULL.
 */
static Numeric
get_number(const InputQuery *query, int column, int number, HeapTuple tuple, TupleDesc descriptor)
{
	bool		is_null;
	Datum		value = SPI_getbinval(tuple, descriptor, number, &is_null);
	Oid			type = getBaseType(SPI_gettypeid(descriptor, number));

	/* NULL alone, without a cast, is text. */
	if (is_null && (type == TEXTOID || type == UNKNOWNOID))
		return NULL;
	switch (type)
	{
		case NUMERICOID:
			return is_null ? NULL : DatumGetNumericCopy(value);
		case INT2OID:
			return is_null ? NULL : int64_to_numeric(DatumGetInt16(value));
		case INT4OID:
			return is_null ? NULL : int64_to_numeric(DatumGetInt32(value));
		case INT8OID:
			return is_null ? NULL : int64_to_numeric(DatumGetInt64(value));
		default:
			ColumnTypeError(query, column, type, "numeric");
	}
	return NULL;
}

/*
 * The same for a whole number, or false if it is NULL.
 */
static bool
get_integer(const InputQuery *query, int column, int number, HeapTuple tuple, TupleDesc descriptor, int64 *result)
{
	bool		is_null;
	Datum		value = SPI_getbinval(tuple, descriptor, number, &is_null);
	Oid			type = getBaseType(SPI_gettypeid(descriptor, number));

	if (type == INT2OID)
		*result = DatumGetInt16(value);
	else if (type == INT4OID)
		*result = DatumGetInt32(value);
	else if (type == INT8OID)
		*result = DatumGetInt64(value);
	else if (!is_null || (type != TEXTOID && type != UNKNOWNOID))
		ColumnTypeError(query, column, type, "integer");
	return !is_null;
}

static void
read_head(const InputQuery *query, const int *number, HeapTuple tuple, TupleDesc descriptor, TransferInput *input)
{
	int64		priority = 0;
	bool		has_priority = get_integer(query, 4, number[4], tuple, descriptor, &priority);

	add_transfer_head(input, SPI_getvalue(tuple, descriptor, number[0]),
					  get_number(query, 1, number[1], tuple, descriptor),
					  get_number(query, 2, number[2], tuple, descriptor),
					  get_number(query, 3, number[3], tuple, descriptor),
					  has_priority ? &priority : NULL);
}

static void
read_rule(const InputQuery *query, const int *number, HeapTuple tuple, TupleDesc descriptor, TransferInput *input)
{
	add_transfer_rule(input, SPI_getvalue(tuple, descriptor, number[0]),
					  SPI_getvalue(tuple, descriptor, number[1]),
					  get_number(query, 2, number[2], tuple, descriptor),
					  get_number(query, 3, number[3], tuple, descriptor));
}

/*
 * The numbers of the columns that a query has to return.
 */
static void
find_columns(const InputQuery *query, TupleDesc descriptor, int *number)
{
	for (int column = 0; column < query->columns; column++)
	{
		number[column] = SPI_fnumber(descriptor, query->column[column]);
		if (number[column] <= 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("%s must return a column %s, but returns none", query->argument, query->column[column]),
					 errhint("%s", query->hint)));
	}
}

/*
 * Runs a query and reads all its rows.
 */
static void
read_rows(const InputQuery *query, const char *sql, TransferInput *input)
{
	SPIPlanPtr	plan = SPI_prepare(sql, 0, NULL);
	Portal		portal;
	int			number[lengthof(query->column)];

	if (plan == NULL || !SPI_is_cursor_plan(plan))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be one query that returns rows, not %s", query->argument,
						quote_literal_cstr(sql)),
				 errhint("%s", query->hint)));
	portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	find_columns(query, portal->tupDesc, number);

	do
	{
		MemoryContext spi_context;

		CHECK_FOR_INTERRUPTS();
		SPI_cursor_fetch(portal, true, BATCH_SIZE);
		spi_context = MemoryContextSwitchTo(input->context);
		for (uint64 i = 0; i < SPI_processed; i++)
			query->read_row(query, number, SPI_tuptable->vals[i], SPI_tuptable->tupdesc, input);
		MemoryContextSwitchTo(spi_context);
		SPI_freetuptable(SPI_tuptable);
	} while (SPI_processed > 0);
	SPI_cursor_close(portal);
}

static const InputQuery heads_query = {
	.argument = "heads_sql",
	.columns = 5,
	.column = {"head", "budget", "need", "floor", "priority"},
	.hint = "It must return the columns head, budget, need, floor and priority, such as "
	"SELECT head, budget, need, 0 AS floor, 1 AS priority FROM ...",
	.read_row = read_head
};

static const InputQuery rules_query = {
	.argument = "rules_sql",
	.columns = 4,
	.column = {"from_head", "to_head", "max_amount", "cost"},
	.hint = "It must return the columns from_head, to_head, max_amount and cost, such as "
	"SELECT from_head, to_head, NULL AS max_amount, 0 AS cost FROM ...",
	.read_row = read_rule
};

/*
 * Adds what both queries return. What they call may change no more than a read-only transaction
 * may, which is temporary tables and sequences: SPI refuses only a command that would change
 * something itself, not a function in the query. After an error the abort of the transaction or
 * of its savepoint makes it writable again.
 */
void
read_transfer_queries(TransferInput *input, const char *heads_sql, const char *rules_sql)
{
	bool		was_read_only = XactReadOnly;

	SPI_connect();
	XactReadOnly = true;
	read_rows(&heads_query, heads_sql, input);
	read_rows(&rules_query, rules_sql, input);
	XactReadOnly = was_read_only;
	SPI_finish();
}
