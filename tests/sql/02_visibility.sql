-- SPDX-License-Identifier: MIT
-- Who sees and changes which issue (domain F.2): a subtree, and parties across the tree as long as their grant stands.
--
-- 3100 city; 31000001 and 31000002 districts; 310000010001 and 310000010002 streets of the first; 310000020009 a department of the
-- second. 31000001 and 31000010 begin alike.
BEGIN;
SELECT plan(41);

CREATE FUNCTION pg_temp.as_tenant(lo text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('app.lo', coalesce(lo, ''), true), set_config('app.hi', CASE WHEN lo IS NULL THEN '' ELSE lo || '~' END, true);
    SET LOCAL ROLE bihuan_issues;
    EXECUTE query INTO answer;
    RESET ROLE;
    RETURN answer;
END $$;
CREATE FUNCTION pg_temp.levels(lo text, roles text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.roles', roles, true);
    RETURN pg_temp.as_tenant(lo, 'select string_agg(level || left(state, 1), '' '' order by level, state) from escalation');
END $$;
CREATE FUNCTION pg_temp.acts() RETURNS text LANGUAGE sql AS $$
    SELECT 'select (select count(*) from escalation_duty) || '' '' || (select count(*) from escalation_reply) || '' '' || (select count(*) from interview)' $$;
CREATE FUNCTION pg_temp.blame(lo text, roles text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.roles', roles, true);
    RETURN pg_temp.as_tenant(lo, 'select (select count(*) from accountability_referral) || '' '' || (select count(*) from conduct_finding)');
END $$;
CREATE FUNCTION pg_temp.issues(lo text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, 'select string_agg(serial_no, '' '' order by serial_no) from issue') $$;
CREATE FUNCTION pg_temp.id(n int) RETURNS uuid LANGUAGE sql AS $$ SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

-- Foreign keys and triggers are not what is looked at here.
SET LOCAL session_replication_role = replica;
INSERT INTO issue (id, tenant_id, tenant_code, tenant_name, scope, feedback_id, code, serial_no, title, original_text, category, element,
                   severity, term_class, source_level, source_kind, closing_level, state, state_since, light_since, registered_by,
                   last_activity_at, created_by, created_at, updated_at)
SELECT pg_temp.id(n), pg_temp.id(100 + n), 'code', 'name', scope, pg_temp.id(1), 'code ' || n, serial, 'title', 'text', 'SEWAGE', 'WATER',
       'GENERAL', 'SHORT', 'DISTRICT', 'SPECIAL', 'DISTRICT', 'ASSIGNED', at, '2026-01-01', pg_temp.id(1), at, 'somebody', at, at
  FROM (VALUES (1, '31000001', 'district-1'), (2, '310000010001', 'street-1'), (3, '31000002', 'district-2'), (4, '31000010', 'district-10'))
       i (n, scope, serial), (VALUES ('2026-01-01 00:00+08'::timestamptz)) t (at);
INSERT INTO issue_grant (issue_id, tenant_id, scope, issue_scope, state, light, valid_from, valid_to)
VALUES (pg_temp.id(1), pg_temp.id(109), '310000020009', '31000001', 'ASSIGNED', 'GREEN', '2026-01-01', NULL),
       (pg_temp.id(3), pg_temp.id(102), '310000010001', '31000002', 'ASSIGNED', 'GREEN', '2026-01-01', '2026-02-01');
INSERT INTO issue_plan (id, issue_id, tenant_id, scope, version, due_date, created_by, created_by_name, created_at, updated_at)
SELECT pg_temp.id(200 + n), pg_temp.id(n), pg_temp.id(100 + n), scope, 1, '2026-06-01', 'somebody', 'name', at, at
  FROM (VALUES (1, '31000001'), (3, '31000002')) p (n, scope), (VALUES ('2026-01-01 00:00+08'::timestamptz)) t (at);
INSERT INTO issue_petitioner (issue_id, tenant_id, scope, name, created_by, created_at)
VALUES (pg_temp.id(1), pg_temp.id(101), '31000001', 'petitioner', 'somebody', '2026-01-01 00:00+08');
INSERT INTO escalation (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at, issued_on)
SELECT pg_temp.id(300 + 10 * level + (state = 'ISSUED')::integer), pg_temp.id(1), pg_temp.id(101), '31000001', level, level || state, state, 'reason',
       '2026-01-01 00:00+08', '2026-01-01'
  FROM generate_series(4, 7) level, (VALUES ('ISSUED'), ('PROPOSED')) s (state);
INSERT INTO escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, party_tenant_id, party_code, party_name, party_scope, due_on)
SELECT id, issue_id, tenant_id, scope, level, 'RECEIPT', pg_temp.id(109), 'code', 'name', '310000020009', '2026-01-03'
  FROM escalation WHERE level BETWEEN 4 AND 6 AND state = 'ISSUED';
INSERT INTO escalation_reply (id, escalation_id, issue_id, tenant_id, scope, level, is_late, party_tenant_id, party_code, party_name, party_scope, reply,
    replied_by, replied_by_name, replied_at)
SELECT pg_temp.id(400 + level), id, issue_id, tenant_id, scope, level, false, pg_temp.id(109), 'code', 'name', party, 'reply', 'somebody', 'name',
       '2026-01-01 00:00+08'
  FROM escalation, (VALUES ('310000020009')) p (party) WHERE level IN (4, 5) AND state = 'ISSUED';
INSERT INTO interview (escalation_id, issue_id, tenant_id, scope, held_on, convenor, interviewees, demands, plan_due, report_due, recorded_by,
    recorded_by_name, recorded_at)
SELECT id, issue_id, tenant_id, scope, '2026-01-05', 'name', '[]', 'text', '2026-01-20', '2026-02-05', 'somebody', 'name', '2026-01-05 00:00+08'
  FROM escalation WHERE level = 5 AND state = 'ISSUED';
INSERT INTO accountability_referral (id, issue_id, tenant_id, scope, misconduct, facts, doc_no, receiving_body, referred_by, referred_by_name,
    referred_tenant_id, referred_at)
VALUES (pg_temp.id(500), pg_temp.id(1), pg_temp.id(101), '31000001', 'SLOW', 'facts', 'no. 1', 'body', 'somebody', 'name', pg_temp.id(101),
    '2026-01-05 00:00+08');
INSERT INTO conduct_finding (id, issue_id, tenant_id, scope, kind, facts, evidence_ids, found_by, found_by_name, found_level, found_at)
SELECT pg_temp.id(510 + n), pg_temp.id(1), pg_temp.id(101), '31000001', kind, 'facts', '["x"]', 'somebody', 'name', 'DISTRICT', '2026-01-05 00:00+08'
  FROM (VALUES (1, 'FALSE'), (2, 'SLOW')) f (n, kind);
SET LOCAL session_replication_role = origin;

-- ---- subtrees

SELECT is(pg_temp.issues('3100'), 'district-1 district-10 district-2 street-1', 'a city sees all below it');
SELECT is(pg_temp.issues('31000001'), 'district-1 street-1', 'a district sees its own and its streets''');
SELECT is(pg_temp.issues('31000010'), 'district-10', 'a district whose scope begins alike sees only its own');
SELECT is(pg_temp.issues('310000010001'), 'street-1', 'a street sees its own; an ended grant shows nothing');
SELECT is(pg_temp.issues('310000010002'), NULL, 'the street next door sees nothing');
SELECT is(pg_temp.issues(NULL), NULL, 'without a range nothing is seen');
SELECT is(pg_temp.issues(''), 'district-1 district-10 district-2 street-1', 'the system says the whole range explicitly');
SELECT is(pg_temp.issues('3200'), NULL, 'another city sees nothing');

-- ---- parties across the tree

SELECT is(pg_temp.issues('310000020009'), 'district-1', 'a department sees the issue it is a party of, not its district''s others');
SELECT is(pg_temp.issues('31000002'), 'district-1 district-2', 'so does the district above that department');
SELECT is(pg_temp.as_tenant('310000020009', 'select count(*) from issue_plan'), '1', 'with the issue a party sees its plan');
SELECT is(pg_temp.as_tenant('310000010002', 'select count(*) from issue_plan'), '0', 'a stranger sees no plan');
SELECT is(pg_temp.as_tenant('310000020009', 'select count(*) from issue_grant'), '1', 'a party sees its own grant');
SELECT is(pg_temp.as_tenant('310000010002', 'select count(*) from issue_grant'), '0', 'a stranger sees none');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('310000020009', 'update issue_grant set rights = ''EDIT_OWN_PART''') $$, '42501', NULL,
                 'but cannot widen it');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('310000020009', 'insert into issue_grant (issue_id, tenant_id, scope, issue_scope, state, light, valid_from)
                              select id, tenant_id, ''310000020009'', ''31000002'', state, light, ''2026-01-01'' from issue limit 1') $$,
                 '42501', NULL, 'nobody gives himself a grant');

-- ---- restricted: the identity of petitioners

SELECT is(pg_temp.as_tenant('31000001', 'select count(*) from issue_petitioner'), '1', 'the owning tenant sees the petitioner');
SELECT is(pg_temp.as_tenant('3100', 'select count(*) from issue_petitioner'), '0', 'the levels above do not');
SELECT is(pg_temp.as_tenant('310000020009', 'select count(*) from issue_petitioner'), '0', 'parties do not');
SELECT is(pg_temp.as_tenant(NULL, 'select count(*) from issue_petitioner'), '0', 'and nobody does without a range');

-- ---- restricted: the ladder from L5 on

SELECT is(pg_temp.levels('31000001', ''), '4I 4P', 'without a role nothing restricted is seen');
SELECT is(pg_temp.levels('31000001', 'DIST_OFFICE,GROUP_SUPERVISE'), '4I 4P', 'nor by the office or the supervising group');
SELECT is(pg_temp.levels('31000001', 'GROUP_DEPUTY'), '4I 4P 5I 5P', 'a deputy sees interviews');
SELECT is(pg_temp.levels('31000001', 'DIST_OFFICE,GROUP_HEAD'), '4I 4P 5I 5P 6I 6P 7I 7P', 'the head sees all');
SELECT is(pg_temp.levels('3100', 'GROUP_ACCOUNT'), '4I 4P 5I 5P 6I 6P 7I 7P', 'so does the accountability group of the level above');
SELECT is(pg_temp.levels('31000002', 'GROUP_HEAD'), '4I 4P', 'the head of another district, whose department is a party, does not');
SELECT is(pg_temp.levels('310000020009', 'UNIT_LEADER'), '4I 4P 5I 6I', 'the unit that has to answer sees what was issued to it');
SELECT is(pg_temp.levels('310000020009', 'ENF_OFFICER'), '4I 4P', 'by its leader and its desk');
SELECT is(pg_temp.levels('', ''), '4I 4P 5I 5P 6I 6P 7I 7P', 'jobs see all');
SELECT set_config('app.roles', 'DIST_OFFICE', true);
SELECT is(pg_temp.as_tenant('31000001', pg_temp.acts()), '1 1 0', 'the office sees duties and replies below L5, and no interview');
SELECT set_config('app.roles', 'GROUP_DEPUTY', true);
SELECT is(pg_temp.as_tenant('31000001', pg_temp.acts()), '2 2 1', 'a deputy those of an interview too');
SELECT set_config('app.roles', 'UNIT_LEADER', true);
SELECT is(pg_temp.as_tenant('310000020009', pg_temp.acts()), '3 2 1', 'the unit its own');
SELECT set_config('app.roles', 'DIST_OFFICE', true);
SELECT is(pg_temp.as_tenant('31000001', 'with u as (update escalation set reason = ''x'' where level > 4 returning 1) select count(*) from u'), '0',
          'what is not seen is not changed');
SELECT set_config('app.roles', '', true);

-- ---- restricted: referrals for accountability, and findings of dereliction beside the others

SELECT is(pg_temp.blame('31000001', 'DIST_OFFICE,GROUP_DEPUTY'), '0 1', 'neither the office nor a deputy sees who was referred, nor for what');
SELECT is(pg_temp.blame('31000001', 'GROUP_HEAD'), '1 2', 'the head does');
SELECT is(pg_temp.blame('3100', 'GROUP_ACCOUNT'), '1 2', 'and the accountability group of the level above');
SELECT is(pg_temp.blame('310000020009', 'UNIT_LEADER'), '0 1', 'the unit that it is about does not');
SELECT set_config('app.roles', '', true);

-- ---- writing

SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'update issue set scope = ''31000002'' where serial_no = ''district-1''') $$, '42501', NULL,
                 'a district cannot hand an issue to another');
SELECT is(pg_temp.as_tenant('310000010002', 'with u as (update issue set title = ''x'' returning 1) select count(*) from u'), '0',
          'what is not seen is not changed');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'delete from issue') $$, '42501', NULL, 'issues are never deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'update state_log set opinion = null') $$, '42501', NULL,
                 'history is never rewritten');

SELECT * FROM finish();
ROLLBACK;
