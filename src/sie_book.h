/*
 * sie_book.h
 *
 * What a SIE file says in sums: by account, object and month, and by account and year.
 */
#ifndef SIE_BOOK_H
#define SIE_BOOK_H

#include "sie_file.h"
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
	/* Sums of the above, by year or month */
	SIE_SUM_VOUCHERS, SIE_SUM_TOTAL, SIE_SUM_REST, SIE_SUM_PERIOD_PARTS, SIE_SUM_BUDGET_PARTS
} SieSource;

/* Numbers of SieName plus 1; 0 for none. A month counts from January of year 0. */
typedef struct SieKey
{
	int32		account;
	int32		unit;
	int32		head;
	int32		month;
	int32		source;
} SieKey;

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

typedef struct SieYear
{
	int			index;
	DateADT		first_day;
	DateADT		last_day;
	bool		has_vouchers;	/* amounts other than 0 of accounts of results */
	bool		has_periods;
	bool		has_result;
	int			period_faults;	/* accounts whose months do not add up to the result */
} SieYear;

#define SIE_MAX_YEARS	100
#define SIE_NO_YEAR		(-1000)

/* What an object list empty says beside others. */
typedef enum SieReading
{
	SIE_LISTS_ABSENT,			/* there are no others */
	SIE_EMPTY_IS_TOTAL,
	SIE_EMPTY_IS_REST,
	SIE_LISTS_UNDECIDED			/* the file does not tell; the standard says total */
} SieReading;

typedef enum SieRule
{
	SIE_RULE_COMPLETE, SIE_RULE_READABLE, SIE_RULE_CHECKSUM, SIE_RULE_FLAG, SIE_RULE_BALANCED, SIE_RULE_YEAR, SIE_RULE_RESULT, SIE_RULE_PERIODS,
	SIE_RULE_OPENING, SIE_RULE_OBJECTS, SIE_RULE_TYPES, SIE_RULE_DECLARED,
	SIE_RULES
} SieRule;

typedef enum SieStatus
{
	SIE_HOLDS, SIE_NOTE, SIE_FAILS
} SieStatus;

typedef struct SieFinding
{
	SieRule		rule;
	SieStatus	status;
	size_t		line;			/* 0 for none */
	const SieName *account;
	int			year;			/* SIE_NO_YEAR for none */
	bool		has_amounts;
	int64		stated;
	int64		found;
	char	   *detail;
} SieFinding;

/* So many of a rule are listed, and the rest counted. */
#define SIE_MAX_FINDINGS 1000

typedef struct SieDimension
{
	int			number;
	int			parent;			/* itself where it has none */
	SieField	title;
} SieDimension;

#define SIE_MAX_DIMENSIONS 200

typedef struct SieBook
{
	MemoryContext context;
	SieFile		file;
	SieNames   *names;
	sie_cells_hash *cells;
	sie_cells_hash *sums;

	/* What is asked for: dimensions, or SIE_ACCOUNTS for none */
	int			unit_dimension;
	int			head_dimension;

	SieYear		year[SIE_MAX_YEARS];
	int			years;
	SieDimension dimension[SIE_MAX_DIMENSIONS];
	int			dimensions;
	SieReading	period_reading;
	SieReading	budget_reading;
	bool		has_exact_periods;
	bool		has_exact_budgets;
	bool		has_loose_months;	/* balances of months that are in no year of the file */

	/* Of the head of the file; a length of 0 where it is not there */
	SieField	program;
	SieField	type;
	SieField	format;
	SieField	generated_on;
	SieField	covers_until;
	SieField	organisation_number;
	SieField	company;
	bool		is_imported;

	int64		vouchers;
	int64		transactions;
	int64		budgets;

	/* The voucher at hand */
	bool		in_voucher;
	bool		is_open;
	bool		has_date;
	int			voucher_month;
	size_t		voucher_line;
	int64		voucher_sum;
	SieField	voucher_series;
	SieField	voucher_number;

	bool		has_checksum;
	bool		is_summed;		/* between the two #KSUMMA */
	uint32		checksum;

	SieFinding *finding;
	int			findings;
	int			finding_room;
	int64		rule_count[SIE_RULES];	/* findings that are no success */
	bool		rule_fails[SIE_RULES];
	bool		rule_applies[SIE_RULES];
} SieBook;

extern SieBook *sie_read_book(bytea *bytes, int unit_dimension, int head_dimension);
extern void sie_check_book(SieBook *book);
extern SieSource sie_parts(const SieBook *book, SieSource source);
extern bool sie_is_in_total(SieBook *book, const SieCell *cell);
extern Datum sie_units_to_numeric(int64 units);
extern SieFinding *sie_find(SieBook *book, SieRule rule, SieStatus status, size_t line, const char *detail);
extern SieYear *sie_year_of_month(SieBook *book, int month);
extern SieYear *sie_year(SieBook *book, int index);
extern int64 sie_sum(sie_cells_hash *cells, SieSource source, const SieName *account, int month);
extern bool sie_has(sie_cells_hash *cells, SieSource source, const SieName *account, int month);
extern void sie_add(sie_cells_hash *cells, SieSource source, const SieName *account, const SieName *unit, const SieName *head, int month, int64 amount);
extern int	sie_is_result(const SieBook *book, const SieName *account);

#endif							/* SIE_BOOK_H */
