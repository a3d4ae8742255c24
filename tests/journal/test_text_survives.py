"""Any text survives: what is typed comes back as typed, but for the signs that act on a terminal."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.commands.output import line_json
from aovconsole.desk.desk import Desk
from aovconsole.domain.text import clean
from tests.builders import HOSTILE, assert_green, desk_at

pytestmark = pytest.mark.all

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)
"""Every character there is: controls, surrogates, private use, unassigned."""


def printed(desk: Desk) -> list[str]:
    """The texts in the order of filing, as `log list --json` prints them, after the printing and reading back."""
    rows = desk.reading.lines(type_="line")
    document = json.dumps([line_json(row) for row in rows], ensure_ascii=False).encode("utf-8")
    return [str(line["text"]) for line in json.loads(document)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, st.booleans()), min_size=1, max_size=8))
def test_any_text_survives_the_journal(texts: list[tuple[str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_at(Path(folder))
        expected = []
        for text, raw in texts:
            cleaned = clean(text, lines=True)
            if cleaned.strip():
                desk.log.line(text, raw=raw, at=desk.seat.now)
                expected.append(cleaned)
        assert printed(desk) == expected
        assert_green(desk.journal)
        desk.journal.close()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("raw", [True, False])
def test_hostile_text_is_kept_as_typed(tmp_path: Path, text: str, raw: bool) -> None:
    desk = desk_at(tmp_path)
    desk.log.line(text, raw=raw)
    [kept] = printed(desk)
    assert kept == clean(text, lines=True)
    assert len(kept) == len(text), "one sign for one sign: nothing is dropped"
    assert not any(sign in kept for sign in "\x00\x1b\x9b\u202e\u2028\x85\ud800")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_every_other_field(tmp_path: Path, text: str) -> None:
    desk = desk_at(tmp_path)
    shown = clean(text).strip()
    incident = desk.incidents.open(text, place=text, nature=text)
    assert (incident.title, incident.place, json.loads(incident.body)["nature"]) == (shown, shown, shown)
    desk.incidents.grip(incident.number, 1, by=text, capacity=text, via=text, reason=text)
    for field in ("title", "place", "nature", "case_number", "lcms_reference"):
        body = json.loads(desk.incidents.set_field(incident.number, field, text).body)
        assert body[field] == shown
    now = desk.seat.now
    evenement = desk.evenementen.add(text, begin=now, end=now, place=text, handling_class="B")
    assert (evenement.title, evenement.place) == (shown, shown)
    desk.evenementen.round(evenement.number, note=text)
    assert desk.demonstrations.add(at=now, place=text).place == shown
    cmt = desk.cmt.open(text, evenement=evenement.number)
    assert desk.agreements.decide(cmt.number, text).title == shown
    action = desk.agreements.action(cmt.number, text, owner=text)
    assert (action.title, json.loads(action.body)["owner"]) == (shown, shown)
    desk.agreements.step(action.subject, "done", text)
    desk.cmt.close(cmt.number, reason=text)
    desk.incidents.close(incident.number, reason=text)
    desk.log.withdraw(desk.log.line("x").id, text)
    acting = [
        row.text for row in desk.reading.lines() if any(sign in row.text for sign in "\x00\x1b\x9b\u202e\u2028\x85\r\n")
    ]
    assert acting == []
    assert_green(desk.journal)


def test_lines_and_tabs_stay_inside_a_line_and_nowhere_else(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    desk.log.line("een\r\ntwee\tdrie\rvier")
    assert printed(desk) == ["een\ntwee\tdrie\ufffdvier"]
    assert desk.incidents.open("een\ntwee\tdrie").title == "een\ufffdtwee\ufffddrie"
