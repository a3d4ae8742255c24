"""Every fault of a template is told with its line, its key and what is wrong; each in a text that is otherwise good."""

from __future__ import annotations

import dataclasses
import re
from typing import get_args

import pytest

from aovconsole.domain.scenario_template import (
    Anchor,
    AnchorKind,
    Condition,
    Decision,
    Ground,
    Inject,
    LogHint,
    Measure,
    Meeting,
    Place,
    Question,
    QuestionKind,
    Role,
    Round,
    Subject,
    Template,
    Theme,
    Threshold,
    ThresholdKind,
)
from aovconsole.scenarios.additions import check_additions
from aovconsole.scenarios.reading import check_text, template_named
from tests.require import REPOSITORY
from tests.scenarios.builders import SMALL, changed, faults, template

MARK = "# hier"

_LOOK = 'anchor = "shot"\nwhen = "-90m"'
_CIRCLE = 'kind = "relative"\nof = "day"\nwhen = "P0D"\nat = "12:11"'
_THRESHOLD = "value = 0.85\nas_of = 2027-01-10"

CASES = [
    # unknown, missing, of the wrong kind
    ('title = "Proef"', 'titel = "Proef" # hier', "titel is een onbekende sleutel"),
    ("mandatory = true", "mandatory = true\nwie = 1 # hier", "measures[1] (posters) wie is een onbekende sleutel"),
    ('[[measures]]\nid = "posters"\nwhat = "posters hangen"', '[[measures]] # hier\nid = "posters"', "what ontbreekt"),
    ("mandatory = true", 'mandatory = "ja" # hier', "mandatory moet true of false zijn"),
    ("mandatory = true", "mandatory = 1 # hier", "mandatory moet true of false zijn"),
    ('kind = "easter"', 'kind = "pasen" # hier', "kind moet een van deze zijn: 'easter'"),
    ('label = "de dag"', 'label = "" # hier', "label mag niet leeg zijn"),
    ('label = "de dag"', f'label = "{"x" * 2001}" # hier', "label is langer dan 2000 tekens"),
    ("days = -49", 'days = "-49" # hier', "days moet een geheel getal zijn"),
    ("days = -49", "days = true # hier", "days moet een geheel getal zijn"),
    ("days = -49", f"days = {'9' * 400} # hier", "days moet tussen -366 en 366 liggen"),
    ("as_of = 2027-01-10", 'as_of = "gisteren" # hier', "as_of moet een datum zijn"),
    ("as_of = 2027-01-10", "as_of = 2027-01-10T00:00:00 # hier", "as_of moet een datum zijn"),
    ('where = ["Markt"]', 'where = "Markt" # hier', "where moet een lijst zijn"),
    ('begin = { anchor = "day", at = "09:00" }', 'begin = "09:00" # hier', "begin moet een tabel zijn"),
    # names
    ('name = "proef"', 'name = "Proef!" # hier', "name mag alleen kleine letters"),
    ('name = "proef"', 'name = "anders" # hier', "name moet de naam van het bestand zijn (proef)"),
    ('sources = ["verzonnen"]', "sources = [] # hier", "sources mag niet leeg zijn"),
    ('id = "look"', 'id = "posters" # hier', "measures[2] (posters) id 'posters' staat er al"),
    ('id = "days"', 'id = "finish" # hier', "'finish' is ook een anker dat gevraagd wordt"),
    ('id = "look"', 'id = "Look out" # hier', "mag alleen kleine letters, cijfers en _ hebben"),
    # anchors
    ('anchor = "day"\nsummary', 'anchor = "dag" # hier\nsummary', "anchor het anker 'dag' bestaat niet"),
    ('anchor = "day"\nsummary', 'anchor = "shot" # hier\nsummary', "het hoofdanker staat op zichzelf"),
    (_CIRCLE, 'kind = "relative"\nof = "shot" # hier', "ankers tellen in een kring: shot → shot"),
    (_CIRCLE, 'kind = "relative"\nof = "nergens" # hier', "anchors[2] (shot) of het anker 'nergens' bestaat niet"),
    ("days = -49\n", "days = -49\nof = 'shot' # hier\n", "of hoort niet bij kind = easter"),
    ("days = -49\n", "days = 5000 # hier\n", "days moet tussen -366 en 366 liggen"),
    ("days = -49\n", "days = -49\nyear = 9 # hier\n", "year moet tussen -5 en 5 liggen"),
    (
        '[[anchors]]\nid = "day"\nlabel = "de dag"\nkind = "easter"\ndays = -49',
        '[[anchors]] # hier\nid = "day"\nlabel = "de dag"\nkind = "easter"',
        "days ontbreekt (kind = easter)",
    ),
    ('kind = "easter"\ndays = -49', 'kind = "fixed"\nmonth_day = "13-40" # hier', "'13-40' is geen dag (MM-DD)"),
    ('kind = "easter"\ndays = -49', 'kind = "fixed"\nmonth_day = "02-29" # hier', "29 februari is er niet elk jaar"),
    ('of = "day"\nasks = "moment"', 'of = "day" # hier\nasks = "day"', "of hoort bij asks = moment"),
    ('anchor = "finish"', 'anchor = "einde" # hier', "measures[3] (clear) anchor het anker 'einde' bestaat niet"),
    (
        'begin = { anchor = "day", at = "09:00" }',
        'begin = { anchor = "x" } # hier',
        "phases[1] (morning) begin anchor het anker 'x' bestaat niet",
    ),
    (
        _CIRCLE,
        'kind = "relative"\nof = "day"\nwhen = "+45m" # hier',
        "anchors[2] (shot) when het anker 'day' is een dag zonder tijd",
    ),
    # times
    ('when = "-P14D"', 'when = "-14 dagen" # hier', "when '-14 dagen' is geen tijd vanaf een anker"),
    ('at = "12:11"', 'at = "25:11" # hier', "at '25:11' is geen tijd van de klok"),
    ('when = "-90m"', 'when = "-90m"\nat = "10:00" # hier', "at gaat niet samen met verstreken tijd"),
    (_LOOK, 'anchor = "day"\nwhen = "-90m" # hier', "het anker 'day' is een dag zonder tijd"),
    (
        'end = { anchor = "shot" }',
        'end = { anchor = "day", at = "08:00" } # hier',
        "phases[1] (morning) end ligt voor het begin van de fase",
    ),
    ('end = { anchor = "shot" }', 'end = { anchor = "day", when = "-P1D" } # hier', "ligt voor het begin van de fase"),
    ('every = "2h"', 'every = "P1D" # hier', "every 'P1D' is geen tijd tussen vergaderingen"),
    ('[[meetings]]', '[[meetings]] # hier', "heeft every en end samen nodig", 'every = "2h"\n'),
    (
        'when = "-P14D"',
        'when = "-P14D"\nrepeat = [\n  "P0D",\n  "2h", # hier\n]',
        "repeat[2] '2h' is geen aantal dagen",
    ),
    ('when = "-P14D"', 'when = "-P14D"\nrepeat_on = "capacity" # hier', "'capacity' is geen vraag van kind = days"),
    # places and thresholds
    ('where = ["Markt"]', 'where = ["de markt"] # hier', "de plaats 'de markt' heet in data/places.toml 'Markt'"),
    ('name = "Vrijthof"', 'name = "Dam" # hier', "places[1] (Dam) name de plaats 'Dam' staat niet in data/places.toml"),
    (
        'where = ["Markt"]',
        'where = [\n  "Markt",\n  "Dam", # hier\n]',
        "where[2] de plaats 'Dam' staat niet in data/places.toml",
    ),
    (_THRESHOLD, "value = 1.2 # hier\nas_of = 2027-01-10", "value moet een aandeel zijn boven 0 en hoogstens 1"),
    (_THRESHOLD, "value = -0.1 # hier\nas_of = 2027-01-10", "value moet een aandeel zijn boven 0 en hoogstens 1"),
    (_THRESHOLD, "value = nan # hier\nas_of = 2027-01-10", "value moet een aandeel zijn boven 0 en hoogstens 1"),
    ("[[places.thresholds]]", "[[places.thresholds]] # hier", "as_of ontbreekt", "as_of = 2027-01-10\n"),
    ("[[places.thresholds]]", "[[places.thresholds]] # hier", "heeft een value nodig, of een question", _THRESHOLD),
    (
        "[[measures]]",
        '[[places.thresholds]]\nkind = "share"\nlabel = "Vol" # hier\nowner = "OOV"\nvalue = 0.9\n'
        'as_of = 2027-01-10\nsource = "verzonnen"\n\n[[measures]]',
        "thresholds[2] label de drempel 'Vol' (share) staat er al",
    ),
    (_THRESHOLD, 'question = "days" # hier', "'days' is geen vraag van kind = share"),
    ('decision = "close"', 'decision = "open" # hier', "het besluit 'open' is hier niet voorbereid"),
    ("[[places]]", "[[places]] # hier", "heeft een capacity nodig", 'capacity_question = "capacity"\n'),
    (
        'capacity_question = "capacity"',
        "capacity = 0 # hier\ncapacity_as_of = 2027-01-10",
        "capacity moet een getal zijn boven 0",
    ),
    ('capacity_question = "capacity"', 'capacity_question = "days" # hier', "'days' is geen vraag van kind = number"),
    # people and powers
    ('owner = "THOR"', 'owner = "thor" # hier', "measures[2] (look) owner 'thor' heet in data/partners.toml 'THOR'"),
    ('decider = "burgemeester"', 'decider = "THOR" # hier', "over 'light_order' besluit burgemeester of "),
    ('owner = "THOR"', 'owner = "Thea" # hier', "measures[2] (look) owner 'Thea' staat niet in data/partners.toml"),
    ('function = "voorzitter"', 'function = "Henk" # hier', "function 'Henk' staat niet in data/partners.toml"),
    ('[[roles]]', '[[roles]] # hier', "roles niemand zit voor", "chair = true\n"),
    ('tell = ["politie"]', 'tell = ["politie", "Henk"] # hier', "tell[2] 'Henk' staat niet in data/partners.toml"),
    ('sender = "camera"', 'sender = "Henk" # hier', "injects[1] (fill) sender 'Henk' staat niet"),
    ('attend = ["OOV"]', 'attend = ["Henk"] # hier', "rounds[1] (schouw) attend[1] 'Henk' staat niet"),
    ('ask = "OOV"', 'ask = "Henk" # hier', "questions[1] (capacity) ask 'Henk' staat niet"),
    (
        'power = "light_order"',
        'power = "heavy_order" # hier',
        "de bevoegdheid 'heavy_order' staat niet in data/powers.toml",
    ),
    ('options = ["ruimte maken", "dicht"]', 'options = ["dicht"] # hier', "options heeft er minstens twee nodig"),
    ('phase = "morning"', 'phase = "avond" # hier', "log_protocol[1] phase de fase 'avond' bestaat niet"),
    ('text = "drukte: plaats en waarde"', f'text = "{"x" * 71}" # hier', "text is langer dan 70 tekens"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[2])
def test_a_fault_is_told_with_its_line_and_key(case: tuple[str, ...]) -> None:
    old, new, said, *gone = case
    text = changed(old, new)
    for part in gone:
        text = changed(part, "", text)
    line = 1 + next(number for number, one in enumerate(text.split("\n")) if MARK in one)
    told = [(fault.line, fault.text) for fault in faults(text)]
    assert any(at == line and said in sentence for at, sentence in told), told


def test_in_the_small_template_nothing_is_wrong() -> None:
    assert faults(SMALL) == ()
    assert template().name == "proef"


def test_every_fault_is_told_and_in_the_order_of_the_file() -> None:
    text = changed('owner = "THOR"', 'owner = "Thea"', changed('name = "Vrijthof"', 'name = "Dam"'))
    text = changed('power = "light_order"', 'power = "x"', changed("value = 0.85", "value = 85", text))
    told = faults(text)
    assert len(told) == 4
    assert [fault.line for fault in told] == sorted(fault.line for fault in told)


def test_a_longer_circle_of_anchors_is_told_at_each_of_them() -> None:
    text = changed(_CIRCLE, 'kind = "relative"\nof = "finish"')
    text = changed('of = "day"\nasks', 'of = "shot"\nasks', text)
    said = [fault.text for fault in faults(text)]
    assert len(said) == 2
    assert "anchors[2] (shot) of ankers tellen in een kring: shot → finish → shot" in said
    assert "anchors[3] (finish) of ankers tellen in een kring: finish → shot → finish" in said


@pytest.mark.parametrize(
    "end", ['{ anchor = "finish" }', '{ anchor = "finish", when = "P1D", at = "02:00" }', '{ anchor = "day" }']
)
def test_a_phase_whose_end_is_not_known_yet_is_no_fault(end: str) -> None:
    assert faults(changed('end = { anchor = "shot" }', f"end = {end}")) == ()


@pytest.mark.parametrize(
    ("word", "wrong"),
    [("de vergunning", True), ("Toestemming", True), ("is goedgekeurd", True), ("de kennisgeving", False)],
)
def test_a_demonstration_has_no_permit(word: str, wrong: bool) -> None:
    text = changed('subject = "evenement"', 'subject = "demonstration"')
    text = changed('what = "kijken"', f'what = "{word} bekijken"', text)
    told = [fault.text for fault in faults(text)]
    assert [("measures[2] (look) what" in one, "geen vergunning" in one) for one in told] == [(True, True)] * wrong


def test_conditions_are_those_of_a_demonstration_on_a_ground_of_the_law() -> None:
    condition = '\n[[conditions]]\nground = "traffic"\ntext = "route"\nweigh = "hinder hoort erbij"\nsource = "Wom"\n'
    assert [fault.text for fault in faults(SMALL + condition)] == [
        "conditions hoort alleen bij subject = demonstration"
    ]
    demonstration = changed('subject = "evenement"', 'subject = "demonstration"')
    assert faults(demonstration + condition) == ()
    [fault] = faults(demonstration + condition.replace("traffic", "decency"))
    assert "ground moet een van deze zijn: 'health', 'traffic', 'disorder'" in fault.text


@pytest.mark.parametrize("key", ["theme", "belief", "speakers", "persons"])
def test_no_part_of_a_demonstration_can_say_what_it_is_about_or_who_comes(key: str) -> None:
    text = changed('subject = "evenement"', f'subject = "demonstration"\n{key} = "x"')
    assert [fault.text for fault in faults(text)] == [f"{key} is een onbekende sleutel"]


def test_the_examples_of_the_page_on_templates_are_good() -> None:
    page = (REPOSITORY / "docs" / "sjablonen.md").read_text(encoding="utf-8")
    [added, head, *parts] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(parts) == 2
    assert check_additions(added, template_named("carnaval"), None).faults == ()
    roles = SMALL[SMALL.index("[[roles]]") : SMALL.index("[[places]]")]
    decision = SMALL[SMALL.index("[[decisions]]") : SMALL.index("[[rounds]]")].replace('"close"', '"stop_inflow"')
    questions = "".join(
        f'[[questions]]\nid = "{name}"\nkind = "{kind}"\ntext = "?"\nask = "OOV"\nsource = "x"\n'
        for name, kind in (("capacity_markt", "number"), ("share_full", "share"))
    )
    text = "\n".join([head, "phases = []\nmeasures = []\n", *parts, roles, decision, questions])
    assert check_text(text, "buurtfeest").faults == ()


def test_the_page_on_templates_names_every_key_and_every_choice() -> None:
    page = (REPOSITORY / "docs" / "sjablonen.md").read_text(encoding="utf-8")
    lists = {field.name for field in dataclasses.fields(Template)}
    for shape in (
        Anchor,
        Measure,
        Threshold,
        Place,
        Role,
        Meeting,
        Decision,
        Condition,
        Round,
        LogHint,
        Inject,
        Question,
    ):
        lists |= {field.name for field in dataclasses.fields(shape)}
    for choice in (AnchorKind, ThresholdKind, QuestionKind, Subject, Ground, Theme):
        lists |= set(get_args(choice))
    assert [name for name in sorted(lists) if not re.search(rf"\b{name}\b", page)] == []
