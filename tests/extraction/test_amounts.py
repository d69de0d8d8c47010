"""How many words make a widget, a strip of promotion, a part of the policy: pages on both sides of each bound."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from tests.policies import clauses

SHORT, LONG = (
    "".join(
        f"<h2>{topic} {seed}</h2>" + "".join(f"<p>{line}</p>" for line in lines)
        for seed in seeds
        for topic, lines in clauses(seed).items()
    )
    for seeds in ((3,), (3, 4, 5))
)
TALE = [
    "Our bakers rise long before the sun does and knead the dough by hand until it sings.",
    "The oven was built of red brick by two brothers who came from the coast and stayed.",
    "On market days we carry the loaves across the square, and dogs follow the cart.",
    "Rye needs patience, water and salt, and whoever hurries it will chew on stones.",
    "In winter the windows steam over, and the whole street smells of caraway and smoke.",
    "A loaf that is a week old makes the best soup, says the woman at the corner.",
    "We bought the mill wheel back from a museum and it turns every Saturday at noon.",
]
LETTER = (
    "We use your e-mail address for our letter only, never share your personal data with third parties and delete it "
    "when you cancel. "
)


def tale(words):
    """Return sentences that say nothing of policies, of at least so many words."""
    told = []
    for sentence in TALE:
        if sum(len(one.split()) for one in told) < words:
            told.append(sentence)
    return told


def letter(words):
    """Return so many words on the data of those who get a letter."""
    return " ".join((LETTER * 9).split()[:words])


def text_of(markup):
    return " ".join(block.text for block in extract(markup.encode()).blocks)


def inside(part):
    """Return a page with a part at the end of the policy's container."""
    return (
        f'<html lang="en"><body><main><h1>Privacy policy</h1><div class="text">{SHORT}{part}</div></main></body></html>'
    )


def beside(part):
    """Return a page with a part below the policy's container, in the same article."""
    return (
        '<html lang="en"><body><header><a href="/">Home</a></header><article><h1>Privacy policy</h1>'
        f'<div class="text">{LONG}</div>{part}</article><footer>The bakery</footer></body></html>'
    )


WIDGETS = {
    "a form on data": lambda words: f"<form><p>{letter(words)}</p><input type=email><button>Go</button></form>",
    "a box so named on data": lambda words: (
        f"<div class='newsletter'><p>{letter(words)}</p><input type=email><button>Go</button></div>"
    ),
    "a box with a button": lambda words: f"<div><p>{' '.join(tale(words))}</p><button>Go</button></div>",
}


@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
@pytest.mark.parametrize(("words", "is_kept"), [(28, False), (45, False), (62, False), (100, True)])
def test_a_widget_has_few_words(widget, words, is_kept):
    """A box around buttons or fields is a widget up to 80 words, whatever it speaks of; a longer one is text."""
    probes = {"for our letter only", "knead the dough"}
    assert any(probe in text_of(inside(widget(words))) for probe in probes) is is_kept


@pytest.mark.parametrize("tag", ["div", "section", "article"])
@pytest.mark.parametrize(("words", "is_kept"), [(32, False), (50, False), (70, False), (90, True)])
def test_a_strip_beside_the_policy_has_few_words(tag, words, is_kept):
    """What stands below the policy's container and speaks of something else is text from 80 words on.

    It is so because trafilatura says so, the only one to take it in.
    """
    part = f"<{tag}>{''.join(f'<p>{sentence}</p>' for sentence in tale(words))}</{tag}>"
    text = text_of(beside(part))
    assert ("knead the dough" in text) is is_kept
