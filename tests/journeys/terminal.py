"""A real program in a real pseudo-terminal: type, press keys, read the screen and the bytes behind it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

import fcntl
import struct
import termios

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "insert": "\x1b[2~", "delete": "\x1b[3~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
}  # fmt: skip
"""What a terminal sends for a key, by the key's name in Textual."""

ESCAPE_PAUSE = 0.15
"""Longer than the time in which a terminal program still takes what follows escape as one key."""

KEY_PAUSE = 0.04
"""Between two keys; faster than any hand. Within a burst Textual acts on letters before it acts on a binding."""

MODES = {
    b"?1049": "the alternate screen",
    b"?1000": "the mouse",
    b"?2004": "bracketed paste",
    b"?1004": "focus reports",
}
"""What a full-screen program switches on, and must switch off before it leaves."""

OF_OUR_OWN_TERMINAL = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM", "TMUX", "STY"}


def bytes_of(key: str) -> bytes:
    """What the terminal sends for a key: a single character, a name, or one with `ctrl+` or `alt+` before it."""
    if key in KEYS:
        return KEYS[key].encode()
    modifier, _, last = key.rpartition("+")
    if modifier == "ctrl" and len(last) == 1:
        return bytes([ord(last.lower()) & 0x1F])
    if modifier == "alt" and last:
        return b"\x1b" + bytes_of(last)
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"no terminal key is called {key!r}")


def command(*words: str) -> list[str]:
    """The console of this tree with these words behind it."""
    return [sys.executable, "-m", "aovconsole", *words]


class Terminal:
    """A program on a pseudo-terminal, and the screen that it painted.

    Everything is read when a method waits or asks, so a test that wants the program to run on calls one of those.
    """

    def __init__(
        self,
        program: Sequence[str],
        *,
        columns: int = 140,
        rows: int = 42,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Every byte that the program wrote."""
        self._fd, slave = os.openpty()
        _set_size(self._fd, columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        """How the terminal stood before the program: echo, line by line."""
        self._slave = slave  # kept open, so that its modes can be read after the program's end
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            program,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env={**_surroundings(), **(env or {})},
            start_new_session=True,
            preexec_fn=_take_terminal,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what a person does

    def type(self, text: str) -> None:
        """Type text, character by character as fast as the program reads."""
        self._write(text.encode())

    def paste(self, text: str) -> None:
        """Paste text as a terminal does it, between the marks of a bracketed paste."""
        self._write(b"\x1b[200~" + text.encode("utf-8", "surrogatepass") + b"\x1b[201~")

    def press(self, *keys: str) -> None:
        """Press keys, named as Textual names them: `enter`, `ctrl+p`, `escape`, `f1`, `a`."""
        for key in keys:
            self._write(bytes_of(key))
            self.run_on(ESCAPE_PAUSE if key == "escape" else KEY_PAUSE)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program is told by SIGWINCH."""
        self.screen.resize(rows, columns)
        _set_size(self._fd, columns, rows)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        if self.exit_status is None:
            os.kill(self._process.pid, number)

    # --- what a person sees

    def text(self) -> str:
        """The screen as it is now, a line for each row, without trailing blanks."""
        self.run_on(0)
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, text: str, seconds: float = 15) -> float:
        """Wait until this text stands on the screen; tells the seconds since the program started.

        Raises:
            AssertionError: it did not come in time, or the program ended without it; the screen is shown.
        """
        return self.wait_until(lambda: text in self.text(), f"{text!r} on the screen", seconds)

    def wait_gone(self, text: str, seconds: float = 15) -> float:
        """Wait until this text stands on the screen no more."""
        return self.wait_until(lambda: text not in self.text(), f"{text!r} gone from the screen", seconds)

    def wait_until(self, true: Callable[[], bool], what: str, seconds: float = 15) -> float:
        """Wait until something holds, reading meanwhile; tells the seconds since the program started."""
        deadline = time.monotonic() + seconds
        while not true():
            alive = self.run_on(0.01)
            if true():
                break
            if not alive or time.monotonic() > deadline:
                state = f"the program ended with {self.exit_status}" if not alive else f"waited {seconds} s"
                raise AssertionError(f"not seen: {what} ({state})\n{self.text()}")
        return time.monotonic() - self.started

    def settle(self, quiet_seconds: float = 0.2, seconds: float = 5) -> None:
        """Wait until the program has written nothing for a while."""
        deadline = time.monotonic() + seconds
        seen = -1
        while seen != len(self.raw) and time.monotonic() < deadline:
            seen = len(self.raw)
            self.run_on(quiet_seconds)

    def run_on(self, seconds: float) -> bool:
        """Read what the program writes for some seconds; False once it has closed the terminal or ended."""
        deadline = time.monotonic() + seconds
        while True:
            ended = self._process.poll() is not None
            ready, _, _ = select.select([self._fd], [], [], min(0.05, max(0.0, deadline - time.monotonic())))
            if ready:
                data = os.read(self._fd, 65536)
                self.raw += data
                self._stream.feed(data)
            elif ended:
                return False
            elif time.monotonic() >= deadline:
                return True

    # --- how it ends

    @property
    def exit_status(self) -> int | None:
        """None while the program runs; its status; minus the signal that ended it."""
        return self._process.poll()

    def wait_exit(self, seconds: float = 10) -> int:
        """Wait for the program's end and tell its status (minus the signal that ended it)."""
        self.wait_until(lambda: self.exit_status is not None, "the end of the program", seconds)
        self.run_on(0)
        assert self.exit_status is not None
        return self.exit_status

    def not_restored(self) -> list[str]:
        """What the program left switched on in the terminal; empty when it is whole again."""
        self.run_on(0)
        left = [name for mode, name in MODES.items() if self.raw.rfind(mode + b"h") > self.raw.rfind(mode + b"l")]
        if self.raw.rfind(b"\x1b[?25l") > self.raw.rfind(b"\x1b[?25h"):
            left.append("the hidden cursor")
        if termios.tcgetattr(self._slave)[:4] != self.modes_before[:4]:
            left.append("raw mode")
        return left

    def close(self) -> None:
        """End the program if it still runs, and give the terminal up."""
        if self._slave < 0:
            return
        self.kill()
        self._process.wait(10)
        os.close(self._slave)
        os.close(self._fd)
        self._slave = -1

    def _write(self, data: bytes) -> None:
        while data:  # a terminal takes some 4 kB at a time: read, or both sides wait
            self.run_on(0)
            _, ready, _ = select.select([], [self._fd], [], 0.05)
            if ready:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._fd, data[:1024]) :]
            elif self.exit_status is not None:
                raise AssertionError(f"the program had ended with {self.exit_status}\n{self.text()}")


def _surroundings() -> dict[str, str]:
    """The environment of a person's terminal: nothing that speaks of the size or the colours of the tests' own."""
    inherited = {name: text for name, text in os.environ.items() if name not in OF_OUR_OWN_TERMINAL}
    return {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
