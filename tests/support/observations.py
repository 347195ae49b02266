# SPDX-License-Identifier: MIT
"""Objects whose values come by import, and rows of such an import."""
import itertools

from support.issues import ok

numbers = itertools.count(1)
CSV, NDJSON = {"Content-Type": "text/csv"}, {"Content-Type": "application/x-ndjson"}
COLUMNS = ("object", "item", "averaging", "observed_at", "value", "flag")
STATION = {"kind": "AIR_STATION", "valid_from": "2020-01-01", "station_type": "EVALUATION", "air_class": 2}
SECTION = {"kind": "WATER_SECTION", "valid_from": "2020-01-01", "assess_level": "NATIONAL", "body_type": "RIVER",
           "target_class": 3}


def make(caller, kind=STATION, **more):
    n = next(numbers)
    return ok(caller.post("/objects", kind | {"name": f"观测{n}", "source": "obs", "external_id": f"O-{n}"} | more), 201)


def ref(made):
    return f"{made['source']}:{made['external_id']}"


def row(made, value="35", at="2025-03-01T08:00", item="pm25", averaging="1H", flag=""):
    return {"object": made if isinstance(made, str) else ref(made), "item": item, "averaging": averaging,
            "observed_at": at, "value": value, "flag": flag}


def load(caller, *rows, query="", mode="commit"):
    text = "\n".join([",".join(COLUMNS), *(",".join(r[name] for name in COLUMNS) for r in rows)])
    return caller.post(f"/observations/import?mode={mode}&source=auto{query}", data=text.encode(), headers=CSV)


def stored(caller, made, query=""):
    return ok(caller.get(f"/observations?object_id={made['id']}&limit=200{query}"))["items"]
