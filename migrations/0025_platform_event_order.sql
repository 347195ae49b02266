-- SPDX-License-Identifier: MIT
-- The log is compared with the inbox in the order of transactions, not of time. published_at is when a transaction
-- began: one that lasted longer than the reconciler looked back wrote its events behind the mark, and nobody ever saw
-- them. What is older than every running transaction (pg_snapshot_xmin) cannot become more, however long any of them
-- lasts; audit_seal() goes by the same rule.
--
-- compatible: what an older build writes takes the defaults, and its own mark stays.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table event_log no force row level security;
alter table event_cursor no force row level security;
alter table event_failure no force row level security;

-- Old events count as compared, but for those that some service may not have compared yet; the inbox, kept for 40 days,
-- knows which of them had their effect.
alter table event_log add column xid xid8 not null default '1';
alter table event_log alter column xid set default pg_current_xact_id();
alter table event_cursor add column compared_xid xid8;
update event_log set xid = pg_current_xact_id()
 where published_at >= greatest(least((select min(compared_to) from event_cursor), now() - interval '30 days'), now() - interval '39 days');
update event_cursor set compared_xid = pg_current_xact_id();
alter table event_cursor alter column compared_xid set not null;
-- What a build from before writes for a new service; that build has compared by time what is older.
alter table event_cursor alter column compared_xid set default pg_snapshot_xmin(pg_current_snapshot());

create index event_log_order on event_log (xid, position);
-- Only `events replay` still goes by time, and for that the order in which rows were written is enough.
drop index event_log_published;
create index event_log_published on event_log using brin (published_at);

-- What is tried again is read from the log. A failure that the log knows nothing of was never an event.
update event_failure f
   set state = 'dead', dead_at = now(), reason = 'no such event in the log: ' || f.reason
 where f.state <> 'dead' and not exists (select from event_log l where l.id = f.event_id and l.producer = f.producer);

alter table event_log force row level security;
alter table event_cursor force row level security;
alter table event_failure force row level security;
