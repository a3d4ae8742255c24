"""The state of a demonstration in one word, as the register and its head show it."""

from __future__ import annotations

from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.screens.demonstration_rows import state_part
from tests.screens.conftest import NOON


def test_an_order_to_end_is_seen_until_it_is_over(desk: Desk) -> None:
    work = desk.demonstrations
    number = work.add(at=NOON - timedelta(hours=1), place="Markt", received=NOON - timedelta(days=3)).number
    assert state_part(desk.seat.find(number))[0] == "kennisgeving ontvangen"
    work.order_end(number, ground="rules_broken", reason="aanwijzing genegeerd", by="burgemeester")
    assert state_part(desk.seat.find(number)) == ("bevel tot beëindigen", "error")
    work.end(number)
    assert state_part(desk.seat.find(number))[0] == "afgelopen"
