"""The command line: finds the command, opens the desk, turns an error into one line and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from aovconsole import __version__
from aovconsole.commands.options import Parser, speak_dutch
from aovconsole.errors import AovError
from aovconsole.settings import Environment, environment

if TYPE_CHECKING:
    from aovconsole.desk.desk import Desk

MODULES = {
    "log": "log",
    "incident": "incidents",
    "action": "actions",
    "measure": "measures",
    "sitrep": "sitreps",
    "evenement": "evenementen",
    "demonstration": "demonstrations",
    "cmt": "cmt",
    "scenario": "scenarios",
    "plan": "plans",
    "handover": "handovers",
    "ifthen": "ifthens",
    "exercise": "exercises",
    "match": "matches",
    "roster": "roster",
    "calendar": "calendar",
    "import": "tables",
    "feed": "feeds",
    "evaluation": "evaluations",
    "figures": "figures",
    "journal": "journal",
    "person": "persons",
    "retention": "retention",
    "archive": "archives",
    "demo": "console",
    "attach": "attach",
    "doctor": "doctor",
}
"""Which module of `aovconsole.commands` holds a command; only the one that is asked for is imported."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the console when none is named; the exit code (DESIGN §7)."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)  # what the console writes holds personal data: copies, bundles and drafts too
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _run(words)
    except AovError as error:
        _say_error(error.sentence)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away: nothing is wrong here
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _say_error(sentence: str) -> None:
    from aovconsole.domain.text import clean

    sys.stderr.write(f"aovconsole: {clean(sentence)}\n")


def _run(words: list[str]) -> int:
    around = environment()
    args = build_parser(_named(words)).parse_args(words)
    if hasattr(args, "check"):  # what only shows when all the words are known
        args.check(args)
    if args.command is None:
        from aovconsole.commands.console import run_console

        return run_console(around, args.acting_as)
    if getattr(args, "demo", False):
        from aovconsole.commands.console import run_demo

        return run_demo(around, args, args.acting_as)
    if hasattr(args, "exercises"):
        code: int = args.exercises(around, args)  # the journal of this home itself stays closed
        return code
    if getattr(args, "restore", False):
        return _restore(around, args)
    return _at_desk(around, args)


def _restore(around: Environment, args: argparse.Namespace) -> int:
    from aovconsole.clock import clock_from
    from aovconsole.commands.journal import erase_again, restore
    from aovconsole.journal.erasing import erased_at
    from aovconsole.journal.files import JOURNAL_FILE
    from aovconsole.wiring import open_desk

    erased = erased_at(around.home / JOURNAL_FILE)
    code = restore(around.home, args.file, clock_from(around.now).now())
    if erased is None or erased:
        desk = open_desk(around, acting_as=args.acting_as)
        try:
            erase_again(desk, erased)
        finally:
            desk.journal.close()
    return code


def _at_desk(around: Environment, args: argparse.Namespace) -> int:
    from aovconsole.wiring import open_desk

    desk = open_desk(around, acting_as=args.acting_as)
    try:
        code: int = args.run(desk, args)
    except Exception as error:
        if fault := _fault_of_journal(desk, error):
            raise fault from error
        raise
    finally:
        desk.journal.close()
    return code


def _fault_of_journal(desk: Desk, error: Exception) -> AovError | None:
    """What is wrong with the journal when a command fails on it in a way that nobody foresaw; None when it is sound."""
    from aovconsole.errors import JournalBroken
    from aovconsole.journal.sqlite import explained, sqlite
    from aovconsole.journal.verify import verify

    if isinstance(error, AovError | OSError):
        return None
    if isinstance(error, sqlite.Error):
        return explained(error, desk.journal.path)
    found = verify(desk.journal)
    if found.ok:
        return None
    fault = found.faults[0]
    return JournalBroken(
        f"het journaal klopt niet: record {fault.seq}, {fault.fault}; ga na met 'aovconsole journal verify'"
    )


def _named(words: Sequence[str]) -> str:
    """The command among the words, empty when there is none or an unknown one."""
    skip = False
    for word in words:
        if skip or word.startswith("-"):
            skip = word == "--as"
            continue
        return word if word in MODULES else ""
    return ""


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """The parser for one command, or for all of them (help, an unknown command)."""
    speak_dutch()
    parser = Parser(prog="aovconsole", description="Het bureau van openbare orde en veiligheid, in een terminal.")
    parser.add_argument("--as", dest="acting_as", default="", metavar="NAAM/FUNCTIE", help="wie er handelt")
    parser.add_argument("--version", action="version", version=f"aovconsole {__version__}", help="toon de versie")
    groups: Any = parser.add_subparsers(dest="command", metavar="OPDRACHT", title="opdrachten")
    for module in [MODULES[command]] if command else dict.fromkeys(MODULES.values()):
        import_module(f"aovconsole.commands.{module}").add(groups)
    return parser
