-- Read by decimal and budget, into a schema of each test's own.

-- The reference: whether the four results are what numeric arithmetic gives.
-- A deficit and a surplus have as many decimals as the variance.
CREATE FUNCTION agrees(variance numeric, deficit numeric, surplus numeric, utilisation numeric,
                       outcomes bigint, budget numeric, outcome numeric) RETURNS boolean
    IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN outcomes = 0 THEN num_nonnulls(variance, deficit, surplus, utilisation) = 0
        ELSE coalesce(variance::text = (coalesce(budget, 0) - outcome)::text
                      AND deficit = greatest(outcome - coalesce(budget, 0), 0) AND scale(deficit) = scale(variance)
                      AND surplus = greatest(coalesce(budget, 0) - outcome, 0) AND scale(surplus) = scale(variance)
                      AND utilisation::text IS NOT DISTINCT FROM (outcome / nullif(budget, 0))::text, false)
    END;

-- Random amounts in 600 groups, by the last digit of their number: 0 to 4 money
-- of up to four decimals, 5 and 6 anything from 1e-20 to 1e40 with up to 20
-- decimals, 7 and 8 both kinds, 9 without any outcome.
SELECT setseed(0.1281);
CREATE FUNCTION random_amount(anything boolean) RETURNS numeric
    VOLATILE
    RETURN CASE
        WHEN random() < 0.1 THEN NULL
        WHEN anything
        THEN round((random() - 0.5)::numeric * ('1e' || trunc(random() * 61 - 20))::numeric, trunc(random() * 21)::integer)
        ELSE round((random() - 0.5)::numeric * ('1e' || trunc(random() * 13))::numeric, trunc(random() * 5)::integer)
    END;
CREATE TABLE random_rows AS
SELECT i AS id, i % 600 AS grp,
       random_amount(i % 10 IN (5, 6) OR i % 10 IN (7, 8) AND random() < 0.3) AS b,
       CASE WHEN i % 10 <> 9
            THEN random_amount(i % 10 IN (5, 6) OR i % 10 IN (7, 8) AND random() < 0.3) END AS o
FROM generate_series(1, 12000) AS i;
ANALYZE random_rows;
