-- What a household costs and what moved it, and how far forecasts were off, from the views of the mart `synthetic`.
--
--   psql -d DATABASE -f report.sql

\ir ../format.sql
SET search_path = synthetic, public, social_services;

\echo
\echo '10. What does a household cost, and what moved it? From SYNTHETIC payments, nobody''s'
\echo
\echo 'By month, against a plan that is as synthetic as they are; money in kronor:'
\echo
SELECT to_char(month, 'YYYY-MM')                                             AS month,
       p.expected,
       p.households,
       to_char(p.deviation, 'S990')                                          AS deviation,
       to_char(100 * ratio(sum(c.households) - sum(c.households_year_ago), sum(c.households_year_ago)), 'S990.0 %') AS in_a_year,
       to_char(sum(c.payments), '99 999 990')                                AS payments,
       to_char(cost_per_household(c.payments, c.households), '99 990')           AS cost_per_household
FROM household_path p
JOIN household_cost c USING (organisation, fiscal_year, month)
WHERE fiscal_year = 2023
GROUP BY month, p.expected, p.households, p.deviation
ORDER BY month;

\echo 'Why the payments of a year differ from the year before, in kronor:'
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
\echo 'month, and with support for ten months of the year or more; cost in kronor a month. (The national statistics on'
\echo 'long-term support count adults.)'
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

\echo '11. Where would each year end, as seen in April and in August, and where did it end? From SYNTHETIC bookings, nobody''s'
\echo
\echo 'Net cost, thousands of kronor, each figure rounded by itself. Stated is what the synthetic board said, computed what the months'
\echo 'booked until then give; low and high are meant to hold the outcome four times out of five. 2024 is running.'
\echo
SELECT f.as_of,
       to_char(max(f.budget) / 1000, '999 990')      AS budget,
       to_char(max(s.stated) / 1000, '999 990')      AS stated,
       to_char(max(f.forecast) / 1000, '999 990')    AS computed,
       to_char(max(f.low) / 1000, '999 990')         AS low,
       to_char(max(f.high) / 1000, '999 990')        AS high,
       to_char(max(o.outcome) / 1000, '999 990')     AS outcome,
       to_char(100 * ratio(max(s.stated) - max(o.outcome), max(o.outcome)), 'S990.0 %')   AS stated_off,
       to_char(100 * ratio(max(f.forecast) - max(o.outcome), max(o.outcome)), 'S990.0 %') AS computed_off
FROM forecast_total_by_month f
LEFT JOIN (SELECT as_of, sum(stated_forecast) AS stated FROM year_end_forecast WHERE stated_scenario IS NOT NULL GROUP BY as_of) s USING (as_of)
LEFT JOIN (SELECT fiscal_year, sum(outcome) AS outcome FROM monthly_outcome JOIN booked_year USING (fiscal_year) WHERE is_closed GROUP BY fiscal_year) o
       USING (fiscal_year)
WHERE f.fiscal_year >= 2021 AND EXTRACT(month FROM f.as_of) IN (4, 8)
GROUP BY f.as_of
ORDER BY f.as_of;

\echo 'How far each method would have been off by district and head, from 2018 on (income support from 2022 on): mean error, bias,'
\echo 'error in relation to the run rate''s, and how often the outcome lay between low and high. run_rate carries the year''s months'
\echo 'on as they are, last_year adds the growth on last year, seasonal the usual share of these months, theta smooths, auto is'
\echo 'their weighted median.'
\echo
SELECT to_char(a.as_of, 'Mon') AS as_of, coalesce(a.method, 'stated, from 2021 on') AS method, count(*) AS forecasts,
       to_char(100 * mean_absolute_percentage_error(a.forecast, a.outcome), '990.0 %')          AS error,
       to_char(100 * forecast_bias(a.forecast, a.outcome), 'S990.0 %')                          AS bias,
       to_char(relative_mean_absolute_error(a.forecast, a.outcome, r.forecast), '990.00')       AS to_run_rate,
       to_char(100 * avg(a.is_within::integer), '990 %')                                        AS within
FROM forecast_accuracy a
LEFT JOIN forecast_accuracy r ON r.fiscal_year = a.fiscal_year AND r.as_of = a.as_of AND r.unit_code = a.unit_code
                             AND r.head_code = a.head_code AND r.source = 'computed' AND r.method = 'run_rate'
WHERE a.fiscal_year >= 2018 AND a.source <> 'published' AND EXTRACT(month FROM a.as_of) IN (4, 8)
GROUP BY to_char(a.as_of, 'Mon'), a.method
ORDER BY 1, array_position('{run_rate,last_year,seasonal,auto}', a.method);
