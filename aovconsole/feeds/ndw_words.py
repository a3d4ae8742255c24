"""The words of DATEX II (NDW) in Dutch; a word that is not here is not shown.

Source: DATEX II v3 enumerations as the NDW planning feed uses them (feeds.md §7).
"""

from __future__ import annotations

PUBLIC_EVENT = "evenement"

RECORD_KINDS = {
    "PublicEvent": PUBLIC_EVENT,
    "MaintenanceWorks": "onderhoud aan de weg",
    "ConstructionWorks": "werk aan de weg",
}
"""What a situation is about, by the type of its record."""

DETOUR = "ReroutingManagement"

EVENT_TYPES = {
    "agriculturalShow": "landbouwbeurs",
    "airShow": "vliegshow",
    "artEvent": "kunstevenement",
    "athleticsMeeting": "hardloop- of atletiekwedstrijd",
    "beerFestival": "bierfeest",
    "bicycleRace": "wielerwedstrijd",
    "boatRace": "bootrace",
    "ceremonialEvent": "plechtigheid",
    "commercialEvent": "commercieel evenement",
    "concert": "concert",
    "crowd": "grote drukte",
    "culturalEvent": "cultureel evenement",
    "exhibition": "tentoonstelling",
    "fair": "kermis of beurs",
    "festival": "festival",
    "filmTVMaking": "filmopnamen",
    "foodFestival": "eetfestival",
    "footballMatch": "voetbalwedstrijd",
    "funfair": "kermis",
    "horseRaceMeeting": "paardenrace",
    "majorEvent": "groot evenement",
    "marathon": "marathon",
    "market": "markt",
    "match": "wedstrijd",
    "motorSportRaceMeeting": "motorsport",
    "openAirConcert": "openluchtconcert",
    "parade": "optocht",
    "procession": "processie of optocht",
    "raceMeeting": "race",
    "severalMajorEvents": "meer grote evenementen",
    "show": "show",
    "sportsMeeting": "sportevenement",
    "stateOccasion": "staatsbezoek of staatsplechtigheid",
    "streetFestival": "straatfeest",
    "theatricalEvent": "theater",
    "tournament": "toernooi",
    "tradeFair": "vakbeurs",
    "waterSportsMeeting": "watersport",
    "wineFestival": "wijnfeest",
}

CLOSURES = {
    "roadClosed": "weg dicht",
    "carriagewayClosures": "rijbaan dicht",
    "laneClosures": "rijstrook dicht",
    "closedPermanentlyForTheWinter": "weg dicht",
    "intermittentShortTermClosures": "weg telkens kort dicht",
    "doNotUseSpecifiedLanesOrCarriageways": "rijbaan niet te gebruiken",
}
"""Measures that close something; others (narrow lanes, speed) are no closure."""

ALLOWED = "useOfSpecifiedLanesOrCarriagewaysAllowed"
EMERGENCY = "emergencyServices"

DELAYS = {
    "negligible": "nauwelijks",
    "upToTenMinutes": "tot 10 minuten",
    "betweenTenMinutesAndThirtyMinutes": "10 tot 30 minuten",
    "betweenThirtyMinutesAndOneHour": "een half uur tot een uur",
    "betweenOneHourAndThreeHours": "1 tot 3 uur",
    "betweenThreeHoursAndSixHours": "3 tot 6 uur",
    "longerThanSixHours": "meer dan 6 uur",
}

NOT_REAL = {
    "test": "een test",
    "securityExercise": "een oefening",
    "technicalExercise": "een technische oefening",
}
