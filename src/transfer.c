/*
 * transfer.c
 *
 * Which money should move where, by rules:
 *
 *   SELECT * FROM transfer_plan(
 *       'SELECT head, budget, need, floor, priority FROM ...',
 *       'SELECT from_head, to_head, max_amount, cost FROM ...');
 *
 * A head can spare what it holds above the larger of its need and its floor, and
 * lacks what its need has above its budget. Money moves along rules only, and on
 * through another head where rules chain. The plan covers as much as possible of
 * what heads of the first priority lack, then of the second, and so on; of all such
 * plans it is the cheapest, and of the cheapest one that moves least. network_simplex.c
 * finds it, in whole units of the last decimal that occurs.
 *
 * All work is done in the memory context of the call; the rows go to a tuplestore.
 */
#include "decimal_units.h"
#include "network_simplex.h"
#include "transfer_input.h"

/* Some of what funcapi.h includes has unused parameters, which -Wextra minds. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#pragma GCC diagnostic pop

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(transfer_plan);
PG_FUNCTION_INFO_V1(transfer_plan_arrays);

static void *
allocate(int32 count, Size size)
{
	return MemoryContextAllocHuge(CurrentMemoryContext, Max(count, 1) * size);
}

static void
check_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/*
 * Refuses amounts or costs that are too long. `what` names them.
 */
static void
CheckDigits(bool fits, const char *what, int scale)
{
	if (!fits)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s have more digits than fit: they have up to %d decimals, and so many units do not fit 64 bits",
						what, scale),
				 errhint("Round them, for example with round(amount, 2), or give them in thousands.")));
}

/*
 * What amounts and limits are counted in: the most decimals among them.
 */
static int
amount_scale(const TransferInput *input)
{
	int			scale = 0;

	for (int32 i = 0; i < input->heads; i++)
		scale = Max(scale, decimal_min_scale(input->head[i].supply));
	for (int32 i = 0; i < input->rules; i++)
		if (input->rule[i].max_amount != NULL)
			scale = Max(scale, decimal_min_scale(input->rule[i].max_amount));
	return scale;
}

static int
cost_scale(const TransferInput *input)
{
	int			scale = 0;

	for (int32 i = 0; i < input->rules; i++)
		scale = Max(scale, decimal_min_scale(input->rule[i].cost));
	return scale;
}

/*
 * An amount in units. One that does not fit is as good as the largest that does:
 * what moves is limited by the other side, or the plan is refused.
 */
static int64
amount_units(Numeric amount, int scale)
{
	int64		units;

	if (decimal_to_units(amount, scale, &units))
		return units;
	return decimal_sign(amount) < 0 ? -PG_INT64_MAX : PG_INT64_MAX;
}

static int
compare_priorities(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	return x == y ? 0 : x < y ? -1 : 1;
}

/*
 * Numbers the priorities of the heads that lack something from 0, those without
 * one last. Returns how many there are.
 */
static int32
rank_heads(const TransferInput *input, const int64_t *supply, int32_t *rank)
{
	int64	   *priority = allocate(input->heads, sizeof(int64));
	int32		count = 0;
	int32		distinct = 0;

	for (int32 i = 0; i < input->heads; i++)
		if (supply[i] < 0 && input->head[i].has_priority)
			priority[count++] = input->head[i].priority;
	qsort(priority, count, sizeof(int64), compare_priorities);
	for (int32 i = 0; i < count; i++)
		if (i == 0 || priority[i] != priority[i - 1])
			priority[distinct++] = priority[i];

	for (int32 i = 0; i < input->heads; i++)
	{
		rank[i] = distinct;
		if (supply[i] < 0 && input->head[i].has_priority)
			rank[i] = (int32) ((int64 *) bsearch(&input->head[i].priority, priority, distinct, sizeof(int64),
												 compare_priorities) - priority);
	}
	return distinct + 1;
}

/*
 * Makes the plan and stores its rows.
 */
static void
store_plan(const TransferInput *input, const ReturnSetInfo *result)
{
	TransferNetwork network;
	int			scale = amount_scale(input);
	int			scale_of_costs = cost_scale(input);
	int64_t    *supply = allocate(input->heads, sizeof(int64_t));
	int32_t    *rank = allocate(input->heads, sizeof(int32_t));
	int32_t    *from = allocate(input->rules, sizeof(int32_t));
	int32_t    *to = allocate(input->rules, sizeof(int32_t));
	int64_t    *capacity = allocate(input->rules, sizeof(int64_t));
	int64_t    *cost = allocate(input->rules, sizeof(int64_t));
	TransferResult found;

	for (int32 i = 0; i < input->heads; i++)
		supply[i] = amount_units(input->head[i].supply, scale);
	for (int32 i = 0; i < input->rules; i++)
	{
		const TransferRule *rule = &input->rule[i];

		from[i] = rule->from;
		to[i] = rule->to;
		capacity[i] = rule->max_amount == NULL ? TRANSFER_UNLIMITED : amount_units(rule->max_amount, scale);
		CheckDigits(decimal_to_units(rule->cost, scale_of_costs, &cost[i]), "costs", scale_of_costs);
	}

	network = (TransferNetwork) {
		.heads = input->heads,
		.rules = input->rules,
		.ranks = rank_heads(input, supply, rank),
		.supply = supply,
		.rank = rank,
		.from = from,
		.to = to,
		.capacity = capacity,
		.cost = cost,
		.flow = allocate(input->rules, sizeof(int64_t))
	};
	found = network_simplex(&network,
							MemoryContextAllocHuge(CurrentMemoryContext, network_simplex_memory(input->heads, input->rules)),
							check_interrupts);
	CheckDigits(found != TRANSFER_AMOUNTS_TOO_LARGE, "amounts", scale);
	CheckDigits(found != TRANSFER_COSTS_TOO_LARGE, "costs", scale_of_costs);

	for (int32 i = 0; i < input->rules; i++)
	{
		Datum		values[3];
		bool		nulls[3] = {false, false, false};

		if (network.flow[i] == 0)
			continue;
		values[0] = PointerGetDatum(cstring_to_text(input->rule[i].from_name));
		values[1] = PointerGetDatum(cstring_to_text(input->rule[i].to_name));
		values[2] = NumericGetDatum(decimal_from_units(network.flow[i], scale));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

/*
 * transfer_plan(heads_sql text, rules_sql text) -> setof (from_head text, to_head text, amount numeric)
 */
Datum
transfer_plan(PG_FUNCTION_ARGS)
{
	TransferInput input = {.context = CurrentMemoryContext};

	InitMaterializedSRF(fcinfo, 0);
	read_transfer_queries(&input, text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)));
	link_transfer_input(&input);
	store_plan(&input, (ReturnSetInfo *) fcinfo->resultinfo);
	return (Datum) 0;
}

/*
 * transfer_plan(heads text[], budgets numeric[], needs numeric[], floors numeric[], priorities integer[],
 *               givers text[], takers text[], max_amounts numeric[], costs numeric[])
 *   -> setof (from_head text, to_head text, amount numeric)
 */
Datum
transfer_plan_arrays(PG_FUNCTION_ARGS)
{
	TransferInput input = {.context = CurrentMemoryContext};

	InitMaterializedSRF(fcinfo, 0);
	read_transfer_arrays(&input, fcinfo);
	link_transfer_input(&input);
	store_plan(&input, (ReturnSetInfo *) fcinfo->resultinfo);
	return (Datum) 0;
}
