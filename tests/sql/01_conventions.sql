-- SPDX-License-Identifier: MIT
-- How tables are made here, beyond the wall itself (00_catalogue.sql): names that the program relies on, one owner of each
-- table's rows, plans that stay possible under row security. Each exception is a row with its reason.
BEGIN;
SELECT plan(13);

CREATE TEMP TABLE exception (rule text, tbl text, col text, reason text NOT NULL);
INSERT INTO exception VALUES
    ('policy', 'outbox',           NULL, 'belongs to the producer, not to a tenant'),
    ('policy', 'event_log',        NULL, 'published events are read by every service'),
    ('view',   'public_issue',     NULL, 'the one window for the public: columns and rows that two persons published'),
    ('writers', 'audit_entry',     NULL, 'platform: every service audits'),
    ('writers', 'audit_seal',      NULL, 'platform'),
    ('writers', 'audit_chain',     NULL, 'platform'),
    ('writers', 'event_cursor',    NULL, 'platform: rows are confined to the service by policy'),
    ('writers', 'event_failure',   NULL, 'platform: rows are confined to the service by policy'),
    ('writers', 'event_log',       NULL, 'platform: rows are confined to the producer by policy'),
    ('writers', 'event_sequence',  NULL, 'platform: a counter an aggregate'),
    ('writers', 'idempotency_key', NULL, 'platform'),
    ('writers', 'inbox',           NULL, 'platform: rows are confined to the service by policy'),
    ('writers', 'job_run',         NULL, 'platform: rows are confined to the service by policy'),
    ('writers', 'work_job',        NULL, 'platform: each service has its own rows, and its tenants see theirs'),
    ('writers', 'outbox',          NULL, 'platform: rows are confined to the producer by policy'),
    ('code', 'audit_entry',        'action',          'named by the routes of each service'),
    ('code', 'audit_entry',        'object_kind',     'named by the routes of each service'),
    ('code', 'member_role',        'role',            'the role table of the program decides (common/auth)'),
    ('code', 'issue',              'state',           'the transition table of the program decides'),
    ('code', 'issue',              'suspended_state', 'a state that the issue had'),
    ('code', 'issue',              'sub_category',    'a dictionary decides'),
    ('code', 'issue_grant',        'state',           'copied from issue by trigger'),
    ('code', 'issue_grant',        'light',           'copied from issue by trigger'),
    ('code', 'issue_count_delta',  'state',           'copied from issue by trigger'),
    ('code', 'issue_count_delta',  'light',           'copied from issue by trigger'),
    ('code', 'issue_count_delta',  'category',        'copied from issue by trigger'),
    ('code', 'issue_petitioner',   'channel',         'free text of the petition'),
    ('code', 'publicity_objection', 'channel',        'free text of the objector'),
    ('code', 'accountability_referral', 'result',     'the words of the body that decided'),
    ('code', 'state_log',          'action',          'history of what the transition table allowed'),
    ('code', 'state_log',          'from_state',      'history of what the transition table allowed'),
    ('code', 'state_log',          'to_state',        'history of what the transition table allowed'),
    ('code', 'light_log',          'from_light',      'history of issue.light'),
    ('code', 'light_log',          'to_light',        'history of issue.light'),
    ('code', 'issue_late_spell',   'action',          'history of what the transition table allowed'),
    ('code', 'issue_past',         'category',        'history of issue.category'),
    ('code', 'issue_past',         'sub_category',    'free text of the office, as in issue'),
    ('code', 'issue_past',         'severity',        'history of issue.severity'),
    ('code', 'indicator_value',    'action',          'history of what the transition table allowed');

CREATE TEMP VIEW tables AS
SELECT c.oid, c.relname::text AS relname, c.relrowsecurity
  FROM pg_class c
 WHERE c.relnamespace = 'bihuan'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition;
CREATE TEMP VIEW columns AS
SELECT t.oid, t.relname, a.attnum, a.attname::text AS attname, a.attcollation, a.attnotnull, y.typname::text AS typname, y.typtype
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type y ON y.oid = a.atttypid;
CREATE TEMP VIEW services AS
SELECT oid, rolname FROM pg_roles WHERE rolname LIKE 'bihuan\_%' AND rolcanlogin AND rolname <> 'bihuan_ctl';

CREATE FUNCTION pg_temp.excepted(rule text, tbl text, col text DEFAULT NULL) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM exception e WHERE (e.rule, e.tbl) = ($1, $2) AND e.col IS NOT DISTINCT FROM $3) $$;

-- ---- tenancy

SELECT is_empty($$ SELECT DISTINCT relname FROM columns c WHERE attname IN ('tenant_id', 'scope') AND NOT pg_temp.excepted('policy', relname)
                      AND EXISTS (SELECT FROM columns s WHERE s.oid = c.oid AND s.attname = 'scope')
                      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_tenant') $$,
                'a tenant-owned table has a policy <table>_tenant');
SELECT is_empty($$ SELECT relname, attname FROM columns WHERE attname IN ('tenant_id', 'scope') AND NOT attnotnull
                      AND EXISTS (SELECT FROM tables t WHERE t.oid = columns.oid AND t.relrowsecurity) $$,
                'a row under a wall always has its tenant and scope');
SELECT is_empty($$ SELECT relname, attname FROM columns WHERE attname ~ '^(issue_)?scope[23]?$' AND typname IN ('text', 'scope_path')
                      AND attcollation <> '"C"'::regcollation $$,
                'scopes are compared in C order, else a subtree is no range');
SELECT is_empty($$ SELECT p.polname FROM pg_policy p JOIN tables t ON t.oid = p.polrelid
                    WHERE pg_get_expr(p.polqual, p.polrelid) || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
                          ~* 'select\s+current_setting' $$,
                'policies compare settings bare: a sub-select hides the value from the planner');
SELECT is_empty($$ SELECT p.polname FROM pg_policy p JOIN tables t ON t.oid = p.polrelid WHERE pg_get_expr(p.polqual, p.polrelid)
                          ~ 'current_setting\(''app\.(lo|hi)''::text\)' $$,
                'an unset range selects nothing instead of failing');

-- ---- who writes what

SELECT is_empty($$ SELECT t.relname, string_agg(s.rolname, ' ') FROM tables t, services s
                    WHERE has_table_privilege(s.oid, t.oid, 'insert, update, delete') AND NOT pg_temp.excepted('writers', t.relname)
                    GROUP BY 1 HAVING count(*) > 1 $$,
                'rows of a table are written by one service');
SELECT is_empty($$ SELECT relname FROM pg_class WHERE relnamespace = 'bihuan'::regnamespace AND relkind = 'v'
                      AND NOT pg_temp.excepted('view', relname::text)
                      AND NOT coalesce('security_invoker=true' = ANY (reloptions), false) $$,
                'a view does not lend its owner''s rights');
SELECT is_empty($$ SELECT proname FROM pg_proc WHERE pronamespace = 'bihuan'::regnamespace AND prosecdef
                      AND NOT coalesce(EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search\_path=%'), false) $$,
                'a function with its owner''s rights fixes its search_path');

-- ---- what the program relies on

SELECT is_empty($$ SELECT k.conrelid::regclass, k.conname FROM pg_constraint k JOIN columns c ON c.oid = k.conrelid AND c.attnum = k.conkey[1]
                    WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND k.conname <> c.relname || '_' || c.attname || '_check' $$,
                'a check of one column is named <table>_<column>_check, which gives the JSON pointer');
SELECT is_empty($$ SELECT relname, attname FROM columns c WHERE typname = 'text' AND NOT pg_temp.excepted('code', relname, attname)
                      AND attname ~ '(^|_)(kind|state|status|role|severity|light|channel|category|level|result|decision|algorithm|action|phase)$'
                      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND c.attnum = ANY (k.conkey)) $$,
                'a code in text has a check');

-- ---- plans

SELECT is_empty($$ SELECT typname FROM pg_type WHERE typnamespace = 'bihuan'::regnamespace AND typtype = 'e' $$,
                'no enum types: their operators are not leakproof');
SELECT is_empty($$ SELECT i.indexrelid::regclass, y.typname FROM pg_index i JOIN tables t ON t.oid = i.indrelid
                     JOIN pg_attribute a ON a.attrelid = i.indexrelid JOIN pg_type y ON y.oid = a.atttypid
                    WHERE t.relrowsecurity AND NOT i.indisexclusion AND y.typname IN ('numeric', 'jsonb', 'tsvector') $$,
                'no index under row security on a type whose operators are not leakproof: it would never be used');
-- The far side of a foreign key is looked up when a row of the near side goes; what no service may delete needs no index for it.
SELECT is_empty($$ SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
                    WHERE k.contype = 'f' AND k.connamespace = 'bihuan'::regnamespace AND k.conparentid = 0
                      AND EXISTS (SELECT FROM services s WHERE has_table_privilege(s.oid, k.confrelid, 'delete'))
                      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indkey[0] = ANY (k.conkey)) $$,
                'a foreign key to rows that may be deleted has an index');

SELECT * FROM finish();
ROLLBACK;
