"""The three looks: dark, light and high contrast; state is never told by colour alone in any of them."""

from __future__ import annotations

from typing import Any

from textual.theme import Theme

DARK, LIGHT, CONTRAST = "donker", "licht", "hoog-contrast"


def _theme(name: str, *, dark: bool, quiet: str, rule: str, cursor: str, **colours: Any) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        luminosity_spread=0.12,
        text_alpha=1.0,
        variables={
            "quiet": quiet,
            "rule": rule,
            "cursor-line": cursor,
            "input-cursor-background": colours["foreground"],
            "input-cursor-foreground": colours["background"],
            "input-selection-background": cursor,
            "border": colours["primary"],
            "border-blurred": rule,
            "scrollbar": rule,
            "scrollbar-background": colours["background"],
            "scrollbar-corner-color": colours["background"],
            "block-cursor-background": cursor,
            "block-cursor-foreground": colours["foreground"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": colours["surface"],
            "block-cursor-blurred-foreground": colours["foreground"],
        },
        **colours,
    )


THEMES = (
    _theme(
        DARK,
        dark=True,
        background="#10151b",
        surface="#171e26",
        panel="#1b232d",
        foreground="#dbe2ea",
        primary="#74b3f0",
        secondary="#9fb4c8",
        accent="#8fc7ff",
        warning="#f0b55d",
        error="#ff8078",
        success="#82d08f",
        quiet="#8a99a9",
        rule="#364452",
        cursor="#26384b",
    ),
    _theme(
        LIGHT,
        dark=False,
        background="#fbfaf7",
        surface="#f2f0ea",
        panel="#eae7df",
        foreground="#1d242c",
        primary="#0d5aa7",
        secondary="#4a5a6a",
        accent="#0a4c8f",
        warning="#8a4b00",
        error="#b3201a",
        success="#17682f",
        quiet="#5b6570",
        rule="#c4c1b8",
        cursor="#d6e4f2",
    ),
    _theme(
        CONTRAST,
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        foreground="#ffffff",
        primary="#ffff00",
        secondary="#ffffff",
        accent="#00ffff",
        warning="#ffff00",
        error="#ff9f9f",
        success="#7fff7f",
        quiet="#e4e4e4",
        rule="#ffffff",
        cursor="#00008f",
    ),
)
