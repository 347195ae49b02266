-- SPDX-License-Identifier: MIT
-- The public page shows nothing of an issue that is not PUBLIC, whenever it became so: a tombstone without title (B.9). What was
-- published of issues that are internal by now is withdrawn, so that opening one again does not bring it back.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

create or replace view public_issue as
    select d.id, i.serial_no, i.tenant_code, i.tenant_name, not shown.now as is_withdrawn, d.withdraw_reason,
           case when shown.now then d.public_title end as title,
           case when shown.now then d.public_text end as text,
           case when shown.now then (select string_agg(p.party_name, '、' order by p.party_code) from issue_party p
                where p.issue_id = i.id and p.role = 'RESP_UNIT' and p.valid_to is null) end as resp_units,
           case when shown.now then i.due_date end as due_date,
           case when shown.now then i.state end as state,
           case when shown.now then i.progress_pct end as progress_pct,
           case when shown.now then (select jsonb_build_object('closed_on', (c.closed_at at time zone 'Asia/Shanghai')::date,
                'document_no', c.document_no) from issue_closure c where c.issue_id = i.id) end as closure_notice,
           d.decided_at as published_at, d.withdrawn_at
      from disclosure d join issue i on i.id = d.issue_id
     cross join lateral (select d.state = 'PUBLISHED' and i.secrecy = 'PUBLIC' as now) shown
     where d.state in ('PUBLISHED', 'WITHDRAWN');

update disclosure d
   set state = case d.state when 'PUBLISHED' then 'WITHDRAWN' else 'REFUSED' end, row_version = d.row_version + 1,
       withdrawn_by = case d.state when 'PUBLISHED' then 'system:issues' end,
       withdrawn_at = case d.state when 'PUBLISHED' then i.updated_at end,
       withdraw_reason = case d.state when 'PUBLISHED' then '转为内部办理' end
  from issue i
 where i.id = d.issue_id and i.secrecy <> 'PUBLIC' and d.state in ('PROPOSED', 'PUBLISHED');
update issue set is_public = false where is_public and secrecy <> 'PUBLIC';
