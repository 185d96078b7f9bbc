-- load_kolada: figures of Kolada become key figures of a mart, and outcomes of its indicators

-- It runs with the caller's rights, or the owner's (load_as_owner). What a figure is measured in stands in the title of its definition, not beside it:
-- what no definition, no argument and no indicator says is refused, for 76.4 per cent is 0.764 and 76.4 kronor are 76.4.

CREATE FUNCTION @extschema@.kolada_measure(title text, OUT measure text, OUT counted text) RETURNS record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT (said.measure, CASE said.measure WHEN 'count'::text THEN nullif(btrim(pg_catalog.regexp_replace(said.last_clause, '\(.*\)\s*$'::text, ''::text)), ''::text) END)
            FROM (SELECT CASE WHEN title ~ '\(%\)|%\s*$'::text                             THEN 'percent'::text
                              WHEN title ~* 'ja\s*=\s*1|ja/nej'::text                       THEN 'yes_no'::text
                              WHEN title ~* '\mantal dagar\M|,\s*(antal )?dagar\s*$'::text   THEN 'days'::text
                              ELSE 'count'::text END AS measure,
                         (pg_catalog.regexp_match(title, ',\s*([^,]{1,40})$'::text))[1] AS last_clause
                  WHERE title IS NOT NULL) said);
COMMENT ON FUNCTION @extschema@.kolada_measure(text) IS
'What a key figure of Kolada is measured in, by its title: percent where it says (%), yes_no for Ja=1, days for antal dagar, else count of what its last part names: "Nettokostnad individ- och familjeomsorg, kr/inv" counts kr/inv. NULL for NULL. For load_kolada.';

CREATE FUNCTION @extschema@.store_kolada(schema text, extension_schema text, kolada jsonb, goal text, units jsonb, replace boolean, published_on date, add_organisations boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    items jsonb[];
    entries text;
    plan record;
    organisations bigint := 0;
    key_figures bigint := 0;
    figures bigint := 0;
    indicators bigint := 0;
BEGIN
    IF jsonb_typeof(units) <> 'object' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('units must be an object of key figures and what they are measured in, not %s', left(units::text, 60)),
            HINT = 'Say it as in units => ''{"N31807": "percent", "N30005": "kr/inv"}''.';
    END IF;
    EXECUTE format('SELECT array_agg(i.item ORDER BY i.number) FROM %s.kolada_items($1::jsonb) AS i', extension_schema) INTO items USING kolada;
    IF add_organisations THEN
        EXECUTE format('INSERT INTO %2$I.organisation (organisation, name)
                        SELECT f.municipality, coalesce(min(i.item ->> ''title''), f.municipality)
                        FROM (SELECT DISTINCT f.municipality FROM %1$s.kolada_figures($1) AS f WHERE f.municipality ~ ''^[0-9]{4}$'') f
                        LEFT JOIN unnest($1) AS i(item) ON i.item ->> ''id'' = f.municipality AND NOT i.item ? ''kpi''
                        WHERE NOT EXISTS (SELECT FROM %2$I.organisation o WHERE o.organisation = f.municipality)
                        GROUP BY f.municipality ORDER BY f.municipality', extension_schema, schema) USING items;
        GET DIAGNOSTICS organisations = ROW_COUNT;
    END IF;

    -- Each figure: whether the mart has a place for it, in which unit it comes, and what it is there.
    entries := format($sql$
        WITH definition AS MATERIALIZED (
            SELECT DISTINCT ON (i.item ->> 'id') i.item ->> 'id' AS code, i.item ->> 'title' AS title, i.item ->> 'description' AS description
            FROM unnest($1) WITH ORDINALITY AS i(item, number)
            WHERE i.item ? 'id' AND NOT i.item ? 'members' AND i.item ->> 'id' ~ '^[A-Z][0-9]' AND NOT i.item ? 'municipality' ORDER BY 1, i.number
        ), read AS MATERIALIZED (
            SELECT row_number() OVER () AS number, f.kpi, f.municipality, f.ou, f.period, f.gender, f.status,
                   CASE f.gender WHEN 'K' THEN 'women' WHEN 'M' THEN 'men' ELSE 'total' END AS breakdown,
                   CASE WHEN f.is_deleted THEN 'missing'
                        WHEN f.status ~* '^(priva|secre|sekret|confid)' THEN 'secret'
                        WHEN f.value IS NOT NULL THEN CASE WHEN f.status ~* '^prel' THEN 'preliminary' ELSE 'ok' END
                        WHEN f.status ~* 'applicable|relevant' THEN 'not_applicable'
                        ELSE 'missing' END AS kind,
                   CASE WHEN f.status !~* '^(|missing|priva.*|secre.*|sekret.*|confid.*|prel.*|not.?(applicable|relevant))$' THEN f.status END AS unknown_status,
                   f.value
            FROM %1$s.kolada_figures($1) AS f
        ), measured AS MATERIALIZED (
            -- What the argument says counts, then the title, then the mart.
            SELECT k.kpi, d.title, d.description, u.said, coalesce(u.said, known.unit_of_measure) AS unit_of_measure, known.code IS NOT NULL AS is_known, known.unit_of_measure AS known_unit
            FROM (SELECT DISTINCT r.kpi FROM read r) k
            LEFT JOIN definition d ON d.code = k.kpi
            LEFT JOIN %2$I.key_figure known ON known.code = k.kpi
            CROSS JOIN LATERAL %1$s.kolada_measure(d.title) AS m
            CROSS JOIN LATERAL (SELECT coalesce(nullif(btrim($3 ->> k.kpi), ''), CASE m.measure WHEN 'count' THEN coalesce(m.counted, 'number') ELSE m.measure END)) AS u(said)
        ), figure AS MATERIALIZED (
            SELECT r.*, m.title, m.description, u.unit_of_measure, m.is_known,
                   i.code IS NOT NULL AND i.key_figure IS NULL AS is_indicator, i.code IS NULL AND $2 IS NOT NULL AS is_new_indicator,
                   CASE WHEN r.ou IS NOT NULL THEN 'of organisational units' WHEN o.organisation IS NULL THEN 'of municipalities and groups that the mart does not have' END AS left_out,
                   CASE WHEN o.fiscal_year_start <> 1 THEN format('organisation "%%s" has fiscal years that do not begin in January, and figures of Kolada are of calendar years', r.municipality)
                        WHEN i.code IS NULL AND $2 IS NOT NULL AND g.code IS NULL THEN format('organisation "%%s" has no goal "%%s"', r.municipality, $2)
                        WHEN u.unit_of_measure IS NULL THEN format('%%s: nothing says what it is measured in', r.kpi)
                        WHEN (m.said = 'percent') <> (m.known_unit = 'percent') THEN format('%%s comes in %%s, and the key figure is measured in %%s', r.kpi, m.said, m.known_unit)
                        WHEN i.code IS NOT NULL AND (u.unit_of_measure = 'percent') <> (i.measure = 'percent')
                        THEN format('%%s comes in %%s, and the indicator is measured in %%s', r.kpi, u.unit_of_measure, i.measure) END AS fault,
                   CASE WHEN r.kind IN ('ok', 'preliminary') THEN CASE u.unit_of_measure WHEN 'percent' THEN r.value * 0.01 ELSE r.value END END AS outcome
            FROM read r
            JOIN measured m ON m.kpi = r.kpi
            LEFT JOIN %2$I.organisation o ON o.organisation = r.municipality AND r.ou IS NULL
            LEFT JOIN %2$I.indicator i ON i.organisation = o.organisation AND i.code = r.kpi
            LEFT JOIN %2$I.goal g ON g.organisation = o.organisation AND g.code = $2
            CROSS JOIN LATERAL (SELECT coalesce(m.unit_of_measure, CASE i.measure WHEN 'count' THEN coalesce(i.counted, 'number') ELSE i.measure END)) AS u(unit_of_measure)
        ), entry AS MATERIALIZED (
            -- The same figure on two pages is one.
            SELECT DISTINCT f.municipality, f.kpi, f.period, f.breakdown, f.outcome, f.kind, f.is_indicator OR f.is_new_indicator AS is_for_indicator
            FROM figure f WHERE f.left_out IS NULL
        ), compared AS MATERIALIZED (
            SELECT e.municipality, e.kpi, e.period, e.breakdown, e.outcome, e.why_no_outcome, v.outcome IS NOT NULL AND v.outcome IS DISTINCT FROM e.outcome AS is_other,
                   v.outcome IS NOT DISTINCT FROM e.outcome AND v.why_no_outcome IS NOT DISTINCT FROM e.why_no_outcome AND v.indicator IS NOT NULL AS is_same
            FROM (SELECT DISTINCT e.municipality, e.kpi, e.period, e.breakdown, e.outcome, CASE WHEN e.outcome IS NULL THEN e.kind END AS why_no_outcome FROM entry e WHERE e.is_for_indicator) e
            LEFT JOIN %2$I.indicator_value v ON v.organisation = e.municipality AND v.indicator = e.kpi AND v.fiscal_year = e.period AND v.breakdown = e.breakdown
            -- What was published since is newer.
            WHERE NOT EXISTS (SELECT FROM %2$I.key_figure_value k
                              WHERE k.organisation = e.municipality AND k.key_figure = e.kpi AND k.period_kind = 'year' AND k.unit IS NULL AND k.breakdown = e.breakdown
                                AND k.period_start = make_date(e.period, 1, 1) AND k.published_on > $4)
        )$sql$, extension_schema, schema);
    EXECUTE entries || $sql$
        SELECT (SELECT count(*) FROM figure) AS figures, (SELECT count(DISTINCT f.kpi) FROM figure f) AS key_figures, (SELECT count(DISTINCT coalesce(f.ou, f.municipality)) FROM figure f) AS places,
               (SELECT min(f.period) FROM figure f) AS first_year, (SELECT max(f.period) FROM figure f) AS last_year,
               (SELECT string_agg(DISTINCT f.fault, E'\n') FROM figure f WHERE f.left_out IS NULL AND f.fault IS NOT NULL) AS faults,
               (SELECT string_agg(format('%s of %s, %s, %s: %s', d.kpi, d.municipality, d.period, d.breakdown, d.outcomes), E'\n')
                FROM (SELECT e.kpi, e.municipality, e.period, e.breakdown, string_agg(coalesce(trim_scale(e.outcome)::text, e.kind), ' and ' ORDER BY e.outcome) AS outcomes
                      FROM entry e GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 ORDER BY 1, 2, 3, 4 LIMIT 20) d) AS doubled,
               (SELECT string_agg(format('%s of %s, %s, %s', c.kpi, c.municipality, c.period, c.breakdown), E'\n')
                FROM (SELECT * FROM compared WHERE is_other ORDER BY kpi, municipality, period, breakdown LIMIT 20) c) AS others,
               (SELECT count(*) FROM compared c WHERE c.is_other) AS replaced, (SELECT count(*) FROM compared c WHERE c.is_same) AS unchanged, (SELECT count(*) FROM compared c) AS outcomes,
               (SELECT count(*) FROM entry) AS entries,
               (SELECT string_agg(format('%s %s', k.figures, replace(k.kind, '_', ' ')), ', ' ORDER BY k.kind)
                FROM (SELECT e.kind, count(*) AS figures FROM entry e WHERE e.outcome IS NULL GROUP BY 1) k) AS without,
               (SELECT count(*) FROM entry e WHERE e.kind = 'preliminary') AS preliminary,
               (SELECT string_agg(DISTINCT f.unknown_status, ', ') FROM figure f) AS unknown_statuses,
               (SELECT string_agg(format('%s %s (%s)', l.figures, l.left_out, l.told), '; ' ORDER BY l.left_out)
                FROM (SELECT f.left_out, count(*) AS figures, left(string_agg(DISTINCT coalesce(f.ou, f.municipality), ', '), 200) AS told
                      FROM figure f WHERE f.left_out IS NOT NULL GROUP BY f.left_out) l) AS left_out$sql$
        INTO plan USING items, goal, units, published_on;
    IF plan.figures = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = 'there are no figures of Kolada in it',
            HINT = 'Pass what https://api.kolada.se/v3/data/kpi/N30005/municipality/1281 returns; definitions may stand in the same array, but alone say nothing.';
    ELSIF plan.faults IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = 'figures of Kolada cannot be loaded as they are',
            DETAIL = plan.faults,
            HINT = CASE WHEN plan.faults !~ 'nothing says' THEN 'Nothing was loaded. Make the goal, correct the measure of the indicator, or leave these figures out.'
                        ELSE 'Nothing was loaded. Pass the definitions (https://api.kolada.se/v3/kpi/...) in the same array, whose titles say what is per cent, or say it: units => ''{"N31807": "percent", "N30005": "kr/inv"}''.' END;
    ELSIF plan.doubled IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = 'figures of Kolada stand there twice, and differ',
            DETAIL = plan.doubled,
            HINT = 'Nothing was loaded. Pass the pages of one day.';
    ELSIF plan.replaced > 0 AND NOT replace THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('%s outcomes of indicators are there already, and are others', plan.replaced),
            DETAIL = plan.others,
            HINT = 'Nothing was loaded. With replace => true those of Kolada take their place; targets stay as they are.';
    END IF;

    EXECUTE entries || format($sql$
        INSERT INTO %I.key_figure (code, name, unit_of_measure, source, definition)
        SELECT DISTINCT ON (f.kpi) f.kpi, coalesce(f.title, f.kpi), f.unit_of_measure, 'Kolada', f.description
        FROM figure f WHERE f.left_out IS NULL AND NOT f.is_known ORDER BY f.kpi, f.number$sql$, schema) USING items, goal, units, published_on;
    GET DIAGNOSTICS key_figures = ROW_COUNT;
    -- What was published before stays; what is as it was published last is no revision.
    EXECUTE entries || format($sql$
        INSERT INTO %1$I.key_figure_value (organisation, key_figure, period_kind, period_start, breakdown, value, status, published_on)
        SELECT e.municipality, e.kpi, 'year', make_date(e.period, 1, 1), e.breakdown, e.outcome, e.kind, $4
        FROM entry e
        LEFT JOIN LATERAL (SELECT v.value, v.status FROM %1$I.key_figure_value v
                           WHERE v.organisation = e.municipality AND v.key_figure = e.kpi AND v.period_kind = 'year' AND v.unit IS NULL AND v.breakdown = e.breakdown
                             AND v.period_start = make_date(e.period, 1, 1) AND v.published_on <= $4
                           ORDER BY v.published_on DESC LIMIT 1) last ON true
        WHERE last.status IS NULL OR last.status <> e.kind OR last.value IS DISTINCT FROM e.outcome
        ORDER BY e.municipality COLLATE "C", e.kpi COLLATE "C", e.breakdown, e.period
        ON CONFLICT ON CONSTRAINT key_figure_value_has_one_row_a_period_and_day_published DO UPDATE SET value = EXCLUDED.value, status = EXCLUDED.status, numerator = NULL, denominator = NULL, n = NULL$sql$, schema)
        USING items, goal, units, published_on;
    GET DIAGNOSTICS figures = ROW_COUNT;
    IF goal IS NOT NULL THEN
        EXECUTE entries || format($sql$
            INSERT INTO %I.indicator (organisation, code, goal, name, measure, counted)
            SELECT DISTINCT ON (f.municipality, f.kpi) f.municipality, f.kpi, $2, coalesce(f.title, f.kpi), CASE WHEN f.unit_of_measure IN ('percent', 'days', 'yes_no') THEN f.unit_of_measure ELSE 'count' END,
                   CASE WHEN f.unit_of_measure NOT IN ('percent', 'days', 'yes_no', 'number') THEN f.unit_of_measure END
            FROM figure f WHERE f.left_out IS NULL AND f.is_new_indicator ORDER BY f.municipality, f.kpi, f.number$sql$, schema)
            USING items, goal, units, published_on;
        GET DIAGNOSTICS indicators = ROW_COUNT;
    END IF;
    -- Indicators that were there, and those made just now.
    EXECUTE entries || format($sql$
        INSERT INTO %I.indicator_value AS v (organisation, indicator, fiscal_year, breakdown, outcome, why_no_outcome)
        SELECT c.municipality, c.kpi, c.period, c.breakdown, c.outcome, c.why_no_outcome
        FROM compared c WHERE NOT c.is_same ORDER BY c.municipality COLLATE "C", c.kpi COLLATE "C", c.period, c.breakdown
        ON CONFLICT (organisation, indicator, fiscal_year, breakdown) DO UPDATE SET outcome = EXCLUDED.outcome, why_no_outcome = EXCLUDED.why_no_outcome, as_of = NULL$sql$, schema)
        USING items, goal, units, published_on;

    RAISE NOTICE E'figures: %, of key figures %, places %, years % to %\nnew in mart %: figures % (published %), key figures %, organisations %; figures that are as they were: %\nindicators: outcomes %, indicators %; replaced %, as they were %\nwithout a figure: %; preliminary: %\nleft out: %',
        plan.figures, plan.key_figures, plan.places, plan.first_year, plan.last_year,
        schema, figures, published_on, key_figures, organisations, plan.entries - figures, plan.outcomes - plan.unchanged - plan.replaced, indicators, plan.replaced, plan.unchanged,
        coalesce(plan.without, 'none'), plan.preliminary,
        coalesce(plan.left_out || CASE WHEN add_organisations THEN '' ELSE '; add_organisations => true makes organisations of municipalities' END, 'no figures') || coalesce(E'\nstatuses that are not known: ' || plan.unknown_statuses, '');
END
$function$;
COMMENT ON FUNCTION @extschema@.store_kolada(text, text, jsonb, text, jsonb, boolean, date, boolean) IS
'The part of load_kolada that writes into the mart and tells what it did. Call that.';

CREATE FUNCTION @extschema@.load_kolada_as_owner(schema text, kolada text, goal text, units text, replace text, published_on text, add_organisations text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.store_kolada(schema, @extschema@.social_services_schema(), kolada::jsonb, goal, units::jsonb, replace::boolean, published_on::date, add_organisations::boolean);
END;
COMMENT ON FUNCTION @extschema@.load_kolada_as_owner(text, text, text, text, text, text, text) IS
'The part of load_kolada that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.load_kolada(schema text, kolada jsonb, goal text DEFAULT NULL, units jsonb DEFAULT NULL, replace boolean DEFAULT false, published_on date DEFAULT NULL, add_organisations boolean DEFAULT false)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(mart.relation, '@extschema@.load_kolada_as_owner(text, text, text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, kolada::text, goal, units::text, coalesce(replace, false)::text, pg_catalog.to_char(coalesce(published_on, CURRENT_DATE)::timestamp, 'YYYY-MM-DD'::text),
                                          coalesce(add_organisations, false)::text])
    FROM @extschema@.social_mart(schema) AS mart(relation)
    WHERE @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.refuse_released_mart(schema) FROM @extschema@.social_mart(schema) AS mart(relation) WHERE NOT @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.store_kolada(schema, @extschema@.social_services_schema(), kolada, goal, units, coalesce(replace, false), coalesce(published_on, CURRENT_DATE), coalesce(add_organisations, false))
    FROM @extschema@.social_mart(schema) AS mart(relation)
    WHERE NOT @extschema@.acts_for_owner(mart.relation);
END;
COMMENT ON PROCEDURE @extschema@.load_kolada(text, jsonb, text, jsonb, boolean, date, boolean) IS
'Loads figures of Kolada''s API (2 or 3; a response, or an array of pages, with definitions and municipalities where you have them) into key figures of a mart, and into its indicators whose codes are those of Kolada (N31807) and which take their outcome from no key figure; for each municipality that is an organisation of the mart, all or nothing, with the caller''s rights, or those of the mart''s owner where the caller is another who could act as him. With add_organisations, municipalities that are not there become organisations. With goal, indicators that are not there are made under it, with at_least as direction until you say otherwise. A figure in per cent is divided by 100. What a figure is measured in say units (key figure: percent, days, yes_no, or what is counted, such as kr/inv), else the title of its definition, else the key figure or indicator that is there. Women and men go into breakdown; a figure that is secret, missing, not applicable or taken back is kept as such. A key figure that differs from what was published last is a revision of published_on, today where it is NULL; what was published before stays. Outcomes of indicators that are there and are others are refused unless replace is true; targets stay. Figures of other municipalities, of groups and of organisational units are left out. A NOTICE tells counts, what was left out and statuses that are not known, which count as nothing said. Errors: 22000 for what is no response, pages that are missing, figures that differ from each other, an unknown unit and one that the mart does not measure in; 22023 for units that are no object; 02000 for no figures; 23505 where outcomes are others; 3F000 for a schema that is no mart, 55000 for what is released of one; those of the mart''s tables.';
