-- SPDX-License-Identifier: MIT
-- Verifications count by the round they belong to and by members: each row keeps its place in the order of recording (seq) and the
-- last step of the issue's log before it (after_step), so that no clock decides what came first; a verifier is a member, whose unit
-- is looked up when it is recorded. Names written by hand stay as experts, who do not count.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table verification add column seq bigint, add column after_step bigint;

update verification v
   set seq = o.seq,
       after_step = coalesce((select max(s.id) from state_log s where s.issue_id = v.issue_id and s.at <= v.created_at), 0),
       verifiers = (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', e.value ->> 'name', 'organisation', e.value ->> 'unit'))
                                     order by e.ordinality)
                      from jsonb_array_elements(v.verifiers) with ordinality e)
  from (select id, row_number() over (order by id) as seq from verification) o
 where o.id = v.id;

alter table verification alter column seq set not null, alter column after_step set not null;
alter table verification alter column seq add generated always as identity;
select setval(pg_get_serial_sequence('verification', 'seq'), (select coalesce(max(seq), 0) + 1 from verification), false);
create unique index verification_seq_key on verification (issue_id, seq);
comment on column verification.verifiers is
    '[{name, member_id, issuer, subject, unit_id, unit_code, unit_name} of a member; {name, organisation} of an expert]';

-- The law's numbers may be raised by a tenant, never lowered.
update issue_parameter p set value = b.least, row_version = p.row_version + 1
  from (values ('publicity_days', 7), ('verifiers_min', 2), ('onsite_min', 1)) b (name, least)
 where p.name = b.name and p.value < b.least;
