#!/usr/bin/env python3
"""Runs relief beside what the least reader needs, in alternation, and prints medians and ratios.

    benches/run.py                      every case, on a million rows
    benches/run.py csv wrong            these cases
    benches/run.py --rows 100000 --pairs 9 csv
    benches/run.py --save               the same, kept on top of benches/RESULTS.md
    benches/run.py --relief PATH        another build of the same sources, as benches/profiled.py makes it

What is measured: CPU seconds (user and system, all threads), wall seconds and the largest resident set of a process.
A ratio is the median of the ratios of single pairs, so that a busy minute touches both sides. Inputs are written once,
into target/bench, by `benches/tool`.
"""

import argparse
import os
import platform
import statistics
import subprocess
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HOME / "target"))
RELIEF, TOOL, NOTHING = (TARGET / "release" / name for name in ("relief", "examples/bench-tool", "examples/nothing"))
DATA = TARGET / "bench"
AS_OF = ["--as-of", "2018-04-30", "--lang", "zh"]


def tool(path, *arguments):
    """A roster, written when it is first asked for."""
    path = DATA / path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([TOOL, arguments[0], path, *map(str, arguments[1:])], check=True)
    return path


def roster(rows, *more, ending="csv"):
    name = "".join(str(word).replace("--", "-") for word in more)
    return tool(f"{rows}{name}/农村低保2018年4月.{ending}", "roster", "--rows", rows, *more)


def relief(command, *arguments, cwd=None):
    return [([RELIEF, command, *map(str, arguments)], cwd)]


def bare(command, *files):
    return [([TOOL, command, *files], None)]


def case_csv(rows):
    """all checks, one row a person"""
    file = roster(rows)
    return [("bare csv loop", bare("csv", file)), ("validate", relief("validate", file, *AS_OF))]


def case_households(rows):
    """all checks, one row a household"""
    file = roster(rows, "--households")
    return [("bare csv loop", bare("csv", file)), ("validate", relief("validate", file, *AS_OF))]


def case_wrong(rows):
    """every fifth row wrong, beside one of a thousand"""
    clean, wrong = roster(rows), roster(rows, "--wrong", 200)
    return [("clean", relief("validate", clean, *AS_OF)), ("20% wrong", relief("validate", wrong, *AS_OF))]


def case_gb18030(rows):
    """GB18030 beside UTF-8"""
    utf8, gb = roster(rows), roster(rows, "--gb18030")
    return [("UTF-8", relief("validate", utf8, *AS_OF)), ("GB18030", relief("validate", gb, *AS_OF))]


def case_commands(rows):
    """other commands beside validate"""
    file = roster(rows)
    others = [("totals", ()), ("report", ("--year", 2018)), ("deadlines", ())]
    return [("validate", relief("validate", file, *AS_OF))] + [
        (command, relief(command, file, *more, *AS_OF)) for command, more in others
    ]


def case_growth(rows):
    """ten times the rows, beside the bare loop over them"""
    file = roster(rows * 10)
    return [("bare csv loop", bare("csv", file)), ("validate", relief("validate", file, *AS_OF))]


def case_xlsx(rows):
    """a workbook of a tenth of the rows, beside the bare loop over its cells"""
    file = roster(rows // 10, ending="xlsx")
    return [("bare cell loop", bare("cells", file)), ("validate", relief("validate", file, *AS_OF))]


def case_read(rows):
    """a workbook of half the rows read and no more, beside the bare loop over its cells"""
    file = roster(rows // 2, ending="xlsx")
    return [("bare cell loop", bare("cells", file)), ("rows read", bare("rows", file))]


def case_folder(rows):
    """92 files, every other one a workbook, 0.65 of the rows in all"""
    folder = tool(f"folder{rows}", "folder", "--rows", rows * 65 // 100)
    csv, xlsx = sorted(folder.glob("*.csv")), sorted(folder.glob("*.xlsx"))
    single = bare("csv", *csv) + bare("cells", *xlsx)
    return [("bare reads", single), ("validate", relief("validate", *csv, *xlsx, *AS_OF))]


OF_YEAR = ["--as-of", "2018-12-31", "--lang", "zh"]


def county(rows):
    """8 programmes, 12 months, lists of the dead and of cards."""
    return tool(f"county{rows}", "county", "--rows", rows, "--deaths", rows // 25, "--cards", rows * 3 // 50)


def case_county(rows):
    """8 programmes, 12 months, lists of the dead and of cards: the workspace beside its files one by one"""
    folder = county(rows)
    files = sorted((folder / "rosters").glob("*.csv"))
    single = [one for file in files for one in relief("validate", file, "--area", "632323", *OF_YEAR, cwd=DATA)]
    return [("one by one", single), ("workspace", relief("validate", *OF_YEAR, cwd=folder))]


def case_year(rows):
    """other commands beside validate, over the same workspace"""
    folder = county(rows)
    others = [("totals", ()), ("report", ("--year", 2018))]
    return [("validate", relief("validate", *OF_YEAR, cwd=folder))] + [
        (command, relief(command, *more, *OF_YEAR, cwd=folder)) for command, more in others
    ]


def case_start(_rows):
    """nothing to do, or next to nothing, a hundred times"""
    once = lambda *command: [([*command], DATA)] * 100
    return [
        ("empty program", once(NOTHING)),
        ("--version", once(RELIEF, "--version")),
        ("calendar add", once(RELIEF, "calendar", "add", "2018-04-10", "10")),
        ("explain", once(RELIEF, "explain", "amount")),
        ("rules", once(RELIEF, "rules", "list")),
        ("validate, 100 rows", once(RELIEF, "validate", roster(100), *AS_OF)),
    ]


CASES = {name.removeprefix("case_"): case for name, case in list(globals().items()) if name.startswith("case_")}


def measured(commands):
    """CPU, wall and peak of commands that follow each other."""
    cpu, peak, start = 0.0, 0, time.perf_counter()
    for arguments, cwd in commands:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(arguments, cwd=cwd, stdout=quiet, stderr=quiet)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{arguments} ended with {process.returncode}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    return cpu, time.perf_counter() - start, peak


def table(name, contenders, pairs):
    """Every contender beside the first, in alternation; the first round only warms up."""
    rounds = [[measured(commands) for _, commands in contenders] for _ in range(pairs + 1)][1:]
    lines = []
    for place, (label, _) in enumerate(contenders):
        own, first = [each[place] for each in rounds], [each[0] for each in rounds]
        cpu, wall, peak = (statistics.median(run[part] for run in own) for part in range(3))
        ratio = lambda part: statistics.median(one[part] / max(base[part], 1e-9) for one, base in zip(own, first))
        beside = ("", "") if place == 0 else (f"{ratio(0):.2f}", f"{ratio(1):.2f}")
        lines.append(f"| {name} | {label} | {cpu:.2f} | {beside[0]} | {wall:.2f} | {beside[1]} | {peak:.0f} |")
        name = ""
    return lines


def heading(arguments):
    """Which commit, which build of it, on what, how busy."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=HOME, capture_output=True, text=True)
    day = time.strftime("%Y-%m-%d")
    load = os.getloadavg()[0]
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), "")
    processor = processor or platform.machine()
    build = f", {os.path.relpath(arguments.relief, HOME)}" if arguments.relief else ""
    return (
        f"## {day}, {commit.stdout.strip()}{build}\n\n{arguments.rows} rows, medians of {arguments.pairs} alternated runs "
        f"after a warm-up; {os.cpu_count()} cores ({processor}), load {load:.1f}.\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], metavar="case")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--relief", type=Path)
    arguments = parser.parse_args()
    build = ["cargo", "build", "--release", "--locked", "--bin", "relief", "--example", "bench-tool", "--example", "nothing"]
    subprocess.run(build, cwd=HOME, check=True)
    global RELIEF
    RELIEF = arguments.relief.resolve() if arguments.relief else RELIEF
    head = "| case | | CPU s | ratio | wall s | ratio | peak MB |\n|---|---|---|---|---|---|---|"
    said = [heading(arguments), head]
    print("\n".join(said), flush=True)
    for name in arguments.cases or CASES:
        lines = table(f"`{name}`: {CASES[name].__doc__}", CASES[name](arguments.rows), arguments.pairs)
        print("\n".join(lines), flush=True)
        said += lines
    if arguments.save:
        results = HOME / "benches" / "RESULTS.md"
        intro, mark, rest = results.read_text().partition("\n## ")
        results.write_text(intro + "\n" + "\n".join(said) + "\n" + mark + rest)


if __name__ == "__main__":
    main()
