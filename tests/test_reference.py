"""What a municipality edits loads, names its sources, and says where it is wrong."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aovconsole.domain.figures import COUNTS
from aovconsole.domain.incident_words import EVENTS
from aovconsole.domain.response import EITHER
from aovconsole.errors import CommandRefused
from aovconsole.reference import files as reference
from aovconsole.reference.check import faults_in
from aovconsole.reference.shapes import FILES
from tests.require import REPOSITORY

SHIPPED = REPOSITORY / "data"


def put(home: Path, name: str, text: str) -> Path:
    """Lay a file of the user's own in the home."""
    path = home / "data" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def with_change(name: str, old: str, new: str) -> str:
    """The shipped file with its first `old` replaced."""
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def rows_of(content: Any) -> Iterator[Any]:
    for place in dataclasses.fields(content):
        if "rows" in place.metadata:
            yield from getattr(content, place.name)


# --- the shipped files


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_file_passes_its_own_check(name: str) -> None:
    assert faults_in(FILES[name], reference._table(reference._file(name, None))) == []


def test_every_file_is_shipped() -> None:
    assert set(FILES) <= {path.stem for path in SHIPPED.glob("*.toml")}
    assert reference.check() == ()


@pytest.mark.parametrize("name", sorted(set(FILES) - {"contacts"}))
def test_every_fact_has_a_source(name: str) -> None:
    content = reference._content(reference._file(name, None))
    facts = list(rows_of(content)) or [content]
    assert [fact for fact in facts if not fact.source.strip()] == []


def test_no_source_is_a_paper_of_the_makers() -> None:
    said = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.rglob("*.toml")}
    own = re.compile(r"\b(?:domain|feeds|screens|tech|peers|design)\.md\b|\bissue \d", re.IGNORECASE)
    assert {name: found[0] for name, text in said.items() if (found := own.search(text))} == {}


def test_the_published_figures_are_those_of_the_papers() -> None:
    figures = reference.load_figures()
    counts = {row.year: tuple(getattr(row, name) for name in COUNTS) for row in figures.years}
    assert counts == {
        2017: (None,) * 7,
        2021: (None,) * 7,
        2023: (220, 27, 16, 61, 5, 98, None),
        2024: (211, 17, 18, 65, 10, 75, None),
    }
    totals = [row.demonstrations_total for row in figures.years]
    assert totals == [34, 81, None, None]
    assert [(note.figure, note.first_year, note.last_year, note.count) for note in figures.notes] == [
        ("grip_incidents", 2023, 2024, 12)
    ]
    assert {row.reference_date for row in figures.years} == {"onbekend"}
    assert [definition.figure for definition in figures.definitions] == list(COUNTS)
    assert figures.of(2022) is None


def test_the_levels_of_grip_run_from_0_to_5() -> None:
    grip = reference.load_grip()
    assert [level.level for level in grip.levels] == [0, 1, 2, 3, 4, 5]
    assert grip.level(3).teams == ("CoPI", "ROT", "GBT")
    known = set(reference.known_names().sources.values())
    assert {name for level in grip.levels for either in level.inform for name in either.split(EITHER)} <= known
    assert {term.counts_from for term in grip.arrival_terms} == set(EVENTS)


def test_no_number_of_anybody_is_shipped() -> None:
    assert reference.load_contacts().contacts == ()


def test_a_power_asks_and_owes_what_the_file_lists_in_that_order() -> None:
    powers = {power.key: power for power in reference.load_powers().powers}
    zone = powers["urgent_search"]
    assert tuple(row.key for row in zone.fields) == zone.asks
    assert tuple(row.key for row in zone.duties) == zone.owes
    written = {power.duty("written") for power in powers.values()} - {None}
    assert len({duty.label for duty in written if duty}) > 1, "a power's own duty goes before the shared one"


def test_coordinates_lie_in_the_municipality() -> None:
    box = reference.load_municipality()
    outside = [
        place.name
        for place in reference.load_places().places
        if place.lat is not None
        and place.lon is not None
        and not (box.south <= place.lat <= box.north and box.west <= place.lon <= box.east)
    ]
    assert outside == ["Eijsden grens meetpunt"]


def test_squares_have_a_norm_of_event_days() -> None:
    places = reference.load_places()
    norms = {place.name: places.norm_of(place) for place in places.places}
    assert (norms["Vrijthof"], norms["Markt"], norms["Kennedybrug"]) == (60, 50, None)


def test_the_term_of_a_notice_waits_for_its_confirmation() -> None:
    terms = reference.load_terms()
    notice = terms.term("demonstration_notice")
    assert notice is not None
    assert (notice.status, notice.weeks, notice.working_days, notice.hours, notice.day) == (
        "te bevestigen",
        *[None] * 4,
    )
    assert [(term.key, term.weeks) for term in terms.terms if term.weeks] == [
        ("evenement_permit", 8),
        ("evenement_notification", 4),
        ("evenement_parade", 4),
    ]


def test_an_alias_leads_to_the_name() -> None:
    known = reference.known_names()
    assert (known.places["olv-plein"], known.places["het vrijthof"]) == ("Onze Lieve Vrouweplein", "Vrijthof")
    assert (known.sources["rijkswaterstaat"], known.sources["thor"]) == ("RWS", "THOR")
    assert not any("meetpunt" in name for name in known.places)


# --- the user's own


def test_a_file_in_the_home_replaces_the_shipped_one(scratch_home: Path) -> None:
    put(
        scratch_home,
        "places",
        'event_days_norm = 12\nevent_days_rule = "r"\nevent_days_source = "s"\n'
        '[[places]]\nname = "Grote Markt"\nkind = "square"\nsource = "eigen"\n',
    )
    assert dict(reference.known_names(scratch_home).places) == {"grote markt": "Grote Markt"}
    assert [place.name for place in reference.load_places(scratch_home).places] == ["Grote Markt"]
    assert reference.load_partners(scratch_home) == reference.load_partners()
    assert reference.check(scratch_home) == ()


def test_a_changed_file_is_read_again(scratch_home: Path) -> None:
    for name in ("Maastricht", "Heerlen"):
        path = put(scratch_home, "municipality", with_change("municipality", '"Maastricht"', f'"{name}"'))
        os.utime(path, ns=(len(name), len(name)))
        assert reference.load_municipality(scratch_home).name == name


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("places", "kind =", "soort =", "places[1] (Vrijthof) soort is een onbekende sleutel"),
        ("places", "kind =", "soort =", "places[1] (Vrijthof) kind ontbreekt"),
        ("places", "lat = 50", 'lat = "noord" # ', "places[1] (Vrijthof) lat moet een getal zijn"),
        ("places", "lat = 50", "# ", "places (Vrijthof) heeft maar een van lat en lon"),
        ("places", 'kind = "square"', 'kind = "plein"', "places[1] (Vrijthof) kind moet een van deze zijn: 'square', "),
        ("places", '["het Vrijthof"]', '["Markt"]', "is ook een naam van "),
        ("partners", 'source = "', 'source = "" # ', "partners[1] (politie) source mag niet leeg zijn"),
        ("terms", "as_of = 2026-11-21", "as_of = 1.5", "terms[1] (demonstration_notice) as_of moet een datum zijn"),
        ("figures", "year = 2021", "year = 2017", "years (2017) staat er 2 keer"),
        ("grip", "level = 0", 'level = "nul"', "levels[1] (routine) level moet een geheel getal zijn"),
        ("grip", "level = 0", 'level = "0"', "levels[1] (routine) level moet een geheel getal zijn"),
        ("terms", "as_of = 2026-11-21", 'as_of = "2026-11-21"', "terms[1] (demonstration_notice) as_of moet een datum"),
        ("municipality", "name =", "naam =", "naam is een onbekende sleutel"),
        ("powers", 'kind = "text"', 'kind = "tekst"', "fields[1] (facts) kind moet een van deze zijn: 'text', "),
        ("powers", 'label = "grond"', 'naam = "grond"', "(veiligheidsrisicogebied) fields[1] (ground) naam is een"),
        ("powers", "oral_allowed = true", 'oral_allowed = "true"', "oral_allowed moet true of false zijn"),
        ("powers", '    "triangle",', '    "driehoek",', "powers (search_zone) asks: driehoek bestaat niet"),
        ("powers", 'on = "withdrawn"', 'on = "ooit"', "(council_withdrawn) on: ooit bestaat niet"),
        ("powers", 'on = "rejected:ratification"', 'on = "rejected:vote"', "(appeal) on: rejected:vote bestaat niet"),
        ("powers", '    "written",', '    "report",', "oral_allowed vraagt een plicht written in owes"),
        ("holidays", 'month_day = "01-01"', 'month_day = "31-12"', "holidays (new_year) month_day moet MM-DD zijn"),
        ("holidays", "easter_offset = -2", "", "holidays (good_friday) heeft month_day of easter_offset nodig"),
        ("holidays", 'key = "good_friday"', 'key = "new_year"', "holidays (new_year) staat er 2 keer"),
        ("feeds", 'id = "knmi"', 'id = "rws"', "feeds (rws) staat er 2 keer"),
        ("feeds", "rhythm = 600", "rhythm = 1", "feeds (rws) rhythm moet tussen 15 en 86400 seconden liggen"),
        ("feeds", 'privacy = "Op', '# privacy = "Op', "feeds (p2000) privacy ontbreekt: bij deze bron staat de"),
        ("feeds", 'address = "https://ddapi20', 'address = "file://ddapi20', "feeds (rws) address moet met https://"),
        ("feeds", 'hosts = ["ddapi20', 'hosts = ["ddapi', "feeds (rws) address moet met https://"),
        ("feeds", "ahead_hours = 72", "ahead_hours = 0", "feeds (ndw) ahead_hours moet boven nul liggen"),
        ("feeds", "late = 1200", "late = 1000000000000000", "feeds (rws) late moet tussen 0 en 86400 seconden liggen"),
        (
            "reminders",
            "minutes_before = 5",
            "minutes_before = 1000000000000",
            "leads (meeting) minutes_before moet tussen",
        ),
        (
            "reminders",
            "minutes_before = 5",
            "minutes_before = -5",
            "leads (meeting) minutes_before moet tussen 0 en 10080",
        ),
        ("reminders", 'type = "clock"', 'type = "klok"', "leads[4] type moet een van deze zijn: 'action', "),
        ("reminders", 'type = "clock"', 'type = "check"', "leads (check) staat er 2 keer"),
        ("reminders", "minutes = 15", "minutes = -1", "escalate_after_minutes moet tussen 0 en 10080 liggen"),
        ("exercise", "minutes = 30", "minutes = 1000000000000", "response_minutes moet tussen 1 en 1440 liggen"),
        ("signals", 'key = "weather_knmi"', 'key = "high_water"', "rules (high_water) staat er 2 keer"),
        ("water", "4455, ", "", "gauges (maastricht.sintpieter) bounds moet er een minder hebben dan er classes zijn"),
        ("water", "4390", "nan", "gauges (maastricht.sintpieter) bounds moeten oplopen"),
        ("water", 'quantity = "discharge"', 'quantity = "level"', "gauges (maastricht.sintpieter) level staat er 2"),
        ("sitrep", 'key = "nature"', 'key = "natuur"', "sections[1] (natuur) key moet een van deze zijn: 'nature', "),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(
    scratch_home: Path, name: str, old: str, new: str, sentence: str
) -> None:
    path = put(scratch_home, name, with_change(name, old, new))
    [fault] = reference.check(scratch_home)
    assert fault.startswith(f"{path}: ")
    assert sentence in fault
    assert "\n" not in fault


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'name = "Maastricht"\nteam = OOV\n', "regel 2 is geen geldige TOML"),
        (b'name = "Sint Ma\xe4rten"\n', "geen UTF-8 (byte 15)"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(scratch_home: Path, content: bytes, sentence: str) -> None:
    put(scratch_home, "municipality", "").write_bytes(content)
    with pytest.raises(CommandRefused, match=r"municipality\.toml") as refused:
        reference.load_municipality(scratch_home)
    assert refused.value.sentence.endswith(sentence)


def test_a_file_is_checked_once_for_each_change(scratch_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Any] = []

    def counting(shape: Any, table: dict[str, Any]) -> list[str]:
        checked.append(shape)
        return faults_in(shape, table)

    monkeypatch.setattr("aovconsole.reference.check.faults_in", counting)
    path = put(scratch_home, "terms", (SHIPPED / "terms.toml").read_text(encoding="utf-8"))
    for moment in (1, 2, 3):  # another moment is read again, but the same bytes are not checked again
        os.utime(path, ns=(moment, moment))
        reference.load_terms(scratch_home)
    assert len(checked) == 1
    put(scratch_home, "terms", with_change("terms", "weeks = 8", "weken = 8"))
    for _ in range(2):
        with pytest.raises(CommandRefused, match="weken is een onbekende sleutel"):
            reference.load_terms(scratch_home)
    assert len(checked) == 3


def test_windows_line_ends_and_a_bom_are_read(scratch_home: Path) -> None:
    text = (SHIPPED / "municipality.toml").read_text(encoding="utf-8")
    put(scratch_home, "municipality", "").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert reference.load_municipality(scratch_home) == reference.load_municipality()


def test_nothing_in_a_file_acts_on_a_terminal(scratch_home: Path) -> None:
    put(scratch_home, "municipality", with_change("municipality", '"Maastricht"', r'"Maas\u001b[2J\u202e"'))
    assert reference.load_municipality(scratch_home).name == "Maas\ufffd[2J\ufffd"


def test_an_evenement_has_one_day_in_a_year(scratch_home: Path) -> None:
    row = '[[dates]]\nkey = "feest"\non = {}\nlabel = "x"\nstatus = "te bevestigen"\nsource = "x"\n'
    put(scratch_home, "event_dates", row.format("2027-07-01") + row.format("2028-07-01"))
    days = reference.load_event_dates(scratch_home).by_key["feest"]
    assert [day.isoformat() for day in days] == ["2027-07-01", "2028-07-01"]
    put(scratch_home, "event_dates", row.format("2027-07-01") + row.format("2027-07-02"))
    with pytest.raises(CommandRefused, match=r"dates \(feest\) staat er 2 keer voor 2027"):
        reference.load_event_dates(scratch_home)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_a_shipped_file_names_no_paper_that_only_the_makers_have(file: Path) -> None:
    found = re.findall(r"\w+\.md\b|\bissue \d+|\bstuk \d{3}|\[seed|\bseeds?\b", file.read_text(encoding="utf-8"))
    assert found == []
