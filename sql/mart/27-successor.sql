-- successor: how the row of a succession is written

-- What the rules for successions call where they are broken, so that the message says what to write. In a file before the
-- tables, which an upgrade compares with before it runs theirs.
CREATE OR REPLACE FUNCTION refuse_succession(kind text, code text, from_year integer) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('%s "%s" cannot be its own successor, as it would from %s on', kind, code, from_year),
        HINT = format('What does not move needs no row: leave it out. Of what is split, the rest that no row of %s_succession gives away stays in the %1$s itself.', kind),
        TABLE = kind || '_succession', CONSTRAINT = kind || '_succession_is_to_another';
END
$function$;
COMMENT ON FUNCTION refuse_succession(text, text, integer) IS 'Refuses a unit or head that would be its own successor (23514)';

CREATE OR REPLACE FUNCTION refuse_succession_share(kind text, code text, successor text, share numeric) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('share of %s "%s" that lives on in "%s" must be above 0, at most 1 and have at most six decimals, not %s', kind, code, successor, share),
        HINT = CASE WHEN share > 1::numeric AND share <= 100::numeric THEN format('A share is a fraction: if percent are meant, write %s.', trim_scale(round(share / 100::numeric, 6)))
                    WHEN share > 0::numeric AND share < 1::numeric THEN format('Write %s.', trim_scale(greatest(round(share, 6), 0.000001)))
                    ELSE 'Write 1 where all of it lives on there, 0.3 for 30 %, NULL where nobody says how much; where nothing does, leave the row out.' END,
        TABLE = kind || '_succession', CONSTRAINT = kind || '_succession_share_is_above_0_and_at_most_1';
END
$function$;
COMMENT ON FUNCTION refuse_succession_share(text, text, text, numeric) IS 'Refuses a share of a succession, and says how it is written (23514)';
