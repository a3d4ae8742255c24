"""A handover in words: the same lines on the screen, on paper and on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.handover import WORDS
from aovconsole.domain.handover_steps import STATE_WORDS
from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, clock_text, day_short, read_stored

LONGEST = 160
"""A term that holds many lines of a plan is told no longer than this; the plan has them all."""


class Part(NamedTuple):
    """Some lines under a label."""

    label: str
    lines: tuple[str, ...]


class Section(NamedTuple):
    """One matter, or one of the lists beside them; `sign` is the state of a matter in a word, else empty."""

    title: str
    sign: str
    parts: tuple[Part, ...]
    aloud: bool = False
    key: str = ""


class HandoverPage(NamedTuple):
    """A whole handover in words; `head` is what the receiver can prove later that the journal held."""

    title: str
    number: str
    status: str
    frame: tuple[tuple[str, str], ...]
    matters: tuple[Section, ...]
    rest: tuple[Section, ...]
    head: str


PROVES = (
    "De kop bindt deze overdracht aan het journaal van dit station: wie later een record wijzigt, weghaalt of ertussen"
    " zet, krijgt een andere kop ('aovconsole journal verify --head'). Dat een regel klopt met wat er gebeurde bewijst"
    " zij niet."
)
"""What the printed head proves and what not."""


class Words:
    """Puts a handover (the body of its row) into words, as seen from a moment."""

    def __init__(self, now: datetime, zone: ZoneInfo = AMSTERDAM) -> None:
        self._now = now
        self._zone = zone

    def page(self, body: Mapping[str, Any], arrived: Sequence[str] = ()) -> HandoverPage:
        """The whole page; `arrived` says what came in since it was made. Confided notes are never on it."""
        matters = tuple(self.matter(one, self._read(one["key"], body)) for one in body["matters"])
        return HandoverPage(
            f"Overdracht {body['duty']}", body["number"], WORDS[body["status"]],
            tuple(self._frame(body)), matters, tuple(self._rest(body, arrived)), body["head"],
        )  # fmt: skip

    def _frame(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield "gever", body["giver"]
        yield "ontvanger", body["receiver"] or "nog niet genoemd"
        yield "gemaakt", self.moment(body["made_at"])
        if body["since"]:
            yield "sinds", body["since"]
        if body["status"] == "accepted":
            yield ("overgenomen" if body["taken_reason"] else "aanvaard"), self.moment(body["accepted_at"])
        if body["taken_reason"]:
            yield "reden", body["taken_reason"]
        if body["withdrawn_reason"]:
            yield "ingetrokken", body["withdrawn_reason"]
        for one in body["also_accepted"]:
            yield "ook aanvaard", f"{one['by']} {self.moment(one['at'])}; telt niet, een ander was eerder"

    def _read(self, key: str, body: Mapping[str, Any]) -> list[str]:
        """What the receiver read back or asked of a matter."""
        read = [one for one in body["read"] if one["matter"] == key]
        return [f"{self.moment(one['at'])}  {one['by']}: {_flat(one['said']) or 'doorgenomen'}" for one in read]

    def matter(self, matter: Mapping[str, Any], read: Sequence[str] = ()) -> Section:
        """One matter: in the order of domain.md §7, and what the receiver `read` back."""
        title = "  ".join(part for part in (matter["number"], matter["title"]) if part)
        what = " · ".join(part for part in (matter["place"], matter["what"]) if part)
        if matter["why"] and matter["why"] not in what:
            what += f" · {matter['why']}"
        shown: Sequence[tuple[str, Sequence[str]]] = (
            ("wat", [what] if what else []),
            ("gever zegt", [matter["line"]] if matter["line"] else []),
            ("gedaan", self._said(matter, "done")),
            ("toegezegd", self._said(matter, "promised")),
            ("acties", [self._action(one) for one in matter["actions"]]),
            ("maatregelen", [self._measure(one) for one in matter["measures"]]),
            ("termijnen", [self._term(one) for one in matter["terms"]]),
            ("als – dan", matter["if_then"]),
            ("wie weet het", self._knows(matter)),
            ("nieuw", self._since(matter)),
            ("ontvanger", read),
        )
        parts = tuple(Part(label, tuple(lines)) for label, lines in shown if lines)
        return Section(title, STATE_WORDS.get(matter["state"], ""), parts, matter["aloud"], matter["key"])

    def _said(self, matter: Mapping[str, Any], name: str) -> list[str]:
        return [f"{self.moment(one['at'])}  {_flat(one['text'])}" for one in matter[name]]

    def _action(self, one: Mapping[str, Any]) -> str:
        due = f", {self.moment(one['due_at'])}" if one["due_at"] else ", geen termijn"
        done = " (gereed gemeld)" if one["status"] == "done" else ""
        return f"{one['number']} {_flat(one['text'])} – {one['owner'] or 'geen houder'}{due}{done}"

    def _measure(self, one: Mapping[str, Any]) -> str:
        until = f"tot {self.moment(one['end_at'])}" if one["end_at"] else "zonder einde"
        where = f" {_flat(one['area'])}" if one["area"] else ""
        return f"{one['number']} {_flat(one['text'])}{where}, {until}"

    def _term(self, one: Mapping[str, Any]) -> str:
        when = self.moment(one["due_at"]) if one["due_at"] else "zo spoedig mogelijk" if one["at_once"] else "geen tijd"
        who = f" – {one['owner']}" if one["owner"] else ""
        text = shorten(_flat(one["text"]), LONGEST, placeholder=" …")
        return f"{'! te laat: ' if one['late'] else ''}{when}  {text}{who}"

    def _knows(self, matter: Mapping[str, Any]) -> list[str]:
        told = [one for one in matter["knows"] if one["reached"]]
        waiting = [one["function"] for one in matter["knows"] if one["waiting"]]
        lines = [", ".join(f"{one['function']} {self.moment(one['at'])}" for one in told)] if told else []
        return lines + ([f"nog niet: {', '.join(waiting)}"] if waiting else [])

    def _since(self, matter: Mapping[str, Any]) -> list[str]:
        count, shown = matter["since_count"], self._said(matter, "since")
        left = count - len(shown)
        return [*shown, *([f"en {left} eerdere {'regel' if left == 1 else 'regels'}"] if shown and left > 0 else [])]

    def _rest(self, body: Mapping[str, Any], arrived: Sequence[str]) -> Iterator[Section]:
        if arrived:
            yield _list("Binnengekomen sinds dit gemaakt is", arrived)
        days: dict[str, list[str]] = {}
        for one in body["ahead"]:
            days.setdefault(one["day"], []).append(self._coming(one))
        lines = tuple(Part(self._day(day), tuple(said)) for day, said in days.items())
        yield Section("Komende 72 uur", "", lines or (Part("", ("niets op de kalender",)),))
        if body["clashes"]:
            yield _list("Samenloop", body["clashes"])
        if body["signals"]:
            yield _list("Weer, water en verkeer", body["signals"])
        if body["ended"]:
            yield _list(
                "Geëindigd sinds de vorige overdracht",
                [f"{self.moment(one['at'])}  {one['number']} {_flat(one['title'])}" for one in body["ended"]],
            )
        if body["duties"]:
            yield _list("Bereikbaar", [self._duty(one) for one in body["duties"]])

    def _coming(self, one: Mapping[str, Any]) -> str:
        at = f"{read_stored(one['at']).astimezone(self._zone):%H:%M}" if one["at"] else "hele dag"
        more = " · ".join(part for part in (one["place"], one["mark"]) if part)
        return f"{at}  {_flat(one['title'])}" + (f" ({more})" if more else "")

    def _day(self, day: str) -> str:
        return day_short(datetime.fromisoformat(day).date())

    def _duty(self, one: Mapping[str, Any]) -> str:
        until = f" tot {self.moment(one['until'])}" if one["until"] else ""
        after = f"; daarna {one['next']} vanaf {self.moment(one['next_at'])}" if one["next"] else ""
        return f"{one['duty']}: {one['officer'] or 'niemand'}{until}{after}"

    def moment(self, stored: Instant) -> str:
        """A stored moment as the wall clock shows it, with its day where that is not today."""
        return self.clock(read_stored(stored)) if stored else ""

    def clock(self, moment: datetime) -> str:
        """A moment as the wall clock shows it."""
        return clock_text(moment, self._now, zone=self._zone)


def phone_text(page: HandoverPage) -> str:
    """The handover as text for a phone: per matter its state and every line, nothing wider than it must be."""
    lines = [f"{page.title.upper()} {page.number} ({page.status})"]
    lines += [f"{label}: {said}" for label, said in page.frame]
    for section in page.matters:
        lines += ["", f"{section.sign.upper()}: {section.title}" + (" [voorlezen]" if section.aloud else "")]
        lines += _short(section)
    for section in page.rest:
        lines += ["", section.title.upper(), *_short(section)]
    if page.head:
        lines += ["", f"kop {page.head}"]
    return "\n".join(lines) + "\n"


def _short(section: Section) -> Iterator[str]:
    for part in section.parts:
        for line in part.lines:
            yield f"- {part.label}: {line}" if part.label else f"- {line}"


def _list(title: str, lines: Sequence[str]) -> Section:
    return Section(title, "", (Part("", tuple(lines)),))


def _flat(text: object) -> str:
    return " ".join(str(text).split())
