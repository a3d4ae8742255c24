"""A few painted lines that are only read: the head of a dossier, a heading, a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.strip import Strip

from aovconsole.screens.widgets.painted import Line, Painted, cut

Draw = Callable[[int], Sequence[Line]]


class Sheet(Painted, can_focus=False):
    """Shows the lines that `draw` gives for its width; it is as high as they are."""

    DEFAULT_CSS = """
    Sheet { height: auto; overflow: hidden; scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
    """

    def __init__(self, draw: Draw = lambda _: (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._lines: tuple[Line, ...] = ()
        self._width = -1

    def show(self, draw: Draw) -> None:
        """Show other lines."""
        before, self._draw = len(self._lines), draw
        self._lines = tuple(draw(self.line_width))
        self._width = self.line_width
        self.refresh(layout=len(self._lines) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as there are for this width."""
        return len(tuple(self._draw(max(1, width - 4))))

    @property
    def line_width(self) -> int:
        """As wide as the lines of a list below it, which has a scrollbar."""
        return max(1, self.size.width - 4)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if self._width != self.line_width:
            self._lines, self._width = tuple(self._draw(self.line_width)), self.line_width
        return self.painted(self._lines[y] if y < len(self._lines) else (), self.size.width)


def titled(title: str, note: str = "") -> Draw:
    """A heading with a rule behind it, and a grey word at its end."""

    def draw(width: int) -> Sequence[Line]:
        said = cut(note, width - len(title) - 2)
        rule = "─" * max(0, width - len(title) - 1 - (len(said) + 1 if said else 0))
        return (((f"{title} ", "head"), (rule, "rule"), (f" {said}" if said else "", "muted")),)

    return draw
