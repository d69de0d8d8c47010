"""Pages of our own with all that a digest must not miss, and one small change to a page after another."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SENTENCES = (
    "We collect your name and your address when you register with us, and we keep these personal data for 5 years.",
    "We share these personal data with nobody but the courier who brings what you have ordered from our shop to you.",
    "You have the right to ask us at any time which personal data we hold about you, and to receive a copy of these.",
    "We process your personal data to fulfil our contract with you, and for no other purpose than this one at all.",
)
TEXT = "".join(f"<p>{said}</p>" for said in SENTENCES)
WRITE = (
    "<p>Write to <span data-user=privacy data-domain=heron.example></span> about your personal data at any time.</p>"
)
CONSENT = (
    f"<div class=cookie-banner id=ask><p>{SENTENCES[3]} Do you accept our cookies on this page of ours?</p>"
    "<button class=yes type=button>Accept all</button><input type=submit value=Reject></div>"
)
LIST = (
    "<ol start=3 type=a class=terms><li>The name that you give us.</li><li value=7>The address that you give us."
    "</li><li>Your <b>date</b> of birth<br>and your <i>sex</i>.</li></ol>"
)
TABLE = (
    "<table role=grid><tr><th>Cookie</th><th colspan=2>How long we keep it</th></tr><tr><td>sid</td><td>30 days</td>"
    "<td>ours</td></tr><tr><td>lang</td><td>1 year</td><td>ours</td></tr></table>"
)
ODD = (
    "<p>Call <bdo dir=rtl>elpmaxe.noreh@opd</bdo> within 14 days <span class=sr-only>(opens in a new tab)</span> of"
    " 3 < 4 orders > 2, or read <a href=#x class=link>section 9</a> and <a href=/more rel=nofollow>more</a>.</p>"
)
FRAME = f'<iframe srcdoc="&lt;h2&gt;Partners&lt;/h2&gt;&lt;p&gt;{SENTENCES[1]}&lt;/p&gt;" title=x></iframe>'
SHADOW = (
    f"<x-card><template shadowrootmode=open><slot name=head></slot><p>{SENTENCES[2]}</p></template>"
    "<h3 slot=head>Your rights</h3></x-card>"
)
PRE = f"<pre>{SENTENCES[0]}\n\n{SENTENCES[1]}\n{SENTENCES[2]}</pre>"
FIELD = f"<textarea readonly>{(chr(10) * 2).join(SENTENCES * 3)}</textarea>"
FOLDED = (
    f"<details><summary>Retention</summary><p>{SENTENCES[0]}</p></details><div class=accordion><button "
    f"aria-expanded=false>Sharing</button><div><p>{SENTENCES[1]}</p></div></div>"
)
ASIDE = f"<aside class=related><h2>More</h2><p>{SENTENCES[3]}</p></aside><div role=heading aria-level=2>Contact</div>"


def _state() -> str:
    editions = [{"locale": code, "text": f"{code}: {' '.join(SENTENCES * 3)}"} for code in ("en", "de")]
    return f"<div id=root></div><script type=application/json>{json.dumps({'editions': editions})}</script>"


def _page(body: str) -> str:
    return (
        "<!doctype html><html lang=en><head><title>Privacy policy</title><meta name=csrf content=1f3c>"
        f"<link rel=stylesheet href=/a.css></head><body class=page><nav><a href=/>Home</a></nav>{body}"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


PAGES = tuple(
    _page(body)
    for body in (
        f"<main id=policy><h1>Policy</h1>{TEXT}{WRITE}{LIST}{ODD}</main>{CONSENT}",
        f"<main><h1>Policy</h1>{TEXT}{TABLE}{FOLDED}{ASIDE}</main>{CONSENT}",
        f"<div><h1>Policy</h1>{FRAME}{SHADOW}{PRE}{LIST}{TEXT}</div>",
        f"<main><h1>Policy</h1>{FIELD}</main>",
        f"<noscript><h1>Policy</h1>{TEXT * 3}</noscript><div id=root></div>",
        _state(),
    )
)
ATTRIBUTES = (
    *("start=5", "start=1", "value=4", "type=I", "type=1", "reversed", "dir=rtl", "dir=ltr", "lang=de", "hidden"),
    *("class=sr-only", "class=visually-hidden", "class=cookie-banner", "class=onetrust-consent-sdk", "class=menu"),
    *("class=cookie-policy", "class=accordion", "class=related", "id=sidebar", "class=widget", "class=icon"),
    *("class='promo cta'", "class=edit-section", "role=navigation", "role=heading", "role=presentation", "slot=head"),
    *("aria-level=4", "aria-hidden=true", "aria-expanded=true", "colspan=3", "style=display:none", "style=color:red"),
    *("style='display: block'", "style=font-weight:bold", "style='unicode-bidi:bidi-override;direction:rtl'"),
    *("data-user=dpo", "data-domain=heron.example", "data-host=swan.example", "data-local=hello", "data-tld=org"),
    *("href=#top", "href=/other", "nonce=4711", "data-track=9f", "title='a > b'", "data-x='<b>'", "id=block-4711"),
)
TAGS = ("p", "div", "b", "span", "h2", "li", "nav", "section", "button", "td", "svg", "noscript", "x-part", "template")
SCRAPS = (
    "<br>",
    " ",
    "\n\n",
    "&nbsp;",
    "<!-- x -->",
    "<svg><path d=M0/></svg>",
    "<img src=x>",
    "<source src=x>",
    "<!-- x --!>",
    "<hr>",
    "</div>",
    "<b>",
)
_TAG = re.compile(r"<[a-z][^<>]*>")
_WORD = re.compile(r"(?<=[\s>])[\w,.-]+(?=[\s<])")
_ATTRIBUTE = re.compile(r"\s[\w-]+(?:=(?:'[^']*'|\"[^\"]*\"|[^\s>\"']+))?(?=[\s>])")


def changed(page: str, random: Random) -> str:
    """Return a page with one thing on it changed: a word, a tag, an attribute, white space, the order of two parts."""
    return random.choice((_word, _attribute, _attribute, _attribute, _without, _tag, _scrap, _moved))(page, random)


def _replaced(page: str, found: re.Match[str], text: str) -> str:
    return page[: found.start()] + text + page[found.end() :]


def _word(page: str, random: Random) -> str:
    return _replaced(page, random.choice(list(_WORD.finditer(page))), random.choice(("twelve", "12", "", "a b")))


def _attribute(page: str, random: Random) -> str:
    tag = random.choice(list(_TAG.finditer(page)))
    return _replaced(page, tag, f"{tag[0][:-1]} {random.choice(ATTRIBUTES)}>")


def _without(page: str, random: Random) -> str:
    """Change or drop an attribute that is there."""
    found = random.choice([it for tag in _TAG.finditer(page) for it in _ATTRIBUTE.finditer(page, *tag.span())])
    return _replaced(page, found, random.choice(("", f" {random.choice(ATTRIBUTES)}")))


def _tag(page: str, random: Random) -> str:
    """Give an element another tag."""
    found = random.choice(list(_TAG.finditer(page)))
    name = re.match(r"<([\w-]+)", found[0])[1]
    other = random.choice(TAGS)
    end = re.compile(rf"</{name}(?=>)").search(page, found.end())
    page = page if end is None else _replaced(page, end, f"</{other}")
    return _replaced(page, found, f"<{other}{found[0][len(name) + 1 :]}")


def _scrap(page: str, random: Random) -> str:
    at = random.choice([it.end() for it in (*_TAG.finditer(page), *_WORD.finditer(page))])
    return page[:at] + random.choice(SCRAPS) + page[at:]


def _moved(page: str, random: Random) -> str:
    """Let two words, or what stands around them, change places."""
    first, second = sorted(random.sample(list(_WORD.finditer(page)), 2), key=re.Match.start)
    between = page[first.end() : second.start()]
    return page[: first.start()] + second[0] + between + first[0] + page[second.end() :]
