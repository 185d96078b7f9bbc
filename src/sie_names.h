/*
 * sie_names.h
 *
 * Accounts and objects of a SIE file, each with a number.
 */
#ifndef SOCIAL_SERVICES_SIE_NAMES_H
#define SOCIAL_SERVICES_SIE_NAMES_H

#include "social_services.h"
#include "sie_reader.h"

/* Accounts are of no dimension. */
#define SIE_ACCOUNTS	(-1)

typedef struct SieName
{
	int			dimension;		/* or SIE_ACCOUNTS */
	uint32		hash;
	SieField	code;			/* without backslashes */
	SieField	title;			/* where it is declared */
	bool		is_declared;
	bool		is_booked;		/* has an amount */
	bool		has_result;		/* an account of which #RES says something */
	bool		has_balance;	/* and #IB or #UB */
	char		type;			/* of an account: T, S, I or K, or zero where the file does not say */
	size_t		first_line;		/* where it comes first */
	int			number;			/* counted from 0 */
} SieName;

typedef struct SieNames
{
	MemoryContext context;
	SieName   **name;			/* by number */
	int			count;
	int			room;
	int		   *slot;			/* number + 1, or 0 */
	uint32		slots;			/* a power of two */
} SieNames;

extern SieNames *sie_names_create(void);
extern SieName *sie_name(SieNames *names, int dimension, const SieField *code);

#endif							/* SOCIAL_SERVICES_SIE_NAMES_H */
