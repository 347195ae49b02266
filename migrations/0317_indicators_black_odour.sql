-- SPDX-License-Identifier: MIT
-- Black and odorous water (domain C.6): where the points of a body lie, whether it is gone, and whether it is back.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Metres from the beginning of the body that a section lies in (里程).
alter table monitored_object
    add column chainage_m integer constraint monitored_object_chainage_m_check check (chainage_m between 0 and 10000000);

alter table evaluation
    drop constraint evaluation_kind_check,
    add constraint evaluation_kind_check check (kind in (
        'AIR_DAY', 'AIR_MONTH', 'AIR_YEAR', 'AIR_YEAR_DAYS', 'WATER_MONTH', 'WATER_YEAR', 'RIVER_MONTH', 'RIVER_YEAR', 'BLACK_ODOUR',
        'BLACK_ODOUR_ELIMINATION', 'DISCHARGE_DAY'));

-- An alert of an elimination: the body had been gone, and is back (返黑返臭).
alter table indicator_alert
    drop constraint indicator_alert_evaluation_kind_check,
    add constraint indicator_alert_evaluation_kind_check check (evaluation_kind in (
        'AIR_DAY', 'WATER_MONTH', 'BLACK_ODOUR', 'BLACK_ODOUR_ELIMINATION', 'DISCHARGE_DAY'));

-- Bodies that are graded already are looked at again.
select set_config('app.lo', '', true), set_config('app.hi', '~', true);
insert into evaluation_dirty (object_id, scope, day)
select object_id, scope, period_start from evaluation where kind = 'BLACK_ODOUR';
