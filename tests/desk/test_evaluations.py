"""Evaluations at the desk: over what, found what, recommended what, and where that ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_facts import evaluation_facts
from aovconsole.domain.erasure import RecordsErased
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CannotStore
from tests.builders import HOSTILE, OPERATOR, append, assert_green, given, journal_at
from tests.still_clock import StillClock

pytestmark = pytest.mark.all


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the names of `data/`, two incidents and a CMT day with a line."""
    from aovconsole.reference.files import known_names

    made = Desk(journal_at(tmp_path, StillClock()), OPERATOR, lambda: known_names(tmp_path))
    made.incidents.open("Brand Boschstraat")
    made.incidents.open("Gaslek")
    made.cmt.open("Carnaval zondag")
    return made


def line(desk: Desk, text: str = "Vrijthof loopt vol") -> str:
    return desk.log.line(text, dossier="CMT-27-A001").id


@pytest.fixture
def made(desk: Desk) -> SubjectRow:
    return desk.evaluations.make("Carnaval 2027", ["CMT-27-A001", "INC-27-A001"])


def body(desk: Desk, number: str = "EVL-27-A001") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk.evaluations.find(number).body)
    return found


def test_it_is_over_dossiers_and_a_period_and_what_arrives_late_belongs_to_it(desk: Desk) -> None:
    now = desk.seat.now
    row = desk.evaluations.make("Week", begin=now - timedelta(days=1), end=now + timedelta(days=1))
    assert {one.number for one in desk.evaluations.members(row)} == {"CMT-27-A001", "INC-27-A001", "INC-27-A002"}
    desk.incidents.open("Later ingevoerd", at=now - timedelta(hours=2))
    desk.incidents.open("Vorige maand", at=now - timedelta(days=30))
    assert "INC-27-A003" in {one.number for one in desk.evaluations.members(row)}
    assert "INC-27-A004" not in {one.number for one in desk.evaluations.members(row)}
    after = desk.evaluations.remove_dossier(row.number, "INC-27-A002")
    assert "INC-27-A002" not in {one.number for one in desk.evaluations.members(after)}
    again = desk.evaluations.add_dossier(row.number, "INC-27-A002")
    assert "INC-27-A002" in {one.number for one in desk.evaluations.members(again)}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (lambda d: d.evaluations.make("", ["INC-27-A001"]), "de titel is leeg"),
        (lambda d: d.evaluations.make("x"), "noem een dossier of een periode"),
        (lambda d: d.evaluations.make("x", ["INC-27-A001", "inc-27-a001"]), "INC-27-A001 staat er twee keer"),
        (lambda d: d.evaluations.make("x", ["INC-27-A009"]), "INC-27-A009 is onbekend"),
        (lambda d: d.evaluations.make("x", ["EVL-27-A001"]), "op EVL-27-A001 ziet een evaluatie niet terug"),
        (lambda d: d.evaluations.make("x", begin=d.seat.now), "een begin en een einde"),
        (
            lambda d: d.evaluations.make("x", begin=d.seat.now, end=d.seat.now - timedelta(days=1)),
            "het einde ligt voor het begin",
        ),
        (
            lambda d: d.evaluations.make("x", begin=d.seat.now - timedelta(days=9), end=d.seat.now - timedelta(days=8)),
            "in deze periode begon niets",
        ),
        (lambda d: d.evaluations.add_dossier("EVL-27-A001", "CMT-27-A001"), "staat al in EVL-27-A001"),
        (lambda d: d.evaluations.remove_dossier("EVL-27-A001", "INC-27-A002"), "staat niet in EVL-27-A001"),
        (lambda d: d.evaluations.mark("EVL-27-A001", "niets", "x"), "er is geen regel, besluit of meting niets"),
        (lambda d: d.evaluations.mark("EVL-27-A001", d.reading.lines()[0].record_id, ""), "de reden is leeg"),
        (lambda d: d.evaluations.write_finding("EVL-27-A001", "goed", "crowd", "x"), "'goed' bestaat niet"),
        (lambda d: d.evaluations.write_finding("EVL-27-A001", "well", "weer", "x"), "het thema 'weer' bestaat niet"),
        (lambda d: d.evaluations.write_finding("EVL-27-A001", "well", "crowd", " "), "de bevinding is leeg"),
        (
            lambda d: d.evaluations.write_finding("EVL-27-A001", "well", "crowd", "x", evidence=["0190"]),
            "er is geen regel, besluit of meting 0190",
        ),
        (
            lambda d: d.evaluations.write_finding("EVL-27-A001", "well", "crowd", "x", finding="abc"),
            "heeft geen bevinding abc",
        ),
        (lambda d: d.evaluations.write_text("EVL-27-A001", "impression", "\n "), "de tekst is leeg"),
        (lambda d: d.evaluations.answer("EVL-27-A001", "1", "x"), "heeft geen vraag 1"),
        (lambda d: d.evaluations.react("EVL-27-A001", "politie", "x", source=" "), "de bron van de reactie is leeg"),
        (lambda d: d.evaluations.withdraw("EVL-27-A001", "x", reason="y"), "geen bevinding of reactie x"),
        (lambda d: d.evaluations.follow_up("EVL-27-A001", "AANB-A1", "misschien"), "'misschien' bestaat niet"),
        (lambda d: d.evaluations.follow_up("EVL-27-A001", "AANB-A1", "not_done"), "niet gedaan: noem waarom"),
        (lambda d: d.evaluations.follow_up("EVL-27-A001", "AANB-A1", "done"), "geen aanbeveling AANB-A1 op te volgen"),
        (
            lambda d: d.evaluations.follow_up("EVL-27-A001", "EVL-27-A001 AANB-A1", "done"),
            "volgt haar eigen aanbevelingen niet op",
        ),
        (lambda d: d.evaluations.reopen("EVL-27-A001", reason="x"), "is al een concept"),
        (lambda d: d.evaluations.recommend("EVL-27-A001", ""), "de aanbeveling is leeg"),
        (lambda d: d.evaluations.refuse("EVL-27-A001", "AANB-A9", reason="x"), "AANB-A9 is onbekend"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, made: SubjectRow, request_: Callable[[Desk], object], words: str
) -> None:
    assert made.number == "EVL-27-A001"
    given(desk).when(request_).refused(words)


def test_the_last_dossier_stays(desk: Desk) -> None:
    desk.evaluations.make("Een", ["INC-27-A001"])
    given(desk).when(lambda d: d.evaluations.remove_dossier("EVL-27-A001", "INC-27-A001")).refused("het enige dossier")


def test_evidence_that_was_erased_shows_nothing_any_more(desk: Desk, made: SubjectRow) -> None:
    shown = line(desk)
    desk.evaluations.write_finding(made.number, "better", "crowd", "te laat", evidence=[shown, shown])
    assert body(desk)["findings"][0]["evidence"] == [shown]
    append(desk.journal, RecordsErased((shown,), "verzoek", "regel"))
    case = given(desk).when(
        lambda d: d.evaluations.write_finding(made.number, "better", "crowd", "ook", evidence=[shown])
    )
    case.refused("is gewist")
    assert desk.evaluations.evidence([shown])[0][1] == "inhoud gewist"


def test_a_moment_a_finding_and_a_reaction_are_corrected_and_withdrawn(desk: Desk, made: SubjectRow) -> None:
    number, shown = made.number, line(desk)
    desk.evaluations.mark(number, shown, "hier")
    desk.evaluations.mark(number, shown, "hier liep het vast")
    assert [one["why"] for one in body(desk)["moments"]] == ["hier liep het vast"]
    desk.evaluations.mark(number, shown, "")
    assert body(desk)["moments"] == []
    row = desk.evaluations.write_finding(number, "better", "crowd", "te laat")
    finding = desk.evaluations.newest_finding(row)
    desk.evaluations.write_finding(number, "well", "traffic", "op tijd", evidence=[shown], finding=finding[-6:])
    (one,) = body(desk)["findings"]
    assert (one["id"], one["outcome"], one["text"], one["evidence"]) == (finding, "well", "op tijd", [shown])
    desk.evaluations.react(number, "politie", "eens", source="overleg")
    reaction = body(desk)["reactions"][0]["id"]
    desk.evaluations.withdraw(number, finding, reason="dubbel")
    desk.evaluations.withdraw(number, reaction, reason="niet gezegd")
    assert (body(desk)["findings"], body(desk)["reactions"]) == ([], [])
    assert_green(desk.journal)


def test_what_is_final_changes_no_more_but_its_recommendations_still_end(desk: Desk, made: SubjectRow) -> None:
    desk.evaluations.recommend(made.number, "noodroute vrij")
    assert desk.evaluations.close(made.number).status == "final"
    assert body(desk)["closed_by"] == OPERATOR.name
    for request in (
        lambda d: d.evaluations.write_finding(made.number, "well", "crowd", "x"),
        lambda d: d.evaluations.recommend(made.number, "x"),
        lambda d: d.evaluations.close(made.number),
    ):
        given(desk).when(request).refused("is definitief")
    desk.evaluations.refuse(made.number, "AANB-A1", reason="geen geld", by="B. Bakker")
    assert desk.evaluations.recommendation(made.number, "AANB-A1").status == "refused"
    assert desk.evaluations.reopen(made.number, reason="reactie GHOR").status == "draft"


def test_a_recommendation_ends_once(desk: Desk, made: SubjectRow) -> None:
    shown = line(desk)
    row = desk.evaluations.recommend(
        made.number, "noodroute vrij", owner="THOR", due=date(2027, 9, 1), evidence=[shown]
    )
    assert (row.number, row.dossier) == ("AANB-A1", made.subject)
    assert [one.number for one in desk.evaluations.open_recommendations()] == ["AANB-A1"]
    desk.evaluations.change(made.number, "AANB-A1", text="noodroute vrijhouden", due="")
    changed = json.loads(desk.evaluations.recommendation(made.number, "AANB-A1").body)
    assert (changed["text"], changed["due_on"], changed["owner"]) == ("noodroute vrijhouden", "", "THOR")
    given(desk).when(lambda d: d.evaluations.change(made.number, "AANB-A1", owner="THOR")).refused("niets gewijzigd")
    desk.evaluations.refuse(made.number, "AANB-A1", reason="geen geld")
    for request in (
        lambda d: d.evaluations.refuse(made.number, "AANB-A1", reason="x"),
        lambda d: d.evaluations.withdraw_recommendation(made.number, "AANB-A1", reason="x"),
        lambda d: d.evaluations.take(made.number, "AANB-A1", "measure", template="carnaval"),
        lambda d: d.evaluations.change(made.number, "AANB-A1", text="x"),
    ):
        given(desk).when(request).refused("AANB-A1 is al afgewezen")
    assert desk.evaluations.open_recommendations() == []


def test_taking_writes_a_file_with_the_old_one_beside_it_and_refuses_what_does_not_fit(
    desk: Desk, made: SubjectRow
) -> None:
    take, home = desk.evaluations.take, desk.journal.home / "scenarios"
    for text in ("noodroute vrij", "drempel", "extra ronde", "besluit klaar"):
        desk.evaluations.recommend(made.number, text, owner="THOR")
    given(desk).when(lambda d: take(made.number, "AANB-A1", "measure")).refused("noem het sjabloon")
    given(desk).when(lambda d: take(made.number, "AANB-A1", "wens", template="carnaval")).refused("'wens' bestaat niet")
    given(desk).when(lambda d: take(made.number, "AANB-A2", "threshold", template="carnaval")).refused(
        "een waarde nodig"
    )
    given(desk).when(lambda d: take(made.number, "AANB-A1", "measure", template="carnaval", owner="Niemand")).refused(
        "dit past niet in het sjabloon carnaval"
    )
    assert not home.exists()
    take(made.number, "AANB-A1", "measure", template="carnaval", when="-P2W", where=["Vrijthof"])
    first = (home / "carnaval.additions.toml").read_text(encoding="utf-8")
    take(made.number, "AANB-A2", "threshold", template="carnaval", place="Vrijthof", value=18000, kind="persons")
    take(made.number, "AANB-A3", "round", template="carnaval", attend=["politie"], at="10:00")
    take(
        made.number, "AANB-A4", "decision", template="carnaval",
        decider="voorzitter", weigh=["drukte"], options=["dicht", "open"],
    )  # fmt: skip
    assert first in (home / "carnaval.additions.toml").read_text(encoding="utf-8")
    backup = (home / "carnaval.additions.toml.bak").read_text(encoding="utf-8")
    assert backup.count("source = ") == 3, "what stood there before the last"
    end = json.loads(desk.evaluations.recommendation(made.number, "AANB-A1").body)["end"]
    assert (end["where"], end["file"], end["key"]) == ("carnaval", "carnaval.additions.toml", "evl_27_a001_aanb_a1")
    plan = desk.plans.preview("carnaval", "2028").plan
    assert plan.template.decisions[-1].source == "evaluatie EVL-27-A001, aanbeveling AANB-A4"


def test_a_file_that_a_person_broke_leaves_the_recommendation_open(desk: Desk, made: SubjectRow) -> None:
    desk.evaluations.recommend(made.number, "noodroute vrij", owner="THOR")
    path = desk.journal.home / "scenarios" / "carnaval.additions.toml"
    path.parent.mkdir()
    path.write_text('name = "carnaval"\n[[measures\n', encoding="utf-8")
    case = given(desk).when(lambda d: d.evaluations.take(made.number, "AANB-A1", "measure", template="carnaval"))
    case.refused(f"{path}, regel 2")
    assert path.read_text(encoding="utf-8") == 'name = "carnaval"\n[[measures\n'
    assert desk.evaluations.recommendation(made.number, "AANB-A1").status == "open"


def test_a_row_that_was_written_before_the_power_failed_is_not_written_twice(desk: Desk, made: SubjectRow) -> None:
    desk.evaluations.recommend(made.number, "noodroute vrij", owner="THOR")
    take = desk.evaluations.take
    take(made.number, "AANB-A1", "measure", template="carnaval")
    path = desk.journal.home / "scenarios" / "carnaval.additions.toml"
    text = path.read_text(encoding="utf-8")
    other = desk.evaluations.make("Twee", ["INC-27-A001"])
    desk.evaluations.recommend(other.number, "noodroute vrij", owner="THOR")
    taken = desk.reading.subject(desk.evaluations.recommendation(made.number, "AANB-A1").subject)
    assert taken is not None
    again = Desk(journal_at(desk.journal.home.parent / "second", StillClock()), OPERATOR, desk.seat.known)
    again.incidents.open("Brand")
    same = again.evaluations.make("Carnaval 2027", ["INC-27-A001"])
    again.evaluations.recommend(same.number, "noodroute vrij", owner="THOR")
    folder = again.journal.home / "scenarios"
    folder.mkdir()
    (folder / path.name).write_text(text, encoding="utf-8")
    again.evaluations.take(same.number, "AANB-A1", "measure", template="carnaval")
    assert (folder / path.name).read_text(encoding="utf-8") == text
    assert again.evaluations.recommendation(same.number, "AANB-A1").status == "taken"


def test_a_folder_that_cannot_be_made_leaves_it_open(desk: Desk, made: SubjectRow) -> None:
    desk.evaluations.recommend(made.number, "noodroute vrij", owner="THOR")
    (desk.journal.home / "scenarios").write_text("een bestand", encoding="utf-8")
    with pytest.raises(CannotStore):
        desk.evaluations.take(made.number, "AANB-A1", "measure", template="carnaval")
    assert desk.evaluations.recommendation(made.number, "AANB-A1").status == "open"


def test_a_measure_goes_into_a_plan_that_runs_with_its_origin(desk: Desk, made: SubjectRow) -> None:
    plan = desk.plans.start("carnaval", "2028")
    desk.evaluations.recommend(made.number, "noodroute vrij", owner="THOR")
    desk.evaluations.recommend(made.number, "drempel")
    taken = desk.evaluations.take(made.number, "AANB-A1", "measure", plan=plan.number, where=["Vrijthof"])
    key = json.loads(taken.body)["end"]["key"]
    (found,) = (one for one in desk.plans.lines(desk.plans.find(plan.number)) if one.key == key)
    assert (found.what, found.owner, found.source) == (
        "noodroute vrij", "THOR", "evaluatie EVL-27-A001, aanbeveling AANB-A1",
    )  # fmt: skip
    case = given(desk).when(
        lambda d: d.evaluations.take(made.number, "AANB-A2", "threshold", plan=plan.number, value=1)
    )
    case.refused("een drempel komt in een sjabloon")


def test_the_facts_of_the_report(desk: Desk, made: SubjectRow) -> None:
    shown = line(desk)
    desk.evaluations.mark(made.number, shown, "hier")
    desk.evaluations.write_finding(made.number, "better", "crowd", "te laat", evidence=[shown])
    desk.evaluations.write_text(made.number, "impression", "rustig\n\ntot 15:00")
    desk.evaluations.react(made.number, "politie", "eens", source="overleg")
    desk.evaluations.recommend(made.number, "een", owner="THOR", due=date(2027, 9, 1))
    desk.evaluations.recommend(made.number, "twee")
    desk.evaluations.take(made.number, "AANB-A1", "measure", template="carnaval")
    desk.evaluations.withdraw_recommendation(made.number, "AANB-A2", reason="dubbel")
    facts = evaluation_facts(desk.seat, desk.evaluations.find(made.number))
    assert (facts.number, facts.status, facts.key_moments) == ("EVL-27-A001", "draft", (shown,))
    assert (facts.findings[0].theme, facts.findings[0].kind, facts.findings[0].by) == ("drukte", "better", "AOV")
    assert facts.first_impression.text == "rustig\n\ntot 15:00"
    assert facts.full_text.text == ""
    assert [(one.end, one.where, one.reason, one.due) for one in facts.recommendations] == [
        ("taken", "maatregel in carnaval", "", "2027-09-01"), ("refused", "", "dubbel", ""),
    ]  # fmt: skip
    assert facts.reactions[0].source == "overleg"
    of_incident = evaluation_facts(desk.seat, desk.seat.find("INC-27-A001"))
    assert of_incident == facts, "a dossier finds the evaluation that looks back on it"
    assert evaluation_facts(desk.seat, desk.seat.find("INC-27-A002")).number == ""


def test_the_first_impression_has_a_term_and_stands_on_nu_until_it_is_written(desk: Desk, made: SubjectRow) -> None:
    from aovconsole.desk.board import board_of
    from aovconsole.domain.now import NO_RULES

    day = desk.seat.now.astimezone(desk.zone).date() + timedelta(days=7)
    assert body(desk)["impression_due_on"] == day.isoformat()

    def waiting() -> list[tuple[str, str]]:
        return [(one.type, one.title) for one in board_of(desk, lambda: NO_RULES).due]

    assert waiting() == [("evaluation", "eerste beeld schrijven")]
    desk.evaluations.recommend(made.number, "noodroute vrij", owner="THOR", due=day)
    assert ("recommendation", "noodroute vrij") not in waiting()
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=8 * 24 * 60)
    late = board_of(desk, lambda: NO_RULES)
    assert {one.type for one in late.due if one.late} == {"evaluation", "recommendation"}
    desk.evaluations.write_text(made.number, "impression", "rustig")
    desk.evaluations.refuse(made.number, "AANB-A1", reason="x")
    assert waiting() == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_as_text(desk: Desk, made: SubjectRow, text: str) -> None:
    desk.evaluations.write_finding(made.number, "better", "crowd", text)
    desk.evaluations.recommend(made.number, text, owner=text[:200])
    desk.evaluations.write_text(made.number, "full", text)
    assert "\x1b" not in desk.evaluations.find(made.number).body
    assert_green(desk.journal)


def test_a_form_that_was_filed_before_its_draft_was_forgotten_writes_nothing(desk: Desk) -> None:
    id_ = "0190b000-0000-7000-8000-000000000001"
    for _ in range(2):
        desk.evaluations.make("x", ["INC-27-A001"], draft_id=id_)
    assert [row.number for row in desk.reading.of_type("evaluation")] == ["EVL-27-A001"]
    own = "0190b000-0000-7000-8000-000000000002"
    for _ in range(2):
        desk.evaluations.recommend("EVL-27-A001", "y", draft_id=own)
    assert [row.number for row in desk.reading.of_type("recommendation")] == ["AANB-A1"]
