# SPDX-License-Identifier: MIT
"""The router with many routes, and memory over a million requests."""
import functools
import pathlib
import random
import re

from bed import Bed, http, interleaved, median, request, uuid_of
from requests_rows import office

SECONDS, REPETITIONS = 3, 5


def routes200():
    """The bench service with 5 and with 200 routes, both up, loaded in turn; every route is asked for."""
    with Bed("thousand") as bed:
        sides = {}
        for routes in (5, 200):
            service = bed.serve("bench", "load_bench_service", BENCH_ROUTES=str(routes))
            asked = [request("GET", f"/v1/things-{n}/{uuid_of(3, n)}") for n in range(routes)]
            sides[f"routes_{routes}"] = lambda service=service, asked=asked: http(service, asked, SECONDS)["rate"]
        values = interleaved(REPETITIONS, **sides)
        return median(values["routes_200"]) / median(values["routes_5"]), {
            name: " ".join(f"{v:.0f}/s" for v in list_) for name, list_ in values.items()}


def resident(service):
    """KiB."""
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{service.pid}/status").read_text())[1])


@functools.cache
def memory():
    """Resident KiB of the issues service after 10^5 and after 10^6 requests of all kinds."""
    with Bed("work") as bed:
        service = bed.serve("issues", quiet=True)
        chosen = random.Random(2)
        requests = []
        for n in range(2000):
            d = 1 + n % bed.districts
            issue = uuid_of(3, bed.districts * chosen.randint(1, 1000) + d - 1)
            requests.append(request("GET", f"/v1/issues/{issue}", office(bed, d)))
            if n % 20 == 0:
                requests += [request("GET", "/v1/issues?limit=10&state=RECTIFYING", office(bed, d)),
                             request("GET", f"/v1/issues/{issue}", office(bed, 1 + d % bed.districts)),
                             request("GET", "/v1/issues?wrong=1", office(bed, d)),
                             request("GET", "/v1/nothing"),
                             request("POST", "/v1/issues", office(bed, d), {"title": 7}),
                             request("GET", f"/v1/issues/{issue}", "not.a.token")]
        after = {}
        for name, count in (("10^5", 100_000), ("10^6", 900_000)):
            http(service, requests, count=count, expect=None)
            after[name] = resident(service)
        return after


def memory_flat():
    after = memory()
    return after["10^6"] / after["10^5"], {f"after {k}": f"{v} KiB" for k, v in after.items()}


def memory_size():
    after = memory()
    return after["10^6"] / (64 * 1024), {f"after {k}": f"{v} KiB" for k, v in after.items()}


def close():
    memory.cache_clear()
