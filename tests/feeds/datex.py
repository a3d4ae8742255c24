"""Short ways to write what NDW publishes."""

from __future__ import annotations

from collections.abc import Iterable

from aovconsole.domain.clash_places import Box
from aovconsole.feeds.ndw import Area

CITY = Area("Maastricht", Box(50.803805, 5.638866, 50.912003, 5.762925), (("Vrijthof", 50.849552, 5.689043),))
HERE = "50.84950 5.68900"
ELSEWHERE = "52.47948 4.65402"

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<mc:messageContainer xmlns:sit="http://datex2.eu/schema/3/situation" modelBaseVersion="3"'
    ' xmlns:mc="http://datex2.eu/schema/3/messageContainer" xmlns:loc="http://datex2.eu/schema/3/locationReferencing"'
    ' xmlns:com="http://datex2.eu/schema/3/common"><mc:payload xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:type="sit:SituationPublication"><com:publicationTime>2026-10-06T10:45:00Z</com:publicationTime>'
)
TAIL = "</mc:payload></mc:messageContainer>"

BEGIN, END = "2027-06-25T10:00:00Z", "2027-06-25T22:00:00Z"
BICYCLES = "<sit:publicEventType>bicycleRace</sit:publicEventType>"
CLOSED = "<sit:roadOrCarriagewayOrLaneManagementType>roadClosed</sit:roadOrCarriagewayOrLaneManagementType>"


def feed(*situations: str) -> bytes:
    """A whole publication."""
    return f"{HEAD}{''.join(situations)}{TAIL}".encode()


def situation(
    *records: str, identity: str = "NDW03_1", status: str = "real", version: str = "2026-06-01T08:30:27Z"
) -> str:
    """One situation of these records."""
    return (
        f'<sit:situation id="{identity}"><sit:situationVersionTime>{version}</sit:situationVersionTime>'
        f"<sit:headerInformation><com:informationStatus>{status}</com:informationStatus></sit:headerInformation>"
        f"{''.join(records)}</sit:situation>"
    )


def record(
    kind: str = "PublicEvent",
    more: str = BICYCLES,
    *,
    points: str = HERE,
    begin: str = BEGIN,
    end: str = END,
    periods: Iterable[tuple[str, str]] = (),
    source: str = "Gemeente Maastricht",
    named: str = "Wielerronde, ",
    probability: str = "probable",
) -> str:
    """One record; `points` are degrees, latitude first."""
    valid = "".join(
        f"<com:validPeriod><com:startOfPeriod>{one}</com:startOfPeriod><com:endOfPeriod>{other}</com:endOfPeriod>"
        "</com:validPeriod>"
        for one, other in periods
    )
    until = f"<com:overallEndTime>{end}</com:overallEndTime>" if end else ""
    cause = f"<sit:cause><sit:causeDescription>{texts(named)}</sit:causeDescription></sit:cause>" if named else ""
    line = f"<loc:gmlLineString><loc:posList>{points}</loc:posList></loc:gmlLineString>" if points else ""
    return (
        f'<sit:situationRecord xsi:type="sit:{kind}" id="x">'
        f"<sit:probabilityOfOccurrence>{probability}</sit:probabilityOfOccurrence>"
        f"<sit:source><com:sourceName>{texts(source)}</com:sourceName></sit:source>"
        "<sit:validity><com:validityTimeSpecification>"
        f"<com:overallStartTime>{begin}</com:overallStartTime>{until}{valid}"
        f"</com:validityTimeSpecification></sit:validity>{cause}{line}{more}</sit:situationRecord>"
    )


def comment(kind: str, text: str) -> str:
    """A comment of a type."""
    return (
        f"<sit:generalPublicComment><sit:comment>{texts(text)}</sit:comment>"
        f"<sit:commentType>{kind}</sit:commentType></sit:generalPublicComment>"
    )


def texts(text: str) -> str:
    """A text as DATEX writes it."""
    return f'<com:values><com:value lang="nl">{text}</com:value></com:values>'
