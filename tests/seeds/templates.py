"""Ways in which sites put a policy on a page, each with the furniture that stands there; `turn` changes the noise."""

from __future__ import annotations

import json
import random
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Block = tuple[str, str]
_BULLET = re.compile(r"^(?:[•▪-])\s+")
_HEADING_WORDS = 10


def blocks_of(lines: list[str]) -> list[Block]:
    """Return (kind, text) for each line: heading, item or paragraph."""
    found = []
    for line in lines:
        if _BULLET.match(line):
            found.append(("item", _BULLET.sub("", line)))
        elif len(line.split()) <= _HEADING_WORDS and not line.endswith((".", ":", ",", ";")) and line[0] != "<":
            found.append(("heading", line))
        else:
            found.append(("paragraph", line))
    return found


def raw(text: str) -> str:
    """Escape text; a tracking pixel stays the tag it is."""
    return text if text.startswith("<img") else escape(text, quote=False)


def each(blocks: list[Block], heading: str, paragraph: str, item: str = "") -> str:
    forms = {"heading": heading, "paragraph": paragraph, "item": item or paragraph}
    return "\n".join(forms[kind].replace("{}", raw(text)) for kind, text in blocks)


def flow(blocks: list[Block], heading: str = "<h3>{}</h3>", paragraph: str = "<p>{}</p>") -> str:
    """Blocks with their items in lists."""
    parts, in_list = [], False
    for kind, text in blocks:
        if (kind == "item") != in_list:
            parts.append("<ul>" if kind == "item" else "</ul>")
            in_list = kind == "item"
        parts.append({"heading": heading, "paragraph": paragraph, "item": "<li>{}</li>"}[kind].replace("{}", raw(text)))
    return "\n".join([*parts, *(["</ul>"] if in_list else [])])


def sections(blocks: list[Block]) -> list[tuple[str, list[Block]]]:
    """Group blocks under the headings above them."""
    found: list[tuple[str, list[Block]]] = [("", [])]
    for kind, text in blocks:
        if kind == "heading":
            found.append((text, []))
        else:
            found[-1][1].append((kind, text))
    return [section for section in found if section[0] or section[1]]


def panels(blocks: list[Block], pattern: str, paragraph: str = "<p>{}</p>") -> str:
    parts = []
    for number, (heading, inner) in enumerate(sections(blocks)):
        body = flow(inner, paragraph=paragraph)
        filled = pattern.replace("{n}", str(number)).replace("{head}", raw(heading)).replace("{body}", body)
        parts.append(filled if heading else body)
    return "\n".join(parts)


def article(blocks: list[Block], turn: int) -> str:
    """An article in main, a byline with a reading time above it."""
    return (
        f"<main id=main><article class=post><header class=entry-header><p class=entry-meta><time>{turn} min read</time>"
        f"</p></header><div class=entry-content>{panels(blocks, '<h2>{head}</h2>{body}')}</div></article></main>"
    )


def bare_divs(blocks: list[Block], turn: int) -> str:
    """Text directly in divs."""
    return f"<div id=w{turn}><div><div>{each(blocks, '<div>{}</div>', '<div>{}</div>', '<div>- {}</div>')}</div></div></div>"


def elementor(blocks: list[Block], turn: int) -> str:
    """Each block in widgets of a page builder."""
    cell = (
        f"<div class='elementor-element elementor-element-{turn}a elementor-widget elementor-widget-KIND' data-id='{turn}'>"
        "<div class='elementor-widget-container'>IN</div></div>"
    )
    heading = cell.replace("KIND", "heading").replace("IN", "<h2 class='elementor-heading-title'>{}</h2>")
    text = cell.replace("KIND", "text-editor").replace("IN", "<p>{}</p>")
    return (
        "<div data-elementor-type='wp-page' class='elementor'><section class='elementor-section elementor-top-section'>"
        f"<div class='elementor-container'><div class='elementor-column'><div class='elementor-widget-wrap'>"
        f"{each(blocks, heading, text, text.replace('<p>{}</p>', '<ul><li>{}</li></ul>'))}</div></div></div></section></div>"
    )


def divi(blocks: list[Block], turn: int) -> str:
    """Modules in rows in sections."""
    module = f"<div class='et_pb_module et_pb_text et_pb_text_{turn}'><div class='et_pb_text_inner'><h4>{{head}}</h4>{{body}}</div></div>"
    return (
        "<div id='et-main-area'><div id='main-content'><div class='et_pb_section'><div class='et_pb_row et_pb_row_0'>"
        f"<div class='et_pb_column et_pb_column_4_4'>{panels(blocks, module)}</div></div></div></div></div>"
    )


def webflow(blocks: list[Block], turn: int) -> str:
    """Rich text in wrappers, a block of links above."""
    return (
        f"<div class='page-wrapper' data-wf-id={turn}><div class='section-legal'><div class='w-layout-blockcontainer w-container'>"
        f"<div class='w-richtext text-rich-text'>{flow(blocks, '<h3><strong>{}</strong></h3>', '<p>{}<br></p>')}</div></div></div></div>"
    )


def squarespace(blocks: list[Block], turn: int) -> str:
    """Blocks of HTML with white space kept by style."""
    block = f"<div class='sqs-block html-block sqs-block-html' id='block-{turn}'><div class='sqs-block-content'><div class='sqs-html-content'>IN</div></div></div>"
    return (
        "<main id='page' class='container' role='main'><article class='sections'><section class='page-section'>"
        + "".join(
            block.replace(
                "IN",
                (f"<h3>{raw(head)}</h3>" if head else "")
                + flow(inner, paragraph='<p style="white-space:pre-wrap;">{}</p>'),
            )
            for head, inner in sections(blocks)
        )
        + "</section></article></main>"
    )


def wix(blocks: list[Block], turn: int) -> str:
    """Rich text in classes with spans, and zero-width characters between blocks."""
    cell = "<p class='font_8 wixui-rich-text__text' style='font-size:16px;'><span style='font-family:avenir;' class='wixui-rich-text__text'>{}</span></p>"
    guard = "<p class='font_8'><span class='wixGuard'>\u200b</span></p>"
    heading = cell.replace("{}", "<span style='font-weight:bold'>{}</span>")
    return (
        f"<div id='SITE_CONTAINER'><main id='PAGES_CONTAINER'><div id='comp-{turn}' class='wixui-rich-text' data-testid='richTextElement'>"
        f"{each(blocks, heading + guard, cell + guard, '<ul class=font_8><li>' + cell + '</li></ul>')}</div></main></div>"
    )


def gutenberg(blocks: list[Block], turn: int) -> str:
    """Blocks of WordPress with groups and separators."""
    return (
        f"<div class='wp-site-blocks'><main class='wp-block-group is-layout-flow' id='wp--skip-link--target'>"
        f"<div class='entry-content wp-block-post-content is-layout-constrained wp-container-{turn}'>"
        f"{panels(blocks, '<!-- wp:heading --><h2 class=wp-block-heading>{head}</h2><!-- /wp:heading -->{body}<hr class=wp-block-separator>')}"
        "</div></main></div>"
    )


def notion(blocks: list[Block], turn: int) -> str:
    """Leaves that can be edited, nothing marked up."""
    leaf = f"<div data-block-id='{turn}-b' class='notion-selectable notion-KIND-block'><div><div><div contenteditable='false' data-content-editable-leaf='true'>{{}}</div></div></div></div>"
    item = leaf.replace("KIND", "bulleted_list").replace(
        "<div><div><div", "<div><div class='pseudoBefore'>•</div><div><div"
    )
    strong = leaf.replace("KIND", "sub_header").replace(
        "<div contenteditable", "<div style='font-weight:600' contenteditable"
    )
    return (
        "<div id='notion-app'><div class='notion-cursor-listener'><div class='notion-frame'><div class='notion-page-content'>"
        f"{each(blocks, strong, leaf.replace('KIND', 'text'), item)}</div></div></div></div>"
    )


def google_docs(blocks: list[Block], turn: int) -> str:
    """Spans with generated classes inside paragraphs, inline styles, a bold wrapper that means nothing."""

    def spans(text: str) -> str:
        words = text.split(" ")
        cut = len(words) // 2
        return f'<span class="c{turn}">{raw(" ".join(words[:cut]))} </span><span class="c{turn + 1} c9">{raw(" ".join(words[cut:]))}</span>'

    parts = []
    for kind, text in blocks:
        inner = text if text.startswith("<img") else spans(text)
        parts.append(
            {
                "heading": f"<p class='c3'><span style='font-weight:700;text-decoration:underline'>{raw(text)}</span></p>",
                "item": f"<ul class='c5 lst-kix_{turn}-0'><li class='c2 li-bullet-0'>{inner}</li></ul>",
                "paragraph": f"<p dir=ltr class='c2' style='line-height:1.38;margin-top:0pt'>{inner}</p><p class='c6 c2'><span></span></p>",
            }[kind]
        )
    return f"<div class='doc-content'><b style='font-weight:normal;' id='docs-internal-guid-{turn}'>{''.join(parts)}</b></div>"


def accordion(blocks: list[Block], turn: int) -> str:
    """Buttons for headings, hidden panels below."""
    pattern = (
        f"<div class='accordion-item'><button type=button class='accordion-button collapsed' aria-expanded=false aria-controls='p{{n}}-{turn}'>"
        "{head}<svg><path d='M0 0'/></svg></button><div id=p{n} class='accordion-collapse collapse' hidden style='display:none'>{body}</div></div>"
    )
    return f"<main><div class=faq>{panels(blocks, pattern)}</div></main>"


def heading_buttons(blocks: list[Block], turn: int) -> str:
    """Headings whose text is a button, panels hidden from readers' programs."""
    pattern = f"<h3 class='ui-head'><button data-state=closed id=r{turn}{{n}}>{{head}} <i class='material-icons'>expand_more</i></button></h3><div role=region aria-hidden=true>{{body}}</div>"
    return f"<section>{panels(blocks, pattern)}</section>"


def details(blocks: list[Block], turn: int) -> str:
    """Details with summaries."""
    return f"<section data-t={turn}>{panels(blocks, '<details><summary><span>{head}</span></summary><div>{body}</div></details>')}</section>"


def tabs(blocks: list[Block], turn: int) -> str:
    """Labels in one list, hidden panels that repeat none of them below."""
    named = sections(blocks)
    third = max(1, len(named) // 3)
    groups = [named[n : n + third] for n in range(0, len(named), third)]
    labels = "".join(
        f"<li role=presentation><a role=tab href='#tab{n}' aria-controls=tab{n}>Part {n + 1}</a></li>"
        for n in range(len(groups))
    )
    bodies = "".join(
        f"<div role=tabpanel id=tab{n} class='tab-pane' {'hidden' if n else ''}>"
        + "".join((f"<h3>{raw(head)}</h3>" if head else "") + flow(inner) for head, inner in group)
        + "</div>"
        for n, group in enumerate(groups)
    )
    return f"<main><div class='tabs' data-turn={turn}><ul class='nav nav-tabs' role=tablist>{labels}</ul><div class='tab-content'>{bodies}</div></div></main>"


def definitions(blocks: list[Block], turn: int) -> str:
    """One definition list."""
    return f"<main><dl class=d{turn}>{panels(blocks, '<dt>{head}</dt><dd>{body}</dd>')}</dl></main>"


def layout_table(blocks: list[Block], turn: int) -> str:
    """A table that lays out the page, with a menu in the left cell."""
    return (
        f"<table width=760 bgcolor='#{turn:06}'><tr><td colspan=2><img src=head.gif></td></tr><tr><td width=120 valign=top class=menu><a href=/>Start</a><br>"
        "<a href=/shop>Goods</a><br><a href=/where>Way here</a></td><td><font face=Arial size=2>"
        f"{each(blocks, '<b>{}</b><br><br>', '{}<br><br>', '• {}<br>')}</font></td></tr></table>"
    )


def gdpr_table(blocks: list[Block], turn: int) -> str:
    """Each section a row under column headers, the whole in a scrolling box."""
    rows = "".join(
        f"<tr><td>{raw(head) or 'General'}</td><td>{'<br>'.join(raw(text) for _, text in inner) or 'None'}</td></tr>"
        for head, inner in sections(blocks)
    )
    return f"<div class=table-responsive><table class='table t{turn}'><thead><tr><th>Subject</th><th>Rule</th></tr></thead><tbody>{rows}</tbody></table></div>"


def breaks(blocks: list[Block], turn: int) -> str:
    """One container, line breaks between all."""
    return f"<div id='text' data-x={turn}>{each(blocks, '<strong>{}</strong><br><br>', '{}<br />&nbsp;<br />', '- {}<br>')}</div>"


def fonts(blocks: list[Block], turn: int) -> str:
    """Fonts and centres of an old editor, paragraphs never closed."""
    return f"<center><font size=2 color='#{turn:06}'>{each(blocks, '<p><font size=4><b>{}</b></font>', '<p align=justify><font face=Verdana>{}</font>', '<p>&bull; {}')}</font></center>"


def server_form(blocks: list[Block], turn: int) -> str:
    """A form of a server framework around the whole page."""
    return (
        f"<form method=post action='./Privacy.aspx' id=aspnetForm><input type=hidden name=__VIEWSTATE value='d{turn}'>"
        "<div><input type=text name='ctl00$q'><input type=submit value=Find></div>"
        f"<div id=ctl00_Body><span id=ctl00_Body_lbl>{panels(blocks, '<h3>{head}</h3>{body}')}</span></div></form>"
    )


def bold_paragraphs(blocks: list[Block], turn: int) -> str:
    """Bold paragraphs for headings."""
    return f"<div class='rte r{turn}'>{each(blocks, '<p><strong>{}</strong></p>', '<p>{}</p>', '<ul><li>{}</li></ul>')}</div>"


def div_headings(blocks: list[Block], turn: int) -> str:
    """Divs with classes for headings and text."""
    return f"<div class='legal v{turn}'>{panels(blocks, '<div class=legal__block><div class=legal__title>{head}</div><div class=legal__text>{body}</div></div>', '<div>{}</div>')}</div>"


def nested_lists(blocks: list[Block], turn: int) -> str:
    """Sections as numbered items, paragraphs as lettered ones in them."""
    parts = []
    for head, inner in sections(blocks):
        lettered = "".join(f"<li>{raw(text)}</li>" for _, text in inner)
        parts.append(f"<li>{raw(head) or 'Preamble'}<ol type=a>{lettered}</ol></li>")
    return f"<main data-t={turn}><ol>{''.join(parts)}</ol></main>"


def furniture_names(blocks: list[Block], turn: int) -> str:
    """Containers named after furniture."""
    pattern = "<div class='cookie-section footer-text sidebar share-box related-item'><h4>{head}</h4>{body}</div>"
    return f"<div id='cookie-policy' class='modal banner widget popup n{turn}'><div class='privacy-footer'>{panels(blocks, pattern)}</div></div>"


def dialog_page(blocks: list[Block], turn: int) -> str:
    """A page drawn as an overlay."""
    return f"<div class='overlay modal-open' role=dialog aria-modal=true id=m{turn}><div class=modal-body>{panels(blocks, '<h2>{head}</h2>{body}')}</div><button class=close>Close</button></div>"


def several_mains(blocks: list[Block], turn: int) -> str:
    """Two main elements, one after the other."""
    half = len(blocks) // 2
    return "".join(
        f"<main class=m{turn}>{panels(part, '<h2>{head}</h2>{body}')}</main>" for part in (blocks[:half], blocks[half:])
    )


def several_articles(blocks: list[Block], turn: int) -> str:
    """An article for each section."""
    return (
        f"<div class=list data-t={turn}>{panels(blocks, '<article class=card><h2>{head}</h2>{body}</article>')}</div>"
    )


def repeated_sections(blocks: list[Block], turn: int) -> str:
    """Sections that repeat a class, straight in the body."""
    size = max(1, len(blocks) // 5)
    parts = [blocks[n : n + size] for n in range(0, len(blocks), size)]
    return "".join(
        f"<section class='content-block' data-t={turn}><div class=container>{flow(part)}</div></section>"
        for part in parts
    )


def two_columns(blocks: list[Block], turn: int) -> str:
    """Text in two columns side by side."""
    half = len(blocks) // 2
    return f"<div class='row g{turn}'><div class='col-md-6'>{flow(blocks[:half])}</div><div class='col-md-6'>{flow(blocks[half:])}</div></div>"


def sticky_contents(blocks: list[Block], turn: int) -> str:
    """A list of links to the sections beside them."""
    links = "".join(f"<li><a href='#s{n}'>{raw(head)}</a></li>" for n, (head, _) in enumerate(sections(blocks)) if head)
    return f"<div class=grid><aside class='toc t{turn}'><ul>{links}</ul></aside><main>{panels(blocks, '<section id=s{n}><h2>{head}</h2>{body}</section>')}</main></div>"


def srcdoc(blocks: list[Block], turn: int) -> str:
    """A frame that carries its page in an attribute."""
    inner = f"<!doctype html><html><body data-t={turn}>{panels(blocks, '<h2>{head}</h2>{body}')}</body></html>"
    return f'<main><h1>Policy</h1><iframe title="policy" srcdoc="{escape(inner)}"></iframe></main>'


def shadow_root(blocks: list[Block], turn: int) -> str:
    """An element that carries its shadow tree."""
    return f"<legal-text data-t={turn}><template shadowrootmode=open><style>p{{margin:0}}</style><div>{panels(blocks, '<h2>{head}</h2>{body}')}</div></template></legal-text>"


def custom_elements(blocks: list[Block], turn: int) -> str:
    """Elements that HTML does not know."""
    return f"<app-root ng-version={turn}><app-legal><mat-card>{panels(blocks, '<app-title>{head}</app-title><app-body>{body}</app-body>')}</mat-card></app-legal></app-root>"


def next_data(blocks: list[Block], turn: int) -> str:
    """A script application whose page state holds the text as pieces of structure."""
    content = [
        {"type": "heading" if head else "text", "title": head, "paragraphs": [text for _, text in inner]}
        for head, inner in sections(blocks)
    ]
    state = {
        "props": {
            "pageProps": {
                "page": {"slug": "policy", "sections": content},
                "menu": [{"label": "Start", "url": "/"}] * 9,
                "build": f"b{turn}",
            }
        },
        "buildId": f"{turn:x}zz",
    }
    data = json.dumps(state, ensure_ascii=False).replace("</", "<\\/")
    return f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{data}</script>'


def initial_state(blocks: list[Block], turn: int) -> str:
    """A script application whose state holds the page as escaped HTML."""
    state = {
        "route": "/legal",
        "session": f"s{turn}",
        "cms": {"entries": [{"id": 7, "body": {"html": panels(blocks, "<h2>{head}</h2>{body}")}}]},
    }
    data = json.dumps(state).replace("<", "\\u003c")
    return f"<div id=root></div><script>window.__INITIAL_STATE__ = {data};(function(){{var s=1;}}());</script>"


def json_island(blocks: list[Block], turn: int) -> str:
    """Properties of a component that a script fills in, in an attribute-like script."""
    state = {
        "component": "Legal",
        "props": {"markup": escape(panels(blocks, "<h3>{head}</h3>{body}")), "token": f"t{turn}"},
    }
    return f"<div id=app></div><script type='application/json' data-island>{json.dumps(state)}</script>"


def mega_menu(blocks: list[Block], turn: int) -> str:
    """A menu with hundreds of entries and blurbs before the text."""
    entry = "<li><a href='/{n}'>Solution {n} for teams</a><p>Plan the work of every team in one place, with views that fit how they like to work.</p></li>"
    menu = "".join(entry.replace("{n}", str(n + turn)) for n in range(120))
    return (
        f"<div class='mega-menu'><ul>{menu}</ul></div><div class=body>{panels(blocks, '<h2>{head}</h2>{body}')}</div>"
    )


CONSENT = (
    "<div id='CybotCookiebotDialog' class='CookieConsent'><h2>This site uses cookies</h2><p>We use cookies to personalise content and ads, to provide"
    " features of social media and to analyse our traffic. We also share information about your use of our site with our partners, who may combine it"
    " with other information that you have given them or that they have collected from your use of their services.</p><p>The law says that we may store"
    " cookies on your device if they are strictly needed for this site to work. For all other kinds of cookies we need your permission.</p>"
    "<ul><li>Necessary <input type=checkbox></li><li>Statistics <input type=checkbox></li></ul><button>Allow all</button></div>"
)


def consent_inside(blocks: list[Block], turn: int) -> str:
    """A consent manager inside the main element, in the midst of the text."""
    half = len(blocks) // 2
    return f"<main data-t={turn}>{flow(blocks[:half])}{CONSENT}{flow(blocks[half:])}</main>"


def promotions_inside(blocks: list[Block], turn: int) -> str:
    """Strips of promotion above and between."""
    half = len(blocks) // 2
    strip = f"<div class='promo-strip'><a href='/sale'>Only {turn} days left: all winter boots at half the price, order now and get them tomorrow</a></div>"
    card = f"<aside class='cta-box'><h4>Try it free</h4><p>Start today and see within {turn} minutes how much time you save.</p><a class=btn href=/try>Start free trial</a></aside>"
    return f"<div class=announcement-bar><p>New: version {turn} is here. <a href=/new>Read more</a></p></div><main>{strip}{flow(blocks[:half])}{card}{flow(blocks[half:])}{strip}</main>"


def controls_inside(blocks: list[Block], turn: int) -> str:
    """Breadcrumbs, print, save and share controls, a language picker and the votes of readers, all in the main element."""
    return (
        "<main><nav aria-label=breadcrumb><ol class=breadcrumb><li><a href=/>Home</a></li><li><a href=/legal>Legal</a></li></ol></nav>"
        "<div class=page-tools><a href='javascript:print()'>Print this page</a> <a href='/policy.pdf'>Save as PDF<span class=sr-only>(opens in new tab)</span></a></div>"
        "<div class='language-picker'><label>Language<select><option>English<option>Deutsch</select></label></div>"
        f"{flow(blocks)}"
        "<div class='share-buttons'><span>Share this page</span><a href='#f'>Facebook</a><a href='#x'>Twitter</a></div>"
        f"<div class='feedback-widget'><p>Was this helpful?</p><button>Yes</button><button>No</button><p>{turn} out of {turn + 9} found this helpful</p></div></main>"
    )


def tail_inside(blocks: list[Block], turn: int) -> str:
    """Newsletter form, related articles, counters and a time stamp after the text, in the same container."""
    related = "".join(
        f"<li><a href='/{turn}-{n}'>Ten things to know about spring number {turn + n}</a></li>" for n in range(4)
    )
    return (
        f"<div class=container><div class=content>{flow(blocks)}</div>"
        "<div class='newsletter-signup'><h3>Stay in the loop</h3><p>Get our best stories in your inbox every week, no spam, ever.</p><form><input type=email><button>Subscribe</button></form></div>"
        f"<div class='related-articles'><h3>You may also like</h3><ul>{related}</ul></div>"
        f"<p class=page-views>{turn * 37} views</p><p class=generated>Page generated on 2024-03-{turn + 9} at 12:{turn + 10}:07</p></div>"
    )


def prompts_inside(blocks: list[Block], turn: int) -> str:
    """Chat prompts and account widgets around the text."""
    return (
        f"<div class=shell><div class='account-box'><a href=/login>Log in</a> <a href=/register>Create account</a><span>Cart ({turn})</span></div>"
        f"<div class=text>{flow(blocks)}</div>"
        f"<div class='chat-widget' data-s={turn}><p>Hi there! Need help? Chat with us, we usually answer within {turn} minutes.</p><button>Start chat</button></div>"
        "<div class='whatsapp-float'><a href='https://wa.me/1'>Write to us on WhatsApp</a></div></div>"
    )


FORMS: tuple[Callable[[list[Block], int], str], ...] = (
    article, bare_divs, elementor, divi, webflow, squarespace, wix, gutenberg, notion, google_docs, accordion, heading_buttons,
    details, tabs, definitions, layout_table, gdpr_table, breaks, fonts, server_form, bold_paragraphs, div_headings,
    nested_lists, furniture_names, dialog_page, several_mains, several_articles, repeated_sections, two_columns, sticky_contents,
    srcdoc, shadow_root, custom_elements, next_data, initial_state, json_island, mega_menu, consent_inside, promotions_inside,
    controls_inside, tail_inside, prompts_inside,
)  # fmt: skip
# Forms in which every line of a text is a row or a numbered item: what is no policy cannot stand there.
CLAUSES_ALONE = ("gdpr_table", "nested_lists", "items_with_breaks")
# Words a form itself adds to the policy: column headers before each cell, names of what has none.
ADDED = {
    "gdpr_table": "subject rule general none",
    "nested_lists": "preamble",
    "tabs": "part",
    "srcdoc": "policy",
}


def page(form: Callable[[list[Block], int], str], lines: list[str], *, turn: int = 1) -> bytes:
    """Return a whole page; all that stands around the policy, and in it without being policy, changes with `turn`."""
    seed = random.Random(turn)  # noqa: S311 - noise, no secret
    token = f"{seed.getrandbits(64):x}"
    links = "".join(f"<li><a href='/{n}'>Page {n}</a></li>" for n in range(8))
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Policy</title><meta name="csrf" content="{token}">
<script>var t="{token}";window.dataLayer=window.dataLayer||[];</script><style>.a{{color:red}}</style></head><body class="b-{token}">
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header"><nav><ul>{links}</ul></nav></header>
{form(blocks_of(lines), turn)}
<div id="onetrust-consent-sdk"><div class="ot-sdk-container"><p>We use cookies and similar technologies to measure how our site is used, as you choose.</p>
<button>Accept</button></div></div>
<footer><ul>{links}</ul><p>© 2024 Example Ltd. All rights reserved. Served in {turn * 3} ms.</p></footer>
<img width="1" height="1" src="https://track.example/p.gif?{token}"></body></html>""".encode()
