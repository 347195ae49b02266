-- SPDX-License-Identifier: MIT
-- Why an issue stands still (T24), by the closed list; null of pauses from before this was kept.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table issue_pause add column reason_code text
    constraint issue_pause_reason_code_check check (reason_code in ('LEGAL', 'FORCE_MAJEURE'));
