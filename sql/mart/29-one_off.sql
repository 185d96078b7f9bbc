-- one_off: what is booked and does not come again

CREATE TABLE IF NOT EXISTS one_off (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    unit         text    NOT NULL,
    head         text    NOT NULL,
    month        date    NOT NULL,
    amount       numeric NOT NULL,
    reason       text    NOT NULL,
    CONSTRAINT one_off_has_one_row_a_month_add_up_first PRIMARY KEY (organisation, scenario, unit, head, month),
    CONSTRAINT one_off_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT one_off_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT one_off_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT one_off_month_is_in_the_scenarios_fiscal_year FOREIGN KEY (organisation, scenario, month) REFERENCES scenario_month,
    CONSTRAINT one_off_month_is_a_first_day CHECK (isfinite(month) AND EXTRACT(day FROM month) = 1::numeric OR refuse_month('one_off'::text, month)),
    CONSTRAINT one_off_amount_is_finite_with_at_most_two_decimals CHECK (abs(amount) < 1e13 AND amount = round(amount, 2)),
    CONSTRAINT one_off_reason_is_not_blank CHECK (btrim(reason) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'one_off'::text, '{}'::text[], '{reason}'::text[]);
COMMENT ON TABLE  one_off              IS 'What is booked in a month of an outcome and does not come again: it is part of the bookings, counts in them and in the forecast of its year, and is not carried on; later years do not learn from it. It changes no booking, so the ledger may be loaded again. Of a month without bookings of the unit and head it says nothing until there are some; more than is booked is a suspicion of data_quality';
COMMENT ON COLUMN one_off.organisation IS 'Organisation that the amount belongs to';
COMMENT ON COLUMN one_off.scenario     IS 'Code of the outcome that it is booked in';
COMMENT ON COLUMN one_off.unit         IS 'Code of the unit';
COMMENT ON COLUMN one_off.head         IS 'Code of the budget head';
COMMENT ON COLUMN one_off.month        IS 'First day of the month that it is booked in';
COMMENT ON COLUMN one_off.amount       IS 'What of the net cost booked in the month does not come again, at most two decimals: negative for revenue, and for cost that was too low once';
COMMENT ON COLUMN one_off.reason       IS 'Why it does not come again';

-- What the foreign key refuses is said here in words.
CREATE OR REPLACE FUNCTION refuse_one_off() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    booked record;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    EXECUTE format('SELECT s.kind, s.fiscal_year, min(m.month) AS first_month, max(m.month) AS last_month
                    FROM %1$I.scenario s LEFT JOIN %1$I.scenario_month m ON m.organisation = s.organisation AND m.scenario = s.code
                    WHERE s.organisation = $1 AND s.code = $2 GROUP BY s.kind, s.fiscal_year', TG_TABLE_SCHEMA)
        INTO booked USING NEW.organisation, NEW.scenario;
    IF booked.kind <> 'outcome' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('scenario "%s" of a one-off must be an outcome, not a %s', NEW.scenario, booked.kind),
            HINT = 'A one-off is part of what is booked. What a budget or forecast has once stands in its own months.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    ELSIF isfinite(NEW.month) AND (NEW.month < booked.first_month OR NEW.month > booked.last_month) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('month of a one-off must be in fiscal year %s, which outcome "%s" is of, not %s', booked.fiscal_year, NEW.scenario, to_char(NEW.month::timestamp, 'YYYY-MM-DD')),
            HINT = format('The year''s months are %s to %s.', to_char(booked.first_month::timestamp, 'YYYY-MM-DD'), to_char(booked.last_month::timestamp, 'YYYY-MM-DD')),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = 'one_off_month_is_in_the_scenarios_fiscal_year';
    END IF;
    RETURN NEW;
END
$function$;
REVOKE ALL ON FUNCTION refuse_one_off() FROM PUBLIC;
COMMENT ON FUNCTION refuse_one_off() IS 'Refuses a one-off of what is no outcome, and one of a month that is not in the fiscal year of its outcome (23514). 42501 for a table of another owner';
CREATE OR REPLACE TRIGGER one_off_is_of_an_outcomes_year BEFORE INSERT OR UPDATE ON one_off
    FOR EACH ROW EXECUTE FUNCTION refuse_one_off();

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{one_off}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'scenario'::text);

-- By the units and heads of a later year, divided as the ledger is (live_restated_ledger). What is not booked is no part of a booking.
CREATE OR REPLACE VIEW live_restated_one_off AS
SELECT year.organisation, year.fiscal_year, scenario.fiscal_year AS of_year, scenario.code AS scenario,
       coalesce(unit.successor, one_off.unit) AS unit, coalesce(head.successor, one_off.head) AS head, one_off.month,
       @extschema@.portion(@extschema@.portion(one_off.amount, coalesce(unit.share_from, 0::numeric), coalesce(unit.share_to, 1::numeric), 2),
                           coalesce(head.share_from, 0::numeric), coalesce(head.share_to, 1::numeric), 2)::numeric(18,2) AS amount
FROM live_ledger_year year
JOIN scenario ON scenario.organisation = year.organisation AND scenario.fiscal_year <= year.fiscal_year
JOIN one_off ON one_off.organisation = scenario.organisation AND one_off.scenario = scenario.code
LEFT JOIN live_lineage unit ON unit.organisation = year.organisation AND unit.kind = 'unit' AND unit.code = one_off.unit
                      AND scenario.fiscal_year BETWEEN unit.earlier_from AND unit.earlier_until
                      AND year.fiscal_year BETWEEN unit.seen_from AND unit.seen_until
                      AND unit.share_from < unit.share_to
LEFT JOIN live_lineage head ON head.organisation = year.organisation AND head.kind = 'head' AND head.code = one_off.head
                      AND scenario.fiscal_year BETWEEN head.earlier_from AND head.earlier_until
                      AND year.fiscal_year BETWEEN head.seen_from AND head.seen_until
                      AND head.share_from < head.share_to
WHERE EXISTS (SELECT FROM ledger
              WHERE ledger.organisation = one_off.organisation AND ledger.scenario = one_off.scenario AND ledger.unit = one_off.unit AND ledger.head = one_off.head
                AND ledger.month = one_off.month AND ledger.amount <> 0::numeric OFFSET 0);
COMMENT ON VIEW   live_restated_one_off              IS 'The one-offs that are booked as they are where they are looked at from a fiscal year, those of earlier years by the units and heads that they live on in (live_lineage). Ask for organisation, fiscal_year and of_year';
COMMENT ON COLUMN live_restated_one_off.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_restated_one_off.fiscal_year  IS 'Fiscal year that it is looked at from';
COMMENT ON COLUMN live_restated_one_off.of_year      IS 'Fiscal year of the outcome: the same or an earlier one';
COMMENT ON COLUMN live_restated_one_off.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_restated_one_off.unit         IS 'Code of the unit that the amount counts for';
COMMENT ON COLUMN live_restated_one_off.head         IS 'Code of the budget head that the amount counts for';
COMMENT ON COLUMN live_restated_one_off.month        IS 'First day of the month';
COMMENT ON COLUMN live_restated_one_off.amount       IS 'Amount, or the part of it that goes to this unit and head';
