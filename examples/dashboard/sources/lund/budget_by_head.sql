-- Budget beside the outcome or forecast of the year that counts; money as the mart prints it.
SELECT fiscal_year::text         AS year,
       split_part(unit, ' (', 1) AS unit,
       split_part(head, ' (', 1) AS head,
       scenario_kind             AS kind,
       budget / [[lund.divisor]]             AS budget,
       outcome / [[lund.divisor]]            AS outcome
FROM budget_variance
WHERE is_latest
