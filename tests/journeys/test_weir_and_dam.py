"""Two public cases by the real commands (domain.md §1.1 and §1.4): the weir at Borgharen, the dam at Bosscherveld.

What the sources do not say (who stepped up when, which GRIP level the dam had) is assumed, and says so in its text.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.played import ASSUMED, Case, golden

pytestmark = pytest.mark.all

CONDITIONS = {
    "ground": "ernstige vrees voor het ontstaan daarvan",
    "facts": "de overlaatdam is beschadigd, een losse woonboot heeft de brug bij de Stuwweg geramd",
    "rules": f"het gebied niet betreden; {ASSUMED}",
    "area": "Bosscherveld",
    "constitution": "ja",
    "triangle": f"GBT, 09:15; {ASSUMED}",
    "necessity": "gevaar voor wie op of bij de brug komt",
    "proportionality": "alleen het gebied bij de dam en de brug",
    "subsidiarity": "afzetten alleen houdt kijkers niet tegen",
    "announced_how": f"omroepen en de website; {ASSUMED}",
}
"""What the noodverordening of 4 January 2024, 11.00 h, must say before it can be decided."""


# --- January 2024: the dam at Bosscherveld


def test_the_dam_at_bosscherveld_from_the_first_call_to_the_end_of_the_nafase(case: Case) -> None:
    first_evening(case)
    assert_sitreps(case, "dam-1", sms=(), mail=(), page=())
    case.run("sitrep", "send", case.number, "--to", "burgemeester", "--via", "telefoon", "--length", "sms")
    the_ordinance(case)
    assert_sitreps(case, "dam-2", sms=("--since-last",), mail=("--since-last",), page=())
    case.run("sitrep", "send", case.number, "--to", "GBT", "--via", "mail", "--length", "mail", "--since-last")
    scaled_down(case)
    assert_sitreps(case, "dam-3", sms=(), mail=(), page=("--since-last",))
    case.run("sitrep", "send", case.number, "--to", "secretaris", "--via", "mail", "--length", "page")
    to_the_end(case)
    looked_back(case)
    sent = case.json("sitrep", "list", case.number)
    assert [(one["number"], one["to"], one["length"], one["scope"]) for one in sent] == [
        ("S-A1", "burgemeester", "sms", "whole"),
        ("S-A2", "GBT", "mail", "since"),
        ("S-A3", "secretaris", "page", "whole"),
    ]
    assert sent[0]["text"] + "\n" == golden("dam-1-sms")
    [figures] = case.json("figures", "2024")
    assert (figures["aov_incidents"], figures["grip_incidents"]) == (1, 1)
    assert figures["grip_by_level"] == {"1": 0, "2": 0, "3": 1, "4": 0, "5": 0}
    case.assert_proven()


def assert_sitreps(case: Case, moment: str, **asked: tuple[str, ...]) -> None:
    """Each length is the text that was written by hand."""
    for length, words in asked.items():
        text = case.sitrep(length, *words)
        assert text == golden(f"{moment}-{length}")
        assert length != "sms" or len(text.rstrip("\n")) <= 300
        assert "Zwanehals" not in text


def first_evening(case: Case) -> None:
    """3 January: the first call, GRIP, who knows, the first clocks."""
    case.at("2024-01-03T20:40:00+01:00")
    case.open(
        "Overlaatdam Bosscherveld beschadigd", "--place", "Overlaatgebied", "--nature", "hoogwater",
        "--at", "20:30", "--via", "meldkamer", "--reporter", "RWS",
    )  # fmt: skip
    assert case.number == "INC-24-A001"
    case.incident("set", "case_number", "oefening 24-001")
    case.log(f"de toedracht is openbaar; tijden, functies en GRIP zijn {ASSUMED} !bericht")
    case.at("2024-01-03T20:45:00+01:00")
    case.log("RWS: overlaatdam bij Bosscherveld is beschadigd !feit !geverifieerd")
    case.at("2024-01-03T20:50:00+01:00")
    case.log(f"brandweer: woonboten dreigen los te slaan ({ASSUMED}) #risico !ongeverifieerd")
    case.at("2024-01-03T21:00:00+01:00")
    answer = f"wil om 22:30 bericht ({ASSUMED})"
    case.incident("inform", "burgemeester", "--by", "AOV", "--via", "telefoon", "--answer", answer)
    case.at("2024-01-03T21:05:00+01:00")
    case.incident("grip", "2", "--by", "leider CoPI", "--via", "meldkamer", "--reason", ASSUMED, "--alarm", "21:02")
    case.at("2024-01-03T21:06:00+01:00")
    case.incident("lead", "CoPI", "--leader", "leider CoPI", "--reason", ASSUMED)
    case.at("2024-01-03T21:10:00+01:00")
    action = ("woonboten ontruimen, bewoners naar hotels", "--owner", "OvD-Bz", "--due", "23:30")
    assert case.run("action", "add", case.number, *action).line == "A-A1"
    case.at("2024-01-03T21:25:00+01:00")
    case.incident("clock-stop", "copi", "--note", ASSUMED)
    case.at("2024-01-03T21:50:00+01:00")
    case.incident("clock-stop", "rot_leaders", "--note", ASSUMED)
    case.at("2024-01-03T22:10:00+01:00")
    case.log("politie: bewoners van de woonboten gaan naar hotels !feit #evacuatie")
    case.log("bewoner heet Zwanehals !privé")
    case.at("2024-01-03T22:30:00+01:00")
    waiting = [one["function"] for one in case.json("incident", "knows", case.number) if one["waiting"]]
    assert waiting == ["communicatie", "OvD-Bz", "secretaris"]
    assert case.clocks() == {
        "copi": "reached", "rot_leaders": "late_reached", "population_care": "running",
        "control_room_alarm": "unrecorded", "control_room_description": "unrecorded",
        "rot_information": "missed", "rot_information_head": "missed", "rot_spokesperson": "missed",
        "rot_sections": "missed", "public_information": "missed",
    }  # fmt: skip


def the_ordinance(case: Case) -> None:
    """4 January: the bridge is rammed, GRIP and GBT, the noodverordening from 11.00 h with what it owes."""
    number = case.number
    case.at("2024-01-04T07:30:00+01:00")
    case.log("RWS: losgeslagen woonboot heeft de brug bij de Stuwweg geramd !feit !geverifieerd")
    case.at("2024-01-04T07:40:00+01:00")
    case.log("Enexis: stroomvoorziening via de brug loopt gevaar !feit #stroom")
    case.at("2024-01-04T07:50:00+01:00")
    case.log("Defensie: is betrokken, met RWS #middelen")
    case.at("2024-01-04T08:00:00+01:00")
    case.silent("action", "step", number, "A-A1", "done", "--note", ASSUMED)
    case.silent("action", "step", number, "A-A1", "closed")
    case.at("2024-01-04T08:15:00+01:00")
    case.refused("incident", "grip", number, "3", "--by", " ", naming=("door wie",))
    case.incident("grip", "3", "--by", "burgemeester", "--capacity", "burgemeester", "--reason", ASSUMED)
    case.incident("clock-start", "gbt_convened", "--via", "secretaris", "--at", "08:10")
    case.at("2024-01-04T08:20:00+01:00")
    case.incident("lead", "GBT", "--leader", "burgemeester", "--reason", ASSUMED)
    case.incident("inform", "secretaris", "--by", "AOV", "--via", "telefoon")
    case.incident("inform", "OvD-Bz", "--by", "AOV", "--via", "telefoon")
    case.incident("inform", "communicatie", "--by", "AOV", "--via", "telefoon", "--not-reached")
    case.at("2024-01-04T08:30:00+01:00")
    case.incident("inform", "communicatie", "--by", "AOV", "--via", "telefoon")
    assert not [one for one in case.json("incident", "knows", number) if one["waiting"]]
    case.at("2024-01-04T09:00:00+01:00")
    case.incident("clock-stop", "gbt")
    assert case.clocks()["gbt"] == "reached"
    prepared_and_decided(case)
    owed_in_part(case)


def prepared_and_decided(case: Case) -> None:
    """The noodverordening cannot be decided before every condition is there, nor by anyone else."""
    number = case.number
    case.at("2024-01-04T09:20:00+01:00")
    early = [word for key in ("ground", "facts") for word in ("--set", f"{key}={CONDITIONS[key]}")]
    assert case.run("measure", "prepare", number, "emergency_ordinance", *early).line == "M-A1"
    decide = ("measure", "decide", number, "M-A1", "--begin", "11:00")
    lacking = ("voorschriften, in het kort", "gebied of plaats", "noodzaak", "proportionaliteit", "Grondwet")
    case.refused(*decide, "--by", "burgemeester", naming=("nog niet ingevuld", *lacking))
    case.at("2024-01-04T10:00:00+01:00")
    case.measure("fill", *(f"{key}={value}" for key, value in CONDITIONS.items()))
    view: dict[str, Any] = case.json("measure", "show", number, "M-A1")
    assert (view["missing"], view["values"], view["owed_count"]) == ([], CONDITIONS, 0)
    case.refused(*decide, "--by", "AOV", naming=("niet te mandateren aan AOV",))
    case.at("2024-01-04T10:30:00+01:00")
    case.silent(*decide, "--at", "10:30", "--by", "burgemeester", "--reason", f"na beraad in het GBT ({ASSUMED})")
    view = case.json("measure", "show", number, "M-A1")
    assert (view["status"], view["decided_at"], view["begin_at"], view["end_at"]) == (
        "taken", "2024-01-04T10:30:00+01:00", "2024-01-04T11:00:00+01:00", None,
    )  # fmt: skip
    assert (view["article"], view["rule_status"]) == ("Gemeentewet art. 176", "te toetsen door jurist")


def owed_in_part(case: Case) -> None:
    """What it owes: three notices, the bekendmaking, the bekrachtiging with a date, the withdrawal."""
    assert case.owed() == {
        "announcement": "", "council": "raad", "commissioner": "commissaris van de Koning",
        "prosecution": "hoofd van het arrondissementsparket", "ratification": "raad", "withdrawal": "",
    }  # fmt: skip
    case.at("2024-01-04T10:35:00+01:00")
    case.measure("due", "ratification", "--on", "16-01-2024 20:00")
    duties = {one["key"]: one for one in case.json("measure", "show", case.number, "M-A1")["duties"]}
    assert duties["ratification"]["due_at"] == "2024-01-16T20:00:00+01:00"
    case.at("2024-01-04T10:50:00+01:00")
    case.measure("done", "announcement", "--by", "communicatie", "--via", "website")
    case.at("2024-01-04T11:10:00+01:00")
    case.measure("done", "commissioner", "--by", "AOV", "--via", "telefoon", "--note", ASSUMED)
    case.at("2024-01-04T11:30:00+01:00")


def scaled_down(case: Case) -> None:
    """5 January: routine again; it cannot be closed while notices are owed, and they are named."""
    number = case.number
    case.at("2024-01-04T11:35:00+01:00")
    case.log(f"de Stuwweg is dicht voor verkeer ({ASSUMED}) !besluit")
    case.at("2024-01-05T10:00:00+01:00")
    [risk] = case.json("log", "list", "--dossier", number, "--tag", "risico")
    assert case.run("log", "status", risk["id"], "verified", "--source", "brandweer").code == 0
    case.at("2024-01-05T11:00:00+01:00")
    case.log(f"RWS: de dam is voorlopig dicht ({ASSUMED}) !feit #voortgang")
    case.at("2024-01-05T12:00:00+01:00")
    case.incident("grip", "0", "--by", "burgemeester", "--reason", f"de dam houdt ({ASSUMED})")
    case.incident("lead", "motorkapoverleg", "--leader", "OvD-Bz", "--reason", ASSUMED)
    case.at("2024-01-05T13:00:00+01:00")
    assert set(case.owed()) == {"council", "prosecution", "ratification", "withdrawal"}
    owed = (
        "M-A1 noodverordening ter kennis brengen (raad)",
        "M-A1 noodverordening ter kennis brengen (hoofd van het arrondissementsparket)",
        "M-A1 bekrachtiging in de eerstvolgende raadsvergadering (raad)",
        "M-A1 noodverordening intrekken zodra de omstandigheid voorbij is",
        "M-A1 noodverordening is van kracht",
    )  # fmt: skip
    case.refused("incident", "close", number, "--reason", "rustig", naming=owed)
    assert set(owed) <= {text for _, text in case.pending()}
    assert case.shown()["status"] == "open"
    case.measure("done", "council", "--by", "secretaris", "--via", "brief", "--note", ASSUMED)
    case.measure("done", "prosecution", "--by", "AOV", "--via", "mail", "--note", ASSUMED)
    assert set(case.owed()) == {"ratification", "withdrawal"}
    case.at("2024-01-05T14:00:00+01:00")


def to_the_end(case: Case) -> None:
    """The nafase with its points, the bekrachtiging, the withdrawal with its own notices, the end."""
    number = case.number
    case.at("2024-01-05T16:00:00+01:00")
    case.refused("incident", "aftercare-point", number, "damage", "busy", naming=("is niet in de nafase",))
    case.incident("aftercare", "--owner", "OvD-Bz", "--reason", ASSUMED)
    case.incident("aftercare-point", "victims", "busy", "--owner", "OvD-Bz", "--note", "bewoners in hotels")
    case.incident("aftercare-point", "damage", "busy", "--owner", "juristen")
    case.incident("aftercare-point", "communication", "done", "--owner", "communicatie")
    case.at("2024-01-16T20:30:00+01:00")
    case.refused("measure", "done", number, "M-A1", "ratification", naming=("kies ratified of rejected",))
    case.measure("done", "ratification", "--outcome", "ratified", "--by", "raad", "--note", ASSUMED)
    case.at("2024-01-19T10:00:00+01:00")
    case.measure("withdraw", "--by", "burgemeester", "--reason", f"het gevaar is geweken ({ASSUMED})")
    assert case.owed() == {
        "council_withdrawn": "raad", "commissioner_withdrawn": "commissaris van de Koning",
        "prosecution_withdrawn": "hoofd van het arrondissementsparket",
    }  # fmt: skip
    case.refused(
        "incident", "close", number, naming=("M-A1 intrekking ter kennis brengen (commissaris van de Koning)",)
    )
    for duty in case.owed():
        case.measure("done", duty, "--by", "AOV", "--via", "mail")
    case.at("2024-01-19T16:00:00+01:00")
    kinds = [kind for kind, _ in case.pending()]
    assert set(kinds) == {"clock", "aftercare"}
    assert ("aftercare", "nafase: schade") in case.pending()
    assert ("aftercare", "nafase: communicatie") not in case.pending()
    case.incident("close", "--to", "juristen", "--reason", f"nafase gaat verder in de lijn ({ASSUMED})")
    shown = case.shown()
    assert (shown["status"], shown["grip_level"], shown["grip_highest"]) == ("closed", 0, 3)
    assert [(one["phase"], one["to"]) for one in shown["phases"]] == [("aftercare", "OvD-Bz"), ("closed", "juristen")]
    assert "nafase: schade" in shown["phases"][-1]["left_open"]
    assert case.json("measure", "owed") == []


def looked_back(case: Case) -> None:
    """What was known on the first evening, at 11:30 the next day, and before the first step."""
    evening = case.shown("--as-of", "2024-01-03T22:30:00+01:00")
    assert (evening["status"], evening["grip_level"], evening["grip_highest"]) == ("open", 2, 2)
    texts = " ".join(one["text"] for one in evening["timeline"])
    assert "hotels" in texts and "geramd" not in texts and "noodverordening" not in texts
    noon = case.shown("--as-of", "2024-01-04T11:30:00+01:00")
    assert (noon["grip_level"], [lead["structure"] for lead in noon["leads"]]) == (3, ["CoPI", "GBT"])
    risks = [
        case.json("log", "list", "--dossier", case.number, "--as-of", moment, "--tag", "risico")[0]["status"]
        for moment in ("2024-01-04T11:30:00+01:00", "2024-01-05T14:00:00+01:00")
    ]
    assert risks == ["unverified", "verified"]
    assert case.shown("--as-of", "2024-01-03T21:04:59+01:00")["grip_history"] == []


# --- October 2024: the weir at Borgharen


def test_the_weir_at_borgharen_is_one_incident_with_two_alarms_six_days_apart(case: Case) -> None:
    the_evening(case)
    six_days_later(case)
    number = case.number
    assert [(step["level"], step["at"][:16]) for step in case.shown()["grip_history"]] == [
        (1, "2024-10-12T20:50"), (0, "2024-10-12T23:00"), (2, "2024-10-18T10:00"), (0, "2024-10-21T09:00"),
    ]  # fmt: skip
    assert levels_over_the_days(case) == [(1, 1), (0, 1), (2, 2), (0, 2)]
    case.at("2024-10-21T10:00:00+02:00")
    case.incident("aftercare", "--owner", "AC-Bz", "--reason", ASSUMED)
    case.incident("aftercare-point", "damage", "busy", "--owner", "RWS")
    open_now = case.pending()
    assert ("action", "A-A2 schippers informeren") in open_now and ("aftercare", "nafase: schade") in open_now
    case.at("2024-10-25T16:00:00+02:00")
    case.incident("close", "--to", "RWS", "--reason", f"herstel is aan RWS ({ASSUMED})")
    closed = case.shown()
    assert closed["status"] == "closed"
    assert closed["phases"][-1]["left_open"] == [text for _, text in open_now]
    [ended] = [one["text"] for one in closed["timeline"] if one["type"] == "closed"]
    assert "gaat naar RWS" in ended and "A-A2 schippers informeren" in ended
    assert case.shown("--as-of", "2024-10-25T15:59:59+02:00")["status"] == "aftercare"
    case.refused("incident", "close", number, naming=("al afgesloten",))
    case.at("2024-10-26T09:00:00+02:00")
    case.incident("reopen", "--reason", f"peil zakt opnieuw ({ASSUMED})")
    assert (case.shown()["status"], case.shown()["grip_level"], case.shown()["grip_highest"]) == ("open", 0, 2)
    assert [row["number"] for row in case.json("incident", "list", "--open")] == [number]
    [figures] = case.json("figures", "2024")
    assert (figures["aov_incidents"], figures["grip_incidents"]) == (1, 1)
    assert figures["grip_by_level"] == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 0}
    [as_then] = case.json("figures", "2024", "--at", "2024-10-11")
    assert (as_then["aov_incidents"], as_then["grip_incidents"]) == (0, 0)
    case.assert_proven()


def the_evening(case: Case) -> None:
    """12 October 2024: the weir is hit (public); the rest of that evening is assumed."""
    case.at("2024-10-12T20:40:00+02:00")
    case.open(
        "Schip tegen stuw Borgharen", "--place", "Stuw Borgharen", "--nature", "aanvaring",
        "--at", "20:30", "--via", "meldkamer", "--reporter", "RWS",
    )  # fmt: skip
    assert case.number == "INC-24-A001"
    case.log("RWS: schip heeft de stuw geraakt !feit !geverifieerd")
    case.refused(
        "incident", "grip", case.number, "1", "--by", "OvD", "--at", "20:10", naming=("verzet eerst het begin",)
    )
    case.at("2024-10-12T20:50:00+02:00")
    case.incident("grip", "1", "--by", "OvD", "--reason", ASSUMED, "--alarm", "20:45")
    case.incident("lead", "CoPI", "--leader", "leider CoPI", "--reason", ASSUMED)
    for function in ("burgemeester", "communicatie", "OvD-Bz"):
        case.incident("inform", function, "--by", "AOV", "--via", "telefoon", "--answer", ASSUMED)
    action = ("kade afzetten", "--owner", "THOR", "--due", "22:00")
    assert case.run("action", "add", case.number, *action).line == "A-A1"
    case.at("2024-10-12T21:20:00+02:00")
    assert case.clocks()["copi"] == "missed"
    case.incident("clock-stop", "copi", "--note", f"te laat gemeld ({ASSUMED})", "--at", "21:14")
    assert case.clocks()["copi"] == "reached"
    case.silent("action", "step", case.number, "A-A1", "closed")
    case.at("2024-10-12T23:00:00+02:00")
    case.incident("grip", "0", "--by", "leider CoPI", "--reason", ASSUMED)


def six_days_later(case: Case) -> None:
    """18 October 2024: GRIP 2, because low water makes ships list (public); who and at what time is assumed."""
    case.at("2024-10-18T10:10:00+02:00")
    case.log("RWS: schepen maken slagzij door het lage water !feit !geverifieerd")
    why = f"schepen maken slagzij door het lage water; tijd en functie {ASSUMED}"
    case.incident("grip", "2", "--by", "leider CoPI", "--at", "10:00", "--reason", why, "--alarm", "10:00")
    waiting = [one["function"] for one in case.json("incident", "knows", case.number) if one["waiting"]]
    assert waiting == ["secretaris"], "who was told at a lower level knows of it"
    case.incident("inform", "secretaris", "--by", "AOV", "--via", "telefoon")
    case.incident("lead", "ROT", "--leader", "regionaal operationeel leider", "--reason", ASSUMED)
    assert [(one["from_structure"], one["structure"]) for one in case.shown()["leads"]] == [
        ("", "CoPI"),
        ("CoPI", "ROT"),
    ]
    action = ("schippers informeren", "--owner", "RWS", "--due", "14:00")
    assert case.run("action", "add", case.number, *action).line == "A-A2"
    case.at("2024-10-18T10:40:00+02:00")
    case.incident("clock-stop", "rot_leaders")
    assert case.clocks("2024-10-18T10:00")["copi"] == "missed"
    case.incident("clock-stop", "copi", "--not-needed", "--note", f"geen plaats incident ({ASSUMED})")
    second = case.clocks("2024-10-18T10:00")
    assert (second["copi"], second["rot_leaders"]) == ("not_needed", "reached")
    assert (second["rot_information_head"], second["population_care"]) == ("missed", "running")
    assert case.clocks("2024-10-12T20:45")["copi"] == "reached", "the run of six days ago is kept as it was"
    case.at("2024-10-21T09:00:00+02:00")
    case.incident("grip", "0", "--by", "burgemeester", "--at", "09:00", "--reason", ASSUMED)


def levels_over_the_days(case: Case) -> list[tuple[int, int]]:
    """The level and the highest level as they were known at four moments."""
    moments = ("2024-10-12T22:00", "2024-10-15T12:00", "2024-10-18T12:00", "2024-10-21T09:30")
    views = [case.shown("--as-of", f"{moment}:00+02:00") for moment in moments]
    return [(view["grip_level"], view["grip_highest"]) for view in views]
