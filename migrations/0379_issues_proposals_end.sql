-- SPDX-License-Identifier: MIT
-- What the daily run proposed stayed a proposal for good: an interview over a finding that was cleared, a listing for a
-- light that is green again could be issued years later, and nobody could say no. A proposal whose cause is gone lapses,
-- and whoever may issue it may refuse it, with a reason that is kept.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table escalation
    drop constraint escalation_state_check,
    add constraint escalation_state_check check (state in ('PROPOSED', 'ISSUED', 'LIFTED', 'LAPSED', 'REFUSED')),
    drop constraint escalation_issued_on_check,
    add constraint escalation_issued_on_check check (state in ('PROPOSED', 'LAPSED', 'REFUSED') or issued_on is not null),
    add column lapsed_at timestamptz,
    add constraint escalation_lapsed_at_check check ((state = 'LAPSED') = (lapsed_at is not null)),
    add column refused_by text,
    add column refused_by_name text,
    add column refused_at timestamptz,
    add column refuse_reason text,
    add constraint escalation_refused_at_check
        check ((state = 'REFUSED') = (refused_at is not null)
               and num_nulls(refused_by, refused_by_name, refused_at, refuse_reason) in (0, 4));
create index escalation_proposed_idx on escalation (issue_id) where state = 'PROPOSED';
