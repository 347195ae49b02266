-- SPDX-License-Identifier: MIT
-- The directory's copies of scopes. Files, region changes, and members and sections of leading groups had stayed behind at a transfer;
-- a level above had written members of a district's group at its own scope, where the district could neither see nor replace them.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- scope_hold(), scope_take() and repair_scopes() look at tenants as their owner.
create policy tenant_place on tenant to bihuan_owner using (true) with check (true);

select set_config('app.lo', '', true), set_config('app.hi', '~', true);

-- Rows of a group lie where the group lies, and rows of a member where he does, whoever writes them.
alter table leading_group add constraint leading_group_id_scope_key unique (id, scope);
update leading_group_member m set scope = g.scope from leading_group g where g.id = m.group_id and m.scope <> g.scope;
update leading_group_section s set scope = g.scope from leading_group g where g.id = s.group_id and s.scope <> g.scope;
alter table leading_group_member
    drop constraint leading_group_member_group_id_fkey,
    add constraint leading_group_member_group_id_fkey foreign key (group_id, scope) references leading_group (id, scope) on update cascade;
alter table leading_group_section
    drop constraint leading_group_section_group_id_fkey,
    add constraint leading_group_section_group_id_fkey foreign key (group_id, scope) references leading_group (id, scope) on update cascade;

alter table member add constraint member_id_scope_key unique (id, scope);
update member_role r set scope = m.scope from member m where m.id = r.member_id and r.scope <> m.scope;
alter table member_role
    drop constraint member_role_member_id_fkey,
    add constraint member_role_member_id_fkey foreign key (member_id, scope) references member (id, scope) on update cascade;

grant update (scope) on file to bihuan_directory;

call scope_listed('tenant', 'scope', 'TREE', reason => 'moved by the transfer itself');
call scope_listed('tenant_segment', 'parent_scope', 'STAYS', reason => 'counts the segments given below a place, so that none is given twice');
call scope_listed('api_client', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('file', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('leading_group', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('leading_group_member', 'scope', 'CASCADE');
call scope_listed('leading_group_section', 'scope', 'CASCADE');
call scope_listed('member', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call scope_listed('member_role', 'scope', 'CASCADE');
call scope_listed('region_change', 'scope', 'MOVE', key_column => 'tenant_id', fence => 'ANY');
call repair_scopes();
