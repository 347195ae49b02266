-- SPDX-License-Identifier: MIT
-- I1: passed on (T15, T16) and struck off (T19) only on a verification of this round: the latest DISTRICT result is
-- PASS, by two members or more that belong to no
-- unit that answered in this round, one of them on site; where the city closes, the latest CITY result since T15 is
-- PASS; and no check failed while the notice of T19 ran.
with closing as (
    select c.issue_id, c.id, c.rule, c.at, c.day, i.closing_level, o.id as opened, o.at as opened_at,
        o.day as opened_on,
           (select max(s.id) from steps s where s.issue_id = c.issue_id and s.rule = 'T15' and s.id < c.id) as to_city
      from fresh c join issue i on i.id = c.issue_id
      join steps o on o.id = pg_temp.round_of(c.issue_id, c.id)
     where c.rule in ('T15', 'T16', 'T19')
), found as (
    select c.id as step, v.seq, v.verified_on, v.level, v.method, v.result, v.verifiers, v.created_at
      from closing c join verification v on v.issue_id = c.issue_id
     where v.created_at >= c.opened_at and v.created_at <= c.at and v.verified_on >= c.opened_on
), latest as (
    select distinct on (step) step, result from found where level = 'DISTRICT' order by step, verified_on desc, seq desc
), person as (
    select f.step, f.seq, f.method, p.value ->> 'issuer' as issuer, p.value ->> 'subject' as subject
      from found f join closing c on c.id = f.step
     cross join lateral jsonb_array_elements(f.verifiers) p
     where f.level = 'DISTRICT' and f.result = 'PASS' and p.value ? 'member_id'
       and not exists (select from member m join tenant t on t.id = m.tenant_id
                         join issue_party r on r.issue_id = c.issue_id and r.role = 'RESP_UNIT'
                        where m.issuer = p.value ->> 'issuer' and m.subject = p.value ->> 'subject'
                               and starts_with(t.scope, r.party_scope)
                          and r.valid_from <= c.day and (r.valid_to is null or r.valid_to > c.opened_on))
)
select c.issue_id, 'the latest DISTRICT result of the round is not PASS' as what
  from closing c where not exists (select from latest l where l.step = c.id and l.result = 'PASS')
union all
select c.issue_id, 'fewer than two members outside the units that answer'
  from closing c where (select count(distinct (p.issuer, p.subject)) from person p where p.step = c.id) < 2
union all
select c.issue_id, 'nobody verified on site'
  from closing c where not exists (select from person p where p.step = c.id and p.method = 'ONSITE')
union all
select c.issue_id, 'the latest CITY result since T15 is not PASS'
  from closing c
 where c.closing_level = 'CITY' and c.rule = 'T19'
   and coalesce((select v.result from verification v where v.issue_id = c.issue_id and v.level = 'CITY'
          and v.created_at <= c.at
                    and v.created_at >= (select s.at from steps s where s.id = c.to_city)
                           order by v.verified_on desc, v.seq desc limit 1), '') <> 'PASS'
union all
select c.issue_id, 'struck off over a check of ' || v.level || ' that failed while the notice ran'
  from closing c join verification v on v.issue_id = c.issue_id
 where c.rule = 'T19' and v.level in ('DISTRICT', 'CITY') and v.result <> 'PASS' and v.created_at <= c.at
   and v.created_at >= (select max(s.at) from steps s where s.issue_id = c.issue_id and s.rule in ('T16', 'T17')
                           and s.from_state <> s.to_state and s.id < c.id)
