-- reallocation_balance: a head after all those moves

CREATE OR REPLACE VIEW reallocation_balance AS
WITH moved AS (
    SELECT transfer.organisation, transfer.fiscal_year, transfer.scenario, side.head,
           sum(transfer.amount) FILTER (WHERE side.head = transfer.from_head) AS given,
           sum(transfer.amount) FILTER (WHERE side.head = transfer.to_head)   AS received
    FROM reallocation_transfer transfer
    CROSS JOIN LATERAL (VALUES (transfer.from_head), (transfer.to_head)) AS side(head)
    GROUP BY transfer.organisation, transfer.fiscal_year, transfer.scenario, side.head
), head_after AS (
    SELECT proposal.*, moved.given, moved.received,
           proposal.budget - coalesce(moved.given, 0) + coalesce(moved.received, 0) AS budget_after
    FROM reallocation_proposal proposal
    LEFT JOIN moved ON moved.organisation = proposal.organisation AND moved.fiscal_year = proposal.fiscal_year
                   AND moved.scenario = proposal.scenario AND moved.head = proposal.head_code
)
SELECT head_after.organisation,
       head_after.fiscal_year,
       head_after.head_code,
       head_after.head,
       head_after.budget,
       head_after.need,
       head_after.floor,
       head_after.priority,
       head_after.spare,
       head_after.shortfall,
       coalesce(head_after.given, 0)::numeric(18,2)    AS given,
       coalesce(head_after.received, 0)::numeric(18,2) AS received,
       head_after.budget_after::numeric(18,2)          AS budget_after,
       CASE WHEN head_after.need IS NOT NULL
            THEN greatest(head_after.budget_after - greatest(head_after.need, head_after.floor), 0::numeric) END::numeric(18,2) AS remaining_spare,
       CASE WHEN head_after.need IS NOT NULL
            THEN greatest(head_after.need - head_after.budget_after, 0::numeric) END::numeric(18,2) AS remaining_shortfall,
       head_after.statutory,
       head_after.scenario,
       head_after.scenario_kind,
       head_after.as_of,
       head_after.is_latest,
       head_after.need_source,
       head_after.need_low,
       head_after.need_high,
       CASE WHEN head_after.need_low IS NOT NULL
            THEN greatest(head_after.need_low - head_after.budget_after, 0::numeric) END::numeric(18,2)  AS remaining_shortfall_at_low,
       CASE WHEN head_after.need_high IS NOT NULL
            THEN greatest(head_after.need_high - head_after.budget_after, 0::numeric) END::numeric(18,2) AS remaining_shortfall_at_high,
       head_after.why_no_interval
FROM head_after;
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
