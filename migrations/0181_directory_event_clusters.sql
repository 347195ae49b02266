-- SPDX-License-Identifier: MIT
-- Which cluster's transactions the mark of the comparison counts: after a dump was restored into another, it says nothing.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table event_cursor add column cluster bigint; -- pg_control_system(); null: not yet known
