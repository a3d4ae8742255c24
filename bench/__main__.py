"""`python -m bench [NAME …]`: measure the rows and print the table."""

from __future__ import annotations

import argparse
import compileall
import os
import sys
from pathlib import Path

from bench.measure import alone, in_turn, milliseconds, table
from bench.rows import comparisons

REPOSITORY = Path(__file__).resolve().parent.parent


def compile_console() -> None:
    """Compile the console's modules, as an installer does: PYTHONDONTWRITEBYTECODE would have each start do it."""
    for folder in ("aovconsole", "data", "bench"):
        compileall.compile_dir(REPOSITORY / folder, quiet=1)


def main() -> int:
    """Measure what was asked for; exit status 1 when a bound is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these rows (default: all)")
    parser.add_argument("--list", action="store_true", help="name the rows and stop")
    parser.add_argument("--rounds", type=int, help="how often each side is measured")
    parser.add_argument("--scale", type=float, default=1.0, help="sizes times this; below 1 is a look, no proof")
    parser.add_argument(
        "--theirs", action="store_true", help="also measure the other side of a row that has none of ours"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table here too")
    args = parser.parse_args()
    rows = comparisons(args.scale)
    if unknown := set(args.names) - {row.name for row in rows}:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    compile_console()
    measured, without = [], []
    for row in rows:
        if args.list:
            print(f"{row.name:12} {row.work} | {row.against} | {row.bound:g} | {row.aim:g}")
        elif args.names and row.name not in args.names:
            continue
        elif row.ours is not None:
            print(f"{row.name} …", file=sys.stderr, flush=True)
            measured.append(in_turn(row, row.ours, args.rounds))
        else:
            without.append(row.name)
            if args.theirs:
                print(f"{row.name}: {row.against}: {milliseconds(alone(row, args.rounds))}", flush=True)
    if measured:
        text = table(measured)
        print(text)
        if args.write:
            args.write.write_text(text + "\n", encoding="utf-8")
    if without and not args.list:
        print(f"no side of ours yet: {', '.join(without)}", file=sys.stderr)
    return 0 if all(row.kept for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
