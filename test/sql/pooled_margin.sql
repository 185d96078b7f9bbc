-- pooled_margin: the interval of what has one error of its own, also from those of others

SET datestyle = ISO;
CREATE EXTENSION social_services;
SET client_min_messages = warning;

SELECT pooled_margin(0.10, 1, 0.04) AS one_error, 1.7 * (0.10 + 0.04 + 0.04) / 3 AS by_hand, pooled_margin(0.10, 2.3, 0.10) = 0.17 AS same, pooled_margin(0, 1, 0) AS never_off, pooled_margin(0, 0, 0.1) AS none,
       pooled_margin(NULL, 1, 0.04) AS a, pooled_margin(0.1, NULL, 0.04) AS b, pooled_margin(0.1, 1, NULL) AS c;
-- Its 1.7 is that of forecasts, whose forecast is rounded.
SELECT count(*) AS intervals, bool_and(abs((f.high - f.low) / 2 - pooled_margin(f.mean_error::numeric, f.error_weight::numeric, f.mean_error::numeric) * abs(f.forecast)) <= 0.01 * (1 + f.mean_error)) AS same
FROM (SELECT forecast_series(make_date(y, m, 1), round((100 + y % 7 * m + CASE WHEN m = 5 AND y % 2 = 0 THEN -700 ELSE 0 END)::numeric, 2), 1) AS series FROM generate_series(2015, 2023) AS y, generate_series(1, 12) AS m) s
CROSS JOIN forecasts(s.series) AS f
WHERE f.low IS NOT NULL;

CALL create_social_mart('town', organisation => '0000');
SET search_path = town, public;
INSERT INTO unit (code, name) VALUES ('board', 'Board');
INSERT INTO budget_head (code, name) SELECT 'h' || i, 'Head ' || i FROM generate_series(1, 6) AS i;
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT 'o' || y, 'outcome', y, least(make_date(y, 12, 31), '2026-06-30') FROM generate_series(2021, 2026) AS y;
-- Five heads since 2021, and one since 2024, all of cost alone.
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || y, 'board', 'h' || i, make_date(y, m, 1), 1000 + 10 * ((y * i * 7 + m * i) % 11)
FROM generate_series(2021, 2026) AS y, generate_series(1, 12) AS m, generate_series(1, 6) AS i
WHERE (y < 2026 OR m <= 6) AND (y >= 2024 OR i < 6);
SELECT head_code, as_of, booked, forecast, low, high, basis FROM forecast_by_month WHERE fiscal_year = 2026 AND as_of IN ('2026-01-31', '2026-06-30') ORDER BY head_code, as_of;
-- By hand: of what each head's own errors are.
CREATE VIEW by_hand AS
WITH own AS (
    SELECT s.head, f.* FROM live_forecast_series s
    CROSS JOIN LATERAL forecasts(s.series, 2026, 2026, s.booked_until, '{auto}') AS f
    WHERE s.fiscal_year = 2026
), pool AS (
    SELECT as_of, sum(error_weight * least(mean_error, 1)) / sum(error_weight) AS error FROM own WHERE errors > 0 GROUP BY as_of
)
SELECT own.as_of, own.errors, own.low AS own_low, greatest(own.forecast - margin.amount, booked) AS low, own.forecast + margin.amount AS high
FROM own JOIN pool USING (as_of)
CROSS JOIN LATERAL (SELECT round((1.7 * (own.error_weight * own.mean_error + 2 * pool.error) / (own.error_weight + 2) * own.forecast)::numeric, 0)) AS margin(amount)
WHERE own.head = 'h6';
SELECT h.as_of, h.errors, h.own_low, shown.low = h.low AS same_low, shown.high = h.high AS same_high
FROM by_hand h JOIN forecast_by_month shown ON shown.as_of = h.as_of AND shown.head_code = 'h6'
ORDER BY h.as_of;
-- It is where the forecast is, is kept as it is, and is explained.
SELECT low, high, method FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest AND head_code = 'h6';
CALL refresh_social_mart('town');
SELECT low, high, basis FROM forecast_by_month WHERE as_of = '2026-06-30' AND head_code = 'h6';
SELECT what, detail FROM forecast_explanation WHERE fiscal_year = 2026 AND as_of = '2026-06-30' AND head_code = 'h6' AND what = 'not_known';
-- A head with one earlier year has none, and nor has any where only four tell; what comes once is not multiplied; the others stay as they are.
CREATE VIEW latest AS SELECT forecast, low, high, basis FROM forecast_by_month WHERE as_of = '2026-06-30' AND head_code = 'h6';
CREATE VIEW others AS SELECT md5(string_agg(f::text, ',' ORDER BY head_code, as_of)) AS others FROM forecast_by_month f WHERE fiscal_year = 2026 AND head_code < 'h6';
SELECT others AS before FROM others \gset
BEGIN;
DELETE FROM ledger WHERE head = 'h6' AND scenario = 'o2024';
SELECT latest.*, others = :'before' AS same_others FROM latest, others;
ROLLBACK;
BEGIN;
DELETE FROM ledger WHERE head IN ('h4', 'h5');
SELECT * FROM latest;
ROLLBACK;
BEGIN;
DELETE FROM ledger WHERE head = 'h5';
SELECT * FROM latest;
ROLLBACK;
BEGIN;
UPDATE ledger SET amount = amount + 100000 WHERE head = 'h6' AND month = '2026-03-01';
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2026', 'board', 'h6', '2026-03-01', 100000, 'Once');
SELECT * FROM latest;
ROLLBACK;
-- One that was off by a multiple counts as off by all of it; where none was ever off nothing is known; and below what is booked it ends only where a month once was negative.
BEGIN;
UPDATE ledger SET amount = amount * 1000 WHERE head = 'h1' AND month = '2025-12-01';
SELECT * FROM latest;
ROLLBACK;
BEGIN;
UPDATE ledger SET amount = amount * 10 WHERE head = 'h6' AND scenario = 'o2024' AND month > '2024-06-01';
SELECT * FROM latest;
UPDATE ledger SET amount = -1 WHERE head = 'h6' AND month = '2024-12-01';
SELECT * FROM latest;
UPDATE ledger SET amount = -abs(amount) WHERE head = 'h6';
SELECT * FROM latest;
ROLLBACK;
BEGIN;
UPDATE ledger SET amount = 1000;
SELECT * FROM latest;
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA town CASCADE;
DROP EXTENSION social_services;
