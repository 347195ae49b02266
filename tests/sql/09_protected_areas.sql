-- SPDX-License-Identifier: MIT
-- The names of protected areas are read by everybody of their city, and by nobody else.
BEGIN;
SELECT plan(7);

-- Who lies at these scopes; a row is taken only where its tenant lies.
INSERT INTO tenant (id, kind, parent_id, scope, opened_on, created_at)
SELECT md5(s)::uuid, CASE length(s) WHEN 4 THEN 'CITY' ELSE 'DISTRICT' END, CASE WHEN length(s) > 4 THEN md5(left(s, 4))::uuid END, s,
       '2020-01-01', '2020-01-01' FROM unnest(ARRAY['3100', '31000001000A', '3200', '32000001']) s;

CREATE FUNCTION pg_temp.seen(lo text, hi text, role text DEFAULT 'bihuan_issues') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
    areas uuid[] := (SELECT array_agg(id) FROM monitored_object);
BEGIN
    PERFORM set_config('app.lo', lo, true), set_config('app.hi', hi, true);
    EXECUTE format('set local role %I', role);
    SELECT string_agg(a.name, ' ' ORDER BY a.name) INTO answer FROM unnest(areas) i, protected_area(i) a;
    RESET ROLE;
    RETURN answer;
END $$;
CREATE FUNCTION pg_temp.add(scope text, kind text, name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO monitored_object (id, tenant_id, scope, kind, name, valid_from, area_kind, area_level, station_type, air_class, created_by,
                                  created_at, updated_at)
    VALUES (gen_random_uuid(), md5(scope)::uuid, scope, kind, name, '2020-01-01', CASE kind WHEN 'PROTECTED_AREA' THEN 'FOREST_PARK' END,
            CASE kind WHEN 'PROTECTED_AREA' THEN 'DISTRICT' END, CASE kind WHEN 'AIR_STATION' THEN 'EVALUATION' END,
            CASE kind WHEN 'AIR_STATION' THEN 2 END, 'somebody', '2026-01-01 00:00+08', '2026-01-01 00:00+08') $$;

SELECT pg_temp.add('31000001000A', 'PROTECTED_AREA', 'park');
SELECT pg_temp.add('31000001000A', 'AIR_STATION', 'station');
SELECT pg_temp.add('32000001', 'PROTECTED_AREA', 'reserve');

SELECT is(pg_temp.seen('31000001000B', '31000001000B~'), 'park', 'another department of the district reads the name');
SELECT is(pg_temp.seen('31000002', '31000002~'), 'park', 'so does another district of the city');
SELECT is(pg_temp.seen('3200', '3200~'), 'reserve', 'another city reads its own only');
SELECT is(pg_temp.seen('', '~'), 'park reserve', 'the system reads all of them');
SELECT is(pg_temp.seen('', ''), NULL, 'nobody without a tenant reads any');
SELECT is(pg_temp.seen(NULL, NULL), NULL, 'nor does who set no range');
SELECT throws_ok($$ SELECT pg_temp.seen('3100', '3100~', 'bihuan_directory') $$, '42501', NULL, 'another service reads none of it');

SELECT * FROM finish();
ROLLBACK;
