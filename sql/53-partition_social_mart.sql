-- partition_social_mart: divides the ledger and the payments of a mart by year (sql/44-partition.sql)

CREATE FUNCTION @extschema@.partition_social_mart_as_owner(schema text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.partition_mart_table(schema, t.name, @extschema@.social_services_version()) FROM (VALUES ('ledger'::text), ('support_payment'::text)) AS t(name);
    -- Views and functions read, from then on, what has the name now.
    SELECT @extschema@.upgrade_mart(schema) WHERE to_regclass(quote_ident(schema) || '.ledger_unpartitioned'::text) IS NOT NULL OR to_regclass(quote_ident(schema) || '.support_payment_unpartitioned'::text) IS NOT NULL;
    SELECT @extschema@.watch_partitions(schema, @extschema@.social_services_schema());
    SELECT @extschema@.drop_unpartitioned(schema, '{ledger,support_payment}'::text[]);
END;
COMMENT ON FUNCTION @extschema@.partition_social_mart_as_owner(text) IS
'The part of partition_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.partition_social_mart(schema text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.partition_social_mart_as_owner(text)'::regprocedure, ARRAY[schema]);
END;
COMMENT ON PROCEDURE @extschema@.partition_social_mart(text) IS
'Divides ledger and support_payment of a mart by the calendar year of their months: ledger_2023 and so on, with partitions for this year and the next, and ledger_other for amounts of a whole year and for months of years without a partition. In a mart that is divided it gives those years partitions and moves their rows: call it once a year. Rows, columns, constraints, indexes, triggers, grants and comments are kept; views say the same; what was kept of them is computed at reading until the next refresh_social_mart. ledger''s primary key is each partition''s own, as no key without the month can reach across. Rows are written through ledger and support_payment: a statement that names a partition is refused, but for TRUNCATE, which is noticed, as DROP, DETACH and ATTACH are. It rewrites both tables and locks them until it ends. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights, 55000 for a released mart, a mart of another version, or a table with row security, rules or a publication of its own, or that a subscription writes, 2BP01 where a view or a key that is not the mart''s rests on the table, 42P07 where a name is taken, 55P03 where the mart is in use.';
