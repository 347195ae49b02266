-- SPDX-License-Identifier: MIT
-- The directory's own tables: tenants with dated codes, people and roles, clients, keys, leading groups, calendars and files.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- ---- tenants (domain F.2) ------------------------------------------------------------------------------------------------

-- A body that exists: identity, kind and place in the tree. What may change by decision (code, name, parent) is dated below.
create table tenant (
    id          uuid primary key,
    kind        text not null constraint tenant_kind_check check (kind in ('CITY', 'DISTRICT', 'STREET', 'DEVZONE', 'DEPARTMENT')),
    parent_id   uuid references tenant (id),
    scope       scope_path not null unique,
    dept_code   text constraint tenant_dept_code_check check (dept_code ~ '^[A-Z]{2,8}$'),
    opened_on   date not null,
    closed_on   date constraint tenant_closed_on_check check (closed_on >= opened_on),
    external_id text,
    source      text,
    row_version bigint not null default 1,
    created_at  timestamptz not null,
    constraint tenant_parent_check check ((kind = 'CITY') = (parent_id is null)),
    constraint tenant_dept_check check ((kind = 'DEPARTMENT') = (dept_code is not null)),
    unique (parent_id, source, external_id)
);
create index tenant_parent on tenant (parent_id);
create index tenant_kind on tenant (kind, scope);

-- A tenant sees itself, its subtree and its ancestors (whose names it needs), nothing beside.
alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_tenant on tenant for select to bihuan_directory
    using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true)
           or current_setting('app.lo', true) >= scope and current_setting('app.lo', true) < (scope || '~') collate "C");
create policy tenant_write on tenant for insert to bihuan_directory
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create policy tenant_change on tenant for update to bihuan_directory
    using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
-- Kinds, codes and names of public bodies are public facts; the other services resolve references with them.
create policy tenant_names on tenant for select to bihuan_issues, bihuan_ctl using (true);

-- Codes, names and subordination are dated: a report of last year finds last year's code.
create table tenant_version (
    tenant_id  uuid not null references tenant (id),
    valid_from date not null,
    valid_to   date,
    code       text collate "C" not null constraint tenant_version_code_check check (code ~ '^[0-9A-Z-]{2,24}$'),
    name       text not null constraint tenant_version_name_check check (char_length(name) between 1 and 120),
    short_name text,
    parent_id  uuid references tenant (id),
    document   text,
    primary key (tenant_id, valid_from),
    constraint tenant_version_valid_to_check check (valid_to > valid_from),
    constraint tenant_version_one_at_a_time exclude using gist (tenant_id with =, daterange(valid_from, valid_to) with &&),
    constraint tenant_version_code_once exclude using gist (code with =, daterange(valid_from, valid_to) with &&)
);
create index tenant_version_code on tenant_version (code);
create index tenant_version_parent on tenant_version (parent_id);
alter table tenant_version enable row level security;
alter table tenant_version force row level security;
create policy tenant_version_tenant on tenant_version to bihuan_directory
    using ((select true from tenant t where t.id = tenant_id limit 1)) with check ((select true from tenant t where t.id = tenant_id limit 1));
create policy tenant_version_names on tenant_version for select to bihuan_issues, bihuan_ctl using (true);

-- What became of what (region_succession, domain F.6): the lineage that roll-ups follow.
create table region_change (
    id             uuid primary key,
    tenant_id      uuid not null,
    scope          scope_path not null,
    kind           text not null constraint region_change_kind_check
                   check (kind in ('RENAME', 'RECODE', 'MERGE', 'SPLIT', 'TRANSFER', 'ABOLISH', 'CREATE')),
    effective_date date not null,
    approval_doc   text not null constraint region_change_approval_doc_check check (char_length(approval_doc) between 1 and 200),
    detail         jsonb not null,
    state          text not null constraint region_change_state_check check (state in ('PLANNED', 'APPLIED')),
    applied_at     timestamptz,
    created_by     text not null,
    created_at     timestamptz not null,
    row_version    bigint not null default 1
);
create index region_change_scope on region_change (scope, id);
create index region_change_due on region_change (state, effective_date);
call tenant_wall('region_change');

create table region_succession (
    change_id      uuid not null references region_change (id),
    predecessor_id uuid not null references tenant (id),
    successor_id   uuid not null references tenant (id),
    share          numeric(7, 6) not null default 1 constraint region_succession_share_check check (share > 0 and share <= 1),
    effective_date date not null,
    primary key (change_id, predecessor_id, successor_id)
);
create index region_succession_predecessor on region_succession (predecessor_id);
create index region_succession_successor on region_succession (successor_id);

-- What other services may know of a tenant; `code` and `name` are today's, or the last of a closed body.
create view api_tenant with (security_invoker = true) as
    select t.id, t.kind, t.parent_id, t.scope, t.dept_code, t.opened_on, t.closed_on, v.code, v.name, v.short_name
      from tenant t
      join tenant_version v on v.tenant_id = t.id and (v.valid_to is null or v.valid_to = t.closed_on);
create view api_tenant_version with (security_invoker = true) as
    select v.tenant_id, v.code, v.name, v.short_name, v.parent_id, v.valid_from, v.valid_to, t.kind, t.scope
      from tenant_version v join tenant t on t.id = v.tenant_id;
create view api_region_succession with (security_invoker = true) as select * from region_succession;

-- The next free segment below a parent: four base-36 digits, never reused.
create table tenant_segment (
    parent_scope text collate "C" primary key,
    last         integer not null
);
create function segment_text(n integer) returns text language sql immutable strict as $$
    select string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n / p % 36) + 1, 1), '' order by p desc)
      from unnest(array[46656, 1296, 36, 1]) p
$$;
create function next_scope(parent text) returns text language plpgsql as $$
declare
    n integer;
begin
    insert into tenant_segment as s (parent_scope, last) values (parent, 1)
        on conflict (parent_scope) do update set last = s.last + 1
        returning last into n;
    return parent || segment_text(n);
end
$$;

-- ---- people and roles (domain F.3) ------------------------------------------------------------------------------------------

create table member (
    id          uuid primary key,
    tenant_id   uuid not null references tenant (id),
    scope       scope_path not null,
    issuer      text not null constraint member_issuer_check check (char_length(issuer) between 1 and 200),
    subject     text not null constraint member_subject_check check (char_length(subject) between 1 and 128),
    name        text not null constraint member_name_check check (char_length(name) between 1 and 64),
    post        text,
    env_duty    boolean not null default false,
    external_id text,
    source      text,
    disabled_at timestamptz,
    row_version bigint not null default 1,
    created_by  text not null,
    created_at  timestamptz not null,
    unique (tenant_id, issuer, subject),
    unique (tenant_id, source, external_id)
);
create index member_scope on member (scope, id);
create index member_subject on member (issuer, subject);
call tenant_wall('member');

create table member_role (
    member_id  uuid not null references member (id),
    tenant_id  uuid not null,
    scope      scope_path not null,
    role       text not null,
    granted_by text not null,
    granted_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by text,
    primary key (member_id, role, granted_at)
);
create unique index member_role_once on member_role (member_id, role) where revoked_at is null;
create index member_role_scope on member_role (scope);
call tenant_wall('member_role');

-- Who a person of an external issuer is: read by every service before any range is known, and by nobody else.
create view api_membership with (security_invoker = true) as
    select m.id, m.issuer, m.subject, m.name, m.tenant_id, m.disabled_at,
           (select string_agg(r.role, ',' order by r.role) from member_role r where r.member_id = m.id and r.revoked_at is null) as roles
      from member m;
create policy member_identity on member for select to bihuan_issues using (true);
create policy member_role_identity on member_role for select to bihuan_issues using (true);

-- A department's own system (SYSTEM_CLIENT): the secret is kept as a salted hash only.
create table api_client (
    id           uuid primary key,
    tenant_id    uuid not null references tenant (id),
    scope        scope_path not null,
    client_id    text not null unique constraint api_client_client_id_check check (client_id ~ '^[A-Za-z0-9._-]{8,64}$'),
    name         text not null constraint api_client_name_check check (char_length(name) between 1 and 120),
    secret_salt  text not null,
    secret_hash  text not null,
    permissions  text not null,
    roles        text not null default 'SYSTEM_CLIENT',
    last_used_at timestamptz,
    disabled_at  timestamptz,
    row_version  bigint not null default 1,
    created_by   text not null,
    created_at   timestamptz not null
);
create index api_client_scope on api_client (scope, id);
call tenant_wall('api_client');

-- Keys that sign the directory's own tokens. A key signs from active_from until the next one; it verifies until retired_at.
create table signing_key (
    kid         text primary key,
    algorithm   text not null constraint signing_key_algorithm_check check (algorithm in ('RS256')),
    private_pem text not null,
    public_jwk  jsonb not null,
    active_from timestamptz not null,
    retired_at  timestamptz,
    created_at  timestamptz not null
);
create index signing_key_active on signing_key (active_from desc);

-- ---- leading group (domain F.1) ----------------------------------------------------------------------------------------------

create table leading_group (
    id             uuid primary key,
    tenant_id      uuid not null references tenant (id),
    scope          scope_path not null,
    name           text not null constraint leading_group_name_check check (char_length(name) between 1 and 120),
    document_no    text,
    established_on date not null,
    dissolved_on   date,
    row_version    bigint not null default 1,
    created_by     text not null,
    created_at     timestamptz not null
);
create unique index leading_group_one_active on leading_group (tenant_id) where dissolved_on is null;
create index leading_group_scope on leading_group (scope, id);
call tenant_wall('leading_group');

-- Members are posts (职务), not persons: a change of office does not change the group.
create table leading_group_member (
    id        uuid primary key,
    group_id  uuid not null references leading_group (id),
    tenant_id uuid not null references tenant (id),
    scope     scope_path not null,
    role      text not null constraint leading_group_member_role_check check (role in ('HEAD', 'EXEC_DEPUTY', 'DEPUTY', 'MEMBER')),
    post      text not null constraint leading_group_member_post_check check (char_length(post) between 1 and 120),
    member_id uuid references member (id),
    sort      integer not null
);
create unique index leading_group_one_head on leading_group_member (group_id) where role = 'HEAD';
create unique index leading_group_one_exec on leading_group_member (group_id) where role = 'EXEC_DEPUTY';
create index leading_group_member_group on leading_group_member (group_id, sort);
create index leading_group_member_tenant on leading_group_member (tenant_id);
create index leading_group_member_person on leading_group_member (member_id);
call tenant_wall('leading_group_member');

-- The office and the four special groups, each seated in a unit.
create table leading_group_section (
    group_id  uuid not null references leading_group (id),
    tenant_id uuid not null references tenant (id),
    scope     scope_path not null,
    kind      text not null constraint leading_group_section_kind_check
              check (kind in ('OFFICE', 'RECTIFY', 'SUPERVISE', 'ACCOUNT', 'PUBLICITY')),
    duties    text not null,
    primary key (group_id, kind)
);
create index leading_group_section_tenant on leading_group_section (tenant_id);
call tenant_wall('leading_group_section');

-- ---- calendars (domain 0.3) --------------------------------------------------------------------------------------------------

create table work_calendar (
    year        integer primary key constraint work_calendar_year_check check (year between 1990 and 2199),
    source      text not null,
    loaded_by   text not null,
    loaded_at   timestamptz not null,
    row_version bigint not null default 1
);
create table work_calendar_day (
    day        date primary key,
    year       integer not null references work_calendar (year) on delete cascade,
    is_workday boolean not null,
    name       text not null
);
create index work_calendar_day_year on work_calendar_day (year);
create view api_calendar_year with (security_invoker = true) as select year, source, row_version from work_calendar;
create view api_calendar_day with (security_invoker = true) as select day, year, is_workday, name from work_calendar_day;

-- ---- files -------------------------------------------------------------------------------------------------------------------

-- Content, once however often it is uploaded; where the bytes lie is the storage backend's affair.
create table file_content (
    sha256     text collate "C" primary key constraint file_content_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
    size       bigint not null constraint file_content_size_check check (size between 1 and 33554432),
    media_type text not null,
    stored_at  timestamptz not null
);
-- An upload: who put which content under which name. Never changed.
create table file (
    id          uuid primary key,
    tenant_id   uuid not null references tenant (id),
    scope       scope_path not null,
    sha256      text collate "C" not null references file_content (sha256),
    name        text not null constraint file_name_check check (char_length(name) between 1 and 255),
    uploaded_by text not null,
    uploaded_at timestamptz not null
);
create index file_scope on file (scope, id);
create index file_sha256 on file (sha256);
call tenant_wall('file');
create view api_file with (security_invoker = true) as
    select f.id, f.tenant_id, f.scope, f.sha256, f.name, c.size, c.media_type, f.uploaded_by, f.uploaded_at
      from file f join file_content c on c.sha256 = f.sha256;

grant select, insert, update on tenant, tenant_version, region_change, member, member_role, api_client, leading_group to bihuan_directory;
grant select, insert on region_succession to bihuan_directory;
grant select, insert, update, delete on leading_group_member, leading_group_section, work_calendar, work_calendar_day to bihuan_directory;
grant select, insert, update on tenant_segment to bihuan_directory;
grant select, insert, update on signing_key to bihuan_directory, bihuan_ctl;
grant select, insert on file, file_content to bihuan_directory;
grant execute on function next_scope(text), segment_text(integer) to bihuan_directory;
grant select on api_tenant, api_tenant_version, api_region_succession, api_calendar_year, api_calendar_day, api_file to bihuan_directory;

-- Behind the api_ views (security_invoker) the other services need the columns the views show, and no more.
grant select (id, kind, parent_id, scope, dept_code, opened_on, closed_on) on tenant to bihuan_issues, bihuan_ctl;
grant select (tenant_id, valid_from, valid_to, code, name, short_name, parent_id) on tenant_version to bihuan_issues, bihuan_ctl;
grant select on region_succession to bihuan_issues;
grant select (year, source, row_version) on work_calendar to bihuan_issues;
grant select on work_calendar_day to bihuan_issues;
grant select (id, tenant_id, scope, sha256, name, uploaded_by, uploaded_at) on file to bihuan_issues;
grant select on file_content to bihuan_issues;
grant select on api_tenant, api_tenant_version to bihuan_issues, bihuan_ctl;
grant select (id, issuer, subject, name, tenant_id, disabled_at) on member to bihuan_issues;
grant select (member_id, role, revoked_at) on member_role to bihuan_issues;
grant select on api_membership to bihuan_directory, bihuan_issues;
grant select on api_region_succession, api_calendar_year, api_calendar_day, api_file to bihuan_issues;
