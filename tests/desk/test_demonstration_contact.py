"""The contact of a notifier: kept apart, shown to who asks, erased for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration import contact_subject
from aovconsole.errors import CommandRefused
from aovconsole.journal.verify import verify
from tests.builders import assert_green, desk_at, records_of
from tests.still_clock import CARNIVAL_SUNDAY

NR = "DEM-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one demonstration."""
    made = desk_at(tmp_path)
    made.demonstrations.add(at=CARNIVAL_SUNDAY, place="Markt", received=CARNIVAL_SUNDAY, received_via="mail")
    yield made
    assert_green(made.journal)
    made.journal.close()


def test_a_contact_is_kept_apart_and_shown_to_nobody_who_did_not_ask(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="geen contact"):
        desk.demonstrations.contact(NR)
    row = desk.demonstrations.set_contact(NR, "J. Voorbeeld 0612345678")
    assert desk.demonstrations.contact(NR) == "J. Voorbeeld 0612345678"
    desk.demonstrations.set_contact(NR, "0687654321")
    assert desk.demonstrations.contact(NR) == "0687654321"
    for place in (row.body, repr(desk.reading.lines()), repr(desk.reading.of_type("contact"))):
        assert "0612345678" not in place and "0687654321" not in place and "J. Voorbeeld" not in place
    assert desk.reading.search("Voorbeeld") == () and desk.reading.search("0612345678") == ()
    holders = {
        record.subject for record in records_of(desk.journal) if "06" in record.payload and "J." in record.payload
    }
    assert holders == {contact_subject(row.subject)}, "erasing this subject erases nothing else"
    with pytest.raises(CommandRefused, match="wis het"):
        desk.demonstrations.set_contact(NR, " ")


def test_an_erased_contact_is_in_no_byte_of_the_home(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="geen contact"):
        desk.demonstrations.erase_contact(NR)
    desk.demonstrations.set_contact(NR, "J. Voorbeeld 0612345678")
    row = desk.demonstrations.set_contact(NR, "0687654321")
    with pytest.raises(CommandRefused, match="grond"):
        desk.demonstrations.erase_contact(NR, ground=" ")
    desk.demonstrations.erase_contact(NR, ground="op verzoek")
    with pytest.raises(CommandRefused, match="geen contact"):
        desk.demonstrations.contact(NR)
    with pytest.raises(CommandRefused, match="geen contact"):
        desk.demonstrations.erase_contact(NR)
    assert row.subject not in {one.dossier for one in desk.reading.of_type("contact")}
    assert [line.text for line in desk.reading.lines(dossier=row.subject)][-3:] == [
        "inhoud gewist", "inhoud gewist", "contact gewist: op verzoek",
    ]  # fmt: skip
    assert verify(desk.journal).ok
    for file in desk.journal.home.iterdir():
        assert b"0612345678" not in file.read_bytes() and b"0687654321" not in file.read_bytes(), file
    desk.demonstrations.set_contact(NR, "balie")
    assert desk.demonstrations.contact(NR) == "balie"
