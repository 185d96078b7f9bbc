/*
 * transfer_array.c
 *
 * Reads the heads and the rules of a plan of transfers from arrays, one for each of
 * their columns.
 */
#include "transfer_input.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

typedef struct Column
{
	const char *name;
	Oid			type;
	int			count;
	Datum	   *value;
	bool	   *is_null;
} Column;

enum
{
	HEAD,
	BUDGET,
	NEED,
	FLOOR,
	PRIORITY,
	FROM_HEAD,
	TO_HEAD,
	MAX_AMOUNT,
	COST,
	COLUMNS
};

/*
 * The elements of one array; NULL is as good as an array without any.
 */
static void
read_column(FunctionCallInfo fcinfo, int argument, Column *column)
{
	ArrayType  *array;

	if (PG_ARGISNULL(argument))
		return;
	array = PG_GETARG_ARRAYTYPE_P(argument);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have one dimension, not %d", column->name, ARR_NDIM(array)),
				 errhint("Make it with array_agg.")));
	if (column->type == INT4OID)
		deconstruct_array(array, INT4OID, sizeof(int32), true, TYPALIGN_INT,
						  &column->value, &column->is_null, &column->count);
	else
		deconstruct_array(array, column->type, -1, false, TYPALIGN_INT,
						  &column->value, &column->is_null, &column->count);
}

static void
CheckSameLength(const Column *first, const Column *other)
{
	if (first->count != other->count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s and %s must have as many elements, but have %d and %d",
						first->name, other->name, first->count, other->count),
				 errhint("Make both with array_agg over the same rows in the same order.")));
}

static char *
get_name(const Column *column, int i)
{
	return column->is_null[i] ? NULL : TextDatumGetCString(column->value[i]);
}

static Numeric
get_number(const Column *column, int i)
{
	return column->is_null[i] ? NULL : DatumGetNumeric(column->value[i]);
}

/*
 * Adds what the arguments of transfer_plan hold.
 */
void
read_transfer_arrays(TransferInput *input, FunctionCallInfo fcinfo)
{
	Column		column[COLUMNS] = {
		[HEAD] = {.name = "heads", .type = TEXTOID},
		[BUDGET] = {.name = "budgets", .type = NUMERICOID},
		[NEED] = {.name = "needs", .type = NUMERICOID},
		[FLOOR] = {.name = "floors", .type = NUMERICOID},
		[PRIORITY] = {.name = "priorities", .type = INT4OID},
		[FROM_HEAD] = {.name = "givers", .type = TEXTOID},
		[TO_HEAD] = {.name = "takers", .type = TEXTOID},
		[MAX_AMOUNT] = {.name = "max_amounts", .type = NUMERICOID},
		[COST] = {.name = "costs", .type = NUMERICOID}
	};
	MemoryContext caller = MemoryContextSwitchTo(input->context);

	for (int i = 0; i < COLUMNS; i++)
	{
		read_column(fcinfo, i, &column[i]);
		CheckSameLength(&column[i < FROM_HEAD ? HEAD : FROM_HEAD], &column[i]);
	}
	for (int i = 0; i < column[HEAD].count; i++)
	{
		int64		priority = DatumGetInt32(column[PRIORITY].value[i]);

		add_transfer_head(input, get_name(&column[HEAD], i), get_number(&column[BUDGET], i),
						  get_number(&column[NEED], i), get_number(&column[FLOOR], i),
						  column[PRIORITY].is_null[i] ? NULL : &priority);
	}
	for (int i = 0; i < column[FROM_HEAD].count; i++)
		add_transfer_rule(input, get_name(&column[FROM_HEAD], i), get_name(&column[TO_HEAD], i),
						  get_number(&column[MAX_AMOUNT], i), get_number(&column[COST], i));
	MemoryContextSwitchTo(caller);
}
