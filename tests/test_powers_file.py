"""What is checked between the parts of `powers.toml`: the texts, conditions and duties that powers share."""

from __future__ import annotations

from typing import Any

import pytest

from aovconsole.reference.files import load_powers
from aovconsole.reference.powers import power_faults

CHAIR = "voorzitter veiligheidsregio"


def table(**power: Any) -> dict[str, Any]:
    """A file with one power that asks a choice."""
    fields = [{"key": "kind", "choices": ["gebiedsverbod", "meldplicht"]}, power.pop("field", {"key": "other"})]
    asks = [row["key"] for row in fields]
    row = {"key": "p", "mandate": "x", "asks": asks, "owes": [], "fields": fields, **power}
    return {"mandates": [{"key": "shared", "text": "t"}], "powers": [row]}


@pytest.mark.parametrize(
    ("power", "fault"),
    [
        ({}, ""),
        ({"mandates": ["shared"], "mandate": "x"}, ""),
        ({"mandates": ["weg"]}, "powers (p) mandates: weg bestaat niet"),
        ({"field": {"key": "a", "when": "kind", "when_choices": ["meldplicht"]}}, ""),
        ({"field": {"key": "a", "when": "kind"}}, "powers (p) fields (a) heeft when en when_choices nodig"),
        ({"field": {"key": "a", "when_choices": ["x"]}}, "powers (p) fields (a) heeft when en when_choices nodig"),
        ({"field": {"key": "a", "when": "kind", "when_choices": ["x"]}}, "when_choices: kind kent geen x"),
        ({"field": {"key": "a", "when": "weg", "when_choices": ["x"]}}, "when_choices: weg kent geen x"),
    ],
)
def test_what_leads_nowhere_is_told(power: dict[str, Any], fault: str) -> None:
    found = list(power_faults(table(**power)))
    assert [fault in one for one in found[:1]] == ([True] if fault else [])


def test_a_power_says_who_may_decide() -> None:
    content = table()
    del content["powers"][0]["mandate"]
    assert list(power_faults(content)) == ["powers (p) heeft mandates of mandate nodig: wie mag besluiten"]


def test_shared_texts_stand_in_every_power_that_names_them() -> None:
    for power in load_powers().powers:
        assert ("Bij GRIP 4" in power.mandate) is (CHAIR in power.deciders), power.key
        assert power.mandate == power.mandate.strip() != ""


def test_the_chair_of_the_region_reports_on_every_power_that_passes_to_him() -> None:
    for power in load_powers().powers:
        assert (power.duty("regional_report") is not None) is (CHAIR in power.deciders), power.key
