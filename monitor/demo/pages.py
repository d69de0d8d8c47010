"""The pages of the demo: policies of invented companies, as they stand in each round and at each visit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

ROUNDS = (1, 2)
_FIRST_VISITOR = 10_482  # a number a counter might show; any other would do
_RELATED_SHOWN = 3  # of a longer list, so that each visit shows others


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One policy page.

    Args:
        slug: its place on the site: "/slug/privacy".
        name: the company.
        language: ISO 639-1.
        told: what the second round does to it, in words.
        rounds: the HTML of round 1 and of round 2, with marks where noise goes.
        promo: what the strip at the top says, one of them at a time.
        related: what is offered to read, some at a time.
    """

    slug: str
    name: str
    language: str
    told: str
    rounds: tuple[str, ...]
    promo: tuple[str, ...]
    related: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return its path on the site."""
        return f"/{self.slug}/privacy"

    @property
    def is_noisy(self) -> bool:
        """Tell whether two visits differ."""
        return any(mark in self.rounds[0] for mark in ("<!--visitors-->", "<!--promo-->", "<!--related-->"))


def load_pages() -> tuple[Page, ...]:
    """Read the pages that come with the package."""
    folder = files("monitor.demo") / "site"
    table = tomllib.loads((folder / "pages.toml").read_text(encoding="utf-8"))
    return tuple(_page(folder, entry) for entry in table["page"])


def _page(folder: Traversable, entry: dict[str, Any]) -> Page:
    first = (folder / f"{entry['slug']}.html").read_text(encoding="utf-8")
    second = first
    for edit in entry.get("edit", ()):
        second = second.replace(edit["old"], edit["new"])
    return Page(
        slug=entry["slug"],
        name=entry["name"],
        language=entry["language"],
        told=entry["told"],
        rounds=(first, second),
        promo=tuple(entry["promo"]),
        related=tuple(entry["related"]),
    )


def render(page: Page, *, published: int, visit: int) -> str:
    """Give a page as one visitor gets it.

    Args:
        page: which.
        published: the round, 1 or 2.
        visit: the number of the visit, from 0; it turns the noise.

    Returns:
        The HTML.
    """
    related = "".join(f'<li><a href="#{place}">{title}</a></li>' for place, title in _some(page.related, visit))
    noise = {
        "<!--visitors-->": str(_FIRST_VISITOR + 7 * visit),
        "<!--promo-->": page.promo[visit % len(page.promo)] if page.promo else "",
        "<!--related-->": related,
    }
    html = page.rounds[published - 1]
    for mark, words in noise.items():
        html = html.replace(mark, words)
    return html


def _some(titles: Sequence[str], visit: int) -> list[tuple[int, str]]:
    turned = [*enumerate(titles)]
    start = visit % len(turned) if turned else 0
    return (turned[start:] + turned[:start])[:_RELATED_SHOWN]
