-- SPDX-License-Identifier: MIT
-- What the issues service reads of alerts (api_open_breach): the open breaches of red lines in the reader's range, and no more.
--
-- 3100 city; 31000001 and 31000002 districts; 310000010001 a street of the first. 31000001 and 31000010 begin alike.
BEGIN;
SELECT plan(9);

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
CREATE FUNCTION pg_temp.id(n int) RETURNS uuid LANGUAGE sql AS $$ SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
CREATE FUNCTION pg_temp.seen(lo text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.as_tenant($1, 'select string_agg(limit_value::integer::text, '' '' order by limit_value) from api_open_breach') $$;

SET LOCAL session_replication_role = replica;
INSERT INTO indicator (code, name, direction, element, formula_kind, periods, departments, decimals, clauses, formula, loaded_by, loaded_at)
VALUES ('X-Y', 'name', 'LOWER', 'WATER', 'COUNT', 'Y', 'SW', 0, 'S-001', 'count', 'somebody', '2026-01-01 00:00+08');
CREATE TEMP TABLE place AS
SELECT * FROM (VALUES (1, '3100', 'RED_LINE', NULL::timestamptz), (2, '31000001', 'RED_LINE', NULL), (3, '310000010001', 'RED_LINE', NULL),
                      (4, '31000002', 'RED_LINE', NULL), (5, '31000010', 'RED_LINE', NULL), (6, '31000001', 'EXCEED', NULL),
                      (7, '31000001', 'RED_LINE', '2026-03-01 00:00+08')) p (n, scope, kind, ended_at);
INSERT INTO indicator_target (id, row_version, tenant_id, scope, indicator_code, year, target_type, value, recorded_by, recorded_at)
SELECT pg_temp.id(n), 1, pg_temp.id(100 + n), scope, 'X-Y', 2020, 'LE', n, 'somebody', '2026-01-01 00:00+08' FROM place;
INSERT INTO indicator_value (id, row_version, revision, tenant_id, scope, indicator_code, period_kind, period_start, value_raw, value_rounded,
                             validity, computed_by, status, action, workflow_version, entered_by, entered_at, recorded_by, recorded_at)
SELECT pg_temp.id(n), 3, 2, pg_temp.id(100 + n), scope, 'X-Y', 'Y', make_date(2000 + n, 1, 1), 9, 9, 'VALID', 'MANUAL', 'REVIEWED', 'REVIEW', 1,
       'somebody', '2026-01-01 00:00+08', 'somebody', '2026-01-01 00:00+08' FROM place;
INSERT INTO indicator_alert (id, tenant_id, scope, kind, indicator_code, period_kind, period_start, value_id, value_row_version, target_id,
                             target_row_version, value, limit_value, raised_at, ended_at)
SELECT pg_temp.id(n), pg_temp.id(100 + n), scope, kind, 'X-Y', 'Y', make_date(2000 + n, 1, 1), pg_temp.id(n), 3, pg_temp.id(n), 1, 9, n,
       '2026-01-31 23:30+00', ended_at FROM place;
SET LOCAL session_replication_role = origin;

SELECT is(pg_temp.seen('3100'), '1 2 3 4 5', 'a city sees what is open below it, red lines only');
SELECT is(pg_temp.seen('31000001'), '2 3', 'a district its own and its streets''');
SELECT is(pg_temp.seen('310000010001'), '3', 'a street its own');
SELECT is(pg_temp.seen('31000010'), '5', 'a district that begins alike its own');
SELECT is(pg_temp.seen(NULL), NULL, 'without a range nothing is seen');
SELECT is(pg_temp.as_tenant('31000002', 'select revision || '' '' || period || '' '' || target_type || '' '' || on_date from api_open_breach'),
          '2 2004 LE 2026-02-01', 'as the event told it, on the day of Shanghai');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'select note from indicator_alert') $$, '42501', NULL, 'what was noted stays with the indicators');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'select value_raw from indicator_value') $$, '42501', NULL, 'and so do figures');
SELECT throws_ok($$ SELECT pg_temp.as_tenant('3100', 'update indicator_alert set ended_at = null') $$, '42501', NULL, 'nothing is changed from there');

SELECT * FROM finish();
ROLLBACK;
