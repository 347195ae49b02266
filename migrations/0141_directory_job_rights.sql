-- SPDX-License-Identifier: MIT
-- Who asked for a job, as its issuer knows him, so that what he may is asked again when the work begins.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table work_job add column issuer text, add column subject text;

-- Whether a client still acts for its tenant, and as what. Never its secret.
create view api_client_standing with (security_invoker = true) as
    select client_id, tenant_id, roles, disabled_at from api_client;
grant select (client_id, tenant_id, roles, disabled_at) on api_client to bihuan_issues, bihuan_indicators;
grant select on api_client_standing to bihuan_directory, bihuan_issues, bihuan_indicators;
