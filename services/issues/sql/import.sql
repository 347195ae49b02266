-- SPDX-License-Identifier: MIT
-- Import of a problem list: what a row's serial number stands for already.

-- name: import_hold
-- What every row refers to is held once for all of them: a row that many subtransactions hold anew costs the last of
-- them what it cost all before. It keeps the feedback from being deleted and hinders nobody else.
select id from inspection_feedback where id = :feedback_id::uuid for key share;

-- name: code_numbers_take
-- The next :count numbers of the region's year, once this short unit has ended.
insert into issue_code_counter as c (region, year, last)
values (:region, extract(year from :ctx_today::date)::integer, :count::integer)
on conflict (region, year) do update set last = c.last + excluded.last
returning last - :count::integer + 1 as first;

-- name: code_numbers_return
-- When nobody has taken a number behind the block.
update issue_code_counter set last = :last::integer
 where region = :region and year = extract(year from :ctx_today::date)::integer and last = :taken::integer;

-- define: row_units
-- What the row says of who answers for it: roles, units, persons.
select e.value ->> 'role' as role, e.value ->> 'tenant' as tenant, e.value ->> 'person_name' as person_name, e.ordinality
  from jsonb_array_elements(:units::jsonb) with ordinality e

-- name: import_issue_known
-- `changed`: fields that the row says otherwise. Units are compared only when the row names some, and persons only of
-- the roles that it names.
select i.id, i.original_text = :original_text as same_text,
       concat_ws(' ', case when i.title <> :title then 'title' end,
                 case when i.category <> :category then 'category' end,
                 case when i.element <> :element then 'element' end,
                 case when i.severity <> :severity then 'severity' end,
                 case when i.term_class <> :term_class then 'term_class' end,
                 case when i.due_date is distinct from :due_date::date then 'due_date' end,
                 case when i.clause is distinct from :clause then 'clause' end,
                 case when i.root_cause is distinct from :root_cause then 'root_cause' end,
                 case when i.sub_category is distinct from :sub_category then 'sub_category' end,
                 case when i.region_code is distinct from :region_code then 'region_code' end) as changed,
       :units::jsonb is null or
       (select jsonb_agg(jsonb_build_array(p.role, p.party_code, p.person_name) order by p.role, p.party_code,
                         p.person_name)
          from issue_party p
         where p.issue_id = i.id and p.valid_to is null
           and (p.role like '%\_UNIT' or p.role in (select u.role from ({row_units}) u)))
       = (select jsonb_agg(jsonb_build_array(u.role, u.tenant, u.person_name) order by u.role, u.tenant, u.person_name)
            from ({row_units}) u) as same_units
  from issue i
 where i.feedback_id = :feedback_id::uuid and i.serial_no = :serial_no and i.reopened_from is null
     and i.derived_from is null
 order by i.id
 limit 1;

-- name: import_parties_complete
-- The row's parties with what else is known of each, then the persons of roles that the row says nothing of, at units
-- that it names.
select u.role, u.tenant, u.person_name, p.person_id, p.position, p.phone, p.duty_text, u.ordinality as place
  from ({row_units}) u
  left join issue_party p on p.issue_id = :issue_id::uuid and p.valid_to is null and p.role = u.role
       and p.party_code = u.tenant and p.person_name is not distinct from u.person_name
union all
select p.role, p.party_code, p.person_name, p.person_id, p.position, p.phone, p.duty_text, null
  from issue_party p
 where p.issue_id = :issue_id::uuid and p.valid_to is null and p.role not like '%\_UNIT'
   and p.role not in (select u.role from ({row_units}) u)
   and p.party_code in (select u.tenant from ({row_units}) u)
 order by place nulls last, role, tenant, person_name;
