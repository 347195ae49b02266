-- SPDX-License-Identifier: MIT
-- Findings against a unit's conduct, with evidence, by the level above: how it rectified (敷衍、表面、虚假整改、一刀切, B.4),
-- which is red at once and an L5, and dereliction (不作为、乱作为、慢作为), which is an L7 and an ACCOUNT record. Cleared by
-- the level that found it or one above, never taken away.
-- breaking: issue.false_rectification follows the findings and is not written by itself any more.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

create table conduct_finding (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    kind text not null constraint conduct_finding_kind_check check (kind in ('PERFUNCTORY', 'SUPERFICIAL', 'FALSE',
        'BLANKET_SHUTDOWN',
        'INACTION', 'MISACTION', 'SLOW')),
    is_dereliction boolean not null generated always as (kind in ('INACTION', 'MISACTION', 'SLOW')) stored,
    party_tenant_id uuid,                       -- null only where a flag of before named nobody
    party_code text,
    party_name text,
    facts text not null,
    evidence_ids jsonb not null,                -- of this issue's evidence
    found_by text not null,
    found_by_name text not null,
    found_level text not null constraint conduct_finding_found_level_check check (found_level in ('CITY', 'DISTRICT')),
    found_at timestamptz not null,
    cleared_by text,
    cleared_by_name text,
    cleared_at timestamptz,
    clear_reason text,
    row_version integer not null default 1,
    constraint conduct_finding_evidence_ids_check check (jsonb_array_length(evidence_ids) > 0
        or found_by = 'system:issues'),
    constraint conduct_finding_cleared_check check ((cleared_at is null) = (clear_reason is null)),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index conduct_finding_issue_idx on conduct_finding (issue_id, id);

call tenant_wall('conduct_finding', '(select true from issue i where i.id = issue_id limit 1)');
create policy conduct_finding_restricted on conduct_finding as restrictive to bihuan_issues
    using (not is_dereliction or range_is_whole()
        or (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true)
            and role_held('GROUP_HEAD GROUP_ACCOUNT')));
grant select, insert, update on conduct_finding to bihuan_issues;
call scope_listed('conduct_finding', 'scope', 'CASCADE');

-- The flags of before had neither author nor evidence.
insert into conduct_finding (id, issue_id, tenant_id, scope, kind, facts, evidence_ids, found_by, found_by_name,
    found_level, found_at)
select gen_random_uuid(), id, tenant_id, scope, false_rectification, '由原标记转入', '[]', 'system:issues', '系统',
       'DISTRICT', updated_at
  from issue where false_rectification is not null;
