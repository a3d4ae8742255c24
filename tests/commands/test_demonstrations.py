"""`aovconsole demonstration`: the register by command, from the notice to the end; and a contact that shows nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

NR, OTHER = "DEM-27-A001", "DEM-27-A002"
SECRET = "J. Voorbeeld 0612345678"

pytestmark = pytest.mark.all


@pytest.fixture
def register(run: Run) -> Run:
    """A register with a demonstration that comes and one that goes on."""
    run(
        "demonstration", "add", "--at", "2027-02-12T14:00", "--until", "2027-02-12T16:00", "--place", "Markt",
        "--received", "2027-02-06T11:00", "--via", "mail", "--route", "Grote Staat", "--end-place", "Vrijthof",
    )  # fmt: skip
    assert run("demonstration", "add", "--spontaneous", "--place", "Vrijthof").line == OTHER
    return run


def test_one_line_notes_a_spontaneous_one(register: Run) -> None:
    shown = register("demonstration", "show", OTHER, "--json").json
    assert (shown["status"], shown["begin_at"], shown["notice_state"]) == (
        "spontaneous", "2027-02-07T15:10:00+01:00", "spontaneous",
    )  # fmt: skip
    began = register("demonstration", "add", "--spontaneous", "--at", "14:00", "--place", "Markt").line
    assert register("demonstration", "show", began, "--json").json["begin_at"] == "2027-02-07T14:00:00+01:00"
    refused(register("demonstration", "add", "--place", "x"), "verplicht: --at", code=2)
    mixed = ("demonstration", "add", "--spontaneous", "--received", "14:00", "--place", "x")
    refused(register(*mixed), "gaat niet samen met", code=2)


@pytest.mark.parametrize("words", [("show", NR), ("show", NR, "--json"), ("list",), ("list", "--json")])
def test_terms_that_cannot_be_read_are_said_beside_the_answer(
    register: Run, scratch_home: Path, words: tuple[str, ...]
) -> None:
    sound = register("demonstration", *words)
    path = scratch_home / "data" / "terms.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("key = [", encoding="utf-8")
    answer = register("demonstration", *words)
    assert (answer.code, answer.out, sound.err) == (0, sound.out, "")
    assert answer.err.startswith(f"aovconsole: {path}: de laatste regel is geen geldige TOML; "), answer.err
    assert answer.err.count("\n") == 1


def test_from_notice_to_end(register: Run) -> None:
    def done(*words: str) -> None:
        answer = register("demonstration", *words)
        assert (answer.code, answer.out, answer.err) == (0, "", ""), words

    assert register("demonstration", "receipt", NR, "--via", "mail").line == "O-A1"
    assert "kennisgeving ontvangen" in register("demonstration", "receipt", NR, "--text").line
    done("set", NR, "expected_count", "200")
    done("talk", NR, "route besproken", "--with", "kennisgever", "--by", "AOV", "--agreed", "langs de Maas")
    done("condition", NR, "geen vuur", "--ground", "health", "--reason", "droogte")
    done("decide", NR, "in_review", "--by", "AOV")
    done("decide", NR, "with_conditions", "--by", "burgemeester")
    assert register("demonstration", "show", NR, "--json").json["owed"] == ["besluit bekendmaken aan de kennisgever"]
    assert "nog te doen: besluit bekendmaken" in register("demonstration", "show", NR).out
    done("served", NR, "--via", "uitgereikt")
    done("link", OTHER, NR, "--counter")
    done("link", NR, "Mosae Forum", "--target")
    done("instruct", OTHER, "rijbaan vrij", "--reason", "hulpdiensten", "--by", "politie")
    done("order-end", OTHER, "--ground", "rules_broken", "--reason", "x", "--by", "burgemeester")
    done("count", OTHER, "40", "--estimated", "--by", "politie")
    done("end", OTHER)
    shown = register("demonstration", "show", NR, "--json").json
    assert (shown["status"], shown["moving"], shown["route"], shown["end_place"]) == (
        "with_conditions", True, "Grote Staat", "Vrijthof",
    )  # fmt: skip
    assert shown["served_at"].startswith("2027-02-07T15:10:00") and shown["owed"] == []
    assert [(one["role"], one["number"], one["metres"]) for one in shown["linked"]] == [
        ("countered", OTHER, 210), ("target", "", 300),
    ]  # fmt: skip
    assert [step["type"] for step in shown["timeline"]][:3] == ["demonstration", "receipt", "changed"]
    done("withdraw", NR, shown["links"][0]["record_id"], "--reason", "vergissing")
    done("cancel", NR, "--reason", "afgezegd", "--by", "kennisgever")
    assert [(row["status"], row["actual_count"]) for row in register("demonstration", "list", "--json").json] == [
        ("over", 40), ("cancelled", None),
    ]  # fmt: skip
    assert [row["number"] for row in register("demonstration", "list", "--open", "--json").json] == [OTHER]
    assert register("journal", "verify", "--json").json["ok"] is True


def test_an_end_that_nobody_knows_is_told_to_be_unknown(register: Run) -> None:
    began = register("demonstration", "add", "--spontaneous", "--place", "Markt").line
    assert "einde: niet bekend" in register("demonstration", "show", began).out
    register("demonstration", "end", began)
    assert "einde: 2027-02-07 15:10" in register("demonstration", "show", began).out
    register("demonstration", "set", NR, "end_at", "")
    assert "einde: niet bekend" in register("demonstration", "show", NR).out


def test_what_the_list_holds_is_what_show_holds_without_what_is_computed(register: Run) -> None:
    shown, (row, _) = (
        register(*words, "--json").json for words in (("demonstration", "show", NR), ("demonstration", "list"))
    )
    assert row["number"] == OTHER
    for key in (
        "number", "title", "status", "route", "moving", "expected_count", "actual_count", "counter_of", "aims_at",
        "conditions", "decision", "served_at", "begin_at", "end_at", "place", "scale", "received_at",
    ):  # fmt: skip
        assert key in shown and key in row, key
    assert "timeline" in shown and "timeline" not in row


def test_as_of_shows_it_as_it_was_known(register: Run) -> None:
    refused(register("demonstration", "show", NR, "--as-of", "2027-02-07T15:00"), "op dat moment")
    assert register("demonstration", "show", NR, "--as-of", "2027-02-07T15:11", "--json").json["number"] == NR


def test_a_contact_is_printed_only_to_who_asks_for_it(register: Run, tmp_path: Path) -> None:
    refused(register("demonstration", "contact", NR), "geen contact vastgelegd")
    answer = register("demonstration", "contact", NR, "--set", SECRET)
    assert (answer.code, answer.out) == (0, "")
    assert register("demonstration", "contact", NR).line == SECRET
    calendar = tmp_path / "agenda.ics"
    register("calendar", "export", str(calendar))
    heard = [
        register(*words).out
        for words in (
            ("demonstration", "show", NR), ("demonstration", "show", NR, "--json"), ("demonstration", "list", "--json"),
            ("log", "list", "--json"), ("log", "list", "--dossier", NR, "--json"), ("journal", "state", "--json"),
            ("calendar", "list", "--from", "2027-01-01", "--to", "2027-12-31", "--json"),
        )
    ]  # fmt: skip
    for text in (*heard, calendar.read_text(encoding="utf-8")):
        assert text and "Voorbeeld 06" not in text and "0612345678" not in text
    assert register("demonstration", "show", NR, "--json").json["contact_recorded"] is True
    assert "contact vastgelegd" in register("demonstration", "show", NR).out
    copy = register("journal", "backup").out.strip()
    refused(register("demonstration", "contact", NR, "--set", ""), "wis het")
    gone = register("demonstration", "contact", NR, "--erase", "--ground", "op verzoek")
    assert (gone.code, gone.out) == (0, "") and copy in gone.err
    assert register("demonstration", "show", NR, "--json").json["contact_recorded"] is False
    assert "contact gewist: op verzoek" in register("demonstration", "show", NR).out
    assert register("journal", "verify").code == 0


def test_an_unknown_place_is_flagged(register: Run) -> None:
    number = register("demonstration", "add", "--at", "2027-03-01T14:00", "--place", "Nergenshuizen").line
    assert "staat niet in de plaatsenlijst" in register("demonstration", "show", number).out
    assert register("demonstration", "show", number, "--json").json["place_known"] is False


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("link", NR, NR, "--counter"), "haar eigen tegendemonstratie", 1),
        (("link", NR, OTHER), "een van deze is verplicht", 2),
        (("condition", NR, "x", "--ground", "content", "--reason", "x"), "bestaat niet", 2),
        (("condition", OTHER, "x", "--ground", "health", "--reason", "x"), "zonder kennisgeving", 1),
        (("decide", NR, "prohibited", "--by", "burgemeester", "--reason", "x"), "de grond ontbreekt", 1),
        (("decide", NR, "granted", "--by", "burgemeester"), "bestaat niet", 2),
        (("count", NR, "veel", "--counted", "--by", "burgemeester"), "geen heel getal", 2),
        (("set", NR, "begin", "2027-02-12T17:00"), "het einde ligt voor het begin", 1),
        (("receipt", OTHER), "zonder kennisgeving", 1),
        (("receipt", NR, "--text"), "nog geen bewijs", 1),
        (("show", "DEM-27-A009"), "is onbekend", 1),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(register: Run, words: tuple[str, ...], sentence: str, code: int) -> None:
    refused(register("demonstration", *words), sentence, code=code)
