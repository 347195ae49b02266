-- SPDX-License-Identifier: MIT
-- The indicators service: its role among the others, and the standards it computes by as dated rows.

do $$
begin
    if not exists (select from pg_roles where rolname = 'bihuan_indicators') then
        create role bihuan_indicators login nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
    alter role bihuan_indicators set search_path = bihuan, pg_temp;
end
$$;

grant usage on schema bihuan to bihuan_indicators;
set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- ---- what every service has ---------------------------------------------------------------------------------------------------

grant select, insert, update on event_sequence, event_cursor, job_run to bihuan_indicators;
grant select, insert, delete on outbox, inbox to bihuan_indicators;
grant select, insert on event_log, audit_entry to bihuan_indicators;
grant select, insert, update, delete on event_failure, idempotency_key to bihuan_indicators;
grant execute on function ensure_month_partition(regclass, date), audit_seal(integer) to bihuan_indicators;

-- Of the directory it reads who is who, who lies below whom, and the calendars.
alter policy tenant_names on tenant to bihuan_issues, bihuan_ctl, bihuan_indicators;
alter policy tenant_version_names on tenant_version to bihuan_issues, bihuan_ctl, bihuan_indicators;
alter policy member_identity on member to bihuan_issues, bihuan_indicators;
alter policy member_role_identity on member_role to bihuan_issues, bihuan_indicators;
grant select (id, kind, parent_id, scope, dept_code, opened_on, closed_on) on tenant to bihuan_indicators;
grant select (tenant_id, valid_from, valid_to, code, name, short_name, parent_id) on tenant_version to bihuan_indicators;
grant select (id, issuer, subject, name, tenant_id, disabled_at) on member to bihuan_indicators;
grant select (member_id, role, revoked_at) on member_role to bihuan_indicators;
grant select (year, source, row_version) on work_calendar to bihuan_indicators;
grant select on work_calendar_day to bihuan_indicators;
grant select on api_tenant, api_tenant_version, api_membership, api_calendar_year, api_calendar_day to bihuan_indicators;

-- ---- standards (domain C.2 to C.6) ----------------------------------------------------------------------------------------------

-- Public facts of no tenant: everybody reads them; they are written from the range of a whole city or of the system, never from
-- below. The settings stand bare, and unset they let nobody write.
create procedure public_facts(tbl regclass, writer text) language plpgsql as $$
declare
    name text := (select relname from pg_class where oid = tbl);
    above text := 'char_length(current_setting(''app.lo'', true)) <= 4 and current_setting(''app.hi'', true) > ''''';
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy %I on %s for select using (true)', name || '_read', tbl);
    execute format('create policy %I on %s to %I using (%s) with check (%s)', name || '_write', tbl, writer, above, above);
end
$$;

-- An edition: which standard, and the days from which and to which it is in force, both included.
create table standard (
    code        text collate "C" primary key constraint standard_code_check check (code ~ '^[A-Za-z0-9._:-]{2,40}$'),
    family      text collate "C" not null constraint standard_family_check check (family ~ '^[A-Za-z0-9._:-]{1,40}$'),
    title       text not null constraint standard_title_check check (char_length(title) between 1 and 500),
    valid_from  date not null,
    valid_to    date constraint standard_valid_to_check check (valid_to >= valid_from),
    row_version bigint not null default 1,
    loaded_by   text not null,
    loaded_at   timestamptz not null,
    -- One edition of a family is in force on a day. Looked at when the statement ends: a new edition comes with the end of the old one.
    constraint standard_one_in_force exclude using gist (family with =, daterange(valid_from, valid_to, '[]') with &&)
        deferrable initially immediate
);
call public_facts('standard', 'bihuan_indicators');

-- Limits, breakpoints and class bounds; `position` is the order of the published table.
create table standard_limit (
    standard_code text collate "C" not null references standard (code) on delete cascade,
    item          text collate "C" not null constraint standard_limit_item_check check (item ~ '^[A-Za-z0-9._:-]{1,40}$'),
    averaging     text collate "C" not null constraint standard_limit_averaging_check check (averaging ~ '^[A-Za-z0-9._:-]{0,20}$'),
    level         integer not null constraint standard_limit_level_check check (level between 0 and 1000),
    op            text not null constraint standard_limit_op_check check (op in ('LE', 'GE', 'LT', 'GT')),
    value         numeric(18, 6) not null,
    position      integer not null,
    primary key (standard_code, item, averaging, level)
);
call public_facts('standard_limit', 'bihuan_indicators');

-- Everything else an edition prescribes: decimals, validity minimums, percentiles. Item '' is the edition itself.
create table standard_rule (
    standard_code text collate "C" not null references standard (code) on delete cascade,
    item          text collate "C" not null constraint standard_rule_item_check check (item ~ '^[A-Za-z0-9._:-]{0,40}$'),
    name          text collate "C" not null constraint standard_rule_name_check check (name ~ '^[A-Za-z0-9._:-]{1,40}$'),
    value         numeric(18, 6),
    text          text constraint standard_rule_text_check check (char_length(text) between 1 and 500),
    position      integer not null,
    primary key (standard_code, item, name),
    constraint standard_rule_says_check check (value is not null or text is not null)
);
call public_facts('standard_rule', 'bihuan_indicators');

grant select, insert, update on standard to bihuan_indicators;
grant select, insert, delete on standard_limit, standard_rule to bihuan_indicators;
