/*
 * sie_reading.c
 *
 * What an empty object list means beside others: the whole account, as the standard has it, or what is left of it beside its objects, as some
 * programs write it. Whichever adds up to the results of years.
 */
#include "sie_book.h"

#include "miscadmin.h"

static void sum_lists(SieBook *book);
static void sum_by_year(SieBook *book);
static void decide_period_reading(SieBook *book);
static void decide_budget_reading(SieBook *book);

/*
 * Which object lists divide an account in a month, of balances or of budgets, where whole is that of an empty list: those with just the dimensions that
 * are asked for, or where it has none of these, those with others too.
 */
SieSource
sie_parts(SieBook *book, SieSource whole, const SieName *account, int month)
{
	SieSource	exact = whole + (SIE_PERIOD_EXACT - SIE_PERIOD_WHOLE);

	return sie_has(book->sums, exact, account, month) ? exact : whole + (SIE_PERIOD_WIDER - SIE_PERIOD_WHOLE);
}

/*
 * Whether an amount of a month counts where an empty list is the whole account. An account may have objects alone; and other lists
 * divide the same whole by something else.
 */
bool
sie_is_in_total(SieBook *book, const SieCell *cell)
{
	const SieName *account = book->names->name[cell->key.account - 1];
	SieSource	whole = cell->key.source >= SIE_BUDGET_WHOLE ? SIE_BUDGET_WHOLE : SIE_PERIOD_WHOLE;
	SieSource	parts = sie_parts(book, whole, account, cell->key.month);

	if ((SieSource) cell->key.source == whole)
		return true;
	if (sie_has(book->cells, whole, account, cell->key.month))
		return false;
	return (SieSource) cell->key.source == parts || !sie_has(book->sums, parts, account, cell->key.month);
}

/*
 * What the objects of an account come to in a month, by how their lists stand to what is asked for.
 */
static void
sum_lists(SieBook *book)
{
	sie_cells_iterator iterator;
	SieCell    *cell;

	sie_cells_start_iterate(book->cells, &iterator);
	while ((cell = sie_cells_iterate(book->cells, &iterator)) != NULL)
		if (cell->key.source > SIE_VOUCHERS && cell->key.source <= SIE_BUDGET_OTHER)
			sie_add(book->sums, cell->key.source, book->names->name[cell->key.account - 1], NULL, cell->key.month, cell->amount);
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
		if (source > SIE_PERIOD_OTHER || sie_is_result(account) == 0)
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
			sie_add(book->sums, SIE_SUM_VOUCHERS, account, NULL, index, cell->amount);
			continue;
		}
		sie_add(book->sums, SIE_SUM_REST, account, NULL, index, cell->amount);
		if (sie_is_in_total(book, cell))
			sie_add(book->sums, SIE_SUM_TOTAL, account, NULL, index, cell->amount);
	}
}

/*
 * How many accounts' months do not add up to the result of a year.
 */
int
sie_period_faults(SieBook *book, const SieYear *year, SieSource source)
{
	const SieName *account;
	int			faults = 0;

	for (int at = 0; (account = sie_next_of_result(book, &at)) != NULL;)
		faults += sie_sum(book->cells, SIE_RESULT, account, year->index) != sie_sum(book->sums, source, account, year->index);
	return faults;
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
			as_total += sie_period_faults(book, &book->year[i], SIE_SUM_TOTAL);
			as_rest += sie_period_faults(book, &book->year[i], SIE_SUM_REST);
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
		if (cell->key.source == SIE_BUDGET_WHOLE)
		{
			const SieName *account = book->names->name[cell->key.account - 1];
			SieSource	parts = sie_parts(book, SIE_BUDGET_WHOLE, account, cell->key.month);

			different += sie_has(book->sums, parts, account, cell->key.month) && sie_sum(book->sums, parts, account, cell->key.month) != cell->amount;
		}
	/* Without any month that has both there is nothing to read in two ways. */
	book->budget_reading = different == 0 ? SIE_EMPTY_IS_TOTAL : SIE_LISTS_UNDECIDED;
}

/*
 * Adds up by year, and decides.
 */
void
sie_decide_readings(SieBook *book)
{
	sum_lists(book);
	sum_by_year(book);
	decide_period_reading(book);
	decide_budget_reading(book);
}
