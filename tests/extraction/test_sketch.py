"""Documents that are only sketched: a title, headings and a few words under each."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.policy.sketch import sketched_node
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.walk import walk
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document, FetchFailure

FOOT = "<footer><p>This site is run by the Larkfield association of growers and bakers in Hull.</p></footer>"
CHROME = "<header><nav><a href='/a'>Shop</a> <a href='/b'>News</a></nav></header>"
SCRIPTS = "<script src=a.js></script><script src=b.js></script><script src=c.js></script>"
TITLES = (
    *("Legal notice", "Example of a privacy policy", "Exemple de mentions légales", "Datenschutzerklärung"),
    *("Informativa sulla privacy", "Política de privacidad", "Polityka prywatności", "Zásady ochrany osobních údajů"),
)
PARTS = ("Publisher of this site", "Editor in charge", "Hosting of this site", "Data we hold", "Rights you have")


def page(title: str, inner: str, main: str = "main") -> bytes:
    """Return a page with this under its title, a menu above and a sentence at its foot."""
    end = main.partition(" ")[0]
    return f"<html><body>{CHROME}<{main}><h1>{title}</h1>{inner}</{end}>{FOOT}{SCRIPTS}</body></html>".encode()


def drawn(title: str, inner: str, main: str = "main") -> Document | FetchFailure:
    """Draw such a page."""
    return extract(page(title, inner, main))


def texts(found: Document | FetchFailure) -> list[str]:
    """Return the texts of the blocks that were drawn."""
    assert isinstance(found, Document), found
    return [block.text for block in found.blocks]


def sections(said: str, parts: tuple[str, ...] = PARTS) -> str:
    """Return sections with the same few words in each."""
    return "".join(f"<h2>{part}</h2><p>{said}</p>" for part in parts)


@pytest.mark.parametrize("main", ["main", "article", "div role=main", "div class=content"])
@pytest.mark.parametrize("title", TITLES)
def test_a_sketch_is_drawn_as_it_stands(title: str, main: str) -> None:
    """Headings with a placeholder under each are the text of a page that says it is a document, whatever its foot says."""
    found = drawn(title, sections("[to be completed soon]"), main)
    assert texts(found) == [title, *(text for part in PARTS for text in (part, "[to be completed soon]"))]


def test_a_sketch_with_a_sentence_keeps_the_rest() -> None:
    """Where the first section is written, the others stay as they were."""
    written = "<h2>Hosting</h2><p>Our pages are kept by the clerks of the Larkfield town hall in Hull.</p>"
    found = texts(drawn("Legal notice", written + sections("[to be completed soon]")))
    assert found[2].startswith("Our pages are kept")
    assert found.count("[to be completed soon]") == len(PARTS)


@pytest.mark.parametrize("text", ["[TO BE COMPLETED]", "[ A COMPLETER ]", "[TBD: NAME OF THE OFFICER]"])
def test_a_placeholder_in_capitals_is_no_heading(text: str) -> None:
    """What stands in brackets is to be filled in, and heads nothing."""
    document = drawn("Legal notice", sections(text))
    assert isinstance(document, Document)
    assert {block.kind.value for block in document.blocks if block.text == text} == {"paragraph"}


@pytest.mark.parametrize(
    ("title", "inner"),
    [
        ("Privacy policy", "<div class=loader>Loading</div>" + "".join(f"<h2>{part}</h2>" for part in PARTS)),
        ("Privacy policy", "".join(f"<h2>{part}</h2><p><a href='/x'>Read all of it here</a></p>" for part in PARTS)),
        ("Privacy policy", sections("to be completed", PARTS[:1])),
        ("Privacy policy", sections("Loading...")),
        ("Datenschutzerklärung", sections("Wird geladen …")),
        ("Exemple de mentions légales", sections("Chargement en cours…")),
        ("Autumn sale", sections("now from 12 euro")),
        ("Cookie settings", sections("always switched on")),
        ("Page not found", sections("it may have moved")),
    ],
)
def test_what_is_no_document_is_no_sketch(title: str, inner: str) -> None:
    """Headings without texts, lists of links, a single box, offers and controls are not taken for a sketch."""
    tree = Reading(content=page(title, inner), media_type="text/html").tree
    assert tree is not None
    assert not sketched_node(walk(tree.root), {})


def test_a_sketch_of_few_words_is_no_version() -> None:
    """A page with a title and a word or two shows nothing to follow."""
    assert isinstance(drawn("Legal notice", sections("later", PARTS[:2])), FetchFailure)
    assert isinstance(drawn("Legal notice", "<p>To be completed.</p>"), FetchFailure)


LOADING = (
    *("Loading…", "Wird geladen…", "Chargement…", "Cargando…", "Caricamento…", "Laden…", "Ładowanie…", "Načítání…"),
    *(
        "A carregar…",
        "Yükleniyor…",
        "Se încarcă…",
        "Content could not be loaded.",
        "Le contenu n'a pas pu être chargé.",
    ),
    *("Inhalt konnte nicht geladen werden.", "Nie udało się wczytać treści.", "Obsah se nepodařilo načíst."),
    *("This part is not available now, please reload the page or try again later.", "undefined", "[object Object]"),
)
LONG_PARTS = tuple(f"{n}. {part} and more of it" for n, part in enumerate(PARTS, start=1))


def empty(title: str, inner: str) -> str:
    """Return the kind of failure with which a page of hardly a sentence is refused, with scripts or without."""
    written = f"<h1>{title}</h1>{inner}"
    kinds = {
        found.kind.value if isinstance(found, FetchFailure) else "drawn"
        for found in (drawn(title, inner), extract(f"<html><body>{written}</body></html>".encode()))
    }
    return " ".join(sorted(kinds))


@pytest.mark.parametrize("said", LOADING)
def test_the_same_words_under_each_heading_are_no_version(said: str) -> None:
    """A page whose text is still to come, or did not come, is empty, in whatever language it says so."""
    assert empty("Privacy policy", sections(said, LONG_PARTS)) == "empty"
    dated = f"<p>As of May 2024</p>{sections(said, LONG_PARTS)}"
    assert empty("Privacy policy", dated) == "empty"


@pytest.mark.parametrize("said", ["", "<p></p>", "<div class=skeleton></div>"])
def test_headings_alone_are_no_version(said: str) -> None:
    """Headings with nothing under them are what stands before the text arrives."""
    inner = "".join(f"<h2>{part}</h2>{said}" for part in LONG_PARTS)
    assert empty("Datenschutzerklärung", inner) == "empty"
    assert empty("Datenschutzerklärung", f"<p>Bitte warten</p>{inner}") == "empty"


@pytest.mark.parametrize("mark", ["{{ part%d.%s }}", "${part%d.%s}", "{%% part%d.%s %%}", "&lt;%%= part%d.%s %%&gt;"])
def test_a_raw_template_is_no_version(mark: str) -> None:
    """The marks of a template are no text, also where each of them names another."""
    raw = "".join(f"<h2>{mark % (n, 'title')}</h2><p>{mark % (n, 'text')}</p>" for n in range(8))
    named = "".join(f"<h2>{part}</h2><p>{mark % (n, 'text')}</p>" for n, part in enumerate(LONG_PARTS))
    assert empty("Privacy policy", raw) == "empty"
    assert empty("Privacy policy", named) == "empty"


@pytest.mark.parametrize(
    "said",
    [
        ("The town hall of Hull", "Ada Larkfield", "Hull Data Centre", "Names of members", "Access and erasure"),
        ("None.", "None.", "Your name only", "Our carrier", "None."),
        ("No.", "No.", "Yes.", "Yes.", "No."),
        ("[to be completed]",) * 5,
        ("(folgt noch)",) * 5,
        ("[à compléter]", "[à compléter]", "[nom]", "[adresse]", "[à compléter]"),
    ],
)
def test_few_words_that_differ_are_a_version(said: tuple[str, ...]) -> None:
    """What a person wrote under the headings, or left in brackets to be filled in, is kept as it stands."""
    inner = "".join(f"<h2>{part}</h2><p>{text}</p>" for part, text in zip(LONG_PARTS, said, strict=True))
    assert empty("Legal notice", inner) == "drawn"


def test_an_address_set_in_headings_is_a_version() -> None:
    """Headings are the text of a page where they hold an address."""
    lines = ("Larkfield Growers Limited", "Mill Lane at the Old Town Hall", "Hull HU1 and Beverley HU17")
    inner = "".join(
        f"<h3>{line}</h3>" for line in (*lines, "Telephone 01482 555 010", "Chairwoman Ada Larkfield of Hull")
    )
    assert empty("Legal notice of the Larkfield association of growers", inner) == "drawn"


def test_a_sketch_with_one_text_more_than_the_same_is_kept() -> None:
    """Where a sentence is written beside what is repeated, there is something to follow."""
    written = "<h2>Hosting</h2><p>Our pages are kept by the clerks of the Larkfield town hall in Hull.</p>"
    assert empty("Legal notice", written + sections("To be completed.", LONG_PARTS)) == "drawn"


def test_a_written_policy_is_drawn_as_before() -> None:
    """Sentences show where a policy stands, where there are some; the sentence at the foot is none of it."""
    said = "We keep the records of your orders for ten months and then we delete them for good."
    assert texts(drawn("Privacy policy", sections(said)))[1:] == [text for part in PARTS for text in (part, said)]


def test_what_comes_in_its_place_is_told() -> None:
    """The text that fills a sketch is a change, and the sketch alone is none."""
    said = "We keep the records of your orders for ten months and then we delete them for good."
    before, after = (drawn("Privacy policy", sections(text)) for text in ("[to be completed soon]", said))
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert compare(policy_text(before), policy_text(after)).changed
    assert not compare(policy_text(before), policy_text(before)).changes
