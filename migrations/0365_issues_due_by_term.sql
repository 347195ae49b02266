-- SPDX-License-Identifier: MIT
-- An issue without a due date was never late, however long nobody planned for it. It takes the last day that its programme
-- or term allows when it is assigned, and keeps to them while nobody names another. A job gives one to those of before.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table issue add column due_by_term boolean default false not null;
comment on column issue.due_by_term is 'nobody named the due date: it is the last that programme or term allow';
create index issue_due_open_idx on issue (id)
    where (due_by_term or due_date is null) and state in ('ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW');

-- What the versions before it were to carry out is this one's to carry out, wherever its issues have moved to, and of
-- drafts that were never issued too. What is over keeps the one that it had.
create function programme_carry(new_id uuid, at timestamptz) returns void
    language plpgsql set search_path = bihuan, pg_temp
as $$
declare
    lo text := current_setting('app.lo', true);
    hi text := current_setting('app.hi', true);
begin
    perform set_config('app.lo', '', true), set_config('app.hi', '~', true); -- the system's own work
    update issue i
       set programme_id = p.id, row_version = i.row_version + 1, updated_at = at
      from programme p join programme o on o.tenant_id = p.tenant_id and o.kind = p.kind and o.feedback_id = p.feedback_id
                                       and o.version < p.version
     where p.id = new_id and p.kind = 'RECTIFICATION' and p.state = 'ISSUED' and i.programme_id = o.id
       and i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED');
    perform set_config('app.lo', lo, true), set_config('app.hi', hi, true);
end
$$;
revoke all on function programme_carry(uuid, timestamptz) from public;
grant execute on function programme_carry(uuid, timestamptz) to bihuan_issues;
