#!/usr/bin/env python3
"""Builds relief as it is to be handed out: laid out by a profile of itself at work on rosters that benches/tool invents.

    rustup component add llvm-tools     once; or LLVM_PROFDATA names the llvm-profdata of rustc's own LLVM
    benches/profiled.py                 some twenty minutes; says where the program is

What rustc knows of the program alone leaves what every row goes through spread among what few do, and a core's cache of
instructions does not hold it. A profile is of one build by one compiler and is of no use to another, so none is kept.
Every command of the profile is run by the plain build, too, and must print the same bytes.
"""

import os
import shutil
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HOME / "target"))
PLAIN, TOOL = (TARGET / "release" / name for name in ("relief", "examples/bench-tool"))
OWN = TARGET / "profiled"


def rustc(*question):
    return subprocess.run(["rustc", *question], capture_output=True, text=True, check=True).stdout


HOST = next(line.split()[1] for line in rustc("-vV").splitlines() if line.startswith("host:"))


def profdata():
    """The program that joins profiles."""
    here = Path(rustc("--print", "sysroot").strip(), "lib/rustlib", HOST, "bin/llvm-profdata")
    named = os.environ.get("LLVM_PROFDATA") or here
    if not shutil.which(named):
        raise SystemExit(f"{named} is not there: rustup component add llvm-tools, or set LLVM_PROFDATA")
    return named


def cargo(*more, **environment):
    command = ["cargo", "build", "--release", "--locked", "--bin", "relief", *more]
    subprocess.run(command, cwd=HOME, env={**os.environ, **environment}, check=True)


def relief(flag, to):
    """The program built with a flag, which the programs that build it do without."""
    cargo("--target", HOST, "--target-dir", to, CARGO_ENCODED_RUSTFLAGS=flag)
    return to / HOST / "release" / "relief"


def work():
    """What a bureau does with its rosters, as often as it does it: commands, and where they are run."""
    data = OWN / "data"
    shutil.rmtree(data, ignore_errors=True)

    def roster(name, rows, *more, ending="csv"):
        path = data / name / f"农村低保2018年4月.{ending}"
        path.parent.mkdir(parents=True)
        # by another seed than the rosters that are measured; a workspace has seeds of its own
        subprocess.run([TOOL, "roster", path, "--seed", "2", "--rows", str(rows), *more], check=True)
        return path

    people, few = roster("people", 1_000_000), roster("few", 50_000, "--wrong", "20")
    others = [
        roster("households", 200_000, "--households"),
        roster("gb18030", 50_000, "--gb18030"),
        roster("workbook", 10_000, ending="xlsx"),
    ]
    county = data / "county"
    subprocess.run([TOOL, "county", county, "--rows", "50000", "--deaths", "2000", "--cards", "3000"], check=True)
    day = ["--as-of", "2018-04-30", "--lang", "zh"]
    for file in (people, few, *others):
        yield ["validate", file, *day], HOME
    for command in (["totals"], ["report", "--year", "2018"], ["deadlines"]):
        yield [*command, few, *day], HOME
    yield ["validate", "--as-of", "2018-12-31", "--lang", "zh"], county


def said(program, command, place):
    ran = subprocess.run([program, *command], cwd=place, capture_output=True)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{program} {command} ended with {ran.returncode}: {ran.stderr.decode()}")
    return ran.stdout


def build():
    """Where the program is."""
    joins, profiles, profile = profdata(), OWN / "profiles", OWN / "profile"
    cargo("--example", "bench-tool")
    commands = list(work())
    shutil.rmtree(profiles, ignore_errors=True)
    counting = relief(f"-Cprofile-generate={profiles}", OWN / "counting")
    for command, place in commands:
        said(counting, command, place)
    subprocess.run([joins, "merge", "-o", profile, profiles], check=True)
    # cargo does not look into a profile
    shutil.rmtree(OWN / HOST, ignore_errors=True)
    profiled = relief(f"-Cprofile-use={profile}", OWN)
    for command, place in commands:
        if said(PLAIN, command, place) != said(profiled, command, place):
            raise SystemExit(f"the plain build says something else of {command}")
    return profiled


if __name__ == "__main__":
    print(build())
