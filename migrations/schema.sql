-- The schema after all migrations, for reading and reviewing; made by tests/contract/test_migrations.py.
CREATE SCHEMA bihuan;

ALTER SCHEMA bihuan OWNER TO bihuan_owner;

CREATE DOMAIN bihuan.scope_path AS text COLLATE pg_catalog."C"
	CONSTRAINT scope_path_check CHECK ((VALUE ~ '^([0-9A-Z]{4}){1,6}$'::text));

ALTER DOMAIN bihuan.scope_path OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.accountability_referral_keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if (new.facts, new.doc_no, new.receiving_body, new.misconduct, new.referred_at)
       is distinct from (old.facts, old.doc_no, old.receiving_body, old.misconduct, old.referred_at) or old.result is not null then
        raise exception 'a referral is immutable once handed over' using errcode = 'check_violation',
            constraint = 'accountability_referral_facts_check', table = 'accountability_referral';
    end if;
    return new;
end $$;

ALTER FUNCTION bihuan.accountability_referral_keep() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.api_client_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.api_client_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.attainment_marked() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    insert into attainment_mark (tenant_id, scope) values (new.tenant_id, new.scope);
    return null;
end $$;

ALTER FUNCTION bihuan.attainment_marked() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.attainment_marked_all() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    insert into attainment_mark (tenant_id, scope)
    select distinct t.tenant_id, t.scope from indicator_target t where t.indicator_code = new.code and t.superseded_at is null;
    return null;
end $$;

ALTER FUNCTION bihuan.attainment_marked_all() OWNER TO bihuan_owner;

CREATE TABLE bihuan.audit_entry (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    actor_name text,
    roles text,
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id text NOT NULL,
    request_id text,
    remote text,
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    detail jsonb,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
)
PARTITION BY RANGE (at);

ALTER TABLE ONLY bihuan.audit_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.audit_entry OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.audit_canonical(number bigint, e bihuan.audit_entry) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
    select convert_to(jsonb_build_array(number, e.id, e.tenant_id, e.scope, (extract(epoch from e.at) * 1000000)::bigint, e.actor,
                                        e.actor_name, e.roles, e.action, e.object_kind, e.object_id, e.request_id, e.remote,
                                        e.service, e.detail)::text, 'UTF8')
$$;

ALTER FUNCTION bihuan.audit_canonical(number bigint, e bihuan.audit_entry) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.audit_seal(batch integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
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

ALTER FUNCTION bihuan.audit_seal(batch integer) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.due_past_pauses(one_issue uuid, began date, due date) RETURNS date
    LANGUAGE plpgsql STABLE
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
declare
    z record;
begin
    for z in select p.from_on, p.resumed_on from issue_pause p
              where p.issue_id = one_issue and p.resumed_on is not null order by p.id loop
        due := due + pause_shift(z.from_on, z.resumed_on, began, due);
    end loop;
    return due;
end $$;

ALTER FUNCTION bihuan.due_past_pauses(one_issue uuid, began date, due date) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.duties_pass_on(one_issue uuid, terms jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with present as (
        select distinct on (p.party_tenant_id) p.party_tenant_id, p.party_code, p.party_name, p.party_scope
          from issue_party p
         where p.issue_id = one_issue and p.valid_to is null and p.role in ('LEAD_UNIT', 'RESP_UNIT')
    ), gone as (
        select d.*
          from escalation_duty d join escalation e on e.id = d.escalation_id and e.state = 'ISSUED'
         where d.issue_id = one_issue and d.party_tenant_id not in (select party_tenant_id from present)
    ), dropped as (
        delete from escalation_duty d using gone g where d.id = g.id and g.done_at is null
    ), term as (
        select * from jsonb_to_recordset(terms) as t (kind text, due_on date, began_on date, amount integer, unit text)
    ), owed as (
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth, g.due_on, g.began_on,
               g.amount, g.unit, g.computed_on
          from gone g where g.done_at is null and g.kind <> 'RECEIPT'
        union all
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth, t.due_on, t.began_on,
               t.amount, t.unit, case when t.began_on is not null then t.due_on end
          from gone g join term t on t.kind = g.kind
         where g.done_at is null and g.kind <> 'RECEIPT'
        union all
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, t.kind, 1, t.due_on, t.began_on,
               t.amount, t.unit, case when t.began_on is not null then t.due_on end
          from gone g join term t on t.kind = 'RECEIPT'
         where g.done_at is null
            or (g.level >= 4 and not exists (select from interview v
                                              where v.escalation_id = g.escalation_id and v.result is not null))
    ), asked as (
        select distinct on (escalation_id, kind, nth) * from owed order by escalation_id, kind, nth, due_on desc
    )
    insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, nth, party_tenant_id,
        party_code, party_name, party_scope, due_on, began_on, amount, unit, computed_on)
    select a.escalation_id, a.issue_id, a.tenant_id, a.scope, a.level, a.kind, a.nth, p.party_tenant_id, p.party_code,
           p.party_name, p.party_scope, a.due_on, a.began_on, a.amount, a.unit, a.computed_on
      from asked a cross join present p
     where not exists (select from escalation_duty o
                        where o.escalation_id = a.escalation_id and o.party_tenant_id = p.party_tenant_id
                          and o.kind = a.kind and o.nth = a.nth);
    select interview_follows(one_issue)
$$;

ALTER FUNCTION bihuan.duties_pass_on(one_issue uuid, terms jsonb) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid, terms jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with passed as (
        select d.id, d.kind, d.due_on, d.done_at,
               exists (select from escalation_duty o
                        where o.escalation_id = d.escalation_id and o.party_tenant_id = new_id
                          and o.kind = d.kind and o.nth = d.nth) as is_his
          from escalation_duty d
         where d.party_tenant_id = old_id and (one_issue is null or d.issue_id = one_issue)
           and exists (select from issue i where i.id = d.issue_id and i.closed_at is null)
    ), dropped as (
        delete from escalation_duty d using passed p where d.id = p.id and p.is_his and p.done_at is null
    ), term as (
        select * from jsonb_to_recordset(terms) as t (kind text, due_on date, began_on date, amount integer, unit text)
    )
    update escalation_duty d
       set party_tenant_id = new_id, party_code = new_code, party_name = new_name, party_scope = new_scope,
           due_on = coalesce(t.due_on, d.due_on),
           began_on = case when t.kind is null then d.began_on else t.began_on end,
           amount = case when t.kind is null then d.amount else t.amount end,
           unit = case when t.kind is null then d.unit else t.unit end,
           computed_on = case when t.kind is null then d.computed_on else t.due_on end
      from passed p left join term t on t.kind = p.kind and p.done_at is null and p.due_on < t.due_on
     where d.id = p.id and not p.is_his;
    select interview_follows(one_issue)
$$;

ALTER FUNCTION bihuan.duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid, terms jsonb) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.duty_doer(doer text, caller text) RETURNS text
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    return case when exists (select from api_client c
                              where c.client_id = doer and (c.created_by = caller or caller = any (c.rotated_by)))
                then caller else doer end;
end $$;

ALTER FUNCTION bihuan.duty_doer(doer text, caller text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.ensure_month_partition(parent regclass, month date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
declare
    first date := date_trunc('month', month);
    name text := format('%s_%s', (select relname from pg_class where oid = parent), to_char(first, 'YYYYMM'));
    key text := case parent when 'event_log'::regclass then 'published_at' when 'observation'::regclass then 'observed_at' else 'at' end;
    from_at timestamptz := first::timestamp at time zone 'Asia/Shanghai';
    to_at timestamptz := (first + interval '1 month') at time zone 'Asia/Shanghai';
begin
    if parent not in ('event_log'::regclass, 'audit_entry'::regclass, 'observation'::regclass) then
        raise exception 'not a table of monthly partitions: %', parent;
    end if;
    if to_regclass(format('bihuan.%I', name)) is not null then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtext('ensure_month_partition'));
    if to_regclass(format('bihuan.%I', name)) is not null then
        return false;
    end if;
    execute format('create table %I (like %s including defaults including constraints)', name, parent);
    -- Rows of the month that arrived before their partition (a clock moved by a test, a job long down) wait in the default one.
    if to_regclass(format('bihuan.%I', parent::text || '_default')) is not null then
        execute format('with moved as (delete from %s_default where %I >= %L and %I < %L returning *) insert into %I select * from moved',
                       parent, key, from_at, key, to_at, name);
    end if;
    execute format('alter table %s attach partition %I for values from (%L) to (%L)', parent, name, from_at, to_at);
    return true;
end
$$;

ALTER FUNCTION bihuan.ensure_month_partition(parent regclass, month date) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.escalation_duty_party_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct party_tenant_id as held_id, party_scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.escalation_duty_party_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.escalation_reply_party_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct party_tenant_id as held_id, party_scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.escalation_reply_party_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.evaluation_mark_editions(codes text[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    insert into evaluation_dirty (object_id, scope, day)
    select e.object_id, e.scope, e.period_start
      from evaluation e
     where e.object_id is not null and e.kind in ('AIR_DAY', 'WATER_MONTH', 'BLACK_ODOUR', 'DISCHARGE_DAY')
       and (e.standard_version = any (codes)
            or exists (select from standard s where s.code = any (codes)
                          and s.family in ('HJ633', 'GB3095', 'HJ663', 'GB3838', 'STAT', 'EVAL', 'BLACK-ODOUR')))
     group by e.object_id, e.scope, e.period_start
$$;

ALTER FUNCTION bihuan.evaluation_mark_editions(codes text[]) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.evaluation_mark_left_body() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    insert into evaluation_dirty (object_id, scope, day)
    select old.body_id, new.scope, e.period_start from evaluation e where e.subject_id = old.id and e.kind = 'WATER_MONTH'
     group by e.period_start;
    return null;
end
$$;

ALTER FUNCTION bihuan.evaluation_mark_left_body() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.file_handed_in(file uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    AS $$
    select w.issue_id
      from (select r.issue_id, r.submitted_tenant_id as tenant_id from progress_report r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
            union all
            select v.issue_id, v.created_tenant_id from verification v
             where v.file_ids <> '[]' and v.file_ids @> jsonb_build_array(file)) w
      join tenant t on t.id = w.tenant_id
      join file f on f.id = file_handed_in.file and starts_with(f.scope, t.scope)
$$;

ALTER FUNCTION bihuan.file_handed_in(file uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.file_is_kept(file uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    return (exists (select from evidence e
                     where e.file_id = file and e.kind = 'CONDUCT_PROOF' and not proof_is_shown(e.kind, e.scope))
            or (select bool_or(step_is_shown(r.level, r.scope, r.party_scope) is true) is false from escalation_reply r
                 where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file))
               and not exists (select from file_handed_in(file)))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF');
end
$$;

ALTER FUNCTION bihuan.file_is_kept(file uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.file_is_restricted(file uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    select (exists (select from evidence e where e.file_id = file and e.kind = 'CONDUCT_PROOF')
            or exists (select from escalation_reply r
                        where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file) and r.level >= 5))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF')
$$;

ALTER FUNCTION bihuan.file_is_restricted(file uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.file_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.file_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.former_key_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.former_key_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.indicator_target_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.indicator_target_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.indicator_value_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.indicator_value_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.inspection_feedback_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.inspection_feedback_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.interview_follows(one_issue uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    update interview v
       set plan_due = greatest(v.plan_due, o.plan_due), report_due = greatest(v.report_due, o.report_due)
      from (select d.escalation_id, max(d.due_on) filter (where d.kind = 'PLAN') as plan_due,
                   max(d.due_on) filter (where d.kind = 'REPORT') as report_due
              from escalation_duty d where d.issue_id = one_issue and d.done_at is null group by d.escalation_id) o
     where o.escalation_id = v.escalation_id and v.result is null
$$;

ALTER FUNCTION bihuan.interview_follows(one_issue uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_children(parent uuid) RETURNS TABLE(children bigint, behind bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    return query
    with recursive root (id) as (
        select parent
        union
        select b.id
          from root r
         cross join lateral (select m.id from issue m where m.merged_into = r.id
                             union all
                             select n.reopened_from from issue n
                              where n.id = r.id and n.reopened_from is not null) b
    ), follow (child, id, state) as (
        select i.id, i.id, coalesce(i.suspended_state, i.state) from root r join issue i on i.derived_from = r.id
        union
        select f.child, n.id, n.state
          from follow f
         cross join lateral (select m.id, coalesce(m.suspended_state, m.state) as state
                               from issue o join issue m on m.id = o.merged_into where o.id = f.id
                             union all
                             select r.id, coalesce(r.suspended_state, r.state)
                               from issue r where r.reopened_from = f.id) n
         where n.id not in (select r.id from root r)
    )
    select count(distinct f.child), count(distinct f.child) filter (where f.state in
               ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW', 'PLAN_FILED'))
      from follow f;
end
$$;

ALTER FUNCTION bihuan.issue_children(parent uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_count() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    if tg_op = 'UPDATE' then
        insert into issue_count_delta (tenant_id, scope, state, light, category, is_overdue, n)
        values (old.tenant_id, old.scope, old.state, old.light, old.category, old.overdue_since is not null, -1);
    end if;
    insert into issue_count_delta (tenant_id, scope, state, light, category, is_overdue, n)
    values (new.tenant_id, new.scope, new.state, new.light, new.category, new.overdue_since is not null, 1);
    if tg_op = 'UPDATE' and (new.state, new.light) is distinct from (old.state, old.light) then
        update issue_grant set state = new.state, light = new.light where issue_id = new.id;
    end if;
    return null;
end $$;

ALTER FUNCTION bihuan.issue_count() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_file_shared(file uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    return exists (
        select from (
            select e.issue_id from evidence e
             where e.file_id = file and e.deleted_at is null and proof_is_shown(e.kind, e.scope)
            union all
            select r.issue_id from escalation_reply r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
               and step_is_shown(r.level, r.scope, r.party_scope)
            union all
            select h from file_handed_in(file) h) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)));
end
$$;

ALTER FUNCTION bihuan.issue_file_shared(file uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_grant_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.issue_grant_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_keep_facts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.original_text is distinct from old.original_text or new.code is distinct from old.code then
        raise exception 'original_text and code are immutable' using errcode = 'check_violation',
            constraint = 'issue_original_text_check', table = 'issue';
    end if;
    if old.closed_at is not null and new.closed_at is distinct from old.closed_at then
        raise exception 'a closure is immutable' using errcode = 'check_violation',
            constraint = 'issue_closed_at_check', table = 'issue';
    end if;
    return new;
end $$;

ALTER FUNCTION bihuan.issue_keep_facts() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into issue_past (issue_id, tenant_id, scope, until, owner_id, owner_code, owner_name, title, category, sub_category, element,
        severity, term_class, due_date, due_provisional, progress_pct, extension_count, is_public, secrecy, row_version, updated_at)
    values (new.id, new.tenant_id, new.scope, new.updated_at, old.tenant_id, old.tenant_code, old.tenant_name, old.title, old.category,
        old.sub_category, old.element, old.severity, old.term_class, old.due_date, old.due_provisional, old.progress_pct,
        old.extension_count, old.is_public, old.secrecy, old.row_version, old.updated_at);
    return null;
end $$;

ALTER FUNCTION bihuan.issue_keep_past() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_parameter_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.issue_parameter_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_parameter_set_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.issue_parameter_set_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_party_party_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct party_tenant_id as held_id, party_scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.issue_party_party_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_pause_moves_duties() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    with owed as (
        select d.id, d.escalation_id, d.kind, d.due_on,
               pause_shift(new.from_on, new.resumed_on,
                           case when d.kind in ('PLAN', 'REPORT') then v.held_on else e.issued_on end, d.due_on) as days
          from escalation_duty d
          join escalation e on e.id = d.escalation_id
          left join interview v on v.escalation_id = d.escalation_id
         where d.issue_id = new.issue_id and d.done_at is null
    ), duties as (
        update escalation_duty d set due_on = o.due_on + o.days from owed o where d.id = o.id and o.days > 0
    ), steps as (
        update escalation e set reply_due = o.due_on + o.days
          from (select distinct escalation_id, due_on, days from owed where kind in ('REPLY', 'PLAN')) o
         where e.id = o.escalation_id and e.reply_due = o.due_on
    )
    update interview v
       set plan_due = coalesce((select min(o.due_on + o.days) from owed o
                                 where o.escalation_id = v.escalation_id and o.kind = 'PLAN' and o.due_on = v.plan_due),
                               v.plan_due),
           report_due = v.report_due + pause_shift(new.from_on, new.resumed_on, v.held_on, v.report_due)
     where v.issue_id = new.issue_id and v.result is null;
    return null;
end $$;

ALTER FUNCTION bihuan.issue_pause_moves_duties() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.issue_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.issue_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.leading_group_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.leading_group_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.member_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.member_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.monitored_object_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.monitored_object_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.monitoring_task_performer_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct performer_id as held_id, performer_scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.monitoring_task_performer_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.monitoring_task_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.monitoring_task_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.move_scopes(old_scope text, new_scope text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
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
$_$;

ALTER FUNCTION bihuan.move_scopes(old_scope text, new_scope text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.move_touches(told jsonb, place text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with recursive heir (id) as (
        select (told ->> 'tenant_id')::uuid
         union
        select s.successor_id from heir h join region_succession s on s.predecessor_id = h.id where s.applied
    ), stop (scope) as (
        select told ->> 'scope'
         union
        select told ->> 'old_scope' where told ->> 'old_scope' is not null
         union
        select t.scope::text from heir h join tenant t on t.id = h.id
    )
    select told ->> 'change' in ('MOVED', 'CLOSED') and count(*) > 1
           and bool_or(starts_with(s.scope, place) or starts_with(place, s.scope)) and not bool_and(starts_with(s.scope, place))
      from stop s
$$;

ALTER FUNCTION bihuan.move_touches(told jsonb, place text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.moves_untold(place text, besides text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    select exists (select from outbox o where o.type = 'org.changed' and o.producer <> besides and move_touches(o.data, place))
$$;

ALTER FUNCTION bihuan.moves_untold(place text, besides text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.next_scope(parent text) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
    n integer;
begin
    insert into tenant_segment as s (parent_scope, last) values (parent, 1)
        on conflict (parent_scope) do update set last = s.last + 1
        returning last into n;
    return parent || segment_text(n);
end
$$;

ALTER FUNCTION bihuan.next_scope(parent text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.observation_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.observation_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.observation_stage() RETURNS void
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $$
begin
    create temporary table if not exists observation_stage (
        row_no integer, line integer, object integer, month integer, item text collate "C", averaging text collate "C", observed_at timestamptz, value numeric, flag text
    ) on commit delete rows;
    create temporary table if not exists observation_manipulated (object_id uuid, observed_at timestamptz) on commit delete rows;
end
$$;

ALTER FUNCTION bihuan.observation_stage() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.observation_stage_count() RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    analyze pg_temp.observation_stage;
end
$$;

ALTER FUNCTION bihuan.observation_stage_count() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.pause_shift(from_on date, resumed_on date, began date, due date) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    select case when due >= from_on then greatest(0, resumed_on - greatest(from_on, began)) else 0 end
$$;

ALTER FUNCTION bihuan.pause_shift(from_on date, resumed_on date, began date, due date) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.programme_carry(new_id uuid, at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
declare
    lo text := current_setting('app.lo', true);
    hi text := current_setting('app.hi', true);
begin
    perform set_config('app.lo', '', true), set_config('app.hi', '~', true); -- the system's own work
    update issue i
       set programme_id = p.id, row_version = i.row_version + 1, updated_at = at
      from programme p join programme o on o.tenant_id = p.tenant_id and o.kind = p.kind and o.feedback_id = p.feedback_id
                                       and o.version < p.version
     where p.id = new_id and p.kind = 'RECTIFICATION' and p.state = 'ISSUED' and i.programme_id = o.id
       and i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED');
    perform set_config('app.lo', lo, true), set_config('app.hi', hi, true);
end
$$;

ALTER FUNCTION bihuan.programme_carry(new_id uuid, at timestamp with time zone) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.programme_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.programme_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.proof_is_shown(kind text, issue_scope text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select kind <> 'CONDUCT_PROOF' or range_is_whole()
        or (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true)
            and role_held('GROUP_HEAD GROUP_ACCOUNT'))
$$;

ALTER FUNCTION bihuan.proof_is_shown(kind text, issue_scope text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.protected_area(area uuid) RETURNS TABLE(id uuid, name text, valid_to date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    select o.id, o.name, o.valid_to
      from monitored_object o
     where o.id = area and o.kind = 'PROTECTED_AREA'
       and case current_setting('app.lo', true) when '' then current_setting('app.hi', true) = '~' -- the system's own work
                else starts_with(o.scope, left(current_setting('app.lo', true), 4)) end
$$;

ALTER FUNCTION bihuan.protected_area(area uuid) OWNER TO bihuan_owner;

CREATE PROCEDURE bihuan.public_facts(IN tbl regclass, IN writer text)
    LANGUAGE plpgsql
    AS $$
declare
    name text := (select relname from pg_class where oid = tbl);
    above text := 'char_length(current_setting(''app.lo'', true)) <= 4 and current_setting(''app.hi'', true) > ''''';
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy %I on %s for select using (true)', name || '_read', tbl);
    execute format('create policy %I on %s to %I using (%s) with check (%s)', name || '_write', tbl, writer, above, above);
end
$$;

ALTER PROCEDURE bihuan.public_facts(IN tbl regclass, IN writer text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.range_is_whole() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select current_setting('app.lo', true) = '' and current_setting('app.hi', true) = '~'
$$;

ALTER FUNCTION bihuan.range_is_whole() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.rebound_takes_over(old_issue uuid, new_issue uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    insert into conduct_finding (id, issue_id, tenant_id, scope, kind, party_tenant_id, party_code, party_name, facts,
        evidence_ids, found_by, found_by_name, found_level, found_at, cleared_by, cleared_by_name, cleared_at,
        clear_reason)
    select (left(f.id::text, 18) || substr(gen_random_uuid()::text, 19))::uuid, n.id, n.tenant_id, n.scope, f.kind,
           f.party_tenant_id, f.party_code, f.party_name, f.facts, f.evidence_ids, f.found_by, f.found_by_name,
           f.found_level, f.found_at, f.cleared_by, f.cleared_by_name, f.cleared_at, f.clear_reason
      from conduct_finding f join issue n on n.id = new_issue
     where f.issue_id = old_issue and not f.is_dereliction;

    with step as (
        update escalation e
           set issue_id = n.id, tenant_id = n.tenant_id, scope = n.scope,
               rung = regexp_replace(e.rung, '^(L4-RED-LONG|L5-RETURNED)-', '\1-BEFORE-')
          from issue o join issue n on n.id = new_issue
         where o.id = old_issue and o.closed_at is null and e.issue_id = o.id
           and greatest(e.level, e.about_level) between 4 and 6 and (e.level <> 4 or e.state <> 'LIFTED')
        returning e.id, e.issue_id, e.tenant_id, e.scope
    ), duty as (
        update escalation_duty d set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
          from step s where d.escalation_id = s.id
    ), reply as (
        update escalation_reply p set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
          from step s where p.escalation_id = s.id
    )
    update interview v set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
      from step s where v.escalation_id = s.id
$$;

ALTER FUNCTION bihuan.rebound_takes_over(old_issue uuid, new_issue uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.region_change_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 'f') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.region_change_scope_fence() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.registrars_follow(place text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with office (kind, depth) as (values ('CITY', 1), ('DISTRICT', 2), ('STREET', 3)), lost as (
        select i.id, i.scope, coalesce(o.depth, 3) as depth
          from issue i
          join api_tenant h on h.id = i.tenant_id and h.scope = i.scope
          join api_tenant r on r.id = i.registered_by
          left join office o on o.kind = r.kind
         where i.scope >= place and i.scope < place || '~'
           and i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
           and (o.kind is null or not starts_with(i.scope, r.scope))
    )
    update issue i set registered_by = n.id
      from lost l
      cross join lateral (select t.id from api_tenant t join office o on o.kind = t.kind and o.depth <= l.depth
                           where starts_with(l.scope, t.scope) and t.closed_on is null
                           order by o.depth desc limit 1) n
     where i.id = l.id
$$;

ALTER FUNCTION bihuan.registrars_follow(place text) OWNER TO bihuan_owner;

CREATE PROCEDURE bihuan.repair_scopes()
    LANGUAGE plpgsql
    AS $_$
declare
    c scope_column;
begin
    for c in select * from scope_column s where s.mover = 'MOVE' and s.key_column is not null order by s.table_name, s.column_name loop
        execute format('update %1$I x set %2$I = t.scope %4$s from tenant t where t.id = x.%3$I and x.%2$I <> t.scope',
                       c.table_name, c.column_name, c.key_column,
                       case c.column_name when 'scope' then scope_followers(c.table_name) else '' end);
    end loop;
end
$_$;

ALTER PROCEDURE bihuan.repair_scopes() OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.role_held(roles text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select string_to_array(current_setting('app.roles', true), ',') && string_to_array(roles, ' ')
$$;

ALTER FUNCTION bihuan.role_held(roles text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_followers(of_table text) RETURNS text
    LANGUAGE sql STABLE
    AS $_$
    select coalesce(string_agg(format(', %1$I = t.scope || substr(x.%1$I, length(x.scope) + 1)', c.column_name), ''), '')
      from scope_column c where c.table_name = of_table and c.mover = 'FOLLOW'
$_$;

ALTER FUNCTION bihuan.scope_followers(of_table text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('scope'), scope_key(held_id));
    perform from tenant t where t.id = held_id and t.scope = held_scope and not (must_be_open and tenant_closed(t.closed_on, 'infinity'));
    if not found then
        raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

ALTER FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_key(tenant uuid) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select hashtext(tenant::text)
$$;

ALTER FUNCTION bihuan.scope_key(tenant uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_left(held_id uuid, held_scope text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
end
$$;

ALTER FUNCTION bihuan.scope_left(held_id uuid, held_scope text) OWNER TO bihuan_owner;

CREATE PROCEDURE bihuan.scope_listed(IN tbl regclass, IN col text, IN mover text, IN key_column text DEFAULT NULL::text, IN fence text DEFAULT NULL::text, IN also text DEFAULT NULL::text, IN reason text DEFAULT NULL::text)
    LANGUAGE plpgsql
    AS $_$
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
$_$;

ALTER PROCEDURE bihuan.scope_listed(IN tbl regclass, IN col text, IN mover text, IN key_column text, IN fence text, IN also text, IN reason text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
declare
    here text := substr(current_user, 8);
begin
    perform scope_stands(held_id, held_scope);
    if moves_untold(held_scope, here)
       or exists (select from event_log l
                   where l.xid >= coalesce((select c.compared_xid from event_cursor c where c.service = here), '0')
                     and l.type = 'org.changed' and l.producer <> here and move_touches(l.data, held_scope)
                     and not exists (select from inbox i where i.service = here and i.event_id = l.id)
                     and not exists (select from event_failure f where f.service = here and f.event_id = l.id))
       or exists (select from event_failure f join event_log l on l.id = f.event_id
                   where f.service = here and f.state <> 'dead' and f.type = 'org.changed' and move_touches(l.data, held_scope)) then
        raise exception 'what tenant % has is being moved', held_id using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

ALTER FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
begin
    perform from tenant t where t.id = held_id and t.scope = held_scope;
    if not found then
        raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

ALTER FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.scope_take(taken_id uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
declare
    at text;
    taken integer[] := array[]::integer[];
    more integer[];
begin
    perform pg_advisory_xact_lock(hashtext('scope'), scope_key(taken_id));
    select t.scope into at from tenant t where t.id = taken_id;
    loop
        more := array(select distinct scope_key(t.id) from tenant t
                       where t.scope > at and t.scope < at || '~' and scope_key(t.id) <> all (taken) order by 1);
        exit when more = array[]::integer[];
        perform pg_advisory_xact_lock(hashtext('scope'), m.key) from unnest(more) m(key);
        taken := taken || more;
    end loop;
    return at;
end
$$;

ALTER FUNCTION bihuan.scope_take(taken_id uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.segment_text(n integer) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
    select string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n / p % 36) + 1, 1), '' order by p desc)
      from unnest(array[46656, 1296, 36, 1]) p
$$;

ALTER FUNCTION bihuan.segment_text(n integer) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.serial_next(feedback uuid, stem text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'bihuan', 'pg_temp'
    AS $_$
    select coalesce(max(substr(i.serial_no, length(stem) + 1)::bigint)
                        filter (where substr(i.serial_no, length(stem) + 1) ~ '^[0-9]{1,9}$'), 0) + 1
      from issue i where i.feedback_id = feedback and starts_with(i.serial_no, stem)
$_$;

ALTER FUNCTION bihuan.serial_next(feedback uuid, stem text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.step_is_shown(level integer, issue_scope text, party_scope text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select level < 5 or range_is_whole()
        or (issue_scope >= current_setting('app.lo', true) and issue_scope < current_setting('app.hi', true)
            and (role_held('GROUP_HEAD GROUP_ACCOUNT') or (level = 5 and role_held('GROUP_DEPUTY'))))
        or (party_scope = current_setting('app.lo', true) and role_held('UNIT_LEADER UNIT_ADMIN'))
$$;

ALTER FUNCTION bihuan.step_is_shown(level integer, issue_scope text, party_scope text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.tenant_closed(closed_on date, day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(closed_on <= day, false)
$$;

ALTER FUNCTION bihuan.tenant_closed(closed_on date, day date) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.tenant_heir(body uuid) RETURNS TABLE(id uuid, code text, name text, scope text)
    LANGUAGE sql STABLE
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with recursive line (id, is_closed) as (
        select t.id, tenant_closed(t.closed_on, 'infinity') from api_tenant t where t.id = body
        union
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from line l
          cross join lateral (select min(s.successor_id::text)::uuid as id from api_region_succession s
                               where s.predecessor_id = l.id having count(*) = 1) s
          join api_tenant t on t.id = s.id
         where l.is_closed
    )
    select t.id, t.code, t.name, t.scope::text from line l join api_tenant t on t.id = l.id where not l.is_closed
$$;

ALTER FUNCTION bihuan.tenant_heir(body uuid) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.tenant_heirs(body uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    with recursive line (id, is_closed) as (
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from api_region_succession s join api_tenant t on t.id = s.successor_id where s.predecessor_id = body
        union
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from line l join api_region_succession s on s.predecessor_id = l.id join api_tenant t on t.id = s.successor_id
         where l.is_closed
    )
    select l.id from line l where not l.is_closed
$$;

ALTER FUNCTION bihuan.tenant_heirs(body uuid) OWNER TO bihuan_owner;

CREATE PROCEDURE bihuan.tenant_wall(IN tbl regclass, IN extra text DEFAULT NULL::text)
    LANGUAGE plpgsql
    AS $$
declare
    own text := '(scope >= current_setting(''app.lo'', true) and scope < current_setting(''app.hi'', true))';
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy %I on %s using (%s) with check (%s)',
                   (select relname from pg_class where oid = tbl) || '_tenant', tbl,
                   case when extra is null then own else own || ' or ' || extra end,
                   case when extra is null then own else own || ' or ' || extra end);
end
$$;

ALTER PROCEDURE bihuan.tenant_wall(IN tbl regclass, IN extra text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.tenants_called(called text) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    SET search_path TO 'bihuan', 'pg_temp'
    AS $$
    select v.tenant_id from api_tenant_version v where v.code = called
    union
    select t.id from api_tenant t where t.id::text = called
$$;

ALTER FUNCTION bihuan.tenants_called(called text) OWNER TO bihuan_owner;

CREATE FUNCTION bihuan.work_job_scope_fence() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform bihuan.scope_hold(f.held_id, f.held_scope, 't') from (select distinct tenant_id as held_id, scope::text as held_scope from fresh order by 1) f
      where f.held_id is not null;
    return null;
end
$$;

ALTER FUNCTION bihuan.work_job_scope_fence() OWNER TO bihuan_owner;

CREATE TABLE bihuan.accountability_referral (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    misconduct text NOT NULL,
    facts text NOT NULL,
    doc_no text NOT NULL,
    receiving_body text NOT NULL,
    referred_by text NOT NULL,
    referred_by_name text NOT NULL,
    referred_tenant_id uuid NOT NULL,
    referred_at timestamp with time zone NOT NULL,
    result text,
    result_doc_no text,
    result_recorded_by text,
    result_recorded_at timestamp with time zone,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT accountability_referral_misconduct_check CHECK ((misconduct = ANY (ARRAY['INACTION'::text, 'MISACTION'::text, 'SLOW'::text])))
);

ALTER TABLE ONLY bihuan.accountability_referral FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.accountability_referral OWNER TO bihuan_owner;

CREATE TABLE bihuan.work_calendar_day (
    day date NOT NULL,
    year integer NOT NULL,
    is_workday boolean NOT NULL,
    name text NOT NULL
);

ALTER TABLE bihuan.work_calendar_day OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_calendar_day WITH (security_invoker='true') AS
 SELECT work_calendar_day.day,
    work_calendar_day.year,
    work_calendar_day.is_workday,
    work_calendar_day.name
   FROM bihuan.work_calendar_day;

ALTER TABLE bihuan.api_calendar_day OWNER TO bihuan_owner;

CREATE TABLE bihuan.work_calendar (
    year integer NOT NULL,
    source text NOT NULL,
    loaded_by text NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    row_version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT work_calendar_year_check CHECK (((year >= 1990) AND (year <= 2199)))
);

ALTER TABLE bihuan.work_calendar OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_calendar_year WITH (security_invoker='true') AS
 SELECT work_calendar.year,
    work_calendar.source,
    work_calendar.row_version
   FROM bihuan.work_calendar;

ALTER TABLE bihuan.api_calendar_year OWNER TO bihuan_owner;

CREATE TABLE bihuan.api_client (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    client_id text NOT NULL,
    name text NOT NULL,
    secret_salt text NOT NULL,
    secret_hash text NOT NULL,
    permissions text NOT NULL,
    roles text DEFAULT 'SYSTEM_CLIENT'::text NOT NULL,
    last_used_at timestamp with time zone,
    disabled_at timestamp with time zone,
    row_version bigint DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    rotated_by text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT api_client_client_id_check CHECK ((client_id ~ '^[A-Za-z0-9._-]{8,64}$'::text)),
    CONSTRAINT api_client_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)))
);

ALTER TABLE ONLY bihuan.api_client FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.api_client OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_client_standing WITH (security_invoker='true') AS
 SELECT api_client.client_id,
    api_client.tenant_id,
    api_client.roles,
    api_client.disabled_at,
    api_client.permissions
   FROM bihuan.api_client;

ALTER TABLE bihuan.api_client_standing OWNER TO bihuan_owner;

CREATE TABLE bihuan.file (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    uploaded_by text NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    CONSTRAINT file_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255)))
);

ALTER TABLE ONLY bihuan.file FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.file OWNER TO bihuan_owner;

CREATE TABLE bihuan.file_content (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    media_type text NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    CONSTRAINT file_content_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT file_content_size_check CHECK (((size >= 1) AND (size <= 33554432)))
);

ALTER TABLE bihuan.file_content OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_file WITH (security_invoker='true') AS
 SELECT f.id,
    f.tenant_id,
    f.scope,
    f.sha256,
    f.name,
    c.size,
    c.media_type,
    f.uploaded_by,
    f.uploaded_at
   FROM (bihuan.file f
     JOIN bihuan.file_content c ON ((c.sha256 = f.sha256)));

ALTER TABLE bihuan.api_file OWNER TO bihuan_owner;

CREATE TABLE bihuan.indicator (
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    unit text,
    direction text NOT NULL,
    element text NOT NULL,
    formula_kind text NOT NULL,
    periods text NOT NULL,
    departments text NOT NULL,
    red_line_class text,
    decimals integer NOT NULL,
    standard_family text COLLATE pg_catalog."C",
    clauses text NOT NULL,
    formula text NOT NULL,
    row_version bigint DEFAULT 1 NOT NULL,
    loaded_by text NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    groups text,
    CONSTRAINT indicator_clauses_check CHECK ((clauses ~ '^S-\d{3}( S-\d{3})*$'::text)),
    CONSTRAINT indicator_code_check CHECK ((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)+$'::text)),
    CONSTRAINT indicator_decimals_check CHECK (((decimals >= 0) AND (decimals <= 6))),
    CONSTRAINT indicator_departments_check CHECK ((departments ~ '^[A-Z]{2,8}( [A-Z]{2,8})*$'::text)),
    CONSTRAINT indicator_direction_check CHECK ((direction = ANY (ARRAY['HIGHER'::text, 'LOWER'::text, 'ZERO'::text, 'NONE'::text]))),
    CONSTRAINT indicator_element_check CHECK ((element = ANY (ARRAY['WATER'::text, 'AIR'::text, 'SOIL'::text, 'SOLID_WASTE'::text, 'ECOLOGY'::text, 'NOISE'::text, 'RADIATION'::text, 'GENERAL'::text]))),
    CONSTRAINT indicator_formula_check CHECK (((char_length(formula) >= 1) AND (char_length(formula) <= 200))),
    CONSTRAINT indicator_formula_kind_check CHECK ((formula_kind = ANY (ARRAY['AIR_MEAN'::text, 'AIR_PERCENTILE'::text, 'AIR_GOOD_DAYS'::text, 'AIR_HEAVY_DAYS'::text, 'BLACK_ODOUR'::text, 'WATER_WORST'::text, 'WATER_IMPROVED'::text, 'WATER_ATTAINED'::text, 'FARMLAND'::text, 'SITES'::text, 'RATIO'::text, 'COUNT'::text, 'SUM'::text, 'SURVEY'::text, 'MANUAL'::text]))),
    CONSTRAINT indicator_groups_check CHECK ((groups ~ '^[A-Z_]+( [A-Z_]+)*$'::text)),
    CONSTRAINT indicator_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT indicator_periods_check CHECK ((periods ~ '^[YQMD]( [YQMD])*$'::text)),
    CONSTRAINT indicator_red_line_class_check CHECK ((red_line_class = ANY (ARRAY['QUALITY_BOTTOM'::text, 'RESOURCE_CEIL'::text, 'ERL'::text]))),
    CONSTRAINT indicator_standard_family_check CHECK ((standard_family ~ '^[A-Za-z0-9._:-]{1,40}$'::text)),
    CONSTRAINT indicator_unit_check CHECK (((char_length(unit) >= 1) AND (char_length(unit) <= 20)))
);

ALTER TABLE ONLY bihuan.indicator FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.indicator OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_indicator WITH (security_invoker='true') AS
 SELECT indicator.code,
    indicator.name,
    indicator.unit,
    indicator.red_line_class
   FROM bihuan.indicator;

ALTER TABLE bihuan.api_indicator OWNER TO bihuan_owner;

CREATE TABLE bihuan.member (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    post text,
    env_duty boolean DEFAULT false NOT NULL,
    external_id text,
    source text,
    disabled_at timestamp with time zone,
    row_version bigint DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT member_issuer_check CHECK (((char_length(issuer) >= 1) AND (char_length(issuer) <= 200))),
    CONSTRAINT member_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 64))),
    CONSTRAINT member_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 128)))
);

ALTER TABLE ONLY bihuan.member FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.member OWNER TO bihuan_owner;

CREATE TABLE bihuan.member_role (
    member_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    role text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text
);

ALTER TABLE ONLY bihuan.member_role FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.member_role OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_membership WITH (security_invoker='true') AS
 SELECT m.id,
    m.issuer,
    m.subject,
    m.name,
    m.tenant_id,
    m.disabled_at,
    ( SELECT string_agg(r.role, ','::text ORDER BY r.role) AS string_agg
           FROM bihuan.member_role r
          WHERE ((r.member_id = m.id) AND (r.revoked_at IS NULL))) AS roles
   FROM bihuan.member m;

ALTER TABLE bihuan.api_membership OWNER TO bihuan_owner;

CREATE TABLE bihuan.indicator_alert (
    id uuid NOT NULL,
    row_version bigint DEFAULT 1 NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    unit_id uuid,
    unit_scope bihuan.scope_path,
    kind text NOT NULL,
    indicator_code text COLLATE pg_catalog."C",
    period_kind text NOT NULL COLLATE pg_catalog."C",
    period_start date NOT NULL,
    value_id uuid,
    value_row_version bigint,
    target_id uuid,
    target_row_version bigint,
    value numeric(18,6),
    limit_value numeric(18,6),
    reason text,
    raised_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    acknowledged_by text,
    acknowledged_by_name text,
    acknowledged_at timestamp with time zone,
    note text,
    object_id uuid,
    evaluation_kind text COLLATE pg_catalog."C",
    standard_version text COLLATE pg_catalog."C",
    level integer,
    level_limit integer,
    items jsonb,
    CONSTRAINT indicator_alert_evaluation_kind_check CHECK ((evaluation_kind = ANY (ARRAY['AIR_DAY'::text, 'WATER_MONTH'::text, 'BLACK_ODOUR'::text, 'BLACK_ODOUR_ELIMINATION'::text, 'DISCHARGE_DAY'::text]))),
    CONSTRAINT indicator_alert_kind_check CHECK ((kind = ANY (ARRAY['RED_LINE'::text, 'EXCEED'::text, 'MANIPULATED'::text, 'OBJECT_EXCEED'::text, 'UNSURVEYED_TRANSFER'::text]))),
    CONSTRAINT indicator_alert_level_check CHECK (((level >= 1) AND (level <= 6))),
    CONSTRAINT indicator_alert_level_limit_check CHECK (((level_limit >= 1) AND (level_limit <= 6))),
    CONSTRAINT indicator_alert_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500))),
    CONSTRAINT indicator_alert_period_kind_check CHECK ((period_kind = ANY (ARRAY['Y'::text, 'Q'::text, 'M'::text, 'D'::text]))),
    CONSTRAINT indicator_alert_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT indicator_alert_subject_check CHECK (
CASE kind
    WHEN 'OBJECT_EXCEED'::text THEN ((num_nulls(object_id, evaluation_kind, standard_version, items) = 0) AND (num_nonnulls(indicator_code, value_id, value_row_version, target_id, target_row_version, unit_id) = 0))
    WHEN 'UNSURVEYED_TRANSFER'::text THEN ((object_id IS NOT NULL) AND (num_nonnulls(indicator_code, value_id, value_row_version, target_id, target_row_version, unit_id, evaluation_kind, standard_version, level, level_limit, items, value, limit_value) = 0))
    ELSE ((num_nulls(indicator_code, value_id, value_row_version) = 0) AND (num_nonnulls(object_id, evaluation_kind, standard_version, level, level_limit, items) = 0))
END),
    CONSTRAINT indicator_alert_unit_check CHECK ((((unit_id IS NULL) = (unit_scope IS NULL)) AND ((unit_scope IS NULL) OR starts_with((unit_scope)::text, (scope)::text))))
);

ALTER TABLE ONLY bihuan.indicator_alert FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.indicator_alert OWNER TO bihuan_owner;

CREATE TABLE bihuan.indicator_target (
    id uuid NOT NULL,
    row_version bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    indicator_code text NOT NULL COLLATE pg_catalog."C",
    year integer,
    target_type text NOT NULL,
    value numeric(18,6),
    complete_by date,
    base_year integer,
    base_value numeric(18,6),
    qualifiers text DEFAULT ''::text NOT NULL,
    tolerance numeric(18,6) DEFAULT 0 NOT NULL,
    standard_version text COLLATE pg_catalog."C",
    text text,
    clause text,
    source text,
    external_id text,
    reason text,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    CONSTRAINT indicator_target_base_year_check CHECK (((base_year >= 1949) AND (base_year <= 2199))),
    CONSTRAINT indicator_target_clause_check CHECK ((clause ~ '^S-\d{3}$'::text)),
    CONSTRAINT indicator_target_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT indicator_target_target_type_check CHECK ((target_type = ANY (ARRAY['GE'::text, 'LE'::text, 'EQ'::text, 'COUNT_ZERO'::text, 'COMPLETE_BY'::text, 'BASELINE_GE'::text, 'BASELINE_LE'::text, 'MONOTONE'::text, 'TREND_IMPROVE'::text, 'UNSET'::text]))),
    CONSTRAINT indicator_target_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 500))),
    CONSTRAINT indicator_target_year_check CHECK (((year >= 2000) AND (year <= 2199)))
);

ALTER TABLE ONLY bihuan.indicator_target FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.indicator_target OWNER TO bihuan_owner;

CREATE TABLE bihuan.indicator_value (
    id uuid NOT NULL,
    row_version bigint NOT NULL,
    revision integer NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    unit_id uuid,
    unit_scope bihuan.scope_path,
    indicator_code text NOT NULL COLLATE pg_catalog."C",
    period_kind text NOT NULL COLLATE pg_catalog."C",
    period_start date NOT NULL,
    standard_version text COLLATE pg_catalog."C",
    value_raw numeric(18,6),
    value_rounded numeric(18,6),
    numerator numeric(18,6),
    denominator numeric(18,6),
    validity text NOT NULL,
    computed_by text NOT NULL,
    status text NOT NULL,
    action text NOT NULL,
    workflow_version integer NOT NULL,
    times_frozen integer DEFAULT 0 NOT NULL,
    entered_by text NOT NULL,
    entered_by_name text,
    entered_at timestamp with time zone NOT NULL,
    reviewed_by text,
    reviewed_by_name text,
    reviewed_at timestamp with time zone,
    frozen_by text,
    frozen_by_name text,
    frozen_at timestamp with time zone,
    reason text,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    files jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT indicator_value_computed_by_check CHECK ((computed_by = ANY (ARRAY['ENGINE'::text, 'MANUAL'::text]))),
    CONSTRAINT indicator_value_figure_check CHECK (((validity = 'VALID'::text) = (value_raw IS NOT NULL))),
    CONSTRAINT indicator_value_files_check CHECK (((jsonb_typeof(files) = 'array'::text) AND (jsonb_array_length(files) <= 50))),
    CONSTRAINT indicator_value_parts_check CHECK (((numerator IS NULL) = (denominator IS NULL))),
    CONSTRAINT indicator_value_period_kind_check CHECK ((period_kind = ANY (ARRAY['Y'::text, 'Q'::text, 'M'::text, 'D'::text]))),
    CONSTRAINT indicator_value_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT indicator_value_status_check CHECK ((status = ANY (ARRAY['RAW'::text, 'PROVISIONAL'::text, 'REVIEWED'::text, 'FROZEN'::text, 'VOID'::text]))),
    CONSTRAINT indicator_value_unit_check CHECK ((((unit_id IS NULL) = (unit_scope IS NULL)) AND ((unit_scope IS NULL) OR starts_with((unit_scope)::text, (scope)::text)))),
    CONSTRAINT indicator_value_validity_check CHECK ((validity = ANY (ARRAY['VALID'::text, 'INSUFFICIENT'::text, 'NOT_APPLICABLE'::text])))
);

ALTER TABLE ONLY bihuan.indicator_value FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.indicator_value OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_open_breach WITH (security_invoker='true') AS
 SELECT a.id AS alert_id,
    a.tenant_id,
    a.scope,
    a.indicator_code,
    i.red_line_class,
    a.value_id,
    v.revision,
        CASE a.period_kind
            WHEN 'Y'::text THEN to_char((a.period_start)::timestamp with time zone, 'YYYY'::text)
            WHEN 'Q'::text THEN to_char((a.period_start)::timestamp with time zone, 'YYYY-"Q"Q'::text)
            WHEN 'M'::text THEN to_char((a.period_start)::timestamp with time zone, 'YYYY-MM'::text)
            ELSE (a.period_start)::text
        END AS period,
    COALESCE(t.target_type, 'YEAR_BEFORE'::text) AS target_type,
    a.value,
    a.limit_value,
    ((a.raised_at AT TIME ZONE 'Asia/Shanghai'::text))::date AS on_date
   FROM (((bihuan.indicator_alert a
     JOIN bihuan.indicator i ON ((i.code = a.indicator_code)))
     JOIN bihuan.indicator_value v ON (((v.id = a.value_id) AND (v.row_version = a.value_row_version))))
     LEFT JOIN bihuan.indicator_target t ON (((t.id = a.target_id) AND (t.row_version = a.target_row_version))))
  WHERE ((a.kind = 'RED_LINE'::text) AND (a.ended_at IS NULL));

ALTER TABLE bihuan.api_open_breach OWNER TO bihuan_owner;

CREATE TABLE bihuan.region_succession (
    change_id uuid NOT NULL,
    predecessor_id uuid NOT NULL,
    successor_id uuid NOT NULL,
    share numeric(7,6) DEFAULT 1 NOT NULL,
    effective_date date NOT NULL,
    applied boolean DEFAULT false NOT NULL,
    CONSTRAINT region_succession_share_check CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
);

ALTER TABLE bihuan.region_succession OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_region_succession WITH (security_invoker='true') AS
 SELECT region_succession.change_id,
    region_succession.predecessor_id,
    region_succession.successor_id,
    region_succession.share,
    region_succession.effective_date
   FROM bihuan.region_succession
  WHERE region_succession.applied;

ALTER TABLE bihuan.api_region_succession OWNER TO bihuan_owner;

CREATE TABLE bihuan.signing_key (
    kid text NOT NULL,
    algorithm text NOT NULL,
    private_pem text NOT NULL,
    public_jwk jsonb NOT NULL,
    active_from timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT signing_key_algorithm_check CHECK ((algorithm = 'RS256'::text))
);

ALTER TABLE bihuan.signing_key OWNER TO bihuan_owner;

COMMENT ON COLUMN bihuan.signing_key.private_pem IS 'PEM, encrypted as aes256gcm:KEK:NONCE+TEXT+TAG, or from before keys were encrypted';

CREATE VIEW bihuan.api_signing_key WITH (security_invoker='true') AS
 SELECT signing_key.kid,
    signing_key.algorithm,
    signing_key.public_jwk,
    signing_key.active_from,
    signing_key.retired_at
   FROM bihuan.signing_key;

ALTER TABLE bihuan.api_signing_key OWNER TO bihuan_owner;

CREATE TABLE bihuan.tenant (
    id uuid NOT NULL,
    kind text NOT NULL,
    parent_id uuid,
    scope bihuan.scope_path NOT NULL,
    dept_code text,
    opened_on date NOT NULL,
    closed_on date,
    external_id text,
    source text,
    row_version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT tenant_closed_on_check CHECK ((closed_on >= opened_on)),
    CONSTRAINT tenant_dept_check CHECK (((kind = 'DEPARTMENT'::text) = (dept_code IS NOT NULL))),
    CONSTRAINT tenant_dept_code_check CHECK ((dept_code ~ '^[A-Z]{2,8}$'::text)),
    CONSTRAINT tenant_kind_check CHECK ((kind = ANY (ARRAY['CITY'::text, 'DISTRICT'::text, 'STREET'::text, 'DEVZONE'::text, 'DEPARTMENT'::text]))),
    CONSTRAINT tenant_parent_check CHECK (((kind = 'CITY'::text) = (parent_id IS NULL)))
);

ALTER TABLE ONLY bihuan.tenant FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.tenant OWNER TO bihuan_owner;

CREATE TABLE bihuan.tenant_version (
    tenant_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    short_name text,
    parent_id uuid,
    document text,
    CONSTRAINT tenant_version_code_check CHECK ((code ~ '^[0-9A-Z-]{2,24}$'::text)),
    CONSTRAINT tenant_version_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT tenant_version_valid_to_check CHECK ((valid_to > valid_from))
);

ALTER TABLE ONLY bihuan.tenant_version FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.tenant_version OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_tenant WITH (security_invoker='true') AS
 SELECT t.id,
    t.kind,
    t.parent_id,
    t.scope,
    t.dept_code,
    t.opened_on,
    t.closed_on,
    v.code,
    v.name,
    v.short_name
   FROM (bihuan.tenant t
     JOIN bihuan.tenant_version v ON (((v.tenant_id = t.id) AND ((v.valid_to IS NULL) OR (v.valid_to = t.closed_on)))));

ALTER TABLE bihuan.api_tenant OWNER TO bihuan_owner;

CREATE VIEW bihuan.api_tenant_version WITH (security_invoker='true') AS
 SELECT v.tenant_id,
    v.code,
    v.name,
    v.short_name,
    v.parent_id,
    v.valid_from,
    v.valid_to,
    t.kind,
    t.scope
   FROM (bihuan.tenant_version v
     JOIN bihuan.tenant t ON ((t.id = v.tenant_id)));

ALTER TABLE bihuan.api_tenant_version OWNER TO bihuan_owner;

CREATE TABLE bihuan.attainment_count (
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    year integer NOT NULL,
    element text NOT NULL,
    attained integer NOT NULL,
    not_attained integer NOT NULL,
    at_risk integer NOT NULL,
    no_data integer NOT NULL,
    not_comparable integer NOT NULL,
    unset integer NOT NULL,
    breaches integer NOT NULL,
    alerts integer NOT NULL
);

ALTER TABLE ONLY bihuan.attainment_count FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.attainment_count OWNER TO bihuan_owner;

CREATE TABLE bihuan.attainment_mark (
    id bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY bihuan.attainment_mark FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.attainment_mark OWNER TO bihuan_owner;

ALTER TABLE bihuan.attainment_mark ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.attainment_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.attainment_tenant (
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    has_yearless boolean NOT NULL,
    years integer[] NOT NULL,
    judged_on date NOT NULL,
    holds_until date
);

ALTER TABLE ONLY bihuan.attainment_tenant FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.attainment_tenant OWNER TO bihuan_owner;

CREATE TABLE bihuan.audit_chain (
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE ONLY bihuan.audit_chain FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.audit_chain OWNER TO bihuan_owner;

CREATE TABLE bihuan.audit_entry_default (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    actor_name text,
    roles text,
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id text NOT NULL,
    request_id text,
    remote text,
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    detail jsonb,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
);

ALTER TABLE bihuan.audit_entry_default OWNER TO bihuan_owner;

CREATE TABLE bihuan.audit_seal (
    tenant_id uuid NOT NULL,
    number bigint NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    entry_id uuid NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.audit_seal FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.audit_seal OWNER TO bihuan_owner;

CREATE TABLE bihuan.audit_watermark (
    only_one boolean DEFAULT true NOT NULL,
    xid xid8 NOT NULL,
    CONSTRAINT audit_watermark_only_one_check CHECK (only_one)
);

ALTER TABLE bihuan.audit_watermark OWNER TO bihuan_owner;

CREATE TABLE bihuan.conduct_finding (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    is_dereliction boolean GENERATED ALWAYS AS ((kind = ANY (ARRAY['INACTION'::text, 'MISACTION'::text, 'SLOW'::text]))) STORED NOT NULL,
    party_tenant_id uuid,
    party_code text,
    party_name text,
    facts text NOT NULL,
    evidence_ids jsonb NOT NULL,
    found_by text NOT NULL,
    found_by_name text NOT NULL,
    found_level text NOT NULL,
    found_at timestamp with time zone NOT NULL,
    cleared_by text,
    cleared_by_name text,
    cleared_at timestamp with time zone,
    clear_reason text,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT conduct_finding_cleared_check CHECK (((cleared_at IS NULL) = (clear_reason IS NULL))),
    CONSTRAINT conduct_finding_evidence_ids_check CHECK (((jsonb_array_length(evidence_ids) > 0) OR (found_by = 'system:issues'::text))),
    CONSTRAINT conduct_finding_found_level_check CHECK ((found_level = ANY (ARRAY['CITY'::text, 'DISTRICT'::text]))),
    CONSTRAINT conduct_finding_kind_check CHECK ((kind = ANY (ARRAY['PERFUNCTORY'::text, 'SUPERFICIAL'::text, 'FALSE'::text, 'BLANKET_SHUTDOWN'::text, 'INACTION'::text, 'MISACTION'::text, 'SLOW'::text])))
);

ALTER TABLE ONLY bihuan.conduct_finding FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.conduct_finding OWNER TO bihuan_owner;

CREATE TABLE bihuan.disclosure (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    state text NOT NULL,
    public_title text NOT NULL,
    public_text text NOT NULL,
    proposed_by text NOT NULL,
    proposed_by_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    withdrawn_by text,
    withdrawn_at timestamp with time zone,
    withdraw_reason text,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT disclosure_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'PUBLISHED'::text, 'WITHDRAWN'::text, 'REFUSED'::text])))
);

ALTER TABLE ONLY bihuan.disclosure FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.disclosure OWNER TO bihuan_owner;

CREATE TABLE bihuan.escalation (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    level integer NOT NULL,
    rung text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    doc_no text,
    created_at timestamp with time zone NOT NULL,
    issued_by text,
    issued_by_name text,
    issued_tenant_id uuid,
    issued_on date,
    reply_due date,
    lifted_at timestamp with time zone,
    lifted_by_name text,
    lift_verification_id uuid,
    row_version integer DEFAULT 1 NOT NULL,
    about_level integer,
    issued_at timestamp with time zone,
    lapsed_at timestamp with time zone,
    refused_by text,
    refused_by_name text,
    refused_at timestamp with time zone,
    refuse_reason text,
    CONSTRAINT escalation_about_level_check CHECK (((about_level IS NULL) OR ((level = 1) AND ((about_level >= 2) AND (about_level <= 6))))),
    CONSTRAINT escalation_issued_on_check CHECK (((state = ANY (ARRAY['PROPOSED'::text, 'LAPSED'::text, 'REFUSED'::text])) OR (issued_on IS NOT NULL))),
    CONSTRAINT escalation_lapsed_at_check CHECK (((state = 'LAPSED'::text) = (lapsed_at IS NOT NULL))),
    CONSTRAINT escalation_level_check CHECK (((level >= 1) AND (level <= 7))),
    CONSTRAINT escalation_refused_at_check CHECK ((((state = 'REFUSED'::text) = (refused_at IS NOT NULL)) AND (num_nulls(refused_by, refused_by_name, refused_at, refuse_reason) = ANY (ARRAY[0, 4])))),
    CONSTRAINT escalation_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'ISSUED'::text, 'LIFTED'::text, 'LAPSED'::text, 'REFUSED'::text])))
);

ALTER TABLE ONLY bihuan.escalation FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.escalation OWNER TO bihuan_owner;

CREATE TABLE bihuan.escalation_duty (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    escalation_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    level integer NOT NULL,
    kind text NOT NULL,
    party_tenant_id uuid NOT NULL,
    party_code text NOT NULL,
    party_name text NOT NULL,
    party_scope bihuan.scope_path NOT NULL,
    due_on date NOT NULL,
    done_at timestamp with time zone,
    done_by text,
    done_by_name text,
    nth integer DEFAULT 1 NOT NULL,
    began_on date,
    amount integer,
    unit text,
    computed_on date,
    CONSTRAINT escalation_duty_kind_check CHECK ((kind = ANY (ARRAY['RECEIPT'::text, 'REPLY'::text, 'PLAN'::text, 'REPORT'::text]))),
    CONSTRAINT escalation_duty_term_check CHECK ((num_nulls(began_on, amount, unit, computed_on) = ANY (ARRAY[0, 4]))),
    CONSTRAINT escalation_duty_unit_check CHECK ((unit = ANY (ARRAY['CD'::text, 'WD'::text, 'MON'::text])))
);

ALTER TABLE ONLY bihuan.escalation_duty FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.escalation_duty OWNER TO bihuan_owner;

CREATE TABLE bihuan.escalation_reply (
    id uuid NOT NULL,
    escalation_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    level integer NOT NULL,
    kind text,
    due_on date,
    is_late boolean NOT NULL,
    party_tenant_id uuid NOT NULL,
    party_code text NOT NULL,
    party_name text NOT NULL,
    party_scope bihuan.scope_path NOT NULL,
    reply text NOT NULL,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    replied_by text NOT NULL,
    replied_by_name text NOT NULL,
    replied_at timestamp with time zone NOT NULL,
    CONSTRAINT escalation_reply_kind_check CHECK ((kind = ANY (ARRAY['REPLY'::text, 'PLAN'::text, 'REPORT'::text])))
);

ALTER TABLE ONLY bihuan.escalation_reply FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.escalation_reply OWNER TO bihuan_owner;

CREATE TABLE bihuan.evaluation (
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    object_id uuid,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    period_start date NOT NULL,
    standard_version text NOT NULL COLLATE pg_catalog."C",
    valid boolean NOT NULL,
    aqi integer,
    level integer,
    class integer,
    attained boolean,
    figures jsonb NOT NULL,
    revision integer NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    CONSTRAINT evaluation_aqi_check CHECK (((aqi >= 0) AND (aqi <= 500))),
    CONSTRAINT evaluation_class_check CHECK (((class >= 1) AND (class <= 6))),
    CONSTRAINT evaluation_kind_check CHECK ((kind = ANY (ARRAY['AIR_DAY'::text, 'AIR_MONTH'::text, 'AIR_YEAR'::text, 'AIR_YEAR_DAYS'::text, 'WATER_MONTH'::text, 'WATER_YEAR'::text, 'RIVER_MONTH'::text, 'RIVER_YEAR'::text, 'BLACK_ODOUR'::text, 'BLACK_ODOUR_ELIMINATION'::text, 'DISCHARGE_DAY'::text]))),
    CONSTRAINT evaluation_level_check CHECK (((level >= 0) AND (level <= 6))),
    CONSTRAINT evaluation_subject_check CHECK ((subject_id = COALESCE(object_id, tenant_id)))
);

ALTER TABLE ONLY bihuan.evaluation FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.evaluation OWNER TO bihuan_owner;

CREATE TABLE bihuan.evaluation_dirty (
    id bigint NOT NULL,
    object_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    day date NOT NULL,
    not_before timestamp with time zone
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY bihuan.evaluation_dirty FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.evaluation_dirty OWNER TO bihuan_owner;

ALTER TABLE bihuan.evaluation_dirty ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.evaluation_dirty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.event_cursor (
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    compared_to timestamp with time zone NOT NULL,
    compared_xid xid8 DEFAULT pg_snapshot_xmin(pg_current_snapshot()) NOT NULL,
    cluster bigint
);

ALTER TABLE ONLY bihuan.event_cursor FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.event_cursor OWNER TO bihuan_owner;

CREATE TABLE bihuan.event_failure (
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    event_id uuid NOT NULL,
    producer text NOT NULL,
    type text NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    reason text NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    dead_at timestamp with time zone,
    event jsonb NOT NULL,
    slow boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_failure_dead_at_check CHECK (((dead_at IS NOT NULL) = (state = 'dead'::text))),
    CONSTRAINT event_failure_state_check CHECK ((state = ANY (ARRAY['retry'::text, 'waiting'::text, 'dead'::text])))
);

ALTER TABLE ONLY bihuan.event_failure FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.event_failure OWNER TO bihuan_owner;

CREATE TABLE bihuan.event_log (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    producer text NOT NULL,
    type text NOT NULL,
    version smallint NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    traceparent text,
    data jsonb NOT NULL,
    published_at timestamp with time zone NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
)
PARTITION BY RANGE (published_at);

ALTER TABLE ONLY bihuan.event_log FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.event_log OWNER TO bihuan_owner;

CREATE TABLE bihuan.event_log_default (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    producer text NOT NULL,
    type text NOT NULL,
    version smallint NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    traceparent text,
    data jsonb NOT NULL,
    published_at timestamp with time zone NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
);

ALTER TABLE bihuan.event_log_default OWNER TO bihuan_owner;

CREATE TABLE bihuan.event_sequence (
    aggregate_id uuid NOT NULL,
    last bigint NOT NULL
)
WITH (fillfactor='70');

ALTER TABLE bihuan.event_sequence OWNER TO bihuan_owner;

CREATE TABLE bihuan.evidence (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    milestone_id uuid,
    pair_key text,
    phase text,
    file_id uuid NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    mime text NOT NULL,
    filename text,
    title text,
    taken_at timestamp with time zone,
    lng numeric(9,6),
    lat numeric(8,6),
    uploaded_by text NOT NULL,
    uploaded_by_name text NOT NULL,
    uploaded_tenant_id uuid NOT NULL,
    chain_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by text,
    delete_reason text,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT evidence_kind_check CHECK ((kind = ANY (ARRAY['APPLICATION_FORM'::text, 'PLAN_APPROVAL'::text, 'SELF_CHECK_REPORT'::text, 'BEFORE_AFTER_PHOTO'::text, 'ENGINEERING_FILE'::text, 'MONITORING_REPORT'::text, 'ENFORCEMENT_FILE'::text, 'INSTITUTION_FILE'::text, 'ONSITE_SHEET'::text, 'PUBLICITY_PROOF'::text, 'ACCEPTANCE_OPINION'::text, 'SCREENING_REPORT'::text, 'LONG_TERM_NOTE'::text, 'OTHER'::text, 'CONDUCT_PROOF'::text]))),
    CONSTRAINT evidence_phase_check CHECK ((phase = ANY (ARRAY['BEFORE'::text, 'AFTER'::text]))),
    CONSTRAINT evidence_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE ONLY bihuan.evidence FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.evidence OWNER TO bihuan_owner;

CREATE TABLE bihuan.extension_request (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    old_due date NOT NULL,
    new_due date NOT NULL,
    reason text NOT NULL,
    detail text,
    applied_by text NOT NULL,
    applied_by_name text NOT NULL,
    applied_tenant_id uuid NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    approver_level text NOT NULL,
    decision text,
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    opinion text,
    document_no text,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT extension_request_approver_level_check CHECK ((approver_level = ANY (ARRAY['CITY'::text, 'DISTRICT'::text, 'STREET'::text]))),
    CONSTRAINT extension_request_decision_check CHECK ((decision = ANY (ARRAY['APPROVED'::text, 'REFUSED'::text, 'LAPSED'::text]))),
    CONSTRAINT extension_request_new_due_check CHECK ((new_due > old_due)),
    CONSTRAINT extension_request_reason_check CHECK ((reason = ANY (ARRAY['FORCE_MAJEURE'::text, 'APPROVAL'::text, 'ENGINEERING'::text, 'LITIGATION'::text, 'OTHER'::text])))
);

ALTER TABLE ONLY bihuan.extension_request FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.extension_request OWNER TO bihuan_owner;

CREATE TABLE bihuan.former_key (
    id bigint NOT NULL,
    object_kind text NOT NULL,
    object_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    former_tenant_id uuid NOT NULL,
    former_code text NOT NULL,
    source text,
    external_id text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT former_key_object_kind_check CHECK ((object_kind = ANY (ARRAY['ISSUE'::text, 'FEEDBACK'::text])))
);

ALTER TABLE ONLY bihuan.former_key FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.former_key OWNER TO bihuan_owner;

ALTER TABLE bihuan.former_key ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.former_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.idempotency_key (
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    request_hash text NOT NULL,
    status smallint,
    headers jsonb,
    body text,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.idempotency_key FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.idempotency_key OWNER TO bihuan_owner;

CREATE TABLE bihuan.inbox (
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.inbox FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.inbox OWNER TO bihuan_owner;

CREATE TABLE bihuan.inspection_feedback (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    source_level text NOT NULL,
    source_kind text NOT NULL,
    title text NOT NULL,
    feedback_date date NOT NULL,
    doc_no text,
    expected_issue_count integer,
    plan_due date,
    report_due date,
    due_provisional boolean DEFAULT false NOT NULL,
    source text,
    external_id text,
    row_version integer DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT inspection_feedback_expected_issue_count_check CHECK ((expected_issue_count > 0)),
    CONSTRAINT inspection_feedback_source_kind_check CHECK ((source_kind = ANY (ARRAY['ROUTINE'::text, 'SPECIAL'::text, 'LOOKBACK'::text, 'PETITION'::text, 'SELF'::text, 'WARNING_FILM'::text, 'INTERNAL'::text]))),
    CONSTRAINT inspection_feedback_source_level_check CHECK ((source_level = ANY (ARRAY['CENTRAL'::text, 'MUNICIPAL'::text, 'DISTRICT'::text, 'STREET'::text])))
);

ALTER TABLE ONLY bihuan.inspection_feedback FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.inspection_feedback OWNER TO bihuan_owner;

CREATE TABLE bihuan.interview (
    escalation_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    held_on date NOT NULL,
    place text,
    convenor text NOT NULL,
    interviewees jsonb NOT NULL,
    demands text NOT NULL,
    minutes text,
    plan_due date NOT NULL,
    report_due date NOT NULL,
    recorded_by text NOT NULL,
    recorded_by_name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    result text,
    opinion text,
    followed_up_on date,
    followed_up_by text,
    followed_up_by_name text,
    CONSTRAINT interview_followed_up_check CHECK (((result IS NULL) = (followed_up_on IS NULL))),
    CONSTRAINT interview_followed_up_on_check CHECK ((followed_up_on >= held_on)),
    CONSTRAINT interview_result_check CHECK ((result = ANY (ARRAY['EFFECTIVE'::text, 'NO_EFFECT'::text])))
);

ALTER TABLE ONLY bihuan.interview FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.interview OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    tenant_code text NOT NULL,
    tenant_name text NOT NULL,
    scope bihuan.scope_path NOT NULL,
    scope2 text GENERATED ALWAYS AS ("left"((scope)::text, 8)) STORED COLLATE pg_catalog."C",
    scope3 text GENERATED ALWAYS AS ("left"((scope)::text, 12)) STORED COLLATE pg_catalog."C",
    feedback_id uuid NOT NULL,
    programme_id uuid,
    clause text,
    code text NOT NULL COLLATE pg_catalog."C",
    serial_no text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    original_text text NOT NULL,
    public_text text,
    category text NOT NULL,
    sub_category text,
    element text NOT NULL,
    severity text NOT NULL,
    term_class text NOT NULL,
    source_level text NOT NULL,
    source_kind text NOT NULL,
    closing_level text NOT NULL,
    root_cause text,
    region_code text,
    location jsonb,
    secrecy text DEFAULT 'INTERNAL'::text NOT NULL,
    is_public boolean DEFAULT false NOT NULL,
    due_nominal date,
    due_date date,
    due_provisional boolean DEFAULT false NOT NULL,
    step_due date,
    workflow_version integer DEFAULT 1 NOT NULL,
    state text NOT NULL,
    state_since timestamp with time zone NOT NULL,
    suspended_state text,
    suspended_on date,
    suspended_until date,
    suspended_days integer DEFAULT 0 NOT NULL,
    light text DEFAULT 'GREEN'::text NOT NULL,
    light_since date NOT NULL,
    light_reasons jsonb DEFAULT '[]'::jsonb NOT NULL,
    overdue_since date,
    progress_pct numeric(5,2) DEFAULT 0 NOT NULL,
    bounce_count integer DEFAULT 0 NOT NULL,
    return_count integer DEFAULT 0 NOT NULL,
    upper_return_count integer DEFAULT 0 NOT NULL,
    extension_count integer DEFAULT 0 NOT NULL,
    yellow_count integer DEFAULT 0 NOT NULL,
    red_count integer DEFAULT 0 NOT NULL,
    false_rectification text,
    episode integer DEFAULT 1 NOT NULL,
    derived_from uuid,
    reopened_from uuid,
    merged_into uuid,
    criteria jsonb DEFAULT '[]'::jsonb NOT NULL,
    site_count integer DEFAULT 1 NOT NULL,
    is_measurable boolean DEFAULT false NOT NULL,
    effect_evaluation text,
    registered_by uuid NOT NULL,
    assigned_on date,
    bounce_by date,
    acceptance_applied_by text,
    acceptance_applied_at timestamp with time zone,
    closed_at timestamp with time zone,
    last_activity_at timestamp with time zone NOT NULL,
    source text,
    external_id text,
    row_version integer DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    late_days integer DEFAULT 0 NOT NULL,
    late_steps integer DEFAULT 0 NOT NULL,
    step_is_late boolean DEFAULT false NOT NULL,
    criteria_at timestamp with time zone,
    effect_evaluated_at timestamp with time zone,
    due_by_term boolean DEFAULT false NOT NULL,
    due_moved_to date,
    CONSTRAINT issue_category_check CHECK ((category = ANY (ARRAY['DRINKING_WATER'::text, 'SEWAGE'::text, 'DUST'::text, 'ILLEGAL_PROJECT'::text, 'WASTE'::text, 'OTHER'::text]))),
    CONSTRAINT issue_closing_level_check CHECK ((closing_level = ANY (ARRAY['CITY'::text, 'DISTRICT'::text, 'STREET'::text]))),
    CONSTRAINT issue_element_check CHECK ((element = ANY (ARRAY['WATER'::text, 'AIR'::text, 'SOIL'::text, 'SOLID_WASTE'::text, 'ECOLOGY'::text, 'NOISE'::text, 'RADIATION'::text, 'GENERAL'::text]))),
    CONSTRAINT issue_false_rectification_check CHECK ((false_rectification = ANY (ARRAY['PERFUNCTORY'::text, 'SUPERFICIAL'::text, 'FALSE'::text, 'BLANKET_SHUTDOWN'::text]))),
    CONSTRAINT issue_light_check CHECK ((light = ANY (ARRAY['GREEN'::text, 'YELLOW'::text, 'RED'::text]))),
    CONSTRAINT issue_secrecy_check CHECK ((secrecy = ANY (ARRAY['PUBLIC'::text, 'INTERNAL'::text]))),
    CONSTRAINT issue_severity_check CHECK ((severity = ANY (ARRAY['GENERAL'::text, 'SERIOUS'::text, 'MAJOR'::text]))),
    CONSTRAINT issue_site_count_check CHECK (((site_count >= 1) AND (site_count <= 1000))),
    CONSTRAINT issue_source_kind_check CHECK ((source_kind = ANY (ARRAY['ROUTINE'::text, 'SPECIAL'::text, 'LOOKBACK'::text, 'PETITION'::text, 'SELF'::text, 'WARNING_FILM'::text, 'INTERNAL'::text]))),
    CONSTRAINT issue_source_level_check CHECK ((source_level = ANY (ARRAY['CENTRAL'::text, 'MUNICIPAL'::text, 'DISTRICT'::text, 'STREET'::text]))),
    CONSTRAINT issue_term_class_check CHECK ((term_class = ANY (ARRAY['IMMEDIATE'::text, 'SHORT'::text, 'LONG_TERM'::text])))
);

ALTER TABLE ONLY bihuan.issue FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue OWNER TO bihuan_owner;

COMMENT ON COLUMN bihuan.issue.suspended_days IS 'of the pauses that are over';

COMMENT ON COLUMN bihuan.issue.due_by_term IS 'nobody named the due date: it is the last that programme or term allow';

CREATE TABLE bihuan.issue_board (
    scope bihuan.scope_path NOT NULL,
    depth smallint GENERATED ALWAYS AS ((length((scope)::text) / 4)) STORED NOT NULL,
    dimension text NOT NULL,
    value text NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT issue_board_dimension_check CHECK ((dimension = ANY (ARRAY['STATE'::text, 'LIGHT'::text, 'CATEGORY'::text, 'OVERDUE'::text])))
);

ALTER TABLE ONLY bihuan.issue_board FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_board OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_clock (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    started_on date NOT NULL,
    amount integer NOT NULL,
    unit text NOT NULL,
    due_on date NOT NULL,
    due_provisional boolean NOT NULL,
    ended_on date,
    CONSTRAINT issue_clock_kind_check CHECK ((kind = ANY (ARRAY['SIGN'::text, 'BOUNCE'::text, 'PLAN'::text, 'VERIFY'::text]))),
    CONSTRAINT issue_clock_unit_check CHECK ((unit = ANY (ARRAY['CD'::text, 'WD'::text, 'MON'::text])))
);

ALTER TABLE ONLY bihuan.issue_clock FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_clock OWNER TO bihuan_owner;

ALTER TABLE bihuan.issue_clock ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.issue_clock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.issue_closure (
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by text NOT NULL,
    closed_by_name text NOT NULL,
    closing_tenant_id uuid,
    document_no text,
    opinion text,
    due_date date,
    progress_pct numeric(5,2) NOT NULL,
    extended boolean NOT NULL,
    facts jsonb NOT NULL
);

ALTER TABLE ONLY bihuan.issue_closure FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_closure OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_code_counter (
    region text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL
);

ALTER TABLE bihuan.issue_code_counter OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_count_delta (
    id bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    state text NOT NULL,
    light text NOT NULL,
    category text NOT NULL,
    is_overdue boolean NOT NULL,
    n integer NOT NULL
);

ALTER TABLE ONLY bihuan.issue_count_delta FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_count_delta OWNER TO bihuan_owner;

ALTER TABLE bihuan.issue_count_delta ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.issue_count_delta_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.issue_grant (
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    scope2 text GENERATED ALWAYS AS ("left"((scope)::text, 8)) STORED COLLATE pg_catalog."C",
    scope3 text GENERATED ALWAYS AS ("left"((scope)::text, 12)) STORED COLLATE pg_catalog."C",
    issue_scope bihuan.scope_path NOT NULL,
    state text NOT NULL,
    light text NOT NULL,
    rights text DEFAULT 'VIEW'::text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT issue_grant_rights_check CHECK ((rights = ANY (ARRAY['VIEW'::text, 'REPORT'::text, 'EDIT_OWN_PART'::text])))
);

ALTER TABLE ONLY bihuan.issue_grant FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_grant OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_indicator_breach (
    issue_id uuid NOT NULL,
    event_id uuid,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    indicator_code text NOT NULL COLLATE pg_catalog."C",
    at_tenant_id uuid NOT NULL,
    at_code text,
    at_name text,
    value_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    period text NOT NULL,
    revision integer NOT NULL,
    target_type text NOT NULL,
    red_line_class text,
    value numeric(18,6),
    limit_value numeric(18,6),
    on_date date NOT NULL,
    told_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.issue_indicator_breach FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_indicator_breach OWNER TO bihuan_owner;

COMMENT ON COLUMN bihuan.issue_indicator_breach.event_id IS 'null: it was open when the issue came to be about the indicator';

CREATE TABLE bihuan.issue_indicator_link (
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    indicator_code text NOT NULL COLLATE pg_catalog."C",
    linked_by text NOT NULL,
    linked_by_name text,
    linked_at timestamp with time zone NOT NULL,
    CONSTRAINT issue_indicator_link_indicator_code_check CHECK (((char_length(indicator_code) >= 3) AND (char_length(indicator_code) <= 40)))
);

ALTER TABLE ONLY bihuan.issue_indicator_link FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_indicator_link OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_late_spell (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    due_on date NOT NULL,
    ended_on date NOT NULL,
    days integer NOT NULL,
    action text NOT NULL,
    CONSTRAINT issue_late_spell_days_check CHECK ((days > 0))
);

ALTER TABLE ONLY bihuan.issue_late_spell FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_late_spell OWNER TO bihuan_owner;

ALTER TABLE bihuan.issue_late_spell ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.issue_late_spell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.issue_parameter (
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    name text NOT NULL,
    value integer NOT NULL,
    row_version integer DEFAULT 1 NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.issue_parameter FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_parameter OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_parameter_set (
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    row_version integer NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.issue_parameter_set FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_parameter_set OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_party (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    role text NOT NULL,
    party_tenant_id uuid NOT NULL,
    party_code text NOT NULL,
    party_name text NOT NULL,
    party_scope bihuan.scope_path NOT NULL,
    person_id uuid,
    person_name text,
    "position" text,
    phone text,
    duty_text text,
    valid_from date NOT NULL,
    valid_to date,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT issue_party_role_check CHECK ((role = ANY (ARRAY['RESP_UNIT'::text, 'LEAD_UNIT'::text, 'SUPERVISE_UNIT'::text, 'COOP_UNIT'::text, 'PARTY_LEAD'::text, 'GOV_LEAD'::text, 'RESP_PERSON'::text, 'CONTACT'::text])))
);

ALTER TABLE ONLY bihuan.issue_party FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_party OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_past (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    until timestamp with time zone NOT NULL,
    owner_id uuid NOT NULL,
    owner_code text NOT NULL,
    owner_name text NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL,
    sub_category text,
    element text NOT NULL,
    severity text NOT NULL,
    term_class text NOT NULL,
    due_date date,
    due_provisional boolean NOT NULL,
    progress_pct numeric(5,2) NOT NULL,
    extension_count integer NOT NULL,
    is_public boolean NOT NULL,
    secrecy text NOT NULL,
    row_version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.issue_past FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_past OWNER TO bihuan_owner;

ALTER TABLE bihuan.issue_past ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.issue_past_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.issue_pause (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    from_on date NOT NULL,
    until_on date,
    resumed_on date,
    reason_code text,
    CONSTRAINT issue_pause_reason_code_check CHECK ((reason_code = ANY (ARRAY['LEGAL'::text, 'FORCE_MAJEURE'::text]))),
    CONSTRAINT issue_pause_resumed_on_check CHECK ((resumed_on >= from_on))
);

ALTER TABLE ONLY bihuan.issue_pause FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_pause OWNER TO bihuan_owner;

ALTER TABLE bihuan.issue_pause ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.issue_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.issue_petitioner (
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    name text NOT NULL,
    phone text,
    channel text,
    note text,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    row_version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY bihuan.issue_petitioner FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_petitioner OWNER TO bihuan_owner;

CREATE TABLE bihuan.issue_plan (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    version integer NOT NULL,
    state text DEFAULT 'DRAFT'::text NOT NULL,
    is_active boolean DEFAULT false NOT NULL,
    goals jsonb DEFAULT '[]'::jsonb NOT NULL,
    summary text,
    due_date date NOT NULL,
    filed_no text,
    filed_on date,
    submitted_by text,
    submitted_at timestamp with time zone,
    supervisor_passed_by text,
    supervisor_passed_at timestamp with time zone,
    office_passed_by text,
    office_passed_at timestamp with time zone,
    group_passed_by text,
    group_passed_at timestamp with time zone,
    goals_weaker boolean DEFAULT false NOT NULL,
    city_consent_no text,
    review_opinion text,
    row_version integer DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT issue_plan_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'APPROVED'::text, 'FILED'::text, 'SUPERSEDED'::text])))
);

ALTER TABLE ONLY bihuan.issue_plan FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_plan OWNER TO bihuan_owner;

CREATE TABLE bihuan.job_run (
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    job text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    watermark text,
    runs bigint DEFAULT 0 NOT NULL,
    failures bigint DEFAULT 0 NOT NULL,
    last_error text
);

ALTER TABLE ONLY bihuan.job_run FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.job_run OWNER TO bihuan_owner;

CREATE TABLE bihuan.leading_group (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    name text NOT NULL,
    document_no text,
    established_on date NOT NULL,
    dissolved_on date,
    row_version bigint DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT leading_group_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)))
);

ALTER TABLE ONLY bihuan.leading_group FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.leading_group OWNER TO bihuan_owner;

CREATE TABLE bihuan.leading_group_member (
    id uuid NOT NULL,
    group_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    role text NOT NULL,
    post text NOT NULL,
    member_id uuid,
    sort integer NOT NULL,
    tenant_name text,
    CONSTRAINT leading_group_member_post_check CHECK (((char_length(post) >= 1) AND (char_length(post) <= 120))),
    CONSTRAINT leading_group_member_role_check CHECK ((role = ANY (ARRAY['HEAD'::text, 'EXEC_DEPUTY'::text, 'DEPUTY'::text, 'MEMBER'::text])))
);

ALTER TABLE ONLY bihuan.leading_group_member FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.leading_group_member OWNER TO bihuan_owner;

CREATE TABLE bihuan.leading_group_section (
    group_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    duties text NOT NULL,
    tenant_name text,
    CONSTRAINT leading_group_section_kind_check CHECK ((kind = ANY (ARRAY['OFFICE'::text, 'RECTIFY'::text, 'SUPERVISE'::text, 'ACCOUNT'::text, 'PUBLICITY'::text])))
);

ALTER TABLE ONLY bihuan.leading_group_section FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.leading_group_section OWNER TO bihuan_owner;

CREATE TABLE bihuan.light_log (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    from_light text NOT NULL,
    to_light text NOT NULL,
    reasons jsonb NOT NULL,
    on_date date NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.light_log FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.light_log OWNER TO bihuan_owner;

ALTER TABLE bihuan.light_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.light_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.measure (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    plan_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    "position" integer NOT NULL,
    type text NOT NULL,
    text text NOT NULL,
    unit_tenant_id uuid,
    unit_code text,
    unit_name text,
    due_date date,
    area_id uuid,
    area_name text,
    CONSTRAINT measure_area_check CHECK (((area_id IS NULL) = (area_name IS NULL))),
    CONSTRAINT measure_type_check CHECK ((type = ANY (ARRAY['ENG'::text, 'REG'::text, 'INST'::text, 'CAMPAIGN'::text, 'STUDY'::text, 'ORGZ'::text, 'MARKET'::text, 'PROG'::text])))
);

ALTER TABLE ONLY bihuan.measure FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.measure OWNER TO bihuan_owner;

CREATE TABLE bihuan.milestone (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    measure_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    "position" integer NOT NULL,
    name text NOT NULL,
    planned_date date NOT NULL,
    actual_date date,
    weight numeric(5,2) NOT NULL,
    is_mandatory boolean DEFAULT true NOT NULL,
    evidence_required boolean DEFAULT false NOT NULL,
    done_by text,
    done_by_name text,
    note text,
    row_version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT milestone_weight_check CHECK (((weight >= (0)::numeric) AND (weight <= (100)::numeric)))
);

ALTER TABLE ONLY bihuan.milestone FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.milestone OWNER TO bihuan_owner;

CREATE TABLE bihuan.monitored_object (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    address text,
    valid_from date NOT NULL,
    valid_to date,
    lng numeric(9,6),
    lat numeric(8,6),
    datum text,
    station_type text,
    air_class integer,
    assess_level text,
    body_type text,
    target_class integer,
    baseline_class integer,
    body_id uuid,
    is_small boolean,
    chief_post text,
    length_km numeric(9,3),
    farmland_grade text,
    site_stage text,
    stage_since date,
    planned_use text,
    is_redeveloped boolean,
    area_m2 numeric(17,2),
    has_water_line boolean,
    has_sludge_line boolean,
    has_odour_line boolean,
    capacity numeric(12,4),
    sludge_capacity numeric(12,4),
    area_kind text,
    area_level text,
    polygon_ref text,
    source text,
    external_id text,
    row_version bigint DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    reference text GENERATED ALWAYS AS (((source || ':'::text) || external_id)) STORED,
    is_heavy_metal boolean,
    discharge_standard text COLLATE pg_catalog."C",
    farmland_measure text,
    measure_since date,
    produce_complies boolean,
    area_id uuid,
    closed_on date,
    premises text,
    rebuilt_on date,
    survey_approved_on date,
    transferred_on date,
    chainage_m integer,
    CONSTRAINT monitored_object_address_check CHECK (((char_length(address) >= 1) AND (char_length(address) <= 200))),
    CONSTRAINT monitored_object_air_class_check CHECK ((air_class = ANY (ARRAY[1, 2]))),
    CONSTRAINT monitored_object_area_kind_check CHECK ((area_kind = ANY (ARRAY['WATER_SOURCE_1'::text, 'WATER_SOURCE_2'::text, 'FOREST_PARK'::text, 'HABITAT'::text, 'WETLAND'::text, 'RED_LINE'::text, 'OTHER'::text]))),
    CONSTRAINT monitored_object_area_level_check CHECK ((area_level = ANY (ARRAY['NATIONAL'::text, 'MUNICIPAL'::text, 'DISTRICT'::text]))),
    CONSTRAINT monitored_object_area_m2_check CHECK ((area_m2 > (0)::numeric)),
    CONSTRAINT monitored_object_assess_level_check CHECK ((assess_level = ANY (ARRAY['NATIONAL'::text, 'MUNICIPAL'::text, 'DISTRICT'::text, 'NONE'::text]))),
    CONSTRAINT monitored_object_baseline_class_check CHECK (((baseline_class >= 1) AND (baseline_class <= 6))),
    CONSTRAINT monitored_object_body_type_check CHECK ((body_type = ANY (ARRAY['RIVER'::text, 'LAKE'::text]))),
    CONSTRAINT monitored_object_capacity_check CHECK ((capacity > (0)::numeric)),
    CONSTRAINT monitored_object_chainage_m_check CHECK (((chainage_m >= 0) AND (chainage_m <= 10000000))),
    CONSTRAINT monitored_object_chief_post_check CHECK (((char_length(chief_post) >= 1) AND (char_length(chief_post) <= 120))),
    CONSTRAINT monitored_object_datum_check CHECK ((datum = ANY (ARRAY['WGS84'::text, 'GCJ02'::text, 'CGCS2000'::text]))),
    CONSTRAINT monitored_object_farmland_grade_check CHECK ((farmland_grade = ANY (ARRAY['CLEAN'::text, 'SLIGHT'::text, 'LIGHT'::text, 'MEDIUM'::text, 'HEAVY'::text]))),
    CONSTRAINT monitored_object_farmland_measure_check CHECK ((farmland_measure = ANY (ARRAY['NONE'::text, 'PROTECTED'::text, 'SAFE_USE'::text, 'CONTROLLED'::text]))),
    CONSTRAINT monitored_object_kind_check CHECK ((kind = ANY (ARRAY['AIR_STATION'::text, 'WATER_SECTION'::text, 'WATER_BODY'::text, 'PARCEL'::text, 'CONTAMINATED_SITE'::text, 'PLANT'::text, 'PROTECTED_AREA'::text, 'ENTERPRISE'::text, 'MIX_POINT'::text]))),
    CONSTRAINT monitored_object_lat_check CHECK (((lat >= ('-90'::integer)::numeric) AND (lat <= (90)::numeric))),
    CONSTRAINT monitored_object_length_km_check CHECK ((length_km > (0)::numeric)),
    CONSTRAINT monitored_object_lng_check CHECK (((lng >= ('-180'::integer)::numeric) AND (lng <= (180)::numeric))),
    CONSTRAINT monitored_object_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT monitored_object_planned_use_check CHECK ((planned_use = ANY (ARRAY['CLASS_1'::text, 'CLASS_2'::text]))),
    CONSTRAINT monitored_object_polygon_ref_check CHECK (((char_length(polygon_ref) >= 1) AND (char_length(polygon_ref) <= 200))),
    CONSTRAINT monitored_object_premises_check CHECK ((premises = ANY (ARRAY['MUNICIPAL'::text, 'RESIDENTIAL'::text]))),
    CONSTRAINT monitored_object_site_stage_check CHECK ((site_stage = ANY (ARRAY['SUSPECTED'::text, 'INVESTIGATION'::text, 'RISK_ASSESSMENT'::text, 'REMEDIATION'::text, 'EFFECT_ASSESSMENT'::text, 'RELEASED'::text]))),
    CONSTRAINT monitored_object_sludge_capacity_check CHECK ((sludge_capacity > (0)::numeric)),
    CONSTRAINT monitored_object_station_type_check CHECK ((station_type = ANY (ARRAY['EVALUATION'::text, 'BACKGROUND'::text, 'CONTROL'::text, 'ROADSIDE'::text]))),
    CONSTRAINT monitored_object_target_class_check CHECK (((target_class >= 1) AND (target_class <= 5)))
);

ALTER TABLE ONLY bihuan.monitored_object FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.monitored_object OWNER TO bihuan_owner;

CREATE TABLE bihuan.monitored_object_measure (
    object_id uuid NOT NULL,
    since date NOT NULL,
    measure text NOT NULL,
    produce_complies boolean,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT monitored_object_measure_measure_check CHECK ((measure = ANY (ARRAY['NONE'::text, 'PROTECTED'::text, 'SAFE_USE'::text, 'CONTROLLED'::text])))
);

ALTER TABLE ONLY bihuan.monitored_object_measure FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.monitored_object_measure OWNER TO bihuan_owner;

CREATE TABLE bihuan.monitored_object_stage (
    object_id uuid NOT NULL,
    since date NOT NULL,
    stage text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT monitored_object_stage_stage_check CHECK ((stage = ANY (ARRAY['SUSPECTED'::text, 'INVESTIGATION'::text, 'RISK_ASSESSMENT'::text, 'REMEDIATION'::text, 'EFFECT_ASSESSMENT'::text, 'RELEASED'::text])))
);

ALTER TABLE ONLY bihuan.monitored_object_stage FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.monitored_object_stage OWNER TO bihuan_owner;

CREATE TABLE bihuan.monitoring_task (
    id uuid NOT NULL,
    row_version bigint DEFAULT 1 NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    performer_id uuid NOT NULL,
    performer_scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    object_id uuid,
    object_name text,
    place text,
    text text NOT NULL,
    due_date date NOT NULL,
    state text NOT NULL,
    ordered_by text NOT NULL,
    ordered_by_name text,
    ordered_at timestamp with time zone NOT NULL,
    report jsonb,
    summary text,
    reported_by text,
    reported_by_name text,
    reported_at timestamp with time zone,
    cancel_reason text,
    cancelled_by text,
    cancelled_by_name text,
    cancelled_at timestamp with time zone,
    CONSTRAINT monitoring_task_cancel_reason_check CHECK (((char_length(cancel_reason) >= 1) AND (char_length(cancel_reason) <= 500))),
    CONSTRAINT monitoring_task_cancelled_check CHECK (((state = 'CANCELLED'::text) = ((cancel_reason IS NOT NULL) AND (cancelled_by IS NOT NULL) AND (cancelled_at IS NOT NULL)))),
    CONSTRAINT monitoring_task_kind_check CHECK ((kind = ANY (ARRAY['ENFORCEMENT'::text, 'SUPERVISORY'::text, 'EMERGENCY'::text, 'SURVEY'::text, 'QUALITY'::text]))),
    CONSTRAINT monitoring_task_place_check CHECK (((char_length(place) >= 1) AND (char_length(place) <= 200))),
    CONSTRAINT monitoring_task_reported_check CHECK (((state = 'REPORTED'::text) = ((report IS NOT NULL) AND (summary IS NOT NULL) AND (reported_by IS NOT NULL) AND (reported_at IS NOT NULL)))),
    CONSTRAINT monitoring_task_state_check CHECK ((state = ANY (ARRAY['ORDERED'::text, 'REPORTED'::text, 'CANCELLED'::text]))),
    CONSTRAINT monitoring_task_summary_check CHECK (((char_length(summary) >= 1) AND (char_length(summary) <= 2000))),
    CONSTRAINT monitoring_task_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 2000))),
    CONSTRAINT monitoring_task_where_check CHECK ((((object_id IS NULL) = (place IS NOT NULL)) AND ((object_id IS NULL) = (object_name IS NULL))))
);

ALTER TABLE ONLY bihuan.monitoring_task FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.monitoring_task OWNER TO bihuan_owner;

CREATE TABLE bihuan.observation (
    object_id uuid NOT NULL,
    item text NOT NULL COLLATE pg_catalog."C",
    averaging text NOT NULL COLLATE pg_catalog."C",
    observed_at timestamp with time zone NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    value numeric(18,6),
    flag text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    received_at timestamp with time zone NOT NULL,
    entered_by text NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    CONSTRAINT observation_averaging_check CHECK ((averaging = ANY (ARRAY['1H'::text, '8H'::text, '24H'::text, '4H'::text, 'SAMPLE'::text, 'MONTH'::text]))),
    CONSTRAINT observation_flag_check CHECK ((flag = ANY (ARRAY['VALID'::text, 'MISSING'::text, 'MAINTENANCE'::text, 'INVALID'::text, 'BELOW_DETECTION'::text, 'MANIPULATED'::text]))),
    CONSTRAINT observation_value_check CHECK ((((flag <> ALL (ARRAY['VALID'::text, 'BELOW_DETECTION'::text, 'MANIPULATED'::text])) OR (value IS NOT NULL)) AND ((flag <> 'MISSING'::text) OR (value IS NULL))))
)
PARTITION BY RANGE (observed_at);

ALTER TABLE ONLY bihuan.observation FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.observation OWNER TO bihuan_owner;

CREATE TABLE bihuan.observation_revision (
    object_id uuid NOT NULL,
    item text NOT NULL COLLATE pg_catalog."C",
    averaging text NOT NULL COLLATE pg_catalog."C",
    observed_at timestamp with time zone NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    value numeric(18,6),
    flag text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    entered_by text NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    reason text NOT NULL,
    replaced_at timestamp with time zone NOT NULL,
    replaced_by text NOT NULL,
    CONSTRAINT observation_revision_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
);

ALTER TABLE ONLY bihuan.observation_revision FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.observation_revision OWNER TO bihuan_owner;

CREATE TABLE bihuan.outbox (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    producer text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    type text NOT NULL,
    version smallint NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    traceparent text,
    data jsonb NOT NULL,
    CONSTRAINT outbox_type_check CHECK ((type ~ '^[a-z_]+\.[a-z_]+$'::text))
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0');

ALTER TABLE ONLY bihuan.outbox FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.outbox OWNER TO bihuan_owner;

ALTER TABLE bihuan.outbox ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.outbox_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.programme (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    feedback_id uuid,
    parent_id uuid,
    title text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'DRAFT'::text NOT NULL,
    element text,
    guiding_ideology text,
    policy_basis jsonb DEFAULT '[]'::jsonb NOT NULL,
    chapters jsonb DEFAULT '[]'::jsonb NOT NULL,
    start_date date,
    due_date date,
    doc_no text,
    issued_on date,
    row_version integer DEFAULT 1 NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    drafted_by text,
    CONSTRAINT programme_feedback_id_check CHECK (((kind <> 'RECTIFICATION'::text) OR (feedback_id IS NOT NULL))),
    CONSTRAINT programme_kind_check CHECK ((kind = ANY (ARRAY['RECTIFICATION'::text, 'THREE_YEAR'::text, 'SPECIAL'::text]))),
    CONSTRAINT programme_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'ISSUED'::text, 'SUPERSEDED'::text])))
);

ALTER TABLE ONLY bihuan.programme FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.programme OWNER TO bihuan_owner;

CREATE TABLE bihuan.progress_report (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    period_kind text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL,
    progress_pct numeric(5,2),
    done_text text,
    problem_text text,
    next_text text,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    submitted_by text,
    submitted_by_name text,
    submitted_tenant_id uuid,
    submitted_at timestamp with time zone,
    was_missed boolean DEFAULT false NOT NULL,
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    opinion text,
    row_version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    due_minute integer DEFAULT 1440 NOT NULL,
    resubmit_by date,
    resubmit_from date,
    resubmit_days integer,
    CONSTRAINT progress_report_due_minute_check CHECK (((due_minute >= 0) AND (due_minute <= 1440))),
    CONSTRAINT progress_report_period_kind_check CHECK ((period_kind = ANY (ARRAY['WEEK'::text, 'MONTH'::text, 'QUARTER'::text, 'ADHOC'::text]))),
    CONSTRAINT progress_report_progress_pct_check CHECK (((progress_pct >= (0)::numeric) AND (progress_pct <= (100)::numeric))),
    CONSTRAINT progress_report_resubmit_check CHECK (((resubmit_from IS NULL) = (resubmit_days IS NULL))),
    CONSTRAINT progress_report_state_check CHECK ((state = ANY (ARRAY['DUE'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'CONFIRMED'::text, 'MISSED'::text])))
);

ALTER TABLE ONLY bihuan.progress_report FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.progress_report OWNER TO bihuan_owner;

CREATE VIEW bihuan.public_issue AS
 SELECT d.id,
    i.serial_no,
    i.tenant_code,
    i.tenant_name,
    (NOT shown.now) AS is_withdrawn,
    d.withdraw_reason,
        CASE
            WHEN shown.now THEN d.public_title
            ELSE NULL::text
        END AS title,
        CASE
            WHEN shown.now THEN d.public_text
            ELSE NULL::text
        END AS text,
        CASE
            WHEN shown.now THEN ( SELECT string_agg(p.party_name, '、'::text ORDER BY p.party_code) AS string_agg
               FROM bihuan.issue_party p
              WHERE ((p.issue_id = i.id) AND (p.role = 'RESP_UNIT'::text) AND (p.valid_to IS NULL)))
            ELSE NULL::text
        END AS resp_units,
        CASE
            WHEN shown.now THEN i.due_date
            ELSE NULL::date
        END AS due_date,
        CASE
            WHEN shown.now THEN i.state
            ELSE NULL::text
        END AS state,
        CASE
            WHEN shown.now THEN i.progress_pct
            ELSE NULL::numeric
        END AS progress_pct,
        CASE
            WHEN shown.now THEN ( SELECT jsonb_build_object('closed_on', ((c.closed_at AT TIME ZONE 'Asia/Shanghai'::text))::date, 'document_no', c.document_no) AS jsonb_build_object
               FROM bihuan.issue_closure c
              WHERE (c.issue_id = i.id))
            ELSE NULL::jsonb
        END AS closure_notice,
    d.decided_at AS published_at,
    d.withdrawn_at
   FROM ((bihuan.disclosure d
     JOIN bihuan.issue i ON ((i.id = d.issue_id)))
     CROSS JOIN LATERAL ( SELECT ((d.state = 'PUBLISHED'::text) AND (i.secrecy = 'PUBLIC'::text)) AS now) shown)
  WHERE (d.state = ANY (ARRAY['PUBLISHED'::text, 'WITHDRAWN'::text]));

ALTER TABLE bihuan.public_issue OWNER TO bihuan_owner;

CREATE TABLE bihuan.publicity (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    start_on date NOT NULL,
    end_on date NOT NULL,
    channels jsonb NOT NULL,
    url text,
    ended_on date,
    created_by text NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    row_version integer DEFAULT 1 NOT NULL,
    recall_reason text,
    CONSTRAINT publicity_end_on_check CHECK ((end_on >= start_on)),
    CONSTRAINT publicity_recall_reason_check CHECK (((recall_reason IS NULL) OR (ended_on IS NOT NULL)))
);

ALTER TABLE ONLY bihuan.publicity FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.publicity OWNER TO bihuan_owner;

CREATE TABLE bihuan.publicity_objection (
    id uuid NOT NULL,
    publicity_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    received_on date NOT NULL,
    channel text NOT NULL,
    content text NOT NULL,
    decision text,
    decided_by text,
    decided_by_name text,
    decided_at timestamp with time zone,
    opinion text,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    row_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT publicity_objection_decision_check CHECK ((decision = ANY (ARRAY['VALID'::text, 'INVALID'::text])))
);

ALTER TABLE ONLY bihuan.publicity_objection FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.publicity_objection OWNER TO bihuan_owner;

CREATE TABLE bihuan.region_change (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    effective_date date NOT NULL,
    approval_doc text NOT NULL,
    detail jsonb NOT NULL,
    state text NOT NULL,
    applied_at timestamp with time zone,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    row_version bigint DEFAULT 1 NOT NULL,
    tried_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    withdraw_reason text,
    try_again_at timestamp with time zone,
    CONSTRAINT region_change_approval_doc_check CHECK (((char_length(approval_doc) >= 1) AND (char_length(approval_doc) <= 200))),
    CONSTRAINT region_change_kind_check CHECK ((kind = ANY (ARRAY['RENAME'::text, 'RECODE'::text, 'MERGE'::text, 'SPLIT'::text, 'TRANSFER'::text, 'ABOLISH'::text, 'CREATE'::text]))),
    CONSTRAINT region_change_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'APPLIED'::text, 'WITHDRAWN'::text]))),
    CONSTRAINT region_change_withdraw_reason_check CHECK (((char_length(withdraw_reason) >= 1) AND (char_length(withdraw_reason) <= 2000))),
    CONSTRAINT region_change_withdrawn_at_check CHECK ((((state = 'WITHDRAWN'::text) = (withdrawn_at IS NOT NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))))
);

ALTER TABLE ONLY bihuan.region_change FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.region_change OWNER TO bihuan_owner;

CREATE TABLE bihuan.register_dirty (
    id bigint NOT NULL,
    scope bihuan.scope_path NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    CONSTRAINT register_dirty_kind_check CHECK ((kind = ANY (ARRAY['PARCEL'::text, 'CONTAMINATED_SITE'::text, 'WATER_BODY'::text, 'PLANT'::text])))
);

ALTER TABLE ONLY bihuan.register_dirty FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.register_dirty OWNER TO bihuan_owner;

ALTER TABLE bihuan.register_dirty ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.register_dirty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.schema_migration (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    breaking boolean DEFAULT true NOT NULL,
    CONSTRAINT schema_migration_name_check CHECK ((name ~ '^[0-9]{4}_[a-z0-9_]+$'::text))
);

ALTER TABLE bihuan.schema_migration OWNER TO bihuan_owner;

CREATE TABLE bihuan.scope_column (
    table_name text NOT NULL,
    column_name text NOT NULL,
    mover text NOT NULL,
    key_column text,
    fence text,
    also text,
    reason text,
    CONSTRAINT scope_column_fence_check CHECK ((fence = ANY (ARRAY['ANY'::text, 'OPEN'::text]))),
    CONSTRAINT scope_column_key_check CHECK (((key_column IS NULL) OR (mover = ANY (ARRAY['MOVE'::text, 'FOLLOW'::text])))),
    CONSTRAINT scope_column_mover_check CHECK ((mover = ANY (ARRAY['MOVE'::text, 'FOLLOW'::text, 'CASCADE'::text, 'COMPUTED'::text, 'TREE'::text, 'STAYS'::text]))),
    CONSTRAINT scope_column_reason_check CHECK (((reason IS NOT NULL) OR (mover <> ALL (ARRAY['STAYS'::text, 'TREE'::text]))))
);

ALTER TABLE bihuan.scope_column OWNER TO bihuan_owner;

CREATE TABLE bihuan.standard (
    code text NOT NULL COLLATE pg_catalog."C",
    family text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    row_version bigint DEFAULT 1 NOT NULL,
    loaded_by text NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT standard_code_check CHECK ((code ~ '^[A-Za-z0-9._:-]{2,40}$'::text)),
    CONSTRAINT standard_family_check CHECK ((family ~ '^[A-Za-z0-9._:-]{1,40}$'::text)),
    CONSTRAINT standard_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 500))),
    CONSTRAINT standard_valid_to_check CHECK ((valid_to >= valid_from))
);

ALTER TABLE ONLY bihuan.standard FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.standard OWNER TO bihuan_owner;

CREATE TABLE bihuan.standard_limit (
    standard_code text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    averaging text NOT NULL COLLATE pg_catalog."C",
    level integer NOT NULL,
    op text NOT NULL,
    value numeric(18,6) NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT standard_limit_averaging_check CHECK ((averaging ~ '^[A-Za-z0-9._:-]{0,20}$'::text)),
    CONSTRAINT standard_limit_item_check CHECK ((item ~ '^[A-Za-z0-9._:-]{1,40}$'::text)),
    CONSTRAINT standard_limit_level_check CHECK (((level >= 0) AND (level <= 1000))),
    CONSTRAINT standard_limit_op_check CHECK ((op = ANY (ARRAY['LE'::text, 'GE'::text, 'LT'::text, 'GT'::text])))
);

ALTER TABLE ONLY bihuan.standard_limit FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.standard_limit OWNER TO bihuan_owner;

CREATE TABLE bihuan.standard_rule (
    standard_code text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    value numeric(18,6),
    text text,
    "position" integer NOT NULL,
    CONSTRAINT standard_rule_item_check CHECK ((item ~ '^[A-Za-z0-9._:-]{0,40}$'::text)),
    CONSTRAINT standard_rule_name_check CHECK ((name ~ '^[A-Za-z0-9._:-]{1,40}$'::text)),
    CONSTRAINT standard_rule_says_check CHECK (((value IS NOT NULL) OR (text IS NOT NULL))),
    CONSTRAINT standard_rule_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 500)))
);

ALTER TABLE ONLY bihuan.standard_rule FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.standard_rule OWNER TO bihuan_owner;

CREATE TABLE bihuan.state_log (
    id bigint NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    rule text NOT NULL,
    action text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL,
    actor_roles text NOT NULL,
    actor_tenant_id uuid,
    actor_tenant_name text NOT NULL,
    reason text,
    opinion text,
    document_no text,
    detail jsonb,
    workflow_version integer NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY bihuan.state_log FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.state_log OWNER TO bihuan_owner;

ALTER TABLE bihuan.state_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.state_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.tenant_segment (
    parent_scope text NOT NULL COLLATE pg_catalog."C",
    last integer NOT NULL
);

ALTER TABLE bihuan.tenant_segment OWNER TO bihuan_owner;

CREATE TABLE bihuan.verification (
    id uuid NOT NULL,
    issue_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    level text NOT NULL,
    method text NOT NULL,
    result text NOT NULL,
    verified_on date NOT NULL,
    verifiers jsonb NOT NULL,
    opinion text NOT NULL,
    file_ids jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_by text NOT NULL,
    created_by_name text NOT NULL,
    created_tenant_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seq bigint NOT NULL,
    after_step bigint NOT NULL,
    goal text,
    CONSTRAINT verification_goal_check CHECK (((char_length(goal) >= 1) AND (char_length(goal) <= 2000))),
    CONSTRAINT verification_level_check CHECK ((level = ANY (ARRAY['DISTRICT'::text, 'CITY'::text, 'THIRD_PARTY'::text]))),
    CONSTRAINT verification_method_check CHECK ((method = ANY (ARRAY['DOC'::text, 'ONSITE'::text, 'MONITOR'::text, 'INTERVIEW'::text]))),
    CONSTRAINT verification_result_check CHECK ((result = ANY (ARRAY['PASS'::text, 'FAIL'::text, 'PARTIAL'::text])))
);

ALTER TABLE ONLY bihuan.verification FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.verification OWNER TO bihuan_owner;

COMMENT ON COLUMN bihuan.verification.verifiers IS '[{name, member_id, issuer, subject, unit_id, unit_code, unit_name, unit_ids} of a member, unit_ids being all units of the person from the assignment on; {name, organisation} of an expert]';

COMMENT ON COLUMN bihuan.verification.goal IS 'the goal''s text in the plan that was in force';

ALTER TABLE bihuan.verification ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bihuan.verification_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bihuan.work_job (
    id uuid NOT NULL,
    service text DEFAULT substr((CURRENT_USER)::text, 8) NOT NULL,
    tenant_id uuid NOT NULL,
    scope bihuan.scope_path NOT NULL,
    operation text NOT NULL,
    actor text NOT NULL,
    actor_name text,
    is_client boolean NOT NULL,
    roles text NOT NULL,
    permissions text NOT NULL,
    english boolean NOT NULL,
    params text NOT NULL,
    query text NOT NULL,
    request_id text NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint,
    is_sealed boolean DEFAULT false NOT NULL,
    beat_at timestamp with time zone,
    status smallint,
    media_type text,
    filename text,
    problem jsonb,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    issuer text,
    subject text,
    remote text,
    turn_at timestamp with time zone,
    not_before timestamp with time zone,
    CONSTRAINT work_job_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'CANCELLED'::text])))
);

ALTER TABLE ONLY bihuan.work_job FORCE ROW LEVEL SECURITY;

ALTER TABLE bihuan.work_job OWNER TO bihuan_owner;

ALTER TABLE ONLY bihuan.audit_entry ATTACH PARTITION bihuan.audit_entry_default DEFAULT;

ALTER TABLE ONLY bihuan.event_log ATTACH PARTITION bihuan.event_log_default DEFAULT;

ALTER TABLE ONLY bihuan.accountability_referral
    ADD CONSTRAINT accountability_referral_doc_no_key UNIQUE (issue_id, doc_no);

ALTER TABLE ONLY bihuan.accountability_referral
    ADD CONSTRAINT accountability_referral_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.api_client
    ADD CONSTRAINT api_client_client_id_key UNIQUE (client_id);

ALTER TABLE ONLY bihuan.api_client
    ADD CONSTRAINT api_client_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.attainment_count
    ADD CONSTRAINT attainment_count_pkey PRIMARY KEY (tenant_id, year, element);

ALTER TABLE ONLY bihuan.attainment_mark
    ADD CONSTRAINT attainment_mark_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.attainment_tenant
    ADD CONSTRAINT attainment_tenant_pkey PRIMARY KEY (tenant_id);

ALTER TABLE ONLY bihuan.audit_chain
    ADD CONSTRAINT audit_chain_pkey PRIMARY KEY (tenant_id);

ALTER TABLE ONLY bihuan.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id, at);

ALTER TABLE ONLY bihuan.audit_entry_default
    ADD CONSTRAINT audit_entry_default_pkey PRIMARY KEY (id, at);

ALTER TABLE ONLY bihuan.audit_seal
    ADD CONSTRAINT audit_seal_entry_id_key UNIQUE (entry_id);

ALTER TABLE ONLY bihuan.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (tenant_id, number);

ALTER TABLE ONLY bihuan.audit_watermark
    ADD CONSTRAINT audit_watermark_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY bihuan.conduct_finding
    ADD CONSTRAINT conduct_finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.disclosure
    ADD CONSTRAINT disclosure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.escalation_duty
    ADD CONSTRAINT escalation_duty_key UNIQUE (escalation_id, party_tenant_id, kind, nth) DEFERRABLE;

ALTER TABLE ONLY bihuan.escalation_duty
    ADD CONSTRAINT escalation_duty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.escalation
    ADD CONSTRAINT escalation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.escalation_reply
    ADD CONSTRAINT escalation_reply_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.escalation
    ADD CONSTRAINT escalation_rung_key UNIQUE (issue_id, rung);

ALTER TABLE ONLY bihuan.evaluation_dirty
    ADD CONSTRAINT evaluation_dirty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.evaluation
    ADD CONSTRAINT evaluation_pkey PRIMARY KEY (subject_id, kind, period_start, standard_version);

ALTER TABLE ONLY bihuan.event_cursor
    ADD CONSTRAINT event_cursor_pkey PRIMARY KEY (service);

ALTER TABLE ONLY bihuan.event_failure
    ADD CONSTRAINT event_failure_pkey PRIMARY KEY (service, event_id);

ALTER TABLE ONLY bihuan.event_log
    ADD CONSTRAINT event_log_pkey PRIMARY KEY (producer, "position", published_at);

ALTER TABLE ONLY bihuan.event_log_default
    ADD CONSTRAINT event_log_default_pkey PRIMARY KEY (producer, "position", published_at);

ALTER TABLE ONLY bihuan.event_sequence
    ADD CONSTRAINT event_sequence_pkey PRIMARY KEY (aggregate_id);

ALTER TABLE ONLY bihuan.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.extension_request
    ADD CONSTRAINT extension_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.file_content
    ADD CONSTRAINT file_content_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY bihuan.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.former_key
    ADD CONSTRAINT former_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (tenant_id, subject, key);

ALTER TABLE ONLY bihuan.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (service, event_id);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.indicator
    ADD CONSTRAINT indicator_pkey PRIMARY KEY (code);

ALTER TABLE ONLY bihuan.indicator_target
    ADD CONSTRAINT indicator_target_pkey PRIMARY KEY (id, row_version);

ALTER TABLE ONLY bihuan.indicator_value
    ADD CONSTRAINT indicator_value_pkey PRIMARY KEY (id, row_version);

ALTER TABLE ONLY bihuan.inspection_feedback
    ADD CONSTRAINT inspection_feedback_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.interview
    ADD CONSTRAINT interview_pkey PRIMARY KEY (escalation_id);

ALTER TABLE ONLY bihuan.issue_board
    ADD CONSTRAINT issue_board_pkey PRIMARY KEY (scope, dimension, value);

ALTER TABLE ONLY bihuan.issue_clock
    ADD CONSTRAINT issue_clock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_closure
    ADD CONSTRAINT issue_closure_pkey PRIMARY KEY (issue_id);

ALTER TABLE ONLY bihuan.issue_code_counter
    ADD CONSTRAINT issue_code_counter_pkey PRIMARY KEY (region, year);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_code_key UNIQUE (code);

ALTER TABLE ONLY bihuan.issue_count_delta
    ADD CONSTRAINT issue_count_delta_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_grant
    ADD CONSTRAINT issue_grant_pkey PRIMARY KEY (issue_id, tenant_id);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_id_scope_key UNIQUE (id, scope);

ALTER TABLE ONLY bihuan.issue_indicator_breach
    ADD CONSTRAINT issue_indicator_breach_pkey PRIMARY KEY (issue_id, alert_id);

ALTER TABLE ONLY bihuan.issue_indicator_link
    ADD CONSTRAINT issue_indicator_link_pkey PRIMARY KEY (issue_id, indicator_code);

ALTER TABLE ONLY bihuan.issue_late_spell
    ADD CONSTRAINT issue_late_spell_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_parameter
    ADD CONSTRAINT issue_parameter_pkey PRIMARY KEY (tenant_id, name);

ALTER TABLE ONLY bihuan.issue_parameter_set
    ADD CONSTRAINT issue_parameter_set_pkey PRIMARY KEY (tenant_id);

ALTER TABLE ONLY bihuan.issue_party
    ADD CONSTRAINT issue_party_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_past
    ADD CONSTRAINT issue_past_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_pause
    ADD CONSTRAINT issue_pause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_petitioner
    ADD CONSTRAINT issue_petitioner_pkey PRIMARY KEY (issue_id);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_plan
    ADD CONSTRAINT issue_plan_id_issue_key UNIQUE (id, issue_id);

ALTER TABLE ONLY bihuan.issue_plan
    ADD CONSTRAINT issue_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.issue_plan
    ADD CONSTRAINT issue_plan_version_key UNIQUE (issue_id, version);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_serial_no_key UNIQUE (feedback_id, serial_no);

ALTER TABLE ONLY bihuan.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (service, job);

ALTER TABLE ONLY bihuan.leading_group
    ADD CONSTRAINT leading_group_id_scope_key UNIQUE (id, scope);

ALTER TABLE ONLY bihuan.leading_group_member
    ADD CONSTRAINT leading_group_member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.leading_group
    ADD CONSTRAINT leading_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.leading_group_section
    ADD CONSTRAINT leading_group_section_pkey PRIMARY KEY (group_id, kind);

ALTER TABLE ONLY bihuan.light_log
    ADD CONSTRAINT light_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.measure
    ADD CONSTRAINT measure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.measure
    ADD CONSTRAINT measure_position_key UNIQUE (plan_id, "position");

ALTER TABLE ONLY bihuan.member
    ADD CONSTRAINT member_id_scope_key UNIQUE (id, scope);

ALTER TABLE ONLY bihuan.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.member_role
    ADD CONSTRAINT member_role_pkey PRIMARY KEY (member_id, role, granted_at);

ALTER TABLE ONLY bihuan.member
    ADD CONSTRAINT member_tenant_id_issuer_subject_key UNIQUE (tenant_id, issuer, subject);

ALTER TABLE ONLY bihuan.member
    ADD CONSTRAINT member_tenant_id_source_external_id_key UNIQUE (tenant_id, source, external_id);

ALTER TABLE ONLY bihuan.milestone
    ADD CONSTRAINT milestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.monitored_object_measure
    ADD CONSTRAINT monitored_object_measure_pkey PRIMARY KEY (object_id, since);

ALTER TABLE ONLY bihuan.monitored_object
    ADD CONSTRAINT monitored_object_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.monitored_object_stage
    ADD CONSTRAINT monitored_object_stage_pkey PRIMARY KEY (object_id, since);

ALTER TABLE ONLY bihuan.monitoring_task
    ADD CONSTRAINT monitoring_task_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (object_id, item, averaging, observed_at, source);

ALTER TABLE ONLY bihuan.observation_revision
    ADD CONSTRAINT observation_revision_pkey PRIMARY KEY (object_id, item, averaging, observed_at, source, revision);

ALTER TABLE ONLY bihuan.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY bihuan.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.progress_report
    ADD CONSTRAINT progress_report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.publicity
    ADD CONSTRAINT publicity_id_issue_key UNIQUE (id, issue_id);

ALTER TABLE ONLY bihuan.publicity_objection
    ADD CONSTRAINT publicity_objection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.publicity
    ADD CONSTRAINT publicity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.region_change
    ADD CONSTRAINT region_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.region_succession
    ADD CONSTRAINT region_succession_pkey PRIMARY KEY (change_id, predecessor_id, successor_id);

ALTER TABLE ONLY bihuan.register_dirty
    ADD CONSTRAINT register_dirty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY bihuan.scope_column
    ADD CONSTRAINT scope_column_pkey PRIMARY KEY (table_name, column_name);

ALTER TABLE ONLY bihuan.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (kid);

ALTER TABLE ONLY bihuan.standard_limit
    ADD CONSTRAINT standard_limit_pkey PRIMARY KEY (standard_code, item, averaging, level);

ALTER TABLE ONLY bihuan.standard
    ADD CONSTRAINT standard_one_in_force EXCLUDE USING gist (family WITH =, daterange(valid_from, valid_to, '[]'::text) WITH &&) DEFERRABLE;

ALTER TABLE ONLY bihuan.standard
    ADD CONSTRAINT standard_pkey PRIMARY KEY (code);

ALTER TABLE ONLY bihuan.standard_rule
    ADD CONSTRAINT standard_rule_pkey PRIMARY KEY (standard_code, item, name);

ALTER TABLE ONLY bihuan.state_log
    ADD CONSTRAINT state_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.tenant
    ADD CONSTRAINT tenant_parent_id_source_external_id_key UNIQUE (parent_id, source, external_id);

ALTER TABLE ONLY bihuan.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.tenant
    ADD CONSTRAINT tenant_scope_key UNIQUE (scope);

ALTER TABLE ONLY bihuan.tenant_segment
    ADD CONSTRAINT tenant_segment_pkey PRIMARY KEY (parent_scope);

ALTER TABLE ONLY bihuan.tenant_version
    ADD CONSTRAINT tenant_version_code_once EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY bihuan.tenant_version
    ADD CONSTRAINT tenant_version_one_at_a_time EXCLUDE USING gist (tenant_id WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY bihuan.tenant_version
    ADD CONSTRAINT tenant_version_pkey PRIMARY KEY (tenant_id, valid_from);

ALTER TABLE ONLY bihuan.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bihuan.work_calendar_day
    ADD CONSTRAINT work_calendar_day_pkey PRIMARY KEY (day);

ALTER TABLE ONLY bihuan.work_calendar
    ADD CONSTRAINT work_calendar_pkey PRIMARY KEY (year);

ALTER TABLE ONLY bihuan.work_job
    ADD CONSTRAINT work_job_pkey PRIMARY KEY (id);

CREATE INDEX accountability_referral_issue_idx ON bihuan.accountability_referral USING btree (issue_id, id);

CREATE INDEX api_client_scope ON bihuan.api_client USING btree (scope, id);

CREATE INDEX attainment_count_scope ON bihuan.attainment_count USING btree (year, scope);

CREATE INDEX attainment_mark_scope ON bihuan.attainment_mark USING btree (scope);

CREATE INDEX attainment_mark_tenant ON bihuan.attainment_mark USING btree (tenant_id);

CREATE INDEX attainment_tenant_due ON bihuan.attainment_tenant USING btree (holds_until) WHERE (holds_until IS NOT NULL);

CREATE INDEX attainment_tenant_scope ON bihuan.attainment_tenant USING btree (scope);

CREATE INDEX audit_entry_commit ON ONLY bihuan.audit_entry USING btree (xid, id);

CREATE INDEX audit_entry_object ON ONLY bihuan.audit_entry USING btree (object_kind, object_id, id);

CREATE INDEX audit_entry_default_object_kind_object_id_id_idx ON bihuan.audit_entry_default USING btree (object_kind, object_id, id);

CREATE INDEX audit_entry_tenant ON ONLY bihuan.audit_entry USING btree (scope, id);

CREATE INDEX audit_entry_default_scope_id_idx ON bihuan.audit_entry_default USING btree (scope, id);

CREATE INDEX audit_entry_default_xid_id_idx ON bihuan.audit_entry_default USING btree (xid, id);

CREATE INDEX conduct_finding_issue_idx ON bihuan.conduct_finding USING btree (issue_id, id);

CREATE INDEX disclosure_issue_idx ON bihuan.disclosure USING btree (issue_id, id);

CREATE UNIQUE INDEX disclosure_open_key ON bihuan.disclosure USING btree (issue_id) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'PUBLISHED'::text]));

CREATE INDEX escalation_duty_issue_idx ON bihuan.escalation_duty USING btree (issue_id);

CREATE INDEX escalation_duty_party_idx ON bihuan.escalation_duty USING btree (party_tenant_id);

CREATE INDEX escalation_issue_idx ON bihuan.escalation USING btree (issue_id, id);

CREATE INDEX escalation_proposed_idx ON bihuan.escalation USING btree (issue_id) WHERE (state = 'PROPOSED'::text);

CREATE INDEX escalation_reply_files_idx ON bihuan.escalation_reply USING gin (attachments jsonb_path_ops) WHERE (attachments <> '[]'::jsonb);

CREATE INDEX escalation_reply_issue_idx ON bihuan.escalation_reply USING btree (issue_id);

CREATE INDEX escalation_reply_party_idx ON bihuan.escalation_reply USING btree (party_tenant_id);

CREATE INDEX escalation_reply_step_idx ON bihuan.escalation_reply USING btree (escalation_id, id);

CREATE INDEX evaluation_dirty_day ON bihuan.evaluation_dirty USING btree (day, object_id);

CREATE UNIQUE INDEX evaluation_id_key ON bihuan.evaluation USING btree (id);

CREATE INDEX evaluation_scope ON bihuan.evaluation USING btree (scope, id);

CREATE INDEX event_failure_order ON bihuan.event_failure USING btree (service, aggregate_id, sequence);

CREATE INDEX event_log_aggregate ON ONLY bihuan.event_log USING btree (aggregate_id, sequence);

CREATE INDEX event_log_default_aggregate_id_sequence_idx ON bihuan.event_log_default USING btree (aggregate_id, sequence);

CREATE INDEX event_log_id ON ONLY bihuan.event_log USING btree (id);

CREATE INDEX event_log_default_id_idx ON bihuan.event_log_default USING btree (id);

CREATE INDEX event_log_published ON ONLY bihuan.event_log USING brin (published_at);

CREATE INDEX event_log_default_published_at_idx ON bihuan.event_log_default USING brin (published_at);

CREATE INDEX event_log_order ON ONLY bihuan.event_log USING btree (xid, "position");

CREATE INDEX event_log_default_xid_position_idx ON bihuan.event_log_default USING btree (xid, "position");

CREATE INDEX evidence_file_idx ON bihuan.evidence USING btree (file_id) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX evidence_file_key ON bihuan.evidence USING btree (issue_id, kind, sha256, COALESCE(phase, ''::text)) WHERE (deleted_at IS NULL);

CREATE INDEX evidence_issue_idx ON bihuan.evidence USING btree (issue_id, id);

CREATE INDEX evidence_milestone_idx ON bihuan.evidence USING btree (milestone_id) WHERE (milestone_id IS NOT NULL);

CREATE INDEX evidence_proof_file_idx ON bihuan.evidence USING btree (file_id) WHERE (kind = 'CONDUCT_PROOF'::text);

CREATE INDEX extension_request_issue_idx ON bihuan.extension_request USING btree (issue_id, id);

CREATE UNIQUE INDEX extension_request_open_key ON bihuan.extension_request USING btree (issue_id) WHERE (decision IS NULL);

CREATE INDEX file_scope ON bihuan.file USING btree (scope, id);

CREATE INDEX file_sha256 ON bihuan.file USING btree (sha256);

CREATE INDEX former_key_external_idx ON bihuan.former_key USING btree (external_id, scope);

CREATE INDEX former_key_object_idx ON bihuan.former_key USING btree (object_id);

CREATE INDEX idempotency_key_age ON bihuan.idempotency_key USING btree (created_at);

CREATE INDEX inbox_age ON bihuan.inbox USING btree (service, handled_at);

CREATE INDEX indicator_alert_breach ON bihuan.indicator_alert USING btree (indicator_code, scope) WHERE ((kind = 'RED_LINE'::text) AND (ended_at IS NULL));

CREATE INDEX indicator_alert_object ON bihuan.indicator_alert USING btree (object_id, id) WHERE (object_id IS NOT NULL);

CREATE UNIQUE INDEX indicator_alert_object_open_key ON bihuan.indicator_alert USING btree (object_id, evaluation_kind, period_start) WHERE ((ended_at IS NULL) AND (object_id IS NOT NULL));

CREATE INDEX indicator_alert_open ON bihuan.indicator_alert USING btree (value_id) WHERE (ended_at IS NULL);

CREATE INDEX indicator_alert_scope ON bihuan.indicator_alert USING btree (scope, id);

CREATE INDEX indicator_alert_standard ON bihuan.indicator_alert USING btree (standard_version) WHERE (standard_version IS NOT NULL);

CREATE INDEX indicator_alert_target ON bihuan.indicator_alert USING btree (target_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX indicator_alert_transfer_open_key ON bihuan.indicator_alert USING btree (object_id, period_start) WHERE ((ended_at IS NULL) AND (kind = 'UNSURVEYED_TRANSFER'::text));

CREATE INDEX indicator_alert_unit ON bihuan.indicator_alert USING btree (unit_scope, id) WHERE (unit_scope IS NOT NULL);

CREATE UNIQUE INDEX indicator_target_current ON bihuan.indicator_target USING btree (id) WHERE (superseded_at IS NULL);

CREATE UNIQUE INDEX indicator_target_external_id_key ON bihuan.indicator_target USING btree (tenant_id, source, external_id) WHERE ((superseded_at IS NULL) AND (external_id IS NOT NULL));

CREATE INDEX indicator_target_of_tenant ON bihuan.indicator_target USING btree (tenant_id, indicator_code) WHERE (superseded_at IS NULL);

CREATE UNIQUE INDEX indicator_target_once_key ON bihuan.indicator_target USING btree (tenant_id, indicator_code, year, target_type) WHERE ((superseded_at IS NULL) AND (year IS NOT NULL));

CREATE INDEX indicator_target_scope ON bihuan.indicator_target USING btree (scope, id);

CREATE INDEX indicator_target_standard ON bihuan.indicator_target USING btree (standard_version) WHERE (superseded_at IS NULL);

CREATE UNIQUE INDEX indicator_value_current ON bihuan.indicator_value USING btree (id) WHERE (superseded_at IS NULL);

CREATE INDEX indicator_value_indicator ON bihuan.indicator_value USING btree (indicator_code);

CREATE INDEX indicator_value_of_tenant ON bihuan.indicator_value USING btree (tenant_id, indicator_code, period_kind, period_start);

CREATE UNIQUE INDEX indicator_value_once_key ON bihuan.indicator_value USING btree (tenant_id, indicator_code, period_kind, period_start, standard_version) NULLS NOT DISTINCT WHERE (superseded_at IS NULL);

CREATE INDEX indicator_value_scope ON bihuan.indicator_value USING btree (scope, id);

CREATE INDEX indicator_value_standard ON bihuan.indicator_value USING btree (standard_version) WHERE (standard_version IS NOT NULL);

CREATE INDEX indicator_value_unit ON bihuan.indicator_value USING btree (unit_scope, id) WHERE (unit_scope IS NOT NULL);

CREATE UNIQUE INDEX inspection_feedback_external_key ON bihuan.inspection_feedback USING btree (tenant_id, source, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX inspection_feedback_scope_idx ON bihuan.inspection_feedback USING btree (scope, id);

CREATE INDEX interview_issue_idx ON bihuan.interview USING btree (issue_id);

CREATE INDEX issue_board_depth_idx ON bihuan.issue_board USING btree (depth, scope);

CREATE INDEX issue_clock_issue_idx ON bihuan.issue_clock USING btree (issue_id, id);

CREATE UNIQUE INDEX issue_clock_open_key ON bihuan.issue_clock USING btree (issue_id, kind) WHERE (ended_on IS NULL);

CREATE INDEX issue_clock_provisional_idx ON bihuan.issue_clock USING btree (id) WHERE due_provisional;

CREATE INDEX issue_derived_from_idx ON bihuan.issue USING btree (derived_from) WHERE (derived_from IS NOT NULL);

CREATE INDEX issue_due_moved_idx ON bihuan.issue USING btree (id) WHERE (due_moved_to IS NOT NULL);

CREATE INDEX issue_due_open_idx ON bihuan.issue USING btree (id) WHERE ((due_by_term OR (due_date IS NULL)) AND (state = ANY (ARRAY['ASSIGNED'::text, 'SIGNED'::text, 'PLANNING'::text, 'PLAN_REVIEW'::text])));

CREATE UNIQUE INDEX issue_external_key ON bihuan.issue USING btree (tenant_id, source, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX issue_grant_issue_idx ON bihuan.issue_grant USING btree (issue_id, scope) WHERE (valid_to IS NULL);

CREATE INDEX issue_grant_scope2_idx ON bihuan.issue_grant USING btree (scope2, issue_id) WHERE ((valid_to IS NULL) AND ("left"((scope)::text, 8) <> "left"((issue_scope)::text, 8)));

CREATE INDEX issue_grant_scope2_state_idx ON bihuan.issue_grant USING btree (scope2, state, issue_id) WHERE ((valid_to IS NULL) AND ("left"((scope)::text, 8) <> "left"((issue_scope)::text, 8)));

CREATE INDEX issue_grant_scope3_idx ON bihuan.issue_grant USING btree (scope3, issue_id) WHERE ((valid_to IS NULL) AND ("left"((scope)::text, 12) <> "left"((issue_scope)::text, 12)));

CREATE INDEX issue_grant_scope3_state_idx ON bihuan.issue_grant USING btree (scope3, state, issue_id) WHERE ((valid_to IS NULL) AND ("left"((scope)::text, 12) <> "left"((issue_scope)::text, 12)));

CREATE INDEX issue_grant_scope_idx ON bihuan.issue_grant USING btree (scope, issue_id) WHERE (valid_to IS NULL);

CREATE INDEX issue_indicator_link_code_idx ON bihuan.issue_indicator_link USING btree (indicator_code, scope);

CREATE INDEX issue_late_spell_issue_idx ON bihuan.issue_late_spell USING btree (issue_id, id);

CREATE INDEX issue_light_idx ON bihuan.issue USING btree (light, id);

CREATE INDEX issue_merged_into_idx ON bihuan.issue USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX issue_open_idx ON bihuan.issue USING btree (id) WHERE ((closed_at IS NULL) AND (state <> ALL (ARRAY['REOPENED'::text, 'CANCELLED'::text, 'MERGED'::text])));

CREATE INDEX issue_parameter_scope_idx ON bihuan.issue_parameter USING btree (scope, name);

CREATE INDEX issue_party_issue_idx ON bihuan.issue_party USING btree (issue_id, role);

CREATE UNIQUE INDEX issue_party_one_lead_key ON bihuan.issue_party USING btree (issue_id, role) WHERE ((valid_to IS NULL) AND (role = ANY (ARRAY['LEAD_UNIT'::text, 'SUPERVISE_UNIT'::text])));

CREATE UNIQUE INDEX issue_party_unit_key ON bihuan.issue_party USING btree (issue_id, role, party_tenant_id, COALESCE(person_name, ''::text)) WHERE (valid_to IS NULL);

CREATE INDEX issue_party_unit_open_idx ON bihuan.issue_party USING btree (party_tenant_id, issue_id) WHERE (valid_to IS NULL);

CREATE INDEX issue_past_issue_idx ON bihuan.issue_past USING btree (issue_id, id);

CREATE INDEX issue_pause_issue_idx ON bihuan.issue_pause USING btree (issue_id, id);

CREATE UNIQUE INDEX issue_pause_open_key ON bihuan.issue_pause USING btree (issue_id) WHERE (resumed_on IS NULL);

CREATE UNIQUE INDEX issue_plan_active_key ON bihuan.issue_plan USING btree (issue_id) WHERE is_active;

CREATE UNIQUE INDEX issue_plan_draft_key ON bihuan.issue_plan USING btree (issue_id) WHERE (state = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'APPROVED'::text]));

CREATE INDEX issue_programme_idx ON bihuan.issue USING btree (programme_id) WHERE (programme_id IS NOT NULL);

CREATE INDEX issue_provisional_idx ON bihuan.issue USING btree (id) WHERE due_provisional;

CREATE INDEX issue_public_idx ON bihuan.issue USING btree (id) WHERE is_public;

CREATE INDEX issue_reopened_from_idx ON bihuan.issue USING btree (reopened_from) WHERE (reopened_from IS NOT NULL);

CREATE INDEX issue_scope2_due_idx ON bihuan.issue USING btree (scope2, due_date) WHERE (closed_at IS NULL);

CREATE INDEX issue_scope2_idx ON bihuan.issue USING btree (scope2, id);

CREATE INDEX issue_scope2_light_idx ON bihuan.issue USING btree (scope2, light, id);

CREATE INDEX issue_scope2_serial_no_idx ON bihuan.issue USING btree (scope2, serial_no);

CREATE INDEX issue_scope2_state_idx ON bihuan.issue USING btree (scope2, state, id);

CREATE INDEX issue_scope2_title_idx ON bihuan.issue USING btree (scope2, title);

CREATE INDEX issue_scope3_idx ON bihuan.issue USING btree (scope3, id);

CREATE INDEX issue_scope3_state_idx ON bihuan.issue USING btree (scope3, state, id);

CREATE INDEX issue_scope_idx ON bihuan.issue USING btree (scope, id);

CREATE INDEX issue_state_idx ON bihuan.issue USING btree (state, id);

CREATE INDEX issue_tenant_idx ON bihuan.issue USING btree (tenant_id, id);

CREATE INDEX issue_title_idx ON bihuan.issue USING btree (title);

CREATE INDEX leading_group_member_group ON bihuan.leading_group_member USING btree (group_id, sort);

CREATE INDEX leading_group_member_person ON bihuan.leading_group_member USING btree (member_id);

CREATE INDEX leading_group_member_tenant ON bihuan.leading_group_member USING btree (tenant_id);

CREATE UNIQUE INDEX leading_group_one_active ON bihuan.leading_group USING btree (tenant_id) WHERE (dissolved_on IS NULL);

CREATE UNIQUE INDEX leading_group_one_exec ON bihuan.leading_group_member USING btree (group_id) WHERE (role = 'EXEC_DEPUTY'::text);

CREATE UNIQUE INDEX leading_group_one_head ON bihuan.leading_group_member USING btree (group_id) WHERE (role = 'HEAD'::text);

CREATE INDEX leading_group_scope ON bihuan.leading_group USING btree (scope, id);

CREATE INDEX leading_group_section_tenant ON bihuan.leading_group_section USING btree (tenant_id);

CREATE INDEX light_log_issue_idx ON bihuan.light_log USING btree (issue_id, id);

CREATE INDEX measure_issue_idx ON bihuan.measure USING btree (issue_id);

CREATE UNIQUE INDEX member_role_once ON bihuan.member_role USING btree (member_id, role) WHERE (revoked_at IS NULL);

CREATE INDEX member_role_scope ON bihuan.member_role USING btree (scope);

CREATE INDEX member_scope ON bihuan.member USING btree (scope, id);

CREATE INDEX member_subject ON bihuan.member USING btree (issuer, subject);

CREATE INDEX milestone_issue_idx ON bihuan.milestone USING btree (issue_id, planned_date);

CREATE INDEX milestone_measure_idx ON bihuan.milestone USING btree (measure_id);

CREATE INDEX milestone_plan_idx ON bihuan.milestone USING btree (plan_id);

CREATE INDEX monitored_object_area ON bihuan.monitored_object USING btree (area_id) WHERE (area_id IS NOT NULL);

CREATE INDEX monitored_object_discharge_standard ON bihuan.monitored_object USING btree (discharge_standard) WHERE (discharge_standard IS NOT NULL);

CREATE UNIQUE INDEX monitored_object_external_id_key ON bihuan.monitored_object USING btree (tenant_id, source, external_id);

CREATE INDEX monitored_object_kind ON bihuan.monitored_object USING btree (kind, scope, id);

CREATE INDEX monitored_object_reference ON bihuan.monitored_object USING btree (reference);

CREATE INDEX monitored_object_scope ON bihuan.monitored_object USING btree (scope, id);

CREATE INDEX monitoring_task_object ON bihuan.monitoring_task USING btree (object_id) WHERE (object_id IS NOT NULL);

CREATE INDEX monitoring_task_open_owner ON bihuan.monitoring_task USING btree (tenant_id) WHERE (state = 'ORDERED'::text);

CREATE INDEX monitoring_task_open_performer ON bihuan.monitoring_task USING btree (performer_id) WHERE (state = 'ORDERED'::text);

CREATE INDEX monitoring_task_performer ON bihuan.monitoring_task USING btree (performer_scope, id);

CREATE INDEX monitoring_task_scope ON bihuan.monitoring_task USING btree (scope, id);

CREATE UNIQUE INDEX programme_issued_key ON bihuan.programme USING btree (tenant_id, feedback_id) WHERE ((kind = 'RECTIFICATION'::text) AND (state = 'ISSUED'::text));

CREATE INDEX programme_scope_idx ON bihuan.programme USING btree (scope, id);

CREATE UNIQUE INDEX programme_version_key ON bihuan.programme USING btree (tenant_id, feedback_id, version) WHERE (kind = 'RECTIFICATION'::text);

CREATE INDEX progress_report_attachments_idx ON bihuan.progress_report USING gin (attachments jsonb_path_ops) WHERE (attachments <> '[]'::jsonb);

CREATE INDEX progress_report_due_idx ON bihuan.progress_report USING btree (due_on, id) WHERE (state = 'DUE'::text);

CREATE INDEX progress_report_issue_idx ON bihuan.progress_report USING btree (issue_id, period_end);

CREATE UNIQUE INDEX progress_report_period_key ON bihuan.progress_report USING btree (issue_id, period_kind, period_start) WHERE (period_kind <> 'ADHOC'::text);

CREATE INDEX progress_report_returned_idx ON bihuan.progress_report USING btree (resubmit_by, id) WHERE (state = 'RETURNED'::text);

CREATE INDEX publicity_issue_idx ON bihuan.publicity USING btree (issue_id, id);

CREATE INDEX publicity_objection_issue_idx ON bihuan.publicity_objection USING btree (issue_id, id);

CREATE INDEX publicity_objection_publicity_idx ON bihuan.publicity_objection USING btree (publicity_id);

CREATE UNIQUE INDEX publicity_running_key ON bihuan.publicity USING btree (issue_id) WHERE (ended_on IS NULL);

CREATE INDEX region_change_due ON bihuan.region_change USING btree (state, effective_date);

CREATE INDEX region_change_scope ON bihuan.region_change USING btree (scope, id);

CREATE INDEX region_succession_predecessor ON bihuan.region_succession USING btree (predecessor_id);

CREATE INDEX region_succession_successor ON bihuan.region_succession USING btree (successor_id);

CREATE INDEX signing_key_active ON bihuan.signing_key USING btree (active_from DESC);

CREATE INDEX state_log_issue_idx ON bihuan.state_log USING btree (issue_id, id);

CREATE INDEX tenant_kind ON bihuan.tenant USING btree (kind, scope);

CREATE INDEX tenant_parent ON bihuan.tenant USING btree (parent_id);

CREATE INDEX tenant_version_code ON bihuan.tenant_version USING btree (code);

CREATE INDEX tenant_version_parent ON bihuan.tenant_version USING btree (parent_id);

CREATE INDEX verification_file_ids_idx ON bihuan.verification USING gin (file_ids jsonb_path_ops) WHERE (file_ids <> '[]'::jsonb);

CREATE INDEX verification_issue_idx ON bihuan.verification USING btree (issue_id, id);

CREATE UNIQUE INDEX verification_seq_key ON bihuan.verification USING btree (issue_id, seq);

CREATE INDEX work_calendar_day_year ON bihuan.work_calendar_day USING btree (year);

CREATE INDEX work_job_expiring ON bihuan.work_job USING btree (service, expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX work_job_tenant ON bihuan.work_job USING btree (tenant_id, id);

CREATE INDEX work_job_waiting ON bihuan.work_job USING btree (service, id) WHERE (state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text]));

ALTER INDEX bihuan.audit_entry_object ATTACH PARTITION bihuan.audit_entry_default_object_kind_object_id_id_idx;

ALTER INDEX bihuan.audit_entry_pkey ATTACH PARTITION bihuan.audit_entry_default_pkey;

ALTER INDEX bihuan.audit_entry_tenant ATTACH PARTITION bihuan.audit_entry_default_scope_id_idx;

ALTER INDEX bihuan.audit_entry_commit ATTACH PARTITION bihuan.audit_entry_default_xid_id_idx;

ALTER INDEX bihuan.event_log_aggregate ATTACH PARTITION bihuan.event_log_default_aggregate_id_sequence_idx;

ALTER INDEX bihuan.event_log_id ATTACH PARTITION bihuan.event_log_default_id_idx;

ALTER INDEX bihuan.event_log_pkey ATTACH PARTITION bihuan.event_log_default_pkey;

ALTER INDEX bihuan.event_log_published ATTACH PARTITION bihuan.event_log_default_published_at_idx;

ALTER INDEX bihuan.event_log_order ATTACH PARTITION bihuan.event_log_default_xid_position_idx;

CREATE TRIGGER accountability_referral_keep BEFORE UPDATE ON bihuan.accountability_referral FOR EACH ROW WHEN (((old.scope)::text = (new.scope)::text)) EXECUTE FUNCTION bihuan.accountability_referral_keep();

CREATE TRIGGER api_client_scope_fence AFTER INSERT ON bihuan.api_client REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.api_client_scope_fence();

CREATE TRIGGER attainment_alert_insert AFTER INSERT ON bihuan.indicator_alert FOR EACH ROW EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER attainment_alert_update AFTER UPDATE ON bihuan.indicator_alert FOR EACH ROW WHEN ((old.ended_at IS DISTINCT FROM new.ended_at)) EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER attainment_indicator_update AFTER UPDATE ON bihuan.indicator FOR EACH ROW EXECUTE FUNCTION bihuan.attainment_marked_all();

CREATE TRIGGER attainment_target_insert AFTER INSERT ON bihuan.indicator_target FOR EACH ROW EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER attainment_target_update AFTER UPDATE ON bihuan.indicator_target FOR EACH ROW WHEN (((old.superseded_at IS DISTINCT FROM new.superseded_at) OR ((old.scope)::text IS DISTINCT FROM (new.scope)::text))) EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER attainment_value_insert AFTER INSERT ON bihuan.indicator_value FOR EACH ROW EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER attainment_value_update AFTER UPDATE ON bihuan.indicator_value FOR EACH ROW WHEN ((old.superseded_at IS DISTINCT FROM new.superseded_at)) EXECUTE FUNCTION bihuan.attainment_marked();

CREATE TRIGGER escalation_duty_party_scope_fence AFTER INSERT ON bihuan.escalation_duty REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.escalation_duty_party_scope_fence();

CREATE TRIGGER escalation_reply_party_scope_fence AFTER INSERT ON bihuan.escalation_reply REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.escalation_reply_party_scope_fence();

CREATE TRIGGER evaluation_left_body AFTER UPDATE OF body_id ON bihuan.monitored_object FOR EACH ROW WHEN (((old.body_id IS NOT NULL) AND (old.body_id IS DISTINCT FROM new.body_id))) EXECUTE FUNCTION bihuan.evaluation_mark_left_body();

CREATE TRIGGER file_scope_fence AFTER INSERT ON bihuan.file REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.file_scope_fence();

CREATE TRIGGER former_key_scope_fence AFTER INSERT ON bihuan.former_key REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.former_key_scope_fence();

CREATE TRIGGER indicator_target_scope_fence AFTER INSERT ON bihuan.indicator_target REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.indicator_target_scope_fence();

CREATE TRIGGER indicator_value_scope_fence AFTER INSERT ON bihuan.indicator_value REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.indicator_value_scope_fence();

CREATE TRIGGER inspection_feedback_scope_fence AFTER INSERT ON bihuan.inspection_feedback REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.inspection_feedback_scope_fence();

CREATE TRIGGER issue_count_insert AFTER INSERT ON bihuan.issue FOR EACH ROW EXECUTE FUNCTION bihuan.issue_count();

CREATE TRIGGER issue_count_update AFTER UPDATE ON bihuan.issue FOR EACH ROW WHEN (((((((old.scope)::text IS DISTINCT FROM (new.scope)::text) OR (old.state IS DISTINCT FROM new.state)) OR (old.light IS DISTINCT FROM new.light)) OR (old.category IS DISTINCT FROM new.category)) OR ((old.overdue_since IS NULL) IS DISTINCT FROM (new.overdue_since IS NULL)))) EXECUTE FUNCTION bihuan.issue_count();

CREATE TRIGGER issue_grant_scope_fence AFTER INSERT ON bihuan.issue_grant REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.issue_grant_scope_fence();

CREATE TRIGGER issue_keep_facts BEFORE UPDATE OF original_text, code, closed_at ON bihuan.issue FOR EACH ROW EXECUTE FUNCTION bihuan.issue_keep_facts();

CREATE TRIGGER issue_keep_past AFTER UPDATE ON bihuan.issue FOR EACH ROW WHEN ((old.updated_at IS DISTINCT FROM new.updated_at)) EXECUTE FUNCTION bihuan.issue_keep_past();

CREATE TRIGGER issue_parameter_scope_fence AFTER INSERT ON bihuan.issue_parameter REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.issue_parameter_scope_fence();

CREATE TRIGGER issue_parameter_set_scope_fence AFTER INSERT ON bihuan.issue_parameter_set REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.issue_parameter_set_scope_fence();

CREATE TRIGGER issue_party_party_scope_fence AFTER INSERT ON bihuan.issue_party REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.issue_party_party_scope_fence();

CREATE TRIGGER issue_pause_moves_duties AFTER UPDATE OF resumed_on ON bihuan.issue_pause FOR EACH ROW WHEN (((old.resumed_on IS NULL) AND (new.resumed_on > new.from_on))) EXECUTE FUNCTION bihuan.issue_pause_moves_duties();

CREATE TRIGGER issue_scope_fence AFTER INSERT ON bihuan.issue REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.issue_scope_fence();

CREATE TRIGGER leading_group_scope_fence AFTER INSERT ON bihuan.leading_group REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.leading_group_scope_fence();

CREATE TRIGGER member_scope_fence AFTER INSERT ON bihuan.member REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.member_scope_fence();

CREATE TRIGGER monitored_object_scope_fence AFTER INSERT ON bihuan.monitored_object REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.monitored_object_scope_fence();

CREATE TRIGGER monitoring_task_performer_scope_fence AFTER INSERT ON bihuan.monitoring_task REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.monitoring_task_performer_scope_fence();

CREATE TRIGGER monitoring_task_scope_fence AFTER INSERT ON bihuan.monitoring_task REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.monitoring_task_scope_fence();

CREATE TRIGGER observation_scope_fence AFTER INSERT ON bihuan.observation REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.observation_scope_fence();

CREATE TRIGGER programme_scope_fence AFTER INSERT ON bihuan.programme REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.programme_scope_fence();

CREATE TRIGGER region_change_scope_fence AFTER INSERT ON bihuan.region_change REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.region_change_scope_fence();

CREATE TRIGGER work_job_scope_fence AFTER INSERT ON bihuan.work_job REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bihuan.work_job_scope_fence();

ALTER TABLE ONLY bihuan.accountability_referral
    ADD CONSTRAINT accountability_referral_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.api_client
    ADD CONSTRAINT api_client_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.conduct_finding
    ADD CONSTRAINT conduct_finding_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.disclosure
    ADD CONSTRAINT disclosure_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.escalation_duty
    ADD CONSTRAINT escalation_duty_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES bihuan.escalation(id);

ALTER TABLE ONLY bihuan.escalation_duty
    ADD CONSTRAINT escalation_duty_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.escalation
    ADD CONSTRAINT escalation_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.escalation
    ADD CONSTRAINT escalation_lift_verification_id_fkey FOREIGN KEY (lift_verification_id) REFERENCES bihuan.verification(id);

ALTER TABLE ONLY bihuan.escalation_reply
    ADD CONSTRAINT escalation_reply_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES bihuan.escalation(id);

ALTER TABLE ONLY bihuan.escalation_reply
    ADD CONSTRAINT escalation_reply_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.evidence
    ADD CONSTRAINT evidence_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.evidence
    ADD CONSTRAINT evidence_milestone_id_fkey FOREIGN KEY (milestone_id) REFERENCES bihuan.milestone(id);

ALTER TABLE ONLY bihuan.extension_request
    ADD CONSTRAINT extension_request_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.file
    ADD CONSTRAINT file_sha256_fkey FOREIGN KEY (sha256) REFERENCES bihuan.file_content(sha256);

ALTER TABLE ONLY bihuan.file
    ADD CONSTRAINT file_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_indicator_fkey FOREIGN KEY (indicator_code) REFERENCES bihuan.indicator(code);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_object_id_fkey FOREIGN KEY (object_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_standard_version_fkey FOREIGN KEY (standard_version) REFERENCES bihuan.standard(code);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_target_fkey FOREIGN KEY (target_id, target_row_version) REFERENCES bihuan.indicator_target(id, row_version);

ALTER TABLE ONLY bihuan.indicator_alert
    ADD CONSTRAINT indicator_alert_value_fkey FOREIGN KEY (value_id, value_row_version) REFERENCES bihuan.indicator_value(id, row_version);

ALTER TABLE ONLY bihuan.indicator_target
    ADD CONSTRAINT indicator_target_indicator_fkey FOREIGN KEY (indicator_code) REFERENCES bihuan.indicator(code);

ALTER TABLE ONLY bihuan.indicator_target
    ADD CONSTRAINT indicator_target_standard_version_fkey FOREIGN KEY (standard_version) REFERENCES bihuan.standard(code);

ALTER TABLE ONLY bihuan.indicator_value
    ADD CONSTRAINT indicator_value_indicator_fkey FOREIGN KEY (indicator_code) REFERENCES bihuan.indicator(code);

ALTER TABLE ONLY bihuan.indicator_value
    ADD CONSTRAINT indicator_value_standard_version_fkey FOREIGN KEY (standard_version) REFERENCES bihuan.standard(code);

ALTER TABLE ONLY bihuan.interview
    ADD CONSTRAINT interview_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES bihuan.escalation(id);

ALTER TABLE ONLY bihuan.interview
    ADD CONSTRAINT interview_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_clock
    ADD CONSTRAINT issue_clock_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_closure
    ADD CONSTRAINT issue_closure_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_derived_from_fkey FOREIGN KEY (derived_from) REFERENCES bihuan.issue(id);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES bihuan.inspection_feedback(id);

ALTER TABLE ONLY bihuan.issue_grant
    ADD CONSTRAINT issue_grant_issue_id_issue_scope_fkey FOREIGN KEY (issue_id, issue_scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_indicator_breach
    ADD CONSTRAINT issue_indicator_breach_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_indicator_link
    ADD CONSTRAINT issue_indicator_link_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_late_spell
    ADD CONSTRAINT issue_late_spell_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES bihuan.issue(id);

ALTER TABLE ONLY bihuan.issue_party
    ADD CONSTRAINT issue_party_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_past
    ADD CONSTRAINT issue_past_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_pause
    ADD CONSTRAINT issue_pause_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_petitioner
    ADD CONSTRAINT issue_petitioner_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue_plan
    ADD CONSTRAINT issue_plan_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES bihuan.programme(id);

ALTER TABLE ONLY bihuan.issue
    ADD CONSTRAINT issue_reopened_from_fkey FOREIGN KEY (reopened_from) REFERENCES bihuan.issue(id);

ALTER TABLE ONLY bihuan.leading_group_member
    ADD CONSTRAINT leading_group_member_group_id_fkey FOREIGN KEY (group_id, scope) REFERENCES bihuan.leading_group(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.leading_group_member
    ADD CONSTRAINT leading_group_member_member_id_fkey FOREIGN KEY (member_id) REFERENCES bihuan.member(id);

ALTER TABLE ONLY bihuan.leading_group_member
    ADD CONSTRAINT leading_group_member_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.leading_group_section
    ADD CONSTRAINT leading_group_section_group_id_fkey FOREIGN KEY (group_id, scope) REFERENCES bihuan.leading_group(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.leading_group_section
    ADD CONSTRAINT leading_group_section_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.leading_group
    ADD CONSTRAINT leading_group_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.light_log
    ADD CONSTRAINT light_log_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.measure
    ADD CONSTRAINT measure_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.measure
    ADD CONSTRAINT measure_plan_id_issue_id_fkey FOREIGN KEY (plan_id, issue_id) REFERENCES bihuan.issue_plan(id, issue_id);

ALTER TABLE ONLY bihuan.member_role
    ADD CONSTRAINT member_role_member_id_fkey FOREIGN KEY (member_id, scope) REFERENCES bihuan.member(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.member
    ADD CONSTRAINT member_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.milestone
    ADD CONSTRAINT milestone_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.milestone
    ADD CONSTRAINT milestone_measure_id_fkey FOREIGN KEY (measure_id) REFERENCES bihuan.measure(id) ON DELETE CASCADE;

ALTER TABLE ONLY bihuan.milestone
    ADD CONSTRAINT milestone_plan_id_issue_id_fkey FOREIGN KEY (plan_id, issue_id) REFERENCES bihuan.issue_plan(id, issue_id);

ALTER TABLE ONLY bihuan.monitored_object
    ADD CONSTRAINT monitored_object_area_id_fkey FOREIGN KEY (area_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.monitored_object
    ADD CONSTRAINT monitored_object_body_id_fkey FOREIGN KEY (body_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.monitored_object
    ADD CONSTRAINT monitored_object_discharge_standard_fkey FOREIGN KEY (discharge_standard) REFERENCES bihuan.standard(code);

ALTER TABLE ONLY bihuan.monitored_object_measure
    ADD CONSTRAINT monitored_object_measure_object_id_fkey FOREIGN KEY (object_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.monitored_object_stage
    ADD CONSTRAINT monitored_object_stage_object_id_fkey FOREIGN KEY (object_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.monitoring_task
    ADD CONSTRAINT monitoring_task_object_fkey FOREIGN KEY (object_id) REFERENCES bihuan.monitored_object(id);

ALTER TABLE ONLY bihuan.programme
    ADD CONSTRAINT programme_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES bihuan.inspection_feedback(id);

ALTER TABLE ONLY bihuan.programme
    ADD CONSTRAINT programme_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES bihuan.programme(id);

ALTER TABLE ONLY bihuan.progress_report
    ADD CONSTRAINT progress_report_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.publicity
    ADD CONSTRAINT publicity_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.publicity_objection
    ADD CONSTRAINT publicity_objection_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.publicity_objection
    ADD CONSTRAINT publicity_objection_publicity_id_issue_id_fkey FOREIGN KEY (publicity_id, issue_id) REFERENCES bihuan.publicity(id, issue_id);

ALTER TABLE ONLY bihuan.region_succession
    ADD CONSTRAINT region_succession_change_id_fkey FOREIGN KEY (change_id) REFERENCES bihuan.region_change(id);

ALTER TABLE ONLY bihuan.region_succession
    ADD CONSTRAINT region_succession_predecessor_id_fkey FOREIGN KEY (predecessor_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.region_succession
    ADD CONSTRAINT region_succession_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.standard_limit
    ADD CONSTRAINT standard_limit_standard_code_fkey FOREIGN KEY (standard_code) REFERENCES bihuan.standard(code) ON DELETE CASCADE;

ALTER TABLE ONLY bihuan.standard_rule
    ADD CONSTRAINT standard_rule_standard_code_fkey FOREIGN KEY (standard_code) REFERENCES bihuan.standard(code) ON DELETE CASCADE;

ALTER TABLE ONLY bihuan.state_log
    ADD CONSTRAINT state_log_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.tenant
    ADD CONSTRAINT tenant_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.tenant_version
    ADD CONSTRAINT tenant_version_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.tenant_version
    ADD CONSTRAINT tenant_version_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES bihuan.tenant(id);

ALTER TABLE ONLY bihuan.verification
    ADD CONSTRAINT verification_issue_id_scope_fkey FOREIGN KEY (issue_id, scope) REFERENCES bihuan.issue(id, scope) ON UPDATE CASCADE;

ALTER TABLE ONLY bihuan.work_calendar_day
    ADD CONSTRAINT work_calendar_day_year_fkey FOREIGN KEY (year) REFERENCES bihuan.work_calendar(year) ON DELETE CASCADE;

ALTER TABLE bihuan.accountability_referral ENABLE ROW LEVEL SECURITY;

CREATE POLICY accountability_referral_restricted ON bihuan.accountability_referral AS RESTRICTIVE USING ((bihuan.range_is_whole() OR bihuan.role_held('GROUP_HEAD GROUP_ACCOUNT'::text)));

CREATE POLICY accountability_referral_tenant ON bihuan.accountability_referral USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.api_client ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_client_owner ON bihuan.api_client FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY api_client_tenant ON bihuan.api_client USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.attainment_count ENABLE ROW LEVEL SECURITY;

CREATE POLICY attainment_count_tenant ON bihuan.attainment_count USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.attainment_mark ENABLE ROW LEVEL SECURITY;

CREATE POLICY attainment_mark_owner ON bihuan.attainment_mark TO bihuan_owner USING (true);

CREATE POLICY attainment_mark_tenant ON bihuan.attainment_mark USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.attainment_tenant ENABLE ROW LEVEL SECURITY;

CREATE POLICY attainment_tenant_tenant ON bihuan.attainment_tenant USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.audit_chain ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_chain_tenant ON bihuan.audit_chain USING (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true)))) WITH CHECK (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.audit_entry ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_entry_tenant ON bihuan.audit_entry FOR SELECT USING (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true))));

CREATE POLICY audit_entry_write ON bihuan.audit_entry FOR INSERT WITH CHECK (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.audit_seal ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_seal_tenant ON bihuan.audit_seal USING (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true)))) WITH CHECK (((scope >= current_setting('app.lo'::text, true)) AND (scope < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.conduct_finding ENABLE ROW LEVEL SECURITY;

CREATE POLICY conduct_finding_restricted ON bihuan.conduct_finding AS RESTRICTIVE TO bihuan_issues USING (((NOT is_dereliction) OR bihuan.range_is_whole() OR (((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)) AND bihuan.role_held('GROUP_HEAD GROUP_ACCOUNT'::text))));

CREATE POLICY conduct_finding_tenant ON bihuan.conduct_finding USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = conduct_finding.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = conduct_finding.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.disclosure ENABLE ROW LEVEL SECURITY;

CREATE POLICY disclosure_owner ON bihuan.disclosure FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY disclosure_tenant ON bihuan.disclosure USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = disclosure.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = disclosure.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.escalation ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.escalation_duty ENABLE ROW LEVEL SECURITY;

CREATE POLICY escalation_duty_owner ON bihuan.escalation_duty TO bihuan_owner USING (true) WITH CHECK (true);

CREATE POLICY escalation_duty_restricted ON bihuan.escalation_duty AS RESTRICTIVE TO bihuan_issues USING (bihuan.step_is_shown(level, (scope)::text, (party_scope)::text));

CREATE POLICY escalation_duty_tenant ON bihuan.escalation_duty USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation_duty.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation_duty.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.escalation_reply ENABLE ROW LEVEL SECURITY;

CREATE POLICY escalation_reply_owner ON bihuan.escalation_reply FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY escalation_reply_restricted ON bihuan.escalation_reply AS RESTRICTIVE TO bihuan_issues USING (bihuan.step_is_shown(level, (scope)::text, (party_scope)::text));

CREATE POLICY escalation_reply_tenant ON bihuan.escalation_reply USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation_reply.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation_reply.issue_id)
 LIMIT 1)));

CREATE POLICY escalation_restricted ON bihuan.escalation AS RESTRICTIVE TO bihuan_issues USING (bihuan.step_is_shown(GREATEST(level, about_level), (scope)::text, (( SELECT d.party_scope
   FROM bihuan.escalation_duty d
  WHERE ((d.issue_id = escalation.issue_id) AND ((d.party_scope)::text = current_setting('app.lo'::text, true)) AND ((d.escalation_id = escalation.id) OR (d.level = escalation.about_level)))
 LIMIT 1))::text));

CREATE POLICY escalation_tenant ON bihuan.escalation USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = escalation.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.evaluation ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.evaluation_dirty ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_dirty_owner ON bihuan.evaluation_dirty FOR INSERT TO bihuan_owner WITH CHECK (true);

CREATE POLICY evaluation_dirty_tenant ON bihuan.evaluation_dirty USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY evaluation_owner ON bihuan.evaluation FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY evaluation_tenant ON bihuan.evaluation USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.event_cursor ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_cursor_service ON bihuan.event_cursor USING (((service = substr((CURRENT_USER)::text, 8)) OR (CURRENT_USER = 'bihuan_ctl'::name)));

ALTER TABLE bihuan.event_failure ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_failure_service ON bihuan.event_failure USING (((service = substr((CURRENT_USER)::text, 8)) OR (CURRENT_USER = 'bihuan_ctl'::name)));

ALTER TABLE bihuan.event_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_log_read ON bihuan.event_log FOR SELECT USING (true);

CREATE POLICY event_log_write ON bihuan.event_log FOR INSERT WITH CHECK ((producer = substr((CURRENT_USER)::text, 8)));

ALTER TABLE bihuan.evidence ENABLE ROW LEVEL SECURITY;

CREATE POLICY evidence_owner ON bihuan.evidence FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY evidence_restricted ON bihuan.evidence AS RESTRICTIVE TO bihuan_issues USING (bihuan.proof_is_shown(kind, (scope)::text));

CREATE POLICY evidence_tenant ON bihuan.evidence USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = evidence.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = evidence.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.extension_request ENABLE ROW LEVEL SECURITY;

CREATE POLICY extension_request_tenant ON bihuan.extension_request USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = extension_request.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = extension_request.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.file ENABLE ROW LEVEL SECURITY;

CREATE POLICY file_owner ON bihuan.file FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY file_restricted ON bihuan.file AS RESTRICTIVE FOR SELECT TO bihuan_directory, bihuan_issues, bihuan_indicators USING ((NOT bihuan.file_is_kept(id)));

CREATE POLICY file_tenant ON bihuan.file USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY file_with_issue ON bihuan.file FOR SELECT TO bihuan_directory, bihuan_issues USING (bihuan.issue_file_shared(id));

ALTER TABLE bihuan.former_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY former_key_tenant ON bihuan.former_key USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.idempotency_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY idempotency_key_tenant ON bihuan.idempotency_key USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.inbox ENABLE ROW LEVEL SECURITY;

CREATE POLICY inbox_service ON bihuan.inbox USING (((service = substr((CURRENT_USER)::text, 8)) OR (CURRENT_USER = 'bihuan_ctl'::name)));

ALTER TABLE bihuan.indicator ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.indicator_alert ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicator_alert_tenant ON bihuan.indicator_alert USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((unit_scope)::text >= current_setting('app.lo'::text, true)) AND ((unit_scope)::text < current_setting('app.hi'::text, true))))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((unit_scope)::text >= current_setting('app.lo'::text, true)) AND ((unit_scope)::text < current_setting('app.hi'::text, true)))));

CREATE POLICY indicator_read ON bihuan.indicator FOR SELECT USING (true);

ALTER TABLE bihuan.indicator_target ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicator_target_owner ON bihuan.indicator_target FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY indicator_target_tenant ON bihuan.indicator_target USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR starts_with(current_setting('app.lo'::text, true), (scope)::text))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.indicator_value ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicator_value_tenant ON bihuan.indicator_value USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((unit_scope)::text >= current_setting('app.lo'::text, true)) AND ((unit_scope)::text < current_setting('app.hi'::text, true))))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((unit_scope)::text >= current_setting('app.lo'::text, true)) AND ((unit_scope)::text < current_setting('app.hi'::text, true)))));

CREATE POLICY indicator_write ON bihuan.indicator TO bihuan_indicators USING (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text))) WITH CHECK (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text)));

ALTER TABLE bihuan.inspection_feedback ENABLE ROW LEVEL SECURITY;

CREATE POLICY inspection_feedback_issue ON bihuan.inspection_feedback FOR SELECT USING (( SELECT true
   FROM bihuan.issue i
  WHERE ((i.feedback_id = inspection_feedback.id) AND ((i.scope)::text >= current_setting('app.lo'::text, true)) AND ((i.scope)::text < current_setting('app.hi'::text, true)))
 LIMIT 1));

CREATE POLICY inspection_feedback_tenant ON bihuan.inspection_feedback USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR starts_with(current_setting('app.lo'::text, true), (scope)::text))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.interview ENABLE ROW LEVEL SECURITY;

CREATE POLICY interview_owner ON bihuan.interview TO bihuan_owner USING (true) WITH CHECK (true);

CREATE POLICY interview_restricted ON bihuan.interview AS RESTRICTIVE TO bihuan_issues USING (bihuan.step_is_shown(5, (scope)::text, (( SELECT d.party_scope
   FROM bihuan.escalation_duty d
  WHERE ((d.escalation_id = interview.escalation_id) AND ((d.party_scope)::text = current_setting('app.lo'::text, true)))
 LIMIT 1))::text));

CREATE POLICY interview_tenant ON bihuan.interview USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = interview.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = interview.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_board ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_board_tenant ON bihuan.issue_board USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.issue_clock ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_clock_tenant ON bihuan.issue_clock USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_clock.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_clock.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_closure ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_closure_owner ON bihuan.issue_closure FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY issue_closure_tenant ON bihuan.issue_closure USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_closure.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_closure.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_count_delta ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_count_delta_owner ON bihuan.issue_count_delta TO bihuan_owner USING (true);

CREATE POLICY issue_count_delta_tenant ON bihuan.issue_count_delta USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.issue_grant ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_grant_owner ON bihuan.issue_grant TO bihuan_owner USING (true);

CREATE POLICY issue_grant_tenant ON bihuan.issue_grant USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((issue_scope)::text >= current_setting('app.lo'::text, true)) AND ((issue_scope)::text < current_setting('app.hi'::text, true))))) WITH CHECK ((((issue_scope)::text >= current_setting('app.lo'::text, true)) AND ((issue_scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.issue_indicator_breach ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_indicator_breach_restricted ON bihuan.issue_indicator_breach AS RESTRICTIVE FOR SELECT TO bihuan_issues USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.indicator_alert a
  WHERE (a.id = issue_indicator_breach.alert_id)
 LIMIT 1)));

CREATE POLICY issue_indicator_breach_tenant ON bihuan.issue_indicator_breach USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_indicator_breach.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_indicator_breach.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_indicator_link ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_indicator_link_tenant ON bihuan.issue_indicator_link USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_indicator_link.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_indicator_link.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_late_spell ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_late_spell_tenant ON bihuan.issue_late_spell USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_late_spell.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_late_spell.issue_id)
 LIMIT 1)));

CREATE POLICY issue_owner ON bihuan.issue FOR SELECT TO bihuan_owner USING (true);

ALTER TABLE bihuan.issue_parameter ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.issue_parameter_set ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_parameter_set_tenant ON bihuan.issue_parameter_set USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY issue_parameter_tenant ON bihuan.issue_parameter USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR starts_with(current_setting('app.lo'::text, true), (scope)::text))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.issue_party ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_party_owner ON bihuan.issue_party FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY issue_party_tenant ON bihuan.issue_party USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_party.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_party.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_past_tenant ON bihuan.issue_past USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_past.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_past.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_pause ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_pause_tenant ON bihuan.issue_pause USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_pause.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_pause.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.issue_petitioner ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_petitioner_tenant ON bihuan.issue_petitioner USING ((((scope)::text = current_setting('app.lo'::text, true)) OR ((current_setting('app.lo'::text, true) = ''::text) AND (current_setting('app.hi'::text, true) = '~'::text))));

ALTER TABLE bihuan.issue_plan ENABLE ROW LEVEL SECURITY;

CREATE POLICY issue_plan_tenant ON bihuan.issue_plan USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_plan.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = issue_plan.issue_id)
 LIMIT 1)));

CREATE POLICY issue_tenant ON bihuan.issue USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue_grant g
  WHERE ((g.issue_id = issue.id) AND ((g.scope)::text >= current_setting('app.lo'::text, true)) AND ((g.scope)::text < current_setting('app.hi'::text, true)) AND (g.valid_to IS NULL))
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue_grant g
  WHERE ((g.issue_id = issue.id) AND ((g.scope)::text >= current_setting('app.lo'::text, true)) AND ((g.scope)::text < current_setting('app.hi'::text, true)) AND (g.valid_to IS NULL))
 LIMIT 1)));

ALTER TABLE bihuan.job_run ENABLE ROW LEVEL SECURITY;

CREATE POLICY job_run_service ON bihuan.job_run USING (((service = substr((CURRENT_USER)::text, 8)) OR (CURRENT_USER = 'bihuan_ctl'::name)));

ALTER TABLE bihuan.leading_group ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.leading_group_member ENABLE ROW LEVEL SECURITY;

CREATE POLICY leading_group_member_tenant ON bihuan.leading_group_member USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.leading_group_section ENABLE ROW LEVEL SECURITY;

CREATE POLICY leading_group_section_tenant ON bihuan.leading_group_section USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY leading_group_tenant ON bihuan.leading_group USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.light_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY light_log_tenant ON bihuan.light_log USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = light_log.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = light_log.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.measure ENABLE ROW LEVEL SECURITY;

CREATE POLICY measure_tenant ON bihuan.measure USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = measure.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = measure.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.member ENABLE ROW LEVEL SECURITY;

CREATE POLICY member_identity ON bihuan.member FOR SELECT TO bihuan_issues, bihuan_indicators USING (true);

ALTER TABLE bihuan.member_role ENABLE ROW LEVEL SECURITY;

CREATE POLICY member_role_identity ON bihuan.member_role FOR SELECT TO bihuan_issues, bihuan_indicators USING (true);

CREATE POLICY member_role_tenant ON bihuan.member_role USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY member_tenant ON bihuan.member USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.milestone ENABLE ROW LEVEL SECURITY;

CREATE POLICY milestone_tenant ON bihuan.milestone USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = milestone.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = milestone.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.monitored_object ENABLE ROW LEVEL SECURITY;

CREATE POLICY monitored_object_area_owner ON bihuan.monitored_object FOR SELECT TO bihuan_owner USING ((kind = 'PROTECTED_AREA'::text));

ALTER TABLE bihuan.monitored_object_measure ENABLE ROW LEVEL SECURITY;

CREATE POLICY monitored_object_measure_object ON bihuan.monitored_object_measure USING (( SELECT true
   FROM bihuan.monitored_object o
  WHERE (o.id = monitored_object_measure.object_id)
 LIMIT 1)) WITH CHECK (( SELECT true
   FROM bihuan.monitored_object o
  WHERE (o.id = monitored_object_measure.object_id)
 LIMIT 1));

ALTER TABLE bihuan.monitored_object_stage ENABLE ROW LEVEL SECURITY;

CREATE POLICY monitored_object_stage_object ON bihuan.monitored_object_stage USING (( SELECT true
   FROM bihuan.monitored_object o
  WHERE (o.id = monitored_object_stage.object_id)
 LIMIT 1)) WITH CHECK (( SELECT true
   FROM bihuan.monitored_object o
  WHERE (o.id = monitored_object_stage.object_id)
 LIMIT 1));

CREATE POLICY monitored_object_tenant ON bihuan.monitored_object USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.monitoring_task ENABLE ROW LEVEL SECURITY;

CREATE POLICY monitoring_task_tenant ON bihuan.monitoring_task USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((performer_scope)::text >= current_setting('app.lo'::text, true)) AND ((performer_scope)::text < current_setting('app.hi'::text, true))))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR (((performer_scope)::text >= current_setting('app.lo'::text, true)) AND ((performer_scope)::text < current_setting('app.hi'::text, true)))));

ALTER TABLE bihuan.observation ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.observation_revision ENABLE ROW LEVEL SECURITY;

CREATE POLICY observation_revision_tenant ON bihuan.observation_revision USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY observation_tenant ON bihuan.observation USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.outbox ENABLE ROW LEVEL SECURITY;

CREATE POLICY outbox_operator ON bihuan.outbox FOR SELECT TO bihuan_ctl USING (true);

CREATE POLICY outbox_owner ON bihuan.outbox FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY outbox_producer ON bihuan.outbox USING ((producer = substr((CURRENT_USER)::text, 8))) WITH CHECK ((producer = substr((CURRENT_USER)::text, 8)));

ALTER TABLE bihuan.programme ENABLE ROW LEVEL SECURITY;

CREATE POLICY programme_issue ON bihuan.programme FOR SELECT USING (( SELECT true
   FROM bihuan.issue i
  WHERE ((i.programme_id = programme.id) AND ((i.scope)::text >= current_setting('app.lo'::text, true)) AND ((i.scope)::text < current_setting('app.hi'::text, true)))
 LIMIT 1));

CREATE POLICY programme_tenant ON bihuan.programme USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR starts_with(current_setting('app.lo'::text, true), (scope)::text))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.progress_report ENABLE ROW LEVEL SECURITY;

CREATE POLICY progress_report_owner ON bihuan.progress_report FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY progress_report_tenant ON bihuan.progress_report USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = progress_report.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = progress_report.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.publicity ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.publicity_objection ENABLE ROW LEVEL SECURITY;

CREATE POLICY publicity_objection_tenant ON bihuan.publicity_objection USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = publicity_objection.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = publicity_objection.issue_id)
 LIMIT 1)));

CREATE POLICY publicity_tenant ON bihuan.publicity USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = publicity.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = publicity.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.region_change ENABLE ROW LEVEL SECURITY;

CREATE POLICY region_change_tenant ON bihuan.region_change USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.register_dirty ENABLE ROW LEVEL SECURITY;

CREATE POLICY register_dirty_tenant ON bihuan.register_dirty USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.standard ENABLE ROW LEVEL SECURITY;

ALTER TABLE bihuan.standard_limit ENABLE ROW LEVEL SECURITY;

CREATE POLICY standard_limit_read ON bihuan.standard_limit FOR SELECT USING (true);

CREATE POLICY standard_limit_write ON bihuan.standard_limit TO bihuan_indicators USING (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text))) WITH CHECK (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text)));

CREATE POLICY standard_read ON bihuan.standard FOR SELECT USING (true);

ALTER TABLE bihuan.standard_rule ENABLE ROW LEVEL SECURITY;

CREATE POLICY standard_rule_read ON bihuan.standard_rule FOR SELECT USING (true);

CREATE POLICY standard_rule_write ON bihuan.standard_rule TO bihuan_indicators USING (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text))) WITH CHECK (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text)));

CREATE POLICY standard_write ON bihuan.standard TO bihuan_indicators USING (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text))) WITH CHECK (((char_length(current_setting('app.lo'::text, true)) <= 4) AND (current_setting('app.hi'::text, true) > ''::text)));

ALTER TABLE bihuan.state_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY state_log_tenant ON bihuan.state_log USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = state_log.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = state_log.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.tenant ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant_change ON bihuan.tenant FOR UPDATE TO bihuan_directory USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

CREATE POLICY tenant_names ON bihuan.tenant FOR SELECT TO bihuan_issues, bihuan_ctl, bihuan_indicators USING (true);

CREATE POLICY tenant_place ON bihuan.tenant TO bihuan_owner USING (true) WITH CHECK (true);

CREATE POLICY tenant_tenant ON bihuan.tenant FOR SELECT TO bihuan_directory USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ((current_setting('app.lo'::text, true) >= (scope)::text) AND (current_setting('app.lo'::text, true) < (((scope)::text || '~'::text) COLLATE "C")))));

ALTER TABLE bihuan.tenant_version ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant_version_names ON bihuan.tenant_version FOR SELECT TO bihuan_issues, bihuan_ctl, bihuan_indicators USING (true);

CREATE POLICY tenant_version_tenant ON bihuan.tenant_version TO bihuan_directory USING (( SELECT true
   FROM bihuan.tenant t
  WHERE (t.id = tenant_version.tenant_id)
 LIMIT 1)) WITH CHECK (( SELECT true
   FROM bihuan.tenant t
  WHERE (t.id = tenant_version.tenant_id)
 LIMIT 1));

CREATE POLICY tenant_write ON bihuan.tenant FOR INSERT TO bihuan_directory WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

ALTER TABLE bihuan.verification ENABLE ROW LEVEL SECURITY;

CREATE POLICY verification_owner ON bihuan.verification FOR SELECT TO bihuan_owner USING (true);

CREATE POLICY verification_tenant ON bihuan.verification USING (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = verification.issue_id)
 LIMIT 1))) WITH CHECK (((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))) OR ( SELECT true
   FROM bihuan.issue i
  WHERE (i.id = verification.issue_id)
 LIMIT 1)));

ALTER TABLE bihuan.work_job ENABLE ROW LEVEL SECURITY;

CREATE POLICY work_job_tenant ON bihuan.work_job USING ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true)))) WITH CHECK ((((scope)::text >= current_setting('app.lo'::text, true)) AND ((scope)::text < current_setting('app.hi'::text, true))));

GRANT USAGE ON SCHEMA bihuan TO bihuan_directory;
GRANT USAGE ON SCHEMA bihuan TO bihuan_issues;
GRANT USAGE ON SCHEMA bihuan TO bihuan_ctl;
GRANT USAGE ON SCHEMA bihuan TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.audit_entry TO bihuan_directory;
GRANT SELECT,INSERT ON TABLE bihuan.audit_entry TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.audit_entry TO bihuan_ctl;
GRANT SELECT,INSERT ON TABLE bihuan.audit_entry TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.audit_seal(batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.audit_seal(batch integer) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.audit_seal(batch integer) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.audit_seal(batch integer) TO bihuan_ctl;
GRANT ALL ON FUNCTION bihuan.audit_seal(batch integer) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.due_past_pauses(one_issue uuid, began date, due date) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.due_past_pauses(one_issue uuid, began date, due date) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.duties_pass_on(one_issue uuid, terms jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.duties_pass_on(one_issue uuid, terms jsonb) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid, terms jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid, terms jsonb) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.duty_doer(doer text, caller text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.duty_doer(doer text, caller text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.duty_doer(doer text, caller text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.duty_doer(doer text, caller text) TO bihuan_indicators;

GRANT ALL ON FUNCTION bihuan.ensure_month_partition(parent regclass, month date) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.ensure_month_partition(parent regclass, month date) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.ensure_month_partition(parent regclass, month date) TO bihuan_ctl;
GRANT ALL ON FUNCTION bihuan.ensure_month_partition(parent regclass, month date) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.evaluation_mark_editions(codes text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.evaluation_mark_editions(codes text[]) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.file_handed_in(file uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION bihuan.file_is_kept(file uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.file_is_kept(file uuid) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.file_is_kept(file uuid) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.file_is_kept(file uuid) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.file_is_restricted(file uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.file_is_restricted(file uuid) TO bihuan_directory;

REVOKE ALL ON FUNCTION bihuan.interview_follows(one_issue uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION bihuan.issue_children(parent uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.issue_children(parent uuid) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.issue_file_shared(file uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.issue_file_shared(file uuid) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.issue_file_shared(file uuid) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.move_touches(told jsonb, place text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.move_touches(told jsonb, place text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.move_touches(told jsonb, place text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.move_touches(told jsonb, place text) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.moves_untold(place text, besides text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.moves_untold(place text, besides text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.moves_untold(place text, besides text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.moves_untold(place text, besides text) TO bihuan_indicators;

GRANT ALL ON FUNCTION bihuan.next_scope(parent text) TO bihuan_directory;

GRANT ALL ON FUNCTION bihuan.observation_stage() TO bihuan_indicators;

GRANT ALL ON FUNCTION bihuan.observation_stage_count() TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.pause_shift(from_on date, resumed_on date, began date, due date) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.pause_shift(from_on date, resumed_on date, began date, due date) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.programme_carry(new_id uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.programme_carry(new_id uuid, at timestamp with time zone) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.protected_area(area uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.protected_area(area uuid) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.rebound_takes_over(old_issue uuid, new_issue uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.rebound_takes_over(old_issue uuid, new_issue uuid) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.registrars_follow(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.registrars_follow(place text) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.scope_hold(held_id uuid, held_scope text, must_be_open boolean) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.scope_left(held_id uuid, held_scope text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.scope_left(held_id uuid, held_scope text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.scope_left(held_id uuid, held_scope text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.scope_left(held_id uuid, held_scope text) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.scope_settled(held_id uuid, held_scope text) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) TO bihuan_directory;
GRANT ALL ON FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.scope_stands(held_id uuid, held_scope text) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.scope_take(taken_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.scope_take(taken_id uuid) TO bihuan_directory;

GRANT ALL ON FUNCTION bihuan.segment_text(n integer) TO bihuan_directory;

REVOKE ALL ON FUNCTION bihuan.serial_next(feedback uuid, stem text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.serial_next(feedback uuid, stem text) TO bihuan_issues;

REVOKE ALL ON FUNCTION bihuan.tenant_heir(body uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.tenant_heir(body uuid) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.tenant_heir(body uuid) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.tenant_heirs(body uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.tenant_heirs(body uuid) TO bihuan_issues;
GRANT ALL ON FUNCTION bihuan.tenant_heirs(body uuid) TO bihuan_indicators;

REVOKE ALL ON FUNCTION bihuan.tenants_called(called text) FROM PUBLIC;
GRANT ALL ON FUNCTION bihuan.tenants_called(called text) TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.accountability_referral TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.work_calendar_day TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.work_calendar_day TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.work_calendar_day TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_calendar_day TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_calendar_day TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_calendar_day TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.work_calendar TO bihuan_directory;

GRANT SELECT(year) ON TABLE bihuan.work_calendar TO bihuan_issues;
GRANT SELECT(year) ON TABLE bihuan.work_calendar TO bihuan_indicators;

GRANT SELECT(source) ON TABLE bihuan.work_calendar TO bihuan_issues;
GRANT SELECT(source) ON TABLE bihuan.work_calendar TO bihuan_indicators;

GRANT SELECT(row_version) ON TABLE bihuan.work_calendar TO bihuan_issues;
GRANT SELECT(row_version) ON TABLE bihuan.work_calendar TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_calendar_year TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_calendar_year TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_calendar_year TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.api_client TO bihuan_directory;

GRANT SELECT(tenant_id) ON TABLE bihuan.api_client TO bihuan_issues;
GRANT SELECT(tenant_id) ON TABLE bihuan.api_client TO bihuan_indicators;

GRANT SELECT(client_id) ON TABLE bihuan.api_client TO bihuan_issues;
GRANT SELECT(client_id) ON TABLE bihuan.api_client TO bihuan_indicators;

GRANT SELECT(permissions) ON TABLE bihuan.api_client TO bihuan_issues;
GRANT SELECT(permissions) ON TABLE bihuan.api_client TO bihuan_indicators;

GRANT SELECT(roles) ON TABLE bihuan.api_client TO bihuan_issues;
GRANT SELECT(roles) ON TABLE bihuan.api_client TO bihuan_indicators;

GRANT SELECT(disabled_at) ON TABLE bihuan.api_client TO bihuan_issues;
GRANT SELECT(disabled_at) ON TABLE bihuan.api_client TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_client_standing TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_client_standing TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_client_standing TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.file TO bihuan_directory;

GRANT SELECT(id) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(id) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(tenant_id) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(tenant_id) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(scope) ON TABLE bihuan.file TO bihuan_issues;
GRANT UPDATE(scope) ON TABLE bihuan.file TO bihuan_directory;
GRANT SELECT(scope) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(sha256) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(sha256) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(name) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(name) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(uploaded_by) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(uploaded_by) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT(uploaded_at) ON TABLE bihuan.file TO bihuan_issues;
GRANT SELECT(uploaded_at) ON TABLE bihuan.file TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.file_content TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.file_content TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.file_content TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_file TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_file TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_file TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.indicator TO bihuan_indicators;

GRANT SELECT(code) ON TABLE bihuan.indicator TO bihuan_issues;

GRANT SELECT(name) ON TABLE bihuan.indicator TO bihuan_issues;

GRANT SELECT(unit) ON TABLE bihuan.indicator TO bihuan_issues;

GRANT SELECT(red_line_class) ON TABLE bihuan.indicator TO bihuan_issues;

GRANT SELECT ON TABLE bihuan.api_indicator TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_indicator TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.member TO bihuan_directory;

GRANT SELECT(id) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(id) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT(tenant_id) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(tenant_id) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT(issuer) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(issuer) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT(subject) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(subject) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT(name) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(name) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT(disabled_at) ON TABLE bihuan.member TO bihuan_issues;
GRANT SELECT(disabled_at) ON TABLE bihuan.member TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.member_role TO bihuan_directory;

GRANT SELECT(member_id) ON TABLE bihuan.member_role TO bihuan_issues;
GRANT SELECT(member_id) ON TABLE bihuan.member_role TO bihuan_indicators;

GRANT SELECT(role) ON TABLE bihuan.member_role TO bihuan_issues;
GRANT SELECT(role) ON TABLE bihuan.member_role TO bihuan_indicators;

GRANT SELECT(revoked_at) ON TABLE bihuan.member_role TO bihuan_issues;
GRANT SELECT(revoked_at) ON TABLE bihuan.member_role TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_membership TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_membership TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_membership TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT SELECT(id) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT UPDATE(row_version) ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT SELECT(tenant_id) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT UPDATE(scope) ON TABLE bihuan.indicator_alert TO bihuan_indicators;
GRANT SELECT(scope) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT UPDATE(unit_scope) ON TABLE bihuan.indicator_alert TO bihuan_indicators;
GRANT SELECT(unit_scope) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(kind) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(indicator_code) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(period_kind) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(period_start) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(value_id) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(value_row_version) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(target_id) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(target_row_version) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(value) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(limit_value) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT SELECT(raised_at) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT UPDATE(ended_at) ON TABLE bihuan.indicator_alert TO bihuan_indicators;
GRANT SELECT(ended_at) ON TABLE bihuan.indicator_alert TO bihuan_issues;

GRANT UPDATE(acknowledged_by) ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT UPDATE(acknowledged_by_name) ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT UPDATE(acknowledged_at) ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT UPDATE(note) ON TABLE bihuan.indicator_alert TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.indicator_target TO bihuan_indicators;

GRANT SELECT(id) ON TABLE bihuan.indicator_target TO bihuan_issues;

GRANT SELECT(row_version) ON TABLE bihuan.indicator_target TO bihuan_issues;

GRANT UPDATE(scope) ON TABLE bihuan.indicator_target TO bihuan_indicators;
GRANT SELECT(scope) ON TABLE bihuan.indicator_target TO bihuan_issues;

GRANT SELECT(target_type) ON TABLE bihuan.indicator_target TO bihuan_issues;

GRANT UPDATE(superseded_at) ON TABLE bihuan.indicator_target TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.indicator_value TO bihuan_indicators;

GRANT SELECT(id) ON TABLE bihuan.indicator_value TO bihuan_issues;

GRANT SELECT(row_version) ON TABLE bihuan.indicator_value TO bihuan_issues;

GRANT SELECT(revision) ON TABLE bihuan.indicator_value TO bihuan_issues;

GRANT UPDATE(scope) ON TABLE bihuan.indicator_value TO bihuan_indicators;
GRANT SELECT(scope) ON TABLE bihuan.indicator_value TO bihuan_issues;

GRANT UPDATE(unit_scope) ON TABLE bihuan.indicator_value TO bihuan_indicators;
GRANT SELECT(unit_scope) ON TABLE bihuan.indicator_value TO bihuan_issues;

GRANT UPDATE(superseded_at) ON TABLE bihuan.indicator_value TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_open_breach TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_open_breach TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.region_succession TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.region_succession TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.region_succession TO bihuan_indicators;

GRANT UPDATE(applied) ON TABLE bihuan.region_succession TO bihuan_directory;

GRANT SELECT ON TABLE bihuan.api_region_succession TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_region_succession TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_region_succession TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.signing_key TO bihuan_directory;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.signing_key TO bihuan_ctl;

GRANT SELECT(kid) ON TABLE bihuan.signing_key TO bihuan_issues;
GRANT SELECT(kid) ON TABLE bihuan.signing_key TO bihuan_indicators;

GRANT SELECT(algorithm) ON TABLE bihuan.signing_key TO bihuan_issues;
GRANT SELECT(algorithm) ON TABLE bihuan.signing_key TO bihuan_indicators;

GRANT SELECT(public_jwk) ON TABLE bihuan.signing_key TO bihuan_issues;
GRANT SELECT(public_jwk) ON TABLE bihuan.signing_key TO bihuan_indicators;

GRANT SELECT(active_from) ON TABLE bihuan.signing_key TO bihuan_issues;
GRANT SELECT(active_from) ON TABLE bihuan.signing_key TO bihuan_indicators;

GRANT SELECT(retired_at) ON TABLE bihuan.signing_key TO bihuan_issues;
GRANT SELECT(retired_at) ON TABLE bihuan.signing_key TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_signing_key TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_signing_key TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_signing_key TO bihuan_indicators;
GRANT SELECT ON TABLE bihuan.api_signing_key TO bihuan_ctl;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.tenant TO bihuan_directory;

GRANT SELECT(id) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(id) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(id) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(kind) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(kind) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(kind) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(parent_id) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(parent_id) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(parent_id) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(scope) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(scope) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(scope) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(dept_code) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(dept_code) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(dept_code) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(opened_on) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(opened_on) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(opened_on) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT(closed_on) ON TABLE bihuan.tenant TO bihuan_issues;
GRANT SELECT(closed_on) ON TABLE bihuan.tenant TO bihuan_ctl;
GRANT SELECT(closed_on) ON TABLE bihuan.tenant TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.tenant_version TO bihuan_directory;

GRANT SELECT(tenant_id) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(tenant_id) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(tenant_id) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(valid_from) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(valid_from) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(valid_from) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(valid_to) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(valid_to) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(valid_to) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(code) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(code) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(code) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(name) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(name) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(name) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(short_name) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(short_name) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(short_name) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT(parent_id) ON TABLE bihuan.tenant_version TO bihuan_issues;
GRANT SELECT(parent_id) ON TABLE bihuan.tenant_version TO bihuan_ctl;
GRANT SELECT(parent_id) ON TABLE bihuan.tenant_version TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_tenant TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_tenant TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_tenant TO bihuan_ctl;
GRANT SELECT ON TABLE bihuan.api_tenant TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.api_tenant_version TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.api_tenant_version TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.api_tenant_version TO bihuan_ctl;
GRANT SELECT ON TABLE bihuan.api_tenant_version TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.attainment_count TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.attainment_count TO bihuan_indicators;

GRANT SELECT,DELETE ON TABLE bihuan.attainment_mark TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.attainment_mark TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.attainment_tenant TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.attainment_tenant TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.audit_chain TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.audit_chain TO bihuan_ctl;

GRANT SELECT ON TABLE bihuan.audit_seal TO bihuan_directory;
GRANT SELECT ON TABLE bihuan.audit_seal TO bihuan_ctl;

GRANT SELECT ON TABLE bihuan.audit_watermark TO bihuan_ctl;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.conduct_finding TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.disclosure TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.escalation TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.escalation_duty TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.escalation_reply TO bihuan_issues;

GRANT UPDATE(scope) ON TABLE bihuan.escalation_reply TO bihuan_issues;

GRANT UPDATE(due_on) ON TABLE bihuan.escalation_reply TO bihuan_issues;

GRANT UPDATE(is_late) ON TABLE bihuan.escalation_reply TO bihuan_issues;

GRANT UPDATE(party_scope) ON TABLE bihuan.escalation_reply TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.evaluation TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.evaluation_dirty TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.evaluation_dirty TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_cursor TO bihuan_directory;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_cursor TO bihuan_issues;
GRANT SELECT,UPDATE ON TABLE bihuan.event_cursor TO bihuan_ctl;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_cursor TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.event_failure TO bihuan_directory;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.event_failure TO bihuan_issues;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.event_failure TO bihuan_ctl;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.event_failure TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.event_log TO bihuan_directory;
GRANT SELECT,INSERT ON TABLE bihuan.event_log TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.event_log TO bihuan_ctl;
GRANT SELECT,INSERT ON TABLE bihuan.event_log TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_sequence TO bihuan_directory;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_sequence TO bihuan_issues;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.event_sequence TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.evidence TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.extension_request TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.former_key TO bihuan_issues;

GRANT UPDATE(tenant_id) ON TABLE bihuan.former_key TO bihuan_issues;

GRANT UPDATE(scope) ON TABLE bihuan.former_key TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.idempotency_key TO bihuan_directory;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.idempotency_key TO bihuan_issues;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.idempotency_key TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.inbox TO bihuan_directory;
GRANT SELECT,INSERT,DELETE ON TABLE bihuan.inbox TO bihuan_issues;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.inbox TO bihuan_ctl;
GRANT SELECT,INSERT,DELETE ON TABLE bihuan.inbox TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.inspection_feedback TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.interview TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_board TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_clock TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.issue_closure TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_code_counter TO bihuan_issues;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.issue_count_delta TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_grant TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.issue_indicator_breach TO bihuan_issues;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.issue_indicator_link TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.issue_late_spell TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.issue_parameter TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_parameter_set TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_party TO bihuan_issues;

GRANT SELECT,INSERT ON TABLE bihuan.issue_past TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_pause TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_petitioner TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.issue_plan TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.job_run TO bihuan_directory;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.job_run TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.job_run TO bihuan_ctl;
GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.job_run TO bihuan_indicators;

GRANT UPDATE(due_at) ON TABLE bihuan.job_run TO bihuan_ctl;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.leading_group TO bihuan_directory;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.leading_group_member TO bihuan_directory;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.leading_group_section TO bihuan_directory;

GRANT SELECT,INSERT ON TABLE bihuan.light_log TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.measure TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.milestone TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.monitored_object TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.monitored_object_measure TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.monitored_object_stage TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(row_version) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(tenant_id) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(performer_id) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(performer_scope) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(state) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(report) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(summary) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(reported_by) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(reported_by_name) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(reported_at) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(cancel_reason) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(cancelled_by) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(cancelled_by_name) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT UPDATE(cancelled_at) ON TABLE bihuan.monitoring_task TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(value) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(flag) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(revision) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(received_at) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(entered_by) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.observation TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.observation_revision TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.observation_revision TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.outbox TO bihuan_directory;
GRANT SELECT,INSERT,DELETE ON TABLE bihuan.outbox TO bihuan_issues;
GRANT SELECT ON TABLE bihuan.outbox TO bihuan_ctl;
GRANT SELECT,INSERT,DELETE ON TABLE bihuan.outbox TO bihuan_indicators;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.programme TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.progress_report TO bihuan_issues;

GRANT SELECT ON TABLE bihuan.public_issue TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.publicity TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.publicity_objection TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.region_change TO bihuan_directory;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.register_dirty TO bihuan_indicators;

GRANT UPDATE(scope) ON TABLE bihuan.register_dirty TO bihuan_indicators;

GRANT SELECT ON TABLE bihuan.schema_migration TO PUBLIC;

GRANT SELECT ON TABLE bihuan.scope_column TO PUBLIC;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.standard TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.standard_limit TO bihuan_indicators;

GRANT SELECT,INSERT,DELETE ON TABLE bihuan.standard_rule TO bihuan_indicators;

GRANT SELECT,INSERT ON TABLE bihuan.state_log TO bihuan_issues;

GRANT SELECT,INSERT,UPDATE ON TABLE bihuan.tenant_segment TO bihuan_directory;

GRANT SELECT,INSERT ON TABLE bihuan.verification TO bihuan_issues;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.work_job TO bihuan_directory;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.work_job TO bihuan_issues;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE bihuan.work_job TO bihuan_indicators;
