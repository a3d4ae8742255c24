"""`aovconsole calendar import` of the NDW planning feed: known by its content, through the same door as an .ics."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aovconsole.feeds.ndw import read_ndw
from tests.commands.conftest import Run, refused
from tests.feeds.datex import CITY, HEAD, TAIL, feed, record, situation
from tests.require import samples

WINDOW = ("--from", "2027-06-01", "--to", "2027-06-30")
NUMBERS = ("added", "changed", "unchanged", "vanished")
SWAPPED = "5.68900 50.84950"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a file and give its path."""

    def file(content: bytes, name: str = "planningsfeed.xml") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return file


def numbers(answer: Any) -> tuple[int, ...]:
    """What an import did."""
    assert answer.code == 0, answer
    return tuple(answer.json[name] for name in NUMBERS)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
@pytest.mark.parametrize("name", ["planningsfeed.xml", "planning.dat"])
def test_it_is_known_by_its_content(run: Run, write: Callable[..., str], pack: Any, name: str) -> None:
    answer = run("calendar", "import", write(pack(feed(situation(record()))), name), "--json")
    assert set(answer.json) == {*NUMBERS, "refused", "time_zones", "notes"}
    assert numbers(answer) == (1, 0, 0, 0)
    (row,) = run("calendar", "list", *WINDOW, "--json").json
    assert row == {
        "uid": "NDW03_1", "title": "Wielerronde (wielerwedstrijd)", "begin": "2027-06-25T12:00:00+02:00",
        "end": "2027-06-26T00:00:00+02:00", "all_day": False, "place": "Vrijthof, 50.84950 5.68900",
        "status": "confirmed", "layer": f"import:{name}", "dossier": "",
    }  # fmt: skip


def test_a_second_time_changed_and_vanished(run: Run, write: Callable[..., str]) -> None:
    kept, moved, gone = (situation(record(named=name), identity=f"NDW03_{name}") for name in ("een", "twee", "drie"))
    over = situation(
        record(named="Geweest", begin="2027-01-01T10:00:00Z", end="2027-01-02T10:00:00Z"), identity="NDW03_oud"
    )
    assert numbers(run("calendar", "import", write(feed(kept, moved, gone, over)), "--json")) == (4, 0, 0, 0)
    before = run("journal", "info", "--json").json["records"]
    again = write(gzip.compress(feed(gone, over, kept, moved)))
    assert numbers(run("calendar", "import", again, "--json")) == (0, 0, 4, 0)
    assert run("journal", "info", "--json").json["records"] == before, "nothing was written"
    later = moved.replace("2027-06-25T10", "2027-06-25T09")
    assert numbers(run("calendar", "import", write(feed(kept, later)), "--json")) == (0, 1, 1, 1)
    rows = {row["title"].split(" ")[0]: row["status"] for row in run("calendar", "list", *WINDOW, "--json").json}
    assert rows == {"een": "confirmed", "twee": "confirmed", "drie": "vanished"}
    (past,) = run("calendar", "list", "--from", "2027-01-01", "--to", "2027-01-02", "--json").json
    assert past["status"] == "confirmed", "what is over leaves the feed: it did not vanish"
    empty = write(feed(situation(record(points="52.4 4.6", source="Gemeente Beverwijk"))))
    assert run("calendar", "import", empty, "--json").json["vanished"] == 0, "a feed without us proves nothing"


def test_a_feed_that_is_read_well_and_has_nothing_of_ours(run: Run, write: Callable[..., str]) -> None:
    far = record(points="52.4 4.6", source="Gemeente Beverwijk")
    elsewhere = [situation(far, identity=f"NDW03_{number}") for number in range(2)]
    answer = run("calendar", "import", write(feed(*elsewhere)))
    assert (answer.code, answer.err) == (0, "aovconsole: 2 situaties buiten de gemeente of zonder afsluiting\n")
    assert answer.out == "0 nieuw, 0 gewijzigd, 0 gelijk, 0 vervallen in bron, 0 geweigerd\n"
    bad = situation(record(begin=""), identity="NDW03_9")
    assert run("calendar", "import", write(feed(*elsewhere, bad))).code == 1, "what is ours could not be read"
    assert run("calendar", "import", write(feed())).code == 1, "nothing was read"
    ours = run("calendar", "import", write(feed(*elsewhere, situation(record()))))
    assert (ours.code, ours.err) == (0, ""), "the rest of the country is told only where there is nothing of ours"


def test_what_was_mended_and_what_was_refused_is_told(run: Run, write: Callable[..., str]) -> None:
    file = write(feed(situation(record(points=SWAPPED)), situation(record(begin=""), identity="NDW03_2")))
    answer = run("calendar", "import", file, "--json")
    assert answer.json["refused"] == [
        {"line": 0, "uid": "NDW03_2", "reason": "NDW03_2: er staat niet in wanneer het begint"}
    ]
    assert answer.json["notes"] == [
        {"line": 0, "uid": "NDW03_1", "note": "breedte en lengte stonden verwisseld: omgedraaid"}
    ]
    assert run("calendar", "import", file).err.splitlines() == [
        "aovconsole: NDW03_2: er staat niet in wanneer het begint",
        "aovconsole: NDW03_1: breedte en lengte stonden verwisseld: omgedraaid",
    ]


def test_the_real_one_for_a_municipality_that_has_it(run: Run, scratch_home: Path) -> None:
    sample = samples("feeds", "ndw_planningsfeed_excerpt_publicevent.xml")
    answer = run("calendar", "import", str(sample), "--json")
    assert numbers(answer) == (0, 0, 0, 0), "it was read, and nothing of it is ours"
    shipped = (Path(__file__).parents[2] / "data" / "municipality.toml").read_text(encoding="utf-8")
    lines = [line for line in shipped.splitlines() if line.split(" ")[0] not in ("south", "west", "north", "east")]
    box = ["south = 52.45", "west = 4.6", "north = 52.5", "east = 4.7"]
    (scratch_home / "data").mkdir()
    (scratch_home / "data" / "municipality.toml").write_text("\n".join([*lines, *box]), encoding="utf-8")
    assert numbers(run("calendar", "import", str(sample), "--json")) == (1, 0, 0, 0)
    (row,) = run("calendar", "list", *WINDOW, "--json").json
    assert (row["title"], row["begin"]) == ("Wielerronde (wielerwedstrijd)", "2027-06-25T12:00:00+02:00")


LAUGHS = b'<!DOCTYPE r [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]>'
BAD: dict[str, tuple[bytes, str]] = {
    "truncated gz": (gzip.compress(feed(situation(record())))[:-20], "breekt af"),
    "truncated xml": (feed(situation(record()))[:-40], "breekt af"),
    "gz bomb": (gzip.compress(HEAD.encode() + b"<d>" * 1_000_000), "te diep"),
    "wrong root": (b"<rss><channel/></rss>", "ander soort XML: <rss>"),
    "not xml": (b"\x1f\x8b\x08\x00niets", "breekt af"),
    "gz of a calendar": (gzip.compress(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "geen leesbare XML"),
    "sign-in page": (b"<!DOCTYPE html><html><body>Aanmelden</body></html>", "webpagina"),
    "packed sign-in page": (gzip.compress(b"<html><body>Aanmelden</body></html>"), "webpagina"),
    "empty": (b"", "leeg"),
    "packed nothing": (gzip.compress(b""), "leeg"),
    "latin-1": (feed(situation(record(named="Fête"))).decode().encode("latin-1"), "geen leesbare XML"),
    "dtd": (feed().replace(b"<mc:messageContainer", LAUGHS + b"<mc:messageContainer", 1), "DTD"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_no_feed_is_refused_and_nothing_changes(
    run: Run, write: Callable[..., str], content: bytes, words: str
) -> None:
    run("calendar", "import", write(feed(situation(record()))))
    before = run("journal", "state", "--json").out
    refused(run("calendar", "import", write(content)), words)
    assert run("journal", "state", "--json").out == before


def _large(path: Path, situations: int) -> int:
    """Write a feed of this many situations, every thousandth of them ours; gives its size unpacked."""
    filler = "<sit:filler>" + f"<loc:posList>{'52.480633 4.655172 ' * 20}</loc:posList>" * 45 + "</sit:filler>"
    far = record(points="52.4 4.6", source="Gemeente Beverwijk", more=filler)
    size = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        size += file.write(HEAD.encode())
        for number in range(situations):
            made = record(named=f"Nummer {number}") if number % 1_000 == 0 else far
            size += file.write(situation(made, identity=f"NDW03_{number}").encode())
        size += file.write(TAIL.encode())
    return size


_MEASURE = """
import json, resource, sys
import aovconsole.desk.importing, aovconsole.feeds.ndw
from aovconsole import cli
for file in sys.argv[1:]:
    code = cli.main(["calendar", "import", file, "--json"])
    print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@pytest.mark.all
@pytest.mark.timeout(300)
def test_two_hundred_megabytes_are_never_held(tmp_path: Path) -> None:
    """The peak of the process grows by less than 60 MB from a feed of 200 kB to one of 200 MB."""
    small, large = tmp_path / "klein.xml.gz", tmp_path / "groot.xml.gz"
    _large(small, 12)
    assert _large(large, 13_000) > 200_000_000
    env = {
        **os.environ, "AOVCONSOLE_REALM": "test", "AOVCONSOLE_STATION": "A", "AOVCONSOLE_OPERATOR": "Voorbeeld/AOV",
        "AOVCONSOLE_NOW": "2027-02-07T15:10:00+01:00",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(small), str(large)], env=env, capture_output=True, text=True, check=True
    )
    first, (code, before), second, (again, after) = map(json.loads, done.stdout.splitlines())
    assert (code, first["added"], again, second["added"]) == (0, 1, 0, 13)
    assert (after - before) / 1024 < 60, f"{(after - before) / 1024:.0f} MB"


@pytest.mark.all
def test_reading_does_not_keep_what_went_by(tmp_path: Path) -> None:
    """The same in small, in every run: 3 MB go by in less than 1."""
    file = tmp_path / "feed.xml.gz"
    assert _large(file, 200) > 3_000_000
    tracemalloc.start()
    try:
        with file.open("rb") as opened:
            assert len(read_ndw(opened, CITY).items) == 1
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
