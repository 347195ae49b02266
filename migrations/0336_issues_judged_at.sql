-- SPDX-License-Identifier: MIT
-- When the five standards and the effect were judged: what was found in an earlier round of acceptance is none of the present one's (I12).
-- Where that is not known, it was not in this round.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
alter table issue add column criteria_at timestamptz, add column effect_evaluated_at timestamptz;
