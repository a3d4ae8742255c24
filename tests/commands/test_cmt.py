"""`aovconsole cmt`: decisions and their grounds, presence, meetings, the lists, and looking back."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

NR = "CMT-27-A001"


def silent(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == (0, "", ""), answer


@pytest.fixture
def day(run: Run) -> Run:
    """A CMT day since 12:00, at 15:10."""
    assert run("cmt", "open", "Carnavalszondag", "--at", "12:00").line == NR
    return run


def test_a_decision_with_everything_and_its_check(day: Run) -> None:
    line = day("log", "14:20 politie loopt vol !feit", "--dossier", NR).line
    number = day(
        "cmt", "decide", NR, "taps dicht", "--owner", "THOR", "--by", "voorzitter", "--structure", "CMT", "--capacity",
        "voorzitter", "--reason", "ruimte", "--proportionality", "lichter werkt niet", "--option", "niets", "--option",
        "dicht", "--risk", "stuwing", "--picture", line, "--picture-text", "camera", "--advice", "politie: omleiden",
        "--dissent", "horeca: te vroeg", "--basis", "urgent_search", "--communication", "schermen", "--check-at",
        "15:30", "--prepared", "square_full", "--at", "15:00",
    ).line  # fmt: skip
    assert number == "B-A1"
    [told] = day("cmt", "show", NR, "--json").json["decisions"]
    wanted = {
        "number": "B-A1", "title": "taps dicht", "status": "made", "owner": "THOR", "decider": "voorzitter",
        "structure": "CMT", "capacity": "voorzitter", "judgement": "ruimte", "options": ["niets", "dicht"],
        "advice": [{"by": "politie", "text": "omleiden"}], "dissent": [{"by": "horeca", "text": "te vroeg"}],
        "power": "urgent_search", "check_at": "2027-02-07T15:30:00+01:00", "lacking": [], "prepared": "square_full",
        "decided_at": "2027-02-07T15:00:00+01:00",
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    assert [(one["id"], one["text"]) for one in told["picture"]] == [(line, "14:20 politie loopt vol !feit")]
    silent(day, "cmt", "check", NR, number, "partly", "--note", "kade vol", "--by", "AOV", "--check-at", "16:00")
    [told] = day("cmt", "show", NR, "--json").json["decisions"]
    assert (told["checks"][0]["outcome"], told["check_at"]) == ("partly", "2027-02-07T16:00:00+01:00")


def test_the_lists_stay_until_somebody_works_them_off(day: Run) -> None:
    for text in ("taps dicht", "optocht later"):
        day("cmt", "decide", NR, text)
    silent(
        day,
        "cmt",
        "ground",
        NR,
        "B-A1",
        "--reason",
        "vol",
        "--by",
        "voorzitter",
        "--check-at",
        "2027-02-07T15:10+01:00",
    )
    day("cmt", "action", NR, "hekken")
    day("cmt", "action", NR, "bericht", "--owner", "comm.")
    silent(day, "action", "step", NR, "A-A2", "done")
    lists = day("cmt", "lists", NR, "--json").json
    assert {name: [one["number"] for one in found] for name, found in lists.items()} == {
        "decisions_without_grounds": ["B-A2"], "decisions_to_check": ["B-A1"], "actions_without_owner": ["A-A1"],
        "actions_done_not_agreed": ["A-A2"], "meetings_not_adopted": [],
    }  # fmt: skip
    assert lists["decisions_without_grounds"][0]["lacking"] == ["judgement", "decider"]
    shown = day("cmt", "lists", NR).out
    assert "besluit zonder onderbouwing" in shown
    assert "oordeel, wie besloot ontbreekt" in shown
    refused(day("action", "step", NR, "A-A2", "closed", "--by", "comm."), "alleen het team sluit haar af")
    silent(day, "action", "step", NR, "A-A2", "closed", "--by", "voorzitter")
    silent(day, "cmt", "withdraw-decision", NR, "B-A2", "--reason", "niet nodig")
    assert day("cmt", "decide", NR, "taps open", "--replaces", "B-A1").line == "B-A3"
    states = [one["status"] for one in day("cmt", "show", NR, "--json").json["decisions"]]
    assert states == ["replaced", "withdrawn", "made"]


def test_the_clock_of_an_action(day: Run) -> None:
    day("cmt", "action", NR, "hekken", "--due", "15:30")
    told = day("cmt", "show", NR, "--json").json["actions"][0]
    assert (told["late"], told["minutes_left"] in (19, 20), told["dossier"]) == (False, True, NR)
    day("cmt", "action", NR, "schermen", "--due", "+20")
    day("cmt", "action", NR, "posters", "--due", "morgen 9:00")
    due = [one["due_at"] for one in day("cmt", "show", NR, "--json").json["actions"]]
    assert due[1:] == ["2027-02-07T15:30:00+01:00", "2027-02-08T09:00:00+01:00"]


def test_presence_and_roles(day: Run) -> None:
    silent(day, "cmt", "present", NR, "politie", "--at", "12:10")
    silent(day, "cmt", "present", NR, "liaison", "--name", "Voorbeeld", "--organisation", "KHN", "--at", "12:20")
    silent(day, "cmt", "present", NR, "politie", "--out", "--at", "14:50")
    silent(day, "cmt", "chair", NR, "veiligheid", "--at", "12:00")
    silent(day, "cmt", "chair", NR, "loco", "--reason", "aflossing", "--at", "15:00")
    silent(day, "cmt", "keeper", NR, "AOV", "--from", "notulist")
    told = day("cmt", "present", NR, "--json").json
    assert [(one["function"], one["organisation"]) for one in told["present"]] == [("liaison", "KHN")]
    assert [(one["function"], one["since"]) for one in told["absent"]] == [("politie", "2027-02-07T14:50:00+01:00")]
    assert (told["roles"]["chair"]["function"], told["roles"]["keeper"]["function"]) == ("loco", "AOV")
    before = day("cmt", "present", NR, "--json", "--at", "14:00").json
    assert ([one["function"] for one in before["present"]], before["roles"]["chair"]["function"]) == (
        ["politie", "liaison"], "veiligheid",
    )  # fmt: skip
    assert "liaison" in day("cmt", "present", NR).out
    shown = day("cmt", "show", NR, "--json").json
    step = next(item for item in shown["timeline"] if item["text"] == "politie weg")
    silent(day, "cmt", "undo", NR, step["id"], "--reason", "andere politie")
    assert len(day("cmt", "show", NR, "--json").json["present"]) == 2


def test_meetings(day: Run) -> None:
    silent(day, "cmt", "meeting", NR, "rhythm", "--every", "60", "--from", "2027-02-07T14:00+01:00")
    assert day(
        "cmt", "meeting", NR, "open", "--chair", "veiligheid", "--present", "politie", "--goal", "instroom",
        "--minutes", "20", "--at", "14:00",
    ).line == "V-A1"  # fmt: skip
    day("log", "14:05 politie loopt vol !feit", "--dossier", NR)
    silent(day, "cmt", "meeting", NR, "close", "--at", "14:20")
    day("log", "14:30 THOR omleiding staat !feit", "--dossier", NR)
    agenda = day("cmt", "meeting", NR, "agenda", "--json").json
    by_key = {point["key"]: [one["text"] for one in point["items"]] for point in agenda}
    assert by_key["picture"][-1] == "14:30 THOR omleiding staat !feit"
    assert by_key["check"] == ["verslag V-A1 vaststellen"]
    assert "1 opening" in day("cmt", "meeting", NR, "agenda").out
    silent(day, "cmt", "meeting", NR, "adopt", "V-A1", "--by", "veiligheid", "--remarks", "akkoord")
    told = day("cmt", "meeting", NR, "minutes", "V-A1", "--json").json
    assert (told["status"], told["end_at" if "end_at" in told else "status"]) == (
        "adopted",
        "2027-02-07T14:20:00+01:00",
    )
    assert any("loopt vol" in line["text"] for line in told["lines"])
    assert not any("omleiding staat" in line["text"] for line in told["lines"])
    assert "loopt vol" in day("cmt", "meeting", NR, "minutes", "V-A1").out
    listed = day("cmt", "meeting", NR, "list", "--json").json
    assert (listed["next_meeting_at"], len(listed["meetings"])) == ("2027-02-07T15:00:00+01:00", 1)
    assert "volgende: 2027-02-07 15:00" in day("cmt", "meeting", NR, "list").out
    assert day("cmt", "show", NR, "--json").json["next_meeting_at"] == "2027-02-07T15:00:00+01:00"
    assert day("cmt", "meeting", NR, "open").line == "V-A2"
    silent(day, "cmt", "meeting", NR, "close")
    silent(day, "cmt", "meeting", NR, "withdraw", "V-A2", "--reason", "vergissing")
    silent(day, "cmt", "meeting", NR, "rhythm", "--stop")
    assert day("cmt", "show", NR, "--json").json["next_meeting_at"] is None


def test_a_day_is_looked_back_at(day: Run) -> None:
    silent(day, "cmt", "present", NR, "politie", "--at", "13:00")
    day("cmt", "decide", NR, "taps dicht", "--at", "14:00")
    day("cmt", "meeting", NR, "open", "--at", "14:30")
    then = day("cmt", "show", NR, "--json", "--happened-until", "13:30").json
    assert ([one["function"] for one in then["present"]], then["decisions"], then["meetings"]) == (["politie"], [], [])
    later = day("cmt", "show", NR, "--json", "--happened-until", "14:40").json
    assert ([one["number"] for one in later["decisions"]], later["meetings"][0]["status"]) == (["B-A1"], "open")
    refused(day("cmt", "close", NR), "vergadering V-A1 is nog open")
    silent(day, "cmt", "close", NR, "--reason", "iedereen weg")
    shown = day("cmt", "show", NR, "--json").json
    assert shown["timeline"][-2]["text"].startswith("iedereen weg; nog open: vergadering V-A1 is niet gesloten")


def test_a_cmt_that_rose_decides_and_measures_no_more(day: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    silent(day, "cmt", "close", NR)
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-07T16:00:00+01:00")
    refused(day("cmt", "decide", NR, "na afloop"), "CMT-27-A001 is gesloten (15:10)")
    refused(day("cmt", "crowd", NR, "Vrijthof", "500"), "CMT-27-A001 is gesloten (15:10)")
    assert day("cmt", "decide", NR, "laat ingevoerd", "--at", "14:50").line == "B-A1"
    silent(day, "cmt", "ground", NR, "B-A1", "--reason", "vol")
    assert day("cmt", "crowd", NR, "Vrijthof", "500", "--at", "14:55").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decide", NR, "x", "--picture", "weg"), "er is geen regel weg"),
        (("decide", NR, "x", "--check-at", "vol"), "--check-at 'vol' is niet te lezen"),
        (("ground", NR, "B-A9", "--reason", "x"), "B-A9"),
        (("withdraw-decision", NR, "B-A9", "--reason", "x"), "B-A9"),
        (("present", NR, "GHOR", "--out"), "GHOR is niet aanwezig"),
        (("meeting", NR, "rhythm"), "noem --every, --from of beide"),
        (("meeting", NR, "rhythm", "--every", "10", "--stop"), "noem --every, --from of beide"),
        (("meeting", NR, "rhythm", "--every", "99999999999999999999"), "een ritme is 1 tot en met 1440"),
        (("meeting", NR, "open", "--minutes", "99999999999999999999"), "de tijd voor een vergadering"),
        (("decide", NR, "x", "--at", "2026-02-07T15:00:00+01:00"), "meer dan een dag voor het begin van CMT-27-A001"),
        (("crowd", NR, "Markt", "500", "--at", "2027-02-05T15:00:00+01:00"), "meer dan een dag voor het begin"),
        (("present", NR, "GHOR", "--at", "2026-05-05T15:00:00+01:00"), "meer dan een dag voor het begin"),
        (("keeper", NR, "AOV", "--at", "2026-05-05T15:00:00+01:00"), "meer dan een dag voor het begin"),
        (("crowd", NR, "Markt", "-5%"), "drukte kan niet onder nul zijn ('-5%')"),
        (("meeting", NR, "close"), "is geen vergadering open"),
        (("undo", NR, "weg", "--reason", "x"), "heeft geen stap weg"),
        (("lists", "INC-27-A001"), "INC-27-A001"),
    ],
)
def test_refused(day: Run, words: tuple[str, ...], said: str) -> None:
    refused(day("cmt", *words), said)


def test_an_outcome_that_is_none_is_a_usage_error(day: Run) -> None:
    refused(day("cmt", "check", NR, "B-A1", "vol"), "'vol' bestaat niet", code=2)
    refused(day("cmt", "meeting", NR, "rhythm", "--every", "-1"), code=2)
