-- SPDX-License-Identifier: MIT
-- The board's rollup and tenant parameters.
--
-- Each change of an issue's place, state, light, category or lateness appends its difference to issue_count_delta in the same
-- statement; a job folds the differences into issue_board, one row a scope prefix, dimension and value. The board answers
-- folded + pending in one statement, so it is exact at every commit.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create table issue_count_delta (
    id bigint generated always as identity primary key,
    tenant_id uuid not null,
    scope scope_path not null,
    state text not null,
    light text not null,
    category text not null,
    is_overdue boolean not null,
    n integer not null
);

create table issue_board (
    scope scope_path not null,            -- every prefix of an issue's scope
    depth smallint not null generated always as (length(scope) / 4) stored,
    dimension text not null constraint issue_board_dimension_check check (dimension in
        ('STATE', 'LIGHT', 'CATEGORY', 'OVERDUE')),
    value text not null,
    n bigint not null,
    primary key (scope, dimension, value)
);
create index issue_board_depth_idx on issue_board (depth, scope); -- the units right below one

create table issue_parameter (
    tenant_id uuid not null,
    scope scope_path not null,
    name text not null,
    value integer not null,
    row_version integer not null default 1,
    updated_by text not null,
    updated_at timestamptz not null,
    primary key (tenant_id, name)
);
create index issue_parameter_scope_idx on issue_parameter (scope, name);

-- Written as the owner: a party that moves an issue does not cover its scope, yet the count must follow.
create function issue_count() returns trigger language plpgsql security definer
    set search_path = bihuan, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        insert into issue_count_delta (tenant_id, scope, state, light, category, is_overdue, n)
        values (old.tenant_id, old.scope, old.state, old.light, old.category, old.overdue_since is not null, -1);
    end if;
    insert into issue_count_delta (tenant_id, scope, state, light, category, is_overdue, n)
    values (new.tenant_id, new.scope, new.state, new.light, new.category, new.overdue_since is not null, 1);
    if tg_op = 'UPDATE' and (new.state, new.light) is distinct from (old.state, old.light) then
        update issue_grant set state = new.state, light = new.light where issue_id = new.id;
    end if;
    return null;
end $$;

create trigger issue_count_insert after insert on issue for each row execute function issue_count();
create trigger issue_count_update after update on issue for each row
    when ((old.scope, old.state, old.light, old.category, old.overdue_since is null)
          is distinct from (new.scope, new.state, new.light, new.category, new.overdue_since is null))
    execute function issue_count();

call tenant_wall('issue_count_delta');
call tenant_wall('issue_board');
alter table issue_parameter enable row level security;
alter table issue_parameter force row level security;
-- How many issues were derived from one and how many of them have not come to work yet: a parent's guard counts children that
-- its lead unit cannot see, and learns no more than the numbers.
create function issue_children(parent uuid) returns table (children bigint, behind bigint)
    language sql stable security definer set search_path = bihuan, pg_temp as $$
    select count(*), count(*) filter (where state in ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW', 'PLAN_FILED'))
      from issue where derived_from = parent and state not in ('CANCELLED', 'MERGED')
$$;
revoke all on function issue_children(uuid) from public;
grant execute on function issue_children(uuid) to bihuan_issues;

-- The owner's functions' own way in; nobody logs in as the owner.
create policy issue_count_delta_owner on issue_count_delta to bihuan_owner using (true);
create policy issue_owner on issue for select to bihuan_owner using (true);
create policy issue_grant_owner on issue_grant to bihuan_owner using (true);
-- A parameter of a level above holds below until a level sets its own.
create policy issue_parameter_tenant on issue_parameter
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
        or starts_with(current_setting('app.lo', true), scope))
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));

grant select, insert, delete on issue_count_delta to bihuan_issues;
grant select, insert, update on issue_board, issue_parameter to bihuan_issues;
grant delete on issue_parameter to bihuan_issues;

-- ---- what the public sees (B.9) ----------------------------------------------------------------------------------------

-- The only window through the wall: published issues, by columns that are meant for the public. Owned by the owner, so it does
-- not depend on who asks; a withdrawn one leaves its number and the reason.
create policy disclosure_owner on disclosure for select to bihuan_owner using (true);
create policy issue_party_owner on issue_party for select to bihuan_owner using (true);
create policy issue_closure_owner on issue_closure for select to bihuan_owner using (true);
create view public_issue as
    select d.id, i.serial_no, i.tenant_code, i.tenant_name, d.state = 'WITHDRAWN' as is_withdrawn, d.withdraw_reason,
           case when d.state = 'PUBLISHED' then d.public_title end as title,
           case when d.state = 'PUBLISHED' then d.public_text end as text,
           case when d.state = 'PUBLISHED' then (select string_agg(p.party_name, '、' order by p.party_code) from issue_party p
                where p.issue_id = i.id and p.role = 'RESP_UNIT' and p.valid_to is null) end as resp_units,
           case when d.state = 'PUBLISHED' then i.due_date end as due_date,
           case when d.state = 'PUBLISHED' then i.state end as state,
           case when d.state = 'PUBLISHED' then i.progress_pct end as progress_pct,
           case when d.state = 'PUBLISHED' then (select jsonb_build_object('closed_on', (c.closed_at at time zone 'Asia/Shanghai')::date,
                'document_no', c.document_no) from issue_closure c where c.issue_id = i.id) end as closure_notice,
           d.decided_at as published_at, d.withdrawn_at
      from disclosure d join issue i on i.id = d.issue_id
     where d.state in ('PUBLISHED', 'WITHDRAWN');
grant select on public_issue to bihuan_issues;
