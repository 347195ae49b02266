-- SPDX-License-Identifier: MIT
-- Who reads and writes the public facts and the targets of the indicators service.
BEGIN;
SELECT plan(32);

-- Who lies at these scopes; a row is taken only where its tenant lies.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at)
SELECT md5(s)::uuid, CASE length(s) WHEN 4 THEN 'CITY' ELSE 'DISTRICT' END, CASE WHEN length(s) > 4 THEN md5(left(s, 4))::uuid END, s,
       '2020-01-01', '2020-01-01' FROM unnest(ARRAY['3100', '31000001', '31000010', '31000002', '310000010001']) s;

CREATE FUNCTION pg_temp.as_tenant(lo text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('app.lo', coalesce(lo, ''), true), set_config('app.hi', CASE WHEN lo IS NULL THEN '' ELSE lo || '~' END, true);
    SET LOCAL ROLE bihuan_indicators;
    EXECUTE query INTO answer;
    RESET ROLE;
    RETURN answer;
END $$;
CREATE FUNCTION pg_temp.add(lo text, code text, valid_from date, valid_to date DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into standard (code, family, title, valid_from, valid_to, loaded_by, loaded_at)
        values (%L, ''FAM'', ''title'', %L, %L, ''somebody'', ''2026-01-01 00:00+08'') returning code', $2, $3, $4)) $$;

SELECT is(pg_temp.add('3100', 'OLD', '2012-01-01', '2026-02-28'), 'OLD', 'a city writes a standard');
SELECT is(pg_temp.add('', 'NEW', '2026-03-01'), 'NEW', 'so does the system');
SELECT throws_ok($$ SELECT pg_temp.add('31000001', 'X', '2000-01-01', '2000-12-31') $$, '42501', NULL, 'a district does not');
SELECT throws_ok($$ SELECT pg_temp.add(NULL, 'X', '2000-01-01', '2000-12-31') $$, '42501', NULL, 'nobody does without a range');
SELECT is(pg_temp.as_tenant('310000010001', 'select count(*) from standard where family = ''FAM'''), '2', 'a street reads them');
SELECT is(pg_temp.as_tenant('31000001', 'with u as (update standard set title = ''x'' where family = ''FAM'' returning 1) select count(*) from u'), '0',
          'and a district cannot change them');
SELECT throws_ok($$ SELECT pg_temp.add('3100', 'LAP', '2026-02-28', '2026-02-28') $$, '23P01', NULL,
                 'two editions of a family are not in force on one day');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from standard') $$, '42501', NULL, 'an edition is never deleted');

-- ---- targets: read by the levels below, written by the own tenant and above, never overwritten

SELECT pg_temp.as_tenant('', $$ insert into indicator (code, name, direction, element, formula_kind, periods, departments, decimals, clauses,
                                                       formula, loaded_by, loaded_at)
    values ('X-Y', 'name', 'HIGHER', 'WATER', 'COUNT', 'Y', 'SW', 0, 'S-001', 'count', 'somebody', '2026-01-01 00:00+08') returning code $$);
CREATE FUNCTION pg_temp.set_target(lo text, scope text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into indicator_target (id, row_version, tenant_id, scope, indicator_code, target_type, recorded_by,
                                                                       recorded_at)
        values (gen_random_uuid(), 1, md5(%1$L)::uuid, %1$L, ''X-Y'', ''GE'', ''somebody'', ''2026-01-01 00:00+08'') returning scope', $2)) $$;
CREATE FUNCTION pg_temp.targets(lo text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, 'select string_agg(scope, '' '' order by scope) from indicator_target') $$;

SELECT pg_temp.set_target('3100', '31000001'), pg_temp.set_target('3100', '3100'), pg_temp.set_target('31000002', '31000002');
SELECT is(pg_temp.targets('3100'), '3100 31000001 31000002', 'a city sees the targets below it');
SELECT is(pg_temp.targets('310000010001'), '3100 31000001', 'a street sees those of its district and city');
SELECT is(pg_temp.targets('31000010'), '3100', 'a district whose scope begins like another''s does not see them');
SELECT is(pg_temp.targets(NULL), NULL, 'without a range nothing is seen');
SELECT throws_ok($$ SELECT pg_temp.set_target('310000010001', '31000001') $$, '42501', NULL, 'a street sets no target for its district');
SELECT throws_ok($$ SELECT pg_temp.set_target('31000001', '31000002') $$, '42501', NULL, 'nor a district for its sibling');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update indicator_target set value = 1') $$, '42501', NULL, 'a figure is never overwritten');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from indicator_target') $$, '42501', NULL, 'nor deleted');

-- ---- monitored objects: of one tenant, with their history

CREATE FUNCTION pg_temp.add_site(lo text, scope text, id uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into monitored_object (id, tenant_id, scope, kind, name, valid_from, site_stage, stage_since,
                                                                       created_by, created_at, updated_at)
        values (%1$L, md5(%2$L)::uuid, %2$L, ''CONTAMINATED_SITE'', ''site'', ''2020-01-01'', ''SUSPECTED'', ''2020-01-01'', ''somebody'',
                ''2026-01-01 00:00+08'', ''2026-01-01 00:00+08'') returning scope', $3, $2)) $$;
SELECT pg_temp.add_site('31000001', '31000001', '00000000-0000-7000-8000-000000000001');
SELECT pg_temp.as_tenant('31000001', $$ insert into monitored_object_stage values ('00000000-0000-7000-8000-000000000001', '2020-01-01',
    'SUSPECTED', 'somebody', '2026-01-01 00:00+08') returning stage $$);
SELECT is(pg_temp.as_tenant('3100', 'select count(*) from monitored_object_stage'), '1', 'the city sees a site and its history');
SELECT is(pg_temp.as_tenant('31000002', 'select count(*) from monitored_object'), '0', 'another district does not');
SELECT is(pg_temp.as_tenant('31000002', 'select count(*) from monitored_object_stage'), '0', 'nor its history');
SELECT is(pg_temp.as_tenant('310000010001', 'select count(*) from monitored_object'), '0', 'nor does a street of the district');
SELECT throws_ok($$ SELECT pg_temp.add_site('31000002', '31000001', '00000000-0000-7000-8000-000000000002') $$, '42501', NULL,
                 'nobody enters an object for another');
SELECT pg_temp.as_tenant('31000001', $$ insert into monitored_object_measure values ('00000000-0000-7000-8000-000000000001', '2020-01-01',
    'NONE', null, 'somebody', '2026-01-01 00:00+08') returning measure $$);
SELECT is(pg_temp.as_tenant('3100', 'select count(*) from monitored_object_measure'), '1', 'the city sees the measures of an object');
SELECT is(pg_temp.as_tenant('31000002', 'select count(*) from monitored_object_measure'), '0', 'another district does not');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from monitored_object_measure') $$, '42501', NULL, 'history is never deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'insert into register_dirty (scope, kind, day)
    values (''31000002'', ''PLANT'', ''2026-05-04'') returning scope') $$, '42501', NULL, 'nobody marks the register of another');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from monitored_object') $$, '42501', NULL, 'an object is never deleted');

-- ---- observations: where their object is, never overwritten without a trace

SELECT ensure_month_partition('observation', '2026-01-01');
CREATE FUNCTION pg_temp.observe(lo text, scope text, value numeric, flag text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into observation (object_id, item, averaging, observed_at, source, value, flag, received_at,
                                                                 entered_by, tenant_id, scope)
        values (''00000000-0000-7000-8000-000000000001'', ''pm25'', ''1H'', ''2026-01-01 08:00+08'', ''s'', %L, %L, ''2026-01-01 09:00+08'',
                ''somebody'', md5(%3$L)::uuid, %3$L) returning scope', $3, $4, $2)) $$;
SELECT is(pg_temp.observe('31000001', '31000001', 35, 'VALID'), '31000001', 'a district enters what it observed');
SELECT is(pg_temp.as_tenant('31000002', 'select count(*) from observation'), '0', 'another district does not see it');
SELECT throws_ok($$ SELECT pg_temp.observe('31000002', '31000001', 35, 'VALID') $$, '42501', NULL, 'nor enter anything there');
SELECT throws_ok($$ SELECT pg_temp.observe('31000003', '31000003', NULL, 'VALID') $$, '23514', NULL, 'a valid row has a value');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'delete from observation') $$, '42501', NULL, 'an observation is never deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'update observation_revision set value = 1') $$, '42501', NULL,
                 'what was replaced stays as it was');

SELECT * FROM finish();
ROLLBACK;
