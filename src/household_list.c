/*
 * household_list.c
 *
 * Lists of households with the months of a calendar year: to sort one, to leave
 * each household in it once, to merge two in one sweep, and to carry one to
 * another process.
 */
#include "household_list.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#define INSERTION_SORT_MAX	64

/* Shorter lists are merged before two halves of them are found. */
#define HALVES_MIN			64

/*
 * What so many take.
 */
Size
household_list_bytes(Size count)
{
	/* Before the multiplication wraps, on machines where it could. */
	if (count > MaxAllocHugeSize / sizeof(HouseholdMonths))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many households in one group: %zu", count),
				 errhint("Group by something more, such as the year.")));
	return count * sizeof(HouseholdMonths);
}

HouseholdMonths *
household_list_allocate(MemoryContext context, Size count)
{
	return MemoryContextAllocHuge(context, household_list_bytes(count));
}

/*
 * Sorts entries by household: by insertion if they are few, else byte by byte
 * from the lowest (LSD radix sort), leaving out bytes that are the same in all.
 */
void
household_list_sort(HouseholdMonths *entries, Size count)
{
	HouseholdMonths *scratch;
	HouseholdMonths *from = entries;
	HouseholdMonths *to;
	uint64		differing = 0;
	bool		in_order = true;

	for (Size i = 1; i < count; i++)
	{
		differing |= entries[i].household ^ entries[0].household;
		in_order &= entries[i - 1].household <= entries[i].household;
	}
	if (in_order)
		return;

	if (count <= INSERTION_SORT_MAX)
	{
		for (Size i = 1; i < count; i++)
		{
			HouseholdMonths entry = entries[i];
			Size		place = i;

			for (; place > 0 && entries[place - 1].household > entry.household; place--)
				entries[place] = entries[place - 1];
			entries[place] = entry;
		}
		return;
	}

	to = scratch = household_list_allocate(CurrentMemoryContext, count);
	for (int shift = 0; shift < 64; shift += BITS_PER_BYTE)
	{
		Size		place[256] = {0};
		Size		total = 0;
		HouseholdMonths *swap;

		CHECK_FOR_INTERRUPTS();
		if ((differing >> shift & 0xFF) == 0)
			continue;
		for (Size i = 0; i < count; i++)
			place[from[i].household >> shift & 0xFF]++;
		for (int digit = 0; digit < 256; digit++)
		{
			Size		of_digit = place[digit];

			place[digit] = total;
			total += of_digit;
		}
		for (Size i = 0; i < count; i++)
			to[place[from[i].household >> shift & 0xFF]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != entries)
		memcpy(entries, from, count * sizeof(HouseholdMonths));
	pfree(scratch);
}

/*
 * Makes one entry of all that sorted entries have on a household. Returns how
 * many are left.
 */
Size
household_list_unite(HouseholdMonths *entries, Size count)
{
	Size		last = 0;

	for (Size i = 1; i < count; i++)
	{
		if (entries[i].household == entries[last].household)
			entries[last].months |= entries[i].months;
		else
			entries[++last] = entries[i];
	}
	return count == 0 ? 0 : last + 1;
}

/* Two lists on their way into a third. */
typedef struct Merge
{
	const HouseholdMonths *a;
	const HouseholdMonths *a_end;
	const HouseholdMonths *b;
	const HouseholdMonths *b_end;
	HouseholdMonths *next;
} Merge;

/*
 * Moves the smallest household on. Without branches, which no processor could predict
 * here.
 */
static ALWAYS_INLINE void
merge_one(Merge *merge)
{
	uint64		a = merge->a->household;
	uint64		b = merge->b->household;
	bool		take_a = a <= b;
	bool		take_b = b <= a;

	merge->next->household = take_a ? a : b;
	merge->next->months = (merge->a->months & -(int) take_a) | (merge->b->months & -(int) take_b);
	merge->next++;
	merge->a += take_a;
	merge->b += take_b;
}

/*
 * How many steps of a merge neither list can end before: each takes at most one of both.
 */
static ALWAYS_INLINE Size
sure_steps(const Merge *merge)
{
	return Min(merge->a_end - merge->a, merge->b_end - merge->b);
}

/*
 * Moves on what is left. Returns where the third list ends. Merges are passed as they are, and
 * never by their address, so that they stay in registers.
 */
static HouseholdMonths *
finish_merge(Merge merge)
{
	while (merge.a < merge.a_end && merge.b < merge.b_end)
		merge_one(&merge);
	memcpy(merge.next, merge.a, (merge.a_end - merge.a) * sizeof(HouseholdMonths));
	merge.next += merge.a_end - merge.a;
	memcpy(merge.next, merge.b, (merge.b_end - merge.b) * sizeof(HouseholdMonths));
	return merge.next + (merge.b_end - merge.b);
}

/*
 * Merges two lists of distinct households in order into another, which has room
 * for all. Returns how many it has. What is below a household in the middle, and the rest,
 * are merged in turn: a step waits for the one before, and not for the other half's.
 */
Size
household_list_merge(const HouseholdMonths *a, Size a_count, const HouseholdMonths *b, Size b_count,
					 HouseholdMonths *result)
{
	Merge		low = {a, a + a_count, b, b + b_count, result};
	Merge		high;
	Size		steps;
	Size		room;
	HouseholdMonths *low_end;
	HouseholdMonths *high_end;

	if (a_count < HALVES_MIN || b_count < HALVES_MIN)
		return finish_merge(low) - result;

	/* The first of b that is not below the middle of a. */
	high = low;
	high.a += a_count / 2;
	while (high.b < high.b_end)
	{
		const HouseholdMonths *middle = high.b + (high.b_end - high.b) / 2;

		if (middle->household < high.a->household)
			high.b = middle + 1;
		else
			high.b_end = middle;
	}
	high.b_end = low.b_end;
	low.a_end = high.a;
	low.b_end = high.b;
	room = (high.a - a) + (high.b - b);
	high.next = result + room;

	while ((steps = Min(sure_steps(&low), sure_steps(&high))) > 0)
		for (; steps > 0; steps--)
		{
			merge_one(&low);
			merge_one(&high);
		}
	low_end = finish_merge(low);
	high_end = finish_merge(high);
	/* Who was in both left room between the halves. */
	if (low_end < result + room)
		memmove(low_end, result + room, (high_end - (result + room)) * sizeof(HouseholdMonths));
	return (low_end - result) + (high_end - (result + room));
}

/*
 * Writes distinct households in order, at least one: how many, and so that each
 * takes few bytes,
 *
 *   int64  the first household
 *   byte   how many bytes the distances from it take
 *   int16  the months of every household, or 0 where they differ
 *
 * then for each household its distance, lowest byte first, and its months where
 * they differ.
 */
void
household_list_send(StringInfo buf, const HouseholdMonths *entries, Size count)
{
	uint64		first = entries[0].household;
	uint64		span = entries[count - 1].household - first;
	int			width = span == 0 ? 0 : pg_leftmost_one_pos64(span) / BITS_PER_BYTE + 1;
	uint16		common = entries[0].months;
	Size		size;
	char	   *p;

	for (Size i = 1; i < count && common != 0; i++)
		if (entries[i].months != common)
			common = 0;

	size = count * (width + (common == 0 ? sizeof(uint16) : 0));
	if ((Size) buf->len + size > MaxAllocSize - MESSAGE_OVERHEAD)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many households in one group to send to another process: %zu in one year", count),
				 errhint("SET max_parallel_workers_per_gather = 0 for this query.")));

	pq_sendint64(buf, count);
	pq_sendint64(buf, first);
	pq_sendbyte(buf, width);
	pq_sendint16(buf, common);
	/* With room to write all bytes of a distance, where only the lowest count. */
	enlargeStringInfo(buf, (int) size + sizeof(uint64));
	p = buf->data + buf->len;
	for (Size i = 0; i < count; i++)
	{
		uint64		distance = household_list_lowest_first(entries[i].household - first);

		memcpy(p, &distance, sizeof(uint64));
		p += width;
		if (common == 0)
		{
			*p++ = (char) entries[i].months;
			*p++ = (char) (entries[i].months >> BITS_PER_BYTE);
		}
	}
	buf->len += (int) size;
}

/*
 * Reads what household_list_send wrote, into the current memory context. The
 * pq_getmsg functions refuse to read past the end.
 */
HouseholdMonths *
household_list_recv(StringInfo buf, Size *count)
{
	uint64		sent = (uint64) pq_getmsgint64(buf);
	uint64		first = (uint64) pq_getmsgint64(buf);
	int			width = pq_getmsgbyte(buf);
	uint16		common = (uint16) pq_getmsgint(buf, 2) & ALL_MONTHS;
	int			entry_size = width + (common == 0 ? sizeof(uint16) : 0);
	uint64		mask = 0;
	const char *p;
	const char *end;
	HouseholdMonths *entries;

	/* There are no more households than distances: one alone may take no bytes. */
	if (width > 0 && width <= (int) sizeof(uint64))
		mask = PG_UINT64_MAX >> (BITS_PER_BYTE * (sizeof(uint64) - width));
	if (width > (int) sizeof(uint64) || sent == 0 || sent - 1 > mask ||
		(entry_size > 0 && sent > (uint64) (buf->len - buf->cursor) / entry_size))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("serialized households do not fit: " UINT64_FORMAT " of %d bytes in %d bytes",
						sent, entry_size, buf->len - buf->cursor),
				 ERRHINT_SAME_VERSION));
	*count = (Size) sent;
	p = pq_getmsgbytes(buf, (int) (sent * entry_size));
	end = p + sent * entry_size;

	entries = household_list_allocate(CurrentMemoryContext, *count);
	for (Size i = 0; i < *count; i++)
	{
		uint64		distance = 0;

		/* A copy of constant size is a single load. */
		if (likely(end - p >= (ptrdiff_t) sizeof(uint64)))
			memcpy(&distance, p, sizeof(uint64));
		else
			memcpy(&distance, p, width);
		entries[i].household = first + (household_list_lowest_first(distance) & mask);
		p += width;
		entries[i].months = common;
		if (common == 0)
		{
			entries[i].months = ((unsigned char) p[0] | (unsigned char) p[1] << BITS_PER_BYTE) & ALL_MONTHS;
			p += sizeof(uint16);
		}
		if (unlikely(i > 0 && entries[i].household <= entries[i - 1].household))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("serialized households are not in order"),
					 ERRHINT_SAME_VERSION));
	}
	return entries;
}
