"""Answers are read by what is asked, and refused in a sentence when they are something else."""

from __future__ import annotations

from datetime import date, time

import pytest

from aovconsole.domain.scenario_answers import AnchorAnswer, Answer, answers_of, is_within
from aovconsole.errors import CommandRefused
from tests.scenarios.builders import SMALL, changed, template


def asking(kind: str) -> str:
    """The small template whose first question is of a kind."""
    return changed(
        "capacity_question",
        "capacity = 5\ncapacity_as_of = 2027-01-01 #",
        changed('kind = "number"', f'kind = "{kind}"'),
    )


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("text", "  de  Markt\x1b ", "de Markt\ufffd"),
        ("number", "20000", 20000.0),
        ("number", "8.000", 8000.0),
        ("number", "8,000", 8000.0),
        ("number", "1 250 000", 1_250_000.0),
        ("number", "7,5", 7.5),
        ("share", "0,85", 0.85),
        ("share", "85%", 0.85),
        ("share", "12,5 %", 0.125),
        ("share", "1", 1.0),
        ("density", "2.5", 2.5),
        ("clock", "16:30", time(16, 30)),
        ("day", "2027-07-01", date(2027, 7, 1)),
        ("days", "04-07-2027, 2027-07-01,2027-07-01", (date(2027, 7, 1), date(2027, 7, 4))),
    ],
)
def test_an_answer_is_read_by_its_kind(kind: str, typed: str, answer: Answer) -> None:
    assert answers_of(template(asking(kind)), {"capacity": typed}).questions == {"capacity": answer}


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("number", "-1", "moet een getal zijn"),
        ("number", "1e9", "moet een getal zijn"),
        ("number", "vol", "moet een getal zijn"),
        ("number", "0", "moet een getal zijn"),
        ("number", "99999999", "hoogstens 10000000"),
        ("number", "1.000,000", "moet een getal zijn"),
        ("share", "1.2", "moet een aandeel zijn"),
        ("share", "120%", "moet een aandeel zijn"),
        ("share", "0%", "moet een aandeel zijn"),
        ("share", "nan", "moet een aandeel zijn"),
        ("density", "40", "per m²"),
        ("clock", "half vijf", "is geen tijd"),
        ("day", "31-02-2027", "is geen datum"),
        ("days", "2027-07-01,", "is geen datum"),
        ("text", "  ", "het antwoord is leeg"),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, typed: str, said: str) -> None:
    with pytest.raises(CommandRefused, match=said):
        answers_of(template(asking(kind)), {"capacity": typed})


def test_a_capacity_is_a_whole_number_of_persons() -> None:
    assert answers_of(template(SMALL), {"capacity": "2.500"}).questions == {"capacity": 2500.0}
    with pytest.raises(CommandRefused, match="geen heel aantal personen"):
        answers_of(template(SMALL), {"capacity": "2500,5"})


ASKED_DAY = changed(
    'of = "day"\nasks = "moment"', 'asks = "day"', changed('anchor = "finish"\nwhen = "+1h30m"', 'anchor = "finish"')
)


@pytest.mark.parametrize(
    ("text", "typed", "answer"),
    [
        (SMALL, "20:00", AnchorAnswer(clock=time(20))),
        (SMALL, "2027-02-08 01:00", AnchorAnswer(date(2027, 2, 8), time(1))),
        (SMALL, "08-02-2027", AnchorAnswer(date(2027, 2, 8))),
        (ASKED_DAY, "2027-02-09", AnchorAnswer(date(2027, 2, 9))),
    ],
)
def test_an_anchor_is_answered_with_a_time_a_day_or_both(text: str, typed: str, answer: AnchorAnswer) -> None:
    assert answers_of(template(text), {"finish": typed}).anchors == {"finish": answer}


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        (SMALL, {"finish": "2027-02-08 laat"}, "is niet te lezen"),
        (SMALL, {"finish": ""}, "is geen datum"),
        (SMALL, {"finish": "25:00"}, "is niet te lezen; schrijf 20:00, 2027-08-26 of"),
        (ASKED_DAY, {"finish": "20:00"}, "dit is een dag, zonder tijd"),
        (changed('of = "day"\nasks', "asks"), {"finish": "20:00"}, "noem ook de dag"),
        (SMALL, {"shot": "12:00"}, "proef vraagt niet naar 'shot'; gevraagd wordt: finish, capacity, days"),
        (SMALL, {"x\x1b[2J": "1"}, "vraagt niet naar 'x\ufffd"),
    ],
)
def test_what_is_no_answer_to_an_anchor_is_refused(text: str, answers: dict[str, str], said: str) -> None:
    with pytest.raises(CommandRefused, match=said.replace("[", r"\[").replace("?", r"\?")):
        answers_of(template(text), answers)


def test_the_day_of_the_main_anchor_is_not_an_answer() -> None:
    text = changed('kind = "easter"\ndays = -49', 'kind = "asked"\nasks = "moment"\nquestion = "Wanneer?"')
    assert answers_of(template(text), {"day": "20:00"}).anchors == {"day": AnchorAnswer(clock=time(20))}
    with pytest.raises(CommandRefused, match="de dag staat in --on"):
        answers_of(template(text), {"day": "2027-02-07"})


@pytest.mark.parametrize(
    ("kind", "value"), [("share", float("nan")), ("share", 0.0), ("persons", float("inf")), ("density", -1.0)]
)
def test_numbers_that_are_none_are_out_of_bounds(kind: str, value: float) -> None:
    assert not is_within(kind, value)
