"""E-mail addresses that one of two texts hides from robots."""

from __future__ import annotations

import pytest

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from monitor.core.comparison.compare import compare
from monitor.core.records import Significance
from monitor.core.significance.hidden_addresses import with_addresses_alike
from tests.core.helpers import drawn, heading, item, paragraph, worded_rewording

ADDRESS = "privacy@mill.example"
SPELT = [
    "privacy [at] mill [dot] example",
    "privacy(at)mill.example",
    "privacy{at}mill{dot}example",
    "privacy AT mill DOT example",
    "privacy at mill.example",
    "privacy-at-mill-dot-example",
    "privacy_at_mill.example",
    "privacy #at# mill.example",
    "privacy @ mill . example",
    "privacy [@] mill [.] example",
    "privacy(a)mill.example",
    "privacy＠mill.example",
    "privacy&#64;mill.example",
    "privacy%40mill.example",
    "privacy [arroba] mill [punto] example",
    "privacy (malpa) mill (kropka) example",
    "privacy (zavináč) mill (tečka) example",
    "elpmaxe.llim@ycavirp",
    "privacy@NOSPAM.mill.example",
    "privacy.REMOVETHIS@mill.example",
    "privacy@mill.example.NO-SPAM",
    "mailto:privacy@mill.example",
    "<privacy@mill.example>",
    "privacy@mill.example (mailto:privacy@mill.example)",
    "privacy@mill.example privacy@mill.example",
]
KEPT_BACK = [
    "priv...@mill.example",
    "p*****y@mill.example",
    "privacy@m....ll.example",
    "[email\u00a0protected]",
    "[protected email]",
    "[e-mail chroniony]",
    "[adresse e-mail protégée]",
    "[correo electrónico protegido]",
    "[电子邮件受保护]",
    "(e-mail hidden)",
    "[Please enable JavaScript to view this email address]",
    "This email address is being protected from spambots. You need JavaScript enabled to view it.",
    "Diese E-Mail-Adresse ist vor Spambots geschützt! Zur Anzeige muss JavaScript eingeschaltet sein!",
    "Cette adresse e-mail est protégée contre les robots spammeurs. Vous devez activer le JavaScript pour la visualiser.",
    "Questo indirizzo email è protetto dagli spambots. È necessario abilitare JavaScript per vederlo.",
    "Tato e-mailová adresa je chráněna před spamboty. Pro její zobrazení musíte mít povolen Javascript.",
    "Ten adres pocztowy jest chroniony przed spamowaniem. Aby go zobaczyć, konieczne jest włączenie obsługi JavaScript.",
    "Denne e-postadressen er beskyttet mot roboter. Du må aktivere javaskript for å kunne se den.",
    "Адрес электронной почты защищен от спам-ботов. Для просмотра должен быть включен Javascript.",
]
OTHERS = [
    "dpo@mill.example",
    "dpo [at] mill [dot] example",
    "privacy (at) mule.example",
    "privacy@team.mill.example",
    "privacy@remove.mill.example",
    "privacy@mill.example.org",
    "dpo-privacy@mill.example",
    "privacy.mill@example.org",
    "privacy.mill.example",
    "privacy-team-mill.example",
    "privacy@mill.example or dpo@mill.example",
    "elpmaxe.llim@opd",
    "dpo...@mill.example",
    "p*****y@mule.example",
    "our e-mail form (needs JavaScript)",
    "our protected e-mail form",
    "our page. Your e-mail is protected there. We track you with JavaScript. Ask us for more",
    "",
]
RIGHTS = "You may ask us to erase what we know of you, and to give you a copy of it."


@pytest.mark.parametrize("hidden", [*SPELT, *KEPT_BACK])
@pytest.mark.parametrize("sentence", ["Write to {} first.", "{}", "E-mail: {}, phone: +44 20 7946 0000"])
def test_an_address_that_is_hidden_is_a_change_of_form(sentence: str, hidden: str) -> None:
    """An address that is spelt otherwise, kept back or shown again says the same, either way round."""
    shown, hides = sentence.format(ADDRESS), sentence.format(hidden)
    assert worded_rewording(shown, hides)[0] is Significance.COSMETIC
    assert worded_rewording(hides, shown)[0] is Significance.COSMETIC


@pytest.mark.parametrize("other", OTHERS)
def test_another_address_is_told(other: str) -> None:
    """An address that became another one, or something else that is read, is told, either way round."""
    before, after = f"Write to {ADDRESS} first.", f"Write to {other} first."
    assert worded_rewording(before, after)[0] is Significance.MATERIAL
    assert worded_rewording(after, before)[0] is Significance.MATERIAL


def test_what_changed_beside_a_hidden_address_is_told_alone() -> None:
    """An edit is judged as if both texts showed the address, and another address beside a hidden one is told."""
    before = f"Write to {ADDRESS}. We never sell it."
    for hidden in ("privacy (at) mill.example", "[email\u00a0protected]"):
        _, reasons = worded_rewording(before, f"Write to {hidden}. We sell it.")
        assert [reason.partition(":")[0] for reason in reasons] == ["denial"]
    two = "Write to {} or to [email\u00a0protected].", "Write to {} or to dpo@mill.example."
    assert (
        worded_rewording(two[0].format("a@mill.example"), two[1].format("a@mill.example"))[0] is Significance.COSMETIC
    )
    assert worded_rewording(two[0].format("a@mill.example"), two[1].format("b@mill.example"))[1] == (
        "contact: a@mill.example -> b@mill.example",
    )


@pytest.mark.parametrize("spelt", SPELT[:4])
def test_an_address_may_be_hidden_in_two_ways(spelt: str) -> None:
    """What is kept back in one text and spelt in words in the other is no other address either."""
    for hidden in ("[email\u00a0protected]", "(e-mail hidden)"):
        assert worded_rewording(f"Write to {spelt} first.", f"Write to {hidden} first.")[0] is Significance.COSMETIC
        assert worded_rewording(f"Write to {hidden} first.", f"Write to {spelt} first.")[0] is Significance.COSMETIC


def test_several_addresses_of_a_clause_are_shown_in_their_order() -> None:
    """Each address that is kept back is that of the other text at its place."""
    said = KEPT_BACK[11]
    assert with_addresses_alike(f"Ask {said}, {said} or us.", "Ask a@x.example, b@x.example or us.") == (
        "Ask a@x.example, b@x.example or us.",
        "Ask a@x.example, b@x.example or us.",
    )
    assert with_addresses_alike("[email protected] or [email protected]", "a@x.example")[0].count("@") == 0


@pytest.mark.parametrize("hidden", [SPELT[0], *KEPT_BACK])
def test_a_clause_that_is_an_address_alone_is_found_again(hidden: str) -> None:
    """Where a clause is the address and nothing else, hiding it is one change of form, not a clause gone and one come."""
    for made in (paragraph, item):
        texts = [
            drawn(heading("Contact", 2), *map(made, ("The Mill Ltd", address)), heading("Rights"), paragraph(RIGHTS))
            for address in (ADDRESS, hidden)
        ]
        for old, new in (texts, texts[::-1]):
            comparison = compare(old, new)
            assert [change.kind.value for change in comparison.changes] == ["modified"]
            assert not comparison.changed


def test_an_address_that_went_from_a_list_is_told() -> None:
    """Where one of two addresses is gone and the other is hidden, nobody can say which: it is told."""
    old = drawn(heading("Contact"), *map(item, (ADDRESS, "dpo@mill.example")), heading("Rights"), paragraph(RIGHTS))
    new = drawn(heading("Contact"), item("[email\u00a0protected]"), heading("Rights"), paragraph(RIGHTS))
    assert compare(old, new).significance is Significance.MATERIAL
    assert compare(new, old).significance is Significance.MATERIAL


@pytest.mark.drill
@pytest.mark.parametrize(
    "filling",
    [
        "a@b.example ",
        "a at b dot ",
        "[email protected] ",
        "<a@b.example> ",
        "(e-mail ",
        "JavaScript, ",
        "mailto:",
        "a...@b...c ",
        "a@",
    ],
)
def test_looking_for_addresses_is_linear(filling: str) -> None:
    """A text of twice the length takes about twice the time to search, whatever it is full of."""

    def made(size: int):
        filled = filling * (size // len(filling))
        return lambda: with_addresses_alike(filled, f"Write to b@b.example, a@a.b.example. {filled[:1000]}")

    assert growth(Shape(name=filling, made=made, small=100_000, large=200_000)) <= MOST
