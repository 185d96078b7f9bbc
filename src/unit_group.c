/*
 * unit_group.c
 *
 * Which units are shown together, so that no month of what is shown is about a few
 * households:
 *
 *   SELECT small_unit_groups(units, parents, shown_as, ...);
 *
 * A unit's payments of a month are a cell. Each household is in one cell of a month, so
 * what cells hold adds up, and a group of units has in a month the sum of its cells. A
 * group may be shown if in every month it has no household or at least the minimum, of
 * those who pay back too, and no household has most of the money: what is left
 * of the sum without its two largest is at least a fifth of the largest (the p % rule of
 * statistical disclosure control, with p = 20, against the second largest who knows its own).
 *
 * Groups only ever grow. While one may not be shown, the smallest such is taken: what
 * stands below it in the tree joins it, the smallest first; where nothing does, it joins
 * the smallest of those beside it; and where there is none, the unit above, which then
 * shows both. One that stands alone stays, and its months must not be shown.
 */
#include "social_services.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "common/int.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/varlena.h"

#define NONE	(-1)

/* What is known of a cell or a group in a month. */
typedef struct Cell
{
	int64		households;		/* all that have payments, or pay back */
	int64		supported;		/* those who are counted as households */
	int64		total;			/* of the households' amounts without their signs */
	int64		largest;
	int64		second;
} Cell;

typedef struct Unit
{
	Datum		code;
	int32		parent;			/* NONE at the top */
	int32		shown_as;		/* itself, where it shows a group */
	int64		size;			/* of the group that it shows: household-months */
} Unit;

typedef struct Grouping
{
	int32		units;
	int32		months;
	int64		minimum;
	Unit	   *unit;
	Cell	   *cell;			/* by unit and month */
} Grouping;

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

PG_FUNCTION_INFO_V1(small_unit_groups);

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
	struct varlena *text = (struct varlena *) DatumGetPointer(code);

	return hash_bytes((const unsigned char *) VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
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

	if (slot == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s names \"%s\", which is not in units", column, TextDatumGetCString(code)),
				 errhint("Give all units of the organisation.")));
	return slot->unit;
}

static void
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

/*
 * What one cell has more, added to another.
 */
static void
add_cell(Cell *cell, const Cell *other)
{
	int64		between = Min(cell->largest, other->largest);

	cell->second = Max(between, cell->largest >= other->largest ? cell->second : other->second);
	cell->largest = Max(cell->largest, other->largest);
	if (pg_add_s64_overflow(cell->households, other->households, &cell->households) ||
		pg_add_s64_overflow(cell->supported, other->supported, &cell->supported) ||
		pg_add_s64_overflow(cell->total, other->total, &cell->total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of cells is out of range"),
				 errhint("Give totals in hundredths, below 92 233 720 368 547 758.07 in all.")));
}

static inline Cell *
get_cells(Grouping *grouping, int32 unit)
{
	return grouping->cell + (int64) unit * grouping->months;
}

static void
read_cells(Grouping *grouping, FunctionCallInfo fcinfo, int first_argument)
{
	Datum	   *column[CELL_COLUMNS];
	int			cells = 0;
	int64		months = 0;

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
			if (i == CELL_MONTH)
				months = Max(months, value);
		}
	}
	/* A calendar of 9,000 years has 108,000 months; a palloc'd array is below 2^62 bytes in any case. */
	if (months > 108000)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("cell_months must be at most 108000, not " INT64_FORMAT, months),
				 errhint("Count the months that there are payments of from 1.")));
	grouping->months = (int32) months;
	grouping->cell = MemoryContextAllocExtended(CurrentMemoryContext, Max((Size) grouping->units * months, 1) * sizeof(Cell),
												MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < cells; i++)
	{
		int32		unit = (int32) DatumGetInt64(column[CELL_UNIT][i]) - 1;
		Cell		cell = {
			.households = DatumGetInt64(column[CELL_HOUSEHOLDS][i]),
			.supported = DatumGetInt64(column[CELL_SUPPORTED][i]),
			.total = DatumGetInt64(column[CELL_TOTAL][i]),
			.largest = DatumGetInt64(column[CELL_LARGEST][i]),
			.second = DatumGetInt64(column[CELL_SECOND][i]),
		};

		CHECK_FOR_INTERRUPTS();
		unit = grouping->unit[unit].shown_as;
		add_cell(get_cells(grouping, unit) + DatumGetInt64(column[CELL_MONTH][i]) - 1, &cell);
		grouping->unit[unit].size += cell.households;
	}
}

/* That one of few, or of those with most of the money, could be told from it. */
static bool
is_small(const Cell *cell, int64 minimum)
{
	int64		others = cell->total - cell->largest - cell->second;

	return (cell->households > 0 && cell->households < minimum) ||
		(cell->supported > 0 && cell->supported < minimum) ||
		(cell->households == 0 && cell->total > 0) ||
		others < cell->largest / 5;
}

static bool
may_be_shown(Grouping *grouping, int32 unit)
{
	const Cell *cell = get_cells(grouping, unit);

	for (int32 month = 0; month < grouping->months; month++)
		if (is_small(&cell[month], grouping->minimum))
			return false;
	return true;
}

static bool
is_below(const Grouping *grouping, int32 unit, int32 above)
{
	while (unit != NONE && unit != above)
		unit = grouping->unit[unit].parent;
	return unit == above;
}

/* By size, and where that is the same by code, whatever order they came in. */
static bool
is_smaller(const Grouping *grouping, int32 unit, int32 other)
{
	const Unit *a = &grouping->unit[unit];
	const Unit *b;

	if (other == NONE)
		return true;
	b = &grouping->unit[other];
	if (a->size != b->size)
		return a->size < b->size;
	return varstr_cmp(VARDATA_ANY(DatumGetPointer(a->code)), VARSIZE_ANY_EXHDR(DatumGetPointer(a->code)),
					  VARDATA_ANY(DatumGetPointer(b->code)), VARSIZE_ANY_EXHDR(DatumGetPointer(b->code)), C_COLLATION_OID) < 0;
}

/* Has one group show another's units too. */
static void
join(Grouping *grouping, int32 joins, int32 shown_as)
{
	const Cell *from = get_cells(grouping, joins);
	Cell	   *to = get_cells(grouping, shown_as);

	for (int32 month = 0; month < grouping->months; month++)
		add_cell(&to[month], &from[month]);
	grouping->unit[shown_as].size += grouping->unit[joins].size;
	grouping->unit[joins].size = 0;
	for (int32 i = 0; i < grouping->units; i++)
		if (grouping->unit[i].shown_as == joins)
			grouping->unit[i].shown_as = shown_as;
}

/*
 * Makes a group that may not be shown a larger one. Whether there was anything to join.
 */
static bool
enlarge(Grouping *grouping, int32 group)
{
	int32		below = NONE;
	int32		beside = NONE;

	for (int32 i = 0; i < grouping->units; i++)
	{
		const Unit *unit = &grouping->unit[i];

		if (i == group || unit->shown_as != i || unit->size == 0)
			continue;
		if (is_below(grouping, i, group) && is_smaller(grouping, i, below))
			below = i;
		else if (unit->parent == grouping->unit[group].parent && is_smaller(grouping, i, beside))
		{
			/* One that has others below it would show there what does not stand there. */
			bool		has_below = false;

			for (int32 other = 0; other < grouping->units && !has_below; other++)
				has_below = other != i && grouping->unit[other].shown_as == other && grouping->unit[other].size > 0 &&
					is_below(grouping, other, i);
			if (!has_below)
				beside = i;
		}
	}
	if (below != NONE)
	{
		join(grouping, below, group);
		return true;
	}
	if (beside == NONE)
	{
		int32		above = grouping->unit[group].parent;

		/* What shows the unit above may be this group. */
		while (above != NONE && grouping->unit[above].shown_as == group)
			above = grouping->unit[above].parent;
		if (above != NONE)
			beside = grouping->unit[above].shown_as;
	}
	/* At the top: whoever is left, wherever it stands. */
	for (int32 i = 0; i < grouping->units && beside == NONE; i++)
		if (i != group && grouping->unit[i].shown_as == i && grouping->unit[i].size > 0)
			beside = i;
	if (beside == NONE)
		return false;
	join(grouping, group, beside);
	return true;
}

/*
 * small_unit_groups(units text[], parents text[], shown_as text[], cell_units bigint[],
 *                   cell_months bigint[], households bigint[], supported bigint[],
 *                   totals bigint[], largest bigint[], second_largest bigint[],
 *                   minimum bigint) -> text[]
 */
Datum
small_unit_groups(PG_FUNCTION_ARGS)
{
	Grouping	grouping = {.minimum = PG_GETARG_INT64(10)};
	bool		is_open;
	bool	   *is_own;
	Datum	   *shown_as;
	int			size;
	int			lower_bound = 1;

	if (grouping.minimum < 3)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("minimum must be at least 3, not " INT64_FORMAT, grouping.minimum),
				 errhint("Of two households each can tell the other's amount; 5 is usual.")));
	read_units(&grouping, PG_GETARG_ARRAYTYPE_P(0), PG_GETARG_ARRAYTYPE_P(1), PG_GETARG_ARRAYTYPE_P(2));
	read_cells(&grouping, fcinfo, 3);
	do
	{
		int32		smallest = NONE;

		CHECK_FOR_INTERRUPTS();
		for (int32 i = 0; i < grouping.units; i++)
			if (grouping.unit[i].shown_as == i && grouping.unit[i].size > 0 &&
				is_smaller(&grouping, i, smallest) && !may_be_shown(&grouping, i))
				smallest = i;
		is_open = smallest != NONE && enlarge(&grouping, smallest);
	} while (is_open);

	size = grouping.units;
	shown_as = palloc(Max(size, 1) * sizeof(Datum));
	is_own = palloc(Max(size, 1) * sizeof(bool));
	for (int32 i = 0; i < size; i++)
	{
		is_own[i] = grouping.unit[i].shown_as == i;
		shown_as[i] = grouping.unit[grouping.unit[i].shown_as].code;
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(shown_as, is_own, 1, &size, &lower_bound, TEXTOID, -1, false, TYPALIGN_INT));
}
