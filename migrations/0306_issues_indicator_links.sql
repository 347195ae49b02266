-- SPDX-License-Identifier: MIT
-- Which indicators an issue is about, and the red lines that were broken in its tenant's area since.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Of the catalogue the issues service reads what an indicator is called.
create view api_indicator with (security_invoker = true) as select code, name, unit, red_line_class from indicator;
grant select (code, name, unit, red_line_class) on indicator to bihuan_issues;
grant select on api_indicator to bihuan_issues, bihuan_indicators;

create table issue_indicator_link (
    issue_id       uuid not null,
    tenant_id      uuid not null,
    scope          scope_path not null,
    indicator_code text collate "C" not null constraint issue_indicator_link_indicator_code_check check (char_length(indicator_code) between 3 and 40),
    linked_by      text not null,
    linked_by_name text,
    linked_at      timestamptz not null,
    primary key (issue_id, indicator_code),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_indicator_link_code_idx on issue_indicator_link (indicator_code, scope);

-- What indicator.redline_breach told, for each issue that it concerned then; never changed.
create table issue_indicator_breach (
    issue_id       uuid not null,
    event_id       uuid not null,
    tenant_id      uuid not null,
    scope          scope_path not null,
    indicator_code text collate "C" not null,
    at_tenant_id   uuid not null,
    at_code        text,
    at_name        text,
    value_id       uuid not null,
    alert_id       uuid not null,
    period         text not null,
    revision       integer not null,
    target_type    text not null,
    red_line_class text,
    value          numeric(18, 6),
    limit_value    numeric(18, 6),
    on_date        date not null,
    told_at        timestamptz not null,
    primary key (issue_id, event_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);

call tenant_wall('issue_indicator_link', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('issue_indicator_breach', '(select true from issue i where i.id = issue_id limit 1)');
grant select, insert, delete on issue_indicator_link to bihuan_issues;
grant select, insert on issue_indicator_breach to bihuan_issues;
