-- Who came, who stayed and who left, what placements cost and how long people waited, from the mart `synthetic`.
--
--   psql -d DATABASE -f people.sql

\ir ../format.sql
SET search_path = synthetic, public, social_services;

\echo
\echo '13. The number of households changed: who came, and who left? From SYNTHETIC payments, nobody''s'
\echo
\echo 'opening + first time + back - ended = closing. Who moves between districts has not left. Who had support in the first'
\echo 'month of all payments, January 2021, may have come long before: 2021 begins in February.'
\echo
SELECT fiscal_year AS year, months, opening, first_time, f.returning AS back, f.ended, closing,
       to_char(entered_change, 'S990') AS more_came, to_char(ended_change, 'S990') AS more_left,
       to_char(100 * stay.active, '990.0 %') AS stayed_a_year,
       to_char(100 * back.returned_within_12_months, '990.0 %') AS back_in_a_year
FROM case_flow_by_year f
LEFT JOIN return_share back USING (organisation, fiscal_year, kind_code)
LEFT JOIN (SELECT organisation, fiscal_year, kind_code, sum(entered * active_after_12_months) / sum(entered) FILTER (WHERE active_after_12_months IS NOT NULL) AS active
           FROM entry_cohort WHERE unit_code IS NULL GROUP BY organisation, fiscal_year, kind_code) stay USING (organisation, fiscal_year, kind_code)
WHERE kind_code = 'support' AND f.unit_code IS NULL AND back.unit_code IS NULL
ORDER BY year;

\echo 'The same by district in 2023, with the months within which half of those who came in 2022 had left again:'
\echo
SELECT split_part(f.unit, ' (', 1) AS district, opening, first_time, f.returning AS back, moved_in, f.ended, moved_out, closing,
       to_char(stay.median, '990.0') AS median_months
FROM case_flow_by_year f
LEFT JOIN length_of_stay stay ON stay.organisation = f.organisation AND stay.kind_code = f.kind_code AND stay.unit_code = f.unit_code AND stay.fiscal_year = f.fiscal_year - 1
WHERE f.fiscal_year = 2023 AND f.kind_code = 'support' AND f.unit_code LIKE 'district%'
ORDER BY f.unit_code;

\echo 'What was too much lowers the month that it was paid for, also where that is found out a year later; a month that is taken'
\echo 'back in full is one without support above. Thousands of kronor:'
\echo
SELECT fiscal_year AS year, to_char((payments + recoveries) / 1000, '999 990') AS paid_first, to_char(recoveries / 1000, '999 990') AS taken_back,
       to_char(100 * recoveries / (payments + recoveries), '990.0 %') AS share, to_char(payments / 1000, '999 990') AS left, households
FROM caseload_rollup_by_year
WHERE unit_code IS NULL
ORDER BY year;

\echo '14. What do placements cost, and why more than a year ago? How long do people wait? SYNTHETIC, nobody''s'
\echo
\echo 'Placements of 2023. A day in kronor; costs in thousands of kronor, each rounded by itself:'
\echo
SELECT coalesce(form, 'All') AS form, days, average_placed AS placed, to_char(price_per_day, '9 990') AS per_day,
       to_char(cost_before / 1000, '999 990') AS cost_2022, to_char(volume_effect / 1000, 'S99 990') AS more_days, to_char(mix_effect / 1000, 'S99 990') AS other_forms,
       to_char(price_effect / 1000, 'S99 990') AS dearer, to_char(cost / 1000, '999 990') AS cost_2023
FROM placement_cost
WHERE fiscal_year = 2023 AND unit_code IS NULL
ORDER BY placement_cost.form NULLS LAST;

\echo 'Reports of concern of 2022, days until the decision; four months are allowed:'
\echo
SELECT coalesce(split_part(unit, ' (', 1), 'All') AS district, started AS reports, ended AS decided, median_days, mean_days_of_ended AS mean_days,
       to_char(100 * share_above_limit, '990.0 %') AS above_four_months
FROM waiting_time
WHERE fiscal_year = 2022 AND (unit_code IS NULL OR unit_code LIKE 'district%')
ORDER BY unit_code NULLS LAST;

\echo '15. Who lives in the households? As the national statistics count persons. SYNTHETIC, nobody''s'
\echo
\echo 'Adults with ten months of the year or more, and with 27 of three years; children in households with ten; and of the adults'
\echo 'who left, the share that was not back in a year:'
\echo
SELECT fiscal_year AS year, households, households_without_members AS nobody_known, adults, to_char(100 * long_term_ratio, '990.0 %') AS ten_months,
       very_long_term_adults AS very_long, young_adults AS aged_18_to_24, children, long_term_children AS long_term, to_char(100 * not_back_within_12_months, '990.0 %') AS not_back
FROM person_support_by_year
WHERE unit_code IS NULL
ORDER BY year;

\echo 'And by what keeps them from supporting themselves, a month of 2023 on average (a household''s in kronor):'
\echo
SELECT coalesce(obstacle, 'not known') AS obstacle, round(sum(households) / 12.0) AS households, to_char(sum(payments) / 12000, '99 990') AS thousands_a_month,
       to_char(sum(payments) / sum(households), '99 990') AS per_household
FROM support_by_fact
WHERE fiscal_year = 2023 AND unit_code IS NULL
GROUP BY support_by_fact.obstacle
ORDER BY sum(households) DESC;
