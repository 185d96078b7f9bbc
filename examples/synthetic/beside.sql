-- This month's figures, what is overdue, and how the town stands beside others, from the views of the mart `synthetic`.
--
--   psql -d DATABASE -f beside.sql

\ir ../format.sql
SET search_path = synthetic, public, social_services;

\echo
\echo '20. What do this month''s figures say, and how do we stand beside others? SYNTHETIC figures and towns, nobody''s'
\echo
SELECT max(period_start) AS month, to_char(max(period_start), 'FMMonth YYYY') AS this_month FROM key_figure_trend WHERE period_kind = 'month' AND organisation = '0000' AND unit_code IS NULL \gset
\echo :this_month 'beside the same month of the year before, and the year so far:'
\echo
SELECT split_part(key_figure, ' (', 1)                                                                    AS figure,
       value_text                                                                                         AS value,
       CASE unit_of_measure WHEN 'percent' THEN to_char(value_before * 100, '990.0 %') ELSE to_char(value_before, '99 999 990') END AS a_year_ago,
       CASE unit_of_measure WHEN 'percent' THEN to_char(change * 100, 'S990.0') || ' points' ELSE to_char(change, 'S99 999 990') END AS change,
       trend,
       CASE unit_of_measure WHEN 'percent' THEN to_char(cumulative * 100, '990.0 %') ELSE to_char(cumulative, '999 999 990') END AS year_so_far,
       CASE WHEN why_no_cumulative IS NOT NULL THEN 'may be in several' END                               AS why_none
FROM key_figure_trend
WHERE period_kind = 'month' AND period_start = :'month' AND organisation = '0000' AND unit_code IS NULL
ORDER BY key_figure_code;

\echo 'The last thirteen months, from . for the lowest to @ for the highest:'
\echo
SELECT split_part(key_figure, ' (', 1) AS figure,
       string_agg(substr('.:-=+*#%@', 1 + round(8 * (value - lowest) / nullif(highest - lowest, 0))::integer, 1), '' ORDER BY period_start) AS months, 
       (array_agg(value_text ORDER BY value))[1] AS lowest, (array_agg(value_text ORDER BY value DESC))[1] AS highest
FROM (SELECT *, min(value) OVER (PARTITION BY key_figure_code) AS lowest, max(value) OVER (PARTITION BY key_figure_code) AS highest
      FROM key_figure_trend WHERE period_kind = 'month' AND organisation = '0000' AND unit_code IS NULL AND period_start > :'month'::date - interval '13 months') month
GROUP BY key_figure_code, key_figure
HAVING count(*) >= 12
ORDER BY key_figure_code;

\echo 'Beside eight towns, 2023. Best and worst quarter are what the towns reach; rank 1 is best; reporting are those that have a figure:'
\echo
SELECT split_part(key_figure, ' (', 1) AS figure,
       CASE unit_of_measure WHEN 'percent' THEN to_char(value * 100, '990.0 %') ELSE to_char(value, '9 990') || ' ' || unit_of_measure END AS own,
       CASE unit_of_measure WHEN 'percent' THEN to_char(peers_mean * 100, '990.0 %') ELSE to_char(peers_mean, '9 990') END      AS mean,
       CASE unit_of_measure WHEN 'percent' THEN to_char(best_quarter * 100, '990.0 %') ELSE to_char(best_quarter, '9 990') END  AS best_quarter,
       CASE unit_of_measure WHEN 'percent' THEN to_char(worst_quarter * 100, '990.0 %') ELSE to_char(worst_quarter, '9 990') END AS worst_quarter,
       rank || ' of ' || ranked AS rank, peers_reporting || ' of ' || peers AS reporting, verdict
FROM key_figure_comparison
WHERE organisation = '0000' AND period_kind = 'year' AND period_start = '2023-01-01' AND peers_reporting > 0
ORDER BY key_figure_comparison.rank, key_figure_code;

\echo 'In a board''s words:'
\echo
SELECT format('%s is %s per cent %s than the mean of %s towns like ours: %s.', split_part(key_figure, ' (', 1), round(100 * abs(difference_to_mean) / peers_mean, 1),
              CASE WHEN difference_to_mean < 0 THEN 'lower' ELSE 'higher' END, peers_reporting, coalesce(verdict, why_no_verdict)) AS sentence
FROM key_figure_comparison
WHERE organisation = '0000' AND key_figure_code = 'net-cost'
ORDER BY period_start DESC
LIMIT 1;

\echo 'What is overdue for review, and what ends within a year of loading and what it costs, thousands of kronor:'
\echo
SELECT split_part(kind, ' (', 1) AS register, split_part(title, ' (', 1) AS item, CASE WHEN review_overdue THEN 'review is overdue' ELSE 'ends' END AS what, to_char(amount / 1000, '99 990') AS amount,
       CASE WHEN amount IS NOT NULL THEN amount_is END AS amount_is
FROM register_status
WHERE review_overdue OR days_left < 366
ORDER BY review_overdue DESC, register_status.amount DESC NULLS LAST, item_code;

\echo 'Risks by likelihood and consequence:'
\echo
SELECT likelihood || ' ' || likelihood_name AS likelihood, consequence || ' ' || consequence_name AS consequence, coalesce(regexp_replace(titles, ' \(synthetic\)', '', 'g'), '') AS risks
FROM risk_matrix
WHERE likelihood IS NOT NULL
ORDER BY risk_matrix.likelihood DESC, risk_matrix.consequence
\crosstabview likelihood consequence risks
