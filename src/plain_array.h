/*
 * plain_array.h
 *
 * Arrays of one dimension. plain_array.c tells why not PostgreSQL's own function.
 */
#ifndef SOCIAL_SERVICES_PLAIN_ARRAY_H
#define SOCIAL_SERVICES_PLAIN_ARRAY_H

#include "postgres.h"

extern Datum plain_array_make(Oid type, int length, bool by_value, const Datum *value, const bool *is_null, int count);

#endif							/* SOCIAL_SERVICES_PLAIN_ARRAY_H */
