-- SPDX-License-Identifier: MIT
-- Which due dates a pause has moved, and the calendar has rolled, is kept with them: these are rolled anew by a calendar
-- that is corrected (0.3), and what a person named is not. Without a roll the two looked alike. Once another date is
-- named it differs from this one, also where a build of before wrote it.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table issue add column due_moved_to date;
create index issue_due_moved_idx on issue (id) where due_moved_to is not null;

-- Rows of before that a calendar has rolled, or may. Of the others nobody knows who set the date.
update issue set due_moved_to = due_date where due_date is distinct from due_nominal or due_provisional;
