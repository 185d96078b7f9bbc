/*
 * month_text.h
 *
 * The month that a text says as people write it. No PostgreSQL in it, so that a fuzzer can have it.
 */
#ifndef SOCIAL_SERVICES_MONTH_TEXT_H
#define SOCIAL_SERVICES_MONTH_TEXT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum MonthFault
{
	MONTH_IS_GOOD,
	MONTH_IS_BLANK,
	MONTH_IS_NONE
} MonthFault;

extern MonthFault month_text(const char *utf8, size_t length, int *year, int *month);
extern bool is_calendar_day(int year, int month, int day);

#endif							/* SOCIAL_SERVICES_MONTH_TEXT_H */
