-- household_plan: what a budget for support pays for, and the way to its household target

CREATE TABLE IF NOT EXISTS household_plan (
    organisation        text    NOT NULL REFERENCES organisation,
    fiscal_year         integer NOT NULL,
    opening_households  integer,
    closing_households  integer,
    expected_households integer,
    cost_per_household  numeric,
    budget              numeric,
    norm_gap            numeric,
    PRIMARY KEY (organisation, fiscal_year),
    CONSTRAINT household_plan_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT household_plan_households_are_up_to_ten_million
        CHECK (opening_households >= 0 AND opening_households <= 10000000
               AND closing_households >= 0 AND closing_households <= 10000000
               AND expected_households >= 0 AND expected_households <= 10000000),
    CONSTRAINT household_plan_cost_per_household_is_from_0_01_to_1e7
        CHECK (cost_per_household > 0::numeric AND cost_per_household < 1e7 AND cost_per_household = round(cost_per_household, 2)),
    CONSTRAINT household_plan_amounts_are_finite_with_at_most_two_decimals
        CHECK (abs(budget) < 1e13 AND budget = round(budget, 2) AND abs(norm_gap) < 1e13 AND norm_gap = round(norm_gap, 2))
);
COMMENT ON TABLE  household_plan                     IS 'What a fiscal year''s plan says of the households with support; NULL where it says nothing';
COMMENT ON COLUMN household_plan.organisation        IS 'Organisation whose plan it is';
COMMENT ON COLUMN household_plan.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN household_plan.opening_households  IS 'Households at the end of the year before';
COMMENT ON COLUMN household_plan.closing_households  IS 'Target: households at the end of the year';
COMMENT ON COLUMN household_plan.expected_households IS 'Households per month on average, where the plan states them; else they follow from the way from opening to closing';
COMMENT ON COLUMN household_plan.cost_per_household  IS 'What a household costs in a month, in whole currency units';
COMMENT ON COLUMN household_plan.budget              IS 'Budget for payments to households in the year, before revenue';
COMMENT ON COLUMN household_plan.norm_gap            IS 'Part of what is missing that comes from support norms rising by more than the budget was raised for, where the plan states it';
