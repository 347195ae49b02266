# SPDX-License-Identifier: MIT
"""Public data of real stations and sections, end to end, against independent references; skipped where the data are
not."""
import collections
import csv
import decimal
import lzma
from fractions import Fraction

import pytest

from support import air_reference, water_reference
from support.observed import Observed
from support.stack import ROOT

DATA = ROOT.parent / "shared" / "data"
AIR = {"PM2.5": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}
WATER = {"raw_temp": "temp", "raw_ph": "ph", "raw_do": "do", "raw_codmn": "codmn", "raw_nh3n": "nh3n", "raw_tp": "tp",
         "raw_tn": "tn"}
PLACES = collections.defaultdict(int, co=1)


@pytest.fixture(scope="module")
def files():
    found = {name: DATA / folder for name, folder in (("air", "air"), ("water", "water"))}
    if not all(folder.is_dir() for folder in found.values()):
        pytest.skip("the public data sets are not in ../shared/data")
    return {"air": sorted(found["air"].glob("prsa_*.csv.xz")), "water": next(found["water"].glob("*.csv"))}


def hours_of(file, year):
    """{day: {item: [value or None] of 24 hours}}; CO comes in µg/m³."""
    days = collections.defaultdict(lambda: {item: [None] * 24 for item in AIR.values()})
    with lzma.open(file, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            if row["year"] != year:
                continue
            day = days[f"{year}-{int(row['month']):02}-{int(row['day']):02}"]
            for column, item in AIR.items():
                if row[column] not in ("NA", ""):
                    value = decimal.Decimal(row[column])
                    day[item][int(row["hour"])] = value / 1000 if item == "co" else value
    return days


def rounded(item, value):
    scale = 10 ** PLACES[item]
    return Fraction(round(value * scale), scale)  # round() of a Fraction is half to even


def text(item, value):
    whole = rounded(item, value) * 10 ** PLACES[item]
    return format(decimal.Decimal(int(whole)).scaleb(-PLACES[item]).normalize(), "f")


def daily(hours):
    """Daily means of 20 hours and more, the greatest hour and the greatest 8 hours of ozone (HJ 663-2013), as exact
    fractions."""
    figures = {}
    for item, values in hours.items():
        there = [Fraction(v) for v in values if v is not None]
        if item != "o3" and len(there) >= 20:
            figures[item] = sum(there) / len(there)
        if item == "o3" and there:
            figures["o3"] = max(there)
    windows = [[Fraction(v) for v in hours["o3"][end - 8:end] if v is not None] for end in range(8, 25)]
    means = [sum(w) / len(w) for w in windows if len(w) >= 6]
    if means and (len(means) >= 14 or rounded("o3_8h", max(means)) > 160):
        figures["o3_8h"] = max(means)
    return figures


def test_a_year_of_three_stations(files, lone_stack):
    observed, year = Observed(lone_stack), "2015"
    expected = {}
    for file in files["air"]:
        station = observed.station(name=file.name.split(".")[0])
        days = hours_of(file, year)
        observed.put([(station, item, "1H", f"{day}T{hour:02}:00+08:00", "PRSA", value, "VALID")
                      for day, hours in days.items() for item, values in hours.items() for hour,
                      value in enumerate(values) if value is not None])
        expected[station] = {day: daily(hours) for day, hours in days.items()
                             if any(v is not None for h in hours.values() for v in h)}
    observed.settle(120)
    results = observed.results()
    for station, days in expected.items():
        for day, figures in days.items():
            shown = {item: text(item, value) for item, value in figures.items()}
            for edition in air_reference.EDITIONS:
                valid, aqi, level, _, _, got = results[station, "AIR_DAY", edition, day]
                reference = air_reference.index(edition, "DAY", shown)
                assert got["concentrations"] == shown, (station, day)
                assert (aqi, level, valid) == (reference["aqi"], reference["level"],
                                               reference["aqi"] is not None), (station, day)
                assert set(got["primary"]) == set(reference["primary"])
        means = [figures["pm25"] for figures in days.values() if "pm25" in figures]
        item = results[station, "AIR_YEAR", "GB3095-2012", f"{year}-01-01"][5]["items"]["pm25"]
        assert (item["days"], item["mean"]["value"]) == (len(means), text("pm25", sum(means) / len(means)))
        for edition in air_reference.EDITIONS:
            indices = [i for i in (results[station, "AIR_DAY", edition, day][1] for day in days) if i is not None]
            figures = results[station, "AIR_YEAR_DAYS", edition, f"{year}-01-01"][5]
            assert (figures["valid_days"], figures["good_days"], figures["heavy_days"]) == (
                len(indices), sum(i <= 100 for i in indices), sum(i > 200 for i in indices))


def test_the_published_sections(files, lone_stack):
    observed = Observed(lone_stack)
    rows, sections = {}, {}
    with files["water"].open(encoding="utf-8", newline="") as lines:
        for n, row in enumerate(csv.DictReader(lines)):
            values = {item: row[column] for column, item in WATER.items() if row[column] not in ("", "--", "*", "NA")}
            if row["status"] == "正常" and row["class"] and n % 9 == 0:
                rows[f"{n}-{row['section']}"] = {item: str(decimal.Decimal(v).quantize(decimal.Decimal("0.000001")))
                                                 for item, v in values.items()}
    for name, values in rows.items():
        sections[name] = observed.section(name=name[:60])
        observed.samples(sections[name], "2020-05-08T15:00+08:00", **values)
    observed.settle(120)
    results = observed.results()
    assert len(rows) > 100
    for name, values in rows.items():
        reference = water_reference.classify({"body": "RIVER", "rounding": "STAT20", "values": values})
        _, _, _, found, _, figures = results[sections[name], "WATER_MONTH", "GB3838-2002", "2020-05-01"]
        assert (found, figures.get("label")) == (reference["class"], reference["label"]), (name, values)
        assert figures["main"] == [item for item, _ in reference["main"]]
