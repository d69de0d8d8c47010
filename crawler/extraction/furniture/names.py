"""Which elements are no policy by what they are called: menus, consent managers, widgets of all kinds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
    r"usercentrics|truste|"
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
_REMEMBERED = 200  # characters; longer names are worked out each time, so that hostile ones cannot fill the memory
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def residue_of(element: HtmlElement, tag: str) -> str:
    """Say why an element may be residue.

    Args:
        element: a block-level element.
        tag: its tag.

    Returns:
        "consent" for a consent manager, "notice" for what is named like a request for consent, "menu" or "dialog" for
        what declares itself so, "suspect" for names that residue bears but policies too (page builders call everything
        a widget), "links" among these for menus and "call" for calls to act, "" for all others.
    """
    if not element.keys():
        return _STRONG_TAGS.get(tag, "")
    role, name, classes = element.get("role"), element.get("id") or "", element.get("class") or ""
    found = _STRONG_TAGS.get(tag, "") or (_ROLES.get(role.strip().lower(), "") if role else "")
    if not name and not classes:
        return found
    if len(name) + len(classes) + len(tag) > _REMEMBERED:
        return _by_name(tag, name, classes, found)
    return _remembered(tag, name, classes, found)


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
    if not _WIDGETS.search(names):
        return ""
    if tag not in {"body", "html", "main", "article", "form"} and _MENUS.search(names):
        return "links"
    # An identifier may name what a section is about; a class names what an element is.
    return "call" if _CALLS.search(classes.lower()) else "suspect"
