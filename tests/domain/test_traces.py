"""Names, numbers and copied text are found however they are written, and nothing else is."""

from __future__ import annotations

import json

import pytest

from aovconsole.domain.traces import BLANK, Traces, of_person, of_text, rewritten, texts_in


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Jan Müller", "gebeld met MULLER, Jan over het hek"),
        ("Jan Müller", "J. Mu\u0308ller belt terug"),
        ("J. Müller", "Jan Müller belt terug"),
        ("müller", "(Müller)"),
        ("Sørensen", "sorensen"),
        ("Jan van der Berg", "de heer Van der Berg, Jan"),
        ("06-12345678", "bel +31 6 1234 5678 voor"),
        ("+31 6 12345678", "0612345678"),
        ("0031612345678", "06 12 34 56 78!"),
        ("043-3501234", "(043) 350 12 34"),
        ("Jan.Jansen@Voorbeeld.nl", "mail jan.jansen@voorbeeld.nl"),
        ("12-ab-34", "kenteken 12AB34 weg"),
        ("12AB34", "kenteken 12-AB-34"),
    ],
)
def test_is_found(asked: str, text: str) -> None:
    assert of_person(asked).holds(text)
    blanked = of_person(asked).blanked(text)
    assert BLANK in blanked and not of_person(asked).holds(blanked)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Jan Jansen", "in januari is er Jansen"),
        ("Jan", "januari"),
        ("Jansen", "Janssen"),
        ("Jan Jansen", "Jan zei dat de rest van de ploeg pas later met Jansen komt"),
        ("0612345678", "106123456789"),
        ("12-AB-34", "12-AB-345"),
    ],
)
def test_is_not_found(asked: str, text: str) -> None:
    assert not of_person(asked).holds(text)


@pytest.mark.parametrize("asked", ["", " ", "J", "é", "-", "!?"])
def test_a_person_has_two_letters(asked: str) -> None:
    assert not of_person(asked)


def test_a_copy_is_found_by_a_run_of_words_and_by_the_number_in_it() -> None:
    traces = of_text("22:14 politie: man in rode jas belt 06-12345678 over zijn dochter")
    assert traces.holds("Stand: MAN IN RODE JAS belt, zegt men")
    assert traces.blanked("Stand: man in rode jas belt, zegt men") == f"Stand: {BLANK}, zegt men"
    assert traces.holds("nummer 0612345678")
    assert not traces.holds("man in rode trui belt niemand")
    assert of_text("bel Jansen").blanked("actie: Bel jansen om 22:00") == f"actie: {BLANK} om 22:00"
    assert not of_text("ja").holds("ja")


def test_a_date_is_no_telephone_number() -> None:
    assert of_text("op 07-02-2027 om 15:10").numbers == frozenset()


def test_json_in_a_field_is_read_and_written_again() -> None:
    sheet = json.dumps({"since": [{"text": 'hek "om"', "record_id": "x"}, {"text": "bel Jansen", "record_id": "y"}]})
    payload = {"number": "OVR-1", "sheet": sheet, "heads": ["a", "b"], "count": 3}
    assert ("text", "bel Jansen") in list(texts_in(payload))
    again = rewritten(payload, of_person("Jansen").blanked, {"x"})
    assert [one["text"] for one in json.loads(again["sheet"])["since"]] == [BLANK, f"bel {BLANK}"]
    assert {**again, "sheet": sheet} == payload
    assert rewritten(payload, Traces().blanked) == payload


def test_a_text_without_a_trace_stays_as_it_is() -> None:
    assert of_person("Jansen").blanked("hek om\n\tbij de Markt") == "hek om\n\tbij de Markt"
