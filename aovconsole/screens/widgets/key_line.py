"""The last line of every screen: the keys that work here."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from aovconsole.screens.keys import Key

_GAP = 2


class KeyLine(Widget):
    """Paints as many keys as fit; what is declared first stays longest, the key sheet's key always stays."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; padding: 0 3; background: $panel; color: $quiet; }
    KeyLine .key-line--key { color: $primary; text-style: bold; }
    """
    COMPONENT_CLASSES = {"key-line--key"}

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def show(self, keys: Sequence[Key]) -> None:
        """Show other keys, such as those of a text field."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Paint the line: the keys of the screen at the left, the key sheet at the right."""
        width = self.content_size.width
        key_style = self.get_component_rich_style("key-line--key", partial=True)
        last = [key for key in self._keys if key.id == "help"]
        room = width - sum(_width(key) for key in last)
        segments: list[Segment] = []
        for key in self._keys:
            if key.id == "help" or _width(key) > room:
                continue
            segments += [Segment(key.sign, key_style), Segment(f" {key.label}{' ' * _GAP}")]
            room -= _width(key)
        if last:
            segments.append(Segment(" " * (room + _GAP)))
            segments += [Segment(last[0].sign, key_style), Segment(f" {last[0].label}")]
        return Strip(Segment.apply_style(segments, self.rich_style)).adjust_cell_length(width, self.rich_style)


def _width(key: Key) -> int:
    return cell_len(key.sign) + 1 + cell_len(key.label) + _GAP
