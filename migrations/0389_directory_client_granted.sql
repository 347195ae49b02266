-- SPDX-License-Identifier: MIT
-- What a client was granted may be taken from it while its job waits: the job is done with what is left.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create or replace view api_client_standing with (security_invoker = true) as
    select client_id, tenant_id, roles, disabled_at, permissions from api_client;
grant select (permissions) on api_client to bihuan_issues, bihuan_indicators;
