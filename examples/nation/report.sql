-- What a national authority reads of the towns of make demo-nation. SYNTHETIC figures.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null ''
SET enable_partitionwise_aggregate = on;

\echo 'Three synthetic towns: 0001 Nordby, 0002 Söderby, 0003 Västby'
\echo
\echo '1. Deficits by town, 2023: each town has added up its own'
\echo
SELECT o.organisation, sum(o.budget) AS budget, sum(o.outcome) AS outcome, social_services.deficit(o.budget, o.outcome), round(social_services.budget_utilisation(o.budget, o.outcome), 3) AS utilisation
FROM nation.budget_variance o WHERE o.fiscal_year = 2023 GROUP BY o.organisation ORDER BY o.organisation;

\echo '2. Households with income support in November 2023, by town and in all (one that two towns know is two)'
\echo
SELECT coalesce(t.organisation, 'all towns') AS organisation, sum(t.households) AS households, sum(t.payments) AS payments
FROM (SELECT h.organisation, sum(h.households) AS households, sum(h.payments) AS payments FROM nation.household_cost h WHERE h.month = '2023-11-01' GROUP BY h.organisation) t
GROUP BY ROLLUP (t.organisation) ORDER BY t.organisation;

\echo '3. One town beside all of them: outcome over budget by head, 2023'
\echo
WITH by_town AS (
    SELECT v.organisation, v.head, sum(v.budget) AS budget, sum(v.outcome) AS outcome FROM nation.budget_variance v WHERE v.fiscal_year = 2023 GROUP BY v.organisation, v.head
)
SELECT b.head, round(100 * (sum(b.outcome) FILTER (WHERE b.organisation = '0001') / sum(b.budget) FILTER (WHERE b.organisation = '0001') - 1), 1) AS "Nordby, %",
       round(100 * (sum(b.outcome) / sum(b.budget) - 1), 1) AS "all towns, %"
FROM by_town b GROUP BY b.head ORDER BY b.head;

\echo '4. All towns by year'
\echo
SELECT n.fiscal_year, n.budget, n.outcome, n.outcome - n.budget AS over_budget, n.towns_with_outcome AS towns FROM nation.national_total n ORDER BY n.fiscal_year;
