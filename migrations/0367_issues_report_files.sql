-- SPDX-License-Identifier: MIT
-- Who has to judge a report or a verification opens the files that it names (I10): 0246 took that away because their
-- ids were not looked up when they were written. They are now; and a file is opened only where it is of the tenant
-- that handed the row in, or of one below it, so that an id alone still opens nothing. What was handed in so is in the
-- open also where an answer that few are shown uses the same file; a proof of dereliction stays as kept as it was.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create index progress_report_attachments_idx on progress_report using gin (attachments jsonb_path_ops)
    where attachments <> '[]';
create index verification_file_ids_idx on verification using gin (file_ids jsonb_path_ops) where file_ids <> '[]';
create policy progress_report_owner on progress_report for select to bihuan_owner using (true);
create policy verification_owner on verification for select to bihuan_owner using (true);
create policy file_owner on file for select to bihuan_owner using (true);

-- The issues whose reports and verifications name a file of who handed them in. For the two functions below only.
create function file_handed_in(file uuid) returns setof uuid
    language sql stable as $$
    select w.issue_id
      from (select r.issue_id, r.submitted_tenant_id as tenant_id from progress_report r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
            union all
            select v.issue_id, v.created_tenant_id from verification v
             where v.file_ids <> '[]' and v.file_ids @> jsonb_build_array(file)) w
      join tenant t on t.id = w.tenant_id
      join file f on f.id = file_handed_in.file and starts_with(f.scope, t.scope)
$$;
revoke all on function file_handed_in(uuid) from public;

create or replace function issue_file_shared(file uuid) returns boolean
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return exists (
        select from (
            select e.issue_id from evidence e
             where e.file_id = file and e.deleted_at is null and proof_is_shown(e.kind, e.scope)
            union all
            select r.issue_id from escalation_reply r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
               and step_is_shown(r.level, r.scope, r.party_scope)
            union all
            select h from file_handed_in(file) h) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)));
end
$$;

create or replace function file_is_kept(file uuid) returns boolean
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return (exists (select from evidence e
                     where e.file_id = file and e.kind = 'CONDUCT_PROOF' and not proof_is_shown(e.kind, e.scope))
            or (select bool_or(step_is_shown(r.level, r.scope, r.party_scope) is true) is false from escalation_reply r
                 where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file))
               and not exists (select from file_handed_in(file)))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF');
end
$$;
