-- reallocation_balance: a head after all those moves

CREATE OR REPLACE VIEW reallocation_balance AS
SELECT head.organisation,
       head.fiscal_year,
       head.head_code,
       head.head,
       head.budget,
       head.need,
       head.floor,
       head.priority,
       head.spare,
       head.shortfall,
       coalesce(head.given, 0)::numeric(18,2)          AS given,
       coalesce(head.received, 0)::numeric(18,2)       AS received,
       after.budget::numeric(18,2)                     AS budget_after,
       CASE WHEN head.need IS NOT NULL
            THEN greatest(after.budget - greatest(head.need, head.floor), 0::numeric) END::numeric(18,2) AS remaining_spare,
       CASE WHEN head.need IS NOT NULL
            THEN greatest(head.need - after.budget, 0::numeric) END::numeric(18,2) AS remaining_shortfall,
       head.statutory,
       head.scenario,
       head.scenario_kind,
       head.as_of,
       head.is_latest,
       head.need_source,
       head.need_low,
       head.need_high,
       CASE WHEN head.need_low IS NOT NULL
            THEN greatest(head.need_low - after.budget, 0::numeric) END::numeric(18,2)  AS remaining_shortfall_at_low,
       CASE WHEN head.need_high IS NOT NULL
            THEN greatest(head.need_high - after.budget, 0::numeric) END::numeric(18,2) AS remaining_shortfall_at_high,
       head.why_no_interval
FROM live_reallocation head
CROSS JOIN LATERAL (SELECT head.budget - coalesce(head.given, 0) + coalesce(head.received, 0)) AS after(budget);
COMMENT ON VIEW   reallocation_balance                     IS 'A head after all moves of reallocation_transfer: who gives, who takes, and what deficit remains when all that may move has moved. WHERE is_latest has each year once';
COMMENT ON COLUMN reallocation_balance.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_balance.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_balance.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_balance.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_balance.budget              IS 'Adopted budget; 0 where it has nothing for the head, nor for one above it';
COMMENT ON COLUMN reallocation_balance.need                IS 'What the scenario, or the computed forecast, says will be, or was, spent, also on heads below that have no budget of their own; NULL where a forecast does not say';
COMMENT ON COLUMN reallocation_balance.floor               IS 'What the head keeps in any case';
COMMENT ON COLUMN reallocation_balance.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_balance.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_balance.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.given               IS 'What leaves the head, its own and what it passes on';
COMMENT ON COLUMN reallocation_balance.received            IS 'What comes to the head';
COMMENT ON COLUMN reallocation_balance.budget_after        IS 'Budget - given + received';
COMMENT ON COLUMN reallocation_balance.remaining_spare     IS 'What the head still has to spare after the moves: nobody lacks it, or no rule, or its limit, lets it through';
COMMENT ON COLUMN reallocation_balance.remaining_shortfall IS 'What the need still has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_balance.scenario            IS 'Code of the forecast or outcome; of the outcome whose books a computed forecast is made from';
COMMENT ON COLUMN reallocation_balance.scenario_kind       IS 'What need is: outcome or forecast, stated or computed';
COMMENT ON COLUMN reallocation_balance.as_of               IS 'Last day that the forecast or outcome knows of; of a computed forecast its date in year_end_forecast';
COMMENT ON COLUMN reallocation_balance.is_latest           IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario); a computed one is there only where no other does';
COMMENT ON COLUMN reallocation_balance.need_source         IS 'Whose word need is: stated, computed or outcome, as in reallocation_proposal';
COMMENT ON COLUMN reallocation_balance.need_low            IS 'Lower end of the interval of a computed need, as in reallocation_proposal; NULL without one';
COMMENT ON COLUMN reallocation_balance.need_high           IS 'Upper end of it';
COMMENT ON COLUMN reallocation_balance.remaining_shortfall_at_low  IS 'What need_low has above the budget after the moves, or 0: what is lacking in any case';
COMMENT ON COLUMN reallocation_balance.remaining_shortfall_at_high IS 'What need_high has above the budget after the moves, or 0: what would be lacking if the head ended there, of one that gave as of one that took';
COMMENT ON COLUMN reallocation_balance.why_no_interval     IS 'Why need_low and need_high are NULL; NULL where they are not';
