# SPDX-License-Identifier: MIT
"""One walk: what it knows of its issue, what it does next, and what it did."""
import datetime
import random
from typing import NamedTuple

from walks import judging, steps
from walks.tables import ACTIONS, PEOPLE, STARTS

LATEST = 24  # the last round that a walk begins in: some are long, more are short
OVER = {"REOPENED", "CANCELLED", "MERGED"}
FRESH = dict(parties=False, goals=1, drafted=None, rejected=False, passes=(), filed_plan=False, milestones=False,
             materials=False, change=False, extension=False, sent_back=False, verified=(), city_verified=(),
             evaluated=False, publicity=None, filed=False, objections=(), recurred=(), findings=(), failed=False,
             disclosure=None, evidence=(), due=None, papers=0)
STEPS = {**vars(steps), **vars(judging), "return": steps.return_, "object": judging.object_}


class Step(NamedTuple):
    """What was done: enough to do it again."""
    round: int
    action: str
    actor: str
    draw: int
    answer: str = ""  # status and code of the last request
    state: str = ""   # afterwards


class Walk:
    """`script` gives the steps of a replay; without one the walk draws them."""

    def __init__(self, ground, number, seed, script=None, start=None):
        self.ground, self.number, self.script = ground, number, script
        self.dice = random.Random(seed)
        self.names = start or STARTS.draw(self.dice)
        self.start = STARTS.fields(self.names)
        self.begins = self.dice.randrange(LATEST + 1)
        self.id, self.version, self.state = None, 0, "START"
        self.issues, self.children, self.trace, self.last, self.acting = [], [], [], None, "office"
        self.forget()

    # ---- what it knows

    def forget(self, **kept):
        """A new issue begins, or a new round of it."""
        for name, value in (FRESH | kept).items():
            setattr(self, name, value)

    def new_round(self):
        self.verified, self.city_verified, self.filed, self.publicity, self.objections = (), (), False, None, ()
        self.failed, self.evaluated = False, False
        self.papers += 1

    def follow(self, issue_id):
        self.id = issue_id
        self.issues.append(issue_id)

    @property
    def today(self):
        return self.ground.today

    def day(self, days):
        return (self.today + datetime.timedelta(days=days)).isoformat()

    @property
    def city_closes(self):
        return self.start["source_level"] in ("MUNICIPAL", "CENTRAL")

    @property
    def street_closes(self):
        return self.start["source_kind"] == "SELF"

    def knows(self, condition):
        """Whether a condition of actions.tsv holds, as far as the walk can tell."""
        if condition == "passed":
            return bool(self.verified) and self.verified[-1][0] == "PASS" and self.counted() >= 2 and self.goals_met()
        if condition == "city_passed":
            return bool(self.city_verified) and self.city_verified[-1] == "PASS"
        if condition == "reviewed":
            return self.next_reviewer() is None
        if condition == "planned":
            return bool(self.drafted) and not self.rejected
        if condition == "long":
            return self.start["term_class"] == "LONG_TERM"
        if condition == "objection":
            return any(o["decision"] is None for o in self.objections)
        if condition == "upheld":
            return any(o["decision"] == "VALID" for o in self.objections)
        if condition == "notice_over":
            return bool(self.publicity) and self.today > datetime.date.fromisoformat(self.publicity["end_on"])
        return bool(getattr(self, condition))

    def counted(self):
        """Verifiers that should count; a walk without them goes on verifying."""
        return len({v for result, who, _ in self.verified if result == "PASS" for v in who})

    def goals_met(self):
        """Whether each goal was verified, where it is goals that are verified."""
        if self.state not in ("RECTIFYING", "LONG_TERM") or self.start["term_class"] != "LONG_TERM":
            return True
        return {goal for _, _, goal in self.verified} >= set(range(1, self.goals + 1))

    def next_reviewer(self):
        """Who has to pass the plan next; None when all have."""
        order = ["supervisor", "office"] + (["head"] if self.start["severity"] == "MAJOR" else [])
        return next((who for who in order if who not in self.passes), None)

    def part(self, name):
        """A part that depends on the issue, as a row of people.tsv."""
        if name == "holder":
            return self.start["holder"]
        if name == "registrar":
            return self.start["by"]
        if name == "judge":
            return "city" if self.start["holder"] == "city" else "office"
        if name == "reviewer":
            return self.next_reviewer() or "office"
        if name == "closer":
            own = "310117001" in (self.start["lead"], self.start["resp"])
            below = "street" if self.street_closes and not own and self.number % 2 else "office"
            return "city" if self.city_closes else below
        return name

    # ---- what it does

    def choose(self):
        """(action, actor) of the next step; None when there is nothing to do here."""
        advances = self.dice.random() < self.start["advances"]
        likes = self.start.get("likes", "").split()
        rows = [(a, (a.advance if advances else a.stray) * (8 if a.name in likes else 1)) for a in ACTIONS
                if self.state in a.states]
        rows = [(a, w) for a, w in rows if w > 0 and (not advances and self.dice.random() < 0.3 or self.fits(a))]
        if not rows:
            return None
        action = self.dice.choices([a for a, _ in rows], [w for _, w in rows])[0]
        wrong = not advances and self.dice.random() < 0.4
        actor = self.dice.choice(list(PEOPLE) if wrong else action.actors)
        return action.name, self.part(actor)

    def fits(self, action):
        return all(map(self.knows, action.needs)) and not any(map(self.knows, action.lacks))

    def turn(self, round_):
        """0 to 2 steps of a round, or those that the script has for it."""
        if self.script is not None:
            for step in [s for s in self.script if s.round == round_]:
                self.take(round_, step.action, step.actor, step.draw)
            return
        if round_ < self.begins:
            return
        if self.id is None:
            self.take(round_, "register", self.start["by"], self.dice.getrandbits(32))
        for _ in range(self.dice.choices((0, 1, 2), (1, 4, 7))[0]):
            chosen = None if self.state in OVER or self.state == "START" else self.choose()
            if chosen:
                self.take(round_, *chosen, self.dice.getrandbits(32))

    def take(self, round_, action, actor, draw):
        """One action by one actor; the draw decides whatever else is open, so that it can be done again."""
        self.last, self.acting = None, actor
        if self.id is None and action != "register":
            return
        dice = random.Random(draw)
        if action.isupper():
            steps.act(self, action)
        else:
            STEPS[action](self, dice)
        said = f"{self.last.status} {self.last.code}".strip() if self.last else "-"
        self.trace.append(Step(round_, action, actor, draw, said, self.state))

    def send(self, method, path, body=None, version=None, by=None):
        """A request of the actor, about the issue when the path begins with a dash."""
        if path.startswith("-"):
            path = f"/issues/{self.id}{path[1:]}"
        self.last = self.ground.send(self, method, path, body, version, by or self.acting)
        return self.last

    @property
    def file(self):
        """What the actor has to hand in."""
        return self.ground.people.file_of(self.acting, self.start)

    @property
    def paper(self):
        """What shows that this round, or this notice, was held: what showed it of another is no news."""
        return self.ground.people.file_of(self.acting, self.start, self.papers)

    def expect(self, invariant, holds, what):
        """What the walk itself sees and no statement could."""
        if not holds:
            self.ground.found(invariant, self.id, what)
