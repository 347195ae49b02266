-- SPDX-License-Identifier: MIT
-- Who sees and writes which value and alert: the subtree, and the department that answers for a figure of its region.
--
-- 3100 city; 31000001 and 31000002 districts; 310000010001 a department of the first that answers for X-Y, 310000010002 one that
-- does not. 31000001 and 31000010 begin alike.
BEGIN;
SELECT plan(22);

-- Who lies at these scopes; a row is taken only where its tenant lies.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at)
SELECT md5(s)::uuid, CASE length(s) WHEN 4 THEN 'CITY' ELSE 'DISTRICT' END, CASE WHEN length(s) > 4 THEN md5(left(s, 4))::uuid END, s,
       '2020-01-01', '2020-01-01' FROM unnest(ARRAY['3100', '31000001', '31000002', '31000010', '310000010001', '310000010002']) s;

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
CREATE FUNCTION pg_temp.id(n int) RETURNS uuid LANGUAGE sql AS $$ SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
CREATE FUNCTION pg_temp.put(lo text, n int, scope text, unit text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into indicator_value (id, row_version, revision, tenant_id, scope, unit_id, unit_scope, indicator_code,
            period_kind, period_start, value_raw, value_rounded, validity, computed_by, status, action, workflow_version, entered_by, entered_at,
            recorded_by, recorded_at)
        values (%L, 1, 1, %L, %L, %L, %L, ''X-Y'', ''Y'', %L, 1, 1, ''VALID'', ''MANUAL'', ''PROVISIONAL'', ''ENTER'', 1, ''somebody'',
                ''2026-01-01 00:00+08'', ''somebody'', ''2026-01-01 00:00+08'') returning scope',
        pg_temp.id($2), md5($3)::uuid, $3, md5($4)::uuid, $4, make_date(2000 + $2, 1, 1))) $$;
CREATE FUNCTION pg_temp.seen(lo text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, 'select string_agg(extract(year from period_start)::text, '' '' order by period_start) from indicator_value') $$;

SELECT pg_temp.as_tenant('', $$ insert into indicator (code, name, direction, element, formula_kind, periods, departments, decimals, clauses,
                                                       formula, loaded_by, loaded_at)
    values ('X-Y', 'name', 'HIGHER', 'WATER', 'COUNT', 'Y', 'SW', 0, 'S-001', 'count', 'somebody', '2026-01-01 00:00+08') returning code $$);

-- ---- who writes

SELECT is(pg_temp.put('31000001', 1, '31000001', '310000010001'), '31000001', 'a district writes its own');
SELECT is(pg_temp.put('310000010001', 2, '31000001', '310000010001'), '31000001', 'the department that answers writes for its district');
SELECT is(pg_temp.put('3100', 3, '31000002'), '31000002', 'a city writes for its districts');
SELECT is(pg_temp.put('310000010002', 4, '310000010002'), '310000010002', 'a department writes its own');
SELECT throws_ok($$ SELECT pg_temp.put('310000010002', 5, '31000001', '310000010001') $$, '42501', NULL, 'not what another department answers for');
SELECT throws_ok($$ SELECT pg_temp.put('310000010002', 5, '31000001') $$, '42501', NULL, 'nor for its district without answering for it');
SELECT throws_ok($$ SELECT pg_temp.put('310000010001', 5, '31000002', '310000010001') $$, '23514', NULL, 'a department answers only in its own region');
SELECT throws_ok($$ SELECT pg_temp.put('31000001', 5, '3100') $$, '42501', NULL, 'a district writes nothing for the city');
SELECT throws_ok($$ SELECT pg_temp.put('31000010', 5, '31000001') $$, '42501', NULL, 'nor one whose scope begins alike');
SELECT throws_ok($$ SELECT pg_temp.put(NULL, 5, '31000001') $$, '42501', NULL, 'and nobody without a range');

-- ---- who reads

SELECT is(pg_temp.seen('3100'), '2001 2002 2003 2004', 'a city sees all below it');
SELECT is(pg_temp.seen('31000001'), '2001 2002 2004', 'a district its own and its departments''');
SELECT is(pg_temp.seen('310000010001'), '2001 2002', 'a department what it answers for');
SELECT is(pg_temp.seen('310000010002'), '2004', 'and its own');
SELECT is(pg_temp.seen('31000010'), NULL, 'a district that begins alike sees nothing');
SELECT is(pg_temp.seen(NULL), NULL, 'without a range nothing is seen');

-- ---- history stays

SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update indicator_value set value_raw = 2') $$, '42501', NULL, 'a figure is never overwritten');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update indicator_value set status = ''FROZEN''') $$, '42501', NULL, 'nor is a state');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from indicator_value') $$, '42501', NULL, 'nor is a row deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update indicator_alert set value = 2') $$, '42501', NULL, 'an alert says what it was raised by');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from indicator_alert') $$, '42501', NULL, 'and is never deleted');
SELECT throws_ok($$ SELECT pg_temp.put('3100', 6, '31000002'), pg_temp.as_tenant('3100', 'insert into indicator_value
        select pg_temp.id(7), row_version, revision, tenant_id, scope, unit_id, unit_scope, indicator_code, period_kind, period_start, standard_version,
               value_raw, value_rounded, numerator, denominator, validity, computed_by, status, action, workflow_version, times_frozen, entered_by,
               entered_by_name, entered_at, reviewed_by, reviewed_by_name, reviewed_at, frozen_by, frozen_by_name, frozen_at, reason, recorded_by, recorded_at
          from indicator_value where id = pg_temp.id(6)') $$, '23505', NULL, 'a tenant has one running value of an indicator, period and edition');

SELECT * FROM finish();
ROLLBACK;
