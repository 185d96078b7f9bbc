-- group_small_units: decides which units readers see together

CREATE FUNCTION @extschema@.draft_unit_groups(schema text, organisation text, months date[],
    OUT units text[], OUT parents text[], OUT shown_as text[], OUT cell_units bigint[], OUT cell_months bigint[], OUT households bigint[], OUT supported bigint[],
    OUT totals bigint[], OUT largest bigint[], OUT second_largest bigint[], OUT minimum bigint) RETURNS record
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
    -- A month is read in less time than other processes take to start.
    SET max_parallel_workers_per_gather = 0
AS $function$
#variable_conflict use_variable
DECLARE
    month date;
    cell record;
BEGIN
    EXECUTE format('SELECT m.minimum_group FROM %I.mart m', schema) INTO minimum;
    -- One at a time; who loads need not wait.
    EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', schema) USING organisation;
    EXECUTE format('SELECT coalesce(array_agg(u.code ORDER BY u.code COLLATE "C"), ''{}''), coalesce(array_agg(u.parent ORDER BY u.code COLLATE "C"), ''{}''),
                           coalesce(array_agg(u.shown_as ORDER BY u.code COLLATE "C"), ''{}'')
                    FROM %I.unit u WHERE u.organisation = $1', schema)
        INTO units, parents, shown_as USING organisation;
    IF months IS NULL THEN
        EXECUTE format('SELECT array_agg(d.month ORDER BY d.month) FROM %I.live_month_digest d WHERE d.organisation = $1', schema) INTO months USING organisation;
    END IF;
    SELECT '{}', '{}', '{}', '{}', '{}', '{}', '{}' INTO cell_units, cell_months, households, supported, totals, largest, second_largest;
    -- Month by month, however many payments there are.
    FOREACH month IN ARRAY coalesce(months, '{}') LOOP
        -- In hundredths. The two largest of a unit without sorting all that it paid: the largest, and the largest below it or the same once more.
        EXECUTE format('WITH paid AS MATERIALIZED (
                            SELECT p.unit, (p.amount * 100)::bigint AS amount
                            FROM %1$I.live_household_unit p WHERE p.organisation = $1 AND p.month = $2
                        ), most AS (
                            SELECT unit, max(abs(amount)) AS amount FROM paid GROUP BY unit
                        ), cell AS (
                            SELECT unit, count(*) AS households, count(*) FILTER (WHERE paid.amount <> 0) AS with_amount, count(*) FILTER (WHERE paid.amount > 0) AS supported,
                                   sum(abs(paid.amount)) AS total, most.amount AS largest,
                                   CASE WHEN count(*) FILTER (WHERE abs(paid.amount) = most.amount) > 1 THEN most.amount
                                        ELSE coalesce(max(abs(paid.amount)) FILTER (WHERE abs(paid.amount) < most.amount), 0) END AS second_largest
                            FROM paid JOIN most USING (unit) GROUP BY unit, most.amount
                        ), ranked AS (
                            -- Who has nothing left hides nobody: where nobody has support, those count who have paid back.
                            SELECT unit, CASE WHEN supported = 0 AND with_amount > 0 THEN with_amount ELSE households END AS households, supported, total, largest, second_largest
                            FROM cell
                        ), told AS (
                            SELECT ranked.*, $4 AS place FROM ranked
                            UNION ALL
                            -- What is reported of a unit and month is of no household by itself, and is told beside what others are paid: as if of another month.
                            -- Where all units together report few, to be shown together would not help.
                            SELECT report.unit, report.households, report.households, 0, 0, 0, $4 + cardinality($5)
                            FROM (SELECT r.unit, r.households, sum(r.households) OVER () AS of_all
                                  FROM %1$I.household_month r
                                  WHERE r.organisation = $1 AND r.month = $2 AND r.households > 0
                                    AND NOT EXISTS (SELECT FROM %1$I.support_payment p WHERE p.organisation = r.organisation AND p.unit = r.unit AND p.month = r.month)) report
                            WHERE report.of_all >= $6
                        )
                        SELECT array_agg(array_position($3, unit)::bigint) AS units, array_agg(place::bigint) AS months, array_agg(households) AS households, array_agg(supported) AS supported,
                               array_agg(total::bigint) AS totals, array_agg(largest) AS largest, array_agg(second_largest) AS second_largest
                        FROM told', schema)
            INTO cell USING organisation, month, units, array_position(months, month), months, minimum;
        cell_units := cell_units || cell.units;
        cell_months := cell_months || cell.months;
        households := households || cell.households;
        supported := supported || cell.supported;
        totals := totals || cell.totals;
        largest := largest || cell.largest;
        second_largest := second_largest || cell.second_largest;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.draft_unit_groups(text, text, date[]) IS
'What small_unit_groups is to know of an organisation''s units and of what they paid or reported in some months, NULL for all. The part of group_small_units that looks at its arguments. Call that.';

CREATE FUNCTION @extschema@.store_unit_groups(schema text, organisation text, units text[], groups text[], cell_units bigint[], households bigint[], minimum bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    joined record;
    told record;
BEGIN
    FOR joined IN
        EXECUTE format('UPDATE %I.unit u SET shown_as = g.shown_as FROM unnest($2, $3) AS g(code, shown_as)
                        WHERE u.organisation = $1 AND u.code = g.code AND u.shown_as IS DISTINCT FROM g.shown_as
                        RETURNING u.code, g.shown_as', schema) USING organisation, units, groups
    LOOP
        RAISE NOTICE 'unit % of organisation % is shown as %', joined.code, organisation, joined.shown_as;
    END LOOP;
    SELECT count(DISTINCT u.code) AS units, count(DISTINCT u.code) FILTER (WHERE u.shown_as IS NOT NULL) AS joined,
           coalesce(sum(c.households) FILTER (WHERE u.shown_as IS NULL), 0) AS own, coalesce(sum(c.households), 0) AS all_of_them INTO told
    FROM unnest(cell_units, households) AS c(unit, households)
    CROSS JOIN LATERAL (SELECT units[c.unit] AS code, groups[c.unit] AS shown_as) u;
    IF told.units > 0 THEN
        RAISE NOTICE 'organisation %: units with households %, of which shown as part of others %, so that each has none or at least %; % per cent of household-months stay where they are',
            organisation, told.units, told.joined, minimum, coalesce(round(100.0 * told.own / nullif(told.all_of_them, 0), 1), 100.0);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_unit_groups(text, text, text[], text[], bigint[], bigint[], bigint) IS
'The part of group_small_units that keeps the groups and tells them. Call that.';

CREATE FUNCTION @extschema@.set_minimum_group(schema text, minimum integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    kept integer;
BEGIN
    EXECUTE format('SELECT m.minimum_group FROM %I.mart m', schema) INTO kept;
    IF minimum IS NULL OR minimum = kept THEN
        RETURN;
    ELSIF minimum < 3 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('minimum must be at least 3, not %s', minimum),
            HINT = 'Of two households each can tell the other''s amount; 5 is usual.';
    END IF;
    EXECUTE format('UPDATE %I.mart SET minimum_group = $1', schema) USING minimum;
END
$function$;
COMMENT ON FUNCTION @extschema@.set_minimum_group(text, integer) IS
'The part of group_small_units that keeps the minimum. Call that.';

CREATE FUNCTION @extschema@.group_units_of_months(schema text, organisation text, months date[]) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_released_mart(schema);
    WITH draft AS MATERIALIZED (
        SELECT drafted.* FROM @extschema@.draft_unit_groups(schema, organisation, months) drafted
    )
    SELECT @extschema@.store_unit_groups(schema, organisation, draft.units,
                                         @extschema@.small_unit_groups(draft.units, draft.parents, draft.shown_as, draft.cell_units, draft.cell_months, draft.households,
                                                                       draft.supported, draft.totals, draft.largest, draft.second_largest, draft.minimum),
                                         draft.cell_units, draft.households, draft.minimum)
    FROM draft;
END;
COMMENT ON FUNCTION @extschema@.group_units_of_months(text, text, date[]) IS
'What group_small_units does, for some months, NULL for all. Call that.';

CREATE FUNCTION @extschema@.group_small_units_as_owner(schema text, minimum text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.set_minimum_group(schema, minimum::integer);
    SELECT @extschema@.group_units_of_months(schema, @extschema@.mart_organisation(schema, organisation), NULL::date[]);
END;
COMMENT ON FUNCTION @extschema@.group_small_units_as_owner(text, text, text) IS
'The part of group_small_units that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.group_small_units(schema text, minimum integer DEFAULT NULL, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.group_small_units_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, minimum::text, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.group_small_units(text, integer, text) IS
'Decides which units of an organisation (by default the mart''s own) readers see together, in unit.shown_as: units join others, the smallest first, those beside them before the unit above, until in every month each group has no household or at least minimum, and none of them has most of the money (small_unit_groups has the rule). Groups become larger, never smaller: repeat it after loads, release_month does by itself. minimum is kept in mart.minimum_group, 5 at first; NULL leaves it. Tells who joined whom, and how many household-months keep their own unit. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for a minimum below 3 and an unknown organisation, 55000 for a minimum below that of released months and for a released mart, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
