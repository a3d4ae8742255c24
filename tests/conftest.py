"""What holds for every test: a scratch home, no network beyond this machine, a still clock, no blinking."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.still_clock import CARNIVAL_SUNDAY, StillClock

collect_ignore = ["test_bench.py"] if sys.platform == "win32" else []
"""What measures and drives pseudo-terminals needs POSIX (the journeys skip themselves)."""


class NetworkBlocked(AssertionError):
    """A test reached for an address that is not on this machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="keep the screens and the plans of scenarios as they are now"
    )


@pytest.fixture(autouse=True)
def scratch_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, for this process and those that it starts; no setting of the caller's comes through."""
    person = tmp_path_factory.mktemp("person")
    for name in [name for name in os.environ if name.startswith("AOVCONSOLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(person))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = person / "aovconsole"
    monkeypatch.setenv("AOVCONSOLE_HOME", str(home))
    return home


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands at carnival Sunday 2027, 15:10 in Maastricht, until the test moves it on."""
    return StillClock(CARNIVAL_SUNDAY)


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_far(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_far(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and not _is_near(host):
            raise NetworkBlocked(f"a test looked up {host!r}")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _refuse_far(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_near(address[0]):
        raise NetworkBlocked(f"a test connected to {address!r}")


def _is_near(host: str | bytes) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_blinking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    if "textual" not in sys.modules:  # a test of the domain does not pay for the screens
        yield
        return
    from textual.widgets import Input, TextArea

    blinking = [widget.cursor_blink for widget in (Input, TextArea)]
    defaults = [reactive._default for reactive in blinking]
    for reactive in blinking:
        reactive._default = False
    yield
    for reactive, default in zip(blinking, defaults, strict=True):
        reactive._default = default


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home up to the carnaval Sunday, made once; nobody writes in it."""
    from aovconsole.demo import create

    folder = tmp_path_factory.mktemp("demo") / "home"
    create(folder, now=CARNIVAL_SUNDAY)
    return folder
