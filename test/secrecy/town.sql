-- Random towns (synthetic), and what an attacker keeps of them who reads the released mart at every release: test/tap/secrecy.t.
-- Needs the extension and a superuser. Each seed is an organisation of mart "town", which attack.play lives through.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET check_function_bodies = off;
CREATE ROLE secrecy_reader;
CALL create_social_mart('town', organisation => '0');
SET search_path = town, public;
CREATE SCHEMA attack;

-- What was true at each release: of whom readers may see figures, and how. Payments by unit are secrets too.
CREATE TABLE attack.truth (town text, step integer, month date, household bigint, unit text, amount numeric);
CREATE TABLE attack.truth_by_unit (LIKE attack.truth);
-- What was shown then: the payments that figures are of, and every number of the views that are about money or households.
CREATE TABLE attack.shown (LIKE attack.truth);
CREATE TABLE attack.figure (town text, step integer, view text, key text, name text, value numeric);
-- The same as somebody reads it who sees the mart itself.
CREATE TABLE attack.exact_figure (LIKE attack.figure);
-- Every number of every view that they read, of some towns after the last release.
CREATE TABLE attack.any_figure (LIKE attack.figure);
CREATE TABLE attack.any_exact_figure (LIKE attack.figure);
-- By groups of units: what waits, and the books of support as they are.
CREATE TABLE attack.waiting (town text, step integer, unit text, month date, amount numeric);
CREATE TABLE attack.book (LIKE attack.waiting);
-- What has been booked of the payments of a unit and month, and in which month.
CREATE TABLE attack.booked (town text, unit text, paid_month date, month date, amount numeric);
CREATE TABLE attack.style (town text PRIMARY KEY, books text, outcomes text, fiscal_year_start integer, months_at_once integer, steps integer);
-- Units that live on in another from a month on, or always have; NULL where they are closed.
CREATE TABLE attack.merged (town text, unit text, into_unit text, from_month date);
-- Who was erased, what figures are of instead, and what he was paid.
CREATE TABLE attack.erased (town text, household bigint, nobody bigint);
CREATE TABLE attack.erased_amount (town text, amount numeric);
-- Payments before a wrong load.
CREATE TABLE attack.right_load (town text, unit text, household bigint, month date, amount numeric);
-- Tables that changed between releases.
CREATE TABLE attack.seen_change (town text, step integer, relation text, mart text);

CREATE FUNCTION attack.chance(share double precision) RETURNS boolean LANGUAGE sql VOLATILE RETURN random() < share;
CREATE FUNCTION attack.amount() RETURNS numeric LANGUAGE sql VOLATILE RETURN round((6000 + 6000 * random() + CASE WHEN random() < 0.004 THEN 60000 * random() ELSE 0 END)::numeric, 2);

CREATE PROCEDURE attack.found(town text) LANGUAGE plpgsql SET search_path = town, public AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO attack.style
    VALUES (town, (ARRAY['as paid', 'late', 'central', 'lagging', 'by year', 'by year and month', 'others too'])[1 + floor(7 * random())::integer],
            (ARRAY['one', 'one', 'another each time', 'replaced each time'])[1 + floor(4 * random())::integer], (ARRAY[1, 1, 7])[1 + floor(3 * random())::integer],
            1 + floor(3 * random())::integer, 3 + floor(3 * random())::integer);
    INSERT INTO organisation (organisation, name, fiscal_year_start) SELECT town, 'Town ' || town, s.fiscal_year_start FROM attack.style s WHERE s.town = town;
    INSERT INTO unit (organisation, code, name, parent) SELECT town, u.code, u.code, u.parent FROM (VALUES ('town', NULL), ('east', 'town'), ('west', 'town'), ('reports', 'west')) AS u(code, parent);
    INSERT INTO unit (organisation, code, name, parent)
    SELECT town, 'u' || u, 'Office ' || u, (ARRAY['town', 'east', 'east', 'west', CASE WHEN u > 4 THEN 'u1' ELSE 'west' END])[1 + floor(5 * random())::integer] FROM generate_series(1, 3 + floor(8 * random())::integer) AS u;
    INSERT INTO budget_head (organisation, code, name, parent, pays_support, about_households)
    SELECT town, h.code, h.code, h.parent, h.code = 'support', h.code = 'foster homes'
    FROM (VALUES ('support', NULL), ('rent', 'support'), ('foster homes', NULL), ('wages', NULL)) AS h(code, parent);
    INSERT INTO scenario (organisation, code, kind, fiscal_year)
    SELECT town, k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'outcome' END, y FROM unnest('{b,o}'::text[]) AS k, generate_series(2021, 2024) AS y;
    INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT town, 'b' || y, 'town', h, 1000000 FROM generate_series(2021, 2024) AS y, unnest('{support,foster homes,wages}'::text[]) AS h;
    INSERT INTO household_plan (organisation, fiscal_year, opening_households, closing_households, budget, cost_per_household) SELECT town, y, 100, 90, 1000000, 9000 FROM generate_series(2021, 2024) AS y;
END
$$;

-- Households by unit, few in most; some pause, are paid by two units, pay back.
CREATE PROCEDURE attack.live(town text, from_month date, to_month date) LANGUAGE sql SET search_path = town, public AS $$
    INSERT INTO support_payment (organisation, unit, household, month, amount)
    SELECT town, u.code, CASE WHEN attack.chance(0.02) THEN 50000 ELSE 0 END + u.number * 1000 + h, m::date, attack.amount()
    FROM (SELECT code, row_number() OVER (ORDER BY code) AS number FROM unit WHERE organisation = town AND code ~ '^u|^east') AS u,
         LATERAL generate_series(1, greatest(60 / u.number ^ 1.6, 1)::integer) AS h, generate_series(from_month, to_month, interval '1 month') AS m
    WHERE random() < 0.88;
    INSERT INTO support_payment (organisation, unit, household, month, amount)
    SELECT town, CASE WHEN attack.chance(0.5) THEN 'u1' ELSE unit END, household, month, CASE WHEN attack.chance(0.5) THEN round(attack.amount() / 2, 2) ELSE - amount - 100 END
    FROM support_payment WHERE organisation = town AND month BETWEEN from_month AND to_month AND random() < 0.03;
    INSERT INTO household_month (organisation, unit, month, households, payments)
    SELECT town, 'reports', m::date, n, n * 9000 + floor(1000 * random()) FROM generate_series(from_month, to_month, interval '1 month') AS m, LATERAL (SELECT floor(14 * random() + 0 * EXTRACT(month FROM m))::integer AS n) AS c
    ON CONFLICT DO NOTHING;
$$;

CREATE PROCEDURE attack.disturb(town text, last_month date) LANGUAGE plpgsql SET search_path = town, public AS $$
#variable_conflict use_variable
DECLARE
    share double precision := (ARRAY[0.002, 0.01, 0.05])[1 + floor(3 * random())::integer];
    erased bigint;
BEGIN
    -- A wrong load is taken back at the next step, and some are corrected by that.
    IF EXISTS (SELECT FROM attack.right_load w WHERE w.town = town) THEN
        DELETE FROM support_payment p USING attack.right_load w WHERE p.organisation = town AND w.town = town AND (p.unit, p.household, p.month) = (w.unit, w.household, w.month);
        INSERT INTO support_payment (organisation, unit, household, month, amount)
        SELECT town, w.unit, w.household, w.month, CASE WHEN attack.chance(0.02) THEN attack.amount() ELSE w.amount END FROM attack.right_load w WHERE w.town = town;
        DELETE FROM attack.right_load w WHERE w.town = town;
    ELSIF attack.chance(0.4) THEN
        INSERT INTO attack.right_load
        SELECT town, unit, household, month, sum(amount) FROM support_payment WHERE organisation = town AND household % 2 = 0 GROUP BY unit, household, month;
        UPDATE support_payment SET amount = amount * 3 WHERE organisation = town AND household % 4 = 0;
        DELETE FROM support_payment WHERE organisation = town AND household % 4 = 2;
    END IF;
    UPDATE support_payment SET amount = round((amount * (0.5 + 0.4 * random()))::numeric, 2) WHERE organisation = town AND random() < share;
    DELETE FROM support_payment WHERE organisation = town AND random() < share;
    INSERT INTO support_payment (organisation, unit, household, month, amount)
    SELECT town, unit, household + CASE WHEN attack.chance(0.5) THEN 600 ELSE 0 END, month, CASE WHEN attack.chance(0.5) THEN attack.amount() ELSE - round(amount / 2, 2) END
    FROM support_payment WHERE organisation = town AND random() < share;
    UPDATE support_payment SET unit = (SELECT min(u.code) FROM unit u WHERE u.organisation = town AND u.code > support_payment.unit AND u.code ~ '^u')
    WHERE organisation = town AND unit < 'u3' AND unit LIKE 'u%' AND random() < share;
    UPDATE household_month SET households = greatest(households + floor(5 * random())::integer - 2, 0), payments = payments + floor(9000 * random()) WHERE organisation = town AND random() < 5 * share;
    IF attack.chance(0.2) THEN
        UPDATE unit SET parent = CASE parent WHEN 'east' THEN 'west' ELSE 'east' END WHERE organisation = town AND code = 'u2' AND parent IN ('east', 'west');
    END IF;
    IF attack.chance(0.15) THEN
        INSERT INTO unit (organisation, code, name, parent) VALUES (town, 'u9x', 'New', 'east') ON CONFLICT DO NOTHING;
        INSERT INTO unit_succession (organisation, unit, successor, from_year) VALUES (town, 'u3', 'u2', 2023) ON CONFLICT DO NOTHING;
    END IF;
    -- Units are merged from now on, or in all that was ever paid, or closed.
    IF attack.chance(0.15) THEN
        INSERT INTO attack.merged
        SELECT town, u.code, CASE WHEN attack.chance(0.7) THEN 'u' || 1 + floor(2 * random())::integer END, CASE WHEN attack.chance(0.5) THEN '2000-01-01' ELSE last_month END
        FROM unit u WHERE u.organisation = town AND u.code ~ '^u[3-9]' ORDER BY random() LIMIT 1;
    END IF;
    DELETE FROM support_payment p USING attack.merged g WHERE p.organisation = town AND g.town = town AND g.into_unit IS NULL AND p.unit = g.unit AND p.month >= greatest(g.from_month, last_month);
    UPDATE support_payment p SET unit = g.into_unit FROM attack.merged g WHERE p.organisation = town AND g.town = town AND g.into_unit IS NOT NULL AND p.unit = g.unit AND p.month >= g.from_month;
    -- Somebody is erased, as a rule one of few. Who comes back has another number.
    IF attack.chance(0.3) THEN
        SELECT p.household INTO erased FROM support_payment p WHERE p.organisation = town AND (p.unit > 'u2' OR attack.chance(0.1)) ORDER BY random() LIMIT 1;
        INSERT INTO attack.erased_amount SELECT town, sum(p.amount) FROM support_payment p WHERE p.organisation = town AND p.household = erased GROUP BY p.month;
        IF erased IS NOT NULL THEN
            CALL erase_household('town', erased, organisation => town);
            INSERT INTO attack.erased SELECT town, erased, min(r.household) FROM released_household r WHERE r.organisation = town;
            DELETE FROM attack.right_load w WHERE w.town = town AND w.household = erased;
        END IF;
    END IF;
    UPDATE support_payment p SET household = p.household + 700000 FROM attack.erased e WHERE p.organisation = town AND e.town = town AND p.household = e.household;
END
$$;

CREATE PROCEDURE attack.book(town text, last_month date) LANGUAGE plpgsql SET search_path = town, public AS $$
#variable_conflict use_variable
DECLARE
    style attack.style%ROWTYPE;
    ending text := '';
BEGIN
    SELECT s.* INTO style FROM attack.style s WHERE s.town = town;
    -- What changed since is booked in its month, or in the last one.
    INSERT INTO attack.booked
    SELECT town, unit, month, CASE style.books WHEN 'late' THEN CASE WHEN b.amount IS NULL THEN month ELSE last_month END ELSE month END, coalesce(p.amount, 0) - coalesce(b.amount, 0)
    FROM (SELECT unit, month, sum(amount) AS amount FROM (SELECT unit, month, amount FROM support_payment WHERE organisation = town
                                                          UNION ALL SELECT unit, month, payments FROM household_month WHERE organisation = town) AS all_paid GROUP BY 1, 2) AS p
    FULL JOIN (SELECT unit, paid_month AS month, sum(amount) AS amount FROM attack.booked b WHERE b.town = town GROUP BY 1, 2) AS b USING (unit, month)
    WHERE coalesce(p.amount, 0) <> coalesce(b.amount, 0);
    IF style.outcomes <> 'one' THEN
        ending := ' ' || last_month;
        INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of)
        SELECT town, 'o' || y || ending, 'outcome', y, least((last_month + interval '1 month')::date, fiscal_year_end(y, style.fiscal_year_start) + 1) - 1
        FROM generate_series(2021, 2024) AS y WHERE fiscal_year_begin(y, style.fiscal_year_start) <= last_month ON CONFLICT DO NOTHING;
    END IF;
    DELETE FROM ledger WHERE organisation = town AND scenario LIKE 'o%' || CASE style.outcomes WHEN 'another each time' THEN ending ELSE '' END;
    IF style.outcomes = 'replaced each time' THEN
        DELETE FROM scenario WHERE organisation = town AND code LIKE 'o%' AND code NOT LIKE '%' || ending;
    END IF;
    INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
    SELECT town, 'o' || fiscal_year(b.month, style.fiscal_year_start) || ending, CASE WHEN style.books = 'central' AND part.head <> 'foster homes' THEN 'town' ELSE b.unit END, part.head, 'cost',
           CASE WHEN style.books = 'by year' OR style.books = 'by year and month' AND b.unit < 'u3' THEN NULL ELSE b.month END,
           sum(CASE part.head WHEN 'rent' THEN round(b.amount / 4, 2) WHEN 'support' THEN b.amount - round(b.amount / 4, 2) WHEN 'foster homes' THEN round(b.amount * 0.37, 2) ELSE 500000 END)
    FROM attack.booked b, unnest('{support,rent,foster homes,wages}'::text[]) AS part(head)
    WHERE b.town = town AND NOT (style.books = 'lagging' AND b.unit = 'u1' AND b.month > last_month - 40)
    GROUP BY 2, 3, 4, 6;
    IF style.books = 'others too' THEN
        INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
        SELECT town, 'o' || fiscal_year(month, style.fiscal_year_start) || ending, unit, 'support', 'revenue', month, 2000000 FROM (SELECT DISTINCT unit, month FROM attack.booked b WHERE b.town = town) AS m;
    END IF;
END
$$;

-- Every number of some views, or of every view that the catalogue says the role reads, then in its texts too. Which of them is a key the types tell: numbers are not, but for years.
CREATE PROCEDURE attack.look(town text, step integer, schema text, keep regclass, views text[] DEFAULT NULL) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT v.relname FROM pg_class v
        WHERE v.relnamespace = quote_ident(schema)::regnamespace AND v.relkind = 'v' AND has_table_privilege(v.oid, 'SELECT') AND (views IS NULL OR v.relname = ANY (views))
          AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = v.oid AND a.attname = 'organisation')
    LOOP
        EXECUTE format('INSERT INTO %s
                        SELECT $1, $2, $3, (SELECT string_agg(regexp_replace(k.value, ''^(o[0-9]{4}) [-0-9]+$'', ''\1''), ''|'' ORDER BY k.key) FROM jsonb_each_text(r.row) AS k WHERE k.key = ''fiscal_year'' OR k.key !~ ''why|detail|as_of|closed'' AND jsonb_typeof(r.row -> k.key) = ''string''), n.key, n.value::numeric
                        FROM (SELECT to_jsonb(v) AS row FROM %I.%I AS v WHERE organisation = $1) AS r, jsonb_each(r.row) AS n
                        WHERE jsonb_typeof(n.value) = ''number'' AND n.key NOT IN (''fiscal_year'', ''budget'')', keep, schema, name) USING town, step, name;
        CONTINUE WHEN views IS NOT NULL;
        EXECUTE format('INSERT INTO %s
                        SELECT DISTINCT $1, $2, $3, said.key, said.key || '' in words'', translate(number[1], E'',\u00a0 '', ''.'')::numeric
                        FROM (SELECT to_jsonb(v) AS row FROM %I.%I AS v WHERE organisation = $1) AS r, jsonb_each(r.row) AS said,
                             regexp_matches(said.value::text, E''[0-9][0-9\u00a0 ]*(?:[.,][0-9]+)?'', ''g'') AS number
                        WHERE jsonb_typeof(said.value) <> ''number''', keep, schema, name) USING town, step, name;
    END LOOP;
END
$$;

-- All that the reader's views are made of, and what the mart itself has; not what is noted for summaries, nor the numbers of households, which readers do
-- not see: who is erased gets another.
CREATE FUNCTION attack.hashes() RETURNS jsonb LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    seen record;
    hash text;
    hashes jsonb := '{}';
BEGIN
    FOR seen IN SELECT n.nspname AS schema, c.relname AS relation FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND (n.nspname = 'town_released' AND c.relname <> 'summary_note' OR n.nspname = 'town' AND c.relname = 'support_payment') LOOP
        EXECUTE format('SELECT md5(string_agg((to_jsonb(v) - ''household'')::text, '','' ORDER BY (to_jsonb(v) - ''household'')::text)) FROM %I.%I AS v', seen.schema, seen.relation) INTO hash;
        hashes := hashes || jsonb_build_object(seen.schema || '.' || seen.relation, hash);
    END LOOP;
    RETURN hashes;
END
$$;

CREATE PROCEDURE attack.play(seed integer) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    town text := 's' || seed;
    style attack.style%ROWTYPE;
    from_month date := '2022-01-01';
    to_month date;
    before jsonb;
BEGIN
    PERFORM setseed(seed / 100000.0);
    CALL attack.found(town);
    SELECT s.* INTO style FROM attack.style s WHERE s.town = town;
    FOR step IN 1 .. style.steps LOOP
        to_month := from_month + make_interval(months => CASE WHEN step = 1 THEN 3 ELSE 0 END + style.months_at_once - 1);
        before := CASE WHEN step > 1 THEN attack.hashes() END;
        CALL attack.live(town, from_month, to_month);
        CALL attack.book(town, to_month);
        CALL attack.disturb(town, to_month);
        CALL attack.book(town, to_month);
        IF before IS NOT NULL THEN
            INSERT INTO attack.seen_change
            SELECT town, step, split_part(key, '.', 2), split_part(key, '.', 1) FROM jsonb_each_text(attack.hashes()) WHERE value IS DISTINCT FROM before ->> key;
        END IF;
        CALL release_month('town', to_month, organisation => town);
        IF step = 1 THEN
            CALL grant_reader('town_released', 'secrecy_reader');
        END IF;
        INSERT INTO attack.truth SELECT organisation, step, month, household, unit, amount FROM town.live_household_unit WHERE organisation = town;
        INSERT INTO attack.truth_by_unit SELECT organisation, step, month, household, unit, sum(amount) FROM town.support_payment WHERE organisation = town GROUP BY 1, 2, 3, 4, 5;
        INSERT INTO attack.shown SELECT p.organisation, step, p.month, coalesce(e.household, p.household), p.unit, p.amount FROM town_released.support_payment p LEFT JOIN attack.erased e ON e.town = town AND e.nobody = p.household WHERE p.organisation = town;
        INSERT INTO attack.waiting
        SELECT town, step, g.code, side.month, sum(side.amount)
        FROM (SELECT unit, month, amount FROM town.release_change WHERE organisation = town
              UNION ALL SELECT shown_unit, month, - shown_amount FROM town.release_change WHERE organisation = town) AS side
        JOIN town.live_shown_unit g ON g.organisation = town AND g.unit = side.unit
        GROUP BY g.code, side.month;
        INSERT INTO attack.book SELECT town, step, unit, month, sum(amount) FROM town.live_released_ledger WHERE organisation = town AND is_support AND is_about GROUP BY 3, 4;
        IF step = style.steps AND seed % 5 IN (0, 1) THEN
            CALL publish_interim_report('town', (to_month + interval '1 month - 1 day')::date, organisation => town);
        END IF;
        SET LOCAL ROLE secrecy_reader;
        CREATE TEMPORARY TABLE look (LIKE attack.figure);
        CALL attack.look(town, step, 'town_released', 'look', attack.some_views());
        IF step = style.steps AND seed % 5 IN (0, 1) THEN
            CREATE TEMPORARY TABLE look_everywhere (LIKE attack.figure);
            CALL attack.look(town, step, 'town_released', 'look_everywhere');
            RESET ROLE;
            INSERT INTO attack.any_figure SELECT * FROM look_everywhere;
            DROP TABLE look_everywhere;
            CALL attack.look(town, step, 'town', 'attack.any_exact_figure');
        END IF;
        RESET ROLE;
        INSERT INTO attack.figure SELECT * FROM look;
        DROP TABLE look;
        IF step >= style.steps - 1 THEN
            CALL attack.look(town, step, 'town', 'attack.exact_figure', attack.some_views());
        END IF;
        from_month := to_month + interval '1 month';
        COMMIT;
        ANALYZE town.support_payment, town.ledger, town.released_household, town_released.support_payment, town_released.ledger;
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA attack TO secrecy_reader;
GRANT SELECT ON attack.figure TO secrecy_reader;
-- Those that tell most, looked at after every release.
CREATE FUNCTION attack.some_views() RETURNS text[] LANGUAGE sql IMMUTABLE RETURN '{caseload_by_month,caseload_by_year,household_cost_change,budget_to_date}'::text[];
