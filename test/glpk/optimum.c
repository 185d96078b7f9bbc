/*
 * optimum.c
 *
 * What the best plan of transfers between budget heads reaches, found by GLPK's
 * linear programming: transfer_plan is held against it.
 *
 *   cc -o optimum optimum.c -lglpk -lm
 *   optimum <instances >optima
 *
 * Reads lines as COPY writes them, instance after instance, the heads of each first:
 *
 *   head  INSTANCE  HEAD  BUDGET  NEED  FLOOR  PRIORITY
 *   rule  INSTANCE  FROM_HEAD  TO_HEAD  MAX_AMOUNT  COST
 *
 * and writes lines as COPY reads them, INSTANCE  WHAT  VALUE, where WHAT is
 * "covered 1" (of the shortfall of priority 1), "covered" (of that without a
 * priority), "cost" or "moved".
 *
 * Amounts and costs have two decimals at most and are counted in hundredths, so
 * that every value of an optimum is a whole number.
 */
#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HEADS	100
#define MAX_RULES	1000

/* In the order in which they are served. */
#define NO_PRIORITY		((long) INT_MAX + 1)
#define NONE_LEFT		LONG_MAX

typedef struct Head
{
	char		name[64];
	double		spare;
	double		shortfall;
	long		priority;
} Head;

typedef struct Rule
{
	int			from;			/* as are the heads' rows: from 1 */
	int			to;
	double		max_amount;		/* HUGE_VAL: no limit */
	double		cost;
} Rule;

/* The instance being read. Counted from 1, as GLPK does. */
static char instance[32];
static Head heads[MAX_HEADS + 1];
static Rule rules[MAX_RULES + 1];
static int	head_count;
static int	rule_count;

static void
die(const char *problem, const char *text)
{
	fprintf(stderr, "optimum: instance %s: %s: %s\n", instance, problem, text);
	exit(1);
}

/*
 * The whole number that a value must be, but for what floating point adds to it.
 */
static double
whole(double value)
{
	if (fabs(value - round(value)) > 1e-6)
	{
		char		text[64];

		snprintf(text, sizeof(text), "%.9f", value);
		die("not a whole number of hundredths", text);
	}
	return round(value) + 0.0;	/* no -0 */
}

static bool
is_null(const char *field)
{
	return strcmp(field, "\\N") == 0;
}

static double
hundredths(const char *field, double if_null)
{
	char	   *end;
	double		value;

	if (is_null(field))
		return if_null;
	value = strtod(field, &end);
	if (end == field || *end != '\0')
		die("not a number", field);
	return whole(value * 100);
}

static int
find_head(const char *name)
{
	for (int i = 1; i <= head_count; i++)
		if (strcmp(heads[i].name, name) == 0)
			return i;
	die("no such head", name);
	return 0;
}

static void
add_head(char **field)
{
	Head	   *head = &heads[++head_count];
	double		budget = hundredths(field[3], 0);
	double		floor = hundredths(field[5], -HUGE_VAL);

	if (head_count > MAX_HEADS || strlen(field[2]) >= sizeof(head->name))
		die("too many heads, or too long a name", field[2]);
	strcpy(head->name, field[2]);
	head->spare = head->shortfall = 0;
	if (!is_null(field[4]))
	{
		double		need = hundredths(field[4], 0);

		head->spare = fmax(budget - fmax(need, floor), 0);
		head->shortfall = fmax(need - budget, 0);
	}
	head->priority = is_null(field[6]) ? NO_PRIORITY : atol(field[6]);
}

static void
add_rule(char **field)
{
	Rule	   *rule = &rules[++rule_count];

	if (rule_count > MAX_RULES)
		die("too many rules, the last from", field[2]);
	rule->from = find_head(field[2]);
	rule->to = find_head(field[3]);
	rule->max_amount = hundredths(field[4], HUGE_VAL);
	rule->cost = hundredths(field[5], 0);
}

/*
 * The priority that is served next among the heads with a shortfall.
 */
static long
next_priority(long served)
{
	long		next = NONE_LEFT;

	for (int i = 1; i <= head_count; i++)
		if (heads[i].shortfall > 0 && heads[i].priority > served && heads[i].priority < next)
			next = heads[i].priority;
	return next;
}

/*
 * GLPK wants to be told when a range is a single number, or has no end.
 */
static int
range_type(double lowest, double highest)
{
	return highest == HUGE_VAL ? GLP_LO : lowest == highest ? GLP_FX : GLP_DB;
}

/*
 * A column is the amount moved by a rule. A row is what a head keeps: what comes
 * in less what goes out.
 */
static glp_prob *
make_problem(void)
{
	glp_prob   *problem = glp_create_prob();

	glp_add_rows(problem, head_count);
	for (int i = 1; i <= head_count; i++)
		glp_set_row_bnds(problem, i, range_type(-heads[i].spare, heads[i].shortfall),
						 -heads[i].spare, heads[i].shortfall);
	if (rule_count > 0)
		glp_add_cols(problem, rule_count);
	for (int i = 1; i <= rule_count; i++)
	{
		int			rows[] = {0, rules[i].from, rules[i].to};
		double		kept[] = {0, -1, 1};

		glp_set_col_bnds(problem, i, range_type(0, rules[i].max_amount), 0, rules[i].max_amount);
		glp_set_mat_col(problem, i, 2, rows, kept);
	}
	return problem;
}

/*
 * The best sum of the columns, each times its weight (GLP_MAX: the largest, GLP_MIN:
 * the least). It becomes another row, so that later sums have to leave it as it is.
 */
static double
optimise(glp_prob *problem, int direction, const double *weight)
{
	glp_smcp	parameters;
	double		best;
	int			columns[MAX_RULES + 1];
	int			row;

	glp_set_obj_dir(problem, direction);
	for (int i = 1; i <= rule_count; i++)
	{
		columns[i] = i;
		glp_set_obj_coef(problem, i, weight[i]);
	}
	glp_init_smcp(&parameters);
	parameters.msg_lev = GLP_MSG_ERR;
	if (glp_simplex(problem, &parameters) != 0 || glp_get_status(problem) != GLP_OPT)
		die("no optimum", "GLPK failed");
	best = whole(glp_get_obj_val(problem));

	row = glp_add_rows(problem, 1);
	glp_set_row_bnds(problem, row, GLP_FX, best, best);
	glp_set_mat_row(problem, row, rule_count, columns, weight);
	return best;
}

/*
 * Solves the instance that was read, and forgets it.
 */
static void
finish_instance(void)
{
	glp_prob   *problem;
	double		weight[MAX_RULES + 1];

	if (head_count == 0)
		return;
	problem = make_problem();
	for (long priority = next_priority(LONG_MIN); priority != NONE_LEFT; priority = next_priority(priority))
	{
		for (int i = 1; i <= rule_count; i++)
		{
			const Head *from = &heads[rules[i].from];
			const Head *to = &heads[rules[i].to];

			weight[i] = (to->shortfall > 0 && to->priority == priority) -
				(from->shortfall > 0 && from->priority == priority);
		}
		printf("%s\tcovered", instance);
		if (priority != NO_PRIORITY)
			printf(" %ld", priority);
		printf("\t%.2f\n", optimise(problem, GLP_MAX, weight) / 100);
	}
	for (int i = 1; i <= rule_count; i++)
		weight[i] = rules[i].cost;
	/* Hundredths of an amount times hundredths of a cost. */
	printf("%s\tcost\t%.4f\n", instance, optimise(problem, GLP_MIN, weight) / 10000);
	for (int i = 1; i <= rule_count; i++)
		weight[i] = 1;
	printf("%s\tmoved\t%.2f\n", instance, optimise(problem, GLP_MIN, weight) / 100);

	glp_delete_prob(problem);
	head_count = rule_count = 0;
}

int
main(void)
{
	char		line[1024];

	while (fgets(line, sizeof(line), stdin) != NULL)
	{
		char	   *field[8];
		int			fields = 0;

		for (char *next = strtok(line, "\t\n"); next != NULL && fields < 8; next = strtok(NULL, "\t\n"))
			field[fields++] = next;
		if (fields < 2 || strlen(field[1]) >= sizeof(instance))
			die("not a line of an instance, the one after", "it");
		if (strcmp(field[1], instance) != 0)
		{
			finish_instance();
			strcpy(instance, field[1]);
		}
		if (fields == 7 && strcmp(field[0], "head") == 0)
			add_head(field);
		else if (fields == 6 && strcmp(field[0], "rule") == 0)
			add_rule(field);
		else
			die("neither a head nor a rule", field[0]);
	}
	finish_instance();
	return 0;
}
