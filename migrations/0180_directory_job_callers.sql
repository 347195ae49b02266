-- SPDX-License-Identifier: MIT
-- From where a job was asked for: what it does is in the audit trail with the address of who asked.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table work_job add column remote text;
