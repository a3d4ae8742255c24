"""The least Textual app: one Static. What the console's start is measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static("klaar")


if __name__ == "__main__":
    BareApp().run()
