# SPDX-License-Identifier: MIT
"""Valid bodies of the system's operations; where one names an object, it takes that from the stock
(support/stock.py)."""
import itertools
import uuid

from support.issues import UNITS, derive_unit, numbers

months = itertools.count()
PDF = b"%PDF-1.7\n"
OCTETS = {"Content-Type": "application/octet-stream"}
CSV = {"Content-Type": "text/csv"}
EDITION = "TEST-2020"
CLIENT = {"tenant": "310117", "name": "监测平台", "permissions": ["issues:read", "directory:read"]}
GROUP = {"name": "区环保督察整改工作领导小组", "established_on": "2026-09-01",
         "members": [{"role": role, "post": post, "tenant": "310117"} for role, post in (
             ("HEAD", "区委书记"), ("EXEC_DEPUTY", "区长"), ("DEPUTY", "分管区长"), ("MEMBER", "主要负责人"))],
         "sections": [{"kind": kind, "tenant": "310117", "duties": "日常调度"}
                      for kind in ("OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY")]}
TARGET = {"tenant": "310117", "indicator": "ECO-FOREST-R", "target_type": "GE", "value": "18", "text": "森林覆盖率达到18%"}
STATION = {"tenant": "310117", "kind": "AIR_STATION", "name": "试验空气站", "valid_from": "2020-01-01",
           "station_type": "EVALUATION", "air_class": 2}
DERIVE_UNIT = derive_unit("310117004")
ESCALATION = {"level": 3, "doc_no": "督办〔2026〕3号", "reason": "进度滞后"}
PETITIONER = {"name": "来信人王某", "phone": "021-00000000", "channel": "来信"}
INTERVIEW_FOLLOW_UP = {"result": "NO_EFFECT", "opinion": "约谈后仍未动工"}
FINDING = {"kind": "SUPERFICIAL", "unit": "310117-SW", "facts": "只在检查前清理河面。"}
REFERRAL = {"misconduct": "SLOW", "facts": "多次督办未整改。", "doc_no": "问责〔2026〕1号", "receiving_body": "区纪委监委"}
DISCLOSURE = {"public_title": "某河道整改", "public_text": "已完成雨污分流。"}
OPINION = {"opinion": "同意"}


def rename(s):
    return {"kind": "RENAME", "tenant": s["devzone"]["code"], "new_name": "改名开发区", "effective_date": "2026-01-01",
            "approval_doc": "沪府〔2026〕1号"}


def new_member():
    return {"tenant": "310117", "issuer": "https://id.example.cn", "subject": str(uuid.uuid4()), "name": "张某",
            "roles": []}


def new_issue(s):
    return {"feedback_id": s["feedback"]["id"], "serial_no": str(next(numbers)), "title": "扬尘",
            "original_text": "工地扬尘。",
            "category": "DUST", "element": "AIR", "severity": "GENERAL", "term_class": "SHORT",
            "due_date": s.world.today(90)}


def new_feedback(s):
    return {"source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "反馈", "feedback_date": s.world.today(-3)}


def new_plan(s):
    return {"due_date": s.world.today(170), "goals": [{"text": "消除黑臭"}],
            "measures": [{"type": "ENG", "text": "雨污分流改造", "unit": UNITS["lead"], "milestones": [
                {"name": "完工", "planned_date": s.world.today(100), "weight": "100"}]}]}


def new_extension(world):
    return {"new_due": world.today(210), "reason_code": "ENGINEERING", "reason": "汛期停工"}


def verification(s, level="DISTRICT"):
    return {"level": level, "method": "ONSITE", "result": "PASS", "verified_on": s.world.today(), "opinion": "已完成",
            "verifiers": s.world.verifiers()}


def objection(s):
    return {"received_on": s.world.today(), "channel": "来信", "content": "仍有异味"}


def parties():
    return {"parties": [{"role": "LEAD_UNIT", "tenant": UNITS["lead"]}, {"role": "RESP_UNIT", "tenant": UNITS["resp"]},
                        {"role": "SUPERVISE_UNIT", "tenant": UNITS["supervise"]},
                        {"role": "RESP_UNIT", "tenant": "310117001"},
                        {"role": "PARTY_LEAD", "tenant": UNITS["resp"], "person_name": "党委负责人"},
                        {"role": "GOV_LEAD", "tenant": UNITS["resp"], "person_name": "行政负责人"}]}


def adhoc_report(s):
    return {"period_start": s.world.today(-7), "period_end": s.world.today(), "progress_pct": "5", "done_text": "现场踏勘"}


def evidence(s):
    return {"kind": "OTHER", "sha256": s["units_file"], "title": "现场照片"}


def edition_rows(limit=15):
    """An edition of a standard of its own family."""
    return (f"edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to\n{EDITION},EDITION,,,,,TEST,,试验标准,2020-01-01,\n"
            f"{EDITION},LIMIT,cod,,1,LE,,{limit},,,\n{EDITION},RULE,cod,,,,decimals,1,,,\n").encode()


def indicator_row(number):
    """An indicator of its own, by another name each time."""
    return ("code,name,unit,direction,element,formula_kind,periods,departments,red_line_class,decimals,standard_family,groups,clauses,formula\n"
            f"TEST-N,试验数{number},个,HIGHER,GENERAL,COUNT,Y,STHJ,,0,,,S-001,计数\n").encode()


def observation_rows(station, value=35):
    return f"object,item,averaging,observed_at,value\n{station['id']},pm25,1H,2025-03-01T08:00,{value}\n".encode()


def object_rows(number):
    return ("kind,tenant,source,external_id,name,valid_from,station_type,air_class\n"
            f"AIR_STATION,310117,test,S-{number},导入空气站,2020-01-01,EVALUATION,2\n").encode()


def new_task(s, **more):
    """Monitoring that the water department carries out."""
    return {"kind": "SUPERVISORY", "performer": UNITS["lead"], "place": "总排口", "text": "监测化学需氧量",
            "due_date": s.world.today(30)} | more


def value(**more):
    """A figure of the district for a month of its own."""
    n = next(months)
    return {"tenant": "310117", "indicator": "INF-MIX-R", "period": f"{1950 + n // 12}-{n % 12 + 1:02}",
            "value": "50"} | more


def value_rows():
    return ("tenant,indicator,period,value\n" + ",".join(value().values()) + "\n").encode()


def interview(world, **fields):
    return {"held_on": world.today(), "place": "区政府会议室", "convenor": "常务副区长", "demands": "限期整改",
            "interviewees": [{"name": "王某", "position": "局长", "unit": "310117-SW"}]} | fields
