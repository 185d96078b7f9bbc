#!/usr/bin/env bash
# A mart whose ledger and payments are divided by year says what it said, and what partitions can do makes no view wrong.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 33

database=regress_partition
scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --force --if-exists regress_partition 2>/dev/null
    dropdb --force --if-exists regress_partition_restored 2>/dev/null
    sql --dbname=postgres --command='DROP ROLE IF EXISTS regress_part_owner, regress_part_loader' 2>/dev/null
}
trap 'clean_up; rm -rf -- "$scratch"' EXIT
clean_up
on() { sql --dbname=$database --command='SET client_min_messages = warning' --command='SET search_path = m, public' "$@" 2>&1; }
owner() { on --command='SET ROLE regress_part_owner' "${@/#/--command=}"; }

sql --dbname=postgres --command='CREATE ROLE regress_part_owner' --command='CREATE ROLE regress_part_loader'
createdb $database
on --command='CREATE EXTENSION social_services' --command="GRANT CREATE ON DATABASE $database TO regress_part_owner"
on --command='SET ROLE regress_part_owner' --file=- <<'SQL'
CALL create_social_mart('m', organisation => '1281');
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('1280', 'Another', 7);
INSERT INTO unit (organisation, code, name) SELECT o, c, 'Unit ' || c FROM unnest('{1280,1281}'::text[]) AS o, unnest('{u,v}'::text[]) AS c;
INSERT INTO budget_head (organisation, code, name, pays_support) SELECT o, c, 'Head ' || c, c = 'h' FROM unnest('{1280,1281}'::text[]) AS o, unnest('{h,k}'::text[]) AS c;
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT o, k || y, k, y FROM unnest('{1280,1281}'::text[]) AS o, unnest('{budget,outcome}'::text[]) AS k, generate_series(2020, 2024) AS y;
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT s.organisation, s.code, u.code, h.code, 9000 FROM scenario s JOIN unit u USING (organisation) JOIN budget_head h USING (organisation) WHERE s.kind = 'budget';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT k.organisation, k.scenario, u.code, h.code, k.month, 700 + ascii(u.code) + 10 * EXTRACT(month FROM k.month)
FROM scenario_month k JOIN unit u USING (organisation) JOIN budget_head h USING (organisation) WHERE k.scenario LIKE 'outcome%';
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o, 'u', h, m, 1000 + h FROM unnest('{1280,1281}'::text[]) AS o, generate_series(1, 20) AS h, generate_series(date '2021-01-01', '2023-12-01', interval '1 month') AS m;
GRANT SELECT, INSERT ON ledger TO regress_part_loader WITH GRANT OPTION;
GRANT UPDATE (amount) ON ledger TO regress_part_loader;
GRANT USAGE ON SCHEMA m TO regress_part_loader;
CREATE FUNCTION own_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER own AFTER INSERT ON support_payment FOR EACH ROW EXECUTE FUNCTION own_trigger();
ALTER TABLE support_payment DISABLE TRIGGER own;
CREATE INDEX own_index ON support_payment (household);
COMMENT ON INDEX own_index IS 'of its owner';
CALL release_month('m', '2023-12-01');
CALL refresh_social_mart('m');
SQL

views=$(on --command="SELECT string_agg(v, ' ') FROM unnest(social_mart_names('view')) AS v WHERE v NOT IN ('stale_summary', 'data_dictionary', 'live_summary') AND v NOT LIKE 'live%'")
# Every row of every view, and what is computed of those that are kept: with another order of rows they are the same.
cat >"$scratch/said.sql" <<SQL
$(for view in $views; do echo "SELECT '$view', md5(string_agg(v::text, chr(10) ORDER BY v::text)) FROM m.$view v;"; done)
SQL
said() { on --file="$scratch/said.sql"; }
cat >"$scratch/wrong.sql" <<'SQL'
SELECT format('SELECT %L WHERE EXISTS (SELECT FROM (SELECT ROW(%2$s)::text, 1 FROM m.%3$I UNION ALL SELECT ROW(%2$s)::text, -1 FROM m.%4$I) s(said, n) GROUP BY s.said HAVING sum(s.n) <> 0)',
              v.view_name, c.columns, v.view_name, 'live_' || v.view_name)
FROM m.summary_view v
CROSS JOIN LATERAL (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = format('m.%I', v.view_name)::regclass AND a.attnum > 0) AS c(columns)
\gexec
SQL
# Views that do not say what is computed from the tables.
wrong() { on --file="$scratch/wrong.sql"; }
stale() { on --command='SELECT count(*) FROM stale_summary WHERE fiscal_year < 2024'; }
# The rows of an outcome that a kept view says, beside what is in the table.
right() { cat <<'SQL'
SELECT coalesce((SELECT sum(outcome) FROM m.budget_variance), 0) = coalesce((SELECT sum(amount) FROM m.ledger WHERE scenario LIKE 'outcome%'), 0)
   AND coalesce((SELECT sum(payments) FROM m.household_cost), 0) >= 0
   AND coalesce((SELECT sum(households) FROM m.caseload_by_month), 0) = (SELECT count(*) FROM (SELECT DISTINCT organisation, unit, household, month FROM m.support_payment) s);
SQL
}
parts_of() { on --command="
    SELECT 'column', attname, format_type(atttypid, atttypmod), attnotnull, attgenerated, attidentity, col_description(attrelid, attnum), attacl::text FROM pg_attribute WHERE attrelid = 'm.$1'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum" --command="
    SELECT 'constraint', conname, pg_get_constraintdef(oid), condeferrable FROM pg_constraint WHERE conrelid = 'm.$1'::regclass AND contype IN ('c', 'f', 'u') ORDER BY 2" --command="
    SELECT 'trigger', tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'm.$1'::regclass AND NOT tgisinternal ORDER BY 2" --command="
    SELECT 'index', c.relname, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON '), obj_description(c.oid, 'pg_class') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'm.$1'::regclass AND NOT i.indisprimary ORDER BY 2" --command="
    SELECT 'table', relacl::text, relowner::regrole, obj_description(oid, 'pg_class') FROM pg_class WHERE oid = 'm.$1'::regclass"; }

said >"$scratch/said_before"
{ parts_of ledger; parts_of support_payment; } >"$scratch/parts_before"
[ "$(grep -c . "$scratch/said_before")" -gt 60 ]; ok $? "there is a mart whose views say something"
on --command='GRANT CREATE ON SCHEMA public TO regress_part_owner'
owner 'CREATE VIEW public.own AS SELECT sum(amount) FROM ledger'
[[ $(owner "CALL partition_social_mart('m')") == *'m.ledger cannot be partitioned: what is not the mart'*'view public.own depends on table m.ledger'* ]]; ok $? "what rests on a table and is not the mart's is told"
owner 'DROP VIEW public.own'
[[ $(owner "CALL partition_social_mart('m_released')") == *'mart m_released is itself what mart m has released'* ]]; ok $? "a released mart is not divided"

said_it=$(owner "CALL partition_social_mart('m')"); [ -z "$said_it" ]; ok $? "its owner divides a mart $said_it"
[ "$(on --command="SELECT relname, (SELECT count(*) FROM pg_inherits WHERE inhparent = c.oid) > 5 FROM pg_class c WHERE relkind = 'p' AND relnamespace = 'm'::regnamespace ORDER BY 1")" = $'ledger|t\nsupport_payment|t' ]
ok $? "both tables have partitions"
# But that those by row are ENABLE ALWAYS in each partition, and not in the table that is divided.
diff <({ parts_of ledger; parts_of support_payment; }) <(sed 's/_summaries_on_row|A|/_summaries_on_row|O|/' "$scratch/parts_before") | head -n 20 >&2; [ "${PIPESTATUS[0]}" = 0 ]; ok $? "columns, rules, indexes, triggers, grants and comments are as they were"
diff <(said) "$scratch/said_before" >&2; ok $? "views say the same"
[ "$(stale)" -gt 0 ]; ok $? "nothing is kept of what was proven before"
owner "CALL refresh_social_mart('m')"; [ "$(stale)" = 0 ] && [ -z "$(wrong)" ] && diff <(said) "$scratch/said_before" >&2; ok $? "after a refresh all years are kept, and say the same"

# What partitions can do: in one transaction, and then refreshed.
# usage: noticed DO WHAT [AFTER]     Right at once, in the same transaction; and kept after a refresh.
noticed() {
    local answer
    answer=$(on --command='SET ROLE regress_part_owner' --file=- <<SQL
BEGIN;
$1;
$(right)
COMMIT;
$(right)
SQL
    )
    [ "$answer" = $'t\nt' ] && [ "$(stale)" -gt 0 ] && owner "CALL refresh_social_mart('m')" && [ "$(stale)" = 0 ] && [ -z "$(wrong)" ]
    ok $? "$2 $answer"
}
[[ $(owner "INSERT INTO ledger_2021 (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'outcome2021', 'u', 'h', '2021-01-01', 5)") == *'rows of partition ledger_2021 are written through table ledger'* ]]
ok $? "INSERT into a partition is refused"
[[ $(owner "UPDATE support_payment_2021 SET amount = 1")$(owner "DELETE FROM support_payment_2021") == *'written through table support_payment'*'written through table support_payment'* ]]; ok $? "and UPDATE, and DELETE"
noticed "UPDATE ledger SET amount = amount + 1 WHERE scenario = 'outcome2021' AND unit = 'u'" "a change through the table is noticed"
noticed 'TRUNCATE support_payment_2021' "TRUNCATE of a partition is noticed"
noticed 'TRUNCATE ledger_2022' "also of the ledger"
noticed 'ALTER TABLE ledger DETACH PARTITION ledger_2021' "DETACH is noticed"
owner "UPDATE ledger_2021 SET amount = amount + 7" >/dev/null
noticed "ALTER TABLE ledger ATTACH PARTITION ledger_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')" "ATTACH is noticed, with what was changed meanwhile"
noticed 'DROP TABLE support_payment_2022' "DROP is noticed: an old year goes by one statement"
noticed "CREATE TABLE support_payment_2022 PARTITION OF support_payment FOR VALUES FROM ('2022-01-01') TO ('2023-01-01'); INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('1281', 'u', 1, '2022-03-01', 4)" "a partition that the owner makes is noticed"
[[ $(owner "INSERT INTO support_payment_2022 (organisation, unit, household, month, amount) VALUES ('1281', 'u', 1, '2022-03-01', 4)") == *'written through table'* ]]; ok $? "and guarded from the next refresh on"

# What no trigger of the table's own statements sees: rows that go through another table which it is, or was meanwhile, a part of.
owner 'CREATE TABLE public.amounts (amount numeric NOT NULL)' 'CREATE TABLE public.names (name text NOT NULL)' 'CREATE TABLE public.payments (LIKE support_payment INCLUDING GENERATED) PARTITION BY LIST (organisation)'
noticed "ALTER TABLE ledger DETACH PARTITION ledger_2023; ALTER TABLE ledger_2023 INHERIT public.amounts; UPDATE public.amounts SET amount = amount + 1; ALTER TABLE ledger_2023 NO INHERIT public.amounts;
         ALTER TABLE ledger ATTACH PARTITION ledger_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')" "a partition that was changed through another table while it was away is noticed"
noticed "ALTER TABLE ledger DETACH PARTITION ledger_2023; ALTER TABLE ledger_2023 ALTER amount TYPE numeric USING amount + 1; ALTER TABLE ledger ATTACH PARTITION ledger_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')" \
    "and one that was written anew"
noticed "ALTER TABLE public.payments ATTACH PARTITION support_payment DEFAULT; DELETE FROM public.payments WHERE household = 3; ALTER TABLE public.payments DETACH PARTITION support_payment" "a table that was a partition itself for a while is noticed"
noticed "ALTER TABLE unit INHERIT public.names; UPDATE public.names SET name = name || ' of another'; ALTER TABLE unit NO INHERIT public.names" "and one that inherited"

# A partition that a crash would empty, and one that is divided again: nothing is kept of it. (A foreign table cannot be one: PostgreSQL holds no keys there.)
# usage: not_kept DO UNDO WHAT     Right at once; a refresh is refused as long as it is so.
not_kept() {
    local answer
    answer=$(on --command='SET ROLE regress_part_owner' --file=- <<SQL
$1;
$(right)
SQL
    )
    [ "$answer" = t ] && [ "$(stale)" -gt 0 ] && [[ $(owner "CALL refresh_social_mart('m')") == *'ERROR: '*' unnoticed'* ]] && owner "$2" "CALL refresh_social_mart('m', anew => true)" && [ "$(stale)" = 0 ] && [ -z "$(wrong)" ]
    ok $? "$3 $answer"
}
not_kept 'ALTER TABLE ledger_2023 SET UNLOGGED' 'ALTER TABLE ledger_2023 SET LOGGED' "one that is unlogged is read, and not kept"
not_kept "CREATE TABLE support_payment_2019 PARTITION OF support_payment FOR VALUES FROM ('2019-01-01') TO ('2020-01-01') PARTITION BY RANGE (month);
          CREATE TABLE support_payment_2019_1 PARTITION OF support_payment_2019 FOR VALUES FROM ('2019-01-01') TO ('2019-07-01'); INSERT INTO support_payment_2019_1 (organisation, unit, household, month, amount) VALUES ('1281', 'u', 1, '2019-03-01', 4)" \
    'DROP TABLE support_payment_2019' "one that has partitions"

[[ $(owner "INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome2023', 'nowhere', 'h', '2023-01-01', 3)") == *'table unit of organisation "1281" has no "nowhere"'* ]] &&
    [[ $(owner "INSERT INTO ledger (scenario, unit, head, amount) VALUES ('outcome2023', 'u', 'h', 3)") == *'is given both by month and for the whole year'* ]]; ok $? "rows are held to the same keys as before"

# Another year.
owner "INSERT INTO scenario (code, kind, fiscal_year) VALUES ('outcome2031', 'outcome', 2031)" "INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome2031', 'u', 'h', '2031-02-01', 3)"
[ "$(on --command='SELECT count(*) FROM ledger_other WHERE month IS NOT NULL')" = 1 ] && owner "CALL partition_social_mart('m')" && [ "$(on --command='SELECT amount FROM ledger_2031')" = 3 ]; ok $? "a year that has no partition gets one"
[[ $(owner "INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome2031', 'u', 'h', '2031-02-01', 3)") == *'ledger_2031_has_one_row_a_month_add_up_vouchers_first'* ]]; ok $? "keys have the names of the table's"
owner "CALL refresh_social_mart('m')"; said >"$scratch/said_before"

# Upgrades, and dumps.
owner "CALL upgrade_social_mart('m')" && [ "$(stale)" = 0 ] && diff <(said) "$scratch/said_before" >&2; ok $? "an upgrade leaves it as it is, with what is kept"
[ "$(on --command="SELECT count(*) FROM pg_class WHERE relnamespace = 'm'::regnamespace AND (relname LIKE '%unpartitioned%' OR relname LIKE '\\_%')")" = 0 ]; ok $? "and nothing besides"
createdb ${database}_restored && pg_dump --format=custom --file="$scratch/dump" $database && pg_restore --exit-on-error --dbname=${database}_restored "$scratch/dump"; ok $? "it is dumped and restored"
database=${database}_restored
diff <(said) "$scratch/said_before" >&2 && owner "CALL refresh_social_mart('m')" && [ "$(stale)" = 0 ] && [ -z "$(wrong)" ] && diff <(said) "$scratch/said_before" >&2; ok $? "and says the same there, before and after a refresh"
[ "$(on --command="SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'm'::regnamespace AND c.relkind = 'p' AND a.attidentity = 'a' AND a.attname = 'id'")" = 1 ] &&
    owner "INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome2031', 'v', 'h', '2031-02-01', 3)" && [ "$(on --command='SELECT count(*) = count(DISTINCT id) FROM ledger')" = t ]
ok $? "rows have numbers of their own"
exit "$tap_status"
