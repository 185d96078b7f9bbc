-- ship_labels: puts the product's own words into a mart

-- The mart's DDL calls this. Its words come in ASCII, with \XXXX for other characters, so that a script is the same in every encoding.
CREATE PROCEDURE @extschema@.ship_labels(schema text, languages text[], words text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET standard_conforming_strings = on
AS $procedure$
#variable_conflict use_variable
DECLARE
    written text;
    said text;
BEGIN
    FOR written IN SELECT DISTINCT m.parts[1] FROM regexp_matches(words, '\\[0-9A-F]{4}', 'g') AS m(parts) LOOP
        BEGIN
            said := unistr(written);
        EXCEPTION WHEN OTHERS THEN
            -- The database's encoding lacks the character.
            said := '?';
        END;
        words := replace(words, written, said);
    END LOOP;
    EXECUTE format($insert$
        INSERT INTO %I.label AS kept (language, area, code, text, shipped)
        SELECT w.language, w.area, w.code, w.text, w.text
        FROM (SELECT n.language, split_part(l.parts[1], '.', 1) AS area, substr(l.parts[1], strpos(l.parts[1], '.') + 1) AS code, btrim(l.parts[n.place + 1]) AS text
              FROM (SELECT regexp_split_to_array(btrim(line), '\s+\|\s+') AS parts FROM regexp_split_to_table($1, '\n') AS line WHERE btrim(line) <> '') l
              CROSS JOIN unnest($2) WITH ORDINALITY AS n(language, place)) w
        WHERE w.text IS NOT NULL
        ON CONFLICT (language, area, code)
        DO UPDATE SET text = CASE WHEN kept.text = kept.shipped THEN excluded.text ELSE kept.text END, shipped = excluded.shipped
        WHERE kept.shipped IS DISTINCT FROM excluded.shipped$insert$, schema) USING words, languages;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.ship_labels(text, text[], text) IS
'Writes words into table label of a mart, from lines of area.code and the word in each of the languages, with bars between; a word that the owner has changed stays. For the DDL of a mart.';
