# SPDX-License-Identifier: MIT
"""One valid call of every operation of the system, on objects that district 310117 owns.

`CALLS[operation](stock)` gives a Call. The stock hands out the objects it works on: a kept one is the same every time, so that many
refused callers knock at one door; without keeping, each call gets its own, so that it may succeed and change what it likes."""
import dataclasses
import itertools
import uuid

from support.issues import UNITS, etag, numbers, ok

STREET = "310117003"
PDF = b"%PDF-1.7\n"


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

    def region_change(self):
        return ok(self.platform.post("/region-changes", rename(self)), 201)

    def member(self):
        return ok(self.admin.post("/members", new_member()), 201)

    def client(self):
        return ok(self.admin.post("/clients", CLIENT), 201)

    def no_group(self):
        for group in ok(self.world.office.get("/leading-groups"))["items"]:
            if not group["dissolved_on"]:
                ok(self.world.office.patch(f"/leading-groups/{group['id']}", {"dissolved_on": "2026-10-01"},
                                           headers=etag(group["row_version"])))
        return True

    def group(self):
        self.no_group()
        return ok(self.world.office.post("/leading-groups", GROUP), 201)

    def file(self):
        content = PDF + str(uuid.uuid4()).encode()
        return ok(self.world.office.post("/files?name=a.pdf", data=content, headers=OCTETS), 201)

    def units_file(self):
        return self.world.file(self.world.leader)

    # ---- issues

    def feedback(self):
        return self.world.feedback()

    def programme(self):
        feedback = self.feedback()
        return ok(self.world.office.post("/programmes", {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"]}), 201)

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

    def with_change(self):
        issue = self.world.rectifying()
        return issue | {"plan": self.world.plan(issue, due_date=self.world.today(170))}

    def submitted_report(self):
        issue = self.world.rectifying()
        report = ok(self.world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"][-1]
        sent = ok(self.world.admin.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                                        {"progress_pct": "10", "done_text": "完成设计"}, headers=etag(report["row_version"])))
        return issue | {"report": sent}

    def with_evidence(self):
        issue = self.world.rectifying()
        return issue | {"evidence": self.world.evidence(issue, "OTHER")}

    def with_extension(self):
        issue = self.world.rectifying()
        ok(self.world.leader.post(f"/issues/{issue['id']}/extensions", new_extension(self.world)), 201)
        return issue

    def verifying(self):
        issue = self.world.applied()
        return self.world.act(issue, "ACCEPT_MATERIALS", self.world.office)

    def escalated(self):
        issue = self.world.rectifying()
        return issue | {"escalation": ok(self.world.office.post(f"/issues/{issue['id']}/escalations", ESCALATION), 201)}

    def proposed(self):
        """A step as the daily run leaves it."""
        issue = self.escalated()
        self.world.stack.psql(f"update bihuan.escalation set state = 'PROPOSED', rung = 'L3-RED-1', doc_no = null, issued_on = null "
                              f"where id = '{issue['escalation']['id']}'")
        return issue

    def escalated_and_verified(self):
        issue = self.world.applied()
        made = ok(self.world.office.post(f"/issues/{issue['id']}/escalations", ESCALATION), 201)
        self.world.act(issue, "ACCEPT_MATERIALS", self.world.office)
        return issue | {"escalation": made, "check": self.world.verify(issue)}

    def referred(self):
        issue = self.world.rectifying()
        made = self.world.who("310117", "GROUP_ACCOUNT").post(f"/issues/{issue['id']}/referrals", REFERRAL)
        return issue | {"referral": ok(made, 201)}

    def with_petitioner(self):
        issue = self.registered()
        ok(self.world.office.put(f"/issues/{issue['id']}/petitioner", PETITIONER))
        return issue

    def disclosable(self):
        return self.world.rectifying(secrecy="PUBLIC")

    def disclosed(self):
        issue = self.disclosable()
        made = ok(self.world.who("310117", "GROUP_PUBLICITY").post(f"/issues/{issue['id']}/disclosures", DISCLOSURE), 201)
        return issue | {"disclosure": made}

    def published_to_all(self):
        issue = self.disclosed()
        return issue | {"disclosure": ok(self.world.office.post(f"/issues/{issue['id']}/disclosures/{issue['disclosure']['id']}/publish",
                                                                headers=etag(issue["disclosure"]["row_version"])))}

    def published(self):
        issue = self.world.published()
        notice = ok(self.world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
        return issue | {"notice": notice}

    def objected(self):
        issue = self.published()
        made = ok(self.world.office.post(f"/issues/{issue['id']}/publicity/{issue['notice']['id']}/objections", objection(self)), 201)
        return issue | {"objection": made}


OCTETS = {"Content-Type": "application/octet-stream"}
CLIENT = {"tenant": "310117", "name": "监测平台", "permissions": ["issues:read", "directory:read"]}
GROUP = {"name": "区环保督察整改工作领导小组", "established_on": "2026-09-01",
         "members": [{"role": role, "post": post, "tenant": "310117"} for role, post in (
             ("HEAD", "区委书记"), ("EXEC_DEPUTY", "区长"), ("DEPUTY", "分管区长"), ("MEMBER", "主要负责人"))],
         "sections": [{"kind": kind, "tenant": "310117", "duties": "日常调度"}
                      for kind in ("OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY")]}
ESCALATION = {"level": 3, "doc_no": "督办〔2026〕3号", "reason": "进度滞后"}
PETITIONER = {"name": "来信人王某", "phone": "021-00000000", "channel": "来信"}
REFERRAL = {"misconduct": "SLOW", "facts": "多次督办未整改。", "doc_no": "问责〔2026〕1号", "receiving_body": "区纪委监委"}
DISCLOSURE = {"public_title": "某河道整改", "public_text": "已完成雨污分流。"}
OPINION = {"opinion": "同意"}


def rename(s):
    return {"kind": "RENAME", "tenant": s["devzone"]["code"], "new_name": "改名开发区", "effective_date": "2026-01-01",
            "approval_doc": "沪府〔2026〕1号"}


def new_member():
    return {"tenant": "310117", "issuer": "https://id.example.cn", "subject": str(uuid.uuid4()), "name": "张某", "roles": []}


def new_issue(s):
    return {"feedback_id": s["feedback"]["id"], "serial_no": str(next(numbers)), "title": "扬尘", "original_text": "工地扬尘。",
            "category": "DUST", "element": "AIR", "severity": "GENERAL", "term_class": "SHORT", "due_date": s.world.today(90)}


def new_feedback(s):
    return {"source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "反馈", "feedback_date": s.world.today(-3)}


def new_plan(s):
    return {"due_date": s.world.today(170), "goals": [{"text": "消除黑臭"}],
            "measures": [{"type": "ENG", "text": "雨污分流改造", "unit": UNITS["lead"], "milestones": [
                {"name": "完工", "planned_date": s.world.today(100), "weight": "100"}]}]}


def new_extension(world):
    return {"new_due": world.today(210), "reason_code": "ENGINEERING", "reason": "汛期停工"}


def verification(s, level="DISTRICT"):
    return {"level": level, "method": "ONSITE", "result": "PASS", "verified_on": s.world.today(), "opinion": "已完成",
            "verifiers": [{"name": "核查员甲", "unit": "310117-STHJ"}, {"name": "核查员乙", "unit": "310117"}]}


def objection(s):
    return {"received_on": s.world.today(), "channel": "来信", "content": "仍有异味"}


def parties():
    return {"parties": [{"role": "LEAD_UNIT", "tenant": UNITS["lead"]}, {"role": "RESP_UNIT", "tenant": UNITS["resp"]},
                        {"role": "SUPERVISE_UNIT", "tenant": UNITS["supervise"]}, {"role": "RESP_UNIT", "tenant": "310117001"},
                        {"role": "PARTY_LEAD", "tenant": UNITS["resp"], "person_name": "党委负责人"},
                        {"role": "GOV_LEAD", "tenant": UNITS["resp"], "person_name": "行政负责人"}]}


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


def objected(s):
    issue = s["objected"]
    return Call(f"/issues/{issue['id']}/publicity/{issue['notice']['id']}/objections/{issue['objection']['id']}/decide",
                {"decision": "INVALID", "opinion": "不属实"}, 1)


def lift(s):
    issue = s["escalated_and_verified"]
    return Call(f"/issues/{issue['id']}/escalations/{issue['escalation']['id']}/lift", {"verification_id": issue["check"]["id"]},
                issue["escalation"]["row_version"])


def due_report(s):
    issue = s["rectifying"]
    report = next(r for r in ok(s.world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"] if r["state"] == "DUE")
    return Call(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit", {"progress_pct": "10", "done_text": "完成设计"},
                report["row_version"])


def milestone(s):
    issue = s["rectifying"]
    first = ok(s.world.leader.get(f"/issues/{issue['id']}/milestones"))["items"][0]
    return Call(f"/issues/{issue['id']}/milestones/{first['id']}", {"actual_date": s.world.today(), "note": "按期"}, first["row_version"])


def adhoc_report(s):
    return {"period_start": s.world.today(-7), "period_end": s.world.today(), "progress_pct": "5", "done_text": "现场踏勘"}


def evidence(s):
    return {"kind": "OTHER", "sha256": s["units_file"], "title": "现场照片"}


def changed(path, kind, body):
    """A change of an object that is not an issue."""
    def call(s):
        made = s[kind]
        return Call(path.format(made["id"]), body, made["row_version"])
    return call


def token_form(s):
    made = s["client"]
    return Call("/oauth2/token", data={"grant_type": "client_credentials", "client_id": made["client_id"],
                                       "client_secret": made["client_secret"]})


def new_tenant(s):
    n = next(s.codes)
    return Call("/tenants", {"code": f"310117K{n}", "kind": "DEVZONE", "parent": "310117", "name": f"新区{n}", "valid_from": "2020-01-01"})


def tenant_rows(s):
    n = next(s.codes)
    text = f"code,kind,parent_code,name,short_name,valid_from,note,pseudo\n310117K{n},DEVZONE,310117,导入区{n},,2020-01-01,,false\n"
    return Call("/tenants/import?mode=commit", data=text.encode(), headers={"Content-Type": "text/csv"})


def issue_rows(s):
    text = ("serial_no,title,original_text,category,element,severity,term_class,due_date\n"
            f"{next(numbers)},扬尘,工地扬尘。,DUST,AIR,GENERAL,SHORT,{s.world.today(90)}\n")
    return Call(f"/issues/import?mode=commit&feedback_id={s['feedback']['id']}", data=text.encode(), headers={"Content-Type": "text/csv"})


def calendar(s):
    return Call(f"/calendars/{2040 + next(s.codes)}", {"source": "测试", "days": []})


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
    "createRegionChange": lambda s: Call("/region-changes", rename(s)),
    "getRegionChange": read("/region-changes/{}", "region_change"),
    "listMembers": read("/members?limit=200", "member"),
    "createMember": lambda s: Call("/members", new_member()),
    "getMember": read("/members/{}", "member"),
    "updateMember": changed("/members/{}", "member", {"post": "科长"}),
    "putMemberRoles": changed("/members/{}/roles", "member", {"roles": ["AUDITOR"]}),
    "listClients": read("/clients?limit=200", "client"),
    "createClient": lambda s: Call("/clients", CLIENT),
    "getClient": read("/clients/{}", "client"),
    "updateClient": changed("/clients/{}", "client", {"name": "新名"}),
    "listLeadingGroups": read("/leading-groups?limit=200", "group"),
    "createLeadingGroup": lambda s: s["no_group"] and Call("/leading-groups", GROUP),
    "getLeadingGroup": read("/leading-groups/{}", "group"),
    "updateLeadingGroup": changed("/leading-groups/{}", "group", {"name": "新名"}),
    "listCalendars": read("/calendars"),
    "getCalendar": read("/calendars/2026"),
    "putCalendar": calendar,
    "computeDeadline": lambda s: Call("/deadlines/compute", {"start": "2026-08-10", "amount": 30, "unit": "WD"}),
    "listFiles": read("/files?limit=200", "file"),
    "createFile": lambda s: Call("/files?name=a.pdf", data=PDF + str(uuid.uuid4()).encode(), headers=OCTETS),
    "getFile": read("/files/{}", "file"),
    "getFileContent": read("/files/{}/content", "file", marker="PDF"),
    "listAuditEntries": lambda s: Call(f"/audit-entries?object_id={s['group']['id']}", marker=s["group"]["id"]),
    # ---- issues
    "listFeedbacks": read("/feedbacks?limit=200", "feedback"),
    "createFeedback": lambda s: Call("/feedbacks", new_feedback(s)),
    "getFeedback": read("/feedbacks/{}", "feedback"),
    "updateFeedback": changed("/feedbacks/{}", "feedback", {"title": "改题"}),
    "listProgrammes": read("/programmes?limit=200", "programme"),
    "createProgramme": lambda s: Call("/programmes", {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": s["feedback"]["id"]}),
    "getProgramme": read("/programmes/{}", "programme"),
    "updateProgramme": changed("/programmes/{}", "programme", {"title": "改题"}),
    "issueProgramme": changed("/programmes/{}/issue", "programme", {"doc_no": "松整改办〔2026〕2号"}),
    "getProgrammeCoverage": read("/programmes/{}/coverage", "programme", marker="programme_id"),
    "listIssues": read("/issues?limit=200", "rectifying"),
    "createIssue": lambda s: Call("/issues", new_issue(s)),
    "exportIssues": read("/issues/export?format=ndjson", "rectifying"),
    "importIssues": issue_rows,
    "getIssue": read("/issues/{}", "rectifying"),
    "updateIssue": of_issue("", "rectifying", {"clause": "3.2"}, version=True),
    "listIssueParties": read("/issues/{}/parties", "rectifying", marker=UNITS["lead"]),
    "replaceIssueParties": of_issue("/parties", "assigned", lambda s: parties(), version=True),
    "listIssueTransitions": read("/issues/{}/transitions", "rectifying", marker="actions"),
    "transitionIssue": of_issue("/transitions", "verifying", lambda s: {"action": "RETURN", "reason": "材料不实", "due_date": s.world.today(20)}, version=True),
    "listIssuePlans": seen_in("/plans", "planning", "plan"),
    "createIssuePlan": of_issue("/plans", "bare_planning", new_plan),
    "getIssuePlan": seen_in("/plans/{}", "planning", "plan"),
    "updateIssuePlan": of_issue("/plans/{}", "planning", {"summary": "已细化"}, "plan", version=True),
    "submitPlanChange": of_issue("/plans/{}/submit", "with_change", {"reason": "线路调整"}, "plan", version=True),
    "listIssueMilestones": read("/issues/{}/milestones", "rectifying", marker="节点"),
    "updateIssueMilestone": milestone,
    "listProgressReports": seen_in("/progress-reports", "submitted_report", "report"),
    "createProgressReport": of_issue("/progress-reports", "rectifying", adhoc_report),
    "submitProgressReport": due_report,
    "returnProgressReport": of_issue("/progress-reports/{}/return", "submitted_report", OPINION, "report", version=True),
    "confirmProgressReport": of_issue("/progress-reports/{}/confirm", "submitted_report", OPINION, "report", version=True),
    "listIssueEvidence": seen_in("/evidence", "with_evidence", "evidence"),
    "addIssueEvidence": of_issue("/evidence", "rectifying", evidence),
    "removeIssueEvidence": of_issue("/evidence/{}/remove", "with_evidence", {"reason": "重复"}, "evidence", version=True),
    "listExtensions": read("/issues/{}/extensions", "with_extension", marker="ENGINEERING"),
    "applyForExtension": of_issue("/extensions", "rectifying", lambda s: new_extension(s.world)),
    "listVerifications": read("/issues/{}/verifications", "published", marker="核查员"),
    "createVerification": of_issue("/verifications", "verifying", verification),
    "listPublicity": seen_in("/publicity", "published", "notice"),
    "updatePublicity": of_issue("/publicity/{}", "published", {"url": "https://example.cn/1"}, "notice", version=True),
    "createObjection": of_issue("/publicity/{}/objections", "published", objection, "notice"),
    "decideObjection": objected,
    "getIssueArchive": read("/issues/{}/archive", "with_evidence", marker="PK"),
    "getIssueHistory": read("/issues/{}/history", "rectifying", marker="ASSIGN"),
    "deriveIssues": of_issue("/derive", "rectifying", lambda s: {"tenants": ["310117004"], "due_date": s.world.today(60)}),
    "getPetitioner": read("/issues/{}/petitioner", "with_petitioner", marker="来信人"),
    "putPetitioner": of_issue("/petitioner", "registered", PETITIONER),
    "listEscalations": seen_in("/escalations", "escalated", "escalation"),
    "createEscalation": of_issue("/escalations", "rectifying", ESCALATION),
    "issueEscalation": of_issue("/escalations/{}/issue", "proposed", {"doc_no": "督办〔2026〕4号"}, "escalation", version=True),
    "replyToEscalation": of_issue("/escalations/{}/reply", "escalated", {"reply": "已部署"}, "escalation", version=True),
    "liftEscalation": lift,
    "listReferrals": seen_in("/referrals", "referred", "referral"),
    "createReferral": of_issue("/referrals", "rectifying", REFERRAL),
    "recordReferralResult": of_issue("/referrals/{}/result", "referred", {"result": "批评教育"}, "referral", version=True),
    "listDisclosures": seen_in("/disclosures", "disclosed", "disclosure"),
    "proposeDisclosure": of_issue("/disclosures", "disclosable", DISCLOSURE),
    "publishDisclosure": of_issue("/disclosures/{}/publish", "disclosed", None, "disclosure", version=True),
    "refuseDisclosure": of_issue("/disclosures/{}/refuse", "disclosed", None, "disclosure", version=True),
    "withdrawDisclosure": of_issue("/disclosures/{}/withdraw", "published_to_all", {"reason": "信息有误"}, "disclosure", version=True),
    "listIssueParameters": read("/issue-parameters"),
    "putIssueParameters": lambda s: Call("/issue-parameters", {"parameters": [{"name": "sign_days", "value": 3}]}),
    "listPublicIssues": lambda s: Call("/public/issues", marker=s["published_to_all"]["disclosure"]["id"]),
    "getPublicIssue": lambda s: Call(f"/public/issues/{s['published_to_all']['disclosure']['id']}"),
    "getRectificationBoard": read("/boards/rectification"),
    "getWorkflow": read("/workflows/issue"),
}
