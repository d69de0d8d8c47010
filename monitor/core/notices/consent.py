"""Whether somebody is asked before mails go to an address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.records import Hearing, Way, way_of

if TYPE_CHECKING:
    from monitor.core.records import Consent

LAPSE = timedelta(days=30)  # after which what nobody confirmed ends
ASK_AGAIN = timedelta(days=1)  # in which an address is asked once
MOST_ASKED = 100  # addresses that are asked in that time, the others later: no flood of mails to strangers; a guess


def decided(consent: Consent, address: str, *, is_known: bool, is_stopped: bool, has_refused: bool) -> Hearing:
    """Decide what becomes of an address that is to hear of something it does not hear of.

    Args:
        consent: what is known of whether it wants that.
        address: which.
        is_known: whether it was confirmed before.
        is_stopped: whether this very thing was stopped by a link of a mail, or never confirmed.
        has_refused: whether it answered a question that it is not to be asked again.

    Returns:
        What becomes of it.
    """
    if consent.is_sure:
        return Hearing.HEARS
    # a question is a mail; whoever sets up another receiver has it
    is_asked = consent.is_asked and way_of(address) is Way.MAIL
    if is_stopped or (has_refused and not is_known):
        return Hearing.ASKED if is_asked and consent.is_direct else Hearing.STOPPED
    is_own = bool(consent.owner) and consent.owner.casefold() == address.casefold()
    return Hearing.ASKED if is_asked and not (is_known or is_own) else Hearing.HEARS
