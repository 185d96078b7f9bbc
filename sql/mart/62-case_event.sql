-- case_event: reports, applications, decisions; microdata

CREATE TABLE IF NOT EXISTS case_event (
    organisation text   NOT NULL,
    kind         text   NOT NULL,
    person       bigint NOT NULL,
    unit         text   NOT NULL,
    happened_on  date   NOT NULL,
    event        text   NOT NULL,
    outcome      text   NOT NULL DEFAULT '',
    CONSTRAINT case_event_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES episode_kind,
    CONSTRAINT case_event_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT case_event_happened_on_has_a_year_of_four_digits CHECK (happened_on >= '1000-01-01' AND happened_on <= '9999-12-31' OR refuse_day('case_event'::text, 'happened_on'::text, happened_on)),
    CONSTRAINT case_event_event_is_not_blank CHECK (btrim(event) <> '')
);
CREATE INDEX IF NOT EXISTS case_event_person ON case_event (organisation, kind, person, event, happened_on);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'case_event'::text, '{event,outcome}'::text[], '{}'::text[]);
COMMENT ON TABLE  case_event              IS 'What happened on a day in a case, such as a report or a decision, pseudonymous: no reader may read a row of it. Two of one day are two';
COMMENT ON COLUMN case_event.organisation IS 'Organisation that it belongs to';
COMMENT ON COLUMN case_event.kind         IS 'Code of the kind of case, of episode_kind';
COMMENT ON COLUMN case_event.person       IS 'Pseudonym of the person or household, as in episode';
COMMENT ON COLUMN case_event.unit         IS 'Code of the unit that it happened with';
COMMENT ON COLUMN case_event.happened_on  IS 'Day';
COMMENT ON COLUMN case_event.event        IS 'What happened, such as report, investigation or decision: the same word for the same thing';
COMMENT ON COLUMN case_event.outcome      IS 'What came of it, such as opened or dismissed; empty where not said';
INSERT INTO microdata VALUES ('case_event') ON CONFLICT DO NOTHING;
