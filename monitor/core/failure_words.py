"""Plain words for failed checks: what was met, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.records import FailureKind
from monitor.core.records.catalogues import ENGLISH, N_, Catalogue

_LEGAL_REASONS, _SERVER_ERROR = 451, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureWords:
    """A failed check in words.

    Args:
        what: what happened, a sentence without its full stop.
        advice: what a person can do about it, one or two whole sentences.
    """

    what: str
    advice: str


FAILURES: dict[FailureKind, FailureWords] = {
    FailureKind.DNS: FailureWords(
        what=N_("The site's name was not found"),
        advice=N_(
            "Check the address for a typing error; if the site moved, 'clausewatch edit W --url' takes its new one."
        ),
    ),
    FailureKind.REFUSED: FailureWords(
        what=N_("The site refused the connection"),
        advice=N_(
            "It is probably down for a while; the next check tries again. "
            "If it lasts, see whether the page opens in a browser."
        ),
    ),
    FailureKind.CONNECTION: FailureWords(
        what=N_("The connection broke before the whole page had arrived"),
        advice=N_("This mostly passes; the next check tries again."),
    ),
    FailureKind.TIMEOUT: FailureWords(
        what=N_("The site took too long to answer"),
        advice=N_(
            "This mostly passes; the next check tries again. If it lasts, see whether the page opens in a browser."
        ),
    ),
    FailureKind.TLS: FailureWords(
        what=N_("The site's certificate or its encryption could not be trusted"),
        advice=N_("Open the page in a browser: if it warns too, only the site's owner can mend it."),
    ),
    FailureKind.REDIRECT_LOOP: FailureWords(
        what=N_("The page forwards in a circle"),
        advice=N_("Open the page in a browser: 'clausewatch edit W --url' takes the address it ends at."),
    ),
    FailureKind.HTTP_ERROR: FailureWords(
        what=N_("The site answered with an error instead of the page"),
        advice=N_(
            "A status of 404 or 410 means the page has gone: find its new address for 'clausewatch edit W --url'. "
            "A status of 500 or more mostly passes."
        ),
    ),
    FailureKind.RATE_LIMITED: FailureWords(
        what=N_("The site asked for fewer requests"),
        advice=N_("The next check waits as long as the site asked. If it lasts, check this watch less often."),
    ),
    FailureKind.ROBOTS: FailureWords(
        what=N_("The site's robots.txt does not allow this page to be fetched, or could not be had"),
        advice=N_(
            "Watch another address of the document, or ask the site. Where you have the right to fetch it, "
            "'clausewatch edit W --ignore-robots' does."
        ),
    ),
    FailureKind.BLOCKED: FailureWords(
        what=N_("The site showed a wall against bots instead of the page"),
        advice=N_("Ask the site to let the monitor's user agent in, or watch another address of the document."),
    ),
    FailureKind.LOGIN: FailureWords(
        what=N_("The page asks for a login"),
        advice=N_("Only public pages can be watched: look for a public address of the document."),
    ),
    FailureKind.CONSENT: FailureWords(
        what=N_("The site showed only a request for consent instead of the page"),
        advice=N_("Look for an address of the document that opens without it, such as its printable or PDF version."),
    ),
    FailureKind.SOFT_404: FailureWords(
        what=N_("The site answered with a page that says 'not found' or 'under maintenance', or with its home page"),
        advice=N_(
            "Open the page in a browser; if the document moved, 'clausewatch edit W --url' takes its new address."
        ),
    ),
    FailureKind.EMPTY: FailureWords(
        what=N_("The page held no text"),
        advice=N_(
            "Scripts may build it in the browser: let one do so with 'clausewatch edit' and --render, "
            "or look for a plain or PDF version of the document."
        ),
    ),
    FailureKind.TOO_SHORT: FailureWords(
        what=N_("The page held only a fraction of the text it had before"),
        advice=N_("An earlier version of the monitor said so. Now such a text is held, and told if it stays."),
    ),
    FailureKind.NOT_A_POLICY: FailureWords(
        what=N_("The page does not read like a policy"),
        advice=N_("Open it in a browser; if the document moved, 'clausewatch edit W --url' takes its new address."),
    ),
    FailureKind.WRONG_LANGUAGE: FailureWords(
        what=N_("The page came in another language than before"),
        advice=N_("An earlier version of the monitor said so. Now such a text is held, and told if it stays."),
    ),
    FailureKind.TOO_LARGE: FailureWords(
        what=N_("The page is larger than the monitor accepts"),
        advice=N_("Look for a smaller address of the document, such as its printable version."),
    ),
    FailureKind.TOO_COSTLY: FailureWords(
        what=N_("Reading the page took more work than any one page may cost"),
        advice=N_(
            "Look for a simpler address of the document, such as its printable or PDF version. "
            "The page itself may be honest: its bounds are in docs/security.md."
        ),
    ),
    FailureKind.CRASHED: FailureWords(
        what=N_("The process that read the page died or hung"),
        advice=N_(
            "The next check tries again. If it lasts, look for another address of the document, "
            "and report the page as a fault of the monitor."
        ),
    ),
    FailureKind.UNSUPPORTED_TYPE: FailureWords(
        what=N_("The address leads to a kind of file that cannot be read"),
        advice=N_("Web pages, PDF, plain text and Markdown can be watched: look for one of these."),
    ),
    FailureKind.UNDECODABLE: FailureWords(
        what=N_("The page's characters or its compression could not be decoded"),
        advice=N_("Open it in a browser: if it is garbled there too, only the site's owner can mend it."),
    ),
    FailureKind.FORBIDDEN_ADDRESS: FailureWords(
        what=N_("The address leads into a private network"),
        advice=N_(
            "Such addresses are refused for safety; the owner of the monitor can allow a network "
            "with CLAUSEWATCH_ALLOW_NETWORKS."
        ),
    ),
    FailureKind.SELECTOR: FailureWords(
        what=N_("The page no longer has the part that the watch reads, or nothing that its selector finds"),
        advice=N_(
            "The page was rebuilt, or holds the document no more: 'clausewatch edit W --url' takes the address "
            "or the part where it stands now, --include and --exclude other selectors."
        ),
    ),
}

SHELL = "no policy text in the page itself; it seems to need rendering"
"""The detail of a failure where a page is an empty shell for scripts."""
FRAMED = "its text stands in a frame of another address, "
"""How the detail of a failure begins where a page shows next to nothing but a frame; the frame's address follows."""


def failure_words(kind: str, status: int | None = None, catalogue: Catalogue = ENGLISH) -> FailureWords:
    """Say what a failed check met and what to do about it.

    Args:
        kind: a `FailureKind`, or a value a later version wrote.
        status: the HTTP status where there was one; for an HTTP error it is named, and the advice is for it.
        catalogue: the language of the words.
    """
    try:
        words = FAILURES[FailureKind(kind)]
    except ValueError:
        what = catalogue.gettext("The check failed (%(kind)s)", kind=kind)
        return FailureWords(what=what, advice=catalogue.gettext("Open the page in a browser to see why."))
    what, advice = catalogue.gettext(words.what), words.advice
    if status is not None and kind == FailureKind.HTTP_ERROR:
        advice = _status_advice(status, advice)
        what = catalogue.gettext("%(what)s (HTTP status %(status)s)", what=what, status=status)
    return FailureWords(what=what, advice=catalogue.gettext(advice))


def met_words(kind: str, status: int | None, detail: str) -> str:
    """Say what a failed check met, with the detail where that adds anything to it."""
    what = failure_words(kind, status).what
    return what if kind == FailureKind.HTTP_ERROR and status is not None else f"{what} ({detail})"


def _status_advice(status: int, otherwise: str) -> str:
    if status in {404, 410}:
        return N_("The page has gone: find its new address for 'clausewatch edit W --url'.")
    if status == _LEGAL_REASONS:
        return N_("The site does not show the page where the monitor runs: watch another address of the document.")
    if status in {403, 406}:
        return N_(
            "The site refuses the monitor: ask it to let the monitor in, or watch another address of the document."
        )
    if status >= _SERVER_ERROR:
        return N_(
            "This mostly passes; the next check tries again. If it lasts, see whether the page opens in a browser."
        )
    return otherwise
