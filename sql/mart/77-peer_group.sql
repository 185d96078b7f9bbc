-- peer_group: whom an organisation is compared with

CREATE TABLE IF NOT EXISTS peer_group (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    basis        text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT peer_group_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT peer_group_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'peer_group'::text, '{code}'::text[], '{name,basis}'::text[]);
COMMENT ON TABLE  peer_group              IS 'Groups of others that an organisation is compared with';
COMMENT ON COLUMN peer_group.organisation IS 'Organisation that is compared';
COMMENT ON COLUMN peer_group.code         IS 'Code of the group, unique within the organisation';
COMMENT ON COLUMN peer_group.name         IS 'Name for people';
COMMENT ON COLUMN peer_group.basis        IS 'How its members were chosen, for people: who lists them, or by which key figures find_peers found them';

CREATE TABLE IF NOT EXISTS peer_group_member (
    organisation text NOT NULL,
    peer_group   text NOT NULL,
    member       text NOT NULL REFERENCES organisation,
    from_day     date NOT NULL,
    until_day    date,
    distance     numeric,
    PRIMARY KEY (organisation, peer_group, member, from_day),
    CONSTRAINT peer_group_member_peer_group_fkey FOREIGN KEY (organisation, peer_group) REFERENCES peer_group,
    CONSTRAINT peer_group_member_is_another_organisation CHECK (member <> organisation),
    CONSTRAINT peer_group_member_from_day_is_finite CHECK (isfinite(from_day)),
    CONSTRAINT peer_group_member_until_day_is_not_before_from_day CHECK (until_day >= from_day AND isfinite(until_day)),
    CONSTRAINT peer_group_member_distance_is_not_negative CHECK (distance >= 0::numeric AND distance < 1e18)
);
CREATE INDEX IF NOT EXISTS peer_group_member_member ON peer_group_member (member);
COMMENT ON TABLE  peer_group_member              IS 'Who is in a group, from a day and until another; who is in it twice on a day counts once';
COMMENT ON COLUMN peer_group_member.organisation IS 'Organisation that is compared';
COMMENT ON COLUMN peer_group_member.peer_group   IS 'Code of the group';
COMMENT ON COLUMN peer_group_member.member       IS 'Organisation that it is compared with';
COMMENT ON COLUMN peer_group_member.from_day     IS 'First day in the group: a period counts by its first day';
COMMENT ON COLUMN peer_group_member.until_day    IS 'Last day in the group, or NULL';
COMMENT ON COLUMN peer_group_member.distance     IS 'How far it is from the organisation by the figures that find_peers was given; NULL for a list';
