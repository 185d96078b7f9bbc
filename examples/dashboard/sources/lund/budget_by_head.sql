-- Budget beside the latest outcome, or forecast, of the year; thousands of kronor.
SELECT fiscal_year::text         AS year,
       split_part(unit, ' (', 1) AS unit,
       split_part(head, ' (', 1) AS head,
       scenario_kind             AS kind,
       budget / 1000             AS budget,
       outcome / 1000            AS outcome
FROM (
    SELECT *, dense_rank() OVER (PARTITION BY organisation, fiscal_year
                                 ORDER BY (scenario_kind = 'outcome') DESC, as_of DESC NULLS LAST, scenario) AS place
    FROM budget_variance
) AS ranked
WHERE place = 1
