/*
 * fiscal_year.h
 *
 * Years that begin in any month. fiscal_year.c tells how they are named.
 */
#ifndef SOCIAL_SERVICES_FISCAL_YEAR_H
#define SOCIAL_SERVICES_FISCAL_YEAR_H

#include "social_services.h"

extern int	GetFirstMonth(FunctionCallInfo fcinfo, int argument);

/*
 * Months counted through all years, 12 for each fiscal year, from the first month of year 0 on: so that a
 * month's year is the number divided by 12, and its place in the year what is left.
 *
 * The calendar by multiplication instead of tables and loops, for it is asked of every booking: Neri and
 * Schneider, Euclidean affine functions and their application to calendar algorithms, Software: Practice and
 * Experience 53 (2023). Years begin in March there, so that a leap day is the last of its year; day 0 is 1 March of
 * 4801 BC, before all dates.
 */
static inline int32
fiscal_month_number(DateADT day, int first_month)
{
	uint64		of_all = 4 * ((uint64) ((int64) day - 60 + 17 * INT64CONST(146097))) + 3;
	uint32		century = (uint32) (of_all / 146097);
	uint32		of_century = ((uint32) (of_all % 146097)) | 3;
	uint64		product = UINT64CONST(2939745) * of_century;
	uint32		day_of_year = ((uint32) product) / 2939745 / 4;
	int32		year = (int32) (100 * century + (uint32) (product >> 32)) - 4800;
	int32		month = (int32) ((2141 * day_of_year + 197913) >> 16);

	/* March is 3, February 14. */
	return 12 * year + month - first_month + (first_month > 1 ? 12 : 0);
}

extern int	fiscal_month_of(DateADT day, int first_month, int *fiscal_year);
extern int	fiscal_year_of(DateADT day, int first_month);
extern DateADT first_day_of_month_number(int number, int first_month);

#endif							/* SOCIAL_SERVICES_FISCAL_YEAR_H */
