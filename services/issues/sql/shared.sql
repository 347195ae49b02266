-- SPDX-License-Identifier: MIT
-- Definitions for several files of this directory.

-- define: day
-- The day that remaining days and lateness are told for.
:ctx_today::date

-- define: issue_row
i.id, i.code, i.serial_no, i.title, jsonb_build_object('id', i.tenant_id, 'code', i.tenant_code, 'name', i.tenant_name) as tenant,
i.feedback_id, i.source_level, i.source_kind, i.category, i.sub_category, i.element, i.severity, i.term_class, i.closing_level,
i.state, i.state_since, i.light, i.light_since, i.due_date, i.due_provisional, i.due_date - {day} as remaining_days,
coalesce(i.closed_at is null and i.due_date < {day}
         and i.state not in ('REOPENED', 'CANCELLED', 'MERGED', 'SUSPENDED', 'LONG_TERM'), false) as is_overdue,
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
