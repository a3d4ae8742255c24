"""Erasing a personal datum: through every view, index, draft, copy in another record, later import and restore."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration import contact_subject
from aovconsole.domain.demonstration_steps import ContactSet
from aovconsole.domain.erasure import RecordLeft
from aovconsole.domain.record import Draft
from aovconsole.domain.sitrep import SitrepSent
from aovconsole.errors import CommandRefused
from aovconsole.hub import bundle
from aovconsole.journal import backup
from aovconsole.journal.local import LocalStore, StoredDraft
from aovconsole.journal.looking_back import Horizon, dossier_then, kinds_then
from aovconsole.journal.store import Operator
from tests.builders import append, assert_green, desk_at, journal_at, kinds, records_of
from tests.still_clock import StillClock

NAME, PHONE = "Xaviera Quispel", "0612345678"
LINE = f"melder {NAME} belt vanaf {PHONE} over een gaslucht in de kelder"


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return desk_at(tmp_path / "a", clock, code="A")


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.incidents.open("Gaslek Markt").number


def files_with(home: Path, *words: str) -> list[str]:
    """The files of a home in which any of these stands, in whatever case."""
    found = []
    for file in sorted(path for path in home.rglob("*") if path.is_file()):
        contents = file.read_bytes().lower()
        if any(word.encode().lower() in contents for word in words):
            found.append(file.name)
    return found


def erase(desk: Desk, *names: str, also: list[str] | None = None, data: tuple[str, ...] = ()) -> object:
    return desk.erasures.redact(names, ground="verzoek", data=data, also=also)


def refused(desk: Desk, words: str, *names: str, also: list[str] | None = None, data: tuple[str, ...] = ()) -> None:
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match=words):
        erase(desk, *names, also=also, data=data)
    assert desk.journal.last_pos() == before


def spread(desk: Desk, number: str) -> str:
    """A line, and everything that repeats it: a correction, an action, a sitrap, a handover, a draft; its id."""
    line = desk.log.line(LINE, dossier=number)
    desk.log.correct(line.id, f"melder {NAME} belt over een gaslucht op zolder")
    row = desk.seat.find(number)
    desk.agreements.action(number, f"terugbellen: melder {NAME} belt vanaf {PHONE}", owner="THOR")
    sent = SitrepSent("SIT-1", f"GASLEK\n- Melder {NAME.upper()} belt vanaf 06-12 34 56 78\n- straat dicht", "AOV")
    append(desk.journal, Draft(sent, dossier=row.subject))
    desk.handovers.make(receiver="Tweede", giver="Eerste")
    store = LocalStore(desk.journal.home)
    store.keep(1, StoredDraft("line", row.subject, "r", f"nogmaals {PHONE}"))
    store.close()
    return line.id


def test_nothing_goes_in_silence_and_everything_can(desk: Desk, number: str) -> None:
    name = spread(desk, number)
    held = desk.erasures.held([name])
    assert sorted(one.where for one in held) == ["actie", "half getypte tekst", "overdracht", "regel", "sitrap"]
    refused(desk, "op 5 andere plekken; er is niets gewist: noem met --also", name)
    refused(desk, "houdt dit niet", name, also=["x"])
    refused(desk, "gaat niet samen", name, also=["geen", "alle"])
    assert files_with(desk.journal.home, PHONE) == ["journal.db-wal", "local.db"]
    done = desk.erasures.redact([name], ground="verzoek", also=["alle"])
    assert (done.records, done.drafts, done.wiped) == (5, 1, True)
    assert_green(desk.journal)
    desk.journal.close()
    assert files_with(desk.journal.home, "Quispel", PHONE, "06-12 34 56 78", "gaslucht") == []
    again = Desk(desk.journal, desk.operator, desk.seat.known)
    assert again.reading.search("Quispel") == () and again.reading.search("gaslucht") == ()
    [sitrep] = again.reading.of_type("sitrep")
    body = json.loads(sitrep.body)
    assert (sitrep.number, body["text"]) == ("SIT-1", "GASLEK\n- [gewist]\n- straat dicht")
    [handover] = again.reading.of_type("handover")
    assert "[gewist]" in handover.body and handover.number == "OVR-27-A001"
    [action] = again.reading.of_type("action")
    assert action.number == "A-A1" and action.title.startswith("terugbellen: [gewist]")
    lines = [row.text for row in again.reading.lines(dossier=again.seat.find(number).subject)]
    assert "regel gewist: verzoek van de betrokkene (AVG art. 17)" in lines and "inhoud gewist" in lines


def test_what_is_left_is_said(desk: Desk, number: str) -> None:
    name = spread(desk, number)
    erase(desk, name, also=["geen"])
    assert LINE not in [row.text for row in desk.reading.lines()]
    assert PHONE in next(iter(desk.reading.of_type("action"))).title
    assert_green(desk.journal)


def test_only_the_datum_goes_and_the_line_stands_at_its_own_time(desk: Desk, number: str) -> None:
    line = desk.log.line(f"14:02 politie: {LINE} #gas", dossier=number)
    desk.log.set_status(line.id, "verified")
    refused(desk, "staat niet wat --datum noemt", line.id, data=("Pietersen",))
    refused(desk, "minstens twee letters", line.id, data=("x",))
    done = desk.erasures.redact([line.id], ground="verzoek", data=[NAME, PHONE])
    assert (done.records, done.rewritten) == (1, 1)
    shown = next(row for row in desk.reading.lines(type_="line"))
    assert (shown.at, shown.source, shown.more["tags"], shown.more["status"]) == (
        line.occurred_at,
        "politie",
        ["gas"],
        "verified",
    )
    assert shown.text == "14:02 politie: melder [gewist] belt vanaf [gewist] over een gaslucht in de kelder #gas"
    assert_green(desk.journal)
    assert files_with(desk.journal.home, NAME, PHONE) == []


def test_what_carries_a_dossier_goes_only_in_part(desk: Desk) -> None:
    row = desk.incidents.open(f"Ruzie bij {NAME}")
    refused(desk, f"draagt {row.number}: noem met --datum", row.subject)
    assert erase(desk, row.subject, data=(NAME,))
    after = desk.seat.find(row.number)
    assert (after.subject, after.title, after.begin_at) == (row.subject, "Ruzie bij [gewist]", row.begin_at)
    assert desk.incidents.open("Volgende").number == "INC-27-A002"
    assert_green(desk.journal)


def test_a_step_with_a_name_in_it_stays_done(desk: Desk, number: str) -> None:
    grip = desk.incidents.grip(number, 2, by="OvD-Bz", reason=f"{NAME} vermist").subject
    desk.incidents.set_field(number, "place", f"bij {NAME}")
    desk.incidents.set_field(number, "place", "Markt")
    desk.incidents.close(number, reason=f"{NAME} gevonden", handed_to="AOV")
    steps = [one for one in records_of(desk.journal) if NAME in one.payload]
    assert [one.kind for one in steps] == ["incident.grip_set", "incident.field_set", "incident.closed"]
    refused(desk, f"draagt {number}: noem met --datum", steps[0].id, also=["geen"])
    refused(desk, f"draagt {number}: noem met --datum", steps[2].id, also=["geen"])
    before = desk.seat.find(number)
    done = desk.erasures.redact([steps[0].id], ground="verzoek", data=[NAME], also=["alle"])
    assert (done.records, done.rewritten) == (3, 3)
    after = desk.seat.find(number)
    assert (after.status, after.end_at, after.place) == ("closed", before.end_at, "Markt")
    body = json.loads(after.body)
    assert body["grip_level"] == json.loads(before.body)["grip_level"] == 2 and NAME not in after.body
    assert grip == after.subject
    assert_green(desk.journal)


def test_looking_back_shows_what_is_left_at_its_own_moment(desk: Desk, clock: StillClock) -> None:
    row = desk.incidents.open(f"Ruzie bij {NAME}")
    line = desk.log.line(LINE, dossier=row.number)
    clock.advance(hours=1)
    desk.erasures.redact([row.subject, line.id], ground="verzoek", data=[NAME, PHONE])
    past = dossier_then(desk.reading, row.subject, Horizon(known_at=line.received_at))
    then = past.row(row.subject)
    assert then is not None and then.title == "Ruzie bij [gewist]"
    assert [one.text for one in past.lines] == [
        "Ruzie bij [gewist]",
        LINE.replace(NAME, "[gewist]").replace(PHONE, "[gewist]"),
    ]
    assert [one.title for one in kinds_then(desk.reading, "incident", Horizon(known_at=line.received_at)).rows] == [
        "Ruzie bij [gewist]"
    ]


def test_what_is_left_can_lose_more_and_can_go(desk: Desk, number: str) -> None:
    line = desk.log.line(LINE, dossier=number)
    desk.erasures.redact([line.id], ground="verzoek", data=[NAME])
    left = next(one for one in records_of(desk.journal) if one.kind == "erasure.left")
    desk.erasures.redact([left.id], ground="verzoek", data=[PHONE])
    shown = next(row for row in desk.reading.lines(type_="line"))
    assert shown.text == LINE.replace(NAME, "[gewist]").replace(PHONE, "[gewist]")
    last = [one for one in records_of(desk.journal) if one.kind == "erasure.left"][-1]
    erase(desk, last.id, also=["geen"])
    assert not desk.reading.lines(type_="line")
    assert_green(desk.journal)
    assert files_with(desk.journal.home, NAME, PHONE, "gaslucht") == []


def test_what_another_says_is_left_counts_only_of_what_is_gone(desk: Desk, number: str) -> None:
    line = desk.log.line(LINE, dossier=number)
    forged = RecordLeft(line.id, '{"text":"verzonnen"}')
    append(desk.journal, Draft(forged, subject=line.subject, dossier=line.dossier))
    assert next(row for row in desk.reading.lines(type_="line")).text == LINE
    assert_green(desk.journal)


def test_a_handover_that_was_accepted_stays_accepted(desk: Desk) -> None:
    made = desk.handovers.make(receiver=NAME, giver="Eerste").number
    desk.handovers.accept(made, by=NAME, all_read=True)
    accepted = next(one for one in records_of(desk.journal) if one.kind == "handover.accepted")
    desk.erasures.redact([accepted.id], ground="verzoek", data=[NAME], also=["alle"])
    row = desk.seat.find(made)
    assert (row.status, json.loads(row.body)["receiver"]) == ("accepted", "[gewist]")
    assert_green(desk.journal)


def test_the_name_of_an_operator(desk: Desk, number: str) -> None:
    other = Desk(desk.journal, Operator(NAME, "AOV", "xquispel"), desk.seat.known)
    other.log.line("gezien", dossier=number)
    [record] = [one for one in records_of(desk.journal) if NAME in one.payload]
    erase(desk, record.id)
    assert [row.author for row in desk.reading.lines(type_="line")] == ["[gewist]/AOV"]
    other.log.line("nog eens", dossier=number)
    assert files_with(desk.journal.home, NAME, "xquispel") == []
    assert_green(desk.journal)


def test_a_name_on_the_roster_and_a_contact(desk: Desk, number: str) -> None:
    now = desk.seat.now
    duty = desk.roster.add("AOV", NAME, begin=now, end=now.replace(hour=20))
    subject = desk.seat.find(number).subject
    contact = append(desk.journal, Draft(ContactSet(PHONE), contact_subject(subject), subject))[0]
    erase(desk, duty.subject)
    [kept] = desk.reading.of_type("duty")
    assert (json.loads(kept.body)["officer"], kept.begin_at, kept.end_at) == ("[gewist]", duty.begin_at, duty.end_at)
    erase(desk, contact.id)
    assert_green(desk.journal)
    desk.journal.close()
    assert files_with(desk.journal.home, NAME, PHONE) == []


def test_the_name_of_an_attachment_goes_with_its_file_and_comes_back_from_no_copy(
    desk: Desk, number: str, tmp_path: Path
) -> None:
    file = tmp_path / f"{NAME}.txt"
    file.write_text(f"verklaring van {NAME}")
    one = desk.attachments.add(file, dossier=number)
    two = desk.attachments.add(file)
    copy = backup.backup(desk.journal, tmp_path / "kopie.db")
    erase(desk, one.id, also=["geen"])
    assert any((desk.journal.home / "attachments").rglob("*/*"))
    erase(desk, two.id)
    assert files_with(desk.journal.home, NAME) == []
    backup.restore(desk.journal.home, copy, stamp="2027-02-07T12:00:00")
    assert not [path for path in (desk.journal.home / "attachments").rglob("*") if path.is_file()]
    assert_green(desk.journal)


def test_only_the_name_of_an_attachment(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / f"{NAME}.txt"
    file.write_text("verklaring")
    one = desk.attachments.add(file)
    desk.erasures.redact([one.id], ground="verzoek", data=[NAME])
    [row] = desk.reading.of_type("attachment")
    assert row.title == "[gewist].txt" and desk.attachments.path_of(json.loads(row.body)["sha256"]).is_file()
    assert_green(desk.journal)
    copy = backup.backup(desk.journal, tmp_path / "kopie.db")
    backup.restore(tmp_path / "b", copy, stamp="2027-02-07T12:00:00")
    assert len([path for path in (tmp_path / "b" / "attachments").rglob("*") if path.is_file()]) == 1


def test_the_reason_must_not_say_it_again(desk: Desk, number: str) -> None:
    line = desk.log.line(LINE, dossier=number)
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match="de reden noemt zelf wat gewist moet worden"):
        desk.erasures.redact([line.id], ground="verzoek", reason=f"verzoek van {NAME} ({PHONE})")
    assert desk.journal.last_pos() == before


def test_erased_wins_on_a_later_import_and_restore_and_the_copies_are_named(
    desk: Desk, number: str, tmp_path: Path
) -> None:
    line = desk.log.line(LINE, dossier=number)
    copy = backup.backup(desk.journal, tmp_path / "elders.db")
    bundle.export(desk.journal, tmp_path / "stick.bundel")
    own = backup.backup(desk.journal)
    copy_gone = tmp_path / "weg.db"
    backup.backup(desk.journal, copy_gone).unlink()
    done = desk.erasures.redact([line.id], ground="verzoek", reason="brief van 3 februari")
    named = sorted((Path(one.path).name, one.what, one.there) for one in done.copies)
    assert named == sorted([
        ("elders.db", "kopie", True), (own.name, "kopie", True), ("stick.bundel", "bundel", True),
        ("weg.db", "kopie", False),
    ])  # fmt: skip
    assert all(one.at.startswith("2027-02-07T14:10") for one in done.copies)
    bundle.receive(desk.journal, tmp_path / "stick.bundel")
    backup.restore(desk.journal.home, copy, stamp="2027-02-07T12:00:00")
    assert desk.reading.search("Quispel") == ()
    assert_green(desk.journal)
    there = journal_at(tmp_path / "b", StillClock(), code="B")
    bundle.export(desk.journal, tmp_path / "erna.bundel")
    bundle.receive(there, tmp_path / "stick.bundel")
    bundle.receive(there, tmp_path / "erna.bundel")
    assert there.reading.search("Quispel") == ()
    assert_green(there)
    there.close()


def test_what_cannot_be(desk: Desk, number: str) -> None:
    line = desk.log.line(LINE, dossier=number)
    with pytest.raises(CommandRefused, match="grond zomaar bestaat niet: kies verzoek, niet-nodig"):
        desk.erasures.redact([line.id], ground="zomaar")
    refused(desk, "record onbekend bestaat niet", "onbekend")
    refused(desk, "het record is leeg", " ")
    erase(desk, line.id)
    refused(desk, "is al gewist", line.id)
    for record in records_of(desk.journal):
        if record.kind in ("erasure.made", "station.started"):
            refused(desk, "draagt het bewijs en wordt nooit gewist", record.id)
    assert kinds(records_of(desk.journal))[-1] == "erasure.made"
