-- SPDX-License-Identifier: MIT
-- A body is found by its id and by every code that it has had: what was closed under an old code was lost under the new
-- one, and what is open under the old.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create function tenants_called(called text) returns setof uuid language sql stable
    set search_path = bihuan, pg_temp as $$
    select v.tenant_id from api_tenant_version v where v.code = called
    union
    select t.id from api_tenant t where t.id::text = called
$$;
revoke all on function tenants_called(text) from public;
grant execute on function tenants_called(text) to bihuan_issues;
