-- SPDX-License-Identifier: MIT
-- A breach on an issue is a copy of an alert, and was shown to everybody who has a part in the issue: a street read the
-- figures of another district at the city's. Whoever holds the issue, and those above, see all; a part sees the alert's.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create policy issue_indicator_breach_restricted on issue_indicator_breach as restrictive for select to bihuan_issues using (
    (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))
    or (select true from indicator_alert a where a.id = alert_id limit 1));
