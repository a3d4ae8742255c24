"""`aovconsole calendar`: what others publish comes in per component, and goes out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused
from tests.require import samples

KEYS = {"uid", "title", "begin", "end", "all_day", "place", "status", "layer", "dossier"}


def event(uid: str, title: str, begin: str = "DTSTART:20270212T190000Z", *more: str) -> str:
    """One VEVENT."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20270101T000000Z", begin, f"SUMMARY:{title}", *more, "END:VEVENT"]
    return "\r\n".join(lines)


def calendar(*components: str) -> str:
    """A calendar."""
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//NL", *components, "END:VCALENDAR", ""))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a calendar and give its path."""

    def file(text: str, name: str = "agenda.ics") -> str:
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        return str(tmp_path / name)

    return file


WINDOW = ("--from", "2027-02-01", "--to", "2027-02-28")


def test_an_import_and_its_list(run: Run, write: Callable[..., str]) -> None:
    file = write(
        calendar(
            event(
                "a",
                "Wedstrijd MVV",
                "DTSTART;TZID=Europe/Amsterdam:20270212T200000",
                "DURATION:PT2H",
                "LOCATION:De Geusselt",
            ),
            event("b", "Kermis", "DTSTART;VALUE=DATE:20270227", "DTEND;VALUE=DATE:20270302", "STATUS:TENTATIVE"),
            event("c", "Markt", "DTSTART:20270205T080000Z", "DTEND:20270205T120000Z", "RRULE:FREQ=WEEKLY;COUNT=3"),
        )
    )
    result = run("calendar", "import", file, "--json")
    assert (result.code, set(result.json)) == (
        0,
        {"added", "changed", "unchanged", "vanished", "refused", "time_zones", "notes"},
    )
    assert [result.json[name] for name in ("added", "changed", "unchanged", "vanished", "refused")] == [3, 0, 0, 0, []]
    rows = run("calendar", "list", *WINDOW, "--json").json
    assert all(set(row) >= KEYS for row in rows)
    assert [(row["title"], row["begin"], row["all_day"]) for row in rows] == [
        ("Markt", "2027-02-05T09:00:00+01:00", False),
        ("Markt", "2027-02-12T09:00:00+01:00", False),
        ("Wedstrijd MVV", "2027-02-12T20:00:00+01:00", False),
        ("Markt", "2027-02-19T09:00:00+01:00", False),
        ("Kermis", "2027-02-27", True),
    ]
    assert {row["layer"] for row in rows} == {"import:agenda.ics"}
    match, fair = rows[2], rows[4]
    assert (match["uid"], match["end"], match["place"], match["status"]) == (
        "a", "2027-02-12T22:00:00+01:00", "De Geusselt", "confirmed",
    )  # fmt: skip
    assert (fair["end"], fair["status"]) == ("2027-03-01", "tentative")
    assert len(run("calendar", "list", "--from", "2027-03-01", "--to", "2027-03-01", "--json").json) == 1
    assert run("calendar", "list", "--from", "2027-03-02", "--to", "2027-03-02", "--json").json == []


def test_again_changed_and_vanished(run: Run, write: Callable[..., str]) -> None:
    first = (event("a", "Een"), event("b", "Twee"), event("c", "Drie"))
    run("calendar", "import", write(calendar(*first)))
    before = run("journal", "info", "--json").json["records"]
    same = run(
        "calendar",
        "import",
        write(calendar(*reversed(first)).replace("20270101T000000Z", "20270201T000000Z")),
        "--json",
    )
    assert (same.code, same.json["unchanged"], same.json["added"], same.json["changed"]) == (0, 3, 0, 0)
    assert run("journal", "info", "--json").json["records"] == before, "nothing was written"
    second = (event("a", "Een"), event("b", "Twee verplaatst", "DTSTART:20270213T190000Z"), event("d", "Vier"))
    result = run("calendar", "import", write(calendar(*second)), "--json").json
    assert (result["added"], result["changed"], result["unchanged"], result["vanished"]) == (1, 1, 1, 1)
    rows = {row["title"]: row["status"] for row in run("calendar", "list", *WINDOW, "--json").json}
    assert rows == {"Een": "confirmed", "Twee verplaatst": "confirmed", "Vier": "confirmed", "Drie": "vanished"}
    assert "vervallen in bron" in run("calendar", "list", *WINDOW).out
    back = run("calendar", "import", write(calendar(*second, first[2])), "--json").json
    assert (back["changed"], back["unchanged"], back["vanished"]) == (1, 3, 0), "what comes back stands again"
    run(
        "calendar",
        "import",
        write(calendar(event("a", "Een", "DTSTART:20270212T190000Z", "STATUS:CANCELLED"), *second[1:])),
    )
    assert {row["status"] for row in run("calendar", "list", *WINDOW, "--json").json if row["title"] == "Een"} == {
        "cancelled"
    }


def test_two_calendars_do_not_touch_each_other(run: Run, write: Callable[..., str]) -> None:
    run(
        "calendar",
        "import",
        write(calendar(event("a", "Van een")), "een.ics"),
        write(calendar(event("a", "Van twee")), "twee.ics"),
    )
    rows = run("calendar", "list", *WINDOW, "--json").json
    assert {(row["title"], row["layer"], row["status"]) for row in rows} == {
        ("Van een", "import:een.ics", "confirmed"), ("Van twee", "import:twee.ics", "confirmed"),
    }  # fmt: skip
    assert len(run("calendar", "list", *WINDOW, "--layer", "import:een.ics", "--json").json) == 1


def test_a_bad_component_is_named_and_the_rest_comes_in(run: Run, write: Callable[..., str]) -> None:
    file = write(calendar(event("goed", "Goed"), event("fout", "Fout", "DTSTART:gisteren"), event("ook", "Ook goed")))
    result = run("calendar", "import", file, "--json")
    assert (result.code, result.json["added"]) == (0, 2)
    [bad] = result.json["refused"]
    assert set(bad) == {"line", "uid", "reason"}
    assert bad["uid"] == "fout"
    assert 10 <= bad["line"] <= 16
    assert f"regel {bad['line']}: " in run("calendar", "import", file).err


@pytest.mark.parametrize("text", ["", "geen kalender", "\x00\x01\x02", "<html></html>", "PK\x03\x04"])
def test_what_is_no_calendar_is_refused(run: Run, write: Callable[..., str], text: str) -> None:
    answer = run("calendar", "import", write(text))
    assert answer.code == 1
    assert answer.err.startswith("aovconsole: ")
    assert run("calendar", "list", *WINDOW, "--json").json == []


def test_a_source_that_fails_does_not_take_the_others_with_it(
    run: Run, write: Callable[..., str], tmp_path: Path
) -> None:
    good, missing = write(calendar(event("a", "Een"))), str(tmp_path / "weg.ics")
    for order in ((missing, good), (good, missing)):
        answer = run("calendar", "import", *order, "--json")
        assert answer.code == 0
        assert answer.json["added"] + answer.json["unchanged"] == 1
        [failed] = answer.json["refused"]
        assert "weg.ics" in failed["reason"]
    refused(run("calendar", "import", missing), "weg.ics", "kan niet worden gelezen")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "2027-02-28", "--to", "2027-02-01"), "einddatum"),
        (("--from", "gisteren", "--to", "2027-02-01"), "is geen datum"),
        (("--from", "2027-02-30", "--to", "2027-02-01"), "is geen datum"),
        (("--from", "0001-01-01", "--to", "2027-02-01"), "jaar"),
    ],
)
def test_days_that_cannot_be_are_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    refused(run("calendar", "list", *words), message)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_an_item(run: Run, write: Callable[..., str], text: str) -> None:
    safe = text.replace("\x85", "").replace("\u2028", "").replace("\u2029", "")
    run(
        "calendar",
        "import",
        write(calendar(event("a", f"voor {safe} na", "DTSTART:20270212T190000Z", f"LOCATION:{safe}"))),
    )
    answer = run("calendar", "list", *WINDOW, "--json")
    [row] = answer.json
    if safe.isprintable():
        assert row["title"] == f"voor {clean(safe)} na"
    for output in (answer.out, run("calendar", "list", *WINDOW).out):
        assert not any(sign in output for sign in "\x00\x1b\x9b\u202e\ud800")


def test_own_dossiers_stand_on_the_calendar_with_their_number(run: Run) -> None:
    number = run(
        "evenement",
        "add",
        "Carnaval",
        "--begin",
        "2027-02-07T11:11",
        "--end",
        "2027-02-09T23:59",
        "--place",
        "Vrijthof",
    ).line
    demonstration = run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", "Markt").line
    rows = run("calendar", "list", "--from", "2027-02-08", "--to", "2027-02-08", "--json").json
    assert [(row["dossier"], row["layer"], row["place"]) for row in rows] == [
        (number, "evenementen", "Vrijthof"), (demonstration, "demonstraties", "Markt"),
    ]  # fmt: skip


def test_what_goes_out_comes_in_as_it_was(
    run: Run, write: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(
        "evenement",
        "add",
        "Carnaval, groot; heel\\groot",
        "--begin",
        "2027-02-07T11:11",
        "--end",
        "2027-02-09T23:59",
        "--place",
        "Vrijthof",
    )
    run(
        "calendar",
        "import",
        write(calendar(event("b", "Kermis", "DTSTART;VALUE=DATE:20270227", "DTEND;VALUE=DATE:20270302"))),
    )
    before = run("calendar", "list", *WINDOW, "--json").json
    target = tmp_path / "uit.ics"
    assert run("calendar", "export", str(target)).code == 0
    monkeypatch.setenv("AOVCONSOLE_HOME", str(tmp_path / "elders"))
    assert run("calendar", "import", str(target), "--json").json["refused"] == []
    after = run("calendar", "list", *WINDOW, "--json").json
    compared = ("title", "begin", "end", "all_day", "place", "status")
    assert [[row[name] for name in compared] for row in after] == [[row[name] for name in compared] for row in before]
    answer = run("calendar", "export", str(tmp_path / "er is geen map" / "uit.ics"))
    assert (answer.code, answer.out) == (4, "")


@pytest.mark.all
def test_every_sample_comes_in_twice_without_a_change(run: Run) -> None:
    for file in sorted(samples("ics").glob("*.ics"))[:12]:
        first = run("calendar", "import", str(file), "--json")
        records = run("journal", "info", "--json").json["records"]
        second = run("calendar", "import", str(file), "--json")
        assert first.code == second.code, file.name
        assert (second.json["added"], second.json["changed"], second.json["vanished"]) == (0, 0, 0), file.name
        assert run("journal", "info", "--json").json["records"] == records, file.name
