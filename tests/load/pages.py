# SPDX-License-Identifier: MIT
"""Pages of 50 and the board at a million issues and 5 000 tenants against a thousand issues, over HTTP.

One client goes through all levels in turn, so that each page is asked for on an HTTP and a database connection that another
level has just used; statements are asked for often enough that PostgreSQL has settled for a plan. The time of a page is the
median of its requests.
"""
import base64
import functools
import hashlib
import hmac
import itertools

from bed import Bed, http, median, request, uuid_of

REPETITIONS, ROUNDS = 3, 12
LEVELS = {  # who: (tenant code, role, tenant number)
    "city": ("310000", "CITY_OFFICE", 0),
    "district": ("310101", "DIST_OFFICE", 1),
    "street": ("310101001", "STREET_ENV_OFFICER", 1001),
    "department": ("310101-D1", "UNIT_ADMIN", 1501),
}
# name: (filters in the order of the query table, whether it goes on from the middle)
PAGES = {
    "first": ({}, False),
    "deep": ({}, True),
    "filtered": ({"state": "RECTIFYING"}, False),
    "filtered_deep": ({"state": "RECTIFYING"}, True),
    "category": ({"category": "SEWAGE"}, False),
}
KEY = "bench"


def cursor(tenant, filters, after):
    """As common/http/page.c makes it, with the key that the service was given."""
    text = f"{uuid_of(1, tenant)}\nlistIssues\n{after}\n" + "".join(f'{k}="{v}"' for k, v in filters.items())
    mac = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()[:12]
    return base64.urlsafe_b64encode(mac + after.encode()).decode().rstrip("=")


def page_request(bed, level, page):
    code, role, tenant = LEVELS[level]
    filters, deep = PAGES[page]
    words = [f"{k}={v}" for k, v in filters.items()] + ["limit=50"]
    if deep:
        words.append(f"cursor={cursor(tenant, filters, uuid_of(3, bed.issues * 3 // 5))}")
    return request("GET", f"/v1/issues?{'&'.join(words)}", bed.token(code, role))


class Sides:
    """The two data sets, served, and the median time of each page on both: measured once for all rows."""

    def __init__(self):
        self.beds = {}
        for size in ("thousand", "million"):
            bed = Bed(size).__enter__()
            self.beds[size] = (bed, bed.serve("issues", quiet=True, BIHUAN_CURSOR_KEY=KEY))

    def compare(self, names, request_of):
        """{name: (ratio, µs at a thousand, µs at a million)}: requests of all names in turn, sides in turn."""
        asked = {size: [request_of(bed, name) for name in names] for size, (bed, _) in self.beds.items()}
        times = {size: [] for size in self.beds}
        for repetition in range(REPETITIONS + 1):
            for size, (_, service) in self.beds.items():
                got = http(service, asked[size], count=ROUNDS * len(names), clients=1, each=True)["each_us"]
                if repetition:  # the first warms up
                    times[size].append(got)
        thousand, million = ([median(list_) for list_ in zip(*times[size])] for size in ("thousand", "million"))
        return {name: (b / a, a, b) for name, a, b in zip(names, thousand, million)}

    def close(self):
        for bed, _ in self.beds.values():
            bed.__exit__(None, None, None)


@functools.cache
def sides():
    return Sides()


@functools.cache
def measured():
    names = [(level, page) for page, level in itertools.product(PAGES, LEVELS)]
    return sides().compare(names, lambda bed, name: page_request(bed, *name))


def pages(level):
    def run():
        found = {page: measured()[level, page] for page in PAGES}
        return max(ratio for ratio, *_ in found.values()), {
            page: f"{ratio:.2f} ({a / 1000:.2f} ms, {b / 1000:.2f} ms)" for page, (ratio, a, b) in found.items()}
    return run


def board():
    code, role, _ = LEVELS["city"]
    found = sides().compare(["board"], lambda bed, _: request("GET", "/v1/boards/rectification", bed.token(code, role)))
    ratio, a, b = found["board"]
    return ratio, {"board": f"{a / 1000:.2f} ms, {b / 1000:.2f} ms"}


def close():
    if sides.cache_info().currsize:
        sides().close()
    sides.cache_clear()
    measured.cache_clear()
