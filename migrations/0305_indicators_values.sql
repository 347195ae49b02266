-- SPDX-License-Identifier: MIT
-- The values of indicators with their revisions (domain C.1, C.8), and the alerts that they cause.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- A row is a value as it stood from recorded_at until superseded_at: a figure is corrected and a state changes by a new row of the
-- same id. `revision` counts the figures, `row_version` the rows. A value is of a tenant; of a region's value `unit` is the
-- department that answers for it (责任部门), which enters, reviews and freezes it from its own place in the tree.
create table indicator_value (
    id               uuid not null,
    row_version      bigint not null,
    revision         integer not null,
    tenant_id        uuid not null,
    scope            scope_path not null,
    unit_id          uuid,
    unit_scope       scope_path,
    indicator_code   text collate "C" not null,
    period_kind      text collate "C" not null constraint indicator_value_period_kind_check check (period_kind in ('Y', 'Q', 'M', 'D')),
    period_start     date not null,
    standard_version text collate "C",           -- the edition it was computed by
    value_raw        numeric(18, 6),             -- to six places; null where there is none (denominator 0, data insufficient)
    value_rounded    numeric(18, 6),             -- as it is shown
    numerator        numeric(18, 6),
    denominator      numeric(18, 6),
    validity         text not null constraint indicator_value_validity_check check (validity in ('VALID', 'INSUFFICIENT', 'NOT_APPLICABLE')),
    computed_by      text not null constraint indicator_value_computed_by_check check (computed_by in ('ENGINE', 'MANUAL')),
    status           text not null constraint indicator_value_status_check
                     check (status in ('RAW', 'PROVISIONAL', 'REVIEWED', 'FROZEN', 'VOID')),
    action           text not null,              -- what made this row, in the words of the workflow
    workflow_version integer not null,
    times_frozen     integer not null default 0,
    entered_by       text not null,              -- of the figure
    entered_by_name  text,
    entered_at       timestamptz not null,
    reviewed_by      text,
    reviewed_by_name text,
    reviewed_at      timestamptz,
    frozen_by        text,
    frozen_by_name   text,
    frozen_at        timestamptz,
    reason           text constraint indicator_value_reason_check check (char_length(reason) between 1 and 500),
    recorded_by      text not null,
    recorded_at      timestamptz not null,
    superseded_at    timestamptz,
    primary key (id, row_version),
    constraint indicator_value_indicator_fkey foreign key (indicator_code) references indicator (code),
    constraint indicator_value_standard_version_fkey foreign key (standard_version) references standard (code),
    constraint indicator_value_figure_check check ((validity = 'VALID') = (value_raw is not null)),
    constraint indicator_value_parts_check check ((numerator is null) = (denominator is null)),
    constraint indicator_value_unit_check check ((unit_id is null) = (unit_scope is null) and (unit_scope is null or starts_with(unit_scope, scope)))
);
create unique index indicator_value_current on indicator_value (id) where superseded_at is null;
create unique index indicator_value_once_key on indicator_value (tenant_id, indicator_code, period_kind, period_start, standard_version)
    nulls not distinct where superseded_at is null;
create index indicator_value_scope on indicator_value (scope, id);
create index indicator_value_unit on indicator_value (unit_scope, id) where unit_scope is not null;
create index indicator_value_of_tenant on indicator_value (tenant_id, indicator_code, period_kind, period_start);
create index indicator_value_indicator on indicator_value (indicator_code);
create index indicator_value_standard on indicator_value (standard_version) where standard_version is not null;

create index indicator_target_of_tenant on indicator_target (tenant_id, indicator_code) where superseded_at is null;

-- Seen by its tenant, those above it, and the department that answers for it; written by the same.
create procedure value_wall(tbl regclass) language plpgsql as $$
declare
    own text := '(scope >= current_setting(''app.lo'', true) and scope < current_setting(''app.hi'', true))
              or (unit_scope >= current_setting(''app.lo'', true) and unit_scope < current_setting(''app.hi'', true))';
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy %I on %s using (%s) with check (%s)', (select relname from pg_class where oid = tbl) || '_tenant', tbl,
                   own, own);
end
$$;
call value_wall('indicator_value');

-- An alert says what it was raised by, as it was then; only being over and being acknowledged are added to it.
create table indicator_alert (
    id                   uuid primary key,
    row_version          bigint not null default 1,
    tenant_id            uuid not null,
    scope                scope_path not null,
    unit_id              uuid,
    unit_scope           scope_path,
    kind                 text not null constraint indicator_alert_kind_check check (kind in ('RED_LINE', 'EXCEED', 'MANIPULATED')),
    indicator_code       text collate "C" not null,
    period_kind          text collate "C" not null constraint indicator_alert_period_kind_check check (period_kind in ('Y', 'Q', 'M', 'D')),
    period_start         date not null,
    value_id             uuid not null,
    value_row_version    bigint not null,
    target_id            uuid,
    target_row_version   bigint,
    value                numeric(18, 6),
    limit_value          numeric(18, 6),         -- of the target, of its base year, or the last frozen one
    reason               text constraint indicator_alert_reason_check check (char_length(reason) between 1 and 500),
    raised_at            timestamptz not null,
    ended_at             timestamptz,
    acknowledged_by      text,
    acknowledged_by_name text,
    acknowledged_at      timestamptz,
    note                 text constraint indicator_alert_note_check check (char_length(note) between 1 and 500),
    constraint indicator_alert_indicator_fkey foreign key (indicator_code) references indicator (code),
    constraint indicator_alert_value_fkey foreign key (value_id, value_row_version) references indicator_value (id, row_version),
    constraint indicator_alert_target_fkey foreign key (target_id, target_row_version) references indicator_target (id, row_version),
    constraint indicator_alert_unit_check check ((unit_id is null) = (unit_scope is null) and (unit_scope is null or starts_with(unit_scope, scope)))
);
create index indicator_alert_scope on indicator_alert (scope, id);
create index indicator_alert_unit on indicator_alert (unit_scope, id) where unit_scope is not null;
create index indicator_alert_open on indicator_alert (value_id) where ended_at is null;
create index indicator_alert_target on indicator_alert (target_id) where ended_at is null;
call value_wall('indicator_alert');
drop procedure value_wall;

grant select, insert, update (scope, unit_scope, superseded_at) on indicator_value to bihuan_indicators;
grant select, insert, update (scope, unit_scope, ended_at, acknowledged_by, acknowledged_by_name, acknowledged_at, note, row_version)
    on indicator_alert to bihuan_indicators;
