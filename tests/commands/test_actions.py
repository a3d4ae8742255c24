"""`aovconsole action`: its numbers, its lists, its refusals."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run, refused

NR = "INC-27-A001"


def silent(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run("action", *words)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.fixture
def incident(run: Run) -> Run:
    """An incident of 14:00 with one action for THOR, due at 15:30."""
    assert run("incident", "open", "Gaslek", "--at", "14:00").line == NR
    assert run("action", "add", NR, "hekken", "--owner", "THOR", "--due", "15:30").line == "A-A1"
    return run


def test_an_action_from_begin_to_end(incident: Run) -> None:
    run = incident
    silent(run, "snooze", NR, "A-A1", "--due", "+50", "--reason", "geen auto")
    silent(run, "owner", NR, "a-a1", "politie", "--reason", "THOR is weg")
    silent(run, "step", NR, "A-A1", "done", "--note", "staan")
    shown = run("action", "show", NR, "A-A1", "--json").json
    wanted = {
        "number": "A-A1", "dossier": NR, "title": "hekken", "status": "done", "owner": "politie",
        "due_at": "2027-02-07T16:00:00+01:00", "first_due_at": "2027-02-07T15:30:00+01:00", "late": False,
        "snoozed_count": 1,
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert shown["agreed_at"].startswith("2027-02-07T15:10:00")
    assert [(change["step"], change["text"]) for change in shown["history"]] == [
        ("agreed", "hekken"), ("snoozed", "uitgesteld tot 16:00: geen auto"),
        ("owner_set", "naar politie: THOR is weg"), ("stepped", "gereed: staan"),
    ]  # fmt: skip
    assert {change["author"] for change in shown["history"]} == {"Voorbeeld/AOV"}
    assert "1x uitgesteld" in run("action", "show", NR, "A-A1").out
    assert run("action", "list", NR, "--json").json == [
        {name: value for name, value in shown.items() if name != "history"}
    ]


def test_a_list_has_the_overdue_ones_first(incident: Run) -> None:
    run = incident
    run("action", "add", NR, "zonder termijn")
    run("action", "add", NR, "te laat", "--at", "14:10", "--due", "14:40")
    run("log", "sleutel ophalen !actie AOV 15:20")
    run("action", "add", NR, "weg")
    silent(run, "step", NR, "A-A4", "dropped")
    listed = run("action", "list", "--json").json
    assert [(one["title"], one["dossier"], one["late"]) for one in listed] == [
        ("te laat", NR, True), ("sleutel ophalen", None, False), ("hekken", NR, False),
        ("zonder termijn", NR, False), ("weg", NR, False),
    ]  # fmt: skip
    assert [one["number"] for one in run("action", "list", "--open", NR, "--json").json] == ["A-A3", "A-A1", "A-A2"]
    assert [one["title"] for one in run("action", "list", "--late", "--json").json] == ["te laat"]
    assert [one["title"] for one in run("action", "list", "", "--json").json] == ["sleutel ophalen"]
    assert run("action", "list").out.splitlines()[1].endswith("te laat, open")


def test_an_action_that_a_line_agreed_names_who_wrote_the_line(incident: Run) -> None:
    incident("log", "sleutel ophalen !actie AOV 15:20")
    assert incident("action", "show", "", "A-A1", "--json").json["history"][0]["author"] == "Voorbeeld/AOV"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", NR, "x", "--due", "2027-02-07T15:00"), "de termijn ligt in het verleden"),
        (("add", NR, "x", "--due", "straks"), "--due 'straks' is niet te lezen"),
        (("add", "INC-27-A009", "x"), "INC-27-A009 is onbekend"),
        (("snooze", NR, "A-A1", "--due", "16:00", "--reason", " "), "de reden is leeg"),
        (("step", NR, "A-A7", "done"), "A-A7 is onbekend"),
        (("owner", NR, "A-A1", "THOR"), "A-A1 ligt al bij THOR"),
    ],
)
def test_what_is_refused(incident: Run, words: tuple[str, ...], said: str) -> None:
    refused(incident("action", *words), said)


@pytest.mark.parametrize("words", [("snooze", NR, "A-A1", "--due", "16:00"), ("step", NR, "A-A1", "weg"), ("add", NR)])
def test_what_is_misspelt(incident: Run, words: tuple[str, ...]) -> None:
    refused(incident("action", *words), "zie 'aovconsole action", code=2)
