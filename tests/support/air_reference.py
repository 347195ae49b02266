# SPDX-License-Identifier: MIT
"""Air quality indices as HJ 633-2012 and HJ 633-2026 prescribe them, slowly and in exact fractions: what the service is
compared with.

Written from the text of the standards; it shares neither code nor tables with the service."""
import decimal
import functools
import math
from fractions import Fraction

ITEMS = ("so2", "no2", "co", "pm10", "pm25", "o3", "o3_8h")
EDITIONS = ("HJ633-2012", "HJ633-2026")
INDEX = (0, 50, 100, 150, 200, 300, 400, 500)
# Table 1 of 2012, Table 3 of 2026: µg/m³, CO mg/m³. The particle rows of 2026 follow.
HOURLY = {
    "so2": (0, 150, 500, 650, 800),
    "no2": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "co": (0, 5, 10, 35, 60, 90, 120, 150),
    "o3": (0, 160, 200, 300, 400, 800, 1000, 1200),
}
DAILY = {
    "so2": (0, 50, 150, 475, 800, 1600, 2100, 2620),
    "no2": (0, 40, 80, 180, 280, 565, 750, 940),
    "co": (0, 2, 4, 14, 24, 36, 48, 60),
    "pm10": (0, 50, 150, 250, 350, 420, 500, 600),
    "pm25": (0, 35, 75, 115, 150, 250, 350, 500),
}
EIGHT_HOURS = (0, 100, 160, 215, 265, 800)
PARTICLES_2026 = {"pm10": (0, 50, 120, 250, 350, 420, 500, 600), "pm25": (0, 35, 60, 115, 150, 250, 350, 500)}
# Items of the index, and those that count only when they are given.
REQUIRED = {
    ("HJ633-2012", "HOUR"): {"so2", "no2", "co", "o3", "pm10", "pm25"},
    ("HJ633-2026", "HOUR"): {"so2", "no2", "co", "o3", "pm10", "pm25"},
    ("HJ633-2012", "DAY"): {"so2", "no2", "co", "o3", "o3_8h", "pm10", "pm25"},
    ("HJ633-2026", "DAY"): {"so2", "no2", "co", "o3_8h", "pm10", "pm25"},
}
OPTIONAL = {("HJ633-2012", "HOUR"): {"o3_8h"}}
LABELS = ((50, "优"), (100, "良"), (150, "轻度污染"), (200, "中度污染"), (300, "重度污染"), (math.inf, "严重污染"))


def breakpoints(edition, period, item):
    if item == "o3_8h":
        return EIGHT_HOURS
    if item == "o3":
        return HOURLY["o3"]
    if item in PARTICLES_2026:
        return PARTICLES_2026[item] if edition == "HJ633-2026" else DAILY[item]
    return (HOURLY if period == "HOUR" else DAILY)[item]


def rounded(item, text):
    """To whole micrograms, CO to a tenth of a milligram; a half goes to the even neighbour (GB/T 8170)."""
    unit = decimal.Decimal("0.1") if item == "co" else decimal.Decimal(1)
    return Fraction(decimal.Decimal(text).quantize(unit, rounding=decimal.ROUND_HALF_EVEN))


@functools.lru_cache(maxsize=None)
def iaqi(edition, period, item, text):
    """None where the edition computes none."""
    points, value = breakpoints(edition, period, item), rounded(item, text)
    if value > points[-1]:
        if len(points) == len(INDEX):
            return 500
        return None if edition == "HJ633-2012" else INDEX[len(points) - 1]
    if value == 0:
        return 0
    upper = next(i for i, point in enumerate(points) if value <= point)
    low, high = points[upper - 1], points[upper]
    return math.ceil(Fraction(INDEX[upper] - INDEX[upper - 1], high - low) * (value - low) + INDEX[upper - 1])


def index(edition, period, values, unmonitored=()):
    """The answer to one item of POST /v1/air/aqi."""
    given = {item: values[item] for item in ITEMS if values.get(item) is not None}
    required = REQUIRED[edition, period]
    known = required | OPTIONAL.get((edition, period), set())
    single = {item: iaqi(edition, period, item, text) for item, text in given.items() if item in known}
    computed = [i for i in single.values() if i is not None]
    missing = [item for item in ITEMS if item in required and item not in given]
    if edition == "HJ633-2026":
        missing = [item for item in missing if item not in unmonitored]
    aqi = max(computed, default=None)
    if edition == "HJ633-2026" and missing and aqi is not None and aqi <= 100:
        aqi = None
    level = next((n for n, (most, _) in enumerate(LABELS, 1) if aqi <= most), None) if aqi is not None else None
    return {
        "standard": edition, "aqi": aqi, "level": level, "label": LABELS[level - 1][1] if level else None,
        "primary": [item for item in single if aqi is not None and aqi > 50 and single[item] == aqi],
        "exceeding": [item for item, i in single.items() if i is not None and i > 100]
        if edition == "HJ633-2012" else None,
        "iaqi": single, "missing": missing, "ignored": [item for item in given if item not in known],
    }
