/*
 * sie_bookings.c
 *
 * Amounts of a SIE file on their way into sums: transactions of vouchers, balances and budgets. What does not fit is noted with its line, and left out.
 */
#include "sie_book.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "utils/datetime.h"

/* A voucher by all that its lines say. */
typedef struct SieVoucher
{
	uint64		hash;
	size_t		line;			/* where it began first */
} SieVoucher;

static void hash_line(SieBook *book);
static void find_repeated_voucher(SieBook *book);
static bool read_amount(SieBook *book, int place, int64 *amount);
static SieName *read_account(SieBook *book, int place);
static int	count_digits(const SieField *field, size_t from);
static void note_quantity(SieBook *book, int place);
static int	read_objects(SieBook *book, SieObjects *objects);
static void take_object(const SieBook *book, int asked_for, int dimension, SieName *name, SieName **object);
static bool is_below(const SieBook *book, int dimension, int above);

/*
 * Takes the line into what tells its voucher from others.
 */
static void
hash_line(SieBook *book)
{
	SieLine    *line = &book->file.line;

	for (int i = 0; i < line->fields; i++)
		book->voucher_hash = hash_bytes_extended((const unsigned char *) line->field[i].start, line->field[i].length, book->voucher_hash);
	for (int i = 0; i < line->objects; i++)
		book->voucher_hash = hash_bytes_extended((const unsigned char *) line->object[i].start, line->object[i].length, book->voucher_hash);
}

/*
 * A voucher that has a number and stands there again, line by line: a file joined from parts that overlap. Those without numbers may be alike.
 */
static void
find_repeated_voucher(SieBook *book)
{
	SieVoucher *voucher;
	bool		found;

	if (book->voucher_number.length == 0)
		return;
	if (book->by_content == NULL)
	{
		HASHCTL		control = {.keysize = sizeof(uint64), .entrysize = sizeof(SieVoucher), .hcxt = book->context};

		book->by_content = hash_create("vouchers of a SIE file", 1024, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	book->rule_applies[SIE_RULE_ONCE] = true;
	voucher = hash_search(book->by_content, &book->voucher_hash, HASH_ENTER, &found);
	if (!found)
		voucher->line = book->voucher_line;
	else
		sie_find(book, SIE_RULE_ONCE, SIE_FAILS, book->voucher_line,
				 psprintf("voucher %s %s is there from line %zu on, with the same lines: both are counted", sie_shown(&book->file, &book->voucher_series),
						  sie_shown(&book->file, &book->voucher_number), voucher->line));
}

void
sie_end_voucher(SieBook *book)
{
	SieFinding *finding;

	find_repeated_voucher(book);
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
	book->voucher_hash = 0;
	hash_line(book);
	book->vouchers++;
	book->voucher_series = line->fields > 0 ? line->field[0] : none;
	book->voucher_number = line->fields > 1 ? line->field[1] : none;
	book->has_date = line->fields > 2 && sie_date(&line->field[2], &year, &month, &day);
	if (book->has_date)
		book->voucher_month = year * MONTHS_PER_YEAR + month - 1;
	else if (sie_field(&book->file, 2) != NULL)
		sie_unreadable(book, psprintf("has the day \"%s\", which is none", sie_shown(&book->file, &line->field[2])));
}

/*
 * The account at a place of the line, or NULL where there is none.
 */
static SieName *
read_account(SieBook *book, int place)
{
	const SieField *field = sie_field(&book->file, place);
	SieName    *account = field == NULL ? NULL : sie_name(book->names, SIE_ACCOUNTS, field);

	if (account == NULL || account->code.length == 0)
	{
		sie_unreadable(book, "has no account");
		return NULL;
	}
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

static int
count_digits(const SieField *field, size_t from)
{
	size_t		at = from;

	while (at < field->length && field->start[at] >= '0' && field->start[at] <= '9')
		at++;
	return (int) (at - from);
}

/*
 * What stands behind an amount is a quantity, but may be the rest of it, where a blank parts thousands: then it has three digits before its decimals.
 */
static void
note_quantity(SieBook *book, int place)
{
	const SieField *amount = sie_field(&book->file, place);
	const SieField *quantity = sie_field(&book->file, place + 1);
	size_t		sign = amount->start[0] == '-';
	int			digits = count_digits(amount, sign);

	if (quantity != NULL && digits <= 3 && sign + digits == amount->length && amount->start[sign] != '0' && count_digits(quantity, 0) == 3)
		sie_find(book, SIE_RULE_READABLE, SIE_NOTE, book->file.line.number,
				 psprintf("%s has %s behind the amount %s: that is taken for a quantity", sie_shown(&book->file, &book->file.line.label),
						  sie_shown(&book->file, quantity), sie_shown(&book->file, amount)));
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
		name = sie_name(book->names, dimension, &line->object[i + 1]);
		if (name->code.length == 0)
			continue;
		count++;
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
	bool		has_day;
	int			year,
				calendar_month,
				day;

	if (!book->in_voucher)
	{
		sie_unreadable(book, "belongs to no #VER");
		return;
	}
	hash_line(book);
	account = read_account(book, 0);
	if (account == NULL || !read_amount(book, 1, &amount))
		return;
	/* Of an amount with a blank in it the rest stands where the day does. */
	has_day = sie_field(&book->file, 2) != NULL;
	if (has_day && !sie_date(&line->field[2], &year, &calendar_month, &day))
		sie_unreadable(book, psprintf("has the day \"%s\", which is none", sie_shown(&book->file, &line->field[2])));
	book->transactions++;
	if (pg_add_s64_overflow(book->voucher_sum, amount, &book->voucher_sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("line %zu: the amounts of the voucher add up to more than can be kept", line->number),
				 errhint("Sums go up to 922 337 203 685 477.5807. Look for lines that are there many times.")));
	read_objects(book, &objects);
	if (amount == 0)
		return;
	account->is_booked = true;
	if (!book->has_date)
	{
		if (!has_day || !sie_date(&line->field[2], &year, &calendar_month, &day))
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
	SieObjects	objects = {NULL, NULL, NULL};
	SieSource	source;
	int64		amount;
	int			time;
	int			year,
				month;
	int			lists = 0;

	if (sie_field(&book->file, 0) == NULL || !sie_integer(&line->field[0], &time) || time <= SIE_NO_YEAR || time >= -SIE_NO_YEAR)
	{
		sie_unreadable(book, "has no year");
		return;
	}
	if (has_month)
	{
		if (sie_field(&book->file, 1) == NULL || !sie_period(&line->field[1], &year, &month))
		{
			sie_unreadable(book, sie_field(&book->file, 1) == NULL ? "has no month" :
					   psprintf("has the month \"%s\", which is none", sie_shown(&book->file, &line->field[1])));
			return;
		}
		time = year * MONTHS_PER_YEAR + month - 1;
	}
	account = read_account(book, 1 + has_month);
	if (account == NULL || !read_amount(book, 2 + has_month, &amount))
		return;
	note_quantity(book, 2 + has_month);
	switch (line->item)
	{
		case SIE_PSALDO:
			source = SIE_PERIOD_WHOLE;
			break;
		case SIE_PBUDGET:
			source = SIE_BUDGET_WHOLE;
			book->budgets++;
			break;
		case SIE_RES:
			source = SIE_RESULT;
			account->has_result = true;
			break;
		default:
			source = line->item == SIE_IB ? SIE_OPENING : SIE_CLOSING;
			account->has_balance = true;
			break;
	}
	if (has_month)
		lists = read_objects(book, &objects);
	account->is_booked |= amount != 0;
	/* Of a year, what has an object list is a part of what stands without one. Of a month an empty list is kept with 0 too: that is what the objects add up to. */
	if (has_month ? amount == 0 && lists > 0 : line->objects > 0)
		return;
	book->rule_applies[SIE_RULE_ONCE] = true;
	/* Other lists, and months of accounts of the balance, may come in parts. */
	if (sie_add(book->cells, source + lists, account, &objects, time, amount) && lists <= 1 && amount != 0 && (source != SIE_PERIOD_WHOLE || sie_is_result(account) != 0))
		sie_find(book, SIE_RULE_ONCE, SIE_FAILS, line->number,
				 psprintf("an earlier %s has the same account, object and %s: both are counted", sie_shown(&book->file, &line->label), has_month ? "month" : "year"))->account = account;
}
