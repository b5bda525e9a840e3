#!/usr/bin/env python3
"""Times `relief calendar add -` beside numpy's busday_offset and chinesecalendar on the same million questions.

    pip install numpy chinesecalendar
    cargo build --release && benches/calendar.py            prints the table
    benches/calendar.py --save                              keeps it on top of benches/CALENDAR.md

Each side is a process of its own, held to one core, that reads the list `date,n`, works out the n-th working day and
writes it; they take turns. Given are the medians of CPU (user and system) and wall time, what the work alone took
inside the process where Python can say so, and how many answers are not those of the notices. numpy knows one pattern
of weeks and a list of days off, so weekends that are worked are beyond it.
"""

import datetime
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HOME / "target"))
RELIEF, DATA = TARGET / "release/relief", TARGET / "bench"
ROWS, SLOW_ROWS, ROUNDS = 1_000_000, 20_000, 5
FIRST = datetime.date(2004, 1, 1)

NUMPY = """
import sys, time, numpy as np
dates, counts = np.loadtxt(sys.argv[1], dtype=str, delimiter=",", unpack=True)
dates, counts = dates.astype("datetime64[D]"), counts.astype(int)
off = np.array(sys.argv[3].split(), dtype="datetime64[D]")
calendar = np.busdaycalendar(holidays=off)
began = time.process_time()
# The day itself is not counted: from the last working day up to it, n further.
last = np.busday_offset(dates, counts, roll="backward", busdaycal=calendar)
print(time.process_time() - began, file=sys.stderr)
open(sys.argv[2], "w").write("\\n".join(last.astype(str)) + "\\n")
"""

CHINESECALENDAR = """
import datetime, sys, time
from chinese_calendar import find_workday
lines = [line.strip().split(",") for line in open(sys.argv[1])]
asked = [(datetime.date.fromisoformat(date) + datetime.timedelta(1), int(n) - 1) for date, n in lines]
began = time.process_time()
last = [find_workday(n, date) for date, n in asked]
print(time.process_time() - began, file=sys.stderr)
open(sys.argv[2], "w").write("\\n".join(map(str, last)) + "\\n")
"""


def questions(rows):
    path = DATA / f"calendar-{rows}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(1)
    pairs = ((FIRST + datetime.timedelta(dice.randrange(8036)), dice.randrange(1, 61)) for _ in range(rows))
    path.write_text("".join(f"{date},{n}\n" for date, n in pairs), encoding="utf-8")
    return path


def days_off():
    """The days off that the notices name, by the program itself."""
    named = []
    for year in range(2004, 2027):
        page = subprocess.run([RELIEF, "calendar", "show", str(year), "--format", "csv"], capture_output=True, text=True)
        named += [line.split(",")[0] for line in page.stdout.splitlines() if ",false,off," in line]
    return " ".join(named)


def one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def timed(command, source=None, out=None):
    """CPU and wall seconds of a process, and what it says of its inside."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=source, stdout=out, stderr=subprocess.PIPE, preexec_fn=one_core)
    said = process.stderr.read().decode().split()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    inside = float(said[0]) if said else None
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began, inside


def of_relief(path):
    with open(path, "rb") as source, open(answers("relief"), "wb") as out:
        return timed([RELIEF, "calendar", "add", "-", "--lang", "en"], source, out)


def of_python(name, script, *more):
    return lambda path: timed([sys.executable, "-c", script, path, answers(name), *more])


def answers(name):
    return DATA / f"calendar-{name}.out"


def main():
    million, fewer = questions(ROWS), questions(SLOW_ROWS)
    sides = [
        ("relief calendar add -", "relief", million, of_relief),
        ("numpy busday_offset", "numpy", million, of_python("numpy", NUMPY, days_off())),
        ("chinesecalendar find_workday", "chinesecalendar", fewer, of_python("chinesecalendar", CHINESECALENDAR)),
    ]
    taken = {name: [] for _, name, _, _ in sides}
    for _ in range(ROUNDS + 1):
        for _, name, path, run in sides:
            taken[name].append(run(path))
    right = [line.split(",")[3] for line in answers("relief").read_text().splitlines()[1:]]
    lines = ["| | questions | CPU s | wall s | answers a CPU second | the work alone, ns each | not by the notices |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for title, name, path, _ in sides:
        rows = ROWS if path == million else SLOW_ROWS
        # The first round warms the caches.
        cpu, wall, inside = zip(*taken[name][1:])
        cpu, wall = statistics.median(cpu), statistics.median(wall)
        alone = f"{statistics.median(inside) / rows * 1e9:,.0f}" if inside[0] is not None else "see the bench"
        given = right if name == "relief" else answers(name).read_text().split()
        expected = right if path == million else reckoned(fewer)
        wrong = sum(a != b for a, b in zip(given, expected))
        lines.append(f"| {title} | {rows:,} | {cpu:.3f} | {wall:.3f} | {rows / cpu:,.0f} | {alone} | {wrong:,} |")
    say("\n".join(lines))


def reckoned(path):
    """What relief answers to the shorter list."""
    with open(path, "rb") as source:
        out = subprocess.run([RELIEF, "calendar", "add", "-"], stdin=source, capture_output=True, text=True).stdout
    return [line.split(",")[3] for line in out.splitlines()[1:]]


def say(table):
    git = ["git", "-C", HOME, "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), platform.machine())
    head = f"## {datetime.date.today()}, {commit}\n\nMedians of {ROUNDS}, one core of {model}, load {os.getloadavg()[0]:.1f}.\n\n"
    print(head + table)
    if "--save" in sys.argv:
        path = HOME / "benches/CALENDAR.md"
        title, _, older = path.read_text(encoding="utf-8").partition("\n## ")
        path.write_text(title.rstrip() + "\n\n" + head + table + "\n" + ("\n## " + older if older else ""), encoding="utf-8")


main()
