-- Each target beside the outcome of its year or, where there is none yet, the latest before it.
SELECT t.fiscal_year::text                 AS year,
       split_part(t.goal, ' (', 1)         AS goal,
       split_part(t.indicator, ' (', 1)    AS indicator,
       t.position,
       CASE WHEN latest.year IS NULL THEN '[[not known yet]]' ELSE regexp_replace(latest.text, '^(\d+)(\d{3})\y', '\1 \2') END AS outcome,
       latest.year::text                   AS outcome_year,
       regexp_replace(t.target_text, '^(\d+)(\d{3})\y', '\1 \2') AS target,
       latest.attainment,
       latest.status,
       b.trend
FROM target_attainment t
CROSS JOIN LATERAL (
    SELECT t.fiscal_year AS year, t.outcome_text AS text, t.attainment, t.status WHERE t.outcome IS NOT NULL
    UNION ALL
    SELECT t.previous_year, t.previous_text, t.previous_attainment, t.previous_status WHERE t.outcome IS NULL
) AS latest
LEFT JOIN target_attainment b ON b.organisation = t.organisation AND b.indicator_code = t.indicator_code
                             AND b.fiscal_year = latest.year
