"""The made-up year: the same for the same seed, with the promised numbers, and nothing in it that may not be there."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.demo import MovingClock, create
from aovconsole.demo_plan import Plan
from aovconsole.demo_texts import load
from aovconsole.desk.desk import Desk
from aovconsole.domain.agreements import ActionDueMoved, ActionOwnerSet
from aovconsole.domain.calendar import ItemRead
from aovconsole.domain.demonstration import DemonstrationNoted
from aovconsole.domain.log import LineCorrected, LineLogged, LineWithdrawn
from aovconsole.domain.response import clocks, to_inform
from aovconsole.domain.sitrep import SMS_LENGTH
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.errors import CommandRefused
from aovconsole.journal.files import JOURNAL_FILE
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Journal, Operator
from aovconsole.journal.verify import info, verify
from aovconsole.journal.views import records_where, state
from aovconsole.reference.files import known_names, load_grip
from tests.require import REPOSITORY
from tests.still_clock import CARNIVAL_SUNDAY

NOW = CARNIVAL_SUNDAY
NOW_TEXT = stored(NOW)
YEAR_AGO = stored(NOW - timedelta(days=365))

FORBIDDEN = {
    "a phone number": r"\+\d|\b0\d{1,3}[ -]?\d{3}",
    "an e-mail address": r"\S@\S+\.\w",
    "a house number": r"(straat|weg|laan|plein|kade|brug|markt) (?!1992)\d",
    "a markup or a placeholder left": r"[\[\]{}<>]",
}
NO_TEXT = re.compile(r"\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-")
PERMITTED = re.compile(r"vergun|toestemming|goedgekeurd|goedkeuring|geweigerd|geen bezwaar", re.IGNORECASE)


pytestmark = pytest.mark.all


@pytest.fixture
def journal(demo_home: Path) -> Iterator[Journal]:
    opened = Journal(demo_home, MovingClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def reading(journal: Journal) -> Reading:
    return journal.reading


def hashes(journal: Journal) -> list[str]:
    return [row[0] for row in journal.connection.execute("SELECT hash FROM records ORDER BY pos")]


def lines_count(journal: Journal, dossier: str) -> int:
    found = journal.connection.execute(
        "SELECT count(*) FROM timeline WHERE dossier = ? AND type = 'line'", (dossier,)
    ).fetchone()
    return int(found[0])


def kinds_count(journal: Journal, kind: str, since: str = "") -> int:
    found = journal.connection.execute(
        "SELECT count(*) FROM records WHERE kind = ? AND occurred_at >= ?", (kind, since)
    ).fetchone()
    return int(found[0])


def texts_of(journal: Journal) -> list[str]:
    """Every text of people that stands in the journal: the values of all payloads that are no moment and no id.

    A drafted sitrap says in brackets that it is made up; the templates that plans carry are the shipped ones.
    """
    found: list[str] = []
    kinds = "('station.started', 'calendar.item_read', 'plan.started')"
    for record in records_where(journal.connection, f"WHERE kind NOT IN {kinds}"):
        values = [value for name, value in json.loads(record.payload).items() if name != "key"]
        if record.kind == "handover.made":  # what was computed then, as JSON: the texts in it
            values += re.findall(r'"([^"]*)"', values.pop())
        texts = [value for value in values if isinstance(value, str) and not NO_TEXT.match(value)]
        found += [text.replace("[VOORBEELDDATA]", "") for text in texts]
    return found


def test_same_seed_and_moment_give_the_same_records(journal: Journal, tmp_path: Path) -> None:
    create(tmp_path / "again", now=NOW, seed=1)
    again = Journal(tmp_path / "again", MovingClock(NOW))
    assert hashes(again) == hashes(journal)
    assert state(again.connection) == state(journal.connection)
    assert info(again)["stations"] == info(journal)["stations"]
    again.close()


def test_it_verifies_and_is_a_demo_of_station_a(journal: Journal) -> None:
    assert verify(journal).ok
    assert (journal.realm, journal.code) == ("demo", "A")
    sources = journal.connection.execute("SELECT DISTINCT clock_source, realm FROM records").fetchall()
    assert sources == [("set", "demo")]


def test_the_clock_runs_forward_and_stops_at_now(journal: Journal) -> None:
    times = journal.connection.execute("SELECT recorded_at, occurred_at FROM records ORDER BY pos").fetchall()
    recorded = [row[0] for row in times]
    assert recorded == sorted(recorded)
    assert recorded[0] == YEAR_AGO
    assert max(recorded) <= NOW_TEXT
    assert all(occurred <= written for written, occurred in times)


def test_evenementen_and_their_rounds(journal: Journal, reading: Reading) -> None:
    evenementen = reading.of_type("evenement")
    past = [row for row in evenementen if row.begin_at <= NOW_TEXT]
    classes = {json.loads(row.body)["handling_class"] for row in past}
    assert len(past) == 211
    assert 40 <= len(evenementen) - len(past) <= 60
    assert max(row.begin_at for row in evenementen) < stored(NOW + timedelta(days=93))
    assert classes == {"A", "B", "C"}
    assert kinds_count(journal, "evenement.round_held") == 17
    assert sum(row.status == "cancelled" for row in past) == 3
    titles = " ".join(row.title for row in evenementen)
    for word in ("Carnaval", "Rieu", "Preuvenemint", "Magisch", "INKOM", "kermis", "Koningsdag", "Bevrijdingsdag"):
        assert word in titles


def test_carnaval_stands_on_its_true_days(reading: Reading) -> None:
    begins = {
        row.begin_at[:10] for row in reading.of_type("evenement") if row.title == "Carnaval zondag: grote optocht"
    }
    assert begins == {"2026-02-15", "2027-02-07"}


def test_demonstrations_by_scale(reading: Reading) -> None:
    past = [json.loads(row.body) for row in reading.of_type("demonstration") if row.begin_at <= NOW_TEXT]
    scales = [body["scale"] for body in past]
    assert (scales.count("small"), scales.count("large")) == (65, 10)
    assert {body["status"] for body in past if body["end_at"] < NOW_TEXT} == {"over"}
    assert all(body["served_at"] for body in past if body["scale"] == "large" and body["received_at"])
    assert sum(bool(body["receipts"]) for body in past) > 50 and any(not body["received_at"] for body in past)
    assert len(reading.of_type("demonstration")) > 75


def test_no_demonstration_says_what_it_is_about_or_was_permitted(journal: Journal, reading: Reading) -> None:
    words = load()["demonstrations"]
    known = {
        re.sub(r"\{.*?\}", "", text) for rows in words.values() for text in ([rows] if isinstance(rows, str) else rows)
    }
    assert not [text for text in known if PERMITTED.search(text)]
    for row in reading.of_type("demonstration"):
        for line in reading.lines(dossier=row.subject):
            assert not PERMITTED.search(line.text)
    assert set(DemonstrationNoted.__dataclass_fields__) & {"title", "theme", "subject", "cause"} == set()
    assert kinds_count(journal, "demonstration.noted") == len(reading.of_type("demonstration"))


def test_incidents_with_deployment_and_grip(reading: Reading) -> None:
    incidents = [json.loads(row.body) for row in reading.of_type("incident")]
    highest = sorted(body["grip_highest"] for body in incidents if body["grip_highest"])
    assert len(incidents) == 75
    assert all(body["deployed"] for body in incidents)
    assert len(highest) == 12
    assert set(highest) == {1, 2, 3}
    levels = [[step["level"] for step in body["grip_history"]] for body in incidents]
    assert [1, 2, 3, 1, 0] in levels
    assert [1, 0, 1, 0] in levels


def test_what_is_open_now(journal: Journal, reading: Reading) -> None:
    running = [json.loads(row.body) for row in reading.of_type("incident", status="open")]
    assert [body["grip_level"] for body in running].count(1) == 1
    assert len(running) == 3
    lines = [line.at for body in running for line in reading.lines(dossier=body["subject"])]
    assert sum(at > stored(NOW - timedelta(minutes=40)) for at in lines) > 12
    terms = {row.dossier: [] for row in reading.running_actions()}  # type: dict[str, list[str]]
    for row in reading.running_actions():
        terms[row.dossier].append(row.end_at)
    assert sum(min(due) < NOW_TEXT for due in terms.values()) >= 2
    [aftercare] = reading.of_type("incident", status="aftercare")
    assert set(terms) <= {body["subject"] for body in running} | {aftercare.subject} | {
        row.subject for row in reading.of_type("cmt", status="open")
    }


def bodies(reading: Reading, status: str = "") -> list[dict[str, Any]]:
    """The incidents, or those with a status."""
    return [json.loads(row.body) for row in reading.of_type("incident", status=status)]


def clock_states(body: dict[str, Any]) -> dict[str, str]:
    return {clock.key: clock.status for clock in clocks(body, load_grip().arrival_terms, NOW)}


def test_every_incident_says_who_reported_it(reading: Reading) -> None:
    assert all(body["reporter"] and body["reported_via"] for body in bodies(reading))


def test_what_was_done_at_every_grip_incident_that_is_over(reading: Reading) -> None:
    over = [body for body in bodies(reading, "closed") if body["grip_highest"]]
    assert len(over) == 10
    states: Counter[str] = Counter()
    for body in over:
        assert body["clock_starts"][0]["at"] < body["grip_history"][0]["at"]
        told = {one["function"] for one in body["informed"] if one["reached"]}
        assert told >= {"burgemeester", "communicatie", "OvD-Bz"}
        led = [lead["structure"] for lead in body["leads"]]
        assert led[:2] == ["motorkapoverleg", "CoPI"]
        assert ("ROT" in led) == (body["grip_highest"] >= 2)
        sent = [json.loads(row.body) for row in reading.in_dossier(body["subject"], "sitrep")]
        assert sent
        assert all("VOORBEELDDATA" in one["text"] for one in sent)
        assert all(len(one["text"]) <= SMS_LENGTH for one in sent if one["length"] == "sms")
        for status in ("verified", "unverified", "contradicted"):
            assert reading.lines(dossier=body["subject"], status=status), status
        assert reading.lines(dossier=body["subject"], kind="message")
        states += Counter(clock_states(body).values())
    assert {"reached", "late_reached", "not_needed"} <= set(states)
    assert (states["missed"], states["running"]) == (3, 0)
    assert states["late_reached"] >= 5


def test_actions_are_put_off_with_a_reason_and_handed_over(journal: Journal) -> None:
    for kind in (ActionDueMoved.kind, ActionOwnerSet.kind):
        written = [json.loads(one.payload) for one in records_where(journal.connection, f"WHERE kind = '{kind}'")]
        assert len(written) >= 11
        assert all(one["reason"] for one in written)


def test_the_nafase_of_grip_2_ended_with_who_takes_over(reading: Reading) -> None:
    for body in bodies(reading, "closed"):
        phases = [phase["phase"] for phase in body["phases"]]
        assert phases == (["aftercare", "closed"] if body["grip_highest"] >= 2 else ["closed"])
        if body["grip_highest"] >= 2:
            assert all(phase["to"] and phase["left_open"] for phase in body["phases"])
            assert Counter(mark["state"] for mark in body["aftercare"])["done"] >= 4
        assert not [row for row in reading.in_dossier(body["subject"], "action") if row.status in ("open", "busy")]


def test_a_power_was_used_and_nothing_is_owed_any_more(reading: Reading) -> None:
    used = [
        row
        for body in bodies(reading, "closed")
        for row in reading.in_dossier(body["subject"], "measure")
        if row.status == "withdrawn"
    ]
    [body] = [json.loads(row.body) for row in used]
    assert (body["decided_by"], body["oral"]) == ("burgemeester", True)
    assert {duty["key"]: duty["outcome"] for duty in body["duties"] if duty["type"] != "term"} == dict.fromkeys(
        ("written", "announcement", "withdrawal", "council_account"), "done"
    )


def test_what_the_running_grip_incident_asks_when_the_demo_opens(journal: Journal, demo_home: Path) -> None:
    desk = Desk(journal, Operator("x", "AOV"), lambda: known_names(demo_home))
    [body] = [body for body in bodies(journal.reading, "open") if body["grip_level"]]
    assert to_inform(body, load_grip().inform) == ("burgemeester of loco-burgemeester",)
    assert sum(one["reached"] for one in body["informed"]) == 2
    states = clock_states(body)
    assert (states["copi"], states["control_room_description"]) == ("running", "reached")
    [measure] = journal.reading.in_dossier(body["subject"], "measure")
    assert measure.status == "prepared"
    assert 0 < len(desk.measures.missing(measure.subject)) < len(desk.measures.power("light_order").fields)


def test_one_nafase_is_half_done_now(reading: Reading) -> None:
    [body] = bodies(reading, "aftercare")
    states = Counter(mark["state"] for mark in body["aftercare"])
    assert states["done"] >= 3
    assert states["busy"] >= 3


def test_cmt_days_with_hundreds_of_lines(journal: Journal, reading: Reading) -> None:
    days = reading.of_type("cmt")
    assert len(days) == 18
    assert all(200 <= lines_count(journal, day.subject) <= 500 for day in days)
    assert all(reading.in_dossier(day.subject, "decision") for day in days)
    assert kinds_count(journal, LineCorrected.kind) > 20
    assert kinds_count(journal, LineWithdrawn.kind) > 2
    late = [line for day in days for line in reading.lines(dossier=day.subject, type_="line") if line.late]
    assert len(late) > 50


def test_the_cmt_that_sits_now(reading: Reading) -> None:
    [day] = reading.of_type("cmt", status="open")
    assert day.title == "CMT Carnaval zondag: grote optocht"
    newest = max(line.at for line in reading.lines(dossier=day.subject))
    assert read_stored(newest) > NOW - timedelta(minutes=5)
    terms = [row.end_at for row in reading.running_actions() if row.dossier == day.subject]
    assert sum(due < NOW_TEXT for due in terms) >= 3
    assert sum(due > NOW_TEXT for due in terms) >= 3


def test_every_line_is_read_by_the_grammar(journal: Journal, demo_home: Path) -> None:
    known = known_names(demo_home)
    sources, places = set(known.sources.values()), {name_key(name) for name in known.places.values()}
    rows = journal.connection.execute("SELECT source, place FROM timeline WHERE type = 'line'").fetchall()
    assert {source for source, _ in rows} - sources - {""} == set()
    assert {name_key(place) for _, place in rows} - places - {""} == set()
    logged = kinds_count(journal, LineLogged.kind)
    assert sum(bool(source) for source, _ in rows) > logged * 0.6


def test_the_duties_cover_the_whole_period(reading: Reading) -> None:
    for hours in range(0, (365 + 92) * 24, 31):
        moment = stored(NOW + timedelta(days=-365, hours=hours))
        covering = (row for row in reading.ending_after("duty", moment) if row.begin_at <= moment)
        duties = {json.loads(row.body)["duty"] for row in covering}
        assert duties == {"AOV", "achterwacht", "communicatie", "loco-burgemeester"}
    assert {"duty.rostered", "duty.replaced"} == {record.kind for record in reading.records(kinds="duty")}


def test_a_calendar_of_others_is_imported_and_a_day_of_it_was_moved(journal: Journal, reading: Reading) -> None:
    days = reading.calendar_items("zalencentrum.ics")
    assert len(days) >= 52
    assert any(row.begin_at > NOW_TEXT for row in days)
    assert kinds_count(journal, ItemRead.kind) > len(days)


def test_matches_are_prepared_played_and_what_went_wrong_has_a_consequence_or_waits_for_one(reading: Reading) -> None:
    matches = [json.loads(row.body) for row in reading.of_type("match")]
    assert {body["status"] for body in matches} == {"planned", "played"}
    assert all((body["status"] == "played") == (body["kickoff_at"] < NOW_TEXT) for body in matches)
    assert {body["category"] for body in matches if body["status"] == "played"} == {"A", "B", "C"}
    assert all(body["travel_scheme"] == "bus_combi" for body in matches if body["category"] == "C")
    assert any(body["moves"] for body in matches)
    assert {"open", "agreed", "done"} <= {row.status for row in reading.of_type("conduct")}


def test_no_text_holds_personal_data(journal: Journal) -> None:
    texts = texts_of(journal)
    for what, pattern in FORBIDDEN.items():
        assert [text for text in texts if re.search(pattern, text, re.IGNORECASE)][:3] == [], what


def test_no_place_or_partner_stands_in_the_code() -> None:
    places = tomllib.loads((REPOSITORY / "data" / "places.toml").read_text(encoding="utf-8"))["places"]
    events = ("Rieu", "Preuvenemint", "Magisch", "INKOM", "MVV", "Tempeleers")
    for path in (REPOSITORY / "aovconsole").glob("demo*.py"):
        code = path.read_text(encoding="utf-8")
        assert [name for name in (*(row["name"] for row in places), *events) if name in code] == [], path.name


def test_a_copy_was_made_this_morning(demo_home: Path, journal: Journal) -> None:
    assert info(journal)["last_backup_at"] == "2027-02-07T05:00:00.000000+00:00"
    assert len(list((demo_home / "backups").glob("*.db"))) == 1


def test_progress_ends_at_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    monkeypatch.setattr("aovconsole.demo.make_plan", lambda *_: Plan())
    create(tmp_path / "home", now=NOW, progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert len(heard) > 5
    assert heard[-1] == (365, 365)


def test_a_folder_with_a_journal_is_refused(demo_home: Path) -> None:
    before = (demo_home / JOURNAL_FILE).stat().st_mtime_ns
    with pytest.raises(CommandRefused, match="staat al een journaal"):
        create(demo_home, now=NOW)
    assert (demo_home / JOURNAL_FILE).stat().st_mtime_ns == before


def test_two_years_hold_twice_as_much(tmp_path: Path, journal: Journal) -> None:
    create(tmp_path / "home", now=NOW, years=2)
    both = Journal(tmp_path / "home", MovingClock(NOW))
    assert verify(both).ok
    for type_, count in (("incident", 150), ("cmt", 36), ("demonstration", 150), ("evenement", 422)):
        assert sum(row.begin_at <= NOW_TEXT for row in both.reading.of_type(type_)) == count
    assert kinds_count(both, "evenement.round_held") == 34
    assert 1.8 < len(hashes(both)) / len(hashes(journal)) < 2.2
    both.close()


@pytest.mark.parametrize("now", [datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2028, 2, 20, 3, tzinfo=UTC)])
def test_a_year_up_to_an_awkward_moment(tmp_path: Path, now: datetime) -> None:
    create(tmp_path / "home", now=now)
    made = Journal(tmp_path / "home", MovingClock(now))
    assert verify(made).ok
    assert len(made.reading.of_type("cmt", status="open")) == 1
    assert all(lines_count(made, day.subject) >= 200 for day in made.reading.of_type("cmt"))
    made.close()
