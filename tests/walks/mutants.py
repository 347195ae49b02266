#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Takes each condition of the issue workflow out once and lets walks find it: mutants.py [--walks 300] [GUARD...]

Prints a table: the condition, the invariant that found it, after how many rounds. A condition that nothing found and
that mutants.tsv does not explain is a hole in the invariants; the answer is then 1. Needs bihuan-issues-mutant, which
./dev test unit builds."""
import argparse
import concurrent.futures
import multiprocessing
import re
import sys

import drive  # puts the tests' directories on the path
from support import template
from support.stack import BUILD, ROOT
from walks.tables import rows_of

PROGRAM = BUILD / "bin" / "bihuan-issues-mutant"


def guards():
    text = (ROOT / "services/issues/domain/issue_guards.def").read_text(encoding="utf-8")
    return re.findall(r"^GUARD\((\w+),", text, re.M)


def hunt(guard, walks, seeds):
    """The first finding without this condition, or None."""
    for seed in range(seeds):
        told = drive.batch(f"mutant {seed}", walks, settings={"WALKS_GUARD_OUT": guard}, programs={"issues": PROGRAM},
                           stop_early=True)
        if told["findings"]:
            return told["findings"][0]
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guards", nargs="*")
    parser.add_argument("--walks", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=2, help="so many runs before a condition counts as not found")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    explained = {row["guard"]: row["held_by"] for row in rows_of("mutants.tsv")}
    wanted = args.guards or [g for g in guards() if g not in explained]
    missed = 0
    print("| condition taken out | found by | what | round |\n|---|---|---|---|")
    template.home()  # one for all processes
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(args.processes, mp_context=context) as pool:
        for guard, future in [(g, pool.submit(hunt, g, args.walks, args.seeds)) for g in wanted]:
            found = future.result()
            missed += found is None
            row = (guard, found["invariant"], found["what"], found["round"]) if found else (guard, "nothing", "", "")
            print("| " + " | ".join(map(str, row)) + " |", flush=True)
    for guard, why in explained.items():
        if not args.guards:
            print(f"| {guard} | held also elsewhere | {why} | |")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
