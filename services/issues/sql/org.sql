-- SPDX-License-Identifier: MIT
-- What a change of the tenant tree does to rows of this service. Run by the consumer with the whole range; safe to
-- repeat. With an issue_id the statements of a succession are about that issue only, which is how an office allocates
-- (allocation.sql).

-- name: rename_tenant
-- To what it is called now, and not when it was told: a dead event may be tried again behind later ones.
with parties as (
    update issue_party p set party_code = t.code, party_name = t.name
      from api_tenant t
     where t.id = :tenant_id::uuid and p.party_tenant_id = t.id and p.valid_to is null
       and (p.party_code, p.party_name) is distinct from (t.code, t.name)
)
update issue i set tenant_code = t.code, tenant_name = t.name, updated_at = :ctx_now::timestamptz
  from api_tenant t
 where t.id = :tenant_id::uuid and i.tenant_id = t.id and i.closed_at is null
   and (i.tenant_code, i.tenant_name) is distinct from (t.code, t.name);

-- name: heir_of
-- Whoever stands at the end of the line of successors; held there, so that it neither moves nor closes before what is
-- handed over to it is there.
select h.id, h.code, h.name, h.scope, t.kind from tenant_heir(:tenant_id::uuid) h join api_tenant t on t.id = h.id
 where h.id <> :tenant_id::uuid and scope_hold(h.id, h.scope, true);

-- name: succession_work
-- The open issues that a body holds or has a part in, with who will hold them. What it has there by the persons it
-- named, only an office ends.
with work (id) as (
    select i.id from issue i where i.tenant_id = :tenant_id::uuid
    union
    select p.issue_id from issue_party p where p.party_tenant_id = :tenant_id::uuid and p.valid_to is null
)
select i.id, i.tenant_id = :tenant_id::uuid as is_held, h.id as holder_id,
       h.scope as holder_scope, h.kind as holder_kind,
       coalesce((select string_agg(distinct p.role, ' ') from issue_party p
                  where p.issue_id = i.id and p.party_tenant_id = :tenant_id::uuid and p.valid_to is null
                    and (({is_unit}) or :issue_id::uuid is not null)), '') as roles
  from work w
  join issue i on i.id = w.id and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
  join api_tenant h on h.id = case when i.tenant_id = :tenant_id::uuid then :new_id::uuid else i.tenant_id end;

-- name: succeed_issues
-- Open issues of a merged body go over to its successor; closed ones stay what they were. The key that the successor
-- has given to another issue already gets the issue's code behind it.
with gone as (
    select i.id, i.code, i.tenant_id, i.tenant_code, i.source, i.external_id,
           exists (select from issue o where o.tenant_id = :new_id::uuid and o.source = i.source
                   and o.external_id = i.external_id) as is_taken
      from issue i
     where i.tenant_id = :tenant_id::uuid and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
), older as (
    update former_key k set tenant_id = :new_id::uuid, scope = :new_scope from gone g where k.object_kind = 'ISSUE'
        and k.object_id = g.id
), kept as (
    insert into former_key (object_kind, object_id, tenant_id, scope, former_tenant_id, former_code, source,
                            external_id, changed_at)
    select 'ISSUE', g.id, :new_id::uuid, :new_scope, g.tenant_id, g.tenant_code, g.source, g.external_id,
        :ctx_now::timestamptz
      from gone g where g.external_id is not null
)
update issue i
   set tenant_id = :new_id::uuid, tenant_code = :new_code, tenant_name = :new_name, scope = :new_scope,
       row_version = i.row_version + 1,
       external_id = case when g.is_taken then i.external_id || '@' || i.code else i.external_id end,
           updated_at = :ctx_now::timestamptz
  from gone g where i.id = g.id;

-- name: succeed_registrar
-- Who registered an open issue decides on it.
update issue i set registered_by = :new_id::uuid
 where i.registered_by = :tenant_id::uuid and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid);

-- name: registrars_follow
-- Or, where the issue went to another place, the office that stands there in his stead.
select registrars_follow(t.scope) from api_tenant t where t.id = :at_id::uuid;

-- name: succeed_feedbacks
-- What inspections told a merged body is its successor's to answer, with the key as for issues. By an office's word it
-- goes with the last open issue that the body holds of it.
with gone as (
    select f.id, f.tenant_id, f.source, f.external_id,
           exists (select from inspection_feedback o where o.tenant_id = :new_id::uuid and o.source = f.source
                   and o.external_id = f.external_id) as is_taken
      from inspection_feedback f
     where f.tenant_id = :tenant_id::uuid
       and (:issue_id::uuid is null
            or exists (select from issue i where i.id = :issue_id::uuid and i.feedback_id = f.id
                          and i.tenant_id = :new_id::uuid)
               and not exists (select from issue i where i.feedback_id = f.id and i.tenant_id = :tenant_id::uuid
                                  and {open}))
), older as (
    update former_key k set tenant_id = :new_id::uuid, scope = :new_scope from gone g where k.object_kind = 'FEEDBACK'
        and k.object_id = g.id
), kept as (
    insert into former_key (object_kind, object_id, tenant_id, scope, former_tenant_id, former_code, source,
                            external_id, changed_at)
    select 'FEEDBACK', g.id, :new_id::uuid, :new_scope, g.tenant_id, t.code, g.source, g.external_id,
        :ctx_now::timestamptz
      from gone g join api_tenant t on t.id = g.tenant_id where g.external_id is not null
)
update inspection_feedback f
   set tenant_id = :new_id::uuid, scope = :new_scope, row_version = f.row_version + 1,
       updated_at = :ctx_now::timestamptz,
       external_id = case when g.is_taken then f.external_id || '@' || f.id else f.external_id end
  from gone g where f.id = g.id;

-- name: succeed_programmes
-- A programme goes along with its feedback unless the successor has its own for the same feedback, which then stands.
update programme p
   set tenant_id = :new_id::uuid, scope = :new_scope, row_version = p.row_version + 1,
       updated_at = :ctx_now::timestamptz
 where p.tenant_id = :tenant_id::uuid
   and (:issue_id::uuid is null
        or exists (select from inspection_feedback f where f.id = p.feedback_id and f.tenant_id = :new_id::uuid))
   and not exists (select from programme o where o.tenant_id = :new_id::uuid and o.kind = p.kind
                   and o.feedback_id = p.feedback_id);

-- name: succeed_carried
-- What a programme that stays behind was to carry out, the successor's own for the same feedback carries out.
update issue i
   set programme_id = n.id, row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz
  from programme o join programme n on n.tenant_id = :new_id::uuid and n.kind = o.kind and n.feedback_id = o.feedback_id
                                   and n.state = 'ISSUED'
 where o.tenant_id = :tenant_id::uuid and i.programme_id = o.id and {open}
   and (:issue_id::uuid is null or i.id = :issue_id::uuid);

-- name: succeed_parties
-- Its parts in open issues end today and begin as the successor's, unless that one has the part already. `left` are
-- those that it cannot take (issue_parts_left): they stay listed for an office. So do the persons that the body named,
-- who are none of the successor's: they end when others are named, or an office has said who takes over.
with ended as (
    update issue_party p set valid_to = :ctx_today::date
      from issue i
     where i.id = p.issue_id and p.party_tenant_id = :tenant_id::uuid and p.valid_to is null
       and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
       and p.issue_id || '/' || p.role <> all (:left::text[])
       and (({is_unit}) or :issue_id::uuid is not null)
       -- nobody comes to supervise his own work: the part stays listed for an office
       and not exists (select from issue_party o
                        where o.issue_id = p.issue_id and o.party_tenant_id = :new_id::uuid and o.valid_to is null
                          and ({own_judge}))
    returning p.issue_id, p.tenant_id, p.scope, p.role, p.duty_text
)
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         duty_text, valid_from, created_by, created_at)
select p.issue_id, p.tenant_id, p.scope, p.role, :new_id::uuid, :new_code, :new_name, :new_scope, p.duty_text,
       :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from ended p
 where {is_unit}
on conflict do nothing;

-- name: succeed_measures
-- And what the plans that hold, or are being written, have it do: what it reached stays reached (plan_carry_over).
-- Where it keeps a part, which an office is to allocate, it keeps its measures until then.
update measure m
   set unit_tenant_id = :new_id::uuid, unit_code = :new_code, unit_name = :new_name
  from issue_plan n join issue i on i.id = n.issue_id
 where n.id = m.plan_id and n.state <> 'SUPERSEDED' and m.unit_tenant_id = :tenant_id::uuid
   and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
   and not exists (select from issue_party p where p.issue_id = i.id and p.party_tenant_id = :tenant_id::uuid
                      and p.valid_to is null and {is_unit});

-- name: duties_of_gone
-- Issues in which the ladder's steps ask something of it, unless it keeps the part that they ask.
select i.id, i.scope
  from issue i
 where i.id in (select :issue_id::uuid
                union
                select d.issue_id from escalation_duty d where d.party_tenant_id = :tenant_id::uuid
                   and :issue_id::uuid is null)
   and i.closed_at is null
   and not exists (select from issue_party o where o.issue_id = i.id and o.party_tenant_id = :tenant_id::uuid
                      and o.valid_to is null and o.role in ('LEAD_UNIT', 'RESP_UNIT'))
 order by i.id;

-- name: succeed_duties
-- What they ask passes to the successor, with days of its own.
select duties_succeed(:tenant_id::uuid, :new_id::uuid, :new_code, :new_name, :new_scope, :issue_id::uuid, :days::jsonb);

-- name: succeed_grants
-- And its sight of them, where a part of it went over.
with taken as (
    update issue_grant g set valid_to = :ctx_today::date
     where g.tenant_id = :tenant_id::uuid and g.valid_to is null and g.state not in ({closed_states})
       and (:issue_id::uuid is null or g.issue_id = :issue_id::uuid)
       and exists (select from issue_party p where p.issue_id = g.issue_id and p.party_tenant_id = :new_id::uuid
                      and p.valid_to is null)
    returning g.issue_id, g.issue_scope, g.state, g.light, g.rights
)
insert into issue_grant as g (issue_id, tenant_id, scope, issue_scope, state, light, rights, valid_from)
select t.issue_id, :new_id::uuid, :new_scope, t.issue_scope, t.state, t.light, t.rights, :ctx_today::date from taken t
on conflict (issue_id, tenant_id) do update set valid_to = null, scope = excluded.scope,
    valid_from = case when g.valid_to is null then g.valid_from else excluded.valid_from end;
