"""Articles of law are known by their place in the law, however a language writes it."""

from __future__ import annotations

import pytest

from monitor.core.records import Significance
from monitor.core.significance.citations import cited_articles
from tests.core.helpers import worded_rewording as of_rewording


@pytest.mark.parametrize(
    "text",
    [
        "Article 6(1)(f) GDPR",
        "Art. 6 para. 1 lit. f GDPR",
        "Article 6, paragraph 1, letter f of the GDPR",
        "art. 6, par. 1, lett. f), GDPR",
        "art. 6 comma 1 lettera f) del GDPR",
        "čl. 6 odst. 1 písm. f) GDPR",
        "l'article 6, paragraphe 1, point f), du RGPD",
        "Art. 6 Abs. 1 lit. f DSGVO",
        "artículo 6.1.f) del RGPD",
        "artigo 6.º, n.º 1, alínea f), do RGPD",
        "artikel 6, lid 1, onder f, AVG",
        "art. 6 ust. 1 lit. f RODO",
    ],
)
def test_a_place_in_the_law_is_one_in_every_language(text):
    """The parts of an article are found whatever they are called."""
    assert [*cited_articles(text)] == ["6 1 f"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Rechtsgrundlage: Art. 6 Abs. 1 lit. a", "Rechtsgrundlage: Art. 6 Abs. 1 lit. f", "Art. 6 Abs. 1 lit. a -> Art. 6 Abs. 1 lit. f"),
        ("We rely on Article 6(1)(a).", "We rely on Article 6(1)(f).", "Article 6(1)(a) -> Article 6(1)(f)"),
        ("Base: article 6, paragraphe 1, point b).", "Base: article 6, paragraphe 1, point f).", "article 6, paragraphe 1, point b) -> article 6, paragraphe 1, point f)"),
    ],
)  # fmt: skip
def test_another_part_of_an_article_is_another_basis(old, new, reason):
    """Also where no law is named, since only laws are cited by such parts; the reason has the page's own words."""
    significance, reasons = of_rewording(old, new)
    assert significance is Significance.MATERIAL
    assert f"legal basis: {reason}" in reasons


def test_a_clause_of_the_policy_itself_is_a_reference():
    """A number alone may be one of the policy's own."""
    assert of_rewording("See article 4 for more.", "See article 5 for more.")[0] is Significance.COSMETIC
