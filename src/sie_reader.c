/*
 * sie_reader.c
 *
 * Takes a SIE file (types 1 to 4 and 4I, format 4B) apart, line by line, without a copy of anything:
 *
 *   line   = "#" label { blanks field } [blanks "{" { blanks field } "}"] ...
 *   field  = bytes up to a blank or brace | quote { byte | backslash quote } quote
 *   blanks = blanks and tabs
 *
 * Programs keep the standard in their own ways, so the reader takes lines that end in any way, also braces behind
 * #VER, control characters as blanks, and labels in small letters. What it cannot take apart it says with the line, and goes on
 * with the next: whoever reads decides what that means.
 */
#include "sie_reader.h"

#include <string.h>

#include "month_text.h"

/* In the order of the alphabet. */
static const struct
{
	const char *label;
	SieItem		item;
}			labels[] = {
	{"BTRANS", SIE_BTRANS}, {"DIM", SIE_DIM}, {"FLAGGA", SIE_FLAGGA}, {"FNAMN", SIE_FNAMN}, {"FORMAT", SIE_FORMAT}, {"GEN", SIE_GEN}, {"IB", SIE_IB},
	{"KONTO", SIE_KONTO}, {"KSUMMA", SIE_KSUMMA}, {"KTYP", SIE_KTYP}, {"OBJEKT", SIE_OBJEKT}, {"OIB", SIE_OIB}, {"OMFATTN", SIE_OMFATTN},
	{"ORGNR", SIE_ORGNR}, {"OUB", SIE_OUB}, {"PBUDGET", SIE_PBUDGET}, {"PROGRAM", SIE_PROGRAM}, {"PSALDO", SIE_PSALDO}, {"RAR", SIE_RAR},
	{"RES", SIE_RES}, {"RTRANS", SIE_RTRANS}, {"SIETYP", SIE_SIETYP}, {"TRANS", SIE_TRANS}, {"UB", SIE_UB}, {"UNDERDIM", SIE_UNDERDIM}, {"VER", SIE_VER}
};

#define LABELS ((int) (sizeof(labels) / sizeof(labels[0])))

static SieItem item_of(const SieField *label);
static const char *read_field(const char *at, const char *end, SieField *field, SieFault *fault);
static void read_item(const char *at, const char *end, SieLine *line);

static inline bool
is_blank(char byte)
{
	return (unsigned char) byte <= ' ';
}

static inline bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

void
sie_begin(SieReader *reader, const char *bytes, size_t length)
{
	reader->at = bytes;
	reader->end = bytes + length;
	reader->line = 0;
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		reader->at += 3;
}

static SieItem
item_of(const SieField *label)
{
	char		upper[9];
	int			low = 0;
	int			up = LABELS;

	if (label->length < 3 || label->length > 9)
		return SIE_OTHER_ITEM;
	for (size_t i = 1; i < label->length; i++)
		upper[i - 1] = label->start[i] >= 'a' && label->start[i] <= 'z' ? label->start[i] - 32 : label->start[i];
	upper[label->length - 1] = '\0';
	while (low < up)
	{
		int			middle = (low + up) / 2;
		int			order = strcmp(upper, labels[middle].label);

		if (order == 0)
			return labels[middle].item;
		if (order < 0)
			up = middle;
		else
			low = middle + 1;
	}
	return SIE_OTHER_ITEM;
}

/*
 * One field, which begins here. Where it ends.
 */
static const char *
read_field(const char *at, const char *end, SieField *field, SieFault *fault)
{
	field->is_escaped = false;
	if (*at != '"')
	{
		field->start = at;
		while (at < end && !is_blank(*at) && *at != '{' && *at != '}')
			at++;
		field->length = at - field->start;
		return at;
	}
	field->start = ++at;
	for (; at < end; at++)
	{
		if (*at == '"')
		{
			field->length = at - field->start;
			return at + 1;
		}
		if (*at == '\\' && at + 1 < end && at[1] == '"')
		{
			field->is_escaped = true;
			at++;
		}
	}
	field->length = at - field->start;
	/* A text that is cut off may be forgiven, what is wrong before it not. */
	if (*fault == SIE_FAULT_NONE)
		*fault = SIE_FAULT_QUOTE;
	return at;
}

/*
 * The fields of a line that begins with #.
 */
static void
read_item(const char *at, const char *end, SieLine *line)
{
	bool		is_list = false;

	/* No blank is in a label, and no quote opens one. */
	line->label.start = at;
	while (at < end && !is_blank(*at) && *at != '{')
		at++;
	line->label.length = at - line->label.start;
	line->label.is_escaped = false;
	line->item = item_of(&line->label);
	for (;;)
	{
		SieField   *field;

		while (at < end && is_blank(*at))
			at++;
		if (at == end)
			break;
		if (*at == '{')
		{
			if (is_list || line->has_objects)
				line->fault = SIE_FAULT_LIST;
			is_list = true;
			at++;
			continue;
		}
		if (*at == '}')
		{
			if (is_list)
				line->has_objects = true;
			else
				line->closes = true;
			is_list = false;
			at++;
			continue;
		}
		if (is_list ? line->objects == SIE_MAX_OBJECTS : line->fields == SIE_MAX_FIELDS)
		{
			line->fault = SIE_FAULT_LONG;
			break;
		}
		field = is_list ? &line->object[line->objects++] : &line->field[line->fields++];
		at = read_field(at, end, field, &line->fault);
	}
	if (is_list && line->item == SIE_VER && line->objects == 0)
		line->opens = true;
	else if (line->fault != SIE_FAULT_LONG && (is_list || (line->objects % 2 != 0 && line->item != SIE_OTHER_ITEM)))
		line->fault = SIE_FAULT_LIST;
}

/*
 * The next line that is not blank.
 */
SieLineKind
sie_read_line(SieReader *reader, SieLine *line)
{
	line->kind = SIE_LINE_END;
	line->item = SIE_OTHER_ITEM;
	line->fault = SIE_FAULT_NONE;
	line->fields = 0;
	line->objects = 0;
	line->has_objects = false;
	line->opens = false;
	line->closes = false;
	line->number = reader->line;
	while (reader->at < reader->end)
	{
		const char *at = reader->at;
		const char *end;

		/* The end of a line is \n, \r\n or \r. Neither is looked for beyond it: a file may have but one of them. */
		for (end = at; end < reader->end && *end != '\n' && *end != '\r';)
			end++;
		reader->at = end == reader->end ? end : end + 1 < reader->end && end[0] == '\r' && end[1] == '\n' ? end + 2 : end + 1;
		line->number = ++reader->line;

		while (at < end && is_blank(*at))
			at++;
		while (at < end && is_blank(end[-1]))
			end--;
		if (at == end)
			continue;

		line->label.start = at;
		line->label.length = end - at;
		line->label.is_escaped = false;
		if (*at == '#')
		{
			line->kind = SIE_LINE_ITEM;
			read_item(at, end, line);
		}
		else if (*at == '{' && at + 1 == end)
			line->kind = SIE_LINE_OPEN;
		else if (*at == '}' && at + 1 == end)
			line->kind = SIE_LINE_CLOSE;
		else
			line->kind = SIE_LINE_STRANGE;
		break;
	}
	return line->kind;
}

/*
 * Copies a field to where there is room for its length, without the backslashes before quotes. How long it is then.
 */
size_t
sie_unescape(const SieField *field, char *to)
{
	size_t		length = 0;

	for (size_t i = 0; i < field->length; i++)
	{
		if (field->is_escaped && field->start[i] == '\\' && i + 1 < field->length && field->start[i + 1] == '"')
			i++;
		to[length++] = field->start[i];
	}
	return length;
}

/*
 * An amount, whose decimal mark is a point, or a comma as some have it. Thousands are not parted.
 */
SieNumber
sie_amount(const SieField *field, int64_t *units)
{
	const char *at = field->start;
	const char *end = at + field->length;
	bool		is_negative = false;
	int			digits = 0;
	int			scale = SIE_UNITS;
	int64_t		value = 0;
	bool		is_fine = false;

	if (at < end && (*at == '-' || *at == '+'))
		is_negative = *at++ == '-';
	for (; at < end && is_digit(*at); at++, digits++)
	{
		if (value >= INT64_C(1000000000000))
			return SIE_NUMBER_LARGE;
		value = value * 10 + (*at - '0');
	}
	value *= SIE_UNITS;
	if (at < end && (*at == '.' || *at == ','))
	{
		/* What would be a thousand and more in other countries. */
		if (*at == ',' && end - at > 3)
			return SIE_NUMBER_NONE;
		for (at++; at < end && is_digit(*at); at++, digits++)
		{
			is_fine |= scale == 1 && *at != '0';
			if (scale > 1)
			{
				scale /= 10;
				value += (int64_t) (*at - '0') * scale;
			}
		}
	}
	if (at < end || digits == 0)
		return SIE_NUMBER_NONE;
	if (is_fine)
		return SIE_NUMBER_FINE;
	*units = is_negative ? -value : value;
	return SIE_NUMBER_GOOD;
}

/*
 * A number of a year, dimension or type: at most nine digits.
 */
bool
sie_integer(const SieField *field, int *number)
{
	const char *at = field->start;
	const char *end = at + field->length;
	bool		is_negative = false;
	int			value = 0;

	if (at < end && *at == '-')
	{
		is_negative = true;
		at++;
	}
	if (at == end || end - at > 9)
		return false;
	for (; at < end; at++)
	{
		if (!is_digit(*at))
			return false;
		value = value * 10 + (*at - '0');
	}
	*number = is_negative ? -value : value;
	return true;
}

/*
 * A day as eight digits, of the years 1000 to 9999.
 */
bool
sie_date(const SieField *field, int *year, int *month, int *day)
{
	SieField	part = *field;

	if (field->length != 8)
		return false;
	part.length = 6;
	if (!sie_period(&part, year, month) || !is_digit(field->start[6]) || !is_digit(field->start[7]))
		return false;
	*day = (field->start[6] - '0') * 10 + (field->start[7] - '0');
	return is_calendar_day(*year, *month, *day);
}

/*
 * A month as six digits.
 */
bool
sie_period(const SieField *field, int *year, int *month)
{
	int			number;

	if (field->length != 6 || field->start[0] == '-' || !sie_integer(field, &number))
		return false;
	*year = number / 100;
	*month = number % 100;
	return *year >= 1000 && *month >= 1 && *month <= 12;
}
