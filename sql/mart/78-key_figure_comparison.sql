-- key_figure_comparison: an organisation beside its peers

-- Each peer counts the same, however large: what is asked is how it stands among them. Quarters are cut as most programs do, with
-- straight lines between figures (type 7 of Hyndman and Fan 1996). No verdict rests on fewer than five.
CREATE OR REPLACE VIEW key_figure_comparison AS
WITH participant AS (
    SELECT membership.organisation, membership.peer_group, membership.member, membership.from_day, membership.until_day, false AS is_own FROM peer_group_member membership
    UNION ALL
    SELECT own.organisation, own.code, own.organisation, NULL::date, NULL::date, true FROM peer_group own
), figure AS (
    -- By the key of each: there is one figure of a period, but DISTINCT has them read of one member after another, and filters pass.
    -- Who is in a group twice counts once.
    SELECT DISTINCT participant.organisation, participant.peer_group, participant.member, participant.is_own,
           latest.key_figure, latest.period_kind, latest.breakdown, latest.period_start, latest.value, latest.status
    FROM participant
    CROSS JOIN LATERAL (SELECT DISTINCT ON (known.key_figure, known.period_kind, known.breakdown, known.period_start) known.key_figure, known.period_kind, known.breakdown, known.period_start, known.value, known.status
                        FROM live_known_figure known
                        WHERE known.organisation = participant.member AND known.unit IS NULL) latest
    WHERE participant.is_own OR latest.period_start >= participant.from_day AND (participant.until_day IS NULL OR latest.period_start <= participant.until_day)
), side_by_side AS (
    SELECT figure.organisation, figure.peer_group, figure.key_figure, figure.period_kind, figure.period_start, figure.breakdown,
           max(figure.value) FILTER (WHERE figure.is_own)                         AS own,
           max(figure.status) FILTER (WHERE figure.is_own)                        AS own_status,
           pg_catalog.count(figure.value) FILTER (WHERE NOT figure.is_own)        AS reporting,
           count(*) FILTER (WHERE NOT figure.is_own AND figure.status = 'secret') AS secret,
           sum(figure.value) FILTER (WHERE NOT figure.is_own)                     AS total,
           pg_catalog.array_agg(figure.value ORDER BY figure.value) FILTER (WHERE NOT figure.is_own AND figure.value IS NOT NULL) AS sorted
    FROM figure
    GROUP BY figure.organisation, figure.peer_group, figure.key_figure, figure.period_kind, figure.period_start, figure.breakdown
), placed AS (
    SELECT side_by_side.*, named.name, named.unit_of_measure, named.direction,
           members.peers,
           CASE WHEN side_by_side.own IS NOT NULL THEN better.than_own + 1 END AS rank,
           side_by_side.reporting + CASE WHEN side_by_side.own IS NULL THEN 0 ELSE 1 END AS ranked,
           cut.lower, cut.median, cut.upper,
           -- Nobody stands out of those that are all alike.
           side_by_side.sorted[1] = side_by_side.sorted[side_by_side.reporting::integer] AND side_by_side.own = side_by_side.sorted[1] AS is_level
    FROM side_by_side
    JOIN live_key_figure_name named ON named.organisation = side_by_side.organisation AND named.code = side_by_side.key_figure
    CROSS JOIN LATERAL (SELECT pg_catalog.count(DISTINCT membership.member) AS peers
                        FROM peer_group_member membership
                        WHERE membership.organisation = side_by_side.organisation AND membership.peer_group = side_by_side.peer_group
                          AND membership.from_day <= side_by_side.period_start AND (membership.until_day IS NULL OR membership.until_day >= side_by_side.period_start)) members
    CROSS JOIN LATERAL (SELECT pg_catalog.count(CASE WHEN named.direction = 'at_most' THEN peer.value < side_by_side.own ELSE peer.value > side_by_side.own END OR NULL) AS than_own
                        FROM pg_catalog.unnest(side_by_side.sorted) AS peer(value)) better
    CROSS JOIN LATERAL (SELECT max(part.value) FILTER (WHERE part.quarters = 1) AS lower, max(part.value) FILTER (WHERE part.quarters = 2) AS median, max(part.value) FILTER (WHERE part.quarters = 3) AS upper
                        FROM (SELECT quarter.quarters,
                                     side_by_side.sorted[place.whole] + coalesce((side_by_side.sorted[place.whole + 1] - side_by_side.sorted[place.whole]) * place.rest, 0::numeric) AS value
                              FROM pg_catalog.generate_series(1, 3) AS quarter(quarters)
                              CROSS JOIN LATERAL (SELECT ((side_by_side.reporting::integer - 1) * quarter.quarters) / 4 + 1,
                                                         (((side_by_side.reporting::integer - 1) * quarter.quarters) % 4)::numeric * 0.25) AS place(whole, rest)) part) cut
), judged AS (
    SELECT placed.*,
           CASE WHEN placed.own IS NULL        THEN coalesce('no value: ' || pg_catalog.replace(placed.own_status, '_'::text, ' '::text), 'no figure')
                WHEN placed.reporting < 5::bigint THEN placed.reporting::text || ' of ' || placed.peers::text || ' peers have a figure: five are needed'
                WHEN placed.direction IS NULL  THEN 'key_figure.direction does not say whether high is good'
                WHEN placed.is_level           THEN 'all have the same' END      AS why_no_verdict,
           -- Held against the cuts that stand beside it: who shares a cut with others does not stand out.
           CASE WHEN (placed.own - cut.best) * cut.upwards > 0::numeric    THEN 1
                WHEN (placed.own - cut.worst) * cut.upwards < 0::numeric   THEN 4
                WHEN (placed.own - placed.median) * cut.upwards >= 0::numeric THEN 2
                ELSE 3 END                                                         AS quartile,
           cut.best, cut.worst
    FROM placed
    CROSS JOIN LATERAL (SELECT CASE placed.direction WHEN 'at_least' THEN placed.upper WHEN 'at_most' THEN placed.lower END,
                               CASE placed.direction WHEN 'at_least' THEN placed.lower WHEN 'at_most' THEN placed.upper END,
                               CASE placed.direction WHEN 'at_least' THEN 1::numeric ELSE (-1)::numeric END) AS cut(best, worst, upwards)
)
SELECT judged.organisation,
       judged.peer_group                                           AS peer_group_code,
       peer_group.name                                             AS peer_group,
       judged.key_figure                                           AS key_figure_code,
       judged.name                                                 AS key_figure,
       judged.period_kind,
       judged.period_start,
       judged.breakdown,
       judged.own::numeric(25,6)                                   AS value,
       judged.own_status                                           AS status,
       (judged.total / nullif(judged.reporting, 0)::numeric)::numeric(25,6) AS peers_mean,
       judged.median::numeric(25,6)                                AS peers_median,
       judged.peers::integer                                       AS peers,
       judged.reporting::integer                                   AS peers_reporting,
       judged.secret::integer                                      AS peers_secret,
       (judged.own - judged.total / nullif(judged.reporting, 0)::numeric)::numeric(25,6) AS difference_to_mean,
       judged.rank::integer                                        AS rank,
       CASE WHEN judged.rank IS NOT NULL THEN judged.ranked::integer END AS ranked,
       CASE WHEN judged.why_no_verdict IS NULL THEN judged.quartile END AS quartile,
       CASE WHEN judged.reporting >= 5::bigint THEN judged.best END::numeric(25,6) AS best_quarter,
       CASE WHEN judged.reporting >= 5::bigint THEN judged.worst END::numeric(25,6) AS worst_quarter,
       CASE WHEN judged.why_no_verdict IS NOT NULL THEN NULL
            WHEN judged.quartile = 1               THEN 'best quarter'
            WHEN judged.quartile = 4               THEN 'worst quarter'
            ELSE 'middle half' END                                 AS verdict,
       judged.why_no_verdict,
       judged.unit_of_measure,
       judged.direction
FROM judged
JOIN peer_group ON peer_group.organisation = judged.organisation AND peer_group.code = judged.peer_group;
COMMENT ON VIEW   key_figure_comparison                    IS 'A key figure of a period and breakdown of an organisation, beside a group of peers (peer_group) as it was on the first day of the period. Of whole organisations';
COMMENT ON COLUMN key_figure_comparison.organisation       IS 'Code of the organisation that is compared';
COMMENT ON COLUMN key_figure_comparison.peer_group_code    IS 'Code of the group';
COMMENT ON COLUMN key_figure_comparison.peer_group         IS 'Name of the group';
COMMENT ON COLUMN key_figure_comparison.key_figure_code    IS 'Code of the key figure';
COMMENT ON COLUMN key_figure_comparison.key_figure         IS 'Name of the key figure';
COMMENT ON COLUMN key_figure_comparison.period_kind        IS 'day, month, quarter or year';
COMMENT ON COLUMN key_figure_comparison.period_start       IS 'First day of the period';
COMMENT ON COLUMN key_figure_comparison.breakdown          IS 'Whom it is of: total, women, men, an age such as 18-24, or both';
COMMENT ON COLUMN key_figure_comparison.value              IS 'Its own figure, in the unit of measure; 91 % is 0.91. NULL where it has none';
COMMENT ON COLUMN key_figure_comparison.status             IS 'ok, preliminary, missing, secret or not_applicable; NULL where nothing was published of it';
COMMENT ON COLUMN key_figure_comparison.peers_mean         IS 'Mean of the peers that have a figure, each counting the same; NULL where none has';
COMMENT ON COLUMN key_figure_comparison.peers_median       IS 'Median of them';
COMMENT ON COLUMN key_figure_comparison.peers              IS 'Peers in the group on the first day of the period';
COMMENT ON COLUMN key_figure_comparison.peers_reporting    IS 'How many of them have a figure: what mean, median and quarters rest on';
COMMENT ON COLUMN key_figure_comparison.peers_secret       IS 'How many of them have a secret one';
COMMENT ON COLUMN key_figure_comparison.difference_to_mean IS 'Its own figure minus the mean of the peers';
COMMENT ON COLUMN key_figure_comparison.rank               IS 'Its place among itself and the peers that have a figure, 1 for the best by direction, or for the highest without one; the same for those that are alike';
COMMENT ON COLUMN key_figure_comparison.ranked             IS 'Of how many places';
COMMENT ON COLUMN key_figure_comparison.quartile           IS '1 if its own is better than best_quarter, 4 if it is worse than worst_quarter, else 2 from the median on and 3 below; NULL without a verdict';
COMMENT ON COLUMN key_figure_comparison.best_quarter       IS 'What the best quarter of the peers reaches; NULL below five that have a figure, and without a direction';
COMMENT ON COLUMN key_figure_comparison.worst_quarter      IS 'What the worst quarter of the peers does not get beyond';
COMMENT ON COLUMN key_figure_comparison.verdict            IS 'best quarter where its own is better than best_quarter, worst quarter where it is worse than worst_quarter, else middle half; NULL where there is none, see why_no_verdict';
COMMENT ON COLUMN key_figure_comparison.why_no_verdict     IS 'Why there is no verdict: no own figure, fewer than five peers with one, no direction, or all alike';
COMMENT ON COLUMN key_figure_comparison.unit_of_measure    IS 'percent (as a fraction), yes_no, days, or what is counted';
COMMENT ON COLUMN key_figure_comparison.direction          IS 'at_least where high is good, at_most where low is';
