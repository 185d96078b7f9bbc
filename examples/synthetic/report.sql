-- What a household costs, and what moved it, from the views of the mart `synthetic`.
--
--   psql -d DATABASE -f report.sql

\ir ../format.sql
SET search_path = synthetic, public;

\echo
\echo '9. What does a household cost, and what moved it? From SYNTHETIC payments, nobody''s'
\echo
\echo 'By month, against a plan that is as synthetic as they are:'
\echo
SELECT to_char(month, 'YYYY-MM')                                             AS month,
       p.expected,
       p.households,
       to_char(p.deviation, 'S990')                                          AS deviation,
       to_char(100 * ratio(sum(c.households) - sum(c.households_year_ago), sum(c.households_year_ago)), 'S990.0 %') AS in_a_year,
       to_char(sum(c.payments), '99 999 990')                                AS payments,
       to_char(household_cost(c.payments, c.households), '99 990')           AS cost_per_household
FROM household_path p
JOIN household_cost c USING (organisation, fiscal_year, month)
WHERE fiscal_year = 2023
GROUP BY month, p.expected, p.households, p.deviation
ORDER BY month;

\echo 'Why the payments of a year differ from the year before:'
\echo
SELECT fiscal_year                                                           AS year,
       to_char(cost_before, '999 999 990')                                   AS before,
       to_char(volume_effect, 'S99 999 990')                                 AS more_households,
       to_char(mix_effect, 'S99 999 990')                                    AS other_districts,
       to_char(price_effect, 'S99 999 990')                                  AS higher_cost,
       to_char(cost, '999 999 990')                                          AS payments,
       to_char(cost_per_household_before, '99 990')                          AS cost_before,
       to_char(cost_per_household, '99 990')                                 AS cost_now
FROM household_cost_change
ORDER BY fiscal_year;

\echo 'The synthetic households of 2023, by district: different ones (which do not add up to the town''s), on average a'
\echo 'month, and with support for ten months of the year or more:'
\echo
SELECT split_part(unit, ' (', 1)                                             AS district,
       households                                                            AS different,
       average_households                                                    AS in_a_month,
       long_term_households                                                  AS long_term,
       to_char(100 * long_term_ratio, '990.0 %')                             AS long_term_share,
       to_char(cost_per_household, '99 990')                                 AS cost_per_household
FROM caseload_by_year
WHERE fiscal_year = 2023
ORDER BY unit_code;
