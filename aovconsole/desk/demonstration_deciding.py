"""What is decided about a demonstration: conditions, decision and its service, instructions, the order to end."""

from __future__ import annotations

from datetime import datetime

from aovconsole.desk.demonstration_reading import notice_of_row
from aovconsole.desk.demonstration_steps import DemonstrationStanding, add_steps
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.demonstration_steps import (
    BAN_GROUNDS,
    END_GROUNDS,
    GROUNDS,
    OUTCOMES,
    ConditionSet,
    Decided,
    DecisionServed,
    DemonstrationPayload,
    Instructed,
    OrderedToEnd,
    ReviewBegun,
)
from aovconsole.domain.demonstration_words import BAN_GROUNDS as BAN_WORDS
from aovconsole.domain.demonstration_words import END_GROUNDS as END_WORDS
from aovconsole.domain.demonstration_words import GROUNDS as GROUND_WORDS
from aovconsole.domain.demonstration_words import STATES
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import load_terms, sound


class DecidingDesk:
    """The part of the demonstrations' desk where the burgemeester's powers of the Wom are recorded."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def review(self, number: str, *, by: str = "", at: datetime | None = None) -> SubjectRow:
        """Log that the notice is being looked at.

        Raises:
            CommandRefused: it is being looked at or decided already.
        """

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            if standing.row.status not in ("received", "spontaneous"):
                raise CommandRefused(f"{standing.row.number} is al verder: {_state(standing)}")
            return [ReviewBegun(clean(by.strip()))]

        return add_steps(self._seat, number, steps, at)

    def condition(
        self, number: str, text: str, *, ground: str, reason: str, at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Prepare a condition or restriction on one of the three grounds, with its reason; it is numbered.

        Raises:
            CommandRefused: text or reason is empty, another ground, or there was no notice.
        """
        what, why = wanted(text, "het voorschrift"), wanted(reason, "de reden")
        _known(ground, GROUNDS, GROUND_WORDS)

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            standing.notified("een voorschrift")
            return [ConditionSet(standing.next_number("V"), what, ground, why)]

        return add_steps(self._seat, number, steps, at, draft_id)

    def decide(
        self,
        number: str,
        outcome: str,
        *,
        by: str,
        capacity: str = "",
        ground: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log what the burgemeester decided on the notice: by whom, in what capacity; why, for a prohibition.

        Raises:
            CommandRefused: no such outcome, nobody named, conditions without any, a prohibition without a ground of
                Wom art. 5 or its reason, or there was no notice.
        """
        if outcome not in OUTCOMES:
            raise CommandRefused(f"{clean(outcome)} bestaat niet: kies {', '.join(OUTCOMES)}")
        who = wanted(by, "door wie")
        why = clean(reason.strip())
        deciders = sound(load_terms, self._seat.journal.home).demonstration_deciders
        if outcome in ("with_conditions", "prohibited") and name_key(who) not in map(name_key, deciders):
            raise CommandRefused(f"{who} kan dit niet besluiten: dat doet {' of '.join(deciders)}")
        if outcome == "prohibited":
            _known(ground, BAN_GROUNDS, BAN_WORDS)
            why = wanted(reason, "de reden")
        elif ground:
            raise CommandRefused("een grond hoort bij een verbod, of bij elk voorschrift apart")

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            if standing.row.status == "cancelled":
                raise CommandRefused(f"{standing.row.number} gaat niet door")
            held = self._held(standing, outcome, ground)
            return [Decided(outcome, who, clean(capacity.strip()), ground, why, held)]

        return add_steps(self._seat, number, steps, at, draft_id)

    def _held(self, standing: DemonstrationStanding, outcome: str, ground: str) -> tuple[str, ...]:
        """The conditions that a decision holds; refuses what the law does not know."""
        if outcome == "noted":
            return ()
        standing.notified("een verbod" if outcome == "prohibited" else "een voorschrift")
        if ground == "late_notice" and notice_of_row(self._seat, standing.row).state == "within":
            raise CommandRefused(f"de kennisgeving van {standing.row.number} kwam binnen de termijn")
        if outcome == "prohibited":
            return ()
        held = tuple(one["record_id"] for one in standing.body["conditions"])
        if not held:
            raise CommandRefused(f"{standing.row.number} heeft nog geen voorschrift: leg dat eerst vast met zijn grond")
        return held

    def served(
        self, number: str, *, via: str, by: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log that the last decision was made known to the notifier, and how.

        Raises:
            CommandRefused: nobody says how, there is no decision, it was done already, or before the decision.
        """
        how = wanted(via, "hoe het is bekendgemaakt")

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            decision = standing.body["decision"]
            if not decision:
                raise CommandRefused(f"over {standing.row.number} is nog niet besloten")
            if standing.body["served_at"]:
                raise CommandRefused(f"dit besluit is al bekendgemaakt ({standing.shown(standing.body['served_at'])})")
            if standing.at[:16] < decision["at"][:16]:  # a typed minute is the whole minute
                raise CommandRefused(f"dat ligt voor het besluit ({standing.shown(decision['at'])})")
            return [DecisionServed(decision["record_id"], how, clean(by.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def instruct(
        self, number: str, text: str, *, reason: str, by: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log an instruction given during the demonstration (Wom art. 6); it is numbered.

        Raises:
            CommandRefused: text or reason is empty, or it does not take place.
        """
        what, why = wanted(text, "de aanwijzing"), wanted(reason, "de reden")

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            _takes_place(standing)
            return [Instructed(standing.next_number("W"), what, why, clean(by.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def order_end(
        self, number: str, *, ground: str, reason: str, by: str, at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log the order to end the demonstration and to disperse (Wom art. 7).

        Raises:
            CommandRefused: another ground, no reason, nobody named, or it does not take place.
        """
        _known(ground, END_GROUNDS, END_WORDS)
        ordered = OrderedToEnd(ground, wanted(reason, "de reden"), wanted(by, "door wie"))

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            _takes_place(standing)
            return [ordered]

        return add_steps(self._seat, number, steps, at, draft_id)


def _known(ground: str, grounds: tuple[str, ...], words: dict[str, str]) -> None:
    if ground not in grounds:
        choices = ", ".join(f"{key} ({words[key]})" for key in grounds)
        said = f"grond {clean(ground)} bestaat niet" if ground else "de grond ontbreekt"
        raise CommandRefused(f"{said}: kies {choices}")


def _takes_place(standing: DemonstrationStanding) -> None:
    if standing.row.status == "cancelled":
        raise CommandRefused(f"{standing.row.number} gaat niet door")


def _state(standing: DemonstrationStanding) -> str:
    return STATES.get(standing.row.status, standing.row.status)
