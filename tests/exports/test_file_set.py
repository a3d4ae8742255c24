"""Several files at once: all of them or none, nothing half, nothing overwritten unasked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aovconsole.errors import CannotStore, CommandRefused
from aovconsole.exports.file_set import free_names, save_set

FILES = {"a.html": b"een", "a.pdf": b"twee"}


def test_the_folder_is_made_and_holds_the_files_and_nothing_else(tmp_path: Path) -> None:
    made = save_set(str(tmp_path / "uit"), FILES, replace=False)
    assert [path.read_bytes() for path in made] == [b"een", b"twee"]
    assert sorted(os.listdir(tmp_path / "uit")) == ["a.html", "a.pdf"]


def test_one_file_that_stands_there_keeps_all_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"oud")
    with pytest.raises(CommandRefused, match="bestaat al; --force vervangt het"):
        save_set(str(tmp_path), FILES, replace=False)
    assert os.listdir(tmp_path) == ["a.pdf"]
    save_set(str(tmp_path), FILES, replace=True)
    assert (tmp_path / "a.pdf").read_bytes() == b"twee"


@pytest.mark.parametrize("stop", [OSError(28, "vol"), KeyboardInterrupt()])
def test_a_full_disk_or_a_cancel_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    flushed: list[int] = []

    def fsync(number: int) -> None:
        flushed.append(number)
        if len(flushed) == 2:
            raise stop

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises((CannotStore, KeyboardInterrupt)) as raised:
        save_set(str(tmp_path), FILES, replace=False)
    if isinstance(raised.value, CannotStore):
        assert "de schijf is vol" in raised.value.sentence
    assert os.listdir(tmp_path) == []


def test_a_target_that_is_a_file_has_no_name_or_lies_nowhere_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bestand"
    file.write_text("x")
    for folder, said in ((str(file), "is een bestand"), ("  ", "geen naam")):
        with pytest.raises(CommandRefused, match=said):
            save_set(folder, FILES, replace=False)
    for folder in (str(tmp_path / "geen" / "map"), str(file / "onder"), "a\x00b"):
        with pytest.raises(CannotStore):
            save_set(folder, FILES, replace=False)


def test_names_are_looked_at_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "CMT-27-A001-log.csv").write_text("x")
    free_names(str(tmp_path), "CMT-27-A001", ("html", "pdf"), replace=False)
    free_names(str(tmp_path), "CMT-27-A0", ("csv",), replace=False)
    free_names(str(tmp_path), "CMT-27-A001", ("csv",), replace=True)
    with pytest.raises(CommandRefused, match="bestaat al"):
        free_names(str(tmp_path), "CMT-27-A001", ("csv",), replace=False)
