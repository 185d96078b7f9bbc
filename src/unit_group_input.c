/*
 * unit_group_input.c
 *
 * What small_unit_groups is given: arrays of units, and arrays of cells.
 */
#include "unit_group.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "common/int.h"
#include "lib/qunique.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/* For each column of cells, its values. */
enum
{
	CELL_UNIT,
	CELL_MONTH,
	CELL_HOUSEHOLDS,
	CELL_SUPPORTED,
	CELL_TOTAL,
	CELL_LARGEST,
	CELL_SECOND,
	CELL_COLUMNS
};

static const char *const cell_column[CELL_COLUMNS] = {
	"cell_units", "cell_months", "households", "supported", "totals", "largest", "second_largest"
};

/*
 * The values of an array of one dimension. nulls is NULL where none may be NULL.
 */
static Datum *
get_values(ArrayType *array, const char *name, bool **nulls, int *count)
{
	Oid			type = ARR_ELEMTYPE(array);
	Datum	   *values;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have one dimension, not %d", name, ARR_NDIM(array)),
				 errhint("Give a value for each unit, or each cell, in the same order.")));
	if (nulls == NULL && array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain NULL", name),
				 errhint("Leave out units and months without payments.")));
	deconstruct_array(array, type, type == TEXTOID ? -1 : 8, type != TEXTOID,
					  type == TEXTOID ? TYPALIGN_INT : TYPALIGN_DOUBLE, &values, nulls, count);
	return values;
}

static void
check_count(const char *name, int count, const char *of, int expected)
{
	if (count != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have as many values as %s, %d, not %d", name, of, expected, count),
				 errhint("Give a value for each, in the same order.")));
}

typedef struct CodeSlot
{
	Datum		code;
	int32		unit;
	char		status;			/* for simplehash */
} CodeSlot;

static inline uint32
hash_code(Datum code)
{
	struct varlena *bytes = (struct varlena *) DatumGetPointer(code);

	return hash_bytes((const unsigned char *) VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

static inline bool
is_same_code(Datum a, Datum b)
{
	struct varlena *x = (struct varlena *) DatumGetPointer(a);
	struct varlena *y = (struct varlena *) DatumGetPointer(b);

	return VARSIZE_ANY_EXHDR(x) == VARSIZE_ANY_EXHDR(y) &&
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) == 0;
}

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			codes
#define SH_ELEMENT_TYPE		CodeSlot
#define SH_KEY_TYPE			Datum
#define SH_KEY				code
#define SH_HASH_KEY(tb, key)	hash_code(key)
#define SH_EQUAL(tb, a, b)	is_same_code(a, b)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

/*
 * The number of the unit with a code, or an error that names the column it stands in.
 */
static int32
find_unit(struct codes_hash *codes, Datum code, const char *column)
{
	CodeSlot   *slot = codes_lookup(codes, code);

	if (slot != NULL)
		return slot->unit;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s names \"%s\", which is not in units", column, TextDatumGetCString(code)),
			 errhint("Give all units of the organisation.")));
	return NONE;				/* not reached */
}

void
read_units(Grouping *grouping, ArrayType *unit_array, ArrayType *parent_array, ArrayType *shown_array)
{
	int			count;
	bool	   *no_parent;
	bool	   *is_own;
	Datum	   *code = get_values(unit_array, "units", NULL, &grouping->units);
	Datum	   *parent = get_values(parent_array, "parents", &no_parent, &count);
	Datum	   *shown;
	struct codes_hash *codes = codes_create(CurrentMemoryContext, 64, NULL);

	check_count("parents", count, "units", grouping->units);
	shown = get_values(shown_array, "shown_as", &is_own, &count);
	check_count("shown_as", count, "units", grouping->units);
	grouping->unit = palloc0(Max(grouping->units, 1) * sizeof(Unit));
	for (int32 i = 0; i < grouping->units; i++)
	{
		bool		found;
		CodeSlot   *slot = codes_insert(codes, code[i], &found);

		if (found)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("units has \"%s\" twice", TextDatumGetCString(code[i])),
					 errhint("Call it for one organisation at a time.")));
		slot->unit = i;
		grouping->unit[i].code = code[i];
	}
	for (int32 i = 0; i < grouping->units; i++)
	{
		grouping->unit[i].parent = no_parent[i] ? NONE : find_unit(codes, parent[i], "parents");
		grouping->unit[i].shown_as = is_own[i] ? i : find_unit(codes, shown[i], "shown_as");
	}
	for (int32 i = 0; i < grouping->units; i++)
	{
		const Unit *unit = &grouping->unit[i];
		int32		steps = 0;

		CHECK_FOR_INTERRUPTS();
		if (grouping->unit[unit->shown_as].shown_as != unit->shown_as)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s\" is shown as \"%s\", which is itself shown as another",
							TextDatumGetCString(unit->code), TextDatumGetCString(grouping->unit[unit->shown_as].code)),
					 errhint("Name the unit that shows the whole group.")));
		for (int32 above = unit->parent; above != NONE; above = grouping->unit[above].parent)
			if (++steps > grouping->units)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("\"%s\" stands above itself", TextDatumGetCString(unit->code)),
						 errhint("parents must be those of a tree.")));
	}
}

static void
add_up(int64 *sum, int64 more)
{
	if (pg_add_s64_overflow(*sum, more, sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of cells is out of range"),
				 errhint("Give totals in hundredths, below 92 233 720 368 547 758.07 in all.")));
}

/*
 * What one cell has more, added to another.
 */
void
add_cell(Cell *cell, const Cell *other)
{
	int64		between = Min(cell->largest, other->largest);

	cell->second = Max(between, cell->largest >= other->largest ? cell->second : other->second);
	cell->largest = Max(cell->largest, other->largest);
	add_up(&cell->households, other->households);
	add_up(&cell->supported, other->supported);
	add_up(&cell->total, other->total);
}

static int
compare_months(const void *a, const void *b)
{
	int64		first = *(const int64 *) a;
	int64		second = *(const int64 *) b;

	return (first > second) - (first < second);
}

/* The months that there are cells of, in order: what number a month has is the caller's. */
static int64 *
find_months(const Datum *value, int cells, int32 *count)
{
	int64	   *month = palloc(Max(cells, 1) * sizeof(int64));

	for (int i = 0; i < cells; i++)
		month[i] = DatumGetInt64(value[i]);
	qsort(month, cells, sizeof(int64), compare_months);
	*count = (int32) qunique(month, cells, sizeof(int64), compare_months);
	return month;
}

void
read_cells(Grouping *grouping, FunctionCallInfo fcinfo, int first_argument)
{
	Datum	   *column[CELL_COLUMNS];
	int64	   *months;
	int			cells = 0;
	int64		household_months = 0;

	for (int i = 0; i < CELL_COLUMNS; i++)
	{
		int			count;

		column[i] = get_values(PG_GETARG_ARRAYTYPE_P(first_argument + i), cell_column[i], NULL, &count);
		if (i == 0)
			cells = count;
		else
			check_count(cell_column[i], count, cell_column[0], cells);
		for (int cell = 0; cell < cells; cell++)
		{
			int64		value = DatumGetInt64(column[i][cell]);

			if (value < (i <= CELL_MONTH ? 1 : 0))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("%s must be at least %d, not " INT64_FORMAT, cell_column[i], i <= CELL_MONTH ? 1 : 0, value),
						 errhint("Units and months are counted from 1; amounts are given without their signs.")));
			if (i == CELL_UNIT && value > grouping->units)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("%s must be at most the number of units, %d, not " INT64_FORMAT, cell_column[i], grouping->units, value),
						 errhint("It is the place of the unit in units.")));
		}
	}
	months = find_months(column[CELL_MONTH], cells, &grouping->months);
	grouping->cell = MemoryContextAllocExtended(CurrentMemoryContext, Max((Size) grouping->units * grouping->months, 1) * sizeof(Cell),
												MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < cells; i++)
	{
		int32		unit = (int32) DatumGetInt64(column[CELL_UNIT][i]) - 1;
		int64		month = DatumGetInt64(column[CELL_MONTH][i]);
		const int64 *place = bsearch(&month, months, grouping->months, sizeof(int64), compare_months);
		Cell		cell = {
			.households = DatumGetInt64(column[CELL_HOUSEHOLDS][i]),
			.supported = DatumGetInt64(column[CELL_SUPPORTED][i]),
			.total = DatumGetInt64(column[CELL_TOTAL][i]),
			.largest = DatumGetInt64(column[CELL_LARGEST][i]),
			.second = DatumGetInt64(column[CELL_SECOND][i]),
		};

		CHECK_FOR_INTERRUPTS();
		unit = grouping->unit[unit].shown_as;
		add_cell(get_cells(grouping, unit) + (place - months), &cell);
		/* No group has more than all together. */
		add_up(&household_months, cell.households);
		grouping->unit[unit].size += cell.households;
	}
}
