/*
 * text_bytes.c
 *
 * Which encoding bytes are text in: UTF-8 if they can be that, and else CP437 or one of the Latin encodings,
 * whichever reading is the less strange. What a file says of itself is not asked: files in UTF-8 and Latin-1 say
 * that they are "PC8".
 *
 * A letter of a Nordic language is a line, a Greek letter or a sign of mathematics in the other encoding
 * (E4 is a-diaeresis or a capital sigma), or a quote or dagger (84, 86, 94), and those do not stand inside words.
 * So what is counted is such signs beside the letters of ASCII. What both readings allow is decided by how
 * many letters of Nordic languages each has; and what remains is refused.
 */
#include "text_bytes.h"

#include <string.h>

static void judge(TextBytes *seen, unsigned char before, unsigned char byte, unsigned char after);
static void follow_utf8(TextBytes *seen, unsigned char byte);

static inline bool
is_letter(unsigned char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/*
 * Lines, Greek letters and signs of mathematics. Not: sharp s, micro, plus or minus, degree, dot and squared.
 */
static inline bool
is_cp437_drawing(unsigned char byte)
{
	return byte >= 0xB0 && byte < 0xFF &&
		byte != 0xE1 && byte != 0xE6 && byte != 0xF1 && byte != 0xF8 && byte != 0xFA && byte != 0xFD;
}

/*
 * The letters of Swedish, Danish, Norwegian and Finnish, and those of names: e acute and u diaeresis.
 */
static inline bool
is_cp437_nordic(unsigned char byte)
{
	return memchr("\x81\x82\x84\x86\x8E\x8F\x90\x91\x92\x94\x99\x9A", byte, 12) != NULL;
}

static inline bool
is_latin_nordic(unsigned char byte)
{
	return memchr("\xC4\xC5\xC6\xC9\xD6\xD8\xDC\xE4\xE5\xE6\xE9\xF6\xF8\xFC", byte, 14) != NULL;
}

/*
 * Quotes, daggers and signs that do not stand between two letters. Not: the apostrophe, dashes and dots.
 */
static inline bool
is_windows_sign(unsigned char byte)
{
	return memchr("\x80\x82\x83\x84\x86\x87\x88\x89\x8B\x91\x93\x94\x95\x98\x99\x9B", byte, 16) != NULL;
}

static inline bool
is_not_in_windows(unsigned char byte)
{
	return byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
}

/*
 * Signs that do not stand between two letters. Not: spaces, soft hyphens, accents and dots.
 */
static inline bool
is_latin_sign(unsigned char byte)
{
	return (byte > 0xA0 && byte < 0xC0 && byte != 0xAD && byte != 0xB4 && byte != 0xB7) || byte == 0xD7 || byte == 0xF7;
}

/*
 * Where Latin-9 has the letters that Latin-1 lacks.
 */
static inline bool
is_latin9_letter(unsigned char byte)
{
	return memchr("\xA6\xA8\xB4\xB8\xBC\xBD\xBE", byte, 7) != NULL;
}

void
text_bytes_begin(TextBytes *seen)
{
	memset(seen, 0, sizeof(TextBytes));
}

void
text_bytes_add(TextBytes *seen, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
	{
		unsigned char byte = bytes[i];

		if (seen->length < 3)
			seen->first[seen->length] = byte;
		seen->length++;
		if (seen->last >= 0x80)
			judge(seen, seen->before, seen->last, byte);
		if (byte >= 0x80 || seen->utf8_missing > 0)
			follow_utf8(seen, byte);
		/* Besides ends of lines and pages: the paragraph signs of CP437, and with what DOS ends a file. */
		if (byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x14 && byte != 0x15 && byte != 0x1A && seen->control_at == 0)
		{
			seen->control_at = seen->length;
			seen->control = byte;
		}
		seen->before = seen->last;
		seen->last = byte;
	}
}

/*
 * Counts characters of UTF-8, and bytes that are part of none (Unicode, table 3-7).
 */
static void
follow_utf8(TextBytes *seen, unsigned char byte)
{
	if (seen->utf8_missing > 0)
	{
		if (byte >= seen->utf8_low && byte <= seen->utf8_up)
		{
			seen->utf8_low = 0x80;
			seen->utf8_up = 0xBF;
			if (--seen->utf8_missing == 0)
				seen->utf8_characters++;
			return;
		}
		/* What was begun is broken off here; the byte may begin another. */
		seen->utf8_missing = 0;
		if (seen->utf8_faults++ == 0)
			seen->utf8_fault_at = seen->length;
		if (byte < 0x80)
			return;
	}
	seen->utf8_low = 0x80;
	seen->utf8_up = 0xBF;
	if (byte >= 0xC2 && byte <= 0xDF)
		seen->utf8_missing = 1;
	else if (byte >= 0xE0 && byte <= 0xEF)
	{
		seen->utf8_missing = 2;
		if (byte == 0xE0)
			seen->utf8_low = 0xA0;
		else if (byte == 0xED)
			seen->utf8_up = 0x9F;
	}
	else if (byte >= 0xF0 && byte <= 0xF4)
	{
		seen->utf8_missing = 3;
		if (byte == 0xF0)
			seen->utf8_low = 0x90;
		else if (byte == 0xF4)
			seen->utf8_up = 0x8F;
	}
	else if (seen->utf8_faults++ == 0)
		seen->utf8_fault_at = seen->length;
}

/*
 * Of a byte of 128 or more: how strange is it in either reading?
 */
static void
judge(TextBytes *seen, unsigned char before, unsigned char byte, unsigned char after)
{
	bool		follows_letter = is_letter(before);
	bool		leads_letter = is_letter(after);
	bool		is_inside = follows_letter && leads_letter;

	seen->high++;
	if (is_cp437_nordic(byte))
		seen->cp437_letters++;
	if (is_latin_nordic(byte))
		seen->latin_letters++;
	if (is_cp437_drawing(byte) && (follows_letter || leads_letter))
		seen->cp437_faults++;
	/* A line is drawn, and no letter comes three times. */
	if (before == byte && after == byte && is_cp437_drawing(byte))
		seen->latin_faults++;
	if (is_inside && (is_windows_sign(byte) || (is_latin_sign(byte) && !is_latin9_letter(byte))))
		seen->latin_faults++;
	if (byte < 0xA0)
		seen->windows++;
	if (is_not_in_windows(byte))
		seen->latin_impossible++;
	if (byte == 0xA4 || (is_latin9_letter(byte) && is_inside))
		seen->latin9++;
	if (memchr("\x82\x84\x91\x93\x94", byte, 5) != NULL && follows_letter != leads_letter)
	{
		seen->quotes++;
		if (seen->is_quoted == leads_letter)
			seen->unpaired_quotes++;
		seen->is_quoted = leads_letter;
	}
}

/*
 * How many bytes at the beginning say no more than in which encoding the rest is.
 */
size_t
text_byte_order_mark(const unsigned char *bytes, size_t length)
{
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		return 3;
	if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
		return 2;
	return 0;
}

/*
 * The encoding, or TEXT_NONE and why.
 */
TextEncoding
text_bytes_end(TextBytes *seen, TextFault *fault)
{
	size_t		mark = text_byte_order_mark(seen->first, seen->length);

	if (seen->last >= 0x80 && seen->length > 0)
		judge(seen, seen->before, seen->last, '\n');
	if (seen->utf8_missing > 0)
	{
		if (seen->utf8_faults++ == 0)
			seen->utf8_fault_at = seen->length;
		seen->utf8_missing = 0;
	}
	*fault = TEXT_FAULT_NONE;
	if (mark == 2)
		return seen->first[0] == 0xFF ? TEXT_UTF16LE : TEXT_UTF16BE;
	*fault = TEXT_FAULT_CONTROL;
	if (seen->control_at > 0)
		return TEXT_NONE;
	*fault = TEXT_FAULT_NONE;
	if (seen->high == 0)
		return TEXT_ASCII;
	if (seen->utf8_faults == 0)
		return TEXT_UTF8;
	/* The other encodings hardly have what looks like a character of UTF-8. */
	*fault = TEXT_FAULT_BROKEN_UTF8;
	if (mark == 3 || seen->utf8_characters > seen->utf8_faults)
		return TEXT_NONE;
	*fault = TEXT_FAULT_NONE;

	{
		size_t		cp437 = seen->cp437_faults;
		size_t		latin = seen->latin_faults + seen->latin_impossible;
		bool		is_cp437 = latin > 0 && cp437 <= latin / 10;
		bool		is_latin = cp437 > 0 && latin <= cp437 / 10 && seen->latin_impossible == 0;

		if (cp437 == 0 && latin == 0)
		{
			/* What is a letter at the edge of a word in one reading is a quote in the other; but quotes come in pairs. */
			bool		may_be_quotes = seen->quotes == seen->high && seen->unpaired_quotes == 0 && !seen->is_quoted;

			is_cp437 = seen->cp437_letters > seen->latin_letters && !may_be_quotes;
			/* Or signs that stand by themselves, such as a paragraph sign or a dash. */
			is_latin = seen->latin_letters > seen->cp437_letters || (seen->cp437_letters == 0 && seen->latin_letters == 0);
		}
		if (is_cp437)
			return TEXT_CP437;
		if (is_latin)
			return seen->windows > 0 ? TEXT_WINDOWS1252 : seen->latin9 > 0 ? TEXT_LATIN9 : TEXT_LATIN1;
	}
	*fault = TEXT_FAULT_TWO_WAYS;
	return TEXT_NONE;
}

/*
 * How many bytes the blank has that a text in UTF-8 begins with; 0 where it begins with none. Blanks have any width, also none, break lines or do not.
 */
size_t
text_blank(const char *utf8, size_t length)
{
	/* No-break space, Ogham, U+2000 to U+200A, the narrow one that does not break, of mathematics, ideographic, and the byte order mark. */
	static const char *const wide[] = {"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};

	if (length > 0 && (utf8[0] == ' ' || (utf8[0] >= '\t' && utf8[0] <= '\r')))
		return 1;
	if (length >= 3 && memcmp(utf8, "\xE2\x80", 2) == 0 && (unsigned char) utf8[2] >= 0x80 && (unsigned char) utf8[2] <= 0x8A)
		return 3;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
	{
		size_t		bytes = strlen(wide[i]);

		if (length >= bytes && memcmp(utf8, wide[i], bytes) == 0)
			return bytes;
	}
	return 0;
}
