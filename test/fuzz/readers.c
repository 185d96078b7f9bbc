/*
 * readers.c
 *
 * A fuzzer for what reads bytes of others without PostgreSQL: which encoding they are in, the lines of a SIE file, amounts and months.
 * Not part of the tests, for it ends when it is told to; it needs clang with libFuzzer (Debian: clang and libclang-rt-14-dev):
 *
 *   make fuzz SECONDS=3600
 *
 * Besides what sanitizers see: fields lie within the file and do not overlap, reading ends, what is unescaped has no more
 * bytes, numbers are in their bounds, an encoding does not depend on how the bytes come in pieces, an amount is one by the rules of a
 * number and has just the digits that were written, and blanks around amounts and months mean nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "amount_text.h"
#include "month_text.h"
#include "sie_reader.h"
#include "text_bytes.h"

#define MUST(condition) do { if (!(condition)) abort(); } while (0)

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The same text between blanks of several widths.
 */
static char *
between_blanks(const char *bytes, size_t size, size_t *length)
{
	static const char before[] = "\xC2\xA0\t ";
	static const char after[] = " \xE2\x80\xAF\n";
	char	   *wide = malloc(size + sizeof(before) + sizeof(after));

	memcpy(wide, before, sizeof(before) - 1);
	memcpy(wide + sizeof(before) - 1, bytes, size);
	memcpy(wide + sizeof(before) - 1 + size, after, sizeof(after) - 1);
	*length = size + sizeof(before) + sizeof(after) - 2;
	return wide;
}

static void
check_amount(const char *bytes, size_t size, const char *wide, size_t wide_size, char mark)
{
	char		number[AMOUNT_ROOM];
	char		again[AMOUNT_ROOM];
	AmountFault fault = amount_text(bytes, size, mark, number);
	const char *at = number;
	size_t		digits = 0;

	MUST(amount_text(wide, wide_size, mark, again) == fault);
	if (fault != AMOUNT_IS_GOOD)
		return;
	MUST(strcmp(number, again) == 0);
	at += *at == '-';
	digits = strspn(at, "0123456789");
	MUST(digits > 0);
	at += digits;
	if (*at == '.')
	{
		MUST(strspn(at + 1, "0123456789") > 0);
		at += 1 + strspn(at + 1, "0123456789");
	}
	MUST(*at == '\0');
	/* Digits in, digits out; a dash alone is 0. */
	at = number;
	for (size_t i = 0; i < size; i++)
		if (bytes[i] >= '0' && bytes[i] <= '9')
		{
			at += strcspn(at, "0123456789");
			MUST(*at++ == bytes[i]);
			digits = 0;
		}
	MUST(at[strcspn(at, "0123456789")] == '\0' || (digits == 1 && strcmp(number, "0") == 0));
}

static void
check_month(const char *bytes, size_t size, const char *wide, size_t wide_size)
{
	int			year = 0;
	int			month = 0;
	int			year_again = 0;
	int			month_again = 0;
	MonthFault	fault = month_text(bytes, size, &year, &month);

	MUST(month_text(wide, wide_size, &year_again, &month_again) == fault);
	if (fault == MONTH_IS_GOOD)
		MUST(year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && year == year_again && month == month_again);
}

static void
check_field(const SieField *field, const char **from, const char *end)
{
	char	   *copy = malloc(field->length + 1);
	int64_t		units = 0;
	int			year,
				month,
				day;

	MUST(field->start >= *from && field->start + field->length <= end);
	MUST(memchr(field->start, '\n', field->length) == NULL && memchr(field->start, '\r', field->length) == NULL);
	*from = field->start + field->length;
	MUST(sie_unescape(field, copy) <= field->length);
	free(copy);
	if (sie_amount(field, &units) == SIE_NUMBER_GOOD)
		MUST(units > -INT64_C(100000000000000000) && units < INT64_C(100000000000000000));
	if (sie_integer(field, &year))
		MUST(year > -1000000000 && year < 1000000000);
	if (sie_date(field, &year, &month, &day))
		MUST(year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
	if (sie_period(field, &year, &month))
		MUST(year >= 1000 && year <= 9999 && month >= 1 && month <= 12);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of just that size, so that a byte too far is seen. */
	char	   *bytes = malloc(size > 0 ? size : 1);
	SieReader	reader;
	SieLine		line;
	size_t		lines = 0;
	TextBytes	whole;
	TextBytes	pieces;
	TextFault	fault;
	TextFault	fault_of_pieces;
	size_t		step = size > 0 ? data[0] % 7 + 1 : 1;

	if (size > 0)
		memcpy(bytes, data, size);
	sie_begin(&reader, bytes, size);
	while (sie_read_line(&reader, &line) != SIE_LINE_END)
	{
		const char *from = bytes;

		MUST(++lines <= size && line.number >= lines);
		MUST(line.fields <= SIE_MAX_FIELDS && line.objects <= SIE_MAX_OBJECTS);
		MUST(line.fault != SIE_FAULT_NONE || line.objects % 2 == 0 || line.item == SIE_OTHER_ITEM);
		check_field(&line.label, &from, bytes + size);
		if (line.kind == SIE_LINE_ITEM)
		{
			const char *from_objects = from;

			for (int i = 0; i < line.fields; i++)
				check_field(&line.field[i], &from, bytes + size);
			for (int i = 0; i < line.objects; i++)
				check_field(&line.object[i], &from_objects, bytes + size);
		}
	}
	MUST(reader.at == bytes + size);

	text_bytes_begin(&whole);
	text_bytes_add(&whole, (unsigned char *) bytes, size);
	text_bytes_begin(&pieces);
	for (size_t at = 0; at < size; at += step)
		text_bytes_add(&pieces, (unsigned char *) bytes + at, size - at < step ? size - at : step);
	MUST(text_bytes_end(&whole, &fault) == text_bytes_end(&pieces, &fault_of_pieces) && fault == fault_of_pieces);
	{
		size_t		length;
		char	   *wide = between_blanks(bytes, size, &length);

		check_amount(bytes, size, wide, length, ',');
		check_amount(bytes, size, wide, length, '.');
		check_month(bytes, size, wide, length);
		free(wide);
	}
	free(bytes);
	return 0;
}
