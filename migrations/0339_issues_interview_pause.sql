-- SPDX-License-Identifier: MIT
-- A pause moves what a step asks by the days that it lasted while that was asked: what was laid down in the midst of it
-- moved by all of its days.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create or replace function issue_pause_moves_duties() returns trigger
    language plpgsql security definer set search_path = bihuan, pg_temp as $$
begin
    update escalation_duty d set due_on = d.due_on + (new.resumed_on - greatest(new.from_on, b.began))
      from (select e.id, k.kind, case when k.kind in ('PLAN', 'REPORT') then v.held_on else e.issued_on end as began
              from escalation e left join interview v on v.escalation_id = e.id
             cross join (values ('RECEIPT'), ('REPLY'), ('PLAN'), ('REPORT')) k (kind)
             where e.issue_id = new.issue_id) b
     where d.issue_id = new.issue_id and d.escalation_id = b.id and d.kind = b.kind and d.done_at is null
       and d.due_on >= new.from_on and (b.began is null or b.began < new.resumed_on);
    update interview set report_due = report_due + (new.resumed_on - greatest(new.from_on, held_on))
     where issue_id = new.issue_id and result is null and report_due >= new.from_on and held_on < new.resumed_on;
    return null;
end $$;
