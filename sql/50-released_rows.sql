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
    IF NOT removes THEN
        EXECUTE format('INSERT INTO %2$I.language SELECT * FROM %1$I.language EXCEPT SELECT * FROM %2$I.language ON CONFLICT (code) DO UPDATE SET name = excluded.name, decimal_mark = excluded.decimal_mark, group_mark = excluded.group_mark', schema, released_schema);
        EXECUTE format('INSERT INTO %2$I.label SELECT * FROM %1$I.label EXCEPT SELECT * FROM %2$I.label ON CONFLICT (language, area, code) DO UPDATE SET text = excluded.text, shipped = excluded.shipped', schema, released_schema);
    END IF;
    IF 'key_figure' = ANY (tables) AND NOT removes THEN
        EXECUTE format('INSERT INTO %2$I.key_figure (code, name, unit_of_measure, decimals, direction, aggregation, source, definition, reference_for, volume)
                        SELECT code, name, unit_of_measure, decimals, direction, aggregation, source, definition, reference_for, volume FROM %1$I.key_figure
                        ON CONFLICT (code) DO UPDATE SET name = excluded.name, unit_of_measure = excluded.unit_of_measure,
                            decimals = excluded.decimals, direction = excluded.direction, aggregation = excluded.aggregation, source = excluded.source, definition = excluded.definition,
                            reference_for = excluded.reference_for, volume = excluded.volume', schema, released_schema);
    END IF;
    -- Those that others refer to come first; what is gone goes in the other order.
    FOR relation IN
        WITH RECURSIVE candidate AS (
            SELECT c.oid, c.relname::text AS name
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation'
            WHERE c.relnamespace = quote_ident(schema)::regnamespace AND c.relkind = 'r' AND c.relname = ANY (tables)
              -- Said of the mart itself, written by triggers, or told by the functions beside this one.
              AND c.relname <> ALL ('{mart,mart_reader,closed_view,loaded_file,summary_note,summary_turn,scenario_month,ledger,ledger_period,household_month,released_month,interim_report,interim_report_withdrawal,peer_group,peer_group_member,register_change,mart_figure_summary}'::name[])
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
    -- Of what it finds itself, the planner expects few rows.
    SET enable_nestloop = off
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    -- As reported: a month that was shown changes once and may go, by as many households as may be told apart, and so that no few are left. What was told from
    -- payments is not told as reported.
    reported CONSTANT text := format($query$
        SELECT told.unit, told.shown_unit, told.month, told.households, told.payments, told.shown_payments, told.is_shown AND told.is_other AS is_corrected,
               CASE WHEN coalesce(told.households, 0) BETWEEN 1 AND m.minimum_group - 1 THEN true
                    WHEN $2 IS NULL OR told.month > $2 OR NOT told.is_other THEN false
                    ELSE abs(coalesce(told.households, 0) - coalesce(told.shown_households, 0)) < m.minimum_group
                         OR told.unit IS NOT NULL AND EXISTS (SELECT FROM %1$I.released_past p JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.unit = p.unit
                                                              WHERE p.organisation = $1 AND p.month = told.month AND p.household IS NULL AND g.code = told.shown_unit)
                         OR told.unit IS NULL AND EXISTS (SELECT FROM %1$I.release_change c JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.unit = c.unit
                                                          WHERE c.organisation = $1 AND c.month = told.month AND c.waits AND g.code = told.shown_unit)
                         OR told.is_shown IS NULL AND EXISTS (SELECT FROM %1$I.released_household r JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.unit = r.unit
                                                              WHERE r.organisation = $1 AND r.month = told.month AND r.class > 0 AND g.code = told.shown_unit)
               END AS waits
        FROM (SELECT now.unit, shown_unit, month, now.households, now.payments, was.households AS shown_households, was.payments AS shown_payments, was.is_shown,
                     (now.households, now.payments) IS DISTINCT FROM (was.households, was.payments) AS is_other
              FROM (SELECT t.unit, t.shown_unit, t.month, t.households, t.payments FROM %1$I.live_released_household_month t WHERE t.organisation = $1) now
              FULL JOIN (SELECT g.code AS shown_unit, r.month, sum(r.households) AS households, sum(r.payments) AS payments, true AS is_shown
                         FROM %2$I.household_month r
                         JOIN %2$I.unit u ON u.organisation = r.organisation AND u.code = r.unit
                         JOIN %1$I.live_shown_unit g ON g.organisation = r.organisation AND g.unit = coalesce(u.shown_as, u.code)
                         WHERE r.organisation = $1
                         GROUP BY g.code, r.month) was USING (shown_unit, month)) told
        CROSS JOIN %1$I.mart m$query$, schema, released_schema);
    final CONSTANT text := format($query$
        WITH shown AS MATERIALIZED (
            SELECT g.unit, g.code FROM %1$I.live_shown_unit g WHERE g.organisation = $1
        ), told AS MATERIALIZED (
            SELECT l.scenario, l.unit, l.head, l.flow, l.month, l.account, l.activity, l.amount, l.is_about, l.is_support FROM %1$I.live_released_ledger l WHERE l.organisation = $1
        ), seen AS MATERIALIZED (
            SELECT l.scenario, o.fiscal_year, max(coalesce(l.month, 'infinity')) AS until_month
            FROM %2$I.ledger l
            JOIN %2$I.scenario o ON o.organisation = l.organisation AND o.code = l.scenario AND o.kind = 'outcome'
            JOIN %1$I.live_shown_head h ON h.organisation = l.organisation AND h.head = l.head AND h.is_about
            WHERE l.organisation = $1
            GROUP BY l.scenario, o.fiscal_year
        ), origin AS MATERIALIZED (
            -- What an outcome is told of households by: itself, or where it is told for the first time the one of its year that knew most, or the difference
            -- between the two would tell what came late.
            SELECT s.code AS scenario, s.kind, coalesce(s.as_of, 'infinity') AS until, date_trunc('month', y.last_day::timestamp)::date AS last_month, before.scenario AS told_by
            FROM %1$I.scenario s
            JOIN %1$I.live_released_year y ON y.organisation = s.organisation AND y.scenario = s.code
            LEFT JOIN LATERAL (SELECT seen.scenario FROM seen
                               WHERE seen.scenario = s.code OR seen.fiscal_year = s.fiscal_year AND EXISTS (SELECT FROM told WHERE told.scenario = s.code AND told.is_about)
                               ORDER BY seen.scenario = s.code DESC, seen.until_month DESC, seen.scenario COLLATE "C" LIMIT 1) before ON true
            WHERE s.organisation = $1
        ), was AS MATERIALIZED (
            -- Whom a group was shown as may be shown as another now.
            SELECT s.scenario, CASE WHEN h.is_about THEN g.code ELSE l.unit END AS unit, h.code AS head, CASE WHEN h.is_about THEN 'cost' ELSE l.flow END AS flow, l.month,
                   CASE WHEN h.is_about THEN '' ELSE l.account END AS account, CASE WHEN h.is_about THEN '' ELSE l.activity END AS activity,
                   sum(CASE WHEN h.is_about AND l.flow = 'revenue' THEN - l.amount ELSE l.amount END) AS amount,
                   s.kind = 'outcome' AND h.is_about AS is_about, h.is_support
            FROM %2$I.ledger l
            JOIN origin s ON l.scenario IN (s.scenario, s.told_by)
            JOIN %2$I.unit u ON u.organisation = l.organisation AND u.code = l.unit
            JOIN shown g ON g.unit = coalesce(u.shown_as, u.code)
            JOIN %1$I.live_shown_head h ON h.organisation = l.organisation AND h.head = l.head
            WHERE l.organisation = $1 AND (l.scenario = s.scenario OR h.is_about AND coalesce(l.month, s.last_month) <= s.until)
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 9, 10
        ), report AS MATERIALIZED (
            %3$s
        ), year AS MATERIALIZED (
            -- The years of outcomes of support in which something is new.
            SELECT s.code AS scenario, y.first_day, least(y.last_day, coalesce(s.as_of, y.last_day)) AS last_day
            FROM %1$I.live_released_scenario s
            JOIN %1$I.live_released_year y ON y.organisation = s.organisation AND y.scenario = s.code
            WHERE s.organisation = $1 AND s.kind = 'outcome' AND EXISTS (SELECT FROM told WHERE told.scenario = s.code AND told.is_support)
              AND (y.last_day > coalesce($2, '-infinity') OR NOT EXISTS (SELECT FROM was WHERE was.scenario = s.code AND was.is_support)
                   OR EXISTS (SELECT FROM %1$I.release_change c WHERE c.organisation = $1 AND c.month BETWEEN y.first_day AND y.last_day)
                   OR EXISTS (SELECT FROM report WHERE report.month BETWEEN y.first_day AND y.last_day AND report.payments IS DISTINCT FROM report.shown_payments))
        ), paid AS MATERIALIZED (
            -- What is shown of payments by group and month, and by how much that is more than it was.
            SELECT unit, month, sum(now) AS now, sum(more) AS more
            FROM (SELECT p.unit, p.month, p.amount AS now, 0 AS more
                  FROM %2$I.support_payment p WHERE p.organisation = $1 AND p.month >= (SELECT min(year.first_day) FROM year)
                  UNION ALL
                  SELECT g.code, c.month, 0, side.more
                  FROM %1$I.release_change c
                  CROSS JOIN LATERAL (VALUES (c.unit, c.amount), (c.shown_unit, - c.shown_amount)) AS side(unit, more)
                  JOIN shown g ON g.unit = side.unit
                  WHERE c.organisation = $1 AND NOT c.waits
                  UNION ALL
                  -- What waits and was not shown, or was not reported, is not nothing.
                  SELECT report.shown_unit, report.month, coalesce(CASE WHEN report.waits THEN report.shown_payments ELSE report.payments END, 0),
                         CASE WHEN report.waits THEN 0 ELSE coalesce(report.payments, 0) - coalesce(report.shown_payments, 0) END
                  FROM report
                  WHERE report.shown_payments IS NOT NULL OR NOT report.waits AND report.payments IS NOT NULL) part
            GROUP BY unit, month
        ), booking AS (
            -- Where it is booked by the year, or by month.
            SELECT scenario, unit, bool_or(month IS NULL) AS by_year, sum(amount) AS amount
            FROM (SELECT told.scenario, told.unit, told.month, told.amount FROM told WHERE told.is_support AND told.is_about
                  UNION ALL
                  SELECT was.scenario, was.unit, was.month, 0 FROM was WHERE was.is_support AND was.is_about) support
            GROUP BY scenario, unit
        ), of_year AS (
            SELECT year.scenario, paid.unit, paid.month, paid.now, paid.more, booking.unit IS NOT NULL AS is_booked
            FROM year
            JOIN paid ON paid.month BETWEEN year.first_day AND year.last_day
            LEFT JOIN booking ON booking.scenario = year.scenario AND booking.unit = paid.unit
        ), central AS (
            -- What some groups are paid is booked on another: then the books are nearer to what all are paid.
            SELECT scenario, (SELECT booking.unit FROM booking WHERE booking.scenario = all_of.scenario ORDER BY abs(booking.amount) DESC, booking.unit COLLATE "C" LIMIT 1) AS unit
            FROM (SELECT scenario, sum(now) AS paid, coalesce(sum(now) FILTER (WHERE is_booked), 0) AS booked FROM of_year GROUP BY scenario) all_of
            WHERE abs((SELECT sum(booking.amount) FROM booking WHERE booking.scenario = all_of.scenario) - all_of.paid)
                  < abs((SELECT sum(booking.amount) FROM booking WHERE booking.scenario = all_of.scenario) - all_of.booked)
        ), cost AS MATERIALIZED (
            SELECT scenario, CASE WHEN is_booked THEN of_year.unit ELSE central.unit END AS unit, of_year.month, sum(now) AS now, sum(more) AS more
            FROM of_year LEFT JOIN central USING (scenario)
            WHERE is_booked OR central.unit IS NOT NULL
            GROUP BY 1, 2, 3
        ), shown_before AS (
            SELECT DISTINCT was.scenario, was.unit, was.month, true AS is_there FROM was WHERE was.is_support AND was.is_about
        ), booked_month AS (
            SELECT DISTINCT told.scenario, told.unit, told.month, true AS is_there FROM told WHERE told.is_support AND told.is_about
        ), support AS MATERIALIZED (
            -- The books of support say of a month what is shown of payments, and as what is shown changes, so do they.
            SELECT scenario, unit, month, sum(amount) AS amount, bool_and(is_new) AS is_new
            FROM (SELECT was.scenario, was.unit, CASE WHEN NOT booking.by_year THEN was.month END AS month, was.amount, false AS is_new
                  FROM was
                  JOIN booking USING (scenario, unit)
                  JOIN (SELECT DISTINCT cost.scenario, cost.unit FROM cost) paying USING (scenario, unit)
                  WHERE was.is_support AND was.is_about
                  UNION ALL
                  SELECT scenario, unit, CASE WHEN NOT booking.by_year THEN cost.month END,
                         CASE WHEN before.is_told THEN cost.more ELSE cost.now END, NOT before.is_told
                  FROM cost
                  JOIN booking USING (scenario, unit)
                  LEFT JOIN shown_before USING (scenario, unit, month)
                  LEFT JOIN booked_month USING (scenario, unit, month)
                  LEFT JOIN (SELECT s.scenario, s.unit, s.is_there FROM shown_before s WHERE s.month IS NULL) of_year USING (scenario, unit)
                  CROSS JOIN LATERAL (SELECT shown_before.is_there IS TRUE OR of_year.is_there IS TRUE AND cost.month <= $2) AS before(is_told)
                  WHERE before.is_told OR booking.by_year OR booked_month.is_there) part
            GROUP BY scenario, unit, month
        ), waiting AS MATERIALIZED (
            -- Whose payments wait in a year that something is new in.
            SELECT year.scenario, g.code AS unit, abs(coalesce(c.amount, 0)) + abs(coalesce(c.shown_amount, 0)) AS amount, c.household
            FROM year
            JOIN %1$I.release_change c ON c.organisation = $1 AND c.waits AND c.month BETWEEN year.first_day AND year.last_day
            JOIN shown g ON g.unit IN (c.unit, c.shown_unit)
            UNION ALL
            SELECT year.scenario, report.shown_unit, 0, NULL
            FROM year JOIN report ON report.waits AND report.month BETWEEN year.first_day AND year.last_day
            UNION ALL
            -- Whom the books have still, and no payments.
            SELECT DISTINCT year.scenario, g.code, 0, NULL::bigint
            FROM year
            JOIN %1$I.released_household r ON r.organisation = $1 AND r.month BETWEEN year.first_day AND year.last_day AND r.household < 0 AND r.is_erased
            JOIN shown g ON g.unit = r.unit
        ), beside AS (
            -- What the books have beside, to be told in the last month that is shown first. While anybody waits in the year it might be his.
            SELECT scenario, unit, max(support.month) FILTER (WHERE support.is_new) AS month, year.first_day, year.last_day, booking.amount - sum(support.amount) AS amount
            FROM support
            JOIN booking USING (scenario, unit)
            JOIN year USING (scenario)
            WHERE scenario NOT IN (SELECT waiting.scenario FROM waiting)
            GROUP BY scenario, unit, year.first_day, year.last_day, booking.amount
            HAVING bool_or(support.is_new) AND booking.amount <> sum(support.amount)
        ), rest AS (
            -- Of fewer than the minimum it can be where it is no more than all that as many were paid in the year.
            SELECT scenario, unit, beside.month, beside.amount
            FROM beside
            WHERE abs(beside.amount) > (SELECT coalesce(sum(of_one.amount), 0)
                                        FROM (SELECT sum(abs(p.amount)) AS amount FROM %2$I.support_payment p
                                              WHERE p.organisation = $1 AND p.month BETWEEN beside.first_day AND beside.last_day
                                              GROUP BY p.household ORDER BY 1 DESC LIMIT (SELECT m.minimum_group - 1 FROM %1$I.mart m)) of_one)
        ), yearly AS (
            -- Where one of a group gives the year alone, all are for the year when it is over: what was told of its months is told of it then.
            SELECT DISTINCT told.scenario, told.unit, told.head, told.is_about, true AS is_there FROM told WHERE told.is_about AND told.month IS NULL
        ), both_of_them AS (
            SELECT scenario, unit, head, flow, nullif(key, 'infinity') AS month, account, activity, coalesce(told.amount, 0) AS amount, coalesce(was.amount, 0) AS shown_amount, told.amount IS NULL AS is_gone, was.amount IS NULL AS is_new,
                   coalesce(told.is_about, was.is_about) AS is_about, coalesce(told.is_support, was.is_support) AS is_support
            FROM (SELECT told.*, coalesce(told.month, 'infinity') AS key FROM told) told
            FULL JOIN (SELECT scenario, unit, head, flow, CASE WHEN yearly.is_there THEN 'infinity' ELSE coalesce(was.month, 'infinity') END AS key, account, activity, sum(was.amount) AS amount, was.is_about, was.is_support
                       FROM was LEFT JOIN yearly USING (scenario, unit, head, is_about)
                       GROUP BY 1, 2, 3, 4, 5, 6, 7, 9, 10) was USING (scenario, unit, head, flow, key, account, activity)
        ), paying_year AS MATERIALIZED (
            -- What few can have been paid or pay back in it, and in a month of it.
            SELECT year.scenario, EXISTS (SELECT FROM paid WHERE paid.month BETWEEN year.first_day AND year.last_day) AS is_paid, few.of_year, few.of_month
            FROM year
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(of_one.of_year), 0), coalesce(max(of_one.of_month), 0) * count(of_one.of_month)
                FROM (SELECT sum(part.amount) AS of_year, max(max(part.amount)) OVER () AS of_month
                      FROM (SELECT p.household, abs(p.amount) AS amount FROM %2$I.support_payment p WHERE p.organisation = $1 AND p.month BETWEEN year.first_day AND year.last_day
                            UNION ALL
                            SELECT waiting.household, waiting.amount FROM waiting WHERE waiting.scenario = year.scenario AND waiting.household IS NOT NULL) part
                      GROUP BY part.household ORDER BY 1 DESC LIMIT (SELECT m.minimum_group - 1 FROM %1$I.mart m)) of_one) AS few(of_year, of_month)
            WHERE EXISTS (SELECT FROM waiting WHERE waiting.scenario = year.scenario) OR EXISTS (SELECT FROM paid WHERE paid.month BETWEEN year.first_day AND year.last_day)
        ), held AS MATERIALIZED (
            -- Books of support by units of which no payments are shown, in a year of payments: they are of those who wait where they are of the same
            -- unit, or nobody's payments are shown, and they can be of few where they are no more than few were paid, of the year or in any month.
            SELECT unpaid.scenario, unpaid.unit
            FROM (SELECT told.scenario, told.unit, sum(told.amount) AS amount
                  FROM told WHERE told.is_support AND told.is_about
                  GROUP BY told.scenario, told.unit, told.month) unpaid
            JOIN paying_year USING (scenario)
            WHERE NOT EXISTS (SELECT FROM support WHERE support.scenario = unpaid.scenario AND support.unit = unpaid.unit)
            GROUP BY unpaid.scenario, unpaid.unit, paying_year.is_paid, paying_year.of_year, paying_year.of_month
            HAVING NOT paying_year.is_paid OR abs(sum(unpaid.amount)) <= paying_year.of_year OR bool_or(abs(unpaid.amount) <= paying_year.of_month)
                OR EXISTS (SELECT FROM waiting WHERE waiting.scenario = unpaid.scenario AND waiting.unit = unpaid.unit)
        ), judged AS (
            -- What was shown of households otherwise stays as it was, and nothing is added to its months.
            SELECT b.*, b.is_about AND (held.scenario IS NOT NULL OR origin.told_by IS NOT NULL AND coalesce(b.month, origin.last_month) <= $2) AS stays
            FROM both_of_them b
            JOIN origin ON origin.scenario = b.scenario
            LEFT JOIN (SELECT DISTINCT support.scenario, support.unit FROM support) paying ON paying.scenario = b.scenario AND paying.unit = b.unit AND b.is_about AND b.is_support
            LEFT JOIN held ON held.scenario = b.scenario AND held.unit = b.unit AND b.is_about AND b.is_support
            WHERE paying.scenario IS NULL
        ), late AS (
            -- What came late of it, which has no accounts here, is in the month that is shown first, of the same year, where nobody can tell it from the rest.
            SELECT scenario, unit, head, flow, sum(amount - shown_amount) AS amount FROM judged WHERE stays GROUP BY scenario, unit, head, flow HAVING sum(amount - shown_amount) <> 0
        )
        SELECT scenario, unit, head, flow, month, account, activity,
               CASE WHEN stays THEN shown_amount ELSE judged.amount + CASE WHEN month = $3 THEN coalesce(late.amount, 0) ELSE 0 END END AS amount
        FROM judged LEFT JOIN late USING (scenario, unit, head, flow)
        WHERE CASE WHEN stays THEN NOT is_new ELSE NOT is_gone END
        UNION ALL
        SELECT support.scenario, support.unit, h.code, 'cost', support.month, '', '',
               support.amount + CASE WHEN support.is_new AND support.month IS NOT DISTINCT FROM rest.month THEN coalesce(rest.amount, 0) ELSE 0 END
        FROM support
        LEFT JOIN rest USING (scenario, unit)
        CROSS JOIN (SELECT b.code FROM %1$I.budget_head b WHERE b.organisation = $1 AND b.pays_support) h$query$, schema, released_schema, reported);
BEGIN
    -- At once, as what is final rests on what is there.
    EXECUTE format('WITH final AS MATERIALIZED (%2$s), gone AS (
                        DELETE FROM %1$I.ledger l
                        WHERE l.organisation = $1 AND NOT EXISTS (SELECT FROM final f WHERE (f.scenario, f.unit, f.head, f.flow, f.account, f.activity) = (l.scenario, l.unit, l.head, l.flow, l.account, l.activity)
                                                                                      AND f.month IS NOT DISTINCT FROM l.month)
                    ), period AS (
                        INSERT INTO %1$I.ledger_period AS kept (organisation, scenario, unit, head, flow, by_month)
                        SELECT DISTINCT $1, scenario, unit, head, flow, month IS NOT NULL FROM final
                        ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = excluded.by_month WHERE kept.by_month <> excluded.by_month
                    ), changed AS (
                        UPDATE %1$I.ledger l SET amount = f.amount FROM final f
                        WHERE l.organisation = $1 AND (f.scenario, f.unit, f.head, f.flow, f.account, f.activity) = (l.scenario, l.unit, l.head, l.flow, l.account, l.activity) AND f.month IS NOT DISTINCT FROM l.month
                          AND f.amount <> l.amount
                    )
                    INSERT INTO %1$I.ledger (organisation, scenario, unit, head, flow, month, account, activity, amount)
                    SELECT $1, f.scenario, f.unit, f.head, f.flow, f.month, f.account, f.activity, f.amount FROM final f
                    WHERE NOT EXISTS (SELECT FROM %1$I.ledger l WHERE l.organisation = $1 AND (f.scenario, f.unit, f.head, f.flow, f.account, f.activity) = (l.scenario, l.unit, l.head, l.flow, l.account, l.activity)
                                                                AND f.month IS NOT DISTINCT FROM l.month)', released_schema, final)
        USING organisation, before_month, until_month;
    EXECUTE format('WITH told AS MATERIALIZED (%3$s), gone AS (
                        DELETE FROM %2$I.household_month r USING %2$I.unit u, %1$I.live_shown_unit g, told
                        WHERE r.organisation = $1 AND u.organisation = $1 AND u.code = r.unit AND g.organisation = $1 AND g.unit = coalesce(u.shown_as, u.code)
                          AND told.shown_unit = g.code AND told.month = r.month AND NOT told.waits AND told.unit IS DISTINCT FROM r.unit
                    ), past AS (
                        INSERT INTO %1$I.released_past (organisation, month, last_release, unit)
                        SELECT DISTINCT $1, told.month, $2, g.shown_as FROM told JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.code = told.shown_unit WHERE told.is_corrected AND NOT told.waits
                    )
                    INSERT INTO %2$I.household_month AS kept (organisation, unit, month, households, payments)
                    SELECT $1, told.unit, told.month, told.households, told.payments FROM told WHERE told.unit IS NOT NULL AND NOT told.waits
                    ON CONFLICT (organisation, unit, month) DO UPDATE SET households = excluded.households, payments = excluded.payments
                    WHERE (kept.households, kept.payments) IS DISTINCT FROM (excluded.households, excluded.payments)', schema, released_schema, reported)
        USING organisation, before_month;
    EXECUTE format('DELETE FROM %I.release_change c WHERE c.organisation = $1 AND NOT c.waits', schema) USING organisation;
END
$function$;
COMMENT ON FUNCTION @extschema@.release_ledger(text, text, text, date, date) IS
'The part of release_month that tells the ledger, what is about households by groups of units, and what is reported of households. The books of support say what the payments that are shown say; what they have beside is told with a month that is shown first, where it can be of no few. Call that.';
