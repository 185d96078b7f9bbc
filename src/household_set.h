/*
 * household_set.h
 *
 * Which households got support in which months: what every aggregate keeps that
 * takes a household and a month. household_set.c says how it works.
 */
#ifndef SOCIAL_SERVICES_HOUSEHOLD_SET_H
#define SOCIAL_SERVICES_HOUSEHOLD_SET_H

#include "household_list.h"

#include "port/pg_bitutils.h"

/* Distinct households in order. */
typedef struct HouseholdRun
{
	HouseholdMonths *entries;
	Size		count;
} HouseholdRun;

/*
 * A calendar year. Its entries are distinct households in order, then those that
 * came since, as they came. There is room for as many again as were distinct
 * when room was last made, so memory follows the distinct household-years: 16
 * to 32 bytes for each, and twice that while room is made. A group's first
 * household takes some 400 bytes, the first of another year some 200.
 */
typedef struct HouseholdYear
{
	int32		year;			/* 0 is 1 BC */
	uint16		months;			/* all months in which any household was seen */
	Size		in_order;
	Size		used;
	Size		capacity;
	HouseholdMonths *entries;
	int			runs;			/* lists that came as such, beside the entries, each at least twice
								 * as long as the next */
	HouseholdRun *run;			/* NULL before the first */
	int64		sent_set;		/* the last set that was read back and had this year, as
								 * HouseholdSet counts them */
} HouseholdYear;

/* Lies in the aggregate's state; what it points to, in the context it was made with. */
typedef struct HouseholdSet
{
	MemoryContext context;
	struct years_hash *years;

	/* The month of the last row: the next is usually of the same. */
	DateADT		month_begin;
	DateADT		month_end;		/* the day after its last */
	uint16		month_bit;
	HouseholdYear *month_year;

	int64		sent_sets;		/* how many sets that were read back are merged into this one */

	/* A set that was read back, still in serialized form: see household_set_recv. */
	StringInfoData packed;
} HouseholdSet;

extern void household_set_init(HouseholdSet *set, MemoryContext context);
extern void household_set_enter_month(HouseholdSet *set, DateADT date);
extern void household_set_make_room(HouseholdSet *set, HouseholdYear *year);
extern void household_set_combine(HouseholdSet *set, const HouseholdSet *other);
extern void household_set_send(StringInfo buf, const HouseholdSet *set);
extern void household_set_recv(StringInfo buf, HouseholdSet *set);
extern int64 household_set_households(const HouseholdSet *set, int min_months);
extern int64 household_set_household_months(const HouseholdSet *set);
extern int64 household_set_distinct_months(const HouseholdSet *set);
extern void household_set_add_list(HouseholdSet *set, int32 year, uint16 seen, HouseholdMonths *entries, Size count);
extern HouseholdYear **household_set_years(const HouseholdSet *set, int *count);
extern const HouseholdMonths *household_year_entries(const HouseholdYear *year, Size *count);
extern void household_year_free_entries(const HouseholdYear *year, const HouseholdMonths *entries);

/*
 * How many months are among the bits of a year.
 */
static inline int
count_months(uint16 bits)
{
	return pg_number_of_ones[bits & 0xFF] + pg_number_of_ones[bits >> BITS_PER_BYTE];
}

/*
 * Adds a household in the month of a date.
 */
static inline void
household_set_add(HouseholdSet *set, int64 household, DateADT date)
{
	HouseholdYear *year;

	if (unlikely(date < set->month_begin || date >= set->month_end))
		household_set_enter_month(set, date);
	year = set->month_year;

	/* A household's payments often stand together. */
	if (year->used > 0 && year->entries[year->used - 1].household == (uint64) household)
	{
		year->entries[year->used - 1].months |= set->month_bit;
		return;
	}
	if (unlikely(year->used == year->capacity))
		household_set_make_room(set, year);
	year->entries[year->used].household = (uint64) household;
	year->entries[year->used].months = set->month_bit;
	year->used++;
}

#endif							/* SOCIAL_SERVICES_HOUSEHOLD_SET_H */
