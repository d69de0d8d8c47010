"""Loaded before workers are forked: what is read and compiled when it is first asked is then there for all of them.

The files of the languages and the patterns made of them take a process some two hundred milliseconds, as much as twenty
pages; a worker that had to begin with that would do so each time one is started.
"""

from __future__ import annotations

from crawler.checking.judge import draw_body
from monitor.core.comparison.compare import compare
from monitor.core.records import Body, Drawn

_SENTENCE = "We keep the personal data that you give us when you register for {} months, and you may object to that."
_PAGE = (
    "<html lang=en><title>Privacy policy</title><nav><a href=/>Home</a> <a href=/s>Share</a></nav>"
    "<main><h1>Privacy policy</h1><p>Last updated: 1 May 2024</p><ul><li>What we collect<li>How we use it</ul>{}</main>"
    "<div class=box><p>We use cookies. Do you agree?</p><button>Accept all</button><button>Reject</button></div>"
    "<aside><p>Write to us in the chat, any question?</p><a href=/start>Start now</a></aside><p>12 views</p>"
    "<footer><p>Sign in or register</p></footer></html>"
)


def _drawn(months: int) -> Drawn:
    section = f"<h2>Retention</h2><p>{_SENTENCE.format(months)}</p>"
    drawn = draw_body(Body(content=_PAGE.format(section * 3).encode(), media_type="text/html"))
    assert isinstance(drawn, Drawn)  # noqa: S101 - it is a policy of ours
    return drawn


compare(_drawn(6), _drawn(9))
