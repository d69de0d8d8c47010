"""More ways to put a policy on a page, amid furniture that no class or id gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.seeds.templates import blocks_of, flow, raw, sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.seeds.templates import Block


def shop_policy(blocks: list[Block], turn: int) -> str:
    """The legal page of a shop system."""
    del turn
    return (
        '<main role="main" id="MainContent"><div class="shop-policy__container"><div class="shop-policy__title">'
        f'<h1>Privacy</h1></div><div class="shop-policy__body"><div class="rte">{flow(blocks, "<p><strong>{}</strong></p>")}'
        "</div></div></div></main>"
    )


def word_processor(blocks: list[Block], turn: int) -> str:
    """What a word processor exports: a style on each line, bullets as letters of a symbol font."""
    del turn
    bullet = (
        "<![if !supportLists]><span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>"
        "&nbsp;&nbsp;&nbsp; </span></span><![endif]>"
    )
    patterns = {
        "heading": "<p class=MsoNormal><b><span style='font-size:12.0pt'>{}<o:p></o:p></span></b></p>",
        "item": f"<p class=MsoListParagraph style='text-indent:-18.0pt'>{bullet}<span>{{}}<o:p></o:p></span></p>",
        "paragraph": "<p class=MsoNormal><span>{}</span><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>",
    }
    return "<div class=WordSection1>" + "".join(patterns[kind].format(raw(text)) for kind, text in blocks) + "</div>"


def design_canvas(blocks: list[Block], turn: int) -> str:
    """Each line a component of a design tool."""
    del turn
    lines = "".join(
        f'<div class="fr-{place}" data-component-type="RichTextContainer">'
        + ("<h3>{}</h3>" if kind == "heading" else "<p>{}</p>").format(raw(text))
        + "</div>"
        for place, (kind, text) in enumerate(blocks)
    )
    return f'<div id="main"><div data-root><div class="fr-x1"><div class="fr-1k">{lines}</div></div></div></div>'


def help_center(blocks: list[Block], turn: int) -> str:
    """An article of a help centre: crumbs, a sidebar, an author, votes and related articles."""
    return (
        '<main><div class="container"><div class="sub-nav"><ol class="breadcrumbs"><li><a href=/>Help</a></li></ol>'
        '<form role="search"><input type="search"></form></div><div class="article-container">'
        '<aside class="article-sidebar"><h3>Articles in this section</h3><ul><li><a href=1>Terms of use</a></li></ul></aside>'
        '<article class="article"><header class="article-header"><h1>Privacy</h1><div class="article-author">'
        f"<div>By Dana</div><div>{turn} months ago</div></div><button>Follow</button></header>"
        f'<section class="article-info"><div class="article-body">{flow(blocks)}</div></section><footer>'
        '<div class="article-votes"><span>Was this article helpful?</span><button>Yes</button><button>No</button>'
        f"<small>{turn} out of 9 found this helpful</small></div></footer>"
        '<div class="article-relatives"><h3>Related articles</h3><ul><li><a href=3>How to reset your password</a></li>'
        "<li><a href=4>How to close an account</a></li></ul></div></article></div></div></main>"
    )


def documentation(blocks: list[Block], turn: int) -> str:
    """A page of documentation: crumbs, a list of its headings beside it, links to the pages before and after."""
    links = "".join(
        f'<li><a href="#h{n}">{raw(text)}</a></li>' for n, (kind, text) in enumerate(blocks) if kind == "heading"
    )
    return (
        '<div class="docRoot"><main class="docMain"><div class="row"><div class="col docItemCol"><article>'
        f'<nav aria-label="Breadcrumbs"><ul><li>Docs</li></ul></nav><div class="markdown"><h1>Privacy</h1>{flow(blocks)}</div>'
        f'<footer class="doc-footer"><a href=e>Edit this page</a><span>Build {turn}</span></footer></article>'
        '<nav class="pagination-nav"><a href=p>Previous Terms</a><a href=n>Next Cookies</a></nav></div>'
        f'<div class="col col--3"><div class="tableOfContents"><ul>{links}</ul></div></div></div></main></div>'
    )


def wiki(blocks: list[Block], turn: int) -> str:
    """A wiki, which offers to edit each section in its heading."""
    heading = '<h2><span class="mw-headline">{}</span><span class="mw-editsection">[<a href=x>edit</a>]</span></h2>'
    return (
        '<div id="content" class="mw-body"><h1 id="firstHeading">Privacy</h1><div id="bodyContent"><div id="mw-content-text">'
        f'<div class="mw-parser-output">{flow(blocks, heading)}</div><div class="printfooter">Retrieved {turn}</div></div>'
        '<div id="catlinks"><a href=c>Categories</a></div></div></div>'
    )


def generated_names(blocks: list[Block], turn: int) -> str:
    """Rows and columns whose classes a build made up, headings in divs, text in spans."""
    rows = "".join(
        f'<div class="styles_row__{place}"><div class="styles_col__a{turn}">'
        + ("<div class=styles_h__1>{}</div>" if kind == "heading" else "<span>{}</span>").format(raw(text))
        + "</div></div>"
        for place, (kind, text) in enumerate(blocks)
    )
    return f'<div class="styles_wrap__3xYz"><div class="styles_inner__9QQ">{rows}</div></div>'


def tables_in_tables(blocks: list[Block], turn: int) -> str:
    """Tables within tables, as in a newsletter."""
    del turn
    rows = "".join(
        '<tr><td style="padding:4px"><table><tr><td>'
        + ("<b>{}</b>" if kind == "heading" else "{}").format(raw(text))
        + "</td></tr></table></td></tr>"
        for kind, text in blocks
    )
    return f"<table width=100%><tr><td align=center><table width=600><tr><td><table>{rows}</table></td></tr></table></td></tr></table>"


def expansion_panels(blocks: list[Block], turn: int) -> str:
    """Panels of a script framework, closed, their headers elements of its own."""
    del turn
    panels = "".join(
        "<mat-expansion-panel>"
        + (f'<mat-expansion-panel-header role="button" aria-expanded="false"><mat-panel-title>{raw(title)}'
           "</mat-panel-title></mat-expansion-panel-header>" if title else "")
        + f'<div role="region" style="visibility:hidden"><div class="panel-body">{flow(inner)}</div></div></mat-expansion-panel>'
        for title, inner in sections(blocks)
    )  # fmt: skip
    return f"<app-root><app-privacy><mat-accordion>{panels}</mat-accordion></app-privacy></app-root>"


def mobile_accordion(blocks: list[Block], turn: int) -> str:
    """Sections of an accordion made for phones."""
    del turn
    parts = "".join(
        f"<section><h4>{raw(title) or '.'}</h4><div>{flow(inner)}</div></section>" for title, inner in sections(blocks)
    )
    return f"<amp-accordion>{parts}</amp-accordion>"


def items_with_breaks(blocks: list[Block], turn: int) -> str:
    """Each section one item of a list, its heading bold, its lines parted by breaks."""
    del turn
    items = "".join(
        "<li>"
        + (f"<strong>{raw(title)}</strong><br>" if title else "")
        + "<br><br>".join(("• " if kind == "item" else "") + raw(text) for kind, text in inner)
        + "</li>"
        for title, inner in sections(blocks)
    )
    return f'<div class="content-block"><ul class="clauses">{items}</ul></div>'


def preformatted(blocks: list[Block], turn: int) -> str:
    """Plain text in one preformatted element."""
    del turn
    return "<div class=legal-text><pre>" + "\n\n".join(raw(text) for _, text in blocks) + "</pre></div>"


def behind_the_shop(blocks: list[Block], turn: int) -> str:
    """A policy in a closed window of a page that sells something else."""
    del turn
    return (
        "<main><h1>Welcome</h1><p>Our lamps are made by hand in a small workshop and last a lifetime or two.</p>"
        "<p>Order one now and have it at home in three days with free shipping for all.</p></main>"
        '<div class="modal fade" role=dialog aria-hidden=true><div class="modal-dialog"><div class="modal-header">'
        f'<h5>Privacy</h5><button class=close>×</button></div><div class="modal-body">{flow(blocks)}</div>'
        "<div class=modal-footer><button>Close</button></div></div></div>"
    )


def tab_buttons(blocks: list[Block], turn: int) -> str:
    """A row of buttons that touch, each opens a hidden panel that repeats its label."""
    del turn
    parts = sections(blocks)
    buttons = "".join(
        f'<button data-bs-toggle="pill" data-bs-target="#p{n}" role=tab>{raw(title)}</button>'
        for n, (title, _) in enumerate(parts)
        if title
    )
    panels = "".join(
        f'<div class="tab-pane fade" id="p{n}" role=tabpanel>{f"<h3>{raw(title)}</h3>" if title else ""}{flow(inner)}</div>'
        for n, (title, inner) in enumerate(parts)
    )
    return f'<div class="d-flex"><div role="tablist">{buttons}</div><div class="tab-content">{panels}</div></div>'


def legal_center(blocks: list[Block], turn: int) -> str:
    """A page of a legal centre: links to its other documents, a way back to the top after each section."""
    del turn
    parts = "".join(
        f'<div class="legal-section">{f"<h2>{raw(title)}</h2>" if title else ""}{flow(inner)}<a href="#top">Back to top</a></div>'
        for title, inner in sections(blocks)
    )
    return (
        '<div class="legal-layout"><div class="legal-side"><a href=/t>Terms of service</a><a href=/c>Cookies</a></div>'
        f'<div class="legal-main"><div class="hero-banner"><h1>Privacy</h1></div><div class="legal-doc">{parts}</div></div></div>'
    )


def rich_text_widget(blocks: list[Block], turn: int) -> str:
    """A rich text widget: every line in a styled span, an empty paragraph after each."""
    del turn
    lines = "".join(
        "<p style='text-align:justify'>"
        + ("<b>{}</b>" if kind == "heading" else "<span style='font-size:14px'>{}</span>").format(raw(text))
        + "</p><p><br></p>"
        for kind, text in blocks
    )
    return f'<div class="centerPanel"><div class="ui-widget"><div class="rich-text__output">{lines}</div></div></div>'


FORMS: tuple[Callable[[list[Block], int], str], ...] = (
    shop_policy, word_processor, design_canvas, help_center, documentation, wiki, generated_names, tables_in_tables,
    expansion_panels, mobile_accordion, items_with_breaks, preformatted, behind_the_shop, tab_buttons, legal_center,
    rich_text_widget,
)  # fmt: skip


def page(form: Callable[[list[Block], int], str], lines: list[str], *, turn: int = 1) -> bytes:
    """Return a whole page whose furniture has no telling names: a menu, a sale, a request for consent, a newsletter."""
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Privacy</title></head><body class="page-{turn}">
<a class="skip" href="#c">Skip to content</a>
<div class="css-1x{turn}"><div><a href="/">Home</a><a href="/p">Products</a><a href="/pr">Pricing</a><a href="/l">Log in</a></div></div>
<div class="css-77{turn}"><p>Winter sale: {10 + turn}% off everything until Sunday, only while stocks last at our stores.</p><a href=/s>Shop now</a></div>
{form(blocks_of(lines), turn)}
<div class="css-4{turn}"><div><p>We use cookies and similar technologies to improve your experience and for the purposes in our cookie policy.</p>
<div><button>Accept</button><button>Manage</button></div></div></div>
<div class="site-bottom"><div><h4>Company</h4><ul><li><a href=/a>About</a></li><li><a href=/j>Jobs</a></li></ul></div>
<div><h4>Stay in the loop</h4><p>Get our monthly mail with all that is new in the shop and nothing else.</p>
<form><input type=email><button>Go</button></form></div><p>© 2026 Lamps Ltd. All rights reserved. {turn} visits</p></div>
<div id="w{turn}"><p>Hi! Do you have any question? Ask us in the chat, we answer at once.</p></div></body></html>""".encode()
