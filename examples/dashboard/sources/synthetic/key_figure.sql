-- Key figures of a year, of all: the own beside those that others in the mart published. Per cent as such.
WITH figure AS (
    SELECT t.organisation, t.fiscal_year, t.key_figure_code, t.key_figure, t.unit_of_measure, t.decimals, t.direction, t.value * CASE t.unit_of_measure WHEN 'percent' THEN 100 ELSE 1 END AS value,
           EXISTS (SELECT FROM unit_tree u WHERE u.organisation = t.organisation) AS is_own
    FROM key_figure_trend t
    WHERE t.period_kind = 'year' AND t.breakdown = 'total' AND t.unit_code IS NULL AND t.value IS NOT NULL
)
SELECT own.fiscal_year::text                       AS year,
       split_part(own.key_figure, ' (', 1)         AS key_figure,
       coalesce(upper(left(word.text, 1)) || substr(word.text, 2), own.unit_of_measure) AS unit,
       -- With the decimals that it has for people.
       CASE WHEN own.decimals = 0 THEN '#,##0' ELSE '#,##0.' || repeat('0', least(coalesce(own.decimals, 1), 6)) END AS format,
       own.value                                   AS own,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY other.value))::numeric AS median,
       min(other.value)                            AS lowest,
       max(other.value)                            AS highest,
       count(*)::integer + 1                       AS ranked,
       CASE own.direction WHEN 'at_least' THEN 1 + count(*) FILTER (WHERE other.value > own.value)
                          WHEN 'at_most'  THEN 1 + count(*) FILTER (WHERE other.value < own.value) END::integer AS rank,
       CASE own.direction WHEN 'at_least' THEN '[[high is good]]' WHEN 'at_most' THEN '[[low is good]]' ELSE '' END AS direction
FROM figure own
JOIN figure other ON other.fiscal_year = own.fiscal_year AND other.key_figure_code = own.key_figure_code AND NOT other.is_own
LEFT JOIN shown_label word ON word.organisation = own.organisation AND word.area = 'unit' AND word.code = own.unit_of_measure
WHERE own.is_own
GROUP BY own.fiscal_year, own.key_figure_code, own.key_figure, own.unit_of_measure, own.decimals, word.text, own.direction, own.value
