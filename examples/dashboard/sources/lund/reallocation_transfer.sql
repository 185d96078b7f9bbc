SELECT fiscal_year::text               AS year,
       split_part(from_name, ' (', 1)  AS from_head,
       split_part(to_name, ' (', 1)    AS to_head,
       amount / [[lund.divisor]]                   AS amount,
       source                          AS rule
FROM reallocation_transfer
WHERE is_latest
