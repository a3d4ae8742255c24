"""An exercise at the desk: what the clock plays, what the controller does, what a player can see of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.exercise import CONTROLLER, fold
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.times import read_stored
from aovconsole.errors import CommandRefused
from aovconsole.journal.views import state
from tests.builders import OPERATOR, assert_green, journal_at, kinds, records_of
from tests.desk.plans import put
from tests.exercises import BEGIN, EXPECTED, NOTE, Ticks, around, clock_of, played
from tests.scenarios.builders import SMALL

pytestmark = pytest.mark.all


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[tuple[Desk, Ticks]]:
    """Carnival Sunday, just begun."""
    desk, ticks = played(tmp_path / "echt")
    yield desk, ticks
    desk.journal.close()


def lines(desk: Desk) -> list[tuple[str, str, str]]:
    """The lines of the CMT: local time, source, text."""
    cmt = desk.exercise.view().cmt
    found = desk.reading.lines(dossier=cmt, type_="line")
    return [(f"{read_stored(one.at).astimezone(desk.zone):%H:%M}", one.source, one.text) for one in found]


def statuses(desk: Desk) -> dict[str, str]:
    return {one.cue.key: one.status for one in desk.exercise.view().injects}


def test_the_start_gives_a_plan_a_cmt_and_the_cues_in_time(begun: tuple[Desk, Ticks]) -> None:
    desk, _ = begun
    exercise = desk.exercise.view()
    assert (exercise.number, exercise.status, exercise.begin_at[:16]) == ("OEF-27-A001", "running", "2027-02-07T10:10")
    numbers = [desk.reading.subject(subject) for subject in (exercise.cmt, exercise.plan)]
    assert [row.number for row in numbers if row] == ["OEF-CMT-27-A001", "OEF-PL-27-A001"]
    dues = [one.cue.due_at for one in exercise.injects]
    assert len(dues) == 8 and dues == sorted(dues)
    assert desk.journal.realm == "exercise"


def test_the_clock_plays_each_inject_once_and_at_its_own_time(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    assert desk.exercise.play_due() == ()
    ticks.on(minutes=16)
    assert desk.exercise.play_due() == ("fill",)
    assert desk.exercise.play_due() == ()
    ticks.on(minutes=60)
    assert desk.exercise.play_due() == ("bikes", "rumour")
    assert [line[:2] for line in lines(desk)] == [
        ("11:26", "camera"),
        ("11:51", "brandweer"),
        ("12:21", "communicatie"),
    ]
    assert {one.how for one in desk.exercise.view().injects if one.status == "played"} == {"clock"}
    assert_green(desk.journal)


def test_an_inject_is_known_by_a_record_of_its_own_and_nobody_can_take_it_back(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    before = desk.journal.last_pos()
    ticks.on(minutes=20)
    desk.exercise.play_due()
    written = [record for record in records_of(desk.journal) if record.pos > before]
    assert kinds(written) == ["line.logged", "exercise.inject_played"]
    assert json.loads(written[-1].payload)["line"] == written[-2].id
    line = desk.reading.line(written[-2].id)
    assert line and line.author == CONTROLLER
    assert desk.log.last_own(before) is None  # `u` would strike the last line of this operator through


def test_after_a_jump_what_lay_between_comes_late_with_its_own_time(begun: tuple[Desk, Ticks]) -> None:
    desk, _ = begun
    target = BEGIN + timedelta(hours=1, minutes=11)  # the very minute of the third
    clock_of(desk).jump_to(target)
    assert desk.exercise.play_due(jumped_to=target) == ("fill", "bikes", "rumour")
    injects = {one.cue.key: one for one in desk.exercise.view().injects}
    assert [injects[key].how for key in ("fill", "bikes", "rumour")] == ["jump", "jump", "clock"]
    assert injects["fill"].at[11:16] == "10:26" and injects["fill"].played_at[11:16] == "11:21"


def test_what_falls_in_one_minute_comes_in_the_order_of_the_template(tmp_path: Path) -> None:
    home = tmp_path / "echt"
    put(home, SMALL + _INJECT.format(id="zz") + _INJECT.format(id="aa"))
    desk, ticks = played(home, template="proef", on="2027")
    ticks.on(minutes=60 * 24)
    keys = [key for key in desk.exercise.play_due() if key in ("zz", "aa")]
    assert keys == ["zz", "aa"]
    desk.journal.close()


_INJECT = """
[[injects]]
id = "{id}"
anchor = "shot"
when = "+10m"
sender = "camera"
text = "tekst {id}"
expected = "iets"
note = "stil"
source = "verzonnen voor oefening"
"""


def test_by_hand_earlier_and_the_clock_leaves_it_alone(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    assert desk.exercise.play("bikes").how == "hand"
    ticks.on(minutes=60 * 2)
    assert desk.exercise.play_due() == ("fill", "rumour")
    assert lines(desk)[0][:2] == ("11:10", "brandweer")
    with pytest.raises(CommandRefused, match="bikes is al gespeeld, 11:10"):
        desk.exercise.play("bikes")


def test_what_was_skipped_is_not_played_by_the_clock_but_can_be_by_hand(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    desk.exercise.skip("fill", reason="te vroeg")
    with pytest.raises(CommandRefused, match="fill is al overgeslagen"):
        desk.exercise.skip("fill", reason="nog eens")
    ticks.on(minutes=45)
    assert desk.exercise.play_due() == ("bikes",)
    assert statuses(desk)["fill"] == "skipped"
    desk.exercise.play("fill")
    inject = desk.exercise.view().inject("fill")
    assert inject and (inject.status, inject.reason) == ("played", "te vroeg")
    with pytest.raises(CommandRefused, match="fill is al gespeeld"):
        desk.exercise.skip("fill", reason="toch niet")


def test_of_two_judgements_the_later_wins_and_both_stay(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    with pytest.raises(CommandRefused, match="niet gespeeld"):
        desk.exercise.assess("fill", seen=True, decided="yes")
    desk.exercise.play("fill")
    desk.exercise.assess("fill", seen=False, decided="no")
    ticks.on(minutes=5)
    judged = desk.exercise.assess("fill", seen=True, decided="partly", remark="na navraag")
    assert [(one.seen, one.decided) for one in judged.assessments] == [(False, "no"), (True, "partly")]
    assert judged.judgement and judged.judgement.remark == "na navraag"


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda one: one.play("fil"), "heeft geen inject fil; bedoelt u fill"),
        (lambda one: one.play("\x1b[31m"), "heeft geen inject"),
        (lambda one: one.skip("nergens", reason="x"), "heeft geen inject nergens"),
        (lambda one: one.skip("fill", reason=" "), "de reden is leeg"),
        (lambda one: one.assess("nergens", seen=True, decided="yes"), "heeft geen inject"),
        (lambda one: one.assess("fill", seen=True, decided="misschien"), "bestaat niet"),
        (lambda one: one.assess("fill", seen=False, decided="yes"), "niet gezien"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(begun: tuple[Desk, Ticks], refused: object, words: str) -> None:
    desk, _ = begun
    desk.exercise.play("bikes")
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match=words):
        refused(desk.exercise)  # type: ignore[operator]
    assert desk.journal.last_pos() == before


def test_after_the_end_nothing_is_played_and_judging_still_goes(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    desk.exercise.play("fill")
    assert desk.exercise.end(reason="klaar").status == "ended"
    ticks.on(minutes=600)
    assert desk.exercise.play_due() == ()
    for refused in (lambda: desk.exercise.play("bikes"), desk.exercise.end):
        with pytest.raises(CommandRefused, match="OEF-27-A001 is beëindigd"):
            refused()
    desk.exercise.assess("fill", seen=True, decided="yes")


def test_no_view_of_a_player_holds_what_is_for_the_controller(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    ticks.on(minutes=20)
    desk.exercise.play_due()
    desk.exercise.skip("press", reason="geheime reden")
    desk.exercise.assess("fill", seen=True, decided="yes", remark="geheime opmerking")
    shown = json.dumps(state(desk.journal.connection), ensure_ascii=False)
    assert "instroom uit de Platielstraat" in shown
    exercise = desk.exercise.view()
    secrets = [NOTE, EXPECTED, "geheime", *(one.cue.text for one in exercise.injects if one.status != "played")]
    for secret in (*secrets, *(one.cue.note for one in exercise.injects)):
        assert secret not in shown, secret
        assert not desk.reading.search(secret), secret


@pytest.mark.parametrize("realm", ["real", "demo"])
def test_no_other_realm_takes_an_exercise(tmp_path: Path, realm: str) -> None:
    from aovconsole.clock import Clock

    clock = Clock() if realm == "real" else None
    desk = Desk(journal_at(tmp_path / "thuis", clock, realm=realm), OPERATOR, lambda: None)  # type: ignore[arg-type,return-value]
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match="een eigen map"):
        desk.exercise.start("carnaval", BEGIN.date(), number="OEF-27-A001")
    assert desk.journal.last_pos() == before
    with pytest.raises(CommandRefused, match="in deze map is geen oefening"):
        desk.exercise.view()
    desk.journal.close()


def test_one_home_holds_one_exercise(begun: tuple[Desk, Ticks]) -> None:
    desk, _ = begun
    with pytest.raises(CommandRefused, match="al een oefening: OEF-27-A001"):
        desk.exercise.start("carnaval", BEGIN.date(), number="OEF-27-A002")


def test_the_fold_does_not_ask_for_an_order_of_arrival(begun: tuple[Desk, Ticks]) -> None:
    desk, ticks = begun
    ticks.on(minutes=20)
    desk.exercise.play_due()
    desk.exercise.skip("bikes", reason="x")
    desk.exercise.assess("fill", seen=True, decided="no")
    ticks.on(minutes=1)
    desk.exercise.assess("fill", seen=True, decided="yes")
    records = desk.reading.records(subject=desk.exercise.view().subject)
    assert fold(pairs_of(reversed(records), object)) == desk.exercise.view()  # type: ignore[arg-type]


def test_the_exercise_stands_below_the_real_home_which_is_not_opened(tmp_path: Path) -> None:
    desk, _ = played(tmp_path / "echt")
    assert desk.journal.home == tmp_path / "echt" / "oefeningen" / "carnaval-2027-02-07-1"
    assert [path.name for path in around(tmp_path / "echt").home.iterdir()] == ["oefeningen"]
    desk.journal.close()
