/*
 * sie_file.h
 *
 * A SIE file that is an argument of a function: which encoding it is in, its lines, and fields as values of SQL.
 */
#ifndef SOCIAL_SERVICES_SIE_FILE_H
#define SOCIAL_SERVICES_SIE_FILE_H

#include "decode_text.h"
#include "sie_reader.h"

typedef struct SieFile
{
	const char *bytes;			/* of the argument, and there as long as it is */
	size_t		length;
	TextEncoding encoding;
	SieReader	reader;
	SieLine		line;			/* the line at hand */
} SieFile;

extern void sie_open(SieFile *file, bytea *bytes);
extern bool sie_next(SieFile *file);
extern char *sie_string(const SieFile *file, const SieField *field, size_t *length);
extern Datum sie_text(const SieFile *file, const SieField *field);
extern char *sie_shown(const SieFile *file, const SieField *field);

/* The field at a place of the line, or NULL where the line has no such field, or an empty one. */
static inline const SieField *
sie_field(const SieFile *file, int place)
{
	return place < file->line.fields && file->line.field[place].length > 0 ? &file->line.field[place] : NULL;
}

#endif							/* SOCIAL_SERVICES_SIE_FILE_H */
