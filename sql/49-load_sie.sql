-- load_sie: a SIE file becomes units, heads, scenarios and ledger rows of a mart

-- It runs with the caller's rights, or the owner's (load_as_owner), and writes tables only as the caller could. The functions that read the file are called by their
-- schema with arguments of exactly their types, so that nothing planted beside them fits.

CREATE FUNCTION @extschema@.sie_load_arguments(unit_dimension integer, head text, activity_dimension integer, accounts text, outcome text, budget text, sign text, OUT head_dimension integer,
    OUT from_accounts text[], OUT until_accounts text[]) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    part text;
BEGIN
    IF head IS NULL OR head !~ '^(account|[0-9]{1,9})$' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('head must be account or the number of a dimension, not %s', coalesce(quote_literal(left(head, 60)), 'NULL')),
            HINT = 'With account every account becomes a head. SELECT * FROM sie_items(file) WHERE item = ''#DIM'' lists dimensions; 6 are projects.';
    ELSIF sign IS NULL OR sign NOT IN ('books', 'positive') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('sign must be books or positive, not %s', coalesce(quote_literal(left(sign, 60)), 'NULL')),
            HINT = 'books: revenue is credit, and negative in the file, as the standard has it. positive: the file has revenue as positive amounts.';
    ELSIF unit_dimension = nullif(head, 'account')::integer THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('unit_dimension and head are both dimension %s', unit_dimension),
            HINT = 'Units are who spends, heads what for: take two dimensions, or accounts for heads.';
    ELSIF activity_dimension = unit_dimension OR activity_dimension = nullif(head, 'account')::integer THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('activity_dimension %s is that of %s already', activity_dimension, CASE activity_dimension WHEN unit_dimension THEN 'units' ELSE 'heads' END),
            HINT = 'Activities divide the amounts of units and heads further: take another dimension, or leave it out.';
    ELSIF outcome IS NULL AND budget IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'outcome and budget are both NULL, so nothing would be loaded',
            HINT = 'Give codes of scenarios, in which {year} stands for the fiscal year: outcome => ''outcome-{year}''.';
    END IF;
    head_dimension := nullif(head, 'account')::integer;
    IF accounts IS NOT NULL THEN
        -- A blank one is no list, and does not stand for all.
        FOREACH part IN ARRAY CASE WHEN btrim(accounts) = '' THEN '{""}' ELSE string_to_array(replace(accounts, ' ', ''), ',') END LOOP
            IF part !~ '^[0-9A-Za-z]{1,20}(-[0-9A-Za-z]{1,20})?$' THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('accounts has %L, which is no account and no range of them', left(part, 60)),
                    HINT = 'Give accounts, beginnings of them and ranges, such as ''3-7'' or ''3000-7999, 8310''; or leave it out for all accounts of the result.';
            END IF;
            from_accounts := from_accounts || split_part(part, '-', 1);
            until_accounts := until_accounts || CASE WHEN strpos(part, '-') > 0 THEN split_part(part, '-', 2) ELSE part END;
        END LOOP;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.sie_load_arguments(integer, text, integer, text, text, text, text) IS
'What the arguments of load_sie mean: the dimension that heads are of, NULL for accounts, and where ranges of accounts begin and end, NULL for all of the result. Errors: 22023 for what means nothing. For load_sie.';

-- Each amount of the file with where it goes, and if nowhere, why: the one place that says so.
-- $1 organisation, $2 unit_dimension, $3 head_dimension, $4 and $5 from and until accounts, $6 outcome, $7 budget, $8 sign, $9 month in which its years
-- begin, $10 last day of the file's year, $11 and $12 names of the unit and the head of what has none, $13 whether accounts are kept,
-- $14 activity_dimension.
CREATE FUNCTION @extschema@.sie_load_query(schema text, extension_schema text, replace boolean) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN format($query$
        WITH amount AS MATERIALIZED (
            -- COLLATE "C": sums are sorted by their keys, and by the rules of a language that takes several times as long.
            SELECT a.*, y.fiscal_year, replace(CASE a.kind WHEN 'outcome' THEN $6 ELSE $7 END, '{year}', y.fiscal_year::text) COLLATE "C" AS scenario
            FROM %2$s.sie_amounts(%2$s.held_file(), $2::integer, $3::integer, $14::integer) a
            CROSS JOIN LATERAL (SELECT EXTRACT(year FROM coalesce(a.month, a.last_day) + make_interval(months => (13 - $9) %% 12))::integer AS fiscal_year) y
        ), main AS (
            -- The file's own year; without #RAR all years are.
            SELECT EXTRACT(year FROM $10 + make_interval(months => (13 - $9) %% 12))::integer AS fiscal_year
        ), weighed AS MATERIALIZED (
            SELECT a.account, - sum(a.amount) AS result
            FROM amount a
            WHERE a.account_type IS NULL AND a.account !~ '^[3-7]' AND a.is_result IS NOT FALSE
            GROUP BY a.account
        ), known AS MATERIALIZED (
            -- Not of what is replaced, which may be there with another sign.
            SELECT w.account, sum(CASE l.flow WHEN 'revenue' THEN l.amount ELSE - l.amount END) AS result
            FROM weighed w
            JOIN %1$I.ledger l ON CASE WHEN l.account = '' AND $3 IS NULL THEN l.head ELSE l.account END = w.account
            WHERE l.organisation = $1%3$s
            GROUP BY w.account
        ), undecided AS MATERIALIZED (
            -- What such an account comes to: in the mart, in whatever scenarios and flows, or a credit that is loaded alone would change sides; else,
            -- or where that is 0, in the file.
            SELECT w.account, coalesce(nullif(k.result, 0), CASE $8 WHEN 'books' THEN w.result END) > 0 AS is_revenue, $8 = 'books' AND k.result * w.result < 0 AS is_turned
            FROM weighed w LEFT JOIN known k USING (account)
        ), filled AS MATERIALIZED (
            -- Of a scenario that has rows already.
            SELECT s.code, s.kind, s.fiscal_year
            FROM %1$I.scenario s
            WHERE s.organisation = $1 AND EXISTS (SELECT FROM %1$I.ledger l WHERE l.organisation = s.organisation AND l.scenario = s.code)
        ), placed AS (
            SELECT a.kind, a.source, a.fiscal_year, a.month, a.account, a.amount, a.scenario,
                   coalesce(a.fiscal_year < main.fiscal_year, false) AS is_earlier, coalesce(a.year, 0) >= 0 AS is_of_the_file,
                   coalesce(a.unit, '-') COLLATE "C" AS unit, coalesce(nullif(btrim(a.unit_name), ''), a.unit, $11) AS unit_name,
                   CASE WHEN $3 IS NULL THEN a.account ELSE coalesce(a.head, '-') END COLLATE "C" AS head,
                   CASE WHEN $3 IS NULL THEN coalesce(nullif(btrim(a.account_name), ''), a.account) ELSE coalesce(nullif(btrim(a.head_name), ''), a.head, $12) END AS head_name,
                   CASE WHEN $13 THEN a.account ELSE '' END COLLATE "C" AS kept_account, coalesce(a.activity, '') COLLATE "C" AS activity,
                   CASE WHEN a.account_type = 'I' OR a.account_type IS NULL AND a.account ~ '^3' OR u.is_revenue THEN 'revenue' ELSE 'cost' END COLLATE "C" AS flow,
                   CASE WHEN CASE a.kind WHEN 'outcome' THEN $6 ELSE $7 END IS NULL THEN 'not asked for'
                        WHEN $4 IS NULL AND a.is_result IS NULL THEN 'neither the type nor the number of the account tells whether it is of the result'
                        WHEN $4 IS NULL AND NOT a.is_result THEN 'accounts of the balance'
                        WHEN NOT EXISTS (SELECT FROM unnest($4, $5) AS r(low, up)
                                         WHERE left(a.account, length(r.low)) COLLATE "C" >= r.low AND left(a.account, length(r.up)) COLLATE "C" <= r.up) AND $4 IS NOT NULL
                             THEN 'accounts that were not asked for'
                        WHEN u.account IS NOT NULL AND u.is_revenue IS NULL AND $8 = 'positive' THEN 'neither the type nor the number of the account tells whether it is cost or revenue, nor does the mart'
                        WHEN a.fiscal_year IS NULL THEN 'of a year whose days the file does not say'
                        WHEN a.month IS NULL AND (date_trunc('month', a.last_day + 1) - make_interval(years => 1) > a.first_day
                                                  OR EXTRACT(month FROM a.last_day + 1) <> $9 OR EXTRACT(day FROM a.last_day + 1) <> 1)
                             THEN 'of a whole year that is none of the organisation''s'
                        WHEN a.fiscal_year <> main.fiscal_year AND strpos(CASE a.kind WHEN 'outcome' THEN $6 ELSE $7 END, '{year}') = 0
                             THEN 'of other years than the file''s, for which no scenario is named'
                        WHEN a.fiscal_year < main.fiscal_year AND f.code IS NOT NULL THEN 'of earlier years that the mart has already'
                   END AS left_out
            FROM amount a
            CROSS JOIN main
            LEFT JOIN undecided u ON u.account = a.account
            LEFT JOIN filled f ON f.code = a.scenario
        ), entry AS MATERIALIZED (
            SELECT p.scenario, p.kind, p.fiscal_year, p.is_earlier, p.unit, p.head, p.flow, p.month, p.kept_account AS account, p.activity, min(p.source) AS source, min(p.unit_name) AS unit_name, min(p.head_name) AS head_name,
                   round(sum(CASE WHEN p.flow = 'revenue' AND $8 = 'books' THEN - p.amount ELSE p.amount END), 2) AS amount,
                   sum(CASE WHEN p.flow = 'revenue' AND $8 = 'books' THEN - p.amount ELSE p.amount END) AS exact_amount
            FROM placed p
            WHERE p.left_out IS NULL
            GROUP BY p.scenario, p.kind, p.fiscal_year, p.is_earlier, p.unit, p.head, p.flow, p.month, p.kept_account, p.activity
        )$query$, schema, extension_schema,
        CASE WHEN replace THEN ' AND NOT EXISTS (SELECT FROM amount a CROSS JOIN main WHERE a.scenario = l.scenario AND a.fiscal_year >= coalesce(main.fiscal_year, a.fiscal_year))' ELSE '' END);
END
$function$;
COMMENT ON FUNCTION @extschema@.sie_load_query(text, text, boolean) IS
'The query that says of each amount of a SIE file where in a mart it goes, and if nowhere, why. For load_sie.';

CREATE FUNCTION @extschema@.store_sie(schema text, extension_schema text, organisation text, unit_dimension integer, head_dimension integer, from_accounts text[],
    until_accounts text[], outcome text, budget text, sign text, replace boolean, partial boolean, activity_dimension integer, keep_account boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    query text;
    fiscal_year_start integer;
    says record;
    checked record;
    no_unit text;
    no_head text;
    plan record;
    wrong record;
    main_scenarios text[];
    filled text[];
    compared record;
    removed bigint := 0;
    suspicions text[];
    caused text;
    checksum text;
    is_known boolean := false;
    elsewhere text;
    written_later date;
    notes text := '';
    added record;
    told text;
BEGIN
    EXECUTE format('SELECT encode(sha256(%s.held_file()), ''hex'')', extension_schema) INTO checksum;
    IF checksum IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'file is NULL',
            HINT = 'Give the bytes of a SIE file, as in CALL load_sie(''mart'', pg_read_binary_file(''/path/to/file.se'')).';
    END IF;
    EXECUTE format('SELECT o.fiscal_year_start FROM %I.organisation o WHERE o.organisation = $1', schema) INTO fiscal_year_start USING organisation;

    -- == Does the file agree with itself, and its year with the mart's? ==

    EXECUTE format('SELECT * FROM %1$s.sie_file_head(%1$s.held_file())', extension_schema) INTO says;
    -- Of accounts that are not told to be of the result only those matter that are to be loaded, see below.
    EXECUTE format($sql$
        WITH finding AS (
            SELECT c.rule, c.status, c.status = 'fails' AND c.rule <> 'types' AS is_fault, row_number() OVER () AS number,
                   concat_ws(': ', 'line ' || c.line, 'account ' || c.account, CASE WHEN c.year <> 0 THEN 'year ' || c.year END,
                             c.stated || ' stated, ' || c.counted || ' counted', c.detail) AS told
            FROM %1$s.sie_check(%1$s.held_file()) c
        ), placed AS (
            SELECT f.*, row_number() OVER (ORDER BY f.is_fault DESC, f.number) AS place FROM finding f
        )
        SELECT (SELECT count(*) FROM finding f WHERE f.is_fault) AS faults,
               -- What is not declared has its code in the mart.
               (SELECT string_agg(n.told, '') FROM (SELECT E'\nto note: ' || f.told AS told FROM finding f WHERE f.status = 'note' AND f.rule <> 'declared' ORDER BY f.number LIMIT 5) n) AS noted,
               (SELECT string_agg(p.told, E'\n' ORDER BY p.place) FROM placed p WHERE p.is_fault AND p.place <= 20) AS told,
               (SELECT string_agg(r.told, '; ' ORDER BY r.status, r.number)
                FROM (SELECT CASE f.status WHEN 'holds' THEN 'holds: ' WHEN 'note' THEN 'to note: ' ELSE 'FAILS: ' END || string_agg(f.of_rule, ', ' ORDER BY f.number) AS told,
                             f.status, min(f.number) AS number
                      FROM (SELECT f.status, min(f.number) AS number,
                                   f.rule || CASE WHEN f.status = 'holds' THEN '' ELSE format(' (%%s)', count(*)) END AS of_rule
                            FROM finding f GROUP BY f.status, f.rule) f
                      GROUP BY f.status) r) AS summary$sql$, extension_schema)
        INTO checked;
    IF checked.faults > 0 AND NOT partial THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('the SIE file does not agree with itself in %s', CASE checked.faults WHEN 1 THEN 'one place' ELSE checked.faults || ' places' END),
            DETAIL = checked.told || CASE WHEN checked.faults > 20 THEN format(E'\nand %s more', checked.faults - 20) ELSE '' END,
            HINT = 'Nothing was loaded. SELECT * FROM sie_check(file) lists all. Have the file written anew, or load it as it is with partial => true.';
    ELSIF says.year_end IS NOT NULL AND NOT partial
          AND (EXTRACT(day FROM says.year_end + 1) <> 1 OR EXTRACT(month FROM says.year_end + 1) <> fiscal_year_start) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('the file is of the year from %s to %s, and fiscal years of organisation "%s" begin in month %s', says.year_begin, says.year_end, organisation, fiscal_year_start),
            HINT = format('Nothing was loaded. If its years begin in another month: UPDATE %I.organisation SET fiscal_year_start = %s WHERE organisation = %L. With partial => true each month goes into the year that it is in.',
                          schema, EXTRACT(month FROM says.year_end + 1), organisation);
    END IF;

    -- == What goes where? ==

    no_unit := coalesce('Without ' || coalesce(says.dimensions ->> unit_dimension::text, 'dimension ' || unit_dimension), says.company, 'All');
    no_head := 'Without ' || coalesce(says.dimensions ->> head_dimension::text, 'dimension ' || head_dimension);
    EXECUTE format('SELECT %s.sie_load_query($1::text, $2::text, $3::boolean)', extension_schema) INTO query USING schema, extension_schema, replace;
    EXECUTE query || $sql$
        SELECT (SELECT jsonb_agg(s ORDER BY s.kind DESC, s.fiscal_year DESC)
                FROM (SELECT e.scenario, e.kind, e.fiscal_year, e.is_earlier, count(*) AS entries, coalesce(sum(e.amount) FILTER (WHERE e.flow = 'cost'), 0) AS cost,
                             coalesce(sum(e.amount) FILTER (WHERE e.flow = 'revenue'), 0) AS revenue, string_agg(DISTINCT e.source, ' and ' ORDER BY e.source) AS source,
                             count(*) FILTER (WHERE e.amount <> e.exact_amount) AS fine
                      FROM entry e GROUP BY e.scenario, e.kind, e.fiscal_year, e.is_earlier) s) AS scenarios,
               (SELECT string_agg(format('%s %s: amount %s, accounts %s (%s)', l.kind, l.left_out, l.amount, l.accounts, l.some), E'\n' ORDER BY l.kind DESC, l.left_out)
                FROM (SELECT p.kind, p.left_out, count(DISTINCT p.account) AS accounts, sum(p.amount) AS amount,
                             array_to_string((array_agg(DISTINCT p.account))[1:5], ', ') || CASE WHEN count(DISTINCT p.account) > 5 THEN ', ...' ELSE '' END AS some
                      FROM placed p WHERE p.left_out IS NOT NULL GROUP BY p.kind, p.left_out) l) AS left_out,
               (SELECT string_agg(DISTINCT p.account, ', ') FROM placed p WHERE p.left_out IS NULL AND p.account ~ '^899') AS result_accounts,
               (SELECT string_agg(DISTINCT format('account "%s" %s', p.account, p.flow), ', ')
                FROM placed p JOIN undecided u ON u.account = p.account WHERE u.is_turned AND p.left_out IS NULL) AS turned,
               (SELECT string_agg(DISTINCT format('%s %s: account %s', p.kind, p.left_out, p.account), E'\n')
                FROM placed p WHERE p.is_of_the_file AND (p.left_out ~ '^of a ' OR p.left_out ~ '^neither')) AS lost$sql$
        INTO plan USING organisation, unit_dimension, head_dimension, from_accounts, until_accounts, outcome, budget, sign, fiscal_year_start, says.year_end, no_unit, no_head, keep_account, activity_dimension;
    IF plan.lost IS NOT NULL AND NOT partial THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = 'the SIE file has amounts that cannot be placed',
            DETAIL = left(plan.lost, 2000),
            HINT = 'Nothing was loaded. Name the accounts, as in accounts => ''3-8'', or leave out what cannot be placed with partial => true.';
    ELSIF plan.scenarios IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = 'the SIE file has no amounts that are asked for',
            DETAIL = coalesce('Left out: ' || plan.left_out, 'It has no amounts at all.'),
            HINT = 'See SELECT * FROM sie_amounts(file), and the arguments accounts, outcome and budget.';
    END IF;

    SELECT s.scenario, count(*) OVER (PARTITION BY s.scenario) AS used, s.fiscal_year, s.revenue, s.fine, s.kind INTO wrong
    FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, kind text, fiscal_year integer, revenue numeric, fine bigint)
    ORDER BY used DESC, s.fine DESC, s.revenue LIMIT 1;
    IF wrong.used > 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('amounts of several years or kinds would go into scenario %L', wrong.scenario),
            HINT = 'Use different codes for outcome and budget, with {year} for the fiscal year: outcome => ''outcome-{year}''.';
    ELSIF wrong.fine > 0 AND NOT partial THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('amounts of scenario %L with more than two decimals: %s', wrong.scenario, wrong.fine),
            HINT = 'Nothing was loaded. With partial => true the sum of each account, unit and month is rounded.';
    END IF;
    SELECT s.scenario, s.revenue, s.kind INTO wrong
    FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, kind text, revenue numeric) ORDER BY s.revenue LIMIT 1;
    IF wrong.revenue < 0 AND NOT partial THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('the revenue of scenario %L would be %s', wrong.scenario, wrong.revenue),
            HINT = CASE sign WHEN 'books' THEN 'Nothing was loaded. If the file has revenue as positive amounts, say sign => ''positive''.'
                             ELSE 'Nothing was loaded. If revenue is credit and negative in the file, as the standard has it, leave sign out.' END
                   || ' If it is right, say partial => true.';
    END IF;
    EXECUTE format('SELECT %s.refuse_scenario_of_other_kind($1::text, $2::text, $3::jsonb, $4::text)', extension_schema)
        USING schema, organisation, plan.scenarios, 'Give the file''s amounts another code with outcome or budget.';

    notes := concat(checked.noted, E'\nto note: less than 0, on the side where the mart has them: ' || plan.turned);
    EXECUTE format('SELECT %s.load_suspicions($1::text, $2::text, $3::text, ''data_quality''::text, $4::jsonb)', extension_schema) INTO suspicions USING extension_schema, schema, organisation, plan.scenarios;
    -- Whether this very file was loaded before, and where to; and one that was written later.
    IF has_table_privilege(format('%I.loaded_file', schema), 'SELECT') THEN
        EXECUTE format('SELECT count(*) FILTER (WHERE f.checksum = $2 AND f.scenario = s.scenario) > 0 AS is_known,
                               string_agg(DISTINCT f.scenario, '', '') FILTER (WHERE f.checksum = $2 AND s.scenario IS NULL) AS elsewhere,
                               max(f.generated_on) FILTER (WHERE f.scenario = s.scenario AND f.generated_on > $4) AS written_later
                        FROM %I.loaded_file f
                        LEFT JOIN jsonb_to_recordset($3) AS s(scenario text) ON s.scenario = f.scenario
                        WHERE f.organisation = $1', schema) INTO is_known, elsewhere, written_later USING organisation, checksum, plan.scenarios, says.generated_on;
        -- Where one of them is NULL there is nothing to note.
        notes := concat(notes, E'\nto note: the same file was loaded into ' || elsewhere, E'\nto note: a file that was written later, on ' || written_later || ', was loaded before');
    END IF;

    -- == Is it there already? ==

    SELECT array_agg(s.scenario) INTO main_scenarios
    FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, is_earlier boolean) WHERE NOT s.is_earlier;
    EXECUTE format('SELECT array_agg(s.scenario ORDER BY s.scenario) FROM unnest($1) AS s(scenario)
                    WHERE EXISTS (SELECT FROM %I.ledger l WHERE l.organisation = $2 AND l.scenario = s.scenario)', schema)
        INTO filled USING main_scenarios, organisation;
    IF filled IS NOT NULL THEN
        EXECUTE query || format($sql$
            , fresh AS MATERIALIZED (
                SELECT e.scenario, e.unit, e.head, e.account, e.activity, e.flow, e.month, e.amount FROM entry e WHERE NOT e.is_earlier AND e.amount <> 0
            ), stored AS MATERIALIZED (
                SELECT l.scenario, l.unit, l.head, l.account, l.activity, l.flow, l.month, l.amount FROM %1$I.ledger l WHERE l.organisation = $1 AND l.scenario = ANY ($15)
            )
            SELECT NOT EXISTS ((SELECT * FROM fresh EXCEPT SELECT * FROM stored) UNION ALL (SELECT * FROM stored EXCEPT SELECT * FROM fresh)) AS is_same,
                   -- Also what has no month, which stands for all of them.
                   (SELECT string_agg(DISTINCT s.scenario || coalesce(' in ' || to_char(s.month, 'YYYY-MM'), ''), ', ')
                    FROM (SELECT DISTINCT scenario, month FROM fresh) f
                    JOIN (SELECT DISTINCT scenario, month FROM stored) s ON s.scenario = f.scenario AND (s.month = f.month OR s.month IS NULL OR f.month IS NULL)) AS taken$sql$, schema)
            INTO compared USING organisation, unit_dimension, head_dimension, from_accounts, until_accounts, outcome, budget, sign, fiscal_year_start, says.year_end, no_unit, no_head,
                                keep_account, activity_dimension, main_scenarios;
        IF compared.is_same THEN
            RAISE NOTICE 'the file is loaded already, in %: nothing was changed', array_to_string(filled, ' and ');
            RETURN;
        ELSIF compared.taken IS NOT NULL AND NOT replace THEN
            RAISE EXCEPTION USING
                ERRCODE = 'unique_violation',
                MESSAGE = format('organisation "%s" has other amounts already: %s', organisation, left(compared.taken, 500)),
                HINT = CASE WHEN is_known THEN 'This very file was loaded before, and what it loaded was changed since. ' ELSE '' END
                       || 'Nothing was loaded, for both together could count twice. With replace => true what is in these scenarios is removed first; or give other codes with outcome and budget.';
        END IF;
        IF replace THEN
            EXECUTE format('DELETE FROM %I.ledger WHERE organisation = $1 AND scenario = ANY ($2)', schema) USING organisation, filled;
            GET DIAGNOSTICS removed = ROW_COUNT;
        END IF;
    END IF;

    -- == Load ==

    EXECUTE format('INSERT INTO %1$I.scenario (organisation, code, kind, fiscal_year, as_of)
                    SELECT $1, p.scenario, p.kind, p.fiscal_year,
                           CASE WHEN p.kind = ''outcome'' AND EXTRACT(year FROM $3 + make_interval(months => (13 - $4) %% 12)) = p.fiscal_year THEN $3 END
                    FROM jsonb_to_recordset($2) AS p(scenario text, kind text, fiscal_year integer)
                    WHERE NOT EXISTS (SELECT FROM %1$I.scenario s WHERE s.organisation = $1 AND s.code = p.scenario)', schema)
        USING organisation, plan.scenarios, says.covers_until, fiscal_year_start;
    IF removed > 0 AND says.covers_until IS NOT NULL THEN
        EXECUTE format('UPDATE %I.scenario SET as_of = $3
                        WHERE organisation = $1 AND code = ANY ($2) AND kind = ''outcome'' AND as_of IS DISTINCT FROM $3
                          AND EXTRACT(year FROM $3 + make_interval(months => (13 - $4) %% 12)) = fiscal_year', schema)
            USING organisation, filled, says.covers_until, fiscal_year_start;
    END IF;
    -- In a restricted operation nothing may wait for the end of a statement (ledger_period).
    IF current_setting('social_services.keys_are_noted', true) = 'on' THEN
        EXECUTE query || format(' INSERT INTO %I.ledger_period AS kept (organisation, scenario, unit, head, flow, by_month)
                                    SELECT DISTINCT $1, e.scenario, e.unit, e.head, e.flow, e.month IS NOT NULL FROM entry e WHERE e.amount <> 0
                                    ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = excluded.by_month WHERE kept.by_month <> excluded.by_month', schema)
            USING organisation, unit_dimension, head_dimension, from_accounts, until_accounts, outcome, budget, sign, fiscal_year_start, says.year_end, no_unit, no_head, keep_account, activity_dimension;
    END IF;
    EXECUTE query || format($sql$
        , unit_added AS (
            INSERT INTO %1$I.unit (organisation, code, name)
            SELECT $1, e.unit, min(e.unit_name) FROM entry e GROUP BY e.unit ORDER BY e.unit
            ON CONFLICT DO NOTHING RETURNING 1
        ), head_added AS (
            INSERT INTO %1$I.budget_head (organisation, code, name)
            SELECT $1, e.head, min(e.head_name) FROM entry e GROUP BY e.head ORDER BY e.head
            ON CONFLICT DO NOTHING RETURNING 1
        ), ledger_added AS (
            INSERT INTO %1$I.ledger (organisation, scenario, unit, head, account, activity, flow, month, amount)
            SELECT $1, e.scenario, e.unit, e.head, e.account, e.activity, e.flow, e.month, e.amount
            FROM entry e WHERE e.amount <> 0
            ORDER BY e.scenario COLLATE "C", e.unit COLLATE "C", e.head COLLATE "C", e.flow COLLATE "C", e.month, e.account, e.activity
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM unit_added) AS units, (SELECT count(*) FROM head_added) AS heads, (SELECT count(*) FROM ledger_added) AS entries$sql$, schema)
        INTO added USING organisation, unit_dimension, head_dimension, from_accounts, until_accounts, outcome, budget, sign, fiscal_year_start, says.year_end, no_unit, no_head, keep_account, activity_dimension;

    -- == Tell ==

    IF has_table_privilege(format('%I.loaded_file', schema), 'INSERT') THEN
        EXECUTE format('INSERT INTO %I.loaded_file (organisation, kind, checksum, name, program, generated_on, scenario, rows, amount)
                        SELECT $1, ''sie'', $2, left($3, 500), left($4, 500), $5, s.scenario, s.entries, s.cost - s.revenue
                        FROM jsonb_to_recordset($6) AS s(scenario text, entries bigint, cost numeric, revenue numeric)', schema)
            USING organisation, checksum, says.company, says.program, says.generated_on, plan.scenarios;
    END IF;
    EXECUTE format('SELECT %1$s.told_suspicions($2::text, ''data_quality''::text, $5::text[], %1$s.load_suspicions($1::text, $2::text, $3::text, ''data_quality''::text, $4::jsonb))', extension_schema)
        INTO caused USING extension_schema, schema, organisation, plan.scenarios, suspicions;

    SELECT string_agg(format('%s, from %s: amounts %s, cost %s, revenue %s, net %s', s.scenario, s.source, s.entries, s.cost, s.revenue, s.cost - s.revenue), E'\n' ORDER BY s.number) INTO told
    FROM (SELECT s.*, row_number() OVER () AS number
          FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, entries bigint, source text, cost numeric, revenue numeric)) s;
    RAISE NOTICE E'SIE file%, read as %: transactions %, vouchers %, lines of budget %\n%\nnew in mart %: amounts %, units %, heads %\nleft out: %\nchecks: %',
        concat(' of ' || says.program, ' of type ' || says.sie_type, ', written on ' || says.generated_on), says.encoding, says.transactions, says.vouchers, says.budgets,
        told || coalesce(E'\nto note: accounts => ''3-8989'' leaves out the result of the year itself, which takes the net to 0 (account ' || plan.result_accounts || ')', ''),
        schema, added.entries, added.units, added.heads || CASE WHEN removed > 0 THEN format('; amounts that were there and are replaced: %s', removed) ELSE '' END,
        coalesce(E'\n' || plan.left_out, 'nothing'), checked.summary || CASE WHEN checked.faults > 0 THEN E'\n' || checked.told ELSE '' END || notes || caused;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_sie(text, text, text, integer, integer, text[], text[], text, text, text, boolean, boolean, integer, boolean) IS
'The part of load_sie that looks at the file, writes into the mart and tells what it did. Call that.';

CREATE FUNCTION @extschema@.load_sie_as_caller(schema text, unit_dimension text, head_dimension text, from_accounts text, until_accounts text, outcome text, budget text, sign text,
    replace text, partial text, organisation text, activity_dimension text, keep_account text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.store_sie(schema, @extschema@.social_services_schema(), @extschema@.mart_organisation(schema, organisation), unit_dimension::integer, head_dimension::integer,
                                 from_accounts::text[], until_accounts::text[], outcome, budget, sign, replace::boolean, partial::boolean, activity_dimension::integer, keep_account::boolean);
END;
COMMENT ON FUNCTION @extschema@.load_sie_as_caller(text, text, text, text, text, text, text, text, text, text, text, text, text) IS
'The part of load_sie that reads the file which run_on_file holds. Call that.';

CREATE FUNCTION @extschema@.load_sie_as_owner(schema text, unit_dimension text, head_dimension text, from_accounts text, until_accounts text, outcome text, budget text, sign text,
    replace text, partial text, organisation text, activity_dimension text, keep_account text) RETURNS void
    LANGUAGE sql VOLATILE
    SET social_services.keys_are_noted = 'on'
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.load_sie_as_caller(schema, unit_dimension, head_dimension, from_accounts, until_accounts, outcome, budget, sign, replace, partial, organisation, activity_dimension, keep_account);
END;
COMMENT ON FUNCTION @extschema@.load_sie_as_owner(text, text, text, text, text, text, text, text, text, text, text, text, text) IS
'The part of load_sie that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.load_sie(schema text, file bytea, unit_dimension integer DEFAULT 1, head text DEFAULT 'account', accounts text DEFAULT NULL,
    outcome text DEFAULT 'outcome-{year}', budget text DEFAULT 'budget-{year}', sign text DEFAULT 'books', replace boolean DEFAULT false, partial boolean DEFAULT false,
    organisation text DEFAULT NULL, activity_dimension integer DEFAULT NULL, keep_account boolean DEFAULT true)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_on_file(CASE WHEN rights.are_the_owners THEN mart.relation END,
                                   CASE WHEN rights.are_the_owners THEN '@extschema@.load_sie_as_owner(text, text, text, text, text, text, text, text, text, text, text, text, text)'::regprocedure
                                        ELSE '@extschema@.load_sie_as_caller(text, text, text, text, text, text, text, text, text, text, text, text, text)'::regprocedure END,
                                   ARRAY[schema, unit_dimension::text, meant.head_dimension::text, meant.from_accounts::text, meant.until_accounts::text, outcome, budget, sign,
                                         coalesce(replace, false)::text, coalesce(partial, false)::text, organisation, activity_dimension::text, coalesce(keep_account, true)::text],
                                   file)
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN LATERAL (SELECT @extschema@.acts_for_owner(mart.relation)) AS rights(are_the_owners)
    CROSS JOIN @extschema@.sie_load_arguments(unit_dimension, head, activity_dimension, accounts, outcome, budget, sign) meant;
END;
COMMENT ON PROCEDURE @extschema@.load_sie(text, bytea, integer, text, text, text, text, text, boolean, boolean, text, integer, boolean) IS
'Loads a SIE file (types 1 to 4 and 4I) into units, budget heads, scenarios and the ledger of a mart, all or nothing, with the caller''s rights, or those of the mart''s owner where the caller is another who could act as him. Units are the objects of unit_dimension (1 for cost centres; NULL for one unit), heads the accounts, or with head => ''6'' the objects of that dimension; what has no object goes to a unit or head with code -. The account stays beside the head (ledger.account), but with keep_account => false; the object of activity_dimension, if one is named, becomes ledger.activity, and an empty text where a line has none. Those that are not there are made, also where the file does not declare them. accounts chooses accounts, beginnings of them and ranges (''3-7, 8310''); NULL for all of the result. outcome and budget are codes of scenarios, in which {year} stands for the fiscal year; NULL leaves that kind out. Months are those of vouchers, balances and budgets; the outcome of a year of which only results are told is for the whole year. sign is books where revenue is negative in the file, as the standard has it, and positive where not. Earlier years of the file are loaded where the mart has none of them. With replace what is in the scenarios of the file''s year is removed first; without it they may have no amounts of the file''s months. A file that is loaded already changes nothing. A file that does not agree with itself (sie_check), of another fiscal year than the organisation''s, with accounts that cannot be placed, with more than two decimals or with negative revenue is refused, but loaded as far as it can be with partial => true. organisation is the mart''s own where it is NULL. A NOTICE tells counts, sums, what was left out, and the checks. Errors: 22000 for what is refused so; 22P02 and 22021 for what is no SIE file or no text; 22023 for arguments that mean nothing; 23505 where amounts of its months are there already; 3F000 for a schema that is no mart, 55000 for what is released of one; those of the mart''s tables.';
