# SPDX-License-Identifier: MIT
"""The class of surface water, computed slowly and apart from the services: fractions, and the table of GB 3838-2002
typed in from the
standard. What the C engine answers is compared with this."""
from fractions import Fraction

LABELS = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
GRADES = ("", "优", "优", "良好", "轻度污染", "中度污染", "重度污染")
# item: (places of the statistics rule, at least or at most, Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ)
TABLE = {
    "do": (1, "min", "7.5", "6", "5", "3", "2"),
    "codmn": (1, "max", "2", "4", "6", "10", "15"),
    "cod": (1, "max", "15", "15", "20", "30", "40"),
    "bod5": (1, "max", "3", "3", "4", "6", "10"),
    "nh3n": (2, "max", "0.15", "0.5", "1.0", "1.5", "2.0"),
    "tp": (3, "max", "0.02", "0.1", "0.2", "0.3", "0.4"),
    "cu": (3, "max", "0.01", "1.0", "1.0", "1.0", "1.0"),
    "zn": (3, "max", "0.05", "1.0", "1.0", "2.0", "2.0"),
    "fluoride": (3, "max", "1.0", "1.0", "1.0", "1.5", "1.5"),
    "se": (4, "max", "0.01", "0.01", "0.01", "0.02", "0.02"),
    "as": (4, "max", "0.05", "0.05", "0.05", "0.1", "0.1"),
    "hg": (5, "max", "0.00005", "0.00005", "0.0001", "0.001", "0.001"),
    "cd": (5, "max", "0.001", "0.005", "0.005", "0.005", "0.01"),
    "cr6": (3, "max", "0.01", "0.05", "0.05", "0.05", "0.1"),
    "pb": (3, "max", "0.01", "0.01", "0.05", "0.05", "0.1"),
    "cyanide": (3, "max", "0.005", "0.05", "0.2", "0.2", "0.2"),
    "phenol": (4, "max", "0.002", "0.002", "0.005", "0.01", "0.1"),
    "oil": (2, "max", "0.05", "0.05", "0.05", "0.5", "1.0"),
    "las": (2, "max", "0.2", "0.2", "0.2", "0.3", "0.3"),
    "sulfide": (3, "max", "0.05", "0.1", "0.2", "0.5", "1.0"),
}
LAKE_TP = (3, "max", "0.01", "0.025", "0.05", "0.1", "0.2")
PH = (0, "6", "9")
TOXIC = ("cyanide", "pb", "cr6", "hg", "cd", "as")
ORDER = ["ph", *TABLE]  # of the standard


def rounded(value, places):
    """Half to even, on the decimal representation (GB/T 8170)."""
    return round(value * 10**places) / Fraction(10**places)  # round() of a Fraction is half to even


def item_class(row, value):
    places, side, *limits = row
    for k, limit in enumerate(limits, 1):
        if value >= Fraction(limit) if side == "min" else value <= Fraction(limit):
            return k
    return 6


def row_of(item, body):
    return LAKE_TP if (item, body) == ("tp", "LAKE") else TABLE[item]


def factors(body, rounding, values):
    """{item: (class, multiple over class III or None)} of the items that count."""
    found = {}
    for item, text in values.items():
        if item == "ph":
            value = rounded(Fraction(text), PH[0]) if rounding == "STAT20" else Fraction(text)
            found[item] = (1 if Fraction(PH[1]) <= value <= Fraction(PH[2]) else 6, None)
        elif item in TABLE:
            row = row_of(item, body)
            value = rounded(Fraction(text), row[0]) if rounding == "STAT20" else Fraction(text)
            k = item_class(row, value)
            if item == "do" and "do_sat" in values and Fraction(values["do_sat"]) >= 90:
                k = 1
            good = Fraction(row[4])
            found[item] = (k, (value - good) / good if k > 3 and item != "do" else None)
    return found


def main_pollutants(found):
    bad = [(item, k, multiple) for item, (k, multiple) in found.items() if k > 3]
    bad.sort(key=lambda x: (x[0] not in TOXIC, -x[1], -(x[2] or 0), ORDER.index(x[0])))
    return [(item, None if multiple is None else rounded(multiple, 2)) for item, k, multiple in bad[:3]]


def classify(item):
    """The answer to one item of POST /water/class: class, label, grade, main pollutants with their multiples."""
    found = factors(item["body"], item["rounding"], item["values"])
    k = max((k for k, _ in found.values()), default=0)
    return {"class": k or None, "label": LABELS[k] or None, "grade": GRADES[k] or None, "main": main_pollutants(found)}
