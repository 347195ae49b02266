# SPDX-License-Identifier: MIT
"""A calculator with twenty thousand items in one call, against parsing its body."""
import json
import pathlib
import random
import subprocess

from bed import BUILD, ROOT, Bed, http, interleaved, median, request

ITEMS, CALLS, REPETITIONS = 20_000, 5, 5


def cpu_us(pid):
    """Processor time of the threads of a process that lives; /proc/PID/stat only counts hundredths of a second."""
    return sum(int(file.read_text().split()[0])
               for file in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1000


def hour(chosen):
    values = {"so2": str(chosen.randint(1, 60)), "no2": str(chosen.randint(5, 150)),
              "co": f"{chosen.randint(1, 30) / 10:g}",
              "o3": str(chosen.randint(2, 250)), "pm10": str(chosen.randint(5, 300)),
              "pm25": str(chosen.randint(3, 200))}
    return {"standard": chosen.choice(("HJ633-2012", "HJ633-2026")), "period": "HOUR", "values": values}


def compared(service, path, token, body):
    """CPU of the service for a call / of json_loadb() for its body, in turn."""
    asked = [request("POST", path, token, body)]
    text = json.dumps(body, ensure_ascii=False).encode()  # the bytes of request()

    def call():
        before = cpu_us(service.pid)
        http(service, asked, count=CALLS, clients=1)
        return (cpu_us(service.pid) - before) / CALLS

    def parse():
        done = subprocess.run([BUILD / "bin" / "load_json_parse", str(CALLS)], input=text, capture_output=True,
                              check=True)
        return median(map(float, done.stdout.split()))
    values = interleaved(REPETITIONS, call=call, parse=parse)
    return median(values["call"]) / median(values["parse"]), {
        name: " ".join(f"{v / 1000:.1f} ms" for v in list_) for name,
        list_ in values.items()} | {"body": f"{len(text)} bytes"}


def aqi20k():
    chosen = random.Random(3)
    with Bed("thousand") as bed:
        bed.ctl("import", "standards", *sorted((ROOT / "services" / "indicators" / "standards").glob("*.csv")))
        service = bed.serve("indicators", quiet=True)
        return compared(service, "/v1/air/aqi", bed.token("310101", "DIST_OFFICE"),
                        {"items": [hour(chosen) for _ in range(ITEMS)]})
