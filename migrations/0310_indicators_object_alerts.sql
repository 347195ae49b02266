-- SPDX-License-Identifier: MIT
-- Enterprises and what they may discharge (domain S-055), and alerts of single objects (domain C.4 to C.6).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- An enterprise (排污单位), with the edition whose limits its outfall has to keep; a plant may name one as well.
alter table monitored_object
    drop constraint monitored_object_kind_check,
    add constraint monitored_object_kind_check check (kind in (
        'AIR_STATION', 'WATER_SECTION', 'WATER_BODY', 'PARCEL', 'CONTAMINATED_SITE', 'PLANT', 'PROTECTED_AREA', 'ENTERPRISE')),
    add column is_heavy_metal boolean,           -- 涉重金属
    add column discharge_standard text collate "C",
    add constraint monitored_object_discharge_standard_fkey foreign key (discharge_standard) references standard (code);
create index monitored_object_discharge_standard on monitored_object (discharge_standard) where discharge_standard is not null;

-- An alert is of a value of an indicator or, OBJECT_EXCEED, of an object and one kind of its results: then it says by which edition
-- and how far the items exceeded when it was raised, the gravest first. `value` and `limit_value` are of that one; `level` is the
-- class of a section or the grade of a black and odorous body, `level_limit` what it had to be.
alter table indicator_alert
    alter column indicator_code drop not null,
    alter column value_id drop not null,
    alter column value_row_version drop not null,
    add column object_id uuid,
    add column evaluation_kind text collate "C" constraint indicator_alert_evaluation_kind_check
               check (evaluation_kind in ('AIR_DAY', 'WATER_MONTH', 'BLACK_ODOUR', 'DISCHARGE_DAY')),
    add column standard_version text collate "C",
    add column level integer constraint indicator_alert_level_check check (level between 1 and 6),
    add column level_limit integer constraint indicator_alert_level_limit_check check (level_limit between 1 and 6),
    add column items jsonb,
    drop constraint indicator_alert_kind_check,
    add constraint indicator_alert_kind_check check (kind in ('RED_LINE', 'EXCEED', 'MANIPULATED', 'OBJECT_EXCEED')),
    add constraint indicator_alert_object_id_fkey foreign key (object_id) references monitored_object (id),
    add constraint indicator_alert_standard_version_fkey foreign key (standard_version) references standard (code),
    add constraint indicator_alert_subject_check check (case kind
        when 'OBJECT_EXCEED' then num_nulls(object_id, evaluation_kind, standard_version, items) = 0
                                  and num_nonnulls(indicator_code, value_id, value_row_version, target_id, target_row_version, unit_id) = 0
        else num_nulls(indicator_code, value_id, value_row_version) = 0
             and num_nonnulls(object_id, evaluation_kind, standard_version, level, level_limit, items) = 0 end);

-- One open alert an object, kind of result and period.
create unique index indicator_alert_object_open_key on indicator_alert (object_id, evaluation_kind, period_start)
    where ended_at is null and object_id is not null;
create index indicator_alert_object on indicator_alert (object_id, id) where object_id is not null;
create index indicator_alert_standard on indicator_alert (standard_version) where standard_version is not null;
