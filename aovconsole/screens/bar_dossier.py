"""The dossier that lines go to."""

from __future__ import annotations

from typing import NamedTuple


class Dossier(NamedTuple):
    """What the entry bar files into: subject (empty is the general log), number for commands, label before the line."""

    subject: str = ""
    number: str = ""
    label: str = "logboek"


GENERAL_LOG = Dossier()
