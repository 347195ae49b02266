#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Walks over the running services: drive.py --walks 2000 --seed 7 [--batch 1000] [--processes 2]

Prints JSON: how often each row T01..T25 was taken, the share of walks that came to CLOSED, requests, seconds, findings.
--to-the-end drives every issue that is open after the rounds to CLOSED or LONG_TERM (I9); --shorten replays the first
finding alone, drops steps of its walk while it is still found, and prints it as TSV on the error output."""
import argparse
import concurrent.futures
import json
import multiprocessing
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / d) for d in ("tests", "tests/demo", "common/tools/dev") if str(ROOT / d) not in sys.path]

from support import template  # noqa: E402
from walks.finish import finish  # noqa: E402
from walks.ground import ROUNDS, Ground, walks_of  # noqa: E402
from walks.shrink import shorten, tsv  # noqa: E402

RULES = [f"T{n:02}" for n in range(1, 26)]


def batch(seed, walks, rounds=ROUNDS, to_the_end=False, settings=None, programs=None, stop_early=False):
    """One stack and its walks; everything that is told of them."""
    with Ground(seed, rounds, settings, programs) as ground:
        ground.run(walks_of(ground, seed, walks), stop_early)
        classes = finish(ground) if to_the_end else set()
        rules, closed = ground.oracle.transitions()
        return {"walks": walks, "closed": closed, "rules": rules, "classes": sorted(map(" ".join, classes)),
                "states": count(w.state for w in ground.walks), "requests": ground.issues.sent, "spent": ground.spent,
                "answers": count(f"{s.action} {s.answer}" for w in ground.walks for s in w.trace),
                "findings": [described(ground, seed, *finding) for finding in ground.findings]}


def described(ground, seed, name, issue, what, round_):
    """A finding with the walk that led to it."""
    walk = ground.walk_of(issue)
    found = {"invariant": name, "what": what, "round": round_, "seed": seed, "walk": None, "start": None, "trace": []}
    if walk:
        found |= {"walk": walk.number, "start": walk.names, "trace": [list(step) for step in walk.trace]}
    return found


def count(words):
    table = {}
    for word in words:
        table[word] = table.get(word, 0) + 1
    return dict(sorted(table.items()))


def add(parts):
    """The batches as one."""
    total = {"walks": 0, "closed": 0, "requests": 0, "rules": dict.fromkeys(RULES, 0), "spent": {}, "states": {},
             "answers": {}, "findings": []}
    classes = set()
    for part in parts:
        for key in ("walks", "closed", "requests"):
            total[key] += part[key]
        for table in ("rules", "states", "answers", "spent"):
            for word, n in part[table].items():
                total[table][word] = total[table].get(word, 0) + n
        total["findings"] += part["findings"]
        classes.update(part["classes"])
    return total | {"classes": len(classes), "closed_share": round(total["closed"] / max(1, total["walks"]), 3)}


def drive(walks, seed, processes=2, size=1000, rounds=ROUNDS, to_the_end=False):
    """`walks` in batches of `size`; a seed gives the same walks again, whatever the number of processes."""
    begun = time.monotonic()
    jobs = [(f"{seed}.{n}", min(size, walks - n * size)) for n in range((walks + size - 1) // size)]
    template.home()  # one for all processes
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(min(processes, len(jobs)), mp_context=context) as pool:
        parts = [future.result() for future in [pool.submit(batch, s, n, rounds, to_the_end) for s, n in jobs]]
    return add(parts) | {"seconds": round(time.monotonic() - begun, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--walks", type=int, default=2000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--to-the-end", action="store_true")
    parser.add_argument("--shorten", action="store_true")
    parser.add_argument("--answers", action="store_true", help="print also how each action was answered")
    args = parser.parse_args()
    told = drive(args.walks, args.seed, args.processes, args.batch, args.rounds, args.to_the_end)
    if args.shorten and told["findings"]:
        first = told["findings"][0]
        print(tsv(shorten(first, args.rounds)), file=sys.stderr)
    if not args.answers:
        told.pop("answers")
    for finding in told["findings"][3:]:
        finding.pop("trace")
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
