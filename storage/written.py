"""How the store writes a value of several parts into one column: as JSON, without spaces, every letter as it is."""

from __future__ import annotations

import json


def to_json(value: object) -> str:
    """Write a value as the store keeps it.

    >>> to_json(("größer", 2))
    '["größer",2]'

    Args:
        value: of lists, tuples, dictionaries, texts, numbers and None.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
