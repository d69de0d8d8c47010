"""Signing what goes to a web hook, as the Standard Webhooks specification has it (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_PREFIX = "whsec_"


def hook_secret(address: str, key: bytes) -> str:
    """Return the secret of a web hook, which its receiver is told once.

    Args:
        address: of the hook; another one, be it by its query alone, has another secret.
        key: known to the store alone.

    Returns:
        "whsec_" and 32 bytes in base64.
    """
    own = hmac.new(key, f"web hook {address}".encode(), hashlib.sha256).digest()
    return _PREFIX + base64.b64encode(own).decode("ascii")


def signed_headers(body: bytes, *, identifier: str, at: datetime, secret: str) -> dict[str, str]:
    """Return the headers by which a receiver knows whose a request is, when it was made, and whether it is a repeat.

    Args:
        body: what is sent.
        identifier: of the notice, the same in every repeat.
        at: when this attempt is made, UTC.
        secret: of the hook.

    Returns:
        webhook-id, webhook-timestamp and webhook-signature.
    """
    timestamp = str(int(at.timestamp()))
    signed = b".".join((identifier.encode("ascii"), timestamp.encode("ascii"), body))
    own = base64.b64decode(secret.removeprefix(_PREFIX))
    signature = base64.b64encode(hmac.new(own, signed, hashlib.sha256).digest()).decode("ascii")
    return {"webhook-id": identifier, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
