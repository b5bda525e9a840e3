#!/usr/bin/env python3
"""Holds `relief calendar add -` against the working days of other people's libraries.

    pip install chinesecalendar holidays lunar_python
    tests/agreement/compare.py target/debug/relief            says what differs from the facts kept beside it
    tests/agreement/compare.py target/debug/relief --keep     keeps table.csv anew

Every day of 2004 to 2026 is a start, with 1 to 60 working days after it: 504,060 questions to the program and to each
library. A library is asked only whether a day is worked; the counting is this script's own. table.csv has a line a
library and year of the start: how many last days are the same, how many are not, how many lie beyond 2026 where
nobody can know them, and a checksum of the answers. differences.csv is written by hand: each day on which a library
differs, and the words of the notice that settle it. `tests/agreement.rs` recomputes both tables without any Python.
"""

import csv
import datetime
import subprocess
import sys
import zlib
from importlib.metadata import version
from pathlib import Path

import chinese_calendar
import holidays
from lunar_python.util import HolidayUtil

FIRST, LAST, MOST = datetime.date(2004, 1, 1), datetime.date(2026, 12, 31), 60
HERE = Path(__file__).parent
DAYS = [FIRST + datetime.timedelta(days) for days in range((LAST - FIRST).days + 1)]
CHINA = holidays.China(years=range(FIRST.year, LAST.year + 1))


def lunar(day):
    known = HolidayUtil.getHoliday(day.isoformat())
    return known.isWork() if known else day.weekday() < 5


LIBRARIES = {"chinesecalendar": chinese_calendar.is_workday, "holidays": CHINA.is_working_day, "lunar_python": lunar}


def last_days(works):
    """For each start its sixty last days; "-" where one lies beyond the last day."""
    worked = [day.isoformat() for day in DAYS if works(day)]
    nobody_knows = ["-"] * MOST
    answers, following = {}, 0
    for day in DAYS:
        while following < len(worked) and worked[following] <= day.isoformat():
            following += 1
        answers[day] = (worked[following : following + MOST] + nobody_knows)[:MOST]
    return answers


def of_program(relief):
    questions = "".join(f"{day},{n}\n" for day in DAYS for n in range(1, MOST + 1))
    asked = subprocess.run([relief, "calendar", "add", "-"], input=questions, capture_output=True, encoding="utf-8")
    lines = [line.split(",", 5) for line in asked.stdout.splitlines()[1:]]
    assert len(lines) == len(DAYS) * MOST, asked.stderr
    found = [line[3] or "-" for line in lines]
    return {day: found[place * MOST : (place + 1) * MOST] for place, day in enumerate(DAYS)}


def rows(name, answers, ours):
    for year in range(FIRST.year, LAST.year + 1):
        starts = [day for day in DAYS if day.year == year]
        pairs = [pair for day in starts for pair in zip(answers[day], ours[day])]
        known = [pair for pair in pairs if pair != ("-", "-")]
        same = sum(theirs == mine for theirs, mine in known)
        checksum = zlib.crc32("".join(theirs for theirs, _ in pairs).encode())
        yield [name, year, len(pairs), same, len(known) - same, len(pairs) - len(known), f"{checksum:08x}"]


def differing_days():
    for name, works in LIBRARIES.items():
        worked = {day for day in DAYS if works(day)}
        for day in sorted((worked ^ OURS) - {FIRST}):
            yield [name, day.isoformat(), "worked" if day in worked else "off"]


ours = of_program(sys.argv[1])
# The next working day after some day: every one but, were it one, the first.
OURS = {datetime.date.fromisoformat(answers[0]) for answers in ours.values() if answers[0] != "-"}
table = [["source", "start_year", "questions", "agree", "differ", "beyond_2026", "crc32"]]
table += rows("relief", ours, ours)
for name, works in LIBRARIES.items():
    table += rows(name, last_days(works), ours)

text = "".join(",".join(map(str, row)) + "\n" for row in table)
versions = "".join(f"{name} {version(name)}\n" for name in LIBRARIES)
if "--keep" in sys.argv:
    (HERE / "table.csv").write_text(text, encoding="utf-8")
    (HERE / "versions.txt").write_text(versions, encoding="utf-8")
with open(HERE / "differences.csv", encoding="utf-8") as file:
    explained = [row[:3] for row in list(csv.reader(file))[1:]]
wrong = [f"not explained: {row}" for row in differing_days() if row not in explained]
wrong += [f"explained, but no longer so: {row}" for row in explained if row not in list(differing_days())]
kept = (HERE / "table.csv").read_text(encoding="utf-8").splitlines()
wrong += [f"not in table.csv: {line}" for line in text.splitlines() if line not in kept]
print(versions, end="")
for name in LIBRARIES:
    mine = [row for row in table if row[0] == name]
    agree, differ, beyond = (sum(row[column] for row in mine) for column in (3, 4, 5))
    print(f"{name}: {agree} agree, {differ} differ, {beyond} beyond 2026")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
