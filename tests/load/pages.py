# SPDX-License-Identifier: MIT
"""Pages of 50 and the board at a million issues and 5 000 tenants against a thousand issues, over HTTP.

One client goes through all levels in turn, so that each page is asked for on an HTTP and a database connection that
another level has just used; statements are asked for often enough that PostgreSQL has settled for a plan. The time of a
page is the median of its requests.
"""
import base64
import functools
import hashlib
import hmac
import itertools

from bed import Bed, http, median, request, uuid_of

REPETITIONS, ROUNDS = 5, 20
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
opened = []


def cursor(tenant, filters, after, operation="listIssues"):
    """As common/http/page.c makes it, with the key that the service was given."""
    text = f"{uuid_of(1, tenant)}\n{operation}\n{after}\n" + "".join(f'{k}="{v}"' for k, v in filters.items())
    mac = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()[:12]
    return base64.urlsafe_b64encode(mac + after.encode()).decode().rstrip("=")


def page_request(bed, level, page):
    code, role, tenant = LEVELS[level]
    filters, deep = PAGES[page]
    words = [f"{k}={v}" for k, v in filters.items()] + ["limit=50"]
    if deep:
        words.append(f"cursor={cursor(tenant, filters, uuid_of(3, bed.issues * 3 // 5))}")
    return request("GET", f"/v1/issues?{'&'.join(words)}", bed.token(code, role))


@functools.cache
def served(size):
    """The data set and the service on it, until close()."""
    bed = Bed(size).__enter__()
    opened.append(bed)
    return bed, bed.serve("issues", quiet=True, BIHUAN_CURSOR_KEY=KEY)


def compare(small, names, request_of):
    """{name: (ratio, µs with a thousand issues, µs with a million)}: requests of all names in turn, sides in turn."""
    sizes = (small, "million")
    asked = {size: [request_of(served(size)[0], name) for name in names] for size in sizes}
    times = {size: [] for size in sizes}
    for repetition in range(REPETITIONS + 1):
        for size in sizes:
            got = http(served(size)[1], asked[size], count=max(ROUNDS, 100 // len(names)) * len(names), clients=1,
                       each=True)["each_us"]
            if repetition:  # the first warms up
                times[size].append(got)
    few, many = ([median(list_) for list_ in zip(*times[size])] for size in sizes)
    return {name: (b / a, a, b) for name, a, b in zip(names, few, many)}


@functools.cache
def measured():
    names = [(level, page) for page, level in itertools.product(PAGES, LEVELS)]
    return compare("thousand", names, lambda bed, name: page_request(bed, *name))


def pages(level):
    def run():
        found = {page: measured()[level, page] for page in PAGES}
        return max(ratio for ratio, *_ in found.values()), {
            page: f"{ratio:.2f} ({a / 1000:.2f} ms, {b / 1000:.2f} ms)" for page, (ratio, a, b) in found.items()}
    return run


def board():
    """Both cities have sixteen districts, so that the answers are of one size."""
    code, role, _ = LEVELS["city"]
    found = compare("sixteen", ["board"], lambda bed,
                    _: request("GET", "/v1/boards/rectification", bed.token(code, role)))
    ratio, a, b = found["board"]
    return ratio, {"board": f"{a / 1000:.2f} ms, {b / 1000:.2f} ms"}


def close():
    for bed in opened:
        bed.__exit__(None, None, None)
    opened.clear()
    served.cache_clear()
    measured.cache_clear()
