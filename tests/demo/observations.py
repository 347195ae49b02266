#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Observations of the demo's stations, sections and enterprise: invented, the same every time, and shaped like real
ones, dirt included.

    observations.py FROM TO     prints CSV: external_id,item,averaging,observed_at,value,flag

Seasons, hours of the day, weather that lasts some days, a few episodes; gaps of hours and of days, values that stick,
maintenance, laboratory values below detection; one day a month on which the enterprise discharges too much. Whole
numbers only: the same on every machine. """
import csv
import datetime
import hashlib
import sys

AIR = {"AIR-01": 100, "AIR-02": 108, "AIR-03": 92, "AIR-04": 70, "AIR-05": 125}  # % of the district
ITEMS = {"so2": 70, "no2": 320, "co": 6, "pm10": 480, "pm25": 300, "o3": 760}  # tenths of µg/m³, CO of mg/m³
# the class they are about
SECTIONS = {"SEC-01": 3, "SEC-02": 3, "SEC-03": 4, "SEC-04": 3, "SEC-05": 5, "SEC-06": 6, "SEC-07": 3}
LABORATORY = {  # hundredths at class III, and how much a class is worth
    "ph": (760, 0), "do": (620, -70), "codmn": (480, 160), "cod": (1700, 450), "bod5": (320, 130), "nh3n": (70, 52),
    "tp": (15, 6),
    "tn": (260, 60)}
# thousandths of mg/L, about half of what is allowed or less
METALS = {"ENT-01": {"cr6": 260, "ni": 420, "cr": 610, "pb": 90}}
WINTER = (135, 130, 125, 100, 85, 75, 70, 72, 85, 100, 115, 130)  # % of a month
SUMMER = (60, 70, 90, 110, 130, 125, 120, 125, 110, 95, 70, 58)
RUSH = (90, 85, 80, 78, 82, 92, 108, 122, 125, 115, 104, 98, 94, 92, 92, 96, 104, 116, 122, 118, 110, 104, 98, 94)
SUN = (55, 50, 48, 45, 42, 40, 42, 50, 65, 85, 105, 125, 140, 150, 155, 152, 142, 128, 110, 92, 80, 72, 66, 60)


def dice(sides, *key):
    """A number below `sides` that belongs to the key."""
    return int.from_bytes(hashlib.blake2s(repr(key).encode(), digest_size=6).digest(), "big") % sides


def weather(item, day):
    """% of the season: drifts over some days; now and then the air stands still, or sand comes."""
    ordinal = day.toordinal()
    spells = [60 + dice(90, "spell", item == "o3", (ordinal + shift) // 4) for shift in (0, 1, 2, 3)]
    factor = sum(spells) // 4
    if item != "o3" and day.month in (11, 12, 1, 2) and dice(40, "haze", ordinal // 3) == 0:
        factor += 170
    if item == "pm10" and day.month in (3, 4, 5) and dice(60, "sand", ordinal // 2) == 0:
        factor += 350
    return factor


def hour_value(station, item, day, hour):
    season = (SUMMER if item == "o3" else WINTER)[day.month - 1]
    course = (SUN if item == "o3" else RUSH)[hour]
    noise = 85 + dice(31, station, item, day.toordinal(), hour)
    value = ITEMS[item] * AIR[station] * season * course * weather(item, day) * noise // 10**10
    return max(value, 1)


def is_missing(station, item, day, hour):
    ordinal = day.toordinal()
    return (dice(45, "day", station, ordinal) == 0 and hour >= dice(24, "from", station, ordinal)
            or dice(90, "item", station, item, ordinal) == 0 and hour < 14
            or dice(220, "hour", station, item, ordinal, hour) == 0)


def air_rows(first, last):
    day = first
    while day <= last:
        for station in AIR:
            for hour in range(24):
                for item in ITEMS:
                    if is_missing(station, item, day, hour):
                        continue
                    at = f"{day}T{hour:02}:00:00+08:00"
                    if dice(400, "service", station, day.toordinal(), hour) == 0:
                        yield station, item, "1H", at, "", "MAINTENANCE"
                    else:
                        value = hour_value(station, item, day, hour)
                        yield station, item, "1H", at, f"{value // 10}.{value % 10}", "VALID"
        day += datetime.timedelta(1)


def water_rows(first, last):
    """One sample a month, in its first ten days; a section may be dry."""
    month = first.replace(day=1)
    while month <= last:
        for section, about in SECTIONS.items():
            day = month.replace(day=2 + dice(9, section, month.toordinal()))
            if not first <= day <= last or dice(40, "dry", section, month.toordinal()) == 0:
                continue
            for item, (middle, step) in LABORATORY.items():
                value = middle + step * (about - 3) + middle * (dice(41, section, item, month.toordinal()) - 20) // 100
                low = item in ("nh3n", "tp") and dice(25, "low", section, item, month.toordinal()) == 0
                value = 3 if low else max(value, 5)
                yield (section, item, "SAMPLE", f"{day}T09:30:00+08:00", f"{value // 100}.{value % 100:02}",
                       "BELOW_DETECTION" if low else "VALID")
        month = (month + datetime.timedelta(32)).replace(day=1)


def discharge_rows(first, last):
    """The mean of each day; on one day of each month a bath is let out."""
    day = first
    while day <= last:
        for enterprise, metals in METALS.items():
            spill = day.day == 1 + dice(28, "spill", enterprise, day.year, day.month)
            for item, middle in metals.items():
                value = middle * (70 + dice(61, enterprise, item, day.toordinal())) // 100
                value *= 3 if spill and item == "cr6" else 1
                low = item == "pb" and dice(6, "low", enterprise, day.toordinal()) == 0
                value = 40 if low else value
                yield (enterprise, item, "24H", f"{day}T00:00:00+08:00", f"{value // 1000}.{value % 1000:03}",
                       "BELOW_DETECTION" if low else "VALID")
        day += datetime.timedelta(1)


def rows(first, last):
    yield from air_rows(first, last)
    yield from water_rows(first, last)
    yield from discharge_rows(first, last)


def months(first, last):
    """The rows, a list for each month."""
    while first <= last:
        end = (first.replace(day=1) + datetime.timedelta(32)).replace(day=1) - datetime.timedelta(1)
        yield list(rows(first, min(end, last)))
        first = end + datetime.timedelta(1)


def main():
    first, last = map(datetime.date.fromisoformat, sys.argv[1:3])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("external_id", "item", "averaging", "observed_at", "value", "flag"))
    out.writerows(rows(first, last))


if __name__ == "__main__":
    main()
