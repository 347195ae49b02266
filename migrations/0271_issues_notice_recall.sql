-- SPDX-License-Identifier: MIT
-- A notice that was taken back because the issue's secrecy changed while it ran: it stays as what was told until that day, with the
-- reason, and does not count for striking off.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table publicity add column recall_reason text
    constraint publicity_recall_reason_check check (recall_reason is null or ended_on is not null);
