/*
 * sie_reader.h
 *
 * The lines of a SIE file, one after another. No PostgreSQL in it, so that a fuzzer can have it.
 */
#ifndef SOCIAL_SERVICES_SIE_READER_H
#define SOCIAL_SERVICES_SIE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An item of SIE 4 has at most nine fields, and an object list hardly more than a few dimensions. */
#define SIE_MAX_FIELDS	32
#define SIE_MAX_OBJECTS	64

/* Amounts are whole numbers of this part of one. */
#define SIE_UNITS		10000

typedef enum SieItem
{
	SIE_OTHER_ITEM,
	SIE_BTRANS, SIE_DIM, SIE_FLAGGA, SIE_FNAMN, SIE_FORMAT, SIE_GEN, SIE_IB, SIE_KONTO, SIE_KSUMMA, SIE_KTYP, SIE_OBJEKT,
	SIE_OIB, SIE_OMFATTN, SIE_ORGNR, SIE_OUB, SIE_PBUDGET, SIE_PROGRAM, SIE_PSALDO, SIE_RAR, SIE_RES, SIE_RTRANS,
	SIE_SIETYP, SIE_TRANS, SIE_UB, SIE_UNDERDIM, SIE_VER
} SieItem;

/* Bytes of the file, without the quotes around them. */
typedef struct SieField
{
	const char *start;
	size_t		length;
	bool		is_escaped;		/* has backslashes before quotes */
} SieField;

typedef enum SieLineKind
{
	SIE_LINE_END,				/* there is none */
	SIE_LINE_ITEM,
	SIE_LINE_OPEN,				/* an opening brace alone */
	SIE_LINE_CLOSE,				/* a closing one */
	SIE_LINE_STRANGE			/* text that does not begin with # */
} SieLineKind;

typedef enum SieFault
{
	SIE_FAULT_NONE,
	SIE_FAULT_QUOTE,			/* a quote that is not closed */
	SIE_FAULT_LIST,				/* an object list that is not closed, has a half pair or is the second one */
	SIE_FAULT_LONG				/* more fields or objects than there is room for */
} SieFault;

/*
 * A line. The object list is not among its fields, so that they have the same places with and without one.
 */
typedef struct SieLine
{
	size_t		number;			/* counted from 1 */
	SieLineKind kind;
	SieItem		item;
	SieFault	fault;
	SieField	label;			/* as it is written */
	int			fields;
	SieField	field[SIE_MAX_FIELDS];
	bool		has_objects;
	int			objects;		/* dimensions and codes together */
	SieField	object[SIE_MAX_OBJECTS];
	bool		opens;			/* an opening brace at the end, as some write after #VER */
	bool		closes;
} SieLine;

typedef struct SieReader
{
	const char *at;
	const char *end;
	size_t		line;
} SieReader;

typedef enum SieNumber
{
	SIE_NUMBER_GOOD,
	SIE_NUMBER_NONE,			/* not one */
	SIE_NUMBER_FINE,			/* more than four decimals */
	SIE_NUMBER_LARGE			/* 10 to the 13th and more, which no ledger holds */
} SieNumber;

extern void sie_begin(SieReader *reader, const char *bytes, size_t length);
extern SieLineKind sie_read_line(SieReader *reader, SieLine *line);
extern size_t sie_unescape(const SieField *field, char *to);
extern SieNumber sie_amount(const SieField *field, int64_t *units);
extern bool sie_integer(const SieField *field, int *number);
extern bool sie_date(const SieField *field, int *year, int *month, int *day);
extern bool sie_period(const SieField *field, int *year, int *month);

#endif							/* SOCIAL_SERVICES_SIE_READER_H */
