from __future__ import annotations

import pytest

from crawler.checking.judge import draw_body
from crawler.extraction.extract import extract
from monitor.core.comparison.compare import compare
from monitor.core.records import Body, ChangeKind, Comparison, Document, PolicyText
from tests.policies import clauses, html

TEXTS = clauses(3)
SECTIONS = "".join(f"<h2>{topic}</h2>" + "".join(f"<p>{t}</p>" for t in lines) for topic, lines in TEXTS.items())
NEW = "We now hand your location data to our advertising partners, who may combine it with other information."
NO_TOPIC = "Bring your whole team together and ship twice as fast with the workspace that thinks ahead, number {}."
TEASERS = "".join(
    f"<div><h3>Story {n}</h3><p>{NO_TOPIC.format(n)} {NO_TOPIC.format(n + 50)}</p></div>" for n in range(9)
)


def page(*, before: str = "", inside: str = "", after: str = "", last: str = "", box: str = "content") -> str:
    """Return a page whose policy stands in a container, with something in, before or after it, or at the end of all."""
    return (
        f'<html lang="en"><body><nav><a href="/">Home</a></nav><main><h1>Privacy policy</h1>{before}'
        f'<div class="{box}">{SECTIONS}{inside}</div>{after}</main>{last}<footer>© 2026 Shop</footer></body></html>'
    )


def drawn(markup: str, known: PolicyText | None = None) -> PolicyText:
    text = draw_body(Body(content=markup.encode(), media_type="text/html"), known=known)
    assert isinstance(text, PolicyText)
    return text


def checked(markup: str) -> Comparison:
    """Return what a check of the page finds, where the watch knows the plain one."""
    known = drawn(page())
    return compare(known, drawn(markup, known))


BUILT = "".join(
    f'<div class="elementor-{part}">' for part in ("section", "container", "column", "widget", "widget-text")
)


@pytest.mark.parametrize(
    "form", ["<p>{}</p>", "<div><p>{}</p></div>", "<div><div>{}</div></div>", BUILT + "<p>{}</p>" + 5 * "</div>"]
)
@pytest.mark.parametrize("where", ["inside", "after", "last"])
def test_a_new_clause_is_told_wherever_it_was_put(form: str, where: str) -> None:
    """A sentence on a policy's matter below the policy is a clause, though it stands outside the policy's container."""
    found = checked(page(**{where: form.format(NEW)}))
    assert [(change.kind, change.new[0].text) for change in found.changes] == [("added", NEW)]


def test_a_new_section_beside_the_container_comes_with_its_heading() -> None:
    """A section that was put below the policy's container is told with its heading above it."""
    found = checked(page(after=f"<section><h2>Location</h2><p>{NEW}</p></section>"))
    clause = next(change.new[0] for change in found.changes if change.new and change.new[0].text == NEW)
    assert clause.heading_path[-1] == "Location"


@pytest.mark.parametrize(
    "box",
    [
        "<p>We use cookies to give you the best experience. By going on you accept them.</p><button>Accept all</button>",
        "<p>We and our 812 partners store information on your device.</p><button>Reject all</button><button>OK</button>",
        "<p>This website uses cookies to analyse traffic and to personalise content.</p><a href=#>Settings</a><a href=#>OK</a>",
        "<p>Diese Website verwendet Cookies, um Ihnen das beste Erlebnis zu bieten.</p><button>Alle akzeptieren</button>",
        "<p>Utilizziamo i cookie per offrirti la migliore esperienza sul nostro sito.</p><button>Accetta tutti</button>",
        "<p>Používáme soubory cookie, abychom vám nabídli to nejlepší z našeho webu.</p><input type=button value=Souhlasím>",
        "<p>Get the latest news, recipes and offers from our kitchen in your inbox.</p><input type=email><button>Send</button>",
        "<p>How did you like this page? Tell us what we could do better next time.</p><textarea></textarea>",
    ],
)
@pytest.mark.parametrize("where", ["before", "inside", "after", "last"])
def test_a_prompt_without_a_name_is_no_clause(box: str, where: str) -> None:
    """A request for consent, and a box around fields that says nothing of policy, stay out by their buttons alone."""
    assert checked(page(**{where: f"<div>{box}</div>"})).changes == ()


@pytest.mark.parametrize(
    "clause",
    [
        "<p>We use cookies to keep your basket and to count visits to our pages.</p><button>Cookie settings</button>",
        "<p>Write to us to have your data erased, and we will answer within one month.</p><button>Write</button>",
    ],
)
def test_a_clause_with_a_button_stays(clause: str) -> None:
    """A clause keeps its place though a button stands beside it, as long as that answers no request for consent."""
    found = checked(page(inside=f"<div>{clause}</div>"))
    assert [change.kind for change in found.changes] == ["added"]


def test_sections_that_unfold_at_a_button_are_kept() -> None:
    """A button that opens a panel heads it and is no control, however little its panel says of a policy's matter."""
    panel = "<div><button aria-expanded=false>{}</button><div>On the first floor, at the end of the hall, to the left.</div></div>"
    texts = [clause.text for clause in drawn(page(inside=panel.format("Where we are"))).clauses]
    assert any("first floor" in text for text in texts)


@pytest.mark.parametrize("where", ["after", "last", "before"])
def test_teasers_that_come_beside_a_known_policy_stay_out(where: str) -> None:
    """Where the watch knows its text, a row of teasers beside it changes nothing, though trafilatura would keep them."""
    assert checked(page(**{where: f"<div>{TEASERS}</div>"})).changes == ()


@pytest.mark.parametrize("box", ["cookie-banner", "modal", "footer", "newsletter promo", "onetrust-consent-sdk"])
def test_a_known_policy_is_found_again_under_a_new_name(box: str) -> None:
    """What was the policy yesterday is not residue today because its container was renamed, or much was put beside it."""
    assert checked(page(box=box, after=f"<div>{TEASERS}{TEASERS}</div>")).changes == ()


def test_a_large_part_put_beside_a_known_policy_is_told() -> None:
    """A part that speaks of a policy's matter is told, though it stands outside the container that is known."""
    new = clauses(8)["Who receives it"] + clauses(8)["How long we keep it"]
    found = checked(page(after="<div><h2>For traders</h2>" + "".join(f"<p>{text}</p>" for text in new) + "</div>"))
    assert {change.new[0].text for change in found.changes if change.new} >= set(new)


def test_another_text_is_drawn_as_if_nothing_were_known() -> None:
    """A page that no longer has half of the known clauses is drawn on its own terms."""
    other = html(clauses(99)).encode()
    known = [text for lines in TEXTS.values() for text in lines]
    assert extract(other, known=known) == extract(other)


def test_knowing_the_page_itself_changes_nothing() -> None:
    """A page drawn with its own clauses as what is known is drawn the same."""
    first = extract(page(after=f"<p>{NEW}</p>").encode())
    assert isinstance(first, Document)
    assert extract(page(after=f"<p>{NEW}</p>").encode(), known=[block.text for block in first.blocks]) == first


def test_a_short_policy_in_any_language_stays_whole() -> None:
    """Of a short text in a language whose words are not known, no clause is lost because another one was edited."""
    texts = [
        "نحن شركة تقدم خدمات عبر الإنترنت ونشرح في هذه الصفحة كيف نجمع البيانات ونستخدمها ونشاركها مع الآخرين.",
        "نحتفظ ببيانات الحساب لمدة 12 شهرا بعد إغلاق الحساب ونحتفظ بالفواتير لمدة 10 سنوات وفقا للقانون.",
        "يحق لك طلب الوصول إلى بياناتك أو تصحيحها أو حذفها والاعتراض على معالجتها في أي وقت عبر البريد الإلكتروني.",
    ]
    markup = (
        "<main><h1>سياسة الخصوصية</h1>" + "".join(f"<h2>{n}</h2><p>{t}</p>" for n, t in enumerate(texts)) + "</main>"
    )
    known = drawn(markup)
    changes = compare(known, drawn(markup.replace("12", "36"), known)).changes
    assert [change.kind for change in changes] == [ChangeKind.MODIFIED]
