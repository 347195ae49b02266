# SPDX-License-Identifier: MIT
"""Replays a walk that broke an invariant alone, and drops steps of it while it still does.

All candidates of a generation walk beside each other on one new stack: leaving out each step is as dear as one."""
from walks.ground import Ground
from walks.tables import STARTS
from walks.walk import Step, Walk

GENERATIONS = 8


def replay(finding, scripts, rounds):
    """Those of the scripts whose walk breaks the same invariant."""
    with Ground(finding["seed"], rounds) as ground:
        ground.run([Walk(ground, finding["walk"], 0, script, finding["start"]) for script in scripts])
        broken = [ground.walk_of(issue) for name, issue, _, _ in ground.findings if name == finding["invariant"]]
        return [walk.script for walk in ground.walks if walk in broken]


def candidates(script):
    """The script without each half, quarter and single step."""
    made, size = [], max(1, len(script) // 2)
    while size:
        made += [script[:at] + script[at + size:] for at in range(0, len(script), size)]
        size = size // 2
    return [c for c in made if c]


def shorten(finding, rounds):
    """The finding with the shortest trace that still shows it; as it was when alone it shows nothing."""
    script = [Step(*step) for step in finding["trace"] if step[0] <= finding["round"]]
    rounds = min(rounds, finding["round"] + 1)
    if not replay(finding, [script], rounds):
        return finding | {"alone": False}
    for _ in range(GENERATIONS):
        kept = replay(finding, candidates(script), rounds)
        if not kept:
            break
        script = min(kept, key=len)
    return finding | {"trace": [list(step) for step in script], "alone": True}


def tsv(finding):
    """As a person reads it: the start, then a line a step."""
    start = STARTS.fields(finding["start"]) if finding["start"] else {}
    lines = [f"# {finding['invariant']}: {finding['what']} (seed {finding['seed']}, walk {finding['walk']})",
             f"# {' '.join(f'{k}={v}' for k, v in start.items())}", "round\taction\tactor\tdraw\tanswer\tstate"]
    return "\n".join(lines + ["\t".join(map(str, step)) for step in finding["trace"]])
