"""The text of a sitrap, in the order of the totaalbeeld and in three lengths: a text message, a mail, a page.

A draft for a person to read and edit: the municipality's own log, never the official totaalbeeld (domain.md §2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple
from unicodedata import normalize

from aovconsole.domain.sitrep import SMS_LENGTH
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text, stored, wall_clock
from aovconsole.domain.words import BANNERS, KINDS, LINE_STATUSES, STATES, counted
from aovconsole.exports.sitrep_facts import Fact, SitrepSource, facts, left_out
from aovconsole.exports.sitrep_sieve import withheld
from aovconsole.reference.sitreps import SitrepSection

__all__ = ["SitrepSource", "draft", "fits_sms", "shortened"]

_MAIL_LINES = 6
_SMS_FACTS, _SMS_DECISIONS = 4, 3
_SMS_SHORTEST, _SMS_TITLE, _SMS_PLACE = 40, 120, 60
_ELLIPSIS = "…"
_ONLY_ON_A_PAGE = ("informed", "preparation")
_AGREED = ("action", "measure", "preparation")
_FIRST_OF_ALL = ("fact", "message")
_DECIDED = ("decision", "measure")
_NO_LINES = (*_DECIDED, "preparation", "action", "grip", "lead", "informed")
_NO_FACTS = ("assumption", "judgement")


def draft(source: SitrepSource, length: str, since: str = "") -> str:
    """The text of a sitrap of one of three lengths; with `since` it tells only what came in after that moment."""
    told = facts(source, since)
    if length == "sms":
        return _sms(source, told, since)
    lines = [*(_mail(source, told, since) if length == "mail" else _page(source, told, since))]
    lines += _closing(left_out(source, since), withheld("\n".join(lines)))
    return clean(normalize("NFC", "\n".join(lines)), lines=True).strip() + "\n"


def fits_sms(text: str) -> bool:
    """Whether a text may go as a text message."""
    return len(normalize("NFC", text.strip())) <= SMS_LENGTH


def shortened(text: str, length: int) -> str:
    """A text of at most this many characters, cut where a word ends."""
    if len(text) <= length:
        return text
    words = text[: length - 1]
    whole = words if text[length - 1] == " " else words.rpartition(" ")[0] or words
    return whole.rstrip(" ,;:.-–(") + _ELLIPSIS


# --- the text message


def _sms(source: SitrepSource, told: Sequence[Fact], since: str) -> str:
    """Sentences by importance as long as they fit; one that does not is left out whole, for half of it may mislead.

    Only the most important one is cut, when it alone is too long.
    """
    head = shortened(" ".join(_sms_head(source)), SMS_LENGTH)
    kept: list[_Sentence] = []
    room = SMS_LENGTH - len(head)
    for one in _sms_sentences(source, told):
        text = one.text
        if not kept and len(text) >= room > _SMS_SHORTEST:
            text = shortened(text, room - 1)
        if len(text) < room:
            kept.append(one._replace(text=text))
            room -= len(text) + 1
    nothing = [f"Geen nieuws sinds {source.when(since)}."] if since and not kept else []
    whole = " ".join([head, *(one.text for one in sorted(kept)), *nothing])
    return whole if len(whole) <= SMS_LENGTH else head


class _Sentence(NamedTuple):
    """A sentence of a text message; they are read in this order: what happened, what was decided, what comes.

    `place` is that of the fact among all that is told, so that those of one minute stand as in the log.
    """

    group: int
    place: int
    text: str


def _sms_head(source: SitrepSource) -> Iterator[str]:
    body = source.about
    if banner := BANNERS.get(source.realm, ""):
        yield f"{banner}."
    title = shortened(str(body.get("title") or ""), _SMS_TITLE)
    place = shortened(str(body.get("place") or ""), _SMS_PLACE)
    where = f", {place}" if place and place.casefold() not in title.casefold() else ""
    yield _sentence(f"{wall_clock(source.now, zone=source.zone)} {body.get('number', '')} {title}{where}")
    grip = _grip(source)
    yield f"{grip[:1].upper()}{grip[1:]}."
    if body.get("status") in ("aftercare", "closed"):
        yield f"{STATES[str(body['status'])].capitalize()}."


def _sms_sentences(source: SitrepSource, told: Sequence[Fact]) -> Iterator[_Sentence]:
    """The newest decisions, the lines that matter most, and the moment that comes first, by importance."""
    now = stored(source.now)
    place = {id(fact): number for number, fact in enumerate(told)}
    newest = told[::-1]
    decisions = [fact for fact in newest if fact.kind in _DECIDED][:_SMS_DECISIONS]
    lines = [fact for fact in newest if fact.kind not in _NO_LINES]
    standing = [fact for fact in lines if fact.status != "contradicted" or fact.changed]
    happened = sorted(standing, key=_weight)[:_SMS_FACTS]
    first = [*((1, fact) for fact in decisions[:1]), *((0, fact) for fact in happened[:1])]
    rest = zip_longest(((0, fact) for fact in happened[1:]), ((1, fact) for fact in decisions[1:]))
    for group, fact in first:
        yield _Sentence(group, place[id(fact)], _sms_text(source, fact))
    ahead = sorted((fact for fact in told if fact.due_at >= now), key=lambda fact: (fact.kind != "action", fact.due_at))
    for fact in ahead[:1]:
        what = f"einde {fact.text}" if fact.kind == "measure" else fact.text
        who = f" ({fact.who})" if fact.who else ""
        yield _Sentence(2, 0, _sentence(f"Eerstvolgend {source.when(fact.due_at)}: {what}{who}"))
    for group, fact in (choice for pair in rest for choice in pair if choice):
        yield _Sentence(group, place[id(fact)], _sms_text(source, fact))


def _weight(fact: Fact) -> int:
    """How much a line matters in a text message: facts, then what is expected, then notes; a stable sort keeps the
    newest in front."""
    if fact.kind in _FIRST_OF_ALL or fact.section in ("victims", "risks"):
        return 0
    return 2 if fact.kind == "note" else 1


def _sms_text(source: SitrepSource, fact: Fact) -> str:
    text = fact.text
    decided = fact.kind in _DECIDED and not text.casefold().startswith("besluit")
    gone = "vervalt, " if fact.gone else ""
    return _sentence(f"{source.when(fact.at)} {gone}{'besluit: ' if decided else _front(fact)}{text}")


# --- the mail and the page


def _mail(source: SitrepSource, told: Sequence[Fact], since: str) -> Iterator[str]:
    banner = BANNERS.get(source.realm, "")
    about = f"{source.about.get('number', '')} {source.about.get('title') or ''}"
    stand = wall_clock(source.now, zone=source.zone)
    yield f"Onderwerp: {f'[{banner}] ' if banner else ''}Sitrap {about}, {_grip(source)}, stand {stand}"
    yield ""
    yield from _head(source, since)
    chosen = [fact for fact in told if fact.kind not in _ONLY_ON_A_PAGE]
    yield from _parts(source, chosen, since, most=_MAIL_LINES)


def _page(source: SitrepSource, told: Sequence[Fact], since: str) -> Iterator[str]:
    body = source.about
    if banner := BANNERS.get(source.realm, ""):
        yield from (banner, "")
    yield f"SITRAP {body.get('number', '')}  {body.get('title') or ''}"
    yield from _head(source, since)
    yield from _parts(source, told, since, most=0)


def _head(source: SitrepSource, since: str) -> Iterator[str]:
    now = source.now.astimezone(source.zone)
    scope = f"Alleen wat nieuw is sinds de sitrap van {source.when(since)}." if since else "Volledig beeld."
    yield f"Stand van {date_text(now.date())} {wall_clock(now, zone=source.zone)}. {scope}"
    whose = f" van de gemeente {source.municipality}" if source.municipality else ""
    lcms = str(source.about.get("lcms_reference") or "")
    yield f"Eigen log{whose}, niet het officiële totaalbeeld." + (f" LCMS-kenmerk {lcms}." if lcms else "")


def _frame(source: SitrepSource) -> Iterator[str]:
    """What the incident is."""
    body = source.about
    for name, label in (("nature", "Aard"), ("place", "Plaats"), ("case_number", "Zaaknummer")):
        if value := str(body.get(name) or ""):
            yield f"{label}: {value}"
    yield f"Begin: {source.when(str(body['begin_at']))}"
    highest = int(body.get("grip_highest") or 0)
    since = f" sinds {source.when(str(body['grip_since']))}" if body.get("grip_since") else ""
    most = f" (hoogste: {highest})" if highest > int(body.get("grip_level") or 0) else ""
    yield f"GRIP: {_grip(source).removeprefix('GRIP ').removesuffix(' GRIP')}{since}{most}"
    if body.get("status") in ("aftercare", "closed"):
        yield f"Staat: {STATES[str(body['status'])]}"


def _parts(source: SitrepSource, told: Sequence[Fact], since: str, *, most: int) -> Iterator[str]:
    """The parts of the totaalbeeld with their sections; `most` lines a section, 0 for all."""
    keys = {section.key for section in source.sections}
    by_section: dict[str, list[Fact]] = {}
    for fact in told:
        by_section.setdefault(fact.section if fact.section in keys else source.sections[-1].key, []).append(fact)
    for number, (part, sections) in enumerate(groupby(source.sections, key=lambda section: section.part)):
        here = list(sections)
        filled = [section for section in here if section.key in by_section]
        silent = not most and not since
        if number and not filled and not silent:
            continue
        yield from ("", part.upper())
        if not number:
            yield from _frame(source)
        for place, section in enumerate(filled):
            yield from ("",) if place or not number else ()
            yield from _section(source, section, by_section[section.key], most)
        empty = [section.label.lower() for section in here if section not in filled and section.key != "nature"]
        if silent and empty:
            yield from ("",) if filled or not number else ()
            yield f"Niets vastgelegd over: {', '.join(empty)}."
    if since and not told:
        yield from ("", f"Sinds de sitrap van {source.when(since)} is er niets nieuws vastgelegd.")


def _section(source: SitrepSource, section: SitrepSection, told: Sequence[Fact], most: int) -> Iterator[str]:
    shown = told[-most:] if most else told
    yield section.label
    if earlier := len(told) - len(shown):
        yield f"  ({counted(earlier, 'eerdere regel', 'eerdere regels')} niet in deze mail)"
    for fact in shown:
        yield f"- {_line(source, fact, short=bool(most))}"
        yield from () if most else (f"  - nog te doen: {owed}" for owed in fact.owed)


def _line(source: SitrepSource, fact: Fact, *, short: bool) -> str:
    """One fact: its time, who said it and whether it was found to be so, what it says, and details behind it."""
    agreed = fact.kind in _AGREED
    notes = [fact.who if agreed else "", *(fact.details if agreed or not short else ())]
    notes += [f"nog {counted(len(fact.owed), 'verplichting', 'verplichtingen')} open"] if fact.owed and short else []
    notes += ["gewijzigd"] if fact.changed and not fact.gone else []
    behind = "; ".join(note for note in notes if note)
    number = f"{fact.number} " if fact.number else ""
    gone = "vervalt, " if fact.gone else ""
    said = f"{source.when(fact.at)}  {gone}{number}{'' if agreed else _front(fact)}{fact.text}"
    return f"{said} ({behind})" if behind else said


def _front(fact: Fact) -> str:
    """Who said it, whether it was found to be so, whether it is a fact at all: in front, where no cut takes it away."""
    opinion = KINDS[fact.kind] if fact.kind in _NO_FACTS else ""
    parts = [part for part in (fact.who, LINE_STATUSES.get(fact.status, ""), opinion) if part]
    return f"{', '.join(parts)}: " if parts else ""


def _closing(lines: int, texts: int) -> Iterable[str]:
    """What was left out for a mark: whole lines, and texts of which only their name stands there."""
    parts = [counted(lines, "regel", "regels")] if lines else []
    parts += [counted(texts, "tekst", "teksten")] if texts else []
    if not parts:
        return ()
    are = "is" if lines + texts == 1 else "zijn"
    return ("", f"{' en '.join(parts)} met een merk {are} weggelaten.")


def _grip(source: SitrepSource) -> str:
    level = int(source.about.get("grip_level") or 0)
    return f"GRIP {level}" if level or source.about.get("grip_history") else "geen GRIP"


def _sentence(text: str) -> str:
    said = text.rstrip(" ,;:")
    return said if said.endswith((".", "?", "!", _ELLIPSIS)) else f"{said}."
