"""The sitrap: golden texts written by hand, nothing that carries a mark, never more than 300 characters in an sms."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.sitrep import LENGTHS, SMS_LENGTH
from aovconsole.domain.text import clean
from aovconsole.domain.words import BANNERS
from aovconsole.exports.sitrep import SitrepSource, draft, shortened
from aovconsole.exports.sitrep_sieve import readable
from aovconsole.reference.files import load_sitrep
from tests.builders import HOSTILE
from tests.exports.sitrep_rows import at, borgharen, line, minutes_after, overlaat, row

GOLDEN = Path(__file__).parent / "golden"
NOON = at(4, 11, 45)


@pytest.mark.parametrize(
    ("name", "source", "length", "since"),
    [
        ("borgharen-sms", borgharen(), "sms", ""),
        ("borgharen-mail", borgharen(), "mail", ""),
        ("borgharen-page", borgharen(), "page", ""),
        ("overlaat-page", overlaat(), "page", ""),
        ("overlaat-mail-since", overlaat(), "mail", NOON),
        ("overlaat-sms-since", overlaat(), "sms", NOON),
    ],
)
def test_the_text_is_the_one_that_was_written_by_hand(name: str, source: SitrepSource, length: str, since: str) -> None:
    assert draft(source, length, since).rstrip("\n") == (GOLDEN / f"{name}.txt").read_text("utf-8").rstrip("\n")


# --- what is never told


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("since", ["", at(12, 8, month=10)])
def test_a_marked_line_and_what_comes_from_it_are_never_told(length: str, since: str) -> None:
    text = draft(borgharen(), length, since)
    assert not [word for word in ("Kees", "moeder", "A-A2", "Piet", "de Vries", "Jan Jansen") if word in text]
    assert ("2 regels met een merk zijn weggelaten." in text) == (length != "sms")


SECRET = "Zwanehals"
MARKED: dict[str, dict[str, Any]] = {
    "mark read by the grammar": {"lines": [line("l1", NOON, SECRET, marks=["private"])]},
    "mark of a later version": {"lines": [line("l1", NOON, SECRET, marks=["medical"])]},
    "sign in a raw line": {"lines": [line("l1", NOON, f"{SECRET} !politie.")]},
    "sign in a correction": {"lines": [line("l1", NOON, SECRET, correction=f"{SECRET} !prive")]},
    "text corrected away": {"lines": [line("l1", NOON, f"{SECRET} !politie", correction="iets anders")]},
    "accent as a sign of its own": {"lines": [line("l1", NOON, f"{SECRET} !prive\u0301")]},
    "action of a marked line": {
        "lines": [line("l1", NOON, SECRET, "action", marks=["police"])],
        "actions": [row("action", "A-A1", SECRET, "open", NOON, line="l1")],
    },
    "decision of a marked line": {
        "lines": [line("l1", NOON, SECRET, "decision", marks=["police"])],
        "decisions": [row("decision", "B-A1", SECRET, "made", NOON, line="l1")],
    },
    "action typed with a mark": {"actions": [row("action", "A-A1", f"{SECRET} !privé", "open", NOON, line="")]},
}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("rows", MARKED.values(), ids=MARKED)
def test_every_way_to_a_mark_keeps_the_text_out(rows: dict[str, Any], length: str) -> None:
    text = draft(overlaat(measures=(), **{"lines": (), **rows}), length)
    assert SECRET not in text
    assert ("1 regel met een merk is weggelaten." in text) == (length != "sms")


def test_marked_reasons_and_answers_of_the_incident_itself_stay_out() -> None:
    step = {"level": 1, "at": NOON, "by": "OvD", "reason": f"{SECRET} !privé", "record_id": "g"}
    told = {"function": "politie", "at": NOON, "via": "", "answer": f"{SECRET} !politie", "record_id": "i"}
    source = overlaat()
    text = draft(replace(source, incident={**source.incident, "grip_history": [step], "informed": [told]}), "page")
    assert SECRET not in text and "GRIP 1, door OvD" in text and "politie ingelicht" in text


def test_withdrawn_marked_lines_are_not_counted() -> None:
    rows = (line("l1", NOON, SECRET, marks=["private"], withdrawn=True),)
    assert "merk" not in draft(overlaat(lines=rows), "page")


# --- only what is new


def since_text(*lines: Any, **rows: Any) -> str:
    return draft(overlaat(**{"measures": (), "lines": lines, "arrivals": {}, **rows}), "mail", NOON)


def test_a_line_that_came_in_late_is_new() -> None:
    old = at(3, 17)
    assert "dijk lekt" in since_text(line("l1", old, "dijk lekt", recorded_at=minutes_after(NOON, 1)))
    assert "dijk lekt" not in since_text(line("l1", old, "dijk lekt"))


def test_what_the_reader_knew_and_was_withdrawn_is_told_to_be_gone() -> None:
    gone, unseen = line("l1", at(3, 17), "dijk lekt", withdrawn=True), line("l2", NOON, "vals", withdrawn=True)
    arrivals = {"l1": (at(3, 17), minutes_after(NOON, 2)), "l2": (minutes_after(NOON, 1), minutes_after(NOON, 2))}
    text = since_text(gone, unseen, arrivals=arrivals)
    assert "vervalt, dijk lekt" in text and "vals" not in text


def test_a_dropped_action_and_a_withdrawn_decision_are_told_once() -> None:
    arrivals = {name: (at(3, 17), minutes_after(NOON, 2)) for name in ("A-A1", "B-A1")}
    text = since_text(
        actions=[row("action", "A-A1", "tenten", "dropped", at(3, 17), line="")],
        decisions=[row("decision", "B-A1", "kade dicht", "withdrawn", at(3, 17), line="")],
        arrivals=arrivals,
    )
    assert "vervalt, A-A1 tenten" in text and "vervalt, B-A1 kade dicht" in text
    whole = draft(overlaat(measures=(), lines=(), actions=[row("action", "A-A1", "tenten", "dropped", NOON)]), "page")
    assert "tenten" not in whole


def test_nothing_new_is_said() -> None:
    assert "er niets nieuws vastgelegd" in since_text()
    assert draft(overlaat(measures=(), lines=()), "sms", NOON).endswith("Geen nieuws sinds 12:45.")


# --- the words of a line


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("#crowd plein vol #crowd.", "plein vol"),
        ("instroom @Vrijthof loopt vast !feit", "instroom Vrijthof loopt vast"),
        ("bij #Vrijthof is het druk", "bij Vrijthof is het druk"),
        ("hek om !actie en !ongeverifieerd weg", "hek om en weg"),
        ("kamer #12 !help", "kamer #12 !help"),
        ("a@b.nl\nmailt", "a@b.nl mailt"),
    ],
)
def test_the_signs_of_the_grammar_are_not_read_aloud(typed: str, told: str) -> None:
    assert readable(typed) == told


def test_a_tag_leads_a_line_to_its_section_and_every_tag_leads_to_one() -> None:
    sections = load_sitrep().sections
    tags = [tag for section in sections for tag in section.tags]
    assert len(tags) == len(set(tags))
    for section in sections:
        rows = tuple(line(tag, NOON, f"over {tag}", "fact", tags=["elders", tag.upper()]) for tag in section.tags)
        text = draft(overlaat(lines=rows, measures=()), "page")
        below = text.partition(f"\n{section.label}\n")[2].partition("\n\n")[0]
        assert [line for line in below.splitlines() if line.startswith("- ")] == [
            f"- 12:45  over {tag}" for tag in section.tags
        ]


def test_the_mail_counts_what_it_leaves_to_the_page() -> None:
    rows = tuple(line(f"l{n}", at(4, 9, n), f"regel {n:02}") for n in range(9))
    mail, page = (draft(overlaat(lines=rows), length) for length in ("mail", "page"))
    assert "(3 eerdere regels niet in deze mail)" in mail and "regel 02" not in mail and "regel 08" in mail
    assert all(f"regel {n:02}" in page for n in range(9))


@pytest.mark.parametrize("realm", ["real", *BANNERS])
@pytest.mark.parametrize("length", LENGTHS)
def test_what_is_not_real_says_so(realm: str, length: str) -> None:
    first = draft(borgharen(realm=realm), length).splitlines()[0]
    assert [word for word in BANNERS.values() if word in first] == ([BANNERS[realm]] if realm in BANNERS else [])


def test_an_overdue_action_is_told_to_be_late_and_is_not_what_comes() -> None:
    late = row("action", "A-A1", "pompen", "open", at(4, 9), at(4, 10), owner="RWS", line="")
    source = overlaat(lines=(), measures=(), actions=[late])
    assert "pompen (RWS; te laat, termijn was 11:00)" in draft(source, "page")
    assert "Eerstvolgend" not in draft(source, "sms")


def test_who_leads_and_the_phase_are_told() -> None:
    lead = {"structure": "GBT", "leader": "burgemeester", "at": NOON, "record_id": "x"}
    phases = [{"phase": "closed", "at": at(3, 18)}, {"phase": "aftercare", "at": NOON, "to": "secretaris"}]
    source = overlaat()
    source = replace(source, incident={**source.incident, "leads": [lead], "phases": phases, "status": "aftercare"})
    text = draft(source, "page")
    assert "leiding: GBT (burgemeester)" in text and "Staat: nafase" in text
    assert "19:00  afgesloten\n" in text and "12:45  nafase, eigenaar secretaris\n" in text


@pytest.mark.parametrize(
    ("status", "in_sms", "in_mail", "told"),
    [
        ("prepared", False, False, "M-A1 Noodbevel (voorbereid, nog niet besloten)"),
        ("not_taken", False, False, "M-A1 Noodbevel (niet genomen door burgemeester)"),
        ("taken", True, True, "M-A1 Noodbevel (genomen door burgemeester; afgelopen 13:00)\n  - nog te doen: raad\n"),
        ("withdrawn", True, True, "13:05  M-A1 Noodbevel ingetrokken\n  - nog te doen: raad\n"),
    ],
)
def test_a_measure_is_told_as_what_it_is(status: str, in_sms: bool, in_mail: bool, told: str) -> None:
    body = {"withdrawn_at": at(4, 12, 5), "duties": [{"label": "raad", "type": "notice", "outcome": ""}]}
    body |= {} if status == "prepared" else {"decided_by": "burgemeester"}
    source = overlaat(lines=(), measures=[row("measure", "M-A1", "Noodbevel", status, at(4, 9), at(4, 12), **body)])
    assert told in draft(source, "page")
    assert ("Noodbevel" in draft(source, "sms")) == in_sms
    assert ("Noodbevel" in draft(source, "mail")) == in_mail
    assert "Eerstvolgend" not in draft(source, "sms")


# --- three hundred characters

words = st.text(alphabet=st.characters(codec="utf-8"), max_size=400) | st.sampled_from(
    [*(text[:3_000] for text in HOSTILE.values()), "é" * 900]
)


@given(words, words, st.lists(st.tuples(words, st.sampled_from(["note", "fact", "decision", "action"])), max_size=8))
def test_an_sms_never_has_more_than_300_characters(title: str, place: str, said: list[tuple[str, str]]) -> None:
    rows = tuple(line(f"l{n}", at(4, 9, n), text, kind, source=place) for n, (text, kind) in enumerate(said))
    due = [row("action", f"A-A{n}", text, "open", NOON, at(5, 9), owner=place) for n, (text, _) in enumerate(said)]
    source = overlaat(lines=rows, actions=due)
    source = replace(source, incident={**source.incident, "title": title, "place": place})
    for since in ("", NOON):
        text = draft(source, "sms", since)
        assert len(unicodedata.normalize("NFC", text)) <= SMS_LENGTH
        assert text == unicodedata.normalize("NFC", clean(text))
        assert "OEFENING" in text and "\n" not in text


@given(st.lists(words, max_size=5), st.sampled_from(LENGTHS))
def test_no_text_acts_on_a_terminal(said: list[str], length: str) -> None:
    text = draft(overlaat(lines=tuple(line(f"l{n}", NOON, one) for n, one in enumerate(said))), length)
    assert text == clean(text, lines=True)
    json.dumps(text, ensure_ascii=False).encode("utf-8")


@given(words, st.integers(2, 300))
def test_a_text_is_cut_where_a_word_ends(text: str, length: int) -> None:
    flat = " ".join(text.split())
    cut = shortened(flat, length)
    assert len(cut) <= max(length, 1)
    if cut != flat:
        assert cut.endswith("…") and flat.startswith(cut[:-1])
        assert " " not in flat[:length] or not flat[len(cut) - 1 : len(cut)].isalnum()


def test_the_least_important_sentence_goes_first() -> None:
    notes = [line(f"n{n}", at(4, 12, n), f"notitie {n} " + "x" * 60) for n in range(4)]
    fact = line("f", at(4, 8), "dijk staat op doorbreken", "fact")
    text = draft(overlaat(lines=(*notes, fact), measures=()), "sms")
    assert "dijk staat op doorbreken." in text and "notitie 3" in text and "notitie 0" not in text
    assert "…" not in text
    long = draft(overlaat(lines=(line("f", NOON, "water " * 100, "fact"),), measures=()), "sms")
    assert long.endswith("water…") and SMS_LENGTH - 7 < len(long) <= SMS_LENGTH


@pytest.mark.parametrize("kind", ["fact", "note"])
def test_of_one_minute_the_newest_are_kept_and_told_in_the_order_of_the_log(kind: str) -> None:
    words = ("een", "twee", "drie", "vier", "vijf", "zes")
    lines = tuple(line(word, NOON, f"regel {word} is nogal lang, er past dus weinig bij", kind) for word in words)
    text = draft(overlaat(lines=lines, measures=()), "sms")
    told = [word for word in text.split() if word in words]
    assert len(told) >= 2 and told == list(words[-len(told) :])


def test_of_one_minute_a_mail_keeps_the_newest_in_the_order_of_the_log() -> None:
    words = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht")
    text = draft(overlaat(lines=tuple(line(word, NOON, f"regel {word}") for word in words), measures=()), "mail")
    assert [word for word in text.split() if word in words] == list(words[2:])
