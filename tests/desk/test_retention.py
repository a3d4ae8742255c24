"""Retention: what may go when, and destroying a dossier as a decision with a name that leaves its trace."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.record import Draft
from aovconsole.domain.retention import DossierDestroyed, due_on
from aovconsole.errors import CommandRefused
from aovconsole.journal import views
from tests.builders import append, assert_green, desk_at, records_of
from tests.desk.test_erasures import files_with
from tests.still_clock import StillClock

SECRET = "de heer Quispel stond met zijn hond bij de ingang"
BY, GROUND = "A. Voorbeeld/teammanager", "bewaartermijn"


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return desk_at(tmp_path / "a", clock, code="A")


def closed(desk: Desk) -> str:
    """A closed incident with a line that says something."""
    number = desk.incidents.open("Oploop Markt").number
    desk.log.line(SECRET, dossier=number)
    desk.agreements.action(number, "hekken plaatsen", owner="THOR")
    desk.incidents.close(number, reason="rustig", handed_to="AOV")
    return number


def destroy(
    desk: Desk, number: str, *, by: str = BY, ground: str = GROUND, code: str = "", decision: str = ""
) -> object:
    return desk.retention.destroy(number, by=by, ground=ground, code=code, decision=decision)


def refused(desk: Desk, words: str, number: str, **more: str) -> None:
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match=words):
        destroy(desk, number, **more)
    assert desk.journal.last_pos() == before


def test_what_may_go_when(desk: Desk, clock: StillClock) -> None:
    number = closed(desk)
    open_one = desk.incidents.open("Loopt nog").number
    now = desk.seat.now
    day = timedelta(days=1)
    past = desk.evenementen.add("Kermis", begin=now - 3 * day, end=now - 2 * day, place="Markt").number
    ahead = desk.evenementen.add("Straks", begin=now + day, end=now + 2 * day, place="Markt").number
    found = {one.row.number: one for one in desk.retention.kept()}
    assert set(found) == {number, past} and open_one not in found and ahead not in found
    assert (found[number].state, found[number].result, found[number].due) == ("archivist", None, None)
    kermis = found[past]
    assert kermis.result is not None and (kermis.state, kermis.result.code) == ("running", "11.1.1")
    assert kermis.due is not None and kermis.due.isoformat() == "2028-02-07"  # from its last record, not its end
    clock.advance(hours=366 * 24)
    first = desk.retention.kept()[0]
    assert (first.row.number, first.state) == (past, "due")


def test_a_term_of_years() -> None:
    assert due_on(date(2024, 2, 29), 5).isoformat() == "2029-03-01"
    assert due_on(date(2024, 2, 28), 1).isoformat() == "2025-02-28"


def test_nothing_goes_before_its_term_or_without_the_archivist(desk: Desk, clock: StillClock) -> None:
    running = desk.incidents.open("Loopt nog").number
    number = closed(desk)
    refused(desk, "is nog niet afgesloten", running)
    refused(desk, "noem met --code het resultaat dat de archivaris koos", number)
    refused(desk, "resultaat 99 staat niet in data/retention.toml", number, code="99")
    refused(desk, "wordt niet vernietigd", number, code="19.1.6")
    refused(desk, "loopt tot maandag 7 februari 2028", number, code="19.1.9")
    clock.advance(hours=365 * 24)
    refused(desk, "zonder besluit van de archivaris", number, code="19.1.9")
    refused(desk, "NAAM/FUNCTIE", number, code="19.1.9", decision="ARCH-1", by="Jan")
    refused(desk, "wie besluit is leeg", number, code="19.1.9", decision="ARCH-1", by=" ")
    refused(desk, "grond zomaar bestaat niet", number, code="19.1.9", decision="ARCH-1", ground="zomaar")
    refused(desk, "is onbekend", "INC-27-A099", code="19.1.9")


def test_a_dossier_is_destroyed_and_leaves_its_trace(desk: Desk, clock: StillClock, tmp_path: Path) -> None:
    number = closed(desk)
    file = tmp_path / "verklaring.txt"
    file.write_text(f"verklaring: {SECRET}")
    desk.attachments.add(file, dossier=number)
    clock.advance(hours=366 * 24)
    subject = desk.seat.find(number).subject
    count = len([one for one in records_of(desk.journal) if one.dossier == subject])
    done = desk.retention.destroy(number, by=BY, ground=GROUND, code="19.1.9", decision="ARCH-1")
    assert done.records == count and done.wiped
    assert_green(desk.journal)
    with pytest.raises(CommandRefused, match=f"{number} vernietigd door A. Voorbeeld/teammanager"):
        desk.seat.find(number)
    [trace] = desk.reading.of_type("retention")
    assert json.loads(trace.body) | {"closed_at": "", "list": ""} == {
        "number": number, "type": "incident", "code": "19.1.9", "list": "", "closed_at": "", "due_on": "2028-02-07",
        "by": BY, "ground": "bewaartermijn verstreken (selectielijst)", "decision": "ARCH-1", "records_count": count,
    }  # fmt: skip
    texts = {row.text for row in desk.reading.lines(dossier=subject)}
    assert "inhoud gewist" in texts and trace.title in texts
    assert desk.reading.search("Quispel") == ()
    assert number not in [one.row.number for one in desk.retention.kept()]
    desk.journal.close()
    assert files_with(desk.journal.home, "Quispel", "hekken plaatsen", "Oploop") == []


def test_the_number_is_never_given_again(desk: Desk, clock: StillClock) -> None:
    number = closed(desk)
    clock.advance(hours=366 * 24)
    destroy(desk, number, code="19.1.9", decision="ARCH-1")
    clock.advance(hours=-366 * 24)
    assert desk.incidents.open("Nieuw").number == "INC-27-A002"


def test_a_trace_is_never_erased(desk: Desk) -> None:
    payload = DossierDestroyed("INC-20-A001", "incident", "12.1", "lijst", "", "", BY, "grond")
    trace = append(desk.journal, Draft(payload, dossier="d"))[0]
    with pytest.raises(CommandRefused, match="wordt nooit gewist"):
        desk.erasures.redact([trace.id], ground="verzoek")


def test_what_repeats_it_elsewhere_is_named_and_written_again(desk: Desk, clock: StillClock) -> None:
    number = desk.incidents.open("Oploop Markt").number
    desk.log.line(SECRET, dossier=number)
    handover = desk.handovers.make(receiver="Tweede", giver="Eerste").number
    desk.incidents.close(number, reason="rustig", handed_to="AOV")
    clock.advance(hours=366 * 24)
    refused(desk, "op 1 andere plek", number, code="19.1.9", decision="ARCH-1")
    [held] = desk.retention.held(number)
    assert (held.where, held.dossier) == ("overdracht", handover)
    desk.retention.destroy(number, by=BY, ground=GROUND, code="19.1.9", decision="ARCH-1", also=["alle"])
    assert SECRET not in desk.seat.find(handover).body and "[gewist]" in desk.seat.find(handover).body
    assert_green(desk.journal)


def test_the_municipality_settles_it_in_a_table_of_its_own(desk: Desk, clock: StillClock) -> None:
    folder = desk.journal.home / "data"
    folder.mkdir(exist_ok=True)
    table = """list = "Eigen lijst"
list_source = "besluit"
[[results]]
code = "12.1"
label = "Toezicht"
source = "x"
years = 1
[[dossiers]]
type = "incident"
code = "12.1"
archivist = false
note = "vastgesteld met de archivaris"
status = "vastgesteld"
source = "besluit 12"
"""
    (folder / "retention.toml").write_text(table, encoding="utf-8")
    number = closed(desk)
    refused(desk, "loopt tot", number)
    clock.advance(hours=366 * 24)
    destroy(desk, number)
    assert "Eigen lijst" in desk.reading.of_type("retention")[0].body
    before = views.state(desk.journal.connection)
    assert before["subjects"]
    for wrong, words in (
        (table.replace('code = "12.1"\narchivist', 'code = "13"\narchivist'), "noemt resultaat 13, dat er niet is"),
        (table.replace("years = 1", "permanent = false"), "heeft years of permanent nodig"),
        (table.replace("years = 1", 'years = "veel"'), "moet een geheel getal zijn"),
    ):
        (folder / "retention.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(CommandRefused, match=words):
            desk.retention.kept()
