"""`aovconsole calendar export`: per layer, with UIDs that stay and versions that rise; nothing that may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.record import Draft
from aovconsole.journal.reading import Reading
from tests.builders import desk_at
from tests.commands.conftest import Run, refused
from tests.commands.test_calendar import calendar, event
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

pytestmark = pytest.mark.all

EVENEMENT = ("evenement", "add", "Carnaval", "--begin", "2027-02-07T11:11", "--end", "2027-02-09T23:59", "--place")


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Export the calendar and read it with the library: its events by title."""

    def once(*words: str) -> dict[str, Any]:
        target = tmp_path / "uit.ics"
        answer = run("calendar", "export", str(target), "--force", *words)
        assert answer.code == 0, answer
        raw = target.read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n"), "every line ends as the standard says"
        return {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(raw).walk("VEVENT")}

    return once


def imported(run: Run, tmp_path: Path, *components: str, name: str = "agenda.ics") -> None:
    (tmp_path / name).write_text(calendar(*components), encoding="utf-8", newline="")
    assert run("calendar", "import", str(tmp_path / name)).code == 0


def test_layers(run: Run, tmp_path: Path, exported: Callable[..., dict[str, Any]]) -> None:
    run(*EVENEMENT, "Vrijthof")
    run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", "Markt")
    run("match", "add", "Roda JC", "--on", "2027-03-12", "--at", "20:00")
    imported(run, tmp_path, event("a", "Markt van anderen"))
    assert set(exported()) == {"Carnaval", "Demonstratie Markt", "MVV – Roda JC", "Markt van anderen"}
    assert set(exported("--layer", "wedstrijden")) == {"MVV – Roda JC"}
    assert set(exported("--layer", "evenementen", "--layer", "import:agenda.ics")) == {"Carnaval", "Markt van anderen"}
    assert set(exported("--from", "2027-02-08", "--to", "2027-02-08")) == {"Carnaval", "Demonstratie Markt"}
    answer = run("calendar", "export", str(tmp_path / "leeg.ics"), "--layer", "cmt")
    assert (answer.code, answer.err) == (0, "aovconsole: laag cmt heeft in deze periode niets\n")


def test_a_layer_that_does_not_exist_is_refused_with_those_that_do(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, event("a", "Markt van anderen"))
    target, known = (
        tmp_path / "uit.ics",
        "evenementen, demonstraties, wedstrijden, cmt, plan, diensten, import:agenda.ics",
    )
    refused(
        run("calendar", "export", str(target), "--layer", "bestaatniet"), f"laag bestaatniet bestaat niet; wel: {known}"
    )
    both = ("--layer", "x", "--layer", "cmt", "--layer", "y")
    refused(run("calendar", "export", str(target), *both), f"lagen x, y bestaan niet; wel: {known}")
    assert not target.exists()


def test_duties_stand_in_a_layer_of_their_own(
    run: Run, scratch_home: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    desk = desk_at(scratch_home, StillClock(CARNIVAL_SUNDAY))
    duty = DutyPlanned("AOV", "dienst 1", "2027-02-05T16:00:00.000000+00:00", "2027-02-12T16:00:00.000000+00:00")
    desk.seat.write(lambda _: [Draft(duty)])
    assert desk.calendar.days(date(2027, 2, 1), date(2027, 2, 28)) == ()
    assert desk.calendar.days(date(2027, 2, 13), date(2027, 2, 28), layer="diensten") == ()
    desk.journal.close()
    assert exported() == {}
    (one,) = exported("--layer", "diensten").values()
    assert (str(one["SUMMARY"]), one["DTSTART"].dt.isoformat()) == ("AOV dienst 1", "2027-02-05T17:00:00+01:00")
    (row,) = run("calendar", "list", "--from", "2027-02-12", "--to", "2027-02-12", "--layer", "diensten", "--json").json
    assert (row["title"], row["layer"], row["dossier"]) == ("AOV dienst 1", "diensten", "")


def test_a_change_keeps_the_uid_and_raises_the_sequence(run: Run, exported: Callable[..., dict[str, Any]]) -> None:
    run("match", "add", "Roda JC", "--on", "2027-03-12", "--at", "20:00")
    first = exported()["MVV – Roda JC"]
    assert exported()["MVV – Roda JC"].to_ical() == first.to_ical()
    run("match", "move", "WED-27-A001", "--on", "2027-03-13", "--reason", "tv")
    second = exported()["MVV – Roda JC"]
    assert (second["UID"], first["SEQUENCE"], second["SEQUENCE"]) == (first["UID"], 0, 1)
    assert second["DTSTAMP"].dt == second["LAST-MODIFIED"].dt
    run("match", "cancel", "WED-27-A001", "--reason", "storm")
    third = exported()["MVV – Roda JC"]
    assert (third["UID"], third["SEQUENCE"], third["STATUS"]) == (first["UID"], 2, "CANCELLED")
    assert str(third["DESCRIPTION"]) == "dossier WED-27-A001"


def test_what_vanished_at_its_source_is_cancelled_and_what_comes_back_is_newer(
    run: Run, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    both = (event("a", "Blijft"), event("b", "Gaat"))
    imported(run, tmp_path, *both)
    assert exported()["Gaat"]["STATUS"] == "CONFIRMED"
    imported(run, tmp_path, both[0])
    gone = exported()["Gaat"]
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"], str(gone["COMMENT"])) == (
        "b", "CANCELLED", 1, "vervallen in bron",
    )  # fmt: skip
    imported(run, tmp_path, *both)
    assert (exported()["Gaat"]["STATUS"], exported()["Gaat"]["SEQUENCE"]) == ("CONFIRMED", 2)


def test_every_uid_is_there_once_and_stays(run: Run, tmp_path: Path, exported: Callable[..., dict[str, Any]]) -> None:
    series = event("s", "Weekmarkt", "DTSTART:20270205T080000Z", "RRULE:FREQ=WEEKLY;COUNT=4")
    moved = event("s", "Weekmarkt verplaatst", "DTSTART:20270213T080000Z", "RECURRENCE-ID:20270212T080000Z")
    imported(run, tmp_path, series, moved, event("dubbel", "Een"))
    imported(run, tmp_path, event("dubbel", "Ander"), name="ander.ics")
    target = tmp_path / "uids.ics"

    def uids(*words: str) -> dict[tuple[str, str], str]:
        assert run("calendar", "export", str(target), "--force", *words).code == 0
        events = icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")
        assert not any("RECURRENCE-ID" in one for one in events), "no program knows the series"
        found = {(str(one["SUMMARY"]), str(one["DTSTART"].to_ical())): str(one["UID"]) for one in events}
        assert len(set(found.values())) == len(events)
        return found

    every = uids()
    assert len(every) == 6
    window = uids("--from", "2027-02-19", "--to", "2027-02-19")
    assert len(window) == 1
    assert window.items() <= every.items(), "whatever else is exported"


def test_private_and_marked_text_never_goes_out(
    run: Run, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    imported(
        run, tmp_path, event("a", "Openbaar", "DTSTART:20270212T190000Z", "CLASS:PUBLIC"),
        event("b", "Tandarts", "DTSTART:20270212T190000Z", "CLASS:PRIVATE"),
        event("c", "Geheim", "DTSTART:20270212T190000Z", "class:confidential"),
    )  # fmt: skip
    run(
        "evenement",
        "add",
        "Overleg !politie over de taps",
        "--begin",
        "2027-02-07",
        "--end",
        "2027-02-07",
        "--place",
        "x",
    )
    run("evenement", "add", "Feest", "--begin", "2027-02-07", "--end", "2027-02-07", "--place", "bij Jan !privé")
    assert set(exported()) == {"Openbaar"}
    answer = run("calendar", "export", str(tmp_path / "uit2.ics"))
    assert answer.err == "aovconsole: 4 items niet geschreven: privé in de bron, of met een merk\n"


def test_private_in_its_last_record_whatever_arrived_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exported: Callable[..., dict[str, Any]]
) -> None:
    when = "DTSTART:20270212T190000Z"
    imported(run, tmp_path, event("a", "Tandarts", when), event("b", "Reeks", when, "RRULE:FREQ=DAILY;COUNT=2"))
    imported(run, tmp_path, event("a", "Tandarts", when, "CLASS:PRIVATE"), event("b", "Reeks", when))
    arrived = Reading.records
    assert {title: str(one["UID"]) for title, one in exported().items()} == {"Reeks": "b"}
    monkeypatch.setattr(Reading, "records", lambda *words, **named: arrived(*words, **named)[::-1])
    assert {title: str(one["UID"]) for title, one in exported().items()} == {"Reeks": "b"}


def test_what_was_forbidden_or_not_permitted_does_not_go_on(run: Run, exported: Callable[..., dict[str, Any]]) -> None:
    states = {
        "Verleend": ["granted"],
        "Geweigerd": ["refused"],
        "Ingetrokken": ["granted", "withdrawn"],
        "Alsnog": ["refused", "granted"],
    }
    for number, (title, outcomes) in enumerate(states.items(), 1):
        run("evenement", "add", title, "--begin", "2027-02-08", "--end", "2027-02-08", "--place", "Markt")
        for outcome in outcomes:
            assert run("evenement", "permit", f"EVE-27-A00{number}", outcome, "--reason", "x").code == 0
    run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", "Plein", "--received", "2027-02-05")
    ban = ("--by", "burgemeester", "--ground", "disorder", "--reason", "x")
    answer = run("demonstration", "decide", "DEM-27-A001", "prohibited", *ban)
    assert answer.code == 0, answer
    wanted = {
        "Verleend": "confirmed",
        "Geweigerd": "cancelled",
        "Ingetrokken": "cancelled",
        "Alsnog": "confirmed",
        "Demonstratie Plein": "cancelled",
    }
    rows = run("calendar", "list", "--from", "2027-02-08", "--to", "2027-02-08", "--json").json
    assert {row["title"]: row["status"] for row in rows} == wanted
    assert {title: str(one["STATUS"]).lower() for title, one in exported().items()} == wanted
    assert run("demonstration", "show", "DEM-27-A001", "--json").json["status"] == "prohibited"
    assert run("evenement", "show", "EVE-27-A002", "--json").json["status"] == "planned"


@pytest.mark.parametrize("word", ["Ver\u00adgunning", "\uff36ergunning", "ver\u200bgunning", "toe\u2060stemming"])
def test_a_word_that_is_not_ours_is_found_however_it_is_written(
    run: Run, exported: Callable[..., dict[str, Any]], word: str
) -> None:
    run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", f"Markt, {word} aangevraagd")
    assert set(exported("--layer", "demonstraties")) == {"Demonstratie"}


def test_a_demonstration_without_contact_or_a_word_that_is_not_ours(
    run: Run, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", "Markt (bel 06-12345678, jan@example.org)")
    run("demonstration", "add", "--at", "2027-02-09T14:00", "--place", "Markt, vergunning aangevraagd")
    events = exported("--layer", "demonstraties")
    raw = (tmp_path / "uit.ics").read_text(encoding="utf-8")
    for word in ("06-1234", "example.org", "vergun", "toestemming", "goedgekeurd"):
        assert word not in raw.replace("\n ", ""), word
    assert len(events) == 2
    assert "Demonstratie" in events
    assert str(events["Demonstratie"]["DESCRIPTION"]) == "dossier DEM-27-A002"


def test_an_exercise_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    monkeypatch.setenv("AOVCONSOLE_REALM", "exercise")
    run(*EVENEMENT, "Vrijthof")
    assert set(exported()) == {"OEFENING – Carnaval"}
    assert "X-WR-CALNAME:OEFENING aovconsole\n" in (tmp_path / "uit.ics").read_text(encoding="utf-8")


def test_a_file_that_is_there_stays_without_force(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "agenda.ics"
    target.write_text("van iemand anders", encoding="utf-8")
    refused(run("calendar", "export", str(target)), "bestaat al", "--force")
    assert target.read_text(encoding="utf-8") == "van iemand anders"
    assert run("calendar", "export", str(target), "--force").line == f"0 items geschreven naar {target}"
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert [one.name for one in tmp_path.iterdir()] == ["agenda.ics"], "nothing is left beside it"
    refused(run("calendar", "export", str(tmp_path)), "is een map")
    refused(run("calendar", "export", str(target), "--from", "2027-02-08", "--to", "2027-02-01"), "einddatum")
