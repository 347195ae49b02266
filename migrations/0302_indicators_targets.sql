-- SPDX-License-Identifier: MIT
-- The catalogue of indicators (domain C.1), and the targets that tenants have for them.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- What is counted, in which unit and direction, by which formula, and whose it is. Words in one text are separated by blanks.
create table indicator (
    code            text collate "C" primary key constraint indicator_code_check check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)+$'),
    name            text not null constraint indicator_name_check check (char_length(name) between 1 and 120),
    unit            text constraint indicator_unit_check check (char_length(unit) between 1 and 20),
    direction       text not null constraint indicator_direction_check check (direction in ('HIGHER', 'LOWER', 'ZERO', 'NONE')),
    element         text not null constraint indicator_element_check
                    check (element in ('WATER', 'AIR', 'SOIL', 'SOLID_WASTE', 'ECOLOGY', 'NOISE', 'RADIATION', 'GENERAL')),
    formula_kind    text not null constraint indicator_formula_kind_check check (formula_kind in (
                        'AIR_MEAN', 'AIR_PERCENTILE', 'AIR_GOOD_DAYS', 'AIR_HEAVY_DAYS', 'BLACK_ODOUR', 'WATER_WORST', 'WATER_IMPROVED',
                        'WATER_ATTAINED', 'FARMLAND', 'SITES', 'RATIO', 'COUNT', 'SUM', 'SURVEY', 'MANUAL')),
    periods         text not null constraint indicator_periods_check check (periods ~ '^[YQMD]( [YQMD])*$'),
    departments     text not null constraint indicator_departments_check check (departments ~ '^[A-Z]{2,8}( [A-Z]{2,8})*$'),
    -- QUALITY_BOTTOM 环境质量底线, RESOURCE_CEIL 资源利用上线, ERL 生态保护红线
    red_line_class  text constraint indicator_red_line_class_check check (red_line_class in ('QUALITY_BOTTOM', 'RESOURCE_CEIL', 'ERL')),
    decimals        integer not null constraint indicator_decimals_check check (decimals between 0 and 6),
    standard_family text collate "C" constraint indicator_standard_family_check check (standard_family ~ '^[A-Za-z0-9._:-]{1,40}$'),
    clauses         text not null constraint indicator_clauses_check check (clauses ~ '^S-\d{3}( S-\d{3})*$'),
    formula         text not null constraint indicator_formula_check check (char_length(formula) between 1 and 200),
    row_version     bigint not null default 1,
    loaded_by       text not null,
    loaded_at       timestamptz not null
);
call public_facts('indicator', 'bihuan_indicators');

-- A target is never overwritten: a change is a new row of the same id, and the one before says until when it was the target.
-- A figure that is masked or not decided is null.
create table indicator_target (
    id               uuid not null,
    row_version      bigint not null,
    tenant_id        uuid not null,
    scope            scope_path not null,
    indicator_code   text collate "C" not null,
    year             integer constraint indicator_target_year_check check (year between 2000 and 2199),
    target_type      text not null constraint indicator_target_target_type_check check (target_type in (
                         'GE', 'LE', 'EQ', 'COUNT_ZERO', 'COMPLETE_BY', 'BASELINE_GE', 'BASELINE_LE', 'MONOTONE', 'TREND_IMPROVE', 'UNSET')),
    value            numeric(18, 6),
    complete_by      date,
    base_year        integer constraint indicator_target_base_year_check check (base_year between 1949 and 2199),
    base_value       numeric(18, 6),
    qualifiers       text not null default '',   -- words: STRIVE 力争, ABOUT 左右, BASICALLY 基本 ...
    tolerance        numeric(18, 6) not null default 0,
    standard_version text collate "C",
    text             text constraint indicator_target_text_check check (char_length(text) between 1 and 500),
    clause           text constraint indicator_target_clause_check check (clause ~ '^S-\d{3}$'),
    source           text,
    external_id      text,
    reason           text constraint indicator_target_reason_check check (char_length(reason) between 1 and 500),
    recorded_by      text not null,
    recorded_at      timestamptz not null,
    superseded_at    timestamptz,
    primary key (id, row_version),
    constraint indicator_target_indicator_fkey foreign key (indicator_code) references indicator (code),
    constraint indicator_target_standard_version_fkey foreign key (standard_version) references standard (code)
);
create unique index indicator_target_current on indicator_target (id) where superseded_at is null;
create unique index indicator_target_once_key on indicator_target (tenant_id, indicator_code, year, target_type)
    where superseded_at is null and year is not null;
create unique index indicator_target_external_id_key on indicator_target (tenant_id, source, external_id)
    where superseded_at is null and external_id is not null;
create index indicator_target_scope on indicator_target (scope, id);
create index indicator_target_standard on indicator_target (standard_version) where superseded_at is null;

-- Read by the levels below, which have to reach it; written by its own tenant and those above.
alter table indicator_target enable row level security;
alter table indicator_target force row level security;
create policy indicator_target_tenant on indicator_target
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
        or starts_with(current_setting('app.lo', true), scope))
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));

grant select, insert, update on indicator to bihuan_indicators;
grant select, insert, update (scope, superseded_at) on indicator_target to bihuan_indicators;
