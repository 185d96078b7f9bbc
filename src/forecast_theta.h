/*
 * forecast_theta.h
 *
 * The theta method, for the sum of the months to come. forecast_theta.c has the formulas.
 */
#ifndef SOCIAL_SERVICES_FORECAST_THETA_H
#define SOCIAL_SERVICES_FORECAST_THETA_H

#include <stdbool.h>

/* Full years right before that are learned from: two at least, and no more than there is room for. */
#define THETA_MIN_YEARS		2
#define THETA_MAX_YEARS		10
#define THETA_MAX_MONTHS	(THETA_MAX_YEARS * 12 + 11)

/*
 * Months from the first of a year on, and what is found out of them for whatever number of the first of
 * them is known. Points to the months, which are those of whole years.
 */
typedef struct ThetaWindow
{
	const double *month;
	int			months;			/* how many may be asked for */
	int			first_negative; /* by place, as many as there are where none is */
	int			first_positive;
	int			first_without_ratio;	/* with a centred average of 0 */
	/* After so many months: of what they are above the mean of the first. */
	double		product[THETA_MAX_MONTHS + 1][12];	/* sum of products at lag 12 first, at lag 1 last */
	double		square[THETA_MAX_MONTHS + 1];
	double		sum[THETA_MAX_MONTHS + 1];
	/* By month, with those 12, 24, ... months before: to the centred average. */
	double		ratios[THETA_MAX_MONTHS];
	double		differences[THETA_MAX_MONTHS];
	/* What theta_find found, after so many months; NAN where it has not been asked. */
	double		to_come[THETA_MAX_MONTHS + 1];
} ThetaWindow;

extern void theta_look(ThetaWindow *window, const double *month, int months);
extern void theta_find(ThetaWindow *window, const int *months, int count);

#endif							/* SOCIAL_SERVICES_FORECAST_THETA_H */
