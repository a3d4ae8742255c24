"""The small file that adds rows to a template: merged, checked where it stands, written and written again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aovconsole.errors import CommandRefused
from aovconsole.scenarios.additions import extended
from aovconsole.scenarios.reading import check_file, source_named, stray_additions, template_named, templates
from tests.builders import HOSTILE
from tests.scenarios.test_reading import put

pytestmark = pytest.mark.all

MEASURE: dict[str, Any] = {
    "id": "from_evaluation",
    "what": "Noodroute vrij",
    "owner": "THOR",
    "anchor": "friday",
    "when": "-P2W",
    "at": "",
    "where": ["Vrijthof"],
    "mandatory": True,
    "source": "evaluatie EVL-27-A001, aanbeveling AANB-A1",
}
THRESHOLD: dict[str, Any] = {
    "place": "Vrijthof",
    "kind": "share",
    "label": "instroom",
    "value": 0.75,
    "as_of": date(2027, 2, 12),
    "owner": "OOV",
    "decision": "stop_inflow",
    "source": "evaluatie EVL-27-A001, aanbeveling AANB-A2",
}


def added(home: Path, key: str, row: dict[str, Any]) -> str:
    """Add a row to carnaval, as taking a recommendation does; what the file holds then."""
    made = extended(source_named("carnaval", home), home, key, row, "EVL-27-A001 AANB-A1")
    made.path.parent.mkdir(parents=True, exist_ok=True)
    made.path.write_text(made.text, encoding="utf-8")
    return made.text


def test_rows_come_behind_those_of_the_shipped_template(scratch_home: Path) -> None:
    before = template_named("carnaval", scratch_home)
    hash_before = source_named("carnaval", scratch_home).sha256
    added(scratch_home, "measures", MEASURE)
    added(scratch_home, "thresholds", THRESHOLD)
    found = template_named("carnaval", scratch_home)
    assert found.measures[:-1] == before.measures
    assert (found.measures[-1].what, found.measures[-1].when) == ("Noodroute vrij", "-P2W")
    places = {place.name: place for place in found.places}
    stood = {place.name: place for place in before.places}
    assert places["Vrijthof"].thresholds[:-1] == stood["Vrijthof"].thresholds
    assert places["Vrijthof"].thresholds[-1].value == 0.75
    assert places["Markt"] == stood["Markt"]
    assert source_named("carnaval", scratch_home).sha256 != hash_before
    assert [name for name in templates(scratch_home) if "additions" in name] == []


def test_they_come_behind_those_of_a_template_of_ones_own_too(scratch_home: Path) -> None:
    shipped = source_named("carnaval").path.read_text(encoding="utf-8")
    put(scratch_home, "carnaval", shipped.replace('title = "Carnaval"', 'title = "Ons carnaval"'))
    added(scratch_home, "measures", MEASURE)
    found = template_named("carnaval", scratch_home)
    assert (found.title, found.measures[-1].id) == ("Ons carnaval", "from_evaluation")


def test_what_a_person_wrote_in_the_file_stays_and_the_same_row_comes_once(scratch_home: Path) -> None:
    first = added(scratch_home, "measures", MEASURE)
    path = scratch_home / "scenarios" / "carnaval.additions.toml"
    path.write_text(f"# van ons\n{first}# eind\n", encoding="utf-8")
    second = added(scratch_home, "thresholds", THRESHOLD)
    assert second.startswith("# van ons\n")
    assert "# eind\n\n# EVL" in second
    again = extended(source_named("carnaval", scratch_home), scratch_home, "measures", MEASURE, "x")
    assert (again.addition, again.text) == ("", second)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_of_people_is_only_text_in_the_file(scratch_home: Path, text: str) -> None:
    said = f'{text[:1500]}"\n[[measures]]\nid = "boos" # \\ """'
    added(scratch_home, "measures", {**MEASURE, "what": said})
    found = template_named("carnaval", scratch_home)
    assert [one.id for one in found.measures].count("boos") == 0
    assert found.measures[-1].what.endswith('"""')
    assert "\x1b" not in found.measures[-1].what


@pytest.mark.parametrize(
    ("key", "change", "told"),
    [
        ("measures", {"owner": "Niemand"}, "'Niemand' staat niet in data/partners.toml"),
        ("measures", {"owner": ""}, "ontbreekt"),
        ("measures", {"anchor": "nooit"}, "nooit"),
        ("measures", {"id": "lessons"}, "'lessons' staat er al"),
        ("measures", {"what": "x" * 2001}, "langer dan 2000"),
        ("thresholds", {"place": "Bassin"}, "staat niet in het sjabloon carnaval"),
        ("thresholds", {"value": 1.5}, "value"),
        ("thresholds", {"decision": "bestaat_niet"}, "niet voorbereid"),
    ],
)
def test_what_does_not_fit_is_refused(scratch_home: Path, key: str, change: dict[str, Any], told: str) -> None:
    row = {**(MEASURE if key == "measures" else THRESHOLD), **change}
    with pytest.raises(CommandRefused, match="dit past niet in het sjabloon carnaval") as refused:
        extended(source_named("carnaval", scratch_home), scratch_home, key, row, "x")
    assert told in refused.value.sentence
    assert not (scratch_home / "scenarios").exists()


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("dit is niets", 1, "geen geldige TOML"),
        ('name = "rieu"\n', 1, "moet de naam van het sjabloon zijn"),
        ('name = "carnaval"\nfoo = 1\n', 2, "onbekende sleutel"),
        ('name = "carnaval"\n\n[[evaluation]]\ntheme = "crowd"\ntext = "vol?"\n', 3, "ontbreekt"),
        (
            'name = "carnaval"\n\n[[questions]]\nid = "capacity_markt"\nkind = "number"\ntext = "?"\nask = "OOV"\n'
            'source = "x"\n',
            4,
            "'capacity_markt' staat er al",
        ),
    ],
)
def test_a_broken_file_names_line_and_stops_only_its_own_template(
    scratch_home: Path, content: str, line: int, told: str
) -> None:
    path = put(scratch_home, "carnaval.additions", content)
    (fault,) = check_file(path, scratch_home).faults
    assert (fault.line, told in fault.text) == (line, True), fault
    with pytest.raises(CommandRefused) as refused:
        template_named("carnaval", scratch_home)
    assert f"{path}, regel {line}" in refused.value.sentence
    assert template_named("rieu", scratch_home).name == "rieu"
    with pytest.raises(CommandRefused, match="regel"):
        extended(source_named("carnaval", scratch_home), scratch_home, "measures", MEASURE, "x")


def test_a_template_that_is_broken_itself_is_told_and_not_what_adds_to_it(scratch_home: Path) -> None:
    added(scratch_home, "measures", MEASURE)
    broken = put(scratch_home, "carnaval", 'name = "carnaval"\n')
    source = source_named("carnaval", scratch_home)
    assert source.faulty == broken
    with pytest.raises(CommandRefused, match=r"carnaval\.toml, regel"):
        extended(source, scratch_home, "thresholds", THRESHOLD, "x")


def test_a_file_that_adds_to_nothing_is_told(scratch_home: Path) -> None:
    path = put(scratch_home, "carnavall.additions", 'name = "carnavall"\n')
    assert stray_additions(scratch_home) == [path]
    with pytest.raises(CommandRefused, match="er is geen sjabloon 'carnavall'"):
        check_file(path, scratch_home)
