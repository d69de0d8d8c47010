"""Boxes of furniture within a policy, known by what stands in them, and clauses that only look like such boxes."""

from __future__ import annotations

import json

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.furniture.counters import is_counter
from crawler.extraction.furniture.widgets import is_widget_head
from monitor.core.records import Document

CLAUSES = [
    f"We keep the records of order number {n} for {n + 2} months and then we delete them for good." for n in range(12)
]
PARTS = [f"<h2>{n + 1}. Part</h2><p>{text}</p>" for n, text in enumerate(CLAUSES)]
SHORT = (
    "<h1>Privacy policy</h1><p>We store your email address and the notes you write, and nothing else about you.</p>"
    "<h2>Use</h2><p>We use your email address to sign you in; we never use your notes for advertising.</p>"
    "<h2>Others</h2><p>Our hosting provider keeps encrypted backups in Ireland for thirty days.</p>"
    "<p>Payments are handled by a processor of payments; we never see the number of your card.</p>"
    "<p>We may disclose personal information if a court orders us to do so, and we tell you before we do.</p>"
    "<h2>Children</h2><p>If you are under sixteen, please do not create an account without the consent of a parent.</p>"
    "<h2>Retention</h2><p>Deleted notes are erased from our backups within forty-five days; the logs of our servers, "
    "which hold your IP address and the time of your visit, are kept for fourteen days and then deleted.</p>"
    "<h2>Choices</h2><p>You can export or delete everything at any time from the settings screen.</p>"
    "<h2>Contact</h2><p>Write to hello@notes.example and a person will answer your questions within a week.</p>"
)


def texts(body: str, lang: str = "en", head: str = "") -> list[str]:
    """Return the texts of the blocks drawn from a page's body."""
    page = (
        f'<html lang="{lang}"><head><meta charset="utf-8"><title>Policy</title>{head}</head><body>{body}</body></html>'
    )
    drawn = extract(page.encode())
    assert isinstance(drawn, Document), drawn
    return [block.text for block in drawn.blocks]


def around(box: str, at: int) -> str:
    """Return a policy with a box before its part of this number."""
    return f"<main><h1>Privacy notice</h1>{''.join([*PARTS[:at], box, *PARTS[at:]])}</main>"


@pytest.mark.parametrize("at", [0, 5, 12], ids=["before the first clause", "between", "after the last"])
@pytest.mark.parametrize(
    "box",
    [
        "<div><span>Share this page</span><ul><li><a href='/f'>Facebook</a></li><li><a href='/x'>X</a></li></ul></div>",
        (
            "<div><h3>Related articles</h3><ul><li><a href='/1'><h4>How to reset it</h4></a><p>It is easy.</p></li>"
            "<li><a href='/2'><h4>Moving from another provider</h4></a><p>The first month is free.</p></li></ul></div>"
        ),
        (
            "<div><span>Was this page helpful?</span> <button>Yes</button> <button>No</button>"
            " <span>12 out of 40 found this helpful</span></div>"
        ),
        (
            "<div><h3>Stay in the loop</h3><p>Subscribe to our newsletter and get product news once a month.</p>"
            "<form><input type='email'><button>Subscribe</button></form></div>"
        ),
        (
            "<div><h3>Log in to your account</h3><form><label>Email<input></label><button>Sign in</button></form>"
            "<a href='/f'>Forgot your password?</a></div>"
        ),
        "<div><strong>Need help?</strong><p>Chat with us, we mostly reply in minutes.</p><button>Start</button></div>",
        "<div><p>Summer sale: a third off all yearly plans.</p> <a href='/buy'>Shop now</a></div>",
        "<div><a href='javascript:print()'>Print this page</a> <a href='/p'>Save as PDF</a></div>",
        "<p>Page generated on 03.05.2025 10:12</p>",
        "<div><span>12,044 views</span></div>",
        "<div lang='de'><h4>Ähnliche Artikel</h4><a href='/1'>Passwort zurücksetzen</a></div>",
        "<div lang='fr'><b>Besoin d’aide ?</b><p>Discutez avec nous.</p><button>Démarrer</button></div>",
        "<div lang='zh'><h3>相关文章</h3><ul><li><a href='/1'>如何重置密码</a></li></ul></div>",
        "<div lang='ar'><h3>مقالات ذات صلة</h3><ul><li><a href='/1'>البدء مع الفرق</a></li></ul></div>",
    ],
)
def test_a_widget_stays_out_wherever_it_stands(box: str, at: int) -> None:
    """What shares, invites, votes, counts or sells is no clause though nothing names it so, at the edges and between."""
    assert texts(around(box, at)) == texts(around("", at))


@pytest.mark.parametrize("at", [0, 5, 12], ids=["before the first clause", "between", "after the last"])
@pytest.mark.parametrize(
    ("box", "said"),
    [
        (
            "<p>You find us on:</p><ul><li><a href='/f'>Facebook</a></li><li><a href='/l'>LinkedIn</a></li></ul>",
            "LinkedIn",
        ),
        (
            (
                "<div><h3>Your account</h3><p>You may change your picture and your nickname as often as you like in your "
                "<a href='/s'>settings</a>.</p></div>"
            ),
            "You may change your picture",
        ),
        ("<div><h3>Questions?</h3><p><a href='mailto:a@b.example'>a@b.example</a></p></div>", "a@b.example"),
        (
            (
                "<p>Platforms. Some of the networks that show our advertisements let you refuse them on their own pages.</p><ul><li><a href='/g'>Google</a></li></ul>"
                "<ul><li><a href='/f'>Facebook</a></li></ul>"
                "<p>You have the right to object to the use of your personal data for this purpose.</p>"
            ),
            "Facebook",
        ),
        ("<div><p>Contact us</p><p><a href='tel:+49'>+49 431 1234567</a></p></div>", "+49 431 1234567"),
        (
            (
                "<div><p>You can refuse the measurement of your visits at any time with this button.</p>"
                "<button>Opt out</button></div>"
            ),
            "You can refuse",
        ),
        ("<section><h3>Facebook</h3><a href='/p'>https://facebook.com/policy</a></section>", "https://facebook.com"),
        ("<p>We keep 90 days of page views per visitor.</p>", "We keep 90 days"),
        (
            (
                "<div class='promo-text'><p>We send offers by post to customers who ordered within the last year, unless they "
                "object <a href='/o'>here</a>.</p></div>"
            ),
            "We send offers",
        ),
        (
            (
                "<div><p>The first copy of your data is free; for further copies we charge ten euros.</p>"
                "<a href='/o'>Order now</a></div>"
            ),
            "The first copy",
        ),
    ],
)
def test_a_clause_that_looks_like_a_widget_stays(box: str, said: str, at: int) -> None:
    """A list that a lead-in announces, a sentence on a right, an address or a price is a clause, whatever is to press."""
    found = texts(around(box, at))
    assert any(text.startswith(said) for text in found)
    assert set(CLAUSES) <= set(found)


def test_an_entry_with_a_name_stays_between_clauses() -> None:
    """A tool with its name and a link to learn more is part of the policy, not a pitch."""
    entry = "<div><strong>Hotjar</strong><p>Heatmaps of visits.</p><a href='https://x.example'>Learn more</a></div>"
    assert "Heatmaps of visits." in texts(around(entry, 5))


@pytest.mark.parametrize("name", ["cookie-notice", "consent-popup gdpr-notice"])
def test_a_notice_that_asks_nothing_is_the_policy(name: str) -> None:
    """A container named like a request for consent that holds the page's text and no answer to press is the policy."""
    found = texts(f"<div class='{name}'><h1>Cookie notice</h1>{''.join(PARTS)}</div>")
    assert set(CLAUSES) <= set(found)


def test_a_sheet_as_long_as_a_short_policy_stays_out() -> None:
    """A request for consent with an answer and its opposite goes though the policy beside it is hardly longer."""
    why = "".join(
        f"<p>Cookies of kind {n} let our partners measure what you do on this site and others.</p>" for n in range(5)
    )
    sheet = f"<div><p>We value your privacy</p>{why}<button>Reject all</button><button>Accept all</button></div>"
    assert texts(f"<main>{SHORT}{sheet}</main>") == texts(f"<main>{SHORT}</main>")


def test_a_request_for_consent_in_few_words_is_not_the_page() -> None:
    """A short policy is drawn though what lies over it asks in less than a sentence."""
    ask = "<div><p>This website uses cookies. Find out why.</p><button>Only necessary</button><button>Allow all</button></div>"
    assert texts(f"<main>{SHORT}</main>{ask}") == texts(f"<main>{SHORT}</main>")


def test_a_short_policy_in_script_state_is_found() -> None:
    """A short policy that only the page's state holds is drawn."""
    state = json.dumps({"props": {"pageProps": {"body": SHORT}}}).replace("</", "<\\/")
    found = texts(f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{state}</script>')
    assert any(text.startswith("Our hosting provider") for text in found)


def test_helper_text_in_cells_stays_out() -> None:
    """What only screen readers say of a link is not read in tables either."""
    link = "<a href='/x'>provider<span class='sr-only'> (opens in a new tab)</span></a>"
    table = f"<table><tr><th>Who</th><th>Why</th></tr><tr><td>A {link}</td><td>To send mail</td></tr></table>"
    found = texts(around(table + "<p>These are all.</p>", 5))
    assert "Who: A provider | Why: To send mail" in found


def test_a_first_clause_above_all_headings_stays() -> None:
    """A clause before the first of several sections stays, whichever of a policy's matters it speaks of."""
    first = "We record telephone calls with our support team and keep the recordings for eighteen months."
    page = f"<header><h1>Privacy</h1><a href='/f'>Follow</a></header><section><p>{first}</p>{''.join(PARTS)}</section>"
    assert first in texts(page.replace("1. Part", "1. Your personal data"))


@pytest.mark.parametrize("words", ["Expand all", "Read more", "Espandi tutto", "Tout déplier", "全部展开"])
def test_a_toggle_that_only_unfolds_heads_nothing(words: str) -> None:
    """A button that says no more than that it unfolds something is no heading."""
    toggle = f'<button class="accordion-toggle" aria-expanded="false">{words}</button>'
    assert texts(around(f"<div>{toggle}</div>", 5)) == texts(around("", 5))


def test_slots_are_filled_where_the_shadow_tree_shows_them() -> None:
    """A heading that stands after its section in the markup and above it on the page is read above it."""
    part = (
        "<x-part><template shadowrootmode='open'><slot name='t'>No title</slot><p>{}</p></template>"
        "<h2 slot='t'>Part {}</h2></x-part>"
    )
    found = texts(
        "<main><h1>Privacy</h1>" + "".join(part.format(text, n) for n, text in enumerate(CLAUSES)) + "</main>"
    )
    assert found == ["Privacy", *(said for n, text in enumerate(CLAUSES) for said in (f"Part {n}", text))]


def test_tabs_named_as_their_panels_are_contents_in_any_script() -> None:
    """Labels of tabs that their panels repeat are a table of contents, also where sentences end in another full stop."""
    clause = "我们会将收集到的个人信息用于向您提供服务、保障账户安全以及履行法律规定的义务，保存期限为十五天。"
    names = [f"{mark}、我们如何使用您的个人信息" for mark in "一二三四五六"]
    tabs = "".join(f"<li><button role='tab' aria-controls='p'>{name}</button></li>" for name in names)
    panels = "".join(f"<div role='tabpanel'><h2>{name}</h2><p>{name}。{clause}</p></div>" for name in names)
    found = texts(
        f"<main><h1>隐私政策</h1><ul role='tablist'>{tabs}</ul><p>最后更新：2024年5月20日</p>{panels}</main>", "zh"
    )
    assert [text for text in found if text in names] == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.204 Aufrufe", True),
        ("Visualizzazioni: 8.123", True),
        ("否 302 人中有 40 人觉得有帮助", True),
        ("Non 12 personnes sur 55 ont trouvé cela utile", True),
        ("Stránka vygenerována 21.09.2025 00:12", True),
        ("5 min read", True),
        ("Last updated: 3 May 2024", False),
        ("Stand: 14. März 2024", False),
        ("12 months", False),
        ("1 204 просмотров", True),
        ("12 von 55 Personen fanden dies hilfreich", True),
        ("Rated 4.5 out of 5 by 123 users", True),
        ("Yes No 3 out of 5 found this helpful", True),
        ("1.2k views today", True),
        ("1.2k of views", False),
        ("We delete it after 30 visits", False),
        ("3 years after the last visit", False),
    ],
)
def test_counts_and_stamps_are_told_from_dates_and_periods(line: str, expected: bool) -> None:  # noqa: FBT001
    """A line is a counter only if it says nothing but a count of visits, votes or minutes, or when it was generated."""
    assert is_counter(line) is expected


@pytest.mark.parametrize(
    "line", ["Sharing with others", "Newsletter", "Registration", "Your rights", "Contatti", "Cookies"]
)
def test_titles_of_sections_head_no_widget(line: str) -> None:
    """What sections of policies are called is not the title of a widget."""
    assert not is_widget_head(line)


def test_a_long_page_for_people_without_scripts_is_found() -> None:
    """A policy in `noscript` is drawn however long it is, where the page shows nothing of its own."""
    found = texts(
        f'<div id="root"></div><noscript><h1>Privacy policy</h1>{"".join(PARTS)}{SHORT}{"".join(PARTS)}</noscript>'
    )
    assert set(CLAUSES) <= set(found)
