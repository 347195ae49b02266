-- SPDX-License-Identifier: MIT
-- A scope is a copy of a tenant's place. Here is the list of all copies, who keeps each true when the tenant moves, and the one
-- function that moves them: tables that nobody had listed stayed where the tenant had been, in the sight of its old neighbours.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- One row a column that holds a scope. MOVE: move_scopes() sets it to the place that the tenant in key_column has now (without a key,
-- the old beginning is replaced). FOLLOW: moves with the row, and with the tenant in key_column while that stays below the row. CASCADE:
-- a foreign key does it. COMPUTED: generated. TREE: the tree itself. STAYS: it says where the tenant lay then; `reason` says why.
create table scope_column (
    table_name  text not null,
    column_name text not null,
    mover       text not null constraint scope_column_mover_check
                check (mover in ('MOVE', 'FOLLOW', 'CASCADE', 'COMPUTED', 'TREE', 'STAYS')),
    key_column  text,
    fence       text constraint scope_column_fence_check check (fence in ('ANY', 'OPEN')),
    also        text,
    reason      text,
    primary key (table_name, column_name),
    constraint scope_column_key_check check (key_column is null or mover in ('MOVE', 'FOLLOW')),
    constraint scope_column_reason_check check ((reason is not null) or mover not in ('STAYS', 'TREE'))
);
grant select on scope_column to public;

-- ---- a scope that has moved since ------------------------------------------------------------------------------------------

-- Whoever writes at a tenant's scope holds it there until his transaction ends; whoever moves or closes the tenant takes it, and so waits
-- for those who hold it, and those who come later find it moved. Locks of their own, and not of the row: they cost no write.
create function scope_key(tenant uuid) returns integer language sql immutable strict parallel safe as $$
    select hashtext(tenant::text)
$$;

-- True, or BHMOV: the tenant does not lie there any more, or has closed. A new snapshot is taken behind the lock.
create function scope_hold(held_id uuid, held_scope text, must_be_open boolean) returns boolean
language plpgsql security definer set search_path = bihuan, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('scope'), scope_key(held_id));
    perform from tenant t where t.id = held_id and t.scope = held_scope and (t.closed_on is null or not must_be_open);
    if not found then
        raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

-- Takes a tenant and its subtree for a move or a closing; its scope when nobody holds it any more.
create function scope_take(taken_id uuid) returns text
language plpgsql security definer set search_path = bihuan, pg_temp as $$
declare
    at text;
begin
    perform pg_advisory_xact_lock(hashtext('scope'), scope_key(taken_id));
    select t.scope into at from tenant t where t.id = taken_id;
    perform pg_advisory_xact_lock(hashtext('scope'), s.key)
       from (select distinct scope_key(t.id) as key from tenant t where t.scope > at and t.scope < at || '~' order by 1) s;
    return at;
end
$$;
revoke execute on function scope_hold(uuid, text, boolean), scope_take(uuid) from public;
grant execute on function scope_hold(uuid, text, boolean) to bihuan_directory, bihuan_issues;
grant execute on function scope_take(uuid) to bihuan_directory;

-- ---- the list's upkeep -----------------------------------------------------------------------------------------------------

-- Lists a column, and with a fence hangs on its table what refuses new rows at a scope that the tenant has left ('OPEN': or whose
-- tenant has closed). Once a statement, so that a thousand rows of one tenant cost one look.
create procedure scope_listed(tbl regclass, col text, mover text, key_column text default null, fence text default null,
                              also text default null, reason text default null) language plpgsql as $$
declare
    name text := (select relname from pg_class where oid = tbl);
begin
    insert into scope_column values (name, col, mover, key_column, fence, also, reason);
    if fence is null then
        return;
    end if;
    execute format($f$create function %1$I() returns trigger language plpgsql as $t$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, %2$L) from (select distinct %3$I as held_id, %4$I::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$t$ $f$, format('%s_%s_fence', name, col), fence = 'OPEN', key_column, col);
    execute format('create trigger %I after insert on %s referencing new table as fresh for each statement execute function %I()',
                   format('%s_%s_fence', name, col), tbl, format('%s_%s_fence', name, col));
end
$$;

-- What follows the row when its scope changes, as assignments.
create function scope_followers(of_table text) returns text language sql stable as $$
    select coalesce(string_agg(format(', %1$I = t.scope || substr(x.%1$I, length(x.scope) + 1)', c.column_name), ''), '')
      from scope_column c where c.table_name = of_table and c.mover = 'FOLLOW'
$$;

-- Every row of the calling service at or below the old scope goes to where its tenant lies now, so that moves may be told in any
-- order and twice. Run with the whole range, or one that covers both places.
create function move_scopes(old_scope text, new_scope text) returns void language plpgsql as $$
declare
    c scope_column;
begin
    for c in
        select * from scope_column s
         where s.mover in ('MOVE', 'FOLLOW') and has_column_privilege(format('bihuan.%I', s.table_name), s.column_name, 'update')
         order by s.mover desc, s.table_name, s.column_name
    loop
        if c.mover = 'FOLLOW' then
            execute format('update %1$I x set %2$I = t.scope from api_tenant t where t.id = x.%3$I and x.%2$I >= $1 and x.%2$I < $1 || ''~'''
                           ' and x.%2$I <> t.scope and starts_with(t.scope, x.scope)', c.table_name, c.column_name, c.key_column)
              using old_scope;
        elsif c.key_column is null then
            execute format('update %1$I x set %2$I = $2 || substr(x.%2$I, length($1) + 1) where x.%2$I >= $1 and x.%2$I < $1 || ''~''',
                           c.table_name, c.column_name) using old_scope, new_scope;
        else
            execute format('update %1$I x set %2$I = t.scope %4$s %5$s from api_tenant t where t.id = x.%3$I and x.%2$I >= $1'
                           ' and x.%2$I < $1 || ''~'' and x.%2$I <> t.scope', c.table_name, c.column_name, c.key_column,
                           coalesce(c.also, ''), case c.column_name when 'scope' then scope_followers(c.table_name) else '' end)
              using old_scope;
        end if;
    end loop;
end
$$;

-- Rows that were left behind before there was a list go to their tenant's place. For migrations.
create procedure repair_scopes() language plpgsql as $$
declare
    c scope_column;
begin
    for c in select * from scope_column s where s.mover = 'MOVE' and s.key_column is not null order by s.table_name, s.column_name loop
        execute format('update %1$I x set %2$I = t.scope %4$s from tenant t where t.id = x.%3$I and x.%2$I <> t.scope',
                       c.table_name, c.column_name, c.key_column,
                       case c.column_name when 'scope' then scope_followers(c.table_name) else '' end);
    end loop;
end
$$;

-- ---- the platform's own columns (idempotency_key is fenced by the unit of work itself) -----------------------------------------

call scope_listed('idempotency_key', 'scope', 'MOVE', key_column => 'tenant_id');
call scope_listed('audit_entry', 'scope', 'STAYS', reason => 'hashed as it was written: where the tenant lay then, whose superiors read it');
call scope_listed('audit_seal', 'scope', 'STAYS', reason => 'as its entry');
call scope_listed('audit_chain', 'scope', 'STAYS', reason => 'as its first entry');
call scope_listed('outbox', 'scope', 'STAYS', reason => 'an event says what was so when it happened; read by producers, not by tenants');
call scope_listed('event_log', 'scope', 'STAYS', reason => 'as outbox');
