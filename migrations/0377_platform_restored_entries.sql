-- SPDX-License-Identifier: MIT
-- Entries that a dump took before they were sealed carry numbers of transactions that the new server may never reach:
-- they were never sealed, and whoever changed or removed one left no trace.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Restored into a server that counts its transactions from the start, everything is looked through once, and what no
-- transaction of this server can have written is sealed too. By the snapshot of the statement that reads it: of later
-- ones there may be entries by then.
create or replace function audit_seal(batch integer) returns integer language plpgsql security definer
    set search_path = bihuan, pg_temp as $$
declare
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    low xid8;
    is_restored boolean;
    entry audit_entry;
    head audit_chain;
    n integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('audit_seal')) then
        return 0;
    end if;
    if current_setting('app.lo', true) is distinct from '' or current_setting('app.hi', true) is distinct from '~' then
        raise exception 'audit_seal() is work of the system: it needs the whole range';
    end if;
    select xid, xid > horizon into low, is_restored from audit_watermark;
    if is_restored then
        low := '0';
    end if;
    for entry in
        select * from audit_entry a
         where a.xid >= low
           and (a.xid < horizon or is_restored and a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
           and not exists (select from audit_seal s where s.entry_id = a.id)
         order by a.xid, a.id limit batch
    loop
        select * into head from audit_chain c where c.tenant_id = entry.tenant_id for update;
        if not found then
            head := row (entry.tenant_id, entry.scope, 0, '\x'::bytea)::audit_chain;
            insert into audit_chain select head.*;
        end if;
        head.number := head.number + 1;
        head.hash := sha256(head.hash || audit_canonical(head.number, entry));
        insert into audit_seal (tenant_id, number, scope, entry_id, hash, sealed_at)
        values (entry.tenant_id, head.number, entry.scope, entry.id, head.hash, clock_timestamp());
        update audit_chain c set number = head.number, hash = head.hash where c.tenant_id = entry.tenant_id;
        n := n + 1;
    end loop;
    if n > 0 or is_restored then
        update audit_watermark set xid = case when n < batch then horizon when is_restored then xid else entry.xid end;
    end if;
    return n;
end
$$;
