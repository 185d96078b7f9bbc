-- figure_rows: from a figure of a view to the rows that it is the sum of

-- It runs with the caller's rights and reads views, so that insiders see rows of the ledger (ledger_row) and nobody but the owner those of households.

-- Of which views which columns are sums of rows, and of which: side is whose rows (outcome, the budget in force, the first budget), part is
-- what of them counts, and span which months.
CREATE FUNCTION @extschema@.figure_sums(OUT view_name text, OUT figure text, OUT side text, OUT part text, OUT span text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
    SELECT v.name, side.name || part.suffix, side.name, part.name, 'year'::text
    FROM (VALUES ('budget_variance'::text), ('budget_rollup'::text), ('ledger_by_account'::text)) AS v(name)
    CROSS JOIN (VALUES ('budget'::text), ('outcome'::text)) AS side(name)
    CROSS JOIN (VALUES ('net_cost'::text, ''::text), ('cost'::text, '_cost'::text), ('revenue'::text, '_revenue'::text)) AS part(name, suffix)
    UNION ALL
    SELECT v.name, 'original_budget'::text, 'original'::text, 'net_cost'::text, 'year'::text
    FROM (VALUES ('budget_variance'::text), ('budget_rollup'::text)) AS v(name)
    UNION ALL
    SELECT v.name, 'outcome'::text || part.suffix, 'outcome'::text, part.name, 'month'::text
    FROM (VALUES ('monthly_outcome'::text), ('monthly_outcome_by_account'::text)) AS v(name)
    CROSS JOIN (VALUES ('net_cost'::text, ''::text), ('cost'::text, '_cost'::text), ('revenue'::text, '_revenue'::text)) AS part(name, suffix)
    UNION ALL
    SELECT 'budget_to_date'::text, side.name || part.suffix || side.ending, side.name, part.name, side.span
    FROM (VALUES ('outcome'::text, '_month'::text, 'month'::text), ('outcome'::text, '_to_date'::text, 'to date'::text), ('budget'::text, '_year'::text, 'year'::text)) AS side(name, ending, span)
    CROSS JOIN (VALUES ('net_cost'::text, ''::text), ('cost'::text, '_cost'::text), ('revenue'::text, '_revenue'::text)) AS part(name, suffix)
    UNION ALL
    SELECT 'caseload_by_month'::text, 'payments'::text, 'payments'::text, 'amount'::text, 'month'::text;
END;
COMMENT ON FUNCTION @extschema@.figure_sums() IS
'Which columns of the views of a mart are sums of rows, and of which rows. For figure_rows.';

CREATE FUNCTION @extschema@.rows_of_figure(schema text, extension_schema text, view_name text, figure text, key jsonb, side text, part text, span text, supported text,
    OUT table_name text, OUT row_data jsonb, OUT amount numeric) RETURNS SETOF record
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
#variable_conflict use_variable
DECLARE
    columns text[];
    stranger text;
    conditions text;
    found jsonb[];
    said jsonb;
    until date;
BEGIN
    IF side IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('column %L of view %L is not known as a sum of rows', figure, view_name),
            HINT = 'Ask for one of those that are: ' || supported || '. A variance is a budget minus an outcome: ask for each.';
    END IF;
    columns := ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = format('%I.%I', schema, view_name)::regclass AND a.attnum > 0);
    IF jsonb_typeof(key) = 'object' THEN
        SELECT k.name INTO stranger FROM jsonb_object_keys(key) AS k(name) WHERE k.name <> ALL (columns) ORDER BY k.name LIMIT 1;
    END IF;
    IF key IS NULL OR jsonb_typeof(key) <> 'object' OR stranger IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = CASE WHEN stranger IS NULL THEN 'key must be an object of JSON' ELSE format('view %I has no column %L', view_name, stranger) END,
            HINT = 'Name the row of the view by its columns: ''{"fiscal_year": 2023, "unit_code": "a", "head_code": "b"}''. It has ' || array_to_string(columns, ', ') || '.';
    END IF;
    SELECT coalesce(string_agg(CASE WHEN k.value IS NULL THEN format('v.%I IS NULL', k.name) ELSE format('v.%I = %L', k.name, k.value) END, ' AND '), 'true') INTO conditions
    FROM jsonb_each_text(key) AS k(name, value);
    EXECUTE format('SELECT array_agg(f.said) FROM (SELECT to_jsonb(v) AS said FROM %I.%I v WHERE %s LIMIT 2) f', schema, view_name, conditions) INTO found;
    IF found IS NULL OR cardinality(found) > 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = CASE WHEN found IS NULL THEN 'no_data_found' ELSE 'invalid_parameter_value' END,
            MESSAGE = format('view %I has %s row with %s', view_name, CASE WHEN found IS NULL THEN 'no' ELSE 'more than one' END, left(key::text, 300)),
            HINT = 'Name one row by as many of its columns as tell it from others, such as organisation, fiscal_year, scenario, month, unit_code and head_code.';
    END IF;
    said := found[1];
    -- What is not known is no sum.
    IF said ->> figure IS NULL THEN
        RETURN;
    END IF;
    until := (said ->> 'month')::date;

    IF side = 'payments' THEN
        IF NOT has_table_privilege(format('%I.support_payment', schema), 'SELECT') OR NOT has_table_privilege(format('%I.household_month', schema), 'SELECT') THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = 'rows about households are for the owner of the mart alone',
                HINT = 'Figures of the ledger lead to its rows for insiders too.';
        END IF;
        RETURN QUERY EXECUTE format('SELECT ''support_payment'', to_jsonb(p), p.amount FROM %1$I.support_payment p
                                     WHERE p.organisation = $1 AND p.unit = $2 AND p.month = $3 AND $4 = ''payments''
                                     UNION ALL
                                     SELECT ''household_month'', to_jsonb(r), r.payments FROM %1$I.household_month r
                                     WHERE r.organisation = $1 AND r.unit = $2 AND r.month = $3 AND $4 = ''reported''', schema)
            USING said ->> 'organisation', said ->> 'unit_code', until, said ->> 'source';
        RETURN;
    END IF;

    conditions := CASE WHEN said ? 'unit_level' THEN format('r.unit_code IN (SELECT t.code FROM %1$I.unit_tree t WHERE t.organisation = $1 AND t.fiscal_year = $2 AND t.ancestor_code = $3)
                                                            AND r.head_code IN (SELECT t.code FROM %1$I.head_tree t WHERE t.organisation = $1 AND t.fiscal_year = $2 AND t.ancestor_code = $4)', schema)
                       ELSE 'r.unit_code = $3 AND r.head_code = $4' END
        || CASE WHEN said ? 'account' THEN format(' AND r.account = %L AND r.activity = %L', said ->> 'account', said ->> 'activity') ELSE '' END
        || CASE part WHEN 'net_cost' THEN '' ELSE format(' AND r.flow = %L', part) END
        || CASE span WHEN 'month' THEN ' AND r.month = $6'
                     -- What is told for the whole year is known at its end.
                     WHEN 'to date' THEN ' AND (r.month <= $6 OR r.month IS NULL AND $6 + interval ''1 month'' > r.last_day)' ELSE '' END;
    RETURN QUERY EXECUTE CASE side
        -- An outcome's months after its as_of count nowhere.
        WHEN 'outcome' THEN
            format('SELECT ''ledger'', to_jsonb(r), r.%s FROM %I.ledger_row r
                    WHERE r.organisation = $1 AND r.fiscal_year = $2 AND r.scenario = $5 AND (r.scenario_kind <> ''outcome'' OR coalesce(r.month <= r.as_of, true)) AND %s
                    ORDER BY r.scenario, r.unit_code, r.head_code, r.flow, r.month, r.account, r.activity',
                   CASE part WHEN 'net_cost' THEN part ELSE 'amount' END, schema, conditions)
        ELSE
            -- The budget of a month is that in force on its last day.
            format('SELECT ''ledger'', to_jsonb(r), r.%1$s
                    FROM %2$I.budget_in_force d JOIN %2$I.ledger_row r ON r.organisation = d.organisation AND r.scenario = d.scenario
                    WHERE d.organisation = $1 AND d.fiscal_year = $2 AND %3$s AND %4$s
                    ORDER BY r.scenario, r.unit_code, r.head_code, r.flow, r.month, r.account, r.activity',
                   CASE part WHEN 'net_cost' THEN part ELSE 'amount' END, schema,
                   format(CASE side WHEN 'original' THEN 'd.is_original AND %1$s.in_force_on(%1$s.held_on($7, r.last_day), d.in_force_from, NULL::date)'
                                    ELSE '%1$s.in_force_on(%1$s.held_on($7, r.last_day), d.in_force_from, d.in_force_until)' END, extension_schema),
                   conditions) END
        USING said ->> 'organisation', (said ->> 'fiscal_year')::integer, said ->> 'unit_code', said ->> 'head_code', said ->> 'scenario', until,
              CASE WHEN until IS NULL THEN (said ->> 'as_of')::date ELSE (until + interval '1 month')::date - 1 END;
END
$function$;
COMMENT ON FUNCTION @extschema@.rows_of_figure(text, text, text, text, jsonb, text, text, text, text) IS
'The part of figure_rows that finds the row of the view and then the rows that it is the sum of. Call that.';

CREATE FUNCTION @extschema@.figure_rows(schema text, view_name text, figure text, key jsonb, OUT table_name text, OUT row_data jsonb, OUT amount numeric) RETURNS SETOF record
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
    SELECT said.table_name, said.row_data, said.amount
    FROM @extschema@.social_mart(schema) AS mart(relation)
    CROSS JOIN (SELECT string_agg(sums.view_name || '.'::text || sums.figure, ', '::text ORDER BY sums.view_name, sums.figure) FROM @extschema@.figure_sums() sums) AS known(figures)
    LEFT JOIN @extschema@.figure_sums() sum_of ON sum_of.view_name = figure_rows.view_name AND sum_of.figure = figure_rows.figure
    CROSS JOIN LATERAL @extschema@.rows_of_figure(schema, @extschema@.social_services_schema(), figure_rows.view_name, figure_rows.figure, key, sum_of.side, sum_of.part, sum_of.span, known.figures) said;
END;
COMMENT ON FUNCTION @extschema@.figure_rows(text, text, text, jsonb) IS
'The rows that a figure of a view of a mart is the sum of. key names the row of the view by its columns, as in {"fiscal_year": 2023, "is_latest": true, "unit_code": "a", "head_code": "b"}, and figure the column. table_name is ledger (row_data is then a row of view ledger_row), or support_payment or household_month for payments; amount is what the row adds to the figure, so that their sum is the figure: net cost, or the amount of a cost or revenue. Through the trees where the view adds up over them (budget_rollup), and over all decisions of the budget in force. No rows where the figure is NULL. It runs with the caller''s rights: insiders see rows of the ledger, the owner those of households as well. Of budget_variance, budget_rollup, ledger_by_account, monthly_outcome, monthly_outcome_by_account, budget_to_date (what is booked, and the year''s budget) and caseload_by_month. Errors: 0A000 for a column that is no sum of rows, with those that are; 22023 for a key that has other columns than the view or more than one row; 02000 where there is no row; 42501 without the right to see rows; 3F000 for a schema that is no mart.';
