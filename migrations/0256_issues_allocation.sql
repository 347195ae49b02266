-- SPDX-License-Identifier: MIT
-- Open work of bodies that have ended (domain F.6): handed over to the one successor, or listed until an office allocates it.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Which parts a closed body still has.
create index issue_party_unit_open_idx on issue_party (party_tenant_id, issue_id) where valid_to is null;

-- The key that a department's own system gave a row while another body held it. Of two rows with one key the one that comes gets a
-- new key; both are found by what they were called.
create table former_key (
    id               bigint generated always as identity primary key,
    object_kind      text not null constraint former_key_object_kind_check check (object_kind in ('ISSUE', 'FEEDBACK')),
    object_id        uuid not null,
    tenant_id        uuid not null,
    scope            scope_path not null,
    former_tenant_id uuid not null,
    former_code      text not null,
    source           text,
    external_id      text not null,
    changed_at       timestamptz not null
);
create index former_key_object_idx on former_key (object_id);
create index former_key_external_idx on former_key (external_id, scope);
call tenant_wall('former_key');
call scope_listed('former_key', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
grant select, insert, update (tenant_id, scope) on former_key to bihuan_issues;
