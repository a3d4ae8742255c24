"""Text of people and files through the real program: it is shown as text, and no byte of it acts on the terminal.

The corpora of tech.md §1.1 (markup) and §1.2 (control signs); the raw bytes that the console wrote are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.journal.store import Journal, Operator
from tests.journeys.home import Home, in_bar, opened
from tests.journeys.terminal import Terminal

NOW = "2027-02-10T15:10:00+01:00"
NUMBER = "INC-27-A001"

MARKUP = (
    "A[bold]B[/bold]", "[@click=app.quit]x[/]", "A[/]", "A[/", "A[bold", "A[conceal]GEHEIM[/]",
    "A[0] [x] [a b]", "A:smile:", "A\\[bold]", "[link=http://x]y[/link]",
)  # fmt: skip
"""Printable: kept and shown as it was typed."""

CONTROLS = {
    "titel\x1b]0;GEKAAPT\x07n": "titel�]0;GEKAAPT�n",
    "titel\x1b]2;GEKAAPT\x1b\\n": "titel�]2;GEKAAPT�\\n",
    "klembord\x1b]52;c;R0VLQUFQVA==\x07n": "klembord�]52;c;R0VLQUFQVA==�n",
    "wis\x1b[2J\x1b[Hn": "wis�[2J�[Hn",
    "c1\x9b2Jn\x9d0;GEKAAPT\x9cn": "c1�2Jn�0;GEKAAPT�n",
    "om\u202egekeerd\u2066n": "om�gekeerd�n",
    "del\x7fbs\x08n": "del�bs�n",
    "regel\u2028eind\u2029n": "regel�eind�n",
}
"""What acts on a terminal, and how it stands on the screen."""

NUL = "nul\x00n"
"""No argument of a process can hold it: it comes by stdin."""

OWN_TITLE = re.compile(rb"\x1b\]0;(?:(?:\(\d+\) )?AOV Maastricht)?\x07")
"""What the console itself writes in the title of the window: how much waits, and whose desk it is."""

ESCAPES = re.compile(rb"\x1b(\][^\x07\x1b]*(?:\x07|\x1b\\)?|\[[0-?]*[ -/]*[@-~]|[PX^_].*?\x1b\\|.)", re.DOTALL)
POINTER = re.compile(rb"\x1b\]22;[a-z-]+(?:\x07|\x1b\\)")
"""Textual asks for a shape of the mouse pointer; no other OSC is its own."""

SPOKEN_BY_TEXTUAL = re.compile(rb"\[[?<>=]?[\d;:]*[ $]?[mHhlJKABCDuqcptn]|\[(?:\?2026|\?2048)\$p|[78=>M]")


@pytest.fixture
def home(scratch_home: Path) -> Home:
    return Home(scratch_home, NOW)


def assert_nothing_acted(terminal: Terminal) -> None:
    """No title, no clipboard, no other control sign than those with which a screen is painted."""
    raw = OWN_TITLE.sub(b"", POINTER.sub(b"", bytes(terminal.raw)))
    assert terminal.exit_status is None
    assert b"\x1b]" not in raw
    assert "GEKAAPT" not in terminal.screen.title + terminal.screen.icon_name
    for found in ESCAPES.finditer(raw):
        assert SPOKEN_BY_TEXTUAL.fullmatch(found[1]), found[0]
    text = ESCAPES.sub(b"", raw).decode("utf-8", "ignore")
    signs = sorted(
        {sign for sign in text if ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or sign in "\u202e\u2066\u2028"}
    )
    assert [sign for sign in signs if sign not in "\r\n\t"] == []


def everywhere(home: Home, text: str, at: str) -> None:
    """One text in the titles, lines, places and functions that the command line takes."""
    home.does("incident", "open", text, "--place", text, "--nature", text)
    home.does("log", text)
    home.does("evenement", "add", text, "--begin", at, "--end", "2027-02-12T23:00", "--place", text)


def written(home: Home, texts: Sequence[str]) -> None:
    """The same in one incident, in two bursts."""
    home.does("log", "--stdin", "--raw", "--dossier", NUMBER, typed="".join(f"{text}\n" for text in texts))


def calendar(path: Path, texts: Sequence[str]) -> Path:
    """An .ics with these titles and places."""
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for number, text in enumerate(texts):
        said = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        parts += ["BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:{said}", f"LOCATION:{said}", f"DESCRIPTION:{said}"]
        parts += ["DTSTART:20270211T100000Z", "DTEND:20270211T110000Z", "END:VEVENT"]
    path.write_bytes("\r\n".join([*parts, "END:VCALENDAR", ""]).encode())
    return path


def table(path: Path, texts: Sequence[str]) -> Path:
    """A csv of incidents with these titles and places."""
    rows = ["titel;begin;plaats;aard;grip;aov_inzet"]
    for text in texts:
        cell = '"' + text.replace('"', '""') + '"'
        rows.append(f"{cell};11-02-2024 14:11;{cell};{cell};1;ja")
    path.write_bytes(("\n".join(rows) + "\n").encode())
    return path


def walk(terminal: Terminal, word: str) -> str:
    """Every screen and dialog that shows text of people; everything that was seen."""
    seen = [opened(terminal).text()]

    def look(*keys: str) -> None:
        terminal.press(*keys)
        terminal.settle(0.1)
        seen.append(terminal.text())

    look("end")
    look("?")
    look("escape", "2")
    look("enter")
    look("escape", "v")
    look("enter")
    for place in "567":
        look("escape", place)
    look("escape", "4")
    look("home")
    look("enter")
    look("home")
    look("pagedown")
    look("enter")
    look("escape", "g")
    look("escape", "e")
    look("escape", "c")
    look("escape", "x")
    look("escape", "8")
    terminal.type(word)
    look("enter")
    look("enter")
    look("escape", "1")
    return "\n".join(seen)


@pytest.mark.all
def test_what_was_filed_and_imported_is_shown_as_text_on_every_screen(home: Home, tmp_path: Path) -> None:
    everywhere(home, MARKUP[1], "2027-02-10T18:00")
    everywhere(home, next(iter(CONTROLS)), "2027-02-11T18:00")
    everywhere(home, MARKUP[3], "2027-02-11T19:00")
    written(home, [f"{text} woord" for text in (*MARKUP, *CONTROLS, NUL)])
    home.run("calendar", "import", str(calendar(tmp_path / "a.ics", [*MARKUP, *CONTROLS])))
    home.run("import", "incidents", str(table(tmp_path / "b.csv", [*MARKUP, *CONTROLS])))
    lines = home.texts(NUMBER)
    for text in (*MARKUP, *CONTROLS.values(), "nul�n"):
        assert f"{text} woord" in lines
    for size in ((200, 60), (80, 24)):
        with home.console(*size) as terminal:
            seen = walk(terminal, "woord")
            assert_nothing_acted(terminal)
        if size == (200, 60):
            for text in (*MARKUP, *CONTROLS.values(), "nul�n"):
                assert text in seen, text
    assert home.is_green()


@pytest.mark.all
def test_clicks_on_hostile_text_act_on_nothing(home: Home) -> None:
    everywhere(home, MARKUP[1], "2027-02-10T18:00")
    with home.console(100, 30) as terminal:
        opened(terminal)
        for screen in "124":
            terminal.press(screen)
            terminal.settle(0.1)
            for row, line in enumerate(terminal.text().splitlines()):
                column = line.find("x[/]")
                if column >= 0 and "›" not in line:
                    terminal.type(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m")
                    terminal.run_on(0.03)
            terminal.settle(0.1)
            assert_nothing_acted(terminal)
            terminal.press("escape", "escape")


@pytest.mark.all
@pytest.mark.parametrize("field", ["bar", "incident", "search"])
def test_what_is_pasted_is_shown_as_text(home: Home, field: str) -> None:
    home.does("log", "ervoor")
    pasted = {**{text: text for text in (MARKUP[1], MARKUP[3])}, **CONTROLS}
    with home.console(140, 42) as terminal:
        opened(terminal)
        for text, shown in pasted.items():
            if any(sign in text for sign in "\u2028\u2029"):
                continue  # two lines, which is another journey
            match field:
                case "bar":
                    terminal.press("l")
                    in_bar(terminal)
                case "incident":
                    terminal.press("i")
                    terminal.wait_for("Nieuw incident")
                case _:
                    terminal.press("/")
                    terminal.wait_for("Typ een woord")
                    terminal.settle(0.1)
            terminal.paste(text)
            if "\x1b" in text:  # Textual takes an escape in a paste for a key; terminals take it out before
                terminal.settle(0.1)
            else:
                terminal.wait_for(shown, 5)
            assert_nothing_acted(terminal)
            terminal.press("end", "ctrl+u", "escape")
    assert home.texts() == ["ervoor"]


@pytest.mark.all
def test_a_line_that_another_program_wrote_raw_does_not_act_either(home: Home) -> None:
    """The second line of defence: a record that was never cleaned, as another station might send it."""
    home.does("incident", "open", "Brand")
    journal = Journal(home.path, Clock())
    (row,) = journal.reading.of_type("incident")
    drafts = [Draft(LineLogged(text), dossier=row.subject) for text in (*CONTROLS, NUL)]
    journal.write(lambda _: drafts, Operator("\x1b]0;GEKAAPT\x07", "x", "y"))
    journal.close()
    with home.console() as terminal:
        seen = walk(terminal, "n")
        assert_nothing_acted(terminal)
    assert "GEKAAPT" in seen
