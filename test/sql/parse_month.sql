-- parse_month: the month that a text says

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, DMY';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

SELECT written, parse_month(written)
FROM unnest(ARRAY['2026-01', '2026/12', '2026M07', '202601', '2026-01-31', '2024-02-29', '20260131', 'jan 2026', 'Jan. 2026', 'JANUARI 2026', 'january 2026', U&'maj\00A02026', 'may 2026', '2026 okt', '2026-oct',
                  'sept 2026', 'sep-2026', 'dec2026', '  mars   2026 ', E'juni\t2026', '1000-01', '9999-12',
                  '2026-01-31 00:00', '2026-01-31T23:59', '2026/01/31 23:59:59.999999', '2026-01-01T00:00:00+01:00', '2026-01-01 00:00:00.000+0100', '2026-01-01 00:00:00+01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00-05:00']) AS written;
SELECT parse_month(NULL) AS none, parse_month('') AS empty, parse_month(E' \u00a0\n') AS blank;
-- As JSON has timestamps, whatever zone the session is in.
SELECT z.zone, parse_month(to_jsonb(date_trunc('month', now)) #>> '{}') = date_trunc('month', now)::date AS of_time_zone, parse_month(to_jsonb(now AT TIME ZONE 'UTC') #>> '{}') AS of_none
FROM (SELECT timestamptz '2026-02-17 12:00+01' AS now, set_config('TimeZone', 'America/New_York', true) AS zone) z;
-- Every name of every month, in both languages.
SELECT count(*) AS names, bool_and(parse_month(to_char(d, n.format)) = d AND parse_month(to_char(d, 'YYYY-MM')) = d AND parse_month(to_char(d, 'YYYYMM')) = d) AS all_right
FROM generate_series(timestamp '2020-01-01', '2031-12-01', '1 month') AS d, unnest('{FMMonth YYYY,FMMonth-YYYY,YYYY FMmonth,FMMON YYYY}'::text[]) AS n(format);
SELECT string_agg(EXTRACT(month FROM parse_month(n || ' 2026'))::text, ' ' ORDER BY place) AS swedish
FROM unnest('{januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december}'::text[]) WITH ORDINALITY AS m(n, place);

CREATE FUNCTION pg_temp.refused(written text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN parse_month(written)::text;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END
$$;
SELECT written, pg_temp.refused(written)
FROM unnest(ARRAY['01-02-2026', '2026', '26-01', 'jan 26', 'ja 2026', 'janu 2026', '2026-13', '2026-00', '202613', '2026-02-30', '2023-02-29', '20261331', '2026-1', '2026-01-', '2026-01-311', '2026-01/31', '2026M01M01',
                  '2026-01-31 24:00', '2026-01-31 23:60', '2026-01-31 23:59:60', '2026-01-31 1:00', '2026-01-31 01', '2026-01-31 01:00:', '2026-01-31 01:00:00.', '2026-01-31 01:00 x', '2026-01-3101:00',
                  '2026-01-31T23:30:00Z', '2026-01-31 23:30+01', '2026-01-31 00:00:00.1+01', '2026-01-31 00:00+1', '2026-01-31 00:00+01:0', '2026-01-31 00:00+01:00:00', '2026-01 00:00', '2026-02-30 00:00', '0999-01', '12026-01', 'mar', 'x', '2026 01', 'jan  2026 x', 'jan.-2026.', '٢٠٢٦-٠١', 'infinity', 'today', '2026-+1', '2026- 1']) AS written;
SELECT pg_temp.refused(repeat('jan 2026', 100000)), pg_temp.refused(repeat('å', 100000)), parse_month(repeat(' ', 100000) || '2026-01' || repeat(' ', 100000)) AS blanks;
SELECT parse_month('01-02-2026');
SELECT parse_month(repeat('januari ', 1000));
