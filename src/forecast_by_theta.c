/*
 * forecast_by_theta.c
 *
 * What theta is asked by the methods: of a year and of the earlier ones that are tried, after all months that
 * forecasts are asked for, at once. forecast_theta.c has the method.
 */
#include "forecast_method.h"

/*
 * How many full years theta has right before a year, of which it looks at none before the first.
 */
static int
years_before(const ForecastBook *book, int place, int first)
{
	int			years = 0;

	while (years < place - first && book->year[place - years - 1].is_full)
		years++;
	return years < THETA_MIN_YEARS ? 0 : years;
}

/*
 * The forecast by theta, once it has been found.
 */
double
forecast_by_theta(ForecastBook *book, int place, int first, int months)
{
	int			years = years_before(book, place, first);

	if (years == 0)
		return NO_VALUE;
	return book->year[place].so_far[months] + forecast_book_theta(book, place - years)->to_come[years * MONTHS_PER_YEAR + months];
}

/*
 * Has theta find what it has not found yet of a window.
 */
static void
find_in_window(ForecastBook *book, ThetaWindow *window, const int *months, int count)
{
	theta_find(window, months, count);
	if (book->memo != NULL && count > 0)
		forecast_memo_keep(book->memo, window);
}

/*
 * Has theta find all that will be asked of a year and the earlier ones that are tried, after so many months and
 * the others that are asked for.
 */
void
forecast_find_by_theta(ForecastBook *book, int year, int months, const ForecastTrials *trials)
{
	unsigned	all_months = book->asked_months | 1u << months;
	int			first = Max(0, year - EARLIER_YEARS);
	int			asked[THETA_MAX_MONTHS + 1];
	int			count = 0;
	ThetaWindow *window = NULL;

	for (int age = EARLIER_YEARS; age >= 0; age--)
	{
		int			place = year - age;
		int			years = age == 0 || forecast_is_tried(trials, age) ? years_before(book, place, first) : 0;
		ThetaWindow *of_year;

		if (years == 0)
			continue;
		of_year = forecast_book_theta(book, place - years);
		if (window != NULL && window != of_year)
		{
			find_in_window(book, window, asked, count);
			count = 0;
		}
		window = of_year;
		for (int month = 0; month < MONTHS_PER_YEAR && place * MONTHS_PER_YEAR + month <= book->known_months; month++)
			if ((all_months & (1u << month)) && isnan(window->to_come[years * MONTHS_PER_YEAR + month]))
				asked[count++] = years * MONTHS_PER_YEAR + month;
	}
	if (window != NULL)
		find_in_window(book, window, asked, count);
	book->theta_year = year;
}
