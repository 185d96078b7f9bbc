/*
 * unit_group.h
 *
 * Units, what they pay by month, and who is shown with whom: what small_unit_groups is
 * given (unit_group_input.c) and what it makes of that (unit_group.c).
 */
#ifndef SOCIAL_SERVICES_UNIT_GROUP_H
#define SOCIAL_SERVICES_UNIT_GROUP_H

#include "social_services.h"

#include "utils/array.h"

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

static inline Cell *
get_cells(Grouping *grouping, int32 unit)
{
	return grouping->cell + (int64) unit * grouping->months;
}

extern void add_cell(Cell *cell, const Cell *other);
extern void read_units(Grouping *grouping, ArrayType *unit_array, ArrayType *parent_array, ArrayType *shown_array);
extern void read_cells(Grouping *grouping, FunctionCallInfo fcinfo, int first_argument);

#endif							/* SOCIAL_SERVICES_UNIT_GROUP_H */
