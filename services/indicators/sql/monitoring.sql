-- SPDX-License-Identifier: MIT
-- Ordered monitoring: seen by the tenant that ordered it, those above, and who carries it out.

-- define: then
-- The end of the day that is asked for; of none, everything is before it.
coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'

-- define: state_then
case when m.reported_at < {then} then 'REPORTED' when m.cancelled_at < {then} then 'CANCELLED' else 'ORDERED' end

-- define: task
m.id, m.kind, jsonb_build_object('id', m.tenant_id, 'code', o.code, 'name', o.name) as tenant,
jsonb_build_object('id', m.performer_id, 'code', p.code, 'name', p.name) as performer,
m.object_id, m.object_name, m.place, m.text, m.due_date, {state_then} as state, m.ordered_by_name, m.ordered_at,
case when m.reported_at < {then} then m.report end as report, case
    when m.reported_at < {then} then m.summary end as summary,
case when m.reported_at < {then} then m.reported_by_name end as reported_by_name,
case when m.reported_at < {then} then m.reported_at end as reported_at,
case when m.cancelled_at < {then} then m.cancel_reason end as cancel_reason,
case when m.cancelled_at < {then} then m.cancelled_by_name end as cancelled_by_name,
case when m.cancelled_at < {then} then m.cancelled_at end as cancelled_at, m.row_version

-- define: from_task
from monitoring_task m join api_tenant o on o.id = m.tenant_id join api_tenant p on p.id = m.performer_id

-- define: task_matches
((m.scope >= :page_lo and m.scope < :page_hi) or (m.performer_scope >= :page_lo and m.performer_scope < :page_hi))
and m.ordered_at < {then}
/*?kind*/ and m.kind = :kind /*?*/
/*?object_id*/ and m.object_id = :object_id::uuid /*?*/
/*?state*/ and {state_then} = :state /*?*/
/*?unallocated*/ and :unallocated::boolean = (m.state = 'ORDERED'
                                              and exists (select from api_tenant g
                                                          where g.id in (m.tenant_id, m.performer_id)
     and tenant_closed(g.closed_on, :ctx_today::date))) /*?*/

-- name: monitoring_list
select {task} {from_task}
 where {task_matches} /*?page_after*/ and m.id < :page_after::uuid /*?*/
 order by m.id desc
 limit :page_limit;

-- name: monitoring_count
select count(*) as total from monitoring_task m where {task_matches};

-- name: monitoring_get
select {task} {from_task} where m.id = :task_id::uuid;

-- name: monitoring_parties
-- The caller's own tenant or the department of it that is named, and what the object is called now.
select p.id as performer_id, p.scope as performer_scope, b.name as object_name
  from (select) one
  left join api_tenant p on not tenant_closed(p.closed_on, :ctx_today::date)
                        and case when :performer::text is null then p.id = :ctx_tenant_id::uuid
                                 else (p.code = :performer or p.id::text = :performer)
                                      and (p.id = :ctx_tenant_id::uuid
                                           or (p.parent_id = :ctx_tenant_id::uuid and p.kind = 'DEPARTMENT')) end
  left join monitored_object b on b.id = :object_id::uuid;

-- name: monitoring_insert
insert into monitoring_task (id, tenant_id, scope, performer_id, performer_scope, kind, object_id, object_name, place,
                             text, due_date, state,
    ordered_by, ordered_by_name, ordered_at)
values (:ctx_new_id::uuid, :ctx_tenant_id::uuid, :ctx_scope, :performer_id::uuid, :performer_scope, :kind,
        :object_id::uuid, :object_name, :place,
    :text, :due_date::date, 'ORDERED', :ctx_actor, :ctx_actor_name, :ctx_now::timestamptz)
returning id;

-- name: monitoring_state
select state, row_version, tenant_id = :ctx_tenant_id::uuid as is_owner,
    performer_id = :ctx_tenant_id::uuid as is_performer
  from monitoring_task where id = :task_id::uuid;

-- name: monitoring_file
-- The file of that content as the caller's own tenant uploaded it, or else as it came last.
select jsonb_build_object('id', f.id, 'sha256', f.sha256, 'name', f.name, 'size', f.size, 'media_type',
                          f.media_type) as report
  from api_file f
 where f.sha256 = :sha256
 order by (f.tenant_id = :ctx_tenant_id::uuid) desc, f.id desc
 limit 1;

-- name: monitoring_report
update monitoring_task
   set state = 'REPORTED', report = :report::jsonb, summary = :summary, reported_by = :ctx_actor,
       reported_by_name = :ctx_actor_name,
       reported_at = :ctx_now::timestamptz, row_version = row_version + 1
 where id = :task_id::uuid and row_version = :ctx_if_match::bigint and state = 'ORDERED'
returning id, tenant_id, scope, performer_id, kind, object_id, place, report ->> 'sha256' as report_sha256, reported_by;

-- name: monitoring_cancel
update monitoring_task
   set state = 'CANCELLED', cancel_reason = :reason, cancelled_by = :ctx_actor, cancelled_by_name = :ctx_actor_name,
       cancelled_at = :ctx_now::timestamptz, row_version = row_version + 1
 where id = :task_id::uuid and row_version = :ctx_if_match::bigint and state = 'ORDERED'
returning id;

-- name: heir_of
-- Whoever stands at the end of the line of successors; held there, so that it neither moves nor closes before what is
-- handed over to it is there.
select h.id, h.scope from tenant_heir(:tenant_id::uuid) h
 where h.id <> :tenant_id::uuid and scope_hold(h.id, h.scope, true);

-- name: monitoring_succeed
-- What a merged body had ordered or was to carry out is its successor's.
update monitoring_task m
   set tenant_id = case when m.tenant_id = :tenant_id::uuid then :new_id::uuid else m.tenant_id end,
       scope = case when m.tenant_id = :tenant_id::uuid then :new_scope else m.scope end,
       performer_id = case when m.performer_id = :tenant_id::uuid then :new_id::uuid else m.performer_id end,
       performer_scope = case when m.performer_id = :tenant_id::uuid then :new_scope else m.performer_scope end,
       row_version = m.row_version + 1
 where m.state = 'ORDERED' and (m.tenant_id = :tenant_id::uuid or m.performer_id = :tenant_id::uuid)
returning m.id, m.tenant_id, m.scope;

-- name: monitoring_left
-- Which of the two bodies of a task are closed, and whether the one named may follow: a successor, where there are any.
select m.scope, m.state = 'ORDERED' and bool_or(tenant_closed(g.closed_on, :ctx_today::date)) as is_left,
       bool_and(not tenant_closed(g.closed_on, :ctx_today::date)
                or not exists (select from tenant_heirs(g.id))
                or :to_id::uuid in (select tenant_heirs(g.id))) as is_heir
  from monitoring_task m join api_tenant g on g.id in (m.tenant_id, m.performer_id)
 where m.id = :task_id::uuid
 group by m.scope, m.state;

-- name: monitoring_allocate
update monitoring_task m
   set tenant_id = case when tenant_closed(o.closed_on, :ctx_today::date) then :to_id::uuid else m.tenant_id end,
       scope = case when tenant_closed(o.closed_on, :ctx_today::date) then :to_scope else m.scope end,
       performer_id = case when tenant_closed(p.closed_on, :ctx_today::date) then :to_id::uuid else m.performer_id end,
       performer_scope = case when tenant_closed(p.closed_on, :ctx_today::date) then :to_scope
           else m.performer_scope end,
       row_version = m.row_version + 1
  from api_tenant o, api_tenant p
 where m.id = :task_id::uuid and m.row_version = :ctx_if_match::bigint and m.state = 'ORDERED' and o.id = m.tenant_id
     and p.id = m.performer_id
returning m.id;
