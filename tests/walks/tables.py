# SPDX-License-Identifier: MIT
"""The tables of the walks: who there is, what a walk begins with, what it may do."""
import json
import pathlib
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent


class Person(NamedTuple):
    name: str
    tenant: str
    roles: str
    subject: str


class Action(NamedTuple):
    name: str
    states: frozenset
    needs: tuple   # conditions that hold
    lacks: tuple   # conditions that do not
    advance: float
    stray: float
    actors: tuple


def rows_of(name):
    """The rows of a table; lines that begin with # are its text, the first other line names the columns."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [dict(zip(header, row)) for row in rows]


def people():
    return {row["name"]: Person(**row) for row in rows_of("people.tsv")}


def actions():
    made = []
    for row in rows_of("actions.tsv"):
        when = row["when"].split()
        made.append(Action(row["name"], frozenset(row["states"].split()), tuple(w for w in when if w[0] != "-"),
                           tuple(w[1:] for w in when if w[0] == "-"), float(row["advance"]), float(row["stray"]),
                           tuple(row["actors"].split())))
    return made


class Starts:
    """Draws one row of each axis."""

    def __init__(self):
        self.axes = {}
        for row in rows_of("starts.tsv"):
            self.axes.setdefault(row["axis"], []).append((row["name"], float(row["weight"]), json.loads(row["fields"])))

    def draw(self, dice):
        return {axis: dice.choices([name for name, _, _ in rows], [weight for _, weight, _ in rows])[0]
                for axis, rows in self.axes.items()}

    def fields(self, names):
        """What the rows of these names say, in one."""
        return {key: value for axis, rows in self.axes.items() for name, _, fields in rows if names[axis] == name
                for key, value in fields.items()}


PEOPLE, ACTIONS, STARTS = people(), actions(), Starts()
