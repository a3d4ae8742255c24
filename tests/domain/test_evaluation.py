"""The folds of an evaluation and of a recommendation: what stands, whatever the order of arrival."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.evaluation import question_key
from aovconsole.domain.evaluation_steps import (
    EvaluationClosed,
    EvaluationFindingWritten,
    EvaluationMade,
    EvaluationMomentMarked,
    EvaluationReopened,
    EvaluationStepWithdrawn,
    EvaluationTextSet,
)
from aovconsole.domain.evaluation_words import origin_of, origin_text
from aovconsole.domain.kinds import tables_of
from aovconsole.domain.numbers import number_from
from aovconsole.domain.recommendation import (
    RecommendationChanged,
    RecommendationMade,
    RecommendationRefused,
    RecommendationTaken,
    is_late,
)
from aovconsole.domain.record import Draft, Payload
from aovconsole.errors import CommandRefused
from tests.builders import append, desk_at, records_of

MADE = EvaluationMade("EVL-27-A001", "Carnaval")


def view(tmp_path: Path, first: Payload, *steps: Any) -> dict[str, Any]:
    """The view of a subject after some steps; a step may be made from the ids of the records before it.

    Every order of arrival gives the same.
    """
    desk = desk_at(tmp_path)
    (made,) = (one for one in append(desk.journal, first) if one.kind == first.kind)
    ids = [made.id]
    for step in steps:
        payload = step(ids) if callable(step) else step
        new = append(desk.journal, Draft(payload, made.id, made.id))
        ids.append(new[-1].id)
    records = [one for one in records_of(desk.journal) if one.subject == made.id]
    bodies = {row.body for order in permutations(records) if (row := tables_of(list(order)).row)}
    assert len(bodies) == 1, "the order of arrival decides nothing"
    found: dict[str, Any] = json.loads(bodies.pop())
    return found


def test_of_two_corrections_that_did_not_know_of_each_other_the_later_holds(tmp_path: Path) -> None:
    found = view(
        tmp_path,
        MADE,
        EvaluationFindingWritten("better", "crowd", "te laat", ("r1",)),
        lambda ids: EvaluationFindingWritten("better", "crowd", "een", ("r1",), ids[1], (ids[1],)),
        lambda ids: EvaluationFindingWritten("well", "traffic", "twee", ("r1", "r2"), ids[1], (ids[1],)),
    )
    (finding,) = found["findings"]
    assert (finding["text"], finding["outcome"], finding["theme"], finding["corrected"]) == (
        "twee",
        "well",
        "traffic",
        True,
    )
    assert finding["evidence"] == ["r1", "r2"]


def test_what_was_withdrawn_does_not_come_back_by_a_correction_that_did_not_know(tmp_path: Path) -> None:
    found = view(
        tmp_path,
        MADE,
        EvaluationFindingWritten("better", "crowd", "te laat"),
        lambda ids: EvaluationStepWithdrawn(ids[1], "dubbel"),
        lambda ids: EvaluationFindingWritten("better", "crowd", "toch", (), ids[1], (ids[1],)),
    )
    assert found["findings"] == []


def test_a_mark_is_taken_away_and_a_text_keeps_what_lost(tmp_path: Path) -> None:
    found = view(
        tmp_path,
        MADE,
        EvaluationMomentMarked("r1", "hier"),
        EvaluationMomentMarked("r2", "daar"),
        lambda ids: EvaluationMomentMarked("r1", "", "", (ids[1],)),
        EvaluationTextSet("impression", "rustig"),
        EvaluationTextSet("impression", "druk"),
    )
    assert [one["record"] for one in found["moments"]] == ["r2"]
    assert [one["text"] for one in found["texts"]] == ["druk"]
    assert found["other_values"] == ["text:impression: rustig"]


@pytest.mark.parametrize(
    ("steps", "status", "by", "reason"),
    [
        ((), "draft", "", ""),
        ((EvaluationClosed("J. Jansen"),), "final", "J. Jansen", ""),
        ((EvaluationClosed("J. Jansen"), EvaluationReopened("reactie")), "draft", "", "reactie"),
        ((EvaluationClosed("A"), EvaluationReopened("x"), EvaluationClosed("B")), "final", "B", ""),
    ],
)
def test_final_by_name(tmp_path: Path, steps: tuple[Payload, ...], status: str, by: str, reason: str) -> None:
    found = view(tmp_path, MADE, *steps)
    assert (found["status"], found["closed_by"], found["reopened_reason"]) == (status, by, reason)


def test_of_two_ends_the_first_holds_and_the_other_is_told(tmp_path: Path) -> None:
    found = view(
        tmp_path,
        RecommendationMade("AANB-A1", "noodroute vrij", "THOR", "2027-09-01"),
        RecommendationTaken("measure", "carnaval", "A", "m1", "carnaval.additions.toml"),
        RecommendationRefused("geen geld", "B"),
    )
    assert (found["status"], found["end"]["by"], [one["reason"] for one in found["also_ended"]]) == (
        "taken", "A", ["geen geld"],
    )  # fmt: skip


def test_the_fields_of_a_recommendation_are_set_apart(tmp_path: Path) -> None:
    found = view(
        tmp_path,
        RecommendationMade("AANB-A1", "noodroute vrij", "THOR", "2027-09-01", ("r1",)),
        RecommendationChanged("owner", "OOV"),
        RecommendationChanged("evidence", "r1 r2"),
        RecommendationChanged("due_on", ""),
    )
    assert (found["owner"], found["evidence"], found["due_on"]) == ("OOV", ["r1", "r2"], "")


@pytest.mark.parametrize(("day", "late"), [("2027-09-01", False), ("2027-09-02", True)])
def test_late_is_from_the_day_after_the_term_on(tmp_path: Path, day: str, late: bool) -> None:
    desk: Desk = desk_at(tmp_path)
    made = append(desk.journal, RecommendationMade("AANB-A1", "x", "", "2027-09-01"))[-1]
    row = desk.reading.subject(made.id)
    assert row is not None
    assert is_late(row, date.fromisoformat(day)) is late


@pytest.mark.parametrize(
    "payload",
    [
        lambda: EvaluationFindingWritten("best", "crowd", "x"),
        lambda: EvaluationFindingWritten("well", "weer", "x"),
        lambda: EvaluationTextSet("summary", "x"),
        lambda: RecommendationTaken("wish", "carnaval", "A"),
        lambda: RecommendationMade("AANB-A1", "x", "", "volgend jaar"),
        lambda: RecommendationChanged("text", ""),
    ],
)
def test_a_record_that_cannot_be_is_none_of_ours(payload: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        payload()


def test_a_question_is_known_by_its_words_and_an_origin_by_its_form() -> None:
    assert question_key("Werd  het te vol?") == question_key("Werd het\nte vol?") != question_key("Werd het vol?")
    assert origin_of(origin_text("EVL-27-A001", "AANB-A3")) == "EVL-27-A001 AANB-A3"
    assert origin_of("evaluatie 2026") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("0,85", 0.85), ("0.85", 0.85), ("20.000", 20000), ("20000", 20000), ("1.234,5", 1234.5), ("0.750", 0.75)],
)
def test_numbers_as_people_type_them(text: str, number: float) -> None:
    assert number_from(text) == number


@pytest.mark.parametrize("text", ["", "veel", "-3", "1e9", "nan", "1,2,3", "٣", "9" * 13])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(CommandRefused, match="geen getal"):
        number_from(text)
