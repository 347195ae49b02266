-- SPDX-License-Identifier: MIT
-- An event whose effect the database had no time for held up all others of its service. It is set apart now (slow) and tried by a
-- thread with more time; attempts counts those that are no tries too, and since says how long it has failed.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table event_failure
    add column slow boolean not null default false,
    add column attempts integer not null default 0,
    add column since timestamptz not null default now();

-- What was first noted when is not known any more; the last failure is the best there is.
alter table event_failure no force row level security;
update event_failure set since = failed_at, attempts = tries;
alter table event_failure force row level security;
