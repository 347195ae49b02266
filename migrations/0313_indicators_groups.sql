-- SPDX-License-Identifier: MIT
-- Indicators are grouped into packages and composite rules (services/indicators/domain/indicator_group.def).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table indicator add column groups text constraint indicator_groups_check check (groups ~ '^[A-Z_]+( [A-Z_]+)*$');
