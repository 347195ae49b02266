# SPDX-License-Identifier: MIT
"""One request against pgbench running the same statements: as the service's role, under row-level security, on the same
server.

Sixteen districts, sixteen clients. pgbench sends what the service sends, with what goes in front of a unit
(common/db/unit_range.c), in one pipeline a transaction, so it saves round trips wherever the service must wait for an
answer. It does no HTTP, no token, no JSON, no log and no metrics. """
import itertools
import random
import time

from bed import Bed, http, interleaved, median, pipeline, request, uuid_of
from support.statements import rendered, statements

SECONDS, REPETITIONS = 3, 3
CALLER = "select set_config('app.lo', '{0}', true), set_config('app.hi', '{0}~', true), set_config('app.roles', 'DIST_OFFICE', true)"
WRITE = CALLER + ", scope_hold('{1}'::uuid, '{0}', true)"
READ = CALLER + (", set_config('transaction_read_only', 'on', true), coalesce((select true from tenant t where t.id = '{1}'::uuid "
                 "and t.scope = '{0}'), scope_left('{1}'::uuid, '{0}'))")


def scope(district):
    return f"0001{district:04d}" if district < 10 else f"0001000{'ABCDEFGHIJ'[district - 10]}"


def front(sql, district):
    return sql.format(scope(district), uuid_of(1, district))


def office(bed, district):
    return bed.token(str(310100 + district), "DIST_OFFICE")


def report(sides):
    ours, peer = median(sides["ours"]), median(sides["peer"])
    return ours / peer, {name: " ".join(f"{v:.0f}/s" for v in values) for name, values in sides.items()}


def pk_read():
    with Bed("work") as bed:
        service = bed.serve("issues", quiet=True)
        get = statements("bihuan-issues")["issue_get"]
        per = bed.issues // bed.districts
        scripts = [f"\\set j random(1, {per - 1})\n" + pipeline(front(READ, d), rendered(
            get, issue_id=f"bench_id(3, {bed.districts} * :j + {d - 1})", ctx_today="'2026-07-01'"))
            for d in range(1, bed.districts + 1)]
        chosen = random.Random(1)
        requests = [request("GET", f"/v1/issues/{uuid_of(3, bed.districts * chosen.randint(1, per - 1) + d - 1)}",
                            office(bed, d))
                    for _ in range(200) for d in range(1, bed.districts + 1)]
        return report(interleaved(REPETITIONS, peer=lambda: bed.pgbench(scripts, "bihuan_issues", SECONDS),
                                  ours=lambda: http(service, requests, SECONDS)["rate"]))


def list50():
    with Bed("work") as bed:
        service = bed.serve("issues", quiet=True)
        page = statements("bihuan-issues")["issue_list_now_d"]
        scripts = [pipeline(front(READ, d), rendered(
            page, page_lo=f"'{scope(d)}'", page_limit="51", ctx_today="'2026-07-01'"))
            for d in range(1, bed.districts + 1)]
        requests = [request("GET", "/v1/issues?limit=50", office(bed, d)) for d in range(1, bed.districts + 1)]
        return report(interleaved(REPETITIONS, peer=lambda: bed.pgbench(scripts, "bihuan_issues", SECONDS),
                                  ours=lambda: http(service, requests, SECONDS)["rate"]))


BODY = {"serial_no": f"S{int(time.time())}-########", "title": "河道黑臭问题########", "original_text": "部分河道水质反复,雨污混接未整治到位。",
        "category": "SEWAGE", "element": "WATER", "severity": "SERIOUS", "term_class": "SHORT",
        "due_date": "2027-03-01"}


def create_script(bed, known, district, turn):
    """The writes of one POST /v1/issues and the reads before them, as the service sends them."""
    tenant, feedback = f"'{uuid_of(1, district)}'", f"'{uuid_of(2, district)}'"
    code, name, where = f"'{310100 + district}'", f"'区{district}'", f"'{scope(district)}'"
    number = f"(16 * :n + :client_id + {turn}::bigint * 100000000)"
    issue = f"bench_id(9, {number})"
    same = dict(ctx_now="'2026-07-01 08:00:00+08'", ctx_today="'2026-07-01'", ctx_tenant_id=tenant,
                ctx_tenant_name=name,
                ctx_actor="'dev-dist_office'", ctx_actor_name=name, ctx_roles="'DIST_OFFICE'",
                ctx_request_id="'019b0000-0000-7000-8000-000000000000'")
    text = {k: f"'{v}'" for k, v in BODY.items() if "#" not in v}
    data = f"jsonb_build_object('issue_id', {issue}, 'code', 'WT-310101-2026-0001', 'feedback_id', {feedback}, 'source_level', " \
           "'DISTRICT', 'category', 'SEWAGE', 'severity', 'SERIOUS', 'closing_level', 'DISTRICT', 'due_date', '2027-03-01')::text"
    lines = [
        "begin", front(WRITE, district),
        rendered(known["unknown_feedback"], **same, feedback_id=feedback),
        rendered(known["registration_limits"], **same, feedback_id=feedback, at_scope=where),
        rendered(known["issue_insert"], **same | text, ctx_new_id=issue, target_id=tenant, target_code=code,
                 target_name=name,
                 target_scope=where, region=code, feedback_id=feedback, serial_no=f"'P' || {number}",
                 title=f"'河道黑臭问题' || {number}",
                 source_level="'DISTRICT'", source_kind="'SPECIAL'", closing_level="'DISTRICT'", workflow_version="1",
                 state="'REGISTERED'"),
        rendered(known["state_log_insert"], **same, issue_id=issue, rule="'T01'", action="'REGISTER'",
                 to_state="'REGISTERED'",
                 workflow_version="1"),
        rendered(known["audit_insert"], **same, ctx_new_id=f"bench_id(8, {number})", audit_tenant_id=tenant,
                 audit_scope=where,
                 audit_action="'issue.register'", audit_object_kind="'issue'", audit_object_id=f"{issue}::text",
                 audit_remote="'127.0.0.1'"),
        rendered(known["outbox_insert"], **same, event_id=f"bench_id(7, {number})", event_type="'issue.created'",
                 event_version="1",
                 aggregate_id=issue, event_tenant_id=tenant, event_scope=where, event_at=same["ctx_now"],
                 event_data=data,
                 event_traceparent="'00-019b00000000700080000000000000000-00f067aa0ba902b7-01'"),
        "commit"]
    return "\\set n :n + 1\n" + pipeline(*lines)


def create():
    """Issue, state log, audit and event. The rows of earlier runs stay in the data set; numbers go on from the
    clock."""
    with Bed("work") as bed:
        service = bed.serve("issues", quiet=True)
        known = statements("bihuan-issues")
        turns = itertools.count(int(time.time()) % 1_000_000)
        requests = [request("POST", "/v1/issues", office(bed, d), BODY | {"feedback_id": uuid_of(2, d)})
                    for d in range(1, bed.districts + 1)]
        state = {"next": 0}

        def peer():
            turn = next(turns)
            scripts = [create_script(bed, known, d, turn) for d in range(1, bed.districts + 1)]
            return bed.pgbench(scripts, "bihuan_issues", SECONDS, n=0)

        def ours():
            result = http(service, requests, SECONDS, first=state["next"], expect=201)
            state["next"] = result["next"]
            return result["rate"]
        return report(interleaved(REPETITIONS, peer=peer, ours=ours))
