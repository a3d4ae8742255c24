"""Notes at the figures: the one that knew of the other wins, else the later; what lost stays visible."""

from __future__ import annotations

from itertools import permutations

from aovconsole.domain.figure_notes import FigureNoteSet, note_subject
from aovconsole.domain.kinds import tables_of
from aovconsole.domain.record import Record, encode

MOMENT = "2027-02-07T14:10:00.000000+00:00"
SUBJECT = note_subject(2024, "aov_incidents")


def record(number: int, said: FigureNoteSet, subject: str = SUBJECT, station: str = "s") -> Record:
    return Record(
        number, f"r{number}", "test", station, number, f"180200940000{number}-00000", "set", MOMENT, MOMENT, MOMENT,
        f"author{number}", "", subject, said.kind, said.version, encode(said), "", "", "", "", "",
    )  # fmt: skip


FIRST = record(1, FigureNoteSet(2024, "aov_incidents", "t/m Q3"))
SECOND = record(2, FigureNoteSet(2024, "aov_incidents", "hele jaar", replaces=("r1",)))
APART = record(3, FigureNoteSet(2024, "aov_incidents", "zonder piket", replaces=("r1",)), station="t")


def test_a_note_that_knew_the_other_replaces_it() -> None:
    row = tables_of([FIRST, SECOND]).row
    assert row is not None
    assert (row.title, row.status) == ("hele jaar", "open")
    assert '"others":[]' in row.body and '"author":"author2"' in row.body and '"standing":["r2"]' in row.body


def test_two_that_did_not_know_each_other_both_stay_in_any_order() -> None:
    rows = {tables_of(list(order)).row for order in permutations((FIRST, SECOND, APART))}
    assert len(rows) == 1
    row = rows.pop()
    assert row is not None
    assert row.title == "zonder piket", "the later clock"
    assert '"others":["hele jaar"]' in row.body and '"standing":["r2","r3"]' in row.body


def test_an_empty_text_takes_the_note_away() -> None:
    row = tables_of([FIRST, record(4, FigureNoteSet(2024, "aov_incidents", "", replaces=("r1",)))]).row
    assert row is not None and row.status == "cleared"


def test_a_note_under_the_subject_of_another_figure_changes_nothing() -> None:
    stray = record(5, FigureNoteSet(2023, "cmt_days", "vals", "CMT-dagen"))
    assert tables_of([FIRST, stray]).row == tables_of([FIRST]).row
    found = tables_of([stray])
    assert found.row is None and [one.text for one in found.items] == ["notitie bij CMT-dagen 2023: vals"]
