-- SPDX-License-Identifier: MIT
-- What an issue's row said before: state and light have logs of their own, everything else that a list shows is kept here, so that
-- an answer as of a day says what it said on that day (as_of).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create table issue_past (
    id bigint generated always as identity primary key,
    issue_id uuid not null,
    tenant_id uuid not null,                    -- the issue's, as it is now
    scope scope_path not null,
    until timestamptz not null,                 -- when the row after this one was written
    owner_id uuid not null,
    owner_code text not null,
    owner_name text not null,
    title text collate "C" not null,
    category text not null,
    sub_category text,
    element text not null,
    severity text not null,
    term_class text not null,
    due_date date,
    due_provisional boolean not null,
    progress_pct numeric(5, 2) not null,
    extension_count integer not null,
    is_public boolean not null,
    secrecy text not null,
    row_version integer not null,
    updated_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index issue_past_issue_idx on issue_past (issue_id, id);

-- Whoever changes an issue says when: updated_at is the business clock's. A move in the tree, which changes nothing that a list
-- shows, does not.
create function issue_keep_past() returns trigger language plpgsql as $$
begin
    insert into issue_past (issue_id, tenant_id, scope, until, owner_id, owner_code, owner_name, title, category, sub_category, element,
        severity, term_class, due_date, due_provisional, progress_pct, extension_count, is_public, secrecy, row_version, updated_at)
    values (new.id, new.tenant_id, new.scope, new.updated_at, old.tenant_id, old.tenant_code, old.tenant_name, old.title, old.category,
        old.sub_category, old.element, old.severity, old.term_class, old.due_date, old.due_provisional, old.progress_pct,
        old.extension_count, old.is_public, old.secrecy, old.row_version, old.updated_at);
    return null;
end $$;
create trigger issue_keep_past after update on issue for each row when (old.updated_at is distinct from new.updated_at)
    execute function issue_keep_past();

call tenant_wall('issue_past', '(select true from issue i where i.id = issue_id limit 1)');
grant select, insert on issue_past to bihuan_issues;
