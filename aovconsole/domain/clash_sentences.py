"""What the user reads of a clash: one Dutch sentence that says what, when, how far, and why it matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from aovconsole.domain.clash_places import Closeness, Nearness
from aovconsole.domain.clash_rules import ClashRules, Happening
from aovconsole.domain.clash_times import Reach, Stretch, dates, local_date
from aovconsole.domain.text import clean
from aovconsole.domain.times import MONTHS, day_short, wall_clock
from aovconsole.domain.typed_names import name_key

_TITLE_LENGTH = 60
_PASSES_M = 5.0
_PHASES = ("opbouw", "aankomst", "vertrek", "afbouw")
_NAMED = 4
"""A sentence names so many things; the others are counted."""

_NOUNS = {
    "evenement": ("evenement", "evenementen"),
    "demonstration": ("demonstratie", "demonstraties"),
    "match": ("wedstrijd", "wedstrijden"),
    "calendar": ("agenda-item", "agenda-items"),
    "cmt": ("CMT-dag", "CMT-dagen"),
}


def short(text: str) -> str:
    """A title of a person as it can stand in a sentence: cleaned, on one line, not without end."""
    shown = " ".join(clean(text[: _TITLE_LENGTH * 4]).split()) or "zonder titel"
    return shown if len(shown) <= _TITLE_LENGTH else f"{shown[: _TITLE_LENGTH - 1].rstrip()}…"


def day_text(day: date) -> str:
    """A day with its year."""
    return f"{day_short(day)} {day.year}"


def when_text(happening: Happening, rules: ClashRules, told: date | None = None) -> str:
    """When a happening is, in Amsterdam's time; without the day where the sentence has told it."""
    first = local_date(happening.begin, rules)
    day = "" if first == told else day_text(first)
    if happening.all_day and happening.type == "match":
        return f"{day}, aftrap nog onbekend".removeprefix(", ")
    if happening.all_day:
        _, last = dates(happening, rules)
        return f"{day_text(first)} t/m {day_text(last)}" if last > first else f"{day}, hele dag".removeprefix(", ")
    begin = f"{day} {wall_clock(happening.begin, zone=rules.zone)}".lstrip()
    if happening.open_end:
        return f"{begin}, einde onbekend"
    if happening.end <= happening.begin:
        return begin
    end = wall_clock(happening.end, zone=rules.zone)
    if dates(happening, rules)[1] == first:  # the small hours still belong to the day
        return f"{begin}–{end}"
    return f"{begin} – {day_text(local_date(happening.end, rules))} {end}"


def label(
    happening: Happening, rules: ClashRules, *, told: date | None = None, placed: bool = True, numbered: bool = False
) -> str:
    """A happening with what one must know of it between brackets; its number where the title does not tell it apart."""
    title, place = short(happening.title), short(happening.place.name) if happening.place.name else ""
    inside = [place] if placed and place and name_key(place) not in name_key(title) else []
    inside.append(when_text(happening, rules, told))
    inside[:0] = [happening.number] if numbered and happening.number else []
    if happening.opens_at and happening.opens_at < happening.begin:
        inside.append(f"deuren {wall_clock(happening.opens_at, zone=rules.zone)}")
    if happening.handling_class:
        inside.append(f"{'categorie' if happening.type == 'match' else 'klasse'} {short(happening.handling_class)}")
    return f"{title} ({', '.join(inside)})"


def both(one: Happening, other: Happening, rules: ClashRules, *, placed: bool = True) -> tuple[str, str]:
    """The labels of two; the day that both share is told once."""
    alike = name_key(one.title) == name_key(other.title)
    first = label(one, rules, placed=placed, numbered=alike)
    return first, label(other, rules, told=local_date(one.begin, rules), placed=placed, numbered=alike)


def distance_text(metres: float) -> str:
    """A distance as people say it: to ten metres, from a kilometre on in kilometres."""
    tens = max(10, round(metres / 10) * 10)
    return f"{tens} m" if tens < 1000 else f"{metres / 1000:.1f} km".replace(".", ",")


def where_text(one: str, other: str, place: Closeness | None) -> str:
    """Two labels with how far their places are apart."""
    if place is None:
        return f"{one} en {other} raken elkaar"
    if place.how == "same":
        return f"{one} en {other} gebruiken dezelfde plek, {short(place.name)}"
    if place.how == "area":
        return f"{one} en {other} liggen in hetzelfde gebied, {short(place.name)}"
    return f"{one} en {other} liggen {distance_text(place.metres)} van elkaar"


def pair_text(
    pair: tuple[Happening, Happening], reaches: tuple[Reach, Reach], near: Nearness, why: str, rules: ClashRules
) -> str:
    """Two things that are close to each other at one time."""
    one, other = both(*pair, rules, placed=not near.same)
    route = ""
    if near.route and near.route.metres < _PASSES_M:
        route = f", de route loopt langs {short(near.route.name)}"
    elif near.route:
        route = f", de route loopt op {distance_text(near.route.metres)} van {short(near.route.name)}"
    where = where_text(one, other, near.place)
    return f"{where}; {meeting_text(pair, reaches, rules)}{route}: {why}."


def meeting_text(pair: tuple[Happening, Happening], reaches: tuple[Reach, Reach], rules: ClashRules) -> str:
    """What of two happenings coincides: they themselves with the hours, else what lies around them."""
    one, other = reaches
    if one.core.meets(other.core):
        likely = "vermoedelijk " if pair[0].open_end or pair[1].open_end else ""
        return f"ze vallen {likely}samen {_span(one.core.common(other.core), local_date(pair[0].begin, rules), rules)}"
    mine = [name for name, phase in one.phases() if phase.meets(other.core)]
    theirs = [name for name, phase in other.phases() if phase.meets(one.core)]
    if mine and not theirs:
        return f"{_phases(mine, pair[0])} samen met {_called(pair[1])}"
    if theirs and not mine:
        return f"{_phases(theirs, pair[1])} samen met {_called(pair[0])}"
    meeting = ((a, b) for a, before in one.phases() for b, after in other.phases() if before.meets(after))
    names = {*mine, *theirs} or {name for both_ in meeting for name in both_}
    ordered = [name for name in _PHASES if name in names]
    return f"{listed(ordered)} {'vallen' if len(ordered) > 1 else 'valt'} samen"


def _phases(names: Sequence[str], happening: Happening) -> str:
    return f"{listed(names)} van {_called(happening)} {'vallen' if len(names) > 1 else 'valt'}"


def _called(happening: Happening) -> str:
    """How a sentence that named something goes on about it."""
    return "de demonstratie" if happening.type == "demonstration" else short(happening.title)


def _span(stretch: Stretch, told: date, rules: ClashRules) -> str:
    begin_day, end_day = local_date(stretch.begin, rules), local_date(stretch.end, rules)
    begin = _moment(stretch.begin, begin_day != told, rules)
    if stretch.end <= stretch.begin:
        return f"om {begin}"
    small_hours = stretch.end - stretch.begin < timedelta(days=1)
    return f"van {begin} tot {_moment(stretch.end, end_day != begin_day and not small_hours, rules)}"


def _moment(moment: datetime, with_day: bool, rules: ClashRules) -> str:
    clock = wall_clock(moment, zone=rules.zone)
    return f"{day_text(local_date(moment, rules))} {clock}" if with_day else clock


def counter_text(one: Happening, other: Happening, close: Closeness | None, why: str, rules: ClashRules) -> str:
    """A demonstration against another, or against what it is aimed at."""
    first, second = both(one, other, rules)
    if other.subject in one.counter_of:
        said = f"is tegendemonstratie van {second}"
    elif other.subject in one.aims_at:
        said = f"is gericht op {second}"
    else:
        there = label(other, rules, told=local_date(one.begin, rules), placed=False)
        said = f"is gericht op {short(other.place.name)}, waar dan {there} is"
    far = ""
    if close and close.how == "same":
        far = ", op dezelfde plek"
    elif close and close.how == "area":
        far = ", in hetzelfde gebied"
    elif close:
        far = f", {distance_text(close.metres)} daarvandaan"
    return f"{first} {said}{far}: {why}."


def match_text(one: Happening, other: Happening, metres: float | None, why: str, rules: ClashRules) -> str:
    """A match and an evenement on one evening."""
    first, second = both(one, other, rules)
    far = f", {distance_text(metres)} van elkaar" if metres is not None and metres >= 1 else ""
    return f"{first} en {second} zijn op één avond{far}: {why}."


def cmt_text(one: Happening, other: Happening, days: tuple[date, date], why: str, rules: ClashRules) -> str:
    """Two things that need a CMT on one day, or on some days."""
    first, last = days
    when = f"op {day_text(first)}" if first == last else f"van {day_text(first)} t/m {day_text(last)}"
    return f"{label(one, rules)} en {label(other, rules)} vragen {when} allebei een CMT: {why}."


def norm_text(place: str, year: int, used: int, norm: int, over: date, items: Sequence[Happening], why: str) -> str:
    """A square that is used on more days than its norm."""
    many = f"{used - norm} {'dag' if used - norm == 1 else 'dagen'}"
    who = named(items)
    return (
        f"{short(place)} is in {year} op {used} dagen voor evenementen in gebruik, {many} meer dan de norm van {norm};"
        f" vanaf {day_text(over)} ({who}) is de norm voorbij: {why}."
    )


def load_text(day: date, load: int, limit: int, items: Sequence[Happening], why: str) -> str:
    """A day that asks more of the city than its limit."""
    counted = []
    for type_, (one, many) in _NOUNS.items():
        if count := sum(item.type == type_ for item in items):
            counted.append(f"{count} {one if count == 1 else many}")
    return f"Op {day_text(day)} vraagt de stad {load} punten bij een grens van {limit}, met {listed(counted)}: {why}."


def duty_text(happening: Happening, why: str, rules: ClashRules) -> str:
    """Something with a risk while nobody is on duty."""
    return f"Bij het begin van {label(happening, rules)} staat niemand in het rooster: {why}."


def roster_text(month: date, items: Sequence[Happening], why: str, rules: ClashRules) -> str:
    """A month for which there is no roster, with what needs one."""
    many = "1 evenement of wedstrijd" if len(items) == 1 else f"{len(items)} evenementen en wedstrijden"
    return (
        f"Voor {MONTHS[month.month - 1]} {month.year} is er nog geen rooster en wel {many} met risico,"
        f" als eerste {label(items[0], rules)}: {why}."
    )


def named(items: Sequence[Happening]) -> str:
    """The titles of some things, the first few by name."""
    titles = [short(item.title) for item in items[:_NAMED]]
    more = len(items) - len(titles)
    return listed([*titles, f"{more} andere"] if more else titles)


def listed(words: Iterable[str]) -> str:
    """Words in a row, with `en` before the last."""
    *before, last = words
    return f"{', '.join(before)} en {last}" if before else last
