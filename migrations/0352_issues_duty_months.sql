-- SPDX-License-Identifier: MIT
-- Which month of a listed issue a reply is for is kept with it: counted by their days, a month that one unit had
-- answered before a pause and another had not was two, and the one behind it was never asked for.
-- breaking: a build that does not say the month counts the months wrongly.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table escalation_duty add column nth integer not null default 1; -- of its kind: the month of a listed issue
update escalation_duty d set nth = m.nth
  from (select o.id, dense_rank() over (partition by o.escalation_id order by o.due_on) as nth
          from escalation_duty o where o.kind = 'REPLY') m
 where d.id = m.id and m.nth > 1;
