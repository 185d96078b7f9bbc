/*
 * decimal_units.h
 *
 * Amounts as whole numbers of units of 10^-scale: öre with a scale of 2, kronor
 * with 0, thousands with -3.
 */
#ifndef SOCIAL_SERVICES_DECIMAL_UNITS_H
#define SOCIAL_SERVICES_DECIMAL_UNITS_H

#include "decimal.h"

extern Numeric decimal_power_of_10(int exponent);
extern int	decimal_min_scale(Numeric value);
extern Numeric decimal_round(Numeric value, int scale);
extern bool decimal_to_units(Numeric value, int scale, int64 *units);
extern Numeric decimal_from_units(int64 units, int scale);

#endif							/* SOCIAL_SERVICES_DECIMAL_UNITS_H */
