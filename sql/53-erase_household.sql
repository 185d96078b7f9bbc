-- erase_household: a household that must be forgotten: nothing is known of it any more, and the sums that readers have seen stay

CREATE FUNCTION @extschema@.forget_household(schema text, released_schema text, household text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    relation text;
    rows bigint;
    deleted bigint := 0;
    shown bigint := 0;
    -- No pseudonym: those are of households.
    nobody bigint;
BEGIN
    IF household IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'household must not be NULL',
            HINT = format('Write for example CALL erase_household(%L, 4711).', schema);
    END IF;
    -- Not while a release looks at it.
    EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', schema) USING organisation;
    EXECUTE format('SELECT least(min(r.household), 0) - 1 FROM %I.released_household r WHERE r.organisation = $1', schema) INTO nobody USING organisation;
    EXECUTE format('UPDATE %I.released_household r SET household = $3, is_erased = true WHERE r.organisation = $1 AND r.household = $2', schema) USING organisation, household::bigint, nobody;
    GET DIAGNOSTICS shown = ROW_COUNT;
    -- What the books have of it stays in them: of those months the next release tells nothing that they have beside the payments.
    EXECUTE format('INSERT INTO %1$I.released_household (organisation, month, household, unit, class, is_shown, is_erased)
                    SELECT $1, p.month, $3, min(coalesce(u.shown_as, u.code)), 0, false, true
                    FROM %1$I.support_payment p JOIN %1$I.unit u ON u.organisation = $1 AND u.code = p.unit
                    WHERE p.organisation = $1 AND p.household = $2 GROUP BY p.month
                    ON CONFLICT DO NOTHING', schema) USING organisation, household::bigint, nobody;
    FOREACH relation IN ARRAY '{support_payment,household_fact,household_member,release_change}'::text[] LOOP
        EXECUTE format('DELETE FROM %I.%I t WHERE t.organisation = $1 AND t.household = $2', schema, relation) USING organisation, household::bigint;
        GET DIAGNOSTICS rows = ROW_COUNT;
        deleted := deleted + rows;
    END LOOP;
    IF shown > 0 THEN
        EXECUTE format('UPDATE %I.released_past p SET household = $3 WHERE p.organisation = $1 AND p.household = $2', schema) USING organisation, household::bigint, nobody;
        EXECUTE format('UPDATE %I.support_payment p SET household = $3 WHERE p.organisation = $1 AND p.household = $2', released_schema) USING organisation, household::bigint, nobody;
    ELSIF deleted = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation %L of mart %I has no household %s', organisation, schema, household),
            HINT = 'Give its pseudonym, as it stands in support_payment.';
    END IF;
    RAISE NOTICE 'a household of organisation % is forgotten; rows about it that are deleted: %; months in which readers saw it in sums, and which are nobody''s now: %', organisation, deleted, shown;
    RAISE NOTICE 'what summaries keep of it goes with CALL refresh_social_mart(%)%', quote_literal(schema), CASE WHEN shown > 0 THEN format(' and CALL refresh_social_mart(%L)', released_schema) ELSE '' END;
END
$function$;
COMMENT ON FUNCTION @extschema@.forget_household(text, text, text, text) IS
'The part of erase_household that deletes. Call that.';

CREATE FUNCTION @extschema@.erase_household_as_owner(schema text, household text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.forget_household(schema, @extschema@.released_mart(schema, NULL::text), household, @extschema@.mart_organisation(schema, organisation));
END;
COMMENT ON FUNCTION @extschema@.erase_household_as_owner(text, text, text) IS
'The part of erase_household that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.erase_household(schema text, household bigint, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.erase_household_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, household::text, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.erase_household(text, bigint, text) IS
'Forgets a household of an organisation (by default the mart''s own), given by its pseudonym: its payments, facts and members are deleted. What readers have seen of it in sums stays there, or the difference would be its own; there nothing points to it any more, and no later correction concerns it. Episodes and case events are of persons, by pseudonyms of their own: delete those yourself. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22004 for NULL, 22023 for a household that is not there and an unknown organisation, 55000 for a released mart, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
