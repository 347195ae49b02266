-- SPDX-License-Identifier: MIT
-- Who has to judge an issue can open what was handed in for it: a file is seen by the ranges of its uploader, and by everybody who
-- sees an issue that it is attached to, for as long as both lasts. A party that is none any more, or evidence that was withdrawn,
-- closes the file again; where nothing says yes, the answer is no.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create index evidence_file_idx on evidence (file_id) where deleted_at is null;
create index progress_report_attachments_idx on progress_report using gin (attachments jsonb_path_ops) where attachments <> '[]';
create index verification_file_ids_idx on verification using gin (file_ids jsonb_path_ops) where file_ids <> '[]';
create policy evidence_owner on evidence for select to bihuan_owner using (true);
create policy progress_report_owner on progress_report for select to bihuan_owner using (true);
create policy verification_owner on verification for select to bihuan_owner using (true);

-- The caller's range covers, or was granted, an issue that the file is attached to.
create function issue_file_shared(file uuid) returns boolean
    language sql stable security definer set search_path = bihuan, pg_temp as $$
    select exists (
        select from (
            select e.issue_id from evidence e where e.file_id = file and e.deleted_at is null
            union all
            select r.issue_id from progress_report r where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
            union all
            select v.issue_id from verification v where v.file_ids <> '[]' and v.file_ids @> jsonb_build_array(file)) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)))
$$;
revoke all on function issue_file_shared(uuid) from public;
grant execute on function issue_file_shared(uuid) to bihuan_directory, bihuan_issues;

-- Beside the wall and for reading only: what is written stays in the writer's own range.
create policy file_with_issue on file for select to bihuan_directory, bihuan_issues using (issue_file_shared(id));
