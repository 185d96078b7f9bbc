/*
 * social_services.h
 *
 * What every concept file needs: PostgreSQL's headers, and the one place
 * where differences between server versions are evened out.
 *
 * Each concept is one word, and that word names its C file, its SQL file, its
 * test and its expected output. Shared by all of them are only this header
 * and the exact sums of numeric: decimal.h, and decimal_sums.h for aggregates
 * that need nothing else.
 */
#ifndef SOCIAL_SERVICES_H
#define SOCIAL_SERVICES_H

#include "postgres.h"
#include "fmgr.h"

/* PostgreSQL 16 moved the macros that look into a varlena out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * Whether a role may SET ROLE to another. PostgreSQL 16 made that a right of
 * its own; before, membership was enough.
 */
#if PG_VERSION_NUM < 160000
#define member_can_set_role(member, role) is_member_of_role(member, role)
#endif

extern void CheckSerializedFormat(int format, int expected);

#endif							/* SOCIAL_SERVICES_H */
