"""Half-typed texts: kept over a crash, never shared between consoles, never filed twice."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aovconsole.drafts import Drafts
from aovconsole.errors import CannotStore, CommandRefused
from aovconsole.journal.local import LocalStore, StoredDraft
from tests.builders import desk_at

NEVER: Callable[[str], bool] = lambda _: False  # noqa: E731


def drafts_at(home: Path) -> Drafts:
    home.mkdir(exist_ok=True)
    numbers = itertools.count(1)
    return Drafts(lambda: f"id-{next(numbers)}", LocalStore(home))


def test_a_draft_keeps_its_text_and_the_id_of_its_record(tmp_path: Path) -> None:
    drafts = drafts_at(tmp_path)
    drafts.open(NEVER)
    drafts.keep("line", "", "half")
    kept = drafts.of("line")
    drafts.close()
    again = drafts_at(tmp_path)
    again.open(NEVER)
    assert again.of("line") == kept
    assert again.of("line", "another").text == ""
    again.close()


def test_a_draft_is_on_disk_within_a_quarter_of_a_second(tmp_path: Path) -> None:
    drafts = drafts_at(tmp_path)
    drafts.open(NEVER)
    drafts.keep("line", "D", "half")
    time.sleep(0.25)
    store = LocalStore(tmp_path)
    assert [draft.text for draft in store.drafts(1)] == ["half"]
    store.close()
    drafts.close()


def test_what_was_filed_after_all_is_forgotten(tmp_path: Path) -> None:
    drafts = drafts_at(tmp_path)
    drafts.open(NEVER)
    drafts.keep("line", "", "vastgelegd")
    filed = drafts.of("line").record_id
    drafts.close()
    again = drafts_at(tmp_path)
    again.open(lambda record_id: record_id == filed)
    assert again.of("line").text == ""
    again.close()


def test_done_gives_the_next_text_an_id_of_its_own(tmp_path: Path) -> None:
    drafts = drafts_at(tmp_path)
    drafts.open(NEVER)
    drafts.keep("line", "", "een")
    first = drafts.of("line").record_id
    drafts.done("line")
    drafts.keep("line", "", "twee")
    assert drafts.of("line").record_id != first
    drafts.close()


def test_two_consoles_do_not_share_drafts(tmp_path: Path) -> None:
    one, two = drafts_at(tmp_path), drafts_at(tmp_path)
    one.open(NEVER)
    two.open(NEVER)
    one.keep("line", "", "van de een")
    two.keep("line", "", "van de ander")
    one.close()
    two.close()
    again = drafts_at(tmp_path)
    again.open(NEVER)
    assert again.of("line").text == "van de een"
    again.close()


def test_drafts_of_a_killed_console_come_back_at_the_next_start(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom aovconsole.drafts import Drafts\n"
        "from aovconsole.journal.local import LocalStore\n"
        "drafts = Drafts(lambda: 'id-9', LocalStore(Path(sys.argv[1])))\ndrafts.open(lambda _: False)\n"
        "drafts.keep('line', 'D', 'half getypt')\ntime.sleep(0.25)\nprint('kept', flush=True)\ntime.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    other = drafts_at(tmp_path)
    other.open(NEVER)
    assert other.of("line", "D").text == ""
    process.kill()
    process.wait()
    process.stdout.close()
    other.close()
    again = drafts_at(tmp_path)
    again.open(NEVER)
    assert (again.of("line", "D").text, again.of("line", "D").record_id) == ("half getypt", "id-9")
    again.close()


def test_what_is_typed_before_the_drafts_are_read_goes_behind_them(tmp_path: Path) -> None:
    drafts = drafts_at(tmp_path)
    drafts.open(NEVER)
    drafts.keep("line", "", "van gisteren")
    drafts.close()
    again = drafts_at(tmp_path)
    again.keep("line", "", "x")
    again.open(NEVER)
    assert again.of("line").text == "van gisteren x"
    again.close()


def test_without_a_store_drafts_live_as_long_as_the_console() -> None:
    drafts = Drafts(lambda: "id", None)
    drafts.open(NEVER)
    drafts.keep("line", "", "half")
    assert drafts.of("line").text == "half"
    drafts.close()


def test_a_page_is_filed_whole_and_once(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    entries = desk.log.understand_pasted("14:01 een\n14:02 twee\n14:03 drie")
    draft = "01890000-0000-7000-8000-000000000001"
    assert len(desk.log.file(entries, draft_id=draft)) == 3
    assert [record.id for record in desk.log.file(entries, draft_id=draft)] == [draft]
    filed = [row.text for row in desk.reading.lines(dossier="", type_="line")]
    assert filed == ["14:01 een", "14:02 twee", "14:03 drie"]


def test_a_page_with_a_time_to_come_files_nothing(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    entries = desk.log.understand_pasted("14:01 een\n2030-01-01 12:00 later")
    assert entries[1].occurred_at is not None
    with pytest.raises(CommandRefused):
        desk.log.file(entries, draft_id="01890000-0000-7000-8000-000000000001")
    assert desk.reading.lines(dossier="", type_="line") == ()


def test_the_store_keeps_and_forgets(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.keep(2, StoredDraft("line", "D", "id", "een"))
    store.keep(2, StoredDraft("line", "D", "id", "twee"))
    store.keep(1, StoredDraft("line", "D", "id-1", "eigen"))
    store.adopt(1, 2)
    assert store.slots() == (1, 2)
    assert store.drafts(1) == (StoredDraft("line", "D", "id-1", "eigen"),)
    store.drop(2, "line", "D")
    assert store.slots() == (1,)
    assert store.setting("theme") == ""
    store.remember("theme", "licht")
    store.remember("theme", "donker")
    assert store.setting("theme") == "donker"
    store.close()


def test_a_broken_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "local.db").write_text("geen database" * 200)
    with pytest.raises(CannotStore):
        LocalStore(tmp_path)
