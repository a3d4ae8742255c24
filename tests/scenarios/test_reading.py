"""Which templates there are, whose they are, and what a file that is none says."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from aovconsole.errors import CommandRefused
from aovconsole.scenarios.reading import MOST_BYTES, check_file, template_named, templates
from tests.require import REPOSITORY
from tests.scenarios.builders import SMALL, changed

SHIPPED = {
    "carnaval", "rieu", "mvv", "preuvenemint", "magisch-maastricht", "inkom", "kermis", "reuzenstoet", "koningsdag",
    "demonstratie-groot", "topdruktedag",
}  # fmt: skip


def put(home: Path, name: str, text: str) -> Path:
    """Lay a template of the user's own in the home."""
    path = home / "scenarios" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def hide(home: Path, *names: str) -> None:
    """Let the municipality hide shipped templates."""
    text = (REPOSITORY / "data" / "municipality.toml").read_text(encoding="utf-8")
    path = home / "data" / "municipality.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}hidden_scenarios = {list(names)}\n", encoding="utf-8")


def test_the_shipped_ones_are_there_without_a_home() -> None:
    found = templates()
    assert set(found) == SHIPPED
    assert {source.origin for source in found.values()} == {"shipped"}


def test_the_users_own_folder_adds_and_overrides_by_name(scratch_home: Path) -> None:
    put(scratch_home, "proef", SMALL)
    put(scratch_home, "carnaval", changed('name = "proef"', 'name = "carnaval"'))
    found = templates(scratch_home)
    assert set(found) == SHIPPED | {"proef"}
    assert (found["proef"].origin, found["carnaval"].origin, found["rieu"].origin) == ("own", "override", "shipped")
    assert template_named("Carnaval ", scratch_home).title == "Proef"


@pytest.mark.parametrize(
    ("hidden", "left"), [(("rieu", "mvv"), SHIPPED - {"rieu", "mvv"}), (("alle",), set()), (("bestaat-niet",), SHIPPED)]
)
def test_a_setting_hides_shipped_ones(scratch_home: Path, hidden: tuple[str, ...], left: set[str]) -> None:
    hide(scratch_home, *hidden)
    assert set(templates(scratch_home)) == left


def test_what_is_the_users_own_is_never_hidden(scratch_home: Path) -> None:
    put(scratch_home, "rieu", changed('name = "proef"', 'name = "rieu"'))
    hide(scratch_home, "alle")
    assert list(templates(scratch_home)) == ["rieu"]


def test_places_and_partners_are_those_of_the_users_own_data(scratch_home: Path) -> None:
    path = put(scratch_home, "proef", changed('where = ["Markt"]', 'where = ["Dam"]'))
    assert len(check_file(path, scratch_home).faults) == 1
    shipped = (REPOSITORY / "data" / "places.toml").read_text(encoding="utf-8")
    (scratch_home / "data").mkdir()
    dam = '\n[[places]]\nname = "Dam"\nkind = "square"\nsource = "x"\n'
    (scratch_home / "data" / "places.toml").write_text(shipped + dam, encoding="utf-8")
    assert check_file(path, scratch_home).faults == ()


def test_one_with_a_mistake_is_named_and_the_others_go_on(scratch_home: Path) -> None:
    path = put(scratch_home, "proef", changed("days = -49", "dagen = -49"))
    found = templates(scratch_home)
    assert found["proef"].checked.template is None
    assert found["rieu"].checked.template is not None
    with pytest.raises(CommandRefused, match=r"proef\.toml, regel 12: .*dagen is een onbekende sleutel"):
        template_named("proef", scratch_home)
    with pytest.raises(CommandRefused, match=f"scenario check {path}"):
        template_named("proef", scratch_home)


def test_what_cannot_be_read_is_named_and_what_is_no_file_passed_over(
    scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(scratch_home, "dicht", SMALL)
    (scratch_home / "scenarios" / "map.toml").mkdir()
    opened = Path.open

    def refusing(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, "no")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    found = templates(scratch_home)
    assert set(found) == SHIPPED | {"dicht"}
    with pytest.raises(CommandRefused, match=r"dicht\.toml: niet te lezen \(geen toegang\)\Z"):
        found["dicht"].template()


@pytest.mark.parametrize("name", ["", "weg", "../data/places", "proef\x1b[2J"])
def test_a_name_that_is_none_leads_nowhere(scratch_home: Path, name: str) -> None:
    with pytest.raises(CommandRefused, match="er is geen sjabloon") as refused:
        template_named(name, scratch_home)
    assert "\x1b" not in refused.value.sentence
    assert "kies uit: carnaval, " in refused.value.sentence


@pytest.mark.parametrize(
    ("raw", "line", "said"),
    [
        (b"a = 1\nb = \n", 2, "is geen geldige TOML"),
        (b"a = 1\na = 2\n", 2, "is geen geldige TOML"),
        (b"a = 'x\n", 1, "is geen geldige TOML"),
        (b"a = 1\nb = '\xff'\n", 2, "is geen UTF-8 (byte 11)"),
        (b"\xff\xfea\x00", 1, "is geen UTF-8 (byte 0)"),
        (b"a = " + b"[" * 50_000 + b"]" * 50_000, 1, "is te diep genest"),
        (b"a = '" + b"x" * MOST_BYTES + b"'", 1, "is groter dan 512 kB"),
        (b"a = " + b"9" * 5000, 1, "bevat een getal dat te lang is"),
        (b"a = 2027-02-30\n", 1, "is geen geldige TOML"),
        (b"", 1, "name ontbreekt"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_told(tmp_path: Path, raw: bytes, line: int, said: str) -> None:
    path = tmp_path / "proef.toml"
    path.write_bytes(raw)
    first = check_file(path).faults[0]
    assert (first.line, said in first.text) == (line, True), first


def test_a_file_of_ten_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    with path.open("wb") as stream:
        stream.truncate(10 * 1024 * 1024)
    [fault] = check_file(path).faults
    assert "is groter dan 512 kB" in fault.text


@pytest.mark.parametrize("name", ["weg.toml", "", "a\x00b.toml"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandRefused, match="niet te lezen"):
        check_file(tmp_path / name)


def test_windows_line_ends_and_a_bom_are_read(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert check_file(path).faults == ()


def test_texts_stand_on_one_line_and_act_on_nothing(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    text = changed('title = "Proef"', 'title = """\n  Proef \\u001b[2J\n  op twee\tregels\\u202e"""')
    path.write_text(text, encoding="utf-8")
    found = check_file(path).template
    assert found is not None
    assert found.title == "Proef \ufffd[2J op twee regels\ufffd"


def test_a_hostile_key_is_told_without_acting(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(changed('title = "Proef"', 'title = "Proef"\n"a\\u001b[2J" = 1'), encoding="utf-8")
    [fault] = check_file(path).faults
    assert (fault.line, fault.text) == (3, "a\ufffd[2J is een onbekende sleutel")
