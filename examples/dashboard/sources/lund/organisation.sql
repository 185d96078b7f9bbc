-- Whose figures these are, and how new the newest of them is.
WITH dated AS (
    SELECT organisation, max(as_of) AS as_of
    FROM (SELECT organisation, as_of FROM budget_variance
          UNION ALL SELECT organisation, as_of FROM deficit_driver) AS figure
    GROUP BY organisation
), reported AS (
    -- Readers see the name of an organisation in its reports; without one, the topmost unit is who speaks.
    SELECT DISTINCT ON (organisation) organisation, report_json::json ->> 'name' AS name
    FROM published_interim_report ORDER BY organisation, as_of DESC
)
SELECT coalesce(reported.name, (SELECT max(split_part(r.unit, ' (', 1)) FROM budget_rollup r WHERE r.organisation = dated.organisation AND r.unit_level = 1),
                dated.organisation)                                     AS name,
       coalesce(extract(day FROM dated.as_of)::text || ' '
           || split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM dated.as_of)::integer)
           || to_char(dated.as_of, ' YYYY'), '–')                       AS as_of
FROM dated
LEFT JOIN reported USING (organisation)
