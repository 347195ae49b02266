-- SPDX-License-Identifier: MIT
-- A request for an extension that nobody decided lapses when the issue leaves the work: approved later, it undid the day
-- that a return had set (T14).
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table extension_request drop constraint extension_request_decision_check,
    add constraint extension_request_decision_check check (decision in ('APPROVED', 'REFUSED', 'LAPSED'));
update extension_request x
   set decision = 'LAPSED', decided_at = now(), row_version = x.row_version + 1
  from issue i
 where i.id = x.issue_id and x.decision is null and coalesce(i.suspended_state, i.state) <> 'RECTIFYING';
