-- What the board follows: risks, agreements, decisions and whatever else it keeps a register of; money as the mart prints it.
SELECT split_part(r.kind, ' (', 1)                   AS kind,
       r.kind_code,
       split_part(r.title, ' (', 1)                  AS title,
       r.state                                       AS code,
       CASE r.state WHEN 'open' THEN '[[open]]' WHEN 'done' THEN '[[done]]' WHEN 'cancelled' THEN '[[cancelled]]' WHEN 'ended' THEN '[[ended]]' ELSE '[[to come]]' END AS state,
       coalesce(r.to_day::text, '')                  AS to_day,
       coalesce(r.review_by::text, '')               AS review_by,
       CASE WHEN r.review_overdue THEN 1 ELSE 0 END  AS overdue,
       r.risk,
       r.amount / [[lund.divisor]]                               AS amount,
       coalesce(r.measure, '')                       AS measure
FROM register_status r
