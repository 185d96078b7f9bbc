-- load_ledger: the rows of any query become units, heads, scenarios and ledger rows of a mart

-- It runs with the caller's rights, or the owner's (load_as_owner). The query is the caller's own, and runs with the caller's search_path; all else does not.

CREATE FUNCTION @extschema@.ledger_load_arguments(scenario text, kind text, sign text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF scenario IS NULL OR btrim(scenario) = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'scenario is blank',
            HINT = 'Give the code of a scenario, in which {kind} and {year} stand for those of the rows: ''{kind}-{year}''.';
    ELSIF kind IS NULL OR kind NOT IN ('budget', 'supplement', 'outcome', 'forecast') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('kind must be budget, supplement, outcome or forecast, not %s', coalesce(quote_literal(left(kind, 60)), 'NULL')),
            HINT = 'It is the kind of scenario of rows that have no column kind.';
    ELSIF sign IS NULL OR sign NOT IN ('flow', 'books', 'result') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('sign must be flow, books or result, not %s', coalesce(quote_literal(left(sign, 60)), 'NULL')),
            HINT = 'flow: costs and revenues are positive, and column flow says which an amount is. books: revenue is negative. result: cost is negative.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.ledger_load_arguments(text, text, text) IS
'Refuses arguments of load_ledger alone that mean nothing (22023). For load_ledger.';

CREATE FUNCTION @extschema@.store_ledger(schema text, extension_schema text, organisation text, query text, callers_path text, scenario text, kind text, sign text, decimal_mark text,
    replace boolean, reject_table text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    known CONSTANT text[] := '{year,month,kind,scenario,unit,unit_name,head,head_name,account,activity,flow,amount}';
    fiscal_year_start integer;
    loaded jsonb[];
    given record;
    entries text;
    plan record;
    wrong record;
    scenarios text[];
    filled text[];
    compared record;
    removed bigint := 0;
    suspicions text[];
    caused text;
    added record;
    told text;
BEGIN
    EXECUTE format('SELECT o.fiscal_year_start FROM %I.organisation o WHERE o.organisation = $1', schema) INTO fiscal_year_start USING organisation;

    -- == What does the query return? ==

    EXECUTE format('SELECT array_agg(r.row ORDER BY r.line) FROM %s.load_query_rows($1::text, $2::text) WITH ORDINALITY AS r(row, line)', extension_schema) INTO loaded USING query, callers_path;
    EXECUTE format('SELECT * FROM %s.load_query_columns($1::text, $2::jsonb, $3::text[])', extension_schema) INTO given USING extension_schema, loaded[1], known;
    IF NOT given.names @> '{unit,head,amount}' OR NOT given.names && '{year,month}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_column',
            MESSAGE = format('the query returns no column %s', CASE WHEN NOT given.names @> '{unit}' THEN 'unit' WHEN NOT given.names @> '{head}' THEN 'head'
                                                                    WHEN NOT given.names @> '{amount}' THEN 'amount' ELSE 'month or year' END),
            DETAIL = format('Its columns are %s.', given.all_names),
            HINT = 'Name them with AS: unit, head, amount, and month or year; as you like also unit_name, head_name, account, activity, flow, kind and scenario.';
    END IF;

    -- Each row with what it says, and each thing that is wrong with it.
    entries := format($sql$
        WITH given AS (
            SELECT r.line, %2$s, %3$s AS is_number FROM unnest($1) WITH ORDINALITY AS r(row, line)
        ), written AS (
            -- COLLATE "C": sums are sorted by their keys, and by the rules of a language that takes several times as long.
            SELECT g.line, g.unit COLLATE "C" AS unit, g.unit_name, g.head COLLATE "C" AS head, g.head_name, g.scenario COLLATE "C" AS scenario, coalesce(lower(g.kind), $2) AS kind,
                   lower(g.flow) COLLATE "C" AS flow, coalesce(g.account, '') COLLATE "C" AS account, coalesce(g.activity, '') COLLATE "C" AS activity, g.year, g.amount, g.is_number,
                   -- Beside a year a month may be its number.
                   CASE WHEN g.month ~ '^[0-9]{1,2}$' AND g.year ~ '^[0-9]{4}$' THEN g.year || '-' || lpad(g.month, 2, '0') ELSE g.month END AS month
            FROM given g
        ), judged AS MATERIALIZED (
            SELECT w.*, f.*, m.first_day,
                   CASE WHEN f.amount_fault IS NULL THEN CASE WHEN w.is_number THEN w.amount::numeric ELSE %1$s.parse_amount(w.amount, $4) END END AS number,
                   CASE WHEN f.year_fault IS NULL AND w.month IS NOT NULL AND m.first_day IS NOT NULL
                             -- Either the fiscal year or that of the calendar.
                             AND w.year::integer NOT IN (EXTRACT(year FROM m.first_day)::integer, EXTRACT(year FROM m.first_day + make_interval(months => (13 - $6) %% 12))::integer)
                        THEN 'is not the year of the month' END AS other_year
            FROM written w
            CROSS JOIN LATERAL (SELECT
                CASE WHEN w.unit IS NULL THEN 'is missing' END AS unit_fault,
                CASE WHEN w.head IS NULL THEN 'is missing' END AS head_fault,
                %1$s.month_fault(w.month) AS month_fault,
                CASE WHEN w.year IS NULL AND w.month IS NULL THEN 'is missing, and so is the month' WHEN w.year !~ '^[1-9][0-9]{3}$' THEN 'is no year of four digits' END AS year_fault,
                CASE WHEN w.kind NOT IN ('budget', 'supplement', 'outcome', 'forecast') THEN 'is not budget, supplement, outcome or forecast' END AS kind_fault,
                CASE WHEN $3 AND w.flow IS NULL THEN 'is missing' WHEN w.flow NOT IN ('cost', 'revenue') THEN 'is not cost or revenue' END AS flow_fault,
                CASE WHEN w.amount IS NULL THEN 'is missing' WHEN NOT w.is_number THEN %1$s.amount_fault(w.amount, $4) END AS amount_fault) f
            CROSS JOIN LATERAL (SELECT CASE WHEN f.month_fault IS NULL THEN %1$s.parse_month(w.month) END AS first_day) m
        ), odd_text AS (
            -- Other text than ASCII of usual length.
            SELECT w.line, t.column_name, t.value, t.at_most
            FROM written w
            CROSS JOIN LATERAL (VALUES ('unit', w.unit, 200), ('unit_name', w.unit_name, 500), ('head', w.head, 200), ('head_name', w.head_name, 500), ('account', w.account, 200),
                                       ('activity', w.activity, 200), ('scenario', w.scenario, 200)) AS t(column_name, value, at_most)
            WHERE concat(w.unit, w.unit_name, w.head, w.head_name, w.account, w.activity, w.scenario) COLLATE "C" !~ '^[ -~]{0,200}$' AND t.value <> ''
        ), refused_text AS (
            SELECT t.value, t.at_most, %1$s.text_fault(%5$L::text, t.value, t.at_most) AS why FROM (SELECT DISTINCT t.value, t.at_most FROM odd_text t) t
        ), fault AS (
            -- What they say stands in why, without what could disturb.
            SELECT t.line, t.column_name, NULL::text AS value, r.why FROM odd_text t JOIN refused_text r USING (value, at_most) WHERE r.why IS NOT NULL
            UNION ALL
            SELECT j.line, f.column_name, f.value, f.why
            FROM judged j
            CROSS JOIN LATERAL (VALUES ('unit', j.unit, j.unit_fault), ('head', j.head, j.head_fault), ('month', j.month, j.month_fault), ('year', j.year, coalesce(j.year_fault, j.other_year)),
                                       ('kind', j.kind, j.kind_fault), ('flow', j.flow, j.flow_fault),
                                       ('amount', j.amount, CASE WHEN abs(j.number) >= 1e13 THEN 'is 10,000,000,000,000 or more' ELSE j.amount_fault END)) AS f(column_name, value, why)
            WHERE f.why IS NOT NULL
        ), good AS (
            SELECT j.line, j.unit, j.unit_name, j.head, j.head_name, j.account, j.activity, j.kind, j.flow, j.first_day AS month, j.number AS amount,
                   CASE WHEN j.first_day IS NULL THEN j.year::integer ELSE EXTRACT(year FROM j.first_day + make_interval(months => (13 - $6) %% 12))::integer END AS fiscal_year, j.scenario
            FROM judged j
            WHERE NOT EXISTS (SELECT FROM fault f WHERE f.line = j.line)
        )%4$s, entry AS MATERIALIZED (
            SELECT coalesce(s.scenario, replace(replace($7, '{kind}', s.kind), '{year}', s.fiscal_year::text)) AS scenario, s.kind, s.fiscal_year, s.unit, s.head, s.meant_flow AS flow, s.month, s.account, s.activity,
                   min(s.unit_name) AS unit_name, min(s.head_name) AS head_name, count(*) AS rows, min(s.line) AS line,
                   sum(CASE WHEN $5 = 'books' AND s.meant_flow = 'revenue' OR $5 = 'result' AND s.meant_flow = 'cost' THEN - s.amount ELSE s.amount END) AS amount
            FROM signed s
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        )$sql$, extension_schema, given.columns, given.amount_is_number,
        CASE WHEN sign = 'flow' OR given.names @> '{flow}' THEN $sql$, signed AS (
            SELECT g.*, coalesce(g.flow, 'cost') AS meant_flow, false AS is_turned FROM good g
        )$sql$ ELSE format($sql$, weighed AS (
            SELECT g.account, CASE g.account WHEN '' THEN g.head ELSE '' END AS head, sum(CASE $5 WHEN 'books' THEN - g.amount ELSE g.amount END) AS result FROM good g GROUP BY 1, 2
        ), known AS (
            -- Not of what is replaced, which may be there with another sign.
            SELECT w.account, w.head, sum(CASE l.flow WHEN 'revenue' THEN l.amount ELSE - l.amount END) AS result
            FROM %1$I.ledger l
            CROSS JOIN LATERAL (VALUES (l.account, ''), ('', l.head)) AS k(account, head)
            JOIN weighed w ON w.account = k.account AND w.head = k.head
            WHERE l.organisation = $8%2$s
            GROUP BY w.account, w.head
        ), undecided AS (
            -- An account without flows, and what has no account by its head, is what it comes to: in the mart, in whatever scenarios and flows, or a
            -- credit that is loaded alone would change sides; else, or where that is 0, in the rows.
            SELECT w.account, w.head, coalesce(nullif(k.result, 0), w.result) > 0 AS is_revenue, k.result * w.result < 0 AS is_turned
            FROM weighed w LEFT JOIN known k USING (account, head)
        ), signed AS (
            SELECT g.*, CASE WHEN u.is_revenue THEN 'revenue' ELSE 'cost' END AS meant_flow, u.is_turned
            FROM good g LEFT JOIN undecided u ON u.account = g.account AND u.head = CASE g.account WHEN '' THEN g.head ELSE '' END
        )$sql$, schema, CASE WHEN replace THEN ' AND l.scenario NOT IN (SELECT coalesce(g.scenario, replace(replace($7, ''{kind}'', g.kind), ''{year}'', g.fiscal_year::text)) FROM good g)' ELSE '' END) END, schema);
    EXECUTE entries || $sql$
        SELECT (SELECT count(DISTINCT f.line) FROM fault f) AS rows, (SELECT count(*) FROM fault f) AS faults,
               (SELECT string_agg(format('line %s: %s %s%s', f.line, f.column_name, coalesce(quote_literal(translate(left(f.value, 60), E'\t\r\n', '???')) || ' ', ''), f.why), E'\n' ORDER BY f.line, f.column_name)
                FROM (SELECT * FROM fault ORDER BY line, column_name LIMIT 1000) f) AS told,
               (SELECT jsonb_agg(s ORDER BY s.kind DESC, s.fiscal_year DESC, s.scenario)
                FROM (SELECT e.scenario, e.kind, e.fiscal_year, count(*) AS entries, sum(e.rows) AS rows, coalesce(sum(e.amount) FILTER (WHERE e.flow = 'cost'), 0) AS cost,
                             coalesce(sum(e.amount) FILTER (WHERE e.flow = 'revenue'), 0) AS revenue
                      FROM entry e GROUP BY e.scenario, e.kind, e.fiscal_year) s) AS scenarios,
               (SELECT string_agg(format('unit "%s", head "%s"%s%s%s: %s', f.unit, f.head, ', account "' || nullif(f.account, '') || '"', ', activity "' || nullif(f.activity, '') || '"', coalesce(', ' || to_char(f.month, 'YYYY-MM'), ''), f.amount), E'\n')
                FROM (SELECT * FROM entry e WHERE e.amount <> round(e.amount, 2) OR abs(e.amount) >= 1e13 ORDER BY e.line LIMIT 20) f) AS fine,
               (SELECT string_agg(t.told, ', ' ORDER BY t.place) FILTER (WHERE t.place <= 20) || CASE WHEN count(*) > 20 THEN format(' and %s more', count(*) - 20) ELSE '' END
                FROM (SELECT format('%s %s', coalesce('account "' || nullif(s.account, '') || '"', 'head "' || s.head || '"'), s.meant_flow) AS told,
                             row_number() OVER (ORDER BY s.account COLLATE "C", s.head COLLATE "C") AS place
                      FROM (SELECT DISTINCT s.account, CASE s.account WHEN '' THEN s.head ELSE '' END AS head, s.meant_flow FROM signed s WHERE s.is_turned) s) t) AS turned$sql$
        INTO plan USING loaded, kind, given.names @> '{flow}', decimal_mark, sign, fiscal_year_start, scenario, organisation;
    EXECUTE format('SELECT %s.admit_rejected_rows($1::text, $2::bigint, $3::integer, $4::bigint, $5::text, $6::text)', extension_schema) USING schema, plan.rows, cardinality(loaded), plan.faults, plan.told, reject_table;

    IF plan.scenarios IS NULL THEN
        -- All of them are rejected, which is told below.
        plan.scenarios := '[]';
    ELSIF plan.fine IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = 'amounts come to more than two decimals, or to 10,000,000,000,000 and more',
            DETAIL = plan.fine,
            HINT = 'Nothing was loaded. Round them in the query.';
    END IF;
    SELECT s.scenario, s.kind, s.fiscal_year, count(*) OVER (PARTITION BY s.scenario) AS used INTO wrong
    FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, kind text, fiscal_year integer) ORDER BY used DESC LIMIT 1;
    IF wrong.used > 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('amounts of several years or kinds would go into scenario %L', wrong.scenario),
            HINT = 'Let its code tell them apart: scenario => ''{kind}-{year}''.';
    END IF;
    -- A few credits may be all that a month has of revenue, or of cost. Both below 0, where the mart decides which is which, is another sign.
    SELECT s.scenario, s.cost, s.revenue INTO wrong FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, cost numeric, revenue numeric)
    WHERE s.revenue < 0 AND (given.names @> '{flow}' OR s.cost < 0) ORDER BY s.revenue LIMIT 1;
    IF given.names @> '{flow}' AND wrong.revenue < 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('the revenue of scenario %L would be %s', wrong.scenario, wrong.revenue),
            HINT = 'Nothing was loaded. If revenue is negative in the rows, say sign => ''books''; if cost is, sign => ''result''.';
    ELSIF wrong.revenue < 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('the cost of scenario %L would be %s, and its revenue %s', wrong.scenario, wrong.cost, wrong.revenue),
            DETAIL = format('By what the mart has of them: %s.', plan.turned),
            HINT = format('Nothing was loaded. If %s is negative in the rows, say sign => %L. If the mart has them on the wrong side, let a column flow tell; if all are credits, load them with the rest of their year and replace => true.',
                          CASE sign WHEN 'books' THEN 'cost' ELSE 'revenue' END, CASE sign WHEN 'books' THEN 'result' ELSE 'books' END);
    END IF;
    EXECUTE format('SELECT %s.refuse_scenario_of_other_kind($1::text, $2::text, $3::jsonb, $4::text)', extension_schema)
        USING schema, organisation, plan.scenarios, 'Give the rows another scenario, or their kind.';

    EXECUTE format('SELECT %s.load_suspicions($1::text, $2::text, $3::text, ''data_quality''::text, $4::jsonb)', extension_schema) INTO suspicions USING extension_schema, schema, organisation, plan.scenarios;

    -- == Is it there already? ==

    SELECT array_agg(s.scenario) INTO scenarios FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text);
    EXECUTE format('SELECT array_agg(s.scenario ORDER BY s.scenario) FROM unnest($1) AS s(scenario)
                    WHERE EXISTS (SELECT FROM %I.ledger l WHERE l.organisation = $2 AND l.scenario = s.scenario)', schema)
        INTO filled USING scenarios, organisation;
    IF filled IS NOT NULL AND NOT replace THEN
        EXECUTE entries || format($sql$
            SELECT string_agg(DISTINCT s.scenario || coalesce(' in ' || to_char(s.month, 'YYYY-MM'), ''), ', ') AS taken
            FROM (SELECT DISTINCT e.scenario, e.month FROM entry e) f
            JOIN (SELECT DISTINCT l.scenario, l.month FROM %I.ledger l WHERE l.organisation = $8 AND l.scenario = ANY ($9)) s
                ON s.scenario = f.scenario AND (s.month = f.month OR s.month IS NULL OR f.month IS NULL)$sql$, schema)
            INTO compared USING loaded, kind, given.names @> '{flow}', decimal_mark, sign, fiscal_year_start, scenario, organisation, filled;
        IF compared.taken IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'unique_violation',
                MESSAGE = format('organisation "%s" has amounts already: %s', organisation, left(compared.taken, 500)),
                HINT = 'Nothing was loaded, for both together could count twice. With replace => true what is in these scenarios is removed first; or give another scenario.';
        END IF;
    ELSIF filled IS NOT NULL THEN
        EXECUTE format('DELETE FROM %I.ledger WHERE organisation = $1 AND scenario = ANY ($2)', schema) USING organisation, filled;
        GET DIAGNOSTICS removed = ROW_COUNT;
    END IF;

    -- == Load ==

    EXECUTE format('INSERT INTO %1$I.scenario (organisation, code, kind, fiscal_year, adopted)
                    SELECT $1, p.scenario, p.kind, p.fiscal_year, p.kind <> ''supplement''
                    FROM jsonb_to_recordset($2) AS p(scenario text, kind text, fiscal_year integer)
                    WHERE NOT EXISTS (SELECT FROM %1$I.scenario s WHERE s.organisation = $1 AND s.code = p.scenario)', schema)
        USING organisation, plan.scenarios;
    -- In a restricted operation nothing may wait for the end of a statement (ledger_period).
    IF current_setting('social_services.keys_are_noted', true) = 'on' THEN
        EXECUTE entries || format(' INSERT INTO %I.ledger_period AS kept (organisation, scenario, unit, head, flow, by_month)
                                    SELECT DISTINCT $8, e.scenario, e.unit, e.head, e.flow, e.month IS NOT NULL FROM entry e WHERE e.amount <> 0
                                    ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = excluded.by_month WHERE kept.by_month <> excluded.by_month', schema)
            USING loaded, kind, given.names @> '{flow}', decimal_mark, sign, fiscal_year_start, scenario, organisation;
    END IF;
    EXECUTE entries || format($sql$
        , unit_added AS (
            INSERT INTO %1$I.unit (organisation, code, name)
            SELECT $8, e.unit, coalesce(min(e.unit_name), e.unit) FROM entry e GROUP BY e.unit ORDER BY e.unit
            ON CONFLICT DO NOTHING RETURNING 1
        ), head_added AS (
            INSERT INTO %1$I.budget_head (organisation, code, name)
            SELECT $8, e.head, coalesce(min(e.head_name), e.head) FROM entry e GROUP BY e.head ORDER BY e.head
            ON CONFLICT DO NOTHING RETURNING 1
        ), ledger_added AS (
            INSERT INTO %1$I.ledger (organisation, scenario, unit, head, account, activity, flow, month, amount)
            SELECT $8, e.scenario, e.unit, e.head, e.account, e.activity, e.flow, e.month, round(e.amount, 2)
            FROM entry e WHERE e.amount <> 0
            ORDER BY e.scenario COLLATE "C", e.unit COLLATE "C", e.head COLLATE "C", e.flow COLLATE "C", e.month, e.account, e.activity
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM unit_added) AS units, (SELECT count(*) FROM head_added) AS heads, (SELECT count(*) FROM ledger_added) AS entries$sql$, schema)
        INTO added USING loaded, kind, given.names @> '{flow}', decimal_mark, sign, fiscal_year_start, scenario, organisation;
    IF plan.rows > 0 THEN
        EXECUTE entries || format(' INSERT INTO %s (line, column_name, value, why, content)
                                    SELECT f.line, f.column_name, f.value, f.why, r.row FROM fault f JOIN unnest($1) WITH ORDINALITY AS r(row, line) ON r.line = f.line ORDER BY f.line, f.column_name', reject_table)
            USING loaded, kind, given.names @> '{flow}', decimal_mark, sign, fiscal_year_start, scenario, organisation;
    END IF;

    -- == Tell ==

    EXECUTE format('SELECT %1$s.told_suspicions($2::text, ''data_quality''::text, $5::text[], %1$s.load_suspicions($1::text, $2::text, $3::text, ''data_quality''::text, $4::jsonb))', extension_schema)
        INTO caused USING extension_schema, schema, organisation, plan.scenarios, suspicions;

    SELECT string_agg(format('%s: rows %s, amounts %s, cost %s, revenue %s, net %s', s.scenario, s.rows, s.entries, s.cost, s.revenue, s.cost - s.revenue), E'\n' ORDER BY s.number) INTO told
    FROM (SELECT s.*, row_number() OVER () AS number
          FROM jsonb_to_recordset(plan.scenarios) AS s(scenario text, entries bigint, rows bigint, cost numeric, revenue numeric)) s;
    RAISE NOTICE E'rows: %\n%\nnew in mart %: amounts %, units %, heads %\nleft out: %', cardinality(loaded), coalesce(told, 'nothing is loaded'), schema, added.entries, added.units, added.heads ||
        CASE WHEN removed > 0 THEN format('; amounts that were there and are replaced: %s', removed) ELSE '' END,
        CASE WHEN plan.rows > 0 THEN format('rows %s, which are in %s with why', plan.rows, reject_table) ELSE 'no rows' END
            || coalesce(E'\nless than 0, on the side where the mart has them: ' || plan.turned, '') || coalesce(E'\ncolumns that mean nothing here: ' || given.unknown, '') || caused;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_ledger(text, text, text, text, text, text, text, text, text, boolean, text) IS
'The part of load_ledger that runs the query, writes into the mart and tells what it did. Call that.';

CREATE FUNCTION @extschema@.load_ledger_as_owner(schema text, query text, scenario text, kind text, sign text, replace text, reject_table text, decimal_mark text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
    SET social_services.keys_are_noted = 'on'
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.store_ledger(schema, @extschema@.social_services_schema(), @extschema@.mart_organisation(schema, organisation), query, 'pg_catalog, pg_temp'::text, scenario,
                                    kind, sign, decimal_mark, replace::boolean, reject_table);
END;
COMMENT ON FUNCTION @extschema@.load_ledger_as_owner(text, text, text, text, text, text, text, text, text) IS
'The part of load_ledger that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.load_ledger(schema text, query text, scenario text DEFAULT '{kind}-{year}', kind text DEFAULT 'outcome', sign text DEFAULT 'flow', replace boolean DEFAULT false,
    reject text DEFAULT NULL, decimal_mark text DEFAULT ',', organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(mart.relation, '@extschema@.load_ledger_as_owner(text, text, text, text, text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, @extschema@.query_of_rows(query, pg_catalog.current_setting('search_path')), scenario, kind, sign, coalesce(replace, false)::text,
                                          meant.reject_table, decimal_mark, organisation])
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN @extschema@.load_query_arguments(schema, query, pg_catalog.current_setting('search_path'), 'such as unit, head, month and amount: ''SELECT unit, head, month, amount FROM export''.', decimal_mark, reject) AS meant(reject_table)
    CROSS JOIN @extschema@.ledger_load_arguments(scenario, kind, sign)
    WHERE @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.refuse_released_mart(schema) FROM @extschema@.social_mart(schema) AS mart(relation) WHERE NOT @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.store_ledger(schema, @extschema@.social_services_schema(), @extschema@.mart_organisation(schema, organisation), query, pg_catalog.current_setting('search_path'), scenario,
                                    kind, sign, decimal_mark, coalesce(replace, false), meant.reject_table)
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN @extschema@.load_query_arguments(schema, query, pg_catalog.current_setting('search_path'), 'such as unit, head, month and amount: ''SELECT unit, head, month, amount FROM export''.', decimal_mark, reject) AS meant(reject_table)
    CROSS JOIN @extschema@.ledger_load_arguments(scenario, kind, sign)
    WHERE NOT @extschema@.acts_for_owner(mart.relation);
END;
COMMENT ON PROCEDURE @extschema@.load_ledger(text, text, text, text, text, boolean, text, text, text) IS
'Loads the rows of a query into units, budget heads, scenarios and the ledger of a mart, all or nothing, with the caller''s rights, or those of the mart''s owner where the caller is another who could act as him; the query runs with the caller''s. Its columns are known by their names: unit, head, amount, and month (a date, or what parse_month reads; beside year also its number) or year (the fiscal year, for an amount of the whole of it); where they are there also unit_name, head_name, account, activity, flow (cost or revenue), kind and scenario. amount is a number, or text that parse_amount reads with decimal_mark. What is finer than unit, head, account, activity, flow and month is added up. Units, heads and scenarios that are not there are made; a supplement is not adopted until its day is known. scenario is the code of rows without their own, in which {kind} and {year} stand for the kind and fiscal year; kind is that of rows without one. sign is flow where costs and revenues are positive (without column flow all is cost), books where revenue is negative, and result where cost is; by these without column flow an account, or a head without one, is cost or revenue as it comes to: in the mart, in all scenarios but those that are replaced, else in the rows, so that a credit stays on the side of what it corrects. Rows that cannot be loaded are all told, with line, column, value and why, and nothing is loaded; with reject they go into that table, which is made where it is not there, and the others are loaded. With replace what is in the scenarios is removed first; without it they may have no amounts of the same months. organisation is the mart''s own where it is NULL. A NOTICE tells counts, sums, what was left out, and columns that mean nothing. Errors: 22000 for rows that cannot be loaded, more than two decimals, negative revenue by column flow, and negative cost and revenue without it; 42703 for a column that is missing, 42702 for two of one name; 02000 for no rows; 22023 for arguments that mean nothing; 23505 where amounts are there already; 3F000 for a schema that is no mart, 55000 for what is released of one; 42501 where the table that reject names belongs to another; those of the query and of the mart''s tables.';
