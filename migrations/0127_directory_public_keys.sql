-- SPDX-License-Identifier: MIT
-- The public halves of the keys that sign our tokens, for every service: reading them takes no request to the directory.

do $$
begin
    if not exists (select from pg_roles where rolname = 'bihuan_indicators') then -- 0301 gives it the rest
        create role bihuan_indicators login nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
end $$;

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create view api_signing_key with (security_invoker = true) as
    select kid, algorithm, public_jwk, active_from, retired_at from signing_key;

-- Never private_pem.
grant select (kid, algorithm, public_jwk, active_from, retired_at) on signing_key to bihuan_issues, bihuan_indicators;
grant select on api_signing_key to bihuan_directory, bihuan_issues, bihuan_indicators, bihuan_ctl;
