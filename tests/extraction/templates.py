"""Ways in which sites put one and the same text on a page, for the tests that draw it back."""

from __future__ import annotations

import re
from html import escape

_BULLET = re.compile(r"^\s*(?:[•-])\s+")
_HEADING_WORDS = 10


def parsed(text):
    """Return (kind, text) for each line of a plain text: heading, item or paragraph."""
    blocks = []
    for line in text.splitlines():
        folded = " ".join(line.split())
        if not folded:
            continue
        if _BULLET.match(line):
            blocks.append(("item", _BULLET.sub("", folded)))
        elif (
            len(folded.split()) <= _HEADING_WORDS
            and not folded.endswith((".", ":", ",", ";"))
            and not folded.startswith("<")
        ):
            blocks.append(("heading", folded))
        else:
            blocks.append(("paragraph", folded))
    return blocks


def _raw(text):
    """Keep a tracking pixel as the tag it is; escape all other text."""
    return text if text.startswith("<img") else escape(text)


def _each(blocks, heading, paragraph, item=None):
    item = item or paragraph
    forms = {"heading": heading, "paragraph": paragraph, "item": item}
    return "\n".join(forms[kind].format(_raw(text)) for kind, text in blocks)


def _sections(blocks):
    """Group blocks under the headings above them: (heading or None, blocks)."""
    sections = [(None, [])]
    for kind, text in blocks:
        if kind == "heading":
            sections.append((text, []))
        else:
            sections[-1][1].append((kind, text))
    return [section for section in sections if section[0] or section[1]]


def _body(blocks):
    html, in_list = [], False
    for kind, text in blocks:
        if (kind == "item") != in_list:
            html.append("<ul>" if kind == "item" else "</ul>")
            in_list = kind == "item"
        html.append(f"<li>{_raw(text)}</li>" if kind == "item" else f"<p>{_raw(text)}</p>")
    return "\n".join(html + (["</ul>"] if in_list else []))


def _panels(blocks, pattern):
    parts = []
    for number, (heading, inner) in enumerate(_sections(blocks)):
        body = _body(inner)
        parts.append(pattern.format(n=number, head=_raw(heading), body=body) if heading else body)
    return "\n".join(parts)


def headings(blocks):
    """Sections under second-level headings."""
    return f"<main><h1>Policy</h1>{_panels(blocks, '<h2>{head}</h2>{body}')}</main>"


def paragraphs(blocks):
    """Paragraphs alone, headings and items among them."""
    return f"<div class='content'>{_each(blocks, '<p>{}</p>', '<p>{}</p>', '<p>• {}</p>')}</div>"


def divs(blocks):
    """Text directly in divs."""
    return f"<div><div>{_each(blocks, '<div>{}</div>', '<div>{}</div>')}</div></div>"


def breaks(blocks):
    """One container, line breaks between all."""
    return f"<div id='text'>{_each(blocks, '{}<br><br>', '{}<br><br>', '- {}<br>')}</div>"


def widgets(blocks):
    """A page builder that wraps each block in widgets."""
    cell = "<div class='elementor-widget elementor-widget-text-editor'><div class='elementor-widget-container'>{}</div></div>"
    return (
        "<div class='elementor elementor-popup-modal'>"
        + _each(blocks, cell.format("<h3>{}</h3>"), cell.format("<p>{}</p>"), cell.format("<ul><li>{}</li></ul>"))
        + "</div>"
    )


def bold(blocks):
    """Bold paragraphs for headings."""
    return f"<article>{_each(blocks, '<p><strong>{}</strong></p>', '<p>{}</p>', '<ul><li>{}</li></ul>')}</article>"


def accordion(blocks):
    """Buttons for headings, hidden panels below."""
    pattern = (
        "<div class='accordion-item'><button type='button' aria-expanded='false' aria-controls='panel-{n}'>{head}</button>"
        "<div id='panel-{n}' class='accordion-panel' hidden style='display:none'>{body}</div></div>"
    )
    return f"<main class='faq'>{_panels(blocks, pattern)}</main>"


def details(blocks):
    """Details with summaries."""
    return f"<section>{_panels(blocks, '<details><summary>{head}</summary>{body}</details>')}</section>"


def definitions(blocks):
    """Definition lists."""
    return f"<main>{_panels(blocks, '<dl><dt>{head}</dt><dd>{body}</dd></dl>')}</main>"


def suspicious(blocks):
    """Containers named after furniture."""
    pattern = "<div class='cookie-section footer-text sidebar share-box related'><h4>{head}</h4>{body}</div>"
    return f"<div id='cookie-policy' class='modal banner widget popup'>{_panels(blocks, pattern)}</div>"


def layout_table(blocks):
    """A table that only lays the page out."""
    return (
        "<table width='760'><tr><td width='20'>&nbsp;</td><td><font face='Arial' size='2'>"
        + _each(blocks, "<b>{}</b><br><br>", "{}<br><br>", "• {}<br>")
        + "</font></td></tr></table>"
    )


def server_form(blocks):
    """A form around the whole page."""
    return (
        "<form method='post' action='./Privacy.aspx' id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='dDwtMTA4'>"
        f"<div id='ctl00_Content'>{_panels(blocks, '<h3>{head}</h3>{body}')}</div></form>"
    )


def two_mains(blocks):
    """Two main elements, one after the other."""
    half = len(blocks) // 2
    return f"<main>{_panels(blocks[:half], '<h2>{head}</h2>{body}')}</main><main>{_panels(blocks[half:], '<h2>{head}</h2>{body}')}</main>"


def inline_tail(blocks):
    """Text behind unclosed paragraphs and inline headings, as old editors export it."""
    return f"<center><div>{_each(blocks, '<b><u>{}</u></b><p>', '{}<p>', '&bull; {}<p>')}</div></center>"


TEMPLATES = {
    form.__name__: form
    for form in (
        headings, paragraphs, divs, breaks, widgets, bold, accordion, details, definitions, suspicious, layout_table, server_form,
        two_mains, inline_tail,
    )
}  # fmt: skip

CHROME_WORDS = ("zzmenu", "zzfooter", "zzconsent", "zzshare", "zzrelated", "zznews", "zzlogin", "zzcrumb", "zzscript")

_CHROME = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Policy</title>
<script>var zzscript = "{noise}";</script><style>.a {{color: red}}</style></head><body data-nonce="{noise}">
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header"><nav><ul><li><a href="/">zzmenu Home</a></li><li><a href="/shop">zzmenu Shop</a></li>
<li><a href="/login">zzlogin Log in</a></li></ul></nav></header>
<ol class="breadcrumb"><li><a href="/">zzcrumb</a></li><li><a href="/legal">zzcrumb Legal</a></li></ol>
{body}
<div class="share-bar"><a href="#">zzshare Facebook</a> <a href="#">zzshare Twitter</a></div>
<aside class="related-posts"><h3>zzrelated {noise}</h3><ul><li><a href="/1">zzrelated one {noise}</a></li><li><a href="/2">zzrelated two</a></li></ul></aside>
<div id="onetrust-consent-sdk"><div class="ot-sdk-container"><p>zzconsent We use cookies and similar technologies to personalise content, to
measure our campaigns and to share data with our partners, as you may choose at any time.</p><button>zzconsent Accept</button></div></div>
<footer><form action="/news"><label>zznews Subscribe to our newsletter for a weekly mail with all that is new</label><input type="email"><button>zznews Go</button></form>
<p>zzfooter © 2024 Example. All rights reserved. Rendered at {noise}</p><a href="/terms">zzfooter Terms</a></footer>
<img width="1" height="1" src="https://track.example/p.gif?{noise}"></body></html>"""


def page(body, *, lang="en", noise="1"):
    """Return a whole page around a body, with all that usually stands around a policy; `noise` rotates."""
    return _CHROME.format(lang=lang, body=body, noise=noise).encode()
