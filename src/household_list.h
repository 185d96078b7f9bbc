/*
 * household_list.h
 *
 * Lists of households with the months of a calendar year, and how two of them
 * become one.
 */
#ifndef SOCIAL_SERVICES_HOUSEHOLD_LIST_H
#define SOCIAL_SERVICES_HOUSEHOLD_LIST_H

#include "social_services.h"

#include "port/pg_bswap.h"

#define ALL_MONTHS	0x0FFF

/* Of the gigabyte that a message may have, for all that is not households. */
#define MESSAGE_OVERHEAD	4096

/* Months of one calendar year in which a household was seen. */
typedef struct HouseholdMonths
{
	uint64		household;		/* a bigint's bits */
	uint16		months;			/* bit 0 is January */
} HouseholdMonths;

/*
 * A number in memory with its lowest byte first, and back.
 */
static inline uint64
household_list_lowest_first(uint64 number)
{
#ifdef WORDS_BIGENDIAN
	return pg_bswap64(number);
#else
	return number;
#endif
}

extern Size household_list_bytes(Size count);
extern HouseholdMonths *household_list_allocate(MemoryContext context, Size count);
extern void household_list_sort(HouseholdMonths *entries, Size count);
extern Size household_list_unite(HouseholdMonths *entries, Size count);
extern Size household_list_merge(const HouseholdMonths *a, Size a_count,
								 const HouseholdMonths *b, Size b_count,
								 HouseholdMonths *result);
extern void household_list_send(StringInfo buf, const HouseholdMonths *entries, Size count);
extern HouseholdMonths *household_list_recv(StringInfo buf, Size *count);

#endif							/* SOCIAL_SERVICES_HOUSEHOLD_LIST_H */
