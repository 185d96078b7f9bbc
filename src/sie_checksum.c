/*
 * sie_checksum.c
 *
 * #KSUMMA: CRC-32, with the usual polynomial, of all that stands between two of them, as the standard has it.
 */
#include "sie_book.h"

#include "utils/pg_crc.h"

/*
 * CRC-32 of labels and fields, without what stands around and between them.
 */
void
sie_add_to_checksum(SieBook *book)
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
void
sie_read_checksum(SieBook *book)
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
		sie_unreadable(book, "states no sum");
		return;
	}
	stated = sie_string(&book->file, &line->field[0], &length);
	/* Some write it with a sign. */
	if (strcmp(stated, psprintf("%u", book->checksum)) != 0 && strcmp(stated, psprintf("%d", (int32) book->checksum)) != 0)
		sie_find(book, SIE_RULE_CHECKSUM, SIE_FAILS, line->number,
				 psprintf("#KSUMMA states %s, and the bytes add up to %u: they were changed after the file was written", sie_shown(&book->file, &line->field[0]), book->checksum));
}
