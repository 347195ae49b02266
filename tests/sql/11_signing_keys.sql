-- SPDX-License-Identifier: MIT
-- Who reads the private halves of our signing keys, encrypted as they are, and who writes keys.

BEGIN;
SET search_path = bihuan, public, pg_temp;
SELECT plan(3);

CREATE TEMP VIEW program AS SELECT oid, rolname FROM pg_roles WHERE rolname LIKE 'bihuan\_%' AND rolcanlogin;

SELECT set_eq($$ SELECT rolname::text FROM program WHERE has_column_privilege(oid, 'signing_key', 'private_pem', 'select') $$,
              ARRAY['bihuan_directory', 'bihuan_ctl'], 'those that sign read them');
SELECT set_eq($$ SELECT rolname::text FROM program WHERE has_any_column_privilege(oid, 'signing_key', 'insert, update, references')
                    OR has_table_privilege(oid, 'signing_key', 'delete, truncate, trigger') $$,
              ARRAY['bihuan_ctl'], 'the operator''s tool alone makes, encrypts and retires them');
SELECT is_empty($$ SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                    WHERE c.relkind IN ('v', 'm') AND a.attname = 'private_pem' $$, 'no view shows them');

SELECT * FROM finish();
ROLLBACK;
