"""Which elements are no policy by what they are called: menus, consent managers, widgets of all kinds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.answers import answers
from crawler.extraction.reading.letters import shortened
from crawler.extraction.reading.tags import HEADINGS

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Node, Page

_STRONG_TAGS = {
    "nav": "menu",
    "footer": "menu",
    "dialog": "dialog",
    "menu": "menu",
    "aside": "suspect",
    "header": "suspect",
}
_ROLES = {
    "navigation": "menu",
    "contentinfo": "menu",
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "menu",
    "search": "menu",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "banner": "suspect",
    "complementary": "suspect",
    "tooltip": "suspect",
    "alert": "suspect",
    "status": "suspect",
}
# Products that ask for consent; what they draw is never the site's policy. Their cookie tables, which a cookie policy
# embeds, are not meant: hence the exceptions.
_CONSENT = re.compile(
    r"onetrust-(?:consent|banner|pc)|ot-sdk-show-settings|cookiebot(?:dialog|widget)?\b|cybotcookie|didomi|"
    r"usercentrics|(?<![a-z])truste(?![a-z])|"
    r"qc-cmp|cmplz-(?:cookie|soft)|borlabs-?cookie|iubenda-cs|osano-cm|termly-consent|klaro|cky-(?:consent|modal|"
    r"btn)|cookieyes|"
    r"cookie-?law-info|cli-(?:modal|bar)|axeptio|tarteaucitron|sp_message_container|cc-window|cc-banner|"
    r"fc-consent|evidon"
)
# What a request for consent may be called, and a notice on cookies too.
_NOTICE = re.compile(
    r"cookie[-_]?(?:banner|bar|notice|consent|popup|pop-up|modal|alert|message|overlay|dialog|disclaimer|warning|"
    r"prompt|toast)|"
    r"(?:gdpr|ccpa|consent)[-_]?(?:banner|bar|notice|popup|modal|overlay|dialog|prompt|manager)|cookies?[-_]?eu",
)
_CONSENT_EXCEPTIONS = re.compile(r"ot-sdk-cookie-policy|cookiedeclaration|cookie-?(?:policy|declaration|table|list)")
# A page builder that calls each block of text a widget says nothing by it.
_WIDGETS = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|header|sidebar|share|sharing|social|"
    r"addtoany|addthis|"
    r"related|recommended|newsletter|subscribe|subscription|signup|sign-up|login|log-in|signin|register|account|"
    r"lang(?:uage)?s?[-_]?(?:switch(?:er)?|select(?:or)?|picker|menu|list)?|locale|search|pagination|pager|"
    r"comments?|chat|messenger|"
    r"intercom|livechat|whatsapp|promo|promotion|announcement|advert(?:isement)?|ads?|sponsor(?:ed)?|popup|pop-up|"
    r"modal|overlay|"
    r"banner|toast|feedback|helpful|rating|vote|counter|views|toc|table-of-contents|skip(?:-?to)?[-_]?(?:link|"
    r"content|nav)?|"
    r"cta|call-to-action|author|byline|meta|tags|categories|print|toolbar|(?<!elementor-)widget|cookies?)(?![a-z])",
)
# Menus that unfold hold blurbs beside their links; calls to act hold a sentence and a link. A state of the whole page
# ("menu-open", "has-nav") is no menu.
_MENUS = re.compile(
    r"(?:^|\s)(?!(?:has|with|no|is)-)(?:[a-z]+[-_]+){0,4}(?:nav|navbar|navigation|mega-?menu|menu|submenu)"
    r"(?:[-_]+(?:container|wrapper|list|items|inner|content|panel))?(?=\s|$)"
)
_CALLS = re.compile(r"(?<![a-z])(?:cta|call-to-action|promo|promotion|announcement|advert(?:isement)?)(?![a-z])")
# Where an advertisement is put in, as it is called by who puts it there.
_ADS = re.compile(
    r"(?<![a-z])(?:ad[-_]?(?:slot|unit|space|container|wrapper|placeholder|banner)s?|adsbygoogle|gpt-ad|div-gpt|dfp|"
    r"advert(?:isement)?s?)(?![a-z])"
)
_SHOWN = 60  # letters of a name that an explanation shows
_REMEMBERED = 200  # characters; longer names are worked out each time, so that hostile ones cannot fill the memory
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def names_of(page: Page) -> dict[int, str]:
    """Say of the nodes that call themselves furniture what they call themselves.

    Args:
        page: the walked page.

    Returns:
        "consent" for a consent manager, "menu" or "dialog" for what declares itself so, "suspect" for names that
        furniture bears but policies too (page builders call everything a widget), "links" among these for menus and
        "call" for calls to act, "ad" for advertisements. What is named like a request for consent is "consent", but
        "suspect" where it asks nothing and is the page: a notice on cookies.
    """
    nodes = page.nodes
    names = {
        index: name
        for index, node in enumerate(nodes)
        if (node.classes or node.name or node.role or node.tag in _STRONG_TAGS) and (name := called(node))
    }
    notices = [index for index, name in names.items() if name == "notice"]
    asked = answers(page) if notices else []
    for index in notices:
        is_page = nodes[index].mass * 2 > nodes[0].mass and not asked[index]
        names[index] = "suspect" if is_page else "consent"
    return names


def tag_of(node: Node) -> str:
    """Return an element as its tag stands in the page, cut where it is long, for people: `<div class="site-nav">`."""
    if node.parent < 0:
        return "the page"
    shown = {"role": node.role, "id": node.name, "class": node.classes}
    short = {key: shortened(" ".join(value.split()), _SHOWN) for key, value in shown.items()}
    said = "".join(f' {key}="{value}"' for key, value in short.items() if value)
    return f"<{node.tag}{said}>"


def called(node: Node) -> str:
    """Say what an element calls itself, see `names_of`; "notice" for what may ask for consent, "" for nothing."""
    found = _STRONG_TAGS.get(node.tag, "") or (_ROLES.get(node.role.strip().lower(), "") if node.role else "")
    # a heading's identifier is its own words, for links to it: "feedback", "how-we-share-data"
    name = "" if node.tag in HEADINGS else node.name
    if not name and not node.classes:
        return found
    if len(name) + len(node.classes) + len(node.tag) > _REMEMBERED:
        return _by_name(node.tag, name, node.classes, found)
    return _remembered(node.tag, name, node.classes, found)


def _by_name(tag: str, name: str, classes: str, found: str) -> str:
    names = _CAMEL.sub("-", f"{name} {classes}"[:400]).lower()
    if tag not in {"body", "html", "main", "article"} and not _CONSENT_EXCEPTIONS.search(names):
        if _CONSENT.search(names):
            return "consent"
        if _NOTICE.search(names):
            return "notice"
    if found in {"", "suspect"}:
        return _named(tag, names, classes) or found
    return found


# The elements of a page bear few names, and each of them many times.
_remembered = lru_cache(maxsize=4096)(_by_name)


def _named(tag: str, names: str, classes: str) -> str:
    if not (_WIDGETS.search(names) or _ADS.search(names)):
        return ""
    if tag not in {"body", "html", "main", "article", "form"} and _MENUS.search(names):
        return "links"
    # An identifier may name what a section is about; a class names what an element is.
    if _ADS.search(classes.lower()):
        return "ad"
    return "call" if _CALLS.search(classes.lower()) else "suspect"
