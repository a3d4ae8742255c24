"""What remains of a crash: a report with places and no values, and one line for the person."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from textual.worker import WorkerFailed

_TELLING = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
"""Errors whose message names code, never what somebody typed."""

_STOPPED = "De console stopte door een fout in het programma; wat was vastgelegd staat in het journaal."


def report_line(error: BaseException | None, home: Path, now: datetime) -> str:
    """Write the report and give the line that names it; `now` is a local time."""
    path = home / f"crash-{now:%Y%m%dT%H%M%S}.txt"
    try:
        path.write_text(report(error), encoding="utf-8")
    except OSError:
        return _STOPPED
    return f"{_STOPPED} Verslag: {path}"


def report(error: BaseException | None) -> str:
    """The places that an error came through and its type, without values; its message only where that names code."""
    parts: list[str] = []
    while error is not None:
        message = f": {error}" if isinstance(error, _TELLING) else ""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}\n    {frame.line}" for frame in frames]
        parts.append("\n".join([*places, f"{type(error).__module__}.{type(error).__qualname__}{message}"]))
        told = error.error if isinstance(error, WorkerFailed) else None
        error = told or error.__cause__ or error.__context__
    return "\n\ncaused by\n\n".join(parts) + "\n"
