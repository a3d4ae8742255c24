"""What carries a mark, a number or the name of a person never stands in a sitrap, wherever it was typed."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain import entry
from aovconsole.domain.kinds import subject_type
from aovconsole.domain.sitrep import LENGTHS, SMS_LENGTH
from aovconsole.domain.text import marked
from aovconsole.exports.sitrep import draft
from aovconsole.exports.sitrep_sieve import Sieve, without_numbers
from aovconsole.reference.files import load_sitrep
from tests.builders import HOSTILE
from tests.exports.sitrep_records import PLACES, STORY, TYPES, Step, put, source_of, texts_of
from tests.exports.sitrep_rows import FUNCTIONS, at

pytestmark = pytest.mark.all

SECRET = "Zwanehals"
MARKS = load_sitrep().marks
SINCE = at(4, 8)

WRITTEN = (
    "{0} !privé", "{0} !prive", "!PRIVE {0}", "!Privé: {0}", "{0} (!privé)", "{0},!politie", "6!privé {0}",
    "a!politie {0}", "!!politie {0}", "{0} !Politie.", "{0}!persoonsgegevens", "{0} !vertrouwelijk", "!geheim, {0}",
    "{0} !prive\u0301", "{0} !pri\u200bve", "{0} \uff01\uff50\uff52\uff49\uff56\uff45", "{0} !politie2",
    "{0}\n!privé-gegevens", "!\u00adpolitie {0}",
)  # fmt: skip
"""How a mark is typed, around what it covers."""


# --- what a mark is


@pytest.mark.parametrize("typed", WRITTEN)
def test_a_mark_is_found_however_it_is_typed(typed: str) -> None:
    assert marked(typed.format(SECRET), MARKS)


@pytest.mark.parametrize(
    "typed", ["", "!", "!politiek debat", "let op! politie komt", "#privé", "privé!", "!feit !actie"]
)
def test_what_is_no_mark_is_none(typed: str) -> None:
    assert marked(typed, MARKS) == ""


def test_every_mark_of_the_grammar_is_one_here_too() -> None:
    assert [word for word in entry._MARKS if not (marked(f"!{word}") and marked(f"!{word}", MARKS))] == []
    assert marked("x !PRIVE") == "!privé"


# --- a mark in any place

places = st.sampled_from(PLACES)


@given(places, st.sampled_from(WRITTEN), st.sampled_from(["", SINCE]))
def test_a_marked_text_in_any_place_is_never_told(place: tuple[int, str], typed: str, since: str) -> None:
    number, field = place
    story = [*STORY]
    story[number] = put(story[number], field, typed.format(SECRET))
    for length in LENGTHS:
        text = draft(source_of(story), length, since)
        assert SECRET not in text and marked(text, MARKS) == ""
        assert "INC-24-B001" in text or field == "number"


TOLD = {
    ("incident.opened", "title"), ("incident.opened", "place"), ("incident.opened", "nature"),
    ("incident.field_set", "value"), ("incident.grip_set", "reason"), ("incident.informed", "via"),
    ("incident.informed", "answer"), ("line.logged", "body"), ("line.logged", "text"), ("line.logged", "place"),
    ("line.corrected", "text"), ("action.agreed", "text"), ("decision.made", "text"), ("measure.prepared", "name"),
    ("measure.field_set", "value"), ("measure.duty_owed", "label"), ("measure.duty_owed", "needs_date"),
    ("incident.opened", "number"), ("action.agreed", "number"), ("decision.made", "number"),
    ("measure.prepared", "number"),
}  # fmt: skip
"""The free texts that a sitrap tells where they carry no mark: else the property above would hold by itself."""


def test_the_free_texts_of_the_story_are_told_without_a_mark() -> None:
    told = set()
    for number, field in PLACES:
        story = [*STORY]
        story[number] = put(story[number], field, SECRET)
        if SECRET in draft(source_of(story), "page"):
            told.add((story[number].kind, field))
    assert told == TOLD


@pytest.mark.parametrize(
    ("number", "field", "said"),
    [
        (0, "title", "SITRAP INC-24-B001  (titel weggelaten: merk)\n"),
        (0, "place", "Plaats: (plaats weggelaten: merk)"),
        (0, "nature", "Aard: (aard weggelaten: merk)"),
        (1, "value", "Zaaknummer: (zaaknummer weggelaten: merk)"),
        (2, "value", "LCMS-kenmerk (LCMS-kenmerk weggelaten: merk)."),
        (4, "by", "GRIP 1, door (functie weggelaten: merk) als brandweer: effect"),
        (4, "reason", "GRIP 1, door OvD als brandweer: (reden weggelaten: merk)"),
        (6, "answer", "burgemeester ingelicht via telefoon: (antwoord weggelaten: merk)"),
        (7, "structure", "leiding: (team weggelaten: merk) (burgemeester)"),
        (10, "handed_to", "afgesloten, gaat naar (functie weggelaten: merk)"),
        (18, "owner", "A-B1 hekken ((eigenaar weggelaten: merk); uiterlijk"),
        (26, "name", "M-B1 (maatregel weggelaten: merk) (genomen door burgemeester"),
        (27, "value", "; (plaats weggelaten: merk);"),
    ],
)
def test_what_is_left_out_is_named_and_counted(number: int, field: str, said: str) -> None:
    story = [*STORY]
    story[number] = put(story[number], field, f"{SECRET} (!privé)")
    text = draft(source_of(story), "page")
    assert said in text
    assert text.endswith("1 tekst met een merk is weggelaten.\n")


def test_a_line_is_left_out_whole_for_a_mark_in_any_part_of_it() -> None:
    number = next(number for number, step in enumerate(STORY) if step.subject == "l1")
    for field in texts_of("line.logged"):
        if field in ("status", "line_kind", "paper"):  # a word that is not known, a number: not told at all
            continue
        story = [*STORY]
        story[number] = put(story[number], field, "x !privé")
        text = draft(source_of(story), "page")
        assert text.endswith("1 regel met een merk is weggelaten.\n"), field


def test_what_was_agreed_in_a_line_that_cannot_be_read_stays_here() -> None:
    story = [put(step, "line", "elders") if step.kind in ("action.agreed", "decision.made") else step for step in STORY]
    text = draft(source_of(story), "page")
    assert not [said for said in ("hekken", "tenten", "B-B1") if said in text]
    assert text.endswith("3 regels met een merk zijn weggelaten.\n")


# --- numbers


@pytest.mark.parametrize(
    "number",
    [
        "0612345678", "06-12345678", "06 12 34 56 78", "06 1234 5678", "06.12.34.56.78", "043-3505050", "043 350 50 50",
        "(043) 350 50 50", "0433505050", "+31 6 12345678", "+31612345678", "+31 (0)6 12 34 56 78", "0031612345678",
        "+31 (0)43-350 50 50", "+32 4 344 99 11", "+49 241 4320", "0900-8844", "0800 1351", "088 1234567",
        "06\u201112345678", "06\u200b12345678", "06\u00a012345678",
        "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "jan.de.vries@example.nl", "j+v@mail.politie.nl",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["bel {0} nu", "{0}", "tel:{0}.", "({0})", "x{0}", "om 15:10 {0}", "07-02-2027 {0}"])
def test_a_number_or_an_address_goes_out_of_a_text(number: str, around: str) -> None:
    said = without_numbers(around.format(number))
    assert "[nummer weggelaten]" in said
    left = said.replace("[nummer weggelaten]", "").replace("07-02-2027", "").replace("15:10", "")
    assert not [one for one in left if one.isdecimal()] and "@" not in left and "vries" not in left


@pytest.mark.parametrize(
    "text",
    [
        "07-02-2027 15:10", "7-2-2027 15 mensen", "09.40 10.15 11.20", "09.40-10.15", "INC-24-A001 2024-0815",
        "112 gebeld", "14 043", "peil 45,30 m", "A2 km 055.1", "6229 EV 12", "50.8514, 5.6910", "@Vrijthof",
        "café 12 en 2.500 bezoekers",
    ],
)  # fmt: skip
def test_what_is_no_number_to_call_stays(text: str) -> None:
    assert without_numbers(text) == text


@given(
    places,
    st.sampled_from(["bel 06-12345678", "Piet 043 350 50 50", "+31612345678", "p@example.nl"]),
)
def test_a_number_in_any_place_is_never_told(place: tuple[int, str], typed: str) -> None:
    number, field = place
    story = [*STORY]
    story[number] = put(story[number], field, typed)
    for length in LENGTHS:
        text = draft(source_of(story), length)
        assert not [part for part in ("12345678", "350 50 50", "@example") if part in text]


def test_a_sign_inside_a_number_hides_it_not() -> None:
    assert Sieve().said("bel 06 !feit 12345678") == "bel [nummer weggelaten]"


# --- who is named


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("RWS", "RWS"), ("rws", "rws"), ("de burgemeester", "de burgemeester"),
        ("wnd. burgemeester", "wnd. burgemeester"),
        ("plv. leider CoPI Jansen", "plv. leider CoPI"), ("wnd. Jansen", "andere functie"),
        ("leider CoPI", "leider CoPI"),
        ("politie en brandweer", "politie en brandweer"), ("politie/RWS", "politie/RWS"),
        ("burgemeester Jansen", "burgemeester"),
        ("politie (Jansen)", "politie"), ("Jansen", "andere functie"), ("Piet de Vries", "andere functie"),
        ("politie en Piet", "politie"), ("Piet en politie", "andere functie"), ("", ""), ("OvD 06-12345678", "OvD"),
    ],
)  # fmt: skip
def test_only_a_known_function_is_named(typed: str, told: str) -> None:
    assert Sieve(MARKS, FUNCTIONS).function(typed) == told


@given(places)
def test_a_person_who_stands_for_a_function_is_never_named(place: tuple[int, str]) -> None:
    number, field = place
    if (STORY[number].kind, field) in TOLD:
        return  # a free text is told as it was typed
    story = [*STORY]
    story[number] = put(story[number], field, SECRET)
    assert SECRET not in draft(source_of(story), "page")


# --- whatever another station may send

texts = st.sampled_from(
    ["", " ", "\n", "!", "x", "taken", "notice", "done", "busy", "closed", "dropped", "area", "title", "!privé", "r1",
     "l1", "i", "0612345678", "fact", "verkeer", *(one for one in HOSTILE.values() if "\ud800" not in one)]
) | st.text(st.characters(codec="utf-8"), max_size=30)  # fmt: skip
moments = st.sampled_from([
    "", "1900-01-01T00:00:00.000000+00:00", "2199-12-31T23:59:59.999999+00:00", at(4, 9), at(5, 9), at(4, 14),
])  # fmt: skip
VALUES: dict[str, Any] = {
    "str": texts, "Instant": moments, "int": st.integers(-5, 2**63 - 1) | st.integers(0, 5), "bool": st.booleans(),
    "int | None": st.none() | st.integers(0, 5), "tuple[str, ...]": st.lists(texts, max_size=3),
}  # fmt: skip


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """A record of a kind that a sitrap reads, with any values of the right shapes."""
    type_ = draw(st.sampled_from(TYPES))
    found = subject_type(type_)
    assert found is not None
    kind = draw(st.sampled_from(sorted(found.payloads)))
    says = {place.name: draw(VALUES[str(place.type)]) for place in fields(found.payloads[kind])}
    return Step(
        "i" if type_ == "incident" else f"{type_}{draw(st.integers(1, 2))}", kind, says, draw(moments.filter(bool))
    )


BEGINS = ("line.logged", "action.agreed", "decision.made", "measure.prepared")
FIRSTS = (STORY[0], *(step._replace(subject=f"{step.kind.partition('.')[0]}1") for step in STORY
                      if step.kind in BEGINS))  # fmt: skip


@given(st.lists(steps(), max_size=12), st.sampled_from(["", SINCE, f"{SINCE} {1:012}"]))
def test_no_record_that_can_be_read_stops_a_sitrap(story: list[Step], since: str) -> None:
    source = source_of([*FIRSTS, *story])
    for length in LENGTHS:
        text = draft(source, length, since)
        assert text and marked(text, MARKS) == ""
        assert length != "sms" or len(text) <= SMS_LENGTH
        json.dumps(text, ensure_ascii=False).encode("utf-8")
