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

#include "caseload.h"
#include "fiscal_year.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* Of the calendar: the first and the last year of type date. */
#define FIRST_YEAR		(-4713)
#define LAST_YEAR		5874897
#define MIDDLE_YEAR		2000

#define MONTH_BITS		12

PG_FUNCTION_INFO_V1(household_set_in);
PG_FUNCTION_INFO_V1(household_set_out);
PG_FUNCTION_INFO_V1(household_set_from_bytes);
PG_FUNCTION_INFO_V1(household_set_recv_value);
PG_FUNCTION_INFO_V1(household_set_send_value);
PG_FUNCTION_INFO_V1(household_set_final);
PG_FUNCTION_INFO_V1(household_set_unite_trans);
PG_FUNCTION_INFO_V1(household_set_household_count);
PG_FUNCTION_INFO_V1(household_set_month_count);
PG_FUNCTION_INFO_V1(household_set_long_term);
PG_FUNCTION_INFO_V1(household_set_between);

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
 * Reads a year's households and adds them to a set.
 */
static void
unpack_year(StringInfo buf, int32 number, HouseholdSet *set)
{
	uint64		count = get_number(buf);
	uint64		common = get_number(buf);
	int			low_bits = pq_getmsgbyte(buf);
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
		if (i > 0)
		{
			uint64		high = get_ones(&reader);
			uint64		distance;

			CheckPacked(low_bits == 0 || high >> (64 - low_bits) == 0, "distance");
			distance = high << low_bits;
			if (low_bits > 32)
			{
				distance |= get_bits(&reader, 32);
				distance |= get_bits(&reader, low_bits - 32) << 32;
			}
			else
				distance |= get_bits(&reader, low_bits);
			CheckPacked(distance < PG_UINT64_MAX - household, "distance");
			household += distance + 1;
		}
		entries[i].household = household;
		entries[i].months = common != 0 ? common : get_bits(&reader, MONTH_BITS);
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

/*
 * Refuses bytes that are no set.
 */
static void
CheckValue(const bytea *value)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "household_set", ALLOCSET_DEFAULT_SIZES);
	HouseholdSet set;

	household_set_init(&set, context);
	household_set_unpack(value, &set);
	MemoryContextDelete(context);
}

/*
 * household_set_in(text cstring) -> household_set
 */
Datum
household_set_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	size_t		length = strlen(text);
	bytea	   *value;

	if (length < 2 || text[0] != '\\' || text[1] != 'x' || length % 2 != 0 ||
		strspn(text + 2, "0123456789abcdefABCDEF") != length - 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type household_set: \"%.60s\"", text),
				 errhint("Values of household_set are made by household_set(household, month) and are not written by hand.")));
	value = palloc(VARHDRSZ + length / 2);
	SET_VARSIZE(value, VARHDRSZ + hex_decode(text + 2, length - 2, VARDATA(value)));
	CheckValue(value);
	PG_RETURN_BYTEA_P(value);
}

/*
 * household_set_out(households household_set) -> cstring
 */
Datum
household_set_out(PG_FUNCTION_ARGS)
{
	const bytea *value = PG_GETARG_BYTEA_PP(0);
	Size		length = VARSIZE_ANY_EXHDR(value);
	char	   *text = palloc_extended(2 * length + 3, MCXT_ALLOC_HUGE);

	text[0] = '\\';
	text[1] = 'x';
	text[2 + hex_encode(VARDATA_ANY(value), length, text + 2)] = '\0';
	PG_RETURN_CSTRING(text);
}

/*
 * household_set(bytes bytea) -> household_set
 */
Datum
household_set_from_bytes(PG_FUNCTION_ARGS)
{
	CheckValue(PG_GETARG_BYTEA_PP(0));
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * household_set_recv(message internal) -> household_set
 */
Datum
household_set_recv_value(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			length = buf->len - buf->cursor;
	bytea	   *value = palloc(VARHDRSZ + length);

	SET_VARSIZE(value, VARHDRSZ + length);
	pq_copymsgbytes(buf, VARDATA(value), length);
	CheckValue(value);
	PG_RETURN_BYTEA_P(value);
}

/*
 * household_set_send(households household_set) -> bytea
 */
Datum
household_set_send_value(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}

/*
 * household_set_final(state internal) -> household_set
 */
Datum
household_set_final(PG_FUNCTION_ARGS)
{
	HouseholdSet nobody;

	if (!PG_ARGISNULL(0))
		PG_RETURN_BYTEA_P(household_set_pack(&((const CaseloadState *) PG_GETARG_POINTER(0))->set));
	household_set_init(&nobody, CurrentMemoryContext);
	PG_RETURN_BYTEA_P(household_set_pack(&nobody));
}

/*
 * household_set_unite_trans(state internal, households household_set) -> internal
 */
Datum
household_set_unite_trans(PG_FUNCTION_ARGS)
{
	CaseloadState *state = caseload_state(fcinfo);

	if (!PG_ARGISNULL(1))
		household_set_unpack(PG_GETARG_BYTEA_PP(1), &state->set);
	PG_RETURN_POINTER(state);
}

/*
 * household_count(households household_set) -> bigint
 */
Datum
household_set_household_count(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_households(&set, 1));
}

/*
 * household_months(households household_set) -> bigint
 */
Datum
household_set_month_count(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_household_months(&set));
}

/*
 * long_term_households(households household_set, min_months integer) -> bigint
 */
Datum
household_set_long_term(PG_FUNCTION_ARGS)
{
	HouseholdSet set;

	CheckMinMonths(false, PG_GETARG_INT32(1));
	household_set_argument(fcinfo, 0, &set);
	PG_RETURN_INT64(household_set_households(&set, PG_GETARG_INT32(1)));
}

/*
 * household_set_between(households household_set, first_month date, last_month date) -> household_set
 */
Datum
household_set_between(PG_FUNCTION_ARGS)
{
	int64		first;
	int64		last;
	HouseholdSet set;
	HouseholdSet result;
	int			years;
	HouseholdYear **year;

	CheckFiniteDate(PG_GETARG_DATEADT(1), "first_month", false);
	CheckFiniteDate(PG_GETARG_DATEADT(2), "last_month", false);
	first = fiscal_month_number(PG_GETARG_DATEADT(1), 1);
	last = fiscal_month_number(PG_GETARG_DATEADT(2), 1);
	household_set_argument(fcinfo, 0, &set);
	household_set_init(&result, CurrentMemoryContext);
	year = household_set_years(&set, &years);
	for (int i = 0; i < years; i++)
	{
		int64		january = (int64) year[i]->year * MONTHS_PER_YEAR;
		uint16		wanted = 0;
		uint16		seen = 0;
		Size		count;
		Size		kept = 0;
		const HouseholdMonths *entries;
		HouseholdMonths *chosen;

		for (int month = 0; month < MONTHS_PER_YEAR; month++)
			if (january + month >= first && january + month <= last)
				wanted |= 1 << month;
		if (wanted == 0)
			continue;
		entries = household_year_entries(year[i], &count);
		chosen = household_list_allocate(CurrentMemoryContext, count);
		for (Size place = 0; place < count; place++)
		{
			chosen[kept].household = entries[place].household;
			chosen[kept].months = entries[place].months & wanted;
			seen |= chosen[kept].months;
			kept += chosen[kept].months != 0;
		}
		if (kept > 0)
			household_set_add_list(&result, year[i]->year, seen, chosen, kept);
	}
	PG_RETURN_BYTEA_P(household_set_pack(&result));
}
