/*
 * sie_reader.c
 *
 * A fuzzer for what reads bytes of others without PostgreSQL: which encoding they are in, and the lines of a SIE file.
 * Not part of the tests, for it ends when it is told to; it needs clang with libFuzzer (Debian: libclang-rt-14-dev):
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Isrc \
 *       test/fuzz/sie_reader.c src/sie_reader.c src/text_bytes.c -o build/sie_reader_fuzzer
 *   mkdir -p build/sie_reader_corpus
 *   build/sie_reader_fuzzer -dict=test/fuzz/sie_reader.dict -max_total_time=3600 build/sie_reader_corpus
 *
 * Besides what sanitizers see: fields lie within the file and do not overlap, reading ends, what is unescaped has no more
 * bytes, numbers are in their bounds, and an encoding does not depend on how the bytes come in pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "sie_reader.h"
#include "text_bytes.h"

#define MUST(condition) do { if (!(condition)) abort(); } while (0)

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	free(bytes);
	return 0;
}
