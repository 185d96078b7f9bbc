-- Whose figures these are, and how new the newest of them is.
WITH dated AS (
    SELECT organisation, max(as_of) AS as_of
    FROM (SELECT organisation, as_of FROM budget_variance
          UNION ALL SELECT organisation, as_of FROM deficit_driver) AS figure
    GROUP BY organisation
)
SELECT o.name,
       coalesce(extract(day FROM dated.as_of)::text || ' '
           || split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM dated.as_of)::integer)
           || to_char(dated.as_of, ' YYYY'), '–')                       AS as_of
FROM dated
JOIN shown_organisation o ON o.organisation = dated.organisation
