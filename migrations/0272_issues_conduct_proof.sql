-- SPDX-License-Identifier: MIT
-- What a finding of dereliction rests on is an ACCOUNT record like the finding itself (F.1, F.4-5): a kind of evidence that the head
-- of the leading group and the accountability group of the level above see, and nobody whom it is about; neither the row nor its file.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table evidence drop constraint evidence_kind_check;
alter table evidence add constraint evidence_kind_check check (kind in ('APPLICATION_FORM', 'PLAN_APPROVAL', 'SELF_CHECK_REPORT',
    'BEFORE_AFTER_PHOTO', 'ENGINEERING_FILE', 'MONITORING_REPORT', 'ENFORCEMENT_FILE', 'INSTITUTION_FILE', 'ONSITE_SHEET',
    'PUBLICITY_PROOF', 'ACCEPTANCE_OPINION', 'SCREENING_REPORT', 'LONG_TERM_NOTE', 'OTHER', 'CONDUCT_PROOF'));

-- One home for the rule: the row and the file are shown by it.
create function proof_is_shown(kind text, issue_scope text) returns boolean
    language sql stable parallel safe as $$
    select kind <> 'CONDUCT_PROOF' or range_is_whole()
        or (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true)
            and role_held('GROUP_HEAD GROUP_ACCOUNT'))
$$;
create policy evidence_restricted on evidence as restrictive to bihuan_issues using (proof_is_shown(kind, scope));

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
               and step_is_shown(r.level, r.scope, r.party_scope)) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)));
end
$$;
