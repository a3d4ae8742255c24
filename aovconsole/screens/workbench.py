"""What every screen is handed: the desk, the drafts, the one writer thread."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.drafts import Drafts


class Workbench(NamedTuple):
    """The desk with what the screens need around it.

    `title` is the name at the top left, `start_pos` the place in the order of arrival at which this session began,
    `rung` per CMT day what a bell was rung for: once, whichever screen is open.
    """

    desk: Desk
    drafts: Drafts
    writer: Executor
    title: str
    start_pos: int
    rung: dict[str, frozenset[str]]
