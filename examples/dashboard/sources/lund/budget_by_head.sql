-- Budget beside the outcome or forecast of the year that counts; thousands of kronor.
SELECT fiscal_year::text         AS year,
       split_part(unit, ' (', 1) AS unit,
       split_part(head, ' (', 1) AS head,
       scenario_kind             AS kind,
       budget / 1000             AS budget,
       outcome / 1000            AS outcome
FROM budget_variance
WHERE is_latest
