"""The page that describes the json says what the json is: keys, chapters, tables and their columns."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from aovconsole.desk.evaluation_export import EvaluationExport
from aovconsole.domain.report_facts import Answer, EvaluationFacts, Finding, FollowUp, Reaction, Recommendation
from aovconsole.exports.evaluation import evaluation_report
from aovconsole.exports.evaluation_source import Checked
from aovconsole.exports.report import Report
from aovconsole.exports.report_data import SCHEMA, report_json
from tests.exports.report_day import CMT, hard_day
from tests.require import REPOSITORY

PAGE = (REPOSITORY / "docs" / "evaluatie-schema.md").read_text(encoding="utf-8")
FACTS = EvaluationFacts(
    findings=(Finding("crowd", "well", "x"),),
    recommendations=(Recommendation("1", "x"),),
    follow_up=(FollowUp("x", "y"),),
    answers=(Answer("x"),),
    reactions=(Reaction("x", "y"),),
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report that has every table."""
    desk = hard_day(tmp_path_factory.mktemp("day") / "home")
    desk.demonstrations.add(place="Markt")
    source = EvaluationExport(desk.seat).source(CMT)
    desk.journal.close()
    return evaluation_report(replace(source, facts=FACTS, checked=Checked(1, ("fout",))))


@pytest.fixture(scope="module")
def document(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report_json(report))
    return found


def listed(head: str) -> list[tuple[str, str]]:
    """The rows of the table of the page under a heading."""
    part = PAGE.partition(f"## {head}")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \| (.+) \|$", part, re.MULTILINE)


def test_the_keys_of_the_document_are_on_the_page(document: dict[str, Any]) -> None:
    assert document["schema"] == SCHEMA and f"`{SCHEMA}`" in PAGE
    assert [key for key, _ in listed("Het document")] == list(document)


def test_the_chapters_are_on_the_page_in_their_order(document: dict[str, Any]) -> None:
    part = PAGE.partition("## De hoofdstukken")[2].partition("\n## ")[0]
    assert re.findall(r"`([a-z]+)`", part) == [one["key"] for one in document["chapters"]]


def test_every_table_is_on_the_page_with_its_columns(document: dict[str, Any]) -> None:
    tables: dict[str, str] = {}
    for block in (block for one in document["chapters"] for block in one["blocks"]):
        if block["type"] == "table":
            tables[block["key"]] = " ".join(f"`{column['key']}`" for column in block["columns"])
            assert all(list(row) == [column["key"] for column in block["columns"]] for row in block["rows"])
    assert dict(listed("De tabellen")) == tables


def test_every_block_has_the_keys_of_the_page(document: dict[str, Any]) -> None:
    keys = {
        "paragraph": {"type", "text", "warning"}, "heading": {"type", "text"}, "list": {"type", "items"},
        "figure": {"type", "key", "caption", "spoken"}, "table": {"type", "key", "caption", "columns", "rows"},
    }  # fmt: skip
    for block in (block for one in document["chapters"] for block in one["blocks"]):
        assert set(block) == keys[block["type"]]
