"""If-then agreements: what was agreed to do if something happens, within a dossier or for the whole desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item


@dataclass(frozen=True, slots=True)
class IfThenAgreed:
    """If this happens, then that is done, by whom."""

    kind: ClassVar[str] = "ifthen.agreed"
    version: ClassVar[int] = 1
    number: str
    condition: str
    then: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class IfThenEnded:
    """The agreement holds no longer; `reason` says why, or that it came to pass."""

    kind: ClassVar[str] = "ifthen.ended"
    version: ClassVar[int] = 1
    reason: str = ""


IfThenPayload: TypeAlias = IfThenAgreed | IfThenEnded


@dataclass(frozen=True, slots=True)
class IfThen:
    """The state of one agreement: open, or closed with the reason."""

    number: str
    condition: str
    then: str
    owner: str
    status: str
    agreed_at: Instant
    ended_at: Instant
    ended_reason: str

    @property
    def sentence(self) -> str:
        """The agreement as it is said."""
        return sentence(self.condition, self.then, self.owner)


def sentence(condition: str, then: str, owner: str) -> str:
    """An agreement in one sentence."""
    return f"als {condition}, dan {then}" + (f" ({owner})" if owner else "")


def fold(pairs: Sequence[tuple[Record, IfThenPayload]]) -> IfThen | None:
    """The state of an agreement; None while its first record has not arrived."""
    first = next(((record, said) for record, said in pairs if isinstance(said, IfThenAgreed)), None)
    if first is None:
        return None
    record, agreed = first
    ends = [(rec.occurred_at, said.reason) for rec, said in history_of(pairs) if isinstance(said, IfThenEnded)]
    ended_at, reason = ends[0] if ends else ("", "")
    return IfThen(
        agreed.number, agreed.condition, agreed.then, agreed.owner, "closed" if ends else "open",
        record.occurred_at, ended_at, reason,
    )  # fmt: skip


def tables(pairs: Sequence[tuple[Record, IfThenPayload]]) -> Tables:
    """The agreement's row, and one timeline item for each step."""
    view = fold(pairs)
    if view is None:
        return Tables()
    record = next(rec for rec, said in pairs if isinstance(said, IfThenAgreed))
    row = SubjectRow(
        record.subject, "ifthen", record.dossier, view.number, view.sentence, view.status,
        view.agreed_at, view.ended_at, "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(item(rec, "ifthen", _said(said, view), dossier=rec.dossier) for rec, said in pairs))


def _said(payload: IfThenPayload, view: IfThen) -> str:
    if isinstance(payload, IfThenAgreed):
        return f"{view.number} {view.sentence}"
    return f"{view.number} geldt niet meer" + (f": {payload.reason}" if payload.reason else "")


PAYLOADS = (IfThenAgreed, IfThenEnded)
FOLDS = {"ifthen": tables}
