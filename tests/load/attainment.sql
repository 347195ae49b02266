-- SPDX-License-Identifier: MIT
-- Targets and values for a municipality of dataset.sql: 250 tenants with 60 indicators each, this year and two before;
-- quarters of those that are told by less than a year, one in ten targets of a kind that looks back. psql -v
-- ON_ERROR_STOP=1, after `bihuanctl import indicators`.
set search_path = bihuan, pg_temp;
set session_replication_role = replica;
set synchronous_commit = off;

create temp table place as
select row_number() over (order by t.scope) as n, t.id, t.scope from tenant t
    where t.kind in ('CITY', 'DISTRICT', 'STREET') order by t.scope limit 250;
create temp table measured as
select row_number() over (order by code) as m, code, unit, periods <> 'Y' as by_quarters from indicator
    order by code limit 60;

insert into indicator_target (id, row_version, tenant_id, scope, indicator_code, year, target_type, value, recorded_by,
                              recorded_at)
select bench_id(20, 60 * p.n + m.m), 1, p.id, p.scope, m.code, 2026,
       case m.m % 10 when 0 then 'MONOTONE' when 1 then 'TREND_IMPROVE' when 2 then 'LE' else 'GE' end,
       case when m.m % 10 > 1 then 50 + (p.n + m.m) % 40 end, 'bench', '2026-01-10 08:00+08'
  from place p, measured m;

insert into indicator_value (id, row_version, revision, tenant_id, scope, indicator_code, period_kind, period_start,
                             value_raw, value_rounded,
    numerator, denominator, validity, computed_by, status, action, workflow_version, entered_by, entered_at,
        recorded_by, recorded_at)
select bench_id(21, (60 * p.n + m.m) * 8 + k.k), 1, 1, p.id, p.scope, m.code, k.kind, k.start, v.v, v.v,
       case when m.unit = '%' then v.v end, case when m.unit = '%' then 100 end, 'VALID', 'MANUAL', k.status, 'ENTER',
           1, 'bench',
       '2026-01-10 08:00+08', 'bench', '2026-01-10 08:00+08'
  from place p, measured m,
       (values (0, 'Y', date '2026-01-01', 'PROVISIONAL', false), (1, 'Y', date '2025-01-01', 'FROZEN', null),
               (2, 'Q', date '2026-01-01', 'REVIEWED', true), (3, 'Q', date '2026-04-01', 'REVIEWED', true),
               (4, 'Q', date '2026-07-01', 'PROVISIONAL', true), (5, 'Y', date '2024-01-01', 'FROZEN', null)) k (k,
                   kind, start, status, by_quarters),
       lateral (select ((37 * p.n + 11 * m.m + 7 * k.k) % 100)::numeric as v) v
 where k.by_quarters is null or k.by_quarters = m.by_quarters;

-- Triggers are off: what they would have marked.
insert into attainment_mark (tenant_id, scope) select p.id, p.scope from place p;

set session_replication_role = origin;
vacuum analyze indicator_target;
vacuum analyze indicator_value;
vacuum analyze indicator;
