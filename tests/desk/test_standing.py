"""Adding steps to a dossier: a form that was filed before its draft was forgotten is not filed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from tests.builders import assert_green, desk_at, records_of
from tests.still_clock import CARNIVAL_SUNDAY

BEGIN = CARNIVAL_SUNDAY - timedelta(hours=1)
NR, OTHER = "DEM-27-A001", "DEM-27-A002"
PROMISED = "01a39021-52c0-7753-bfc2-571cd147ca89"

FORMS: dict[str, Callable[[Desk], object]] = {
    "two fields": lambda d: d.demonstrations.set_fields(NR, {"place": "Bassin", "route": "kade"}, draft_id=PROMISED),
    "link": lambda d: d.demonstrations.link(NR, OTHER, draft_id=PROMISED),
    "end": lambda d: d.demonstrations.end(NR, draft_id=PROMISED),
    "cancel": lambda d: d.demonstrations.cancel(NR, draft_id=PROMISED),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with two demonstrations that have begun."""
    made = desk_at(tmp_path)
    for place in ("Markt", "Vrijthof"):
        made.demonstrations.add(at=BEGIN, place=place)
    yield made
    assert_green(made.journal)
    made.journal.close()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_of_a_demonstration_that_is_filed_again_writes_nothing_and_is_not_refused(
    desk: Desk, form: Callable[[Desk], object]
) -> None:
    first, before = form(desk), records_of(desk.journal)
    assert PROMISED in [record.id for record in before]
    assert form(desk) == first
    assert records_of(desk.journal) == before
