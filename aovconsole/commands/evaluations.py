"""`aovconsole evaluation`: looking back on a dossier."""

from __future__ import annotations

from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.evaluation_export import add_export


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "evaluation", "evaluatie: terugkijken op een dossier")
    add_export(actions)
