-- household_fact: of what type a household is, and what keeps it from supporting itself; microdata

CREATE TABLE IF NOT EXISTS household_fact (
    organisation   text   NOT NULL REFERENCES organisation,
    household      bigint NOT NULL,
    from_month     date   NOT NULL,
    household_type text,
    obstacle       text,
    CONSTRAINT household_fact_has_one_row_a_month PRIMARY KEY (organisation, household, from_month),
    CONSTRAINT household_fact_from_month_is_a_first_day CHECK (from_month >= '1000-01-01' AND from_month <= '9999-12-01' AND EXTRACT(day FROM from_month) = 1::numeric
                                                               OR refuse_month('household_fact'::text, from_month)),
    CONSTRAINT household_fact_household_type_is_not_blank CHECK (btrim(household_type) <> ''),
    CONSTRAINT household_fact_obstacle_is_not_blank CHECK (btrim(obstacle) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'household_fact'::text, '{household_type,obstacle}'::text[], '{}'::text[]);
COMMENT ON TABLE  household_fact                IS 'Of what type a household is and what keeps it from supporting itself, from a month on until its next row, pseudonymous: no reader may read a row of it';
COMMENT ON COLUMN household_fact.organisation   IS 'Organisation that it belongs to';
COMMENT ON COLUMN household_fact.household      IS 'Pseudonym of the household, as in support_payment';
COMMENT ON COLUMN household_fact.from_month     IS 'First day of the month from which it holds';
COMMENT ON COLUMN household_fact.household_type IS 'Such as single man with children: the same word for the same thing; NULL where not known';
COMMENT ON COLUMN household_fact.obstacle       IS 'What keeps the household from supporting itself, such as unemployed or ill: the same word for the same thing; NULL where not known';
INSERT INTO microdata VALUES ('household_fact') ON CONFLICT DO NOTHING;
