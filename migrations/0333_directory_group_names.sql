-- SPDX-License-Identifier: MIT
-- A leading group keeps the names of its units: one that has moved to another district is not in the group's sight any more, and its post
-- was neither shown nor kept.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
select set_config('app.lo', '', true), set_config('app.hi', '~', true);

alter table leading_group_member add column tenant_name text; -- null: entered by a build that did not keep it
alter table leading_group_section add column tenant_name text;
alter table tenant_version no force row level security;
update leading_group_member m set tenant_name = t.name from api_tenant t where t.id = m.tenant_id;
update leading_group_section s set tenant_name = t.name from api_tenant t where t.id = s.tenant_id;
alter table tenant_version force row level security;
