-- SPDX-License-Identifier: MIT
-- What must hold for every table and role, whatever is added: the wall of tenancy stands, and no service can take it down.
BEGIN;
SELECT plan(8);

CREATE TEMP VIEW tables AS
SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition, c.relkind, pg_get_userbyid(c.relowner) AS owner,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS tenant_owned,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'scope' AND NOT a.attisdropped) AS scoped
  FROM pg_class c
 WHERE c.relnamespace = 'bihuan'::regnamespace AND c.relkind IN ('r', 'p');

CREATE TEMP VIEW services AS
SELECT oid, rolname FROM pg_roles WHERE rolname LIKE 'bihuan\_%' AND rolcanlogin;

SELECT is_empty($$ SELECT relname FROM tables WHERE (tenant_owned OR scoped) AND NOT relispartition
                      AND NOT (relrowsecurity AND relforcerowsecurity) $$,
                'every table with a tenant has row security, forced');
SELECT is_empty($$ SELECT relname FROM tables WHERE relrowsecurity <> relforcerowsecurity $$,
                'row security is never on without being forced');
SELECT is_empty($$ SELECT relname FROM tables t WHERE relrowsecurity
                      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid) $$,
                'every table with row security has a policy');
SELECT is_empty($$ SELECT relname FROM tables WHERE owner <> 'bihuan_owner' $$, 'all tables belong to the owner role');
SELECT is_empty($$ SELECT rolname FROM pg_roles WHERE rolname LIKE 'bihuan\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) $$,
                'no role of ours is superuser, bypasses row security or makes roles');
SELECT is_empty($$ SELECT s.rolname FROM services s WHERE pg_has_role(s.oid, 'bihuan_owner', 'member') $$,
                'no service can become the owner');
SELECT is_empty($$ SELECT s.rolname, t.relname FROM services s, tables t WHERE t.relispartition
                      AND has_table_privilege(s.oid, t.oid, 'select, insert, update, delete') $$,
                'partitions are reached through their parent only, where the policies stand');
SELECT is_empty($$ SELECT s.rolname, t.relname FROM services s, tables t
                    WHERE has_table_privilege(s.oid, t.oid, 'truncate, references, trigger') $$,
                'no service may truncate, refer to or hang triggers on a table');

SELECT * FROM finish();
ROLLBACK;
