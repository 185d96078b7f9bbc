-- disclosure_check: what could be told of few households from what readers see

CREATE FUNCTION @extschema@.disclosures(schema text, released_mart text, extension_schema text, OUT organisation text, OUT rule text, OUT unit_code text, OUT month date, OUT households bigint, OUT detail text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
#variable_conflict use_column
DECLARE
    minimum integer;
    released_from text;
    readers text;
    shown text := schema;
BEGIN
    IF to_regclass(format('%I.released_month', schema)) IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_schema_name',
            MESSAGE = format('schema %I is not a mart of this version', schema),
            HINT = format('CALL upgrade_social_mart(%L) brings it to this version.', schema);
    END IF;
    EXECUTE format('SELECT m.minimum_group, m.released_from FROM %I.mart m', schema) INTO minimum, released_from;
    EXECUTE format('SELECT string_agg(DISTINCT quote_ident(r.role), '', '') FROM %1$I.view_reader() r WHERE NOT r.is_insider', schema) INTO readers;
    IF released_from IS NULL AND readers IS NOT NULL THEN
        RETURN QUERY EXECUTE format('SELECT NULL::text, ''reader_of_exact_views''::text, NULL::text, NULL::date, NULL::bigint, $1
                                     WHERE EXISTS (SELECT FROM %1$I.support_payment) OR EXISTS (SELECT FROM %1$I.household_month)', schema)
            USING format('%s can read every unit and month of mart %I as it is: upgrade_social_mart(schema, readers => ...) says what they are to read', readers, schema);
    ELSIF released_from IS NULL AND released_mart IS NOT NULL THEN
        shown := released_mart;
    ELSIF released_from IS NULL THEN
        -- Nobody is shown anything.
        RETURN;
    END IF;

    RETURN QUERY EXECUTE format('
        WITH paid AS (
            SELECT p.organisation, p.unit, p.month, p.household, sum(p.amount) AS amount FROM %1$I.support_payment p GROUP BY 1, 2, 3, 4
        ), ranked AS (
            SELECT paid.*, row_number() OVER (PARTITION BY organisation, unit, month ORDER BY abs(amount) DESC) AS place FROM paid
        ), cell AS (
            SELECT organisation, unit, month, count(*) AS households, count(*) FILTER (WHERE amount <> 0) AS with_amount, count(*) FILTER (WHERE amount > 0) AS supported,
                   %2$s.one_has_most(sum(abs(amount)), max(abs(amount)), coalesce(max(abs(amount)) FILTER (WHERE place = 2), 0)) AS one_has_most
            FROM ranked GROUP BY organisation, unit, month
            UNION ALL
            SELECT r.organisation, r.unit, r.month, r.households, r.households, r.households, false
            FROM %1$I.household_month r
            WHERE r.households > 0 AND NOT EXISTS (SELECT FROM %1$I.support_payment p WHERE p.organisation = r.organisation AND p.unit = r.unit AND p.month = r.month)
        )
        SELECT organisation, CASE WHEN households < $1 THEN ''few_households'' WHEN supported BETWEEN 1 AND $1 - 1 THEN ''few_supported''
                                  -- Who has nothing left hides nobody.
                                  WHEN with_amount BETWEEN 1 AND $1 - 1 THEN ''few_households'' ELSE ''one_has_most'' END,
               unit, month, CASE WHEN households < $1 THEN households WHEN supported BETWEEN 1 AND $1 - 1 THEN supported WHEN with_amount BETWEEN 1 AND $1 - 1 THEN with_amount ELSE households END,
               CASE WHEN households < $1 THEN ''a figure is about fewer than '' || $1
                    WHEN supported BETWEEN 1 AND $1 - 1 THEN ''fewer than '' || $1 || '' get support, the others pay back''
                    WHEN with_amount BETWEEN 1 AND $1 - 1 THEN ''a figure is about fewer than '' || $1 || '' who have anything left of it''
                    ELSE ''without the two largest payments less than a fifth of the largest is left'' END
        FROM cell
        WHERE households < $1 OR supported BETWEEN 1 AND $1 - 1 OR with_amount BETWEEN 1 AND $1 - 1 OR one_has_most
        ORDER BY 1, 4, 3', shown, extension_schema) USING minimum;
    -- Where the months before come from is kept by the mart that is written to.
    IF shown <> schema THEN
        RETURN QUERY EXECUTE format('
            SELECT organisation, ''difference_of_releases''::text, min(unit), month, count(*), ''so few have been in the same figures in all releases''::text
            FROM (SELECT organisation, month, unit, 1 AS figure, class FROM %1$I.released_household WHERE class > 0
                  UNION ALL
                  SELECT organisation, month, unit, 2, supported_class FROM %1$I.released_household WHERE supported_class IS NOT NULL) of_figure
            GROUP BY organisation, month, figure, class HAVING count(*) < $1
            ORDER BY 1, 4, 3', schema) USING minimum;
        RETURN QUERY EXECUTE format('
            SELECT past.organisation, ''difference_of_releases''::text, side.unit, past.month, count(*), ''so few are shown otherwise than the release until '' || to_char(past.last_release::timestamp, ''YYYY-MM'') || '' did''
            FROM %1$I.live_released_past past
            LEFT JOIN %1$I.released_household now ON now.organisation = past.organisation AND now.month = past.month AND now.household = past.household AND now.is_shown
            LEFT JOIN %1$I.unit ON unit.organisation = now.organisation AND unit.code = now.unit
            LEFT JOIN %2$I.support_payment p ON p.organisation = past.organisation AND p.month = past.month AND p.household = past.household
            CROSS JOIN LATERAL (SELECT past.unit UNION SELECT coalesce(unit.shown_as, unit.code)) side
            WHERE side.unit IS NOT NULL AND (past.unit, past.amount) IS DISTINCT FROM (coalesce(unit.shown_as, unit.code), p.amount)
            GROUP BY past.organisation, side.unit, past.month, past.last_release HAVING count(*) < $1
            ORDER BY 1, 4, 3', schema, shown) USING minimum;
        RETURN QUERY EXECUTE format('
            SELECT DISTINCT l.organisation, ''ledger_by_unit''::text, l.unit, l.month, NULL::bigint, ''head "'' || l.head || ''" is about households, and shown by a unit that they are not shown by''
            FROM %2$I.ledger l
            JOIN %2$I.scenario s ON s.organisation = l.organisation AND s.code = l.scenario AND s.kind = ''outcome''
            JOIN %1$I.live_shown_head h ON h.organisation = l.organisation AND h.head = l.head AND h.is_about
            WHERE l.amount <> 0
              AND EXISTS (SELECT FROM %1$I.support_payment p WHERE p.organisation = l.organisation AND p.unit = l.unit AND p.month = l.month)
              AND NOT EXISTS (SELECT FROM %2$I.support_payment p WHERE p.organisation = l.organisation AND p.unit = l.unit AND p.month = l.month)
            ORDER BY 1, 4, 3', schema, shown);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.disclosures(text, text, text) IS
'What disclosure_check finds in a mart that has this released mart, or NULL. Call that.';

CREATE FUNCTION @extschema@.disclosure_check_as_owner(schema text) RETURNS text
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(found.*), '[]'::jsonb)::text FROM @extschema@.disclosures(schema, @extschema@.released_mart(schema, NULL::text), @extschema@.social_services_schema()) found;
END;
COMMENT ON FUNCTION @extschema@.disclosure_check_as_owner(text) IS
'The part of disclosure_check that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION @extschema@.disclosure_check(schema text, OUT organisation text, OUT rule text, OUT unit_code text, OUT month date, OUT households bigint, OUT detail text) RETURNS SETOF record
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT found.organisation, found.rule, found.unit_code, found.month, found.households, found.detail
    FROM jsonb_to_recordset(@extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.disclosure_check_as_owner(text)'::regprocedure, ARRAY[schema])::jsonb)
         AS found(organisation text, rule text, unit_code text, month date, households bigint, detail text);
END;
COMMENT ON FUNCTION @extschema@.disclosure_check(text) IS
'What could be told of few households from what readers of a mart see; no rows where nothing can. Of the mart that is written to it looks at what was released of it and at the releases; where readers have been let into that mart itself, at all of it. rule: reader_of_exact_views, a reader of the mart itself; few_households and few_supported, a figure of a unit and month about fewer than mart.minimum_group, or of which fewer get support; one_has_most, where the total without the two largest is less than a fifth of the largest; difference_of_releases, fewer than the minimum have been in the same figures in all releases, or are shown otherwise than in some release, so that one figure subtracted from another is theirs; ledger_by_unit, a head about households by a unit that is shown with others. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
