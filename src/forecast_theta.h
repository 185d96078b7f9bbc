/*
 * forecast_theta.h
 *
 * The theta method, for the sum of the months to come. forecast_theta.c has the formulas.
 */
#ifndef SOCIAL_SERVICES_FORECAST_THETA_H
#define SOCIAL_SERVICES_FORECAST_THETA_H

/* Months that are learned from: five years, and what is booked of the one to forecast. */
#define THETA_YEARS			5
#define THETA_MIN_YEARS		2
#define THETA_MAX_MONTHS	(THETA_YEARS * 12 + 11)

extern double theta_sum_to_come(const double *month, int months, int to_come);

#endif							/* SOCIAL_SERVICES_FORECAST_THETA_H */
