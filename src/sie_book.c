/*
 * sie_book.c
 *
 * Reads a SIE file once, and keeps its amounts in sums: so many numbers as there are accounts, objects and months,
 * however many transactions. What does not fit is noted as a finding with its line, and left out.
 */
#include "sie_book.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

static void read_line(SieBook *book);
static bool is_only_cut(const SieLine *line);
static void read_head(SieBook *book);
static void read_year(SieBook *book);
static void read_declaration(SieBook *book);

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
sie_is_result(const SieName *account)
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

/*
 * The next account of the result, or NULL: for (at = 0; (account = sie_next_of_result(book, &at)) != NULL; )
 */
const SieName *
sie_next_of_result(const SieBook *book, int *at)
{
	CHECK_FOR_INTERRUPTS();
	while (*at < book->names->count)
	{
		const SieName *name = book->names->name[(*at)++];

		if (name->dimension == SIE_ACCOUNTS && sie_is_result(name) == 1)
			return name;
	}
	return NULL;
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
sie_read_book(bytea *bytes, int unit_dimension, int head_dimension, int activity_dimension)
{
	SieBook    *book = palloc0(sizeof(SieBook));
	MemoryContext of_line;
	MemoryContext caller;

	book->context = CurrentMemoryContext;
	book->unit_dimension = unit_dimension;
	book->head_dimension = head_dimension;
	book->activity_dimension = activity_dimension;
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
		sie_end_voucher(book);
	}
	if (book->is_summed)
		sie_find(book, SIE_RULE_COMPLETE, SIE_FAILS, book->file.reader.line, "the file ends without the #KSUMMA that it announces");
	book->rule_applies[SIE_RULE_COMPLETE] = true;
	book->rule_applies[SIE_RULE_READABLE] = true;
	return book;
}

void
sie_unreadable(SieBook *book, const char *detail)
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
			sie_end_voucher(book);
		return;
	}
	if (line->kind == SIE_LINE_STRANGE)
	{
		sie_unreadable(book, psprintf("\"%s\" does not begin with #", sie_shown(&book->file, &line->label)));
		return;
	}
	if (book->is_summed)
		sie_add_to_checksum(book);
	if (is_only_cut(line))
		sie_find(book, SIE_RULE_READABLE, SIE_NOTE, line->number,
				 psprintf("%s has a text whose quote is not closed: it counts up to the end of the line", sie_shown(&book->file, &line->label)));
	else if (line->fault != SIE_FAULT_NONE && line->item != SIE_OTHER_ITEM)
	{
		sie_unreadable(book, line->fault == SIE_FAULT_QUOTE ? "has a quote that is not closed" :
				   line->fault == SIE_FAULT_LIST ? "has an object list that is not closed, or not of dimensions and objects in turn" :
				   "has more fields than it can have");
		return;
	}
	switch (line->item)
	{
		case SIE_VER:
			sie_read_voucher(book);
			break;
		case SIE_TRANS:
			sie_read_transaction(book);
			break;
		case SIE_IB:
		case SIE_UB:
		case SIE_RES:
		case SIE_PSALDO:
		case SIE_PBUDGET:
			sie_read_balance(book);
			break;
		case SIE_KONTO:
		case SIE_KTYP:
		case SIE_OBJEKT:
		case SIE_DIM:
		case SIE_UNDERDIM:
			read_declaration(book);
			break;
		case SIE_KSUMMA:
			sie_read_checksum(book);
			break;
		default:
			read_head(book);
			break;
	}
	if (line->closes && book->in_voucher)
		sie_end_voucher(book);
}

static void
read_head(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieField	first = {0};

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
			read_year(book);
			break;
		default:
			break;
	}
}

/*
 * A year of the file, which no other year of it has days of.
 */
static void
read_year(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieYear		year = {0};
	int			from[3];
	int			until[3];

	/* Where there are no years, some programs write the item alone. */
	if (sie_field(&book->file, 1) == NULL && sie_field(&book->file, 2) == NULL)
		return;
	if (line->fields < 3 || !sie_integer(&line->field[0], &year.index) || !sie_date(&line->field[1], &from[0], &from[1], &from[2]) ||
		!sie_date(&line->field[2], &until[0], &until[1], &until[2]))
	{
		sie_unreadable(book, "has no year with its first and last day");
		return;
	}
	year.first_day = date2j(from[0], from[1], from[2]) - POSTGRES_EPOCH_JDATE;
	year.last_day = date2j(until[0], until[1], until[2]) - POSTGRES_EPOCH_JDATE;
	if (year.first_day > year.last_day)
	{
		sie_unreadable(book, "has a year that ends before it begins");
		return;
	}
	for (int i = 0; i < book->years; i++)
	{
		const SieYear *other = &book->year[i];

		if (other->index == year.index && other->first_day == year.first_day && other->last_day == year.last_day)
			return;
		if (other->index == year.index || (other->first_day <= year.last_day && year.first_day <= other->last_day))
			sie_find(book, SIE_RULE_YEAR, SIE_FAILS, line->number,
					 psprintf(other->index == year.index ? "year %d has other days on an earlier line" : "year %d has days of another year of the file", year.index));
	}
	if (sie_year(book, year.index) != NULL)
		return;
	if (book->years == SIE_MAX_YEARS)
		sie_unreadable(book, psprintf("comes after %d other years, which are all that can be kept", SIE_MAX_YEARS));
	else
		book->year[book->years++] = year;
}

static void
read_declaration(SieBook *book)
{
	SieLine    *line = &book->file.line;
	SieName    *name;
	char		type;
	int			number;
	int			parent;

	if (sie_field(&book->file, 0) == NULL)
	{
		sie_unreadable(book, "says nothing");
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
			type = line->field[1].length == 1 ? pg_toupper((unsigned char) line->field[1].start[0]) : '?';
			if (strchr("TSIK", type) == NULL)
				sie_unreadable(book, "has a type other than T, S, I and K");
			else if (name->type != '\0' && name->type != type)
				sie_unreadable(book, psprintf("has another type of account %s than a line before", sie_shown(&book->file, &line->field[0])));
			else
				name->type = type;
			break;
		case SIE_OBJEKT:
			if (!sie_integer(&line->field[0], &number) || number < 0 || sie_field(&book->file, 1) == NULL)
			{
				sie_unreadable(book, "has no dimension and object");
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
				sie_unreadable(book, "has no dimension");
				break;
			}
			if (book->dimensions == SIE_MAX_DIMENSIONS)
				sie_unreadable(book, psprintf("comes after %d other dimensions, which are all that can be kept", SIE_MAX_DIMENSIONS));
			else
				book->dimension[book->dimensions++] = (SieDimension) {number, parent >= 0 ? parent : number,
				sie_field(&book->file, 1) == NULL ? line->field[0] : line->field[1]};
			break;
	}
}
