-- ship_labels: puts the product's own words into a mart

-- The mart's DDL calls this. Its words come in ASCII, with \XXXX for other characters, so that a script is the same in every encoding.
CREATE PROCEDURE @extschema@.ship_labels(schema text, languages text[], words text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET standard_conforming_strings = on
AS $procedure$
#variable_conflict use_variable
DECLARE
    word record;
    said text;
BEGIN
    FOR word IN
        SELECT split_part(l.parts[1], '.', 1) AS area, substr(l.parts[1], strpos(l.parts[1], '.') + 1) AS code, n.language, btrim(l.parts[n.place + 1]) AS text
        FROM (SELECT regexp_split_to_array(btrim(line), '\s+\|\s+') AS parts FROM regexp_split_to_table(words, '\n') AS line WHERE btrim(line) <> '') l
        CROSS JOIN unnest(languages) WITH ORDINALITY AS n(language, place)
    LOOP
        CONTINUE WHEN word.text IS NULL;
        BEGIN
            said := unistr(word.text);
        EXCEPTION WHEN OTHERS THEN
            -- The database's encoding lacks a character.
            said := regexp_replace(word.text, '\\[0-9A-Fa-f]{4}', '?', 'g');
        END;
        EXECUTE format('INSERT INTO %I.label AS kept (language, area, code, text, shipped) VALUES ($1, $2, $3, $4, $4)
                        ON CONFLICT (language, area, code)
                        DO UPDATE SET text = CASE WHEN kept.text = kept.shipped THEN excluded.text ELSE kept.text END, shipped = excluded.shipped
                        WHERE kept.shipped IS DISTINCT FROM excluded.shipped', schema)
            USING word.language, word.area, word.code, said;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.ship_labels(text, text[], text) IS
'Writes words into table label of a mart, from lines of area.code and the word in each of the languages, with bars between; a word that the owner has changed stays. For the DDL of a mart.';
