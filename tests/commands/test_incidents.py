"""`aovconsole incident`: the whole answer to an incident by command."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run, refused

SILENT = (0, "", "")


def done(run: Run, *words: str) -> None:
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == SILENT, answer


@pytest.fixture
def number(run: Run) -> str:
    """An incident of 14:00."""
    return run("incident", "open", "Brand", "--at", "14:00", "--via", "meldkamer", "--reporter", "portier").line


def test_the_clocks_from_alarm_to_tick(run: Run, number: str) -> None:
    done(run, "incident", "grip", number, "2", "--by", "OvD", "--at", "14:10", "--alarm", "14:05")
    done(run, "incident", "clock-stop", number, "copi", "--at", "14:30", "--note", "op de Markt")
    done(run, "incident", "clock-stop", number, "rot_leaders", "--not-needed", "--at", "14:31")
    done(run, "incident", "clock-start", number, "gbt_convened", "--at", "14:40", "--via", "secretaris")
    clocks = {clock["key"]: clock for clock in run("incident", "clocks", number, "--json").json}
    assert clocks["copi"]["status"] == "reached"
    assert clocks["copi"]["stopped_at"] == "2027-02-07T14:30:00+01:00"
    assert clocks["copi"]["due_at"] == "2027-02-07T14:35:00+01:00"
    assert clocks["rot_leaders"]["status"] == "not_needed"
    assert clocks["rot_sections"]["status"] == "missed"
    assert clocks["population_care"]["status"] == "running"
    assert "gbt" not in clocks
    shown = run("incident", "clocks", number).out
    assert "niet gehaald" in shown
    assert "op de Markt" in shown


def test_who_knows_and_what_is_open(run: Run, number: str) -> None:
    done(run, "incident", "grip", number, "1", "--by", "OvD", "--at", "14:10")
    done(run, "incident", "inform", number, "burgemeester", "--by", "AOV", "--via", "telefoon", "--at", "14:12")
    done(run, "incident", "inform", number, "communicatie", "--not-reached", "--answer", "voicemail")
    known = run("incident", "knows", number, "--json").json
    assert [(one["function"], one["waiting"], one["via"], one["reached"]) for one in known] == [
        ("OvD-Bz", True, None, None),
        ("communicatie", True, "", False),
        ("burgemeester of loco-burgemeester", False, "telefoon", True),
    ]
    assert "voicemail" in run("incident", "knows", number).out
    pending = run("incident", "pending", number, "--json").json
    assert [one["kind"] for one in pending] == ["inform", "inform", "grip"]
    assert "OvD-Bz inlichten" in run("incident", "pending", number).out


def test_lead_nafase_and_end(run: Run, number: str) -> None:
    done(run, "incident", "lead", number, "CoPI", "--leader", "leider CoPI", "--at", "14:20")
    done(run, "incident", "lead", number, "CMT", "--leader", "voorzitter CMT", "--reason", "vuur uit", "--at", "14:50")
    done(run, "incident", "aftercare", number, "--owner", "OvD-Bz", "--at", "15:00")
    refused(run("incident", "aftercare-point", number, "scahde", "busy"), "nafaselijst: kies ", "damage (schade)")
    assert "damage (schade)" in " ".join(run("incident", "aftercare-point", "--help").out.split())
    done(run, "incident", "aftercare-point", number, "Schade", "busy", "--owner", "jurist")
    done(run, "incident", "close", number, "--to", "jurist", "--reason", "klaar")
    shown = run("incident", "show", number, "--json").json
    assert (shown["status"], shown["leads"][-1]["from_structure"]) == ("closed", "CoPI")
    assert [phase["phase"] for phase in shown["phases"]] == ["aftercare", "closed"]
    assert (shown["reporter"], shown["reported_via"]) == ("portier", "meldkamer")
    told = run("incident", "show", number).out
    assert "leiding van CoPI (leider CoPI) naar CMT (voorzitter CMT): vuur uit" in told
    assert "nafase: schade, bezig, door jurist" in told


def test_a_mistaken_step_is_withdrawn(run: Run, number: str) -> None:
    done(run, "incident", "grip", number, "4", "--by", "OvD")
    step = run("incident", "show", number, "--json").json["grip_history"][0]["record_id"]
    done(run, "incident", "withdraw", number, step, "--reason", "verkeerd")
    shown = run("incident", "show", number, "--json").json
    assert (shown["grip_level"], shown["grip_history"]) == (0, [])
    assert [item["withdrawn"] for item in shown["timeline"] if item["type"] == "grip"] == [True]
    assert run("figures", "2027", "--json").json[0]["grip_incidents"] == 0


def test_the_begin_moves(run: Run, number: str) -> None:
    early = ("incident", "grip", number, "1", "--by", "OvD", "--at", "13:50")
    refused = run(*early)
    assert (refused.code, "verzet eerst het begin" in refused.err) == (1, True)
    done(run, *early, "--move-begin")
    assert run("incident", "show", number, "--json").json["begin_at"] == "2027-02-07T13:50:00+01:00"
    done(run, "incident", "begin", number, "13:45", "--reason", "eerste melding")
    assert run("incident", "show", number, "--json").json["begin_at"] == "2027-02-07T13:45:00+01:00"
