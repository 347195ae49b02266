#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The benchmarks: each row a same-run ratio with its goal; docs/how-to/bench.md tells what they mean.

    bench.py [NAME...]     prints `NAME ratio=… goal=… ok|short` a row, then a table; JSON in build/bench/results.json
"""
import dataclasses
import fcntl
import json
import os
import sys
import time
import traceback
from typing import Callable

from bed import OUT, say
import attainment_rows
import calculators
import evaluate
import events
import neighbours
import observation_rows
import pages
import platform_rows
import requests_rows


@dataclasses.dataclass
class Row:
    name: str
    goal: float
    direction: str  # "at least" or "at most"
    what: str
    run: Callable  # () -> (ratio, {detail: value})

    def fits(self, ratio):
        return ratio >= self.goal if self.direction == "at least" else ratio <= self.goal


ROWS = [
    Row("pk_read", 0.50, "at least", "GET /v1/issues/{id} through RLS / pgbench, the same statement",
        requests_rows.pk_read),
    Row("create", 0.60, "at least", "POST /v1/issues / pgbench, the same statements in one transaction",
        requests_rows.create),
    Row("list50", 0.60, "at least", "GET /v1/issues?limit=50 / pgbench, the same statement", requests_rows.list50),
    Row("events_drain", 1.5, "at least", "events from outbox to effect / pgbench inserting them", events.drain),
    Row("events_p99", 10, "at most", "99th percentile commit to effect at half that load / median commit", events.p99),
    Row("beside_bodies", 2.0, "at most", "p99 of a tenant's reads beside 500 bodies a second without a token / alone",
        neighbours.bodies),
    Row("beside_kids", 2.0, "at most", "p99 of a tenant's reads beside 500 unknown keys a second / alone",
        neighbours.kids),
    Row("beside_slow_keys", 2.0, "at most", "the same with an issuer whose keys never come", neighbours.slow_keys),
    Row("routes200", 0.95, "at least", "requests a second with 200 routes / with 5", platform_rows.routes200),
    *(Row(f"pages_{level}", 2.0, "at most", f"worst page of 50 of a {level}, 1 M issues / 1 000", pages.pages(level))
      for level in pages.LEVELS),
    Row("board_city", 3.0, "at most", "board of the city, 1 M issues / 1 000", pages.board),
    Row("aqi20k", 2.0, "at most", "CPU of POST /v1/air/aqi with 20 000 items / of parsing that body with jansson",
        calculators.aqi20k),
    Row("attainment", 20, "at most", "GET /v1/attainment, a page of a city's 15 000 targets / GET /v1/issues/{id}",
        attainment_rows.attainment),
    Row("attainment_board", 20, "at most",
        "GET /v1/attainment/board, the whole of those 15 000 targets / GET /v1/issues/{id}",
        attainment_rows.attainment_board),
    Row("observations_import", 0.60, "at least",
        "rows a second of POST /v1/observations/import / psql \\copy of the stored rows",
        observation_rows.observations_import),
    Row("import_memory", 1.10, "at most", "peak of memory of an import of 777 600 rows / of 194 400",
        observation_rows.import_memory),
    Row("evaluate_year", 3.0, "at most", "a year of 50 stations from hours to annual figures / psql reading those rows",
        evaluate.year),
    Row("memory_flat", 1.10, "at most", "resident memory after 10^6 requests / after 10^5", platform_rows.memory_flat),
    Row("memory_size", 1.0, "at most", "resident memory after 10^6 requests / 64 MiB", platform_rows.memory_size),
]


def measure(row):
    """(result, its line); a row that cannot run is short, and says why."""
    started = time.monotonic()
    try:
        ratio, detail = row.run()
        ok = row.fits(ratio)
        text = f"{ratio:.2f}"
    except Exception as error:  # whatever it is, the other rows still count
        say(traceback.format_exc(limit=-3))
        ratio, ok, text, detail = None, False, "-", {"error": f"{type(error).__name__}: {error}"[:2000]}
    line = f"{row.name} ratio={text} goal={row.goal:g} {'ok' if ok else 'short'}"
    result = {"name": row.name, "what": row.what, "ratio": ratio, "goal": row.goal, "direction": row.direction,
              "ok": ok,
              "detail": detail, "seconds": round(time.monotonic() - started, 1)}
    return result, line


def table(results):
    lines = [f"{'benchmark':16} {'ratio':>8} {'goal':>10}  {'':5} what"]
    for r in results:
        sign = ">=" if r["direction"] == "at least" else "<="
        ratio = "-" if r["ratio"] is None else f"{r['ratio']:.2f}"
        lines.append(f"{r['name']:16} {ratio:>8} {sign} {r['goal']:>7g}  {'ok' if r['ok'] else 'short':5} {r['what']}")
        lines += [f"{'':44}{key}: {value}" for key, value in r["detail"].items()]
    return "\n".join(lines)


def main(names):
    unknown = set(names) - {row.name for row in ROWS}
    if unknown:
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(row.name for row in ROWS)}")
    OUT.mkdir(parents=True, exist_ok=True)
    alone = (OUT / "lock").open("w")  # kept until the end: two runs would share the data sets
    fcntl.flock(alone, fcntl.LOCK_EX)
    results, file = [], OUT / "results.json"
    for row in ROWS:
        if names and row.name not in names:
            continue
        say(f"{row.name}: {row.what}")
        result, line = measure(row)
        results.append(result)
        print(line, flush=True)
    for shared in (pages.close, platform_rows.close):
        shared()
    file.write_text(json.dumps({"load_average": os.getloadavg(), "cpus": os.cpu_count(), "rows": results}, indent=1)
                    + "\n")
    text = table(results)
    (OUT / "results.txt").write_text(text + "\n")
    print(f"\n{text}\n(load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; {file})")
    return 0 if all(r["ok"] for r in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
