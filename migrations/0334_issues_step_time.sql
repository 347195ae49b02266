-- SPDX-License-Identifier: MIT
-- When a step was issued, to the moment: what was verified earlier that day does not lift it. Of older rows the day they were made is known.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
alter table escalation add column issued_at timestamptz;
