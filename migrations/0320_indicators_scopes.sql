-- SPDX-License-Identifier: MIT
-- The copies of scopes in the tables of indicators (0015_platform_scopes.sql). A department's share of a region's value moves with the
-- value; a unit that leaves the region leaves its figures there, where the old parent goes on reading its period (domain F.6).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
select set_config('app.lo', '', true), set_config('app.hi', '~', true);

grant execute on function scope_hold(uuid, text, boolean) to bihuan_indicators;

call scope_listed('indicator_target', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('monitored_object', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('observation', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('observation_revision', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('indicator_value', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('indicator_value', 'unit_scope', 'FOLLOW', key_column => 'unit_id');
call scope_listed('monitoring_task', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('monitoring_task', 'performer_scope', 'MOVE', key_column => 'performer_id', fence => 'OPEN');
-- What jobs make from the rows above, and make again when those move.
call scope_listed('indicator_alert', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('indicator_alert', 'unit_scope', 'FOLLOW', key_column => 'unit_id');
call scope_listed('evaluation', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('attainment_mark', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('attainment_count', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('attainment_tenant', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('evaluation_dirty', 'scope', 'MOVE');
call scope_listed('register_dirty', 'scope', 'MOVE');
-- Children of an issue, from 0306_issues_indicator_links.sql on.
call scope_listed('issue_indicator_breach', 'scope', 'CASCADE');
call scope_listed('issue_indicator_link', 'scope', 'CASCADE');
call repair_scopes();
