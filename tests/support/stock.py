# SPDX-License-Identifier: MIT
"""Objects that district 310117 owns, in every state that an operation wants them in.

A kept stock hands out the same one every time, so that many refused callers knock at one door; without keeping, each
asker gets its own, so that a call may succeed and change what it likes."""
import itertools
import uuid

from support import bodies
from support.callers import Signer, subject_of
from support.issues import etag, ok
from support.observed import Observed

STREET = "310117003"
OFFICE = ("310117", "DIST_OFFICE")


class Stock:
    """Objects by the name of the method that makes them."""
    codes = itertools.count(10)

    def __init__(self, world, keep):
        self.world, self.kept = world, {} if keep else None

    def __getitem__(self, name):
        if self.kept is None:
            return getattr(self, name)()
        if name not in self.kept:
            self.kept[name] = getattr(self, name)()
        return self.kept[name]

    def again(self, name):
        """Another one of the same, kept or not."""
        return getattr(self, name)()

    # ---- jobs

    def held_job(self):
        """One that another process seems to work on; the caller of the matrix asked for it."""
        made = str(uuid.uuid4())
        self.world.stack.psql(f"""insert into bihuan.work_job (id, service, tenant_id, scope, operation, actor,
        is_client, roles, permissions,
                english, params, query, request_id, state, beat_at, created_at)
            select '{made}', 'issues', id, scope, 'exportIssues', '{subject_of(*OFFICE)}', false, '', '', false, '', '', 'test', 'RUNNING',
                   now() + interval '1 day', now() from bihuan.api_tenant where code = '310117'""")
        return {"id": made}

    def done_job(self):
        asker = Signer(self.world.stack).api(*OFFICE)
        made = ok(asker.get("/issues/export", headers={"Prefer": "respond-async"}), 202)
        self.world.stack.until(lambda: ok(asker.get(f"/jobs/{made['id']}"))["state"] == "DONE")
        return made

    # ---- directory

    @property
    def admin(self):
        return self.world.who("310117", "TENANT_ADMIN")

    @property
    def platform(self):
        return self.world.who("310000", "PLATFORM_ADMIN")

    def tenant(self):
        return ok(self.world.office.get(f"/tenants?code={STREET}"))["items"][0]

    def tenant_whole(self):
        return ok(self.world.office.get(f"/tenants/{self['tenant']['id']}"))

    def devzone(self):
        n = next(self.codes)
        return ok(self.platform.post("/tenants", {"code": f"310117K{n}", "kind": "DEVZONE", "parent": "310117",
                                                  "name": f"开发区{n}", "valid_from": "2020-01-01"}), 201)

    def orphaned(self):
        """An issue whose responsible unit was abolished without a successor."""
        zone, issue = self.devzone(), self.world.issue()
        self.world.parties(issue, lead=zone["code"], resp=zone["code"])
        ok(self.platform.post("/region-changes",
                              {"kind": "ABOLISH", "tenant": zone["code"], "approval_doc": "沪府〔2026〕1号",
                                                  "effective_date": self.world.today()}), 201)
        return issue | {"gone": zone["code"]}

    def region_change(self):
        return ok(self.platform.post("/region-changes", bodies.rename(self)), 201)

    def planned_change(self):
        day = {"effective_date": self.world.today(30)}
        return ok(self.platform.post("/region-changes", bodies.rename(self) | day), 201)

    def member(self):
        return ok(self.admin.post("/members", bodies.new_member()), 201)

    def client(self):
        return ok(self.admin.post("/clients", bodies.CLIENT), 201)

    def no_group(self):
        for group in ok(self.world.office.get("/leading-groups"))["items"]:
            if not group["dissolved_on"]:
                ok(self.world.office.patch(f"/leading-groups/{group['id']}", {"dissolved_on": "2026-10-01"},
                                           headers=etag(group["row_version"])))
        return True

    def group(self):
        self.no_group()
        return ok(self.world.office.post("/leading-groups", bodies.GROUP), 201)

    def file(self):
        content = bodies.PDF + str(uuid.uuid4()).encode()
        return ok(self.world.office.post("/files?name=a.pdf", data=content, headers=bodies.OCTETS), 201)

    def edition(self):
        ok(self.platform.post("/standards/import?mode=commit", data=bodies.edition_rows(), headers=bodies.CSV))
        return {"code": bodies.EDITION}

    def target(self):
        return ok(self.world.office.post("/targets", bodies.TARGET), 201)

    def monitored(self):
        return ok(self.world.office.post("/objects", bodies.STATION), 201)

    @property
    def monitor(self):
        return self.world.who("310117-STHJ", "MONITOR_INPUT")

    def station(self):
        """A station of the department that enters what is measured there."""
        return ok(self.world.office.post("/objects", bodies.STATION | {"tenant": "310117-STHJ"}), 201)

    def observed(self):
        made = self.station()
        ok(self.monitor.post("/observations/import?mode=commit&source=test", data=bodies.observation_rows(made),
                             headers=bodies.CSV))
        return made

    def revised(self):
        made = self.observed()
        ok(self.monitor.post(f"/observations/import?mode=commit&source=test&on_conflict=revise&reason={made['id']}",
                             data=bodies.observation_rows(made, 36), headers=bodies.CSV))
        return made

    def evaluated(self):
        """A station with a day of hours that is computed."""
        observed = Observed(self.world.stack, office=self.world.office)
        station = observed.station()
        observed.day(station, "2026-05-04", pm25=58)
        observed.settle()
        return {"id": station}

    def value(self):
        """Of the district, for a month of its own; the water department answers for it."""
        return ok(self.world.office.post("/values", bodies.value()), 201)

    def frozen(self):
        made = self.value()
        reviewer = self.world.who("310117-SW", "MONITOR_REVIEW")
        for version, action in enumerate(("REVIEW", "FREEZE"), 1):
            made = ok(reviewer.post(f"/values/{made['id']}/transitions", {"action": action}, headers=etag(version)))
        return made

    def red_line(self):
        return ok(self.world.office.post("/targets", {"indicator": "WAT-AREA", "target_type": "MONOTONE"}), 201)

    def alert(self):
        ok(self.world.office.post("/targets", {"indicator": "INF-MIX-R", "target_type": "LE", "value": "40"}), 201)
        made = self.value()
        return next(a for a in ok(self.world.office.get("/alerts?limit=200"))["items"] if a["value_id"] == made["id"])

    def ordered(self):
        """Monitoring that the water department carries out for the district."""
        return ok(self.world.office.post("/monitoring-tasks", bodies.new_task(self)), 201)

    def left_task(self):
        """Monitoring that a department was to carry out, which has been abolished."""
        code = f"310117-QQ{''.join(chr(65 + int(d)) for d in str(next(self.codes)))}"
        ok(self.platform.post("/tenants", {"code": code, "kind": "DEPARTMENT", "parent": "310117", "name": "待撤部门",
                                           "dept_code": code[7:],
                                           "valid_from": "2020-01-01"}), 201)
        made = ok(self.world.office.post("/monitoring-tasks", bodies.new_task(self) | {"performer": code}), 201)
        ok(self.platform.post("/region-changes", {"kind": "ABOLISH", "tenant": code, "approval_doc": "沪编〔2026〕1号",
                                                  "effective_date": self.world.today()}), 201)
        return made

    def units_file(self):
        return self.world.file(self.world.leader)

    # ---- issues

    def feedback(self):
        return self.world.feedback()

    def programme(self):
        feedback = self.feedback()
        return ok(self.world.office.post("/programmes",
                                         {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"]}),
                                         201)

    def registered(self):
        return self.world.issue()

    def assigned(self):
        return self.world.assigned()

    def planning(self):
        issue = self.world.planning()
        return issue | {"plan": self.world.plan(issue)}

    def bare_planning(self):
        return self.world.planning()

    def rectifying(self):
        return self.world.rectifying()

    def measured(self):
        issue = self.world.rectifying()
        ok(self.world.office.put(f"/issues/{issue['id']}/indicators", {"indicators": ["WAT-AREA"]},
                                 headers=etag(self.world.read(issue)["row_version"])))
        return issue

    def with_change(self):
        issue = self.world.rectifying()
        return issue | {"plan": self.world.plan(issue, due_date=self.world.today(170))}

    def submitted_report(self):
        issue = self.world.rectifying()
        report = ok(self.world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"][-1]
        sent = ok(self.world.admin.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                                        {"progress_pct": "10", "done_text": "完成设计"},
                                        headers=etag(report["row_version"])))
        return issue | {"report": sent}

    def with_evidence(self):
        issue = self.world.rectifying()
        return issue | {"evidence": self.world.evidence(issue, "OTHER")}

    def with_extension(self):
        issue = self.world.rectifying()
        ok(self.world.leader.post(f"/issues/{issue['id']}/extensions", bodies.new_extension(self.world)), 201)
        return issue

    def verifying(self):
        issue = self.world.applied()
        return self.world.act(issue, "ACCEPT_MATERIALS", self.world.office)

    def escalated(self):
        issue = self.world.rectifying()
        return issue | {"escalation": ok(self.world.office.post(f"/issues/{issue['id']}/escalations",
                                                                bodies.ESCALATION), 201)}

    def proposed(self):
        """A step as the daily run leaves it."""
        issue = self.escalated()
        self.world.stack.psql(f"delete from bihuan.escalation_duty where escalation_id = '{issue['escalation']['id']}'; "
                              f"update bihuan.escalation set state = 'PROPOSED', rung = 'L3-RED-1', doc_no = null, issued_on = null "
                              f"where id = '{issue['escalation']['id']}'; "
                              f"update bihuan.issue set light = 'RED', red_count = 1 where id = '{issue['id']}'")
        return issue

    def escalated_and_verified(self):
        issue = self.world.applied()
        made = ok(self.world.office.post(f"/issues/{issue['id']}/escalations", bodies.ESCALATION), 201)
        self.world.act(issue, "ACCEPT_MATERIALS", self.world.office)
        return issue | {"escalation": made, "check": self.world.verify(issue)}

    def summoned(self):
        issue = self.world.rectifying()
        body = bodies.ESCALATION | {"level": 5}
        return issue | {"escalation": ok(self.world.who("310117",
                                                        "GROUP_HEAD").post(f"/issues/{issue['id']}/escalations", body),
                                                        201)}

    def interviewed(self):
        issue = self.summoned()
        step = issue["escalation"]
        return issue | {"escalation": ok(self.world.who("310117", "GROUP_HEAD").post(
            f"/issues/{issue['id']}/escalations/{step['id']}/interview", bodies.interview(self.world),
            headers=etag(step["row_version"])))}

    def found(self):
        issue = self.with_evidence()
        body = bodies.FINDING | {"evidence_ids": [issue["evidence"]["id"]]}
        return issue | {"finding": ok(self.world.office.post(f"/issues/{issue['id']}/findings", body), 201)}

    def referred(self):
        issue = self.world.rectifying()
        made = self.world.who("310117", "GROUP_ACCOUNT").post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL)
        return issue | {"referral": ok(made, 201)}

    def with_petitioner(self):
        issue = self.registered()
        ok(self.world.office.put(f"/issues/{issue['id']}/petitioner", bodies.PETITIONER,
                                 headers={"If-None-Match": "*"}))
        return issue

    def disclosable(self):
        return self.world.rectifying(secrecy="PUBLIC")

    def disclosed(self):
        issue = self.disclosable()
        made = ok(self.world.who("310117", "GROUP_PUBLICITY").post(f"/issues/{issue['id']}/disclosures",
                                                                   bodies.DISCLOSURE), 201)
        return issue | {"disclosure": made}

    def published_to_all(self):
        issue = self.disclosed()
        return issue | {"disclosure":
                        ok(self.world.deputy.post(f"/issues/{issue['id']}/disclosures/{issue['disclosure']['id']}/publish",
                                                                headers=etag(issue["disclosure"]["row_version"])))}

    def published(self):
        issue = self.world.published()
        notice = ok(self.world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
        return issue | {"notice": notice}

    def objected(self):
        issue = self.published()
        made = ok(self.world.office.post(f"/issues/{issue['id']}/publicity/{issue['notice']['id']}/objections",
                                         bodies.objection(self)), 201)
        return issue | {"objection": made}
