-- SPDX-License-Identifier: MIT
-- Readiness, jobs and partitions.

-- name: own_keys
-- What verifiers need: keys in use, keys about to be used, and keys whose last tokens may still be alive.
select jsonb_build_object('keys', coalesce(jsonb_agg(public_jwk order by active_from desc), '[]')) as jwks
  from api_signing_key
 where retired_at is null or retired_at > :ctx_now::timestamptz;

-- name: job_register
insert into job_run (job, due_at) values (:job, '-infinity') on conflict do nothing;

-- name: job_due
-- Jobs of this service to look at now. A clock that was moved back makes everything due; processes may differ by a
-- moment.
select job from job_run
 where service = :service and (due_at <= :ctx_now::timestamptz
                               or started_at > :ctx_now::timestamptz + interval '1 minute')
 order by due_at;

-- name: job_take
-- The row lock is what makes a job run in one process at a time: who does not get it has nothing to do.
update job_run set started_at = :ctx_now::timestamptz
 where (service, job) in (
    select service, job from job_run
     where service = :service and job = :job and (due_at <= :ctx_now::timestamptz
                                                  or started_at > :ctx_now::timestamptz + interval '1 minute')
       for update skip locked)
returning job;

-- name: job_done
update job_run
   set due_at = :ctx_now::timestamptz + make_interval(secs => :period_seconds::double precision),
       finished_at = :ctx_now::timestamptz, runs = runs + 1, last_error = null
 where service = :service and job = :job;

-- name: job_failed
update job_run
   set due_at = :ctx_now::timestamptz + make_interval(secs => least(:period_seconds::double precision, 60)),
       started_at = :ctx_now::timestamptz, failures = failures + 1, last_error = :reason
 where service = :service and job = :job;

-- name: partition_ensure
-- This month and the two that follow, for both partitioned tables.
select ensure_month_partition(p, (date_trunc('month', day) + make_interval(months => m))::date) as made
  from unnest(array['event_log'::regclass, 'audit_entry'::regclass]) p,
       unnest(array[:ctx_today::date, current_date]) day, generate_series(0, 2) m;
