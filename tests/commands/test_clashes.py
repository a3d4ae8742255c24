"""`aovconsole calendar clashes`: the contract of its JSON, accepting and opening again by key."""

from __future__ import annotations

import pytest

from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

CONTRACT = {"kind", "items", "begin", "end", "place", "sentence", "accepted_by"}
TITLE = "[bold]Kermis[/]"


@pytest.fixture
def fair(run: Run) -> Run:
    run("evenement", "add", TITLE, "--begin", "2027-02-13 12:00", "--end", "2027-02-13 22:00", "--place", "Vrijthof")
    run("demonstration", "add", "--at", "2027-02-13 14:00", "--until", "2027-02-13 16:00", "--place", "Markt")
    return run


def test_the_contract(fair: Run) -> None:
    [clash] = fair("calendar", "clashes", "--json").json
    assert clash.keys() >= CONTRACT
    assert (clash["kind"], clash["place"], clash["accepted_by"]) == ("demonstration", "Markt / Vrijthof", None)
    assert (clash["begin"], clash["end"]) == ("2027-02-13T13:30:00+01:00", "2027-02-13T16:30:00+01:00")
    assert [(item["number"], item["title"]) for item in clash["items"]] == [
        ("DEM-27-A001", "Demonstratie Markt"), ("EVE-27-A001", TITLE),
    ]  # fmt: skip
    assert clash["sentence"] == (
        f"Demonstratie Markt (za 13 feb 2027 14:00–16:00) en {TITLE} (Vrijthof, 12:00–22:00) liggen 210 m van elkaar;"
        " ze vallen samen van 14:00 tot 16:00: beide gaan door; stem ruimte, route en inzet op elkaar af."
    )


@pytest.mark.parametrize(
    ("window", "count"),
    [
        ((), 1),
        (("--from", "2027-02-13"), 1),
        (("--to", "13-02-2027"), 1),
        (("--from", "2027-02-13", "--to", "2027-02-13"), 1),
        (("--from", "2027-02-14"), 0),
        (("--to", "2027-02-12"), 0),
        (("--from", "2099-01-01"), 0),
    ],
)
def test_the_days_that_are_asked_for(fair: Run, window: tuple[str, ...], count: int) -> None:
    assert len(fair("calendar", "clashes", *window, "--json").json) == count


def test_accepted_listed_and_opened_again(fair: Run) -> None:
    [clash] = fair("calendar", "clashes", "--json").json
    key = clash["key"]
    assert fair("calendar", "clashes", "--accept", key, "--reason", "route om", "--by", "Jansen").code == 0
    [accepted] = fair("calendar", "clashes", "--json").json
    assert (accepted["accepted_by"], accepted["accepted_reason"]) == ("Jansen", "route om")
    lines = fair("calendar", "clashes").out.splitlines()
    assert lines == [
        f"{key}  {clash['sentence']} [aanvaard door Jansen: route om]",
        "te bevestigen, dus niet bekeken: grens van de belasting van de stad op één dag (punten (zie weights))",
    ]
    assert fair("calendar", "clashes", "--reopen", key).code == 0
    assert fair("calendar", "clashes", "--json").json[0]["accepted_by"] is None
    assert fair("journal", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--accept", "x", "--reason", "y"), "samenloop x bestaat niet", 1),
        (("--accept", "x"), "de reden is leeg", 1),
        (("--reopen", "x"), "samenloop x is door niemand aanvaard", 1),
        (("--reason", "y"), "--reason en --by horen bij", 1),
        (("--from", "2027-02-14", "--to", "2027-02-13"), "de einddatum ligt voor de begindatum", 1),
        (("--from", "gisteren"), "--from 'gisteren' is geen datum", 1),
        (("--accept", "x", "--reopen", "x"), "gaat niet samen", 2),
    ],
)
def test_what_is_refused(fair: Run, words: tuple[str, ...], said: str, code: int) -> None:
    refused(fair("calendar", "clashes", *words), said, code=code)


def test_text_of_people_acts_on_nothing(fair: Run) -> None:
    [clash] = fair("calendar", "clashes", "--json").json
    fair("calendar", "clashes", "--accept", clash["key"], "--reason", HOSTILE["colour"], "--by", HOSTILE["bidi"])
    out = fair("calendar", "clashes").out
    assert "\x1b" not in out and "\u202e" not in out and "rood" in out
