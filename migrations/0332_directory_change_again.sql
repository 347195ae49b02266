-- SPDX-License-Identifier: MIT
-- A planned change that waits for somebody who holds the body's place is tried again soon, one that is refused in an hour.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table region_change add column try_again_at timestamptz; -- null: whenever its day has come
