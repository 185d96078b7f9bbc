-- identity_number: what stands for a household or person is no personal identity number

-- Nobody can tell a number that leads to somebody from one that does not, but most of a file of identity numbers show. Swedish
-- ones, with or without a century: year, month, day (60 more in a coordination number), three digits, and a check digit by
-- Luhn's algorithm (SKV 704). Without a century zeros at its start are lost in a number. Not STRICT, or each row would be a call.
CREATE OR REPLACE FUNCTION is_identity_number(number bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (number BETWEEN 1010000::bigint AND 9999999999::bigint OR number BETWEEN 180000000000::bigint AND 209999999999::bigint)
       AND number / 1000000::bigint % 100::bigint BETWEEN 1::bigint AND 12::bigint
       AND (number / 10000::bigint % 100::bigint BETWEEN 1::bigint AND 31::bigint OR number / 10000::bigint % 100::bigint BETWEEN 61::bigint AND 91::bigint)
       -- From the right every second digit counts twice, as the sum of the digits of that.
       AND (number % 10::bigint + number / 100::bigint % 10::bigint + number / 10000::bigint % 10::bigint + number / 1000000::bigint % 10::bigint + number / 100000000::bigint % 10::bigint
            + number / 10::bigint % 10::bigint * 2::bigint % 9::bigint + CASE number / 10::bigint % 10::bigint WHEN 9::bigint THEN 9::bigint ELSE 0::bigint END
            + number / 1000::bigint % 10::bigint * 2::bigint % 9::bigint + CASE number / 1000::bigint % 10::bigint WHEN 9::bigint THEN 9::bigint ELSE 0::bigint END
            + number / 100000::bigint % 10::bigint * 2::bigint % 9::bigint + CASE number / 100000::bigint % 10::bigint WHEN 9::bigint THEN 9::bigint ELSE 0::bigint END
            + number / 10000000::bigint % 10::bigint * 2::bigint % 9::bigint + CASE number / 10000000::bigint % 10::bigint WHEN 9::bigint THEN 9::bigint ELSE 0::bigint END
            + number / 1000000000::bigint % 10::bigint * 2::bigint % 9::bigint + CASE number / 1000000000::bigint % 10::bigint WHEN 9::bigint THEN 9::bigint ELSE 0::bigint END)
           % 10::bigint = 0::bigint;
COMMENT ON FUNCTION is_identity_number(bigint) IS 'Whether a number could be a Swedish personal identity or coordination number, of 12 digits or of 10 without the century: its month, day and check digit are right. NULL for NULL';

-- Its arguments: the columns with pseudonyms. A load is refused where more than nine tenths of its rows have an identity number
-- there. One in 140 of all numbers of ten digits could be one by chance, so of those it takes five different ones.
CREATE OR REPLACE FUNCTION refuse_identity_numbers() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    pseudonym text;
    loaded record;
BEGIN
    FOREACH pseudonym IN ARRAY TG_ARGV LOOP
        EXECUTE format('SELECT count(*) AS numbers, count(*) FILTER (WHERE %1$I.is_identity_number(%2$I)) AS valid,
                               min(%2$I) FILTER (WHERE %2$I < 180000000000 AND %1$I.is_identity_number(%2$I)) AS short
                        FROM changed_rows', TG_TABLE_SCHEMA, pseudonym) INTO loaded;
        CONTINUE WHEN loaded.valid * 10 <= loaded.numbers * 9;
        IF loaded.short IS NOT NULL THEN
            EXECUTE format('SELECT count(*) FROM (SELECT DISTINCT %2$I FROM changed_rows WHERE %1$I.is_identity_number(%2$I) LIMIT 5) n', TG_TABLE_SCHEMA, pseudonym) INTO loaded.short;
            CONTINUE WHEN loaded.short < 5;
        END IF;
        -- None of them stands here: messages go to the log.
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('rows for %s with a personal identity number as %s: %s of %s', TG_TABLE_NAME, pseudonym, loaded.valid, loaded.numbers),
            DETAIL = 'Nothing of them was loaded. They have the month, day and check digit of Swedish ones.',
            HINT = 'Load a pseudonym in its place: pseudonym(identity, secret) makes one, the same for the same identity and secret. Numbers that are none by chance can be loaded together with others.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = pseudonym, CONSTRAINT = format('%s_%s_is_no_identity_number', TG_TABLE_NAME, pseudonym);
    END LOOP;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_identity_numbers() IS 'Refuses rows of a statement of which more than nine tenths have a Swedish personal identity number where a pseudonym belongs (23514)';

-- A trigger with a transition table serves one event, hence two of each table.
CREATE OR REPLACE TRIGGER support_payment_has_pseudonyms_on_insert AFTER INSERT ON support_payment
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household');
CREATE OR REPLACE TRIGGER support_payment_has_pseudonyms_on_update AFTER UPDATE ON support_payment
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household');
CREATE OR REPLACE TRIGGER household_member_has_pseudonyms_on_insert AFTER INSERT ON household_member
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household', 'person');
CREATE OR REPLACE TRIGGER household_member_has_pseudonyms_on_update AFTER UPDATE ON household_member
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household', 'person');
CREATE OR REPLACE TRIGGER household_fact_has_pseudonyms_on_insert AFTER INSERT ON household_fact
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household');
CREATE OR REPLACE TRIGGER household_fact_has_pseudonyms_on_update AFTER UPDATE ON household_fact
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('household');
CREATE OR REPLACE TRIGGER episode_has_pseudonyms_on_insert AFTER INSERT ON episode
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('person');
CREATE OR REPLACE TRIGGER episode_has_pseudonyms_on_update AFTER UPDATE ON episode
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('person');
CREATE OR REPLACE TRIGGER case_event_has_pseudonyms_on_insert AFTER INSERT ON case_event
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('person');
CREATE OR REPLACE TRIGGER case_event_has_pseudonyms_on_update AFTER UPDATE ON case_event
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_numbers('person');
