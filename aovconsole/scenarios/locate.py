"""On which line of a TOML file a key stands: tomllib keeps no positions, tree-sitter's parse tree does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

Location: TypeAlias = tuple[int | str, ...]

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_HEADERS = ("table", "table_array_element")


def lines_in(text: str) -> dict[Location, int]:
    """The line (from 1) of every key, row and list item of a file that is valid TOML."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    found: dict[Location, int] = {(): 1}
    rows: dict[Location, int] = {}
    for node in root.named_children:
        if node.type in _HEADERS:
            _table(node, rows, found)
        elif node.type == "pair":
            _pair(node, (), found)
    return found


def line_of(location: Location, lines: dict[Location, int]) -> int:
    """The line of a key; of what holds it where the key itself is missing."""
    while location not in lines:
        location = location[:-1]
    return lines[location]


def _table(node: Node, rows: dict[Location, int], found: dict[Location, int]) -> None:
    """A header and what stands under it; of an array of tables each name in a header means its last row so far."""
    key = next(child for child in node.named_children if child.type in _KEYS)
    names = list(_names(key))
    place: Location = ()
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        found.setdefault(place, _line(node))
        is_new_row = node.type == "table_array_element" and depth == len(names)
        if is_new_row:
            rows[place] = rows.get(place, -1) + 1
        if place in rows:
            place = (*place, rows[place])
            found.setdefault(place, _line(node))
    for child in node.named_children:
        if child.type == "pair":
            _pair(child, place, found)


def _pair(node: Node, place: Location, found: dict[Location, int]) -> None:
    key, value = (child for child in node.named_children if child.type != "comment")
    for name in _names(key):
        place = (*place, name)
        found.setdefault(place, _line(key))
    _value(value, place, found)


def _value(node: Node, place: Location, found: dict[Location, int]) -> None:
    parts = [child for child in node.named_children if child.type != "comment"]
    if node.type == "inline_table":
        for child in parts:
            _pair(child, place, found)
    elif node.type == "array":
        for number, child in enumerate(parts):
            found[(*place, number)] = _line(child)
            _value(child, (*place, number), found)


def _names(key: Node) -> Iterator[str]:
    """The names of a key, `a."b.c"` being two."""
    if key.type == "dotted_key":
        for part in key.named_children:
            yield from _names(part)
    elif key.type == "quoted_key":
        import tomllib

        yield next(iter(tomllib.loads(f"{_text(key)} = 0")))
    else:
        yield _text(key)


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _line(node: Node) -> int:
    return node.start_point.row + 1
