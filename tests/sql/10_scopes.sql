-- SPDX-License-Identifier: MIT
-- The list of columns that hold a scope (scope_column) is whole and true, and its functions do what they say.
BEGIN;
SELECT plan(12);

CREATE TEMP VIEW scoped AS
SELECT c.oid, c.relname::text AS table_name, a.attname::text AS column_name, a.attgenerated <> '' AS computed, a.attnum
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'bihuan'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND (a.attname ~ '(^|_)scope[0-9]*$' OR a.atttypid = 'scope_path'::regtype);

SELECT is_empty($$ SELECT table_name, column_name FROM scoped EXCEPT SELECT table_name, column_name FROM scope_column $$,
                'every column that holds a scope is listed in scope_column with who moves it (docs/how-to/add-table.md)');
SELECT is_empty($$ SELECT table_name, column_name FROM scope_column EXCEPT SELECT table_name, column_name FROM scoped $$,
                'nothing is listed that is not there');
SELECT is_empty($$ SELECT s.table_name, s.column_name FROM scope_column l JOIN scoped s USING (table_name, column_name)
                    WHERE s.computed <> (l.mover = 'COMPUTED') $$, 'COMPUTED is generated, and nothing else is');
SELECT is_empty($$ SELECT s.table_name, s.column_name FROM scope_column l JOIN scoped s USING (table_name, column_name) WHERE l.mover = 'CASCADE'
                      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = s.oid AND k.contype = 'f' AND k.confupdtype = 'c'
                                                                  AND s.attnum = ANY (k.conkey)) $$,
                'CASCADE has the foreign key that moves it');
SELECT is_empty($$ SELECT l.table_name, l.column_name FROM scope_column l JOIN scoped s USING (table_name, column_name)
                    WHERE l.mover IN ('MOVE', 'FOLLOW') AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname LIKE 'bihuan\_%' AND r.rolcanlogin
                      AND has_column_privilege(r.oid, s.oid, s.column_name, 'update')) $$, 'some service may move what MOVEs');
SELECT is_empty($$ SELECT l.table_name, l.column_name FROM scope_column l JOIN scoped s USING (table_name, column_name)
                    WHERE l.key_column IS NOT NULL AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = s.oid AND a.attname = l.key_column
                                                                      AND a.atttypid = 'uuid'::regtype) $$, 'a key names a column');
SELECT is_empty($$ SELECT l.table_name, l.column_name FROM scope_column l JOIN scoped s USING (table_name, column_name)
                    WHERE (l.fence IS NOT NULL) <> EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = s.oid AND t.tgenabled = 'O'
                      AND t.tgname = format('%s_%s_fence', l.table_name, l.column_name)) $$, 'a fence stands where one is listed');

-- A city with two districts, and a unit that goes from one to the other.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'CITY', NULL, '0001', '2020-01-01', now()),
    ('00000000-0000-7000-8000-000000000002', 'DISTRICT', '00000000-0000-7000-8000-000000000001', '00010001', '2020-01-01', now()),
    ('00000000-0000-7000-8000-000000000003', 'DEVZONE', '00000000-0000-7000-8000-000000000001', '00010002', '2020-01-01', now());
INSERT INTO file_content VALUES (repeat('0', 64), 1, 'text/plain', now());
SELECT lives_ok($$ INSERT INTO file VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000003', '00010002', repeat('0', 64), 'a', 'x', now()) $$,
                'a row at the scope of its tenant');
SELECT throws_ok($$ INSERT INTO file VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000003', '00010001', repeat('0', 64), 'a', 'x', now()) $$,
                 'BHMOV', NULL, 'a row at a scope that is not its tenant''s is refused');

UPDATE tenant SET scope = '000100010001' WHERE id = '00000000-0000-7000-8000-000000000003';
CALL repair_scopes();
SELECT is((SELECT string_agg(scope::text COLLATE "default", ' ') FROM file), '000100010001', 'what was left behind is brought along');
UPDATE tenant SET closed_on = '2026-01-01' WHERE id = '00000000-0000-7000-8000-000000000003';
SELECT throws_ok($$ INSERT INTO issue_parameter (tenant_id, scope, name, value, updated_by, updated_at) SELECT id, scope, 'x', 1, 'x', now()
                      FROM tenant WHERE scope_hold(id, scope, true) AND closed_on IS NOT NULL $$, 'BHMOV', NULL,
                 'and a closed body is not held as an open one');

-- Who is held up while something goes: below one city, unit 3 of the first district, which unit 5 of the second inherits.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at) VALUES
    ('00000000-0000-7000-8000-000000000004', 'DISTRICT', '00000000-0000-7000-8000-000000000001', '00010003', '2020-01-01', now()),
    ('00000000-0000-7000-8000-000000000005', 'DEVZONE', '00000000-0000-7000-8000-000000000004', '000100030001', '2020-01-01', now());
SET LOCAL session_replication_role = replica;
INSERT INTO region_succession (change_id, predecessor_id, successor_id, effective_date, applied)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000005', '2026-01-01', true);
SET LOCAL session_replication_role = origin;
SELECT is_empty($$ SELECT *, move_touches(jsonb_build_object('tenant_id', '00000000-0000-7000-8000-00000000000' || unit, 'change', change,
                                                             'scope', scope, 'old_scope', old_scope), place) FROM (VALUES
    (3, 'CLOSED',  '000100010001', NULL,           '000100010001', true,  'the body that ended'),
    (3, 'CLOSED',  '000100010001', NULL,           '00010001',     true,  'its district'),
    (3, 'CLOSED',  '000100010001', NULL,           '000100030001', true,  'its heir'),
    (3, 'CLOSED',  '000100010001', NULL,           '00010003',     true,  'the district of its heir'),
    (3, 'CLOSED',  '000100010001', NULL,           '0001',         false, 'the city has both'),
    (3, 'CLOSED',  '000100010001', NULL,           '000100010002', false, 'a neighbour'),
    (3, 'UPDATED', '000100010001', NULL,           '000100030001', false, 'a new name moves nothing'),
    (5, 'CLOSED',  '000100030001', NULL,           '000100030001', false, 'without an heir nothing goes'),
    (5, 'MOVED',   '000100030001', '000100020007', '00010002',     true,  'where it was'),
    (5, 'MOVED',   '000100030001', '000100020007', '00010003',     true,  'where it is'),
    (5, 'MOVED',   '000100030001', '000100020007', '0001000300010002', true, 'what lies below it'),
    (5, 'MOVED',   '000100020008', '000100020007', '00010003',     true,  'where it has gone since'),
    (5, 'MOVED',   '000100020008', '000100020007', '00010002',     true,  'whence it has gone since'),
    (5, 'MOVED',   '000100030001', '000100030007', '00010003',     false, 'within a district: the district has both'),
    (5, 'MOVED',   '000100030001', '000100020007', '0001',         false, 'within the city: the city has both'),
    (5, 'MOVED',   '000100030001', '000100020007', '00010001',     false, 'another district')
    ) t (unit, change, scope, old_scope, place, touched, what)
    WHERE touched IS DISTINCT FROM move_touches(jsonb_build_object('tenant_id', '00000000-0000-7000-8000-00000000000' || unit,
                                                                   'change', change, 'scope', scope, 'old_scope', old_scope), place) $$,
                'a move touches whom something leaves or reaches, and nobody else');

SELECT * FROM finish();
ROLLBACK;
