"""Writes the tables of keys in the manual from where the keys are declared: `make manual`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from aovconsole.screens.keys import EXERCISE_KEYS, FIELD_KEYS, GLOBAL_KEYS, PLACES, Key

MANUAL = Path(__file__).parent / "handleiding.md"
BEGIN, END = "<!-- toetsen: gemaakt door `make manual` -->", "<!-- /toetsen -->"


def tables() -> str:
    """The keys of the whole console, of a text field, and of each main screen."""
    parts = [
        _table("Overal", GLOBAL_KEYS),
        _table("In een tekstveld", FIELD_KEYS),
        _table("In een oefening", EXERCISE_KEYS),
    ]
    for place in PLACES:
        screen = getattr(import_module(place.module), place.screen)
        parts.append(_table(f"Scherm {place.key} {place.name}", screen.KEYS))
    return "\n\n".join(parts)


def _table(title: str, keys: tuple[Key, ...]) -> str:
    rows = [f"| `{_sign(key)}` | {key.help} |" for key in keys]
    return "\n".join([f"**{title}**", "", "| toets | wat |", "|---|---|", *rows])


def _sign(key: Key) -> str:
    return key.sign.replace("^", "ctrl+").replace("⏎", "Enter")


def with_tables(manual: str) -> str:
    """The manual with the tables as they are now."""
    before, _, rest = manual.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    MANUAL.write_text(with_tables(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
