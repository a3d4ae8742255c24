"""Where the home stands and what the environment asks for; read once, at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aovconsole.errors import CommandRefused

REALMS = ("real", "exercise", "demo", "test")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says: home, operator (`NAAM/FUNCTIE`), moment, letters and realm of a new home."""

    home: Path
    operator: str = ""
    now: str = ""
    station: str = ""
    realm: str = ""


def environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the AOVCONSOLE_ variables.

    Raises:
        CommandRefused: letters or realm are not what they may be.
    """
    realm = variables.get("AOVCONSOLE_REALM", "").strip().lower()
    if realm and realm not in REALMS:
        raise CommandRefused(f"AOVCONSOLE_REALM {realm!r} bestaat niet: kies real, exercise, demo of test")
    station = variables.get("AOVCONSOLE_STATION", "").strip().upper()
    if station and not (station.isascii() and station.isalpha() and len(station) <= 4):
        raise CommandRefused("AOVCONSOLE_STATION mag alleen een tot vier letters zijn")
    home = variables.get("AOVCONSOLE_HOME", "")
    return Environment(
        home=Path(home) if home else _default_home(),
        operator=variables.get("AOVCONSOLE_OPERATOR", ""),
        now=variables.get("AOVCONSOLE_NOW", ""),
        station=station,
        realm=realm,
    )


def _default_home() -> Path:
    from platformdirs import user_data_path  # only where no home is named

    return user_data_path("aovconsole", appauthor=False)


def account() -> str:
    """The account of the operating system, empty where it cannot be known."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
