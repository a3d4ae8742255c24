"""The one-line grammar: what is understood, what stays text, and that nothing is lost."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.entry import Entry, KnownNames, explain, parse, split_pasted
from aovconsole.domain.text import clean

KNOWN = KnownNames.of(
    ["politie", "THOR", "OvD-P", "officier van dienst"], ["Vrijthof", "Plein 1992", "Plein", "Onze Lieve Vrouweplein"]
)
NIGHT = datetime(2026, 2, 15, 23, 20, tzinfo=UTC)
"""Monday 16 February 2026, 00:20 in Maastricht."""

AFTER_THE_DOUBLE_HOUR = datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
AFTER_THE_SKIPPED_HOUR = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)

EXAMPLE = "22:14 politie @Vrijthof instroom loopt vast !actie THOR 22:30 #crowd"

pieces = st.sampled_from(
    ["22:14", "25:99", "02:30", "02:30a", "gisteren", "15-02", "2026-02-15", "politie", "THOR", "Jan:", "@Vrijthof",
     "@", '@"Grote Gracht"', "@Plein 1992", "!actie", "!feit", "!privé", "!weersproken",
     "!bericht", "#crowd", "#1", "a@b.nl", "morgen", "ma",
     "09:00", "[15-02-2026, 14:02:33]", "15-02-2026 14:02 - ", "om", "vol", "\n", "\x1b", "\u202e", " ", "-", ":"]
)  # fmt: skip
typed_lines = st.one_of(
    st.text(), st.lists(pieces, max_size=9).map(" ".join), st.lists(pieces, max_size=9).map("".join)
)


def read(text: str, now: datetime = NIGHT) -> Entry:
    return parse(text, now=now, known=KNOWN)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_the_example_of_the_design() -> None:
    entry = read(EXAMPLE)
    assert entry == Entry(
        text=EXAMPLE,
        body="@Vrijthof instroom loopt vast !actie THOR 22:30 #crowd",
        occurred_at=utc("2026-02-15T22:14+01:00"),
        kind="action",
        source="politie",
        place="Vrijthof",
        tags=("crowd",),
        owner="THOR",
        due_at=utc("2026-02-15T22:30+01:00"),
        understood=entry.understood,
    )
    assert [(token.role, EXAMPLE[token.start : token.end]) for token in entry.understood] == [
        ("time", "22:14"),
        ("source", "politie"),
        ("place", "@Vrijthof"),
        ("kind", "!actie"),
        ("owner", "THOR"),
        ("due", "22:30"),
        ("tag", "#crowd"),
    ]
    assert explain(entry, NIGHT) == (
        "22:14 gisteren · bron politie · plaats Vrijthof · actie voor THOR, gisteren 22:30 · #crowd"
    )


@pytest.mark.parametrize(
    ("typed", "happened", "body"),
    [
        ("22:14 vol", "2026-02-15T22:14+01:00", "vol"),
        ("  22:14:30, vol ", "2026-02-15T22:14:30+01:00", "vol"),
        ("22.14u vol", "2026-02-15T22:14+01:00", "vol"),
        ("22.14 uur vol", "2026-02-15T22:14+01:00", "vol"),
        ("22:14 u bent laat", "2026-02-15T22:14+01:00", "u bent laat"),
        ("9:05 vol", "2026-02-15T09:05+01:00", "vol"),
        ("00:24 vol", "2026-02-16T00:24+01:00", "vol"),
        ("00:26 vol", "2026-02-15T00:26+01:00", "vol"),
        ("gisteren 09:00 vol", "2026-02-15T09:00+01:00", "vol"),
        ("eergisteren 09:00 vol", "2026-02-14T09:00+01:00", "vol"),
        ("Vandaag 09:00 vol", "2026-02-16T09:00+01:00", "vol"),
        ("15-02 22:14 vol", "2026-02-15T22:14+01:00", "vol"),
        ("16-02 22:14 vol", "2025-02-16T22:14+01:00", "vol"),
        ("29-02 22:14 vol", "2024-02-29T22:14+01:00", "vol"),
        ("15-02-2026 22:14 vol", "2026-02-15T22:14+01:00", "vol"),
        ("2026-02-15 22:14 vol", "2026-02-15T22:14+01:00", "vol"),
        ("2026-02-15T22:14+00:00 vol", "2026-02-15T22:14+00:00", "vol"),
        ("22:14 - vol", "2026-02-15T22:14+01:00", "vol"),
        ("22:14 - 22:30 overleg", "2026-02-15T22:14+01:00", "- 22:30 overleg"),
    ],
)
def test_a_time_in_front(typed: str, happened: str, body: str) -> None:
    entry = read(typed)
    assert (entry.occurred_at, entry.body) == (utc(happened), body)
    assert entry.time_choices == ()


@pytest.mark.parametrize(
    "typed",
    ["", "vol", "22.14 vol", "2214 vol", "22:14", "22:14 ", "25:99 vol", "24:00 vol", "13:00-14:00 overleg",
     "02:30a vol", "31-02 22:14 vol", "15-02 vol", "9999-01-01 10:00 vol", "vol om 22:14",
     "22:14x vol", "a@b.nl C# #1 !! ! @ # !x",
     "politie", "politie? nee", "LET OP: vol", "vraag: hoe lang nog", "Vrijthof: vol", "https://x.nl: vol",
     '@"niet dicht', "@a@b"],
)  # fmt: skip
def test_what_stays_text(typed: str) -> None:
    entry = read(typed)
    assert entry == Entry(text=typed, body=typed.strip())
    assert explain(entry, NIGHT) == ""


@pytest.mark.parametrize(
    ("typed", "source", "body"),
    [
        ("politie instroom", "politie", "instroom"),
        ("Politie: instroom", "politie", "instroom"),
        ("politie, instroom", "politie", "instroom"),
        ("thor instroom", "THOR", "instroom"),
        ("officier van dienst ter plaatse", "officier van dienst", "ter plaatse"),
        ("Jan: tekst", "Jan", "tekst"),
        ("Jan van der Berg: tekst", "Jan van der Berg", "tekst"),
        ("22:14 OvD-P: tekst: meer", "OvD-P", "tekst: meer"),
        ("politie meldt: vol", "politie", "meldt: vol"),
    ],
)
def test_a_source(typed: str, source: str, body: str) -> None:
    entry = read(typed)
    assert (entry.source, entry.body) == (source, body)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("vol @vrijthof.", "Vrijthof"),
        ("@plein 1992, vol", "Plein 1992"),
        ("@Plein vol", "Plein"),
        ("@Onze Lieve Vrouweplein: vol", "Onze Lieve Vrouweplein"),
        ('@"Grote  Gracht" vol', "Grote Gracht"),
        ("@\u201cvrijthof\u201d vol", "Vrijthof"),
        ("@Bassin! vol", "Bassin"),
        ("@Vrijthof en @Bassin", "Vrijthof"),
        ("mail a@Vrijthof", ""),
    ],
)
def test_a_place(typed: str, place: str) -> None:
    assert read(typed).place == place


@pytest.mark.parametrize(
    ("typed", "owner", "due"),
    [
        ("!actie bel de burgemeester", "", None),
        ("!actie bel de burgemeester 22:30", "", None),
        ("!actie THOR hekken", "THOR", None),
        ("!actie: thor, hekken", "THOR", None),
        ("!actie Jan 22:30 hekken", "Jan", "2026-02-16T22:30+01:00"),
        ("!actie 22:30 hekken", "", "2026-02-16T22:30+01:00"),
        ("!actie om 22:30 hekken", "", "2026-02-16T22:30+01:00"),
        ("!actie na 22:30 hekken", "", None),
        ("!actie THOR 00:20 nu", "THOR", "2026-02-16T00:20+01:00"),
        ("!actie THOR 00:19 nu", "THOR", "2026-02-17T00:19+01:00"),
        ("!actie THOR uiterlijk om morgen 09:00.", "THOR", "2026-02-17T09:00+01:00"),
        ("!actie THOR ma 09:00", "THOR", "2026-02-16T09:00+01:00"),
        ("!actie THOR maandag 00:10", "THOR", "2026-02-23T00:10+01:00"),
        ("!actie THOR 17-02 09:00", "THOR", "2026-02-17T09:00+01:00"),
        ("!actie THOR 15-02 09:00", "THOR", "2027-02-15T09:00+01:00"),
        ("!actie officier van dienst 9.30u", "officier van dienst", "2026-02-16T09:30+01:00"),
        ("!actie THOR 25:99", "THOR", None),
        ("THOR 22:30", "", None),
    ],
)
def test_an_action(typed: str, owner: str, due: str | None) -> None:
    entry = read(typed)
    assert (entry.owner, entry.due_at) == (owner, utc(due) if due else None)
    assert entry.body == typed or not typed.startswith("!")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("!feit vol", {"kind": "fact"}),
        ("vol !AANNAME.", {"kind": "assumption"}),
        ("!oordeel !besluit vol", {"kind": "judgement"}),
        ("vol !besluit", {"kind": "decision"}),
        ("vol !privé", {"marks": ("private",)}),
        ("vol !prive\u0301", {"marks": ("private",)}),
        ("vol !prive !politie !privé", {"marks": ("private", "police")}),
        ("#Crowd, #crowd #café #inc-27", {"tags": ("crowd", "café", "inc-27")}),
    ],
)
def test_kinds_marks_and_tags(typed: str, read_as: dict[str, Any]) -> None:
    entry = read(typed)
    assert {name: getattr(entry, name) for name in read_as} == read_as
    assert entry.body == typed


@pytest.mark.parametrize(
    ("typed", "source", "body"),
    [
        ("[15-02-2026, 14:02:33] Jan de Vries: tekst: ja", "Jan de Vries", "tekst: ja"),
        ("\u200e[15-02-2026, 14:02:33] ~ Jan: tekst", "Jan", "tekst"),
        ("[14:02, 15-2-2026] +31 6 12345678: tekst", "+31 6 12345678", "tekst"),
        ("15-02-2026 14:02 - Politie: tekst", "politie", "tekst"),
        ("15-02-2026 14:02 - Groep gemaakt", "", "Groep gemaakt"),
    ],
)
def test_a_line_from_a_chat(typed: str, source: str, body: str) -> None:
    entry = read(typed)
    assert entry.occurred_at is not None
    assert entry.occurred_at.replace(second=0) == utc("2026-02-15T14:02+01:00")
    assert (entry.source, entry.body) == (source, body)


@pytest.mark.parametrize(
    ("typed", "now", "choices", "happened"),
    [
        ("02:30 vol", AFTER_THE_DOUBLE_HOUR, 2, "2026-10-25T02:30+01:00"),
        ("25-10 02:30 vol", AFTER_THE_DOUBLE_HOUR, 2, "2026-10-25T02:30+01:00"),
        ("02:30a vol", AFTER_THE_DOUBLE_HOUR, 0, "2026-10-25T02:30+02:00"),
        ("02:30b vol", AFTER_THE_DOUBLE_HOUR, 0, "2026-10-25T02:30+01:00"),
        ("02:30 vol", utc("2026-10-25T02:45+02:00"), 0, "2026-10-25T02:30+02:00"),
        ("25-10-2026 02:30 vol", utc("2026-10-01T12:00+02:00"), 2, "2026-10-25T02:30+02:00"),
    ],
)
def test_a_time_that_exists_twice(typed: str, now: datetime, choices: int, happened: str) -> None:
    entry = read(typed, now)
    assert entry.occurred_at == utc(happened)
    assert len(entry.time_choices) == choices
    assert entry.body == "vol"


@pytest.mark.parametrize(
    ("typed", "status", "word", "told"),
    [
        ("drie gewonden !geverifieerd", "verified", "!geverifieerd", "geverifieerd"),
        ("drie gewonden !Bevestigd.", "verified", "!Bevestigd", "geverifieerd"),
        ("drie gewonden !ongeverifieerd", "unverified", "!ongeverifieerd", "ongeverifieerd"),
        ("drie gewonden !onbevestigd", "unverified", "!onbevestigd", "ongeverifieerd"),
        ("drie gewonden !weersproken", "contradicted", "!weersproken", "weersproken"),
        ("!weersproken !geverifieerd drie", "contradicted", "!weersproken", "weersproken"),
        ("!feit !geverifieerd drie !privé", "verified", "!geverifieerd", "feit · geverifieerd · privé"),
        ("!bericht raad ingelicht !geverifieerd", "verified", "!geverifieerd", "bericht · geverifieerd"),
        ("x!geverifieerd", "", "", ""),
        ("!waar geverifieerd", "", "", ""),
    ],
)
def test_whether_it_was_found_to_be_so(typed: str, status: str, word: str, told: str) -> None:
    entry = read(typed)
    assert (entry.status, entry.body, explain(entry, NIGHT)) == (status, typed, told)
    marked = [typed[token.start : token.end] for token in entry.understood if token.role == "status"]
    assert marked == ([word] if word else [])


def test_a_message_is_a_kind() -> None:
    assert (read("!bericht pers gebeld").kind, read("!bericht !feit x").kind) == ("message", "message")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("@Vrijthof vol", "plaats Vrijthof"),
        ("@vrijthof vol", "plaats Vrijthof"),
        ('@"plein  1992" vol', "plaats Plein 1992"),
        ("@Sterrenplein vol", "plaats Sterrenplein (niet in de plaatsenlijst)"),
        ('@"Grote Gracht 12" vol', "plaats Grote Gracht 12 (niet in de plaatsenlijst)"),
    ],
)
def test_a_place_that_is_not_listed_is_kept_and_flagged(typed: str, told: str) -> None:
    entry = read(typed)
    assert explain(entry, NIGHT, known=KNOWN) == told
    assert entry.place == told.removeprefix("plaats ").removesuffix(" (niet in de plaatsenlijst)")


def test_both_readings_of_the_double_hour_are_explained() -> None:
    assert explain(read("02:30 vol", AFTER_THE_DOUBLE_HOUR), AFTER_THE_DOUBLE_HOUR) == (
        "02:30 bestaat twee keer: 02:30a (+02:00) of 02:30b (+01:00); gelezen als 02:30b"
    )


def test_a_time_that_the_clock_skipped_stays_text() -> None:
    entry = read("02:30 politie vol", AFTER_THE_SKIPPED_HOUR)
    assert (entry.occurred_at, entry.body, entry.source) == (None, "02:30 politie vol", "")
    assert explain(entry, AFTER_THE_SKIPPED_HOUR) == "02:30 bestaat niet op zo 29 mrt (zomertijd): blijft tekst"


def test_a_time_that_has_not_been_says_so() -> None:
    assert explain(read("vandaag 23:00 vol !privé !feit"), NIGHT) == "23:00 (nog niet geweest) · feit · privé"


def bodies(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    return [(entry.occurred_at.isoformat()[5:16] if entry.occurred_at else "", entry.body) for entry in entries]


def test_a_page_of_a_notebook_runs_over_midnight() -> None:
    page = "22:50 a\r\n\r\n23:40 politie: b !actie THOR 23:55\n 00:15 c\nd\n00:05 e\n15-02 09:00 f\n09:30 g\n"
    entries = split_pasted(page, now=NIGHT, known=KNOWN, day=date(2026, 2, 13))
    assert bodies(entries) == [
        ("02-13T21:50", "a"),
        ("02-13T22:40", "b !actie THOR 23:55"),
        ("02-13T23:15", "c"),
        ("", "d"),
        ("02-13T23:05", "e"),
        ("02-15T08:00", "f"),
        ("02-15T08:30", "g"),
    ]
    assert entries[1].due_at == utc("2026-02-13T23:55+01:00")


def test_without_a_date_each_time_is_the_latest_that_was() -> None:
    assert bodies(split_pasted("22:50 a\n00:15 b", now=NIGHT, known=KNOWN)) == [
        ("02-15T21:50", "a"),
        ("02-15T23:15", "b"),
    ]


def test_a_message_of_several_lines_stays_one() -> None:
    chat = "[15-02-2026, 14:02:33] Jan: een\nvervolg @Vrijthof\n\n14:30 nog\n[15-02-2026, 14:05:33] Piet: twee\n"
    entries = split_pasted(chat, now=NIGHT, known=KNOWN)
    assert [(entry.source, entry.body) for entry in entries] == [
        ("Jan", "een\nvervolg @Vrijthof\n14:30 nog"),
        ("Piet", "twee"),
    ]
    assert entries[0].place == "Vrijthof"


@given(typed_lines, st.sampled_from([NIGHT, AFTER_THE_DOUBLE_HOUR, AFTER_THE_SKIPPED_HOUR]))
def test_nothing_typed_is_dropped_or_moved(text: str, now: datetime) -> None:
    entry = read(text, now)
    assert entry.text == clean(text, lines=True)
    assert entry.text.rstrip().endswith(entry.body)
    lead = entry.text[: len(entry.text.rstrip()) - len(entry.body)]
    for token in entry.understood:
        if token.role in ("time", "source"):
            lead = lead.replace(entry.text[token.start : token.end], "", 1)
    assert not any(character.isalnum() for character in lead)
    assert entry.body or not entry.text.strip() or any(token.role == "time" for token in entry.understood)
    ends = [0, *(token.end for token in entry.understood)]
    assert all(end <= token.start < token.end for end, token in zip(ends, entry.understood, strict=False))
    assert clean(explain(entry, now)) == explain(entry, now)


@given(typed_lines, st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2150, 1, 1))))
def test_pasted_lines_are_all_there(text: str, day: date | None) -> None:
    entries = split_pasted(text, now=AFTER_THE_DOUBLE_HOUR, known=KNOWN, day=day)
    lines = [line for line in clean(text, lines=True).split("\n") if line.strip()]
    assert "\n".join(entry.text for entry in entries) == "\n".join(lines)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a ",
        "@",
        '@"',
        '@" ',
        "@a@",
        "#a ",
        "!actie ",
        "!actie om ",
        "22:14 ",
        ":",
        "A ",
        "A:",
        " ",
        "\ufffd",
        "1",
        "[",
        "\n",
    ],
)
def test_a_hundred_kilobytes_are_read_at_once(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    assert read(text).text == text
    split_pasted(text, now=NIGHT, known=KNOWN)
    assert time.perf_counter() - began < 3
