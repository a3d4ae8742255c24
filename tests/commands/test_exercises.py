"""`aovconsole exercise`: begun, played on, looked at, judged, reported; never in the real journal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.clock import Clock
from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.exercises import playing
from aovconsole.hub import bundle
from aovconsole.journal.verify import verify
from tests.builders import journal_at
from tests.commands.conftest import Run, refused
from tests.desk.plans import put
from tests.exercises import EXPECTED, NOTE
from tests.scenarios.builders import SMALL

pytestmark = pytest.mark.all

NR = "OEF-27-A001"


@pytest.fixture
def begun(run: Run) -> Path:
    """Carnival 2027 played until 12:00: two injects; the folder of the exercise."""
    number, _, path = run("exercise", "run", "carnaval", "--on", "2027", "--until", "12:00").line.partition("  ")
    assert number == NR
    return Path(path)


def test_it_has_a_folder_a_key_and_a_journal_of_its_own(begun: Path, scratch_home: Path, run: Run) -> None:
    assert begun == scratch_home / "oefeningen" / "carnaval-2027-02-07-1"
    assert {"journal.db", "station.key", "oefening.json"} <= {path.name for path in begun.iterdir()}
    assert [path.name for path in scratch_home.iterdir()] == ["oefeningen"]  # nothing of the real home was opened
    shown = run("exercise", "show", "--json").json
    assert (shown["number"], shown["status"], shown["cmt"]) == (NR, "running", "OEF-CMT-27-A001")
    assert shown["now"] == "2027-02-07T12:00:00+01:00"
    assert [(one["id"], one["state"]) for one in shown["injects"]][:3] == [
        ("fill", "played"), ("bikes", "played"), ("rumour", "coming"),
    ]  # fmt: skip


def test_it_goes_on_where_it_stood(begun: Path, run: Run) -> None:
    run("exercise", "resume", NR, "--until", "12:21")
    shown = run("exercise", "show", "--json").json
    assert [one["state"] for one in shown["injects"]].count("played") == 3
    assert shown["injects"][2]["at"] == "2027-02-07T12:21:00+01:00"
    run("exercise", "resume", "carnaval", "--until", "2027-02-07T18:00")
    shown = run("exercise", "show", "--json").json
    assert {one["state"] for one in shown["injects"]} == {"played"}
    refused(run("exercise", "resume", NR, "--until", "2027-02-07T11:00"), "loopt nooit terug")
    again = run("exercise", "resume", "--speed", "30", "--until", "18:05", "--json").json
    assert (again["number"], again["speed"], again["path"]) == (NR, 30, str(begun))


def test_two_starts_are_two_exercises(begun: Path, run: Run) -> None:
    second = run("exercise", "run", "carnaval", "--on", "2027", "--until", "11:30").line
    assert second.startswith("OEF-27-A002  ") and second.endswith("carnaval-2027-02-07-2")
    rows = run("exercise", "list", "--json").json
    assert [(row["number"], row["status"], row["now"][11:16]) for row in rows] == [
        (NR, "running", "12:00"), ("OEF-27-A002", "running", "11:30"),
    ]  # fmt: skip
    assert run("exercise", "show", "--json").json["number"] == "OEF-27-A002"
    assert run("exercise", "show", "--exercise", NR, "--json").json["number"] == NR
    with playing(begun):
        refused(run("exercise", "resume", NR, "--until", "13:00"), "loopt al in een ander venster")
    assert run("exercise", "list").out.count("loopt") == 2


def test_the_next_time_is_meant_where_no_day_is_named(run: Run) -> None:
    run("exercise", "run", "koningsdag", "--until", "13:00")
    assert run("exercise", "show", "--json").json["on"] == "2027-04-27"


def test_a_speed_a_begin_and_answers(run: Run) -> None:
    words = ("--on", "2027-03-12", "--answer", "kick_off=20:00", "--from", "18:30", "--speed", "2,5", "--json")
    made = run("exercise", "run", "mvv", *words).json
    assert (made["now"], made["speed"], made["mode"]) == ("2027-03-12T18:30:00+01:00", 2.5, "STAAT STIL")
    assert all(one["due_at"] for one in run("exercise", "show", "--json").json["injects"])


def test_what_has_no_time_is_played_by_hand_only(run: Run) -> None:
    run("exercise", "run", "mvv", "--on", "2027-03-12", "--until", "2027-03-12T23:00")
    shown = run("exercise", "show", "--json").json["injects"]
    assert {(one["state"], one["due_at"]) for one in shown} == {("coming", None)}
    key = shown[0]["id"]
    run("exercise", "play", key)
    assert run("exercise", "show", "--json").json["injects"][0]["how"] == "hand"
    assert "zonder tijd" in run("exercise", "report").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nergens",), "er is geen sjabloon"),
        (("../echt",), "er is geen sjabloon"),
        (("carnaval", "--on", "gisteren"), "is geen datum"),
        (("carnaval", "--speed", "0"), "snelheid ligt tussen"),
        (("carnaval", "--speed", "nan"), "snelheid ligt tussen"),
        (("carnaval", "--from", "25:00"), "niet te lezen"),
        (("carnaval", "--answer", "onzin"), "sleutel=waarde"),
        (("carnaval", "--answer", "onzin=1"), "onzin"),
        (("carnaval", "--on", "2027", "--until", "ooit"), "niet te lezen"),
        (("carnaval", "--on", "2027", "--until", "2027-01-01"), "loopt nooit terug"),
        (("carnaval", "--on", "2027", "--until", "10:00"), "10:00 is in de oefening voorbij"),
        (("mvv",), "geef de dag van aftrap"),
        (("stuk", "--on", "2027"), "stuk.toml, regel"),
        (("nacht", "--on", "2027-10-31", "--from", "02:30"), "bestaat twee keer"),
        (("nacht", "--on", "2027-03-28", "--from", "02:30"), "bestaat niet"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays_behind(
    run: Run, scratch_home: Path, words: tuple[str, ...], told: str
) -> None:
    put(scratch_home, SMALL.replace('kind = "easter"', 'kind = "pasen"'), "stuk")
    put(
        scratch_home,
        SMALL.replace('kind = "easter"\ndays = -49', 'kind = "asked"\nasks = "day"\nquestion = "?"'),
        "nacht",
    )
    refused(run("exercise", "run", *words, *(() if "--until" in words else ("--json",))), told)
    folder = scratch_home / "oefeningen"
    assert not folder.exists() or [path.name for path in folder.iterdir() if path.is_dir()] == []


def test_a_word_that_is_no_speed_is_a_usage_error(run: Run) -> None:
    refused(run("exercise", "run", "carnaval", "--speed", "snel"), "geen getal", code=2)
    refused(run("exercise", "assess", "fill", "--decided", "yes"), "een van deze is verplicht", code=2)


def test_the_night_that_the_clock_goes_back_is_played_through_once(run: Run, scratch_home: Path) -> None:
    injects = "".join(
        f'\n[[injects]]\nid = "{key}"\nanchor = "shot"\nwhen = "+{hours}h"\nsender = "camera"\ntext = "{key}"\n'
        'expected = "x"\nnote = "y"\nsource = "z"\n'
        for key, hours in (("een", 1), ("twee", 2), ("drie", 3))
    )
    text = SMALL.replace('kind = "easter"\ndays = -49', 'kind = "asked"\nasks = "day"\nquestion = "?"')
    put(
        scratch_home,
        text.replace('at = "12:11"', 'at = "00:30"').replace('at = "09:00"', 'at = "00:10"') + injects,
        "nacht",
    )
    run("exercise", "run", "nacht", "--on", "2027-10-31", "--until", "2027-10-31T06:00")
    injects_played = [
        one for one in run("exercise", "show", "--json").json["injects"] if one["id"] in ("een", "twee", "drie")
    ]
    assert [(one["id"], one["at"]) for one in injects_played] == [
        ("een", "2027-10-31T01:30:00+02:00"),
        ("twee", "2027-10-31T02:30:00+02:00"),
        ("drie", "2027-10-31T02:30:00+01:00"),
    ]


def test_the_controller_plays_skips_and_judges(begun: Path, run: Run) -> None:
    for words in (
        ("play", "engine"), ("skip", "press", "--reason", "geen tijd"),
        ("assess", "fill", "--not-seen", "--decided", "no"),
        ("assess", "fill", "--seen", "--decided", "partly", "--remark", "na navraag"),
    ):  # fmt: skip
        answer = run("exercise", *words)
        assert (answer.code, answer.out, answer.err) == (0, "", "")
    injects = {one["id"]: one for one in run("exercise", "show", "--controller", "--json").json["injects"]}
    assert injects["engine"]["how"] == "hand"
    assert injects["press"]["reason"] == "geen tijd"
    assert [one["decided"] for one in injects["fill"]["assessments"]] == ["no", "partly"]
    refused(run("exercise", "play", "engine"), "engine is al gespeeld")
    refused(run("exercise", "play", "nergens"), "heeft geen inject")
    refused(run("exercise", "assess", "rumour", "--seen", "--decided", "yes"), "niet gespeeld")
    refused(run("exercise", "skip", "press", "--reason", "nog eens"), "al overgeslagen")
    refused(run("exercise", "show", "--exercise", "OEF-27-A009"), "er is geen oefening OEF-27-A009; wel: OEF-27-A001")


def test_what_is_for_the_controller_is_shown_only_where_it_is_asked(
    begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: tuple[str, ...]
    listed = (("show",), ("show", "--json"), ("list",), ("list", "--json"))
    for words in listed:
        out = run("exercise", *words).out
        assert NOTE not in out and EXPECTED not in out and "gestoken op de Markt" not in out, words
    for words in (("show", "--controller"), ("show", "--controller", "--json")):
        out = run("exercise", *words).out
        assert NOTE in out and EXPECTED in out and "gestoken op de Markt" in out, words
    for words in (
        ("show", "carnaval"),
        ("show", "carnaval", "--json"),
        ("start", "carnaval", "--on", "2027", "--dry-run", "--json"),
    ):
        assert NOTE not in run("scenario", *words).out and EXPECTED not in run("scenario", *words).out
        assert NOTE in run("scenario", *words, "--controller").out
    monkeypatch.setenv("AOVCONSOLE_HOME", str(begun))
    monkeypatch.setenv("AOVCONSOLE_REALM", "")
    for words in (
        ("journal", "state", "--json"),
        ("log", "list", "--json"),
        ("cmt", "show", "OEF-CMT-27-A001", "--json"),
        ("plan", "show", "OEF-PL-27-A001", "--json"),
    ):
        out = run(*words).out
        assert out and NOTE not in out and EXPECTED not in out, words


def test_other_commands_in_its_home_live_in_its_time(begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AOVCONSOLE_HOME", str(begun))
    monkeypatch.setenv("AOVCONSOLE_REALM", "")
    run("log", "THOR fietsen worden weggehaald", "--dossier", "OEF-CMT-27-A001")
    line = run("log", "list", "--dossier", "OEF-CMT-27-A001", "--json").json[-1]
    assert line["recorded_at"] == "2027-02-07T12:00:00+01:00"
    assert run("incident", "open", "Brand").line == "OEF-INC-27-A001"
    assert run("exercise", "show", "--json").json["number"] == NR
    words: tuple[str, ...]
    refused(run("exercise", "run", "carnaval"), "dit is al de map van een oefening")
    for words in (
        ("cmt", "show", "OEF-CMT-27-A001"),
        ("plan", "show", "OEF-PL-27-A001"),
        ("incident", "show", "OEF-INC-27-A001"),
        ("cmt", "crowd-list", "OEF-CMT-27-A001"),
        ("cmt", "meeting", "OEF-CMT-27-A001", "agenda"),
    ):
        assert run(*words).out.startswith("OEFENING\n"), words
    for words in (("plan", "print", "OEF-PL-27-A001"), ("cmt", "sheets", "OEF-CMT-27-A001", "--count", "1")):
        page = begun / f"{words[1]}.html"
        assert run(*words, "--to", str(page)).code == 0
        assert "OEFENING" in (text := page.read_text(encoding="utf-8")) and NOTE not in text
    chart, table = begun / "cijfers.svg", begun / "cijfers.csv"
    assert run("figures", "2027", "--chart", str(chart), "--csv", str(table)).code == 0
    assert all("OEFENING" in path.read_text(encoding="utf-8") for path in (chart, table))


@pytest.mark.parametrize("realm", ["real", "demo", "test"])
def test_no_variable_makes_it_real(begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch, realm: str) -> None:
    monkeypatch.setenv("AOVCONSOLE_HOME", str(begun))
    monkeypatch.setenv("AOVCONSOLE_REALM", realm)
    refused(run("log", "in het echt"), f"hoort bij het rijk exercise, niet bij {realm}")
    refused(run(), f"hoort bij het rijk exercise, niet bij {realm}")
    monkeypatch.setenv("AOVCONSOLE_REALM", "")
    monkeypatch.delenv("AOVCONSOLE_NOW")
    run("log", "in de oefening")
    journal = journal_at(begun, realm="")
    assert journal.realm == "exercise" and verify(journal).ok
    assert {row[0] for row in journal.connection.execute("SELECT DISTINCT realm FROM records")} == {"exercise"}
    journal.close()


def test_neither_takes_a_bundle_of_the_other(begun: Path, tmp_path: Path) -> None:
    real, drill = journal_at(tmp_path / "echt", Clock(), realm="real"), journal_at(begun, realm="exercise")
    for source, target in ((drill, real), (real, drill)):
        file, before = tmp_path / f"{source.realm}.bundel", target.last_pos()
        bundle.export(source, file)
        with pytest.raises(CommandRefused, match="ander rijk"):
            bundle.receive(target, file)
        forged = tmp_path / f"{source.realm}-vals.bundel"
        text = file.read_text(encoding="utf-8")
        forged.write_text(
            text.replace(f'"realm":"{source.realm}"', f'"realm":"{target.realm}"').replace(
                f'"realm": "{source.realm}"', f'"realm": "{target.realm}"'
            ),
            encoding="utf-8",
        )
        with pytest.raises(Exception, match="klopt niet"):
            bundle.receive(target, forged)
        assert target.last_pos() == before
        source.last_pos()
    real.close()
    drill.close()


def test_a_lost_or_torn_clock_comes_back_from_the_journal(
    begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (begun / "oefening.json").write_text("{", encoding="utf-8")
    assert run("exercise", "show", "--json").json["now"] == "2027-02-07T11:51:00+01:00"  # the last record
    run("exercise", "resume", "--until", "12:21")
    assert run("exercise", "show", "--json").json["now"] == "2027-02-07T12:21:00+01:00"


def test_a_folder_that_is_broken_is_named(begun: Path, run: Run) -> None:
    other = run("exercise", "run", "carnaval", "--on", "2028", "--until", "12:00").line.partition("  ")[2]
    (begun / "journal.db").unlink()
    rows = run("exercise", "list", "--json").json
    assert [row["fault"] for row in rows] == ["het journaal is weg", None] and rows[1]["path"] == other
    refused(run("exercise", "show", "--exercise", begun.name), "het journaal is weg")


def test_the_users_own_files_go_along(run: Run, scratch_home: Path) -> None:
    put(scratch_home, SMALL)
    (scratch_home / "data").mkdir()
    (scratch_home / "data" / "exercise.toml").write_text(
        'response_minutes = 5\nstatus = "vastgesteld"\nsource = "OOV"\n'
    )
    (scratch_home / "data" / "contacts.toml").write_text("# telefoonnummers\n", encoding="utf-8")
    path = Path(run("exercise", "run", "proef", "--on", "2027", "--until", "2027-02-07T13:00").line.partition("  ")[2])
    assert (path / "scenarios" / "proef.toml").exists() and not (path / "data" / "contacts.toml").exists()
    assert run("exercise", "report", "--json").json["response_minutes"] == 5


def test_the_report_says_what_came_and_what_nobody_judged(
    begun: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {"AOVCONSOLE_HOME": str(begun.parent.parent), "AOVCONSOLE_REALM": "test"}
    run("exercise", "assess", "fill", "--seen", "--decided", "no", "--remark", "<script>alert(1)</script>")
    for name, value in {"AOVCONSOLE_HOME": str(begun), "AOVCONSOLE_REALM": ""}.items():
        monkeypatch.setenv(name, value)
    run("log", "THOR <b>fietsen</b> weg", "--dossier", "OEF-CMT-27-A001")
    run("cmt", "decide", "OEF-CMT-27-A001", "noodroute vrij", "--owner", "THOR")
    for name, value in real.items():
        monkeypatch.setenv(name, value)
    page = tmp_path / "blad.html"
    answer = run("exercise", "report", "--to", str(page))
    assert (answer.code, answer.out) == (0, f"{page}\n") and "loopt nog" in answer.err
    text = page.read_text(encoding="utf-8")
    assert (
        "OEFENING" in text and "Content-Security-Policy" in text and "<script>" not in text and "<b>fietsen" not in text
    )
    assert not re.search(r"(?:src|href)\s*=|https?://|@import|url\(", text)
    assert NOTE not in text and EXPECTED not in text and "gestoken op de Markt" not in text
    told = json.loads(run("exercise", "report", "--json").out)
    injects = {one["id"]: one for one in told["injects"]}
    assert injects["bikes"]["line"]["minutes"] == 9 and injects["bikes"]["line"]["text"] == "THOR <b>fietsen</b> weg"
    assert injects["bikes"]["decision"]["number"] == "B-A1" and injects["bikes"]["action"] is None
    assert injects["fill"]["line"] is None and injects["fill"]["window_until"][11:16] == "11:51"
    assert injects["rumour"]["state"] == "coming" and injects["rumour"]["expected"] is None
    assert told["unassessed"] == ["bikes"]
    sums = told["totals"]
    assert (sums["injects"], sums["played"], sums["by_clock"], sums["assessed"], sums["decided_no"]) == (8, 2, 2, 1, 1)
    assert EXPECTED in run("exercise", "report", "--controller").out
    run("exercise", "end")
    assert run("exercise", "report", "--to", str(tmp_path / "einde.html")).err == ""
    assert EXPECTED in (tmp_path / "einde.html").read_text(encoding="utf-8")
    refused(run("exercise", "report", "--to", str(page)), "bestaat al; --force vervangt het")
    assert run("exercise", "report", "--to", str(page), "--force").code == 0
    told = run("exercise", "report", "--json").json
    assert told["status"] == "ended" and told["injects"][2]["expected"]
    assert run("exercise", "report").err == ""


class Console:
    """Stands in for the console: keeps what it was opened on, and lets an hour of the exercise pass."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, str]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, desk: Desk) -> int:
        clock = desk.journal.clock
        assert isinstance(clock, ExerciseClock)
        self.seen.append((desk.journal.home.name, f"{clock.now().astimezone(desk.zone):%H:%M}", clock.mode))
        self.meanwhile()
        clock.jump_to(clock.now() + timedelta(hours=1))
        return 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Console:
    """The console that `exercise run` opens."""
    console = Console()
    monkeypatch.setattr("aovconsole.app.run_console", console)
    return console


def test_the_console_opens_on_it_and_goes_on_where_it_stood(
    run: Run, opened: Console, scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("exercise", "run", "carnaval", "--on", "2027", "--speed", "2").code == 0
    opened.meanwhile = lambda: refused(run("exercise", "resume"), "loopt al in een ander venster")
    assert run("exercise", "resume").code == 0
    assert run("exercise", "resume", NR, "--speed", "3").code == 0
    monkeypatch.setenv("AOVCONSOLE_HOME", str(scratch_home / "oefeningen" / "carnaval-2027-02-07-1"))
    monkeypatch.setenv("AOVCONSOLE_REALM", "")
    opened.meanwhile = lambda: run("exercise", "play", "press")  # a controller in a second window
    assert run().code == 0  # the plain console in the home of an exercise is that of the exercise
    home = "carnaval-2027-02-07-1"
    assert opened.seen == [
        (home, "11:10", "×2"), (home, "12:10", "×2"), (home, "13:10", "×3"), (home, "14:10", "×3"),
    ]  # fmt: skip
    assert run("exercise", "show", "--json").json["now"].startswith("2027-02-07T15:10")
    assert [one["how"] for one in run("exercise", "show", "--json").json["injects"] if one["id"] == "press"] == ["hand"]


def test_the_clock_of_an_exercise_has_no_say_in_another_home(
    begun: Path, run: Run, scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AOVCONSOLE_NOW")
    monkeypatch.setenv("AOVCONSOLE_REALM", "real")
    run("log", "in het echt")
    (scratch_home / "oefening.json").write_bytes((begun / "oefening.json").read_bytes())
    run("log", "nog steeds in het echt")
    days = [line["recorded_at"][:10] for line in run("log", "list", "--json").json]
    assert len(days) == 2 and "2027-02-07" not in days
