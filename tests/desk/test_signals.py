"""Signals become records once: by a rule or a person, kept up, ended; never because a source is silent."""

from __future__ import annotations

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.signals import BACK, PASSED
from aovconsole.domain.signal import SignalShown, signal_subject
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused
from aovconsole.journal.views import state
from tests.builders import assert_green, kinds, records_of
from tests.desk.signals import clock_of, hear, said, signal_desk
from tests.feeds.polling import Source

SUBJECT = signal_subject("rws", "borgharen")


def steps(desk: Desk) -> list[str]:
    return [kind for kind in kinds(records_of(desk.journal)) if kind.startswith("signal.")]


def body(desk: Desk) -> dict[str, object]:
    row = desk.reading.subject(SUBJECT)
    assert row is not None
    found: dict[str, object] = json.loads(row.body)
    return found


def level(desk: Desk, level: str = "orange", value: str = "43,31") -> dict[str, dict[str, object]]:
    return {"borgharen": said(desk.seat.now, level=level, level_text="hoog", value=value, unit="m NAP")}


def test_a_signal_is_no_record_until_a_rule_says_so(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, {**level(desk, "yellow"), "eijsden": said(desk.seat.now, "Maas bij Eijsden", level="red")})
    assert desk.signals.settle() == 0
    clock_of(desk).advance(minutes=10)
    hear(desk, level(desk))
    assert (desk.signals.settle(), desk.signals.settle()) == (1, 0)
    assert steps(desk) == ["signal.taken"]
    assert (body(desk)["why"], body(desk)["status"]) == ("regel: hoogwater bij Borgharen", "active")
    assert_green(desk.journal)


def test_it_is_kept_up_and_ends_and_can_come_back(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    for levels, value in (("orange", "43,31"), ("orange", "43,31"), ("red", "44,30"), ("none", "40,00"), ("red", "45")):
        hear(desk, level(desk, levels, value))
        desk.signals.settle()
        clock_of(desk).advance(minutes=10)
    assert steps(desk) == ["signal.taken", "signal.changed", "signal.ended", "signal.taken"]
    assert (body(desk)["status"], body(desk)["value"]) == ("active", "45")
    assert [one.text for one in desk.reading.lines(type_="signal")][2] == f"signaal beëindigd: {BACK}"
    assert_green(desk.journal)


def test_silence_ends_nothing(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, level(desk))
    desk.signals.settle()
    clock_of(desk).advance(minutes=300)
    hear(desk, {}, fault="is niet te bereiken")
    assert desk.signals.settle() == 0
    assert body(desk)["status"] == "active"
    [signal] = desk.feeds.board().signals
    assert signal.doubts(desk.seat.now) == ("verouderd", "geen antwoord van de bron")


def test_what_was_heard_long_ago_is_not_taken(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, level(desk))
    clock_of(desk).advance(minutes=300)
    assert desk.signals.settle() == 0


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"complete": True}, "niet meer in bron"), ({"ended": ["borgharen"]}, "ingetrokken door de bron")],
)
def test_what_the_source_no_longer_says_is_over(tmp_path: Path, options: dict[str, object], reason: str) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, level(desk))
    desk.signals.settle()
    clock_of(desk).advance(minutes=10)
    hear(desk, {}, **options)  # type: ignore[arg-type]
    assert (desk.signals.settle(), desk.signals.settle()) == (1, 0)
    assert (body(desk)["status"], body(desk)["ended_why"]) == ("ended", reason)


def test_its_own_end_passes(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    until = stored(desk.seat.now + timedelta(minutes=30))
    hear(desk, {"borgharen": said(desk.seat.now, until_at=until)})
    desk.signals.settle()
    clock_of(desk).advance(minutes=31)
    assert (desk.signals.settle(), desk.signals.settle()) == (1, 0)
    assert body(desk)["ended_why"] == PASSED
    assert desk.feeds.board().signals == ()


def test_two_stations_do_not_double_it(tmp_path: Path) -> None:
    here, there = signal_desk(tmp_path / "a"), signal_desk(tmp_path / "b", code="B")
    for desk in (here, there):
        hear(desk, level(desk))
        desk.signals.settle()
    here.journal.receive([one for one in records_of(there.journal) if one.station == there.journal.fingerprint])
    there.journal.receive([one for one in records_of(here.journal) if one.station == here.journal.fingerprint])
    assert len(here.reading.of_type("signal")) == 1
    assert len(here.reading.lines(type_="signal")) == 1
    assert state(here.journal.connection) == state(there.journal.connection)
    assert (here.signals.settle(), there.signals.settle()) == (0, 0)


def test_a_station_that_is_behind_does_not_undo_what_another_knows(tmp_path: Path) -> None:
    here, there = signal_desk(tmp_path / "a"), signal_desk(tmp_path / "b", code="B")
    hear(there, level(there, "orange", "43,31"))
    clock_of(here).advance(minutes=10)
    hear(here, level(here, "red", "44,40"))
    here.signals.settle()
    there.journal.receive(records_of(here.journal))
    assert there.signals.settle() == 0


def test_a_signal_becomes_an_incident(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, {"borgharen": said(desk.seat.now, level_text="hoog", value="43,31", unit="m NAP", place="Borgharen")})
    row = desk.signals.open_incident("rws", "borgharen")
    assert (row.title, row.place, row.number[:3]) == ("Maas bij Borgharen", "Borgharen", "INC")
    [line] = [one for one in desk.reading.lines(dossier=row.subject) if one.type == "line"]
    assert line.text == "Maas bij Borgharen: hoog, 43,31 m NAP (Rijkswaterstaat, gemeten 15:10)"
    assert line.source == "Rijkswaterstaat"
    assert steps(desk) == ["signal.taken", "signal.used"]
    assert (body(desk)["used_in"], body(desk)["why"]) == ([row.subject], "door AOV")
    assert_green(desk.journal)


def test_or_a_line_with_every_doubt_in_it(tmp_path: Path) -> None:
    source = Source("rws", "Rijkswaterstaat", tested_on_recording=False, privacy_rule="Persoonsgegevens.")
    desk = signal_desk(tmp_path, source)
    hear(desk, {"borgharen": said(None, "[b]melding[/]\x1b]0;x", detail=["Vrijthof"])})
    clock_of(desk).advance(minutes=25)
    line = desk.signals.log("rws", "borgharen")
    text = desk.reading.lines(type_="line")[0].text
    assert (line.dossier, desk.reading.lines(type_="line")[0].record_id) == ("", line.id)
    assert text == (
        "[b]melding[/]\ufffd]0;x: Vrijthof"
        " (Rijkswaterstaat, gelezen 15:10, verouderd, niet getoetst aan echte levering) !privé"
    )
    taken = next(one for one in records_of(desk.journal) if one.kind == "signal.taken")
    assert "Vrijthof" not in taken.payload


def test_what_is_gone_cannot_be_used(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    before = desk.journal.last_pos()
    for use in (desk.signals.open_incident, desk.signals.log):
        with pytest.raises(CommandRefused, match="er niet meer"):
            use("rws", "borgharen")
    hear(desk, level(desk))
    with pytest.raises(CommandRefused, match="onbekend"):
        desk.signals.log("rws", "borgharen", dossier="INC-27-A404")
    assert desk.journal.last_pos() == before


def test_what_the_screen_showed_is_kept_while_a_dossier_is_open(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, {"eijsden": said(desk.seat.now, "Maas bij Eijsden", level="none", value="44,1")})
    assert desk.signals.settle() == 0
    incident = desk.incidents.open("Hoogwater")
    assert (desk.signals.settle(), desk.signals.settle()) == (1, 0)
    clock_of(desk).advance(minutes=45)
    desk.signals.settle()
    desk.incidents.close(incident.number)
    hear(desk, {"eijsden": said(desk.seat.now, "Maas bij Eijsden", level="none", value="45")})
    assert desk.signals.settle() == 0
    assert [one.lines for one in desk.signals.shown(incident.number)] == [
        ("Maas bij Eijsden: 44,1 (Rijkswaterstaat 07-02 15:10)",),
        ("Maas bij Eijsden: 44,1, verouderd (Rijkswaterstaat 07-02 15:10)", "Rijkswaterstaat: verouderd"),
    ]
    assert [one.type for one in desk.reading.lines(dossier=incident.subject)] == ["opened", "closed"]
    assert_green(desk.journal)


def test_a_source_that_is_switched_off_shows_nothing_any_more(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    hear(desk, {"eijsden": said(desk.seat.now, "Maas bij Eijsden", level="none", value="44,1")})
    incident = desk.incidents.open("Hoogwater")
    desk.signals.settle()
    clock_of(desk).advance(minutes=1)
    desk.feeds.switch("rws", False)
    assert (desk.signals.settle(), desk.signals.settle()) == (1, 0)
    assert [bool(one.lines) for one in desk.signals.shown(incident.number)] == [True, False]


def test_of_a_private_source_what_was_shown_is_not_kept(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path, Source("rws", "P2000", privacy_rule="Persoonsgegevens."))
    hear(desk, {"a": said(desk.seat.now, "Ambulance Vrijthof")})
    desk.incidents.open("Onwel")
    desk.signals.settle()
    [shown] = [one for one in records_of(desk.journal) if one.kind == SignalShown.kind]
    assert "Vrijthof" not in shown.payload


def test_what_a_private_source_said_is_forgotten_after_a_day(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path, Source("rws", "P2000", privacy_rule="Persoonsgegevens."))
    hear(desk, {"a": said(desk.seat.now)})
    clock_of(desk).advance(hours=23)
    hear(desk, {"b": said(desk.seat.now)})
    assert {one.key for one in desk.feeds.board().signals} == {"a", "b"}
    clock_of(desk).advance(hours=2)
    hear(desk, {})
    assert {one.key for one in desk.feeds.board().signals} == {"b"}


def test_a_damaged_cache_stops_nothing_and_is_begun_anew(tmp_path: Path) -> None:
    from tests.builders import desk_at

    tmp_path.joinpath("feeds.db").write_bytes(b"geen database" * 1000)
    desk = desk_at(tmp_path)
    assert desk.feeds.board() == ((), (), "")
    assert (tmp_path / "feeds.damaged").exists()
    assert all(not one.on for one in desk.feeds.states())


def test_without_sources_nothing_is_written_and_no_file_made(tmp_path: Path) -> None:
    from tests.builders import desk_at

    desk = desk_at(tmp_path)
    desk.incidents.open("Gaslek")
    assert desk.signals.settle() == 0
    assert (desk.feeds.board(), desk.feeds.any_on()) == (((), (), ""), False)
    assert not (tmp_path / "feeds.db").exists()


def test_a_privacy_rule_is_agreed_to_first(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path, Source("rws", privacy_rule="Alleen tonen."))
    desk.feeds.switch("rws", False)
    with pytest.raises(CommandRefused, match=r"--agree.*Alleen tonen\."):
        desk.feeds.switch("rws", True)
    assert not desk.feeds.any_on()
    with pytest.raises(CommandRefused, match=r"bestaat niet \(kies uit rws\)"):
        desk.feeds.switch("knmi", True)


def test_a_key_stands_in_a_file_of_its_owner_only(tmp_path: Path) -> None:
    desk = signal_desk(tmp_path)
    before = desk.journal.last_pos()
    desk.feeds.set_key("rws", ' ge"heim\\1\n')
    file = desk.feeds.keys_file()
    assert file is not None
    assert desk.feeds._keys() == {"rws": 'ge"heim\\1'}
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert desk.journal.last_pos() == before
    for wrong in ("", "twee woorden", "x" * 5000, "é", "a\x1bb"):
        with pytest.raises(CommandRefused, match="geen sleutel"):
            desk.feeds.set_key("rws", wrong)


@pytest.mark.parametrize("realm", ["real", "test"])
def test_only_the_real_world_is_asked_unasked(tmp_path: Path, realm: str) -> None:
    from aovconsole.clock import Clock
    from aovconsole.desk.desk import Desk
    from aovconsole.desk.feeds import FeedDesk
    from tests.builders import KNOWN, OPERATOR, journal_at

    journal = journal_at(tmp_path, Clock(), realm=realm)
    sources = [Source("a"), Source("b", enabled=False), Source("c", missing_key=True), Source("d", off_by_default=True)]
    feeds = FeedDesk(Desk(journal, OPERATOR, lambda: KNOWN).seat, lambda *_: sources)
    assert [one.id for one in feeds.states() if one.on] == (["a"] if realm == "real" else [])
