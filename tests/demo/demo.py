#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""./dev demo: three issues of the reference plan through the whole loop over HTTP, on a throw-away stack with a movable
clock.

One goes straight, one is extended and returned by the city, one is struck off and comes back. Each line is a step: the
day, the issue, its state after the step, who took it. At the end stands the board.
"""
import datetime
import heapq
import pathlib
import sys
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from client import Caller, Refused, Tokens  # noqa: E402
from load_demo import Loader  # noqa: E402
from story import DISTRICT, Story  # noqa: E402
from support.stack import BUILD, Stack  # noqa: E402

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
STORIES = (("S-062", Story.straight), ("S-088", Story.returned_and_extended), ("S-117", Story.struck_off_and_reopened))


class World:
    """A stack whose clock starts on the working day after the feedback and moves on as the stories ask."""

    def __init__(self, stack, start, say):
        self.stack, self.start, self.url = stack, start, stack.base_of
        self.tokens = Tokens(BUILD / "bin" / "bihuanctl", stack.environment)
        self.move_to(start)
        stack.stop_services()  # they read keys when they start, and then every few seconds
        stack.ctl("keys", "rotate")  # a key that signs from this day on
        stack.start_services()
        self.loader = Loader(self.url, self.tokens, say=lambda line: say("  " + line))
        self.tenants = self.loader.tenants

    def now(self):
        offset = datetime.timedelta(microseconds=self.stack.clock.offset_us)
        return datetime.datetime.now(SHANGHAI) + offset

    def today(self):
        return self.now().date().isoformat()

    def move_to(self, date):
        """Nine in the morning of that day; never back."""
        wanted = datetime.datetime.combine(date, datetime.time(9), SHANGHAI)
        if not hasattr(self, "loader") or wanted > self.now():
            self.stack.clock.move(seconds=round((wanted - self.now()).total_seconds()))

    def run_daily(self):
        """Lights and lateness as of today: the clock jumped, so the daily run of the night has not come yet."""
        runs = "select coalesce(max(runs), 0) from bihuan.job_run where service = 'issues' and job = 'daily'"
        before = int(self.stack.psql(runs))
        self.stack.ctl("jobs", "run", "issues", "daily")
        self.stack.until(lambda: int(self.stack.psql(runs)) > before)


def run(world, stories):
    """Always the story that waits for the earliest day."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        date, number, story = heapq.heappop(waiting)
        world.move_to(date)
        following = next(story, None)
        if following:
            heapq.heappush(waiting, (following, number, story))


def read_board(world):
    """The district's board, and the issues that the stories ended with by state."""
    office = Caller(world.url, world.tokens, DISTRICT, "DIST_OFFICE")
    ended = {state: office.items("/issues", state=state) for state in ("CLOSED", "REOPENED")}
    return office.get("/boards/rectification", exact="true").body, ended


def show_board(world, say):
    board, ended = read_board(world)
    say("\n看板  松江区  %s  共 %d 项，逾期 %d 项" % (board["as_of"], board["total"], board["overdue"]))
    for name, title in (("states", "状态"), ("lights", "亮灯"), ("categories", "类别")):
        say("  %s  %s" % (title, "  ".join("%s %d" % pair for pair in sorted(board[name].items()))))
    for state, title in (("CLOSED", "已销号"), ("REOPENED", "反弹重新立项")):
        for issue in ended[state]:
            say("  %s  %s  %s" % (title, issue["code"], issue["title"]))


def drive(stack, say):
    """The whole demonstration; the world as it ended."""
    say("载入参考方案")
    world = World(stack, datetime.date(2026, 10, 13), say)
    world.loader.load(plans=False, measured=False)
    office = Caller(world.url, world.tokens, DISTRICT, "DIST_OFFICE")
    issues = {i["serial_no"]: i for i in office.items("/issues")}
    entries = {e["clauses"][0]: e for e in world.loader.plan["issues"]}
    say("\n三个问题的闭环")
    stories = [tell(Story(world, entries[clause], issues[str(entries[clause]["serial_no"])], say)) for clause,
               tell in STORIES]
    run(world, stories)
    world.run_daily()
    return world


def main():
    with Stack("empty") as stack:
        show_board(drive(stack, print), print)


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        sys.exit("demo: %s" % refused)
