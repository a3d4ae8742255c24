"""The looks of painted text, in the colours of the theme.

Textual's component classes would do it too, but it makes and styles a node for each of them whenever a class on
the screen changes: that was two thirds of the time that a screen took to open.
"""

from __future__ import annotations

import re

from rich.style import Style
from textual.widget import Widget

LOOKS = {
    "": "none",
    "plain": "$foreground",
    "muted": "$quiet",
    "strong": "bold $foreground",
    "head": "bold $primary",
    "rule": "$rule",
    "accent": "bold $accent",
    "warning": "$warning",
    "error": "bold $error",
    "success": "$success",
    "struck": "strike $quiet",
    "token": "$secondary",
    "found": "bold underline $warning",
    "event": "$primary",
    "cursor": "on $cursor-line",
    "cursor-blurred": "on $surface",
    "grip": "bold $background on $warning",
    "incident": "bold $error",
    "cmt": "bold $primary",
    "demonstration": "$warning",
    "evenement": "$accent",
    "match": "$success",
    "plan": "$secondary",
}
"""What each name looks like: Rich's words, with the variables of the theme for colours."""

_VARIABLE = re.compile(r"\$([a-z-]+)")


def style_of(widget: Widget, look: str) -> Style:
    """The style of a look under the theme that is on."""
    colours = widget.app.theme_variables
    return Style.parse(_VARIABLE.sub(lambda found: colours[found[1]], LOOKS[look]))
