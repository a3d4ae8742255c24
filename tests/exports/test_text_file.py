"""A text goes into the file that a person named, or nothing changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aovconsole.errors import AovError, CannotStore, CommandRefused
from aovconsole.exports.text_file import save_file


def test_a_text_is_written_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "sitrap.txt"
    assert save_file(f"  {target} ", "één\nregel\n".encode()) == target
    assert target.read_bytes() == "één\nregel\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_what_stands_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "sitrap.txt"
    target.write_text("oud", "utf-8")
    assert save_file(str(target), b"nieuw") is None
    assert target.read_text("utf-8") == "oud"
    assert save_file(str(target), b"nieuw", replace=True) == target
    assert target.read_text("utf-8") == "nieuw"
    assert list(tmp_path.iterdir()) == [target]


def test_the_home_of_the_person_may_be_named(tmp_path: Path) -> None:
    saved = save_file("~/sitrap.txt", b"x")
    assert saved == Path.home() / "sitrap.txt" and saved.exists()


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        (" ", CommandRefused, "heeft geen naam"),
        ("{}", CommandRefused, "is een map"),
        ("{}/weg/sitrap.txt", CannotStore, "bestaat niet"),
        ("{}/" + "x" * 300, CannotStore, "de naam is te lang"),
        ("{}/a\0b", CannotStore, "de naam klopt niet"),
        ("~niemand-hier/x", CannotStore, "de naam klopt niet"),
    ],
)
def test_a_name_that_cannot_be_is_explained(tmp_path: Path, name: str, error: type[AovError], words: str) -> None:
    with pytest.raises(error, match=words):
        save_file(name.format(tmp_path), b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "sitrap.txt"
    target.write_text("oud", "utf-8")

    def full(_number: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotStore, match="de schijf is vol"):
        save_file(str(target), b"nieuw", replace=True)
    assert target.read_text("utf-8") == "oud" and list(tmp_path.iterdir()) == [target]
