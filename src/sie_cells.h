/*
 * sie_cells.h
 *
 * Sums of a SIE file, by account, objects, month and where they come from.
 */
#ifndef SOCIAL_SERVICES_SIE_CELLS_H
#define SOCIAL_SERVICES_SIE_CELLS_H

#include "sie_names.h"

/* Where an amount comes from. */
typedef enum SieSource
{
	SIE_VOUCHERS,				/* #TRANS */
	/* #PSALDO: of the whole account; with just the dimensions that are asked for; with others too; without them */
	SIE_PERIOD_WHOLE, SIE_PERIOD_EXACT, SIE_PERIOD_WIDER, SIE_PERIOD_OTHER,
	/* #PBUDGET, in the same way */
	SIE_BUDGET_WHOLE, SIE_BUDGET_EXACT, SIE_BUDGET_WIDER, SIE_BUDGET_OTHER,
	/* By the index of a year in place of a month: */
	SIE_RESULT,					/* #RES */
	SIE_OPENING,				/* #IB */
	SIE_CLOSING,				/* #UB */
	/* Sums of the above, by year */
	SIE_SUM_VOUCHERS, SIE_SUM_TOTAL, SIE_SUM_REST
} SieSource;

/* Numbers of SieName plus 1; 0 for none. A month counts from January of year 0. */
typedef struct SieKey
{
	int32		account;
	int32		unit;
	int32		head;
	int32		activity;
	int32		month;
	int32		source;
} SieKey;

/* The objects of a line of the dimensions that are asked for; NULL for those that it does not have. */
typedef struct SieObjects
{
	SieName    *unit;
	SieName    *head;
	SieName    *activity;
} SieObjects;

typedef struct SieCell
{
	SieKey		key;
	char		status;			/* for simplehash */
	int64		amount;			/* in SIE_UNITS */
} SieCell;

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			sie_cells
#define SH_ELEMENT_TYPE		SieCell
#define SH_KEY_TYPE			SieKey
#define SH_SCOPE			extern
#define SH_DECLARE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

extern bool sie_add(sie_cells_hash *cells, SieSource source, const SieName *account, const SieObjects *objects, int month, int64 amount);
extern int64 sie_sum(sie_cells_hash *cells, SieSource source, const SieName *account, int month);
extern bool sie_has(sie_cells_hash *cells, SieSource source, const SieName *account, int month);
extern Datum sie_units_to_numeric(int64 units);

#endif							/* SOCIAL_SERVICES_SIE_CELLS_H */
