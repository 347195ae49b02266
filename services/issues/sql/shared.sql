-- SPDX-License-Identifier: MIT
-- Definitions for several files of this directory.

-- define: day
-- The day that remaining days and lateness are told for.
:ctx_today::date

-- define: closed_states
-- What is over (issue_is_open of domain/issue_relations.c, compared in a test); LONG_TERM and SUSPENDED are open.
'CLOSED', 'REOPENED', 'CANCELLED', 'MERGED'

-- define: reporting_states
-- Where reports are owed (issue_reports_run of domain/issue_relations.c, compared in a test).
'RECTIFYING', 'LONG_TERM'

-- define: open
i.closed_at is null and i.state not in ({closed_states})

-- define: own_judge
-- Whether who has the part `o` would, with the part `p` too, accept his own work (B.1): a unit's persons answer with it.
p.role = 'SUPERVISE_UNIT' and o.role in ('LEAD_UNIT', 'RESP_UNIT', 'RESP_PERSON', 'PARTY_LEAD', 'GOV_LEAD')
or o.role = 'SUPERVISE_UNIT' and p.role in ('LEAD_UNIT', 'RESP_UNIT', 'RESP_PERSON', 'PARTY_LEAD', 'GOV_LEAD')

-- define: is_unit
-- Whether the part `p` is a body's, and not that of a person it named.
p.role like '%\_UNIT'

-- define: unfiled
-- Versions of a plan that may still come into force.
'DRAFT', 'SUBMITTED', 'RETURNED'

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

-- define: end_of_day
-- Of the day that something is read as of.
(:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai'

-- define: stood_then
-- How an issue i stood at the end of that day: h is its last entry, s the one that led to its state.
join lateral (select s.to_state as state, s.at from state_log s where s.issue_id = i.id and s.at < {end_of_day}
               order by s.id desc limit 1) h on true
join lateral (select s.at, s.from_state from state_log s where s.issue_id = i.id and s.at < {end_of_day}
                 and s.from_state is distinct from s.to_state
               order by s.id desc limit 1) s on true

-- define: state_then
-- What {late} asks of it.
h.state, case when h.state = 'CLOSED' then h.at end as closed_at,
case when h.state = 'SUSPENDED' then (s.at at time zone 'Asia/Shanghai')::date end as suspended_on,
case when h.state = 'SUSPENDED' then s.from_state end as suspended_state

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

-- define: parameters_at
-- What holds for an issue at :at_scope: the nearest level that set a parameter wins.
select distinct on (p.name) p.name, p.value, t.code as tenant_code
  from issue_parameter p left join api_tenant t on t.id = p.tenant_id
 where starts_with(:at_scope, p.scope)
 order by p.name, length(p.scope) desc

-- define: granted_then
-- That the tenant of a grant g was a party that day: the grant itself knows its last time only.
exists (select from issue_party p where p.issue_id = g.issue_id and p.party_tenant_id = g.tenant_id
           and p.valid_from <= :page_as_of::date and (p.valid_to is null or p.valid_to > :page_as_of::date))

-- define: granted.c
-- Issues that tenants of the range see by grants from outside it: what is the range's own is counted there, once.
false and g.scope = :page_lo
-- define: granted.d
g.scope2 = :page_lo and left(g.scope, 8) <> left(g.issue_scope, 8)
-- define: granted.u
g.scope3 = :page_lo and left(g.scope, 12) <> left(g.issue_scope, 12)
-- define: granted.p
g.scope >= :page_lo and g.scope < :page_hi and not (g.issue_scope >= :page_lo and g.issue_scope < :page_hi)
