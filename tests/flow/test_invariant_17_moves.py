# SPDX-License-Identifier: MIT
"""Invariant 17: whatever happens to bodies, in whatever order it is entered, no row is lost, none lies with two
districts, open work is with a body that exists or on the list, and old codes answer.

Sequences are drawn: the same in every run of the suite. For long runs with new ones: BIHUAN_MOVES=20000 BIHUAN_SEED=7
./dev test flow -k moves """
import collections
import datetime
import itertools
import os
import random

import hypothesis
import pytest
from hypothesis import given, strategies as st

from support.bodies import STATION, TARGET
from support.issues import World, ok
from support.stack import ROOT, Stack

hypothesis.configuration.set_hypothesis_home_dir(ROOT / "build" / "hypothesis")
EXAMPLES, SEED = int(os.environ.get("BIHUAN_MOVES", 8)), os.environ.get("BIHUAN_SEED")
BATCH = 8  # sequences a stack, which has codes for so many
DISTRICTS = ("310117", "310112")
OPENED = datetime.date(2024, 1, 1)
numbers = itertools.count(1)
KINDS = ("file", "member", "client", "issue", "party", "feedback", "object", "target")
TABLES = {"file": "file", "member": "member", "client": "api_client", "issue": "issue", "party": "issue",
          "feedback": "inspection_feedback",
          "object": "monitored_object", "target": "indicator_target"}
# Said here again, and not read from scope_column, which is what is tested.
PLACES = [(table, "scope", "tenant_id") for table in (*sorted(set(TABLES.values())), "region_change", "idempotency_key",
                                                      "issue_grant",
                                                      "programme", "indicator_value", "former_key")] + [("issue_party",
                                                              "party_scope", "party_tenant_id")]
UNSETTLED = """select (select count(*) from bihuan.outbox where type = 'org.changed')
    + (select count(*) from bihuan.event_log e cross join (values ('issues'), ('indicators')) s(service)
        where e.type = 'org.changed' and not exists (select from bihuan.inbox i where i.event_id = e.id and i.service = s.service))"""


class Body:
    """A development zone as it should be: where it lies now, and what each change said from its day on."""

    def __init__(self, id, code, district, name):
        self.id, self.code, self.district, self.name = id, code, district, name
        self.changes = [(OPENED, 0, {"code": code, "name": name})]
        self.closed, self.heirs, self.been_in = None, [], {district}

    def say(self, day, **what):
        self.changes.append((day, len(self.changes), what))
        now = self.then(datetime.date.max)
        self.code, self.name = now["code"], now["name"]

    def has_heir(self):
        """Whether one open body stands at the end of the line."""
        return not self.closed or len(self.heirs) == 1 and self.heirs[0].has_heir()

    def line(self):
        """It and those that took over from it, where each had one heir."""
        return [self] + (self.heirs[0].line() if self.closed else [])

    def then(self, day):
        said = {}
        for _, _, what in sorted((c for c in self.changes if c[0] <= day), key=lambda c: c[:2]):
            said |= what
        return said


class Moves:
    """Acts on the stack and keeps what should be."""

    def __init__(self, stack):
        self.stack, self.world = stack, World(stack)
        self.admin = self.world.who("310000", "PLATFORM_ADMIN")
        self.counts = dict.fromkeys(DISTRICTS, 0)
        self.rows = collections.defaultdict(set)
        self.keys = collections.Counter()  # every body's own system counts from one, so that merged ones collide
        self.all = []
        for district in DISTRICTS:
            for dept in ("STHJ", "CG"):
                self.admin.post("/tenants", {"kind": "DEPARTMENT", "code": f"{district}-{dept}", "name": dept,
                                             "dept_code": dept,
                                             "parent": district, "valid_from": "2024-01-01"})

    def today(self, ago=0):
        return self.world.now().date() - datetime.timedelta(days=ago)

    def new_code(self, district):
        self.counts[district] += 1
        return f"{district}K{self.counts[district] - 1:02}"

    def open(self):
        return [b for b in self.bodies if not b.closed]

    def create(self, district):
        code, name = self.new_code(district), f"开发区{next(numbers)}"
        made = ok(self.admin.post("/tenants", {"kind": "DEVZONE", "code": code, "name": name, "parent": district,
                                               "valid_from": OPENED.isoformat()}), 201)
        body = Body(made["id"], code, district, name)
        self.bodies.append(body)
        self.all.append(body)
        return body

    def change(self, body, day, **fields):
        """True when it was taken; a refusal is 409, and nothing else."""
        answer = self.admin.post("/region-changes", {"tenant": body.id, "approval_doc": "沪府〔2026〕1号",
                                                     "effective_date": day.isoformat()} | fields)
        assert answer.status_code in (201, 409), answer.text
        return answer.status_code == 201

    # ---- what happens

    def rename(self, body, day, _):
        name = f"改名{next(numbers)}"
        if self.change(body, day, kind="RENAME", new_name=name):
            body.say(day, name=name)

    def recode(self, body, day, _):
        code = self.new_code(body.then(day)["code"][:6])
        if self.change(body, day, kind="RECODE", new_code=code):
            body.say(day, code=code)

    def transfer(self, body, day, _):
        to = DISTRICTS[body.district == DISTRICTS[0]]
        code = self.new_code(to)
        if self.change(body, day, kind="TRANSFER", new_parent=to, new_code=code):
            body.district = to
            body.been_in.add(to)
            body.say(day, code=code)

    def end(self, body, day, kind, heirs):
        share = "1" if len(heirs) == 1 else "0.5"
        if self.change(body, day, kind=kind, **({"successors": [{"tenant": h.id, "share": share} for h in heirs]}
                                                if heirs else {})):
            body.closed, body.heirs = day, heirs
            if len(heirs) == 1:  # goes on behind what it took over
                self.keys[heirs[0].id] = max(self.keys[heirs[0].id], self.keys[body.id])

    def merge(self, body, day, pick):
        others = [b for b in self.open() if b is not body]
        if others:
            self.end(body, day, "MERGE", [others[pick % len(others)]])

    def split(self, body, day, pick):
        others = [b for b in self.open() if b is not body]
        if len(others) > 1:
            self.end(body, day, "SPLIT", [others[pick % len(others)], others[(pick + 1) % len(others)]])

    def abolish(self, body, day, _):
        self.end(body, day, "ABOLISH", [])

    def founded(self, body, _day, _pick):
        self.create(body.district)

    # ---- rows of every kind

    def write(self, body, _day, pick):
        kind = KINDS[pick % len(KINDS)]
        made = getattr(self, "add_" + kind)(body, self.world.who(body.district, "DIST_OFFICE"), next(numbers))
        self.rows[TABLES[kind]].add(made["id"])

    def add_file(self, body, _office, n):
        unit = self.world.who(body.code, "UNIT_ADMIN")
        return ok(unit.request("POST", f"/files?name={n}.pdf", data=b"%PDF-1.4\n%%EOF\n",
                               headers={"Content-Type": "application/pdf"}), 201)

    def add_member(self, body, _office, n):
        return ok(self.admin.post("/members", {"tenant": body.id, "issuer": "https://id.example.cn", "subject": f"m{n}",
                                               "name": "李某",
                                               "roles": ["UNIT_ADMIN"]}), 201)

    def add_client(self, body, _office, n):
        return ok(self.admin.post("/clients", {"tenant": body.id, "name": f"系统{n}", "permissions": ["directory:read"]}),
                  201)

    def add_feedback(self, body, office, _n):
        return self.world.feedback(by=office, tenant=body.id, source="oa", external_id=self.key(body))

    def key(self, body):
        self.keys[body.id] += 1
        return f"case-{self.keys[body.id]}"

    def add_issue(self, body, office, _n):
        return self.world.issue(self.world.feedback(by=office), by=office, tenant=body.id, source="oa",
                                external_id=self.key(body))

    def add_party(self, body, office, _n):
        issue = self.world.issue(self.world.feedback(by=office), by=office)
        parties = [{"role": role, "tenant": tenant} for role, tenant in (
            ("LEAD_UNIT", body.id), ("RESP_UNIT", body.id), ("SUPERVISE_UNIT", f"{body.district}-STHJ"))]
        parties += [{"role": role, "tenant": body.id, "person_name": "负责人"} for role in ("PARTY_LEAD", "GOV_LEAD")]
        ok(office.put(f"/issues/{issue['id']}/parties", {"parties": parties},
                      headers={"If-Match": f'"{issue["row_version"]}"'}))
        return issue

    def add_object(self, body, office, n):
        return ok(office.post("/objects", STATION | {"tenant": body.id, "name": f"站{n}"}), 201)

    def add_target(self, body, office, n):
        return ok(office.post("/targets", TARGET | {"tenant": body.id, "year": 2030 + n % 100}), 201)

    # ---- what holds

    def settle(self):
        self.stack.until(lambda: self.stack.psql(UNSETTLED).strip() == "0")
        assert self.stack.psql("select * from bihuan.event_failure") == ""

    def check(self):
        self.settle()
        self.nothing_is_lost()
        self.nothing_stays_behind()
        self.nothing_lies_with_two()
        self.open_work_is_somebodys()
        self.history_is_what_was_said()

    def nothing_is_lost(self):
        for table, ids in self.rows.items():
            there = set(self.stack.psql(f"select distinct id from bihuan.{table}").split())
            assert ids <= there, (table, ids - there)

    def nothing_stays_behind(self):
        for table, column, key in PLACES:
            strays = self.stack.psql(f"select count(*) from bihuan.{table} x join bihuan.tenant t on t.id = x.{key} where x.{column} <> t.scope")
            assert strays.strip() == "0", (table, column)

    def nothing_lies_with_two(self):
        """Each district's office sees its own, the city the sum."""
        for path in ("/files", "/members", "/objects", "/targets"):
            role = "TENANT_ADMIN" if path == "/members" else "DIST_OFFICE"
            seen = [self.seen(self.world.who(d, role), f"{path}?limit=200&subtree={d}") for d in DISTRICTS]
            assert not seen[0] & seen[1], path
        for district in DISTRICTS:
            scope = self.stack.psql(f"select scope from bihuan.api_tenant where code = '{district}'").strip()
            own = self.stack.psql(f"select count(*) from bihuan.issue where scope like '{scope}%'").strip()
            city = ok(self.world.city.get(f"/issues?limit=1&count=exact&subtree={district}"))["total"]
            granted = self.stack.psql(f"""select count(distinct g.issue_id) from bihuan.issue_grant g
                where g.valid_to is null and g.scope like '{scope}%' and g.issue_scope not like '{scope}%'""").strip()
            assert city == int(own) + int(granted)

    def seen(self, caller, path):
        found, cursor = set(), ""
        while True:
            page = ok(caller.get(path + cursor))
            found |= {i["id"] for i in page["items"]}
            if not page["next_cursor"]:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def open_work_is_somebodys(self):
        left = self.stack.psql("""select i.id from bihuan.issue i join bihuan.tenant t on t.id = i.tenant_id
        where t.closed_on is not null
            and i.closed_at is null union select p.issue_id from bihuan.issue_party p
            join bihuan.tenant t on t.id = p.party_tenant_id
            where p.valid_to is null and t.closed_on is not null""").split()
        assert set(left) == self.seen(self.world.city, "/unallocated-issues?limit=200")
        assert self.stack.psql("""select i.id from bihuan.issue i join bihuan.tenant r on r.id = i.registered_by
            where i.closed_at is null and not starts_with(i.scope, r.scope)""").split() == []
        for body in (b for b in self.bodies if b.closed and b.has_heir()):
            assert self.stack.psql(f"select id from bihuan.issue where tenant_id = '{body.id}'").split() == []
            if len(set().union(*(b.been_in for b in body.line()))) == 1:  # else no part goes over the district's border
                assert self.stack.psql(f"""select id from bihuan.issue_party where party_tenant_id = '{body.id}'
                    and valid_to is null and role like '%_UNIT'""").split() == []  # its persons are listed

    def history_is_what_was_said(self):
        for body in self.bodies:
            whole = ok(self.admin.get(f"/tenants/{body.id}"))
            for version in whole["versions"]:
                day = datetime.date.fromisoformat(version["valid_from"])
                assert {"code": version["code"], "name": version["name"]} == body.then(day), (body.code, day)
            assert {datetime.date.fromisoformat(v["valid_from"]) for v in whole["versions"]} == {c[0]
                    for c in body.changes}
            assert whole["closed_on"] == (body.closed.isoformat() if body.closed else None)
            for code in {body.then(c[0])["code"] for c in body.changes}:  # one replaced on its own day was never valid
                found = {i["id"]: i for i in ok(self.admin.get(f"/tenants?code={code}"))["items"]}
                assert body.id in found
                assert {s["tenant_id"] for s in found[body.id]["superseded_by"]} == {h.id for h in body.heirs}


STEPS = ("write",) * 8 + ("rename", "recode", "transfer", "transfer", "merge", "split", "abolish", "founded", "founded")


def drawn(seed):
    """A sequence of steps: what, on which body, how many days ago, and a choice within the step. Half of all is of
    today."""
    draw = random.Random(seed)
    return [(draw.choice(STEPS), draw.randrange(10), draw.choice((0, draw.randrange(400))), draw.randrange(64))
            for _ in range(24)]


@pytest.mark.parametrize("batch", range(-(-EXAMPLES // BATCH)))
def test_moves(batch):
    with Stack() as stack:
        moves = Moves(stack)

        @hypothesis.settings(max_examples=min(BATCH, EXAMPLES), derandomize=SEED is None, deadline=None, database=None,
                             phases=[hypothesis.Phase.generate], suppress_health_check=list(hypothesis.HealthCheck))
        @given(st.integers(0, 2 ** 32))
        def run(seed):
            moves.bodies = []
            for district in (*DISTRICTS, DISTRICTS[0]):
                moves.create(district)
            for step, which, ago, pick in drawn(seed):
                around = moves.open()
                if not around:
                    break
                if step == "write":
                    moves.settle()
                getattr(moves, step)(around[which % len(around)], moves.today(ago), pick)
            moves.check()

        (hypothesis.seed(int(SEED) + batch)(run) if SEED is not None else run)()
