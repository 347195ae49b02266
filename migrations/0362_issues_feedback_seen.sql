-- SPDX-License-Identifier: MIT
-- Whoever holds an issue, and those above, see the feedback and the programme that it answers: they stay with the district
-- that was told, and limit the dates of an issue that has moved into another. A unit that merely has a part in the issue
-- does not: what the inspection told another district, and that district's drafts, are not its.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create index issue_programme_idx on issue (programme_id) where programme_id is not null;
create policy inspection_feedback_issue on inspection_feedback for select using (
    (select true from issue i where i.feedback_id = inspection_feedback.id
        and i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true) limit 1));
create policy programme_issue on programme for select using (
    (select true from issue i where i.programme_id = programme.id
        and i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true) limit 1));
