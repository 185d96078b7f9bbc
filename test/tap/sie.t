#!/usr/bin/env bash
# SIE files of many programs, which are not part of the project: each is loaded whole, or the reason is printed why not, and what is loaded adds up by account to
# the results that it states. Skipped where there are none; SIE_FILES names another directory of them.
# Needs no example.
. "$(dirname "$0")/tap.bash"
# Beside the checkout that worktrees are of.
checkout=$(cd "$(dirname "$0")/../.." && cd "$(git rev-parse --git-common-dir 2>/dev/null || echo .git)/.." 2>/dev/null && pwd)
directory=${SIE_FILES:-$checkout/../shared/data/sie}
mapfile -d '' -t files < <(find "$directory" -maxdepth 1 -iname '*.s[ei]' -print0 2>/dev/null | sort -z)
[ ${#files[@]} -gt 0 ] || { echo "1..0 # SKIP there are no SIE files in $directory"; exit 0; }
plan 4

# shellcheck disable=SC2317 # the trap calls it
clean_up() { dropdb --if-exists --force sie_files; }
trap clean_up EXIT
clean_up 2>/dev/null
createdb sie_files
export PGDATABASE=sie_files

sql >/dev/null <<'SQL'
SET client_min_messages = warning;
CREATE EXTENSION social_services;
CALL create_social_mart('m', organisation => '0000');
CREATE TABLE file (name text PRIMARY KEY, bytes bytea);
CREATE TABLE outcome (name text, program text, encoding text, loaded text, why text, differs text, sums text);
-- Each as an organisation of its own, whose fiscal year is the file's.
CREATE PROCEDURE load_one(name text, bytes bytea) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    head record;
    done outcome;
    detail text;
BEGIN
    done.name := name;
    BEGIN
        SELECT * INTO head FROM sie_file_head(bytes);
    EXCEPTION WHEN invalid_text_representation THEN
        done.loaded := 'no';
        done.why := SQLERRM;
        INSERT INTO outcome VALUES (done.*);
        RETURN;
    END;
    done.program := head.program;
    done.encoding := head.encoding;
    INSERT INTO m.organisation VALUES (name, name, DEFAULT, coalesce(EXTRACT(month FROM head.year_end + 1), 1));
    BEGIN
        CALL load_sie('m', bytes, organisation => name);
        done.loaded := 'whole';
    EXCEPTION WHEN data_exception THEN
        GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
        done.why := concat_ws(': ', SQLERRM, split_part(detail, E'\n', 1));
        CALL load_sie('m', bytes, organisation => name, partial => true);
        done.loaded := 'partial';
    END;
    -- By the lines of the file alone. Of an account that has none in the ledger the result is 0.
    SELECT string_agg(format('%s has %s, not %s', coalesce(stated.account, ours.account), ours.amount, stated.amount), '; ') INTO done.differs
    FROM (SELECT fields[2] AS account, sum(fields[3]::numeric) AS amount FROM sie_items(bytes) WHERE item = '#RES' AND fields[1] = '0' GROUP BY fields[2]) stated
    FULL JOIN (SELECT l.head AS account, sum(CASE l.flow WHEN 'revenue' THEN - l.amount ELSE l.amount END) AS amount
               FROM m.ledger l JOIN m.scenario s USING (organisation)
               WHERE l.organisation = name AND s.code = l.scenario AND s.kind = 'outcome' AND s.fiscal_year = EXTRACT(year FROM head.year_end) GROUP BY l.head) ours USING (account)
    WHERE coalesce(stated.amount, 0) <> coalesce(ours.amount, 0) AND EXISTS (SELECT FROM sie_items(bytes) WHERE item = '#RES' AND fields[1] = '0');
    SELECT string_agg(format('%s %s', l.scenario, l.net), ', ' ORDER BY l.scenario) INTO done.sums
    FROM (SELECT scenario, sum(CASE flow WHEN 'revenue' THEN - amount ELSE amount END) AS net FROM m.ledger WHERE organisation = name GROUP BY scenario) l;
    INSERT INTO outcome VALUES (done.*);
END
$$;
SQL
for file in "${files[@]}"; do
    name=${file##*/}
    printf "INSERT INTO file VALUES ('%s', decode('%s', 'base64'));\n" "${name//\'/\'\'}" "$(base64 -w0 "$file")"
done | sql
ok $? "${#files[@]} files are there"
sql <<'SQL'
SET client_min_messages = warning;
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT * FROM file ORDER BY name LOOP
        CALL load_one(f.name, f.bytes);
    END LOOP;
END
$$;
SQL
ok $? "each is loaded, or refused for a reason"
psql --no-psqlrc --quiet --command='SELECT name, left(program, 28) AS program, encoding, loaded, left(why, 150) AS why, left(differs, 60) AS differs, sums FROM outcome ORDER BY name' | sed 's/^/# /'
[ "$(sql --command="SELECT count(*) FROM outcome WHERE loaded = 'whole' AND differs IS NOT NULL")" = 0 ]
ok $? "what is loaded whole adds up by account to the results of the year"
# What is refused as no SIE file has none of its lines.
[ "$(sql --command="SELECT count(*) FROM outcome o JOIN file f USING (name) WHERE o.loaded = 'no' AND position(convert_to('#SIETYP', 'UTF8') IN f.bytes) > 0")" = 0 ]
ok $? "only what is no SIE file is not read"
exit "$tap_status"
