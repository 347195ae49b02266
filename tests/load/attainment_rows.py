# SPDX-License-Identifier: MIT
"""Attainment of a city's subtree, 250 tenants with 60 targets each, in authenticated reads by primary key on the same
server.

Both sides go over HTTP with a token, sixteen clients; what is divided is the time of a request. A page has 50 targets,
as one that asks for
no other size: the first, and some from the middle,
since every page costs the same. What pages of 200 cost is told beside it. The board
is the whole city in one answer, counted; what it costs while a tenant is marked, and everything is, is told beside it."""
import contextlib
import random
import time

from bed import Bed, http, interleaved, median, request, uuid_of
from pages import KEY, cursor

SECONDS, REPETITIONS = 3, 3


def attainment_requests(bed, limit):
    """The first page, and pages from the middle."""
    token = bed.token("310000", "CITY_OFFICE")
    query, filters = f"subtree=310000&year=2026&limit={limit}", {"subtree": "310000", "year": "2026"}
    middle = bed.psql("select scope || '/' || id from bihuan.indicator_target order by scope, id offset 7000 limit 350").split()
    return [request("GET", f"/v1/attainment?{query}", token),
            *(request("GET", f"/v1/attainment?{query}&cursor={cursor(0, filters, key, 'listAttainment')}", token)
              for key in middle[::50])]


@contextlib.contextmanager
def services():
    """(bed, service of issues, service of indicators, reads by primary key), with everything counted."""
    with Bed("municipality") as bed:
        count(bed, "-infinity")
        issues = bed.serve("issues", quiet=True)
        indicators = bed.serve("indicators", quiet=True, BIHUAN_CURSOR_KEY=KEY)
        await_counts(bed)
        chosen = random.Random(1)
        reads = [request("GET", f"/v1/issues/{uuid_of(3, chosen.randint(1, bed.issues))}",
                         bed.token("310000", "CITY_OFFICE"))
                 for _ in range(200)]
        yield bed, issues, indicators, reads


def count(bed, due):
    """When the job that counts attainment is due."""
    bed.psql(f"update bihuan.job_run set due_at = '{due}' where service = 'indicators' and job = 'attainment'")


def await_counts(bed):
    limit = time.monotonic() + 120
    while bed.psql("select count(*) from bihuan.attainment_mark") != "0":
        if time.monotonic() > limit:
            raise RuntimeError("attainment is not counted after 120 s")
        time.sleep(0.2)


def attainment():
    with services() as (bed, issues, indicators, reads):
        default, largest = attainment_requests(bed, 50), attainment_requests(bed, 200)
        rates = interleaved(REPETITIONS, reads=lambda: http(issues, reads, SECONDS)["rate"],
                            pages=lambda: http(indicators, default, SECONDS)["rate"],
                            pages_of_200=lambda: http(indicators, largest, SECONDS)["rate"])
        read, page, large = (median(rates[side]) for side in rates)
        return read / page, {"targets": bed.psql("select count(*) from bihuan.indicator_target"),
                             "pages of 200": f"{read / large:.1f}",
                             **{name: " ".join(f"{v:.0f}/s" for v in values) for name, values in rates.items()}}


def attainment_board():
    with services() as (bed, issues, indicators, reads):
        count(bed, "infinity")  # marks stay
        board = [request("GET", "/v1/attainment/board?subtree=310000&year=2026", bed.token("310000", "CITY_OFFICE"))]

        def rate(marked):
            bed.psql(f"insert into bihuan.attainment_mark (tenant_id, scope) select tenant_id, scope from bihuan.attainment_tenant limit {marked}")
            answers = http(indicators, board, SECONDS)["rate"]
            bed.psql("delete from bihuan.attainment_mark")
            return answers
        rates = interleaved(REPETITIONS, reads=lambda: http(issues, reads, SECONDS)["rate"], boards=lambda: rate(0),
                            one_marked=lambda: rate(1),
                            all_marked=lambda: rate(250))
        read, counted, one, everything = (median(rates[side]) for side in rates)
        return read / counted, {"with a tenant marked": f"{read / one:.1f}",
                                "with all marked": f"{read / everything:.0f}",
                                **{name: " ".join(f"{v:.0f}/s" for v in values) for name, values in rates.items()}}
