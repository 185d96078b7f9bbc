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
 * those who pay back too, and no household has most of the money (disclosure.h has the rules).
 *
 * Groups only ever grow. While one may not be shown, the smallest such is taken: what
 * stands below it in the tree joins it, the smallest first; where nothing does, it joins
 * the smallest of those beside it; and where there is none, the unit above, which then
 * shows both; at the top, where there is none above, the smallest of all. One that stands
 * alone stays, and its months must not be shown.
 */
#include "unit_group.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/varlena.h"

#include "disclosure.h"

PG_FUNCTION_INFO_V1(small_unit_groups);

/* That one of few, or of those with most of the money, could be told from it. */
static bool
is_small(const Cell *cell, int64 minimum)
{
	return is_few(cell->households, minimum) || is_few(cell->supported, minimum) ||
		(cell->households == 0 && cell->total > 0) ||
		has_most(cell->total, cell->largest, cell->second);
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

/* Whether each unit has another below it that shows households. */
static bool *
find_above(const Grouping *grouping)
{
	bool	   *is_above = palloc0(grouping->units * sizeof(bool));

	for (int32 i = 0; i < grouping->units; i++)
		if (grouping->unit[i].shown_as == i && grouping->unit[i].size > 0)
			for (int32 above = grouping->unit[i].parent; above != NONE && !is_above[above]; above = grouping->unit[above].parent)
				is_above[above] = true;
	return is_above;
}

/*
 * Makes a group that may not be shown a larger one. Whether there was anything to join.
 */
static bool
enlarge(Grouping *grouping, int32 group)
{
	int32		below = NONE;
	int32		beside = NONE;
	bool	   *is_above = find_above(grouping);

	for (int32 i = 0; i < grouping->units; i++)
	{
		const Unit *unit = &grouping->unit[i];

		if (i == group || unit->shown_as != i || unit->size == 0)
			continue;
		if (is_below(grouping, i, group) && is_smaller(grouping, i, below))
			below = i;
		/* One that has others below it would show there what does not stand there. */
		else if (unit->parent == grouping->unit[group].parent && !is_above[i] && is_smaller(grouping, i, beside))
			beside = i;
	}
	pfree(is_above);
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
	/* At the top: the smallest that is left, wherever it stands. */
	if (beside == NONE)
		for (int32 i = 0; i < grouping->units; i++)
			if (i != group && grouping->unit[i].shown_as == i && grouping->unit[i].size > 0 && is_smaller(grouping, i, beside))
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

	CheckMinimum(grouping.minimum);
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
