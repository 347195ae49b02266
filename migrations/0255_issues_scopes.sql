-- SPDX-License-Identifier: MIT
-- The copies of scopes in the tables of issues (0015_platform_scopes.sql).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
select set_config('app.lo', '', true), set_config('app.hi', '~', true);

call scope_listed('inspection_feedback', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('programme', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('issue_parameter', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('issue', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'OPEN', also => ', row_version = x.row_version + 1');
call scope_listed('issue', 'scope2', 'COMPUTED');
call scope_listed('issue', 'scope3', 'COMPUTED');
call scope_listed('issue_party', 'scope', 'CASCADE');
call scope_listed('issue_party', 'party_scope', 'MOVE', key_column => 'party_tenant_id', fence => 'OPEN');
call scope_listed('issue_grant', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'OPEN');
call scope_listed('issue_grant', 'scope2', 'COMPUTED');
call scope_listed('issue_grant', 'scope3', 'COMPUTED');
call scope_listed('issue_grant', 'issue_scope', 'CASCADE');
call scope_listed('issue_board', 'scope', 'STAYS', reason => 'sums that issue_count_delta brings up to date, minus at the old place and plus at the new one');
call scope_listed('issue_count_delta', 'scope', 'STAYS', reason => 'a change of the board at this place');
-- Children of an issue follow it by their key.
call scope_listed('accountability_referral', 'scope', 'CASCADE');
call scope_listed('disclosure', 'scope', 'CASCADE');
call scope_listed('escalation', 'scope', 'CASCADE');
call scope_listed('evidence', 'scope', 'CASCADE');
call scope_listed('extension_request', 'scope', 'CASCADE');
call scope_listed('issue_closure', 'scope', 'CASCADE');
call scope_listed('issue_past', 'scope', 'CASCADE');
call scope_listed('issue_petitioner', 'scope', 'CASCADE');
call scope_listed('issue_clock', 'scope', 'CASCADE');
call scope_listed('issue_late_spell', 'scope', 'CASCADE');
call scope_listed('issue_pause', 'scope', 'CASCADE');
call scope_listed('issue_plan', 'scope', 'CASCADE');
call scope_listed('light_log', 'scope', 'CASCADE');
call scope_listed('measure', 'scope', 'CASCADE');
call scope_listed('milestone', 'scope', 'CASCADE');
call scope_listed('progress_report', 'scope', 'CASCADE');
call scope_listed('publicity', 'scope', 'CASCADE');
call scope_listed('publicity_objection', 'scope', 'CASCADE');
call scope_listed('state_log', 'scope', 'CASCADE');
call scope_listed('verification', 'scope', 'CASCADE');
call repair_scopes();
