-- SPDX-License-Identifier: MIT
-- I10: what is restricted and was opened since the last look left an entry: the file of another unit, the evidence of
-- an issue that lies below.
select o.issue_id, o.subject || ' opened ' || o.thing || ' without an entry ' || o.action as what
  from opened o
 where (select count(*) from audit_entry e, before b
         where e.action = o.action and e.object_id = o.thing and right(e.actor, length(o.subject)) = o.subject
           and (b.day is null or e.at >= b.day::timestamp at time zone 'Asia/Shanghai'))
       < (select count(*) from opened s where (s.action, s.thing, s.subject) = (o.action, o.thing, o.subject))
   and not exists (select from file f join tenant_version v on v.tenant_id = f.tenant_id and v.valid_to is null
                    where f.id::text = o.thing and v.code = o.unit)
