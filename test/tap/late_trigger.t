#!/usr/bin/env bash
# A trigger that another session puts on a mart's table after a transaction has begun is not seen by what that transaction reads, and
# would run in it: never with the rights of the mart's owner.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 9

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --if-exists --force late_trigger_test
    psql --no-psqlrc --quiet --command='DROP ROLE IF EXISTS late_owner, late_attacker, late_loader' postgres
    rm -rf -- "$scratch"
}
trap clean_up EXIT

createdb late_trigger_test
export PGDATABASE=late_trigger_test PGOPTIONS='-c client_min_messages=warning'
sql >/dev/null <<'SQL'
CREATE ROLE late_owner;
CREATE ROLE late_attacker;
CREATE ROLE late_loader;
CREATE EXTENSION social_services SCHEMA public;
GRANT CREATE ON DATABASE late_trigger_test TO late_owner, late_attacker;
SET SESSION AUTHORIZATION late_owner;
CALL create_social_mart('m', organisation => '1');
INSERT INTO m.unit (code, name) VALUES ('u', 'Unit');
INSERT INTO m.budget_head (code, name) VALUES ('h', 'Head'), ('i', 'Head'), ('j', 'Head');
INSERT INTO m.scenario (code, kind, fiscal_year) VALUES ('o', 'outcome', 2025);
INSERT INTO m.ledger (scenario, unit, head, amount) VALUES ('o', 'u', 'h', 5);
GRANT USAGE ON SCHEMA m TO late_attacker, late_loader;
-- As GRANT ALL does.
GRANT TRIGGER ON ALL TABLES IN SCHEMA m TO late_attacker;
GRANT SELECT, INSERT, UPDATE, DELETE ON m.ledger, m.scenario, m.unit, m.budget_head, m.mart TO late_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA m TO late_loader;
SET SESSION AUTHORIZATION late_attacker;
CREATE SCHEMA attacker;
GRANT USAGE ON SCHEMA attacker TO PUBLIC;
CREATE TABLE attacker.seen (who text, relation text);
GRANT INSERT ON attacker.seen TO PUBLIC;
CREATE FUNCTION attacker.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO attacker.seen VALUES (current_user, TG_TABLE_NAME); RETURN NULL; END $$;
SQL
for table in ledger_period summary_note; do
    cat >"$scratch/$table.sql" <<SQL
SET SESSION AUTHORIZATION late_attacker;
CREATE OR REPLACE TRIGGER late AFTER INSERT OR UPDATE OR DELETE ON m.$table FOR EACH ROW EXECUTE FUNCTION attacker.note();
SQL
done

# usage: attempt ROLE LEVEL TABLE SQL: a transaction, in which the attacker puts a trigger on the table after it has begun. Its errors.
attempt() {
    sql --command="DROP TRIGGER IF EXISTS late ON m.$3"
    psql --no-psqlrc --quiet --tuples-only --no-align 2>&1 <<SQL
SET SESSION AUTHORIZATION $1;
BEGIN ISOLATION LEVEL $2;
SELECT set_config('application_name', count(*)::text, true) FROM m.mart \g /dev/null
\! psql --no-psqlrc --quiet --file='$scratch/$3.sql'
$4
COMMIT;
SQL
}
# usage: as_owner: how often the attacker's function ran with the owner's rights
as_owner() { sql --command="SELECT count(*) FROM attacker.seen WHERE who = 'late_owner'"; }

row() { echo "INSERT INTO m.ledger (scenario, unit, head, amount) VALUES ('o', 'u', '$1', 5);"; }
for level in 'REPEATABLE READ' SERIALIZABLE; do
    attempt late_loader "$level" ledger_period "$(row i)" | grep -q 'cannot be ruled out'; ok $? "$level: a load is refused"
    attempt late_owner "$level" summary_note "CALL refresh_social_mart('m');" | grep -q 'cannot be ruled out'; ok $? "$level: a refresh is refused"
done
attempt late_loader 'READ COMMITTED' ledger_period "$(row i)" | grep -q 'runs a routine of another'; ok $? "READ COMMITTED sees the trigger: a load is refused"
attempt late_owner 'READ COMMITTED' summary_note "CALL refresh_social_mart('m');" | grep -q 'objects of others'; ok $? "and a refresh"
[ "$(as_owner)" = 0 ]; ok $? "nothing of the attacker's ran with the owner's rights"
# Where nobody may put triggers, every level loads.
sql --command='DROP TRIGGER late ON m.ledger_period' --command='DROP TRIGGER late ON m.summary_note' --command='REVOKE TRIGGER ON ALL TABLES IN SCHEMA m FROM late_attacker'
: >"$scratch/ledger_period.sql"
attempt late_loader SERIALIZABLE ledger_period "$(row j)" >&2
[ "$(sql --command="SELECT string_agg(head, ' ' ORDER BY head) FROM m.ledger")" = 'h j' ]; ok $? "without such rights a load at SERIALIZABLE is done"
: >"$scratch/summary_note.sql"
! attempt late_owner 'REPEATABLE READ' summary_note "CALL refresh_social_mart('m');" | grep ERROR >&2; ok $? "and a refresh at REPEATABLE READ"
exit "$tap_status"
