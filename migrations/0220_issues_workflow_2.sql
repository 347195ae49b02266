-- SPDX-License-Identifier: MIT
-- Version 2 of the issue workflow (docs/reference/workflows/issue.md): every issue that is still open goes on under it, and its log says
-- so. What is over keeps the version it ended on. Nothing that a list shows changes, so versions and times of rows stay.
-- A program of before does not know version 2 and cannot take a step of a moved issue: it stops before this runs.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

with moved as (
    update issue set workflow_version = 2
     where workflow_version = 1 and state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
    returning id, tenant_id, scope, state
)
insert into state_log (issue_id, tenant_id, scope, rule, action, from_state, to_state, actor, actor_name, actor_roles, actor_tenant_id,
    actor_tenant_name, reason, detail, workflow_version, at)
select id, tenant_id, scope, 'V02', 'MOVE_TO_VERSION', state, state, 'system:issues', 'system:issues', '', null, 'system',
       '工作流升级至第2版', '{"from": 1, "to": 2}', 2, now()
  from moved;
