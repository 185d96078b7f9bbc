/*
 * sie_check.c
 *
 * Whether what a SIE file says agrees with itself:
 *
 *   SELECT * FROM sie_check(file);
 *
 * A file tells most things twice: vouchers, balances of months and results of years. What each account's parts add up to is held
 * against its whole. That also tells what an empty object list means: the whole account, as the standard has it, or what is left
 * of it beside its objects, as some programs do; whichever adds up to the results.
 */
#include "sie_book.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(sie_check);

static const char *const rule_names[SIE_RULES] = {
	"complete", "readable", "checksum", "imported", "balanced", "year", "result", "periods", "opening", "objects", "types", "declared"
};

static void sum_parts(SieBook *book);
static void sum_by_year(SieBook *book);
static int	compare_periods(SieBook *book, const SieYear *year, SieSource source, bool is_told);
static void decide_period_reading(SieBook *book);
static void decide_budget_reading(SieBook *book);
static void check_result(SieBook *book);
static void check_opening(SieBook *book);
static void check_types(SieBook *book);
static void check_declared(SieBook *book);
static SieFinding *find_difference(SieBook *book, SieRule rule, const SieName *account, int year, int64 stated, int64 found, const char *detail);

/*
 * The next account of the result, or NULL: for (at = 0; (account = next_account(book, &at)) != NULL; )
 */
static const SieName *
next_account(const SieBook *book, int *at)
{
	while (*at < book->names->count)
	{
		const SieName *name = book->names->name[(*at)++];

		if (name->dimension == SIE_ACCOUNTS && sie_is_result(book, name) == 1)
			return name;
	}
	return NULL;
}

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
 * Which object lists divide an account, of balances or of budgets: those with just the dimensions that are asked for, or where the file has none
 * of these, those with others too.
 */
SieSource
sie_parts(const SieBook *book, SieSource source)
{
	if (source >= SIE_BUDGET_WHOLE)
		return book->has_exact_budgets ? SIE_BUDGET_EXACT : SIE_BUDGET_WIDER;
	return book->has_exact_periods ? SIE_PERIOD_EXACT : SIE_PERIOD_WIDER;
}

/*
 * Whether an amount of a month counts where an empty list is the whole account. An account may have objects alone; and other lists
 * divide the same whole by something else.
 */
bool
sie_is_in_total(SieBook *book, const SieCell *cell)
{
	const SieName *account = book->names->name[cell->key.account - 1];
	bool		is_budget = cell->key.source >= SIE_BUDGET_WHOLE;
	SieSource	whole = is_budget ? SIE_BUDGET_WHOLE : SIE_PERIOD_WHOLE;

	if ((SieSource) cell->key.source == whole)
		return true;
	if (sie_has(book->cells, whole, account, cell->key.month))
		return false;
	return (SieSource) cell->key.source == sie_parts(book, cell->key.source) ||
		!sie_has(book->sums, is_budget ? SIE_SUM_BUDGET_PARTS : SIE_SUM_PERIOD_PARTS, account, cell->key.month);
}

/*
 * What the objects of an account come to in a month.
 */
static void
sum_parts(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
		if (cell->key.source > SIE_VOUCHERS && cell->key.source <= SIE_BUDGET_OTHER &&
			(SieSource) cell->key.source == sie_parts(book, cell->key.source))
			sie_add(book->sums, cell->key.source >= SIE_BUDGET_WHOLE ? SIE_SUM_BUDGET_PARTS : SIE_SUM_PERIOD_PARTS,
					book->names->name[cell->key.account - 1], NULL, NULL, cell->key.month, cell->amount);
}

/*
 * Sums of accounts by year: of vouchers, and of months in either reading of an empty list.
 */
static void
sum_by_year(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
	{
		const SieName *account = book->names->name[cell->key.account - 1];
		SieSource	source = cell->key.source;
		SieYear    *year;
		int			index;

		CHECK_FOR_INTERRUPTS();
		if (source == SIE_RESULT)
		{
			year = sie_year(book, cell->key.month);
			if (year != NULL)
				year->has_result = true;
			continue;
		}
		/* Of those that nothing tells of, what they have is told where it is left out. */
		if (source > SIE_PERIOD_OTHER || sie_is_result(book, account) == 0)
			continue;
		year = sie_year_of_month(book, cell->key.month);
		index = year == NULL ? SIE_NO_YEAR : year->index;
		if (year == NULL && cell->amount != 0 && source != SIE_VOUCHERS)
			book->has_loose_months = true;
		if (year != NULL && cell->amount != 0)
		{
			if (source == SIE_VOUCHERS)
				year->has_vouchers = true;
			else
				year->has_periods = true;
		}
		if (source == SIE_VOUCHERS)
		{
			sie_add(book->sums, SIE_SUM_VOUCHERS, account, NULL, NULL, index, cell->amount);
			continue;
		}
		sie_add(book->sums, SIE_SUM_REST, account, NULL, NULL, index, cell->amount);
		if (sie_is_in_total(book, cell))
			sie_add(book->sums, SIE_SUM_TOTAL, account, NULL, NULL, index, cell->amount);
	}
}

/*
 * How many accounts' months do not add up to the result of a year.
 */
static int
compare_periods(SieBook *book, const SieYear *year, SieSource source, bool is_told)
{
	const SieName *account;
	int			differences = 0;

	for (int at = 0; (account = next_account(book, &at)) != NULL;)
	{
		int64		stated = sie_sum(book->cells, SIE_RESULT, account, year->index);
		int64		found = sie_sum(book->sums, source, account, year->index);

		if (stated == found)
			continue;
		differences++;
		if (is_told)
			find_difference(book, SIE_RULE_PERIODS, account, year->index, stated, found, "the months (#PSALDO) do not add up to the result (#RES)");
	}
	return differences;
}

/*
 * By the years that have both: the reading in which fewer accounts are off.
 */
static void
decide_period_reading(SieBook *book)
{
	bool		has_lists = false;
	int			as_total = 0;
	int			as_rest = 0;
	int			years = 0;
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
		if (cell->key.source >= SIE_PERIOD_EXACT && cell->key.source <= SIE_PERIOD_OTHER && cell->amount != 0)
			has_lists = true;
	if (!has_lists)
		return;
	for (int i = 0; i < book->years; i++)
		if (book->year[i].has_periods && book->year[i].has_result)
		{
			years++;
			as_total += compare_periods(book, &book->year[i], SIE_SUM_TOTAL, false);
			as_rest += compare_periods(book, &book->year[i], SIE_SUM_REST, false);
		}
	/* Where both add up, the objects come to nothing. */
	book->period_reading = years == 0 || (as_total == as_rest && as_total > 0) ? SIE_LISTS_UNDECIDED
		: as_rest < as_total ? SIE_EMPTY_IS_REST : SIE_EMPTY_IS_TOTAL;
}

/*
 * As in the balances, which the same program wrote; or where every empty list of a budget says what its objects add up to.
 */
static void
decide_budget_reading(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;
	bool		has_lists = false;
	int64		different = 0;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
		if (cell->key.source >= SIE_BUDGET_EXACT && cell->key.source <= SIE_BUDGET_OTHER)
			has_lists = true;
	if (!has_lists)
		return;
	book->budget_reading = book->period_reading;
	if (book->budget_reading == SIE_EMPTY_IS_TOTAL || book->budget_reading == SIE_EMPTY_IS_REST)
		return;
	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
		if (cell->key.source == SIE_BUDGET_WHOLE && sie_has(book->sums, SIE_SUM_BUDGET_PARTS, book->names->name[cell->key.account - 1], cell->key.month))
		{
			different += sie_sum(book->sums, SIE_SUM_BUDGET_PARTS, book->names->name[cell->key.account - 1], cell->key.month) != cell->amount;
		}
	/* Without any month that has both there is nothing to read in two ways. */
	book->budget_reading = different == 0 ? SIE_EMPTY_IS_TOTAL : SIE_LISTS_UNDECIDED;
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
			for (int at = 0; (account = next_account(book, &at)) != NULL;)
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
			for (int at = 0; (account = next_account(book, &at)) != NULL;)
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
			year->period_faults = compare_periods(book, year, reading, true);
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

		if (account->dimension != SIE_ACCOUNTS || sie_is_result(book, account) == 1)
			continue;
		stated = sie_sum(book->cells, SIE_CLOSING, account, -1);
		found = sie_sum(book->cells, SIE_OPENING, account, 0);
		if (stated != found)
			find_difference(book, SIE_RULE_OPENING, account, 0, stated, found, "the year does not open (#IB) with what the year before closed with (#UB)");
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
		if (sie_is_result(book, account) < 0)
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

	sum_parts(book);
	sum_by_year(book);
	decide_period_reading(book);
	decide_budget_reading(book);
	check_result(book);
	check_opening(book);
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
 * An amount as numeric, with two decimals, or four where it needs them.
 */
Datum
sie_units_to_numeric(int64 units)
{
	char		digits[40];

	snprintf(digits, sizeof(digits), "%s" INT64_FORMAT ".%04d", units < 0 ? "-" : "", units / SIE_UNITS < 0 ? -(units / SIE_UNITS) : units / SIE_UNITS,
			 abs((int) (units % SIE_UNITS)));
	if (units % (SIE_UNITS / 100) == 0)
		digits[strlen(digits) - 2] = '\0';
	return DirectFunctionCall3(numeric_in, CStringGetDatum(digits), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
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
	book = sie_read_book(PG_GETARG_BYTEA_PP(0), 1, SIE_ACCOUNTS);
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
