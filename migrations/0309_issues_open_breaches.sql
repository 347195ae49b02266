-- SPDX-License-Identifier: MIT
-- Red lines that are broken now, for who comes to be concerned after that was told.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- As indicator.redline_breach told it. Of the rows below a reader sees those of its range, so of another's area nothing.
create view api_open_breach with (security_invoker = true) as
select a.id as alert_id, a.tenant_id, a.scope, a.indicator_code, i.red_line_class, a.value_id, v.revision,
       case a.period_kind when 'Y' then to_char(a.period_start, 'YYYY') when 'Q' then to_char(a.period_start, 'YYYY-"Q"Q')
                          when 'M' then to_char(a.period_start, 'YYYY-MM') else a.period_start::text end as period,
       coalesce(t.target_type, 'YEAR_BEFORE') as target_type, a.value, a.limit_value, (a.raised_at at time zone 'Asia/Shanghai')::date as on_date
  from indicator_alert a
  join indicator i on i.code = a.indicator_code
  join indicator_value v on v.id = a.value_id and v.row_version = a.value_row_version
  left join indicator_target t on t.id = a.target_id and t.row_version = a.target_row_version
 where a.kind = 'RED_LINE' and a.ended_at is null;
grant select (id, tenant_id, scope, unit_scope, kind, indicator_code, period_kind, period_start, value_id, value_row_version, target_id, target_row_version,
              value, limit_value, raised_at, ended_at) on indicator_alert to bihuan_issues;
grant select (id, row_version, scope, unit_scope, revision) on indicator_value to bihuan_issues;
grant select (id, row_version, scope, target_type) on indicator_target to bihuan_issues;
grant select on api_open_breach to bihuan_issues, bihuan_indicators;
create index indicator_alert_breach on indicator_alert (indicator_code, scope) where kind = 'RED_LINE' and ended_at is null;

-- A breach shows once on an issue, whether an event or the view brought it.
alter table issue_indicator_breach drop constraint issue_indicator_breach_pkey, add primary key (issue_id, alert_id),
    alter column event_id drop not null;
comment on column issue_indicator_breach.event_id is 'null: it was open when the issue came to be about the indicator';
