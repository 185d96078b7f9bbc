-- Until when each unit and head is booked, and whether it lags behind the others.
SELECT fiscal_year::text                   AS year,
       split_part(unit, ' (', 1)           AS unit,
       split_part(head, ' (', 1)           AS head,
       to_char(booked_until, 'YYYY-MM-DD') AS booked_until,
       lags
FROM booked_until
JOIN (SELECT DISTINCT organisation, fiscal_year, unit_code, unit, head_code, head FROM budget_to_date) AS named
     USING (organisation, fiscal_year, unit_code, head_code)
