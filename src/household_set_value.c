/*
 * household_set_value.c
 *
 * The type household_set: which households had support in which months, as a value
 * that can be kept, united with others and counted exactly.
 *
 * Its bytes are, with numbers of seven bits a byte, the lowest first (LEB128),
 *
 *   byte     the format, HOUSEHOLD_SET_FORMAT
 *   number   how many years
 *
 * then for each year, in order,
 *
 *   number   of the first year, twice its distance from 2000, less 1 if it is before
 *            that; of the others the distance from the one before
 *   number   how many households
 *   number   the months of every household, or 0 where they differ
 *   byte     how many low bits of a distance are written as such
 *   8 bytes  the first household, highest byte first
 *   number   how many bytes follow
 *
 * and bit by bit, lowest first, for each household but the first its distance
 * from the one before, less 1, as Golomb and Rice have it (the high bits as so many ones and
 * a zero, then the low bits), and its months where they differ. Households that are numbers of
 * 63 bits take 8 bytes each with their months where there are ten thousand in a year, and less
 * where there are more or their numbers are smaller. One set has one form: equal
 * sets have equal bytes.
 *
 * Whatever the bytes are, nothing is read beyond them and nothing is believed that the
 * code above does not write: they come from users.
 */
#include "household_set_value.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

/* Of the calendar: the first and the last year of type date. */
#define FIRST_YEAR		(-4713)
#define LAST_YEAR		5874897
#define MIDDLE_YEAR		2000

#define MONTH_BITS		12

/*
 * Bits on their way into memory that has room for them, and for 8 bytes more.
 */
typedef struct BitWriter
{
	unsigned char *next;
	uint64		bits;
	int			count;			/* fewer than 8 between calls */
} BitWriter;

/* At most 56 bits. */
static inline void
put_bits(BitWriter *writer, uint64 bits, int count)
{
	uint64		stored;

	writer->bits |= bits << writer->count;
	writer->count += count;
	stored = household_list_lowest_first(writer->bits);
	memcpy(writer->next, &stored, sizeof(uint64));
	writer->next += writer->count / BITS_PER_BYTE;
	writer->bits >>= writer->count & ~(BITS_PER_BYTE - 1);
	writer->count %= BITS_PER_BYTE;
}

static inline void
put_distance(BitWriter *writer, uint64 distance, int low_bits)
{
	uint64		high = distance >> low_bits;

	for (; high >= 32; high -= 32)
		put_bits(writer, 0xFFFFFFFF, 32);
	put_bits(writer, (UINT64CONST(1) << high) - 1, (int) high + 1);
	if (low_bits > 32)
	{
		put_bits(writer, distance & 0xFFFFFFFF, 32);
		put_bits(writer, distance >> 32 & ((UINT64CONST(1) << (low_bits - 32)) - 1), low_bits - 32);
	}
	else
		put_bits(writer, distance & ((UINT64CONST(1) << low_bits) - 1), low_bits);
}

static void
put_number(StringInfo buf, uint64 number)
{
	while (number > 0x7F)
	{
		appendStringInfoCharMacro(buf, (char) (number | 0x80));
		number >>= 7;
	}
	appendStringInfoCharMacro(buf, (char) number);
}

/*
 * How many low bits of distances make them shortest: as many as the mean has, or one
 * less. The high bits of all together are then fewer than two for each household.
 */
static int
choose_low_bits(uint64 span, Size count)
{
	uint64		mean = span / count;

	return mean == 0 ? 0 : pg_leftmost_one_pos64(mean);
}

static void
pack_year(StringInfo buf, const HouseholdMonths *entries, Size count)
{
	uint16		common = entries[0].months;
	int			low_bits = choose_low_bits(entries[count - 1].household - entries[0].household, count);
	uint64		bits = 0;
	uint64		length;
	BitWriter	writer;

	for (Size i = 1; i < count; i++)
	{
		if (entries[i].months != common)
			common = 0;
		bits += ((entries[i].household - entries[i - 1].household - 1) >> low_bits) + 1 + low_bits;
	}
	if (common == 0)
		bits += count * MONTH_BITS;
	length = bits / BITS_PER_BYTE + (bits % BITS_PER_BYTE != 0);

	put_number(buf, count);
	put_number(buf, common);
	pq_sendbyte(buf, low_bits);
	pq_sendint64(buf, entries[0].household);
	put_number(buf, length);
	if (length > MaxAllocSize - MESSAGE_OVERHEAD)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many households in one set: %zu in one year", count),
				 errhint("Group by something more, such as the unit.")));
	enlargeStringInfo(buf, (int) length + sizeof(uint64));

	memset(&writer, 0, sizeof(BitWriter));
	writer.next = (unsigned char *) buf->data + buf->len;
	for (Size i = 0; i < count; i++)
	{
		if (i > 0)
			put_distance(&writer, entries[i].household - entries[i - 1].household - 1, low_bits);
		if (common == 0)
			put_bits(&writer, entries[i].months, MONTH_BITS);
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	buf->len += (int) length;
	buf->data[buf->len] = '\0';
}

/*
 * Makes a value of a set. StringInfo refuses more than a gigabyte.
 */
bytea *
household_set_pack(const HouseholdSet *set)
{
	StringInfoData buf;
	int			years;
	HouseholdYear **year = household_set_years(set, &years);
	int32		before = MIDDLE_YEAR;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, HOUSEHOLD_SET_FORMAT);
	put_number(&buf, years);
	for (int i = 0; i < years; i++)
	{
		Size		count;
		const HouseholdMonths *entries = household_year_entries(year[i], &count);
		int64		distance = (int64) year[i]->year - before;

		if (year[i]->year < FIRST_YEAR || year[i]->year > LAST_YEAR)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("no date lies in year %d of a set of households", year[i]->year),
					 ERRHINT_SAME_VERSION));
		put_number(&buf, i > 0 ? distance : distance < 0 ? -2 * distance - 1 : 2 * distance);
		before = year[i]->year;
		pack_year(&buf, entries, count);
		household_year_free_entries(year[i], entries);
	}
	pfree(year);
	return pq_endtypsend(&buf);
}

/* Refuses what household_set_pack cannot have written. */
#define CheckPacked(condition, what) \
	do { \
		if (unlikely(!(condition))) \
			ereport(ERROR, \
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), \
					 errmsg("invalid %s in a household_set", what), \
					 errhint("Values of household_set are made by household_set(household, month) and are not written by hand."))); \
	} while (0)

static uint64
get_number(StringInfo buf)
{
	uint64		number = 0;

	for (int shift = 0;; shift += 7)
	{
		uint64		byte = (uint64) pq_getmsgbyte(buf);

		/* Ten bytes, the last of them a single bit; and none that adds nothing. */
		CheckPacked(shift < 63 || byte <= 1, "number");
		CheckPacked(shift == 0 || byte != 0, "number");
		number |= (byte & 0x7F) << shift;
		if (byte <= 0x7F)
			return number;
	}
}

/*
 * Bits on their way out of memory.
 */
typedef struct BitReader
{
	const unsigned char *next;
	const unsigned char *end;
	uint64		bits;
	int			count;
} BitReader;

/* Makes at least 56 bits ready, or all that are left. Fewer than 64 are when it is called. */
static inline void
fill_bits(BitReader *reader)
{
	if (likely(reader->end - reader->next >= (ptrdiff_t) sizeof(uint64)))
	{
		uint64		stored;

		/* What does not fit is read again. */
		memcpy(&stored, reader->next, sizeof(uint64));
		reader->bits |= household_list_lowest_first(stored) << reader->count;
		reader->next += (63 - reader->count) / BITS_PER_BYTE;
		reader->count |= 56;
		return;
	}
	while (reader->count <= 56 && reader->next < reader->end)
	{
		reader->bits |= (uint64) *reader->next++ << reader->count;
		reader->count += BITS_PER_BYTE;
	}
}

/* At most 32 bits. */
static inline uint64
get_bits(BitReader *reader, int count)
{
	uint64		bits;

	if (reader->count < count)
	{
		fill_bits(reader);
		CheckPacked(reader->count >= count, "length");
	}
	bits = reader->bits & ((UINT64CONST(1) << count) - 1);
	reader->bits >>= count;
	reader->count -= count;
	return bits;
}

/*
 * The high bits of a distance: how many ones stand before a zero.
 */
static inline uint64
get_ones(BitReader *reader)
{
	uint64		ones = 0;

	for (;;)
	{
		int			here;

		if (reader->count == 0)
		{
			fill_bits(reader);
			CheckPacked(reader->count > 0, "length");
		}
		here = ~reader->bits == 0 ? 64 : pg_rightmost_one_pos64(~reader->bits);
		if (here < reader->count)
		{
			reader->bits >>= here + 1;
			reader->count -= here + 1;
			return ones + here;
		}
		/* All that are ready are ones. */
		ones += reader->count;
		reader->bits = 0;
		reader->count = 0;
	}
}

/*
 * Reads a distance and the months after it, of so many bits, where they are ready at once, as mostly. False, and nothing
 * read, where they are not.
 */
static ALWAYS_INLINE bool
get_entry(BitReader *reader, int low_bits, int month_bits, uint64 *distance, uint16 *months)
{
	uint64		bits;
	int			ones;
	int			count;

	if (unlikely(reader->end - reader->next < (ptrdiff_t) sizeof(uint64)))
		return false;
	fill_bits(reader);
	/* The first 56 are ready: the others may be set, and are not looked at. */
	ones = pg_rightmost_one_pos64(~reader->bits | UINT64CONST(1) << 56);
	count = ones + 1 + low_bits + month_bits;
	if (unlikely(count > 56))
		return false;
	bits = reader->bits >> (ones + 1);
	*distance = (uint64) ones << low_bits | (bits & ((UINT64CONST(1) << low_bits) - 1));
	*months = bits >> low_bits & ((1 << month_bits) - 1);
	reader->bits >>= count;
	reader->count -= count;
	return true;
}

/*
 * Reads a year's households and adds them to a set.
 */
static void
unpack_year(StringInfo buf, int32 number, HouseholdSet *set)
{
	uint64		count = get_number(buf);
	uint64		common = get_number(buf);
	int			low_bits = pq_getmsgbyte(buf);
	int			month_bits = common == 0 ? MONTH_BITS : 0;
	uint64		household = (uint64) pq_getmsgint64(buf);
	uint64		first = household;
	uint64		length = get_number(buf);
	uint16		seen = 0;
	bool		differ = false;
	BitReader	reader;
	HouseholdMonths *entries;

	CheckPacked(common <= ALL_MONTHS, "months");
	CheckPacked(low_bits < 64, "number of bits");
	CheckPacked(length <= (uint64) (buf->len - buf->cursor), "length");
	/* Each takes a bit at least, and the first none where months do not differ. */
	CheckPacked(count >= 1 && count - 1 <= length * BITS_PER_BYTE, "number of households");
	memset(&reader, 0, sizeof(BitReader));
	reader.next = (const unsigned char *) pq_getmsgbytes(buf, (int) length);
	reader.end = reader.next + length;

	entries = household_list_allocate(set->context, count);
	for (uint64 i = 0; i < count; i++)
	{
		uint64		distance;
		uint16		months = common;

		if (i > 0 && get_entry(&reader, low_bits, month_bits, &distance, &months))
			months |= common;
		else if (i > 0)
		{
			uint64		high = get_ones(&reader);

			CheckPacked(low_bits == 0 || high >> (64 - low_bits) == 0, "distance");
			distance = high << low_bits;
			if (low_bits > 32)
			{
				distance |= get_bits(&reader, 32);
				distance |= get_bits(&reader, low_bits - 32) << 32;
			}
			else
				distance |= get_bits(&reader, low_bits);
			months = common | get_bits(&reader, month_bits);
		}
		else
			months = common | get_bits(&reader, month_bits);
		if (i > 0)
		{
			CheckPacked(distance < PG_UINT64_MAX - household, "distance");
			household += distance + 1;
		}
		entries[i].household = household;
		entries[i].months = months;
		CheckPacked(entries[i].months != 0, "months");
		seen |= entries[i].months;
		differ |= entries[i].months != entries[0].months;
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	/* One set has one form. */
	CheckPacked(differ == (common == 0), "months");
	CheckPacked(low_bits == choose_low_bits(household - first, count), "number of bits");
	CheckPacked(reader.next == reader.end && reader.count < BITS_PER_BYTE && reader.bits == 0, "length");
	household_set_add_list(set, number, seen, entries, count);
}

/*
 * Adds a value to a set, checked from end to end.
 */
void
household_set_unpack(const bytea *value, HouseholdSet *set)
{
	StringInfoData buf;
	uint64		years;
	int64		year = MIDDLE_YEAR;

	ReadSerialized(&buf, unconstify(bytea *, value));
	CheckPacked(pq_getmsgbyte(&buf) == HOUSEHOLD_SET_FORMAT, "format");
	years = get_number(&buf);
	CheckPacked(years <= LAST_YEAR - FIRST_YEAR + 1, "number of years");
	for (uint64 i = 0; i < years; i++)
	{
		uint64		distance = get_number(&buf);

		CheckPacked(distance <= 2 * (uint64) LAST_YEAR && (i == 0 || distance > 0), "year");
		if (i > 0)
			year += distance;
		else
			year += distance % 2 == 1 ? -(int64) (distance + 1) / 2 : (int64) distance / 2;
		CheckPacked(year >= FIRST_YEAR && year <= LAST_YEAR, "year");
		unpack_year(&buf, (int32) year, set);
	}
	pq_getmsgend(&buf);
}
