"""A plan on paper: what is in it, what is still to be confirmed, and nothing that a text can do."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Literal

import pytest
from pypdf import PdfReader

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CannotStore, CommandRefused
from aovconsole.exports.plan_print import plan_file
from aovconsole.scenarios.reading import templates
from tests.builders import desk_at
from tests.desk.plans import put
from tests.exports.tags import read
from tests.exports.test_paper_sheets import ODD

pytestmark = pytest.mark.all

GOLDEN = Path(__file__).parent / "golden"
PL = "PL-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the small plan, one line of it done and one added by hand."""
    put(tmp_path / "home")
    desk = desk_at(tmp_path / "home")
    row = desk.plans.start("proef", "2027-02-14")
    keys = [line.key for line in desk.plans.lines(row)]
    desk.plans.mark(PL, keys[0], "done", note="foto", by="THOR")
    desk.plans.add_line(PL, "bord *ophangen*", owner="THOR", where=["Vrijthof"])
    return desk


def printed(desk: Desk, type_: Literal["html", "pdf"], row: SubjectRow | None = None) -> bytes:
    found = row or desk.plans.find(PL)
    return plan_file(type_, found, {"urgent_search": "met spoed"}, "test", desk.seat.now, desk.zone)


def text_of(contents: bytes) -> str:
    """What a reader of PDF reads, all pages, without line breaks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(contents)).pages).split())


def test_the_page_is_that_of_the_golden_file(desk: Desk) -> None:
    assert printed(desk, "html").decode() == (GOLDEN / "plan.html").read_text(encoding="utf-8")


@pytest.mark.all
def test_the_pdf_tells_the_same_and_is_the_same_each_time(desk: Desk) -> None:
    made = printed(desk, "pdf")
    assert made == printed(desk, "pdf")
    reader = PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl" and root["/StructTreeRoot"] and root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    text, page = text_of(made), " ".join(read(printed(desk, "html").decode()).text.split())
    for told in (
        "Hoeveel mensen?", "het schot", "ochtend", "bord *ophangen*", "gereed: foto", "Capaciteit:", "te bevestigen",
        "Bronnen", "verzonnen", "Voorbereide besluiten", "anders dan de tekst", "Schrijf het nummer zelf op",
        "dag te bevestigen",
    ):  # fmt: skip
        assert told in text, told
        assert told in page, told


@pytest.mark.all
@pytest.mark.parametrize("name", ODD)
def test_text_of_people_is_only_text(desk: Desk, name: str) -> None:
    row = desk.plans.find(PL)
    text = ODD[name][:300]
    odd = _put(json.loads(row.body), text)
    changed = row._replace(title=text, body=json.dumps(odd))
    page = printed(desk, "html", changed).decode("utf-8")
    assert read(page).tags == read(printed(desk, "html").decode()).tags
    told = text_of(printed(desk, "pdf", changed))
    assert "Bronnen" in told and "root:" not in told


def test_what_carries_a_mark_stays_off_the_paper(desk: Desk) -> None:
    desk.plans.add_line(PL, "kenteken 12-AB-3 !politie", owner="THOR")
    keys = [line.key for line in desk.plans.lines(desk.plans.find(PL)) if line.is_open]
    desk.plans.mark(PL, keys[0], "dropped", note="mevrouw Jansen ziek !privé")
    for contents in (printed(desk, "html").decode(), text_of(printed(desk, "pdf"))):
        assert "(weggelaten: merk)" in contents
        assert "12-AB-3" not in contents and "Jansen" not in contents


def _put(body: dict[str, Any], text: str) -> dict[str, Any]:
    """A body of which every text that a person or a template wrote is this one."""
    for name, keys in {
        "lines": ("what", "owner"), "questions": ("text", "ask"), "places": ("why",), "phases": ("name",),
        "roles": ("function", "task"), "decisions": ("title", "text", "decider"), "log_protocol": ("text",),
        "meetings": ("name",), "anchors": ("label",),
    }.items():  # fmt: skip
        body[name] = [{**one, **dict.fromkeys(keys, text)} for one in body[name]]
    return {**body, "summary": text}


@pytest.mark.all
@pytest.mark.parametrize("template", sorted(templates()))
def test_every_shipped_template_can_be_printed(tmp_path: Path, template: str) -> None:
    desk = desk_at(tmp_path / "home")
    row = desk.plans.start(template, "2027-07-03" if template != "carnaval" else "2027")
    for type_ in ("html", "pdf"):
        desk.plans.print_plan(row.number, str(tmp_path / f"plan.{type_}"))
    text = text_of((tmp_path / "plan.pdf").read_bytes())
    body = json.loads(row.body)
    for one in (*body["roles"], *body["decisions"], *body["places"]):
        told = " ".join(str(one.get("task") or one.get("title") or one["name"]).split())
        assert told in text or "-" in text, told
    root: Any = PdfReader(tmp_path / "plan.pdf").trailer["/Root"]
    assert "<pdfaid:part>2<" in root["/Metadata"].get_data().decode()


def test_a_file_that_stands_there_stays_unless_it_may_go(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_text("van een ander")
    with pytest.raises(CommandRefused, match="bestaat al; --force vervangt het"):
        desk.plans.print_plan(PL, str(file))
    assert file.read_text() == "van een ander"
    desk.plans.print_plan(PL, str(file), replace=True)
    assert file.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandRefused, match=r"eindigt op .html of .pdf"):
        desk.plans.print_plan(PL, str(tmp_path / "plan"))
    with pytest.raises(CannotStore, match="kan niet worden geschreven"):
        desk.plans.print_plan(PL, str(file / "plan.html"))
