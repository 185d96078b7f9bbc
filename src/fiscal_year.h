/*
 * fiscal_year.h
 *
 * Years that begin in any month. fiscal_year.c tells how they are named.
 */
#ifndef SOCIAL_SERVICES_FISCAL_YEAR_H
#define SOCIAL_SERVICES_FISCAL_YEAR_H

#include "social_services.h"

extern void CheckFirstMonth(int first_month);
extern int	fiscal_month_of(DateADT day, int first_month, int *fiscal_year);
extern int	fiscal_year_of(DateADT day, int first_month);
extern DateADT first_day_of_fiscal_month(int fiscal_year, int month, int first_month);
extern DateADT first_day_of_fiscal_year(int fiscal_year, int first_month);

#endif							/* SOCIAL_SERVICES_FISCAL_YEAR_H */
