"""What was ever stored can be read for ever: a frozen sample of every kind and version of payload.

`frozen_payloads.json` was written by hand. A sample is never changed; a new kind or version adds one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest

from aovconsole.domain.kinds import all_payloads, decode, tables_of
from aovconsole.domain.record import Record, encode

SAMPLES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("frozen_payloads.json").read_text(encoding="utf-8"))


MOMENT = "2027-02-07T14:10:00.000000+00:00"


def record_of(sample: dict[str, Any]) -> Record:
    """The record that holds a sample."""
    return Record(
        1, "r", "test", "s", 1, "1802009400000-00000", "set", MOMENT, MOMENT, MOMENT, "", "d", "r",
        sample["kind"], sample["v"], sample["payload"], "", "", "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['kind']} v{sample['v']}")
def test_a_sample_says_what_it_said(sample: dict[str, Any]) -> None:
    payload = decode(record_of(sample))
    assert payload is not None
    assert (payload.kind, payload.version) == (sample["kind"], sample["v"])
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(payload).items()}
    assert {name: said[name] for name in sample["says"]} == sample["says"]
    tables = tables_of((record_of(sample),))
    assert not any(item.type == "unknown" for item in tables.items)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['kind']} v{sample['v']}")
def test_a_sample_would_be_written_so_again(sample: dict[str, Any]) -> None:
    payload = decode(record_of(sample))
    assert payload is not None
    assert encode(payload) == sample["payload"]


def test_every_kind_and_version_has_a_sample() -> None:
    known = {(kind, payload.version) for kind, payload in all_payloads().items()}
    assert known - {(sample["kind"], sample["v"]) for sample in SAMPLES} == set()


def test_every_field_of_a_kind_stands_in_a_sample() -> None:
    sampled: dict[str, set[str]] = {}
    for sample in SAMPLES:
        sampled.setdefault(sample["kind"], set()).update(json.loads(sample["payload"]))
    for kind, payload in all_payloads().items():
        optional = {field.name for field in fields(payload)}
        assert optional - sampled[kind] <= {"reason", "line"}, f"{kind}: no sample holds {optional - sampled[kind]}"
