"""What the desk refuses of a measure, prepared or taken; nothing is written then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from tests.builders import assert_green, desk_at, given
from tests.desk.measures import CHAIR, HOUR, INCIDENT, NOW, body, prepared, taken
from tests.still_clock import StillClock

pytestmark = pytest.mark.all


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with one incident, at carnival Sunday 15:10; the journal is sound afterwards."""
    made = desk_at(tmp_path, clock)
    made.incidents.open("Overlaatdam Bosscherveld", at=NOW - HOUR)
    yield made
    assert_green(made.journal)
    made.journal.close()


def _extend(hours: int, **how: Any) -> Callable[[Desk, str], object]:
    return lambda d, m: d.measures.extend(m, NOW + hours * HOUR, **{"by": "burgemeester", **how})


REFUSALS: dict[str, tuple[str, int, Callable[[Desk, str], object], str]] = {
    "decided twice": ("closure_home", 100, lambda d, m: d.measures.decide(m, by="burgemeester"), "is al besloten"),
    "extended not further": ("closure_home", 100, _extend(100), "niet na het einde dat al geldt"),
    "extended backwards": ("closure_home", 100, _extend(99), "niet na het einde dat al geldt"),
    "extended by the police": ("closure_home", 100, _extend(200, by="politie"), "niet te mandateren aan politie"),
    "extended by nobody": ("closure_home", 100, _extend(200, by=" "), "door wie is leeg"),
    "home ban extended by who may impose it": (
        "home_ban", 240, _extend(300, by="hulpofficier van justitie"), "niet te mandateren",
    ),
    "home ban extended too long": ("home_ban", 240, _extend(673), "4 weken in totaal"),
    "no extension in the law": ("child_order", 100, _extend(200), "kent geen verlenging"),
    "nothing to extend": ("light_order", 0, _extend(200), "heeft geen einde"),
    "withdrawn before it was decided": (
        "closure_home", 100, lambda d, m: d.measures.withdraw(m, by="burgemeester", at=NOW - HOUR),
        "M-A1: 07-02-2027 14:10 ligt voor het besluit (07-02-2027 15:10)",
    ),
    "extended before it was decided": (
        "closure_home", 100, _extend(200, at=NOW - timedelta(minutes=1)), "ligt voor het besluit (07-02-2027 15:10)",
    ),
    "ticked before it was owed": (
        "closure_home", 100, lambda d, m: d.measures.done(m, "announcement", at=NOW - timedelta(minutes=1)),
        "07-02-2027 15:09 ligt voor het besluit of de stap (07-02-2027 15:10)",
    ),
    "withdrawn in the future": (
        "closure_home", 100, lambda d, m: d.measures.withdraw(m, by="burgemeester", at=NOW + HOUR), "in de toekomst",
    ),
    "withdrawn in a capacity that is not there": (
        "search_zone", 9, lambda d, m: d.measures.withdraw(m, by="burgemeester", capacity=CHAIR), "niet te mandateren",
    ),
    "tick of nothing": (
        "closure_home", 100, lambda d, m: d.measures.done(m, "weg"), "heeft geen plicht weg; open staat: announcement",
    ),
    "tick with another outcome": (
        "closure_home", 100, lambda d, m: d.measures.done(m, "announcement", outcome="x"), "uitkomst x bestaat niet",
    ),
    "vote on a notice": (
        "closure_home", 100, lambda d, m: d.measures.done(m, "announcement", outcome="ratified"), "niet gestemd",
    ),
    "ratification that is just done": (
        "emergency_ordinance", 0, lambda d, m: d.measures.done(m, "ratification"), "kies ratified of rejected",
    ),
    "withdrawal by a tick": (
        "emergency_ordinance", 0, lambda d, m: d.measures.done(m, "withdrawal"), "leg het intrekken zelf vast",
    ),
    "date before the decision": (
        "emergency_ordinance", 0, lambda d, m: d.measures.due_date(m, "ratification", NOW - HOUR), "voor het besluit",
    ),
    "begin changed after the decision": (
        "closure_home", 100, lambda d, m: d.measures.fill(m, {"begin": "12:00"}), "is besloten: begin en einde",
    ),
    "no such step": ("closure_home", 100, lambda d, m: d.measures.undo(m, "x"), "heeft geen stap x"),
}  # fmt: skip


@pytest.mark.parametrize(("power", "hours", "request_", "words"), REFUSALS.values(), ids=REFUSALS.keys())
def test_of_a_taken_measure_is_refused(
    desk: Desk, power: str, hours: int, request_: Callable[[Desk, str], object], words: str
) -> None:
    measure = taken(desk, power, end=NOW + hours * HOUR if hours else None)
    given(desk).when(lambda d: request_(d, measure)).refused(words)


def _decide(**how: Any) -> Callable[[Desk, str], object]:
    return lambda d, m: d.measures.decide(m, **{"by": "burgemeester", **how})


PREPARED: dict[str, tuple[str, Callable[[Desk, str], object], str]] = {
    "end missing": ("urgent_search", _decide(), "nog niet ingevuld: einde"),
    "oral without end": ("urgent_search", _decide(oral=True), "nog niet ingevuld: einde"),
    "end before begin": ("closure_home", _decide(begin=NOW, end=NOW - HOUR), "niet na het begin"),
    "beyond twelve hours": ("urgent_search", _decide(end=NOW + 13 * HOUR), "ten hoogste 12 uur (Gemeentewet art. 174b"),
    "beyond three months": ("group_measures", _decide(end=NOW + 2300 * HOUR), "ten hoogste 3 maanden"),
    "shorter than ten days": ("home_ban", _decide(end=NOW + 72 * HOUR), "geldt 10 dagen, niet korter"),
    "begin before the decision": (
        "urgent_search", _decide(begin=NOW - 720 * HOUR, end=NOW - 718 * HOUR),
        "het begin (08-01-2027 15:10) ligt voor het besluit (07-02-2027 15:10)",
    ),
    "orally begun before the incident": (
        "urgent_search", _decide(begin=NOW - 720 * HOUR, end=NOW - 718 * HOUR, oral=True),
        "het begin (08-01-2027 15:10) ligt voor het begin van INC-27-A001 (07-02-2027 14:10)",
    ),
    "before the incident": (
        "light_order", _decide(at=NOW - 300 * 24 * HOUR), "ligt voor het begin van INC-27-A001 (07-02-2027 14:10)",
    ),
    "not taken before the incident": (
        "light_order", _decide(at=NOW - 2 * HOUR, taken=False), "ligt voor het begin van INC-27-A001",
    ),
    "days that are past": (
        "group_measures",
        lambda d, m: d.measures.decide(d.measures.fill(m, {"days": "06-02-2027, 14-02-2027"}).subject,
                                       by="burgemeester"),
        "losse dagen: zaterdag 6 februari 2027 ligt voor het besluit",
    ),
    "beyond ten days": ("home_ban", _decide(end=NOW + 241 * HOUR), "ten hoogste 10 dagen (Wet tijdelijk huisverbod"),
    "by the duty officer": ("light_order", _decide(by="AOV"), "niet te mandateren aan AOV"),
    "by nobody": ("light_order", _decide(by=" "), "door wie is leeg"),
    "as chair where the law does not say so": (
        "search_zone", _decide(capacity=CHAIR, end=NOW + HOUR), f"niet te mandateren aan {CHAIR}",
    ),
    "not orally": ("emergency_ordinance", _decide(oral=True), "kan niet mondeling"),
    "in the future": ("light_order", _decide(at=NOW + HOUR), "ligt in de toekomst"),
    "extended": ("closure_home", _extend(9), "is nog niet besloten"),
    "withdrawn": ("closure_home", lambda d, m: d.measures.withdraw(m, by="burgemeester"), "is nog niet besloten"),
    "ticked": ("closure_home", lambda d, m: d.measures.done(m, "announcement"), "open staat: niets"),
    "unknown condition": ("closure_home", lambda d, m: d.measures.fill(m, {"kleur": "x"}), "geen voorwaarde kleur"),
    "unknown choice": ("closure_home", lambda d, m: d.measures.fill(m, {"ground": "zin"}), "grond: zin bestaat niet"),
    "neither yes nor no": (
        "light_order", lambda d, m: d.measures.fill(m, {"within_law": "mwah"}), "antwoord ja of nee",
    ),
    "no moment": ("light_order", lambda d, m: d.measures.fill(m, {"end": "straks"}), "einde 'straks' is niet te lezen"),
    "a moment that the clock skips": (
        "light_order", lambda d, m: d.measures.fill(m, {"end": "28-03-2027 02:30"}), "bestaat niet",
    ),
    "a moment that is there twice": (
        "light_order", lambda d, m: d.measures.fill(m, {"end": "31-10-2027 02:30"}), "bestaat twee keer",
    ),
    "no day": ("group_measures", lambda d, m: d.measures.fill(m, {"days": "30-02-2027"}), "is geen datum"),
    "91 days": (
        "group_measures",
        lambda d, m: d.measures.decide(
            d.measures.fill(
                m, {"days": ",".join(f"{NOW.date() + timedelta(days=n)}" for n in range(91))}
            ).subject, by="burgemeester",
        ), "ten hoogste 90 dagen",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("power", "request_", "words"), PREPARED.values(), ids=PREPARED.keys())
def test_of_a_prepared_measure_is_refused(
    desk: Desk, power: str, request_: Callable[[Desk, str], object], words: str
) -> None:
    measure = prepared(desk, power)
    with pytest.raises(CommandRefused) as refused:
        request_(desk, measure)
    assert words in refused.value.sentence
    assert body(desk, measure)["status"] == "prepared"


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (lambda d: d.measures.prepare(INCIDENT, "toverstaf"), "bevoegdheid toverstaf bestaat niet; kies uit: search_"),
        (lambda d: d.measures.prepare("INC-27-A9", "light_order"), "INC-27-A9 is onbekend"),
        (lambda d: d.measures.prepare("", "light_order"), "is onbekend"),
        (lambda d: d.measures.fill("weg", {}), "die maatregel bestaat niet"),
        (lambda d: d.measures.fill(d.seat.find(INCIDENT).subject, {}), "die maatregel bestaat niet"),
    ],
)
def test_what_is_not_there_is_refused(desk: Desk, request_: Callable[[Desk], object], words: str) -> None:
    given(desk).when(request_).refused(words)


def test_an_ended_measure_is_not_extended(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "closure_home", end=NOW + HOUR)
    clock.advance(hours=2)
    given(desk).when(lambda d: d.measures.extend(measure, NOW + 9 * HOUR, by="burgemeester")).refused("al afgelopen")
    desk.measures.extend(measure, NOW + 9 * HOUR, by="burgemeester", at=NOW + HOUR / 2)


def test_a_step_does_not_lie_before_the_extension(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "closure_home", end=NOW + 9 * HOUR)
    clock.advance(hours=2)
    desk.measures.extend(measure, NOW + 10 * HOUR, by="burgemeester")
    for ask in (desk.measures.withdraw, lambda m, **how: desk.measures.extend(m, NOW + 11 * HOUR, **how)):
        with pytest.raises(CommandRefused, match="ligt voor de verlenging"):
            ask(measure, by="burgemeester", at=NOW + HOUR)


def test_an_extension_is_not_undone_below_a_later_one(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "group_measures", end=NOW + 80 * 24 * HOUR)
    for days in (170, 255):
        clock.advance(minutes=1)
        desk.measures.extend(measure, NOW + days * 24 * HOUR, by="burgemeester")
    _, first, second = (one["record_id"] for one in body(desk, measure)["steps"])
    given(desk).when(lambda d: d.measures.undo(measure, first)).refused("eerst de latere verlenging ongedaan")
    desk.measures.undo(measure, second)
    desk.measures.undo(measure, first)
    assert body(desk, measure)["extensions"] == []


@pytest.mark.parametrize("step", ["extended", "withdrawn"])
def test_a_decision_is_not_undone_below_a_later_step(desk: Desk, step: str) -> None:
    measure = taken(desk, "closure_home", end=NOW + HOUR)
    if step == "extended":
        desk.measures.extend(measure, NOW + 2 * HOUR, by="burgemeester")
    else:
        desk.measures.withdraw(measure, by="burgemeester")
    decided, later = (one["record_id"] for one in body(desk, measure)["steps"])
    given(desk).when(lambda d: d.measures.undo(measure, decided)).refused("eerst het verlengen of intrekken")
    desk.measures.undo(measure, later)
    given(desk).when(lambda d: d.measures.undo(measure, later)).refused("al ongedaan gemaakt")
