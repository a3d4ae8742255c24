"""The desk: everything that a person can ask for, by subject."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aovconsole.desk.seat import Seat
from aovconsole.domain.times import AMSTERDAM
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Journal, Operator

if TYPE_CHECKING:
    from aovconsole.desk.agreements import AgreementDesk
    from aovconsole.desk.archives import ArchiveDesk
    from aovconsole.desk.attachments import AttachmentDesk
    from aovconsole.desk.calendars import CalendarDesk
    from aovconsole.desk.clashes import ClashDesk
    from aovconsole.desk.cmt import CmtDesk
    from aovconsole.desk.crowd import CrowdDesk
    from aovconsole.desk.demonstrations import DemonstrationDesk
    from aovconsole.desk.erasures import ErasureDesk
    from aovconsole.desk.evenementen import EvenementDesk
    from aovconsole.desk.exercise import ExerciseDesk
    from aovconsole.desk.feeds import FeedDesk
    from aovconsole.desk.handovers import HandoverDesk
    from aovconsole.desk.ifthens import IfThenDesk
    from aovconsole.desk.incidents import IncidentDesk
    from aovconsole.desk.log import LogDesk
    from aovconsole.desk.matches import MatchDesk
    from aovconsole.desk.measures import MeasureDesk
    from aovconsole.desk.meetings import MeetingDesk
    from aovconsole.desk.paper import PaperDesk
    from aovconsole.desk.persons import PersonDesk
    from aovconsole.desk.plans import PlanDesk
    from aovconsole.desk.presence import PresenceDesk
    from aovconsole.desk.recommendations import RecommendationDesk
    from aovconsole.desk.response import ResponseDesk
    from aovconsole.desk.retention import RetentionDesk
    from aovconsole.desk.roster import RosterDesk
    from aovconsole.desk.signals import SignalDesk
    from aovconsole.desk.sitreps import SitrepDesk
    from aovconsole.desk.subscriptions import SubscriptionDesk
    from aovconsole.desk.tables import TableDesk
    from aovconsole.domain.entry import KnownNames


class Desk:
    """The one door for commands and screens; each part checks, builds records and appends them.

    A part is loaded when it is first used: a single line must not wait for the calendar.
    """

    def __init__(
        self,
        journal: Journal,
        operator: Operator,
        known: Callable[[], KnownNames],
        zone: ZoneInfo = AMSTERDAM,
    ) -> None:
        self.journal = journal
        self.operator = operator
        self.zone = zone
        self.seat = Seat(journal, operator, known, zone)

    @property
    def reading(self) -> Reading:
        """Questions to the read tables, on the connection of this thread."""
        return self.journal.reading

    @cached_property
    def log(self) -> LogDesk:
        """Log lines."""
        from aovconsole.desk.log import LogDesk

        return LogDesk(self.seat)

    @cached_property
    def incidents(self) -> IncidentDesk:
        """Incidents."""
        from aovconsole.desk.incidents import IncidentDesk

        return IncidentDesk(self.seat)

    @cached_property
    def response(self) -> ResponseDesk:
        """Who knows of an incident, its clocks, its lead, its nafase."""
        from aovconsole.desk.response import ResponseDesk

        return ResponseDesk(self.seat)

    @cached_property
    def evenementen(self) -> EvenementDesk:
        """Evenementen."""
        from aovconsole.desk.evenementen import EvenementDesk

        return EvenementDesk(self.seat)

    @cached_property
    def demonstrations(self) -> DemonstrationDesk:
        """Demonstrations."""
        from aovconsole.desk.demonstrations import DemonstrationDesk

        return DemonstrationDesk(self.seat)

    @cached_property
    def cmt(self) -> CmtDesk:
        """CMT days."""
        from aovconsole.desk.cmt import CmtDesk

        return CmtDesk(self.seat)

    @cached_property
    def crowd(self) -> CrowdDesk:
        """How busy it is, per place of a dossier."""
        from aovconsole.desk.crowd import CrowdDesk

        return CrowdDesk(self.seat)

    @cached_property
    def paper(self) -> PaperDesk:
        """Paper log sheets of a dossier."""
        from aovconsole.desk.paper import PaperDesk

        return PaperDesk(self.seat)

    @cached_property
    def plans(self) -> PlanDesk:
        """Scenario templates that were put on a day."""
        from aovconsole.desk.plans import PlanDesk

        return PlanDesk(self.seat)

    @cached_property
    def exercise(self) -> ExerciseDesk:
        """The exercise of this home."""
        from aovconsole.desk.exercise import ExerciseDesk

        return ExerciseDesk(self.seat, lambda: self.plans, lambda: self.cmt)

    @cached_property
    def agreements(self) -> AgreementDesk:
        """Actions and decisions."""
        from aovconsole.desk.agreements import AgreementDesk

        return AgreementDesk(self.seat)

    @cached_property
    def presence(self) -> PresenceDesk:
        """Who is at the table of a CMT day, who chairs, who keeps the log."""
        from aovconsole.desk.presence import PresenceDesk

        return PresenceDesk(self.seat)

    @cached_property
    def meetings(self) -> MeetingDesk:
        """The meetings of a CMT day."""
        from aovconsole.desk.meetings import MeetingDesk

        return MeetingDesk(self.seat)

    @cached_property
    def handovers(self) -> HandoverDesk:
        """The handover of a duty."""
        from aovconsole.desk.handovers import HandoverDesk

        return HandoverDesk(self)

    @cached_property
    def ifthens(self) -> IfThenDesk:
        """What was agreed to do if something happens."""
        from aovconsole.desk.ifthens import IfThenDesk

        return IfThenDesk(self.seat)

    @cached_property
    def matches(self) -> MatchDesk:
        """Football matches and the conduct register."""
        from aovconsole.desk.matches import MatchDesk

        return MatchDesk(self.seat)

    @cached_property
    def clashes(self) -> ClashDesk:
        """What stands in each other's way."""
        from aovconsole.desk.clashes import ClashDesk

        return ClashDesk(self.seat)

    @cached_property
    def measures(self) -> MeasureDesk:
        """The burgemeester's powers, prepared and used."""
        from aovconsole.desk.measures import MeasureDesk

        return MeasureDesk(self.seat)

    @cached_property
    def sitreps(self) -> SitrepDesk:
        """Situation reports."""
        from aovconsole.desk.sitreps import SitrepDesk

        return SitrepDesk(self.seat)

    @cached_property
    def feeds(self) -> FeedDesk:
        """Sources of signals."""
        from aovconsole.desk.feeds import FeedDesk

        return FeedDesk(self.seat)

    @cached_property
    def signals(self) -> SignalDesk:
        """Signals from outside."""
        from aovconsole.desk.signals import SignalDesk

        return SignalDesk(self.seat, self.feeds)

    @cached_property
    def roster(self) -> RosterDesk:
        """Who has which duty."""
        from aovconsole.desk.roster import RosterDesk

        return RosterDesk(self.seat)

    @cached_property
    def evaluations(self) -> RecommendationDesk:
        """Evaluations, their findings and recommendations."""
        from aovconsole.desk.recommendations import RecommendationDesk

        return RecommendationDesk(self.seat)

    @cached_property
    def calendar(self) -> CalendarDesk:
        """Calendars of others."""
        from aovconsole.desk.calendars import CalendarDesk

        return CalendarDesk(self.seat)

    @cached_property
    def subscriptions(self) -> SubscriptionDesk:
        """Calendars of others that are asked again by themselves."""
        from aovconsole.desk.subscriptions import SubscriptionDesk

        return SubscriptionDesk(self.seat, self.calendar)

    @cached_property
    def tables(self) -> TableDesk:
        """The csv of a past year."""
        from aovconsole.desk.tables import TableDesk

        return TableDesk(self.seat)

    @cached_property
    def erasures(self) -> ErasureDesk:
        """Erasing what records hold."""
        from aovconsole.desk.erasures import ErasureDesk

        return ErasureDesk(self.seat)

    @cached_property
    def persons(self) -> PersonDesk:
        """What is held about somebody."""
        from aovconsole.desk.persons import PersonDesk

        return PersonDesk(self.seat)

    @cached_property
    def retention(self) -> RetentionDesk:
        """What may be destroyed when."""
        from aovconsole.desk.retention import RetentionDesk

        return RetentionDesk(self.seat)

    @cached_property
    def archives(self) -> ArchiveDesk:
        """The package of a closed dossier for the archive."""
        from aovconsole.desk.archives import ArchiveDesk

        return ArchiveDesk(self.seat)

    @cached_property
    def attachments(self) -> AttachmentDesk:
        """Files kept with a dossier."""
        from aovconsole.desk.attachments import AttachmentDesk

        return AttachmentDesk(self.seat)
