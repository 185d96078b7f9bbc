/*
 * sie_book.c
 *
 * Reads a SIE file once, and keeps its amounts in sums: so many numbers as there are accounts, objects and months,
 * however many transactions. What does not fit is noted as a finding with its line, and left out.
 */
#include "sie_book.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/pg_crc.h"

static inline uint32
hash_key(const SieKey *key)
{
	uint32		hash = murmurhash32((uint32) key->account);

	hash = hash_combine(hash, murmurhash32((uint32) key->unit));
	hash = hash_combine(hash, murmurhash32((uint32) key->head));
	return hash_combine(hash, murmurhash32((uint32) (key->month * 32 + key->source)));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			sie_cells
#define SH_ELEMENT_TYPE		SieCell
#define SH_KEY_TYPE			SieKey
#define SH_KEY				key
#define SH_HASH_KEY(tb, key)	hash_key(&(key))
#define SH_EQUAL(tb, a, b)	(memcmp(&(a), &(b), sizeof(SieKey)) == 0)
#define SH_SCOPE			extern
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

static void read_line(SieBook *book);
static bool is_only_cut(const SieLine *line);
static void read_head(SieBook *book);
static void read_declaration(SieBook *book);
static void read_voucher(SieBook *book);
static void end_voucher(SieBook *book);
static void read_transaction(SieBook *book);
static void read_balance(SieBook *book);
static void read_checksum(SieBook *book);
static void add_to_checksum(SieBook *book);
static bool read_amount(SieBook *book, int place, int64 *amount);
static SieName *read_account(SieBook *book, int place);
static int	read_objects(SieBook *book, SieName **unit, SieName **head);
static bool is_below(const SieBook *book, int dimension, int above);
static void unreadable(SieBook *book, const char *detail);

static inline SieKey
key_of(SieSource source, const SieName *account, const SieName *unit, const SieName *head, int month)
{
	return (SieKey) {account->number + 1, unit == NULL ? 0 : unit->number + 1, head == NULL ? 0 : head->number + 1, month, source};
}

void
sie_add(sie_cells_hash *cells, SieSource source, const SieName *account, const SieName *unit, const SieName *head, int month, int64 amount)
{
	bool		found;
	SieCell    *cell = sie_cells_insert(cells, key_of(source, account, unit, head, month), &found);

	if (!found)
		cell->amount = 0;
	if (pg_add_s64_overflow(cell->amount, amount, &cell->amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the amounts of an account and month add up to more than can be kept")));
}

/*
 * The sum of an account in a month or year, with no object; 0 where there is none.
 */
int64
sie_sum(sie_cells_hash *cells, SieSource source, const SieName *account, int month)
{
	SieCell    *cell = sie_cells_lookup(cells, key_of(source, account, NULL, NULL, month));

	return cell == NULL ? 0 : cell->amount;
}

bool
sie_has(sie_cells_hash *cells, SieSource source, const SieName *account, int month)
{
	return sie_cells_lookup(cells, key_of(source, account, NULL, NULL, month)) != NULL;
}

/*
 * Notes what has been found, in a copy. The first of a rule are kept.
 */
SieFinding *
sie_find(SieBook *book, SieRule rule, SieStatus status, size_t line, const char *detail)
{
	static SieFinding forgotten;
	SieFinding *finding;

	book->rule_applies[rule] = true;
	if (status == SIE_FAILS)
		book->rule_fails[rule] = true;
	if (status != SIE_HOLDS && book->rule_count[rule]++ >= SIE_MAX_FINDINGS)
		return &forgotten;
	if (book->findings == book->finding_room)
	{
		book->finding_room *= 2;
		book->finding = repalloc(book->finding, sizeof(SieFinding) * book->finding_room);
	}
	finding = &book->finding[book->findings++];
	*finding = (SieFinding) {.rule = rule, .status = status, .line = line, .year = SIE_NO_YEAR, .detail = MemoryContextStrdup(book->context, detail)};
	return finding;
}

/*
 * Whether an account is of the result: 1, or 0, or -1 where nothing tells.
 */
int
sie_is_result(const SieBook *book, const SieName *account)
{
	if (account->type == 'I' || account->type == 'K')
		return 1;
	if (account->type == 'T' || account->type == 'S')
		return 0;
	if (account->code.length > 0)
	{
		char		begin = account->code.start[0];

		if (begin >= '3' && begin <= '8')
			return 1;
		if (begin == '1' || begin == '2')
			return 0;
	}
	return account->has_result ? 1 : account->has_balance ? 0 : -1;
}

SieYear *
sie_year(SieBook *book, int index)
{
	for (int i = 0; i < book->years; i++)
		if (book->year[i].index == index)
			return &book->year[i];
	return NULL;
}

/*
 * The year of the file that a month lies in, or NULL.
 */
SieYear *
sie_year_of_month(SieBook *book, int month)
{
	DateADT		first = date2j(month / MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE;

	/* A year may begin within a month. */
	for (int i = 0; i < book->years; i++)
		if (first >= book->year[i].first_day && first <= book->year[i].last_day)
			return &book->year[i];
	first = date2j((month + 1) / MONTHS_PER_YEAR, (month + 1) % MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE - 1;
	for (int i = 0; i < book->years; i++)
		if (first >= book->year[i].first_day && first <= book->year[i].last_day)
			return &book->year[i];
	return NULL;
}

/*
 * Reads a file. What is returned lives in the current memory context, and refers to the bytes.
 */
SieBook *
sie_read_book(bytea *bytes, int unit_dimension, int head_dimension)
{
	SieBook    *book = palloc0(sizeof(SieBook));
	MemoryContext of_line;
	MemoryContext caller;

	book->context = CurrentMemoryContext;
	book->unit_dimension = unit_dimension;
	book->head_dimension = head_dimension;
	book->names = sie_names_create();
	book->cells = sie_cells_create(CurrentMemoryContext, 1024, NULL);
	book->sums = sie_cells_create(CurrentMemoryContext, 256, NULL);
	book->finding_room = 16;
	book->finding = palloc(sizeof(SieFinding) * book->finding_room);
	sie_open(&book->file, bytes);
	/* What a line says of itself is gone with it: a file may have millions that are wrong. */
	of_line = AllocSetContextCreate(CurrentMemoryContext, "line of a SIE file", ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(of_line);
	while (sie_next(&book->file))
	{
		MemoryContextReset(of_line);
		read_line(book);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(of_line);

	if (book->in_voucher)
	{
		if (book->is_open)
			sie_find(book, SIE_RULE_COMPLETE, SIE_FAILS, book->voucher_line, "the file ends within the voucher that begins here");
		end_voucher(book);
	}
	if (book->is_summed)
		sie_find(book, SIE_RULE_COMPLETE, SIE_FAILS, book->file.reader.line, "the file ends without the #KSUMMA that it announces");
	book->rule_applies[SIE_RULE_COMPLETE] = true;
	book->rule_applies[SIE_RULE_READABLE] = true;
	return book;
}

static void
unreadable(SieBook *book, const char *detail)
{
	SieLine    *line = &book->file.line;

	sie_find(book, SIE_RULE_READABLE, SIE_FAILS, line->number,
			 psprintf("%s %s", line->kind == SIE_LINE_STRANGE ? "the line" : sie_shown(&book->file, &line->label), detail));
}

/*
 * Whether all that is wrong with a line is that its last field, a text, is cut off, as some programs do.
 */
static bool
is_only_cut(const SieLine *line)
{
	int			texts_from;

	switch (line->item)
	{
		case SIE_TRANS:
			texts_from = 2;
			break;
		case SIE_VER:
		case SIE_IB:
		case SIE_UB:
		case SIE_RES:
			texts_from = 3;
			break;
		case SIE_PSALDO:
		case SIE_PBUDGET:
			texts_from = 4;
			break;
		case SIE_KONTO:
		case SIE_KTYP:
		case SIE_OBJEKT:
		case SIE_DIM:
		case SIE_UNDERDIM:
			texts_from = 1;
			break;
		default:
			texts_from = 0;
			break;
	}
	return line->fault == SIE_FAULT_QUOTE && line->item != SIE_OTHER_ITEM && line->fields > texts_from;
}

static void
read_line(SieBook *book)
{
	SieLine    *line = &book->file.line;

	if (line->kind == SIE_LINE_OPEN)
	{
		book->is_open = book->in_voucher;
		return;
	}
	if (line->kind == SIE_LINE_CLOSE)
	{
		if (book->in_voucher)
			end_voucher(book);
		return;
	}
	if (line->kind == SIE_LINE_STRANGE)
	{
		unreadable(book, "does not begin with #");
		return;
	}
	if (book->is_summed)
		add_to_checksum(book);
	if (is_only_cut(line))
		sie_find(book, SIE_RULE_READABLE, SIE_NOTE, line->number,
				 psprintf("%s has a text whose quote is not closed: it counts up to the end of the line", sie_shown(&book->file, &line->label)));
	else if (line->fault != SIE_FAULT_NONE && line->item != SIE_OTHER_ITEM)
	{
		unreadable(book, line->fault == SIE_FAULT_QUOTE ? "has a quote that is not closed" :
				   line->fault == SIE_FAULT_LIST ? "has an object list that is not closed, or not of dimensions and objects in turn" :
				   "has more fields than it can have");
		return;
	}
	switch (line->item)
	{
		case SIE_VER:
			read_voucher(book);
			break;
		case SIE_TRANS:
			read_transaction(book);
			break;
		case SIE_IB:
		case SIE_UB:
		case SIE_RES:
		case SIE_PSALDO:
		case SIE_PBUDGET:
			read_balance(book);
			break;
		case SIE_KONTO:
		case SIE_KTYP:
		case SIE_OBJEKT:
		case SIE_DIM:
		case SIE_UNDERDIM:
			read_declaration(book);
			break;
		case SIE_KSUMMA:
			read_checksum(book);
			break;
		default:
			read_head(book);
			break;
	}
	if (line->closes && book->in_voucher)
		end_voucher(book);
}

static void
read_head(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieField	first = {0};
	int			number;
	SieYear    *year;
	int			from[3];
	int			until[3];

	if (line->fields > 0)
		first = line->field[0];
	switch (line->item)
	{
		case SIE_PROGRAM:
			book->program = first;
			break;
		case SIE_SIETYP:
			book->type = first;
			break;
		case SIE_FORMAT:
			book->format = first;
			break;
		case SIE_GEN:
			book->generated_on = first;
			break;
		case SIE_OMFATTN:
			book->covers_until = first;
			break;
		case SIE_ORGNR:
			book->organisation_number = first;
			break;
		case SIE_FNAMN:
			book->company = first;
			break;
		case SIE_FLAGGA:
			book->rule_applies[SIE_RULE_FLAG] = true;
			if (first.length == 1 && first.start[0] == '1')
			{
				book->is_imported = true;
				sie_find(book, SIE_RULE_FLAG, SIE_FAILS, line->number, "#FLAGGA is 1: a program has imported the file before");
			}
			break;
		case SIE_RAR:
			/* Where there are no years, some programs write the item alone. */
			if (sie_field(&book->file, 1) == NULL && sie_field(&book->file, 2) == NULL)
				break;
			if (line->fields < 3 || !sie_integer(&first, &number) || !sie_date(&line->field[1], &from[0], &from[1], &from[2]) ||
				!sie_date(&line->field[2], &until[0], &until[1], &until[2]))
			{
				unreadable(book, "has no year with its first and last day");
				break;
			}
			year = sie_year(book, number);
			if (year == NULL && book->years == SIE_MAX_YEARS)
				break;
			if (year == NULL)
			{
				year = &book->year[book->years++];
				memset(year, 0, sizeof(SieYear));
			}
			year->index = number;
			year->first_day = date2j(from[0], from[1], from[2]) - POSTGRES_EPOCH_JDATE;
			year->last_day = date2j(until[0], until[1], until[2]) - POSTGRES_EPOCH_JDATE;
			break;
		default:
			break;
	}
}

static void
read_declaration(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieName    *name;
	int			number;
	int			parent;

	if (sie_field(&book->file, 0) == NULL)
	{
		unreadable(book, "says nothing");
		return;
	}
	switch (line->item)
	{
		case SIE_KONTO:
			name = sie_name(book->names, SIE_ACCOUNTS, &line->field[0]);
			name->is_declared = true;
			if (sie_field(&book->file, 1) != NULL)
				name->title = line->field[1];
			break;
		case SIE_KTYP:
			/* Some leave the type out. */
			if (sie_field(&book->file, 1) == NULL)
				break;
			name = sie_name(book->names, SIE_ACCOUNTS, &line->field[0]);
			name->type = line->field[1].length == 1 ? pg_toupper((unsigned char) line->field[1].start[0]) : '?';
			if (strchr("TSIK", name->type) == NULL)
			{
				name->type = '\0';
				unreadable(book, "has a type other than T, S, I and K");
			}
			break;
		case SIE_OBJEKT:
			if (!sie_integer(&line->field[0], &number) || number < 0 || sie_field(&book->file, 1) == NULL)
			{
				unreadable(book, "has no dimension and object");
				break;
			}
			name = sie_name(book->names, number, &line->field[1]);
			name->is_declared = true;
			if (sie_field(&book->file, 2) != NULL)
				name->title = line->field[2];
			break;
		default:
			parent = number = -1;
			if (!sie_integer(&line->field[0], &number) || number < 0 ||
				(line->item == SIE_UNDERDIM && (sie_field(&book->file, 2) == NULL || !sie_integer(&line->field[2], &parent))))
			{
				unreadable(book, "has no dimension");
				break;
			}
			if (book->dimensions < SIE_MAX_DIMENSIONS)
				book->dimension[book->dimensions++] = (SieDimension) {number, parent >= 0 ? parent : number,
				sie_field(&book->file, 1) == NULL ? line->field[0] : line->field[1]};
			break;
	}
}

static void
end_voucher(SieBook *book)
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

static void
read_voucher(SieBook *book)
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
		end_voucher(book);
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
		unreadable(book, "has a day that is none");
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
		unreadable(book, "has no account");
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
	unreadable(book, field == NULL ? "has no amount" :
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

/*
 * The objects of the line of the dimensions that are asked for, or of one below. How its object list stands to them: 0 for
 * an empty one, 1 for just these dimensions, 2 for these and others, 3 for others.
 */
static int
read_objects(SieBook *book, SieName **unit, SieName **head)
{
	SieLine    *line = &book->file.line;
	int			objects = 0;
	int			wanted = (book->unit_dimension != SIE_ACCOUNTS) + (book->head_dimension != SIE_ACCOUNTS);

	*unit = *head = NULL;
	for (int i = 0; i < line->objects; i += 2)
	{
		int			dimension;
		SieName    *name;

		if (!sie_integer(&line->object[i], &dimension) || dimension < 0)
		{
			unreadable(book, psprintf("has the dimension \"%s\", which is no number", sie_shown(&book->file, &line->object[i])));
			continue;
		}
		if (line->object[i + 1].length == 0)
			continue;
		objects++;
		name = sie_name(book->names, dimension, &line->object[i + 1]);
		if (name->first_line == 0)
			name->first_line = line->number;
		name->is_booked = true;
		if (book->unit_dimension != SIE_ACCOUNTS &&
			(dimension == book->unit_dimension || (*unit == NULL && is_below(book, dimension, book->unit_dimension))))
			*unit = name;
		if (book->head_dimension != SIE_ACCOUNTS &&
			(dimension == book->head_dimension || (*head == NULL && is_below(book, dimension, book->head_dimension))))
			*head = name;
	}
	if (objects == 0)
		return 0;
	if (wanted == 0 || (book->unit_dimension != SIE_ACCOUNTS && *unit == NULL) || (book->head_dimension != SIE_ACCOUNTS && *head == NULL))
		return 3;
	return objects == wanted ? 1 : 2;
}

static void
read_transaction(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieName    *account;
	SieName    *unit;
	SieName    *head;
	int64		amount;
	int			month = book->voucher_month;
	int			year,
				calendar_month,
				day;

	if (!book->in_voucher)
	{
		unreadable(book, "belongs to no #VER");
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
	read_objects(book, &unit, &head);
	if (amount == 0)
		return;
	account->is_booked = true;
	if (!book->has_date)
	{
		if (line->fields < 3 || !sie_date(&line->field[2], &year, &calendar_month, &day))
		{
			unreadable(book, "has no day, and its voucher has none");
			return;
		}
		month = year * MONTHS_PER_YEAR + calendar_month - 1;
	}
	sie_add(book->cells, SIE_VOUCHERS, account, unit, head, month, amount);
}

/*
 * #IB, #UB and #RES by year, #PSALDO and #PBUDGET by month. Of the two, the month counts: the year beside it is wrong in some files.
 */
static void
read_balance(SieBook *book)
{
	SieLine    *line = &book->file.line;
	bool		has_month = line->item == SIE_PSALDO || line->item == SIE_PBUDGET;
	SieName    *account;
	SieName    *unit;
	SieName    *head;
	int64		amount;
	int			index;
	int			year,
				month;
	int			lists;

	if (sie_field(&book->file, 0) == NULL || !sie_integer(&line->field[0], &index) || index <= SIE_NO_YEAR || index >= -SIE_NO_YEAR)
	{
		unreadable(book, "has no year");
		return;
	}
	if (has_month && (sie_field(&book->file, 1) == NULL || !sie_period(&line->field[1], &year, &month)))
	{
		unreadable(book, sie_field(&book->file, 1) == NULL ? "has no month" :
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
					account, NULL, NULL, index, amount);
		account->is_booked |= amount != 0;
		return;
	}
	if (line->item == SIE_PBUDGET)
		book->budgets++;
	lists = read_objects(book, &unit, &head);
	/* An empty list is kept with 0 too: that is what the objects add up to. */
	if (amount == 0 && lists > 0)
		return;
	account->is_booked |= amount != 0;
	if (lists == 1)
	{
		if (line->item == SIE_PSALDO)
			book->has_exact_periods = true;
		else
			book->has_exact_budgets = true;
	}
	sie_add(book->cells, (line->item == SIE_PSALDO ? SIE_PERIOD_WHOLE : SIE_BUDGET_WHOLE) + lists, account, unit, head,
			year * MONTHS_PER_YEAR + month - 1, amount);
}

/*
 * CRC-32 of labels and fields, without what stands around and between them.
 */
static void
add_to_checksum(SieBook *book)
{
	SieLine    *line = &book->file.line;
	const char *at = line->label.start;

	if (line->item == SIE_KSUMMA)
		return;
	COMP_TRADITIONAL_CRC32(book->checksum, at, line->label.length);
	/* Fields and objects, in the order in which they stand. */
	for (int field = 0, object = 0; field < line->fields || object < line->objects;)
	{
		const SieField *next = object == line->objects || (field < line->fields && line->field[field].start < line->object[object].start)
			? &line->field[field++] : &line->object[object++];

		if (next->is_escaped)
		{
			char	   *plain = palloc(next->length);
			size_t		length = sie_unescape(next, plain);

			COMP_TRADITIONAL_CRC32(book->checksum, plain, length);
			pfree(plain);
		}
		else
			COMP_TRADITIONAL_CRC32(book->checksum, next->start, next->length);
	}
}

/*
 * The first #KSUMMA begins what the second states the sum of.
 */
static void
read_checksum(SieBook *book)
{
	SieLine    *line = &book->file.line;
	char	   *stated;
	size_t		length;

	if (!book->is_summed)
	{
		book->is_summed = true;
		INIT_TRADITIONAL_CRC32(book->checksum);
		return;
	}
	book->is_summed = false;
	FIN_TRADITIONAL_CRC32(book->checksum);
	book->rule_applies[SIE_RULE_CHECKSUM] = true;
	if (sie_field(&book->file, 0) == NULL)
	{
		unreadable(book, "states no sum");
		return;
	}
	stated = sie_string(&book->file, &line->field[0], &length);
	/* Some write it with a sign. */
	if (strcmp(stated, psprintf("%u", book->checksum)) != 0 && strcmp(stated, psprintf("%d", (int32) book->checksum)) != 0)
		sie_find(book, SIE_RULE_CHECKSUM, SIE_FAILS, line->number,
				 psprintf("#KSUMMA states %s, and the bytes add up to %u: they were changed after the file was written", sie_shown(&book->file, &line->field[0]), book->checksum));
}
