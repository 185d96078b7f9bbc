-- load_payments: the rows of any query become payments to households of a mart, known by numbers

-- It runs with the caller's rights, or the owner's (load_as_owner); the query alone has the caller's search_path. Who a household is stays outside: identities are made numbers of in
-- the statement that reads them, and stand in no message and no table.

CREATE FUNCTION @extschema@.payment_load_arguments(secret text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF length(secret) < 16 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'secret has less than 16 characters',
            HINT = 'Make one with SELECT gen_random_uuid(), keep it outside of the database, and use it for every load.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.payment_load_arguments(text) IS
'Refuses a secret that is too short (22023). For load_payments.';

CREATE FUNCTION @extschema@.identity_letters(identity text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    -- A plus is the hyphen of who is a hundred years old.
    RETURN upper(pg_catalog.regexp_replace(identity, '[^[:alnum:]+]'::text, ''::text, 'g'::text));
COMMENT ON FUNCTION @extschema@.identity_letters(text) IS
'The letters and digits of an identity, by which two ways to write one are known: without blanks, hyphens and other signs, and without regard to case. NULL for NULL. For load_payments.';

CREATE FUNCTION @extschema@.identity_spellings(identity text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    WITH letters AS (
        SELECT @extschema@.identity_letters(identity) AS whole
    ), century AS (
        SELECT letters.whole FROM letters
        UNION ALL
        SELECT CASE WHEN letters.whole ~ '^[0-9]{12}$'::text THEN substr(letters.whole, 3) ELSE c.digits || letters.whole END
        FROM letters CROSS JOIN LATERAL (VALUES ('19'::text), ('20'::text)) AS c(digits)
        WHERE letters.whole ~ '^([0-9]{2})?[0-9]{10}$'::text
    )
    SELECT DISTINCT f.spelling
    FROM century
    CROSS JOIN LATERAL (VALUES (century.whole), (lower(century.whole)), (pg_catalog.regexp_replace(century.whole, '^([0-9]{6,8})([0-9]{4})$'::text, '\1-\2'::text)),
                               (upper(identity)), (lower(identity)), (btrim(identity))) AS f(spelling)
    WHERE f.spelling <> identity AND century.whole <> ''::text;
END;
COMMENT ON FUNCTION @extschema@.identity_spellings(text) IS
'Other ways in which people write an identity: without blanks and hyphens, in capitals or not, and where it may be a Swedish personal identity number also with and without its hyphen and century. No rows for NULL. For load_payments.';

CREATE FUNCTION @extschema@.tell_spellings(extension_schema text, schema text, organisation text, identities text[], secret text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    twice record;
BEGIN
    -- Who it is stands in no message, so lines tell.
    EXECUTE format($sql$
        WITH identity AS MATERIALIZED (
            SELECT btrim(i.identity) AS written, min(i.line) AS line FROM unnest($1) WITH ORDINALITY AS i(identity, line) WHERE btrim(i.identity) <> '' GROUP BY 1
        ), spelled AS (
            SELECT i.line, l.letters, regexp_replace(l.letters, '^[0-9]{2}([0-9]{10})$', '\1') AS short FROM identity i CROSS JOIN LATERAL (SELECT %1$s.identity_letters(i.written)) AS l(letters)
        ), same AS (
            -- Of two who were born a hundred years apart both have their century.
            SELECT s.short, count(*) AS ways, min(s.line) AS line, array_to_string((array_agg(s.line ORDER BY s.line))[1:5], ', ') AS lines
            FROM spelled s WHERE s.letters <> '' GROUP BY s.short
            HAVING count(*) > count(DISTINCT s.letters) OR count(DISTINCT length(s.letters)) > 1
        ), elsewhere AS (
            SELECT i.line
            FROM identity i
            CROSS JOIN LATERAL %1$s.identity_spellings(i.written) AS f(spelling)
            JOIN %2$I.support_payment p ON p.organisation = $2 AND p.household = %1$s.pseudonym(f.spelling, $3)
            WHERE NOT EXISTS (SELECT FROM %2$I.support_payment own WHERE own.organisation = $2 AND own.household = %1$s.pseudonym(i.written, $3))
            GROUP BY i.line
        )
        SELECT (SELECT count(*) FROM same) AS here, (SELECT string_agg(s.lines, '; ' ORDER BY s.line) FROM (SELECT * FROM same ORDER BY line LIMIT 20) s) AS lines,
               (SELECT count(*) FROM elsewhere) AS elsewhere, (SELECT string_agg(e.line::text, ', ' ORDER BY e.line) FROM (SELECT * FROM elsewhere ORDER BY line LIMIT 20) e) AS lines_elsewhere$sql$,
        extension_schema, schema) INTO twice USING identities, organisation, secret;
    IF twice.here > 0 THEN
        RAISE WARNING USING
            MESSAGE = format('identities that may be written in several ways, each of which is a household of its own: %s, in lines %s%s', twice.here, twice.lines,
                             CASE WHEN twice.here > 20 THEN ' and others' ELSE '' END),
            HINT = 'Blanks, hyphens, the case of letters or a century tell them apart. Write all in one way in the query, such as replace(identity, ''-'', ''''), and load again with replace => true.';
    END IF;
    IF twice.elsewhere > 0 THEN
        RAISE WARNING USING
            MESSAGE = format('identities that may be in the mart by another way to write them, each of which is a household of its own now: %s, in lines %s%s', twice.elsewhere, twice.lines_elsewhere,
                             CASE WHEN twice.elsewhere > 20 THEN ' and others' ELSE '' END),
            HINT = 'Blanks, hyphens, the case of letters or a century tell them apart. Write them as in the loads before, and load again with replace => true.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.tell_spellings(text, text, text, text[], text) IS
'Warns of identities that are the same but for blanks, hyphens, case or a century, among themselves or with those of payments in the mart, by the numbers of their lines. For load_payments.';

CREATE FUNCTION @extschema@.store_payments(schema text, extension_schema text, organisation text, query text, callers_path text, secret text, decimal_mark text, replace boolean, reject_table text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    known CONSTANT text[] := '{household,unit,unit_name,month,amount}';
    loaded jsonb[];
    given record;
    entries text;
    plan record;
    taken record;
    removed bigint := 0;
    periods jsonb;
    suspicions text[];
    caused text;
    added record;
BEGIN
    EXECUTE format('SELECT array_agg(r.row ORDER BY r.line) FROM %s.load_query_rows($1::text, $2::text) WITH ORDINALITY AS r(row, line)', extension_schema) INTO loaded USING query, callers_path;
    EXECUTE format('SELECT * FROM %s.load_query_columns($1::text, $2::jsonb, $3::text[])', extension_schema) INTO given USING extension_schema, loaded[1], known;
    IF NOT given.names @> '{household,unit,month,amount}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_column',
            MESSAGE = format('the query returns no column %s', (SELECT n FROM unnest(known) AS n WHERE n <> 'unit_name' AND NOT given.names @> ARRAY[n] LIMIT 1)),
            DETAIL = format('Its columns are %s.', given.all_names),
            HINT = 'Name them with AS: household, unit, month and amount; as you like also unit_name.';
    END IF;

    entries := format($sql$
        WITH given AS (
            SELECT r.line, %2$s, %3$s AS is_number FROM unnest($1) WITH ORDINALITY AS r(row, line)
        ), judged AS MATERIALIZED (
            SELECT g.line, g.unit, g.unit_name, g.month, g.amount, m.first_day,
                   CASE WHEN f.household_fault IS NULL THEN CASE WHEN $2 IS NULL THEN g.household::bigint ELSE %1$s.pseudonym(g.household, $2) END END AS household,
                   CASE WHEN f.amount_fault IS NULL THEN CASE WHEN g.is_number THEN g.amount::numeric ELSE %1$s.parse_amount(g.amount, $3) END END AS number, f.*
            FROM given g
            CROSS JOIN LATERAL (SELECT
                CASE WHEN g.household IS NULL THEN 'is missing'
                     WHEN $2 IS NULL AND g.household !~ '^-?[0-9]{1,18}$' THEN 'is no number, and there is no secret to make one of it' END AS household_fault,
                CASE WHEN g.unit IS NULL THEN 'is missing' END AS unit_fault,
                CASE WHEN g.month IS NULL THEN 'is missing' ELSE %1$s.month_fault(g.month) END AS month_fault,
                CASE WHEN g.amount IS NULL THEN 'is missing' WHEN NOT g.is_number THEN %1$s.amount_fault(g.amount, $3) END AS amount_fault) f
            CROSS JOIN LATERAL (SELECT CASE WHEN f.month_fault IS NULL THEN %1$s.parse_month(g.month) END AS first_day) m
        ), odd_text AS (
            -- Other text than ASCII of usual length.
            SELECT g.line, t.column_name, t.value, t.at_most
            FROM given g CROSS JOIN LATERAL (VALUES ('unit', g.unit, 200), ('unit_name', g.unit_name, 500)) AS t(column_name, value, at_most)
            WHERE concat(g.unit, g.unit_name) COLLATE "C" !~ '^[ -~]{0,200}$' AND t.value IS NOT NULL
        ), refused_text AS (
            SELECT t.value, t.at_most, %1$s.text_fault(%4$L::text, t.value, t.at_most) AS why FROM (SELECT DISTINCT t.value, t.at_most FROM odd_text t) t
        ), fault AS (
            -- What they say stands in why, without what could disturb.
            SELECT t.line, t.column_name, NULL::text AS value, r.why FROM odd_text t JOIN refused_text r USING (value, at_most) WHERE r.why IS NOT NULL
            UNION ALL
            SELECT j.line, f.column_name, f.value, f.why
            FROM judged j
            -- Who it is stays unsaid.
            CROSS JOIN LATERAL (VALUES ('household', NULL, j.household_fault), ('unit', j.unit, j.unit_fault), ('month', j.month, j.month_fault),
                                       ('amount', j.amount, coalesce(j.amount_fault, CASE WHEN j.number <> round(j.number, 2) THEN 'has more than two decimals'
                                                                                           WHEN abs(j.number) >= 1e9 THEN 'is 1,000,000,000 or more' END))) AS f(column_name, value, why)
            WHERE f.why IS NOT NULL
        ), entry AS MATERIALIZED (
            SELECT j.line, j.unit, j.unit_name, j.household, j.first_day AS month, j.number AS amount
            FROM judged j
            WHERE NOT EXISTS (SELECT FROM fault f WHERE f.line = j.line)
        )$sql$, extension_schema, given.columns, given.amount_is_number, schema);
    EXECUTE entries || $sql$
        SELECT (SELECT count(DISTINCT f.line) FROM fault f) AS rows, (SELECT count(*) FROM fault f) AS faults,
               (SELECT string_agg(format('line %s: %s %s%s', f.line, f.column_name, coalesce(quote_literal(translate(left(f.value, 60), E'\t\r\n', '???')) || ' ', ''), f.why), E'\n' ORDER BY f.line, f.column_name)
                FROM (SELECT * FROM fault ORDER BY line, column_name LIMIT 1000) f) AS told,
               (SELECT jsonb_agg(DISTINCT jsonb_build_array(e.unit, e.month)) FROM entry e) AS places,
               (SELECT array_agg(CASE WHEN $2 IS NOT NULL AND e.line IS NOT NULL THEN g.household END ORDER BY g.line) FROM given g LEFT JOIN entry e ON e.line = g.line) AS identities,
               (SELECT format('payments %s, households %s, from %s to %s, sum %s', count(*), count(DISTINCT e.household), to_char(min(e.month), 'YYYY-MM'), to_char(max(e.month), 'YYYY-MM'),
                              sum(e.amount)) FROM entry e HAVING count(*) > 0) AS sums$sql$
        INTO plan USING loaded, secret, decimal_mark;
    EXECUTE format('SELECT %s.admit_rejected_rows($1::text, $2::bigint, $3::integer, $4::bigint, $5::text, $6::text)', extension_schema) USING schema, plan.rows, cardinality(loaded), plan.faults, plan.told, reject_table;

    EXECUTE format($sql$
        SELECT jsonb_agg(jsonb_build_object('fiscal_year', y.fiscal_year, 'first', y.first, 'last', y.last))
        FROM (SELECT EXTRACT(year FROM y.last)::integer AS fiscal_year, y.first, y.last
              FROM %I.organisation o
              CROSS JOIN LATERAL (
                  SELECT DISTINCT m.first::date AS first, (m.first + interval '1 year - 1 day')::date AS last
                  FROM jsonb_array_elements($2) AS p
                  CROSS JOIN LATERAL (SELECT date_trunc('year', (p ->> 1)::date - make_interval(months => o.fiscal_year_start - 1)) + make_interval(months => o.fiscal_year_start - 1)) AS m(first)) y
              WHERE o.organisation = $1) y$sql$, schema) INTO periods USING organisation, plan.places;
    -- In more than a month's payments that would take as long as the load.
    IF cardinality(loaded) <= 20000 THEN
        EXECUTE format('SELECT %s.load_suspicions($1::text, $2::text, $3::text, ''live_suspect_payment''::text, $4::jsonb)', extension_schema) INTO suspicions USING extension_schema, schema, organisation, periods;
    END IF;

    -- Of each unit and month the payments come together.
    EXECUTE format('SELECT string_agg(format(''unit "%%s" in %%s'', p.unit, to_char(p.month, ''YYYY-MM'')), '', '' ORDER BY p.unit, p.month) AS told
                    FROM (SELECT p ->> 0 AS unit, (p ->> 1)::date AS month FROM jsonb_array_elements($2) p) p
                    WHERE EXISTS (SELECT FROM %I.support_payment s WHERE s.organisation = $1 AND s.unit = p.unit AND s.month = p.month)', schema)
        INTO taken USING organisation, plan.places;
    IF taken.told IS NOT NULL AND NOT replace THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('organisation "%s" has payments already: %s', organisation, left(taken.told, 500)),
            HINT = 'Nothing was loaded, for both together could count twice. With replace => true the payments of these units and months are removed first.';
    ELSIF taken.told IS NOT NULL THEN
        EXECUTE format('DELETE FROM %I.support_payment s USING (SELECT p ->> 0 AS unit, (p ->> 1)::date AS month FROM jsonb_array_elements($2) p) p
                        WHERE s.organisation = $1 AND s.unit = p.unit AND s.month = p.month', schema) USING organisation, plan.places;
        GET DIAGNOSTICS removed = ROW_COUNT;
    END IF;
    EXECUTE format('SELECT %s.tell_spellings($1::text, $2::text, $3::text, $4::text[], $5::text)', extension_schema) USING extension_schema, schema, organisation, plan.identities, secret;
    EXECUTE entries || format($sql$
        , unit_added AS (
            INSERT INTO %1$I.unit (organisation, code, name)
            SELECT $4, e.unit, coalesce(min(e.unit_name), e.unit) FROM entry e GROUP BY e.unit ORDER BY e.unit
            ON CONFLICT DO NOTHING RETURNING 1
        ), payment_added AS (
            INSERT INTO %1$I.support_payment (organisation, unit, household, month, amount)
            SELECT $4, e.unit, e.household, e.month, e.amount FROM entry e ORDER BY e.unit COLLATE "C", e.month, e.household
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM unit_added) AS units, (SELECT count(*) FROM payment_added) AS payments$sql$, schema)
        INTO added USING loaded, secret, decimal_mark, organisation;
    IF plan.rows > 0 THEN
        -- Without the columns that mean nothing here, for they may tell who it is too.
        EXECUTE entries || format(' INSERT INTO %s (line, column_name, value, why, content)
                                    SELECT f.line, f.column_name, f.value, f.why, jsonb_build_object(''unit'', g.unit, ''month'', g.month, ''amount'', g.amount)
                                    FROM fault f JOIN given g ON g.line = f.line ORDER BY f.line, f.column_name', reject_table)
            USING loaded, secret, decimal_mark;
    END IF;
    IF cardinality(loaded) <= 20000 THEN
        EXECUTE format('SELECT %1$s.told_suspicions($2::text, ''live_suspect_payment''::text, $5::text[], %1$s.load_suspicions($1::text, $2::text, $3::text, ''live_suspect_payment''::text, $4::jsonb))', extension_schema)
            INTO caused USING extension_schema, schema, organisation, periods, suspicions;
    ELSIF has_table_privilege(format('%I.live_suspect_payment', schema), 'SELECT') THEN
        caused := format(E'\nof more than 20,000 rows it is not looked for what is new in live_suspect_payment; see SELECT * FROM %I.live_suspect_payment', schema);
    END IF;
    RAISE NOTICE E'rows: %\n%\nnew in mart %: payments %, units %\nleft out: %', cardinality(loaded), coalesce(plan.sums, 'nothing is loaded'), schema, added.payments, added.units ||
        CASE WHEN removed > 0 THEN format('; payments that were there and are replaced: %s', removed) ELSE '' END,
        CASE WHEN plan.rows > 0 THEN format('rows %s, which are in %s with why', plan.rows, reject_table) ELSE 'no rows' END
            || coalesce(E'\ncolumns that mean nothing here: ' || given.unknown, '') || coalesce(caused, '');
END
$function$;
COMMENT ON FUNCTION @extschema@.store_payments(text, text, text, text, text, text, text, boolean, text) IS
'The part of load_payments that runs the query, writes into the mart and tells what it did. Call that.';

CREATE FUNCTION @extschema@.load_payments_as_owner(schema text, query text, secret text, replace text, reject_table text, decimal_mark text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.store_payments(schema, @extschema@.social_services_schema(), @extschema@.mart_organisation(schema, organisation), query, 'pg_catalog, pg_temp'::text, secret,
                                      decimal_mark, replace::boolean, reject_table);
END;
COMMENT ON FUNCTION @extschema@.load_payments_as_owner(text, text, text, text, text, text, text) IS
'The part of load_payments that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.load_payments(schema text, query text, secret text DEFAULT NULL, replace boolean DEFAULT false, reject text DEFAULT NULL, decimal_mark text DEFAULT ',',
    organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(mart.relation, '@extschema@.load_payments_as_owner(text, text, text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, @extschema@.query_of_rows(query, pg_catalog.current_setting('search_path')), kept.secret, coalesce(replace, false)::text,
                                          meant.reject_table, decimal_mark, organisation])
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN (SELECT coalesce(secret, nullif(pg_catalog.current_setting('social_services.secret', true), '')) AS secret) kept
    CROSS JOIN @extschema@.load_query_arguments(schema, query, pg_catalog.current_setting('search_path'), 'household, unit, month and amount: ''SELECT identity AS household, unit, month, amount FROM export''.', decimal_mark, reject) AS meant(reject_table)
    CROSS JOIN LATERAL @extschema@.payment_load_arguments(kept.secret)
    WHERE @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.refuse_released_mart(schema) FROM @extschema@.social_mart(schema) AS mart(relation) WHERE NOT @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.store_payments(schema, @extschema@.social_services_schema(), @extschema@.mart_organisation(schema, organisation), query, pg_catalog.current_setting('search_path'), kept.secret,
                                      decimal_mark, coalesce(replace, false), meant.reject_table)
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN (SELECT coalesce(secret, nullif(pg_catalog.current_setting('social_services.secret', true), '')) AS secret) kept
    CROSS JOIN @extschema@.load_query_arguments(schema, query, pg_catalog.current_setting('search_path'), 'household, unit, month and amount: ''SELECT identity AS household, unit, month, amount FROM export''.', decimal_mark, reject) AS meant(reject_table)
    CROSS JOIN LATERAL @extschema@.payment_load_arguments(kept.secret)
    WHERE NOT @extschema@.acts_for_owner(mart.relation);
END;
COMMENT ON PROCEDURE @extschema@.load_payments(text, text, text, boolean, text, text, text) IS
'Loads the rows of a query into the payments of a mart (support_payment), all or nothing, with the caller''s rights, or those of the mart''s owner where the caller is another who could act as him; the query runs with the caller''s. Its columns are known by their names: household (an identity, which pseudonym makes a number of with secret; without a secret that number itself), unit, month (a date, or what parse_month reads), amount (a number, or text that parse_amount reads with decimal_mark), and where it is there unit_name. Units that are not there are made. secret NULL is the setting social_services.secret, which stands in no log where the client sends it when it connects. Rows that cannot be loaded are all told, with line, column, value and why, but for who it is, and nothing is loaded; with reject they go into that table, without household and columns that mean nothing, and the others are loaded. With replace the payments of each unit and month of the rows are removed first; without it there may be none. organisation is the mart''s own where it is NULL. A WARNING tells by their lines of identities that are the same but for blanks, hyphens, case or a century, in the rows or with those of payments that are there: each way to write one is a household of its own. A NOTICE tells counts and sums, and, of up to 20,000 rows, to who may read live_suspect_payment which of its rules have new rows. Errors: 22000 for rows that cannot be loaded; 42703 for a column that is missing, 42702 for two of one name; 02000 for no rows; 22023 for arguments that mean nothing; 23505 where payments are there already; 3F000 for a schema that is no mart, 55000 for what is released of one; 42501 where the table that reject names belongs to another; those of the query and of the mart''s tables.';
