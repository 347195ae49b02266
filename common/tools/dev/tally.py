# SPDX-License-Identifier: MIT
"""Sums the JUnit files of a test run: tally.py DIRECTORY prints "N passed, N failed" and fails when something did.

`tally.py --check NAME DIRECTORY -- COMMAND...` runs a command and adds its exit status to the directory as a test.
"""
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml


def suites(file):
    root = xml.parse(file).getroot()
    return [root] if root.tag == "testsuite" else root.findall("testsuite")


def count(directory):
    """(passed, failed, skipped)"""
    total = failed = skipped = 0
    for file in sorted(pathlib.Path(directory).glob("*.xml")):
        for suite in suites(file):
            number = {key: int(value) for key, value in suite.attrib.items() if value.isdigit()}
            total += number.get("tests", 0)
            failed += number.get("failures", 0) + number.get("errors", 0)
            skipped += number.get("skipped", 0) + number.get("disabled", 0)
    return total - failed - skipped, failed, skipped


def check(name, directory, command):
    status = subprocess.run(command).returncode
    suite = xml.Element("testsuite", name=name, tests="1", failures="1" if status else "0")
    xml.ElementTree(suite).write(pathlib.Path(directory) / f"{name}.xml")
    return 1 if status else 0


def main(argv):
    if argv[0] == "--check":
        return check(argv[1], argv[2], argv[4:])
    passed, failed, skipped = count(argv[0])
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
