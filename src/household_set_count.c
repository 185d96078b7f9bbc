/*
 * household_set_count.c
 *
 * What is counted in a set of households and months: households, months of
 * households, and months.
 */
#include "household_set.h"

#include "miscadmin.h"

/*
 * Distinct households with at least so many months of one calendar year.
 */
int64
household_set_households(const HouseholdSet *set, int min_months)
{
	int			years;
	HouseholdYear **year = household_set_years(set, &years);
	HouseholdMonths *found = NULL;
	Size		room = 0;
	Size		count = 0;

	/* Only a household of several years could be counted twice. */
	if (years > 1)
	{
		for (int n = 0; n < years; n++)
		{
			room += year[n]->used;
			for (int i = 0; i < year[n]->runs; i++)
				room += year[n]->run[i].count;
		}
		found = household_list_allocate(CurrentMemoryContext, room);
	}

	for (int n = 0; n < years; n++)
	{
		Size		of_year;
		const HouseholdMonths *entries = household_year_entries(year[n], &of_year);

		CHECK_FOR_INTERRUPTS();
		for (Size i = 0; i < of_year; i++)
			if (count_months(entries[i].months) >= min_months)
			{
				if (found != NULL)
					found[count] = entries[i];
				count++;
			}
		household_year_free_entries(year[n], entries);
	}
	pfree(year);
	if (found != NULL)
	{
		household_list_sort(found, count);
		count = household_list_unite(found, count);
		pfree(found);
	}
	return count;
}

/*
 * Distinct pairs of household and month.
 */
int64
household_set_household_months(const HouseholdSet *set)
{
	int			years;
	HouseholdYear **year = household_set_years(set, &years);
	int64		result = 0;

	for (int n = 0; n < years; n++)
	{
		Size		count;
		const HouseholdMonths *entries = household_year_entries(year[n], &count);

		CHECK_FOR_INTERRUPTS();
		for (Size i = 0; i < count; i++)
			result += count_months(entries[i].months);
		household_year_free_entries(year[n], entries);
	}
	pfree(year);
	return result;
}

/*
 * Distinct months in which any household was seen.
 */
int64
household_set_distinct_months(const HouseholdSet *set)
{
	int			years;
	HouseholdYear **year = household_set_years(set, &years);
	int64		result = 0;

	for (int n = 0; n < years; n++)
		result += count_months(year[n]->months);
	pfree(year);
	return result;
}
