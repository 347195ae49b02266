-- SPDX-License-Identifier: MIT
-- Long work (exports, imports, archives) that is answered later: what was asked, by whom, how far it is, where its result lies.
-- compatible

do $$
begin
    if not exists (select from pg_roles where rolname = 'bihuan_indicators') then -- 0301 gives it the rest
        create role bihuan_indicators login nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
end
$$;

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create table work_job (
    id          uuid not null constraint work_job_pkey primary key,
    service     text not null default substr(current_user, 8),
    tenant_id   uuid not null,
    scope       scope_path not null,
    operation   text not null,
    -- the caller as he was: what he may is asked again when the work begins
    actor       text not null,
    actor_name  text,
    is_client   boolean not null,
    roles       text not null,
    permissions text not null,
    english     boolean not null,
    -- the request; its body lies beside the result
    params      text not null,
    query       text not null,
    request_id  text not null,
    state       text not null constraint work_job_state_check check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    attempts    integer not null default 0,
    done        bigint not null default 0,
    total       bigint,
    is_sealed   boolean not null default false, -- what it wrote commits with this: too late to cancel
    beat_at     timestamptz, -- by the server's clock: whoever runs it is alive
    status      smallint,
    media_type  text,
    filename    text,
    problem     jsonb,
    created_at  timestamptz not null,
    started_at  timestamptz,
    finished_at timestamptz,
    expires_at  timestamptz
);
create index work_job_waiting on work_job (service, id) where state in ('WAITING', 'RUNNING');
create index work_job_expiring on work_job (service, expires_at) where expires_at is not null;
create index work_job_tenant on work_job (tenant_id, id);
call tenant_wall('work_job');
call scope_listed('work_job', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'OPEN');
grant select, insert, update, delete on work_job to bihuan_directory, bihuan_issues, bihuan_indicators;
