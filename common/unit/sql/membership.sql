-- SPDX-License-Identifier: MIT
-- Memberships of a person of an external issuer.

-- name: membership_of
-- Anybody may make anybody a member of his own area: who names no tenant acts for the first that has a role for him, so
-- a membership that he never asked for changes nothing.
select m.tenant_id, a.code, m.name, m.roles
  from api_membership m join api_tenant a on a.id = m.tenant_id
 where m.issuer = :issuer and m.subject = :subject and m.disabled_at is null
     and not tenant_closed(a.closed_on, :ctx_today::date)
   and (:tenant::text is null or a.code = :tenant or a.id::text = :tenant)
 order by m.roles is null, m.id
 limit 1;
