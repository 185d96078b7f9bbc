-- waiting_rule: from what until what people wait, and how long at most

CREATE TABLE IF NOT EXISTS waiting_rule (
    organisation text    NOT NULL,
    code         text    NOT NULL,
    name         text    NOT NULL,
    kind         text    NOT NULL,
    from_event   text    NOT NULL,
    to_event     text    NOT NULL,
    limit_days   integer,
    source       text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT waiting_rule_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES episode_kind,
    CONSTRAINT waiting_rule_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT waiting_rule_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT waiting_rule_goes_from_one_event_to_another CHECK (from_event <> to_event
        OR refuse_value('waiting_rule'::text, 'to_event'::text, 'waiting_rule_goes_from_one_event_to_another'::text, 'another event than from_event'::text, to_event,
                     'A time to wait goes from one event to another, such as from applied to decided.'::text)),
    CONSTRAINT waiting_rule_limit_days_is_0_to_ten_years CHECK (limit_days BETWEEN 0 AND 3653
        OR refuse_value('waiting_rule'::text, 'limit_days'::text, 'waiting_rule_limit_days_is_0_to_ten_years'::text, 'from 0 to 3653 days'::text, limit_days::text,
                     'Write for example 120 for four months, or NULL where there is no limit.'::text))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'waiting_rule'::text, '{code,from_event,to_event}'::text[], '{name,source}'::text[]);
COMMENT ON TABLE  waiting_rule              IS 'From what event until what event people wait, such as from a report to the end of its investigation';
COMMENT ON COLUMN waiting_rule.organisation IS 'Organisation that follows it up';
COMMENT ON COLUMN waiting_rule.code         IS 'Code of the rule, unique within the organisation';
COMMENT ON COLUMN waiting_rule.name         IS 'Name for people';
COMMENT ON COLUMN waiting_rule.kind         IS 'Code of the kind of case';
COMMENT ON COLUMN waiting_rule.from_event   IS 'case_event.event that the wait begins with';
COMMENT ON COLUMN waiting_rule.to_event     IS 'case_event.event that it ends with: the first one of the same person and kind on the same day or later';
COMMENT ON COLUMN waiting_rule.limit_days   IS 'Days that it may take at most, or NULL';
COMMENT ON COLUMN waiting_rule.source       IS 'Who says so, such as a law';
