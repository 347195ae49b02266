-- SPDX-License-Identifier: MIT
-- Lists, counts and exports of issues: one text, one statement a level and set of filters.
--
-- Why: under row-level security a plain "order by id desc limit 50" walks other people's rows. So a list is the union
-- of two branches, each ordered and cut by its own index: the rows that lie in the subtree, and those its tenants were
-- granted from outside; no row is in both. `level` is the level of the subtree asked for (the caller's own without
-- one): its equality leads the index. Filters are optional text, so that each set of them has a plan of its own
-- (docs/decisions/0009).
--   c  a city, or everything: no leading column, no grants from outside
--   d  a district or city department (8 characters): scope2
--   u  a street, development zone or district department (12): scope3
--   p  deeper (16 and more): a range of scope

-- As of a day the same text reads {issue_then}: what was registered by then, as the logs and issue_past have it.

-- axis: level = c d u p
-- axis: time = now then

-- define: day.then
:page_as_of::date

-- define: party_then.now
p.valid_to is null
-- define: party_then.then
p.valid_from <= :page_as_of::date and (p.valid_to is null or p.valid_to > :page_as_of::date)

-- define: filters
/*?state*/ and i.state = :state /*?*/
/*?light*/ and i.light = :light /*?*/
/*?category*/ and i.category = :category /*?*/
/*?element*/ and i.element = :element /*?*/
/*?severity*/ and i.severity = :severity /*?*/
/*?source_level*/ and i.source_level = :source_level /*?*/
/*?source_kind*/ and i.source_kind = :source_kind /*?*/
/*?term_class*/ and i.term_class = :term_class /*?*/
/*?closing_level*/ and i.closing_level = :closing_level /*?*/
/*?feedback_id*/ and i.feedback_id = :feedback_id::uuid /*?*/
/*?programme_id*/ and i.programme_id = :programme_id::uuid /*?*/
/*?derived_from*/ and i.derived_from = :derived_from::uuid /*?*/
/*?tenant*/ and i.tenant_id in (select tenants_called(:tenant)) /*?*/
/*?external_id*/ and (i.external_id = :external_id
                      or exists (select from former_key k where k.object_id = i.id
                                 and k.external_id = :external_id)) /*?*/
/*?due_after*/ and i.due_date >= :due_after::date /*?*/
/*?due_before*/ and i.due_date <= :due_before::date /*?*/
/*?overdue*/ and :overdue::boolean = (({late}) > 0) /*?*/
/*?idle_days*/ and {open}
     and i.last_activity_at < :ctx_now::timestamptz - make_interval(days => :idle_days::integer) /*?*/
/*?role*/ and (select true from issue_party p where p.issue_id = i.id and p.role = :role and {party_then}
     and case when :party::text is null then p.party_scope >= :page_lo and p.party_scope < :page_hi
              else p.party_tenant_id in (select tenants_called(:party)) end limit 1) /*?*/
/*?party*/ and (select true from issue_party p where p.issue_id = i.id and {party_then}
     and p.party_tenant_id in (select tenants_called(:party)) limit 1) /*?*/
/*?q*/ and ((i.code >= :q collate "C" and i.code < (:q || chr(1114111)) collate "C")
     or (i.serial_no >= :q collate "C" and i.serial_no < (:q || chr(1114111)) collate "C")
     or (i.title >= :q collate "C" and i.title < (:q || chr(1114111)) collate "C")) /*?*/

-- define: grant_filters
-- What a grant knows of its issue itself.
/*?state*/ and g.state = :state /*?*/
/*?light*/ and g.light = :light /*?*/

-- define: own_page
select {issue_row}
  from issue i
 where {own} {filters}
   /*?page_after*/ and i.id < :page_after::uuid /*?*/
 order by i.id desc limit :page_limit

-- define: granted_page
-- Two tenants of the subtree may have been granted the same issue.
select distinct on (g.issue_id) {issue_row}
  from issue_grant g join issue i on i.id = g.issue_id
 where {granted} and g.valid_to is null {grant_filters} {filters}
   /*?page_after*/ and g.issue_id < :page_after::uuid /*?*/
 order by g.issue_id desc limit :page_limit

-- define: both_pages.c
{own_page}
-- define: both_pages.d
({own_page}) union all ({granted_page}) order by id desc limit :page_limit
-- define: both_pages.u
({own_page}) union all ({granted_page}) order by id desc limit :page_limit
-- define: both_pages.p
({own_page}) union all ({granted_page}) order by id desc limit :page_limit

-- define: kept_columns
title, category, sub_category, element, severity, term_class, due_date, due_provisional, progress_pct, extension_count,
    is_public, secrecy,
row_version, updated_at

-- define: issue_then
-- Two tenants of the subtree may have been granted the same issue: union takes it once. What was written over first
-- after that day is what it said then.
(select i.id, i.code, i.serial_no, i.original_text, i.external_id, i.feedback_id, i.programme_id, i.derived_from,
 i.source_level, i.source_kind,
        i.closing_level, i.scope, i.created_at, i.last_activity_at, v.*, {state_then}, s.at as state_since,
        coalesce(l.to_light, 'GREEN') as light,
        coalesce(l.on_date, (i.created_at at time zone 'Asia/Shanghai')::date) as light_since
   from (select i.id from issue i where {own}
         union
         select g.issue_id from issue_grant g where {granted} and {granted_then}) k
   join issue i on i.id = k.id
   {stood_then}
   left join lateral (select g.to_light, g.on_date from light_log g where g.issue_id = i.id
                      and g.on_date <= :page_as_of::date
                       order by g.id desc limit 1) l on true
  cross join lateral (
        select owner_id as tenant_id, owner_code as tenant_code, owner_name as tenant_name, {kept_columns}
          from ((select p.id, owner_id, owner_code, owner_name, {kept_columns} from issue_past p
                  where p.issue_id = i.id and p.until >= {end_of_day} order by p.id limit 1)
                union all
                select null, i.tenant_id, i.tenant_code, i.tenant_name, {kept_columns}) w
         order by w.id limit 1) v)

-- define: page.now
{both_pages}
-- define: page.then
select {issue_row}
  from {issue_then} i
 where true {filters} /*?page_after*/ and i.id < :page_after::uuid /*?*/
 order by i.id desc limit :page_limit

-- define: matching.now
(select i.id from issue i where {own} {filters}
 union
 select g.issue_id from issue_grant g join issue i on i.id = g.issue_id
  where {granted} and g.valid_to is null {grant_filters} {filters}) k
-- define: matching.then
{issue_then} i where true {filters}

-- define: slice_after
/*?page_after*/ and i.id < :page_after::uuid /*?*/ order by i.id desc limit :page_limit

-- define: own_slice
select i.id from issue i where {own} {filters} {slice_after}
-- define: granted_slice
select distinct on (i.id) i.id from issue_grant g join issue i on i.id = g.issue_id
 where {granted} and g.valid_to is null {grant_filters} {filters} {slice_after}

-- define: both_slices.c
{own_slice}
-- define: both_slices.d
({own_slice}) union all ({granted_slice}) order by id desc limit :page_limit
-- define: both_slices.u
({own_slice}) union all ({granted_slice}) order by id desc limit :page_limit
-- define: both_slices.p
({own_slice}) union all ({granted_slice}) order by id desc limit :page_limit

-- define: exported.now
({both_slices}) k join issue i on i.id = k.id
-- define: exported.then
(select * from {matching} {slice_after}) i

-- define: units
(select string_agg(p.party_name, '、' order by p.party_code) from issue_party p where p.issue_id = i.id and {party_then}

-- name: issue_list_{time}_{level}
{page};

-- name: issue_count_{time}_{level}
select count(*) as total from {matching};

-- name: issue_export_{time}_{level}
-- Everything a list would page through, a slice of it: the next :page_limit rows behind :page_after.
select i.code, i.serial_no, i.title, i.original_text, i.tenant_code, i.tenant_name, f.doc_no as feedback_doc_no,
    i.source_level,
       i.source_kind, i.category, i.sub_category, i.element, i.severity, i.term_class, i.closing_level, i.state,
           i.light, i.due_date,
       i.due_date - {clock_day} as remaining_days, i.progress_pct, i.extension_count > 0 as is_extended,
       {units} and p.role = 'LEAD_UNIT') as lead_unit, {units} and p.role = 'RESP_UNIT') as resp_units,
       {units} and p.role = 'SUPERVISE_UNIT') as supervise_unit,
       i.closed_at, i.id
  from {exported}
  left join inspection_feedback f on f.id = i.feedback_id
 order by i.id desc;
