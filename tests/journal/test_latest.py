"""What was logged last, however long the dossier is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from aovconsole.domain.times import stored
from aovconsole.journal.latest import newest_lines
from tests.builders import desk_at


def test_the_newest_lines_that_still_stand_come_first(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    now = desk.seat.now
    for minutes, text in ((5, "oud"), (1, "nieuw"), (3, "midden"), (2, "doorgehaald")):
        last = desk.log.line(text, at=now - timedelta(minutes=minutes))
    desk.log.withdraw(last.id)
    incident = desk.incidents.open("Elders")
    desk.log.line("elders", dossier=incident.number)
    journal = desk.journal
    assert [row.text for row in newest_lines(journal, "", 9)] == ["nieuw", "midden", "oud"]
    assert [row.text for row in newest_lines(journal, "", 1)] == ["nieuw"]
    assert [row.text for row in newest_lines(journal, incident.subject, 9)] == ["elders"]
    since = stored(now - timedelta(minutes=4))
    assert [row.text for row in newest_lines(journal, "", 9, since=since)] == ["nieuw", "midden"]
