-- What was decided of each year's budget, by unit and head; money as the mart prints it.
SELECT fiscal_year::text                  AS year,
       to_char(decided_on, 'YYYY-MM-DD')  AS decided_on,
       scenario                           AS decision,
       kind,
       split_part(unit, ' (', 1)          AS unit,
       split_part(head, ' (', 1)          AS head,
       amount / [[synthetic.divisor]]                      AS amount,
       budget_after / [[synthetic.divisor]]                AS budget_after
FROM budget_revision
WHERE amount <> 0
