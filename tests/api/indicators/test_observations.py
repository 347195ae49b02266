# SPDX-License-Identifier: MIT
"""Observations: dirty files, conversion, repeats, revisions, limits of a body, pages, and whose objects they are."""
import json

import pytest

from support.issues import ok, refused
from support.observations import COLUMNS, CSV, NDJSON, SECTION, load, make, ref, row, stored
from support.snapshot import changes, snapshot


@pytest.fixture(scope="module")
def input_(stack):
    return stack.api("310117-STHJ", "MONITOR_INPUT")


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture
def station(input_):
    return make(input_)


def counts(answer):
    stats = ok(answer)["stats"]
    return stats["created"], stats["updated"], stats["unchanged"]


def conflicts(answer):
    report = refused(answer, 422, "import-rejected")["report"]
    return [(c["property"], c["code"], c["rows"]) for c in report["conflicts"]]


# ---- what is taken


def test_rows_are_stored_once_and_the_same_again_is_untouched(stack, input_, station):
    rows = [row(station, str(n), f"2025-0{m}-01T0{n}:00") for m in (1, 3) for n in range(5)]
    assert counts(load(input_, *rows, mode="validate")) == (10, 0, 0) and stored(input_, station) == []
    assert counts(load(input_, *rows)) == (10, 0, 0)
    before = snapshot(stack)
    assert counts(load(input_, *rows)) == (0, 0, 10)
    assert changes(before, snapshot(stack)) == {}
    items = stored(input_, station)
    assert [i["observed_at"] for i in items] == sorted((i["observed_at"] for i in items), reverse=True)
    assert items[0] | {"received_at": None, "entered_by": None} == {
        "object": {"id": station["id"], "name": station["name"], "kind": "AIR_STATION"}, "item": "pm25",
        "averaging": "1H",
        "observed_at": "2025-03-01T04:00:00+08:00", "source": "auto", "value": "4", "flag": "VALID", "revision": 1,
        "received_at": None, "entered_by": None}
    trail = ok(stack.api("310117",
                         "AUDITOR").get("/audit-entries?object_kind=observation&object_id=auto&limit=1"))["items"]
    assert (trail[0]["action"], trail[0]["detail"]) == ("observation.import", {"created": 10, "updated": 0})


def test_both_formats_say_the_same(input_, station):
    rows = [row(station["id"], "35"), row(station, None, "2025-03-01T09:00"),
            row(station, "1", "2025-03-01T10:00", flag="MAINTENANCE")]
    lines = [json.dumps({name: value for name, value in r.items() if value != ""}) for r in rows]
    answer = input_.post("/observations/import?mode=commit&source=auto", data=("\n".join(lines) + "\n\n").encode(),
                         headers=NDJSON)
    assert counts(answer) == (3, 0, 0) and answer.json()["missing"] == 1
    assert counts(load(input_, *(r | {"value": r["value"] or ""} for r in rows))) == (0, 0, 3)
    assert [(i["value"], i["flag"]) for i in stored(input_, station)] == [("1", "MAINTENANCE"), (None, "MISSING"),
            ("35", "VALID")]


@pytest.mark.parametrize("word", ["", "NA", "--", "*", "-", "N/A"])
def test_what_was_not_measured_is_a_missing_row(input_, station, word):
    answer = load(input_, row(station, word), row(station, "3", "2025-03-01T09:00"))
    assert counts(answer) == (2, 0, 0) and answer.json()["missing"] == 1
    assert [(i["value"], i["flag"]) for i in stored(input_, station)] == [("3", "VALID"), (None, "MISSING")]


@pytest.mark.parametrize("said, meant", [
    ("2025-03-01 08:00", "2025-03-01T08:00:00+08:00"), ("2025-03-01T08:00:30", "2025-03-01T08:00:30+08:00"),
    ("2025-03-01T00:00Z", "2025-03-01T08:00:00+08:00"), ("2025-03-01T08:00+08:00", "2025-03-01T08:00:00+08:00"),
    ("2024-02-29 24:00", "2024-03-01T00:00:00+08:00"), ("2024-12-31T24:00:00", "2025-01-01T00:00:00+08:00")])
def test_times_are_shanghai_s_and_a_day_has_a_24th_hour(input_, station, said, meant):
    assert counts(load(input_, row(station, at=said))) == (1, 0, 0)
    assert [i["observed_at"] for i in stored(input_, station)] == [meant]


def test_values_are_converted_exactly_to_the_unit_of_the_standard(input_, station):
    assert counts(load(input_, row(station, "1300", item="co"), row(station, "0.001", item="co", at="2025-03-01T09:00"),
                       row(station, "0.075"), query="&units=co:ug/m3,pm25:mg/m3")) == (3, 0, 0)
    assert {(i["item"], i["value"]) for i in stored(input_, station)} == {("co", "1.3"), ("co", "0.000001"),
            ("pm25", "75")}
    assert conflicts(load(input_, row(station, "0.0001", item="co"), query="&units=co:µg/m³")) == [("value",
            "precision", [2])]
    assert conflicts(load(input_, row(station), query="&units=pm25:mg/L")) == [("item", "unit", [2])]
    for units in ("pm99:ug/m3", "pm25", "pm25:ug/m3,,"):
        refused(load(input_, row(station), query=f"&units={units}"), 400, "bad-query")


def test_water_has_items_and_rounds_of_its_own(input_):
    section = make(input_, SECTION)
    assert counts(load(input_, row(section, "-1.5", item="temp", averaging="4H"),
                       row(section, "0.02", item="pb", averaging="SAMPLE"))) == (2, 0, 0)
    assert conflicts(load(input_, row(section), row(section, "1", item="tp", averaging="8H"))) == [
        ("item", "unknown-item", [2]), ("averaging", "enum", [3])]


# ---- what is not


@pytest.mark.parametrize("fault, column, code", [
    ({"value": "-1"}, "value", "range"), ({"value": "1e3"}, "value", "format"),
    ({"value": "Infinity"}, "value", "format"),
    ({"value": "NaN"}, "value", "format"), ({"value": "9" * 40}, "value", "format"),
    ({"value": "1000000000000"}, "value", "range"), ({"value": "1000000.1"}, "value", "range"),
    ({"value": "0.0000001"}, "value", "format"), ({"value": "+5"}, "value", "format"),
    ({"value": "", "flag": "VALID"}, "value", "required"), ({"flag": "MISSING"}, "value", "not-allowed"),
    ({"flag": "GOOD"}, "flag", "enum"),
    ({"item": "radon"}, "item", "unknown-item"), ({"item": "codmn"}, "item", "unknown-item"),
    ({"item": ""}, "item", "required"),
    ({"averaging": "2H"}, "averaging", "enum"), ({"averaging": "4H"}, "averaging", "enum"),
    ({"observed_at": "2199-01-01T00:00"}, "observed_at", "future"),
    ({"observed_at": "2025-03-01T08:00+09:00"}, "observed_at", "format"),
    ({"observed_at": "2025-03-01T24:01"}, "observed_at", "format"),
    ({"observed_at": "2025-02-29T08:00"}, "observed_at", "format"),
    ({"observed_at": "01/03/2025 08:00"}, "observed_at", "format"),
    ({"observed_at": "2019-12-31T23:00"}, "observed_at", "range"),
    ({"observed_at": "1999-12-31T23:00"}, "observed_at", "format"),
    ({"object": "obs:NO-SUCH"}, "object", "unknown-reference"), ({"object": ""}, "object", "required"),
])
def test_a_wrong_row_is_told_and_keeps_the_whole_file_out(stack, input_, station, fault, column, code):
    before = snapshot(stack)
    wrong = row(station, at="2025-03-01T09:00") | fault
    assert conflicts(load(input_, row(station), wrong, wrong)) == [(column, code, [3, 4])]
    assert changes(before, snapshot(stack)) == {}
    assert counts(load(input_, row(station), wrong, query="&atomic=row")) == (1, 0, 0)


def test_an_object_of_another_is_found_in_the_last_of_many_rows(stack, input_, station):
    foreign = make(stack.api("310112", "DIST_OFFICE"))
    neighbour = make(stack.api("310117-SW", "MONITOR_INPUT"), SECTION)
    times = [f"{y}-{m:02}-{d:02} {h:02}:00" for y in (2022, 2023) for m in range(1, 13) for d in range(1, 29)
             for h in range(24)]
    rows = [row(station, at=at, item=item) for at in times for item in ("pm25", "pm10")]
    before = snapshot(stack)
    for other in (foreign, neighbour):
        for name in (ref(other), other["id"]):
            assert conflicts(load(input_, *rows, row(name))) == [("object", "unknown-reference", [len(rows) + 2])]
    assert changes(before, snapshot(stack)) == {}


def test_a_row_that_stands_twice_counts_once_unless_it_contradicts_itself(input_, station):
    answer = load(input_, row(station), row(station["id"]), row(station, "1", "2025-03-01T09:00"))
    assert counts(answer) == (2, 0, 1) and answer.json()["repeated"] == 1
    other = make(input_)
    assert conflicts(load(input_, row(other), row(other, "36"), row(other), row(station))) == [(None, "duplicate",
            [2, 3, 4])]


def test_a_name_is_looked_up_among_what_the_caller_sees(stack, office, input_):
    sw = stack.api("310117-SW", "MONITOR_INPUT")
    make(sw, SECTION, source="two", external_id="T")
    make(office, SECTION, source="two", external_id="T")  # the department sees its own alone
    assert counts(load(sw, row("two:T", "1", item="tp", averaging="SAMPLE"))) == (1, 0, 0)


@pytest.mark.parametrize("text, code", [
    ("object,item,averaging,observed_at\n", "required"), ("object,item,averaging,observed_at,value,note\n", "unknown"),
    ("object,item,averaging,observed_at,value,value\n", "duplicate")])
def test_a_header_has_the_columns_it_needs(input_, text, code):
    said = refused(input_.post("/observations/import?source=auto", data=text.encode(), headers=CSV), 422,
                   "import-rejected")
    assert code in {e["code"] for e in said["errors"]}


@pytest.mark.parametrize("line, code", [
    (b"{", "bad-json"), (b"[]", "type"),
    (b'{"object":"x","item":"pm25","averaging":"1H","observed_at":"2025-03-01T08:00","value":3}', "type"),
    (b'{"object":"x"}', "required"), (b'{"object":"x","note":1}', "unknown")])
def test_a_line_that_is_no_row_is_told(input_, line, code):
    answer = input_.post("/observations/import?source=auto&mode=commit", data=b"\n" + line, headers=NDJSON)
    assert code in {c for _, c, rows in conflicts(answer) if rows == [2]}


def test_media_source_and_reason_are_asked_for(input_, station):
    url = "/observations/import?source=auto"
    refused(input_.post(url, data=b"x", headers={"Content-Type": "application/json"}), 415)
    refused(input_.post(url, data=b"x", headers=CSV | {"Content-Encoding": "gzip"}), 415, "unsupported-media")
    refused(input_.post("/observations/import", data=b"x", headers=CSV), 400, "bad-query")
    refused(load(input_, row(station), query="&on_conflict=revise"), 400, "bad-query")


def test_a_body_above_the_limit_changes_nothing(stack, input_, station):
    one = ",".join(row(station)[name] for name in COLUMNS) + "\n"
    before = snapshot(stack)
    text = (",".join(COLUMNS) + "\n" + one * ((64 << 20) // len(one) + 1)).encode()
    refused(input_.post("/observations/import?mode=commit&source=auto", data=text, headers=CSV), 413)
    assert changes(before, snapshot(stack)) == {}


def test_a_file_names_a_bounded_number_of_objects_and_its_rejected_rows_are_bounded_too(stack, input_):
    before = snapshot(stack)
    many = b"object,item,averaging,observed_at,value\n" + b"".join(b"%d,b,1H,2025-03-01T08:00,1\n" % n
                                                                   for n in range(10_001))
    refused(input_.post("/observations/import?mode=commit&source=auto", data=many, headers=CSV), 422, "import-rejected")
    same = b"object,item,averaging,observed_at,value\n" + b"a,b,c,d,1\n" * 30_000
    report = refused(input_.post("/observations/import?mode=commit&source=auto", data=same, headers=CSV), 422,
                     "import-rejected")["report"]
    assert (report["stats"]["rejected"], report["stats"]["total"], len(report["rejected_rows"])) == (30_000, 30_000,
            10_000)
    assert changes(before, snapshot(stack)) == {}


@pytest.mark.parametrize("encoding, media", [("utf-8", CSV), ("gb18030", CSV), ("utf-8", NDJSON), ("gb18030", NDJSON)])
def test_rows_far_apart_are_compared(stack, input_, encoding, media):
    """The first and the last of many chunks, in all formats; the months are more than one statement's."""
    made = make(input_)
    times = [f"{y}-{m:02}-{d:02} {h:02}:00" for y in (2022, 2023, 2024) for m in range(1, 13) for d in range(1, 29)
             for h in range(24)]
    rows = [row(made, at=at, item=item) for at in times for item in ("pm25", "pm10")]
    middle = len(rows) // 2
    rows[middle:middle] = [row("监测站")]
    rows += [row(made["id"], item="pm25", at=times[0]), row(made, "36", item="pm10", at=times[0])]

    def send(query=""):
        lines = ([",".join(COLUMNS), *(",".join(r.values()) for r in rows)] if media is CSV else
                 [json.dumps({k: v for k, v in r.items() if v}, ensure_ascii=False) for r in rows])
        return input_.post(f"/observations/import?mode=commit&source=auto{query}",
                           data="\n".join(lines).encode(encoding), headers=media)
    first, last = (2, len(rows) + 1) if media is CSV else (1, len(rows))
    assert conflicts(send()) == [("object", "unknown-reference", [first + middle]),
                                 (None, "duplicate", [first + 1, last])]
    answer = send("&atomic=row")
    assert counts(answer) == (len(rows) - 4, 0, 1) and answer.json()["conflicts"][0]["object"] == "监测站"
    assert (answer.json()["encoding"], answer.json()["repeated"]) == (encoding.upper(), 1)
    assert counts(send("&atomic=row")) == (0, 0, len(rows) - 3)
    assert stored(input_, made, f"&item=pm10&to={times[0].replace(' ', 'T')}:01%2B08:00") == []


# ---- corrections


def test_nothing_is_overwritten_silently(stack, input_, station):
    load(input_, row(station), row(station, "1", "2025-03-01T09:00"))
    before = snapshot(stack)
    assert conflicts(load(input_, row(station, "36"), row(station, "NA", "2025-03-01T09:00"))) == [("value", "differs",
            [2, 3])]
    assert changes(before, snapshot(stack)) == {}
    assert counts(load(input_, row(station, "36"), row(station, "1", "2025-03-01T09:00"),
                       query="&on_conflict=revise&reason=校准")) == (0, 1, 1)
    assert counts(load(input_, row(station, "NA"), query="&on_conflict=revise&reason=二次校准")) == (0, 1, 0)
    assert [(i["value"], i["flag"], i["revision"]) for i in stored(input_, station)] == [("1", "VALID", 1),
            (None, "MISSING", 3)]
    past = ok(input_.get(f"/observations/revisions?object_id={station['id']}&item=pm25&observed_at=2025-03-01T08:00:00%2B08:00"))["items"]
    assert [(p["revision"], p["value"], p["reason"]) for p in past] == [(2, "36", "二次校准"), (1, "35", "校准")]


def told(stack, made):
    """The payloads of data.manipulated about an object."""
    return [e["data"] for e in stack.events("indicators") if e["type"] == "cn.bihuan.data.manipulated.v1"
            and e["data"].get("object_id") == made["id"]]


def test_manipulated_rows_are_void_stay_readable_and_are_told_once(stack, input_, station):
    other, hours = make(input_), [f"2025-03-01T{h:02}:00" for h in range(1, 25)]
    load(input_, *(row(station, "35", at) for at in hours))
    found = [row(station, "20", at, flag="MANIPULATED") for at in hours[:4]]
    assert conflicts(load(input_, *found, query="&atomic=all")) == [("reason", "required", [2, 3, 4, 5])]
    query = "&on_conflict=revise&reason=遮挡采样口"
    assert conflicts(load(input_, row(station, "", flag="MANIPULATED"), query=query)) == [("value", "required", [2])]
    assert counts(load(input_, *found, query=query, mode="validate")) == (0, 4, 0) and told(stack, station) == []
    assert counts(load(input_, *found, row(other, "1", flag="MANIPULATED"), query=query)) == (1, 4, 0)
    stack.until(lambda: told(stack, station) and told(stack, other))
    event = told(stack, station)[0]
    assert (event["source"], event["rows"], event["reason"]) == ("auto", 4, "遮挡采样口")
    assert (event["first_at"][:19], event["last_at"][:19]) == ("2025-03-01T01:00:00", "2025-03-01T04:00:00")
    assert told(stack, other)[0]["rows"] == 1
    before = snapshot(stack)
    assert counts(load(input_, *found, query=query)) == (0, 0, 4)  # the same again tells nothing
    assert changes(before, snapshot(stack)) == {}
    assert [(i["value"], i["flag"]) for i in stored(input_, station, "&flag=MANIPULATED")] == [("20",
            "MANIPULATED")] * 4
    past = ok(input_.get(f"/observations/revisions?object_id={station['id']}&item=pm25&observed_at=2025-03-01T01:00:00%2B08:00"))["items"]
    assert [(p["value"], p["flag"], p["reason"]) for p in past] == [("35", "VALID", "遮挡采样口")]
    trail = ok(stack.api("310117",
                         "AUDITOR").get(f"/audit-entries?object_kind=object&object_id={station['id']}&limit=5"))["items"]
    assert [(t["action"], t["detail"]) for t in trail][0] == ("observation.manipulated", {"source": "auto", "rows": 4})


def test_the_flag_of_manipulated_rows_goes_only_for_a_reason(stack, input_, station):
    load(input_, row(station, "35", flag="MANIPULATED"), query="&reason=初报")
    assert conflicts(load(input_, row(station, "35"))) == [("value", "differs", [2])]
    refused(load(input_, row(station, "35"), query="&on_conflict=revise"), 400, "bad-query")
    assert counts(load(input_, row(station, "35"), query="&on_conflict=revise&reason=复核撤销")) == (0, 1, 0)
    assert counts(load(input_, row(station, "35", flag="MANIPULATED"), query="&on_conflict=revise&reason=再查")) == (0, 1,
            0)
    assert counts(load(input_, row(station, "36", flag="MANIPULATED"), query="&on_conflict=revise&reason=更正")) == (0, 1,
            0)
    stack.until(lambda: len(told(stack, station)) == 2)
    assert [e["reason"] for e in told(stack, station)] == ["初报", "再查"]


def test_a_day_is_evaluated_without_its_manipulated_rows(stack, input_, station):
    hours = [f"2025-03-01T{h:02}:00" for h in range(1, 25)]
    load(input_, *(row(station, "35", at) for at in hours))

    def figures():
        snapshot(stack)  # nothing is left to compute
        return [i["figures"]
                for i
                in ok(input_.get(f"/evaluations?object_id={station['id']}&kind=AIR_DAY&from=2025-03-01&to=2025-03-01"))["items"]]

    def void(rows, value):
        load(input_, *(row(station, value, at, flag="MANIPULATED") for at in rows),
             query="&on_conflict=revise&reason=造假")
    assert {f["concentrations"]["pm25"] for f in figures()} == {"35"}
    void(hours[:2], "350")
    assert {f["concentrations"]["pm25"] for f in figures()} == {"35"}
    void(hours[2:8], "35")
    assert all("pm25" in f["missing"] for f in figures())


def test_each_source_has_its_own_rows(input_, station):
    load(input_, row(station))
    text = f"{','.join(COLUMNS)}\n{','.join(row(station, '36')[n] for n in COLUMNS)}\n".encode()
    assert counts(input_.post("/observations/import?mode=commit&source=manual", data=text, headers=CSV)) == (1, 0, 0)
    assert [i["value"] for i in stored(input_, station, "&source=manual")] == ["36"] and len(stored(input_,
            station)) == 2


def test_observations_move_with_their_tenant(lone_stack):
    platform, office = lone_stack.api("310000", "PLATFORM_ADMIN"), lone_stack.api("310117", "DIST_OFFICE")
    ok(platform.post("/tenants", {"code": "310117K77", "kind": "DEVZONE", "parent": "310117", "name": "试验开发区",
                                  "valid_from": "2020-01-01"}), 201)
    made = make(office, tenant="310117K77")
    lone_stack.psql(f"""set search_path = bihuan; select ensure_month_partition('observation', '2025-03-01');
        insert into observation select id, 'pm25', '1H', '2025-03-01 08:00+08', 's', 36, 'VALID', 2, now(), 'x', tenant_id, scope
          from monitored_object where id = '{made['id']}';
        insert into observation_revision select id, 'pm25', '1H', '2025-03-01 08:00+08', 's', 1, 35, 'VALID', now(), 'x', tenant_id, scope,
               'y', now(), 'x' from monitored_object where id = '{made['id']}'""")
    ok(platform.post("/region-changes", {"kind": "TRANSFER", "tenant": "310117K77", "new_parent": "310112",
                                         "new_code": "310112K77",
                                         "effective_date": "2026-01-01", "approval_doc": "沪府〔2026〕1号"}), 201)
    there = lone_stack.api("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/objects/{made['id']}").status_code == 200)
    past = f"/observations/revisions?object_id={made['id']}&item=pm25&observed_at=2025-03-01T00:00:00Z"
    assert len(stored(there, made)) == len(ok(there.get(past))["items"]) == 1
    assert stored(office, made) == ok(office.get(past))["items"] == []
