/*
 * text_bytes.h
 *
 * Which encoding bytes are text in, by the bytes alone, and which of UTF-8 are blanks. No PostgreSQL in it, so that a fuzzer can have it.
 */
#ifndef SOCIAL_SERVICES_TEXT_BYTES_H
#define SOCIAL_SERVICES_TEXT_BYTES_H

#include <stdbool.h>
#include <stddef.h>

typedef enum TextEncoding
{
	TEXT_ASCII,
	TEXT_UTF8,
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_CP437,
	TEXT_LATIN1,
	TEXT_LATIN9,
	TEXT_WINDOWS1252,
	TEXT_NONE
} TextEncoding;

/* Why bytes are text in no encoding. */
typedef enum TextFault
{
	TEXT_FAULT_NONE,
	TEXT_FAULT_CONTROL,			/* a byte that no text has */
	TEXT_FAULT_BROKEN_UTF8,		/* UTF-8, but for some bytes */
	TEXT_FAULT_TWO_WAYS			/* CP437 or one of the Latin encodings */
} TextFault;

/*
 * What has been seen so far. Of one byte the neighbours decide, so the last is judged when the next is there.
 */
typedef struct TextBytes
{
	size_t		length;
	unsigned char first[3];		/* the first bytes, for a byte order mark */
	unsigned char before;		/* the byte before the last */
	unsigned char last;
	size_t		high;			/* bytes of 128 and more */

	size_t		control_at;		/* where the first byte is that no text has, counted from 1 */
	unsigned char control;

	int			utf8_missing;	/* bytes that the UTF-8 character at hand still lacks */
	unsigned char utf8_low;		/* from where to where its next byte may be */
	unsigned char utf8_up;
	size_t		utf8_characters;
	size_t		utf8_faults;
	size_t		utf8_fault_at;

	size_t		cp437_faults;	/* what would be strange in CP437 */
	size_t		cp437_letters;	/* what would be a letter of a Nordic language */
	size_t		latin_faults;
	size_t		latin_letters;
	size_t		latin_impossible;	/* what Windows-1252 does not have */
	size_t		windows;		/* bytes that are controls in Latin-1 and Latin-9 */
	size_t		latin9;			/* bytes that make sense in Latin-9 alone */
	size_t		quotes;			/* bytes that would be quotes around words */
	size_t		unpaired_quotes;	/* of those, that would open within quotes, or close none */
	bool		is_quoted;
} TextBytes;

extern void text_bytes_begin(TextBytes *seen);
extern void text_bytes_add(TextBytes *seen, const unsigned char *bytes, size_t length);
extern TextEncoding text_bytes_end(TextBytes *seen, TextFault *fault);
extern size_t text_byte_order_mark(const unsigned char *bytes, size_t length);
extern size_t text_blank(const char *utf8, size_t length);

#endif							/* SOCIAL_SERVICES_TEXT_BYTES_H */
