-- Serialized states that lie: whatever bytes an aggregate is sent, it answers with a result or with an
-- error that says so. Needs a superuser and a database with the extension, and psql's variables seed and mutations.
--
-- Nothing here names an aggregate. From the catalogue come all that can be split and combined: for each
-- transition one aggregate that returns what it would send, from rows made for its arguments, and for each final
-- function one that takes such bytes as partial states of two partitions. The bytes are changed in between.
--
-- A lie need not be found out: another amount is as good as the true one. So what is accepted has to be sent on
-- as something that is accepted in turn, with the same results.

\set ON_ERROR_STOP on
\pset null NULL
SET client_min_messages = warning;
-- So that a plan has partial aggregates, one in each partition: with others the bytes would be taken for states.
SET enable_partitionwise_aggregate = on;
SET cpu_tuple_cost = 1;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
CREATE SCHEMA fuzz;
SET search_path = fuzz, public;

-- Aggregates by their transition: those share a state.
CREATE TABLE kind AS
SELECT a.aggtransfn::regprocedure AS transition, a.aggserialfn::regproc AS serialize, a.aggdeserialfn::regproc AS deserialize,
       a.aggcombinefn::regproc AS combine, array_agg(DISTINCT a.aggfinalfn::regproc::text) AS finals,
       'kind_' || row_number() OVER (ORDER BY a.aggtransfn::regprocedure::text) AS name
FROM pg_aggregate a
JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = a.aggfnoid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
WHERE a.aggtranstype = 'internal'::regtype GROUP BY 1, 2, 3, 4, a.aggtransfn;

-- What is sent in, with a number for what the planner does not know: how few rows have it.
CREATE TABLE states (part integer, id integer, state bytea) PARTITION BY LIST (part);
CREATE TABLE states_1 PARTITION OF states FOR VALUES IN (1) WITH (autovacuum_enabled = off);
CREATE TABLE states_2 PARTITION OF states FOR VALUES IN (2) WITH (autovacuum_enabled = off);

DO $$
DECLARE k kind; place integer; final text;
BEGIN
    FOR k IN SELECT * FROM kind LOOP
        EXECUTE format('CREATE AGGREGATE sent_%s(%s) (SFUNC = %s, STYPE = internal, FINALFUNC = %s)', k.name,
            (SELECT string_agg(t::regtype::text, ', ' ORDER BY o) FROM pg_proc p, unnest(p.proargtypes) WITH ORDINALITY AS a(t, o)
             WHERE p.oid = k.transition AND o > 1), k.transition::regproc, k.serialize);
        FOR place, final IN SELECT o, f FROM unnest(k.finals || k.serialize::text) WITH ORDINALITY AS u(f, o) LOOP
            EXECUTE format('CREATE AGGREGATE received_%s_%s(bytea, bytea) (
                SFUNC = bytea_string_agg_transfn, STYPE = internal, SERIALFUNC = bytea_string_agg_finalfn,
                DESERIALFUNC = %s, COMBINEFUNC = %s, FINALFUNC = %s, PARALLEL = SAFE)', k.name, place, k.deserialize, k.combine, final);
        END LOOP;
    END LOOP;
END $$;

-- The results of all final functions as text, and what the state is sent on as.
CREATE FUNCTION reading(k kind) RETURNS text
    RETURN (SELECT format('SELECT concat_ws('' '', %s), received_%s_%s(state, NULL) FROM states WHERE id = $1',
                          string_agg(format('coalesce(received_%s_%s(state, NULL)::text, ''NULL'')', k.name, place), ', ' ORDER BY place),
                          k.name, cardinality(k.finals) + 1)
            FROM generate_series(1, cardinality(k.finals)) AS place);

-- An argument of a row, as SQL.
CREATE FUNCTION argument(type regtype, name text, transition text) RETURNS text
    VOLATILE
    RETURN CASE WHEN name = 'as_of'                THEN 'date ''2023-04-30'''
                WHEN name = 'min_months'           THEN '10'
                WHEN name = 'minimum'              THEN '5'
                WHEN transition LIKE 'disclosure_safe_sum_%' AND name = 'amount' THEN 'round((random() * 20000 - 1000)::numeric, 2)'
                WHEN name = 'method'               THEN '''auto''::forecast_method'
                WHEN name = 'first_month'          THEN '9'
                WHEN name = 'duration'             THEN '(300 * random() ^ 3)::integer'
                WHEN name = 'ended'                THEN 'random() < 0.6'
                WHEN name = 'at'                   THEN CASE WHEN type = 'integer'::regtype THEN '12' ELSE 'ARRAY[0, 3, 12]' END
                WHEN name = 'probability'          THEN CASE WHEN type = 'numeric'::regtype THEN '0.5' ELSE 'ARRAY[0.25, 0.5]' END
                WHEN type = 'household_set'::regtype THEN '(SELECT household_set(h * r, date ''2023-12-31'' - 40 * h) FROM generate_series(1, 5) AS v(h))'
                WHEN type = 'bytea'::regtype       THEN '(SELECT forecast_series(m, a, 4) FROM (VALUES (date ''2023-12-31'' - 40 * r::integer, r::numeric ^ 5)) AS v(m, a))'
                WHEN name = 'weight'               THEN 'round(random()::numeric * 9, 6)'
                WHEN type = 'bigint'::regtype      THEN '(1000 * random() ^ 3)::bigint * CASE WHEN r > 30 THEN 1000000007 ELSE 1 END'
                WHEN type = 'date'::regtype        THEN 'date ''2023-12-31'' - (3500 * random() ^ 2)::integer'
                WHEN type = 'numeric'::regtype     THEN '(ARRAY[round(random()::numeric * 1000, 2), 7, -0.5, 1e30, -12.000001, 1e-9, 9e2000])[1 + least(trunc(random() * 12), r % 7)]'
           END;

CREATE TABLE sample (id integer GENERATED ALWAYS AS IDENTITY, name text, state bytea);

CREATE FUNCTION make_samples() RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE k kind;
BEGIN
    FOR k IN SELECT * FROM kind ORDER BY name LOOP
        EXECUTE format('INSERT INTO sample (name, state) SELECT %L, sent_%s(%s) FROM unnest(ARRAY[1, 2, 5, 9, 40]) AS n, generate_series(1, n) AS r GROUP BY n ORDER BY n',
            k.name, k.name,
            (SELECT string_agg(argument(t, p.proargnames[o], p.proname::text), ', ' ORDER BY o) FROM pg_proc p, unnest(p.proargtypes::regtype[]) WITH ORDINALITY AS a(t, o)
             WHERE p.oid = k.transition AND o > 1));
    END LOOP;
END $$;

-- Numbers that ask for too much, or for the wrong thing.
CREATE FUNCTION some_bytes() RETURNS bytea
    VOLATILE
    RETURN CASE trunc(random() * 4)
               WHEN 0 THEN int4send((ARRAY[0, -1, 1, 2, 10, 100, 9999, 10000, 16383, 16384, 32767, 32768, 49152, 65535, 2147483647, -2147483648])[1 + trunc(random() * 16)])
               WHEN 1 THEN int8send((ARRAY[0, -1, 1, 2, 1000, 2147483648, 4611686018427387904, 9223372036854775807, -9223372036854775808])[1 + trunc(random() * 9)])
               WHEN 2 THEN int2send((ARRAY[0, -1, 1, 255, 4095, 4096, 9999, 10000, 32767, -32768]::smallint[])[1 + trunc(random() * 10)])
               ELSE substr(int8send((random() * 9e18)::bigint), 1, 1 + trunc(random() * 8)::integer)
           END;

-- A state with one to four lies in it: overwritten, cut off, taken out, put in, doubled, or ending as another one.
CREATE FUNCTION lie(state bytea, other bytea) RETURNS bytea
    LANGUAGE plpgsql
AS $$
DECLARE place integer; bytes integer;
BEGIN
    FOR n IN 1 .. 1 + trunc(3.5 * random() ^ 2) LOOP
        place := 1 + trunc(random() ^ 1.5 * length(state));
        bytes := 1 + trunc(random() ^ 4 * 40);
        state := CASE trunc(random() * 12)
                     WHEN 0 THEN substr(state, 1, place - 1)
                     WHEN 1 THEN overlay(state PLACING '' FROM place FOR bytes)
                     WHEN 2 THEN overlay(state PLACING some_bytes() FROM place FOR 0)
                     WHEN 3 THEN overlay(state PLACING substr(state, place, bytes) FROM place FOR 0)
                     WHEN 4 THEN substr(state, 1, place - 1) || substr(other, 1 + trunc(random() * length(other))::integer)
                     WHEN 5 THEN CASE WHEN length(state) > 0 THEN set_bit(state, trunc(random() * 8 * length(state))::integer, (random() < 0.5)::integer) ELSE state END
                     WHEN 6 THEN state || some_bytes()
                     ELSE overlay(state PLACING some_bytes() FROM place)
                 END;
    END LOOP;
    RETURN state;
END $$;

CREATE TABLE outcome (batch integer, id integer, name text, changed boolean, answer text, result text, sent_on bytea, took interval);

-- Reads the states with a number. Whoever looks for the one that ended the server sets client_min_messages = debug1.
CREATE FUNCTION read_states(batch integer, id integer, name text, changed boolean, query text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE answer text := 'accepted'; result text; sent_on bytea; begun timestamptz := clock_timestamp();
BEGIN
    RAISE DEBUG 'batch % id % %: %', batch, id, name, (SELECT string_agg(s.state::text, ' ' ORDER BY s.part) FROM states s WHERE s.id = read_states.id);
    BEGIN
        EXECUTE query INTO result, sent_on USING id;
    EXCEPTION WHEN OTHERS THEN
        answer := SQLSTATE || ' ' || SQLERRM;
    END;
    INSERT INTO outcome VALUES (batch, id, name, changed, answer, result, sent_on, clock_timestamp() - begun);
END $$;

-- So many states with lies, each beside nothing, a true one or another with lies; some are sent to other
-- aggregates than they are of. The first ones are true.
CREATE FUNCTION fuzz(seed double precision, batch integer, mutations integer) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM setseed(seed);
    TRUNCATE states, sample;
    PERFORM make_samples();
    CREATE TEMP TABLE trial ON COMMIT DROP AS
    SELECT i AS id, s.name AS name, i > cardinality(all_ids) AS changed,
           CASE WHEN i <= cardinality(all_ids) THEN s.state ELSE lie(s.state, o.state) END AS one,
           CASE WHEN i <= cardinality(all_ids) OR random() < 0.4 THEN NULL WHEN random() < 0.5 THEN s.state ELSE lie(s.state, o.state) END AS two,
           random() AS side, random() < 0.1 AS elsewhere, 1 + trunc(random() * (SELECT count(*) FROM kind)) AS place
    FROM (SELECT array_agg(id ORDER BY id) FROM sample) AS a(all_ids),
         LATERAL (SELECT i, all_ids[CASE WHEN i <= cardinality(all_ids) THEN i ELSE 1 + trunc(random() * cardinality(all_ids)) END] AS mine,
                         all_ids[1 + trunc(random() * cardinality(all_ids))] AS others
                  FROM generate_series(1, mutations + cardinality(all_ids)) AS i) AS t
    JOIN sample s ON s.id = mine JOIN sample o ON o.id = others ORDER BY i;
    INSERT INTO states SELECT 1 + (side < 0.5)::integer, id, one FROM trial
    UNION ALL SELECT 1 + (side >= 0.5)::integer, id, two FROM trial WHERE two IS NOT NULL;

    PERFORM read_states(fuzz.batch, id, name, changed, query)
    FROM (SELECT t.id, k.name, t.changed, reading(k) AS query
          FROM trial t JOIN kind k ON k.name = CASE WHEN t.changed AND t.elsewhere THEN 'kind_' || t.place ELSE t.name END
          ORDER BY t.id OFFSET 0) AS t;
    -- Again, as sent on.
    INSERT INTO states SELECT 1, -id, sent_on FROM outcome o WHERE o.batch = fuzz.batch AND answer = 'accepted';
    PERFORM read_states(fuzz.batch, -o.id, o.name, o.changed, reading(k))
    FROM (SELECT * FROM outcome o WHERE o.batch = fuzz.batch AND answer = 'accepted' AND id > 0 ORDER BY id OFFSET 0) AS o JOIN kind k USING (name);
END $$;

SELECT fuzz(:seed, 0, 0) \g /dev/null
SELECT format('EXPLAIN (COSTS OFF) %s', replace(reading(kind), '$1', '1')) AS explain FROM kind WHERE name = 'kind_1' \gset
:explain;

-- In batches, so that the tables stay small.
SELECT format('SELECT fuzz(%s + %s / 1000000.0, %s, %s)', :seed, batch, batch, least(500, :mutations - 500 * (batch - 1)))
FROM generate_series(1, (:mutations + 499) / 500) AS batch \gexec
