-- SPDX-License-Identifier: MIT
-- A returned report is to be handed in again by a day, or it counts as missed. Those returned before are given a week
-- from now.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table progress_report add column resubmit_by date; -- of a returned one: the last day to hand it in again

update progress_report set resubmit_by = greatest(due_on, (now() at time zone 'Asia/Shanghai')::date + 7)
 where state = 'RETURNED';

create index progress_report_returned_idx on progress_report (resubmit_by, id) where state = 'RETURNED';
