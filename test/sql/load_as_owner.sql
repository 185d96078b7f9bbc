-- load_as_owner: a superuser, or another who could act as the owner, who loads into a mart runs nothing of the owner's with his own rights

\i test/sql/include/setup.sql
CREATE EXTENSION social_services SCHEMA public;
GRANT regress_mart_owner TO regress_mart_member;
SET SESSION AUTHORIZATION regress_mart_owner;
CALL create_social_mart('m', organisation => 'A');
INSERT INTO m.goal (code, name) VALUES ('good', 'Good');

-- What the owner puts where loads write: whoever runs it makes him a superuser if he can, and is noted.
CREATE TABLE m.seen (by_way text, who text);
CREATE FUNCTION m.climb(by_way text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO m.seen VALUES (by_way, current_user);
    BEGIN
        EXECUTE 'ALTER ROLE regress_mart_owner SUPERUSER';
    EXCEPTION WHEN OTHERS THEN
        NULL;
    END;
    RETURN '';
END
$$;
CREATE FUNCTION m.climb_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM m.climb('trigger of ' || TG_TABLE_NAME); RETURN coalesce(NEW, OLD); END $$;
SELECT format('CREATE TRIGGER climb BEFORE INSERT OR UPDATE OR DELETE ON m.%I FOR EACH ROW EXECUTE FUNCTION m.climb_trigger()', t)
FROM unnest('{unit,budget_head,scenario,ledger,support_payment,loaded_file,key_figure,key_figure_value,indicator,indicator_value,peer_group,peer_group_member}'::text[]) AS t \gexec
ALTER TABLE m.unit ADD COLUMN own text DEFAULT m.climb('default'), ADD CONSTRAINT climbs CHECK (m.climb('check') = '');
ALTER TABLE m.ledger ADD COLUMN own text DEFAULT m.climb('default'), ADD CONSTRAINT climbs CHECK (m.climb('check') = '');
ALTER TABLE m.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE m.mart ENABLE ROW LEVEL SECURITY;
CREATE POLICY climbs ON m.organisation USING (m.climb('policy') = '');
CREATE POLICY climbs ON m.mart USING (m.climb('policy') = '');
GRANT SELECT ON m.organisation, m.mart TO regress_mart_member;
TRUNCATE m.seen;

-- What only the superuser, and only the member, may read.
RESET SESSION AUTHORIZATION;
CREATE SCHEMA dba;
CREATE TABLE dba.export (unit text, unit_name text, head text, month date, amount numeric, who bigint, note text);
INSERT INTO dba.export SELECT 'u' || u, E'Unit "\\' || u || '"', 'h', '2025-01-01', 1000.50 * u, u, NULL FROM generate_series(1, 3) AS u;
SET search_path = dba, public;
CALL load_ledger('m', 'SELECT unit, unit_name, head, month, amount, current_user AS loaded_by FROM export -- all');
CALL load_ledger('m', 'SELECT unit, head, month, amount * 2 AS amount FROM export;', replace => true);
CALL load_payments('m', 'SELECT who AS household, unit, month, amount FROM export');
CALL load_payments('m', 'SELECT ''Anna '' || who AS household, unit, month, to_char(amount + 1, ''FM9999D00'') AS amount FROM export', secret => 'a secret of this test', decimal_mark => '.', replace => true);
CALL load_sie('m', convert_to(E'#FLAGGA 0\n#SIETYP 4\n#FNAMN "Town"\n#RAR 0 20240101 20241231\n#KONTO 4010 "Rent"\n#KTYP 4010 K\n#RES 0 4010 100.50\n', 'UTF8'), partial => true);
CALL load_kolada('m', '{"values": [{"kpi": "N1", "municipality": "A", "period": 2023, "values": [{"gender": "T", "status": "", "value": 5}]}]}', goal => 'good', units => '{"N1": "percent"}');
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
-- By hand they would run with the superuser's.
INSERT INTO m.organisation (organisation, name) SELECT 'B' || n, 'B' || n FROM generate_series(1, 8) AS n;
INSERT INTO m.key_figure_value (organisation, key_figure, period_kind, period_start, value) SELECT 'B' || n, 'N1', 'year', '2023-01-01', 0.01 * n FROM generate_series(1, 8) AS n;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
ALTER ROLE regress_mart_owner NOSUPERUSER;
DELETE FROM m.seen WHERE who = current_user;
CALL find_peers('m', 'near', '{N1}', 2023);
-- All of it ran, as the owner.
SELECT count(*) > 40 AS much, count(*) FILTER (WHERE who <> 'regress_mart_owner') AS with_other_rights, count(DISTINCT by_way) AS ways FROM m.seen;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
SELECT current_user = session_user AS still_myself, current_setting('search_path') AS search_path;
-- What was loaded is what the query returned.
SELECT scenario, unit, head, month, amount FROM m.ledger ORDER BY 1, 2;
SELECT code, name FROM m.unit WHERE code LIKE 'u%' ORDER BY 1;
SELECT unit, household = pseudonym('Anna ' || right(unit, 1), 'a secret of this test') AS is_that, amount FROM m.support_payment ORDER BY 1;
SELECT count(*) FROM m.indicator_value;
-- The query runs with the caller's rights, not with the owner's, and nothing comes of one that fails, or of no rows.
CALL load_ledger('m', 'SELECT unit, head, month, amount FROM nowhere');
CALL load_ledger('m', 'SELECT unit, head, month, amount FROM export WHERE false');
CALL load_ledger('m', 'SELECT 1 AS unit, 2 AS unit');
CALL load_ledger('m', '');
\set VERBOSITY terse
-- What cannot be loaded goes where the owner may write.
CALL load_ledger('m', 'SELECT unit, head, month, ''x'' AS amount FROM export', reject => 'dba.rejected');
CALL load_ledger('m', 'SELECT unit, head, month, ''x'' AS amount FROM export', reject => 'm.rejected');
SELECT relowner::regrole AS owner, (SELECT count(*) FROM m.rejected) AS rows FROM pg_class WHERE oid = 'm.rejected'::regclass;
\set VERBOSITY default

-- Nor does another who could act as the owner lend him what he may.
GRANT USAGE ON SCHEMA dba TO regress_mart_member;
GRANT SELECT ON dba.export TO regress_mart_member;
DELETE FROM m.seen;
SET SESSION AUTHORIZATION regress_mart_member;
SET client_min_messages = warning;
CALL load_ledger('m', 'SELECT unit, head, month, amount FROM dba.export', scenario => 'by-member');
RESET SESSION AUTHORIZATION;
SELECT count(*) > 9 AS much, count(*) FILTER (WHERE who <> 'regress_mart_owner') AS with_other_rights FROM m.seen;
SELECT count(*) FROM m.ledger WHERE scenario = 'by-member';

-- Triggers of others, which would run with the owner's rights, are refused, and so is a schema in which others may create.
SET SESSION AUTHORIZATION regress_mart_owner;
GRANT TRIGGER ON m.ledger TO regress_mart_stranger;
GRANT USAGE ON SCHEMA m TO regress_mart_stranger;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA of_stranger AUTHORIZATION regress_mart_stranger;
GRANT USAGE ON SCHEMA of_stranger TO PUBLIC;
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE FUNCTION of_stranger.steal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER steal BEFORE INSERT ON m.ledger FOR EACH ROW EXECUTE FUNCTION of_stranger.steal();
RESET SESSION AUTHORIZATION;
CALL load_ledger('m', 'SELECT unit, head, month, amount FROM export', replace => true);
DROP TRIGGER steal ON m.ledger;

-- Who may only load has no rights that anybody could want: his are his own.
SET SESSION AUTHORIZATION regress_mart_owner;
REVOKE TRIGGER ON m.ledger FROM regress_mart_stranger;
DROP POLICY climbs ON m.organisation;
DROP POLICY climbs ON m.mart;
ALTER TABLE m.organisation DISABLE ROW LEVEL SECURITY;
ALTER TABLE m.mart DISABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON m.mart, m.organisation, m.unit, m.budget_head, m.scenario, m.ledger, m.seen TO regress_mart_stranger;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA m TO regress_mart_stranger;
DELETE FROM m.seen;
SET SESSION AUTHORIZATION regress_mart_stranger;
SET client_min_messages = warning;
CALL load_ledger('m', 'SELECT ''u9'' AS unit, ''h'' AS head, ''2025-02-01'' AS month, 5 AS amount', scenario => 'by-loader');
RESET SESSION AUTHORIZATION;
SELECT DISTINCT who FROM m.seen WHERE by_way = 'trigger of ledger';

SET client_min_messages = warning;
DROP SCHEMA mart_test, m, dba, of_stranger CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
