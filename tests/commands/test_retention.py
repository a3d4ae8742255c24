"""`aovconsole retention`: the list, and destroying a dossier."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run, refused

KEYS = {
    "number", "type", "title", "closed_at", "code", "result", "years", "due_on", "state", "archivist", "note", "source",
}  # fmt: skip


@pytest.fixture
def number(run: Run) -> str:
    """A closed incident of long ago."""
    number = run("incident", "open", "Gaslek", "--at", "2020-02-07T10:00").line
    run("log", "straat dicht", "--dossier", number, "--at", "2020-02-07T10:05")
    assert run("incident", "close", number, "--at", "2020-02-07T11:00").code == 0
    return number


def test_the_list(run: Run, number: str) -> None:
    run("incident", "open", "Loopt nog")
    run("evenement", "add", "Kermis", "--begin", "2020-05-01T10:00", "--end", "2020-05-02T10:00", "--place", "Markt")
    found = run("retention", "list", "--json").json
    assert all(set(one) == KEYS for one in found)
    kermis, gaslek = sorted(found, key=lambda one: one["type"])
    assert (kermis["code"], kermis["years"], kermis["due_on"], kermis["state"]) == (
        "11.1.1",
        1,
        "2028-02-07",
        "running",
    )
    assert (gaslek["number"], gaslek["state"], gaslek["due_on"], gaslek["archivist"]) == (
        number,
        "archivist",
        None,
        True,
    )
    assert gaslek["closed_at"].startswith("2020-02-07T11:00") and "archivaris" in gaslek["note"]
    spoken = run("retention", "list")
    assert "bewaren tot besluit archivaris" in spoken.out and "termijn loopt; besluit archivaris nodig" in spoken.out


def test_destroying(run: Run, number: str) -> None:
    to = ("retention", "destroy", number, "--by", "A. Voorbeeld/teammanager", "--ground", "bewaartermijn")
    refused(run(*to), "noem met --code")
    refused(run(*to, "--code", "19.1.8"), "loopt tot dinsdag 7 februari 2040")
    refused(run(*to, "--code", "12.1"), "zonder besluit van de archivaris")
    refused(run("retention", "destroy", "INC-27-A099", *to[3:]), "INC-27-A099 is onbekend")
    done = run(*to, "--code", "12.1", "--decision", "ARCH-12")
    assert (done.code, done.out) == (0, "inhoud gewist van 3 records\n"), done
    refused(
        run("incident", "show", number), f"{number} vernietigd door A. Voorbeeld/teammanager", "12.1; besluit ARCH-12"
    )
    assert run("retention", "list", "--json").json == []
    assert run("journal", "verify").code == 0
    assert "Gaslek" not in run("journal", "state", "--json").out
