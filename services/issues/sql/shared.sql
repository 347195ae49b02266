-- SPDX-License-Identifier: MIT
-- Definitions for several files of this directory.

-- define: day
-- The day that remaining days and lateness are told for.
:ctx_today::date

-- define: closed_states
-- What is over (issue_is_open of domain/issue_relations.c, compared in a test); LONG_TERM and SUSPENDED are open.
'CLOSED', 'REOPENED', 'CANCELLED', 'MERGED'

-- define: open
i.closed_at is null and i.state not in ({closed_states})

-- define: number
-- The number of a code (0.3): four digits, or as many as it takes.
lpad(counter.last::text, greatest(4, length(counter.last::text)), '0')

-- define: clock_day
-- The day that an issue's clocks stand at: while it is suspended they stand still.
coalesce(i.suspended_on, {day})

-- define: late
-- Days behind the due date, 0 for none: of an open issue that has one to keep, which a long-term one has not.
case when {open} and coalesce(i.suspended_state, i.state) <> 'LONG_TERM' and i.due_date < {clock_day}
     then {clock_day} - i.due_date else 0 end

-- define: step_late
-- Days behind the limit of the step it stands in.
case when i.step_due < {clock_day} then {clock_day} - i.step_due else 0 end

-- define: issue_row
i.id, i.code, i.serial_no, i.title, jsonb_build_object('id', i.tenant_id, 'code', i.tenant_code, 'name',
                                                       i.tenant_name) as tenant,
i.feedback_id, i.source_level, i.source_kind, i.category, i.sub_category, i.element, i.severity, i.term_class,
    i.closing_level,
i.state, i.state_since, i.light, i.light_since, i.due_date, i.due_provisional,
    i.due_date - {clock_day} as remaining_days,
({late}) > 0 as is_overdue,
i.progress_pct, i.extension_count > 0 as is_extended, i.is_public, i.secrecy, i.row_version, i.created_at, i.updated_at

-- define: own.c
-- Issues within a tenant's own range, by the length of his scope: the city's, a district's, a unit's, deeper ones.
i.scope >= :page_lo and i.scope < :page_hi
-- define: own.d
i.scope2 = :page_lo
-- define: own.u
i.scope3 = :page_lo
-- define: own.p
i.scope >= :page_lo and i.scope < :page_hi
