# SPDX-License-Identifier: MIT
"""Values of indicators as tests need them: entered by one person, reviewed and frozen by another."""
import uuid

from support import bodies
from support.callers import Signer
from support.issues import etag, ok

DISTRICT, CITY = "310117", "310000"


class Values:
    """The monitoring persons of two departments, and what they do to values of their district."""

    def __init__(self, stack):
        self.stack = stack
        self.signer = Signer(stack)
        self.apis = {}

    def who(self, tenant, *roles, subject=None):
        key = (tenant, roles, subject)
        if key not in self.apis:
            self.apis[key] = self.signer.api(tenant, *roles, subject=subject) if subject else self.signer.api(tenant,
                    *roles)
        return self.apis[key]

    @property
    def entry(self):
        return self.who(f"{DISTRICT}-SW", "MONITOR_INPUT")

    @property
    def review(self):
        return self.who(f"{DISTRICT}-SW", "MONITOR_REVIEW")

    @property
    def office(self):
        return self.who(DISTRICT, "DIST_OFFICE")

    @property
    def city(self):
        return self.who(CITY, "CITY_OFFICE")

    def target(self, indicator, target_type="GE", by=None, **fields):
        return ok((by or self.office).post("/targets", {"indicator": indicator, "target_type": target_type} | fields),
                  201)

    def enter(self, indicator, period, value=None, by=None, **fields):
        """(status, the value) of an entry that is taken."""
        body = {"tenant": DISTRICT, "indicator": indicator, "period": period} | ({}
                if value is None else {"value": value}) | fields
        answer = (by or self.entry).post("/values", body)
        assert answer.status_code in (200, 201), answer.text
        return answer.status_code, answer.json()

    def entered(self, indicator, period, value=None, by=None, **fields):
        return self.enter(indicator, period, value, by, **fields)[1]

    def file(self, by=None, content=None):
        """The hash of an uploaded file."""
        content = content or bodies.PDF + str(uuid.uuid4()).encode()
        return ok((by or self.entry).post("/files?name=a.pdf", data=content, headers=bodies.OCTETS), 201)["sha256"]

    def read(self, value, by=None):
        return ok((by or self.review).get(f"/values/{value['id']}"))

    def try_act(self, value, action, by=None, **fields):
        version = self.read(value, by)["row_version"]
        return (by or self.review).post(f"/values/{value['id']}/transitions", {"action": action} | fields,
                                        headers=etag(version))

    def act(self, value, action, by=None, **fields):
        return ok(self.try_act(value, action, by, **fields))

    def frozen(self, indicator, period, value=None, **fields):
        made = self.entered(indicator, period, value, **fields)
        self.act(made, "REVIEW")
        return self.act(made, "FREEZE")

    def erratum(self, value, by=None, **fields):
        version = self.read(value)["row_version"]
        return (by or self.entry).post(f"/values/{value['id']}/errata", {"reason": "校准后更正"} | fields,
                                       headers=etag(version))

    def standing(self, target, year, by=None, path="/attainment", **query):
        """The row of a target in the list of a year."""
        words = "".join(f"&{k}={v}" for k, v in query.items())
        rows = ok((by or self.office).get(f"{path}?year={year}&limit=200{words}"))["items"]
        return next((r for r in rows if r["target_id"] == target["id"]), None)

    def alerts(self, by=None, **query):
        words = "&".join(f"{k}={v}" for k, v in query.items())
        return ok((by or self.office).get(f"/alerts?limit=200&{words}"))["items"]
