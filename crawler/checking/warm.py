"""Loaded where workers are forked from: what a page needs of the languages is read and compiled before the first fork.

It takes as much time as thirty pages, and every worker would begin with it. Nothing of it is done before a worker is
needed, for a round of checks in which no page has changed needs none.
"""

from __future__ import annotations

import os
from functools import cache

from crawler.checking.judge import draw_body
from monitor.core.records import Body

_CLAUSE = "We keep the personal data that you give us when you register for six months, and you may object to that."
_PAGE = (
    "<html lang=en><title>Privacy policy</title><nav><a href=/>Home</a> <a href=/s>Share</a></nav>"
    "<main><h1>Privacy policy</h1><p>Last updated: 1 May 2024</p><ul><li>What we collect<li>How we use it</ul>"
    f"<h2>Retention</h2><p>{_CLAUSE}</p><h2>Objection</h2><p>{_CLAUSE}</p><h2>Contact</h2><p>{_CLAUSE}</p></main>"
    "<div class=box><p>We use cookies. Do you agree?</p><button>Accept all</button><button>Reject</button></div>"
    "<aside><p>Write to us in the chat, any question?</p><a href=/start>Start now</a></aside><p>12 views</p>"
    "<footer><p>Sign in or register</p></footer></html>"
)


@cache
def warm() -> None:
    """Draw a small page of ours, which asks most of what any page asks."""
    draw_body(Body(content=_PAGE.encode(), media_type="text/html"))


os.register_at_fork(before=warm)
