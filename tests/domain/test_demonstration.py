"""The fold of a demonstration: its states, what is decided, forged records, and a contact that shows nowhere."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from aovconsole.domain.demonstration import contact_subject, fold
from aovconsole.domain.demonstration_steps import (
    ConditionSet,
    ContactSet,
    Counted,
    Decided,
    DecisionServed,
    DemonstrationCancelled,
    DemonstrationEnded,
    DemonstrationFieldSet,
    DemonstrationNoted,
    DemonstrationStepWithdrawn,
    Linked,
    OrderedToEnd,
    ReviewBegun,
)
from aovconsole.domain.demonstration_terms import is_ahead, is_running, owed_of
from aovconsole.domain.demonstration_words import STATES
from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.record import Payload, Record, encode
from aovconsole.domain.times import read_stored


def at(hour: int, minute: int = 0, day: int = 13) -> str:
    return f"2027-02-{day:02}T{hour:02}:{minute:02}:00.000000+00:00"


NOTED = DemonstrationNoted("DEM-27-A001", at(13), at(15), "Markt", at(9, day=8))
SPONTANEOUS = DemonstrationNoted("DEM-27-A001", at(13), place="Markt")


def record(number: int, payload: Payload, *, occurred_at: str = "", id_: str = "") -> Record:
    """A record of the demonstration `d`, the first of which is `d` itself."""
    name = id_ or ("d" if number == 0 else f"r{number}")
    moment = occurred_at or at(8, number, day=9)
    return Record(
        number, name, "test", "s", number + 1, f"{number:015d}", "set", moment, moment, moment, "", "d", "d",
        payload.kind, payload.version, encode(payload), "", "", "", "", "",
    )  # fmt: skip


def rows_of(*payloads: Payload) -> list[Record]:
    return [record(number, payload) for number, payload in enumerate(payloads)]


def view_of(records: list[Record]) -> dict[str, Any]:
    row = tables_of(tuple(records)).row
    assert row is not None
    view: dict[str, Any] = json.loads(row.body)
    return view


CONDITION = ConditionSet("V-A1", "geen vuur", "health", "droogte")
BANNED = Decided("prohibited", "burgemeester", "", "disorder", "grote dreiging")
LIMITED = Decided("with_conditions", "burgemeester", conditions=("r1",))


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ((NOTED,), "received"),
        ((SPONTANEOUS,), "spontaneous"),
        ((SPONTANEOUS, DemonstrationFieldSet("received_at", at(10, day=8))), "received"),
        ((NOTED, ReviewBegun()), "in_review"),
        ((NOTED, ReviewBegun(), Decided("noted", "burgemeester")), "noted"),
        ((NOTED, CONDITION, LIMITED), "with_conditions"),
        ((NOTED, BANNED), "prohibited"),
        ((NOTED, BANNED, Decided("noted", "burgemeester")), "noted"),
        ((NOTED, BANNED, DemonstrationStepWithdrawn("r1", "verkeerd dossier")), "received"),
        ((NOTED, BANNED, DemonstrationEnded()), "over"),
        ((NOTED, DemonstrationCancelled()), "cancelled"),
        ((NOTED, DemonstrationCancelled(), DemonstrationStepWithdrawn("r1", "toch wel")), "received"),
    ],
)
def test_the_state_is_the_last_step_that_counts(steps: tuple[Payload, ...], status: str) -> None:
    records = rows_of(*steps)
    assert {view_of(list(order))["status"] for order in permutations(records)} == {status}
    assert status in STATES


def test_a_step_that_happened_earlier_does_not_become_the_present() -> None:
    late = record(2, Decided("noted", "loco-burgemeester"), occurred_at=at(7, day=9))
    view = view_of([record(0, NOTED), record(1, BANNED, occurred_at=at(8, day=9)), late])
    assert (view["status"], view["decision"]["by"]) == ("prohibited", "burgemeester")
    assert [one["by"] for one in view["decisions"]] == ["loco-burgemeester", "burgemeester"]


def test_a_decision_is_owed_until_it_was_made_known_and_a_new_one_again() -> None:
    def owed(*steps: Payload) -> list[tuple[str, str]]:
        row = tables_of(tuple(rows_of(NOTED, *steps))).row
        assert row is not None
        return [(one.key, one.since) for one in owed_of(row)]

    assert owed(CONDITION) == []
    assert owed(Decided("noted", "burgemeester")) == []
    assert owed(CONDITION, LIMITED) == [("served", at(8, 2, day=9))]
    assert owed(CONDITION, LIMITED, DecisionServed("r2", "uitgereikt")) == []
    assert owed(CONDITION, LIMITED, DecisionServed("elders", "mail")) == [("served", at(8, 2, day=9))]
    again = (CONDITION, LIMITED, DecisionServed("r2", "uitgereikt"), BANNED)
    assert owed(*again) == [("served", at(8, 4, day=9))]
    assert owed(*again, DemonstrationEnded()) == [("served", at(8, 4, day=9))]
    assert owed(*again, DemonstrationCancelled()) == []


def test_a_condition_says_whether_the_decision_holds_it() -> None:
    other = ConditionSet("V-A2", "tram vrij", "traffic", "lijn")
    view = view_of(rows_of(NOTED, CONDITION, LIMITED, other))
    assert [(one["number"], one["decided"]) for one in view["conditions"]] == [("V-A1", True), ("V-A2", False)]
    assert view["served_at"] == ""


@pytest.mark.parametrize(
    ("begin", "end", "shown_end"),
    [("", at(12), at(13)), (at(20), "", at(20)), (at(14), "", at(15))],
)
def test_an_end_never_lies_before_the_begin_whatever_two_stations_set(begin: str, end: str, shown_end: str) -> None:
    sets = [DemonstrationFieldSet("begin_at", begin)] if begin else []
    sets += [DemonstrationFieldSet("end_at", end)] if end else []
    assert view_of(rows_of(NOTED, *sets))["end_at"] == shown_end


def test_two_values_of_one_field_the_later_clock_wins_and_the_other_stays_visible() -> None:
    view = view_of(rows_of(NOTED, DemonstrationFieldSet("place", "Vrijthof"), DemonstrationFieldSet("place", "Wyck")))
    assert (view["place"], view["title"], view["other_values"]) == ("Wyck", "Demonstratie Wyck", ["place: Vrijthof"])


def test_moved_over_midnight_the_calendar_has_it_once_on_its_new_time() -> None:
    moved = rows_of(
        NOTED,
        DemonstrationFieldSet("end_at", "2027-02-14T00:30:00.000000+00:00"),
        DemonstrationFieldSet("begin_at", at(22, 30)),
    )
    (day,) = tables_of(tuple(moved)).days
    assert (day.begin_at, day.end_at, day.layer, day.status) == (
        at(22, 30), "2027-02-14T00:30:00.000000+00:00", "demonstraties", "confirmed",
    )  # fmt: skip
    (gone,) = tables_of((*moved, record(3, DemonstrationCancelled()))).days
    assert gone.status == "cancelled"


def test_it_goes_on_between_begin_and_end_and_without_an_end_until_it_is_over() -> None:
    def phases(*steps: Payload) -> list[str]:
        row = tables_of(tuple(rows_of(*steps))).row
        assert row is not None
        moments = (at(12, 59), at(13), at(14, 59), at(15), at(13, day=14))
        return [
            "ahead" if is_ahead(row, read_stored(one)) else "running" if is_running(row, read_stored(one)) else "past"
            for one in moments
        ]

    assert phases(NOTED) == ["ahead", "running", "running", "past", "past"]
    assert phases(SPONTANEOUS) == ["ahead", "running", "running", "running", "past"]
    assert set(phases(NOTED, DemonstrationCancelled())) == {"past"}
    ended = rows_of(SPONTANEOUS)
    ended.append(record(1, DemonstrationEnded(), occurred_at=at(14)))
    assert view_of(ended)["end_at"] == at(14)


FORGED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("demonstration.field_set", {"field": "theme", "value": "x"}),
    ("demonstration.field_set", {"field": "begin_at", "value": ""}),
    ("demonstration.field_set", {"field": "begin_at", "value": "9999-12-31T00:00:00.000000+00:00"}),
    ("demonstration.field_set", {"field": "expected_count", "value": "veel"}),
    ("demonstration.field_set", {"field": "moving", "value": "maybe"}),
    ("demonstration.condition_set", {"number": "V-A1", "text": "x", "ground": "content", "reason": "x"}),
    ("demonstration.decided", {"outcome": "granted", "by": "x"}),
    ("demonstration.decided", {"outcome": "prohibited", "by": "x"}),
    ("demonstration.decided", {"outcome": "prohibited", "by": "x", "ground": "content"}),
    ("demonstration.decided", {"outcome": "noted", "by": "x", "ground": "health"}),
    ("demonstration.ordered_to_end", {"ground": "theme", "reason": "x", "by": "x"}),
    ("demonstration.counted", {"count": -1, "method": "counted", "by": "x"}),
    ("demonstration.counted", {"count": 1, "method": "felt", "by": "x"}),
    ("demonstration.linked", {"role": "friend", "other": "x"}),
    ("demonstration.noted", {"number": "x", "begin_at": "0001-01-01T00:00:00.000000+00:00"}),
)


@pytest.mark.parametrize(("kind", "values"), FORGED)
def test_what_the_law_or_the_calendar_does_not_know_is_kept_as_unknown(kind: str, values: dict[str, Any]) -> None:
    forged = record(1, CONDITION)._replace(kind=kind, payload=json.dumps(values))
    assert decode(forged) is None
    tables = tables_of((record(0, NOTED), forged))
    assert tables.row == tables_of((record(0, NOTED),)).row
    assert [item.type for item in tables.items] == ["demonstration", "unknown"]


def test_a_link_with_itself_is_none() -> None:
    view = view_of(rows_of(NOTED, Linked("counter", "d"), Linked("target", place="Markt"), Linked("counter", "e")))
    assert (view["counter_of"], view["aims_at"], view["aims_at_places"]) == (["e"], [], ["Markt"])


def test_the_actual_number_is_the_last_that_was_counted() -> None:
    view = view_of(rows_of(NOTED, Counted(40, "estimated", "politie"), Counted(55, "counted", "THOR")))
    assert (view["actual_count"], [one["method"] for one in view["counts"]]) == (55, ["estimated", "counted"])


def test_the_tables_never_hold_a_contact() -> None:
    secret = record(0, ContactSet("J. Voorbeeld 0612345678"), id_="c")._replace(subject=contact_subject("d"))
    tables = tables_of((secret,))
    assert "Voorbeeld" not in repr(tables) and "0612345678" not in repr(tables)
    assert tables.row is not None and (tables.row.type, tables.row.status, tables.row.dossier) == (
        "contact",
        "set",
        "d",
    )
    assert [(item.text, item.dossier) for item in tables.items] == [("contact vastgelegd", "d")]
    erased = tables_of((secret._replace(payload=""),))
    assert erased.row is None
    within = tables_of((record(0, NOTED), record(1, ContactSet("J. Voorbeeld"))))
    assert "Voorbeeld" not in repr(within)


def test_what_arrives_before_the_notice_waits_for_it() -> None:
    assert fold([(record(1, CONDITION), CONDITION)]) is None
    order = OrderedToEnd("rules_broken", "blokkade", "burgemeester")
    assert view_of([record(1, order), record(0, NOTED)])["end_orders"][0]["ground"] == "rules_broken"
