/*
 * largest_remainder.h
 *
 * Whole shares of a whole total, in proportion to whole weights.
 */
#ifndef SOCIAL_SERVICES_LARGEST_REMAINDER_H
#define SOCIAL_SERVICES_LARGEST_REMAINDER_H

#include "social_services.h"

#ifdef HAVE_INT128
extern void largest_remainder(int64 total, const int64 *weight, int64 *share, int64 count);
#endif

#endif							/* SOCIAL_SERVICES_LARGEST_REMAINDER_H */
