/*
 * sie_file.c
 *
 * Opens a SIE file and makes text of its fields. The standard says that a file is in CP437; many are not, and say that they are.
 * So the bytes decide, and where they do not, the standard does.
 */
#include "sie_file.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/* In how many lines a known item comes first. */
#define LINES_OF_A_HEAD 100

static bool is_sie(SieReader reader);

/*
 * Whether a file begins with items, of which one is known. A copy of the reader reads.
 */
static bool
is_sie(SieReader reader)
{
	SieLine		line;

	for (int i = 0; i < LINES_OF_A_HEAD; i++)
	{
		if (sie_read_line(&reader, &line) != SIE_LINE_ITEM)
			return false;
		if (line.item != SIE_OTHER_ITEM)
			return true;
	}
	return false;
}

void
sie_open(SieFile *file, bytea *bytes)
{
	TextFault	fault;
	size_t		at;

	file->bytes = VARDATA_ANY(bytes);
	file->length = VARSIZE_ANY_EXHDR(bytes);
	file->encoding = detect_text_encoding(file->bytes, file->length, &fault, &at);
	if (file->encoding == TEXT_UTF16LE || file->encoding == TEXT_UTF16BE)
		ereport(ERROR,
				(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
				 errmsg("file is in UTF-16, in which no SIE file is"),
				 errhint("Give convert_to(decode_text(file), 'UTF8').")));
	if (fault == TEXT_FAULT_TWO_WAYS)
		file->encoding = TEXT_CP437;
	else if (fault != TEXT_FAULT_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
				 errmsg(fault == TEXT_FAULT_BROKEN_UTF8 ? "file is UTF-8, but not at byte %zu, which is 0x%02x" : "file is no text: byte %zu is 0x%02x",
						at, (unsigned char) file->bytes[at - 1]),
				 fault == TEXT_FAULT_BROKEN_UTF8
				 ? errhint("The file is cut off or joined from files of two encodings. Name its encoding: convert_to(decode_text(file, 'WINDOWS-1252'), 'UTF8').")
				 : errhint("A compressed file is to be unpacked first.")));

	sie_begin(&file->reader, file->bytes, file->length);
	if (!is_sie(file->reader))
	{
		SieField	begin = {file->bytes, file->length, false};
		const char *line_end = memchr(begin.start, '\n', begin.length);

		if (line_end != NULL)
			begin.length = line_end - begin.start;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("file is no SIE file: it %s", file->length == 0 ? "is empty" : psprintf("begins with \"%s\"", sie_shown(file, &begin))),
				 errhint("A SIE file of types 1 to 4 begins with lines such as #FLAGGA 0 and #PROGRAM \"name\" 1.0; have it written as type 4.")));
	}
}

/*
 * Takes the next line that is not blank. False where there is none.
 */
bool
sie_next(SieFile *file)
{
	CHECK_FOR_INTERRUPTS();
	return sie_read_line(&file->reader, &file->line) != SIE_LINE_END;
}

/*
 * A field in the encoding of the database, ended by a zero byte.
 */
char *
sie_string(const SieFile *file, const SieField *field, size_t *length)
{
	char	   *bytes = palloc(field->length + 1);

	*length = sie_unescape(field, bytes);
	bytes[*length] = '\0';
	if (file->encoding != TEXT_ASCII)
		for (size_t i = 0; i < *length; i++)
			if (IS_HIGHBIT_SET(bytes[i]))
				return decode_bytes(bytes, *length, file->encoding, length);
	return bytes;
}

Datum
sie_text(const SieFile *file, const SieField *field)
{
	size_t		length;
	char	   *string = sie_string(file, field, &length);
	text	   *result = cstring_to_text_with_len(string, length);

	pfree(string);
	return PointerGetDatum(result);
}

/*
 * What messages show of a field.
 */
char *
sie_shown(const SieFile *file, const SieField *field)
{
	size_t		length;
	SieField	begin = *field;
	char	   *string;

	/* Not more than is shown, so that a megabyte is not converted for it; the last character may be cut. */
	begin.length = Min(begin.length, 200);
	if (file->encoding == TEXT_UTF8)
		while (begin.length > 0 && begin.length < field->length && ((unsigned char) begin.start[begin.length] & 0xC0) == 0x80)
			begin.length--;
	string = sie_string(file, &begin, &length);
	if (length > 60 || begin.length < field->length)
	{
		length = pg_mbcliplen(string, length, 60);
		return psprintf("%.*s...", (int) length, string);
	}
	return string;
}
