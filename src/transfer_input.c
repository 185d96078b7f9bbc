/*
 * transfer_input.c
 *
 * The heads and the rules of a plan of transfers, wherever they come from; what no
 * plan can be made of is refused here.
 *
 * Heads are put in the order of their names and rules in that of the two heads they
 * name, so that a plan does not depend on the order in which they were added.
 */
#include "transfer_input.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* Room is doubled, and the network has an arc for each rule and two for each head. */
#define MAX_ROWS	(PG_INT32_MAX / 8)

/*
 * Makes room for one more row in an array, which may still be NULL.
 */
static void *
make_room(const TransferInput *input, void *row, Size row_size, int32 count, int32 *allocated)
{
	if (count < *allocated)
		return row;
	if (count > MAX_ROWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a plan cannot have more than %d heads or rules", MAX_ROWS),
				 errhint("Make a plan for each organisation or pool by itself.")));
	*allocated = Max(2 * count, 1024);
	if (row == NULL)
		return MemoryContextAllocHuge(input->context, *allocated * row_size);
	return repalloc_huge(row, *allocated * row_size);
}

/*
 * Refuses NaN and infinity, naming the column and the head.
 */
static void
CheckHeadNumber(const char *column, Numeric value, const char *head)
{
	if (value != NULL && (numeric_is_nan(value) || numeric_is_inf(value)))
		CheckFinite(value, psprintf("%s of head \"%s\"", column, head), false);
}

/*
 * Adds a head. The name is a C string in the input's context; NULL stands for NULL.
 */
void
add_transfer_head(TransferInput *input, char *name, Numeric budget, Numeric need, Numeric kept,
				  const int64 *priority)
{
	Numeric		zero = int64_to_numeric(0);
	TransferHead *head;

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("head must not be NULL"),
				 errhint("Leave the row out with WHERE head IS NOT NULL.")));
	CheckHeadNumber("budget", budget, name);
	CheckHeadNumber("need", need, name);
	CheckHeadNumber("floor", kept, name);

	input->head = make_room(input, input->head, sizeof(TransferHead), input->heads, &input->heads_allocated);
	head = &input->head[input->heads++];
	head->name = name;
	head->has_priority = priority != NULL;
	head->priority = priority == NULL ? 0 : *priority;

	/* Without a need there is nothing to give nor to take. */
	head->supply = zero;
	if (need == NULL)
		return;
	if (budget == NULL)
		budget = zero;
	if (decimal_compare(need, budget) > 0)
		head->supply = decimal_subtract(budget, need);
	else
	{
		if (kept == NULL || decimal_compare(kept, need) < 0)
			kept = need;
		if (decimal_compare(budget, kept) > 0)
			head->supply = decimal_subtract(budget, kept);
	}
}

/*
 * Refuses NaN, infinity and what is below 0, naming the column and the rule.
 */
static void
CheckRuleNumber(const char *column, Numeric value, const TransferRule *rule, const char *hint)
{
	if (value == NULL)
		return;
	if (numeric_is_nan(value) || numeric_is_inf(value))
		CheckFinite(value, psprintf("%s of the rule from \"%s\" to \"%s\"", column, rule->from_name, rule->to_name),
					false);
	if (decimal_sign(value) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of the rule from \"%s\" to \"%s\" must be at least 0, not %s", column,
						rule->from_name, rule->to_name, decimal_text(value)),
				 errhint("%s", hint)));
}

/*
 * Adds a rule, likewise.
 */
void
add_transfer_rule(TransferInput *input, char *from_name, char *to_name, Numeric max_amount, Numeric cost)
{
	TransferRule *rule;

	if (from_name == NULL || to_name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be NULL", from_name == NULL ? "from_head" : "to_head"),
				 errhint("Leave the row out with WHERE from_head IS NOT NULL AND to_head IS NOT NULL.")));

	input->rule = make_room(input, input->rule, sizeof(TransferRule), input->rules, &input->rules_allocated);
	rule = &input->rule[input->rules++];
	rule->from_name = from_name;
	rule->to_name = to_name;
	rule->max_amount = max_amount;
	rule->cost = cost;

	CheckRuleNumber("max_amount", max_amount, rule, "Write NULL for no limit, 0 to forbid the move.");
	if (cost == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("cost of the rule from \"%s\" to \"%s\" must not be NULL", from_name, to_name),
				 errhint("Write 0 for a move that costs nothing.")));
	CheckRuleNumber("cost", cost, rule, "Costs rank permitted moves; to forbid one, leave its rule out.");
	if (strcmp(from_name, to_name) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a rule must lead to another head, but one leads from \"%s\" to itself", from_name),
				 errhint("Leave it out with WHERE from_head <> to_head.")));
}

static int
compare_heads(const void *a, const void *b)
{
	CHECK_FOR_INTERRUPTS();
	return strcmp(((const TransferHead *) a)->name, ((const TransferHead *) b)->name);
}

static int
compare_rules(const void *a, const void *b)
{
	const TransferRule *x = a;
	const TransferRule *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to == y->to ? 0 : x->to < y->to ? -1 : 1;
}

static void
sort_heads(const TransferInput *input)
{
	TransferHead *head = input->head;

	qsort(head, input->heads, sizeof(TransferHead), compare_heads);
	for (int32 i = 1; i < input->heads; i++)
		if (strcmp(head[i - 1].name, head[i].name) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("head \"%s\" is given twice", head[i].name),
					 errhint("Add its rows up with GROUP BY head.")));
}

static int32
find_head(const TransferInput *input, char *name, const TransferRule *rule)
{
	TransferHead key = {.name = name};
	TransferHead *found = input->heads == 0 ? NULL :
		bsearch(&key, input->head, input->heads, sizeof(TransferHead), compare_heads);

	if (found == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the rule from \"%s\" to \"%s\" names \"%s\", which is none of the heads",
						rule->from_name, rule->to_name, name),
				 errhint("Correct the rule, or add the head; without a need it neither gives nor takes.")));
	return (int32) (found - input->head);
}

static void
sort_rules(const TransferInput *input)
{
	TransferRule *rule = input->rule;

	for (int32 i = 0; i < input->rules; i++)
	{
		CHECK_FOR_INTERRUPTS();
		rule[i].from = find_head(input, rule[i].from_name, &rule[i]);
		rule[i].to = find_head(input, rule[i].to_name, &rule[i]);
	}
	qsort(rule, input->rules, sizeof(TransferRule), compare_rules);
	for (int32 i = 1; i < input->rules; i++)
		if (compare_rules(&rule[i - 1], &rule[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the rule from \"%s\" to \"%s\" is given twice", rule[i].from_name, rule[i].to_name),
					 errhint("Keep one row for each pair, such as the one with the lower cost.")));
}

/*
 * Sorts and links what was added.
 */
void
link_transfer_input(TransferInput *input)
{
	sort_heads(input);
	sort_rules(input);
}
