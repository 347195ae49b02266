-- SPDX-License-Identifier: MIT
-- A planned change that is not to be, or cannot be applied, is withdrawn: it was tried every hour for ever.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table region_change
    drop constraint region_change_state_check,
    add constraint region_change_state_check check (state in ('PLANNED', 'APPLIED', 'WITHDRAWN')),
    add column withdrawn_at timestamptz,
    add column withdrawn_by text,
    add column withdraw_reason text
        constraint region_change_withdraw_reason_check check (char_length(withdraw_reason) between 1 and 2000),
    add constraint region_change_withdrawn_at_check
        check ((state = 'WITHDRAWN') = (withdrawn_at is not null)
               and (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdraw_reason is null));
