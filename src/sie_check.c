/*
 * sie_check.c
 *
 * Whether what a SIE file says agrees with itself:
 *
 *   SELECT * FROM sie_check(file);
 *
 * A file tells most things twice: vouchers, balances of months and results of years. What each account's parts add up to is held
 * against its whole.
 */
#include "sie_book.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(sie_check);

static const char *const rule_names[SIE_RULES] = {
	"complete", "readable", "checksum", "imported", "balanced", "year", "result", "periods", "opening", "once", "objects", "types", "declared"
};

static void check_result(SieBook *book);
static void check_opening(SieBook *book);
static void check_sum(SieBook *book);
static void check_types(SieBook *book);
static void check_declared(SieBook *book);
static SieFinding *find_difference(SieBook *book, SieRule rule, const SieName *account, int year, int64 stated, int64 found, const char *detail);

static SieFinding *
find_difference(SieBook *book, SieRule rule, const SieName *account, int year, int64 stated, int64 found, const char *detail)
{
	SieFinding *finding = sie_find(book, rule, SIE_FAILS, 0, detail);

	finding->account = account;
	finding->year = year;
	finding->has_amounts = true;
	finding->stated = stated;
	finding->found = found;
	return finding;
}

/*
 * Vouchers and months against the results of years, by account.
 */
static void
check_result(SieBook *book)
{
	const SieName *account;
	SieSource	reading = book->period_reading == SIE_EMPTY_IS_REST ? SIE_SUM_REST : SIE_SUM_TOTAL;

	for (int i = 0; i < book->years; i++)
	{
		SieYear    *year = &book->year[i];

		/* With #RES the vouchers of a year are told to be all; files of type 4I have none. Without a year's first voucher there may be its result. */
		if (year->has_vouchers && year->has_result)
		{
			book->rule_applies[SIE_RULE_RESULT] = true;
			for (int at = 0; (account = sie_next_of_result(book, &at)) != NULL;)
			{
				int64		stated = sie_sum(book->cells, SIE_RESULT, account, year->index);
				int64		found = sie_sum(book->sums, SIE_SUM_VOUCHERS, account, year->index);

				if (stated != found)
					find_difference(book, SIE_RULE_RESULT, account, year->index, stated, found, "the vouchers (#TRANS) do not add up to the result (#RES)");
			}
		}
		else if (year->has_vouchers && year->has_periods)
		{
			book->rule_applies[SIE_RULE_PERIODS] = true;
			for (int at = 0; (account = sie_next_of_result(book, &at)) != NULL;)
			{
				int64		stated = sie_sum(book->sums, reading, account, year->index);
				int64		found = sie_sum(book->sums, SIE_SUM_VOUCHERS, account, year->index);

				if (stated != found)
					find_difference(book, SIE_RULE_PERIODS, account, year->index, stated, found, "the vouchers (#TRANS) do not add up to the months (#PSALDO)");
			}
		}
		if (year->has_periods && year->has_result)
		{
			book->rule_applies[SIE_RULE_PERIODS] = true;
			year->period_faults = sie_period_faults(book, year, reading);
			for (int at = 0; (account = sie_next_of_result(book, &at)) != NULL;)
			{
				int64		stated = sie_sum(book->cells, SIE_RESULT, account, year->index);
				int64		found = sie_sum(book->sums, reading, account, year->index);

				if (stated != found)
					find_difference(book, SIE_RULE_PERIODS, account, year->index, stated, found, "the months (#PSALDO) do not add up to the result (#RES)");
			}
		}
	}
}

/*
 * What was there at the end of the year before is there at the beginning of this one.
 */
static void
check_opening(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;
	bool		has_closing = false;
	bool		has_opening = false;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
	{
		has_closing |= cell->key.source == SIE_CLOSING && cell->key.month == -1;
		has_opening |= cell->key.source == SIE_OPENING && cell->key.month == 0;
	}
	if (!has_closing || !has_opening)
		return;
	book->rule_applies[SIE_RULE_OPENING] = true;
	for (int i = 0; i < book->names->count; i++)
	{
		const SieName *account = book->names->name[i];
		int64		stated;
		int64		found;

		if (account->dimension != SIE_ACCOUNTS || sie_is_result(account) == 1)
			continue;
		stated = sie_sum(book->cells, SIE_CLOSING, account, -1);
		found = sie_sum(book->cells, SIE_OPENING, account, 0);
		if (stated != found)
			find_difference(book, SIE_RULE_OPENING, account, 0, stated, found, "the year does not open (#IB) with what the year before closed with (#UB)");
	}
}

/*
 * Results that no voucher or month tells again: with the balances of their year they come to 0, unless lines are missing, as of a file that was cut off.
 * Some programs leave the result of a year out of the balances, so it is noted alone.
 */
static void
check_sum(SieBook *book)
{
	for (int i = 0; i < book->years; i++)
	{
		const SieYear *year = &book->year[i];
		int64		balance = 0;
		bool		has_closing = false;
		SieFinding *finding;

		if (!year->has_result || year->has_vouchers || year->has_periods)
			continue;
		for (int j = 0; j < book->names->count; j++)
		{
			const SieName *account = book->names->name[j];

			if (account->dimension != SIE_ACCOUNTS)
				continue;
			has_closing |= sie_has(book->cells, SIE_CLOSING, account, year->index);
			if (pg_add_s64_overflow(balance, sie_sum(book->cells, SIE_RESULT, account, year->index), &balance) ||
				pg_add_s64_overflow(balance, sie_sum(book->cells, SIE_CLOSING, account, year->index), &balance))
				return;
		}
		if (!has_closing)
			continue;
		book->rule_applies[SIE_RULE_BALANCED] = true;
		if (balance == 0)
			continue;
		finding = sie_find(book, SIE_RULE_BALANCED, SIE_NOTE, 0, "balances (#UB) and results (#RES) of the year do not add up to 0: a part of them may be missing");
		finding->year = year->index;
		finding->has_amounts = true;
		finding->found = balance;
	}
}

/*
 * Accounts of which nothing tells whether they are of the result.
 */
static void
check_types(SieBook *book)
{
	for (int i = 0; i < book->names->count; i++)
	{
		const SieName *account = book->names->name[i];

		if (account->dimension != SIE_ACCOUNTS || !account->is_booked)
			continue;
		book->rule_applies[SIE_RULE_TYPES] = true;
		if (sie_is_result(account) < 0)
			sie_find(book, SIE_RULE_TYPES, SIE_FAILS, account->first_line,
					 "neither #KTYP nor its first digit tells whether the account is of the result")->account = account;
	}
}

/*
 * Accounts and objects that have amounts and are not declared. They count all the same.
 */
static void
check_declared(SieBook *book)
{
	for (int i = 0; i < book->names->count; i++)
	{
		const SieName *name = book->names->name[i];
		SieFinding *finding;

		if (!name->is_booked)
			continue;
		book->rule_applies[SIE_RULE_DECLARED] = true;
		if (name->is_declared)
			continue;
		finding = sie_find(book, SIE_RULE_DECLARED, SIE_NOTE, name->first_line,
						   name->dimension == SIE_ACCOUNTS ? "the account is not declared (#KONTO); it is named by its number"
						   : psprintf("object %s of dimension %d is not declared (#OBJEKT); it is named by its code", sie_shown(&book->file, &name->code), name->dimension));
		if (name->dimension == SIE_ACCOUNTS)
			finding->account = name;
	}
}

/*
 * Notes all that does not agree, and decides what an empty object list means.
 */
void
sie_check_book(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_decide_readings(book);
	check_result(book);
	check_opening(book);
	check_sum(book);
	check_types(book);
	check_declared(book);

	/* Vouchers of a year that the file does not say that it has. */
	if (book->years > 0)
	{
		sie_cells_start_iterate(book->cells, &iterator);
		while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
			if (cell->key.source == SIE_VOUCHERS)
			{
				SieYear    *year = sie_year_of_month(book, cell->key.month);

				book->rule_applies[SIE_RULE_YEAR] = true;
				if (year == NULL)
				{
					SieFinding *finding = sie_find(book, SIE_RULE_YEAR, SIE_FAILS, 0,
												   psprintf("there are vouchers of %04d-%02d, which is in no year of the file (#RAR)", cell->key.month / 12, cell->key.month % 12 + 1));

					finding->account = book->names->name[cell->key.account - 1];
					finding->has_amounts = true;
					finding->found = cell->amount;
				}
			}
	}

	if (book->period_reading != SIE_LISTS_ABSENT && book->period_reading != SIE_LISTS_UNDECIDED)
		sie_find(book, SIE_RULE_OBJECTS, SIE_HOLDS, 0, book->period_reading == SIE_EMPTY_IS_REST
				 ? "months (#PSALDO): an empty object list is the rest beside the objects, by which they add up to #RES"
				 : "months (#PSALDO): an empty object list is the whole account, by which they add up to #RES");
	if (book->period_reading == SIE_LISTS_UNDECIDED)
		sie_find(book, SIE_RULE_OBJECTS, SIE_FAILS, 0, "months (#PSALDO): no #RES tells whether an empty object list is the whole account or the rest beside its objects");
	if (book->budget_reading == SIE_LISTS_UNDECIDED)
		sie_find(book, SIE_RULE_OBJECTS, SIE_FAILS, 0, "budgets (#PBUDGET): no #RES tells whether an empty object list is the whole account or the rest beside its objects");
}

/*
 * sie_check(file bytea) -> setof (rule text, status text, line integer, account text, year integer, stated numeric, counted numeric, detail text)
 */
Datum
sie_check(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	static const char *const status_names[] = {"holds", "note", "fails"};
	SieBook    *book;

	InitMaterializedSRF(fcinfo, 0);
	book = sie_read_book(PG_GETARG_BYTEA_PP(0), 1, SIE_ACCOUNTS, SIE_ACCOUNTS);
	sie_check_book(book);
	for (int rule = 0; rule < SIE_RULES; rule++)
		if (book->rule_applies[rule] && book->rule_count[rule] == 0 && rule != SIE_RULE_OBJECTS)
			sie_find(book, rule, SIE_HOLDS, 0, "");
		else if (book->rule_count[rule] > SIE_MAX_FINDINGS)
		{
			int64		all = book->rule_count[rule];

			book->rule_count[rule] = 0;
			sie_find(book, rule, book->rule_fails[rule] ? SIE_FAILS : SIE_NOTE, 0,
					 psprintf("and " INT64_FORMAT " more", all - SIE_MAX_FINDINGS));
		}
	/* By rule, and within it as they were found. */
	for (int rule = 0; rule < SIE_RULES; rule++)
		for (int i = 0; i < book->findings; i++)
		{
			const SieFinding *finding = &book->finding[i];
			Datum		values[8];
			bool		nulls[8] = {false};

			if ((int) finding->rule != rule)
				continue;
			values[0] = CStringGetTextDatum(rule_names[rule]);
			values[1] = CStringGetTextDatum(status_names[finding->status]);
			values[2] = Int32GetDatum((int32) finding->line);
			nulls[2] = finding->line == 0;
			nulls[3] = finding->account == NULL;
			values[3] = nulls[3] ? (Datum) 0 : sie_text(&book->file, &finding->account->code);
			values[4] = Int32GetDatum(finding->year);
			nulls[4] = finding->year == SIE_NO_YEAR;
			nulls[5] = nulls[6] = !finding->has_amounts;
			values[5] = nulls[5] ? (Datum) 0 : sie_units_to_numeric(finding->stated);
			values[6] = nulls[6] ? (Datum) 0 : sie_units_to_numeric(finding->found);
			values[7] = CStringGetTextDatum(finding->detail);
			nulls[7] = finding->detail[0] == '\0';
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	return (Datum) 0;
}
