-- SPDX-License-Identifier: MIT
-- Who sees and writes what was computed, and what is marked to be.
BEGIN;
SELECT plan(9);

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
CREATE FUNCTION pg_temp.add(lo text, scope text, aqi text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, format('insert into evaluation (id, subject_id, object_id, tenant_id, scope, kind, period_start, standard_version,
        valid, aqi, figures, revision, computed_at) select gen_random_uuid(), o, o, gen_random_uuid(), %L, ''AIR_DAY'', ''2026-05-04'', ''HJ633-2026'',
        true, %s, ''{}'', 1, ''2026-05-05 00:00+08'' from gen_random_uuid() o returning scope', $2, $3)) $$;

SELECT is(pg_temp.add('3100', '31000001', '50'), '31000001', 'a city writes results of its districts');
SELECT is(pg_temp.add('31000001', '310000010001', '50'), '310000010001', 'a district those below it');
SELECT throws_ok($$ SELECT pg_temp.add('31000001', '31000002', '50') $$, '42501', NULL, 'and not those of another');
SELECT throws_ok($$ SELECT pg_temp.add(NULL, '31000001', '50') $$, '42501', NULL, 'nobody does without a range');
SELECT throws_ok($$ SELECT pg_temp.add('3100', '31000001', '501') $$, '23514', NULL, 'an index ends at 500');
SELECT is(pg_temp.as_tenant('310000010001', 'select count(*) from evaluation'), '1', 'a street sees its own results');
SELECT is(pg_temp.as_tenant('31000002', 'select count(*) from evaluation'), '0', 'another district none of them');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'delete from evaluation') $$, '42501', NULL, 'a result is never deleted');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('31000001', 'insert into evaluation_dirty (object_id, scope, day)
    values (gen_random_uuid(), ''31000002'', ''2026-05-04'') returning scope') $$, '42501', NULL, 'nobody marks what is another''s');

SELECT * FROM finish();
ROLLBACK;
