-- released_month: what readers are shown: closed months, once, by groups of units that no figure tells of few by

-- == What is told of households ==

CREATE FUNCTION @extschema@.release_payments(schema text, released_schema text, extension_schema text, organisation text, months date[], is_regrouped boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    -- Of tables that it fills itself, the planner expects few rows.
    SET enable_nestloop = off
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    minimum integer;
    this_month date;
    newly bigint;
    last_class bigint;
BEGIN
    EXECUTE format('SELECT m.minimum_group FROM %I.mart m', schema) INTO minimum;
    -- Who has become part of a larger group.
    IF is_regrouped THEN
        EXECUTE format('UPDATE %1$I.released_household r SET unit = u.shown_as FROM %1$I.unit u
                        WHERE r.organisation = $1 AND u.organisation = $1 AND u.code = r.unit AND u.shown_as IS NOT NULL', schema) USING organisation;
        EXECUTE format('WITH shown AS MATERIALIZED (SELECT g.unit, g.code FROM %1$I.live_shown_unit g WHERE g.organisation = $1)
                        UPDATE %2$I.support_payment p SET unit = g.code FROM %1$I.released_household r, shown g
                        WHERE p.organisation = $1 AND r.organisation = $1 AND r.month = p.month AND r.household = p.household AND g.unit = r.unit AND g.code <> p.unit', schema, released_schema) USING organisation;
    END IF;

    FOREACH this_month IN ARRAY months LOOP
        EXECUTE format('DELETE FROM %I.released_shift s WHERE s.organisation = $1 AND s.month = $2', schema) USING organisation, this_month;
        EXECUTE format('INSERT INTO %1$I.released_shift (organisation, month, unit, amount)
                        SELECT s.organisation, s.month, s.unit, s.amount FROM %1$I.live_unit_shift s WHERE s.organisation = $1 AND s.month = $2', schema) USING organisation, this_month;
        -- What is otherwise than shown.
        EXECUTE format('DELETE FROM %I.release_change c WHERE c.organisation = $1 AND c.month = $2', schema) USING organisation, this_month;
        EXECUTE format('INSERT INTO %1$I.release_change (organisation, month, household, unit, amount, shown_unit, shown_amount, class, supported_class)
                        SELECT $1, month, household, paid.unit, paid.amount, shown.unit, shown.amount, shown.class, shown.supported_class
                        FROM (SELECT p.month, p.household, coalesce(u.shown_as, u.code) AS unit, p.amount
                              FROM %1$I.live_household_unit p
                              JOIN %1$I.unit u ON u.organisation = $1 AND u.code = p.unit
                              WHERE p.organisation = $1 AND p.month = $2) paid
                        FULL JOIN (SELECT r.month, r.household, CASE WHEN r.is_shown THEN r.unit END AS unit, p.amount, r.class, r.supported_class
                                   FROM %1$I.released_household r
                                   LEFT JOIN %2$I.support_payment p ON p.organisation = $1 AND p.month = $2 AND p.household = r.household
                                   WHERE r.organisation = $1 AND r.month = $2 AND NOT r.is_erased) shown USING (month, household)
                        WHERE (paid.unit, paid.amount) IS DISTINCT FROM (shown.unit, shown.amount)', schema, released_schema)
            USING organisation, this_month;

        -- Of a group and month either all changes are shown or none, and those that move between two such of both. Each that has to wait can
        -- leave too few elsewhere.
        LOOP
            EXECUTE format('
                WITH change AS MATERIALIZED (
                    SELECT * FROM %1$I.release_change c WHERE c.organisation = $1 AND c.month = $3 AND NOT c.waits
                ), figure AS (
                    -- Sums are about all who are paid or pay back, numbers about those with support.
                    SELECT ''sum'' AS figure, class, shown_unit, unit FROM change WHERE unit IS DISTINCT FROM shown_unit
                    UNION ALL
                    SELECT ''number'', supported_class, counted.shown_unit, counted.unit
                    FROM change
                    CROSS JOIN LATERAL (SELECT CASE WHEN shown_amount > 0 THEN shown_unit END AS shown_unit, CASE WHEN amount > 0 THEN unit END AS unit) counted
                    WHERE counted.unit IS DISTINCT FROM counted.shown_unit
                ), past AS MATERIALIZED (
                    SELECT p.last_release, p.household, p.unit, p.amount FROM %1$I.live_released_past p WHERE p.organisation = $1 AND p.month = $3
                ), compared AS (
                    SELECT NULL::date AS last_release, shown_unit, shown_amount, unit, amount FROM change
                    UNION ALL
                    SELECT past.last_release, past.unit, past.amount, CASE WHEN c.household IS NULL THEN r.unit ELSE c.unit END, CASE WHEN c.household IS NULL THEN p.amount ELSE c.amount END
                    FROM past
                    LEFT JOIN change c USING (household)
                    LEFT JOIN %1$I.released_household r ON r.organisation = $1 AND r.month = $3 AND r.household = past.household AND r.is_shown
                    LEFT JOIN %2$I.support_payment p ON p.organisation = $1 AND p.month = $3 AND p.household = past.household
                    UNION ALL
                    SELECT release.last_release, c.shown_unit, c.shown_amount, c.unit, c.amount
                    FROM (SELECT DISTINCT past.last_release FROM past) release CROSS JOIN change c
                    WHERE NOT EXISTS (SELECT FROM past WHERE past.last_release = release.last_release AND past.household = c.household)
                ), few AS (
                    -- As many as come or leave together, from the same figures to the same figures, can be told apart from then on,
                    SELECT unit AS cell FROM figure WHERE unit IS NOT NULL GROUP BY figure, unit, class HAVING count(*) < $2
                    UNION ALL
                    SELECT shown_unit FROM figure WHERE shown_unit IS NOT NULL GROUP BY figure, shown_unit, class, unit HAVING count(*) < $2
                    UNION ALL
                    -- and those who stay behind in the figures that these were in.
                    SELECT gone.cell
                    FROM (SELECT figure, class, coalesce(shown_unit, unit) AS cell, sum(count(*)) OVER (PARTITION BY figure, class) AS of_class
                          FROM figure WHERE class IS NOT NULL GROUP BY figure, class, coalesce(shown_unit, unit)) gone
                    JOIN (SELECT ''sum'' AS figure, r.class, count(*) AS households FROM %1$I.released_household r WHERE r.organisation = $1 AND r.month = $3 GROUP BY r.class
                          UNION ALL
                          SELECT ''number'', r.supported_class, count(*) FROM %1$I.released_household r WHERE r.organisation = $1 AND r.month = $3 GROUP BY r.supported_class) before
                         USING (figure, class)
                    WHERE before.households - gone.of_class BETWEEN 1 AND $2 - 1
                    UNION ALL
                    -- The difference to what any release showed is of all who were otherwise in it.
                    SELECT cell
                    FROM (SELECT last_release, cell, size, row_number() OVER (PARTITION BY last_release, cell ORDER BY size DESC) AS place
                          FROM compared
                          CROSS JOIN LATERAL (SELECT compared.unit AS cell, abs(amount - CASE WHEN compared.unit = shown_unit THEN shown_amount ELSE 0 END) AS size WHERE compared.unit IS NOT NULL
                                              UNION ALL
                                              SELECT shown_unit, abs(shown_amount) WHERE shown_unit IS NOT NULL AND compared.unit IS DISTINCT FROM shown_unit) side
                          WHERE size <> 0) difference
                    GROUP BY last_release, cell
                    HAVING count(*) < $2 OR %3$s.one_has_most(sum(size), max(size), coalesce(max(size) FILTER (WHERE place = 2), 0))
                    UNION ALL
                    -- And what is shown then.
                    SELECT unit
                    FROM (SELECT unit, amount, abs(amount) AS size, row_number() OVER (PARTITION BY unit ORDER BY abs(amount) DESC) AS place
                          FROM (SELECT unit, amount FROM change WHERE unit IS NOT NULL
                                UNION ALL
                                SELECT r.unit, p.amount
                                FROM %2$I.support_payment p
                                JOIN %1$I.released_household r ON r.organisation = $1 AND r.month = $3 AND r.household = p.household
                                WHERE p.organisation = $1 AND p.month = $3 AND r.unit IN (SELECT unit FROM change UNION SELECT shown_unit FROM change)
                                  AND NOT EXISTS (SELECT FROM change c WHERE c.household = p.household)) state) state
                    GROUP BY unit
                    -- Who has nothing left hides nobody.
                    HAVING count(*) < $2 OR count(*) FILTER (WHERE amount <> 0) BETWEEN 1 AND $2 - 1 OR count(*) FILTER (WHERE amount > 0) BETWEEN 1 AND $2 - 1
                        OR %3$s.one_has_most(sum(size), max(size), coalesce(max(size) FILTER (WHERE place = 2), 0))
                    UNION ALL
                    -- What was shown as reported is told from payments once, and if these are of the same or of other numbers: the difference is of those who are more.
                    SELECT was.cell
                    FROM (SELECT g.shown_as AS cell, g.code, bool_and(r.unit = g.code) AS is_whole, sum(r.households) AS households, sum(r.payments) AS payments
                          FROM %2$I.household_month r
                          JOIN %2$I.unit own ON own.organisation = $1 AND own.code = r.unit
                          JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.unit = coalesce(own.shown_as, own.code)
                          WHERE r.organisation = $1 AND r.month = $3
                          GROUP BY g.shown_as, g.code) was
                    LEFT JOIN %1$I.live_released_household_month now ON now.organisation = $1 AND now.month = $3 AND now.shown_unit = was.code
                    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE c.amount > 0) AS households, sum(c.amount) AS payments FROM change c WHERE c.unit = was.cell) paid
                    WHERE (now.households, now.payments) IS DISTINCT FROM (was.households, was.payments)
                      AND NOT (was.is_whole AND (abs(paid.households - was.households) >= $2 OR paid.households = was.households AND paid.payments = coalesce(was.payments, paid.payments)))
                    UNION ALL
                    SELECT g.shown_as FROM %1$I.released_past p JOIN %1$I.live_shown_unit g ON g.organisation = $1 AND g.unit = p.unit
                    WHERE p.organisation = $1 AND p.month = $3 AND p.household IS NULL
                      AND NOT EXISTS (SELECT FROM %1$I.live_released_household_month now WHERE now.organisation = $1 AND now.month = $3 AND now.shown_unit = g.code)
                ), together AS MATERIALIZED (
                    SELECT DISTINCT cell FROM few
                )
                UPDATE %1$I.release_change c SET waits = true
                WHERE c.organisation = $1 AND c.month = $3 AND NOT c.waits AND (c.unit IN (SELECT cell FROM together) OR c.shown_unit IN (SELECT cell FROM together))', schema, released_schema, extension_schema)
                USING organisation, minimum, this_month;
            GET DIAGNOSTICS newly = ROW_COUNT;
            EXIT WHEN newly = 0;
        END LOOP;

        EXECUTE format('SELECT coalesce(greatest(max(r.class), max(r.supported_class)), 0) FROM %I.released_household r WHERE r.organisation = $1 AND r.month = $2', schema) INTO last_class USING organisation, this_month;
        EXECUTE format('INSERT INTO %1$I.released_past (organisation, month, household, last_release, unit, amount)
                        SELECT $1, c.month, c.household, last.release, c.shown_unit, c.shown_amount
                        FROM %1$I.release_change c
                        CROSS JOIN (SELECT max(r.month) AS release FROM %1$I.released_month r WHERE r.organisation = $1) last
                        WHERE c.organisation = $1 AND c.month = $2 AND NOT c.waits AND EXISTS (SELECT FROM %1$I.released_household r WHERE r.organisation = $1 AND r.month = $2 AND r.class > 0)', schema)
            USING organisation, this_month;
        EXECUTE format('DELETE FROM %2$I.support_payment p USING %1$I.release_change c
                        WHERE p.organisation = $1 AND p.month = $2 AND c.organisation = $1 AND c.month = $2 AND NOT c.waits AND p.household = c.household', schema, released_schema)
            USING organisation, this_month;
        EXECUTE format('INSERT INTO %2$I.support_payment (organisation, unit, household, month, amount)
                        WITH shown AS MATERIALIZED (SELECT g.unit, g.code FROM %1$I.live_shown_unit g WHERE g.organisation = $1)
                        SELECT $1, g.code, c.household, c.month, c.amount
                        FROM %1$I.release_change c
                        JOIN shown g ON g.unit = c.unit
                        WHERE c.organisation = $1 AND c.month = $2 AND NOT c.waits', schema, released_schema)
            USING organisation, this_month;
        EXECUTE format('INSERT INTO %1$I.released_household (organisation, month, household, unit, class, supported_class, is_shown)
                        SELECT $1, c.month, c.household, coalesce(c.unit, c.shown_unit),
                               CASE WHEN c.unit IS DISTINCT FROM c.shown_unit THEN $2 + dense_rank() OVER (ORDER BY c.class, c.unit, c.shown_unit) ELSE c.class END,
                               CASE WHEN counted.unit IS DISTINCT FROM counted.shown_unit THEN $2 + dense_rank() OVER (ORDER BY c.supported_class, counted.unit, counted.shown_unit) ELSE c.supported_class END,
                               c.unit IS NOT NULL
                        FROM %1$I.release_change c
                        CROSS JOIN LATERAL (SELECT CASE WHEN c.shown_amount > 0 THEN c.shown_unit END AS shown_unit, CASE WHEN c.amount > 0 THEN c.unit END AS unit) counted
                        WHERE c.organisation = $1 AND c.month = $3 AND NOT c.waits
                        ON CONFLICT (organisation, month, household)
                            DO UPDATE SET unit = excluded.unit, class = excluded.class, supported_class = excluded.supported_class, is_shown = excluded.is_shown', schema)
            USING organisation, last_class, this_month;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.release_payments(text, text, text, text, date[], boolean) IS
'The part of release_month that shows payments, and corrections of what was shown, where they are about enough households. Call that.';

-- == A release ==

CREATE FUNCTION @extschema@.next_release(schema text, month text, organisation text, OUT released_schema text, OUT is_for text, OUT until_month date, OUT before_month date) RETURNS record
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
#variable_conflict use_variable
DECLARE
    today date;
    lacks_head boolean;
BEGIN
    is_for := organisation;
    released_schema := schema || '_released';
    until_month := month::date;
    IF until_month IS NULL OR until_month <> date_trunc('month', until_month::timestamp)::date OR until_month NOT BETWEEN '1000-01-01' AND '9999-12-01' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('month must be the first day of a month, not %s', quote_nullable(month)),
            HINT = format('Write for example CALL release_month(%L, ''2026-03-01'').', schema);
    END IF;
    EXECUTE format('SELECT d.today, (SELECT max(r.month) FROM %1$I.released_month r WHERE r.organisation = $1) FROM %1$I.live_day d WHERE d.organisation = $1', schema)
        INTO today, before_month USING is_for;
    IF today < (until_month + interval '1 month')::date THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('month %s is not over', to_char(until_month::timestamp, 'YYYY-MM')),
            DETAIL = 'What comes to it after it was shown could be told apart.',
            HINT = 'Release a month when nothing more is expected of it.';
    ELSIF until_month <= before_month THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('month %s of organisation %L was released already, as were all until %s', to_char(until_month::timestamp, 'YYYY-MM'), is_for, to_char(before_month::timestamp, 'YYYY-MM')),
            HINT = 'Corrections are shown with the next month that is released.';
    END IF;
    -- The books by unit would tell what the payments do not.
    EXECUTE format('SELECT EXISTS (SELECT FROM %1$I.support_payment p WHERE p.organisation = $1)
                           AND EXISTS (SELECT FROM %1$I.ledger l JOIN %1$I.scenario s ON s.organisation = l.organisation AND s.code = l.scenario WHERE l.organisation = $1 AND s.kind = ''outcome'')
                           AND NOT EXISTS (SELECT FROM %1$I.budget_head h WHERE h.organisation = $1 AND h.pays_support)', schema) INTO lacks_head USING is_for;
    IF lacks_head THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('no head of organisation %L says that payments to households are booked on it', is_for),
            DETAIL = 'Its outcome by unit and month would tell what few households are paid.',
            HINT = format('UPDATE %I.budget_head SET pays_support = true WHERE organisation = %L AND code = ...; and about_households of other heads whose amounts are those of households.', schema, is_for);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.next_release(text, text, text) IS
'The part of release_month that looks at its arguments. Call that.';

-- Books that were told by groups are not told by unit afterwards, nor those of a group as if they were another unit's.
CREATE FUNCTION @extschema@.refuse_seen_otherwise(schema text, released_schema text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    apart record;
    taken record;
BEGIN
    EXECUTE format('SELECT string_agg(quote_literal(was.head), '', '' ORDER BY was.head) AS heads, bool_or(was.is_support) AS were_support
                    FROM %2$I.live_shown_head was
                    JOIN %1$I.live_shown_head now USING (organisation, head)
                    WHERE was.organisation = $1 AND (was.is_about AND NOT now.is_about OR was.is_support AND NOT now.is_support)', schema, released_schema)
        INTO apart USING organisation;
    IF apart.heads IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('readers have seen heads of organisation %L as being about households that would be shown by unit: %s', organisation, apart.heads),
            DETAIL = 'What is said of a unit, less what has been seen of a group, would tell of few households.',
            HINT = CASE WHEN apart.were_support THEN 'What was support stays it: put it below the head with pays_support, or say in head_succession that it lives on there with a share of 1.'
                        ELSE format('UPDATE %I.budget_head SET about_households = true WHERE organisation = %L AND code IN (...)', schema, organisation) END;
    END IF;
    EXECUTE format('SELECT u.code, seen.name FROM %1$I.unit u JOIN %2$I.unit seen USING (organisation, code) WHERE u.organisation = $1 AND seen.shown_as IS NOT NULL ORDER BY u.code LIMIT 1', schema, released_schema)
        INTO taken USING organisation;
    IF taken.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('unit "%s" of organisation %L has the code that readers have seen "%s" by', taken.code, organisation, taken.name),
            HINT = 'Units that are shown together have a code that ends in a plus sign: give that unit another.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_seen_otherwise(text, text, text) IS
'Refuses a release where heads are no longer about households that readers were shown as such, or a unit has the code of a group that they were shown (55000). For release_month.';

CREATE FUNCTION @extschema@.changed_months(schema text, organisation text, until_month date) RETURNS date[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    months date[];
BEGIN
    EXECUTE format('SELECT coalesce(array_agg(month ORDER BY month), ''{}'')
                    FROM (SELECT month
                          FROM (SELECT d.month, d.rows, d.amount, d.digest FROM %1$I.live_month_digest d WHERE d.organisation = $1 AND d.month <= $2) now
                          FULL JOIN (SELECT d.month, d.rows, d.amount, d.digest FROM %1$I.released_digest d WHERE d.organisation = $1) was USING (month)
                          WHERE (now.rows, now.amount, now.digest) IS DISTINCT FROM (was.rows, was.amount, was.digest)
                          UNION
                          SELECT c.month FROM %1$I.release_change c WHERE c.organisation = $1) changed', schema)
        INTO months USING organisation, until_month;
    RETURN months;
END
$function$;
COMMENT ON FUNCTION @extschema@.changed_months(text, text, date) IS
'The months until one that are not as they were when they were released, and those of which some households wait. Reads all payments of the organisation. For release_month.';

-- VOLATILE, or it would not see what the statement that it stands in has grouped.
CREATE FUNCTION @extschema@.is_regrouped(schema text, released_schema text, organisation text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    is_other boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT code, name
                                   FROM (SELECT g.code, g.name, 1 AS side FROM %1$I.live_unit_group g WHERE g.organisation = $1
                                         UNION ALL
                                         SELECT u.code, u.name, 2 FROM %2$I.unit u WHERE u.organisation = $1 AND u.shown_as IS NOT NULL) both_of_them
                                   GROUP BY code, name HAVING count(*) = 1)', schema, released_schema)
        INTO is_other USING organisation;
    RETURN is_other;
END
$function$;
COMMENT ON FUNCTION @extschema@.is_regrouped(text, text, text) IS
'Whether units are to be shown together otherwise than a released mart shows them. For release_month.';

CREATE FUNCTION @extschema@.note_release(schema text, released_schema text, organisation text, until_month date, months date[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    told record;
BEGIN
    -- What is not shown yet and cannot be is no correction.
    EXECUTE format('INSERT INTO %1$I.released_month (organisation, month, households, payments, corrected, waiting, waiting_payments)
                    SELECT $1, $2, coalesce(before.households, 0) + changed.households, coalesce(before.payments, 0) + changed.payments, changed.corrected, changed.waiting, changed.waiting_payments
                    FROM (SELECT coalesce(sum(change.is_paid - change.was_paid) FILTER (WHERE NOT c.waits), 0) AS households,
                                 coalesce(sum(change.more) FILTER (WHERE NOT c.waits), 0) AS payments,
                                 count(*) FILTER (WHERE NOT c.waits AND c.month <= last.month) AS corrected,
                                 count(*) FILTER (WHERE c.waits) AS waiting, coalesce(sum(change.more) FILTER (WHERE c.waits), 0) AS waiting_payments,
                                 max(last.month) AS month
                          FROM (SELECT max(r.month) AS month FROM %1$I.released_month r WHERE r.organisation = $1) last
                          LEFT JOIN %1$I.release_change c ON c.organisation = $1
                          CROSS JOIN LATERAL (SELECT (c.unit IS NOT NULL)::integer, (c.shown_unit IS NOT NULL)::integer, coalesce(c.amount, 0) - coalesce(c.shown_amount, 0)) AS change(is_paid, was_paid, more)) changed
                    LEFT JOIN %1$I.released_month before ON before.organisation = $1 AND before.month = changed.month
                    RETURNING households, payments, corrected, waiting, waiting_payments', schema)
        INTO told USING organisation, until_month;
    -- A mart of readers goes by the minimum that it was released with last.
    EXECUTE format('UPDATE %2$I.mart SET minimum_group = m.minimum_group FROM %1$I.mart m WHERE %2$I.mart.minimum_group <> m.minimum_group', schema, released_schema);
    EXECUTE format('DELETE FROM %I.released_digest d WHERE d.organisation = $1 AND d.month = ANY ($2)', schema) USING organisation, months;
    EXECUTE format('INSERT INTO %1$I.released_digest (organisation, month, rows, amount, digest)
                    SELECT d.organisation, d.month, d.rows, d.amount, d.digest FROM %1$I.live_month_digest d WHERE d.organisation = $1 AND d.month = ANY ($2)', schema)
        USING organisation, months;
    IF told.households > 0 OR told.waiting > 0 THEN
        RAISE NOTICE 'organisation %: months until % are released in %: % household-months, paid %; % of earlier months corrected; % wait, as too few would be told apart, and % with them',
            organisation, to_char(until_month::timestamp, 'YYYY-MM'), quote_ident(released_schema), told.households, told.payments, told.corrected, told.waiting, told.waiting_payments;
    ELSE
        RAISE NOTICE 'organisation %: months until % are released in %; there are no payments to households', organisation, to_char(until_month::timestamp, 'YYYY-MM'), quote_ident(released_schema);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.note_release(text, text, text, date, date[]) IS
'The part of release_month that notes what was released and tells it. Call that.';

CREATE FUNCTION @extschema@.tell_hidden_books(schema text, released_schema text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = off
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    hidden record;
BEGIN
    FOR hidden IN
        EXECUTE format('SELECT told.scenario, string_agg(DISTINCT told.unit, '', '' ORDER BY told.unit) AS units
                        FROM %1$I.live_released_ledger told
                        WHERE told.organisation = $1 AND told.is_about AND told.is_support
                          AND NOT EXISTS (SELECT FROM %2$I.ledger l WHERE (l.organisation, l.scenario, l.unit, l.head) = (told.organisation, told.scenario, told.unit, told.head))
                        GROUP BY told.scenario ORDER BY told.scenario', schema, released_schema) USING organisation
    LOOP
        RAISE NOTICE 'organisation %: what outcome % has of support in % is not shown, as it can be of too few households: readers see it as not known', organisation, hidden.scenario, hidden.units;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.tell_hidden_books(text, text, text) IS
'The part of release_month that tells of which units the books of support are not shown. Call that.';

CREATE FUNCTION @extschema@.release_month_as_owner(schema text, month text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_newer_mart(schema, @extschema@.social_services_version());
    -- One step after another, each with what the one before found: payments are read once to find the months that have changed.
    WITH release AS MATERIALIZED (
        SELECT following.*
        FROM @extschema@.next_release(schema, month, @extschema@.mart_organisation(schema, organisation)) following
    ), changed AS MATERIALIZED (
        SELECT release.*, @extschema@.changed_months(schema, release.is_for, release.until_month) AS months FROM release
    ), grouped AS MATERIALIZED (
        SELECT changed.*, @extschema@.group_units_of_months(schema, changed.is_for, changed.months) AS is_grouped FROM changed
    ), opened AS MATERIALIZED (
        SELECT grouped.*, @extschema@.open_released_mart(schema) AS is_open FROM grouped
    ), compared AS MATERIALIZED (
        SELECT opened.*, @extschema@.refuse_seen_otherwise(schema, opened.released_schema, opened.is_for) AS is_kept, @extschema@.is_regrouped(schema, opened.released_schema, opened.is_for) AS is_regrouped FROM opened
    )
    SELECT @extschema@.copy_released(schema, release.released_schema, release.is_for, '{organisation,unit}'::text[], false),
           @extschema@.release_payments(schema, release.released_schema, @extschema@.social_services_schema(), release.is_for, release.months, release.is_regrouped),
           @extschema@.note_release(schema, release.released_schema, release.is_for, release.until_month, release.months),
           @extschema@.release_years(schema, release.released_schema, @extschema@.social_services_schema(), release.is_for, release.months || release.until_month, release.is_regrouped),
           @extschema@.copy_released(schema, release.released_schema, release.is_for, @extschema@.social_mart_names('table'::text), false),
           @extschema@.release_ledger(schema, release.released_schema, release.is_for, release.before_month, release.until_month),
           @extschema@.tell_hidden_books(schema, release.released_schema, release.is_for),
           @extschema@.copy_released(schema, release.released_schema, release.is_for, @extschema@.social_mart_names('table'::text), true)
    FROM compared release;
END;
COMMENT ON FUNCTION @extschema@.release_month_as_owner(text, text, text) IS
'The part of release_month that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.release_month(schema text, month date, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.release_month_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, month::text, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.release_month(text, date, text) IS
'Shows readers all months of an organisation (by default the mart''s own) until one, given by its first day, that they have not seen yet: in mart MART_released, made at the first call, whose views have the same names and columns. Small units are shown together first (group_small_units). A correction of a month that was shown is shown now if all that can be told from it is of no household or at least mart.minimum_group, whatever is subtracted from whatever was ever shown; else it waits for more, as do months of an organisation with fewer households. What is not about households is told as it stands, outcomes until the month. Tells what is shown, corrected and waits, and keeps it in released_month. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for what is no first day of a month and for an unknown organisation, 55000 for a month that is not over or was released, for heads that are no longer about households though readers saw them so, and for a released mart, 42P06 where the schema is taken, 42622 for too long a name, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
