-- released_past: what readers were shown before it was corrected; microdata

-- Who reads keeps all that was ever shown. So what is shown next is held against every release, not only the last: a wrong load that is taken
-- back, but for one household, would tell of that one.
CREATE TABLE IF NOT EXISTS released_past (
    organisation text   NOT NULL,
    month        date   NOT NULL,
    last_release date   NOT NULL,
    household    bigint,
    unit         text,
    amount       numeric,
    CONSTRAINT released_past_key UNIQUE NULLS NOT DISTINCT (organisation, month, last_release, household, unit),
    CONSTRAINT released_past_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit
);
COMMENT ON TABLE  released_past              IS 'What readers were shown of a household in a month, or that something else was reported of a group, before a later release showed it otherwise';
COMMENT ON COLUMN released_past.organisation IS 'Organisation that paid';
COMMENT ON COLUMN released_past.month        IS 'First day of the month';
COMMENT ON COLUMN released_past.last_release IS 'released_month.month of the last release that showed it so';
COMMENT ON COLUMN released_past.household    IS 'Number that stands for the household; NULL for what was reported of a group of units';
COMMENT ON COLUMN released_past.unit         IS 'Code of the unit that it was shown in; NULL where it was not shown';
COMMENT ON COLUMN released_past.amount       IS 'What it was shown to be paid; NULL where it was not shown';
INSERT INTO microdata VALUES ('released_past') ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW live_released_past AS
SELECT DISTINCT ON (release.organisation, release.month, release.last_release, past.household)
       release.organisation, release.month, release.last_release, past.household, coalesce(unit.shown_as, unit.code) AS unit, past.amount
FROM (SELECT DISTINCT told.organisation, told.month, told.last_release FROM released_past told WHERE told.household IS NOT NULL) release
JOIN released_past past ON past.organisation = release.organisation AND past.month = release.month AND past.last_release >= release.last_release AND past.household IS NOT NULL
LEFT JOIN unit ON unit.organisation = past.organisation AND unit.code = past.unit
ORDER BY release.organisation, release.month, release.last_release, past.household, past.last_release;
COMMENT ON VIEW   live_released_past              IS 'What a release showed of a household in a month that has been shown otherwise since. Ask for an organisation and a month';
COMMENT ON COLUMN live_released_past.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_past.month        IS 'First day of the month';
COMMENT ON COLUMN live_released_past.last_release IS 'The release, by its last month';
COMMENT ON COLUMN live_released_past.household    IS 'Number that stands for the household';
COMMENT ON COLUMN live_released_past.unit         IS 'Code of the unit that shows the group now in which it was shown then; NULL where it was not shown';
COMMENT ON COLUMN live_released_past.amount       IS 'What it was shown to be paid';
