"""Word lists beside the code, one line a language or a topic; read once at import."""

from __future__ import annotations

from importlib.resources import files


def lines_of(name: str) -> list[str]:
    """Return the lines of a word list of this package."""
    return files("crawler.extraction").joinpath(name).read_text(encoding="utf-8").splitlines()
