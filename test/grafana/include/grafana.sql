-- What Grafana does to a query before it sends it: variables in the browser, then macros in the server.

CREATE FUNCTION pg_temp.quoted(value text) RETURNS text LANGUAGE sql AS $$ SELECT '''' || replace(value, '''', '''''') || '''' $$;

-- A state is {name: {"value": [...], "text": ..., "multi": ...}}.
CREATE FUNCTION pg_temp.with_variables(statement text, state jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    name text;
    format text;
    chosen jsonb;
    replacement text;
BEGIN
    FOR name, format IN SELECT DISTINCT m[1], m[2] FROM regexp_matches(statement, '\$\{(\w+)(?::(\w+))?\}', 'g') AS m LOOP
        chosen := state->name;
        IF chosen IS NULL THEN
            RAISE EXCEPTION 'there is no variable %', name;
        END IF;
        IF format = 'sqlstring' OR format IS NULL AND (chosen->>'multi')::boolean THEN
            SELECT coalesce(string_agg(pg_temp.quoted(v), ',' ORDER BY place), '''''') INTO replacement
            FROM jsonb_array_elements_text(chosen->'value') WITH ORDINALITY AS list(v, place);
        ELSIF format = 'raw' THEN
            replacement := coalesce(chosen#>>'{value,0}', '');
        ELSIF format IS NULL THEN
            replacement := coalesce(replace(chosen#>>'{value,0}', '''', ''''''), '');
        ELSE
            RAISE EXCEPTION 'unexpected format %', format;
        END IF;
        statement := replace(statement, '${' || name || coalesce(':' || format, '') || '}', replacement);
    END LOOP;
    RETURN statement;
END $$;

CREATE FUNCTION pg_temp.with_macros(statement text, from_time text, to_time text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    call text[];
BEGIN
    FOR call IN SELECT DISTINCT ARRAY[m[1], m[2], m[3]] FROM regexp_matches(statement, '(\$([_a-zA-Z0-9]+)\(([^)]*)\))', 'g') AS m LOOP
        statement := replace(statement, call[1], CASE call[2]
            WHEN '__timeFilter' THEN format('%s BETWEEN %s AND %s', call[3], pg_temp.quoted(from_time), pg_temp.quoted(to_time))
            WHEN '__timeFrom'   THEN pg_temp.quoted(from_time)
            WHEN '__timeTo'     THEN pg_temp.quoted(to_time) END);
    END LOOP;
    RETURN statement;
END $$;

-- What was sent and answered: variables ask the same again and again. Emptied when rows change.
CREATE TEMP TABLE sent_before (sent text PRIMARY KEY, answer jsonb);

-- Runs a query as the reader: {"columns": [{"name", "category"}], "rows": [...]} or {"error": ...}.
CREATE FUNCTION pg_temp.ask(query text, state jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
<<ask>>
DECLARE
    sent text;
    answer jsonb;
    column_list jsonb;
    row_list jsonb;
BEGIN
    sent := pg_temp.with_macros(pg_temp.with_variables(query, state), coalesce(state#>>'{from,value,0}', '2021-01-01T00:00:00Z'),
                                coalesce(state#>>'{to,value,0}', '2024-12-31T23:59:59.999Z'));
    IF sent IS NULL OR position('$' IN sent) > 0 THEN
        RETURN jsonb_build_object('error', 'not all could be replaced: ' || coalesce(sent, query));
    END IF;
    SELECT b.answer INTO answer FROM sent_before b WHERE b.sent = ask.sent;
    IF FOUND THEN
        RETURN answer;
    END IF;
    PERFORM set_config('role', 'lund_reader', true);
    EXECUTE 'CREATE TEMP VIEW asked AS ' || sent;
    SELECT jsonb_agg(jsonb_build_object('name', attname, 'category', typcategory) ORDER BY attnum) INTO column_list
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = 'pg_temp.asked'::regclass AND attnum > 0;
    SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') INTO row_list FROM pg_temp.asked AS a;
    DROP VIEW pg_temp.asked;
    PERFORM set_config('role', 'none', true);
    answer := jsonb_build_object('columns', column_list, 'rows', row_list);
    INSERT INTO sent_before VALUES (sent, answer);
    RETURN answer;
EXCEPTION WHEN OTHERS THEN -- The role goes back with the rest.
    RETURN jsonb_build_object('error', SQLERRM || ': ' || coalesce(sent, query));
END $$;

-- The options of a variable, [{"text", "value"}, ...].
CREATE FUNCTION pg_temp.options(query text, state jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    answer jsonb := pg_temp.ask(query, state);
    first_column text := answer#>>'{columns,0,name}';
BEGIN
    IF answer ? 'error' THEN
        RAISE EXCEPTION '%', answer->>'error';
    END IF;
    RETURN coalesce((SELECT jsonb_agg(jsonb_build_object('text', coalesce(r->>'__text', r->>first_column), 'value', coalesce(r->>'__value', r->>first_column))
                                      ORDER BY place)
                     FROM jsonb_array_elements(answer->'rows') WITH ORDINALITY AS list(r, place)), '[]');
END $$;

-- Chooses a value for each variable: the one wanted, else the file's, else the first; of several all.
CREATE FUNCTION pg_temp.open_dashboard(wanted jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    state jsonb := '{}';
    v record;
    options jsonb;
    chosen jsonb;
BEGIN
    FOR v IN SELECT * FROM variable ORDER BY place LOOP
        options := pg_temp.options(v.query, state);
        IF wanted ? v.name THEN
            chosen := (SELECT jsonb_agg(w) FROM jsonb_array_elements(wanted->v.name) AS w);
        ELSIF v.multi THEN
            chosen := (SELECT jsonb_agg(o->'value') FROM jsonb_array_elements(options) AS o);
        ELSE
            chosen := jsonb_build_array(coalesce((SELECT o->'value' FROM jsonb_array_elements(options) AS o WHERE o->'value' = v.current->'value'),
                                                 options#>'{0,value}', '""'));
        END IF;
        state := state || jsonb_build_object(v.name, jsonb_build_object('value', coalesce(chosen, '[]'), 'multi', v.multi, 'options', options, 'text',
                                             (SELECT o->'text' FROM jsonb_array_elements(options) AS o WHERE o->'value' = chosen->0)));
    END LOOP;
    RETURN state;
END $$;

-- The first error of a variable's query, or NULL.
CREATE FUNCTION pg_temp.ask_variables(state jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.ask(query, state)->>'error' AS error FROM variable WHERE pg_temp.ask(query, state) ? 'error' ORDER BY place LIMIT 1
$$;

-- Every year and scenario of each mart, and one unit; in one mart none, one that nobody has, and other times.
CREATE FUNCTION pg_temp.other_states() RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
DECLARE
    mart text;
    opened jsonb;
    year text;
    value text;
BEGIN
    FOREACH mart IN ARRAY ARRAY['lund', 'synthetic_released', quote_ident('Empty mart, O''Hara "100 %_"')] LOOP
        opened := pg_temp.open_dashboard(jsonb_build_object('schema', jsonb_build_array(mart)));
        RETURN NEXT opened;
        FOR year IN SELECT o->>'value' FROM jsonb_array_elements(opened#>'{year,options}') AS o LOOP
            opened := pg_temp.open_dashboard(jsonb_build_object('schema', jsonb_build_array(mart),
                                                                'year', jsonb_build_array(year)));
            FOR value IN SELECT o->>'value' FROM jsonb_array_elements(opened#>'{scenario,options}') AS o LOOP
                RETURN NEXT jsonb_set(opened, '{scenario,value}', jsonb_build_array(value));
            END LOOP;
        END LOOP;
        FOREACH value IN ARRAY ARRAY[opened#>>'{unit,options,0,value}', opened#>>'{unit,options,-1,value}'] || CASE mart WHEN 'lund' THEN ARRAY['O''Brien', E'back\\slash'] END LOOP
            RETURN NEXT jsonb_set(opened, '{unit,value}', jsonb_build_array(value));
        END LOOP;
        CONTINUE WHEN mart <> 'lund';
        RETURN NEXT jsonb_set(opened, '{unit,value}', '[]');
        RETURN NEXT opened || '{"from": {"value": ["1999-12-31T23:00:00.000Z"]}, "to": {"value": ["2000-01-31T22:59:59.123Z"]}}';
    END LOOP;
END $$;

CREATE FUNCTION pg_temp.is_ascending(row_list jsonb, name text) RETURNS boolean LANGUAGE sql AS $$
    SELECT coalesce(bool_and(value > before), true)
    FROM (SELECT r->>name AS value, lag(r->>name) OVER (ORDER BY place) AS before
          FROM jsonb_array_elements(row_list) WITH ORDINALITY AS list(r, place)) AS pairs WHERE before IS NOT NULL
$$;

-- The figure of a panel, as it opens unless another is said: of its only row, or of the row whose first column is as said.
CREATE FUNCTION pg_temp.figure(panel_title text, name text, first_column text DEFAULT '%', of text DEFAULT '2022') RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT (r->>name)::numeric FROM answer AS a, jsonb_array_elements(a.answer->'rows') AS r
            WHERE a.of = figure.of AND title LIKE panel_title || ' (${%' AND r->>(a.answer#>>'{columns,0,name}') LIKE first_column);
END $$;
