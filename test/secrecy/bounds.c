/*
 * bounds.c
 *
 * How closely what is shown of sums tells single amounts: the least and the greatest that each can be, by GLPK's
 * linear programming. For who reads figures and knows whom each is about, and who pays back.
 *
 *   cc -o bounds bounds.c -lglpk -lm
 *   bounds <figures >bounds
 *
 * Reads lines of fields with tabs between, case after case, the amounts of each first:
 *
 *   amount  CASE  NAME  VALUE  (nothing)
 *   figure  CASE  LEAST  GREATEST  NAME NAME ...
 *
 * and writes a line for each amount that can be told to a fifth of it or better: CASE  NAME  VALUE  LEAST  GREATEST.
 * The last line has how many amounts there were: "all  COUNT".
 */
#define _GNU_SOURCE				/* strsep, tdestroy */

#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_AMOUNTS	4000
#define TOLD_TO		0.2

static char *names[MAX_AMOUNTS + 1];
static double values[MAX_AMOUNTS + 1];
static int	amounts;			/* from 1, as GLPK counts */
static int	all_amounts;
static glp_prob *problem;
static char *this_case;

static void
die(const char *what, const char *text)
{
	fprintf(stderr, "bounds: case %s: %s: %s\n", this_case ? this_case : "", what, text);
	exit(1);
}

static int
find_amount(const char *name)
{
	for (int i = 1; i <= amounts; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	die("no such amount", name);
	return 0;
}

static double
optimum(int amount, int direction)
{
	glp_smcp	how;
	double		found;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_ERR;
	glp_set_obj_dir(problem, direction);
	glp_set_obj_coef(problem, amount, 1);
	if (glp_simplex(problem, &how) != 0)
		die("not solved", names[amount]);
	glp_set_obj_coef(problem, amount, 0);
	switch (glp_get_status(problem))
	{
		case GLP_OPT:
			found = glp_get_obj_val(problem);
			break;
		case GLP_UNBND:
			found = direction == GLP_MIN ? -HUGE_VAL : HUGE_VAL;
			break;
		default:
			die("the figures contradict the amounts", names[amount]);
			return 0;
	}
	return found;
}

static void
end_case(void)
{
	for (int i = 1; i <= amounts; i++)
	{
		double		least = optimum(i, GLP_MIN);
		double		greatest = optimum(i, GLP_MAX);

		if (values[i] != 0 && greatest - least < TOLD_TO * fabs(values[i]))
			printf("%s\t%s\t%.2f\t%.2f\t%.2f\n", this_case, names[i], values[i], least, greatest);
	}
	for (int i = 1; i <= amounts; i++)
		free(names[i]);
	all_amounts += amounts;
	amounts = 0;
	if (problem != NULL)
		glp_delete_prob(problem);
	problem = NULL;
}

static void
add_figure(const char *least, const char *greatest, char *members)
{
	static int	columns[MAX_AMOUNTS + 1];
	static double ones[MAX_AMOUNTS + 1];
	int			count = 0;
	int			row = glp_add_rows(problem, 1);
	char	   *name;

	while ((name = strsep(&members, " ")) != NULL)
	{
		columns[++count] = find_amount(name);
		ones[count] = 1;
	}
	glp_set_mat_row(problem, row, count, columns, ones);
	glp_set_row_bnds(problem, row, atof(least) == atof(greatest) ? GLP_FX : GLP_DB, atof(least), atof(greatest));
}

int
main(void)
{
	char	   *line = NULL;
	size_t		size = 0;

	while (getline(&line, &size, stdin) > 0)
	{
		char	   *rest = line;
		char	   *field[5];

		line[strcspn(line, "\n")] = '\0';
		for (int i = 0; i < 4; i++)
			field[i] = strsep(&rest, "\t");
		field[4] = rest;
		if (field[3] == NULL)
			die("too few fields", line);
		if (this_case == NULL || strcmp(this_case, field[1]) != 0)
		{
			end_case();
			free(this_case);
			this_case = strdup(field[1]);
			problem = glp_create_prob();
		}
		if (strcmp(field[0], "amount") == 0)
		{
			if (++amounts > MAX_AMOUNTS)
				die("too many amounts", field[2]);
			names[amounts] = strdup(field[2]);
			values[amounts] = atof(field[3]);
			glp_add_cols(problem, 1);
			if (values[amounts] >= 0)
				glp_set_col_bnds(problem, amounts, GLP_LO, 0, 0);
			else
				glp_set_col_bnds(problem, amounts, GLP_UP, 0, 0);
		}
		else if (strcmp(field[0], "figure") == 0 && field[4] != NULL)
			add_figure(field[2], field[3], field[4]);
		else
			die("no such line", field[0]);
	}
	end_case();
	printf("all\t%d\n", all_amounts);
	free(line);
	free(this_case);
	return 0;
}
