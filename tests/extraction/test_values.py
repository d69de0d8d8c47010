from __future__ import annotations

from time import process_time

import pytest

from crawler.checking.judge import draw_body
from crawler.extraction.extract import extract
from crawler.extraction.facts.language import language_of
from crawler.extraction.facts.stated_date import stated_date
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.policy.assembly import RULES
from crawler.extraction.reading.decode import decode
from crawler.extraction.reading.emails import decode_cfemail
from crawler.extraction.reading.lists import ordinal
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.selectors import check_selector
from monitor.core.errors import InvalidInputError
from monitor.core.records import BlockKind, Body, Document, FailureKind
from tests import costs

CLAUSES = [
    "We collect your name and your address when you register with us, and keep both for five years.",
    "We share these data with nobody but the courier who brings what you have ordered from us.",
]
PAGE = "<html lang=en><body><main id=m><h1>Policy</h1>" + "".join(f"<p>{c}</p>" for c in CLAUSES) + "</main>"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The GDPR has applied since 25 May 2018 in all member states.", None),
        ("We delete accounts that were last used before 1 January 2020 without further notice.", None),
        ("This clause does not name any date, but it was updated.", None),
    ],
)
def test_stated_dates(text, iso):
    """A date counts only beside words that say the text was changed or takes effect then."""
    found = stated_date([text], "en" if text.isascii() else "")
    assert (found.iso if found else None) == iso


def test_a_slashed_date_is_read_as_its_language_does():
    """03/04 has the month first in English and the day first elsewhere."""
    assert stated_date(["Last updated: 03/04/2024"], "en").iso == "2024-03-04"
    assert stated_date(["Ultimo aggiornamento: 03/04/2024"], "it").iso == "2024-04-03"


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        (CLAUSES[0], "de", "en"),
        (CLAUSES[0], "en-GB", "en"),
        (
            "Wir verarbeiten Ihre Daten nur, soweit dies für die Erfüllung des Vertrages mit Ihnen nötig ist.",
            "en",
            "de",
        ),
        ("当您注册或下单时，我们会收集您的姓名、地址和电话号码。", "en", "zh"),
        ("お客様が登録する際に、お名前とご住所を収集します。", "", "ja"),
        ("Мы собираем ваши данные только для того, чтобы исполнить договор с вами.", "", "ru"),
        ("Συλλέγουμε τα δεδομένα σας μόνο για την εκτέλεση της σύμβασης με εσάς.", "", "el"),
        ("Údaje uchováváme po dobu pěti let.", "", "cs"),
        ("Údaje uchovávame po dobu piatich rokov.", "", "sk"),
        ("Az adatokat öt évig őrizzük meg.", "en", "hu"),
        ("Ми зберігаємо ваші дані п'ять років.", "ru", "uk"),
        ("Zzz qqq", "cs", "cs"),
        ("", "", ""),
    ],
)
def test_languages(text, declared, code):
    """The text decides, the declaration where the text cannot."""
    assert language_of(text, declared) == code


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Zásady příliš".encode(), "", "Zásady příliš"),
        ("\ufeffpříliš".encode("utf-8-sig"), "latin-1", "\ufeffpříliš"),
        ("<meta charset=windows-1250>žluťoučký kůň".encode("cp1250"), "", "<meta charset=windows-1250>žluťoučký kůň"),
        ("“quoted” – été".encode("cp1252"), "iso-8859-1", "“quoted” – été"),
        ("プライバシー".encode("shift_jis"), "Shift_JIS", "プライバシー"),
        ("Policy of the house".encode("utf-16"), "", "Policy of the house"),
        ("Policy of the house".encode("utf-16-le"), "", "Policy of the house"),
    ],
)
def test_decoding(body, charset, text):
    """Mark, header, declaration and plain evidence decide, in this order."""
    assert decode(body, charset).lstrip("\ufeff") == text.lstrip("\ufeff")


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"", "text/html", FailureKind.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "text/html", FailureKind.UNSUPPORTED_TYPE),
        (b"PK\x03\x04" + bytes(200), "", FailureKind.UNSUPPORTED_TYPE),
        (b"%PDF-1.7 nothing else", "application/pdf", FailureKind.UNDECODABLE),
        (bytes(range(256)) * 20, "text/html", FailureKind.UNDECODABLE),
        (b"a" * 20_000_001, "text/html", FailureKind.TOO_LARGE),
        (
            b"<html><title>Just a moment...</title><p>Verify you are human by completing the action below.",
            "",
            FailureKind.BLOCKED,
        ),
        (
            b"<html><title>404</title><h1>Page not found</h1><p>The page you asked for does not exist.",
            "",
            FailureKind.SOFT_404,
        ),
        (b"<html><title>App</title><body><div id=root></div><script src=a.js></script>", "", FailureKind.EMPTY),
        (b"<html><body><form><input type=password><button>Go</button></form>", "", FailureKind.LOGIN),
        (f"<html><body><div id='onetrust-consent-sdk'><p>{CLAUSES[0]}</p></div>".encode(), "", FailureKind.CONSENT),
        (b"<html><body><p>Short.</p>", "", FailureKind.EMPTY),
    ],
)
def test_failures_are_values(body, media_type, kind):
    """What holds no policy is a failure with its kind and a line for a person."""
    failure = extract(body, media_type=media_type)
    assert failure.kind is kind
    assert failure.detail


def test_an_empty_shell_hints_at_rendering():
    """A page that scripts would build says so."""
    assert "rendering" in extract(b"<html><body><div id=root></div><script src=a.js></script>").detail


def test_selectors():
    """An include takes exactly what it matches, an exclude leaves out, and a miss is a failure."""
    body = PAGE.replace(
        "</main>", "<p class=x>Leave this out of the text.</p></main><div id=d><p>Elsewhere.</p></div>"
    ).encode()
    assert [b.text for b in extract(body, include="#d").blocks] == ["Elsewhere."]
    assert "Leave this" not in str(extract(body, exclude=".x").blocks)
    assert "Leave this" not in str(extract(body, exclude="//p[@class='x']").blocks)
    assert extract(body, include="#gone").kind is FailureKind.SELECTOR


def test_what_follows_a_chosen_element_is_not_of_it():
    """The text behind the end tag of what an include matches stays out."""
    body = b"<body><div><main><p>Chosen.</p></main>Behind it. <i>And more.</i></div></body>"
    assert [b.text for b in extract(body, include="main").blocks] == ["Chosen."]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("//div[@id='d']", ["Elsewhere."]),
        ("(//p)[last()]", ["Elsewhere."]),
        ("xpath: .//main/p[1]", CLAUSES[:1]),
        ("//main/p[contains(., 'courier')]", CLAUSES[1:2]),
        ("//h1/following-sibling::p[.//b or position() = 2]", CLAUSES[1:2]),
    ],
)
def test_xpath(selector, texts):
    """An XPath takes exactly what it matches, like a CSS selector."""
    body = PAGE.replace("</main>", "</main><div id=d><p>Elsewhere.</p></div>").encode()
    assert check_selector(selector) == selector
    assert [b.text for b in extract(body, include=selector).blocks] == texts
    assert extract(b"<i>Else</i>", include=selector).kind is FailureKind.SELECTOR


@pytest.mark.parametrize(
    "selector",
    [
        *("//div[", "//p/text()", "//a/@href", "(1 + 2)", "//nothing:p", "//p[$x]", "//p[f()]", "//p[//p]"),
        *("/abc" * 300, "//p[.//a[.//b]]", "//a" * 7, "//p[following::a]", "xpath:", "(//p"),
    ],
)
def test_an_xpath_that_cannot_be_used_is_refused(selector):
    """What does not parse, finds no elements by its nature, or takes forever on a large page gets one clear line."""
    with pytest.raises(InvalidInputError) as error:
        check_selector(selector)
    assert "\n" not in str(error.value)


@pytest.mark.drill
@pytest.mark.parametrize("selector", ["//p[.//a]//b", "p ~ p", "//p/following-sibling::p", "div div div", "//div//div"])
def test_selectors_are_bounded(selector):
    """A page made to keep a selector busy takes no longer than hundreds of honest ones, or is refused as too costly."""
    wide, deep = "<p>x</p>", "<div>" * 40 + "x" + "</div>" * 40
    start = process_time()
    extract(f"<html><body>{wide * 1_000}{deep * 50}".encode(), include=selector)
    huge = extract(f"<html><body>{wide * 40_000}{deep * 2_000}".encode(), include=selector)
    assert huge.kind is FailureKind.TOO_COSTLY
    assert costs.fits(process_time() - start, pages=800)


@pytest.mark.parametrize("media_type", ["text/markdown", "text/plain"])
def test_a_third_as_much_of_markdown_is_read_as_of_plain_text(media_type) -> None:
    """Markdown, said to be or known by its headings, is read up to a million characters, plain text up to three."""
    plain = "We keep what you send us for a year and a day, and then we erase it.\n\n" * 16_000
    marked = plain if media_type == "text/markdown" else "# One\n\n# Two\n\n# Three\n\n" + plain
    refused = extract(marked.encode(), media_type=media_type)
    assert (refused.kind, "of Markdown; at most 1,000,000" in refused.detail) == (FailureKind.TOO_COSTLY, True)
    assert isinstance(extract(plain.encode(), media_type="text/plain"), Document)


@pytest.mark.parametrize("selector", ["div[", "a::before::", "p >", "###", "x" * 2_000])
def test_a_selector_that_does_not_parse_is_refused(selector):
    """One clear line says what is wrong."""
    with pytest.raises(InvalidInputError) as error:
        check_selector(selector)
    assert "\n" not in str(error.value)


def test_a_selector_that_parses_is_returned():
    """White space around it goes."""
    assert check_selector(" main > p.a ") == "main > p.a"
    assert check_selector("") == ""


def test_the_visible_digest_sees_text_alone():
    """Markup, scripts and comments do not move it; a word does."""
    first = visible_digest(Reading(content=PAGE.encode()))
    noisy = PAGE.replace("<p>", "<p data-nonce='7'>").replace("<main", "<!-- 12:30 --><script>var t = 1;</script><main")
    assert visible_digest(Reading(content=noisy.encode())) == first
    assert visible_digest(Reading(content=PAGE.replace("five", "ten").encode())) != first
    assert visible_digest(Reading(content=b"%PDF-1.7")) == ""


def test_markdown():
    """Headings, setext headings, nested and wrapped items, tables and links come out as a reader sees them."""
    text = f"""# Policy

{CLAUSES[0]} See [our
site](https://example.org/a_(b)).

Rights
------

1. **Access**: you may ask
   for a copy
   - on paper
2. Erasure

| Data | Kept |
|------|------|
| name | 5 years |
"""
    document = extract(text.encode(), media_type="text/markdown")
    assert [(b.kind, b.level, b.label, b.text) for b in document.blocks] == [
        (BlockKind.HEADING, 1, "", "Policy"),
        (BlockKind.PARAGRAPH, 0, "", f"{CLAUSES[0]} See our site."),
        (BlockKind.HEADING, 2, "", "Rights"),
        (BlockKind.ITEM, 1, "1.", "Access: you may ask for a copy"),
        (BlockKind.ITEM, 2, "", "on paper"),
        (BlockKind.ITEM, 1, "2.", "Erasure"),
        (BlockKind.ROW, 0, "", "Data: name | Kept: 5 years"),
    ]


def test_wrapped_plain_text():
    """Hard-wrapped lines become paragraphs again, hyphens at their ends taken back."""
    text = (
        "1. OUR POLICY\n\nWe collect your name and your address when you reg-\nister with us, and keep both of them for five years.\n"
        * 2
    )
    document = extract((text + "\n- first item of a list\n- second item of a list\n").encode(), media_type="text/plain")
    assert document.blocks[1].text == CLAUSES[0].replace("both", "both of them")
    assert [b.kind for b in document.blocks[-2:]] == [BlockKind.ITEM, BlockKind.ITEM]


def pdf(pages):
    """Return a PDF with these lines on its pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text = "".join(f"({line.replace('(', '').replace(')', '')}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {text}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def test_pdf():
    """Running headers, page numbers and hyphenation go; sentences go on over page breaks."""
    body = pdf(
        [
            [
                "Heron Sons policy",
                "1. OUR DATA",
                "We collect your name and your address when you reg-",
                "ister with us, and keep both for five years after",
                "Page 1 of 3",
            ],
            ["Heron Sons policy", "the end of the contract, unless the law asks for more.", "Page 2 of 3"],
            [
                "Heron Sons policy",
                "2. OUR PARTNERS",
                "We share these data with nobody but the courier who",
                "brings what you have ordered from us.",
                "Page 3 of 3",
            ],
        ]
    )
    document = extract(body, media_type="text/html")
    assert isinstance(document, Document)
    assert [b.text for b in document.blocks] == [
        "1. OUR DATA",
        "We collect your name and your address when you register with us, and keep both for five years after the end of the contract, unless the law asks for more.",
        "2. OUR PARTNERS",
        "We share these data with nobody but the courier who brings what you have ordered from us.",
    ]


def test_labels_and_addresses():
    """Ordinals read as a browser draws them; a protected address as a reader sees it."""
    assert [ordinal(n, "a") for n in (1, 26, 27)] == ["a.", "z.", "aa."]
    assert [ordinal(n, "i") for n in (4, 9, 14)] == ["iv.", "ix.", "xiv."]
    key, address = 0x42, "dpo@example.org"
    assert decode_cfemail(bytes([key, *(ord(c) ^ key for c in address)]).hex()) == address
    assert decode_cfemail("no hex") == ""


def test_the_rules_are_named_in_each_document():
    """A snapshot says by which rules it was drawn."""
    assert extract(PAGE.encode()).extractor.startswith(RULES)


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="unicode-bidi:bidi-override; direction:rtl">gro.elpmaxe@ycavirp</span>',
        '<bdo dir="rtl">gro.elpmaxe@ycavirp</bdo>',
        '<a href="#" data-user="privacy" data-domain="example.org"></a>',
        '<span data-name="privacy" data-domain="example" data-tld="org"></span>',
    ],
)
def test_addresses_as_shown(markup):
    """An address that is written backwards or kept in pieces is read as the page shows it."""
    page = f"<html lang=en><body><main><p>{CLAUSES[0]}</p><p>Write to {markup} with questions.</p><p>{CLAUSES[1]}</p>"
    assert "Write to privacy@example.org with questions." in [block.text for block in extract(page.encode()).blocks]


@pytest.mark.parametrize("heading", ["§ 1 Verantwortlicher", "Article 2 – Données collectées", "Section 3 Your rights"])
def test_numbered_headings_of_texts(heading):
    """In plain text a short line that begins with the number of a section is a heading, in any of its spellings."""
    document = extract(f"{CLAUSES[0]}\n\n{heading}\n\n{CLAUSES[1]}\n".encode(), media_type="text/plain")
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING] == [heading]


def test_text_that_is_markdown():
    """Markdown that is served as plain text is known by its headings."""
    text = "\n\n".join(f"## Part {number}\n\n{CLAUSES[0]}" for number in range(3))
    document = extract(text.encode(), media_type="text/plain")
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING] == [
        "Part 0",
        "Part 1",
        "Part 2",
    ]


def test_hollow_bullets():
    """The letter o before each of three items is a bullet; before a wrapped line it is a word."""
    items = ["o your name;", "o your address;", "o your vehicle."]
    document = extract(
        "\n".join([CLAUSES[0], "", "We keep:", *items, "", CLAUSES[1]]).encode(), media_type="text/plain"
    )
    assert [block.text for block in document.blocks if block.kind is BlockKind.ITEM] == [item[2:] for item in items]


@pytest.mark.drill
@pytest.mark.parametrize("filler", ["1", "a", "a@", "[x](", "1.", "-", "a\n", "\n"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html"])
def test_long_runs_are_bounded(filler, media_type):
    """However long the text and whatever it repeats, drawing takes time in proportion to it."""
    begin = process_time()
    extract(f"{CLAUSES[0]}\n\n{filler * (200_000 // len(filler))}".encode(), media_type=media_type)
    assert costs.fits(process_time() - begin, pages=300)


def test_drawn_titles():
    """The title of a drawing is not the page's."""
    page = f"<html lang=en><body><svg><title>Logo</title></svg><main><h1>Privacy notice</h1><p>{CLAUSES[0]}</p><p>{CLAUSES[1]}"
    assert extract(page.encode()).title == "Privacy notice"


@pytest.mark.parametrize(
    "selector", ["//*[contains(string(/), 'x')]", "//*/preceding::*/following::*", "//p[concat(string(/), 'a') = 'b']"]
)
def test_selectors_that_sweep(selector):
    """A selector that looks through the whole page for each element is refused when it is added."""
    with pytest.raises(InvalidInputError):
        check_selector(selector)


def test_a_clause_that_nobody_could_show_is_refused():
    """A page whose text is one clause without end is too costly, and says how long it is."""
    failure = draw_body(Body(content=b"we keep data " * 50_000, media_type="text/plain"))
    assert (failure.kind, "650,000" in failure.detail or "649,999" in failure.detail) == (FailureKind.TOO_COSTLY, True)
