-- SPDX-License-Identifier: MIT
-- Monitoring that is ordered outlives who ordered it and who was to carry it out (domain F.6): it goes to the one successor, or is listed
-- until an office allocates it.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

grant select on region_succession, api_region_succession to bihuan_indicators;
grant update (tenant_id, performer_id) on monitoring_task to bihuan_indicators;
create index monitoring_task_open_owner on monitoring_task (tenant_id) where state = 'ORDERED';
create index monitoring_task_open_performer on monitoring_task (performer_id) where state = 'ORDERED';
