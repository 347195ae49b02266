-- SPDX-License-Identifier: MIT
-- A proposal of the daily run could be issued or left lying, and not be refused: whoever may issue it may say no, with a
-- reason that is kept.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table escalation
    drop constraint escalation_state_check,
    add constraint escalation_state_check check (state in ('PROPOSED', 'ISSUED', 'LIFTED', 'LAPSED', 'REFUSED')),
    drop constraint escalation_issued_on_check,
    add constraint escalation_issued_on_check check (state in ('PROPOSED', 'LAPSED', 'REFUSED') or issued_on is not null),
    add column refused_by text,
    add column refused_by_name text,
    add column refused_at timestamptz,
    add column refuse_reason text,
    add constraint escalation_refused_at_check
        check ((state = 'REFUSED') = (refused_at is not null)
               and num_nulls(refused_by, refused_by_name, refused_at, refuse_reason) in (0, 4));
