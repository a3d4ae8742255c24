"""Sitraps at the desk: what is kept of what was sent, what is refused, what the next one tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.record import Draft
from aovconsole.domain.sitrep import SitrepSent
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE, KNOWN, OPERATOR, append, assert_green, desk_at, given, journal_at
from tests.exports.sitrep_records import PLACES, STORY, payload_of, put
from tests.exports.test_sitrep_marks import WRITTEN
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NR = "INC-27-A001"


@pytest.fixture
def clock() -> StillClock:
    return StillClock(CARNIVAL_SUNDAY)


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with an incident and an evenement, at carnival Sunday 15:10."""
    made = desk_at(tmp_path, clock)
    made.incidents.open("Gaslek", place="Markt")
    made.evenementen.add("Kermis", begin=CARNIVAL_SUNDAY, end=CARNIVAL_SUNDAY, place="Vrijthof", handling_class="b")
    yield made
    assert_green(made.journal)
    made.journal.close()


def body(desk: Desk, number: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(desk.sitreps.find(NR, number).body)
    return found


def test_what_was_sent_is_kept_to_the_letter(desk: Desk) -> None:
    text = "Onderwerp: gaslek\n\nEr is een lek.\n- twee straten dicht"
    asked = given(desk).when(
        lambda d: d.sitreps.send(NR, f"\n{text}\n", to=" burgemeester ", via="telefoon", length="page")
    )
    asked.then("sitrep.sent")
    assert asked.answer.number == "S-A1" and asked.answer.title == "aan burgemeester via telefoon"
    kept = body(desk, "s-a1")
    assert (kept["text"], kept["to"], kept["via"], kept["length"], kept["scope"]) == (
        text, "burgemeester", "telefoon", "page", "whole",
    )  # fmt: skip
    items = desk.reading.lines(type_="sitrep")
    assert [item.text for item in items] == ["S-A1 aan burgemeester via telefoon: Onderwerp: gaslek"]
    assert items[0].dossier == desk.seat.dossier(NR)


def test_numbers_count_within_the_incident(desk: Desk) -> None:
    other = desk.incidents.open("Brand").number
    rows = [desk.sitreps.send(number, "tekst", to="secretaris") for number in (NR, NR, other)]
    assert [row.number for row in rows] == ["S-A1", "S-A2", "S-A1"]
    assert [row.number for row in desk.sitreps.sent(NR)] == ["S-A1", "S-A2"]


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "empty text": (lambda d: d.sitreps.send(NR, " \n ", to="burgemeester"), "de tekst is leeg"),
    "a mark": (lambda d: d.sitreps.send(NR, "Piet (!PRIVE)", to="b"), "de tekst bevat een merk (!privé); haal het weg"),
    "a mark of the list": (lambda d: d.sitreps.send(NR, "6!geheim", to="b"), "de tekst bevat een merk (!geheim)"),
    "to nobody": (lambda d: d.sitreps.send(NR, "x", to=" "), "aan wie is leeg"),
    "long sms": (lambda d: d.sitreps.send(NR, "x" * 301, to="b", length="sms"), "301 tekens lang; er passen er 300"),
    "no such length": (lambda d: d.sitreps.send(NR, "x", to="b", length="boek"), "lengte boek bestaat niet"),
    "no such scope": (lambda d: d.sitreps.draft(NR, "mail", "half"), "omvang half bestaat niet"),
    "about an evenement": (lambda d: d.sitreps.draft("EVE-27-A001"), "is een evenement"),
    "unknown number": (lambda d: d.sitreps.send("INC-27-A9", "x", to="b"), "INC-27-A9 is onbekend"),
    "in the future": (
        lambda d: d.sitreps.send(NR, "x", to="b", at=CARNIVAL_SUNDAY + timedelta(hours=1)), "ligt in de toekomst",
    ),
    "before the incident": (
        lambda d: d.sitreps.send(NR, "x", to="b", at=CARNIVAL_SUNDAY - timedelta(hours=1)), "nog niet begonnen",
    ),
    "withdraw what is not there": (lambda d: d.sitreps.withdraw(NR, "S-A9", "fout"), "er is geen sitrap S-A9"),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_sent_is_refused(desk: Desk, request_: Callable[[Desk], object], words: str) -> None:
    given(desk).when(request_).refused(words)


def test_three_hundred_characters_are_counted_in_one_form_of_accents(desk: Desk) -> None:
    assert desk.sitreps.send(NR, "e\u0301" * 300, to="b", length="sms").number == "S-A1"


def test_a_half_sent_report_is_sent_once(desk: Desk) -> None:
    first, again = (desk.sitreps.send(NR, "tekst", to="b", draft_id="vast") for _ in range(2))
    assert first == again and first.subject == "vast"
    assert len(desk.sitreps.sent(NR)) == 1


def test_a_withdrawn_report_counts_no_more(desk: Desk, clock: StillClock) -> None:
    desk.log.line("gas in de kelder", dossier=NR)
    desk.sitreps.send(NR, "tekst", to="burgemeester")
    clock.advance(minutes=5)
    assert "gas in de kelder" not in desk.sitreps.draft(NR, "mail", "since")
    given(desk).when(lambda d: d.sitreps.withdraw(NR, "S-A1", "nooit gegaan")).then("sitrep.withdrawn")
    assert desk.sitreps.last(NR) is None
    assert "gas in de kelder" in desk.sitreps.draft(NR, "mail", "since")
    assert body(desk, "S-A1")["withdrawn_reason"] == "nooit gegaan"
    given(desk).when(lambda d: d.sitreps.withdraw(NR, "S-A1", "weer")).refused("al ingetrokken")
    assert [item.text for item in desk.reading.lines(type_="sitrep")][-1] == "S-A1 ingetrokken: nooit gegaan"


# --- only what is new


def test_before_the_first_report_everything_is_told(desk: Desk) -> None:
    assert desk.sitreps.drafted(NR, "mail", "since").scope == "whole"


def test_what_came_in_between_draft_and_sending_is_news_for_the_next(desk: Desk, clock: StillClock) -> None:
    desk.log.line("gas in de kelder", dossier=NR)
    drafted = desk.sitreps.drafted(NR, "mail")
    clock.advance(minutes=2)
    desk.log.line("tweede lek gevonden", dossier=NR)
    clock.advance(minutes=2)
    desk.sitreps.send(NR, drafted.text, to="burgemeester", drafted=drafted)
    since = desk.sitreps.drafted(NR, "mail", "since")
    assert "tweede lek gevonden" in since.text and "gas in de kelder" not in since.text
    assert (since.scope, since.since) == ("since", drafted.drafted_at)


def test_news_of_the_same_moment_is_told_by_its_place(desk: Desk) -> None:
    desk.log.line("gas in de kelder", dossier=NR)
    desk.sitreps.send(NR, desk.sitreps.draft(NR), to="burgemeester")
    desk.log.line("tweede lek gevonden", dossier=NR)
    text = desk.sitreps.draft(NR, "page", "since")
    assert "tweede lek gevonden" in text and "gas in de kelder" not in text


def test_a_clock_that_is_set_back_makes_nothing_old_new_and_nothing_new_old(desk: Desk, clock: StillClock) -> None:
    desk.log.line("gas in de kelder", dossier=NR)
    clock.advance(minutes=-30)
    desk.sitreps.send(NR, desk.sitreps.draft(NR), to="burgemeester")
    desk.log.line("tweede lek gevonden", dossier=NR)
    text = desk.sitreps.draft(NR, "page", "since")
    assert "tweede lek gevonden" in text and "gas in de kelder" not in text


def test_a_changed_line_a_step_and_an_action_are_news(desk: Desk, clock: StillClock) -> None:
    line = desk.log.line("15:08 politie twee gewonden !feit !onbevestigd", dossier=NR)
    desk.log.line("hekken !actie THOR 22:00", dossier=NR)
    desk.log.line("oud nieuws", dossier=NR)
    desk.sitreps.send(NR, "tekst", to="burgemeester")
    clock.advance(minutes=1)
    desk.log.correct(line.id, "15:08 politie drie gewonden !feit")
    desk.log.set_status(line.id, "contradicted")
    action = desk.reading.in_dossier(desk.seat.dossier(NR), "action")[0]
    desk.agreements.step(action.subject, "busy")
    desk.incidents.grip(NR, 1, by="OvD", at=CARNIVAL_SUNDAY)
    text = desk.sitreps.draft(NR, "page", "since")
    assert "15:08  politie, weersproken: drie gewonden (gewijzigd)" in text
    assert "A-A1 hekken (THOR; uiterlijk 22:00; bezig; gewijzigd)" in text
    assert "GRIP 1, door OvD" in text and "oud nieuws" not in text


# --- what never goes out


@pytest.mark.parametrize("length", ["sms", "mail", "page"])
def test_marked_lines_and_what_was_agreed_in_them_stay_here(desk: Desk, length: str) -> None:
    for text in (
        "verdachte heet Zwanehals !politie",
        "Zwanehals bellen !privé !actie THOR",
        "Zwanehals !besluit !prive",
    ):
        desk.log.line(text, dossier=NR)
    assert len(desk.reading.in_dossier(desk.seat.dossier(NR), "action")) == 1
    text = desk.sitreps.draft(NR, length)
    assert "Zwanehals" not in text and OPERATOR.name not in text
    assert ("3 regels met een merk zijn weggelaten." in text) == (length != "sms")


@pytest.mark.all
def test_a_mark_in_any_place_is_in_no_report_that_was_sent(desk: Desk) -> None:
    for number, (place, field) in enumerate(PLACES):
        marked = put(STORY[place], field, WRITTEN[number % len(WRITTEN)].format("Zwanehals"))
        story = [marked if step is STORY[place] else step for step in STORY if step.subject in ("i", marked.subject)]
        incident = f"{number}i"
        payloads = [(step, payload_of(step)) for step in story]
        append(
            desk.journal,
            *(
                Draft(payload, f"{number}{step.subject}", incident, occurred_at=step.at)
                for step, payload in payloads
                if payload
            ),
        )
        for length in ("sms", "mail", "page"):
            drafted = desk.sitreps.drafted(incident, length)
            desk.sitreps.send(incident, drafted.text, to="burgemeester", length=length, drafted=drafted)
    sent = [row for row in desk.reading.of_type("sitrep") if "Zwanehals" in row.body]
    assert (len(desk.reading.of_type("sitrep")), sent) == (3 * len(PLACES), [])


def test_a_number_and_who_is_no_known_function_are_not_told(desk: Desk) -> None:
    desk.log.line("Piet belt met 06-12345678", dossier=NR)
    desk.agreements.action(NR, "hekken", owner="Jansen")
    desk.agreements.action(NR, "tenten", owner="voorzitter CMT")
    desk.agreements.action(NR, "pompen", owner="hulpofficier van justitie")
    text = desk.sitreps.draft(NR, "page")
    assert "Piet belt met [nummer weggelaten]" in text and "hekken (andere functie)" in text and "Jansen" not in text
    assert "tenten (voorzitter CMT)" in text and "pompen (hulpofficier van justitie)" in text


def test_a_file_of_ones_own_adds_marks_and_takes_none_away(desk: Desk) -> None:
    folder = desk.journal.home / "data"
    folder.mkdir()
    shipped = (Path(__file__).parents[2] / "data" / "sitrep.toml").read_text("utf-8")
    begin, end = shipped.index("marks = ["), shipped.index("[[sections]]")
    (folder / "sitrep.toml").write_text(shipped[:begin] + 'marks = ["intern"]\n' + shipped[end:], "utf-8")
    assert [desk.sitreps.mark_in(f"x !{word}") for word in ("intern", "geheim", "prive")] == [
        "!intern",
        "!geheim",
        "!privé",
    ]


def test_a_name_in_front_of_a_line_is_no_source(desk: Desk) -> None:
    desk.log.line("Piet de Vries: het brandt", dossier=NR)
    assert "andere bron: het brandt" in desk.sitreps.draft(NR)


def test_an_exercise_must_say_so(tmp_path: Path) -> None:
    made = Desk(journal_at(tmp_path / "oefening", realm="exercise"), OPERATOR, lambda: KNOWN)
    number = made.incidents.open("Gaslek").number
    with pytest.raises(CommandRefused, match="zet OEFENING in de tekst"):
        made.sitreps.send(number, "Er is een gaslek.", to="burgemeester")
    for length in ("sms", "mail", "page"):
        made.sitreps.send(number, made.sitreps.draft(number, length), to="burgemeester", length=length)
    made.journal.close()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_harmless_and_drafted_harmless(desk: Desk, text: str) -> None:
    desk.log.line(text, dossier=NR, raw=True)
    row = desk.sitreps.send(NR, text, to=text[:200], via=text[:200])
    for length in ("sms", "mail", "page"):
        drafted = desk.sitreps.draft(NR, length)
        assert not {"\x1b", "\x00", "\u202e", "\x9b"} & set(drafted + row.body + row.title)


# --- a file of one's own, and records of another station


def test_a_municipality_has_its_own_words_and_a_mistake_in_them_stops_nothing(desk: Desk) -> None:
    folder = desk.journal.home / "data"
    folder.mkdir()
    shipped = (Path(__file__).parents[2] / "data" / "sitrep.toml").read_text("utf-8")
    (folder / "sitrep.toml").write_text(shipped.replace('"Actuele situatie"', '"Wat er speelt"'), "utf-8")
    desk.log.line("gas", dossier=NR)
    assert "\nWat er speelt\n" in desk.sitreps.draft(NR)
    (folder / "sitrep.toml").write_text("sections = 3", "utf-8")
    assert "\nActuele situatie\n" in desk.sitreps.draft(NR)


def test_a_file_with_few_sections_loses_nothing(desk: Desk) -> None:
    folder = desk.journal.home / "data"
    folder.mkdir()
    own = '[[sections]]\nkey = "progress"\npart = "Alles"\nlabel = "Alles"\nsource = "eigen"\n'
    (folder / "sitrep.toml").write_text(own, "utf-8")
    for text in ("gas", "evacueren !besluit", "hekken !actie THOR"):
        desk.log.line(text, dossier=NR)
    text = desk.sitreps.draft(NR)
    assert [word for word in ("gas", "B-A1 evacueren", "A-A1 hekken") if word not in text] == []


def test_a_record_without_the_moment_of_its_draft_counts_from_its_sending(desk: Desk, clock: StillClock) -> None:
    subject = desk.seat.dossier(NR)
    append(desk.journal, Draft(SitrepSent("S-B1", "", "secretaris"), dossier=subject))
    last = desk.sitreps.last(NR)
    assert last is not None and json.loads(last.body)["drafted_at"] == last.begin_at
    assert desk.sitreps.send(NR, "x", to="b").number == "S-A1"
