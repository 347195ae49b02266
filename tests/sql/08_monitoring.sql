-- SPDX-License-Identifier: MIT
-- Who sees and writes which ordered monitoring: the tenant that ordered it with those above, and who carries it out.
--
-- 3100 city; 31000001 and 31000010 districts that begin alike; 310000010001 and 310000010002 departments of the first.
BEGIN;
SELECT plan(14);

-- Who lies at these scopes; a row is taken only where its tenant lies.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at)
SELECT md5(s)::uuid, CASE length(s) WHEN 4 THEN 'CITY' ELSE 'DISTRICT' END, CASE WHEN length(s) > 4 THEN md5(left(s, 4))::uuid END, s,
       '2020-01-01', '2020-01-01' FROM unnest(ARRAY['3100', '31000001', '31000010', '310000010001', '310000010002']) s;

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
CREATE FUNCTION pg_temp.put(lo text, n int, scope text, performer text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into monitoring_task (id, tenant_id, scope, performer_id, performer_scope, kind, place, text, due_date,
            state, ordered_by, ordered_at)
        values (%L, %L, %L, %L, %L, ''SURVEY'', ''here'', ''what'', %L, ''ORDERED'', ''somebody'', ''2026-01-01 00:00+08'') returning scope',
        ('00000000-0000-7000-8000-' || lpad($2::text, 12, '0'))::uuid, md5($3)::uuid, $3, md5($4)::uuid, $4, make_date(2000 + $2, 1, 1))) $$;
CREATE FUNCTION pg_temp.seen(lo text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, 'select string_agg(extract(year from due_date)::text, '' '' order by due_date) from monitoring_task') $$;

SELECT is(pg_temp.put('31000001', 1, '31000001', '310000010001'), '31000001', 'a district orders of its department');
SELECT is(pg_temp.put('310000010002', 2, '310000010002', '310000010002'), '310000010002', 'a department of itself');
SELECT throws_ok($$ SELECT pg_temp.put('31000010', 3, '31000001', '310000010001') $$, '42501', NULL, 'nobody for a district whose scope begins alike');
SELECT throws_ok($$ SELECT pg_temp.put(NULL, 3, '31000001', '310000010001') $$, '42501', NULL, 'nor without a range');

SELECT is(pg_temp.seen('3100'), '2001 2002', 'a city sees all below it');
SELECT is(pg_temp.seen('31000001'), '2001 2002', 'a district its own and its departments''');
SELECT is(pg_temp.seen('310000010001'), '2001', 'a department what it carries out');
SELECT is(pg_temp.seen('310000010002'), '2002', 'and what it ordered');
SELECT is(pg_temp.seen('31000010'), NULL, 'a district that begins alike sees nothing');
SELECT is(pg_temp.seen(NULL), NULL, 'without a range nothing is seen');

SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update monitoring_task set text = ''x''') $$, '42501', NULL, 'what was ordered stays as it was ordered');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from monitoring_task') $$, '42501', NULL, 'and is never deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update monitoring_task set state = ''REPORTED''') $$, '23514', NULL, 'a report has its file');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update monitoring_task set state = ''CANCELLED''') $$, '23514', NULL, 'what is called off has its reason');

SELECT * FROM finish();
ROLLBACK;
