"""The neutral report: what is in it, in which order, what is left out, and what it says of itself."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.evaluation_export import EvaluationExport
from aovconsole.domain.report_facts import (
    Answer,
    EvaluationFacts,
    Finding,
    FollowUp,
    Impression,
    Reaction,
    Recommendation,
)
from aovconsole.exports.evaluation import evaluation_report
from aovconsole.exports.evaluation_source import LEFT_OUT, Checked, EvaluationSource
from aovconsole.exports.report import Moment, Paragraph, Report, Said, Table, cell_text
from aovconsole.exports.report_files import files_of
from tests.exports.report_day import CMT, SECRETS, hard_day

GOLDEN = Path(__file__).parent / "golden" / "evaluation"
CHAPTERS = (
    "summary", "timeline", "crowd", "incidents", "decisions", "actions", "plan", "measures", "findings",
    "recommendations", "definitions", "log", "proof",
)  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvaluationSource]:
    desk = hard_day(tmp_path_factory.mktemp("day") / "home")
    yield EvaluationExport(desk.seat).source(CMT)
    desk.journal.close()


@pytest.fixture(scope="module")
def report(source: EvaluationSource) -> Report:
    return evaluation_report(source)


def table(report: Report, key: str) -> Table:
    [found] = [one for one in report.tables() if one.key == key]
    return found


def rows(report: Report, key: str) -> list[dict[str, str]]:
    """A table as people read it, by the keys of its columns."""
    found = table(report, key)
    return [
        {column.key: cell_text(cell) for column, cell in zip(found.columns, row, strict=True)} for row in found.rows
    ]


def said(report: Report, chapter: str) -> str:
    [found] = [one for one in report.chapters if one.key == chapter]
    return "\n".join(block.text for block in found.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("format_", ["html", "csv", "json"])
def test_the_files_are_those_of_the_golden_ones(report: Report, format_: str, request: pytest.FixtureRequest) -> None:
    made = files_of(report, format_)
    if request.config.getoption("--update-snapshots"):
        GOLDEN.mkdir(exist_ok=True)
        for name, contents in made.items():
            (GOLDEN / name).write_bytes(contents)
    kept = {path.name: path.read_bytes() for path in GOLDEN.glob(f"*.{format_}")}
    assert made == kept


def test_the_chapters_stand_in_the_order_of_the_design(report: Report) -> None:
    assert tuple(one.key for one in report.chapters) == CHAPTERS
    assert (report.number, report.state, report.banner, report.warning) == (CMT, "concept", "TEST", "")
    assert dict(report.frame)["periode"] == "zondag 7 februari 2027"


def test_what_carries_a_mark_is_nowhere_and_its_place_stays(source: EvaluationSource, report: Report) -> None:
    told = json.dumps([cell_text(cell) for one in report.tables() for row in one.rows for cell in row])
    told += repr(report)
    assert not [word for word in SECRETS if word in told]
    log = rows(report, "log")
    assert [row["line"] for row in log] == [str(number) for number in range(1, len(source.lines) + 1)]
    hidden = [row for row in log if row["text"] == LEFT_OUT]
    assert len(hidden) == 7
    assert all(row["source"] == row["place"] == row["status"] == "" for row in hidden)
    assert (log[-1]["kind"], log[-1]["text"]) == ("gesloten", LEFT_OUT)  # it names what was open
    assert rows(report, "decisions")[0]["text"] == rows(report, "actions")[0]["text"] == LEFT_OUT
    assert rows(report, "incidents")[1]["title"] == LEFT_OUT


def test_late_lines_and_struck_texts_say_so(report: Report) -> None:
    told = {row["line"]: row for row in rows(report, "timeline")}
    first = told["1"]
    assert (first["at"], first["text"], first["written"]) == ("14:40", "instroom staat stil", "40 min later")
    texts = [row["text"] for row in told.values()]
    assert "~Vrijthof is leeg~ Vrijthof loopt leeg" in texts
    assert "~verkeerd dossier~ (ingetrokken)" in texts
    corrected = [cell for row in table(report, "log").rows for cell in row if isinstance(cell, Said) and cell.struck]
    assert corrected[0] == Said("Vrijthof loopt leeg", "Vrijthof is leeg !feit")


def test_a_decision_tells_its_picture_reason_check_and_effect(report: Report) -> None:
    decision = rows(report, "decisions")[1]
    seen = next(row["line"] for row in rows(report, "log") if "Platielstraat" in row["text"])
    assert decision["picture"] == f"regel {seen}"
    assert decision["judgement"] == "plein <vol>" and decision["options"] == "wachten\nomleiden"
    assert decision["advice"] == "politie: niet langer dan tien" and decision["dissent"] == "THOR: te laat"
    assert decision["effect"] == "16:25 deels, politie: het liep langzaam leeg"
    assert decision["lacking"] == ""


def test_actions_are_in_time_late_or_open(report: Report) -> None:
    found = {row["text"]: (row["outcome"], row["done_at"]) for row in rows(report, "actions")}
    assert found["hekken weg"] == ("op tijd", "16:40")
    assert found["tekstkar draaien"] == ("te laat", "16:40")
    assert found["open <actie>"] == ("open en te laat", "")
    assert found["niet meer nodig"][0] == "vervallen"
    counted = {row["figure"]: row["now"] for row in rows(report, "figures")}
    assert (counted["acties"], counted["acties op tijd"], counted["acties te laat"]) == ("5", "1", "1")
    assert counted["hoogste meting Vrijthof"] == "17.500"


def test_readings_say_counted_or_estimated_and_by_whom(report: Report) -> None:
    readings = [row for one in report.tables() if one.key == "crowd" for row in one.rows]
    assert [(cell_text(row[1]), row[2], row[3], row[4]) for row in readings[:3]] == [
        ("9.000", "camera", "politie", ""),
        ("14.000", "geschat", "politie", ""),
        ("17.500", "geteld", "politie", "vol <&>, vol"),
    ]
    definitions = {row["figure"]: row for row in rows(report, "definitions")}
    assert definitions["hoogste meting Vrijthof"]["how"] == "geteld"
    assert definitions["hoogste meting Vrijthof"]["source"] == "politie"
    assert set(definitions) >= {row["figure"] for row in rows(report, "figures")}


def test_powers_tell_their_notices(report: Report) -> None:
    [measure] = rows(report, "measures")
    assert (measure["decided_by"], measure["reason"]) == ("burgemeester", "dreiging <x>")
    assert "woning: x" in measure["conditions"]
    outcomes = [row["outcome"] for row in rows(report, "duties")]
    assert outcomes == ["open", "open", "vervallen"]


def test_a_journal_that_does_not_verify_is_told_on_the_cover(source: EvaluationSource) -> None:
    broken = evaluation_report(replace(source, checked=Checked(61, ("A 4 x de inhoud is gewijzigd",))))
    assert "NIET GAAF" in broken.warning
    assert rows(broken, "faults") == [{"fault": "A 4 x de inhoud is gewijzigd"}]
    assert "1 fout" in said(broken, "proof")
    assert "geen fouten" in said(evaluation_report(source), "proof")


def test_a_period_bounds_the_log_and_says_so(source: EvaluationSource) -> None:
    some = evaluation_report(replace(source, from_at="2027-02-07T15:00:00.000000+00:00"))
    assert "alleen wat in deze periode gebeurde staat in dit rapport" in dict(some.frame).values()
    assert {row["number"] for row in rows(some, "decisions")} == {"B-A2"}
    times = [cell.said for row in table(some, "log").rows for cell in row[1:2] if isinstance(cell, Moment)]
    assert min(times) == "16:00"


def test_what_people_found_stands_in_it_with_the_lines_it_rests_on(source: EvaluationSource) -> None:
    line = source.lines[0].record_id
    facts = EvaluationFacts(
        number="EV-27-A001", title="Carnaval", status="final", key_moments=(line,),
        findings=(
            Finding("crowd", "well", "op tijd gezien", (line, "elders"), "AOV"),
            Finding("crowd", "better", "GEHEIM !politie"),
        ),
        first_impression=Impression("rustig & druk", "AOV", "2027-02-08T10:00:00.000000+00:00"),
        recommendations=(
            Recommendation("AB-1", "eerder openen", "OOV", "2027-11-11", "taken", "carnaval.toml"),
            Recommendation("AB-2", "meer hekken", end="refused", reason="te duur"),
        ),
        follow_up=(FollowUp("AB-0 camera", "gedaan", "werkte"),),
        answers=(Answer("Waar werd het te vol?", "crowd"),),
        reactions=(Reaction("horeca", "tevreden", "mail 9 feb"),),
    )  # fmt: skip
    found = evaluation_report(replace(source, facts=facts))
    assert found.state == "definitief"
    assert [(row["text"], row["evidence"]) for row in rows(found, "findings")] == [
        ("op tijd gezien", "regel 1, een vastlegging buiten dit rapport"),
        (LEFT_OUT, ""),
    ]
    assert "rustig & druk" in said(found, "summary")
    ends = [(row["end"], row["where"], row["due"]) for row in rows(found, "recommendations")]
    assert ends == [("overgenomen", "carnaval.toml", "11-11-2027"), ("niet overgenomen", "te duur", "geen termijn")]
    assert rows(found, "follow_up")[0]["outcome"] == "gedaan"
    assert rows(found, "answers")[0]["answer"] == "niet beantwoord"
    assert rows(found, "reactions")[0]["partner"] == "horeca"


def test_last_year_stands_beside_this_one(source: EvaluationSource) -> None:
    beside = evaluation_report(replace(source, before=source.dossiers))
    counted = [(row["now"], row["before"]) for row in rows(beside, "figures")]
    assert all(now == before for now, before in counted)
    assert "Vorig jaar: CMT-27-A001" in said(beside, "summary")


def test_a_log_too_long_for_an_overview_leaves_its_notes_to_the_annex(source: EvaluationSource) -> None:
    dossier = source.dossiers[0]
    many = replace(source, dossiers=(replace(dossier, lines=dossier.lines * 40),))
    long = evaluation_report(many)
    assert len(table(long, "log").rows) == 40 * len(source.lines)
    assert {row["kind"] for row in rows(long, "timeline")} >= {"feit", "besluit"}
    assert "notitie" not in {row["kind"] for row in rows(long, "timeline")}
    assert "notities, oordelen en aannames staan in de bijlage" in said(long, "timeline")


def test_no_text_in_it_acts_on_anything(report: Report) -> None:
    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from texts(one)

    for one in report.tables():
        for row in one.rows:
            for text in texts(tuple(cell_text(cell) for cell in row)):
                assert not [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t"]
                assert "\u202e" not in text


def test_moments_and_numbers_of_another_station_do_no_harm(source: EvaluationSource) -> None:
    odd = source.dossiers[0].row._replace(number="../../../etc/x", end_at="9999-12-31T23:59:59.999999+00:00")
    lines = tuple(line._replace(at="0001-01-01T00:00:00.000000+00:00") for line in source.lines[:3])
    forged = replace(
        source, number="../../../etc/x", dossiers=(replace(source.dossiers[0], row=odd, lines=(*source.lines, *lines)),)
    )
    made = files_of(evaluation_report(forged), "csv") | files_of(evaluation_report(forged), "json")
    assert all(name.startswith("_________etc_x") and "/" not in name for name in made)
    assert [cell for row in table(evaluation_report(forged), "log").rows[:3] for cell in row[1:2]] == [None] * 3
