"""Bundles: two stations that hold the same records, by a file on a stick."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused, JournalBroken
from aovconsole.hub import bundle
from aovconsole.journal.store import Journal, Operator
from aovconsole.journal.verify import verify
from aovconsole.journal.views import state
from aovconsole.reference.files import known_names
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


def station(home: Path, code: str, realm: str = "test") -> Desk:
    """A desk at a station with letters of its own."""
    journal = Journal(home, StillClock(CARNIVAL_SUNDAY), realm=realm, code=code)
    return Desk(journal, Operator("Test", "AOV", "test"), lambda: known_names(home))


def test_two_stations_that_exchange_bundles_hold_the_same(tmp_path: Path) -> None:
    one, two = station(tmp_path / "one", "A"), station(tmp_path / "two", "B")
    incident = one.incidents.open("Brand")
    one.log.line("14:41 politie @Vrijthof drie panden ontruimd", dossier=incident.number)
    two.incidents.open("Stroomstoring")
    there, back = tmp_path / "heen.bundel", tmp_path / "terug.bundel"
    count = bundle.export(one.journal, there)
    assert bundle.receive(two.journal, there) == (count, (one.journal.fingerprint,))
    two.incidents.grip(incident.number, 1, by="OvD-Bz")
    bundle.export(two.journal, back)
    bundle.receive(one.journal, back)
    assert state(one.journal.connection) == state(two.journal.connection)
    assert one.seat.find(incident.number).title == "Brand"
    for desk in (one, two):
        assert verify(desk.journal).ok
    assert bundle.receive(one.journal, back) == (0, ())


def test_a_changed_bundle_brings_nothing(tmp_path: Path) -> None:
    one, two = station(tmp_path / "one", "A"), station(tmp_path / "two", "B")
    one.log.line("instroom loopt vast")
    file = tmp_path / "b.bundel"
    bundle.export(one.journal, file)
    file.write_text(file.read_text(encoding="utf-8").replace("loopt vast", "is rustig"), encoding="utf-8")
    before = two.journal.last_pos()
    with pytest.raises(JournalBroken, match="de inhoud is gewijzigd"):
        bundle.receive(two.journal, file)
    assert two.journal.last_pos() == before


@pytest.mark.parametrize("change", [{"occurred_at": "2026-13-99T00:00:00.000000+00:00"}, {"seq": 0}, {"x": 1}])
def test_a_record_of_another_shape_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    one, two = station(tmp_path / "one", "A"), station(tmp_path / "two", "B")
    file = tmp_path / "b.bundel"
    bundle.export(one.journal, file)
    head, first, *rest = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, json.dumps(json.loads(first) | change), *rest]), encoding="utf-8")
    with pytest.raises((CommandRefused, JournalBroken)):
        bundle.receive(two.journal, file)


def test_realms_never_mix_and_other_files_are_no_bundles(tmp_path: Path) -> None:
    one, drill = station(tmp_path / "one", "A"), station(tmp_path / "drill", "B", "exercise")
    file, other = tmp_path / "b.bundel", tmp_path / "x.txt"
    bundle.export(one.journal, file)
    other.write_bytes(b"\xff\xfe niets")
    with pytest.raises(CommandRefused, match="ander rijk"):
        bundle.receive(drill.journal, file)
    with pytest.raises(CommandRefused, match="geen bundel"):
        bundle.receive(one.journal, other)
    with pytest.raises(CommandRefused, match="bestaat al"):
        bundle.export(one.journal, file)
