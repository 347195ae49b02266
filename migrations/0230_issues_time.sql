-- SPDX-License-Identifier: MIT
-- Time that an issue is held to, as rows: pauses (T24), the limits of steps (T02, T03, T13), and the days it was late before its due date
-- was moved. Any clock can be computed again from them, and nothing that moves a date clears what was late.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- It stands still from from_on to the day before resumed_on.
create table issue_pause (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    from_on date not null,
    until_on date,
    resumed_on date constraint issue_pause_resumed_on_check check (resumed_on >= from_on),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_pause_issue_idx on issue_pause (issue_id, id);
create unique index issue_pause_open_key on issue_pause (issue_id) where resumed_on is null;

create table issue_clock (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    kind text not null constraint issue_clock_kind_check check (kind in ('SIGN', 'BOUNCE', 'PLAN', 'VERIFY')),
    started_on date not null,
    amount integer not null,                    -- the tenant's figure when it started
    unit text not null constraint issue_clock_unit_check check (unit in ('CD', 'WD', 'MON')),
    due_on date not null,
    due_provisional boolean not null,
    ended_on date,                              -- the step was taken, or the issue left it
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_clock_issue_idx on issue_clock (issue_id, id);
create unique index issue_clock_open_key on issue_clock (issue_id, kind) where ended_on is null;
create index issue_clock_provisional_idx on issue_clock (id) where due_provisional;

-- Days behind a due date that no longer holds, or of an issue that is over: recorded by the step that ended them.
create table issue_late_spell (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    due_on date not null,
    ended_on date not null,
    days integer not null constraint issue_late_spell_days_check check (days > 0),
    action text not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_late_spell_issue_idx on issue_late_spell (issue_id, id);

alter table issue
    add late_days integer not null default 0,           -- of the spells that are over
    add late_steps integer not null default 0,          -- steps that passed their limit, with the one it stands in
    add step_is_late boolean not null default false;    -- and that one is counted
comment on column issue.suspended_days is 'of the pauses that are over';

call tenant_wall('issue_pause', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('issue_clock', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('issue_late_spell', '(select true from issue i where i.id = issue_id limit 1)');
grant select, insert, update on issue_pause, issue_clock to bihuan_issues;
grant select, insert on issue_late_spell to bihuan_issues;

-- ---- what was so before -----------------------------------------------------------------------------------------------------

-- Pauses by the log; one that lasts ends on the day the issue says.
insert into issue_pause (issue_id, tenant_id, scope, from_on, until_on, resumed_on)
select i.id, i.tenant_id, i.scope, (s.at at time zone 'Asia/Shanghai')::date, case when r.id is null then i.suspended_until end,
       coalesce((r.detail ->> 'clocks_run_from')::date, (r.at at time zone 'Asia/Shanghai')::date)
  from state_log s
  join issue i on i.id = s.issue_id
  left join lateral (select r.id, r.at, r.detail from state_log r
                      where r.issue_id = s.issue_id and r.id > s.id and r.from_state = 'SUSPENDED' and r.to_state <> 'SUSPENDED'
                      order by r.id limit 1) r on true
 where s.action = 'SUSPEND' and (r.id is not null or i.state = 'SUSPENDED')
 order by s.id;

-- Limits that run. A suspension had taken the date of the step away; it is computed again when it ends.
with running as (
    select i.id, i.tenant_id, i.scope, i.step_due, i.bounce_by, i.assigned_on,
           case when i.state = 'SUSPENDED' then i.suspended_state else i.state end as state,
           (select max((s.at at time zone 'Asia/Shanghai')::date) from state_log s
             where s.issue_id = i.id and s.to_state in ('SIGNED', 'DIST_VERIFY') and s.from_state is distinct from s.to_state
               and s.from_state is distinct from 'SUSPENDED') as began
      from issue i
     where i.closed_at is null and i.state not in ('REOPENED', 'CANCELLED', 'MERGED')
), clock as (
    select r.*, k.kind, k.name, k.amount
      from running r
      join (values ('SIGN', 'sign_days', 2, 'ASSIGNED'), ('BOUNCE', 'bounce_days', 3, 'ASSIGNED'), ('PLAN', 'plan_days', 10, 'SIGNED'),
                   ('PLAN', 'plan_days', 10, 'PLANNING'), ('VERIFY', 'verify_days', 15, 'DIST_VERIFY')) k (kind, name, amount, state)
        on k.state = r.state
)
insert into issue_clock (issue_id, tenant_id, scope, kind, started_on, amount, unit, due_on, due_provisional)
select c.id, c.tenant_id, c.scope, c.kind, coalesce(case when c.kind in ('SIGN', 'BOUNCE') then c.assigned_on else c.began end, current_date),
       coalesce((select p.value from issue_parameter p where p.name = c.name and starts_with(c.scope, p.scope)
                  order by length(p.scope) desc limit 1), c.amount), 'WD',
       coalesce(case when c.kind = 'BOUNCE' then c.bounce_by else c.step_due end, c.bounce_by, c.assigned_on, current_date), true
  from clock c
 where c.kind = 'BOUNCE' or c.step_due is not null or c.state <> 'PLANNING';

-- A limit of petitions is the petitions' service's.
delete from issue_parameter where name = 'petition_reply_days';
