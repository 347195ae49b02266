-- SPDX-License-Identifier: MIT
-- When a planned change was last tried and refused: others go first, and it waits an hour.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table region_change add column tried_at timestamptz; -- null: not yet
