-- SPDX-License-Identifier: MIT
-- What a step of the ladder asks of a unit and what the unit did, as rows: receipt (签收), reply, plan and report
-- with their days; replies, none of which writes over another; the interview (约谈) with its follow-up.
-- breaking: replies leave the table of steps.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- Who is told of a step of this level about an issue at this scope: everybody who sees the issue, but from L5 on
-- the leading group and, by its leader and its desk, the unit that it is addressed to (F.1, F.4-5).
create function step_is_shown(level integer, issue_scope text, party_scope text) returns boolean
    language sql stable parallel safe as $$
    select level < 5 or range_is_whole()
        or (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true)
            and (role_held('GROUP_HEAD GROUP_ACCOUNT') or (level = 5 and role_held('GROUP_DEPUTY'))))
        or (party_scope = current_setting('app.lo', true) and role_held('UNIT_LEADER UNIT_ADMIN'))
$$;
grant execute on function step_is_shown(integer, text, text) to public;

-- An L1 reminder of a step is as restricted as that step.
alter table escalation add about_level integer
    constraint escalation_about_level_check check (about_level is null or (level = 1 and about_level between 2 and 6));

-- One row for each thing that a unit owes a step. The units that owe a receipt are those that it is addressed to
-- (受文单位).
create table escalation_duty (
    id uuid primary key default gen_random_uuid(),
    escalation_id uuid not null references escalation,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    level integer not null,
    kind text not null constraint escalation_duty_kind_check check (kind in ('RECEIPT', 'REPLY', 'PLAN', 'REPORT')),
    party_tenant_id uuid not null,
    party_code text not null,
    party_name text not null,
    party_scope scope_path not null,
    due_on date not null,
    done_at timestamptz,
    done_by text,
    done_by_name text,
    -- Deferrable: a pause moves several at once.
    constraint escalation_duty_key unique (escalation_id, party_tenant_id, kind, due_on) deferrable,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index escalation_duty_issue_idx on escalation_duty (issue_id);
create index escalation_duty_party_idx on escalation_duty (party_tenant_id);

create table escalation_reply (
    id uuid primary key,
    escalation_id uuid not null references escalation,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    level integer not null,
    kind text constraint escalation_reply_kind_check check (kind in ('REPLY', 'PLAN', 'REPORT')),
    due_on date,                                -- of what was owed; null: said beside it
    is_late boolean not null,
    party_tenant_id uuid not null,
    party_code text not null,
    party_name text not null,
    party_scope scope_path not null,
    reply text not null,
    attachments jsonb not null default '[]',    -- file ids, looked up when it was written
    replied_by text not null,
    replied_by_name text not null,
    replied_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index escalation_reply_step_idx on escalation_reply (escalation_id, id);
create index escalation_reply_issue_idx on escalation_reply (issue_id);
create index escalation_reply_party_idx on escalation_reply (party_tenant_id);
create index escalation_reply_files_idx on escalation_reply using gin (attachments jsonb_path_ops)
    where attachments <> '[]';

-- 约谈, held upon an L5 (S-044): who was talked to, what was demanded, and what came of it.
create table interview (
    escalation_id uuid primary key references escalation,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    held_on date not null,
    place text,
    convenor text not null,
    interviewees jsonb not null,                -- [{name, position, unit: {code, name}}]
    demands text not null,
    minutes text,
    plan_due date not null,
    report_due date not null,                   -- and the day of the follow-up
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at timestamptz not null,
    result text constraint interview_result_check check (result in ('EFFECTIVE', 'NO_EFFECT')),
    opinion text,
    followed_up_on date constraint interview_followed_up_on_check check (followed_up_on >= held_on),
    followed_up_by text,
    followed_up_by_name text,
    constraint interview_followed_up_check check ((result is null) = (followed_up_on is null)),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index interview_issue_idx on interview (issue_id);

call tenant_wall('escalation_duty', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('escalation_reply', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('interview', '(select true from issue i where i.id = issue_id limit 1)');
create policy escalation_duty_restricted on escalation_duty as restrictive to bihuan_issues
    using (step_is_shown(level, scope, party_scope));
create policy escalation_reply_restricted on escalation_reply as restrictive to bihuan_issues
    using (step_is_shown(level, scope, party_scope));
create policy interview_restricted on interview as restrictive to bihuan_issues
    using (step_is_shown(5, scope, (select d.party_scope from escalation_duty d
                                     where d.escalation_id = interview.escalation_id
                                       and d.party_scope = current_setting('app.lo', true) limit 1)));
drop policy escalation_restricted on escalation;
create policy escalation_restricted on escalation as restrictive to bihuan_issues
    using (step_is_shown(greatest(level, about_level), scope,
                         (select d.party_scope from escalation_duty d
                           where d.issue_id = escalation.issue_id and d.party_scope = current_setting('app.lo', true)
                             and (d.escalation_id = escalation.id or d.level = escalation.about_level) limit 1)));
grant select, insert, update on escalation_duty, interview to bihuan_issues;
grant select, insert, update (scope, party_scope) on escalation_reply to bihuan_issues; -- written once, but it moves

-- ---- what was so before -------------------------------------------------------------------------

-- Steps in force were addressed to the units that led or answered; nobody signed for one, so no receipt is owed for
-- them any more.
insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, party_tenant_id, party_code,
    party_name, party_scope, due_on, done_at, done_by, done_by_name)
select distinct on (e.id, k.kind, p.party_tenant_id) e.id, e.issue_id, e.tenant_id, e.scope, e.level, k.kind,
       p.party_tenant_id, p.party_code, p.party_name, p.party_scope, coalesce(e.reply_due, e.issued_on),
       case when k.kind = 'RECEIPT' then e.created_at when p.party_tenant_id = e.reply_tenant_id then e.replied_at end,
       case when k.kind = 'RECEIPT' then 'system:issues' when p.party_tenant_id = e.reply_tenant_id then e.reply_by end,
       case when k.kind = 'RECEIPT' then '系统' when p.party_tenant_id = e.reply_tenant_id then e.reply_by_name end
  from escalation e
  join issue_party p on p.issue_id = e.issue_id and p.role in ('LEAD_UNIT', 'RESP_UNIT') and p.valid_to is null
  join (values ('RECEIPT'), ('REPLY')) k (kind) on k.kind = 'RECEIPT' or (e.reply_due is not null and e.level < 5)
 where e.state <> 'PROPOSED' and e.level between 2 and 6;
insert into escalation_reply (id, escalation_id, issue_id, tenant_id, scope, level, kind, due_on, is_late,
    party_tenant_id, party_code, party_name, party_scope, reply, replied_by, replied_by_name, replied_at)
select gen_random_uuid(), e.id, e.issue_id, e.tenant_id, e.scope, e.level, case when e.level < 5 then 'REPLY' end,
       e.reply_due, coalesce((e.replied_at at time zone 'Asia/Shanghai')::date > e.reply_due, false),
       e.reply_tenant_id, t.code, t.name, t.scope, e.reply, e.reply_by, e.reply_by_name, e.replied_at
  from escalation e
  join lateral (select p.party_code as code, p.party_name as name, p.party_scope as scope from issue_party p
                 where p.issue_id = e.issue_id and p.party_tenant_id = e.reply_tenant_id
                 order by p.valid_to nulls first limit 1) t on true
 where e.reply is not null;
call scope_listed('escalation_duty', 'scope', 'CASCADE');
call scope_listed('escalation_duty', 'party_scope', 'MOVE', key_column => 'party_tenant_id', fence => 'ANY');
call scope_listed('escalation_reply', 'scope', 'CASCADE');
call scope_listed('escalation_reply', 'party_scope', 'MOVE', key_column => 'party_tenant_id', fence => 'OPEN');
call scope_listed('interview', 'scope', 'CASCADE');
alter table escalation drop reply, drop reply_by, drop reply_by_name, drop reply_tenant_id, drop replied_at;

-- ---- files --------------------------------------------------------------------------------------

-- What is attached to a reply is opened by those who are shown the reply.
create policy escalation_reply_owner on escalation_reply for select to bihuan_owner using (true);
create or replace function issue_file_shared(file uuid) returns boolean
    language sql stable security definer set search_path = bihuan, pg_temp as $$
    select exists (
        select from (
            select e.issue_id from evidence e where e.file_id = file and e.deleted_at is null
            union all
            select r.issue_id from escalation_reply r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
               and step_is_shown(r.level, r.scope, r.party_scope)) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)))
$$;

-- ---- bodies that end --------------------------------------------------------------------------------

-- What a merged body owed and did is its successor's, of all open issues or of one. The owner's work, as below.
create policy escalation_duty_owner on escalation_duty to bihuan_owner using (true) with check (true);
create function duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid)
    returns void language sql security definer set search_path = bihuan, pg_temp as $$
    update escalation_duty d
       set party_tenant_id = new_id, party_code = new_code, party_name = new_name, party_scope = new_scope
     where d.party_tenant_id = old_id and (one_issue is null or d.issue_id = one_issue)
       and exists (select from issue i where i.id = d.issue_id and i.closed_at is null)
       and not exists (select from escalation_duty o where o.escalation_id = d.escalation_id and o.kind = d.kind
                          and o.due_on = d.due_on and o.party_tenant_id = new_id)
$$;
revoke all on function duties_succeed(uuid, uuid, text, text, text, uuid) from public;
grant execute on function duties_succeed(uuid, uuid, text, text, text, uuid) to bihuan_issues;

-- ---- pauses -------------------------------------------------------------------------------------

-- What was still owed when the clocks stopped moves with them. Whoever ends a pause may not be shown an interview,
-- so this is the owner's work.
create policy interview_owner on interview to bihuan_owner using (true) with check (true);
create function issue_pause_moves_duties() returns trigger
    language plpgsql security definer set search_path = bihuan, pg_temp as $$
begin
    update escalation_duty set due_on = due_on + (new.resumed_on - new.from_on)
     where issue_id = new.issue_id and done_at is null and due_on >= new.from_on;
    update interview set report_due = report_due + (new.resumed_on - new.from_on)
     where issue_id = new.issue_id and result is null and report_due >= new.from_on;
    return null;
end $$;
create trigger issue_pause_moves_duties after update of resumed_on on issue_pause
    for each row when (old.resumed_on is null and new.resumed_on > new.from_on)
    execute function issue_pause_moves_duties();
