"""The body of a place's row as text: read in part, and grown by one reading, without parsing the thousands before it.

The readings stand at its end, each begins with `{"at":"`; within a text of people a quote is escaped, so that neither
sign can stand there.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from aovconsole.domain.crowd_state import Reached, Reading, advanced, settings_in, terms_at, trend_of
from aovconsole.domain.crowd_values import UNITS
from aovconsole.domain.view import as_json

_READINGS = ',"readings":['
_ONE = '{"at":"'
_FOR_TREND = 30
"""More readings than this never count for a trend (`trend_of`)."""

_decoder = json.JSONDecoder()


class Grown(NamedTuple):
    """The state of a place and its body with one reading more."""

    status: str
    body: str


def head_of(text: str) -> dict[str, Any]:
    """The body without its readings."""
    head: dict[str, Any] = json.loads(text[: text.index(_READINGS)] + "}")
    return head


def brief_of(text: str) -> dict[str, Any]:
    """The body with its last reading only, and how many there are (`readings_count`)."""
    return head_of(text) | {"readings": last_readings(text, 1), "readings_count": text.count(_ONE, _start(text))}


def last_readings(text: str, count: int) -> list[dict[str, Any]]:
    """The last readings of a body, in order of happening."""
    start, at = _start(text), len(text)
    for _ in range(count):
        before = text.rfind(_ONE, start, at)
        if before < 0:
            break
        at = before
    found: list[dict[str, Any]] = json.loads(f"[{text[at:-2]}]") if at < len(text) else []
    return found


def grown(text: str, reading: Reading) -> Grown | None:
    """The body with a reading at its end; None where the reading does not come after all that is known."""
    head = head_of(text)
    settings, last = settings_in(head), [Reading(**one) for one in last_readings(text, _FOR_TREND)]
    known = [*(one.at for one in settings[-1:]), *(one.at for one in last[-1:])]
    if any(at >= reading.at for at in known):
        return None
    newest = _newest(text)
    newest.pop(reading.unit, None)
    newest[reading.unit] = reading
    before = {one["key"]: Reached(**one) for one in head["reached"]}
    standing, over = advanced(before, terms_at(settings), newest, reading.at, "reading")
    ended = sorted((*over, *(Reached(**one) for one in head["ended"])), key=lambda one: (one.until, one.key))
    status = "reached" if standing else "measured"
    head |= {
        "status": status,
        "trend": trend_of([*last, reading]),
        "reached": tuple(standing.values()),
        "ended": tuple(reversed(ended)),
    }
    start = _start(text)
    between = "," if last else ""
    return Grown(status, f"{as_json(head)[:-1]}{_READINGS}{text[start:-2]}{between}{as_json(reading)}]}}")


def _newest(text: str) -> dict[str, Reading]:
    """The newest reading in each unit, the newest of all last."""
    start, found = _start(text), []
    for unit in UNITS:
        named = text.rfind(f'"unit":"{unit}"', start)
        if named >= 0:
            at = text.rfind(_ONE, start, named)
            found.append((at, Reading(**_decoder.raw_decode(text, at)[0])))
    return {one.unit: one for _, one in sorted(found, key=lambda each: each[0])}


def _start(text: str) -> int:
    return text.index(_READINGS) + len(_READINGS)
