"""What `cmt show` tells people of a CMT day: every part of it in few lines, from the document that `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from aovconsole.commands.crowd import TRENDS
from aovconsole.commands.output import say
from aovconsole.domain.crowd_values import METHOD_WORDS, derived_text, value_text
from aovconsole.domain.decision_words import OUTCOME_WORDS, WORDS
from aovconsole.domain.meeting import STATE_WORDS
from aovconsole.domain.now import NOBODY
from aovconsole.domain.plan_words import PLAN_STATES
from aovconsole.domain.presence import ROLE_WORDS, named
from aovconsole.domain.words import ACTION_STATES

Shown = Mapping[str, Any]


def say_parts(shown: Shown) -> None:
    """Print every part of a CMT day below its head; a part without anything says so or stays away."""
    for heading, part in _PARTS:
        lines = list(part(shown))
        if lines:
            say(heading)
            for line in lines:
                say(f"  {line}")


def _plan(shown: Shown) -> Iterator[str]:
    if not shown["plan_number"]:
        yield "zonder plan"
        return
    counts = shown["plan_counts"]
    said = PLAN_STATES.get(shown["plan_status"], "")
    if counts:
        words = (("te doen", "open"), ("te laat", "late"), ("gedaan", "done"), ("vervallen", "dropped"))
        said = ", ".join((said, *(f"{counts[name]} {word}" for word, name in words)))
    yield f"{shown['plan_number']} {said}"
    if shown["plan_changed"]:
        yield f"! het plan zegt iets dat hier nog niet staat: cmt plan {shown['number']}"
    for phase in shown["phases"]:
        yield f"fase {phase['name']}" + (f" tot {_clock(phase['end_at'])}" if phase["end_at"] else "")
    if shown["next_milestones"]:
        yield "straks: " + ", ".join(f"{one['name']} {_minute(one['due_at'])}" for one in shown["next_milestones"])
    for line in shown["plan_lines"]:
        if line["late"]:
            owner = f"{line['owner']}: " if line["owner"] else ""
            yield f"! te laat ({_minute(line['due_at']) or line['due_on']}) {owner}{line['what']}"
    for one in shown["to_confirm"]:
        where, ask = f"{one['place']} " if one["place"] else "", f" (vraag het {one['ask']})" if one["ask"] else ""
        yield f"te bevestigen: {where}{one['label']}{ask}, vraag {one['question']}"


def _present(shown: Shown) -> Iterator[str]:
    there = [f"{_who(one)} sinds {_of_day(shown, one['since'])}" for one in shown["present"]]
    yield f"aanwezig ({len(there)}): {' · '.join(there) or 'niemand vastgelegd'}"
    for name, role in shown["roles"].items():
        yield f"{ROLE_WORDS[name]}: {role['function'] or 'niet vastgelegd'}"
    if shown["missing"]:
        yield f"ontbreekt: {' · '.join(shown['missing'])}"
    gone = [f"{_who(one)} sinds {_of_day(shown, one['since'])}" for one in shown["absent"]]
    if gone:
        yield f"weg: {' · '.join(gone)}"


def _crowd(shown: Shown) -> Iterator[str]:
    ready = {(one["place"], one["threshold"]): one["title"] for one in shown["brought_forward"]}
    for place in shown["crowd"]:
        yield f"{place['place']}: {', '.join(_seen(shown, place))}"
        for one in place["reached"]:
            title = ready.get((place["place"], one["label"]))
            lies = f"; klaar ligt: {title}" if title else ""
            yield f"  ! boven '{one['label']}' ({_value(one)}) sinds {_of_day(shown, one['since'])}{lies}"
        for one in place["thresholds"]:
            if one["label"] not in {reached["label"] for reached in place["reached"]}:
                yield f"  drempel '{one['label']}' {_value(one)}{_whose(one)}"


def _seen(shown: Shown, place: Mapping[str, Any]) -> Iterator[str]:
    newest, capacity = place["newest"], place["capacity"]
    if newest is None:
        yield "geen meting"
    else:
        how = "geschat" if newest["estimated"] else METHOD_WORDS.get(newest["method"], "")
        yield f"{_value(newest)}{f' {how}' if how else ''} om {_of_day(shown, newest['at'])}"
        if place["share"] is not None and newest["unit"] != "share":
            yield derived_text(Decimal(str(place["share"])), "share")
        if place["trend"]:
            yield TRENDS[place["trend"]]
    if capacity:
        yield f"capaciteit {value_text(Decimal(capacity['value']), 'persons')}{_whose(capacity)}"


def _decisions(shown: Shown) -> Iterator[str]:
    for one in shown["decisions"]:
        owner = f" ({one['owner']})" if one["owner"] else ""
        yield f"{one['number']} {_of_day(shown, one['decided_at'])} {one['title']}{owner}{_standing(one)}"


def _standing(one: Mapping[str, Any]) -> str:
    """Whether a decision stands, what it lacks, when it is checked, how it worked."""
    if one["status"] == "withdrawn":
        return f"; ingetrokken: {one['withdrawn_reason']}"
    if one["status"] == "replaced":
        return f"; vervangen door {one['replaced_by']}"
    said = [f"werkte het: {OUTCOME_WORDS[one['checks'][-1]['outcome']]}"] if one["checks"] else []
    said += [f"toetsen {_minute(one['check_at'])}"] if one["check_at"] else []
    said += [f"{', '.join(WORDS[name] for name in one['lacking'])} ontbreekt"] if one["lacking"] else []
    return "".join(f"; {part}" for part in said)


def _actions(shown: Shown) -> Iterator[str]:
    for one in shown["actions"]:
        state = ACTION_STATES.get(one["status"], "open")
        term = f", voor {_minute(one['due_at'])}" if one["due_at"] else ""
        clock = _left(one["minutes_left"], late=one["late"])
        yield f"{one['number']} {one['title']} ({one['owner'] or NOBODY}{term}{clock}) {state}"


def _meetings(shown: Shown) -> Iterator[str]:
    for one in shown["meetings"]:
        until = f"-{_clock(one['end_at'])}" if one["end_at"] else ""
        state = STATE_WORDS.get(one["status"], one["status"])
        yield f"{one['number']} {_clock(one['begin_at'])}{until} {one['goal']} {state}".replace("  ", " ")
    if shown["next_meeting_at"]:
        minutes = shown["next_meeting_minutes_left"]
        yield f"volgende: {_minute(shown['next_meeting_at'])}{_left(minutes, late=minutes < 0)}"


def _lists(shown: Shown) -> Iterator[str]:
    for name, found in shown["lists"].items():
        if found:
            yield f"{LISTS[name]}: {', '.join(one['number'] for one in found)}"


def _log(shown: Shown) -> Iterator[str]:
    for one in shown.get("log_protocol", ()):
        if one["covered"] is False:
            yield f"nog niet vandaag: {one['text']}"


LISTS = {
    "decisions_without_grounds": "besluit zonder onderbouwing",
    "decisions_to_check": "besluit te toetsen",
    "actions_without_owner": "actie zonder houder",
    "actions_done_not_agreed": "afgerond, nog niet akkoord",
    "meetings_not_adopted": "verslag niet vastgesteld",
}

_PARTS: tuple[tuple[str, Callable[[Shown], Iterable[str]]], ...] = (
    ("plan", _plan),
    ("wie is er", _present),
    ("drukte", _crowd),
    ("besluiten", _decisions),
    ("acties", _actions),
    ("vergaderingen", _meetings),
    ("open lijsten", _lists),
    ("log", _log),
)


def _left(minutes: int | None, *, late: bool) -> str:
    """How long still, or how late; nothing where no clock runs."""
    if minutes is None:
        return ""
    return f", {-minutes} min te laat" if late else f", nog {minutes} min"


def _value(one: Mapping[str, Any]) -> str:
    return value_text(Decimal(str(one["value"])), one["unit"])


def _whose(one: Mapping[str, Any]) -> str:
    """Whose figure it is, as of which day, from which source."""
    said = ", ".join(filter(None, (one["owner"], f"per {one['as_of']}" if one["as_of"] else "", one["source"])))
    return f" ({said})" if said else ""


def _who(one: Mapping[str, Any]) -> str:
    return named(one["function"], one["name"], one["organisation"])


def _clock(moment: str | None) -> str:
    return (moment or "")[11:16]


def _of_day(shown: Shown, moment: str | None) -> str:
    """A time of day; with its date where that is not the day on which the CMT began."""
    began = (shown["begin_at"] or "")[:10]
    return _clock(moment) if (moment or "")[:10] in ("", began) else _minute(moment)


def _minute(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ")
