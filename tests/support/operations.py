# SPDX-License-Identifier: MIT
"""One valid call of every operation of the system, on objects of the stock: `CALLS[operation](stock)` gives a Call."""
import dataclasses
import uuid

from support import bodies
from support.issues import UNITS, etag, numbers, ok
from support.stock import STREET


@dataclasses.dataclass
class Call:
    """`marker` is what a list or document must show to those who may see it, and to nobody else."""
    path: str
    json: object = None
    version: int = None
    data: object = None
    headers: dict = dataclasses.field(default_factory=dict)
    marker: str = ""

    def send(self, api, method):
        headers = self.headers | (etag(self.version) if self.version is not None else {})
        return api.request(method, self.path, json=self.json, data=self.data, headers=headers)


def read(path, kind=None, marker=""):
    """A read of a path; `{}` takes the id of an object of the stock."""
    def call(s):
        made = s[kind]["id"] if kind else ""
        return Call(path.format(made), marker=marker or made)
    return call


def of_issue(path, kind, body=None, part=None, version=False):
    """A call on an issue of the stock, or on a part of it."""
    def call(s):
        issue = s[kind]
        piece = issue[part] if part else None
        known = (piece or s.world.read(issue))["row_version"] if version else None
        said = body(s) if callable(body) else body
        return Call(f"/issues/{issue['id']}" + path.format(piece["id"] if piece else ""), said, known)
    return call


def seen_in(path, kind, part):
    """A read of a part of an issue."""
    def call(s):
        issue = s[kind]
        return Call(f"/issues/{issue['id']}" + path.format(issue[part]["id"]), marker=issue[part]["id"])
    return call


def revisions(s):
    made = s["revised"]
    return Call(f"/observations/revisions?object_id={made['id']}&item=pm25&observed_at=2025-03-01T00:00:00Z",
                marker=made["id"])


def allocated(s):
    issue = s["orphaned"]
    body = {"from": issue["gone"], "to": UNITS["resp"]}
    return Call(f"/issues/{issue['id']}/allocation", body, s.world.read(issue)["row_version"])


def objected(s):
    issue = s["objected"]
    return Call(f"/issues/{issue['id']}/publicity/{issue['notice']['id']}/objections/{issue['objection']['id']}/decide",
                {"decision": "INVALID", "opinion": "不属实"}, 1)


def lift(s):
    issue = s["escalated_and_verified"]
    return Call(f"/issues/{issue['id']}/escalations/{issue['escalation']['id']}/lift",
                {"verification_id": issue["check"]["id"]},
                issue["escalation"]["row_version"])


def finding(s):
    issue = s["with_evidence"]
    return Call(f"/issues/{issue['id']}/findings", bodies.FINDING | {"evidence_ids": [issue["evidence"]["id"]]})


def due_report(s):
    issue = s["rectifying"]
    reports = ok(s.world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    report = min((r for r in reports if r["state"] == "DUE"), key=lambda r: r["period_start"])
    return Call(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                {"progress_pct": "10", "done_text": "完成设计"},
                report["row_version"])


def milestone(s):
    issue = s["rectifying"]
    first = ok(s.world.leader.get(f"/issues/{issue['id']}/milestones"))["items"][0]
    return Call(f"/issues/{issue['id']}/milestones/{first['id']}", {"actual_date": s.world.today(), "note": "按期"},
                first["row_version"])


def changed(path, kind, body):
    """A change of an object that is not an issue."""
    def call(s):
        made = s[kind]
        return Call(path.format(made["id"]), body, made["row_version"])
    return call


def task_report(s):
    made = s["ordered"]
    return Call(f"/monitoring-tasks/{made['id']}/report", {"sha256": s["units_file"], "summary": "达标"},
                made["row_version"])


def token_form(s):
    made = s["client"]
    return Call("/oauth2/token", data={"grant_type": "client_credentials", "client_id": made["client_id"],
                                       "client_secret": made["client_secret"]})


def new_tenant(s):
    n = next(s.codes)
    return Call("/tenants", {"code": f"310117K{n}", "kind": "DEVZONE", "parent": "310117", "name": f"新区{n}",
                             "valid_from": "2020-01-01"})


def tenant_rows(s):
    n = next(s.codes)
    text = f"code,kind,parent_code,name,short_name,valid_from,note,pseudo\n310117K{n},DEVZONE,310117,导入区{n},,2020-01-01,,false\n"
    return Call("/tenants/import?mode=commit", data=text.encode(), headers={"Content-Type": "text/csv"})


def issue_rows(s):
    text = ("serial_no,title,original_text,category,element,severity,term_class,due_date\n"
            f"{next(numbers)},扬尘,工地扬尘。,DUST,AIR,GENERAL,SHORT,{s.world.today(90)}\n")
    return Call(f"/issues/import?mode=commit&feedback_id={s['feedback']['id']}", data=text.encode(),
                headers={"Content-Type": "text/csv"})


def calendar(s):
    return Call(f"/calendars/{2040 + next(s.codes)}", {"source": "测试", "days": []}, headers={"If-None-Match": "*"})


def parameters(s):
    """At a version that nobody else's figures are at."""
    set_ = s.world.parameters(s.world.office, sign_days=2)
    return Call("/issue-parameters", {"parameters": [{"name": "sign_days", "value": 3}]}, set_["row_version"])


def petitioner(s):
    return Call(f"/issues/{s['registered']['id']}/petitioner", bodies.PETITIONER, headers={"If-None-Match": "*"})


CALLS = {
    # ---- directory
    "getJwks": read("/.well-known/jwks.json"),
    "createToken": token_form,
    "getMe": read("/me"),
    "listRoles": read("/roles"),
    "listTenants": read(f"/tenants?code={STREET}", "tenant"),
    "createTenant": new_tenant,
    "importTenants": tenant_rows,
    "getTenant": read("/tenants/{}", "tenant"),
    "updateTenant": changed("/tenants/{}", "tenant_whole", {"short_name": "简称"}),
    "listTenantChildren": read("/tenants/{}/children", "tenant", marker="items"),
    "listRegionChanges": read("/region-changes?limit=200", "region_change"),
    "createRegionChange": lambda s: Call("/region-changes", bodies.rename(s)),
    "getRegionChange": read("/region-changes/{}", "region_change"),
    "withdrawRegionChange": changed("/region-changes/{}/withdraw", "planned_change", {"reason": "批复有误"}),
    "listMembers": read("/members?limit=200", "member"),
    "createMember": lambda s: Call("/members", bodies.new_member()),
    "getMember": read("/members/{}", "member"),
    "updateMember": changed("/members/{}", "member", {"post": "科长"}),
    "putMemberRoles": changed("/members/{}/roles", "member", {"roles": ["AUDITOR"]}),
    "listClients": read("/clients?limit=200", "client"),
    "createClient": lambda s: Call("/clients", bodies.CLIENT),
    "getClient": read("/clients/{}", "client"),
    "updateClient": changed("/clients/{}", "client", {"name": "新名"}),
    "listLeadingGroups": read("/leading-groups?limit=200", "group"),
    "createLeadingGroup": lambda s: s["no_group"] and Call("/leading-groups", bodies.GROUP),
    "getLeadingGroup": read("/leading-groups/{}", "group"),
    "updateLeadingGroup": changed("/leading-groups/{}", "group", {"name": "新名"}),
    "listCalendars": read("/calendars"),
    "getCalendar": read("/calendars/2026"),
    "putCalendar": calendar,
    "computeDeadline": lambda s: Call("/deadlines/compute", {"start": "2026-08-10", "amount": 30, "unit": "WD"}),
    "listFiles": read("/files?limit=200", "file"),
    "createFile": lambda s: Call("/files?name=a.pdf", data=bodies.PDF + str(uuid.uuid4()).encode(),
                                 headers=bodies.OCTETS),
    "getFile": read("/files/{}", "file"),
    "getFileContent": read("/files/{}/content", "file", marker="PDF"),
    "listAuditEntries": lambda s: Call(f"/audit-entries?object_id={s['group']['id']}", marker=s["group"]["id"]),
    # ---- indicators
    "computeAqi": lambda s: Call("/air/aqi", {"items": [{"standard": "HJ633-2026", "period": "HOUR",
                                                         "values": {"pm25": "61"}}]}),
    "listStandards": lambda s: Call("/standards?family=TEST", marker=s["edition"]["code"]),
    "importStandards": lambda s: Call("/standards/import?mode=commit", data=bodies.edition_rows(next(s.codes)),
                                      headers=bodies.CSV),
    "getStandard": lambda s: Call(f"/standards/{s['edition']['code']}", marker="试验标准"),
    "classifyWater": lambda s: Call("/water/class",
                                    {"items": [{"body": "RIVER", "rounding": "NONE", "values": {"cod": "15.1"}}]}),
    "listIndicators": read("/indicators", marker="AIR-PM25-Y"),
    "importIndicators": lambda s: Call("/indicators/import?mode=commit", data=bodies.indicator_row(next(s.codes)),
                                       headers=bodies.CSV),
    "getIndicator": read("/indicators/AIR-PM25-Y", marker="PM2.5年均浓度"),
    "listTargets": read("/targets?limit=200", "target"),
    "createTarget": lambda s: Call("/targets", bodies.TARGET),
    "getTarget": read("/targets/{}", "target"),
    "updateTarget": changed("/targets/{}", "target", {"value": "18.5", "reason": "年度调整"}),
    "listObjects": read("/objects?limit=200", "monitored"),
    "createObject": lambda s: Call("/objects", bodies.STATION),
    "importObjects": lambda s: Call("/objects/import?mode=commit", data=bodies.object_rows(next(s.codes)),
                                    headers=bodies.CSV),
    "getObject": read("/objects/{}", "monitored"),
    "updateObject": changed("/objects/{}", "monitored", {"name": "改名空气站"}),
    "listObservations": read("/observations?limit=200", "observed"),
    "importObservations": lambda s: Call("/observations/import?mode=commit&source=test",
                                         data=bodies.observation_rows(s["station"]),
                                         headers=bodies.CSV),
    "listObservationRevisions": revisions,
    "listEvaluations": read("/evaluations?limit=200&object_id={}", "evaluated"),
    "computeEvaluations": lambda s: Call("/evaluations",
                                         {"object_id": s["evaluated"]["id"], "from": "2026-05-01", "to": "2026-05-31"}),
    "getAirCalendar": read("/evaluations/calendar?year=2026&object_id={}", "evaluated"),
    "listValues": read("/values?limit=200", "value"),
    "createValue": lambda s: Call("/values", bodies.value()),
    "importValues": lambda s: Call("/values/import?mode=commit", data=bodies.value_rows(), headers=bodies.CSV),
    "getValue": read("/values/{}", "value"),
    "listValueRevisions": read("/values/{}/revisions", "value", marker="ENTER"),
    "createValueErratum": changed("/values/{}/errata", "frozen", {"value": "51", "reason": "更正"}),
    "listValueTransitions": read("/values/{}/transitions", "value", marker="actions"),
    "applyValueTransition": changed("/values/{}/transitions", "value", {"action": "VOID", "reason": "弄虚作假"}),
    "listAttainment": read("/attainment?year=2026&limit=200", "red_line"),
    "getAttainmentBoard": read("/attainment/board?year=2026&indicator=WAT-AREA", "red_line", '"code":"310117"'),
    "listAttainmentGroups": read("/attainment/groups?year=2026", "red_line"),
    "listRedLines": read("/red-lines?year=2026&limit=200", "red_line"),
    "listAlerts": read("/alerts?limit=200", "alert"),
    "getAlert": read("/alerts/{}", "alert"),
    "acknowledgeAlert": changed("/alerts/{}/acknowledge", "alert", {"note": "已组织核查"}),
    "listMonitoringTasks": read("/monitoring-tasks?limit=200", "ordered"),
    "createMonitoringTask": lambda s: Call("/monitoring-tasks", bodies.new_task(s)),
    "getMonitoringTask": read("/monitoring-tasks/{}", "ordered"),
    "reportMonitoringTask": task_report,
    "cancelMonitoringTask": changed("/monitoring-tasks/{}/cancel", "ordered", {"reason": "企业已停产"}),
    "allocateMonitoringTask": changed("/monitoring-tasks/{}/allocation", "left_task", {"to": "310117-SW"}),
    # ---- issues
    "listFeedbacks": read("/feedbacks?limit=200", "feedback"),
    "createFeedback": lambda s: Call("/feedbacks", bodies.new_feedback(s)),
    "getFeedback": read("/feedbacks/{}", "feedback"),
    "updateFeedback": changed("/feedbacks/{}", "feedback", {"title": "改题"}),
    "listProgrammes": read("/programmes?limit=200", "programme"),
    "createProgramme": lambda s: Call("/programmes",
                                      {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": s["feedback"]["id"]}),
    "getProgramme": read("/programmes/{}", "programme"),
    "updateProgramme": changed("/programmes/{}", "programme", {"title": "改题"}),
    "issueProgramme": changed("/programmes/{}/issue", "programme", {"doc_no": "松整改办〔2026〕2号"}),
    "getProgrammeCoverage": read("/programmes/{}/coverage", "programme", marker="programme_id"),
    "listIssues": read("/issues?limit=200", "rectifying"),
    "createIssue": lambda s: Call("/issues", bodies.new_issue(s)),
    "exportIssues": read("/issues/export?format=ndjson", "rectifying"),
    "importIssues": issue_rows,
    "getIssue": read("/issues/{}", "rectifying"),
    "updateIssue": of_issue("", "rectifying", {"clause": "3.2"}, version=True),
    "listIssueParties": read("/issues/{}/parties", "rectifying", marker=UNITS["lead"]),
    "replaceIssueParties": of_issue("/parties", "assigned", lambda s: bodies.parties(), version=True),
    "listUnallocatedIssues": read("/unallocated-issues?limit=200", "orphaned"),
    "allocateIssue": allocated,
    "listIssueIndicators": read("/issues/{}/indicators", "measured", marker="WAT-AREA"),
    "replaceIssueIndicators": of_issue("/indicators", "rectifying", {"indicators": ["WAT-AREA"]}, version=True),
    "listIssueTransitions": read("/issues/{}/transitions", "rectifying", marker="actions"),
    "transitionIssue": of_issue("/transitions", "verifying",
                                lambda s: {"action": "RETURN", "reason": "材料不实", "due_date": s.world.today(20)},
                                version=True),
    "listIssuePlans": seen_in("/plans", "planning", "plan"),
    "createIssuePlan": of_issue("/plans", "bare_planning", bodies.new_plan),
    "getIssuePlan": seen_in("/plans/{}", "planning", "plan"),
    "updateIssuePlan": of_issue("/plans/{}", "planning", {"summary": "已细化"}, "plan", version=True),
    "submitPlanChange": of_issue("/plans/{}/submit", "with_change", {"reason": "线路调整"}, "plan", version=True),
    "listIssueMilestones": read("/issues/{}/milestones", "rectifying", marker="节点"),
    "updateIssueMilestone": milestone,
    "listProgressReports": seen_in("/progress-reports", "submitted_report", "report"),
    "createProgressReport": of_issue("/progress-reports", "rectifying", bodies.adhoc_report),
    "submitProgressReport": due_report,
    "returnProgressReport": of_issue("/progress-reports/{}/return", "submitted_report", bodies.OPINION, "report",
                                     version=True),
    "confirmProgressReport": of_issue("/progress-reports/{}/confirm", "submitted_report", bodies.OPINION, "report",
                                      version=True),
    "listIssueEvidence": seen_in("/evidence", "with_evidence", "evidence"),
    "addIssueEvidence": of_issue("/evidence", "rectifying", bodies.evidence),
    "removeIssueEvidence": of_issue("/evidence/{}/remove", "with_evidence", {"reason": "重复"}, "evidence", version=True),
    "listExtensions": read("/issues/{}/extensions", "with_extension", marker="ENGINEERING"),
    "applyForExtension": of_issue("/extensions", "rectifying", lambda s: bodies.new_extension(s.world)),
    "listVerifications": read("/issues/{}/verifications", "published", marker="核查员"),
    "createVerification": of_issue("/verifications", "verifying", bodies.verification),
    "listPublicity": seen_in("/publicity", "published", "notice"),
    "updatePublicity": of_issue("/publicity/{}", "published", {"url": "https://example.cn/1"}, "notice", version=True),
    "createObjection": of_issue("/publicity/{}/objections", "published", bodies.objection, "notice"),
    "decideObjection": objected,
    "getIssueArchive": read("/issues/{}/archive", "with_evidence", marker="PK"),
    "getJob": read("/jobs/{}", "held_job"),
    "cancelJob": lambda s: Call(f"/jobs/{s['held_job']['id']}"),
    "getJobResult": read("/jobs/{}/result", "done_job", marker="serial_no"),
    "getIssueHistory": read("/issues/{}/history", "rectifying", marker="ASSIGN"),
    "deriveIssues": of_issue("/derive", "rectifying",
                             lambda s: {"tenants": [bodies.DERIVE_UNIT], "due_date": s.world.today(60)}),
    "getPetitioner": read("/issues/{}/petitioner", "with_petitioner", marker="来信人"),
    "putPetitioner": petitioner,
    "listEscalations": seen_in("/escalations", "escalated", "escalation"),
    "createEscalation": of_issue("/escalations", "rectifying", bodies.ESCALATION),
    "issueEscalation": of_issue("/escalations/{}/issue", "proposed", {"doc_no": "督办〔2026〕4号"}, "escalation",
                                version=True),
    "refuseEscalation": of_issue("/escalations/{}/refuse", "proposed", {"reason": "情况已说明"}, "escalation",
                                 version=True),
    "replyToEscalation": of_issue("/escalations/{}/reply", "escalated", {"reply": "已部署"}, "escalation", version=True),
    "signForEscalation": of_issue("/escalations/{}/sign", "escalated", None, "escalation", version=True),
    "recordInterview": of_issue("/escalations/{}/interview", "summoned", lambda s: bodies.interview(s.world),
                                "escalation", version=True),
    "followUpInterview": of_issue("/escalations/{}/follow-up", "interviewed", bodies.INTERVIEW_FOLLOW_UP, "escalation",
                                  version=True),
    "liftEscalation": lift,
    "listFindings": seen_in("/findings", "found", "finding"),
    "createFinding": finding,
    "clearFinding": of_issue("/findings/{}/clear", "found", {"reason": "复核后整改到位"}, "finding", version=True),
    "listReferrals": seen_in("/referrals", "referred", "referral"),
    "createReferral": of_issue("/referrals", "rectifying", bodies.REFERRAL),
    "recordReferralResult": of_issue("/referrals/{}/result", "referred", {"result": "批评教育"}, "referral", version=True),
    "listDisclosures": seen_in("/disclosures", "disclosed", "disclosure"),
    "proposeDisclosure": of_issue("/disclosures", "disclosable", bodies.DISCLOSURE),
    "publishDisclosure": of_issue("/disclosures/{}/publish", "disclosed", None, "disclosure", version=True),
    "refuseDisclosure": of_issue("/disclosures/{}/refuse", "disclosed", None, "disclosure", version=True),
    "withdrawDisclosure": of_issue("/disclosures/{}/withdraw", "published_to_all", {"reason": "信息有误"}, "disclosure",
                                   version=True),
    "listIssueParameters": read("/issue-parameters"),
    "putIssueParameters": parameters,
    "listPublicIssues": lambda s: Call("/public/issues", marker=s["published_to_all"]["disclosure"]["id"]),
    "getPublicIssue": lambda s: Call(f"/public/issues/{s['published_to_all']['disclosure']['id']}"),
    "getRectificationBoard": read("/boards/rectification"),
    "getWorkflow": read("/workflows/issue"),
}
