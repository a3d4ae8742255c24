"""`aovconsole incident|evenement|demonstration|cmt`: numbers, views and refusals."""

from __future__ import annotations

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused

VIEW = {"number", "title", "status"}


def silent(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_an_incident_from_begin_to_end(run: Run) -> None:
    number = run("incident", "open", "Gaslek", "--place", "Markt", "--nature", "gas", "--at", "14:00").line
    assert number == "INC-27-A001"
    silent(run, "incident", "grip", number, "2", "--by", "OvD-Bz", "--reason", "effecten", "--at", "14:50")
    silent(run, "incident", "grip", number, "1", "--by", "OvD-Bz", "--via", "CaCo", "--at", "14:40")
    silent(run, "incident", "set", number, "place", "Vrijthof")
    run("log", "plein leeg", "--dossier", number, "--at", "14:55")
    closed = run("incident", "close", number, "--reason", "veilig", "--at", "15:09")
    assert (closed.code, closed.out) == (0, "") and "niemand neemt over wat openstond" in closed.err
    shown = run("incident", "show", number.lower(), "--json").json
    wanted = {
        "number": number, "title": "Gaslek", "status": "closed", "place": "Vrijthof", "nature": "gas", "grip_level": 2,
        "grip_highest": 2, "begin_at": "2027-02-07T14:00:00+01:00", "end_at": "2027-02-07T15:09:00+01:00",
        "grip_since": "2027-02-07T14:50:00+01:00", "deployed": True,
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert [step["level"] for step in shown["grip_history"]] == [1, 2]
    assert shown["grip_history"][0]["at"] == "2027-02-07T14:40:00+01:00"
    assert [(item["type"], item["occurred_at"][11:16]) for item in shown["timeline"]] == [
        ("opened", "14:00"), ("grip", "14:40"), ("grip", "14:50"), ("line", "14:55"), ("closed", "15:09"),
        ("changed", "15:10"),
    ]  # fmt: skip
    [listed] = run("incident", "list", "--json").json
    assert "timeline" not in listed
    assert listed == {name: value for name, value in shown.items() if name != "timeline"}
    assert run("incident", "list", "--open", "--json").json == []
    silent(run, "incident", "reopen", number)
    assert len(run("incident", "list", "--open", "--json").json) == 1


def test_an_evenement_with_its_rounds(run: Run) -> None:
    number = run(
        "evenement", "add", "Carnaval", "--begin", "2027-02-07T11:11", "--end", "2027-02-09T23:59", "--place",
        "Vrijthof",
        "--class", "C", "--visitors", "50000",
    ).line  # fmt: skip
    assert number == "EVE-27-A001"
    silent(run, "evenement", "round", number, "--at", "12:00", "--note", "hekken goed")
    silent(run, "evenement", "round", number)
    shown = run("evenement", "show", number, "--json").json
    wanted = {
        "number": number, "title": "Carnaval", "status": "planned", "begin_at": "2027-02-07T11:11:00+01:00",
        "end_at": "2027-02-09T23:59:00+01:00", "handling_class": "C", "visitors_count": 50000,
        "safety_rounds_count": 2, "assessed_on": "2027-02-07",
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert shown["rounds"][0] == "2027-02-07T12:00:00+01:00"
    assert [item["text"] for item in shown["timeline"]] == ["hekken goed", "Carnaval", "veiligheidsronde gehouden"]
    assert [row["number"] for row in run("evenement", "list", "--json").json] == [number]


def test_a_demonstration(run: Run) -> None:
    number = run(
        "demonstration", "add", "--at", "2027-02-12T14:00", "--until", "2027-02-12T16:00", "--place", "Markt",
        "--expected", "200", "--received", "2027-02-05 09:00", "--scale", "large",
    ).line  # fmt: skip
    assert number == "DEM-27-A001"
    shown = run("demonstration", "show", number, "--json").json
    wanted = {
        "number": number, "title": "Demonstratie Markt", "status": "received", "expected_count": 200, "scale": "large",
        "begin_at": "2027-02-12T14:00:00+01:00", "end_at": "2027-02-12T16:00:00+01:00",
        "received_at": "2027-02-05T09:00:00+01:00",
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert len(shown["timeline"]) == 1
    run("demonstration", "add", "--at", "2027-02-07T15:00", "--place", "Vrijthof")
    assert [row["status"] for row in run("demonstration", "list", "--json").json] == ["spontaneous", "received"]


def test_a_cmt_day(run: Run) -> None:
    evenement = run(
        "evenement", "add", "Carnaval", "--begin", "2027-02-07", "--end", "2027-02-09", "--place", "Vrijthof"
    ).line
    number = run("cmt", "open", "Carnavalszondag", "--evenement", evenement, "--at", "12:00").line
    assert number == "CMT-27-A001"
    assert run("cmt", "decide", number, "Vrijthof afsluiten").line == "B-A1"
    assert run("cmt", "action", number, "hekken plaatsen", "--owner", "THOR", "--due", "16:30").line == "A-A1"
    silent(run, "cmt", "close", number)
    shown = run("cmt", "show", number, "--json").json
    assert (shown["number"], shown["status"], shown["begin_at"]) == (number, "closed", "2027-02-07T12:00:00+01:00")
    assert [item["type"] for item in shown["timeline"]] == ["opened", "decision", "action", "closed"]
    assert [row["status"] for row in run("cmt", "list", "--json").json] == ["closed"]


@pytest.mark.parametrize(
    ("typed", "moment"), [("16:30", "2027-02-07T15:30"), ("01:00", "2027-02-08T00:00"), ("2027-02-09 09:00",
    "2027-02-09T08:00")]
)  # fmt: skip
def test_a_term_lies_ahead(run: Run, typed: str, moment: str) -> None:
    number = run("cmt", "open", "Carnavalszondag").line
    run("cmt", "action", number, "hekken", "--due", typed)
    state = run("journal", "state", "--json").json
    [action] = [row for row in state["subjects"] if "A-A1" in row]
    assert any(str(value).startswith(moment) for value in action), action


def as_of_views(run: Run, number: str, moment: str) -> tuple[str, int]:
    shown = run("incident", "show", number, "--json", "--happened-until", moment).json
    return shown["status"], shown["grip_level"]


def test_looking_back(run: Run) -> None:
    number = run("incident", "open", "Gaslek", "--at", "14:00").line
    run("incident", "grip", number, "1", "--by", "OvD-Bz", "--at", "14:30")
    run("incident", "close", number, "--at", "15:00")
    assert [as_of_views(run, number, time) for time in ("14:29", "14:30", "14:59", "15:00")] == [
        ("open", 0), ("open", 1), ("open", 1), ("closed", 1),
    ]  # fmt: skip
    refused(run("incident", "show", number, "--as-of", "15:09", "--json"), "op dat moment", "onbekend")
    refused(run("incident", "show", number, "--happened-until", "13:59"), "op dat moment")
    assert run("incident", "list", "--as-of", "15:09", "--json").json == []
    assert len(run("incident", "list", "--as-of", "2027-02-07T15:12", "--json").json) == 1


def test_a_bare_time_of_something_planned_is_todays(run: Run) -> None:
    for begin, end in (("16:00", "17:00"), ("14:00", "15:00"), ("22:00", "01:00")):
        run("demonstration", "add", "--at", begin, "--until", end, "--place", "Markt")
        run("evenement", "add", "x", "--begin", begin, "--end", end, "--place", "Markt")
    for group in ("demonstration", "evenement"):
        found = [(row["begin_at"], row["end_at"]) for row in run(group, "list", "--json").json]
        assert found == [
            ("2027-02-07T14:00:00+01:00", "2027-02-07T15:00:00+01:00"),
            ("2027-02-07T16:00:00+01:00", "2027-02-07T17:00:00+01:00"),
            ("2027-02-07T22:00:00+01:00", "2027-02-08T01:00:00+01:00"),
        ]


EMPTY = ["", "  ", "\t\n"]


@pytest.mark.parametrize("title", EMPTY)
def test_an_empty_title_is_refused(run: Run, title: str) -> None:
    refused(run("incident", "open", title), "de titel is leeg")
    refused(run("cmt", "open", title), "de titel is leeg")
    when = ("--begin", "2027-03-01", "--end", "2027-03-02")
    refused(run("evenement", "add", title, *when, "--place", "Markt"), "de titel is leeg")
    refused(run("evenement", "add", "Markt", *when, "--place", title), "de plaats is leeg")
    refused(run("demonstration", "add", "--at", "14:00", "--place", title), "de plaats is leeg")
    assert run("journal", "state", "--json").json["timeline"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("incident", "show"), ("incident", "close"), ("incident", "reopen"), ("incident", "grip", "1", "--by", "x"),
        ("incident", "set", "place", "x"), ("evenement", "show"), ("evenement", "round"), ("demonstration", "show"),
        ("cmt", "show"), ("cmt", "close"), ("cmt", "decide", "x"), ("cmt", "action", "x"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_unknown_number_and_one_of_another_type(run: Run, words: tuple[str, ...]) -> None:
    group, action, *more = words
    other = ("cmt", "open", "x") if group == "incident" else ("incident", "open", "x")
    number = run(*other).line
    near = number[:-1] + "2"
    refused(run(group, action, near, *more), f"nummer {near} is onbekend", f"bedoelt u {number}?")
    if action not in ("decide", "action"):  # any dossier may have decisions and actions
        refused(run(group, action, number, *more), f"{number} is een")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("incident", "open", "x", "--at", "2027-02-07T16:00"), "ligt in de toekomst"),
        (("incident", "open", "x", "--at", "gisteren"), "is niet te lezen"),
        (("incident", "grip", "INC-27-A001", "6", "--by", "x"), "GRIP 6 bestaat niet"),
        (("incident", "grip", "INC-27-A001", "1", "--by", ""), "door wie is leeg"),
        (("incident", "grip", "INC-27-A001", "1", "--by", "x", "--at", "2027-02-08"), "ligt in de toekomst"),
        (("incident", "set", "INC-27-A001", "kleur", "rood"), "heeft geen veld kleur"),
        (("incident", "reopen", "INC-27-A001"), "is nog open"),
        (("evenement", "add", "x", "--begin", "2027-03-02", "--end", "2027-03-01", "--place", "x"), "einde ligt voor"),
        (("evenement", "add", "x", "--begin", "morgen", "--end", "2027-03-01", "--place", "x"), "is niet te lezen"),
        (("evenement", "add", "x", "--begin", "2027-03-01", "--end", "2027-03-01", "--place", "x", "--class",
        "D"), "klasse D"),
        (("demonstration", "add", "--at", "2027-03-01", "--place", "x", "--received", "2027-03-01"), "toekomst"),
        (("cmt", "open", "x", "--evenement", "INC-27-A001"), "INC-27-A001 is een incident"),
    ],
)  # fmt: skip
def test_refused_and_nothing_written(run: Run, words: tuple[str, ...], message: str) -> None:
    run("incident", "open", "Gaslek")
    before = run("journal", "state", "--json").out
    refused(run(*words), message)
    assert run("journal", "state", "--json").out == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(run: Run, text: str) -> None:
    shown = clean(text).strip()
    number = run("incident", "open", text, "--place", text).line
    run("incident", "grip", number, "1", "--by", text, "--reason", text)
    cmt = run("cmt", "open", text).line
    run("cmt", "decide", cmt, text)
    incident = run("incident", "show", number, "--json").json
    assert (incident["title"], incident["place"]) == (shown, shown)
    for words in (("incident", "show", number), ("incident", "list"), ("cmt", "show", cmt), ("incident", "show", text)):
        answer = run(*words)
        assert not any(sign in answer.out + answer.err for sign in "\x00\x1b\x9b\u202e\u2028\x85\ud800")
    assert shown in run("incident", "show", number).out


def test_every_list_is_one_document_also_when_it_is_empty(run: Run) -> None:
    for group in ("incident", "evenement", "demonstration", "cmt"):
        answer = run(group, "list", "--json")
        assert (answer.code, answer.json, answer.err) == (0, [], "")
        assert run(group, "list").code == 0


def test_a_list_tells_of_each_what_show_tells_without_its_timeline(run: Run) -> None:
    number = run("demonstration", "add", "--spontaneous", "--place", "Markt").line
    silent(run, "demonstration", "end", number)
    played = run("match", "add", "Roda JC Kerkrade", "--on", "2027-02-07", "--at", "14:00").line
    assert run("match", "conduct", played, "vuurwerk in vak H", "--kind", "fireworks", "--at", "15:00").line
    run("evenement", "add", "Concert", "--begin", "2027-02-12T20:00", "--end", "2027-02-12T23:00", "--place", "Markt")
    run("incident", "open", "Gaslek")
    run("cmt", "open", "Carnaval")
    for type_ in ("demonstration", "match", "evenement", "incident", "cmt"):
        for horizon in ((), ("--as-of", "2027-02-07T15:12")):
            [listed] = run(type_, "list", "--json", *horizon).json
            shown = run(type_, "show", listed["number"], "--json", *horizon).json
            shown.pop("timeline")
            assert listed == shown, (type_, horizon)


@pytest.mark.parametrize(
    "words",
    [
        ("demonstration", "add", "--at", "1900-01-01T00:10", "--place", "Markt"),
        ("demonstration", "set", "DEM-27-A001", "begin_at", "1900-01-01T00:10"),
        ("match", "add", "Roda JC Kerkrade", "--on", "1900-01-01", "--at", "00:10"),
        ("match", "add", "Roda JC Kerkrade", "--on", "1900-01-01"),
    ],
)
def test_the_first_minutes_of_1900_are_refused(run: Run, words: tuple[str, ...]) -> None:
    run("demonstration", "add", "--spontaneous", "--place", "Markt")
    refused(run(*words), "ligt niet tussen 1900 en 2199")
