-- SPDX-License-Identifier: MIT
-- Versions for what could be overwritten unread: the petitioner's particulars and a tenant's own settings; and who drafted a programme.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table issue_petitioner add column row_version integer not null default 1;

-- The version of all settings of one tenant together: what is taken back leaves no row of its own behind.
create table issue_parameter_set (
    tenant_id uuid primary key,
    scope scope_path not null,
    row_version integer not null,
    updated_by text not null,
    updated_at timestamptz not null
);
call tenant_wall('issue_parameter_set');
call scope_listed('issue_parameter_set', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
grant select, insert, update on issue_parameter_set to bihuan_issues;

-- Who wrote the draft last does not issue it (F.3); null: who created it.
alter table programme add column drafted_by text;
