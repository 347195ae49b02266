# SPDX-License-Identifier: MIT
"""Where walks take place: a stack of their own, whose clock all of them share, so they go in lockstep."""
import datetime
import random
import time

from support.api import Recorder
from support.stack import Stack
from walks.caller import Answer, Caller
from walks.oracle import Oracle
from walks.people import People
from walks.tables import PEOPLE
from walks.walk import Walk

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
BEGINS = datetime.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
MOVES, MOVE_WEIGHTS = (0, 1, 3, 8, 31), (3, 6, 6, 4, 1)
ROUNDS = 40
# One caller at a time: every session of the database plans its statements anew.
FEW = {"BIHUAN_WORKERS": "2", "BIHUAN_DB_POOL": "5"}


class Silent(Recorder):
    """Records nothing: the contract is checked by other suites, and a walk sends too much."""

    def __init__(self):  # pylint: disable=super-init-not-called
        self.file = None

    def add(self, *_):
        pass

    def add_events(self, *_):
        pass


class Ground:
    """A stack with its people; `walks` go over it in `rounds`. `settings` goes to the services (mutants.py)."""

    def __init__(self, seed, rounds=ROUNDS, settings=None, programs=None):
        self.dice = random.Random(f"clock {seed}")
        self.moves = [self.dice.choices(MOVES, MOVE_WEIGHTS)[0] for _ in range(rounds)]
        self.stack = Stack(services=("directory", "issues"), settings=FEW | (settings or {}), recorder=Silent())
        for name, program in (programs or {}).items():
            self.stack.services[name].binary = program
        self.spent = {"requests": 0.0, "time": 0.0, "looks": 0.0}
        self.walks, self.findings, self.told, self.reads, self.feedbacks, self.round = [], [], set(), [], {}, 0

    def __enter__(self):
        self.stack.clock.set(BEGINS)
        self.stack.__enter__()
        try:
            self.directory, self.issues = (Caller(self.stack.service(name)) for name in ("directory", "issues"))
            self.people = People(self.stack, self.directory)
            self.people.settle()
            self.oracle = Oracle(self.stack.postgres.conninfo)
        except BaseException:
            self.stack.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        self.oracle.close()
        self.stack.__exit__(None, None, None)

    # ---- time

    @property
    def now(self):
        return datetime.datetime.fromtimestamp(self.stack.clock.now_us() / 1e6, SHANGHAI)

    @property
    def today(self):
        return self.now.date()

    @staticmethod
    def parse(day):
        return datetime.date.fromisoformat(day)

    @staticmethod
    def days(number):
        return datetime.timedelta(days=number)

    def move(self, days):
        """The clock moves for all, and what time does is waited for."""
        if days:
            self.stack.clock.move(days=days)
            now, day = self.now.isoformat(), self.today.isoformat()
            self.stack.until(lambda: self.oracle.jobs_done(day, now), 120)

    # ---- rounds

    def run(self, walks, stop_early=False):
        """All rounds; with `stop_early` no further than the first finding."""
        self.walks = walks
        for self.round, days in enumerate(self.moves):
            begun = time.monotonic()
            for walk in walks:
                walk.turn(self.round)
            self.spent["requests"] += time.monotonic() - begun
            self.look_on(days)
            if stop_early and self.findings:
                break
        return self

    def look_on(self, days):
        """Time goes on, and the oracle looks at what became of it."""
        begun = time.monotonic()
        self.move(days)
        moved = time.monotonic()
        for name, issue, what in self.oracle.look(self.today, self.reads):
            self.found(name, issue, what)
        self.reads = []
        self.spent["time"] += moved - begun
        self.spent["looks"] += time.monotonic() - moved

    def found(self, invariant, issue, what):
        """What does not hold is told once of an issue."""
        if (invariant, issue, what) not in self.told:
            self.told.add((invariant, issue, what))
            self.findings.append((invariant, issue, what, self.round))

    def walk_of(self, issue):
        """The walk whose issue it is, or one derived or reopened from it."""
        return next((w for w in self.walks if issue in w.issues or issue in (child for child, _ in w.children)), None)

    # ---- requests

    def send(self, walk, method, path, body, version, actor):
        answer = self.issues.send(method, path, self.people.of(actor, walk.start), body, version)
        if answer.status >= 500:
            self.found("http", walk.id, f"{method} {path} by {actor}: {answer.status} {answer.body}")
        return answer

    def open_file(self, walk, file_id):
        answer = self.directory.send("GET", f"/files/{file_id}/content", self.people.of(walk.acting, walk.start))
        if answer.ok:
            self.note_read(walk, "file.read", file_id)
        return Answer(answer.status, None)

    def note_read(self, walk, action, thing):
        """Somebody was shown what leaves a trace (F.4-7)."""
        unit = self.people.unit_of(walk.acting, walk.start)
        self.reads.append((walk.id, action, thing, unit, PEOPLE[walk.acting].subject.format(tenant=unit)))

    # ---- what walks share

    def feedback(self, start):
        """The feedback that issues of this source come from."""
        key = start["source_level"], start["source_kind"]
        if key not in self.feedbacks:
            by = {"MUNICIPAL": "city", "CENTRAL": "city", "STREET": "street"}.get(start["source_level"], "office")
            body = {"source_level": start["source_level"], "source_kind": start["source_kind"], "title": "督察反馈",
                    "feedback_date": (self.today - self.days(10)).isoformat(),
                    "doc_no": f"督〔2026〕{len(self.feedbacks) + 1}号"}
            answer = self.issues.send("POST", "/feedbacks", self.people.of(by, start), body)
            if not answer.ok:
                raise AssertionError(f"feedback {key}: {answer}")
            self.feedbacks[key] = answer.body["id"]
        return self.feedbacks[key]

    def other(self, walk, dice):
        """An issue of another walk, or its own when there is none."""
        others = [w for w in self.walks if w.id and w is not walk]
        return dice.choice(others).id if others else walk.id

    def other_evidence(self, walk, dice):
        others = [w for w in self.walks if w.evidence and w is not walk]
        return dice.choice(others).evidence[0][0] if others else None


def walks_of(ground, seed, count):
    return [Walk(ground, number, f"{seed} {number}") for number in range(count)]
