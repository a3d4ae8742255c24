"""`aovconsole measure`: the contract of its commands (DESIGN §7)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

INCIDENT = "INC-27-A001"
CONDITIONS = [
    "ground=ramp", "facts=dam = stuk", "rules=gebied verboden", "area=Bosscherveld", "constitution=ja",
    "necessity=x", "proportionality=x", "subsidiarity=x", "announced_how=omgeroepen",
]  # fmt: skip


@pytest.fixture
def ordinance(run: Run) -> Run:
    """A command line with an incident and a prepared noodverordening, M-A1."""
    assert run("incident", "open", "Overlaatdam", "--at", "10:00").line == INCIDENT
    words = [word for condition in CONDITIONS for word in ("--set", condition)]
    assert run("measure", "prepare", INCIDENT, "emergency_ordinance", *words).line == "M-A1"
    return run


def silent(run: Run, *words: str) -> None:
    """The command went well and says nothing."""
    answer = run("measure", *words)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def shown(run: Run, number: str = "M-A1") -> dict[str, Any]:
    view: dict[str, Any] = run("measure", "show", INCIDENT, number, "--json").json
    return view


def test_a_noodverordening_from_preparing_to_the_withdrawal(ordinance: Run) -> None:
    run = ordinance
    assert (shown(run)["status"], shown(run)["missing"], shown(run)["values"]["facts"]) == (
        "prepared", [], "dam = stuk",
    )  # fmt: skip
    silent(run, "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--at", "11:00", "--begin", "11:30")
    view = shown(run)
    assert [view[key] for key in ("status", "decided_at", "begin_at", "end_at", "owed_count")] == [
        "taken", "2027-02-07T11:00:00+01:00", "2027-02-07T11:30:00+01:00", None, 6,
    ]  # fmt: skip
    silent(run, "done", INCIDENT, "M-A1", "commissioner", "--by", "AOV", "--via", "telefoon", "--at", "11:20")
    silent(run, "due", INCIDENT, "M-A1", "ratification", "--on", "16-02-2027 20:00")
    duties = {duty["key"]: duty for duty in shown(run)["duties"]}
    assert [duties["commissioner"][key] for key in ("outcome", "by", "via", "done_at")] == [
        "done", "AOV", "telefoon", "2027-02-07T11:20:00+01:00",
    ]  # fmt: skip
    assert duties["ratification"]["due_at"] == "2027-02-16T20:00:00+01:00"
    assert duties["ratification"]["source"] == "Gemeentewet art. 176, derde lid (BWBR0005416)"
    silent(run, "withdraw", INCIDENT, "M-A1", "--by", "loco-burgemeester", "--reason", "dam dicht")
    answer = run("measure", "show", INCIDENT, "M-A1").out
    assert "M-A1 noodverordening (ingetrokken)" in answer
    assert "  ingetrokken: 2027-02-07 15:10, door loco-burgemeester: dam dicht\n" in answer
    assert "Gemeentewet art. 176, tekst van 2017-05-10, te toetsen door jurist" in answer
    assert "gedaan 2027-02-07 11:20" in answer


def test_a_term_of_the_next_night_is_read_beside_its_begin(run: Run) -> None:
    run("incident", "open", "Steekpartij", "--at", "14:55")
    run("measure", "prepare", INCIDENT, "urgent_search", "--set", "facts=x")
    refused(
        run("measure", "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--oral", "--begin", "15:00", "--end",
            "03:01"), "ten hoogste 12 uur (Gemeentewet art. 174b): uiterlijk 08-02-2027 03:00",
    )  # fmt: skip
    silent(run, "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--oral", "--begin", "15:00", "--end", "03:00")
    assert (shown(run)["end_at"], shown(run)["oral"]) == ("2027-02-08T03:00:00+01:00", True)


def test_extending_reads_a_time_after_the_end_in_force(run: Run) -> None:
    run("incident", "open", "Explosie")
    values = {row["key"]: row for power in run("measure", "powers", "--json").json if power["key"] == "closure_home"
              for row in power["fields"]}  # fmt: skip
    words = [
        f"{key}={(row['choices'] or ['x'])[0]}" for key, row in values.items() if row["kind"] in ("text", "choice")
    ]
    run("measure", "prepare", INCIDENT, "closure_home")
    silent(run, "fill", INCIDENT, "M-A1", *words, "end=08-02-2027 12:00")
    silent(run, "decide", INCIDENT, "M-A1", "--by", "burgemeester")
    silent(run, "extend", INCIDENT, "M-A1", "--end", "11:00", "--by", "burgemeester")
    assert shown(run)["end_at"] == "2027-02-09T11:00:00+01:00"
    [decided, extended] = shown(run)["steps"]
    silent(run, "undo", INCIDENT, "M-A1", extended["record_id"], "--reason", "vergissing")
    assert shown(run)["end_at"] == "2027-02-08T12:00:00+01:00"
    assert [step["withdrawn"] for step in shown(run)["steps"]] == [False, True]
    assert decided["kind"] == "decided"


def test_a_bare_day_is_due_at_its_end(ordinance: Run) -> None:
    silent(ordinance, "decide", INCIDENT, "M-A1", "--by", "burgemeester")
    for typed, due in (("2027-02-09", "2027-02-09T23:59"), ("16-02-2027 20:00", "2027-02-16T20:00")):
        silent(ordinance, "due", INCIDENT, "M-A1", "ratification", "--on", typed)
        duties = {duty["key"]: duty for duty in shown(ordinance)["duties"]}
        assert duties["ratification"]["due_at"] == f"{due}:00+01:00"
    refused(ordinance("measure", "due", INCIDENT, "M-A1", "ratification", "--on", "straks"), "--on")


def test_what_ends_by_itself_is_shown_as_lapsed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("incident", "open", "Steekpartij")
    run("measure", "prepare", INCIDENT, "urgent_search")
    silent(run, "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--oral", "--end", "20:00")
    assert shown(run)["owed_count"] == 4
    assert "genomen" in run("measure", "list", INCIDENT).out
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-07T20:01:00+01:00")
    assert "genomen" not in (told := run("measure", "list", INCIDENT).out) and "afgelopen" in told
    assert "(afgelopen)" in run("measure", "show", INCIDENT, "M-A1").out
    assert shown(run)["owed_count"] == 3
    [line] = [line for line in run("measure", "show", INCIDENT, "M-A1").out.splitlines() if "withdrawal" in line]
    assert line.endswith("vervallen 2027-02-07 20:00")


def test_owed_names_the_dossier(ordinance: Run) -> None:
    run = ordinance
    other = run("incident", "open", "Gaslek").line
    run("measure", "decide", INCIDENT, "M-A1", "--by", "burgemeester")
    [owed] = run("measure", "owed", "--json").json
    assert (owed["dossier_number"], owed["number"], owed["owed_count"]) == (INCIDENT, "M-A1", 6)
    assert run("measure", "owed", other, "--json").json == []
    assert "INC-27-A001  M-A1    noodverordening  genomen" in run("measure", "owed", INCIDENT).out
    assert [row["number"] for row in run("measure", "list", INCIDENT, "--json").json] == ["M-A1"]
    assert "noodverordening" in run("measure", "list", INCIDENT).out


def test_not_taken_is_a_decision_too(ordinance: Run) -> None:
    silent(ordinance, "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--not-taken", "--reason", "rustig")
    assert (shown(ordinance)["status"], shown(ordinance)["duties"]) == ("not_taken", [])


def test_the_powers_are_listed_with_their_conditions(run: Run) -> None:
    powers = {power["key"]: power for power in run("measure", "powers", "--json").json}
    assert len(powers) == 15
    assert powers["urgent_search"]["oral_allowed"] is True
    assert powers["cctv"]["text_as_of"] == "2016-06-30"
    assert [row["key"] for row in powers["search_zone"]["fields"]][:3] == ["ground", "facts", "ordinance"]
    assert "emergency_ordinance  noodverordening" in run("measure", "powers").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("prepare", INCIDENT, "toverstaf"), "bevoegdheid toverstaf bestaat niet"),
        (("prepare", "INC-27-A009", "light_order"), "INC-27-A009 is onbekend"),
        (("prepare", INCIDENT, "light_order", "--set", "kleur=rood"), "kent geen voorwaarde kleur"),
        (("prepare", INCIDENT, "light_order", "--set", "end=31-10-2027 02:30"), "bestaat twee keer"),
        (("show", INCIDENT, "M-A2"), "nummer M-A2 is onbekend; bedoelt u M-A1?"),
        (("decide", INCIDENT, "M-A1", "--by", "AOV"), "niet te mandateren aan AOV"),
        (("decide", INCIDENT, "M-A1", "--by", "burgemeester", "--begin", "16:00", "--end", "07-02-2027 15:30"),
         "het einde ligt niet na het begin"),
        (("decide", INCIDENT, "M-A1", "--by", "burgemeester", "--oral"), "kan niet mondeling"),
        (("extend", INCIDENT, "M-A1", "--end", "12:00", "--by", "burgemeester"), "is nog niet besloten"),
        (("withdraw", INCIDENT, "M-A1", "--by", "burgemeester"), "is nog niet besloten"),
        (("done", INCIDENT, "M-A1", "council"), "heeft geen plicht council"),
        (("due", INCIDENT, "M-A1", "ratification", "--on", "2027-02-16"), "heeft geen plicht ratification"),
        (("owed", "INC-27-A009"), "is onbekend"),
    ],
)  # fmt: skip
def test_refused_and_nothing_written(ordinance: Run, words: tuple[str, ...], message: str) -> None:
    before = ordinance("journal", "state", "--json").out
    refused(ordinance("measure", *words), message)
    assert ordinance("journal", "state", "--json").out == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("prepare", INCIDENT, "light_order", "--set", "facts"), "'facts' is geen voorwaarde=waarde"),
        (("fill", INCIDENT, "M-A1", "=x"), "'=x' is geen voorwaarde=waarde"),
        (("decide", INCIDENT, "M-A1"), "verplicht: --by"),
        (("done", INCIDENT, "M-A1", "council", "--outcome", "misschien"), "'misschien' bestaat niet"),
        (("extend", INCIDENT, "M-A1", "--by", "burgemeester"), "verplicht: --end"),
    ],
)
def test_a_mistake_in_the_words_is_a_usage_error(run: Run, words: tuple[str, ...], message: str) -> None:
    refused(run("measure", *words), message, code=2)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(ordinance: Run, text: str) -> None:
    run = ordinance
    run("measure", "fill", INCIDENT, "M-A1", f"facts={text}", f"area={text}")
    run("measure", "decide", INCIDENT, "M-A1", "--by", "burgemeester", "--reason", text)
    run("measure", "done", INCIDENT, "M-A1", "council", "--by", text, "--note", text)
    assert shown(run)["values"]["facts"] == clean(text, lines=True).strip()
    asked = (("show", INCIDENT, "M-A1"), ("list", INCIDENT), ("owed",), ("done", INCIDENT, "M-A1", text))
    for words in asked:
        answer = run("measure", *words)
        assert not any(sign in answer.out + answer.err for sign in "\x00\x1b\x9b\u202e\u2028\x85\ud800")


def test_a_list_without_measures_is_one_empty_document(run: Run) -> None:
    run("incident", "open", "Gaslek")
    for words in (("list", INCIDENT), ("owed",)):
        answer = run("measure", *words, "--json")
        assert (answer.code, answer.json, answer.err) == (0, [], "")
        assert run("measure", *words).code == 0


def test_the_view_leaves_out_what_only_the_journal_needs(ordinance: Run) -> None:
    assert "standing" not in shown(ordinance)
    assert json.dumps(shown(ordinance))
