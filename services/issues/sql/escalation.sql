-- SPDX-License-Identifier: MIT
-- The ladder of supervision: proposed by the daily run, issued by an office, signed for and answered by the units,
-- lifted after verification. Steps from L5 on are rows that the policy escalation_restricted shows to few.

-- define: escalation
e.id, e.issue_id, e.level, e.rung, e.state, e.reason, e.doc_no, e.issued_by_name, e.issued_on, e.reply_due,
coalesce((select jsonb_agg(jsonb_build_object('unit', jsonb_build_object('code', d.party_code, 'name', d.party_name),
            'kind', d.kind, 'due_on', d.due_on, 'done_at', d.done_at, 'done_by_name', d.done_by_name)
            order by d.due_on, d.kind, d.party_code)
            from escalation_duty d where d.escalation_id = e.id), '[]') as duties,
coalesce((select jsonb_agg(jsonb_build_object('id', p.id,
            'unit', jsonb_build_object('code', p.party_code, 'name', p.party_name), 'kind', p.kind, 'due_on', p.due_on,
            'is_late', p.is_late, 'reply', p.reply, 'attachments', p.attachments,
            'replied_by_name', p.replied_by_name, 'replied_at', p.replied_at) order by p.id)
            from escalation_reply p where p.escalation_id = e.id), '[]') as replies,
(select jsonb_build_object('held_on', v.held_on, 'place', v.place, 'convenor', v.convenor,
            'interviewees', v.interviewees, 'demands', v.demands, 'minutes', v.minutes, 'plan_due', v.plan_due,
            'report_due', v.report_due, 'recorded_by_name', v.recorded_by_name, 'result', v.result,
            'opinion', v.opinion, 'followed_up_on', v.followed_up_on, 'followed_up_by_name', v.followed_up_by_name)
   from interview v where v.escalation_id = e.id) as interview,
e.lifted_at, e.lifted_by_name, e.lift_verification_id, e.lapsed_at, e.refused_by_name, e.refused_at, e.refuse_reason,
e.row_version, e.created_at

-- name: escalation_list
select {escalation}, greatest(e.level, e.about_level) as _level from escalation e
 where e.issue_id = :issue_id::uuid order by e.id desc;

-- name: escalation_get
select {escalation} from escalation e where e.id = :step_id::uuid;

-- name: escalation_current
-- The highest step that runs and that the caller is shown: letters until answered, listed until lifted, an interview
-- until it is followed up or the sixth step follows. That one and the seventh are acts: they are over when done.
select coalesce(max(e.level), 0) as level
  from escalation e
 where e.issue_id = :issue_id::uuid and e.state = 'ISSUED'
   and case e.level
       when 4 then true
       when 5 then not exists (select from escalation x left join interview v on v.escalation_id = x.id
                                where x.issue_id = e.issue_id
                                  and coalesce(x.issued_at, x.created_at) >= coalesce(e.issued_at, e.created_at)
                                  and (v.result is not null or (x.level = 6 and x.issued_on is not null)))
       else e.level in (2, 3) and not exists (select from escalation_reply p where p.escalation_id = e.id) end;

-- name: escalation_take
-- What the daily run found due: reminders go out, the rest is proposed. One cause leads to one step, whoever looks
-- and however often, and one that lapsed is proposed again; the answer has the reminders that are new.
with step as (
    select * from jsonb_to_recordset(:steps::jsonb) as s (id uuid, issue_id uuid, level integer, about integer,
           rung text, reason text)
), taken as (
    insert into escalation as e (id, issue_id, tenant_id, scope, level, about_level, rung, state, reason, created_at,
        issued_by, issued_by_name, issued_on, issued_at)
    select s.id, i.id, i.tenant_id, i.scope, s.level, s.about, s.rung,
           case when s.level = 1 then 'ISSUED' else 'PROPOSED' end, s.reason, :ctx_now::timestamptz,
           case when s.level = 1 then :ctx_actor end, case when s.level = 1 then :ctx_actor_name end,
           case when s.level = 1 then :ctx_today::date end, case when s.level = 1 then :ctx_now::timestamptz end
      from step s join issue i on i.id = s.issue_id
     order by i.id, s.level
    on conflict (issue_id, rung) do update
       set state = excluded.state, reason = excluded.reason, created_at = excluded.created_at, lapsed_at = null,
           row_version = e.row_version + 1
     where e.state = 'LAPSED'
    returning e.id, e.issue_id, e.tenant_id, e.scope, e.level, e.doc_no, e.reply_due
)
select t.*, i.code from taken t join issue i on i.id = t.issue_id where t.level = 1 order by t.issue_id, t.id;

-- name: escalation_lapse
-- Proposals whose cause is gone.
update escalation e
   set state = 'LAPSED', lapsed_at = :ctx_now::timestamptz, row_version = e.row_version + 1
  from jsonb_to_recordset(:gone::jsonb) as g (issue_id uuid, rung text)
 where e.issue_id = g.issue_id and e.rung = g.rung and e.state = 'PROPOSED';

-- name: escalation_lapse_closed
-- Nothing is issued any more upon an issue that is over; a referral (L7) still is made.
update escalation e
   set state = 'LAPSED', lapsed_at = :ctx_now::timestamptz, row_version = e.row_version + 1
  from issue i
 where i.id = e.issue_id and e.state = 'PROPOSED' and e.level < 7 and not ({open});

-- name: escalation_insert
-- One cause leads to one step, whoever looks and however often.
insert into escalation as e (id, issue_id, tenant_id, scope, level, rung, state, reason, doc_no, created_at,
    issued_by, issued_by_name,
    issued_tenant_id, issued_on, issued_at, reply_due)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :level::integer, :rung, 'ISSUED', :reason, :doc_no,
       :ctx_now::timestamptz, :ctx_actor, :ctx_actor_name, :ctx_tenant_id::uuid, :ctx_today::date,
       :ctx_now::timestamptz, :reply_due::date
  from issue i where i.id = :issue_id::uuid
on conflict (issue_id, rung) do nothing
returning e.id, e.level, e.doc_no, e.reply_due, e.row_version;

-- name: escalation_issue
update escalation e
   set state = 'ISSUED', doc_no = :doc_no, issued_by = :ctx_actor, issued_by_name = :ctx_actor_name,
       issued_tenant_id = :ctx_tenant_id::uuid, issued_on = :ctx_today::date, issued_at = :ctx_now::timestamptz,
       reply_due = :reply_due::date, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'PROPOSED'
   and e.row_version = :ctx_if_match::integer
returning e.id, e.level, e.doc_no, e.reply_due, e.row_version;

-- name: escalation_refuse
-- It keeps its rung, so that the same cause is not proposed again.
update escalation e
   set state = 'REFUSED', refused_by = :ctx_actor, refused_by_name = :ctx_actor_name,
       refused_at = :ctx_now::timestamptz, refuse_reason = :reason, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'PROPOSED'
   and e.row_version = :ctx_if_match::integer
returning e.id;

-- name: escalation_touch
-- One more act upon a step in force.
update escalation e set row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'ISSUED'
   and e.row_version = :ctx_if_match::integer
returning e.id;

-- name: escalation_lift
update escalation e
   set state = 'LIFTED', lifted_at = :ctx_now::timestamptz, lifted_by_name = :ctx_actor_name,
       lift_verification_id = :verification_id::uuid, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'ISSUED'
   and e.row_version = :ctx_if_match::integer
   and exists (select from verification v where v.id = :verification_id::uuid and v.issue_id = e.issue_id
       and v.created_at >= coalesce(e.issued_at, e.created_at))
returning e.id;

-- define: caused_by_city
-- Does a proposal rest on a return, which is the city's, on what the city found, or on a step that the city issued?
-- "L5-FALSE-2" rests on the second finding, and on those before it that stand; "L6-UNHELD-1" on the first L5.
e.rung like 'L5-RETURNED-%'
or exists (select from (select o.found_level, o.cleared_at, row_number() over (order by o.id) as nth
                          from conduct_finding o
                         where o.issue_id = e.issue_id and o.is_dereliction = (e.level = 7)) f
            where f.found_level = 'CITY' and f.cleared_at is null
              and f.nth <= substring(e.rung from '^L(?:5-FALSE|7-DERELICTION)-([0-9]+)$')::bigint)
or exists (select from (select s.level, s.issued_on, s.issued_tenant_id,
                               row_number() over (partition by s.level order by s.issued_on, s.id) as nth
                          from escalation s
                         where s.issue_id = e.issue_id and s.level in (4, 5) and s.issued_on is not null) n
             join api_tenant u on u.id = n.issued_tenant_id and u.kind = 'CITY'
            where (n.level = 4 and e.rung = 'L5-LISTED-' || n.issued_on)
               or (n.level = 5 and n.nth = substring(e.rung from '^L6-(?:INTERVIEW|UNHELD)-([0-9]+)$')::bigint))

-- name: escalation_state
-- With who issued it or what called for it, what the caller's unit owes it, and how its interview stands.
select e.level, e.rung, e.state, e.row_version, e.issued_on, b.kind as issued_level,
       case when e.state = 'PROPOSED' and ({caused_by_city}) then 'CITY' end as caused_level, d.id is not null as is_mine,
       d.done_at is not null as is_signed, v.held_on, v.result,
       exists (select from escalation_duty o where o.escalation_id = e.id and o.kind in ('PLAN', 'REPORT')
           and o.done_at is null) as owes_answers
  from escalation e
  left join escalation_duty d on d.escalation_id = e.id and d.kind = 'RECEIPT'
      and d.party_tenant_id = :ctx_tenant_id::uuid
  left join interview v on v.escalation_id = e.id
  left join api_tenant b on b.id = e.issued_tenant_id
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid;

-- ---- what a step asks of the units --------------------------------------------------------------

-- define: duty_days
-- Days by which something is owed, as engine/duty_days.c writes them; without began_on a person named the day.
jsonb_to_recordset(:days::jsonb) as k (id uuid, kind text, nth integer, due_on date, began_on date, amount integer,
    unit text)

-- define: computed_on
case when k.began_on is not null then k.due_on end

-- name: duty_lay
-- Of the units that lead or answer: a receipt, and where a reply is asked for, that.
insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, party_tenant_id, party_code,
    party_name, party_scope, due_on, began_on, amount, unit, computed_on)
select distinct on (k.kind, p.party_tenant_id) e.id, e.issue_id, e.tenant_id, e.scope, e.level, k.kind,
       p.party_tenant_id, p.party_code, p.party_name, p.party_scope, k.due_on, k.began_on, k.amount, k.unit,
       {computed_on}
  from escalation e
  join issue_party p on p.issue_id = e.issue_id and p.role in ('LEAD_UNIT', 'RESP_UNIT') and p.valid_to is null
  join {duty_days} on true
 where e.id = :step_id::uuid;

-- define: duty_of_addressee
-- More of those that a step is addressed to: the nth of its kind. What an interview asks for runs past the pauses that
-- were over when it was entered.
insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, nth, party_tenant_id, party_code,
    party_name, party_scope, due_on, began_on, amount, unit, computed_on)
select d.escalation_id, d.issue_id, d.tenant_id, d.scope, d.level, k.kind, k.nth, d.party_tenant_id, d.party_code,
       d.party_name, d.party_scope,
       case when k.kind = 'REPLY' then k.due_on else due_past_pauses(d.issue_id, k.began_on, k.due_on) end,
       k.began_on, k.amount, k.unit, {computed_on}
  from escalation_duty d

-- define: is_addressee
-- Who signs or signed for it, and still leads or answers.
d.kind = 'RECEIPT'
and exists (select from issue_party p where p.issue_id = d.issue_id and p.party_tenant_id = d.party_tenant_id
               and p.role in ('LEAD_UNIT', 'RESP_UNIT') and p.valid_to is null)

-- name: duty_lay_interview
{duty_of_addressee}
  join {duty_days} on true
 where d.escalation_id = :escalation_id::uuid and {is_addressee};

-- name: duty_month
-- Listed issues of a batch whose month is over while they stand listed: the next report is owed from here (挂牌督办,
-- monthly). `months` are those from the listing to the last one, as far as they were computed by months.
select e.id, e.scope, e.issued_on + coalesce((select sum(z.resumed_on - greatest(z.from_on, e.issued_on))
    from issue_pause z
            where z.issue_id = e.issue_id and z.resumed_on > e.issued_on), 0)::integer as since, d.nth, d.last,
       coalesce(d.months, round((d.last - e.issued_on) * 12 / 365.25))::integer as months
  from escalation e join issue i on i.id = e.issue_id
  join lateral (select max(o.nth) as nth, max(o.due_on) as last, max(o.amount) filter (where o.unit = 'MON') as months
                  from escalation_duty o where o.escalation_id = e.id and o.kind = 'REPLY') d on true
 where e.issue_id > :after::uuid and e.issue_id <= :last::uuid and e.level = 4 and e.state = 'ISSUED'
   and i.state <> 'SUSPENDED' and {open}
   and d.last <= :ctx_today::date
 order by e.id;

-- name: duty_lay_months
{duty_of_addressee}
  join {duty_days} on k.id = d.escalation_id
 where {is_addressee};

-- name: duties_follow
-- The parties are others: what was asked of those that went passes on, with days of its own to sign for it and, where
-- those that it had are fewer, to reply.
select duties_pass_on(:issue_id::uuid, :days::jsonb);

-- name: duty_of_year
-- What has days of a year whose calendar came or changed; in key order, a batch.
select d.id, d.began_on, d.amount, d.unit, d.computed_on from escalation_duty d
 where d.began_on < make_date(:year::integer + 1, 1, 1) and d.computed_on >= make_date(:year::integer, 1, 1)
   and d.id > :after::uuid order by d.id limit 200;

-- name: duty_move
-- A day that was computed anew, past the pauses that moved it, in each place that tells it. An answer that was late by
-- the old day and is not by this one was in time; none becomes late by a day that nobody knew.
with moved as (
    select d.*, d.due_on + (:computed_on::date - d.computed_on) as to_on
      from escalation_duty d where d.id = :duty_id::uuid
), duties as (
    update escalation_duty d set computed_on = :computed_on::date, due_on = m.to_on from moved m where d.id = m.id
), replies as (
    update escalation_reply p
       set due_on = m.to_on, is_late = p.is_late and (p.replied_at at time zone 'Asia/Shanghai')::date > m.to_on
      from moved m
     where p.escalation_id = m.escalation_id and p.party_tenant_id = m.party_tenant_id and p.kind = m.kind
       and p.due_on = m.due_on
), steps as (
    update escalation e set reply_due = m.to_on from moved m
     where e.id = m.escalation_id and m.kind in ('REPLY', 'PLAN') and e.reply_due = m.due_on
)
update interview v
   set plan_due = case when m.kind = 'PLAN' and v.plan_due = m.due_on then m.to_on else v.plan_due end,
       report_due = case when m.kind = 'REPORT' and v.report_due = m.due_on then m.to_on else v.report_due end
  from moved m
 where v.escalation_id = m.escalation_id and m.kind in ('PLAN', 'REPORT') and v.result is null;

-- name: duty_sign
update escalation_duty d set done_at = :ctx_now::timestamptz, done_by = :ctx_actor, done_by_name = :ctx_actor_name
 where d.escalation_id = :escalation_id::uuid and d.party_tenant_id = :ctx_tenant_id::uuid and d.kind = 'RECEIPT'
   and d.done_at is null;

-- name: reply_insert
-- Answers what is owed longest (of the kind that is said), and is a receipt too. Beside what is owed it is kept all
-- the same.
with owed as (
    select d.id, d.kind, d.due_on from escalation_duty d
     where d.escalation_id = :escalation_id::uuid and d.party_tenant_id = :ctx_tenant_id::uuid and d.kind <> 'RECEIPT'
         and d.done_at is null
       and (:kind::text is null or d.kind = :kind)
     order by d.due_on, d.kind limit 1
), done as (
    update escalation_duty d set done_at = :ctx_now::timestamptz, done_by = :ctx_actor, done_by_name = :ctx_actor_name
     where d.escalation_id = :escalation_id::uuid and d.party_tenant_id = :ctx_tenant_id::uuid and d.done_at is null
       and (d.kind = 'RECEIPT' or d.id = (select id from owed))
)
insert into escalation_reply (id, escalation_id, issue_id, tenant_id, scope, level, kind, due_on, is_late,
    party_tenant_id, party_code, party_name, party_scope, reply, attachments, replied_by, replied_by_name, replied_at)
select :ctx_new_id::uuid, d.escalation_id, d.issue_id, d.tenant_id, d.scope, d.level, coalesce(o.kind, :kind),
       o.due_on, coalesce({clock_day} > o.due_on, false), d.party_tenant_id, d.party_code, d.party_name,
       d.party_scope, :reply, coalesce(:attachments::jsonb, '[]'), :ctx_actor, :ctx_actor_name, :ctx_now::timestamptz
  from escalation_duty d join issue i on i.id = d.issue_id left join owed o on true
 where d.escalation_id = :escalation_id::uuid and d.party_tenant_id = :ctx_tenant_id::uuid and d.kind = 'RECEIPT';

-- ---- interviews (约谈) ----------------------------------------------------------------------------

-- define: unit_of_interviewee
-- The unit of `a` that the step is addressed to: under the code that it has now, or else had when it was asked, or its
-- id.
lateral (select d.party_code, d.party_name
           from escalation_duty d left join api_tenant t on t.id = d.party_tenant_id
          where d.escalation_id = :escalation_id::uuid and d.kind = 'RECEIPT'
            and a.value ->> 'unit' in (t.code, d.party_code, d.party_tenant_id::text)
          order by (t.code = a.value ->> 'unit') is true desc
          limit 1) u

-- name: interviewee_unknown
-- Places in the list of those who are of no unit that the step is addressed to.
select a.ordinality - 1 as index
  from jsonb_array_elements(:interviewees::jsonb) with ordinality a (value, ordinality)
  left join {unit_of_interviewee} on true
 where u.party_code is null
 order by 1;

-- name: interview_days
-- The days that an interview held then asks for, past the pauses that were over when it was entered.
select due_past_pauses(:issue_id::uuid, :held_on::date, :plan_due::date) as plan_due,
       due_past_pauses(:issue_id::uuid, :held_on::date, :report_due::date) as report_due;

-- name: interview_insert
insert into interview (escalation_id, issue_id, tenant_id, scope, held_on, place, convenor, interviewees, demands,
    minutes, plan_due, report_due, recorded_by, recorded_by_name, recorded_at)
select e.id, e.issue_id, e.tenant_id, e.scope, :held_on::date, :place, :convenor,
       (select jsonb_agg(jsonb_build_object('name', a.value ->> 'name', 'position', a.value ->> 'position', 'unit',
           jsonb_build_object('code', u.party_code, 'name', u.party_name)) order by a.ordinality)
          from jsonb_array_elements(:interviewees::jsonb) with ordinality a (value, ordinality)
          join {unit_of_interviewee} on true),
       :demands, :minutes, :plan_due::date, :report_due::date, :ctx_actor, :ctx_actor_name, :ctx_now::timestamptz
  from escalation e where e.id = :escalation_id::uuid;

-- name: interview_owed
-- What a step answers by, from the interview on.
update escalation e set reply_due = :plan_due::date where e.id = :escalation_id::uuid;

-- name: interview_follow_up
update interview v
   set result = :result, opinion = :opinion, followed_up_on = :ctx_today::date, followed_up_by = :ctx_actor,
       followed_up_by_name = :ctx_actor_name
 where v.escalation_id = :escalation_id::uuid and v.result is null;

-- define: referral
a.id, a.issue_id, a.misconduct, a.facts, a.doc_no, a.receiving_body, a.referred_by_name, a.referred_at, a.result,
    a.result_doc_no,
a.result_recorded_at, a.row_version

-- name: referral_list
select {referral} from accountability_referral a where a.issue_id = :issue_id::uuid order by a.id desc;

-- name: referral_insert
insert into accountability_referral as a (id, issue_id, tenant_id, scope, misconduct, facts, doc_no, receiving_body,
    referred_by, referred_by_name, referred_tenant_id, referred_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :misconduct, :facts, :doc_no, :receiving_body, :ctx_actor,
       :ctx_actor_name, :ctx_tenant_id::uuid, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {referral};

-- name: referral_step
-- A referral is the seventh step: it takes what was proposed first, for it names no cause and the others wait for
-- referrals of their own; else it stands by itself.
with taken as (
    update escalation e
       set state = 'ISSUED', doc_no = :doc_no, issued_by = :ctx_actor, issued_by_name = :ctx_actor_name,
           issued_tenant_id = :ctx_tenant_id::uuid, issued_on = :ctx_today::date,
           issued_at = :ctx_now::timestamptz, row_version = e.row_version + 1
     where e.id = (select o.id from escalation o
                    where o.issue_id = :issue_id::uuid and o.level = 7 and o.state = 'PROPOSED'
                    order by o.created_at, o.id limit 1 for update)
    returning e.id, e.level, e.doc_no, e.reply_due
), made as (
    insert into escalation as e (id, issue_id, tenant_id, scope, level, rung, state, reason, doc_no, created_at,
        issued_by, issued_by_name,
        issued_tenant_id, issued_on, issued_at)
    select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, 7, 'L7-' || :doc_no, 'ISSUED', :facts, :doc_no,
           :ctx_now::timestamptz, :ctx_actor, :ctx_actor_name, :ctx_tenant_id::uuid, :ctx_today::date,
           :ctx_now::timestamptz
      from issue i where i.id = :issue_id::uuid and not exists (select from taken)
    returning e.id, e.level, e.doc_no, e.reply_due
)
select * from taken union all select * from made;

-- name: referral_result
update accountability_referral a
   set result = :result, result_doc_no = :doc_no, result_recorded_by = :ctx_actor,
       result_recorded_at = :ctx_now::timestamptz, row_version = a.row_version + 1
 where a.id = :referral_id::uuid and a.issue_id = :issue_id::uuid and a.result is null
   and a.row_version = :ctx_if_match::integer
returning {referral};

-- name: referral_state
select a.row_version, b.kind as referred_level
  from accountability_referral a left join api_tenant b on b.id = a.referred_tenant_id
 where a.id = :referral_id::uuid and a.issue_id = :issue_id::uuid;
