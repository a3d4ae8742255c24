"""How busy it is, at the desk: readings of two stations, thresholds that never decide, over midnight, two thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.past import dossier_then
from aovconsole.domain.crowd import CrowdRead, crowd_subject
from aovconsole.domain.record import Draft
from aovconsole.errors import NumberUnknown
from aovconsole.journal import views
from tests.builders import HOSTILE, append, assert_green, desk_at, given, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
NR = "CMT-27-A001"
EVENEMENT = "EVE-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk where a CMT sits since two hours; the Vrijthof holds 15,000, with two thresholds."""
    made = desk_at(tmp_path)
    made.cmt.open("Carnaval zondag", at=NOW - timedelta(hours=2))
    early = NOW - timedelta(hours=2)
    made.crowd.set_capacity(NR, "Vrijthof", "15.000", owner="OOV", source="veiligheidsplan", at=early)
    for value, label, decision in (("80%", "aandacht", ""), ("14k", "instroom stoppen", "stop_inflow")):
        made.crowd.set_threshold(NR, "Vrijthof", value, label=label, owner="OOV", decision=decision, at=early)
    yield made
    assert_green(made.journal)
    made.journal.close()


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def text_of(desk: Desk, record_id: str) -> str:
    line = desk.reading.line(record_id)
    assert line is not None
    return line.text


def test_a_reading_is_a_line_that_says_what_was_known(desk: Desk) -> None:
    first = desk.crowd.read(NR, "@vrijthof", "~12k", method="camera", by=" politie ", at=ago(10), note="podium")
    line = desk.reading.line(first.id)
    assert line is not None
    assert line.text == "Vrijthof 12.000 geschat (camera), 80% van 15.000 · drempel 'aandacht' bereikt · podium"
    assert (line.type, line.source, line.place, line.number, line.late) == ("crowd", "politie", "Vrijthof", NR, True)
    desk.crowd.set_capacity(NR, "Vrijthof", "20000", owner="OOV")
    assert text_of(desk, first.id) == line.text
    second = desk.crowd.read(NR, "Vrijthof", "12000")
    assert text_of(desk, second.id) == "Vrijthof 12.000 personen, 60% van 20.000"


def test_reaching_a_threshold_gives_a_crossing_and_decides_nothing(desk: Desk) -> None:
    desk.crowd.read(NR, "Vrijthof", "12500", at=ago(30))
    before = desk.crowd.crossings(NR)
    desk.crowd.read(NR, "Vrijthof", "14.200", at=ago(5))
    found = desk.crowd.crossings(NR)
    assert [(one.label, one.decision, one.minutes, one.value, one.unit) for one in found] == [
        ("instroom stoppen", "stop_inflow", 5, Decimal(14_000), "persons"),
        ("aandacht", "", 30, Decimal("0.8"), "share"),
    ]
    assert {one.key for one in before} == {found[1].key}, "the bell knows which one is new"
    assert desk.crowd.crossings() == found
    assert not any(desk.reading.of_type(type_) for type_ in ("decision", "action", "measure"))
    desk.crowd.read(NR, "Vrijthof", "9k", at=ago(1))
    assert desk.crowd.crossings() == ()
    [state] = desk.crowd.places(NR)
    assert [(one.label, one.ended_by) for one in state.left] == [
        ("instroom stoppen", "reading"),
        ("aandacht", "reading"),
    ]
    assert (state.trend, state.age_minutes, state.share) == ("falling", 1, Decimal("0.6"))


def test_a_dossier_that_is_over_rings_no_bell(desk: Desk) -> None:
    desk.crowd.read(NR, "Vrijthof", "15k")
    assert len(desk.crowd.crossings()) == 2
    desk.cmt.close(NR)
    assert desk.crowd.crossings() == ()
    assert len(desk.crowd.crossings(NR)) == 2


def test_a_reading_is_corrected_at_its_own_time_and_withdrawn(desk: Desk) -> None:
    wrong = desk.crowd.read(NR, "Vrijthof", "~140", method="camera", at=ago(40))
    desk.crowd.read(NR, "Vrijthof", "9000", at=ago(20))
    change = desk.crowd.correct(wrong.id, "14k", reason="nullen vergeten")
    assert change.occurred_at == wrong.occurred_at
    line = desk.reading.line(wrong.id)
    assert line is not None
    assert line.correction == (
        "Vrijthof 14.000 geschat (camera), 93% van 15.000 · drempel 'instroom stoppen' bereikt · nullen vergeten"
    )
    curve = desk.crowd.series(NR, "vrijthof")
    assert [int(point.value) for point in curve.points] == [14_000, 9_000]
    assert [(int(value), label) for value, label in curve.marks] == [(12_000, "aandacht"), (14_000, "instroom stoppen")]
    share = desk.crowd.series(NR, "Vrijthof", unit="share")
    assert [point.value for point in share.points][1] == Decimal("0.6")
    desk.crowd.withdraw(wrong.id, reason="ander plein")
    assert len(desk.crowd.series(NR, "Vrijthof").points) == 1
    given(desk).when(lambda d: d.crowd.withdraw(wrong.id)).refused("al ingetrokken")
    given(desk).when(lambda d: d.crowd.correct(wrong.id, "5", reason="toch")).refused("ingetrokken")


@pytest.mark.parametrize(
    ("method", "typed", "corrected", "again", "stands"),
    [
        ("counted", "100", "~90", "", ("estimated", True)),
        ("counted", "100", "90", "", ("counted", False)),
        ("", "~100", "90", "", ("estimated", True)),
        ("", "~100", "90", "geteld", ("counted", False)),
        ("camera", "~100", "90", "", ("camera", True)),
        ("sensor", "100", "~90", "", ("sensor", True)),
        ("schatting", "100", "90", "", None),
    ],
)
def test_a_correction_keeps_how_it_was_seen(
    desk: Desk, method: str, typed: str, corrected: str, again: str, stands: tuple[str, bool] | None
) -> None:
    if stands is None:
        given(desk).when(lambda d: d.crowd.read(NR, "Markt", typed, method=method)).refused("methode schatting")
        return
    record = desk.crowd.read(NR, "Markt", typed, method=method)
    desk.crowd.correct(record.id, corrected, reason="nog eens gekeken", method=again)
    newest = next(state.newest for state in desk.crowd.places(NR) if state.place == "Markt")
    assert newest is not None
    assert (newest.method, newest.estimated) == stands


REFUSED: dict[str, tuple[Callable[[Desk], object], str]] = {
    "below nought": (lambda d: d.crowd.read(NR, "Markt", "-1"), "onder nul"),
    "1e9": (lambda d: d.crowd.read(NR, "Markt", "1e9"), "typ een aantal"),
    "a billion": (lambda d: d.crowd.read(NR, "Markt", "1000000000"), "1.000.000 personen"),
    "full": (lambda d: d.crowd.read(NR, "Markt", "vol"), "typ een aantal (12000"),
    "over": (lambda d: d.crowd.read(NR, "Markt", "151%"), "klopt de capaciteit?"),
    "both": (lambda d: d.crowd.read(NR, "Markt", "~12", method="counted"), "geen schatting"),
    "nowhere": (lambda d: d.crowd.read(NR, " @ ", "12"), "de plaats is leeg"),
    "ahead": (lambda d: d.crowd.read(NR, "Markt", "12", at=NOW + timedelta(hours=1)), "in de toekomst"),
    "no dossier": (lambda d: d.crowd.read("CMT-27-A009", "Markt", "12"), "onbekend"),
    "no number": (lambda d: d.crowd.read("", "Markt", "12"), "onbekend"),
    "no reading": (lambda d: d.crowd.correct("r1", "12", reason="x"), "er is geen meting"),
    "no reason": (lambda d: d.crowd.correct("r1", "12", reason=" "), "de reden is leeg"),
    "capacity of a capacity": (
        lambda d: d.crowd.correct(d.reading.lines(type_="crowd")[0].record_id, "12", reason="x"), "is geen meting",
    ),
    "threshold over all": (
        lambda d: d.crowd.set_threshold(NR, "Markt", "110%", label="vol", owner="OOV"), "hoogstens 100%",
    ),
    "threshold of nought": (
        lambda d: d.crowd.set_threshold(NR, "Markt", "0", label="vol", owner="OOV"), "ligt boven 0",
    ),
    "bare threshold over 1": (
        lambda d: d.crowd.set_threshold(NR, "Markt", "1.1", unit="share", label="vol", owner="OOV"), "hoogstens 100%",
    ),
    "bare threshold": (
        lambda d: d.crowd.set_threshold(NR, "Markt", "80%", unit="share", label="vol", owner="OOV"), "is geen getal",
    ),
    "nobody's": (lambda d: d.crowd.set_threshold(NR, "Markt", "5", label="vol", owner=" "), "de houder is leeg"),
    "nameless": (lambda d: d.crowd.set_threshold(NR, "Markt", "5", label="", owner="OOV"), "naam van de drempel"),
    "no capacity": (lambda d: d.crowd.set_capacity(NR, "Markt", "0", owner="OOV"), "boven nul"),
    "no area": (lambda d: d.crowd.set_area(NR, "Markt", "-4", owner="OOV"), "oppervlakte"),
    "no such threshold": (lambda d: d.crowd.drop_threshold(NR, "Vrijthof", "vol"), "heeft geen drempel 'vol'"),
    "no such place": (lambda d: d.crowd.series(NR, "Markt"), "heeft geen meting van Markt"),
    "no such unit": (lambda d: d.crowd.series(NR, "Vrijthof", unit="auto's"), "eenheid auto's bestaat niet"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_and_writes_nothing(desk: Desk, name: str) -> None:
    request, words = REFUSED[name]
    given(desk).when(request).refused(words)


def test_a_log_line_is_no_reading(desk: Desk) -> None:
    line = desk.log.line("9000 op het Vrijthof").id
    given(desk).when(lambda d: d.crowd.correct(line, "12", reason="x")).refused("er is geen meting")
    given(desk).when(lambda d: d.crowd.withdraw(line)).refused("er is geen meting")


def test_two_thresholds_of_one_name_are_told_apart_by_their_unit(desk: Desk) -> None:
    desk.crowd.set_threshold(NR, "Vrijthof", "2.5", unit="density", label="Aandacht", owner="OOV")
    given(desk).when(lambda d: d.crowd.drop_threshold(NR, "Vrijthof", "aandacht")).refused("kies share of density")
    desk.crowd.drop_threshold(NR, "Vrijthof", "AANDACHT", unit="share", reason="niet bruikbaar")
    [state] = desk.crowd.places(NR)
    assert [(one.unit, one.label) for one in state.thresholds] == [
        ("density", "Aandacht"),
        ("persons", "instroom stoppen"),
    ]


def test_what_was_set_says_whose_it_is_and_as_of_when(desk: Desk) -> None:
    desk.crowd.set_area(NR, "Markt", "4.000 m2", owner="OOV", as_of=date(2027, 1, 5), source="tekening")
    state = next(one for one in desk.crowd.places(NR) if one.place == "Markt")
    assert state.area is not None and state.capacity is None
    assert (state.area.value, state.area.owner, state.area.as_of, state.area.source) == (
        "4000", "OOV", "2027-01-05", "tekening",
    )  # fmt: skip
    [vrijthof] = [one for one in desk.crowd.places(NR) if one.place == "Vrijthof"]
    assert vrijthof.capacity is not None and vrijthof.capacity.as_of == "2027-02-07", "today when nobody said"


def test_places_stand_in_order_and_an_unknown_one_is_kept_and_flagged(desk: Desk) -> None:
    desk.crowd.read(NR, "MARKT", "300", at=ago(3))
    desk.crowd.read(NR, "achter de  kerk", "40%")
    desk.crowd.read(NR, "Vrijthof", "13k")
    desk.crowd.set_capacity(NR, "Bassin", "500", owner="OOV")
    states = desk.crowd.places(NR)
    assert [(state.place, state.known_place) for state in states] == [
        ("Vrijthof", True), ("achter de kerk", False), ("Markt", True), ("Bassin", True),
    ]  # fmt: skip
    assert [state.readings_count for state in states] == [1, 1, 1, 0]


def test_any_dossier_can_be_measured_and_each_has_its_own(desk: Desk) -> None:
    desk.evenementen.add("Concert", begin=NOW, end=NOW + timedelta(hours=3), place="Vrijthof")
    desk.crowd.read(EVENEMENT, "Vrijthof", "500")
    desk.crowd.read(NR, "Vrijthof", "800")
    assert [state.persons for number in (EVENEMENT, NR) for state in desk.crowd.places(number)] == [500, 800]
    with pytest.raises(NumberUnknown):
        desk.crowd.places("EVE-27-A002")


def test_a_day_that_goes_on_until_five_in_the_morning(desk: Desk) -> None:
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(hours=13, minutes=50)  # Monday 05:00 in Maastricht
    night = [(datetime(2027, 2, 7, 22, 50, tzinfo=UTC), "13k"), (datetime(2027, 2, 7, 23, 10, tzinfo=UTC), "14k")]
    desk.crowd.read(NR, "Vrijthof", "2000", at=datetime(2027, 2, 8, 3, 59, tzinfo=UTC))
    for at, value in reversed(night):
        desk.crowd.read(NR, "Vrijthof", value, at=at)
    curve = desk.crowd.series(NR, "Vrijthof")
    assert [(point.at[8:16], int(point.value)) for point in curve.points] == [
        ("07T22:50", 13_000), ("07T23:10", 14_000), ("08T03:59", 2_000),
    ]  # fmt: skip
    [state] = desk.crowd.places(NR)
    assert (state.age_minutes, state.trend, [one.label for one in state.left]) == (
        1,
        "",
        ["instroom stoppen", "aandacht"],
    )
    assert {one.until[8:16] for one in state.left} == {"08T03:59"}


def test_two_thousand_readings_of_eight_places(desk: Desk) -> None:
    dossier = desk.seat.find(NR).subject
    drafts = [
        Draft(
            CrowdRead(f"Plek {number % 8}", str(number)),
            crowd_subject(dossier, f"Plek {number % 8}"),
            dossier,
            (NOW - timedelta(seconds=3 * (2_000 - number))).isoformat(timespec="microseconds"),
        )
        for number in range(2_000)
    ]
    append(desk.journal, *drafts)
    desk.crowd.read(NR, "plek 3", "15000")
    states = {state.place: state for state in desk.crowd.places(NR)}
    assert [states[f"Plek {number}"].readings_count for number in range(8)] == [250, 250, 250, 251, 250, 250, 250, 250]
    assert states["Plek 3"].persons == 15_000
    assert len(desk.crowd.series(NR, "Plek 0").points) == 250
    assert desk.reading.line_count(dossier) == 2_005


def test_a_reading_does_not_fold_the_thousands_before_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for minutes in (3, 2):
        desk.crowd.read(NR, "Vrijthof", "12000", at=ago(minutes))
    with monkeypatch.context() as patch:
        patch.setattr(views, "replace", lambda *_: pytest.fail("folded again"))
        desk.crowd.read(NR, "Vrijthof", "14500", by="[b]politie[/]", note=',"readings":[{"at":"x')
    [crossing] = [one for one in desk.crowd.crossings(NR) if one.label == "instroom stoppen"]
    assert crossing.since == NOW.isoformat(timespec="microseconds")
    [state] = desk.crowd.places(NR)
    assert (state.readings_count, state.trend, state.newest.value if state.newest else "") == (3, "rising", "14500")
    first = desk.crowd.read(NR, "Vrijthof", "13000", at=ago(9))
    assert desk.crowd.series(NR, "Vrijthof").points[0].value == 13_000, "late: folded again, in its place"
    desk.crowd.withdraw(first.id)


def test_two_stations_measure_one_place(tmp_path: Path) -> None:
    clock = StillClock()
    one, other = (desk_at(tmp_path / code, clock, code=code) for code in "AB")
    one.cmt.open("Carnaval", at=ago(60))
    other.journal.receive(records_of(one.journal))
    one.crowd.set_threshold(NR, "Vrijthof", "10k", label="vol", owner="OOV", at=ago(50))
    other.crowd.read(NR, "vrijthof", "12k", by="politie", at=ago(20))
    clock.advance(seconds=1)
    one.crowd.read(NR, "Vrijthof", "9k", by="THOR", at=ago(30))
    assert (len(one.crowd.crossings(NR)), len(other.crowd.crossings(NR))) == (0, 0)
    one.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(one.journal))
    for desk in (one, other):
        [state] = desk.crowd.places(NR)
        assert [(reached.label, reached.since[11:16]) for reached in state.reached] == [("vol", "13:50")]
        assert state.newest is not None and state.newest.by == "politie"
        assert_green(desk.journal)
        desk.journal.close()


def test_looking_back_tells_the_state_as_it_was_known(desk: Desk) -> None:
    desk.crowd.read(NR, "Vrijthof", "9k", at=ago(30))
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=10)
    desk.crowd.read(NR, "Vrijthof", "15k", at=ago(20))
    past = dossier_then(desk.reading, desk.seat.find(NR).subject, known_at=NOW)
    [state] = desk.crowd.states(past.rows, now=NOW)
    assert (state.persons, state.reached) == (Decimal(9_000), ())
    assert len(desk.crowd.places(NR)[0].reached) == 2


def test_a_form_that_is_sent_again_after_a_crash_writes_nothing(desk: Desk) -> None:
    draft = "01a39021-52c0-7753-bfc2-571cd147ca89"
    for _ in range(2):
        assert desk.crowd.read(NR, "Vrijthof", "9k", draft_id=draft).id == draft
    assert desk.crowd.places(NR)[0].readings_count == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_data(desk: Desk, text: str) -> None:
    record = desk.crowd.read(NR, f"x {text}", "5", by=text, note=text)
    desk.crowd.correct(record.id, "6", reason=text)
    desk.crowd.set_threshold(NR, f"x {text}", "5", label=text, owner=text, source=text, decision=text)
    line = desk.reading.line(record.id)
    assert line is not None
    for said in (line.text, line.correction, line.source, line.place):
        assert not any(sign in said for sign in "\x1b\x9b\x00\u202e\u2028")
    assert len(desk.crowd.crossings(NR)) == 1


def test_guide_figures_stand_beside_a_density_with_their_source(desk: Desk) -> None:
    labels = {
        density: [guide.key for guide in desk.crowd.guides_for(Decimal(density))]
        for density in ("0.2", "0.43", "2.5", "4.0", "6", "8")
    }
    assert labels == {
        "0.2": [],
        "0.43": ["free_walking"],
        "2.5": ["practice_average", "speed_reduced"],
        "4.0": ["moving_limit", "contact", "flow_turns"],
        "6": ["forces_moving", "static_limit", "moving_limit", "flow_turns"],
        "8": ["critical_static", "forces_moving", "static_limit", "moving_limit", "flow_turns"],
    }
    assert all(guide.source for guide in desk.crowd.guides_for(Decimal(8)))
    assert desk.crowd.guide_remark == "richtwaarde, nooit een oordeel"
