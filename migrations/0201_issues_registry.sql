-- SPDX-License-Identifier: MIT
-- The register of issues: feedback, programme, issue, parties, who else may see an issue, and the logs (domain B.1-B.3, F.4).
--
-- Visibility. An issue lies at the scope of its tenant; whoever covers that scope sees it. A party outside the scope sees it
-- through issue_grant, which is kept from issue_party. Children carry the issue's scope and follow it (composite key).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create table inspection_feedback (
    id uuid primary key,
    tenant_id uuid not null,
    scope scope_path not null,
    source_level text not null constraint inspection_feedback_source_level_check
        check (source_level in ('CENTRAL', 'MUNICIPAL', 'DISTRICT', 'STREET')),
    source_kind text not null constraint inspection_feedback_source_kind_check check (source_kind in
        ('ROUTINE', 'SPECIAL', 'LOOKBACK', 'PETITION', 'SELF', 'WARNING_FILM', 'INTERNAL')),
    title text not null,
    feedback_date date not null,
    doc_no text,
    expected_issue_count integer constraint inspection_feedback_expected_issue_count_check check (expected_issue_count > 0),
    plan_due date,                              -- 30 working days (B.6)
    report_due date,                            -- 6 months
    due_provisional boolean not null default false,
    source text,
    external_id text,
    row_version integer not null default 1,
    created_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index inspection_feedback_scope_idx on inspection_feedback (scope, id);
create unique index inspection_feedback_external_key on inspection_feedback (tenant_id, source, external_id)
    where external_id is not null;

create table programme (
    id uuid primary key,
    tenant_id uuid not null,
    scope scope_path not null,
    kind text not null constraint programme_kind_check check (kind in ('RECTIFICATION', 'THREE_YEAR', 'SPECIAL')),
    feedback_id uuid references inspection_feedback,
    parent_id uuid references programme,
    title text not null,
    version integer not null default 1,
    state text not null default 'DRAFT' constraint programme_state_check check (state in ('DRAFT', 'ISSUED', 'SUPERSEDED')),
    element text,
    guiding_ideology text,
    policy_basis jsonb not null default '[]',   -- [{title, doc_no, date}]
    chapters jsonb not null default '[]',       -- [{no, title, clauses: [{clause, text, measure_type}]}]
    start_date date,
    due_date date,
    doc_no text,
    issued_on date,
    row_version integer not null default 1,
    created_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint programme_feedback_id_check check (kind <> 'RECTIFICATION' or feedback_id is not null)
);
create index programme_scope_idx on programme (scope, id);
create unique index programme_version_key on programme (tenant_id, feedback_id, version) where kind = 'RECTIFICATION';
create unique index programme_issued_key on programme (tenant_id, feedback_id)
    where kind = 'RECTIFICATION' and state = 'ISSUED';

create table issue (
    id uuid primary key,
    tenant_id uuid not null,
    tenant_code text not null,
    tenant_name text not null,
    scope scope_path not null,
    scope2 text collate "C" generated always as (left(scope, 8)) stored,
    scope3 text collate "C" generated always as (left(scope, 12)) stored,
    feedback_id uuid not null references inspection_feedback,
    programme_id uuid references programme,
    clause text,
    code text collate "C" not null constraint issue_code_key unique,
    serial_no text collate "C" not null,
    title text collate "C" not null,
    original_text text not null,
    public_text text,
    category text not null constraint issue_category_check check (category in
        ('DRINKING_WATER', 'SEWAGE', 'DUST', 'ILLEGAL_PROJECT', 'WASTE', 'OTHER')),
    sub_category text,
    element text not null constraint issue_element_check check (element in
        ('WATER', 'AIR', 'SOIL', 'SOLID_WASTE', 'ECOLOGY', 'NOISE', 'RADIATION', 'GENERAL')),
    severity text not null constraint issue_severity_check check (severity in ('GENERAL', 'SERIOUS', 'MAJOR')),
    term_class text not null constraint issue_term_class_check check (term_class in ('IMMEDIATE', 'SHORT', 'LONG_TERM')),
    source_level text not null constraint issue_source_level_check check (source_level in
        ('CENTRAL', 'MUNICIPAL', 'DISTRICT', 'STREET')),
    source_kind text not null constraint issue_source_kind_check check (source_kind in
        ('ROUTINE', 'SPECIAL', 'LOOKBACK', 'PETITION', 'SELF', 'WARNING_FILM', 'INTERNAL')),
    closing_level text not null constraint issue_closing_level_check check (closing_level in ('CITY', 'DISTRICT', 'STREET')),
    root_cause text,
    region_code text,
    location jsonb,                             -- {lng, lat, datum, address}
    secrecy text not null default 'INTERNAL' constraint issue_secrecy_check check (secrecy in ('PUBLIC', 'INTERNAL')),
    is_public boolean not null default false,
    due_nominal date,
    due_date date,
    due_provisional boolean not null default false,
    step_due date,                              -- limit of the step it stands in: signing, planning, verifying, returned
    workflow_version integer not null default 1,
    state text not null,
    state_since timestamptz not null,
    suspended_state text,
    suspended_on date,
    suspended_until date,
    suspended_days integer not null default 0,
    light text not null default 'GREEN' constraint issue_light_check check (light in ('GREEN', 'YELLOW', 'RED')),
    light_since date not null,
    light_reasons jsonb not null default '[]',
    overdue_since date,                         -- projection of due_date, kept by the daily run
    progress_pct numeric(5, 2) not null default 0,
    bounce_count integer not null default 0,
    return_count integer not null default 0,
    upper_return_count integer not null default 0,
    extension_count integer not null default 0,
    yellow_count integer not null default 0,
    red_count integer not null default 0,
    false_rectification text constraint issue_false_rectification_check check (false_rectification in
        ('PERFUNCTORY', 'SUPERFICIAL', 'FALSE', 'BLANKET_SHUTDOWN')),
    episode integer not null default 1,         -- begins anew with each due date
    derived_from uuid references issue,
    reopened_from uuid references issue,
    merged_into uuid references issue,
    criteria jsonb not null default '[]',       -- common standards of acceptance found met (B.4)
    site_count integer not null default 1 constraint issue_site_count_check check (site_count between 1 and 1000),
    is_measurable boolean not null default false, -- its effect can be measured: a monitoring report is due (B.5)
    stage_goals_verified boolean not null default false,
    effect_evaluation text,
    registered_by uuid not null,                -- tenant whose office registered it
    assigned_on date,
    bounce_by date,
    acceptance_applied_by text,
    acceptance_applied_at timestamptz,
    closed_at timestamptz,
    last_activity_at timestamptz not null,
    source text,
    external_id text,
    row_version integer not null default 1,
    created_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint issue_serial_no_key unique (feedback_id, serial_no),
    constraint issue_id_scope_key unique (id, scope)
);
-- Every level has an equality to lead its index: a district scope2, a street or department scope3 (or scope itself).
create index issue_scope_idx on issue (scope, id);
create index issue_scope2_idx on issue (scope2, id);
create index issue_scope3_idx on issue (scope3, id);
create index issue_state_idx on issue (state, id);
create index issue_scope2_state_idx on issue (scope2, state, id);
create index issue_scope3_state_idx on issue (scope3, state, id);
create index issue_light_idx on issue (light, id);
create index issue_scope2_light_idx on issue (scope2, light, id);
create index issue_scope2_due_idx on issue (scope2, due_date) where closed_at is null;
create index issue_scope2_serial_no_idx on issue (scope2, serial_no);
create index issue_scope2_title_idx on issue (scope2, title);
create index issue_title_idx on issue (title);
create index issue_tenant_idx on issue (tenant_id, id);
create index issue_reopened_from_idx on issue (reopened_from) where reopened_from is not null;
create index issue_derived_from_idx on issue (derived_from) where derived_from is not null;
create index issue_open_idx on issue (id) where closed_at is null and state not in ('REOPENED', 'CANCELLED', 'MERGED');
create index issue_provisional_idx on issue (id) where due_provisional;
create index issue_public_idx on issue (id) where is_public;
create unique index issue_external_key on issue (tenant_id, source, external_id) where external_id is not null;

-- What the inspection wrote, and the facts of a closure, are never rewritten.
create function issue_keep_facts() returns trigger language plpgsql as $$
begin
    if new.original_text is distinct from old.original_text or new.code is distinct from old.code then
        raise exception 'original_text and code are immutable' using errcode = 'check_violation',
            constraint = 'issue_original_text_check', table = 'issue';
    end if;
    if old.closed_at is not null and new.closed_at is distinct from old.closed_at then
        raise exception 'a closure is immutable' using errcode = 'check_violation',
            constraint = 'issue_closed_at_check', table = 'issue';
    end if;
    return new;
end $$;
create trigger issue_keep_facts before update of original_text, code, closed_at on issue
    for each row execute function issue_keep_facts();

-- Numbers WT-{region6}-{year}-{seq4}: the row is locked until commit, so there are no gaps. A region's offices, the district's and
-- its streets', count together, so the counter belongs to none of them.
create table issue_code_counter (
    region text not null,
    year integer not null,
    last integer not null,
    primary key (region, year)
);

create table issue_party (
    id uuid primary key default gen_random_uuid(),
    issue_id uuid not null,
    tenant_id uuid not null,                    -- the issue's
    scope scope_path not null,            -- the issue's
    role text not null constraint issue_party_role_check check (role in ('RESP_UNIT', 'LEAD_UNIT', 'SUPERVISE_UNIT',
        'COOP_UNIT', 'PARTY_LEAD', 'GOV_LEAD', 'RESP_PERSON', 'CONTACT')),
    party_tenant_id uuid not null,
    party_code text not null,
    party_name text not null,                   -- as it was named at the time
    party_scope scope_path not null,
    person_id uuid,
    person_name text,
    position text,
    phone text,
    duty_text text,
    valid_from date not null,
    valid_to date,
    created_by text not null,
    created_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_party_issue_idx on issue_party (issue_id, role);
create unique index issue_party_unit_key on issue_party (issue_id, role, party_tenant_id, coalesce(person_name, ''))
    where valid_to is null;
create unique index issue_party_one_lead_key on issue_party (issue_id, role)
    where valid_to is null and role in ('LEAD_UNIT', 'SUPERVISE_UNIT');

-- Who sees an issue from outside its scope: one row a party tenant. State and light are the issue's own, kept by trigger, so
-- that a department's filtered list is one index range.
create table issue_grant (
    issue_id uuid not null,
    tenant_id uuid not null,                    -- the party
    scope scope_path not null,            -- the party's
    scope2 text collate "C" generated always as (left(scope, 8)) stored,
    scope3 text collate "C" generated always as (left(scope, 12)) stored,
    issue_scope scope_path not null,
    state text not null,
    light text not null,
    rights text not null default 'VIEW' constraint issue_grant_rights_check check (rights in ('VIEW', 'REPORT', 'EDIT_OWN_PART')),
    valid_from date not null,
    valid_to date,
    primary key (issue_id, tenant_id),
    foreign key (issue_id, issue_scope) references issue (id, scope) on update cascade
);
create index issue_grant_issue_idx on issue_grant (issue_id, scope) where valid_to is null;
-- Rows that a level does not see anyway: another district's for a district, another unit's for a street or department.
create index issue_grant_scope2_idx on issue_grant (scope2, issue_id)
    where valid_to is null and left(scope, 8) <> left(issue_scope, 8);
create index issue_grant_scope2_state_idx on issue_grant (scope2, state, issue_id)
    where valid_to is null and left(scope, 8) <> left(issue_scope, 8);
create index issue_grant_scope3_idx on issue_grant (scope3, issue_id)
    where valid_to is null and left(scope, 12) <> left(issue_scope, 12);
create index issue_grant_scope3_state_idx on issue_grant (scope3, state, issue_id)
    where valid_to is null and left(scope, 12) <> left(issue_scope, 12);
create index issue_grant_scope_idx on issue_grant (scope, issue_id) where valid_to is null;

create table state_log (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    rule text not null,                         -- T01..T25
    action text not null,
    from_state text,
    to_state text not null,
    actor text not null,
    actor_name text not null,
    actor_roles text not null,
    actor_tenant_id uuid,
    actor_tenant_name text not null,
    reason text,
    opinion text,
    document_no text,
    detail jsonb,
    workflow_version integer not null,
    at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index state_log_issue_idx on state_log (issue_id, id);

create table light_log (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    from_light text not null,
    to_light text not null,
    reasons jsonb not null,
    on_date date not null,
    at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index light_log_issue_idx on light_log (issue_id, id);

-- The closure of an issue, beside it: a rebound reads it and opens a new issue, nobody rewrites it.
create table issue_closure (
    issue_id uuid primary key,
    tenant_id uuid not null,
    scope scope_path not null,
    closed_at timestamptz not null,
    closed_by text not null,
    closed_by_name text not null,
    closing_tenant_id uuid,
    document_no text,
    opinion text,
    due_date date,
    progress_pct numeric(5, 2) not null,
    extended boolean not null,
    facts jsonb not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);

-- Petitioner identity (CODE Art 146): only the owning tenant itself, not even the levels above; every read is audited.
create table issue_petitioner (
    issue_id uuid primary key,
    tenant_id uuid not null,
    scope scope_path not null,
    name text not null,
    phone text,
    channel text,
    note text,
    created_by text not null,
    created_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);

-- The wall of each table. A scalar sub-select with limit 1 costs one probe of a row outside the range; `exists` would be hashed.
call tenant_wall('issue', $$(select true from issue_grant g where g.issue_id = issue.id
    and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true) and g.valid_to is null limit 1)$$);
-- Children of an issue are seen with it.
call tenant_wall('issue_party', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('state_log', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('light_log', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('issue_closure', '(select true from issue i where i.id = issue_id limit 1)');
alter table issue_grant enable row level security;
alter table issue_grant force row level security;
alter table inspection_feedback enable row level security;
alter table inspection_feedback force row level security;
alter table programme enable row level security;
alter table programme force row level security;
alter table issue_petitioner enable row level security;
alter table issue_petitioner force row level security;
-- A party sees its grant; only who covers the issue gives or takes one.
create policy issue_grant_tenant on issue_grant
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
        or (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true)))
    with check (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true));
-- A feedback and its programme are read by the levels below that have to answer it, written by its own.
create policy inspection_feedback_tenant on inspection_feedback
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
        or starts_with(current_setting('app.lo', true), scope))
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create policy programme_tenant on programme
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
        or starts_with(current_setting('app.lo', true), scope))
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create policy issue_petitioner_tenant on issue_petitioner using (scope = current_setting('app.lo', true)
    or (current_setting('app.lo', true) = '' and current_setting('app.hi', true) = '~'));

grant select, insert, update on inspection_feedback, programme, issue, issue_code_counter, issue_party, issue_grant,
    issue_petitioner to bihuan_issues;
grant select, insert on state_log, light_log, issue_closure to bihuan_issues;
