/*
 * decomposition.c
 *
 * Why a cost changed: because there was more of it, because it moved between
 * groups of different price, or because prices changed.
 *
 *   SELECT volume_effect(base_quantity, base_price, quantity, price),
 *          mix_effect(base_quantity, base_price, quantity, price),
 *          price_effect(base_quantity, base_price, quantity, price)
 *   FROM ...;       -- one row for each group, with its figures of both years
 *
 * With Q0 and P0 a group's quantity and price before, Q and P now, and the
 * average price before, A = sum(Q0 P0) / sum(Q0):
 *
 *   volume = (sum(Q) - sum(Q0)) A             as if only the total had changed
 *   mix    = sum(Q P0) - sum(Q) A             because some groups cost more than others
 *   price  = sum(Q P) - sum(Q P0)             because prices changed
 *
 * the standard volume, mix and price variances of management accounting. They
 * add up to sum(Q P) - sum(Q0 P0) exactly: sums and products are exact, volume
 * is divided once, and mix is what is left of sum(Q P0) - sum(Q0 P0).
 *
 * A missing quantity is 0: the group appears or disappears. A group without one
 * of its prices is valued at the other. So a new group has no price effect, and
 * its whole departure from the average is mix. A group without any price is left
 * out. Where there was nothing before, there is no average either, and all that
 * is not price is volume. The answer is NULL where no quantity has a price.
 */
#include "decimal_sums.h"

enum
{
	BASE_QUANTITY,
	QUANTITY,
	BASE_COST,
	COST_AT_BASE_PRICE,
	COST,
	DECOMPOSITION_SUMS
};

PG_FUNCTION_INFO_V1(decomposition_trans);
PG_FUNCTION_INFO_V1(volume_effect_final);
PG_FUNCTION_INFO_V1(mix_effect_final);
PG_FUNCTION_INFO_V1(price_effect_final);

/*
 * decomposition_trans(state internal, base_quantity numeric, base_price numeric,
 *                     quantity numeric, price numeric) -> internal
 */
Datum
decomposition_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_DECOMPOSITION, DECOMPOSITION_SUMS);
	Numeric		base_quantity = decimal_get_argument(fcinfo, 1, "base_quantity", true);
	Numeric		base_price = decimal_get_argument(fcinfo, 2, "base_price", true);
	Numeric		quantity = decimal_get_argument(fcinfo, 3, "quantity", true);
	Numeric		price = decimal_get_argument(fcinfo, 4, "price", true);

	if (base_price == NULL)
		base_price = price;
	if (price == NULL)
		price = base_price;
	if (price == NULL)
		PG_RETURN_POINTER(state);

	if (base_quantity != NULL)
	{
		decimal_sum_add(&state->sum[BASE_QUANTITY], NumericGetDatum(base_quantity), "base_quantity", fcinfo);
		decimal_sum_add_product(&state->sum[BASE_COST], base_quantity, base_price, fcinfo);
	}
	if (quantity != NULL)
	{
		decimal_sum_add(&state->sum[QUANTITY], NumericGetDatum(quantity), "quantity", fcinfo);
		decimal_sum_add_product(&state->sum[COST_AT_BASE_PRICE], quantity, base_price, fcinfo);
		decimal_sum_add_product(&state->sum[COST], quantity, price, fcinfo);
	}
	PG_RETURN_POINTER(state);
}

static Numeric
get_sum(FunctionCallInfo fcinfo, int sum)
{
	return decimal_sum_result(&decimal_sums_given(fcinfo, SUMS_OF_DECOMPOSITION, DECOMPOSITION_SUMS)->sum[sum], fcinfo);
}

/*
 * Whether nothing was added, neither for before nor for now.
 */
static bool
is_empty(FunctionCallInfo fcinfo)
{
	const DecimalSums *state = decimal_sums_given(fcinfo, SUMS_OF_DECOMPOSITION, DECOMPOSITION_SUMS);

	return decimal_sum_count(&state->sum[BASE_COST]) == 0 &&
		decimal_sum_count(&state->sum[COST]) == 0;
}

/*
 * What volume and mix share: the change at unchanged prices.
 */
static Numeric
volume_and_mix(FunctionCallInfo fcinfo)
{
	return decimal_subtract(get_sum(fcinfo, COST_AT_BASE_PRICE), get_sum(fcinfo, BASE_COST));
}

static Numeric
volume(FunctionCallInfo fcinfo)
{
	Numeric		base_quantity = get_sum(fcinfo, BASE_QUANTITY);

	if (decimal_sign(base_quantity) == 0)
		return volume_and_mix(fcinfo);
	return decimal_divide(decimal_multiply(decimal_subtract(get_sum(fcinfo, QUANTITY), base_quantity),
										   get_sum(fcinfo, BASE_COST)),
						  base_quantity);
}

/*
 * volume_effect_final(state internal) -> numeric
 */
Datum
volume_effect_final(PG_FUNCTION_ARGS)
{
	if (is_empty(fcinfo))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(volume(fcinfo));
}

/*
 * mix_effect_final(state internal) -> numeric
 */
Datum
mix_effect_final(PG_FUNCTION_ARGS)
{
	if (is_empty(fcinfo))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_subtract(volume_and_mix(fcinfo), volume(fcinfo)));
}

/*
 * price_effect_final(state internal) -> numeric
 */
Datum
price_effect_final(PG_FUNCTION_ARGS)
{
	if (is_empty(fcinfo))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_subtract(get_sum(fcinfo, COST), get_sum(fcinfo, COST_AT_BASE_PRICE)));
}
