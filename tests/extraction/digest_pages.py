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

SHOWN = {
    "text": "<p>for {} months</p>",
    "text behind a script in an attribute": "<p title='<script>'>for {} months</p><script>1</script>",
    "text behind a script as an attribute": "<p data-x=<script>>for {} months</p><script>1</script>",
    "text behind a comment in an attribute": '<p title="a > b <!--">for {} months</p><!-- -->',
    "text behind a style in an attribute": "<p title = '<style>'>for {} months</p><style></style>",
    "picture": "<p>Do we share? <img src=a.svg alt='{}'></p>",
    "picture in a cell": "<table><tr><td>Ads<td><img alt={}></tr><tr><td>Post<td>No</tr></table>",
    "label of a picture": "<p>Do we share? <img src=a.svg aria-label='{}'></p>",
    "label": "<li>Ads <i class=icon aria-label='{}'></i></li>",
    "field": "<p>for <input readonly value='{} months'></p>",
    "hint of a field": "<p>for <input placeholder='{} months'></p>",
    "button": "<input type=reset value='Keep {} months'>",
    "choice": "<select><option>{}</option></select>",
    "group of choices": "<select><optgroup label={}><option>a</option></optgroup></select>",
    "measure": "<p><progress max=99 value={}></progress></p>",
    "drawing": "<svg><path d=M0/><text>{} months</text></svg>",
    "formula": "<math><mn>{}</mn></math>",
    "words of a style": "<style>.m::before{{content:'a;{}'}}</style><p><i class=m></i> months</p>",
    "attribute that a style shows": "<style>i:after{{ content : attr( data-m ) }}</style><p><i data-m='{}'></i></p>",
    "variable that a style shows": "<style>i:after{{content:var(--m)}}</style><p><i style='--m:\"{}\"'></i></p>",
}
"""Each puts a word before a reader, in a way of its own; `{}` stands for the word."""
STATES = (
    ("<p><input type=checkbox checked> shared</p>", "<p><input type=checkbox> shared</p>"),
    ("<select><option>1<option selected>2</select>", "<select><option selected>1<option>2</select>"),
    ("<ol style='list-style-type: lower-alpha'><li>One", "<ol style='list-style-type: upper-roman'><li>One"),
    ("<ol><li style=list-style-type:lower-alpha>One", "<ol><li style=list-style-type:upper-roman>One"),
    ("<ol style='counter-reset:item 4'><li>One", "<ol style='counter-reset:item 8'><li>One"),
    ("<style>li{counter-reset:item 4}</style><li>One", "<style>li{counter-reset:item 8}</style><li>One"),
    ("<style>ol{list-style:lower-roman}</style><li>One", "<style>ol{list-style:lower-alpha}</style><li>One"),
    ("<style>.a{text-decoration:line-through}</style><p class=a>One", "<style>.a{}</style><p class=a>One"),
    ("<p><s>We sell no data</s>", "<p>We sell no data"),
    ("<p><del>We sell no data</del>", "<p>We sell no data"),
    ("<p style='text-decoration: line-through'>We sell no data", "<p>We sell no data"),
    ("<p style=opacity:0>We sell no data", "<p style=opacity:0.01>We sell no data"),
    ("<p style='position:absolute;left:-9999px'>We sell no data", "<p>We sell no data"),
    ("<p style=font-size:0>We sell no data", "<p style=font-size:1em>We sell no data"),
    ("<p style='clip:rect(0 0 0 0)'>We sell no data", "<p>We sell no data"),
    ("<p style=color:transparent>We sell no data", "<p style=color:red>We sell no data"),
)
"""Parts of pages that show the same words in two ways of which a reader sees the difference."""


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
    *("alt=12", "alt='5 years'", "aria-label=No", "checked", "selected", "placeholder='3 days'", "title='<script>'"),
    *("style='list-style-type:lower-roman'", "style='text-decoration:line-through'", "data-x='<!--'", "readonly"),
    *("style='position:absolute;left:-9999px'", "style=opacity:0", "style='clip:rect(0,0,0,0)'", "type=number"),
    *("href=#top", "href=/other", "nonce=4711", "data-track=9f", "title='a > b'", "data-x='<b>'", "id=block-4711"),
)
TAGS = (
    *("s", "del", "math", "mn", "img", "input"),
    *("p", "div", "b", "span", "h2", "li", "nav", "section", "button", "td", "svg", "noscript", "x-part", "template"),
)
SCRAPS = (
    "<br>",
    " ",
    "\n\n",
    "&nbsp;",
    "<!-- x -->",
    "<svg><path d=M0/></svg>",
    "<img src=x>",
    "<img src=x alt=No>",
    "<svg><text>9 days</text></svg>",
    "<math><mn>9</mn></math>",
    "<style>p::before{content:'9'}</style>",
    "<s>",
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
