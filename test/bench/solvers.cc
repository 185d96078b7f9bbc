/*
 * solvers.cc
 *
 * Times the search for the best plan of transfers, src/network_simplex.c, beside
 * other programs that find one: LEMON's network simplex, and GLPK's simplex of
 * linear programming for instances that it can solve within minutes.
 *
 *   solvers RUNS MAX_HEADS_FOR_GLPK <instance >timings
 *
 * Reads one instance in the lines of test/glpk/optimum.c. Writes a line for each
 * solver: HEADS  SOLVER  MILLISECONDS  {COVERED, ...}  COST  MOVED, the covered
 * shortfall by priority. GLPK, which does not look for the least MOVED, has none.
 * The time is the median of the runs, one of each in turn after one to warm up;
 * GLPK runs once. It is that of the search and what it sets up for itself, from
 * arrays, a LEMON digraph or a GLPK problem that is there.
 *
 * Amounts and costs are counted in hundredths.
 */
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <glpk.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

extern "C"
{
#include "../../src/network_simplex.h"
}

using std::string;
using std::vector;

typedef std::chrono::steady_clock Clock;

static void
die(const string &problem)
{
	std::cerr << "solvers: " << problem << "\n";
	exit(1);
}

static double
milliseconds_since(Clock::time_point start)
{
	return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

static double
median(vector<double> values)
{
	std::sort(values.begin(), values.end());
	return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

/*
 * Heads and rules as network_simplex.h has them.
 */
struct Instance
{
	vector<int64_t> supply;
	vector<int32_t> rank;
	vector<int32_t> from;
	vector<int32_t> to;
	vector<int64_t> capacity;
	vector<int64_t> cost;
	int32_t		ranks = 0;

	int32_t		heads() const { return supply.size(); }
	int32_t		rules() const { return from.size(); }
};

/*
 * What a plan reaches.
 */
struct Reached
{
	vector<int64_t> covered;	/* by rank */
	int64_t		cost = 0;
	int64_t		moved = 0;
};

static int64_t
hundredths(const string &field, int64_t if_null)
{
	return field == "\\N" ? if_null : std::llround(std::stod(field) * 100);
}

static Instance
read_instance()
{
	Instance	instance;
	std::unordered_map<string, int32_t> number;
	vector<int64_t> priority;
	std::map<int64_t, int32_t> rank_of;
	string		line;

	while (std::getline(std::cin, line))
	{
		std::istringstream rest(line);
		vector<string> field;

		for (string next; std::getline(rest, next, '\t');)
			field.push_back(next);
		if (field.size() == 7 && field[0] == "head")
		{
			int64_t		budget = hundredths(field[3], 0);
			int64_t		need = hundredths(field[4], budget);
			int64_t		own = std::max(need, hundredths(field[5], need));

			number[field[2]] = instance.heads();
			instance.supply.push_back(need > budget ? budget - need : std::max<int64_t>(budget - own, 0));
			priority.push_back(field[6] == "\\N" ? INT64_MAX : std::stol(field[6]));
			if (need > budget)
				rank_of[priority.back()] = 0;
		}
		else if (field.size() == 6 && field[0] == "rule")
		{
			instance.from.push_back(number.at(field[2]));
			instance.to.push_back(number.at(field[3]));
			instance.capacity.push_back(hundredths(field[4], TRANSFER_UNLIMITED));
			instance.cost.push_back(hundredths(field[5], 0));
		}
		else
			die("neither a head nor a rule: " + line);
	}
	if (instance.rules() == 0)
		die("no rules");
	for (auto &entry : rank_of)
		entry.second = instance.ranks++;
	for (int32_t head = 0; head < instance.heads(); head++)
		instance.rank.push_back(instance.supply[head] < 0 ? rank_of[priority[head]] : 0);
	return instance;
}

/*
 * What the flows reach. Dies unless they are a plan.
 */
static Reached
check(const Instance &instance, const vector<int64_t> &flow, const string &solver)
{
	Reached		reached;
	vector<int64_t> kept(instance.heads());

	reached.covered.resize(instance.ranks);
	for (int32_t rule = 0; rule < instance.rules(); rule++)
	{
		if (flow[rule] < 0 || flow[rule] > instance.capacity[rule])
			die(solver + " does not keep to a rule's limit");
		kept[instance.from[rule]] -= flow[rule];
		kept[instance.to[rule]] += flow[rule];
		reached.cost += flow[rule] * instance.cost[rule];
		reached.moved += flow[rule];
	}
	for (int32_t head = 0; head < instance.heads(); head++)
	{
		/* A donor keeps -spare to 0, a taker 0 to its shortfall, others 0. */
		int64_t		limit = -instance.supply[head];

		if (kept[head] < std::min<int64_t>(limit, 0) || kept[head] > std::max<int64_t>(limit, 0))
			die(solver + " gives a head too much or takes too much of it");
		if (limit > 0)
			reached.covered[instance.rank[head]] += kept[head];
	}
	return reached;
}

/*
 * Weights that make one sum of all that counts: no cycle costs as much as one rank's
 * reward is above the next, and none has as many arcs as a unit of cost counts for.
 */
struct Weights
{
	int64_t		cost;
	int64_t		rank;

	explicit Weights(const Instance &instance, bool with_moved)
	{
		int64_t		longest = instance.heads() + 2;
		int64_t		dearest = 1;

		for (int64_t each : instance.cost)
			dearest = std::max(dearest, each);
		cost = with_moved ? longest : 1;
		rank = longest * (dearest * cost + 1);
	}
	int64_t		reward(const Instance &instance, int32_t head) const
	{
		return (instance.ranks - instance.rank[head]) * rank;
	}
};

/*
 * Every solver sets the flows and returns its milliseconds.
 */
static double
solve_ours(const Instance &instance, vector<int64_t> &flow)
{
	Clock::time_point start = Clock::now();
	TransferNetwork network = {instance.heads(), instance.rules(), instance.ranks,
		instance.supply.data(), instance.rank.data(), instance.from.data(), instance.to.data(),
		instance.capacity.data(), instance.cost.data(), flow.data()};
	void	   *memory = malloc(network_simplex_memory(instance.heads(), instance.rules()));

	if (memory == NULL || network_simplex(&network, memory, NULL) != TRANSFER_OPTIMAL)
		die("ours failed");
	free(memory);
	return milliseconds_since(start);
}

/*
 * A circulation through a root, which hands out what can be spared and takes back
 * what is lacking, with a reward.
 */
static double
solve_lemon(const Instance &instance, vector<int64_t> &flow)
{
	typedef lemon::SmartDigraph Graph;
	typedef lemon::NetworkSimplex<Graph, int64_t, int64_t> Solver;

	Weights		weights(instance, true);
	Graph		graph;
	Graph::ArcMap<int64_t> capacity(graph);
	Graph::ArcMap<int64_t> cost(graph);
	auto		add_arc = [&](int32_t from, int32_t to, int64_t arc_capacity, int64_t arc_cost)
	{
		Graph::Arc	arc = graph.addArc(graph.nodeFromId(from), graph.nodeFromId(to));

		capacity[arc] = arc_capacity;
		cost[arc] = arc_cost;
	};
	int32_t		root = instance.heads();

	for (int32_t node = 0; node <= root; node++)
		graph.addNode();
	/* Rules first: their numbers are those of their arcs. */
	for (int32_t rule = 0; rule < instance.rules(); rule++)
		add_arc(instance.from[rule], instance.to[rule], instance.capacity[rule],
				instance.cost[rule] * weights.cost + 1);
	for (int32_t head = 0; head < instance.heads(); head++)
	{
		int64_t		supply = instance.supply[head];

		if (supply > 0)
			add_arc(root, head, supply, 0);
		else if (supply < 0)
			add_arc(head, root, -supply, -weights.reward(instance, head));
	}

	Clock::time_point start = Clock::now();
	Solver		solver(graph);

	if (solver.upperMap(capacity).costMap(cost).run() != Solver::OPTIMAL)
		die("LEMON failed");
	for (int32_t rule = 0; rule < instance.rules(); rule++)
		flow[rule] = solver.flow(graph.arcFromId(rule));
	return milliseconds_since(start);
}

/*
 * A column is a rule, a row what a head keeps. The amount moved is left out: with
 * weights as large as it needs, floating point would not tell costs apart.
 */
static double
solve_glpk(const Instance &instance, vector<int64_t> &flow)
{
	Weights		weights(instance, false);
	glp_prob   *problem = glp_create_prob();
	glp_smcp	parameters;
	double		milliseconds;

	glp_set_obj_dir(problem, GLP_MIN);
	glp_add_rows(problem, instance.heads());
	for (int32_t head = 0; head < instance.heads(); head++)
	{
		double		limit = -instance.supply[head];

		glp_set_row_bnds(problem, head + 1, limit == 0 ? GLP_FX : GLP_DB,
						 std::min(limit, 0.0), std::max(limit, 0.0));
	}
	glp_add_cols(problem, instance.rules());
	for (int32_t rule = 0; rule < instance.rules(); rule++)
	{
		int32_t		from = instance.from[rule];
		int32_t		to = instance.to[rule];
		int64_t		capacity = instance.capacity[rule];
		int			rows[] = {0, from + 1, to + 1};
		double		kept[] = {0, -1, 1};

		glp_set_col_bnds(problem, rule + 1,
						 capacity == TRANSFER_UNLIMITED ? GLP_LO : capacity == 0 ? GLP_FX : GLP_DB, 0, capacity);
		glp_set_obj_coef(problem, rule + 1, instance.cost[rule]
						 - (instance.supply[to] < 0 ? weights.reward(instance, to) : 0)
						 + (instance.supply[from] < 0 ? weights.reward(instance, from) : 0));
		glp_set_mat_col(problem, rule + 1, 2, rows, kept);
	}

	Clock::time_point start = Clock::now();

	glp_init_smcp(&parameters);
	parameters.msg_lev = GLP_MSG_ERR;
	if (glp_simplex(problem, &parameters) != 0 || glp_get_status(problem) != GLP_OPT)
		die("GLPK failed");
	milliseconds = milliseconds_since(start);
	for (int32_t rule = 0; rule < instance.rules(); rule++)
		flow[rule] = std::llround(glp_get_col_prim(problem, rule + 1));
	glp_delete_prob(problem);
	return milliseconds;
}

static void
print(const Instance &instance, const string &solver, double milliseconds, const Reached &reached)
{
	printf("%d\t%s\t%.3f\t{", instance.heads(), solver.c_str(), milliseconds);
	for (int32_t rank = 0; rank < instance.ranks; rank++)
		printf("%s%.2f", rank == 0 ? "" : ",", reached.covered[rank] / 100.0);
	/* Hundredths of an amount times hundredths of a cost. */
	printf("}\t%.4f\t", reached.cost / 10000.0);
	if (solver == "GLPK")
		printf("\\N\n");
	else
		printf("%.2f\n", reached.moved / 100.0);
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		die("usage: solvers RUNS MAX_HEADS_FOR_GLPK <instance >timings");

	int			runs = atoi(argv[1]);
	Instance	instance = read_instance();
	vector<int64_t> flow_ours(instance.rules());
	vector<int64_t> flow_lemon(instance.rules());
	vector<int64_t> flow_glpk(instance.rules());
	vector<double> times_ours;
	vector<double> times_lemon;

	for (int run = 0; run <= runs; run++)
	{
		double		ours = solve_ours(instance, flow_ours);
		double		lemon = solve_lemon(instance, flow_lemon);

		if (run > 0)
		{
			times_ours.push_back(ours);
			times_lemon.push_back(lemon);
		}
	}
	print(instance, "core", median(times_ours), check(instance, flow_ours, "ours"));
	print(instance, "LEMON", median(times_lemon), check(instance, flow_lemon, "LEMON"));
	if (instance.heads() <= atoi(argv[2]))
	{
		double		glpk = solve_glpk(instance, flow_glpk);

		print(instance, "GLPK", glpk, check(instance, flow_glpk, "GLPK"));
	}
	return 0;
}
