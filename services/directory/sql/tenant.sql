-- SPDX-License-Identifier: MIT
-- Tenants: bodies with dated codes, names and places in the tree.

-- define: superseded_by
(select coalesce(jsonb_agg(jsonb_build_object('tenant_id', s.successor_id, 'share', s.share::text,
                                              'effective_date', s.effective_date)), '[]')
   from api_region_succession s where s.predecessor_id = t.id) as superseded_by

-- define: version_shown
-- As of the day; and asked for by code alone, a closed body as it was last.
join tenant_version v on v.tenant_id = t.id
                       and (v.valid_from <= coalesce(:page_as_of::date, :ctx_today::date)
                            and (v.valid_to is null or v.valid_to > coalesce(:page_as_of::date, :ctx_today::date))
                            or :code::text is not null and :page_as_of::date is null and v.valid_to = t.closed_on)

-- define: has_code
-- An old code answers too (domain F.6), unless a day is asked for.
(:code::text is null or v.code = :code
        or :page_as_of::date is null and exists (select from tenant_version o where o.tenant_id = t.id
                                                 and o.code = :code))

-- name: tenant_list
select t.id, t.kind, v.code, v.name, v.short_name, v.parent_id, t.dept_code, v.valid_from, v.valid_to, t.opened_on,
    t.closed_on,
       t.external_id, t.source, t.row_version, t.created_at, {superseded_by}
  from tenant t
  {version_shown}
 where t.scope >= :page_lo and t.scope < :page_hi
   and (:page_after::uuid is null or t.id < :page_after::uuid)
   and (:parent::text is null or v.parent_id = (select p.tenant_id from tenant_version p
                                                 where (p.code = :parent or p.tenant_id::text = :parent)
                                                 order by p.valid_from desc limit 1))
   and (:kind::text is null or t.kind = :kind)
   and {has_code}
   and (:q::text is null or strpos(v.name, :q) > 0 or strpos(v.code, :q) > 0)
 order by t.id desc
 limit :page_limit;

-- name: tenant_count
select count(*) as total
  from tenant t
  {version_shown}
 where t.scope >= :page_lo and t.scope < :page_hi
   and (:parent::text is null or v.parent_id = (select p.tenant_id from tenant_version p
                                                 where (p.code = :parent or p.tenant_id::text = :parent)
                                                 order by p.valid_from desc limit 1))
   and (:kind::text is null or t.kind = :kind)
   and {has_code}
   and (:q::text is null or strpos(v.name, :q) > 0 or strpos(v.code, :q) > 0);

-- name: tenant_get
-- A body as it is now, with its history of codes and what became of it (old codes answer, domain F.6).
select t.id, t.kind, a.code, a.name, a.short_name, a.parent_id, t.dept_code, t.opened_on, t.closed_on, t.external_id,
    t.source,
       t.row_version, t.created_at,
       (select jsonb_agg(jsonb_build_object('code', v.code, 'name', v.name, 'short_name', v.short_name, 'parent_id',
                                            v.parent_id,
                                            'valid_from', v.valid_from, 'valid_to', v.valid_to, 'document', v.document)
                         order by v.valid_from)
          from tenant_version v where v.tenant_id = t.id) as versions,
       {superseded_by}, t.scope as _scope
  from tenant t join api_tenant a on a.id = t.id
 where t.id = :tenant_id::uuid;

-- name: tenant_children
select t.id, t.kind, a.code, a.name, a.short_name, a.parent_id, t.dept_code, t.opened_on, t.closed_on, t.row_version
  from tenant t join api_tenant a on a.id = t.id
 where t.parent_id = :tenant_id::uuid
   and t.scope >= :ctx_lo and t.scope < :ctx_hi
 order by t.kind, a.code
 limit 2000;

-- name: tenant_by_ref
-- A tenant named by id or by the code it has today.
-- A code that several had is the open body's, or the last one's.
select a.id, a.kind, a.code, a.name, a.scope, a.parent_id, a.opened_on, a.closed_on
  from api_tenant a
 where a.code = :ref or a.id::text = :ref
 order by tenant_closed(a.closed_on, :ctx_today::date), a.closed_on desc
 limit 1;

-- name: tenant_insert
-- The first body of an installation has no parent; below one, the scope is the parent's next free segment.
insert into tenant (id, kind, parent_id, scope, dept_code, opened_on, external_id, source, created_at)
select :new_id::uuid, :kind, :parent_id::uuid, next_scope(coalesce(:parent_scope, '')), :dept_code, :valid_from::date,
       :external_id, :source, :ctx_now::timestamptz
 where :parent_id::uuid is null or scope_hold(:parent_id::uuid, :parent_scope, true);

-- name: tenant_first_version
-- A statement of its own: the wall of tenant_version looks for the tenant, and would not see it in the statement that
-- adds it.
insert into tenant_version (tenant_id, valid_from, code, name, short_name, parent_id, document)
select t.id, t.opened_on, :code, :name, :short_name, t.parent_id, null from tenant t where t.id = :new_id::uuid;

-- name: tenant_update
update tenant t
   set external_id = case when :has_external_id::boolean then :external_id else t.external_id end,
       source = case when :has_source::boolean then :source else t.source end,
       row_version = row_version + 1
 where id = :tenant_id::uuid and row_version = :ctx_if_match::bigint and scope >= :ctx_lo and scope < :ctx_hi
returning id, scope;

-- name: tenant_short_name_update
update tenant_version set short_name = :short_name where tenant_id = :tenant_id::uuid and valid_to is null;

-- name: tenant_version_exists
-- Whether the caller may change that tenant at all, and its version: tells 404, 403 and 412 apart.
select row_version, scope >= :ctx_lo and scope < :ctx_hi as mine from tenant where id = :tenant_id::uuid;

-- name: tenant_same
-- Whether an imported row says anything new.
select a.id, a.kind = :kind and a.name = :name and a.short_name is not distinct from :short_name
             and a.parent_id is not distinct from :parent_id::uuid as same
  from api_tenant a where a.code = :code and not tenant_closed(a.closed_on, :ctx_today::date);

-- name: tenant_times
-- What a dated change has to fit into: the body's days, and the last changes that were applied.
select t.opened_on, t.closed_on, (select max(v.valid_from) from tenant_version v
                                  where v.tenant_id = t.id) as last_change_on,
       (select max(r.effective_date) from region_change r where r.tenant_id = t.id and r.state = 'APPLIED'
        and r.kind in ('TRANSFER', 'RECODE')) as last_placed_on
  from tenant t where t.id = :tenant_id::uuid;

-- name: tenant_version_cut
-- The version of that day ends and begins there, unless it begins there already.
with cut as (
    update tenant_version v set valid_to = :effective_date::date
      from (select tenant_id, valid_from, valid_to from tenant_version
             where tenant_id = :tenant_id::uuid and valid_from < :effective_date::date
                 and (valid_to is null or valid_to > :effective_date::date)) w
     where v.tenant_id = w.tenant_id and v.valid_from = w.valid_from
    returning v.tenant_id, v.code, v.name, v.short_name, v.parent_id, w.valid_to
)
insert into tenant_version (tenant_id, valid_from, valid_to, code, name, short_name, parent_id, document)
select tenant_id, :effective_date::date, valid_to, code, name, short_name, parent_id, :document from cut;

-- name: tenant_version_put
-- What a change says holds from its day until a later one, entered before or after it, says otherwise; so the order of
-- entry is no matter.
with said as (
    select v.valid_from,
           coalesce(bool_or(r.detail ->> 'new_code' is not null), false) as code,
           coalesce(bool_or(r.detail ->> 'new_name' is not null), false) as name,
           coalesce(bool_or(r.detail ->> 'new_short_name' is not null), false) as short_name,
           coalesce(bool_or(r.detail ->> 'new_parent_id' is not null), false) as parent
      from tenant_version v
      left join region_change r on r.tenant_id = v.tenant_id and r.state = 'APPLIED'
          and r.effective_date > :effective_date::date
                               and r.effective_date <= v.valid_from
     where v.tenant_id = :tenant_id::uuid and v.valid_from >= :effective_date::date
     group by v.valid_from
), put as (
    update tenant_version v
       set code = case when said.code then v.code else coalesce(:code, v.code) end,
           name = case when said.name then v.name else coalesce(:name, v.name) end,
           short_name = case when said.short_name then v.short_name else coalesce(:short_name, v.short_name) end,
           parent_id = case when said.parent then v.parent_id else coalesce(:parent_id::uuid, v.parent_id) end,
           document = case when v.valid_from = :effective_date::date then :document else v.document end
      from said where v.tenant_id = :tenant_id::uuid and v.valid_from = said.valid_from
)
update tenant set row_version = row_version + 1 where id = :tenant_id::uuid;

-- name: tenant_parent_on
-- The place of a body on a day; no row for the city, which has none.
select p.id, p.kind, a.code
  from tenant_version v
  join tenant p on p.id = v.parent_id
  join tenant_version a on a.tenant_id = p.id and a.valid_from <= :effective_date::date
                       and (a.valid_to is null or a.valid_to > :effective_date::date)
 where v.tenant_id = :tenant_id::uuid and v.valid_from <= :effective_date::date
   and (v.valid_to is null or v.valid_to > :effective_date::date);

-- name: tenant_dept_code_put
-- What a department is asked for is what its code says now.
update tenant set dept_code = :dept_code where id = :tenant_id::uuid;

-- name: tenant_move
-- A body and its whole subtree get scopes below the new parent (TRANSFER); history keeps the old place by date.
update tenant
   set scope = :new_scope || substr(scope, length(:old_scope) + 1),
       parent_id = case when id = :tenant_id::uuid then :parent_id::uuid else parent_id end,
       row_version = row_version + 1
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: tenant_next_scope
select next_scope(:parent_scope) as scope where scope_hold(:parent_id::uuid, :parent_scope, true);

-- name: tenant_take
-- Nobody writes at the scopes of a body and its subtree from here to the end of the transaction.
select scope_take(:tenant_id::uuid) as scope;

-- name: tenant_close
with v as (
    update tenant_version set valid_to = :effective_date::date where tenant_id = :tenant_id::uuid and valid_to is null
)
update tenant set closed_on = :effective_date::date, row_version = row_version + 1
 where id = :tenant_id::uuid and not tenant_closed(closed_on, :ctx_today::date)
returning id;

-- name: tenant_open_children
select count(*) as n from tenant where parent_id = :tenant_id::uuid and not tenant_closed(closed_on, :ctx_today::date);

-- name: tenant_event
-- The payload of org.changed, as the body is now.
select t.scope,
       jsonb_build_object('tenant_id', t.id, 'kind', t.kind, 'change', :change::text, 'code', a.code, 'name', a.name,
                          'scope', t.scope,
                          'old_scope', :old_scope::text, 'effective_date', :effective_date::text) as data
  from tenant t join api_tenant a on a.id = t.id
 where t.id = :tenant_id::uuid;
