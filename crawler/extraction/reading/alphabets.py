"""Which encoding of one byte a letter undeclared bytes are in, by the letters that languages write with."""

from __future__ import annotations

_ENCODINGS = ("cp1252", "cp1250", "iso8859-2", "cp1257", "cp1254")
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
    **dict.fromkeys(("cp1253", "iso8859-7"), ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)),
}
# Which encodings the legacy pages of a language are in: the locale table of the HTML standard, and the ISO twins.
_OF_LANGUAGE = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"), ("cp1250", "iso8859-2")),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    "el": ("cp1253", "iso8859-7"),
    "tr": ("cp1254",),
}
_MARKS = frozenset("“”„‚‘’–—…«»‹›©®™€£§°·•¿¡ªº\u00a0\u00ad")
_LEAST = 0.95  # of the letters beyond ASCII that have to be the language's; a guess: no page at hand comes near it
_MANY = 0.3  # of all bytes; with more beyond ASCII it is no Latin alphabet; a guess: no page at hand comes near it


def legacy_encoding(body: bytes, language: str = "") -> str:
    """Name the encoding under which nearly all letters beyond ASCII are those of one language.

    Args:
        body: the bytes.
        language: the language that the page declares, which narrows the choice; "" for none.

    Returns:
        The encoding; "" where none fits.
    """
    high = bytes(byte for byte in body if byte >= 0x80)
    if not high:
        return ""
    found = _fitting(high, _OF_LANGUAGE.get(language, ()))
    return found or (_fitting(high, _ENCODINGS) if len(high) <= _MANY * len(body) else "")


def _fitting(high: bytes, encodings: tuple[str, ...]) -> str:
    best, found = _LEAST, ""
    for encoding in encodings:
        text = high.decode(encoding, "replace").lower()
        for alphabet in _ALPHABETS[encoding]:
            share = sum(char in _MARKS or char in alphabet for char in text) / len(text)
            # a mark may be a letter elsewhere: where two fit, the more letters the better
            share += sum(char in alphabet for char in text) / len(text) / 100
            share -= len(alphabet) / 10_000  # and the fewer the language has, the more it says
            if share > best:
                best, found = share, encoding
    return found
