from __future__ import annotations

import pytest

from crawler.extraction.extract import extract

CLAUSES = [
    f"We keep the records of order number {n} for {n + 2} months and then we delete them for good." for n in range(12)
]
POLICY = "".join(f"<h2>{n + 1}. Part</h2><p>{text}</p>" for n, text in enumerate(CLAUSES))
PITCH = "Bring your whole team together and ship twice as fast with the workspace that thinks ahead of you."


def texts(page: str) -> list[str]:
    """Return the texts of the blocks drawn from a page's body."""
    return [block.text for block in extract(f"<html><body>{page}</body></html>".encode()).blocks]


@pytest.mark.parametrize("name", ["mega-menu", "nav-panel", "promo", "header"])
def test_a_menu_of_sentences_before_the_title_stays_out(name: str) -> None:
    """What is named like furniture and stands before the page's title is none of the policy, however much it says."""
    menu = f'<div class="{name}"><p>Products</p><p>{PITCH}</p><p>{PITCH}</p></div>'
    found = texts(f"<div>{menu}<div><h1>Privacy notice</h1>{POLICY}</div></div>")
    assert PITCH not in found
    assert found[0] == "Privacy notice"
    assert set(CLAUSES) <= set(found)


SERVICES = {
    "en": "When you use <a href=/s{0}>our service {0}</a>, we process personal data as described, for {0} months.",
    "de": "Wenn Sie <a href=/s{0}>unseren Dienst {0}</a> nutzen, verarbeiten wir personenbezogene Daten für {0} Monate.",
    "fr": "Quand vous utilisez <a href=/s{0}>notre service {0}</a>, nous traitons vos données pendant {0} mois environ.",
    "cs": "Pokud používáte <a href=/s{0}>naši službu {0}</a>, zpracováváme vaše osobní údaje po dobu {0} měsíců.",
}
MENU = "<ul>" + "".join(f"<li><a href=/m{n}>Product number {n}</a></li>" for n in range(40)) + "</ul>"


@pytest.mark.parametrize("language", SERVICES)
@pytest.mark.parametrize(
    "wrapped",
    [
        "<div id=skip-nav>{}</div>",
        '<div class="menu-content">{}</div>',
        '<div class="site-nav-wrapper"><div class=bar>{}</div></div>',
        "<div role=navigation>{}</div>",
        "<footer>{}</footer>",
    ],
)
def test_a_policy_full_of_links_is_no_menu_whatever_holds_it(wrapped: str, language: str) -> None:
    """What says most of the page's policy is not left out, though it be called a menu and be an eighth of links."""
    policy = "".join(f"<h2>{n}</h2><p>{SERVICES[language].format(n)}</p>" for n in range(2, 22))
    page = f"<h1>Shop</h1>{MENU}{policy}"
    assert texts(wrapped.format(page))[-20:] == texts(f"<div>{page}</div>")[-20:]


@pytest.mark.parametrize("said", [PITCH, "We never sell personal data, and with our platform neither will your teams."])
def test_a_menu_with_more_sentences_than_the_policy_is_none_of_it(said: str) -> None:
    """A menu of links and blurbs stays out beside a policy, though the blurbs be longer or speak of data here and there."""
    blurbs = f"<p>{said}</p>" * 4 + f"<p>{PITCH}</p>" * 9
    found = texts(f'<div class="mega-menu">{MENU}{blurbs}</div><div><h1>Privacy notice</h1>{POLICY}</div>')
    assert said not in found
    assert set(CLAUSES) <= set(found)


@pytest.mark.parametrize("name", ["trusted-content", "trustees", "trusted"])
def test_who_is_trusted_is_asked_for_no_consent(name: str) -> None:
    """A name in which a product for consent only happens to stand is not that product's."""
    assert set(CLAUSES) <= set(texts(f'<div class="{name}"><h1>Privacy notice</h1>{POLICY}</div>'))


@pytest.mark.parametrize(
    "box",
    [
        '<div class="banner"><p>In short: we collect little personal data and never share it with any advertiser.</p></div>',
        "<div><p>Last updated: 3 May 2024</p></div>",
    ],
    ids=["a summary of the policy", "its date"],
)
def test_what_may_be_policy_before_the_title_stays(box: str) -> None:
    """A summary in a box with an unlucky name stays before the title, and so does the policy's date."""
    found = texts(f"<div>{box}<h1>Privacy notice</h1>{POLICY}</div>")
    assert any(text in box for text in found[:1])
    assert set(CLAUSES) <= set(found)


@pytest.mark.parametrize(
    "strip",
    [
        f"<div><p>{PITCH}</p></div>",
        "<section><h2>Work smarter</h2><p>Plan it all in one place, wherever you are.</p><a href='/s'>Start</a></section>",
        "<ul><li>500,000 happy customers and counting</li><li>4.8 stars in every store</li></ul>",
        "<p>Some features may be slow this weekend between two and four in the morning, while we move house.</p>",
    ],
    ids=["a pitch", "a hero", "counters", "a status line"],
)
def test_a_strip_before_the_title_stays_out(strip: str) -> None:
    """What stands before the title without a word of a policy's matter is none of it, whatever holds it."""
    plain = texts(f"<main><h1>Privacy notice</h1>{POLICY}</main>")
    assert texts(f"<main>{strip}<h1>Privacy notice</h1>{POLICY}</main>") == plain
    assert texts(f"{strip}<main><h1>Privacy notice</h1>{POLICY}</main>") == plain


def test_where_all_sections_have_the_highest_rank_none_is_the_title() -> None:
    """An introduction before the first of many headings of one rank stays, whatever it says."""
    found = texts(f"<main><p>{PITCH}</p>{POLICY}</main>")
    assert PITCH in found


def test_related_articles_at_the_end_stay_out() -> None:
    """A list of links under a heading that heads no clause goes with its heading."""
    links = (
        "<ul><li><a href='/a'>How to plan a summer in ten steps</a></li><li><a href='/b'>Five good habits</a></li></ul>"
    )
    page = f"<main><h1>Privacy</h1>{POLICY}"
    assert texts(f"{page}<section><h2>Related articles</h2>{links}</section></main>") == texts(f"{page}</main>")
    assert "Five good habits" in texts(f"{page}<h2>13. Our processors</h2>{links}</main>")


def test_a_first_heading_that_heads_little_is_no_title() -> None:
    """Where most of the text stands above the first heading of level 1, nothing above it is taken for a menu."""
    found = texts(f'<div><div class="widget">{POLICY}</div><h1>Annex</h1><p>{PITCH}</p></div>')
    assert set(CLAUSES) <= set(found)


@pytest.mark.parametrize(
    ("lead", "call"),
    [
        ("Your best year begins with a plan that fits on one page.", "Start free today"),
        ("So einfach war Planung noch nie, in nur drei Schritten am Ziel.", "Jetzt kostenlos testen"),
        ("Planifier une saison entière tient désormais sur une seule feuille.", "Essayer gratuitement"),
    ],
)
def test_a_card_of_promotion_after_the_policy_stays_out(lead: str, call: str) -> None:
    """A few lines that end in a link to act on are promotion; coming and going, they change nothing."""
    card = f'<div><div><p>How it works</p><p>{lead}</p><a href="/go">{call}</a></div></div>'
    assert texts(f"<main><h1>Privacy</h1>{POLICY}{card}</main>") == texts(f"<main><h1>Privacy</h1>{POLICY}</main>")


@pytest.mark.parametrize(
    "end",
    [
        '<div><p>You may ask for a copy of your personal data at any time.</p><a href="/go">Start a request now</a></div>',
        '<div><p>Write to desk@example.org with any question on this.</p><a href="/faq">Learn more</a></div>',
        "<div><p>The plan that fits on one page is yours to keep.</p><p>Start of service: on payment.</p></div>",
        '<h2>13. Opting out</h2><p><a href="/out">Learn more</a></p>',
    ],
    ids=["of the policy's matter", "an address", "no link", "under a heading of its own"],
)
def test_what_may_be_a_clause_at_the_end_stays(end: str) -> None:
    """The last lines of a policy stay where they speak of it, give an address, or stand under their own heading."""
    assert len(texts(f"<main><h1>Privacy</h1>{POLICY}{end}</main>")) > len(
        texts(f"<main><h1>Privacy</h1>{POLICY}</main>")
    )


@pytest.mark.parametrize(
    "control",
    [
        "Print or save as PDF",
        "Display as PDF to read later",
        "Imprimer et enregistrer en format pdf",
        "Als PDF speichern",
        "Stampa o salva in formato PDF",
        "Download this page",
    ],
)
def test_a_control_below_the_title_stays_out(control: str) -> None:
    """A link that prints or saves the page is no clause, wherever at the top it stands."""
    found = texts(
        f'<main><h1>Privacy</h1><p><a href="?print">{control}</a></p><p>In force since March.</p>{POLICY}</main>'
    )
    assert control not in found
    assert "In force since March." in found


@pytest.mark.parametrize(
    "picker", ["Select your language", "Choose language", "Sprache wählen", "Choisissez votre langue"]
)
def test_a_language_picker_at_the_top_stays_out(picker: str) -> None:
    """The heading of a language picker is not the document's."""
    found = texts(f"<div><h2>{picker}</h2></div><section><h2>Privacy notice</h2>{POLICY}</section>")
    assert picker not in found


def test_a_title_of_any_rank_right_above_the_first_section_stays() -> None:
    """A page that lowers its title from h1 to h3 keeps it: the headings below are lower still."""
    sections = POLICY.replace("h2>", "h4>")
    pages = [texts(f"<div><div><h{n}>Privacy</h{n}></div><div>{sections}</div></div>") for n in (1, 3)]
    assert pages[0] == pages[1]
    assert pages[0][0] == "Privacy"


@pytest.mark.parametrize("tag", ["h3", "b"])
@pytest.mark.parametrize("line", ["Version: 29 May 2022", "Effective date: July 14, 2025", "Stand: 3. Mai 2024"])
def test_a_date_line_heads_nothing(line: str, tag: str) -> None:
    """A line that only states a date is no heading, whatever it looks like: else it would move every clause."""
    blocks = extract(f"<main><h1>Privacy</h1><p><{tag}>{line}</{tag}></p>{POLICY}</main>".encode()).blocks
    assert next(block.kind for block in blocks if block.text == line) == "paragraph"


def test_a_title_with_its_date_stays_a_heading() -> None:
    """A title that names the date too still heads what stands below."""
    title = "Privacy policy, effective from 1 May 2020"
    blocks = extract(f"<main><h1>{title}</h1>{POLICY}</main>".encode()).blocks
    assert next(block.kind for block in blocks if block.text == title) == "heading"


def test_promotion_in_a_footer_stays_out_however_long() -> None:
    """Sentences in furniture below the policy stay out where they say nothing of its matter, with their headings."""
    policy = f"<div><h1>Privacy</h1>{POLICY * 5}</div>"
    footer = f'<div class="site-footer"><h2>Products</h2><h2>About</h2><p>{" ".join([PITCH] * 5)}</p></div>'
    assert texts(f"<div>{policy}{footer}</div>") == texts(f"<div>{policy}</div>")


LINKED = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Privacy", "Legal", "Data", "Cookies"))


@pytest.mark.parametrize(
    "strip",
    [
        "<div class='phase'><p><b>BETA</b> This is a new service; your <a href='/s'>feedback</a> will help us improve it.</p></div>",
        f"<ul>{LINKED}</ul>",
    ],
    ids=["a survey", "labels that link"],
)
def test_a_strip_below_the_title_stays_out(strip: str) -> None:
    """A survey on the page and labels that lead elsewhere go from between the title and the policy; the title stays."""
    plain = texts(f"<main><h1>Privacy notice</h1><div>{POLICY}</div></main>")
    assert plain[0] == "Privacy notice"
    assert texts(f"<main><h1>Privacy notice</h1>{strip}<div>{POLICY}</div></main>") == plain


@pytest.mark.parametrize(
    "box",
    [
        "<div><p>This notice says how we use your personal data; the <a href='/c'>cookie notice</a> says the rest of it.</p></div>",
        "<div><p>We send offers by post to those who ordered within a year, and ask them for <a href='/s'>feedback</a> once.</p></div>",
        "<p>The mill has baked bread for the whole valley since it was built; see <a href='/h'>our history</a>.</p>",
        "<div><p>The mill and all its shops in the valley belong to the family that built it long ago.</p></div>",
    ],
    ids=["of the policy", "a practice", "a paragraph among others", "that leads nowhere"],
)
def test_what_introduces_the_policy_below_its_title_stays(box: str) -> None:
    """An introduction stays whatever it says."""
    found = texts(f"<main><h1>Privacy notice</h1>{box}<p>{CLAUSES[0]}</p>{POLICY}</main>")
    assert len(found) == 3 + 2 * len(CLAUSES)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Except where otherwise noted, all content is available under the Open Government Licence v3.0.</p>",
        "<p>Adapted from a text by others, available under a Creative Commons Attribution-ShareAlike licence.</p>",
        "".join(
            f"<div><a href='/t'><div><p>{way}</p><h3>{title}</h3></div></a></div>"
            for way, title in (("Prev", "Terms of use"), ("Next", "Cookie notice"))
        ),
    ],
    ids=["a licence", "where the text comes from", "a pager"],
)
def test_a_last_line_about_the_page_stays_out(line: str) -> None:
    """What says under which licence a page stands, or leads to the next page, is none of the policy at its end."""
    assert texts(f"<main><h1>Privacy notice</h1>{POLICY}{line}</main>") == texts(
        f"<main><h1>Privacy notice</h1>{POLICY}</main>"
    )


def test_a_clause_about_a_licence_stays() -> None:
    """A licence that a section of the text grants is a clause, though it stands last."""
    clause = "You license what you upload to us under Creative Commons."
    assert clause in texts(f"<main><h1>Terms</h1>{POLICY}<h2>13. Your uploads</h2><p>{clause}</p></main>")


@pytest.mark.parametrize("name", ["ad-slot ad-article", "adUnit", "advertisement", "adsbygoogle"])
def test_the_label_of_an_advertisement_stays_out(name: str) -> None:
    """The place of an advertisement within the policy is none of it, whatever its label says."""
    slot = f'<div class="{name}"><span>ADS / in-article</span></div>'
    halves = (
        POLICY[: len(POLICY) // 2].rpartition("<h2>")[0],
        POLICY[len(POLICY[: len(POLICY) // 2].rpartition("<h2>")[0]) :],
    )
    assert texts(f"<main><h1>Privacy</h1>{halves[0]}{slot}{halves[1]}</main>") == texts(
        f"<main><h1>Privacy</h1>{POLICY}</main>"
    )


def test_a_section_on_advertising_stays() -> None:
    """A clause in a box that is named for what it speaks of is no advertisement."""
    clause = "Partners who place advertisements on our pages get the address of your device from your browser."
    assert clause in texts(f'<main><h1>Privacy</h1>{POLICY}<div class="advertisement"><p>{clause}</p></div></main>')


def test_the_footer_of_a_site_is_no_policy_however_short_the_policy() -> None:
    """A footer beside the main element that says less of a policy's matter goes, though it has as many words."""
    policy = (
        "<p>We collect no personal data on this site. Our host keeps your IP address in its logs for nine days.</p>"
    )
    marks = "Mill and the logo are trademarks of Mill Ltd, and all other trademarks belong to whoever registered them first."
    page = f"<main><h1>Privacy</h1>{policy * 2}</main><footer><p>{marks}</p><p>{marks}</p></footer>"
    assert marks not in texts(page)


def test_a_policy_in_a_footer_stays_where_nothing_else_speaks() -> None:
    """Where the main element says nothing of a policy's matter, the footer that does is the policy."""
    found = texts(f"<main><h1>Mill</h1><p>{PITCH}</p></main><footer>{POLICY}</footer>")
    assert set(CLAUSES) <= set(found)


@pytest.mark.parametrize(
    "contents",
    [
        "<h2>Contents</h2><ol><li>About us</li><li>Data at hand</li><li>Purposes</li><li>Recipients of data</li></ol>",
        "<h2>Table of contents</h2>",
    ],
    ids=["entries in other words", "no entries"],
)
def test_contents_known_by_their_title_stay_out(contents: str) -> None:
    """A list under the title of a table of contents goes though it names the sections in other words, and so does the title."""
    sections = "".join(f"<h2>Part {name}</h2><p>{CLAUSES[at]}</p>" for at, name in enumerate("abcde"))
    plain = texts(f"<main><h1>Privacy notice</h1>{sections}</main>")
    assert texts(f"<main><h1>Privacy notice</h1>{contents}{sections}</main>") == plain


def test_a_list_of_what_is_collected_is_no_contents() -> None:
    """A list under a title that a table of contents may have stays where it is longer than the sections are many."""
    items = "".join(f"<li>{name} you send us</li>" for name in ("Photos", "Letters", "Sounds", "Maps", "Notes"))
    found = texts(
        f"<main><h1>Privacy</h1><h2>Content</h2><ul>{items}</ul><h2>Other data</h2><p>{CLAUSES[0]}</p></main>"
    )
    assert "Photos you send us" in found


LAYERED = {
    "en": "We keep your number {0} for {0} months after the contract ends and share it with our partners only.",
    "de": "Wir speichern Ihre Nummer {0} nach dem Ende des Vertrags {0} Monate und geben sie nur an Partner weiter.",
    "cs": "Vaše číslo {0} uchováváme po dobu {0} měsíců po skončení smlouvy a předáváme je pouze našim partnerům.",
}


@pytest.mark.parametrize("language", LAYERED)
@pytest.mark.parametrize(
    "opening", ["dialog", "div role=dialog", "aside", "div class='card widget'", "section class=popup", "footer"]
)
def test_sections_that_each_stand_in_a_box_are_the_policy_together(opening: str, language: str) -> None:
    """Where each section opens in a dialog or stands in a widget with a button, what they say in all decides."""
    said = [LAYERED[language].format(n) for n in range(2, 16)]
    boxes = "".join(
        f"<{opening}><h2>{n}</h2><p>{text}</p><button>OK</button></{opening.split(maxsplit=1)[0]}>"
        for n, text in enumerate(said)
    )
    assert set(said) <= set(texts(f"<div><h1>Privacy notice</h1><p>{CLAUSES[0]}</p></div>{boxes}"))


@pytest.mark.parametrize("opening", ["dialog", "aside", "div class='related-card widget'", "footer"])
@pytest.mark.parametrize(
    "policy",
    [POLICY, "".join(f"<p>{text}</p>" for text in CLAUSES[:3])],
    ids=["a long policy", "a short policy"],
)
def test_boxes_that_look_alike_beside_a_policy_are_none_of_it(opening: str, policy: str) -> None:
    """Cards and dialogs that speak of data stay out beside a policy that says more, or where there are few of them."""
    card = f"How teams protect the personal data of their customers, and what they share. {PITCH}"
    boxes = f"<{opening}><h3>Stories</h3><p>{card}</p><button>Open</button></{opening.split(maxsplit=1)[0]}>" * 4
    found = texts(f"<main><h1>Privacy notice</h1>{policy}</main>{boxes}")
    assert card not in found
    assert set(CLAUSES[:3]) <= set(found)


NAMES = "".join(f"<div><p>{name}</p></div>" for name in ("Legal overview", "Terms for users", "Policies & guidelines"))
TOLD = "We recently updated our privacy notice: we added more on cookies and on whom we share your personal data with."


@pytest.mark.parametrize("strip", ["All about our terms of service, policies, and how we protect your data.", TOLD, ""])
@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Terms of use", "Last updated: 3 May 2024"),
        ("Datenschutzerklärung", "Stand: 3. Mai 2024"),
        ("Politique de confidentialité", "Dernière mise à jour : 3 mai 2024"),
        ("Zásady ochrany osobních údajů", "Účinné od 3. května 2024"),
    ],
)
def test_what_heads_all_documents_of_a_site_is_none_of_one(title: str, date: str, strip: str) -> None:
    """Above a document that begins with its own title and date, the title, news and menu of the site stay out."""
    document = f"<div><h1>{title}</h1><p><b>{date}</b></p>{POLICY}</div>"
    hub = f"<header><h1>Mill legal hub</h1><p>{strip}</p></header><div>{NAMES}</div>"
    assert texts(hub + document) == texts(document)


@pytest.mark.parametrize(
    "own", ["<h1>Part one</h1><p>{}</p>", "<h2>Part one</h2><p>Last updated: 3 May 2024</p><p>{}</p>"]
)
def test_what_introduces_a_text_without_a_title_of_its_own_stays(own: str) -> None:
    """Where the element with the sections begins with one of them, the title above it heads it, with what follows."""
    said = ["Privacy notice", TOLD, "In short, we are careful."]
    head = f"<h1>{said[0]}</h1><p>{said[1]}</p><p>{said[2]}</p>"
    assert texts(f"<div>{head}</div><div>{own.format(CLAUSES[0])}{POLICY}</div>")[:3] == said


@pytest.mark.parametrize("tag", ["ol", "ul", "dl"])
def test_what_stands_beside_a_list_that_is_nearly_all_of_the_text_stays(tag: str) -> None:
    """Title, date, a line in capitals and a note were written with the one list that holds the sections."""
    item = "dd" if tag == "dl" else "li"
    sections = "".join(f"<{item}><p>{text}</p></{item}>" for text in CLAUSES)
    before = "<p><b>Terms of the club</b></p><p>Last modified: 3 May 2025</p><p>WE DO NOT CHECK MEMBERS</p>"
    text = f"<div class='rich-text'>{before}<{tag}>{sections}</{tag}><p>(*) Where it applies.</p></div>"
    found = texts(f"<div><nav><a href=/>Home</a></nav>{text}<div><p>Est. 1987</p></div></div>")
    assert found == [
        "Terms of the club",
        "Last modified: 3 May 2025",
        "WE DO NOT CHECK MEMBERS",
        *CLAUSES,
        "(*) Where it applies.",
    ]
