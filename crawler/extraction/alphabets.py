"""Which Western or Central European encoding undeclared bytes are in, by the letters that languages write with."""

from __future__ import annotations

_WEST = (
    "àâæçéèêëîïôœùûüÿ",
    "àèéìíòóùú",
    "äöüß",
    "áéíóúüñ",
    "áàâãçéêíóôõú",
    "àçéèíïóòúü",
    "åäöæøéü",
    "äöüõšž",
    "áéíóúýþæðö",
)
_MIDDLE = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "čćđšž")
# Each language only in the encodings it was ever written in: else one's letters pass for another's.
_ALPHABETS = {
    "cp1252": (*_WEST, "áàâæçéèêëîïíìôœóòöùûúüñäßãõ"),
    "cp1250": _MIDDLE,
    "iso8859-2": _MIDDLE,
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž"),
    "cp1254": ("çğıöşüâî",),
}
_MARKS = frozenset("“”„‚‘’–—…«»‹›©®™€£§°·•¿¡ªº\u00a0\u00ad")
_LEAST = 0.95
_MANY = 0.3


def latin_encoding(body: bytes) -> str:
    """Name the encoding under which nearly all letters beyond ASCII are those of one language; "" where none is it."""
    high = bytes(byte for byte in body if byte >= 0x80)
    if not high or len(high) > _MANY * len(body):
        return ""
    best, found = _LEAST, ""
    for encoding, alphabets in _ALPHABETS.items():
        text = high.decode(encoding, "replace").lower()
        for alphabet in alphabets:
            share = sum(char in _MARKS or char in alphabet for char in text) / len(text)
            # a mark may be a letter elsewhere: where two fit, the more letters the better
            share += sum(char in alphabet for char in text) / len(text) / 100
            share -= len(alphabet) / 10_000  # and the fewer the language has, the more it says
            if share > best:
                best, found = share, encoding
    return found
