/*
 * forecast_theta.h
 *
 * The theta method, for the sum of the months to come. forecast_theta.c has the formulas.
 */
#ifndef SOCIAL_SERVICES_FORECAST_THETA_H
#define SOCIAL_SERVICES_FORECAST_THETA_H

/* Full years right before that are learned from: two at least, and no more than there is room for. */
#define THETA_MIN_YEARS		2
#define THETA_MAX_YEARS		10
#define THETA_MAX_MONTHS	(THETA_MAX_YEARS * 12 + 11)

extern double theta_sum_to_come(const double *month, int months, int to_come);

#endif							/* SOCIAL_SERVICES_FORECAST_THETA_H */
