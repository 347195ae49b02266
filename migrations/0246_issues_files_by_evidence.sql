-- SPDX-License-Identifier: MIT
-- A file is shared with those who see an issue only as evidence of it: evidence is taken from files that its uploader sees. The ids in
-- a report's attachments and in a verification's file_ids are not looked up when they are written, so that whoever knew the id of
-- another tenant's file could have opened it by naming it in an issue of his own.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create or replace function issue_file_shared(file uuid) returns boolean
    language sql stable security definer set search_path = bihuan, pg_temp as $$
    select exists (
        select from evidence e join issue i on i.id = e.issue_id
         where e.file_id = file and e.deleted_at is null
           and ((i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
                or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                              and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true))))
$$;
drop index progress_report_attachments_idx;
drop index verification_file_ids_idx;
drop policy progress_report_owner on progress_report;
drop policy verification_owner on verification;
