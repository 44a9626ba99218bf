#!/usr/bin/env python3
"""How good and how fast the attribution check is.

    python tools/bench_check.py [LABELLED.jsonl] [--show] [--full]

Each line of the file is an object with `text`, `label` ("attributed" or "safe"), `kind`, `roster` (a list of names, or
of `name; role; organisation`), `prev` (the line before), and flags `borderline`, `names_participant`, `procedural`.
A row may also carry `roster_full`, its roster with roles and organisations; `--full` takes that instead.
Prints precision and recall, the confusion by kind, the processor time for a sentence with a roster of 200 people, and
the slowest answer to hostile input. `--show` lists misses and false alarms.
"""

import argparse
import collections
import json
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from minutes.attribution import ATTRIBUTION, Person, Roster, check, occurrences  # noqa: E402

OWN = HERE / "tests" / "minutes" / "attribution" / "labelled.jsonl"


def flagged(row: dict) -> tuple[set[str], list]:
    """The kinds that a row's sentence is flagged with, of those that count as attribution, and all findings."""
    roster = Roster.parse("\n".join(row.get("roster", [])))
    findings = check(row["text"], roster, previous=row.get("prev", ""))
    return {finding.kind for finding in findings if finding.kind in ATTRIBUTION}, list(findings)


def measure(rows: list[dict], show: bool) -> None:
    """Prints precision and recall with and without the borderline rows, and what became of each kind."""
    table: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    sums = {name: collections.Counter() for name in ("without borderline", "all rows", "procedural only")}
    unmarked = 0
    for row in rows:
        kinds, findings = flagged(row)
        is_safe = row["label"] == "safe"
        if row["kind"] == "attendance" or (is_safe and row.get("names_participant")):
            unmarked += not kinds
            continue
        said = "+".join(sorted(kinds)) or "-"
        table[f"{row['label']}: {row['kind']}"][said] += 1
        outcome = ("false alarm" if kinds else "passed") if is_safe else ("found" if kinds else "missed")
        sums["all rows"][outcome] += 1
        if not row.get("borderline"):
            sums["without borderline"][outcome] += 1
        if row.get("procedural"):
            sums["procedural only"][outcome] += 1
        if show and outcome in ("false alarm", "missed"):
            mark = " (borderline)" if row.get("borderline") else ""
            spots = ", ".join(f"{f.kind}:{f.text}" for f in findings if f.kind in ATTRIBUTION)
            print(
                f"{outcome}{mark}: {row['text'][:160]} [{spots}]",
                *([f"<- {row['prev'][:80]}"] if row.get("prev") else []),
            )
    for name, count in sums.items():
        hits = count["found"]
        precision = hits / max(1, hits + count["false alarm"])
        recall = hits / max(1, hits + count["missed"])
        total = sum(count.values())
        print(f"{name:20} {total:5} rows  precision {precision:.3f}  recall {recall:.3f}  {dict(count)}")
    print(f"rows that name a participant and are left out: {unmarked} of them are not flagged")
    print("\nlabel and kind -> what was found")
    for name, count in sorted(table.items()):
        print(f"  {name:32}", ", ".join(f"{kind} {number}" for kind, number in count.most_common()))


FIRST = (
    "Amara Bryn Chidi Dorota Eilidh Farhan Gwen Hafsa Ieuan Jola Kwame Lleu Mirza Nkechi Oisin Parveen"
    " Radek Siân Tunde Ursula"
).split()
LAST = "Adeyemi Brzeska Conteh Dhillon Evans-Rao Farrell Górska Hussain Ikande Jennings".split()


def crowd() -> Roster:
    """Two hundred invented people."""
    return Roster(
        tuple(
            Person(
                f"{first} {last}",
                role="carer",
                organisation="Wendle Trust",
                email=f"{first}.{last}@wendle.example".lower(),
            )
            for first in FIRST
            for last in LAST
        )
    )


def speed(rows: list[dict]) -> None:
    """Prints the time for a sentence with a roster of 200, and how long hostile input takes."""
    roster = crowd()
    started = time.process_time()
    check("", roster)
    print(f"\nroster of {len(roster.people)} made ready in {(time.process_time() - started) * 1000:.1f} ms")
    times = []
    for row in rows:
        started = time.process_time()
        check(row["text"], roster, previous=row.get("prev", ""))
        times.append((time.process_time() - started) * 1000)
    named = []
    for row in rows:
        text = f"Amara Conteh said that {row['text']}"
        started = time.process_time()
        check(text, roster, previous="Farhan asked about buses.")
        named.append((time.process_time() - started) * 1000)
    for what, took in (("a sentence", times), ("a sentence that names", named)):
        print(f"{what}: median {statistics.median(took):.2f} ms, slowest {max(took):.2f} ms")
    worst = ("", 0.0)
    for name, text in hostile():
        for number, people in enumerate((roster, Roster())):
            started = time.process_time()
            check(text, people)
            occurrences(text, people)
            took = time.process_time() - started
            if took > 1:
                print(f"  {took:5.2f} s  {name}{' (no roster)' if number else ''}")
            if took > worst[1]:
                worst = (name, took)
    print(f"slowest answer to hostile input: {worst[1]:.2f} s ({worst[0]})")


TOKENS = [
    "Amara ",
    "Amara",
    "AC ",
    "A.C. ",
    "said ",
    "Amara said ",
    "Amara said. ",
    "Amara said\n",
    "the trust will go. ",
    "the chair said ",
    "a carer who drives ",
    "I ",
    "I'm ",
    "he ",
    "“",
    "”",
    "'",
    '"',
    "‘a ",
    "(",
    ")",
    "- ",
    "-",
    ".",
    ". ",
    "! ",
    "?)",
    "\u200b",
    "\u202e",
    "\u200d\u202eAmara\u200b ",
    "\n",
    "\n\n",
    "* ",
    "1. ",
    "1.",
    "a.",
    "0",
    "0 ",
    "01632 ",
    "9434765919 ",
    "a@",
    "@a",
    "a@b.",
    "a.b@c.example ",
    "AB1 2CD ",
    "two carers ",
    "a-",
    "a'",
    "'s ",
    "Dr ",
    "five year old ",
    "her son ",
    "May ",
    "Will ",
    "St ",
    "Princess Anne Hospital ",
    "A ",
    "A. ",
    "a b, ",
    "कि ",
    "ß",
    "ﬁ",
    "\t",
    "\r\n",
    "\x00",
    "who ",
    "one of the ",
    "**",
    "#",
    "> ",
    "“I ” ",
    "Amara, ",
    "Mrs P ",
]


def hostile():
    """Texts that are made to be slow: name and text."""
    plain = "The group talked about the buses and it was agreed that more people need to know when they come. "
    mixed = "Amara said the ward was noisy. She asked “why me?” The treasurer will write to two carers. "
    yield "1 MB of ordinary words", plain * (1_000_000 // len(plain))
    yield "1 MB of ordinary lines", (plain + "\n") * (1_000_000 // len(plain))
    yield "1 MB full of findings", mixed * (1_000_000 // len(mixed))
    yield "1 MB full of findings, a line each", (mixed.strip() + "\n") * (1_000_000 // len(mixed))
    numbered = "".join(f"Amara Conteh said that point {n} about bus {n} was late. " for n in range(17_000))
    yield "1 MB of different findings", numbered
    yield "1 MB of one letter", "a" * 1_000_000
    yield "1 MB of accents", "e\u0301" * 500_000
    for token in TOKENS:
        yield f"100,000 times {token!r}", token * 100_000


def main() -> int:
    """Reads the labelled file and prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labelled", nargs="?", type=Path, default=OWN)
    parser.add_argument("--show", action="store_true", help="list misses and false alarms")
    parser.add_argument("--full", action="store_true", help="take the rosters that tell roles and organisations")
    parser.add_argument("--no-speed", action="store_true", help="leave the timings out")
    options = parser.parse_args()
    try:
        rows = [json.loads(line) for line in options.labelled.read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        print(f"Cannot read {options.labelled}: {error}", file=sys.stderr)
        return 2
    if options.full:
        rows = [{**row, "roster": row.get("roster_full", row.get("roster", []))} for row in rows]
    measure(rows, options.show)
    if not options.no_speed:
        speed(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
