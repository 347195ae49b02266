-- SPDX-License-Identifier: MIT
-- The work on an issue: plan, measures, milestones, progress, evidence, extension, verification, publicity, escalation.
-- All are children of an issue: they carry its scope, follow it, and are seen with it.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create table issue_plan (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    version integer not null,
    state text not null default 'DRAFT' constraint issue_plan_state_check check (state in
        ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'FILED', 'SUPERSEDED')),
    is_active boolean not null default false,   -- in force
    goals jsonb not null default '[]',          -- [{text, indicator, target}]
    summary text,
    due_date date not null,
    filed_no text,
    filed_on date,
    submitted_by text,
    submitted_at timestamptz,
    supervisor_passed_by text,
    supervisor_passed_at timestamptz,
    office_passed_by text,
    office_passed_at timestamptz,
    group_passed_by text,
    group_passed_at timestamptz,
    goals_weaker boolean not null default false, -- than the feedback's text: needs the city's consent (T10)
    city_consent_no text,
    review_opinion text,
    row_version integer not null default 1,
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint issue_plan_version_key unique (issue_id, version),
    constraint issue_plan_id_issue_key unique (id, issue_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
-- One plan in force, and at most one other being written (S-022).
create unique index issue_plan_active_key on issue_plan (issue_id) where is_active;
create unique index issue_plan_draft_key on issue_plan (issue_id) where state in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED');

create table measure (
    id uuid primary key default gen_random_uuid(),
    plan_id uuid not null,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    position integer not null,
    type text not null constraint measure_type_check check (type in ('ENG', 'REG', 'INST', 'CAMPAIGN', 'STUDY', 'ORGZ',
        'MARKET', 'PROG')),
    text text not null,
    unit_tenant_id uuid,
    unit_code text,
    unit_name text,
    due_date date,
    constraint measure_position_key unique (plan_id, position),
    foreign key (plan_id, issue_id) references issue_plan (id, issue_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index measure_issue_idx on measure (issue_id);

create table milestone (
    id uuid primary key default gen_random_uuid(),
    measure_id uuid not null references measure on delete cascade,
    plan_id uuid not null,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    position integer not null,
    name text not null,
    planned_date date not null,
    actual_date date,
    weight numeric(5, 2) not null constraint milestone_weight_check check (weight >= 0 and weight <= 100),
    is_mandatory boolean not null default true,
    evidence_required boolean not null default false,
    done_by text,
    done_by_name text,
    note text,
    row_version integer not null default 1,
    updated_at timestamptz not null,
    foreign key (plan_id, issue_id) references issue_plan (id, issue_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index milestone_issue_idx on milestone (issue_id, planned_date);
create index milestone_plan_idx on milestone (plan_id);
create index milestone_measure_idx on milestone (measure_id);

create table progress_report (
    id uuid primary key default gen_random_uuid(),
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    period_kind text not null constraint progress_report_period_kind_check check (period_kind in
        ('WEEK', 'MONTH', 'QUARTER', 'ADHOC')),
    period_start date not null,
    period_end date not null,
    due_on date not null,
    state text not null constraint progress_report_state_check check (state in
        ('DUE', 'SUBMITTED', 'RETURNED', 'CONFIRMED', 'MISSED')),
    progress_pct numeric(5, 2) constraint progress_report_progress_pct_check check (progress_pct >= 0 and progress_pct <= 100),
    done_text text,
    problem_text text,
    next_text text,
    attachments jsonb not null default '[]',    -- file ids
    submitted_by text,
    submitted_by_name text,
    submitted_tenant_id uuid,
    submitted_at timestamptz,
    was_missed boolean not null default false,
    decided_by text,
    decided_by_name text,
    decided_at timestamptz,
    opinion text,
    row_version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create unique index progress_report_period_key on progress_report (issue_id, period_kind, period_start)
    where period_kind <> 'ADHOC';
create index progress_report_issue_idx on progress_report (issue_id, period_end);
create index progress_report_due_idx on progress_report (due_on, id) where state = 'DUE';

create table evidence (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    kind text not null constraint evidence_kind_check check (kind in ('APPLICATION_FORM', 'PLAN_APPROVAL', 'SELF_CHECK_REPORT',
        'BEFORE_AFTER_PHOTO', 'ENGINEERING_FILE', 'MONITORING_REPORT', 'ENFORCEMENT_FILE', 'INSTITUTION_FILE', 'ONSITE_SHEET',
        'PUBLICITY_PROOF', 'ACCEPTANCE_OPINION', 'SCREENING_REPORT', 'LONG_TERM_NOTE', 'OTHER')),
    milestone_id uuid references milestone,
    pair_key text,                              -- before and after of one site
    phase text constraint evidence_phase_check check (phase in ('BEFORE', 'AFTER')),
    file_id uuid not null,
    sha256 text not null constraint evidence_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null,
    mime text not null,
    filename text,
    title text,
    taken_at timestamptz,
    lng numeric(9, 6),
    lat numeric(8, 6),
    uploaded_by text not null,
    uploaded_by_name text not null,
    uploaded_tenant_id uuid not null,
    chain_hash text not null,                   -- sha256 of the issue's last chain_hash and this file's sha256
    created_at timestamptz not null,
    deleted_at timestamptz,
    deleted_by text,
    delete_reason text,
    row_version integer not null default 1,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index evidence_issue_idx on evidence (issue_id, id);
create unique index evidence_file_key on evidence (issue_id, kind, sha256, coalesce(phase, '')) where deleted_at is null;
create index evidence_milestone_idx on evidence (milestone_id) where milestone_id is not null;

create table extension_request (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    old_due date not null,
    new_due date not null,
    reason text not null constraint extension_request_reason_check check (reason in
        ('FORCE_MAJEURE', 'APPROVAL', 'ENGINEERING', 'LITIGATION', 'OTHER')),
    detail text,
    applied_by text not null,
    applied_by_name text not null,
    applied_tenant_id uuid not null,
    applied_at timestamptz not null,
    approver_level text not null constraint extension_request_approver_level_check
        check (approver_level in ('CITY', 'DISTRICT', 'STREET')),
    decision text constraint extension_request_decision_check check (decision in ('APPROVED', 'REFUSED')),
    decided_by text,
    decided_by_name text,
    decided_at timestamptz,
    opinion text,
    document_no text,
    row_version integer not null default 1,
    constraint extension_request_new_due_check check (new_due > old_due),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index extension_request_issue_idx on extension_request (issue_id, id);
create unique index extension_request_open_key on extension_request (issue_id) where decision is null;

create table verification (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    level text not null constraint verification_level_check check (level in ('DISTRICT', 'CITY', 'THIRD_PARTY')),
    method text not null constraint verification_method_check check (method in ('DOC', 'ONSITE', 'MONITOR', 'INTERVIEW')),
    result text not null constraint verification_result_check check (result in ('PASS', 'FAIL', 'PARTIAL')),
    verified_on date not null,
    verifiers jsonb not null,                   -- [{name, unit, person_id}]
    opinion text not null,
    file_ids jsonb not null default '[]',
    created_by text not null,
    created_by_name text not null,
    created_tenant_id uuid not null,
    created_at timestamptz not null,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index verification_issue_idx on verification (issue_id, id);

create table publicity (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    start_on date not null,
    end_on date not null,
    channels jsonb not null,
    url text,
    ended_on date,                              -- early, by an objection that was upheld (T20)
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null,
    row_version integer not null default 1,
    constraint publicity_end_on_check check (end_on >= start_on),
    constraint publicity_id_issue_key unique (id, issue_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index publicity_issue_idx on publicity (issue_id, id);
create unique index publicity_running_key on publicity (issue_id) where ended_on is null;

create table publicity_objection (
    id uuid primary key,
    publicity_id uuid not null,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    received_on date not null,
    channel text not null,
    content text not null,
    decision text constraint publicity_objection_decision_check check (decision in ('VALID', 'INVALID')),
    decided_by text,
    decided_by_name text,
    decided_at timestamptz,
    opinion text,
    created_by text not null,
    created_at timestamptz not null,
    row_version integer not null default 1,
    foreign key (publicity_id, issue_id) references publicity (id, issue_id),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index publicity_objection_issue_idx on publicity_objection (issue_id, id);
create index publicity_objection_publicity_idx on publicity_objection (publicity_id);

create table escalation (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    level integer not null constraint escalation_level_check check (level between 1 and 7),
    rung text not null,                         -- level and cause, 'L3-RED-1': once an issue, however often it is looked at
    state text not null constraint escalation_state_check check (state in ('PROPOSED', 'ISSUED', 'LIFTED')),
    reason text not null,
    doc_no text,
    created_at timestamptz not null,
    issued_by text,
    issued_by_name text,
    issued_tenant_id uuid,
    issued_on date,
    reply_due date,
    reply text,
    reply_by text,
    reply_by_name text,
    reply_tenant_id uuid,
    replied_at timestamptz,
    lifted_at timestamptz,
    lifted_by_name text,
    lift_verification_id uuid references verification,
    row_version integer not null default 1,
    constraint escalation_rung_key unique (issue_id, rung),
    constraint escalation_issued_on_check check (state = 'PROPOSED' or issued_on is not null),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index escalation_issue_idx on escalation (issue_id, id);

-- 移送问责 (L7): handed over to the competent bodies and immutable from then on; the system records the result and decides nothing
-- (B.8, G). Restricted: the parties of the issue do not see it, and every read is audited.
create table accountability_referral (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    misconduct text not null constraint accountability_referral_misconduct_check check (misconduct in
        ('INACTION', 'MISACTION', 'SLOW')),
    facts text not null,
    doc_no text not null,
    receiving_body text not null,
    referred_by text not null,
    referred_by_name text not null,
    referred_tenant_id uuid not null,
    referred_at timestamptz not null,
    result text,
    result_doc_no text,
    result_recorded_by text,
    result_recorded_at timestamptz,
    row_version integer not null default 1,
    constraint accountability_referral_doc_no_key unique (issue_id, doc_no),
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index accountability_referral_issue_idx on accountability_referral (issue_id, id);
create function accountability_referral_keep() returns trigger language plpgsql as $$
begin
    if (new.facts, new.doc_no, new.receiving_body, new.misconduct, new.referred_at)
       is distinct from (old.facts, old.doc_no, old.receiving_body, old.misconduct, old.referred_at) or old.result is not null then
        raise exception 'a referral is immutable once handed over' using errcode = 'check_violation',
            constraint = 'accountability_referral_facts_check', table = 'accountability_referral';
    end if;
    return new;
end $$;
create trigger accountability_referral_keep before update on accountability_referral
    for each row when (old.scope = new.scope) execute function accountability_referral_keep();

-- Publication is an act of its own: proposed by one, approved by another (B.9); withdrawal leaves a tombstone.
create table disclosure (
    id uuid primary key,
    issue_id uuid not null,
    tenant_id uuid not null,
    scope scope_path not null,
    state text not null constraint disclosure_state_check check (state in ('PROPOSED', 'PUBLISHED', 'WITHDRAWN', 'REFUSED')),
    public_title text not null,
    public_text text not null,
    proposed_by text not null,
    proposed_by_name text not null,
    proposed_at timestamptz not null,
    decided_by text,
    decided_by_name text,
    decided_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    withdraw_reason text,
    row_version integer not null default 1,
    foreign key (issue_id, scope) references issue (id, scope) on update cascade
);
create index disclosure_issue_idx on disclosure (issue_id, id);
create unique index disclosure_open_key on disclosure (issue_id) where state in ('PROPOSED', 'PUBLISHED');

call tenant_wall('issue_plan', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('measure', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('milestone', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('progress_report', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('evidence', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('extension_request', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('verification', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('publicity', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('publicity_objection', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('escalation', '(select true from issue i where i.id = issue_id limit 1)');
call tenant_wall('accountability_referral');
call tenant_wall('disclosure', '(select true from issue i where i.id = issue_id limit 1)');

grant select, insert, update on issue_plan, measure, milestone, progress_report, evidence, extension_request,
    publicity, publicity_objection, escalation, accountability_referral, disclosure to bihuan_issues;
grant delete on measure, milestone, progress_report to bihuan_issues;  -- of a draft plan; periods laid out anew
grant select, insert on verification to bihuan_issues;
