-- SPDX-License-Identifier: MIT
-- What the register of monitored objects knows of enterprises in protected areas (domain S-051), of mixing points (S-054) and of
-- sites that are transferred (S-074).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- An enterprise in a protected area, and the day it was closed and cleared (关闭清拆).
alter table monitored_object
    add column area_id uuid,
    add column closed_on date,
    add constraint monitored_object_area_id_fkey foreign key (area_id) references monitored_object (id);
create index monitored_object_area on monitored_object (area_id) where area_id is not null;

-- A point where rain and waste water mix (雨污混接点), on municipal land or in a residential quarter, and the day it was rebuilt.
alter table monitored_object
    drop constraint monitored_object_kind_check,
    add constraint monitored_object_kind_check check (kind in (
        'AIR_STATION', 'WATER_SECTION', 'WATER_BODY', 'PARCEL', 'CONTAMINATED_SITE', 'PLANT', 'PROTECTED_AREA', 'ENTERPRISE', 'MIX_POINT')),
    add column premises text constraint monitored_object_premises_check check (premises in ('MUNICIPAL', 'RESIDENTIAL')),
    add column rebuilt_on date;

-- A contaminated site: the day its soil and groundwater survey was approved, and the day its land was transferred (出让).
alter table monitored_object
    add column survey_approved_on date,
    add column transferred_on date;

-- UNSURVEYED_TRANSFER is of a site and the day it was transferred, and of no result.
alter table indicator_alert
    drop constraint indicator_alert_kind_check,
    add constraint indicator_alert_kind_check check (kind in ('RED_LINE', 'EXCEED', 'MANIPULATED', 'OBJECT_EXCEED', 'UNSURVEYED_TRANSFER')),
    drop constraint indicator_alert_subject_check,
    add constraint indicator_alert_subject_check check (case kind
        when 'OBJECT_EXCEED' then num_nulls(object_id, evaluation_kind, standard_version, items) = 0
                                  and num_nonnulls(indicator_code, value_id, value_row_version, target_id, target_row_version, unit_id) = 0
        when 'UNSURVEYED_TRANSFER' then object_id is not null
                                  and num_nonnulls(indicator_code, value_id, value_row_version, target_id, target_row_version, unit_id,
                                                   evaluation_kind, standard_version, level, level_limit, items, value, limit_value) = 0
        else num_nulls(indicator_code, value_id, value_row_version) = 0
             and num_nonnulls(object_id, evaluation_kind, standard_version, level, level_limit, items) = 0 end);

-- One open alert a transfer.
create unique index indicator_alert_transfer_open_key on indicator_alert (object_id, period_start)
    where ended_at is null and kind = 'UNSURVEYED_TRANSFER';
