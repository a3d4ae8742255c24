"""Whole programs: from the start to the first paint on a pseudo-terminal, a key to its paint, flushes, memory."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

COLUMNS, ROWS = 140, 42
QUIET_SECONDS = 0.03
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|.)")


class PtyProgram:
    """A program on a pseudo-terminal, timed from just before it is started."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._fd, slave = os.openpty()
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._seen = bytearray()
        inherited = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "LINES")}
        surroundings = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=surroundings, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> PtyProgram:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    @property
    def pid(self) -> int:
        """The process, for its memory."""
        return self._process.pid

    def until(self, text: str, seconds: float = 60) -> float:
        """Seconds from the start to the read that completes this text (in one style, so that no escape parts it)."""
        wanted, deadline = text.encode(), time.perf_counter() + seconds
        while wanted not in self._seen:
            if not self._read(max(0.0, deadline - time.perf_counter())):
                shown = _ESCAPES.sub(b"", bytes(self._seen[-4000:])).decode(errors="replace")
                raise TimeoutError(f"{text!r} was not painted in {seconds} s; the end of what was:\n{shown}")
        return time.perf_counter() - self.started

    def key_to_paint(self, key: bytes) -> float:
        """Seconds from a key to the last byte that it paints."""
        self._quiet()
        begin = last = time.perf_counter()
        os.write(self._fd, key)
        if not self._read(5):
            raise TimeoutError(f"{key!r} painted nothing")
        while True:
            last = time.perf_counter()
            if not self._read(QUIET_SECONDS):
                return last - begin

    def _quiet(self) -> None:
        while self._read(0.1):
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        with suppress(OSError):  # the program has ended
            if data := os.read(self._fd, 65536):
                self._seen += data
                return True
        return False


def seconds_to_paint(command: Sequence[str], text: str, env: Mapping[str, str] | None = None) -> float:
    """Seconds from exec to the paint that holds this text."""
    with PtyProgram(command, env) as program:
        return program.until(text)


def seconds_to_end(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Seconds that a whole process takes.

    Raises:
        CalledProcessError: it did not end well.
    """
    begin = time.perf_counter()
    subprocess.run(command, env={**os.environ, **(env or {})}, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def flushes(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """How often a process and its threads ask the disk to flush (strace)."""
    traced = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync", *command]
    done = subprocess.run(traced, env={**os.environ, **(env or {})}, check=True, capture_output=True, text=True)
    return sum(
        bool(re.search(r"\b(fsync|fdatasync|sync_file_range|msync)\(", line)) for line in done.stderr.splitlines()
    )


def memory_bytes(pid: int) -> int:
    """The memory of a process, shared pages by their share (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found
    return 1024 * int(found[1])
