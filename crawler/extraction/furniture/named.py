"""Rules on elements that call themselves furniture; what is in them has to bear the name out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.element_names import tag_of
from crawler.extraction.furniture.rules import Rule, Where
from crawler.extraction.furniture.scene import said_of_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Page

# words of a call or a form; a guess: halved or doubled, none of 22 real pages and 111 of ours differs
_WIDGET_WORDS = 80
_AD_WORDS = 8  # words of the label of an advertisement; a guess
# A menu may hold blurbs beside its links, but no policy has so many words of links in so few.
_MENU_LINKED = 60
# words a menu has for each word of a link; halved or doubled, no real page of 144 differs, but 1 and 0 of 111 of ours
_MENU_WORDS_A_LINK = 8
# words a call has for each word of a link; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_CALL_WORDS_A_LINK = 12


def _consent(scene: Scene) -> dict[int, str]:
    found = {index for index, name in scene.names.items() if name == "consent"}
    return scene.whole(found, lambda at: f"{tag_of(scene.page.nodes[at])} is named like a request for consent")


def _menus(scene: Scene) -> dict[int, str]:
    nodes = scene.page.nodes
    linked = {
        index
        for index, name in scene.names.items()
        if name in {"menu", "links"}
        and nodes[index].linked >= max(_MENU_LINKED, nodes[index].words / _MENU_WORDS_A_LINK)
    }
    declared = {index for index, name in scene.names.items() if name == "menu"} - linked
    large = {index for index in linked | declared if nodes[index].mass >= scene.most}
    said, mains = (said_of_policy(scene.page), _mains(scene.page)) if large else ([], [])
    found: dict[int, str] = {}
    for index in linked:
        if index not in large or not _says_the_policy(scene.page, index, said):
            found[index] = f"a menu by its name, with {nodes[index].linked} words of links"
    for index in declared:
        if index not in large or _says_less_than_main(scene.page, index, said, mains):
            found[index] = "a menu or footer by its tag or role"
    return scene.whole(found, lambda at: f"{tag_of(nodes[at])} is {found[at]}")


def _says_the_policy(page: Page, index: int, said: Sequence[int]) -> bool:
    """Tell whether an element says most of what the page says of a policy's matter, and hardly anything else.

    Sites call what stands behind or beside a menu by the menu's name: "skip-nav", "menu-content". The blurbs of a large
    menu speak of other things, and a policy outside it says more of its matter than they do.
    """
    return said[index] * 2 > max(said[0], page.nodes[index].mass)


def _mains(page: Page) -> list[int]:
    """Return the page's main elements, without those in another."""
    mains: list[int] = []
    for index, node in enumerate(page.nodes):
        if (node.tag == "main" or node.role == "main") and not (mains and index <= page.ends[mains[-1]]):
            mains.append(index)
    return mains


def _says_less_than_main(page: Page, index: int, said: Sequence[int], mains: Sequence[int]) -> bool:
    """Tell whether an element stands beside the page's main one, which says more of a policy's matter.

    The trademarks and links in the footer of a site may have more words than a short policy.
    """
    if not mains or any(main <= page.ends[index] and index <= page.ends[main] for main in mains):
        return False
    return sum(said[main] for main in mains) > said[index]


def _dialogs(scene: Scene) -> dict[int, str]:
    nodes = scene.page.nodes
    found = {index for index, name in scene.names.items() if name == "dialog" and nodes[index].mass < scene.most}
    return scene.whole(found, lambda at: f"{tag_of(nodes[at])} is a dialog by its tag or role")


def _calls(scene: Scene) -> dict[int, str]:
    """Take calls to act by name; a section may be called so too, but has more to say around its links."""
    nodes = scene.page.nodes
    found = {
        index
        for index, name in scene.names.items()
        if name in {"ad", "call"}
        and nodes[index].linked * _CALL_WORDS_A_LINK >= nodes[index].words
        and nodes[index].words <= _WIDGET_WORDS
    }
    return scene.whole(found, lambda at: f"{tag_of(nodes[at])} is named like promotion, and short")


def _ads(scene: Scene) -> dict[int, str]:
    nodes = scene.page.nodes
    found = {
        index
        for index, name in scene.names.items()
        if name == "ad" and not nodes[index].mass and nodes[index].words <= _AD_WORDS
    }
    return scene.whole(found, lambda at: f"{tag_of(nodes[at])} is named like an advertisement, and has only a label")


def _links(scene: Scene) -> dict[int, str]:
    nodes = scene.page.nodes
    found = {
        index
        for index in scene.names
        if nodes[index].mass < scene.most and nodes[index].linked * 2 > nodes[index].words
    }
    return scene.whole(found, lambda at: f"{tag_of(nodes[at])} is named like furniture, and most of it is links")


def _controls(scene: Scene) -> dict[int, str]:
    nodes = scene.page.nodes
    found = {
        index
        for index, node in enumerate(nodes)
        if scene.controls[index]
        and (index in scene.names or node.tag == "form")
        and node.mass < scene.most
        and node.words <= _WIDGET_WORDS
    }
    return scene.whole(
        found,
        lambda at: f"{tag_of(nodes[at])} is short, has buttons or fields, and is a form or named like furniture",
    )


CONSENT = Rule(
    name="consent manager",
    where=Where.NODE,
    takes="an element named like a product or a banner that asks for consent",
    judge=_consent,
)
MENUS = Rule(
    name="menu",
    where=Where.NODE,
    takes="a menu, navigation or footer, by tag, role or name; by name alone only with many links",
    judge=_menus,
)
DIALOGS = Rule(
    name="dialog", where=Where.NODE, takes="a dialog that holds less than a third of the sentences", judge=_dialogs
)
CALLS = Rule(
    name="call to act", where=Where.NODE, takes="a short element named like promotion, with a link", judge=_calls
)
ADS = Rule(
    name="advertisement",
    where=Where.NODE,
    takes="an element named like the place of an advertisement that holds no more than a label",
    judge=_ads,
)
LINKS = Rule(
    name="box of links",
    where=Where.NODE,
    takes="an element named like furniture of which most is links",
    judge=_links,
)
CONTROLS = Rule(
    name="box with controls",
    where=Where.NODE,
    takes="a short form, or a short element named like furniture, with buttons or fields",
    judge=_controls,
)
