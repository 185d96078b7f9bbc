/*
 * household_set.c
 *
 * Distinct pairs of household and month, collected in any order.
 *
 * There is a list for each calendar year, of households with the months of that
 * year as 12 bits. A row is only appended to it. When its room is used up, what
 * came since the last time is sorted and merged into what is in order already
 * (household_list.c), where a second payment in a month changes nothing and a
 * second month sets a bit. So a row costs a few steps of a radix sort and no
 * random access to memory, which is what makes this faster than a hash table,
 * and the list is never longer than 16 or twice what is distinct in it.
 *
 * Lists in order are also what is sent between processes, and what sets that are
 * kept as values have (household_set_value.c). Those that come as such stay lists, and
 * two of a size are merged in one sweep.
 */
#include "household_set.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/datetime.h"

/* Many groups have few households, and few of those many rows. */
#define FIRST_CAPACITY		4
#define GROWN_CAPACITY		16

/* A slot of the hash table from calendar years to their lists. */
typedef struct YearSlot
{
	int32		year;
	char		status;			/* for simplehash */
	HouseholdYear *data;
} YearSlot;

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			years
#define SH_ELEMENT_TYPE		YearSlot
#define SH_KEY_TYPE			int32
#define SH_KEY				year
#define SH_HASH_KEY(tb, key)	murmurhash32((uint32) (key))
#define SH_EQUAL(tb, a, b)	((a) == (b))
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

/*
 * The years of a set, which a set that was read back has only when it is merged with
 * another, as PostgreSQL always does.
 */
static inline struct years_hash *
get_years(const HouseholdSet *set)
{
	if (unlikely(set->years == NULL))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("serialized set of households is read before it is combined"),
				 errhint("Give an aggregate of your own the combine function too.")));
	return set->years;
}

/* Walks through the years of a set: for (start ...; (year = next_year(...)) != NULL; ) */
static inline HouseholdYear *
next_year(const HouseholdSet *set, years_iterator *iterator)
{
	YearSlot   *slot = years_iterate(set->years, iterator);

	return slot == NULL ? NULL : slot->data;
}

void
household_set_init(HouseholdSet *set, MemoryContext context)
{
	memset(set, 0, sizeof(HouseholdSet));
	set->context = context;
	set->years = years_create(context, 1, NULL);
	/* No date lies in this month. */
	set->month_begin = 1;
	set->month_end = 0;
}

/*
 * The list of a year, with room for so many households where there is none yet.
 */
static HouseholdYear *
get_year(HouseholdSet *set, int32 year, Size capacity)
{
	bool		found;
	YearSlot   *slot = years_insert(get_years(set), year, &found);

	if (!found)
	{
		slot->data = MemoryContextAllocZero(set->context, sizeof(HouseholdYear));
		slot->data->year = year;
		slot->data->capacity = capacity;
		slot->data->entries = household_list_allocate(set->context, capacity);
	}
	return slot->data;
}

/*
 * Makes the month of a date the one that rows are added to.
 */
void
household_set_enter_month(HouseholdSet *set, DateADT date)
{
	int			year;
	int			month;
	int			day;

	CheckFiniteDate(date, "month", true);
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	set->month_begin = date - (day - 1);
	set->month_end = set->month_begin + day_tab[isleap(year)][month - 1];
	set->month_bit = (uint16) (1 << (month - 1));
	set->month_year = get_year(set, year, FIRST_CAPACITY);
	set->month_year->months |= set->month_bit;
}

/*
 * Merges a list with another into a third, which replaces the first. Frees the first
 * where it may be.
 */
static HouseholdMonths *
merge_into_copy(MemoryContext context, HouseholdMonths *a, Size *a_count, const HouseholdMonths *b, Size b_count, bool free_a)
{
	HouseholdMonths *result = household_list_allocate(context, *a_count + b_count);

	CHECK_FOR_INTERRUPTS();
	*a_count = household_list_merge(a, *a_count, b, b_count, result);
	if (free_a)
		pfree(a);
	return result;
}

/*
 * The distinct households of a year in order, and how many. They are a list of
 * the year where that has all of them, else a copy in the current memory context: a
 * final function must leave the lists as they are. household_year_free_entries frees it.
 */
const HouseholdMonths *
household_year_entries(const HouseholdYear *year, Size *count)
{
	Size		tail_count = year->used - year->in_order;
	HouseholdMonths *result = year->entries;
	bool		is_copy = false;

	*count = year->in_order;
	if (tail_count > 0)
	{
		HouseholdMonths *tail = household_list_allocate(CurrentMemoryContext, tail_count);

		memcpy(tail, year->entries + year->in_order, tail_count * sizeof(HouseholdMonths));
		household_list_sort(tail, tail_count);
		tail_count = household_list_unite(tail, tail_count);
		if (*count == 0)
		{
			result = tail;
			*count = tail_count;
		}
		else
		{
			result = merge_into_copy(CurrentMemoryContext, result, count, tail, tail_count, false);
			pfree(tail);
		}
		is_copy = true;
	}
	/* From the shortest on. */
	for (int i = year->runs - 1; i >= 0; i--)
	{
		if (*count == 0)
		{
			result = year->run[i].entries;
			*count = year->run[i].count;
			continue;
		}
		result = merge_into_copy(CurrentMemoryContext, result, count, year->run[i].entries, year->run[i].count, is_copy);
		is_copy = true;
	}
	return result;
}

void
household_year_free_entries(const HouseholdYear *year, const HouseholdMonths *entries)
{
	if (entries == year->entries)
		return;
	for (int i = 0; i < year->runs; i++)
		if (entries == year->run[i].entries)
			return;
	pfree(unconstify(HouseholdMonths *, entries));
}

/*
 * Adds a list of distinct households in order to a year, seen in these months, and owns
 * it from then on: it must lie in the context of the set. Lists are merged two of a size,
 * so that a thousand of them are merged in ten sweeps over all.
 */
void
household_set_add_list(HouseholdSet *set, int32 number, uint16 seen, HouseholdMonths *entries, Size count)
{
	HouseholdYear *year = get_year(set, number, FIRST_CAPACITY);

	while (year->runs > 0 && year->run[year->runs - 1].count / 2 < count)
	{
		const HouseholdRun *last = &year->run[--year->runs];

		entries = merge_into_copy(set->context, entries, &count, last->entries, last->count, true);
		pfree(last->entries);
	}
	/* Room for twice as many at each power of two: a set can have millions of years, most with one. */
	if (year->run == NULL)
		year->run = MemoryContextAlloc(set->context, sizeof(HouseholdRun));
	else if (year->runs > 0 && (year->runs & (year->runs - 1)) == 0)
		year->run = repalloc(year->run, 2 * year->runs * sizeof(HouseholdRun));
	year->run[year->runs].entries = entries;
	year->run[year->runs++].count = count;
	year->months |= seen;
}

/*
 * Merges distinct households in order into a list that is all in order itself.
 */
static void
add_distinct(HouseholdSet *set, HouseholdYear *year, const HouseholdMonths *entries, Size count)
{
	HouseholdMonths *merged;

	Assert(year->in_order == year->used);
	year->capacity = year->used + count;
	merged = household_list_allocate(set->context, year->capacity);
	year->used = household_list_merge(year->entries, year->used, entries, count, merged);
	year->in_order = year->used;
	pfree(year->entries);
	year->entries = merged;
}

/*
 * Puts a list in order, so that each household is in it once, and leaves at least
 * half of its room free.
 */
void
household_set_make_room(HouseholdSet *set, HouseholdYear *year)
{
	HouseholdMonths *tail = year->entries + year->in_order;
	Size		count = year->used - year->in_order;

	household_list_sort(tail, count);
	count = household_list_unite(tail, count);
	if (year->in_order == 0)
		year->in_order = year->used = count;
	else
	{
		year->used = year->in_order;
		add_distinct(set, year, tail, count);
	}

	if (year->used > year->capacity / 2 || year->capacity < GROWN_CAPACITY)
	{
		year->capacity = Max(year->used * 2, GROWN_CAPACITY);
		year->entries = repalloc_huge(year->entries, household_list_bytes(year->capacity));
	}
}

/*
 * Writes a year: its number, the months in which any household was seen, and its
 * households.
 */
static void
send_year(StringInfo buf, const HouseholdYear *year)
{
	Size		count;
	const HouseholdMonths *entries = household_year_entries(year, &count);

	pq_sendint32(buf, year->year);
	pq_sendint16(buf, year->months);
	household_list_send(buf, entries, count);
	household_year_free_entries(year, entries);
}

/*
 * Refuses a year that its sender, who has a list for each, cannot have sent: a second
 * time in one set, which could go on for as long as the message, or with months in which
 * nobody is said to have been seen.
 */
static void
CheckSentYear(const HouseholdSet *set, HouseholdYear *year, const HouseholdMonths *entries, Size count, uint16 seen)
{
	uint16		found = 0;

	for (Size i = 0; i < count; i++)
		found |= entries[i].months;
	if (year->sent_set == set->sent_sets || (found & ~seen) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("a serialized set of households contradicts itself in year %d", year->year),
				 ERRHINT_SAME_VERSION));
	year->sent_set = set->sent_sets;
}

/*
 * Adds what send_year wrote.
 */
static void
add_sent_year(HouseholdSet *set, StringInfo buf)
{
	int32		number = (int32) pq_getmsgint(buf, 4);
	uint16		seen = (uint16) pq_getmsgint(buf, 2);
	MemoryContext called_in = MemoryContextSwitchTo(set->context);
	Size		count;
	HouseholdMonths *entries = household_list_recv(buf, &count);

	MemoryContextSwitchTo(called_in);
	CheckSentYear(set, get_year(set, number, FIRST_CAPACITY), entries, count, seen);
	household_set_add_list(set, number, seen & ALL_MONTHS, entries, count);
}

/*
 * Writes a set for another process or server.
 */
void
household_set_send(StringInfo buf, const HouseholdSet *set)
{
	years_iterator iterator;
	const HouseholdYear *year;

	pq_sendint32(buf, get_years(set)->members);
	years_start_iterate(set->years, &iterator);
	while ((year = next_year(set, &iterator)) != NULL)
		send_year(buf, year);
}

/*
 * Takes the rest of a message as what household_set_send wrote. It is unpacked
 * when it is merged, straight into the set that it is merged with. Until then it
 * is valid as long as the message is.
 */
void
household_set_recv(StringInfo buf, HouseholdSet *set)
{
	memset(set, 0, sizeof(HouseholdSet));
	set->packed = *buf;
}

/*
 * Adds a set that was read back, which stays as it is and shares no memory with
 * this one afterwards.
 */
void
household_set_combine(HouseholdSet *set, const HouseholdSet *other)
{
	StringInfoData buf = other->packed;
	uint32		years;

	/* PostgreSQL serializes whatever one state gives to another. */
	if (buf.data == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("partial set of households was not serialized"),
				 errhint("Give an aggregate of your own the serialize and deserialize functions too.")));
	set->sent_sets++;
	years = pq_getmsgint(&buf, 4);
	for (uint32 n = 0; n < years; n++)
	{
		CHECK_FOR_INTERRUPTS();
		add_sent_year(set, &buf);
	}
	pq_getmsgend(&buf);
}

static int
compare_years(const void *a, const void *b)
{
	int32		first = (*(HouseholdYear *const *) a)->year;
	int32		second = (*(HouseholdYear *const *) b)->year;

	return (first > second) - (first < second);
}

/*
 * The years of a set, in order.
 */
HouseholdYear **
household_set_years(const HouseholdSet *set, int *count)
{
	HouseholdYear **result = palloc(Max(get_years(set)->members, 1) * sizeof(HouseholdYear *));
	years_iterator iterator;
	HouseholdYear *year;

	*count = 0;
	years_start_iterate(set->years, &iterator);
	while ((year = next_year(set, &iterator)) != NULL)
		result[(*count)++] = year;
	qsort(result, *count, sizeof(HouseholdYear *), compare_years);
	return result;
}
