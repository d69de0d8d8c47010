"""Prints constraints for pip: the product's direct dependencies at the oldest version allowed, test tools as pinned."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(re.findall(r"(?m)^([\w.-]+)==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8")))


def bounds(requirements: list[str]) -> dict[str, str]:
    """Return the lower bound of each requirement by its name."""
    return dict(re.match(r"([\w.-]+)>=([\w.]+)", requirement).groups() for requirement in requirements)


oldest = bounds(PROJECT["project"]["dependencies"])
for name, version in {**{tool: PINS[tool] for tool in bounds(PROJECT["dependency-groups"]["test"])}, **oldest}.items():
    print(f"{name}=={version}")
