# SPDX-License-Identifier: MIT
"""Issues as tests need them: a feedback, an issue, its parties, and the way of an issue to a state, over HTTP only."""
import csv
import datetime
import hashlib
import itertools
import uuid

from support.stack import DEMO

DISTRICT = "310117"
UNITS = {"lead": "310117-SW", "resp": "310117-SW", "supervise": "310117-STHJ", "coop": "310117-CG"}
# What the statements say that a test holds up: a step of an issue, a change of its fields, a merger.
ISSUE_LOCK, ISSUE_CHANGE, MERGE_LOCK = "select 1 as locked from issue", "set title = coalesce(", "order by id for update"
numbers = itertools.count(1)


def ok(answer, status=200):
    """The body of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


def refused(answer, status, code=None):
    """The problem of an answer that must be one."""
    assert answer.status_code == status, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
    problem = answer.json()
    assert code is None or problem["code"] == code, problem
    return problem


def derive_unit(tenant, **fields):
    """A unit that is to look for the same problem: a street or zone has both its leaders named."""
    return {"tenant": tenant, "party_lead": "党委负责人", "gov_lead": "行政负责人"} | fields


def finished(api, answer, seconds=120):
    """What an operation answers: its own answer, or when that was 202 the result of its job, once there is one."""
    if answer.status_code != 202:
        return answer
    path = answer.headers["Location"].removeprefix("/v1")
    api.stack.until(lambda: ok(api.get(path, record=False))["state"] not in ("WAITING", "RUNNING"), seconds)
    return api.get(path + "/result", timeout=60)


def etag(version):
    return {"If-Match": f'"{version}"'}


NEW = {"If-None-Match": "*"}


def read_tag(by, path):
    """The header that binds a PUT to what stands there, or to nothing standing there."""
    answer = by.get(path)
    return NEW if answer.status_code == 404 else {"If-Match": answer.headers["ETag"]}


class World:
    """Callers by tenant and role, and what they do to issues."""

    def __init__(self, stack):
        self.stack = stack
        self.callers, self.members, self.first_year = {}, {}, None

    def who(self, tenant, *roles):
        key = (tenant, roles)
        if key not in self.callers:
            self.callers[key] = self.stack.api(tenant, *roles)
        return self.callers[key]

    def member(self, tenant, name="核查员甲"):
        """The id of somebody who works there."""
        if (tenant, name) not in self.members:
            body = {"tenant": tenant, "issuer": "https://id.example.cn", "subject": str(uuid.uuid4()), "name": name,
                    "roles": []}
            self.members[tenant, name] = ok(self.who("310000", "PLATFORM_ADMIN").post("/members", body), 201)["id"]
        return self.members[tenant, name]

    def verifiers(self, *tenants):
        """Two of the supervising unit, or one of each tenant named."""
        if tenants:
            return [{"member_id": self.member(t)} for t in tenants]
        return [{"member_id": self.member(UNITS["supervise"], name)} for name in ("核查员甲", "核查员乙")]

    @property
    def office(self):
        return self.who(DISTRICT, "DIST_OFFICE")

    @property
    def head(self):
        return self.who(DISTRICT, "GROUP_HEAD")

    @property
    def deputy(self):
        return self.who(DISTRICT, "GROUP_DEPUTY")

    @property
    def press(self):
        return self.who(DISTRICT, "GROUP_PUBLICITY")

    @property
    def city(self):
        return self.who("310000", "CITY_OFFICE")

    @property
    def leader(self):
        return self.who(UNITS["lead"], "UNIT_LEADER")

    @property
    def admin(self):
        return self.who(UNITS["resp"], "UNIT_ADMIN")

    @property
    def supervisor(self):
        return self.who(UNITS["supervise"], "UNIT_LEADER")

    def now(self):
        """The services' time, in Shanghai."""
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
        return now + datetime.timedelta(microseconds=self.stack.clock.offset_us)

    def today(self, days=0):
        return (self.now().date() + datetime.timedelta(days=days)).isoformat()

    def begin_at_noon(self):
        """The walk of a day begins at 00:30: from noon on, whole days may be moved."""
        self.stack.clock.move(hours=12 - self.now().hour)

    def night(self, days=1, seconds=90):
        """The walk of the day that many days on, when it has ended."""
        self.stack.clock.move(days=days)
        self.await_walk(seconds)

    def await_walk(self, seconds=90):
        """Until today's walk through all issues has ended."""
        watermark = "select watermark from bihuan.job_run where service = 'issues' and job = 'daily'"
        self.stack.until(lambda: self.stack.psql(watermark).startswith(self.today() + " done"), seconds)

    def calendar(self, *years):
        """The working days of these years, as the directory takes them."""
        with (DEMO / "calendar.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        for year in years:
            days = [{"date": r["date"], "is_workday": r["kind"] == "WORK", "name": r["name"]}
                    for r in rows if r["date"].startswith(f"{year}-")]
            self.load(year, "国务院办公厅通知", days)

    def weekdays(self, *off):
        """Calendars of the two years from the first day on, with these days off besides weekends."""
        self.first_year = self.first_year or int(self.today()[:4])
        for each in (self.first_year, self.first_year + 1):
            self.load(each, "国务院办公厅通知", [{"date": day, "is_workday": False, "name": "调休"} for day in sorted(set(off))
                                          if day.startswith(f"{each}-")])

    def load(self, year, source, days):
        """The calendar of a year, whether there is one yet or not."""
        platform = self.who("310000", "PLATFORM_ADMIN")
        return ok(platform.put(f"/calendars/{year}", {"source": source, "days": days},
                               headers=read_tag(platform, f"/calendars/{year}")))

    def parameters(self, by, **values):
        """Sets parameters of a tenant; None takes its own setting back."""
        body = {"parameters": [{"name": name, "value": value} for name, value in values.items()]}
        return ok(by.put("/issue-parameters", body, headers=etag(ok(by.get("/issue-parameters"))["row_version"])))

    def feedback(self, by=None, **fields):
        body = {"source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "区级专项督察反馈",
                "feedback_date": self.today(-10), "doc_no": f"督〔2026〕{next(numbers)}号"} | fields
        return ok((by or self.office).post("/feedbacks", body), 201)

    def issue(self, feedback=None, by=None, **fields):
        feedback = feedback or self.feedback()
        n = next(numbers)
        body = {"feedback_id": feedback["id"], "serial_no": str(n), "title": f"河道黑臭问题{n}",
                "original_text": "部分河道水质反复，雨污混接未整治到位。", "category": "SEWAGE", "element": "WATER",
                "severity": "SERIOUS", "term_class": "SHORT", "due_date": self.today(180)} | fields
        return ok((by or self.office).post("/issues", body), 201)

    def parties(self, issue, by=None, **units):
        units = UNITS | units
        parties = [{"role": "LEAD_UNIT", "tenant": units["lead"]}, {"role": "RESP_UNIT", "tenant": units["resp"]},
                   {"role": "SUPERVISE_UNIT", "tenant": units["supervise"]},
                   {"role": "COOP_UNIT", "tenant": units["coop"]},
                   {"role": "RESP_PERSON", "tenant": units["resp"], "person_name": "水务局分管负责人"},
                   {"role": "PARTY_LEAD", "tenant": units["resp"], "person_name": "党委负责人"},
                   {"role": "GOV_LEAD", "tenant": units["resp"], "person_name": "行政负责人"}]
        issue = self.read(issue, by)
        return ok((by or self.office).put(f"/issues/{issue['id']}/parties", {"parties": parties},
                                          headers=etag(issue["row_version"])))

    def read(self, issue, by=None):
        return ok((by or self.office).get(f"/issues/{issue['id'] if isinstance(issue, dict) else issue}"))

    def try_act(self, issue, action, by, **fields):
        version = self.read(issue)["row_version"]
        return by.post(f"/issues/{issue['id']}/transitions", {"action": action} | fields, headers=etag(version))

    def act(self, issue, action, by, **fields):
        return ok(self.try_act(issue, action, by, **fields))

    # ---- the way to a state

    def assigned(self, **fields):
        issue = self.issue(**fields)
        self.parties(issue)
        return self.act(issue, "ASSIGN", self.office)

    def assigned_to(self, unit, **fields):
        """To a unit that leads and answers."""
        issue = self.issue(**fields)
        self.parties(issue, lead=unit, resp=unit)
        return self.act(issue, "ASSIGN", self.office)

    def planning(self, **fields):
        issue = self.assigned(**fields)
        return self.act(issue, "SIGN", self.admin)

    def plan(self, issue, by=None, weights=("40", "60"), **fields):
        milestones = [{"name": f"节点{n}", "weight": weight,
                       "planned_date": min(self.today(30 * (n + 1)), fields.get("due_date", self.today(180)))}
                      for n, weight in enumerate(weights)]
        body = {"due_date": self.today(180), "goals": [{"text": "消除黑臭"}],
                "measures": [{"type": "ENG", "text": "雨污分流改造", "unit": UNITS["lead"],
                              "milestones": milestones}]} | fields
        return ok((by or self.leader).post(f"/issues/{issue['id']}/plans", body), 201)

    def rectifying(self, **fields):
        return self.rectify(self.planning(**fields))

    def rectify(self, issue, **plan):
        self.plan(issue, **plan)
        self.act(issue, "SUBMIT_PLAN", self.leader)
        self.act(issue, "PASS_REVIEW", self.supervisor)
        self.act(issue, "PASS_REVIEW", self.office)
        return self.act(issue, "FILE_PLAN", self.office)

    def file(self, by, content=None):
        content = content or f"%PDF-1.4\n{uuid.uuid4()}\n%%EOF\n".encode()
        ok(by.request("POST", "/files?name=a.pdf", data=content, headers={"Content-Type": "application/pdf"}), 201)
        return hashlib.sha256(content).hexdigest()

    def file_id(self, by, sha256):
        return ok(by.get("/files", params={"sha256": sha256}))["items"][0]["id"]

    def evidence(self, issue, kind, by=None, **fields):
        by = by or self.admin
        return ok(by.post(f"/issues/{issue['id']}/evidence", {"kind": kind, "sha256": self.file(by)} | fields), 201)

    # ---- the way to the end

    def milestones_done(self, issue):
        for m in ok(self.leader.get(f"/issues/{issue['id']}/milestones"))["items"]:
            if m["actual_date"] is None:
                ok(self.leader.patch(f"/issues/{issue['id']}/milestones/{m['id']}", {"actual_date": self.today()},
                                     headers=etag(m["row_version"])))

    def materials(self, issue, stage="apply"):
        """Whatever the checklist misses."""
        missing = ok(self.office.get(f"/issues/{issue['id']}/evidence"))["checklist"][stage]["missing"]
        for kind in missing:
            if kind == "BEFORE_AFTER_PHOTO":
                for phase in ("BEFORE", "AFTER"):
                    self.evidence(issue, kind, phase=phase, pair_key="site-1")
            else:
                self.evidence(issue, kind)

    def try_verify(self, issue, by=None, level="DISTRICT", method="ONSITE", result="PASS", verifiers=None, **fields):
        return (by or self.office).post(f"/issues/{issue['id']}/verifications", {
            "level": level, "method": method, "result": result, "verified_on": self.today(),
            "verifiers": verifiers or self.verifiers(), "opinion": "现场已完成整改"} | fields)

    def verify(self, issue, by=None, **fields):
        return ok(self.try_verify(issue, by, **fields), 201)

    def evaluate(self, issue):
        criteria = ["TASKS_DONE", "VIOLATIONS_HANDLED", "EFFECT_MEETS_LAW", "SIMILAR_CORRECTED", "MECHANISM_BUILT"]
        return ok(self.office.patch(f"/issues/{issue['id']}", {"effect_evaluation": "水质达标", "criteria": criteria},
                                    headers=etag(self.read(issue)["row_version"])))

    def applied(self, **fields):
        issue = self.rectifying(**fields)
        self.milestones_done(issue)
        self.materials(issue)
        return self.act(issue, "APPLY_ACCEPTANCE", self.leader)

    def verified(self, **fields):
        issue = self.applied(**fields)
        self.act(issue, "ACCEPT_MATERIALS", self.office)
        self.verify(issue)
        self.evaluate(issue)
        return issue

    def published(self, **fields):
        issue = self.verified(**fields)
        return self.act(issue, "PUBLISH", self.office, channels=self.channels(issue))

    def channels(self, issue):
        """Where a notice of it may be given."""
        return ["GOV_SITE", "NEWSPAPER"] if self.read(issue)["secrecy"] == "PUBLIC" else ["INTRANET"]

    def closed(self, **fields):
        issue = self.published(**fields)
        self.materials(issue, "close")
        self.stack.clock.move(days=7)
        return self.act(issue, "CLOSE", self.office, doc_no="松整改办〔2026〕1号")
