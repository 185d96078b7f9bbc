/*
 * sie_bookings.c
 *
 * Amounts of a SIE file on their way into sums: transactions of vouchers, balances and budgets. What does not fit is noted with its line, and left out.
 */
#include "sie_book.h"

#include "common/int.h"
#include "utils/datetime.h"

static bool read_amount(SieBook *book, int place, int64 *amount);
static SieName *read_account(SieBook *book, int place);
static int	read_objects(SieBook *book, SieObjects *objects);
static void take_object(const SieBook *book, int asked_for, int dimension, SieName *name, SieName **object);
static bool is_below(const SieBook *book, int dimension, int above);

void
sie_end_voucher(SieBook *book)
{
	SieFinding *finding;

	book->in_voucher = book->is_open = false;
	book->rule_applies[SIE_RULE_BALANCED] = true;
	if (book->voucher_sum == 0)
		return;
	finding = sie_find(book, SIE_RULE_BALANCED, SIE_FAILS, book->voucher_line,
					   psprintf("the transactions of voucher %s %s do not add up to 0", sie_shown(&book->file, &book->voucher_series),
								sie_shown(&book->file, &book->voucher_number)));
	finding->has_amounts = true;
	finding->stated = 0;
	finding->found = book->voucher_sum;
}

void
sie_read_voucher(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieField	none = {"", 0, false};
	int			year,
				month,
				day;

	if (book->in_voucher)
	{
		if (book->is_open)
			sie_find(book, SIE_RULE_COMPLETE, SIE_FAILS, book->voucher_line, "another voucher begins within the one that begins here");
		sie_end_voucher(book);
	}
	book->in_voucher = true;
	book->is_open = line->opens;
	book->voucher_line = line->number;
	book->voucher_sum = 0;
	book->vouchers++;
	book->voucher_series = line->fields > 0 ? line->field[0] : none;
	book->voucher_number = line->fields > 1 ? line->field[1] : none;
	book->has_date = line->fields > 2 && sie_date(&line->field[2], &year, &month, &day);
	if (book->has_date)
		book->voucher_month = year * MONTHS_PER_YEAR + month - 1;
	else if (sie_field(&book->file, 2) != NULL)
		sie_unreadable(book, "has a day that is none");
}

/*
 * The account at a place of the line, or NULL where there is none.
 */
static SieName *
read_account(SieBook *book, int place)
{
	SieName    *account;

	if (sie_field(&book->file, place) == NULL)
	{
		sie_unreadable(book, "has no account");
		return NULL;
	}
	account = sie_name(book->names, SIE_ACCOUNTS, &book->file.line.field[place]);
	if (account->first_line == 0)
		account->first_line = book->file.line.number;
	return account;
}

static bool
read_amount(SieBook *book, int place, int64 *amount)
{
	const SieField *field = sie_field(&book->file, place);
	int64_t		units = 0;
	SieNumber	kind = field == NULL ? SIE_NUMBER_NONE : sie_amount(field, &units);

	*amount = units;
	if (kind == SIE_NUMBER_GOOD)
		return true;
	sie_unreadable(book, field == NULL ? "has no amount" :
			   psprintf("has the amount \"%s\", which %s", sie_shown(&book->file, field),
						kind == SIE_NUMBER_FINE ? "has more than four decimals" : kind == SIE_NUMBER_LARGE ? "is 10,000,000,000,000 or more" : "is none"));
	return false;
}

/*
 * Whether a dimension is another one, or below it.
 */
static bool
is_below(const SieBook *book, int dimension, int above)
{
	/* As many steps as there are dimensions, for parents may go in a circle. */
	for (int step = 0; step <= book->dimensions; step++)
	{
		int			parent = dimension;

		if (dimension == above)
			return true;
		for (int i = 0; i < book->dimensions; i++)
			if (book->dimension[i].number == dimension)
				parent = book->dimension[i].parent;
		if (parent == dimension)
			return false;
		dimension = parent;
	}
	return false;
}

static void
take_object(const SieBook *book, int asked_for, int dimension, SieName *name, SieName **object)
{
	if (asked_for != SIE_ACCOUNTS && (dimension == asked_for || (*object == NULL && is_below(book, dimension, asked_for))))
		*object = name;
}

/*
 * The objects of the line of the dimensions that are asked for, or of one below. How its object list stands to those of units and heads: 0 for
 * an empty one, 1 for just these dimensions, 2 for these and others, 3 for others. An activity is taken where there is one, and decides nothing.
 */
static int
read_objects(SieBook *book, SieObjects *objects)
{
	SieLine    *line = &book->file.line;
	int			count = 0;
	int			wanted = (book->unit_dimension != SIE_ACCOUNTS) + (book->head_dimension != SIE_ACCOUNTS);

	*objects = (SieObjects) {NULL, NULL, NULL};
	for (int i = 0; i < line->objects; i += 2)
	{
		int			dimension;
		SieName    *name;

		if (!sie_integer(&line->object[i], &dimension) || dimension < 0)
		{
			sie_unreadable(book, psprintf("has the dimension \"%s\", which is no number", sie_shown(&book->file, &line->object[i])));
			continue;
		}
		if (line->object[i + 1].length == 0)
			continue;
		count++;
		name = sie_name(book->names, dimension, &line->object[i + 1]);
		if (name->first_line == 0)
			name->first_line = line->number;
		name->is_booked = true;
		take_object(book, book->unit_dimension, dimension, name, &objects->unit);
		take_object(book, book->head_dimension, dimension, name, &objects->head);
		take_object(book, book->activity_dimension, dimension, name, &objects->activity);
	}
	if (count == 0)
		return 0;
	if (wanted == 0 || (book->unit_dimension != SIE_ACCOUNTS && objects->unit == NULL) || (book->head_dimension != SIE_ACCOUNTS && objects->head == NULL))
		return 3;
	return count == wanted ? 1 : 2;
}

void
sie_read_transaction(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieName    *account;
	SieObjects	objects;
	int64		amount;
	int			month = book->voucher_month;
	int			year,
				calendar_month,
				day;

	if (!book->in_voucher)
	{
		sie_unreadable(book, "belongs to no #VER");
		return;
	}
	account = read_account(book, 0);
	if (account == NULL || !read_amount(book, 1, &amount))
		return;
	book->transactions++;
	if (pg_add_s64_overflow(book->voucher_sum, amount, &book->voucher_sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("line %zu: the amounts of the voucher add up to more than can be kept", line->number)));
	read_objects(book, &objects);
	if (amount == 0)
		return;
	account->is_booked = true;
	if (!book->has_date)
	{
		if (line->fields < 3 || !sie_date(&line->field[2], &year, &calendar_month, &day))
		{
			sie_unreadable(book, "has no day, and its voucher has none");
			return;
		}
		month = year * MONTHS_PER_YEAR + calendar_month - 1;
	}
	sie_add(book->cells, SIE_VOUCHERS, account, &objects, month, amount);
}

/*
 * #IB, #UB and #RES by year, #PSALDO and #PBUDGET by month. Of the two, the month counts: the year beside it is wrong in some files.
 */
void
sie_read_balance(SieBook *book)
{
	SieLine    *line = &book->file.line;
	bool		has_month = line->item == SIE_PSALDO || line->item == SIE_PBUDGET;
	SieName    *account;
	SieObjects	objects;
	int64		amount;
	int			index;
	int			year,
				month;
	int			lists;

	if (sie_field(&book->file, 0) == NULL || !sie_integer(&line->field[0], &index) || index <= SIE_NO_YEAR || index >= -SIE_NO_YEAR)
	{
		sie_unreadable(book, "has no year");
		return;
	}
	if (has_month && (sie_field(&book->file, 1) == NULL || !sie_period(&line->field[1], &year, &month)))
	{
		sie_unreadable(book, sie_field(&book->file, 1) == NULL ? "has no month" :
				   psprintf("has the month \"%s\", which is none", sie_shown(&book->file, &line->field[1])));
		return;
	}
	account = read_account(book, 1 + has_month);
	if (account == NULL || !read_amount(book, 2 + has_month, &amount))
		return;
	if (!has_month)
	{
		/* With an object list it is a part of what stands without one. */
		if (line->item == SIE_RES)
			account->has_result = true;
		else
			account->has_balance = true;
		if (line->objects == 0)
			sie_add(book->cells, line->item == SIE_RES ? SIE_RESULT : line->item == SIE_IB ? SIE_OPENING : SIE_CLOSING,
					account, NULL, index, amount);
		account->is_booked |= amount != 0;
		return;
	}
	if (line->item == SIE_PBUDGET)
		book->budgets++;
	lists = read_objects(book, &objects);
	/* An empty list is kept with 0 too: that is what the objects add up to. */
	if (amount == 0 && lists > 0)
		return;
	account->is_booked |= amount != 0;
	if (sie_add(book->cells, (line->item == SIE_PSALDO ? SIE_PERIOD_WHOLE : SIE_BUDGET_WHOLE) + lists, account, &objects,
				year * MONTHS_PER_YEAR + month - 1, amount) &&
		line->item == SIE_PBUDGET && lists <= 1)
		sie_find(book, SIE_RULE_ONCE, SIE_FAILS, line->number, "an earlier #PBUDGET has the same account, object and month: both are counted")->account = account;
	if (line->item == SIE_PBUDGET)
		book->rule_applies[SIE_RULE_ONCE] = true;
}
