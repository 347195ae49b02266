-- SPDX-License-Identifier: MIT
-- A municipality of any size with its issues, by sets: psql -v districts=16 -v streets=200 -v departments=112 -v
-- issues=1000000
--
-- Tenants: one city, `districts` districts, `streets` streets and `departments` departments in each, ten departments of
-- the city. Issues: district k % districts; every other one lies with a street of it. Parties of each: a lead
-- department, a responsible street and a supervising department of the district, for one in ten a department of the
-- city, for one in twenty a department of the next district. Ids grow with k, so every tenant's issues are spread over
-- the whole range. Triggers and foreign keys are off while loading; what the triggers would have kept is filled by sets
-- too.
\set ON_ERROR_STOP on
set search_path = bihuan, pg_temp;
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';

create function bench_id(kind integer, n bigint) returns uuid language sql immutable as $$
    select ('019b' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
$$;

-- ---- tenants

create temp table body as
select 0 as d, 0 as s, 0 as n, 'CITY' as kind, '0001' as scope, '310000' as code, '市' as name, null::text as parent
union all
select d, 0, d, 'DISTRICT', '0001' || segment_text(d), (310100 + d)::text, '区' || d, '0001'
  from generate_series(1, :districts) d
union all
select d, s, 1000 * d + s, 'STREET', '0001' || segment_text(d) || segment_text(s),
       (310100 + d)::text || lpad(s::text, 3, '0'), '街道' || d || '-' || s, '0001' || segment_text(d)
  from generate_series(1, :districts) d, generate_series(1, :streets) s
union all
select d, s, 1000 * d + 500 + s, 'DEPARTMENT', '0001' || segment_text(d) || 'D' || right(segment_text(s), 3),
       (310100 + d)::text || '-D' || s, '局' || d || '-' || s, '0001' || segment_text(d)
  from generate_series(1, :districts) d, generate_series(1, :departments) s
union all
select 0, s, 500 + s, 'DEPARTMENT', '0001D' || right(segment_text(s), 3), '310000-D' || s, '市局' || s, '0001'
  from generate_series(1, 10) s;
create unique index on body (n);

insert into tenant (id, kind, parent_id, scope, dept_code, opened_on, created_at)
select bench_id(1, b.n), b.kind, bench_id(1, p.n), b.scope, case when b.kind = 'DEPARTMENT' then 'DEPT' end,
    '2020-01-01', now()
  from body b left join body p on p.scope = b.parent;
insert into tenant_version (tenant_id, valid_from, code, name, parent_id)
select bench_id(1, b.n), '2020-01-01', b.code, b.name, bench_id(1, p.n) from body b left join body p
    on p.scope = b.parent;

insert into inspection_feedback (id, tenant_id, scope, source_level, source_kind, title, feedback_date, created_by,
                                 created_at, updated_at)
select bench_id(2, b.n), bench_id(1, b.n), b.scope, case when b.d = 0 then 'MUNICIPAL' else 'DISTRICT' end, 'SPECIAL',
       b.name || '专项督察反馈', '2026-01-10', 'bench', now(), now()
  from body b where b.kind in ('CITY', 'DISTRICT');

-- ---- issues; the indexes are made afterwards, all at once

create temp table later as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
 where i.indrelid in ('issue'::regclass, 'issue_party'::regclass, 'issue_grant'::regclass, 'state_log'::regclass)
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid);
select 'drop index ' || name from later \gexec

create temp table load as
select k, bench_id(3, k) as id, 1 + (k % :districts)::integer as d, o.*, x.*
  from generate_series(1, :issues) k,
       lateral (select (k / :districts) as j) o,
       lateral (select 1 + (j % :streets)::integer as street, 1 + (j % :departments)::integer as lead,
                       1 + ((j / 7) % :departments)::integer as supervisor,
                           ((j / :streets) % 2)::integer as with_street,
                       (array['RECTIFYING', 'RECTIFYING', 'CLOSED', 'RECTIFYING', 'PLANNING', 'RECTIFYING', 'CLOSED',
                              'RECTIFYING',
                              'DIST_VERIFY', 'RECTIFYING', 'CLOSED', 'ASSIGNED',
                                  'RECTIFYING'])[1 + (hashint8(k) & 1023) % 13] as state,
                       (array['GREEN', 'GREEN', 'GREEN', 'YELLOW', 'RED'])[1 + (hashint8(k + 1) & 1023) % 5] as light,
                       (array['SEWAGE', 'DUST', 'WASTE', 'SEWAGE', 'OTHER'])[1 + (hashint8(k + 2) & 1023) % 5]
                           as category) x;

insert into issue (id, tenant_id, tenant_code, tenant_name, scope, feedback_id, code, serial_no, title, original_text,
                   category,
    element, severity, term_class, source_level, source_kind, closing_level, region_code, due_nominal, due_date, state,
        state_since,
    light, light_since, progress_pct, registered_by, assigned_on, closed_at, last_activity_at, created_by, created_at,
        updated_at,
    overdue_since)
select l.id, bench_id(1, b.n), b.code, b.name, b.scope, bench_id(2, l.d),
    'WT-' || (310100 + l.d) || '-2026-' || lpad(l.k::text, 7, '0'),
       l.k::text, '河道黑臭问题第' || l.k || '号', '部分河道水质反复,雨污混接未整治到位,沿线排口监管不力。' || l.k, l.category,
       'WATER', 'SERIOUS', 'SHORT', 'DISTRICT', 'SPECIAL', 'DISTRICT', b.code,
           '2026-12-01'::date + (l.k % 300)::integer,
       '2026-12-01'::date + (l.k % 300)::integer, l.state, '2026-02-01', l.light, '2026-02-01', (l.k % 100)::numeric,
           bench_id(1, l.d),
       '2026-01-15', case when l.state = 'CLOSED' then '2026-06-01'::timestamptz end, '2026-06-01', 'bench',
           '2026-01-12', '2026-06-01',
       null
  from load l join body b on b.n = case when l.with_street = 1 then 1000 * l.d + l.street else l.d end;

insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         valid_from, created_by,
    created_at)
select i.id, i.tenant_id, i.scope, p.role, bench_id(1, b.n), b.code, b.name, b.scope, '2026-01-15', 'bench',
    '2026-01-15'
  from load l join issue i on i.id = l.id,
       lateral (values ('LEAD_UNIT', 1000 * l.d + 500 + l.lead), ('RESP_UNIT', 1000 * l.d + l.street),
                       ('SUPERVISE_UNIT', case when l.k % 10 = 0 then 501 + (l.j % 10)::integer
                        else 1000 * l.d + 500 + l.supervisor end),
                       ('COOP_UNIT', case when l.k % 20 = 0 then 1000 * (1 + l.d % :districts) + 500 + l.lead end)) p
                           (role, n)
       join body b on b.n = p.n;

insert into issue_grant (issue_id, tenant_id, scope, issue_scope, state, light, rights, valid_from)
select p.issue_id, p.party_tenant_id, p.party_scope, p.scope, i.state, i.light,
       case when bool_or(p.role in ('LEAD_UNIT', 'RESP_UNIT')) then 'EDIT_OWN_PART'
           when bool_or(p.role = 'COOP_UNIT') then 'REPORT'
            else 'VIEW' end, '2026-01-15'
  from issue_party p join issue i on i.id = p.issue_id
 group by p.issue_id, p.party_tenant_id, p.party_scope, p.scope, i.state, i.light;

select definition from later \gexec

insert into issue_board (scope, dimension, value, n)
select left(i.scope, 4 * depth), v.dimension, v.value, count(*)
  from issue i, generate_series(1, 4) depth,
       lateral (values ('STATE', i.state), ('CATEGORY', i.category),
                ('LIGHT', case when i.state <> 'CLOSED' then i.light end),
                       ('OVERDUE', case when i.state <> 'CLOSED' then 'ON_TIME' end)) v (dimension, value)
 where length(i.scope) >= 4 * depth and v.value is not null
 group by 1, 2, 3;

insert into issue_code_counter (region, year, last)
select b.code, y, 9000000 from body b, generate_series(2020, 2040) y where b.kind in ('CITY', 'DISTRICT');

reset session_replication_role;
vacuum analyze;
