/*
 * decode_text.c
 *
 * Text from the bytes of a file:
 *
 *   SELECT decode_text(bytes);                 by the bytes themselves
 *   SELECT decode_text(bytes, 'CP437');
 *   SELECT text_encoding(bytes);               which it takes
 *
 * PostgreSQL converts between encodings, but knows no CP437, which SIE files are in by their standard. The iconv of the
 * C library does; from there it is UTF-8, and PostgreSQL brings that into the encoding of the database.
 */
#include "decode_text.h"

#include <errno.h>
#include <iconv.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(decode_text);
PG_FUNCTION_INFO_V1(text_encoding);

/* Work between two looks at whether it is to be cancelled. */
#define CHUNK_BYTES (64 * 1024)

/* What iconv calls them, and what users do. What they write goes to no other place. */
static const struct
{
	TextEncoding encoding;
	const char *name;
	const char *other_names[4];
}			known_encodings[] = {
	{TEXT_ASCII, "US-ASCII", {"ASCII"}},
	{TEXT_UTF8, "UTF-8", {"UTF8"}},
	{TEXT_UTF16LE, "UTF-16LE", {NULL}},
	{TEXT_UTF16BE, "UTF-16BE", {NULL}},
	{TEXT_CP437, "CP437", {"PC8", "IBM437"}},
	{TEXT_LATIN1, "ISO-8859-1", {"LATIN1", "LATIN-1", "ISO88591"}},
	{TEXT_LATIN9, "ISO-8859-15", {"LATIN9", "LATIN-9", "ISO885915"}},
	{TEXT_WINDOWS1252, "WINDOWS-1252", {"CP1252", "WIN1252", "ANSI"}}
};

static TextEncoding encoding_by_name(const char *name);
static TextEncoding CheckedEncoding(const char *bytes, size_t length);
static void convert_to_utf8(StringInfo decoded, const char *bytes, size_t length, size_t skipped, TextEncoding encoding);
static iconv_t converter(TextEncoding encoding);

const char *
text_encoding_name(TextEncoding encoding)
{
	for (int i = 0; i < (int) lengthof(known_encodings); i++)
		if (known_encodings[i].encoding == encoding)
			return known_encodings[i].name;
	return "none";
}

static TextEncoding
encoding_by_name(const char *name)
{
	for (int i = 0; i < (int) lengthof(known_encodings); i++)
	{
		if (pg_strcasecmp(name, known_encodings[i].name) == 0)
			return known_encodings[i].encoding;
		for (int j = 0; j < (int) lengthof(known_encodings[i].other_names); j++)
			if (known_encodings[i].other_names[j] != NULL && pg_strcasecmp(name, known_encodings[i].other_names[j]) == 0)
				return known_encodings[i].encoding;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("encoding must be one that decode_text knows, not \"%s\"", pnstrdup(name, pg_mbcliplen(name, strlen(name), 60))),
			 errhint("Give auto, UTF-8, CP437, ISO-8859-1, ISO-8859-15, WINDOWS-1252, UTF-16LE or UTF-16BE.")));
	return TEXT_NONE;			/* keeps compilers quiet */
}

/*
 * Which encoding bytes are in, or TEXT_NONE with why, and at which byte.
 */
TextEncoding
detect_text_encoding(const char *bytes, size_t length, TextFault *fault, size_t *fault_at)
{
	TextBytes	seen;
	TextEncoding encoding;

	text_bytes_begin(&seen);
	for (size_t done = 0; done < length; done += CHUNK_BYTES)
	{
		CHECK_FOR_INTERRUPTS();
		text_bytes_add(&seen, (const unsigned char *) bytes + done, Min(length - done, CHUNK_BYTES));
	}
	encoding = text_bytes_end(&seen, fault);
	*fault_at = *fault == TEXT_FAULT_CONTROL ? seen.control_at : *fault == TEXT_FAULT_BROKEN_UTF8 ? seen.utf8_fault_at : 0;
	return encoding;
}

static TextEncoding
CheckedEncoding(const char *bytes, size_t length)
{
	TextFault	fault;
	size_t		at;
	TextEncoding encoding = detect_text_encoding(bytes, length, &fault, &at);

	switch (fault)
	{
		case TEXT_FAULT_NONE:
			break;
		case TEXT_FAULT_CONTROL:
			ereport(ERROR,
					(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
					 errmsg("bytes are no text: byte %zu is 0x%02x", at, (unsigned char) bytes[at - 1]),
					 errhint("A workbook or a compressed file is to be saved as text, or unpacked, first.")));
			break;
		case TEXT_FAULT_BROKEN_UTF8:
			ereport(ERROR,
					(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
					 errmsg("bytes are UTF-8, but not at byte %zu, which is 0x%02x", at, (unsigned char) bytes[at - 1]),
					 errhint("The file is cut off or joined from files of two encodings. If it is none of these, name its encoding: decode_text(bytes, 'WINDOWS-1252').")));
			break;
		case TEXT_FAULT_TWO_WAYS:
			ereport(ERROR,
					(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
					 errmsg("bytes can be read as CP437 and as Windows-1252"),
					 errhint("Name the encoding: decode_text(bytes, 'CP437') or decode_text(bytes, 'WINDOWS-1252').")));
			break;
	}
	return encoding;
}

/*
 * Opening one reads files, so those that are open stay so as long as the session.
 */
static iconv_t
converter(TextEncoding encoding)
{
	static iconv_t opened[TEXT_NONE];
	static bool is_open[TEXT_NONE];

	if (!is_open[encoding])
	{
		opened[encoding] = iconv_open("UTF-8", text_encoding_name(encoding));
		if (opened[encoding] == (iconv_t) -1)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("the C library of this server cannot convert %s", text_encoding_name(encoding)),
					 errhint("Install its conversions (glibc-gconv-extra on Fedora and its kin), or convert the file first.")));
		is_open[encoding] = true;
	}
	/* It may have been left in the middle of a character. */
	iconv(opened[encoding], NULL, NULL, NULL, NULL);
	return opened[encoding];
}

/*
 * Refuses a byte, by how many are before it.
 */
static void
NotInEncoding(TextEncoding encoding, size_t before, char byte)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
			 errmsg("bytes are no %s: byte %zu is 0x%02x", text_encoding_name(encoding), before + 1, (unsigned char) byte),
			 errhint("Leave the encoding out, and the bytes decide; text_encoding(bytes) says which.")));
}

static void
convert_to_utf8(StringInfo decoded, const char *bytes, size_t length, size_t skipped, TextEncoding encoding)
{
	iconv_t		conversion = converter(encoding);
	char	   *from = (char *) bytes;
	size_t		left = length;

	while (left > 0)
	{
		size_t		chunk = Min(left, CHUNK_BYTES);
		size_t		chunk_left = chunk;
		char	   *to;
		size_t		room;
		size_t		status;

		CHECK_FOR_INTERRUPTS();
		/* No byte of these encodings becomes more than three of UTF-8. */
		enlargeStringInfo(decoded, 3 * chunk);
		to = decoded->data + decoded->len;
		room = 3 * chunk;
		status = iconv(conversion, &from, &chunk_left, &to, &room);
		decoded->len = to - decoded->data;
		decoded->data[decoded->len] = '\0';
		left -= chunk - chunk_left;
		/* A character that the next chunk ends is no fault, if there is one. */
		if (status == (size_t) -1 && !(errno == EINVAL && left > chunk_left))
			NotInEncoding(encoding, skipped + length - left, *from);
	}
}

/*
 * Bytes of an encoding as text of the database, ended by a zero byte, without a byte order mark.
 */
char *
decode_bytes(const char *bytes, size_t length, TextEncoding encoding, size_t *decoded_length)
{
	size_t		mark = text_byte_order_mark((const unsigned char *) bytes, length);
	StringInfoData decoded;
	char	   *own;

	if (mark == 3 && encoding != TEXT_UTF8)
		mark = 0;
	if (mark == 2 && encoding != (bytes[0] == '\xFF' ? TEXT_UTF16LE : TEXT_UTF16BE))
		mark = 0;
	bytes += mark;
	length -= mark;

	initStringInfo(&decoded);
	if (encoding == TEXT_UTF8 || encoding == TEXT_ASCII)
	{
		size_t		good = 0;

		if (encoding == TEXT_UTF8)
			good = pg_encoding_verifymbstr(PG_UTF8, bytes, length);
		else
			while (good < length && bytes[good] != '\0' && !IS_HIGHBIT_SET(bytes[good]))
				good++;
		if (good < length)
			NotInEncoding(encoding, mark + good, bytes[good]);
		appendBinaryStringInfo(&decoded, bytes, length);
	}
	else
	{
		convert_to_utf8(&decoded, bytes, length, mark, encoding);
		if (memchr(decoded.data, '\0', decoded.len) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
					 errmsg("bytes are no text: as %s they have a character of 0", text_encoding_name(encoding)),
					 errhint("A workbook or a compressed file is to be saved as text, or unpacked, first.")));
	}

	own = pg_any_to_server(decoded.data, decoded.len, PG_UTF8);
	*decoded_length = own == decoded.data ? (size_t) decoded.len : strlen(own);
	return own;
}

/*
 * decode_text(bytes bytea, encoding text DEFAULT 'auto') -> text
 */
Datum
decode_text(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	TextEncoding encoding;
	size_t		length;
	char	   *decoded;

	encoding = pg_strcasecmp(name, "auto") == 0 ? CheckedEncoding(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes)) : encoding_by_name(name);
	decoded = decode_bytes(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes), encoding, &length);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(decoded, length));
}

/*
 * text_encoding(bytes bytea) -> text
 */
Datum
text_encoding(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);

	PG_RETURN_TEXT_P(cstring_to_text(text_encoding_name(CheckedEncoding(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes)))));
}
