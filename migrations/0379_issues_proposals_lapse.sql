-- SPDX-License-Identifier: MIT
-- What the daily run proposed stayed a proposal for good: an interview over a finding that was cleared, a listing for a
-- light that is green again could be issued years later. A proposal whose cause is gone lapses.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table escalation
    drop constraint escalation_state_check,
    add constraint escalation_state_check check (state in ('PROPOSED', 'ISSUED', 'LIFTED', 'LAPSED')),
    drop constraint escalation_issued_on_check,
    add constraint escalation_issued_on_check check (state in ('PROPOSED', 'LAPSED') or issued_on is not null),
    add column lapsed_at timestamptz,
    add constraint escalation_lapsed_at_check check ((state = 'LAPSED') = (lapsed_at is not null));
create index escalation_proposed_idx on escalation (issue_id) where state = 'PROPOSED';
