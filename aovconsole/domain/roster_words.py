"""The roster in words: what is wrong in a sentence, and which duty and who a title of a calendar names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from aovconsole.domain.roster import OnDuty, Remark
from aovconsole.domain.times import AMSTERDAM, clock_text, wall_clock
from aovconsole.domain.typed_names import name_key

STEPS = {
    "rostered": "ingeroosterd",
    "changed": "gewijzigd in de bron",
    "replaced": "vervangen",
    "swapped": "geruild",
    "vanished": "niet meer in de bron",
    "withdrawn": "ingetrokken",
}
"""What happened to a stretch."""

KINDS = {
    "gap": "gat",
    "ended": "loopt af",
    "double": "dubbel",
    "own_backup": "eigen achterwacht",
    "nights": "nachten",
    "unmet": "zonder dienst",
    "vanished": "niet meer in de bron",
}
"""What a remark is about."""


def remark_text(remark: Remark, now: datetime, zone: ZoneInfo = AMSTERDAM) -> str:
    """What is wrong, in one sentence."""
    begin = clock_text(remark.begin, now, zone=zone)
    one_day = remark.begin.astimezone(zone).date() == remark.end.astimezone(zone).date()
    end = wall_clock(remark.end, zone=zone) if one_day else clock_text(remark.end, now, zone=zone)
    when = f"{begin} tot {end}"
    match remark.kind:
        case "gap":
            return f"{remark.duty}: niemand van {when}"
        case "ended":
            return f"{remark.duty}: niemand meer vanaf {begin}"
        case "double":
            return f"{remark.duty}: {' en '.join(remark.officers)} tegelijk, {when}"
        case "own_backup":
            return f"{remark.officers[0]} is {remark.duty} van zichzelf, {when}"
        case "nights":
            return f"{remark.officers[0]}: {remark.night_count} nachten achter elkaar, {when}"
        case "unmet":
            return f"{remark.about}: geen {remark.duty} van {when}"
        case _:
            return f"{remark.duty} {remark.officers[0]}, {when}: niet meer in de bron, telt niet mee"


def on_duty_text(one: OnDuty) -> str:
    """Who has a duty, with whoever stands on the roster beside."""
    if not one.officer:
        return "niemand"
    if one.doubled:
        return " en ".join((one.officer, *one.others))
    return f"{one.officer} (rooster: {', '.join(one.others)})" if one.unpassed else one.officer


HELD_AS = {"taken": "overgenomen", "alone": "overgenomen", "accepted": "aanvaard", "waiting": "niet aanvaard"}
"""How somebody holds a duty, in one word."""


def held_text(one: OnDuty) -> str:
    """Why somebody has a duty beside the roster; empty when the roster says so."""
    held = one.holding
    if held is None:
        return ""
    if held.how == "waiting":
        return "overdracht niet aanvaard"
    return f"{HELD_AS[held.how]}: {held.reason}" if held.reason else HELD_AS[held.how]


LONGEST_TITLE = 300
"""In a longer title no duty is sought."""

_ENDS = r"(?=$|[\s:|,/(])"
_PARTING = r"[\s:|,/]+(?:[-–—][\s]+)?"


def duty_and_officer(title: str, categories: Iterable[str], spellings: Mapping[str, str]) -> tuple[str, str]:
    """The duty that a calendar item is about, and who has it; either is empty where it is not said.

    Read are `AOV: Jansen`, `AOV - Jansen`, `AOV Jansen`, `Jansen (AOV)`, `Jansen - AOV`, or a category that is a
    duty with the name as the title. Spellings are folded, the longest that fits counts.
    """
    for spelling in sorted(spellings, key=len, reverse=True) if len(title) <= LONGEST_TITLE else ():
        named = re.escape(spelling).replace(r"\ ", r"\s+")
        for form in (
            rf"{named}{_ENDS}(?:{_PARTING})?(?P<who>.*)",
            rf"(?P<who>.+?)\s*\(\s*{named}\s*\)",
            rf"(?P<who>.+?)(?:\s*[:|,/]\s*|\s+[-–—]\s+){named}",
        ):
            if found := re.fullmatch(form, title.strip(), re.IGNORECASE):
                return spellings[spelling], _bare(found["who"])
    filed = (spellings[key] for category in categories if (key := name_key(category)) in spellings)
    return next(filed, ""), title.strip()


def _bare(who: str) -> str:
    who = who.strip()
    return who[1:-1].strip() if who.startswith("(") and who.endswith(")") else who
