-- transfer_rule: which money may move

CREATE TABLE IF NOT EXISTS transfer_rule (
    organisation text    NOT NULL,
    from_head    text    NOT NULL,
    to_head      text    NOT NULL,
    max_amount   numeric,
    cost         numeric NOT NULL DEFAULT 0,
    source       text,
    PRIMARY KEY (organisation, from_head, to_head),
    CONSTRAINT transfer_rule_from_head_fkey FOREIGN KEY (organisation, from_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_to_head_fkey FOREIGN KEY (organisation, to_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_leads_to_another_head CHECK (from_head <> to_head),
    CONSTRAINT transfer_rule_max_amount_is_an_amount_of_at_least_0
        CHECK (max_amount >= 0::numeric AND max_amount < 1e13 AND max_amount = round(max_amount, 2)),
    CONSTRAINT transfer_rule_cost_is_from_0_to_1000 CHECK (cost >= 0::numeric AND cost <= 1000::numeric AND cost = round(cost, 3))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'transfer_rule'::text, '{}'::text[], '{source}'::text[]);
CREATE INDEX IF NOT EXISTS transfer_rule_to_head ON transfer_rule (organisation, to_head);
COMMENT ON TABLE  transfer_rule              IS 'Moves of money between heads that are permitted; what no rule permits does not move';
COMMENT ON COLUMN transfer_rule.organisation IS 'Organisation that the rule belongs to';
COMMENT ON COLUMN transfer_rule.from_head    IS 'Code of the head that may give';
COMMENT ON COLUMN transfer_rule.to_head      IS 'Code of the head that may take';
COMMENT ON COLUMN transfer_rule.max_amount   IS 'The most that may move in a year, or NULL for no limit';
COMMENT ON COLUMN transfer_rule.cost         IS 'How unwelcome the move is, for each unit moved: of two ways to cover a shortfall the one with the lower sum is taken; 0 is free';
COMMENT ON COLUMN transfer_rule.source       IS 'Decision or statement that the rule rests on';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{transfer_rule}'::text[], 'ledger'::text, 0, ''::text);
