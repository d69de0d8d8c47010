"""What answers where the policy stood: walls, a home page, a page that breaks off."""

from __future__ import annotations

import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.noise.kinds import counter, sentence
from benchmarks.noise.policies import Block
from benchmarks.noise.sentences import capital, parts

if TYPE_CHECKING:
    from random import Random

WALLS = ("bots", "login", "consent", "error")
STORIES = 6  # of a home page
_FORM = '<form action="/in"><input name="who"><input name="word" type="password"><button>OK</button></form>'


@cache
def _walls() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "walls.toml").read_text(encoding="utf-8"))


def wall(code: str, name: str) -> str:
    """Return a page that is no policy, with `{code}` where another word stands at every look.

    Args:
        code: of its language.
        name: of `WALLS`.
    """
    title, *texts = _walls()[code][name]
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts) + _FORM * (name == "login")
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )


def home(code: str, title: str, random: Random) -> tuple[Block, ...]:
    """Return a site's home page: its name, and what it has to tell.

    Args:
        code: of its language.
        title: of the policy; the site is named in its last two words.
        random: the chance of this site.
    """
    noise = parts(code)[1]
    stories = [
        block
        for subject in random.sample(noise.subjects, STORIES)
        for block in (
            Block(kind="heading", texts=(capital(subject),)),
            Block(texts=tuple(sentence(noise, random) for _ in range(3))),
        )
    ]
    name = " ".join(title.split(" ")[-2:])
    return (Block(kind="title", texts=(name,)), *stories, *counter(noise, random))
