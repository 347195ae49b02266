#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Loads services/ctl/demo into a running installation, over HTTP as any client would; running it again changes nothing.

    load_demo.py URL BIHUANCTL [--reload]        with the settings of the installation in the environment (BIHUAN_PG
    ...)

What is there is left as it is, and where it differs from the demo that is said. --reload is for an installation that
people have worked in: what they have made impossible to add is said, too, and the rest goes on.

Tenants and standards go in by `bihuanctl import`: without a tenant there is nobody to give a token to, and the
standards are there before anybody asks.
"""
import csv
import datetime
import io
import json
import pathlib
import subprocess
import sys
import tempfile

import observations
from client import Caller, Refused, Tokens
from story import Story

SERVICES = pathlib.Path(__file__).resolve().parents[2] / "services"
DATA = SERVICES / "ctl" / "demo"
STANDARDS = SERVICES / "indicators" / "standards"
CATALOGUE = SERVICES / "indicators" / "catalogue" / "indicators.csv"
CITY, DISTRICT, MONITOR = "310000", "310117", "310117-STHJ"
YOUNG = 60  # days in which a year has too little to show
ISSUER, SOURCE = "https://bihuan.localhost", "demo"
UNIT_ROLES = {"DEPARTMENT": ("UNIT_ADMIN", "UNIT_LEADER"),
              "STREET": ("UNIT_ADMIN", "UNIT_LEADER", "STREET_ENV_OFFICER")}
POSTS = {"UNIT_ADMIN": "管理员", "UNIT_LEADER": "主要负责人", "STREET_ENV_OFFICER": "环保专职干部", "DIST_OFFICE": "整改办公室",
         "TENANT_ADMIN": "租户管理员", "CITY_OFFICE": "整改办公室", "GROUP_RECTIFY": "整改专项组", "GROUP_SUPERVISE": "督察专项组",
         "GROUP_ACCOUNT": "问责专项组", "GROUP_PUBLICITY": "宣传专项组"}
OFFICE_ROLES = {CITY: ("CITY_OFFICE",), DISTRICT: ("DIST_OFFICE", "GROUP_RECTIFY", "GROUP_SUPERVISE", "GROUP_ACCOUNT",
                                                   "GROUP_PUBLICITY")}
QUALIFIERS = {"力争": "STRIVE", "左右": "ABOUT", "基本": "BASICALLY", "全面": "FULLY"}
DUTIES = {"OFFICE": "日常协调和调度", "RECTIFY": "推进整改落实", "SUPERVISE": "督促检查", "ACCOUNT": "责任追究", "PUBLICITY": "宣传和公开"}


def read_csv(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Loader:
    """Each step looks first whether its work is done."""

    def __init__(self, url, tokens, say=print, reload=False):
        self.url, self.tokens, self.say, self.reload = url, tokens, say, reload
        self.plan = json.loads((DATA / "plan.json").read_text(encoding="utf-8"))
        self.tenants = {row["code"]: row for row in read_csv("tenants.csv") if row["pseudo"] == "false"}

    def caller(self, tenant, *roles):
        return Caller(self.url, self.tokens, tenant, *roles)

    def load(self, plans=True, measured=True):
        """`plans`: also have the departments sign for their issues and file the plans that the demo gives them;
        `measured`: also what
        stations and sections measured since the year began."""
        self.step("tenants: %d", self.import_tenants)
        self.step("calendars: %s", lambda: ", ".join(self.load_calendars()))
        self.step("standards: %d", self.import_standards)
        self.step("indicators: %d", self.import_indicators)
        self.step("targets: %d new", self.load_targets)
        self.step("monitored objects: %d new", self.load_objects)
        if measured:
            self.step("observations: %d new", self.load_observations)
        self.step("members: %d new", self.load_members)
        self.step("leading group: %s", lambda: self.load_leading_group()["name"])
        self.step("plans: %d filed or under review", lambda: self.load_work(plans))

    def step(self, told, work):
        """Does it and says what came of it. What people have worked on may refuse it; that ends a first load, not a
        later one."""
        try:
            self.say(told % work())
        except (Refused, subprocess.CalledProcessError) as why:
            if not self.reload:
                raise
            self.say("%s: left as it is, for %s" % (told.partition(":")[0], why))

    def load_work(self, plans):
        feedback = self.load_feedback()
        programme = self.load_programme(feedback)
        self.say("programme: %s" % programme["title"])
        new = self.load_issues(feedback, programme)
        self.say("issues: %d new" % len(new))
        return self.load_plans(feedback, new) if plans else 0

    def compare(self, what, stored, wanted):
        """Says where something that is there is not as the demo has it; it stays."""
        for name, value in wanted.items():
            if stored[name] != value:
                self.say("  %s: %s is %r, in the demo %r" % (what, name, stored[name], value))

    # ---- directory

    def import_files(self, what, *files):
        subprocess.run([self.tokens.ctl, "import", what, *files], env=self.tokens.environment, check=True,
                       stdout=subprocess.DEVNULL)
        return len(files)

    def stored_tenants(self):
        """By code; none while nobody is there who could ask."""
        try:
            return {t["code"]: t for t in self.caller(CITY, "PLATFORM_ADMIN").items("/tenants")}
        except subprocess.CalledProcessError:
            return {}

    def import_tenants(self):
        """Only those that are missing: the others may have got other names since."""
        stored = self.stored_tenants()
        for code in self.tenants.keys() & stored.keys():
            self.compare("tenant " + code, stored[code], {k: self.tenants[code][k] for k in ("kind", "name")})
        missing = [row for code, row in self.tenants.items() if code not in stored]
        if missing:
            text = io.StringIO()
            writer = csv.DictWriter(text, list(missing[0]))
            writer.writeheader()
            writer.writerows(missing)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".csv") as file:
                file.write(text.getvalue())
                file.flush()
                self.import_files("tenants", file.name)
        return len(self.tenants)

    def load_calendars(self):
        admin, years = self.caller(CITY, "PLATFORM_ADMIN"), {}
        for row in read_csv("calendar.csv"):
            day = {"date": row["date"], "is_workday": row["kind"] == "WORK", "name": row["name"]}
            years.setdefault(row["date"][:4], []).append(day)
        for year, days in sorted(years.items()):
            source = "国务院办公厅关于%s年部分节假日安排的通知" % year
            admin.put_new("/calendars/" + year, {"source": source, "days": days})
        return sorted(years)

    def import_standards(self):
        return self.import_files("standards", *sorted(STANDARDS.glob("*.csv")))

    def import_indicators(self):
        return self.import_files("indicators", CATALOGUE)

    # ---- indicators

    def wanted_goals(self):
        """(external id, goal, clause) of every goal that has an indicator; what the issues repeat of the programme
        counts once."""
        seen = set()
        goals = [("programme-%d" % g["serial_no"], g, g["clause"]) for g in self.plan["programme"]["goals"]]
        goals += [("issue-%d-%d" % (i["serial_no"], n), g, i["clauses"][0])
                  for i in self.plan["issues"] for n, g in enumerate(i["goals"], 1)]
        for key, goal, clause in goals:
            if goal["indicator"] and (goal["indicator"], goal["text"]) not in seen:
                seen.add((goal["indicator"], goal["text"]))
                yield key, goal, clause

    def edition_of(self, caller, family):
        """The edition of the family that was in force when the plan's figures were set; None when there is none or none
        is needed."""
        query = "/standards?family=%s&valid_on=%s" % (family, self.plan["target_basis"]["valid_on"])
        return next((s["code"] for s in caller.get(query).body["items"]), None) if family else None

    def load_targets(self):
        office, new = self.caller(DISTRICT, "DIST_OFFICE"), 0
        known = {t["external_id"]: t for t in office.items("/targets") if t["source"] == SOURCE}
        families = {i["code"]: i["standard_family"] for i in office.get("/indicators").body["items"]}
        for key, goal, clause in self.wanted_goals():
            if key in known:
                self.compare("target " + key, known[key], {"text": goal["text"], "value": goal["value"]})
            else:
                edition = self.edition_of(office, families[goal["indicator"]])
                words = [code for word, code in QUALIFIERS.items() if word in (goal["qualifier"] or "")]
                figures = {"value": goal["value"], "standard_version": edition}
                office.post("/targets", {name: v for name, v in figures.items() if v is not None} | {
                    "indicator": goal["indicator"], "target_type": goal["target_type"], "qualifiers": words,
                    "text": goal["text"],
                    "clause": clause, "source": SOURCE, "external_id": key})
                new += 1
        return new

    def load_objects(self):
        rows = (DATA / "objects.csv").read_bytes()
        report = self.caller(DISTRICT, "DIST_OFFICE").request("POST", "/objects/import", rows, {"mode": "commit"},
                                                              media="text/csv")
        return report["stats"]["created"]

    def load_observations(self):
        """From the first of January of the year, or of the one before while the year is young, until yesterday; a month
        a request."""
        monitor, last = self.caller(MONITOR,
                                    "MONITOR_INPUT"), datetime.date.fromisoformat(self.today()) - datetime.timedelta(1)
        known = monitor.get("/observations", source=SOURCE, limit=1)["items"]
        first = (last - datetime.timedelta(YOUNG)).replace(month=1, day=1)
        if known:
            first = datetime.date.fromisoformat(known[0]["observed_at"][:10])
        return sum(self.import_observations(monitor, rows) for rows in observations.months(first, last))

    @staticmethod
    def import_observations(monitor, rows):
        lines = ["object,item,averaging,observed_at,value,flag", *(SOURCE + ":" + ",".join(row) for row in rows)]
        report = monitor.request("POST", "/observations/import", "\n".join(lines).encode(),
                                 {"mode": "commit", "source": SOURCE},
                                 media="text/csv")
        return report["stats"]["created"]

    def wanted_members(self):
        """(tenant, role) of every unit that has a part in the plan, and of the offices."""
        units = {p["unit"] for p in self.plan["leading_group"]["members"]["rows"]}
        for code in sorted(units):
            yield from ((code, role) for role in UNIT_ROLES[self.tenants[code]["kind"]])
        for code, roles in OFFICE_ROLES.items():
            yield from ((code, role) for role in roles)

    def load_members(self):
        admin = self.caller(CITY, "PLATFORM_ADMIN", "TENANT_ADMIN")
        known = {m["external_id"] for m in admin.items("/members") if m["source"] == SOURCE}
        new = 0
        for tenant, role in self.wanted_members():
            key = "%s-%s" % (tenant, role)
            if key not in known:
                admin.post("/members", {
                    "tenant": tenant, "issuer": ISSUER, "subject": "demo-" + key.lower(), "source": SOURCE,
                    "external_id": key,
                    "name": (self.tenants[tenant]["short_name"] + POSTS[role])[:64], "post": POSTS[role],
                    "env_duty": role == "UNIT_LEADER", "roles": [role]})
                new += 1
        return new

    def load_leading_group(self):
        district, group = self.caller(DISTRICT, "TENANT_ADMIN", "DIST_OFFICE"), self.plan["leading_group"]
        known = [g for g in district.items("/leading-groups") if g["name"] == group["name"]]
        if known:
            return known[0]
        members = [{"role": p["post"], "post": p["holder_post"], "tenant": p["unit"]} for p in group["posts"]]
        members += [{"role": "MEMBER", "post": m["holder_post"], "tenant": m["unit"]} for m in group["members"]["rows"]]
        sections = [{"kind": g["kind"], "tenant": g["assignment"]["unit"], "duties": DUTIES[g["kind"]]}
                    for g in group["groups"]]
        return district.post("/leading-groups", {
            "name": group["name"], "established_on": self.plan["feedback"]["assignment"]["feedback_date"],
            "members": members,
            "sections": sections}).body


    # ---- issues

    def load_feedback(self):
        """What the municipality told the district; the city's office registers it."""
        city, feedback = self.caller(CITY, "CITY_OFFICE"), self.plan["feedback"]
        known = [f for f in city.items("/feedbacks") if f["source"] == SOURCE]
        if known:
            return known[0]
        chosen = feedback["assignment"]
        return city.post("/feedbacks", {
            "tenant": chosen["district"], "source_level": feedback["source_level"],
            "source_kind": chosen["source_kind"],
            "title": chosen["display_title"], "feedback_date": chosen["feedback_date"], "source": SOURCE,
            "external_id": "feedback-" + chosen["feedback_date"]}).body

    def chapters(self):
        """The plan's headings in reading order, with the clauses that issues carry out."""
        clauses, found = {}, []
        for issue in self.plan["issues"]:
            kind = issue["assignment"]["measures"][0]["type"]
            clauses.setdefault(issue["chapter"], []).append(
                {"clause": issue["clauses"][0], "text": issue["original_text"], "measure_type": kind})

        def walk(sections, prefix):
            for section in sections:
                number = prefix + section["no"]
                found.append({"no": number, "title": section["title"], "clauses": clauses.get(number, [])})
                walk(section["sections"], number)

        walk(self.plan["programme"]["chapters"], "")
        return found

    def load_programme(self, feedback):
        district, programme = self.caller(DISTRICT, "DIST_OFFICE"), self.plan["programme"]
        known = [p for p in district.items("/programmes", feedback_id=feedback["id"]) if p["kind"] == "RECTIFICATION"]
        if known:
            return known[0]
        chosen = programme["assignment"]
        basis = [{k: b[k] for k in ("title", "issuer", "text") if b[k]} for b in programme["policy_basis"]]
        made = district.post("/programmes", {
            "kind": "RECTIFICATION", "feedback_id": feedback["id"], "title": chosen["display_title"],
            "due_date": chosen["due_date"],
            "guiding_ideology": programme["guiding_ideology"], "policy_basis": basis, "chapters": self.chapters()})
        path = "/programmes/" + made["id"]
        return self.caller(DISTRICT, "GROUP_HEAD").post(path + "/issue", {"doc_no": "演示1号"}, version_of=path).body

    def load_issues(self, feedback, programme):
        """Registers what is missing, names its parties and hands it over to them (交办); the serial numbers of those."""
        district = self.caller(DISTRICT, "DIST_OFFICE")
        known = {i["serial_no"]: i for i in district.items("/issues", feedback_id=feedback["id"])}
        new = []
        for issue in self.plan["issues"]:
            stored = known.get(str(issue["serial_no"]))
            if stored is None:
                stored = self.register(district, issue, feedback, programme)
                new.append(str(issue["serial_no"]))
            else:
                self.compare("issue %s" % stored["code"], stored,
                             {k: issue["assignment"][k] for k in ("due_date", "severity")} | {
                    "title": issue["title"]})
            if stored["state"] == "REGISTERED" and not district.get("/issues/" + stored["id"])["parties"]:
                self.assign(district, issue, stored["id"])
        return new

    @staticmethod
    def register(district, issue, feedback, programme):
        chosen = issue["assignment"]
        body = {k: chosen[k] for k in ("category", "element", "severity", "term_class", "due_date")}
        return district.post("/issues", {
            **body, "feedback_id": feedback["id"], "programme_id": programme["id"],
            "serial_no": str(issue["serial_no"]),
            "title": issue["title"], "original_text": issue["original_text"], "clause": issue["clauses"][0],
            "source": SOURCE,
            "external_id": "%s-%s" % (feedback["feedback_date"], issue["serial_no"])}).body

    @staticmethod
    def parties(chosen):
        rows = [{"role": "LEAD_UNIT", "tenant": chosen["lead_unit"]},
                {"role": "SUPERVISE_UNIT", "tenant": chosen["supervising_unit"]}]
        rows += [{"role": "RESP_UNIT", "tenant": unit} for unit in chosen["responsible_units"]]
        rows += [{"role": "COOP_UNIT", "tenant": unit} for unit in chosen["cooperating_units"]]
        for role, key in (("PARTY_LEAD", "party_lead"), ("GOV_LEAD", "gov_lead"), ("RESP_PERSON", "resp_person")):
            rows.append({"role": role, "tenant": chosen[key]["unit"], "person_name": chosen[key]["post"],
                         "position": chosen[key]["post"]})
        return rows

    def assign(self, district, issue, issue_id):
        path = "/issues/" + issue_id
        district.put(path + "/parties", {"parties": self.parties(issue["assignment"])}, version_of=path)
        district.post(path + "/transitions", {"action": "ASSIGN", "expected_state": "REGISTERED"}, version_of=path)

    def load_plans(self, feedback, new):
        """What streets answer for waits for their signature; a major issue's plan for the leading group's review.
        `new`: what a reload
        may touch."""
        district, count = self.caller(DISTRICT, "DIST_OFFICE"), 0
        entries = {str(e["serial_no"]): e for e in self.plan["issues"]}
        for stored in district.items("/issues", feedback_id=feedback["id"], state="ASSIGNED"):
            entry = entries.get(stored["serial_no"])
            if entry is None or (self.reload and stored["serial_no"] not in new):
                continue
            if all(self.tenants[unit]["kind"] == "DEPARTMENT" for unit in entry["assignment"]["responsible_units"]):
                story = Story(self, entry, stored, say=lambda line: None)
                story.submit_plan()
                story.review_plan(file=entry["assignment"]["severity"] != "MAJOR")
                count += 1
        return count

    @staticmethod
    def today():
        return datetime.date.today().isoformat()


def main(url, ctl, *options):
    try:
        Loader(url, Tokens(ctl), reload="--reload" in options).load()
    except (Refused, subprocess.CalledProcessError) as why:
        sys.exit("load_demo: %s" % why)


if __name__ == "__main__":
    main(*sys.argv[1:])
