"""Which Western or Central European encoding undeclared bytes are in, by the letters that languages write with."""

from __future__ import annotations

_ENCODINGS = ("cp1252", "cp1250", "iso8859-2", "cp1257", "cp1254")
_ALPHABETS = (
    *("áàâæçéèêëîïíìôœóòöùûúüñäßãõ", "åäöæøé", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż"),
    *("áéíóöőúüű", "ăâîșțşţ", "čćđšž", "ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž", "çğıöşüâî"),
)
_MARKS = frozenset("“”„‚‘’–—…«»‹›©®™€£§°·•¿¡ªº\u00a0\u00ad")
_LEAST = 0.95
_MANY = 0.3


def latin_encoding(body: bytes) -> str:
    """Name the encoding under which nearly all letters beyond ASCII are those of one language; "" where none is it."""
    high = bytes(byte for byte in body if byte >= 0x80)
    if not high or len(high) > _MANY * len(body):
        return ""
    best, found = _LEAST, ""
    for encoding in _ENCODINGS:
        text = high.decode(encoding, "replace").lower()
        for alphabet in _ALPHABETS:
            share = sum(char in _MARKS or char in alphabet for char in text) / len(text)
            # a mark may be a letter elsewhere: where two fit, the more letters the better
            share += sum(char in alphabet for char in text) / len(text) / 100
            if share > best:
                best, found = share, encoding
    return found
