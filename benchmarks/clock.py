"""A wall clock of our own for child processes, by way of `wallclock.c`."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
from pathlib import Path

LIBRARY = Path(__file__).parent / "wallclock.c"


class Clock:
    """A wall clock for child processes, slow or fast; it may be set while they run.

    Args:
        folder: for its library and its setting.
        speed: in true seconds.

    Raises:
        OSError, subprocess.CalledProcessError: there is no C compiler, or it failed.
    """

    def __init__(self, folder: Path, *, speed: float = 1.0) -> None:
        self._speed = speed
        self._library, self._setting = folder / "wallclock.so", folder / "wallclock"
        compiler = shutil.which("cc") or "cc"
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", self._library, LIBRARY, "-ldl"], check=True)
        self._set(time.time())

    def environment(self) -> dict[str, str]:
        """Return what puts a child process under this clock."""
        return {"LD_PRELOAD": str(self._library), "WALLCLOCK": str(self._setting)}

    def now(self) -> float:
        """Return the time it shows, seconds since the epoch."""
        true, shown, speed = struct.unpack("ddd", self._setting.read_bytes())
        return shown + (time.time() - true) * speed

    def step(self, seconds: float) -> None:
        """Set it ahead, or back."""
        self._set(self.now() + seconds)

    def _set(self, shown: float) -> None:
        data = struct.pack("ddd", time.time(), shown, self._speed)
        if not self._setting.exists():
            self._setting.write_bytes(data)
        with self._setting.open("r+b") as file:
            file.write(data)  # in place: those who run have the file mapped
