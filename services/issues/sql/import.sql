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

-- name: import_issue_known
-- `same`: the row says nothing new. Units are compared only when the row names some.
select i.id, i.state, i.original_text = :original_text as same_text,
       i.original_text = :original_text and i.title = :title and i.category = :category and i.element = :element
       and i.severity = :severity and i.term_class = :term_class and i.due_date is not distinct from :due_date::date
       and i.clause is not distinct from :clause and i.root_cause is not distinct from :root_cause
       and i.sub_category is not distinct from :sub_category and i.region_code is not distinct from :region_code
       and (:units::jsonb is null or
            (select jsonb_agg(jsonb_build_array(p.role, p.party_code, p.person_name) order by p.role, p.party_code,
                              p.person_name)
               from issue_party p where p.issue_id = i.id and p.valid_to is null)
          = (select jsonb_agg(jsonb_build_array(e.value ->> 'role', e.value ->> 'tenant', e.value ->> 'person_name')
                              order by e.value ->> 'role', e.value ->> 'tenant', e.value ->> 'person_name')
               from jsonb_array_elements(:units::jsonb) e)) as same
  from issue i
 where i.feedback_id = :feedback_id::uuid and i.serial_no = :serial_no and i.reopened_from is null
     and i.derived_from is null
 order by i.id
 limit 1;

-- name: import_issue_update
update issue i
   set title = :title, category = :category, element = :element, severity = :severity, term_class = :term_class,
       due_nominal = :due_date::date, due_date = :due_date::date, clause = :clause, root_cause = :root_cause,
       sub_category = :sub_category, region_code = :region_code, row_version = i.row_version + 1,
       updated_at = :ctx_now::timestamptz, last_activity_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid and i.state = 'REGISTERED';
