"""A handover as lines: its head, its matters in a list, one matter with everything that is passed on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.desk.handover_reading import sheet_of
from aovconsole.domain.handover import unread
from aovconsole.domain.handover_steps import STATE_WORDS
from aovconsole.domain.handover_words import HandoverPage, Section, Words
from aovconsole.domain.times import elapsed_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.journal.reading import LogRow
from aovconsole.screens.forms import body_of
from aovconsole.screens.widgets.painted import Line, cut, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

LABEL, MOST_LINES = 14, 40
ARRIVED, CONFIDED = "arrived", "confided"
"""The keys of what came in since a handover was made, and of the notes that stand in no export."""

_SIGNS = {"acuut": ("▲", "error"), "alert": ("●", "warning"), "rustig": ("○", "muted")}


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What screen 6 shows of a handover; without a `row` it is what a handover would hold now."""

    row: SubjectRow | None
    body: dict[str, Any]
    page: HandoverPage
    arrived: tuple[LogRow, ...]
    now: datetime

    @property
    def is_open(self) -> bool:
        """Whether it waits to be accepted."""
        return self.row is not None and self.row.status == "open"

    @property
    def read(self) -> Collection[str]:
        """The keys of the matters that the receiver went through."""
        return {one["matter"] for one in self.body["read"]}

    def section(self, key: str) -> Section | None:
        """What stands under a key of the list."""
        return next((one for one in self.sections if key_of(one) == key), None)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everything in the order in which it is passed on."""
        return (*self.page.matters, *self.page.rest)


def handover_view(desk: Desk, row: SubjectRow | None) -> HandoverView:
    """Read a handover; without one, what would be handed over now."""
    now = desk.seat.now
    words = Words(now, desk.zone)
    body = body_of(row) if row else _preview(desk)
    arrived = desk.handovers.arrived(row) if row else ()
    said = [f"{words.moment(one.at)}  {one.number} {one.stands}" for one in arrived]
    return HandoverView(row, body, words.page(body, said), arrived, now)


def _preview(desk: Desk) -> dict[str, Any]:
    sheet = sheet_of(desk, None)
    matters = [one | {"line": "", "aloud": one["aloud"]} for one in sheet["matters"]]
    return {
        "duty": "AOV", "number": "", "status": "open", "giver": "", "receiver": "", "made_at": "", "since": "",
        "taken_reason": "", "withdrawn_reason": "", "also_accepted": [], "head": "", "read": [], "confided": [],
        **sheet, "matters": matters,
    }  # fmt: skip


def key_of(section: Section) -> str:
    """The key of a section in the list: that of its matter, else its title."""
    return section.key or section.title


def head(view: HandoverView) -> Callable[[int], Sequence[Line]]:
    """From whom to whom, what state it is in, what is still to be done."""

    def draw(width: int) -> Sequence[Line]:
        body = view.body
        if view.row is None:
            begin = (("Over te dragen op dit moment", "strong"),)
            return (justified(begin, (("m maakt de overdracht", "muted"),), width), _tail(view, width))
        left = ((f"{body['number']}  ", "strong"), (f"{body['duty']}  {body['giver']} → {_to(body)}", "plain"))
        return (justified(left, (_state(view),), width), _tail(view, width))

    return draw


def _to(body: dict[str, Any]) -> str:
    return str(body["receiver"] or "nog niet genoemd")


def _state(view: HandoverView) -> tuple[str, str]:
    body, row = view.body, view.row
    assert row is not None, "only a handover that was made has a state"
    if row.status == "open":
        waits = elapsed_text(max(view.now - read_stored(row.begin_at), view.now - view.now))
        return f"! niet aanvaard, {waits}: dienst blijft bij {body['giver']}", "warning"
    if row.status == "accepted":
        how = "alleen overgenomen" if body["taken_reason"] else "aanvaard"
        return f"✓ {how} {Words(view.now).moment(row.end_at)}", "success"
    return "ingetrokken", "muted"


def _tail(view: HandoverView, width: int) -> Line:
    body = view.body
    if view.row is not None and view.row.status == "accepted":
        return ((cut(f"kop {body['head']}", width), "muted"),)
    left = len(unread(body)) if view.is_open else sum(one["aloud"] for one in body["matters"])
    said = [f"{len(body['matters'])} open", f"{left} voor te lezen" if left else "niets meer voor te lezen"]
    if view.arrived:
        said.append(f"{counted(len(view.arrived), 'regel', 'regels')} sinds zij gemaakt is")
    return ((cut(" · ".join(said), width), "muted"),)


def picks(view: HandoverView) -> Sequence[Pick]:
    """What came in since, the matters, the lists beside them."""
    rest = list(view.page.rest)
    first = [rest.pop(0)] if view.arrived else []
    found = [_beside(one) for one in first]
    found += [heading("OPEN ZAKEN", space=bool(first))]
    found += [_matter(one, one.key in view.read) for one in view.page.matters] or [remark("er staat niets open")]
    found += [heading("EN VERDER"), *(_beside(one) for one in rest)]
    if view.body["confided"]:
        found.append(_row(CONFIDED, "Vertrouwelijk", str(len(view.body["confided"]))))
    return found


def _matter(section: Section, read: bool) -> Pick:
    sign, look = _SIGNS.get(section.sign, ("○", "muted"))

    def draw(width: int) -> Sequence[Line]:
        state = (("✓ gelezen", "success") if read else ("lezen", "warning")) if section.aloud or read else ("", "")
        left = ((f"{sign} {section.sign:<7}", look), (section.title, "plain"))
        return (justified(left, (state,), width),)

    return Pick(section.key, draw)


def _beside(section: Section) -> Pick:
    return _row(key_of(section), section.title, str(sum(len(part.lines) for part in section.parts)))


def _row(key: str, title: str, count: str) -> Pick:
    return Pick(key, lambda width: (justified(((title, "plain"),), ((count, "muted"),), width),))


def detail(view: HandoverView, key: str) -> Callable[[int], Sequence[Line]]:
    """Everything under one key of the list, its labels in a column of their own."""
    section = view.section(key)
    if key == CONFIDED:
        return lambda width: [
            line for text in view.body["confided"] for line in wrapped([(text, "")], width, MOST_LINES)
        ]
    if section is None:
        return lambda _: ()

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = [*wrapped([(section.title, "head")], width, 3)]
        for part in section.parts:
            lines += _part(part.label, part.lines, width)
        return lines

    return draw


def _part(label: str, texts: Sequence[str], width: int) -> list[Line]:
    """Texts under their label, each of them wrapped beside it."""
    found: list[Line] = []
    for text in texts:
        look = "warning" if text.startswith(("!", "nog niet:")) else "plain"
        for line in wrapped([(text, look)], max(width - LABEL, 10), MOST_LINES):
            found.append(((fit("" if found else label, LABEL), "muted"), *line))
    return found


def state_names() -> tuple[str, ...]:
    """The states as a form offers them."""
    return tuple(STATE_WORDS.values())
