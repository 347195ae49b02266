-- SPDX-License-Identifier: MIT
-- Monitoring that is ordered (监测任务, domain S-100), and the report that ends it.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Ordered by one tenant, carried out by a department of it or by itself, at an object or at a place that is described. The object is
-- called as it was when the task was ordered: who carries it out need not see the object itself.
create table monitoring_task (
    id                uuid primary key,
    row_version       bigint not null default 1,
    tenant_id         uuid not null,
    scope             scope_path not null,
    performer_id      uuid not null,
    performer_scope   scope_path not null,
    kind              text not null constraint monitoring_task_kind_check
                      check (kind in ('ENFORCEMENT', 'SUPERVISORY', 'EMERGENCY', 'SURVEY', 'QUALITY')),
    object_id         uuid,
    object_name       text,
    place             text constraint monitoring_task_place_check check (char_length(place) between 1 and 200),
    text              text not null constraint monitoring_task_text_check check (char_length(text) between 1 and 2000),
    due_date          date not null,
    state             text not null constraint monitoring_task_state_check check (state in ('ORDERED', 'REPORTED', 'CANCELLED')),
    ordered_by        text not null,
    ordered_by_name   text,
    ordered_at        timestamptz not null,
    report            jsonb,                     -- the file as it was handed in: id, sha256, name, size, media_type
    summary           text constraint monitoring_task_summary_check check (char_length(summary) between 1 and 2000),
    reported_by       text,
    reported_by_name  text,
    reported_at       timestamptz,
    cancel_reason     text constraint monitoring_task_cancel_reason_check check (char_length(cancel_reason) between 1 and 500),
    cancelled_by      text,
    cancelled_by_name text,
    cancelled_at      timestamptz,
    constraint monitoring_task_object_fkey foreign key (object_id) references monitored_object (id),
    constraint monitoring_task_where_check check ((object_id is null) = (place is not null) and (object_id is null) = (object_name is null)),
    constraint monitoring_task_reported_check check ((state = 'REPORTED') = (report is not null and summary is not null and reported_by is not null
                                                                              and reported_at is not null)),
    constraint monitoring_task_cancelled_check check ((state = 'CANCELLED') = (cancel_reason is not null and cancelled_by is not null
                                                                                and cancelled_at is not null))
);
create index monitoring_task_scope on monitoring_task (scope, id);
create index monitoring_task_performer on monitoring_task (performer_scope, id);
create index monitoring_task_object on monitoring_task (object_id) where object_id is not null;

alter table monitoring_task enable row level security;
alter table monitoring_task force row level security;
create policy monitoring_task_tenant on monitoring_task
    using ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
           or (performer_scope >= current_setting('app.lo', true) and performer_scope < current_setting('app.hi', true)))
    with check ((scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
                or (performer_scope >= current_setting('app.lo', true) and performer_scope < current_setting('app.hi', true)));

grant select, insert, update (scope, performer_scope, state, report, summary, reported_by, reported_by_name, reported_at, cancel_reason, cancelled_by,
                              cancelled_by_name, cancelled_at, row_version) on monitoring_task to bihuan_indicators;
