"""The words of page furniture in the languages policies are written in; judged only at the edges of a document."""

from __future__ import annotations

import re

from monitor.core.languages import LazyPattern, alternation


def _words(*places: str, flags: re.RegexFlag = re.NOFLAG) -> LazyPattern:
    return LazyPattern(lambda: alternation(*places), flags)


_CONTROL = ("furniture.controls", "furniture.toggles", "furniture.names")
# Whole blocks that are up to five controls or menu entries, never policy. They stand in the pattern once, for a second
# time would take as long again to compile.
CONTROLS = LazyPattern(lambda: rf"(?:(?:{alternation(*_CONTROL)})(?:\W+(?!\Z)|\Z)){{1,5}}")
# Those among them that only name where a link leads: networks, languages. A policy lists them too.
NAME = _words("furniture.names")
# Those among them that unfold what stands elsewhere, and so head nothing.
TOGGLE = _words("furniture.toggles")
# Whole blocks that are the titles of widgets.
WIDGET_HEAD = _words("furniture.widget_heads")

COPYRIGHT = LazyPattern(lambda: rf"^(?:{alternation('furniture.copyright')})|©\s*(?:19|20)\d\d", re.IGNORECASE)

# Licences under which a page gives its own text away.
LICENCE = LazyPattern(lambda: alternation("furniture.licences", before=r"\b", after=r"\b"), re.IGNORECASE)

# Stems that, two in a short block or one in a short question, make a prompt to log in or register.
ACCOUNT = _words("furniture.accounts", "furniture.passwords", flags=re.IGNORECASE)

MESSENGER = _words("furniture.messengers", flags=re.IGNORECASE)
MESSENGER_CUES = _words("furniture.questions", flags=re.IGNORECASE)

# What invites to subscribe; judged only in a box with fields or buttons.
NEWSLETTER = _words("furniture.newsletters", flags=re.IGNORECASE)

# How far a new service is, at the start of the line that asks what readers think of it.
PHASE = LazyPattern(lambda: rf"(?:{alternation('furniture.phases')})\b", re.IGNORECASE)

# What stands above an advertisement, and nothing else.
AD_LABEL = _words("furniture.ads")

# What a button of promotion bids: to begin, to try, to buy, to see more.
CALL = LazyPattern(lambda: alternation("furniture.calls", before=r"\b", after=r"\b"), re.IGNORECASE)
# What a link bids that only leads to more to read.
MORE = LazyPattern(lambda: alternation("furniture.more", before=r"\b"), re.IGNORECASE)

# An answer to a request for consent, in lower case: "accept all", "only necessary cookies".
ANSWER = _words("consent.answers")
# One label, or several that touch, with what stands beside an answer, often glued to it: "settingsok".
ANSWERS = LazyPattern(
    lambda: (
        rf"(?:(?:{alternation('consent.beside')})\W*){{0,2}}(?:{alternation('consent.answers')})"
        rf"(?:\W*(?:{alternation('consent.answers')}|{alternation('consent.beside')})){{0,3}}"
    )
)
# One at the beginning of a row of links.
FIRST_ANSWER = LazyPattern(lambda: rf"(?:{alternation('consent.answers')})(?!\w)")
# What a request for consent is about: cookies and their like, or consent itself.
CONSENT = _words("consent.about", flags=re.IGNORECASE)
# What asks to consent or to pay.
PAY = _words("consent.pay", flags=re.IGNORECASE)

CONTENTS_TITLE = _words("policy.contents", flags=re.IGNORECASE)

# What a topic asks: "How we use it", "Con chi li condividiamo"; a short word may stand before the question.
ASKING = LazyPattern(
    lambda: rf"(?:[^\W\d]{{1,4}}\s+)?(?:{alternation('policy.questions')})\b",
    re.IGNORECASE,
)
