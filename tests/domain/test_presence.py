"""Who was at the table: a history by the moment of happening, whatever the order of arrival."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

from aovconsole.domain.presence import (
    PresenceNoted,
    PresenceStepWithdrawn,
    RolePassed,
    absent_at,
    present_at,
    role_at,
    tables,
)
from tests.domain.table import at, record

IN = record("a", PresenceNoted("politie"), "12:00")
KHN = record("b", PresenceNoted("liaison", "Voorbeeld", "KHN"), "12:10")
OUT = record("c", PresenceNoted("Politie", present=False, note="aflossing"), "14:50")
FIRST = record("d", RolePassed("chair", "veiligheid"), "12:00")
NEXT = record("e", RolePassed("chair", "AOV", from_function="veiligheid", reason="aflossing"), "15:00")


def folded(*pairs: Any) -> tuple[Any, list[str]]:
    """The body in every order of arrival, and the texts of the timeline in this one."""
    bodies = {made.row.body for order in permutations(pairs) if (made := tables(order)).row}
    assert len(bodies) == 1
    return json.loads(bodies.pop()), [item.text for item in tables(pairs).items]


def there(body: Any, clock: str) -> list[str]:
    return [one.function for one in present_at(body, at(clock))]


def test_who_is_there_at_a_moment() -> None:
    body, texts = folded(IN, KHN, OUT)
    assert [there(body, clock) for clock in ("11:59", "12:00", "14:49", "14:50")] == [
        [], ["politie"], ["politie", "liaison"], ["liaison"],
    ]  # fmt: skip
    assert [one["function"] for one in body["present"]] == ["liaison"]
    assert texts == ["politie aanwezig", "liaison (Voorbeeld, namens KHN) aanwezig", "Politie weg: aflossing"]


def test_what_is_entered_late_does_not_become_the_present() -> None:
    back = record("f", PresenceNoted("politie"), "14:40", written="15:30")
    body, _ = folded(IN, OUT, back)
    assert (there(body, "14:45"), there(body, "15:30")) == (["politie"], [])
    assert [step["late"] for step in body["steps"]] == [False, True, False]


def test_the_same_function_of_two_organisations_is_two() -> None:
    other = record("f", PresenceNoted("liaison", organisation="Tempeleers"), "13:00")
    gone = record("g", PresenceNoted("liaison", organisation="KHN", present=False), "13:30")
    body, _ = folded(KHN, other, gone)
    assert [(one.function, one.organisation) for one in present_at(body, at("14:00"))] == [("liaison", "Tempeleers")]


def test_who_is_missed_left_or_never_came() -> None:
    body, _ = folded(IN, KHN, OUT)
    missed = absent_at(body, at("15:00"), ("POLITIE", "GHOR", "Liaison"))
    assert [(one.function, one.since) for one in missed] == [("Politie", at("14:50")), ("GHOR", "")]
    assert [one.function for one in absent_at(None, at("15:00"), ("GHOR",))] == ["GHOR"]


def test_a_role_is_handed_over_and_names_both_sides() -> None:
    body, texts = folded(FIRST, NEXT)
    assert [role_at(body, "chair", at(clock)).function for clock in ("11:00", "14:59", "15:00")] == [
        "", "veiligheid", "AOV",
    ]  # fmt: skip
    assert role_at(body, "keeper", at("15:00")).function == ""
    assert texts == ["voorzitter: veiligheid", "voorzitter: van veiligheid naar AOV: aflossing"]
    assert [item.type for item in tables([FIRST, IN]).items] == ["role", "presence"]


def test_a_mistaken_step_does_not_count_and_stays_readable() -> None:
    undone = record("z", PresenceStepWithdrawn("c", "andere politie"), "14:55")
    body, texts = folded(IN, OUT, undone)
    assert there(body, "15:00") == ["politie"]
    assert texts[1:] == ["Politie weg: aflossing", "een stap van de aanwezigheid vervalt: andere politie"]
    assert tables([IN, OUT, undone]).items[1].extra == '{"withdrawn":true}'


def test_a_withdrawal_that_arrives_before_its_step_makes_no_row() -> None:
    assert tables([record("z", PresenceStepWithdrawn("c"), "14:55")]).row is None
