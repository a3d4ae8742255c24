"""Decisions at the desk: taken with text and owner at once, grounded then or later, checked, replaced, withdrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

from aovconsole.desk.seat import Seat, wanted, within_minute
from aovconsole.domain.decision import Said, parts_of
from aovconsole.domain.decision_steps import (
    OUTCOMES,
    WITHDRAWABLE,
    DecisionChecked,
    DecisionGrounded,
    DecisionMade,
    DecisionPayload,
    DecisionReplaced,
    DecisionStepWithdrawn,
    DecisionWithdrawn,
)
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, NumberUnknown
from aovconsole.journal.reading import Reading, nearest
from aovconsole.journal.store import Writing


class Grounds(TypedDict, total=False):
    """What can be said of a decision beside its text; what is left out, or empty, says nothing.

    `picture` holds ids of log lines, `decider` a function, `structure` where it sat (CMT, driehoek, GBT …), `capacity`
    its legal capacity (hoedanigheid), `basis` a power of `data/powers.toml` by its name or key, or free text.
    """

    picture: Sequence[str]
    picture_text: str
    options: Sequence[str]
    risks: Sequence[str]
    judgement: str
    proportionality: str
    decider: str
    structure: str
    capacity: str
    advice: Sequence[Said]
    dissent: Sequence[Said]
    basis: str
    owner: str
    communication: str
    check_at: datetime


_TO_THE_MINUTE = len("2027-02-07T14:10")
"""A moment of checking is typed in whole minutes: the minute that runs is not past."""

Step = Callable[[SubjectRow, dict[str, Any], Writing], DecisionPayload]
"""Gives the payload of a step, from the decision's row and body as they are under the write lock."""


def said_from(typed: str) -> Said:
    """Read `politie: te vroeg` as who and what; without a colon and a space nobody is named."""
    found = re.fullmatch(r"([^:]{1,60}):\s+(.+)", typed.strip(), re.DOTALL)
    return Said(found[1].strip(), found[2].strip()) if found else Said("", typed.strip())


class DecisionDesk:
    """What can be asked about decisions."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def decide(
        self,
        dossier: str,
        text: str,
        *,
        prepared: str = "",
        replaces: str = "",
        at: datetime | None = None,
        draft_id: str = "",
        **grounds: Unpack[Grounds],
    ) -> SubjectRow:
        """Log a decision in a dossier: text and owner are enough, the grounds may come now or later (`ground`).

        `prepared` names the prepared decision of a template that it came from, `replaces` the number (or subject) of
        the decision that it takes the place of; `at` is when it was taken, None is now.

        Raises:
            CommandRefused: the text is empty, a line or the replaced decision is not there or does not stand, or a
                time lies wrong.
        """
        subject, moment = self._seat.dossier(dossier), self._seat.happened(at)
        what, source = wanted(text, "het besluit"), clean(prepared.strip())
        owner, given = clean(grounds.pop("owner", "").strip()), self._grounds(grounds)

        def build(writing: Writing) -> list[Draft]:
            if draft_id and writing.record(draft_id):
                return [Draft(DecisionMade("", what), id=draft_id)]
            decided_at, made_id = moment or writing.now, draft_id or writing.new_id()
            self._must_fit(writing, subject, decided_at, source)
            _checked_lines(writing, given)
            _not_before(given.check_at, decided_at)
            old = _replaced(in_dossier(writing, subject, "decision", replaces), moment) if replaces else None
            names = (old.subject, old.number) if old else ("", "")
            number = writing.next_in_dossier("B", subject)
            drafts = [Draft(DecisionMade(number, what, "", owner, source, *names), made_id, subject, moment, made_id)]
            drafts += [Draft(given, made_id, subject, moment)] if parts_of(given) else []
            drafts += [Draft(DecisionReplaced(made_id, number), old.subject, subject, moment)] if old else []
            return drafts

        return self._written(build)

    def ground(
        self, dossier: str, number: str, *, at: datetime | None = None, draft_id: str = "", **grounds: Unpack[Grounds]
    ) -> SubjectRow:
        """Give (more) grounds of a decision: lists grow, a text takes the place of the text that stood there.

        Raises:
            CommandRefused: nothing is given, there is no such decision or line, or a time lies wrong.
        """
        given = self._grounds(grounds)
        if not parts_of(given):
            raise CommandRefused("er is niets ingevuld")

        def step(row: SubjectRow, body: dict[str, Any], writing: Writing) -> DecisionPayload:
            _checked_lines(writing, given)
            _not_before(given.check_at, row.begin_at)
            known = dict(body["standing"])
            named = {id_ for part in (*parts_of(given), "power") for id_ in known.get(part, ())}
            return replace(given, replaced=tuple(sorted(named)))

        return self._stepped(dossier, number, step, at, draft_id)

    def check(
        self,
        dossier: str,
        number: str,
        outcome: str,
        *,
        note: str = "",
        by: str = "",
        check_at: datetime | None = None,
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Say whether a decision worked (yes, partly, no), in the name of which function, and when to ask again.

        Raises:
            CommandRefused: no such outcome or decision, it was withdrawn, or a time lies wrong.
        """
        if outcome not in OUTCOMES:
            raise CommandRefused(f"{clean(outcome)} bestaat niet: kies {', '.join(OUTCOMES)}")
        again = stored(check_at) if check_at else ""
        told = DecisionChecked(outcome, clean(note.strip()), clean(by.strip()), again)

        def step(row: SubjectRow, _body: dict[str, Any], writing: Writing) -> DecisionPayload:
            if row.status == "withdrawn":
                raise CommandRefused(f"{row.number} is ingetrokken")
            _not_before(again, moment or writing.now)
            return told

        moment = self._seat.happened(at)
        return self._stepped(dossier, number, step, at, draft_id)

    def withdraw(self, dossier: str, number: str, reason: str, *, at: datetime | None = None) -> SubjectRow:
        """Withdraw a decision that stands, for a reason.

        Raises:
            CommandRefused: no reason, no such decision, or it does not stand any more.
        """
        why = wanted(reason, "de reden")

        def step(row: SubjectRow, _body: dict[str, Any], _writing: Writing) -> DecisionPayload:
            _standing(row)
            return DecisionWithdrawn(why)

        return self._stepped(dossier, number, step, at)

    def undo(self, dossier: str, number: str, record_id: str, reason: str) -> SubjectRow:
        """Let a mistaken step of a decision fall away (grounds, check, replacement, withdrawal); it stays readable.

        Raises:
            CommandRefused: no reason, or there is no such step.
        """
        why = wanted(reason, "de reden")

        def step(row: SubjectRow, _body: dict[str, Any], writing: Writing) -> DecisionPayload:
            record = writing.record(record_id)
            payload = decode(record) if record and record.subject == row.subject else None
            if not isinstance(payload, WITHDRAWABLE):
                raise CommandRefused(f"{row.number} heeft geen stap {clean(record_id)} die kan vervallen")
            return DecisionStepWithdrawn(record_id, why)

        return self._stepped(dossier, number, step, None)

    def find_decision(self, dossier: str, number: str) -> SubjectRow:
        """The row of the decision with this number in a dossier (its number or subject; empty is the general log).

        Raises:
            NumberUnknown: no decision there carries it; the nearest numbers are offered.
            CommandRefused: two stations with the same letters gave it out.
        """
        return in_dossier(self._seat.reading, self._seat.dossier(dossier), "decision", number)

    def _must_fit(self, reading: Reading, dossier: str, at: Instant, prepared: str) -> None:
        """Refuse a time at which the CMT did not sit, and a prepared decision that its plan does not hold."""
        row = reading.subject(dossier)
        self._seat.not_long_before(row, at)
        self._seat.not_after_end(row, at)
        plan = reading.subject(str(json.loads(row.body).get("plan") or "")) if row and row.type == "cmt" else None
        known = [one["id"] for one in json.loads(plan.body)["decisions"]] if plan else []
        if plan and prepared and prepared not in known:
            lies = ", ".join(known) or "niets"
            raise CommandRefused(f"in {plan.number} ligt geen besluit {prepared} klaar; wel: {lies}")

    def _grounds(self, given: Grounds) -> DecisionGrounded:
        """The grounds as a payload, cleaned."""
        power, basis = self._basis(given.get("basis", ""))
        check_at = given.get("check_at")
        advice, dissent = _all_said(given.get("advice", ())), _all_said(given.get("dissent", ()))
        texts: dict[str, Any] = {
            name: clean(str(given.get(name, "")).strip(), lines=True)
            for name in (
                "picture_text", "judgement", "proportionality", "decider", "structure", "capacity", "owner",
                "communication",
            )
        }  # fmt: skip
        return DecisionGrounded(
            picture=_listed(given.get("picture", ())),
            options=_listed(given.get("options", ())),
            risks=_listed(given.get("risks", ())),
            advice=tuple(one.text for one in advice),
            advice_by=tuple(one.by for one in advice),
            dissent=tuple(one.text for one in dissent),
            dissent_by=tuple(one.by for one in dissent),
            power=power,
            basis=basis,
            check_at=stored(check_at) if check_at else "",
            **texts,
        )

    def _basis(self, typed: str) -> tuple[str, str]:
        """The key and the name of the power that is meant; free text has no key."""
        text = clean(typed.strip())
        if not text:
            return "", ""
        from aovconsole.reference.files import load_powers, sound  # most decisions name no power

        wanted_key = name_key(text)
        powers = sound(load_powers, self._seat.journal.home).powers
        found = next((one for one in powers if wanted_key in (name_key(one.key), name_key(one.name))), None)
        return (found.key, found.name) if found else ("", text)

    def _stepped(self, dossier: str, number: str, step: Step, at: datetime | None, draft_id: str = "") -> SubjectRow:
        subject, moment = self._seat.dossier(dossier), self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            row = in_dossier(writing, subject, "decision", number)
            if draft_id and (filed := writing.record(draft_id)):
                return [Draft(DecisionWithdrawn(), filed.subject, subject, id=draft_id)]
            happened = within_minute(moment, row.begin_at) if moment else None
            if happened and happened < row.begin_at:
                raise CommandRefused(f"dat ligt voor het besluit {row.number}")
            payload = step(row, json.loads(row.body), writing)
            return [Draft(payload, row.subject, subject, happened, draft_id)]

        return self._written(build)

    def _written(self, build: Callable[[Writing], list[Draft]]) -> SubjectRow:
        row = self._seat.reading.subject(self._seat.write(build)[0].subject)
        assert row is not None, "an agreement that was just written has a row"
        return row


def in_dossier(reading: Reading, dossier: str, type_: str, number: str) -> SubjectRow:
    """The row of the action, decision, meeting or recommendation with this number (or subject) in a dossier.

    Raises:
        NumberUnknown: none there carries it; the nearest numbers are offered.
        CommandRefused: two stations with the same letters gave it out.
    """
    asked = clean(number).strip()
    known = reading.in_dossier(dossier, type_)
    rows = [row for row in known if asked.upper() == row.number or asked == row.subject]
    if not rows:
        raise NumberUnknown(asked, nearest(asked, [row.number for row in known]))
    if len(rows) > 1:
        ids = " of ".join(row.subject for row in rows)
        raise CommandRefused(f"{asked} is bij twee stations uitgegeven; noem {_NAMED[type_]} met het id: {ids}")
    return rows[0]


_NAMED = {
    "action": "de actie",
    "decision": "het besluit",
    "meeting": "de vergadering",
    "recommendation": "de aanbeveling",
}


def _standing(row: SubjectRow) -> SubjectRow:
    """A decision that stands.

    Raises:
        CommandRefused: it was withdrawn or replaced.
    """
    if row.status == "withdrawn":
        raise CommandRefused(f"{row.number} is al ingetrokken")
    if row.status == "replaced":
        raise CommandRefused(f"{row.number} is al vervangen door {json.loads(row.body)['replaced_by']}")
    return row


def _replaced(row: SubjectRow, decided_at: Instant | None) -> SubjectRow:
    """A decision that a later one takes the place of.

    Raises:
        CommandRefused: it does not stand, or was taken later.
    """
    if decided_at and row.begin_at[:_TO_THE_MINUTE] > decided_at[:_TO_THE_MINUTE]:
        raise CommandRefused(f"{row.number} is van later en kan hier niet door worden vervangen")
    return _standing(row)


def _checked_lines(reading: Reading, given: DecisionGrounded) -> None:
    """Refuse a picture of what is no log line."""
    for record_id in given.picture:
        line = reading.line(record_id)
        if line is None or line.type != "line":
            raise CommandRefused(f"er is geen regel {record_id}")


def _not_before(check_at: Instant, decided_at: Instant) -> None:
    if check_at and check_at[:_TO_THE_MINUTE] < decided_at[:_TO_THE_MINUTE]:
        raise CommandRefused("het toetsmoment ligt in het verleden")


def _listed(typed: Sequence[str]) -> tuple[str, ...]:
    found = (clean(one.strip()) for one in typed)
    return tuple(dict.fromkeys(one for one in found if one))


def _all_said(given: Sequence[Said]) -> tuple[Said, ...]:
    found = (Said(clean(one.by.strip()), clean(one.text.strip())) for one in given)
    return tuple(one for one in found if one.text)
