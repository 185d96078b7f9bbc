/*
 * amount_text.h
 *
 * The digits of an amount as people write it. No PostgreSQL in it, so that a fuzzer can have it.
 */
#ifndef SOCIAL_SERVICES_AMOUNT_TEXT_H
#define SOCIAL_SERVICES_AMOUNT_TEXT_H

#include <stddef.h>

/* No amount has as many characters; what is made of it has a sign and the end of a string more. */
#define LONGEST_AMOUNT	200
#define AMOUNT_ROOM		(LONGEST_AMOUNT + 3)

typedef enum AmountFault
{
	AMOUNT_IS_GOOD,
	AMOUNT_IS_BLANK,
	AMOUNT_IS_NONE,
	AMOUNT_HAS_TWO_MEANINGS
} AmountFault;

extern AmountFault amount_text(const char *utf8, size_t length, char mark, char *number);

#endif							/* SOCIAL_SERVICES_AMOUNT_TEXT_H */
