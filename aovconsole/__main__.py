"""`python -m aovconsole`, and the command `aovconsole`."""

from __future__ import annotations

import sys
from types import TracebackType

from aovconsole import cli


def main() -> int:
    """Run the command line; what nobody foresaw ends with one line instead of a traceback."""
    sys.excepthook = _unforeseen
    return cli.main()


def _unforeseen(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}, regel {trace.tb_lineno}" if trace else "onbekende plaats"
    sys.stderr.write(f"aovconsole: onverwachte fout ({kind.__name__} in {where}); meld dit bij de beheerder\n")


if __name__ == "__main__":
    sys.exit(main())
