# SPDX-License-Identifier: MIT
"""One issue on its way through the loop, told as it happens. A story is a generator: it yields the days it waits
for."""
import datetime
import struct
import zlib

from client import Caller

CITY, DISTRICT = "310000", "310117"
ROLE_NAMES = {"UNIT_ADMIN": "经办人", "UNIT_LEADER": "主要负责人", "DIST_OFFICE": "区整改办", "CITY_OFFICE": "市整改办"}
PHOTO_KIND = "BEFORE_AFTER_PHOTO"
CRITERIA = ["TASKS_DONE", "VIOLATIONS_HANDLED", "EFFECT_MEETS_LAW", "SIMILAR_CORRECTED", "MECHANISM_BUILT"]


def day(text):
    return datetime.date.fromisoformat(text)


def picture(shade):
    """A grey PNG of 8 by 8 pixels: enough for a photo's place in the file."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([shade]) * 8 for _ in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def document(text):
    return ("%%PDF-1.4\n%% %s\n" % text).encode()


class Story:
    """`world` gives url, tokens, clock and tenants; `entry` is the issue in plan.json, `issue` the registered one."""

    def __init__(self, world, entry, issue, say):
        self.world, self.entry, self.id, self.code, self.say_line = world, entry, issue["id"], issue["code"], say
        self.path, chosen = "/issues/" + issue["id"], entry["assignment"]
        self.city, self.office = self.caller(CITY, "CITY_OFFICE"), self.caller(DISTRICT, "DIST_OFFICE")
        self.admin, self.leader = self.caller(chosen["lead_unit"], "UNIT_ADMIN"), self.caller(chosen["lead_unit"],
                "UNIT_LEADER")
        self.responsible = self.caller(chosen["responsible_units"][0], "UNIT_LEADER")
        self.supervisor = self.caller(chosen["supervising_unit"], "UNIT_LEADER")

    def caller(self, tenant, role):
        name = self.world.tenants[tenant]["short_name"]
        title = ROLE_NAMES[role] if role.endswith("OFFICE") else name + ROLE_NAMES[role]
        return Caller(self.world.url, self.world.tokens, tenant, role, title=title)

    def state(self):
        return self.office.get(self.path)["state"]

    def say(self, who, text, state=None):
        self.say_line("%s  %s  %-12s  %s" % (self.world.today(), self.code, state or self.state(),
                                             "%s：%s" % (who.title, text)))

    # ---- steps

    def step(self, who, action, text, **body):
        """One row of the transition table."""
        answer = who.post(self.path + "/transitions", {"action": action, **body}, version_of=self.path)
        self.say(who, text, answer["state"])
        return answer

    def plan(self):
        self.submit_plan()
        self.review_plan()

    def submit_plan(self):
        """T03..T06: signed for, planned, handed in."""
        chosen = self.entry["assignment"]
        self.step(self.admin, "SIGN", "签收")
        measures = [{k: m[k] for k in ("type", "text", "unit", "due_date")} | {"milestones": [
            {**s, "weight": "%d.00" % s["weight"]} for s in m["milestones"]]} for m in chosen["measures"]]
        goals = [{k: v for k, v in (("text", g["text"]), ("indicator", g["indicator"]), ("target", g["value"])) if v}
                 for g in self.entry["goals"]]
        self.admin.post(self.path + "/plans", {"due_date": chosen["due_date"], "goals": goals, "measures": measures})
        self.say(self.admin, "拟定一项一方案，%d 项措施" % len(measures))
        self.step(self.leader, "SUBMIT_PLAN", "提交方案")

    def review_plan(self, file=True):
        """T07..T09: reviewed by the supervising unit and the office, then filed with the city's receipt."""
        self.step(self.supervisor, "PASS_REVIEW", "审核方案通过", reason="措施具体，节点明确")
        self.step(self.office, "PASS_REVIEW", "审核方案通过", reason="同意")
        if not file:
            return
        receipt = "市整改办备〔2026〕%s号" % self.entry["serial_no"]
        self.step(self.office, "FILE_PLAN", "方案备案，市级回执 " + receipt, filing_receipt_no=receipt)

    def evidence(self, who, kind, milestone=None):
        """A file of that kind into the issue's record; photos come in pairs."""
        pairs = (("BEFORE", 60), ("AFTER", 200)) if kind == PHOTO_KIND else ((None, None),)
        for phase, shade in pairs:
            name = "%s-%s%s" % (self.code, kind.lower(), ("-" + phase.lower() if phase else ""))
            content = picture(shade + self.entry["serial_no"]) if phase else document(name + self.world.today())
            stored = who.upload(name + (".png" if phase else ".pdf"), content)
            body = {"kind": kind, "sha256": stored["sha256"], "title": name}
            body.update({"phase": phase, "pair_key": "site-1"} if phase else {})
            who.post(self.path + "/evidence", body | ({"milestone_id": milestone} if milestone else {}))

    def supply(self, who, stage):
        """Whatever the checklist of that stage still misses."""
        missing = who.get(self.path + "/evidence")["checklist"][stage]["missing"]
        for kind in missing:
            self.evidence(who, kind)
        if missing:
            self.say(who, "补齐销号材料：" + "、".join(missing))

    def report(self, progress):
        """Hands in the reports that are due, and the office confirms them."""
        for row in self.admin.get(self.path + "/progress-reports")["items"]:
            if row["state"] in ("DUE", "MISSED") and row["due_on"] <= self.world.today():
                self.send_report(row, progress)

    def send_report(self, row, progress):
        path = "%s/progress-reports/%s" % (self.path, row["id"])
        tag = {"If-Match": '"%d"' % row["row_version"]}
        body = {"progress_pct": "%d.00" % progress, "done_text": "按节点推进", "next_text": "按计划继续"}
        sent = self.admin.request("POST", path + "/submit", body, headers=tag)
        self.office.request("POST", path + "/confirm", {"opinion": "属实"}, headers={"If-Match": sent.headers["ETag"]})
        self.say(self.admin, "报送调度报告，进度 %d%%，区整改办确认" % progress)

    def work(self):
        """Milestone by milestone on its day, with the monthly reports between them."""
        progress = 0
        milestones = self.admin.get(self.path + "/milestones")["items"]
        for stone in milestones:
            for row in reversed(self.admin.get(self.path + "/progress-reports")["items"]):
                if row["state"] == "DUE" and row["due_on"] < stone["planned_date"]:
                    yield day(row["due_on"])
                    self.report(progress)
            yield day(stone["planned_date"])
            if stone["evidence_required"]:
                self.evidence(self.admin, "OTHER", stone["id"])
            path = "%s/milestones/%s" % (self.path, stone["id"])
            tag = {"If-Match": '"%d"' % stone["row_version"]}
            self.admin.request("PATCH", path, {"actual_date": self.world.today()}, headers=tag)
            progress += int(float(stone["weight"]))
            self.say(self.admin, "完成节点「%s」，累计 %d%%" % (stone["name"], progress))
            self.report(progress)

    def accept(self):
        """T12, T13: materials complete, acceptance applied for and taken up."""
        self.supply(self.admin, "apply")
        self.step(self.leader, "APPLY_ACCEPTANCE", "申请验收")
        self.step(self.office, "ACCEPT_MATERIALS", "受理材料")

    def verifiers(self, unit):
        """Two people of that unit, as the directory knows them."""
        admin = Caller(self.world.url, self.world.tokens, CITY, "PLATFORM_ADMIN", "TENANT_ADMIN")
        known = {m["external_id"]: m["id"] for m in admin.get("/members?tenant=" + unit)["items"]}
        for n in "甲乙":
            key = "%s-verifier-%s" % (unit, "ab"["甲乙".index(n)])
            if key not in known:
                known[key] = admin.post("/members", {
                    "tenant": unit, "issuer": "https://id.example.cn", "subject": key, "source": "demo-verifiers",
                    "external_id": key,
                    "name": "核查员" + n, "roles": []})["id"]
            yield {"member_id": known[key]}

    def verify(self, who, level, method, opinion):
        unit = self.entry["assignment"]["supervising_unit"] if level == "DISTRICT" else "310000-STHJ"
        who.post(self.path + "/verifications", {"level": level, "method": method, "result": "PASS", "opinion": opinion,
                                                "verified_on": self.world.today(),
                                                "verifiers": list(self.verifiers(unit))})
        self.say(who, {"ONSITE": "现场核查通过", "DOC": "资料复核通过"}[method])

    def to_city(self):
        """T15: verified on site, effect and common standards recorded, sent up."""
        self.verify(self.office, "DISTRICT", "ONSITE", "现场与材料一致，整改到位")
        self.office.patch(self.path, {"effect_evaluation": "整改目标已实现，未发现同类问题", "criteria": CRITERIA})
        self.step(self.office, "SUBMIT_TO_CITY", "报市复核", reason="区级核查通过")

    def publish(self):
        """T17: the city passes it and gives public notice for seven days."""
        self.verify(self.city, "CITY", "DOC", "材料齐全，同意")
        self.step(self.city, "PASS_CITY_REVIEW", "市级复核通过，内部公示 7 日", reason="同意公示", channels=["INTRANET", "CIRCULAR"])

    def strike_off(self):
        """T19: nobody objected, the file is complete."""
        notice = self.office.get(self.path + "/publicity")["items"][0]
        yield day(notice["end_on"]) + datetime.timedelta(1)
        self.supply(self.office, "close")
        self.step(self.city, "CLOSE", "公示期满无异议，销号", reason="同意销号", doc_no="市整改办〔2026〕%s号" % self.entry["serial_no"])

    def extend(self, new_due):
        """T11: applied for in time by a responsible unit, granted by the level that strikes off."""
        self.responsible.post(self.path + "/extensions", {"new_due": new_due, "reason_code": "ENGINEERING",
                                                          "reason": "渗滤液管道改线，汛期停工"})
        self.say(self.responsible, "申请延期至 " + new_due)
        self.step(self.city, "APPROVE_EXTENSION", "同意延期至 " + new_due, reason="情况属实", doc_no="市整改办延〔2027〕1号")

    # ---- the three ways

    def straight(self):
        yield self.world.start
        self.plan()
        yield from self.work()
        self.accept()
        self.to_city()
        self.publish()
        yield from self.strike_off()

    def returned_and_extended(self):
        yield self.world.start
        self.plan()
        working = self.work()
        yield next(working)  # the first milestone's day
        self.extend("2027-05-28")
        yield from working
        self.accept()
        self.to_city()
        self.step(self.city, "RETURN_BY_CITY", "退回：雨水排口监测数据不足", reason="雨水排口监测数据不足，退回补充")
        yield day(self.world.today()) + datetime.timedelta(14)
        self.evidence(self.admin, "MONITORING_REPORT")
        self.say(self.admin, "补充监测报告")
        self.accept()
        self.to_city()
        self.publish()
        yield from self.strike_off()

    def struck_off_and_reopened(self):
        yield from self.straight()
        yield day(self.world.today()) + datetime.timedelta(45)
        photo = self.city.upload("recurrence.png", picture(90))
        shown = self.city.post(self.path + "/evidence", {"kind": "OTHER", "sha256": photo["sha256"], "title": "死灰复燃现场"})
        answer = self.step(self.city, "REOPEN", "暗查发现同一点位死灰复燃，反弹重新立项", evidence_ids=[shown["id"]],
                           reason="同一点位已关闭项目恢复生产")
        new = answer["new_issue"]
        self.say_line("%s  %s  %-12s  %s" % (self.world.today(), new["code"], new["state"], "新立问题，严重程度 %s，期限 %s" % (
            new["severity"], new["due_date"])))
        path = "/issues/" + new["id"]
        self.office.post(path + "/transitions", {"action": "ASSIGN"}, version_of=path)
        self.say_line("%s  %s  %-12s  %s" % (self.world.today(), new["code"], "ASSIGNED", "%s：交办" % self.office.title))
