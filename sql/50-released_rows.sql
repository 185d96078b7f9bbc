-- released_rows: what else is told of a mart to its readers: copies of tables, and the ledger

CREATE FUNCTION @extschema@.copy_released(schema text, released_schema text, organisation text, tables text[], removes boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET client_min_messages = warning
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    relation record;
    removals text[] := '{}';
    removal text;
    is_microdata boolean;
BEGIN
    -- What is defined for all organisations comes before their figures. Peers stay behind: the figures of others are not there.
    IF 'key_figure' = ANY (tables) AND NOT removes THEN
        EXECUTE format('INSERT INTO %2$I.key_figure SELECT * FROM %1$I.key_figure ON CONFLICT (code) DO UPDATE SET name = excluded.name, unit_of_measure = excluded.unit_of_measure,
                            decimals = excluded.decimals, direction = excluded.direction, aggregation = excluded.aggregation, source = excluded.source, definition = excluded.definition', schema, released_schema);
    END IF;
    -- Those that others refer to come first; what is gone goes in the other order.
    FOR relation IN
        WITH RECURSIVE candidate AS (
            SELECT c.oid, c.relname::text AS name
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation'
            WHERE c.relnamespace = quote_ident(schema)::regnamespace AND c.relkind = 'r' AND c.relname = ANY (tables)
              -- Said of the mart itself, written by triggers, or told by the functions beside this one.
              AND c.relname <> ALL ('{mart,mart_reader,closed_view,summary_note,summary_turn,scenario_month,ledger,ledger_period,household_month,released_month,interim_report,interim_report_withdrawal,peer_group,peer_group_member}'::name[])
        ), reference AS (
            SELECT k.conrelid, k.confrelid FROM pg_constraint k JOIN candidate f ON f.oid = k.conrelid JOIN candidate t ON t.oid = k.confrelid
            WHERE k.contype = 'f' AND k.conrelid <> k.confrelid
        ), depth (oid, level) AS (
            SELECT oid, 0 FROM candidate
            UNION
            SELECT r.conrelid, d.level + 1 FROM depth d JOIN reference r ON r.confrelid = d.oid WHERE d.level < 20
        )
        SELECT c.name, max(d.level) AS level,
               (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
               (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
               format('%I.%I', schema, coalesce((SELECT v.relname FROM pg_class v WHERE v.relnamespace = quote_ident(schema)::regnamespace AND v.relname = 'live_released_' || c.name AND v.relkind = 'v'),
                                                c.name)) AS told
        FROM candidate c JOIN depth d ON d.oid = c.oid
        GROUP BY c.oid, c.name
        ORDER BY level, c.name
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.microdata m WHERE m.table_name = $1)', schema) INTO is_microdata USING relation.name;
        CONTINUE WHEN is_microdata OR relation.key IS NULL AND removes;
        IF relation.key IS NULL THEN
            -- Rows without a key are the same or are not: all of them are written anew where one differs.
            EXECUTE format('WITH now AS (SELECT %1$s FROM %2$s WHERE organisation = $1), was AS (SELECT %1$s FROM %3$I.%4$I WHERE organisation = $1),
                                 gone AS (DELETE FROM %3$I.%4$I WHERE organisation = $1 AND (EXISTS (SELECT * FROM now EXCEPT ALL SELECT * FROM was) OR EXISTS (SELECT * FROM was EXCEPT ALL SELECT * FROM now))
                                          RETURNING 1)
                            INSERT INTO %3$I.%4$I (%1$s) OVERRIDING SYSTEM VALUE
                            SELECT * FROM now WHERE EXISTS (SELECT FROM gone) OR NOT EXISTS (SELECT FROM was)',
                           (SELECT string_agg(format('%I', c), ', ') FROM unnest(relation.columns) AS c), relation.told, released_schema, relation.name)
                USING organisation;
        ELSIF NOT removes THEN
            EXECUTE format('INSERT INTO %3$I.%4$I AS kept (%1$s) OVERRIDING SYSTEM VALUE SELECT %1$s FROM %2$s told WHERE told.organisation = $1
                            ON CONFLICT (%5$s) DO %6$s',
                           (SELECT string_agg(format('%I', c), ', ') FROM unnest(relation.columns) AS c), relation.told, released_schema, relation.name,
                           (SELECT string_agg(format('%I', c), ', ') FROM unnest(relation.key) AS c),
                           coalesce((SELECT format('UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)', string_agg(format('%1$I = excluded.%1$I', c), ', '),
                                                   string_agg(format('kept.%I', c), ', '), string_agg(format('excluded.%I', c), ', '))
                                     FROM unnest(relation.columns) AS c
                                     WHERE c <> ALL (relation.key)
                                       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = format('%I.%I', schema, relation.name)::regclass AND a.attname = c AND a.attidentity = 'a')),
                                    'NOTHING'))
                USING organisation;
        ELSE
            removals := format('DELETE FROM %1$I.%2$I gone WHERE gone.organisation = $1 AND NOT EXISTS (SELECT FROM %3$s told WHERE %4$s)', released_schema, relation.name, relation.told,
                             (SELECT string_agg(format('told.%1$I = gone.%1$I', c), ' AND ') FROM unnest(relation.key) AS c)) || removals;
        END IF;
    END LOOP;
    FOREACH removal IN ARRAY removals LOOP
        EXECUTE removal USING organisation;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.copy_released(text, text, text, text[], boolean) IS
'The part of release_month that tells what is not about households: every table of the mart with rows of an organisation that are no microdata, as it is or as view live_released_TABLE says; or removes what is gone, once nothing refers to it. Call that.';

CREATE FUNCTION @extschema@.release_ledger(schema text, released_schema text, organisation text, before_month date, until_month date) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET social_services.keys_are_noted = 'on'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    final CONSTANT text := format($query$
        WITH shown AS MATERIALIZED (
            SELECT g.unit, g.code FROM %1$I.live_shown_unit g WHERE g.organisation = $1
        ), released AS MATERIALIZED (
            SELECT l.scenario, l.unit, l.head, l.flow, l.month, l.amount, l.is_about, l.is_support FROM %1$I.live_released_ledger l WHERE l.organisation = $1
        ), waiting AS MATERIALIZED (
            SELECT g.code AS unit, side.month, sum(side.amount) AS amount
            FROM (SELECT c.unit, c.month, c.amount FROM %1$I.release_change c WHERE c.organisation = $1 AND c.waits
                  UNION ALL
                  SELECT c.shown_unit, c.month, - c.shown_amount FROM %1$I.release_change c WHERE c.organisation = $1 AND c.waits) side
            JOIN shown g ON g.unit = side.unit
            GROUP BY g.code, side.month
        ), told AS MATERIALIZED (
            -- The books of support have more than the payments what they have more in the mart: of what waits nothing.
            SELECT scenario, unit, head, flow, month, sum(amount) AS amount, is_about, is_support
            FROM (SELECT * FROM released
                  UNION ALL
                  SELECT r.scenario, w.unit, r.head, 'cost', w.month, - w.amount, true, true
                  FROM waiting w JOIN (SELECT DISTINCT scenario, head, month FROM released WHERE is_support AND is_about) r ON r.month = w.month) part
            GROUP BY scenario, unit, head, flow, month, is_about, is_support
        ), was AS MATERIALIZED (
            -- Whom a group was shown as may be shown as another now.
            SELECT l.scenario, CASE WHEN h.is_about THEN g.code ELSE l.unit END AS unit, h.code AS head, l.flow, l.month, sum(l.amount) AS amount,
                   s.kind = 'outcome' AND h.is_about AS is_about, h.is_support
            FROM %2$I.ledger l
            JOIN %1$I.scenario s ON s.organisation = l.organisation AND s.code = l.scenario
            JOIN %2$I.unit u ON u.organisation = l.organisation AND u.code = l.unit
            JOIN shown g ON g.unit = coalesce(u.shown_as, u.code)
            JOIN %1$I.live_shown_head h ON h.organisation = l.organisation AND h.head = l.head
            WHERE l.organisation = $1
            GROUP BY 1, 2, 3, 4, 5, 7, 8
        ), both_of_them AS (
            SELECT scenario, unit, head, flow, month, coalesce(told.amount, 0) AS amount, coalesce(was.amount, 0) AS shown_amount, told.amount IS NULL AS is_gone, was.amount IS NULL AS is_new,
                   coalesce(told.is_about, was.is_about) AS is_about, coalesce(told.is_support, was.is_support) AS is_support
            FROM told FULL JOIN was USING (scenario, unit, head, flow, month)
        ), judged AS (
            -- A month that was shown stays as it was where no payments tell what changed.
            SELECT b.*, b.is_about AND b.month <= $2
                        AND NOT (b.is_support AND EXISTS (SELECT FROM %2$I.support_payment p WHERE p.organisation = $1 AND p.unit = b.unit AND p.month = b.month)) AS stays
            FROM both_of_them b
        ), late AS (
            -- What came late of other heads is in the month that is shown first, of the same year, where nobody can tell it from the rest.
            SELECT scenario, unit, head, flow, sum(amount - shown_amount) AS amount FROM judged WHERE stays AND NOT is_support GROUP BY scenario, unit, head, flow HAVING sum(amount - shown_amount) <> 0
        )
        SELECT scenario, unit, head, flow, month,
               CASE WHEN stays THEN shown_amount ELSE judged.amount + CASE WHEN month = $3 AND NOT is_support THEN coalesce(late.amount, 0) ELSE 0 END END AS amount
        FROM judged LEFT JOIN late USING (scenario, unit, head, flow)
        WHERE CASE WHEN stays THEN NOT is_new ELSE NOT is_gone END$query$, schema, released_schema);
BEGIN
    -- At once, as what is final rests on what is there.
    EXECUTE format('WITH final AS MATERIALIZED (%2$s), gone AS (
                        DELETE FROM %1$I.ledger l
                        WHERE l.organisation = $1 AND NOT EXISTS (SELECT FROM final f WHERE (f.scenario, f.unit, f.head, f.flow) = (l.scenario, l.unit, l.head, l.flow)
                                                                                      AND f.month IS NOT DISTINCT FROM l.month)
                    ), period AS (
                        INSERT INTO %1$I.ledger_period AS kept (organisation, scenario, unit, head, flow, by_month)
                        SELECT DISTINCT $1, scenario, unit, head, flow, month IS NOT NULL FROM final
                        ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = excluded.by_month WHERE kept.by_month <> excluded.by_month
                    ), changed AS (
                        UPDATE %1$I.ledger l SET amount = f.amount FROM final f
                        WHERE l.organisation = $1 AND (f.scenario, f.unit, f.head, f.flow) = (l.scenario, l.unit, l.head, l.flow) AND f.month IS NOT DISTINCT FROM l.month
                          AND f.amount <> l.amount
                    )
                    INSERT INTO %1$I.ledger (organisation, scenario, unit, head, flow, month, amount)
                    SELECT $1, f.scenario, f.unit, f.head, f.flow, f.month, f.amount FROM final f
                    WHERE NOT EXISTS (SELECT FROM %1$I.ledger l WHERE l.organisation = $1 AND (f.scenario, f.unit, f.head, f.flow) = (l.scenario, l.unit, l.head, l.flow)
                                                                AND f.month IS NOT DISTINCT FROM l.month)', released_schema, final)
        USING organisation, before_month, until_month;
    -- As reported: a month that was shown changes only by as many households as may be told apart.
    EXECUTE format('WITH told AS (SELECT t.unit, t.month, t.households, t.payments FROM %1$I.live_released_household_month t WHERE t.organisation = $1)
                    INSERT INTO %2$I.household_month AS kept (organisation, unit, month, households, payments)
                    SELECT $1, told.unit, told.month, told.households, told.payments FROM told
                    ON CONFLICT (organisation, unit, month) DO UPDATE SET households = excluded.households, payments = excluded.payments
                    WHERE (kept.households, kept.payments) IS DISTINCT FROM (excluded.households, excluded.payments)
                      AND (kept.month > $2 OR abs(kept.households - excluded.households) >= (SELECT m.minimum_group FROM %1$I.mart m))', schema, released_schema)
        USING organisation, before_month;
    EXECUTE format('DELETE FROM %2$I.household_month gone
                    WHERE gone.organisation = $1 AND NOT EXISTS (SELECT FROM %1$I.live_released_household_month t
                                                                 WHERE t.organisation = $1 AND t.unit = gone.unit AND t.month = gone.month)', schema, released_schema)
        USING organisation;
END
$function$;
COMMENT ON FUNCTION @extschema@.release_ledger(text, text, text, date, date) IS
'The part of release_month that tells the ledger, what is about households by groups of units, and what is reported of households. Call that.';
