/*
 * sie_book.h
 *
 * What a SIE file says in sums: by account, object and month, and by account and year.
 */
#ifndef SOCIAL_SERVICES_SIE_BOOK_H
#define SOCIAL_SERVICES_SIE_BOOK_H

#include "sie_cells.h"
#include "sie_file.h"

#include "utils/hsearch.h"

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
	SIE_RULE_OPENING, SIE_RULE_ONCE, SIE_RULE_OBJECTS, SIE_RULE_TYPES, SIE_RULE_DECLARED,
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
	int			activity_dimension;

	SieYear		year[SIE_MAX_YEARS];
	int			years;
	SieDimension dimension[SIE_MAX_DIMENSIONS];
	int			dimensions;
	SieReading	period_reading;
	SieReading	budget_reading;
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
	uint64		voucher_hash;
	SieField	voucher_series;
	SieField	voucher_number;

	HTAB	   *by_content;		/* the vouchers so far */

	bool		is_summed;		/* between the two #KSUMMA */
	uint32		checksum;

	SieFinding *finding;
	int			findings;
	int			finding_room;
	int64		rule_count[SIE_RULES];	/* findings that are no success */
	bool		rule_fails[SIE_RULES];
	bool		rule_applies[SIE_RULES];
} SieBook;

/* sie_book.c */
extern SieBook *sie_read_book(bytea *bytes, int unit_dimension, int head_dimension, int activity_dimension);
extern SieFinding *sie_find(SieBook *book, SieRule rule, SieStatus status, size_t line, const char *detail);
extern SieYear *sie_year_of_month(SieBook *book, int month);
extern SieYear *sie_year(SieBook *book, int index);
extern int	sie_is_result(const SieName *account);
extern const SieName *sie_next_of_result(const SieBook *book, int *at);
extern void sie_unreadable(SieBook *book, const char *detail);

/* sie_bookings.c */
extern void sie_read_voucher(SieBook *book);
extern void sie_end_voucher(SieBook *book);
extern void sie_read_transaction(SieBook *book);
extern void sie_read_balance(SieBook *book);

/* sie_checksum.c */
extern void sie_add_to_checksum(SieBook *book);
extern void sie_read_checksum(SieBook *book);

/* sie_reading.c */
extern void sie_decide_readings(SieBook *book);
extern int	sie_period_faults(SieBook *book, const SieYear *year, SieSource source);
extern SieSource sie_parts(SieBook *book, SieSource whole, const SieName *account, int month);
extern bool sie_is_in_total(SieBook *book, const SieCell *cell);

/* sie_check.c */
extern void sie_check_book(SieBook *book);

#endif							/* SOCIAL_SERVICES_SIE_BOOK_H */
