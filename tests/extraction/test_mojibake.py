from __future__ import annotations

import pytest

from crawler.extraction.reading.mojibake import mended


def twice(text: str) -> str:
    """Return a text as a server shows it that took its UTF-8 for Windows-1252 and encoded it again."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "The “policy” – it’s ours",
        "Données à caractère personnel, où qu’elles soient",
        "Löschung und Übermittlung größerer Datenbestände",
        "Zpracování osobních údajů při každém přístupu",
        "Wiadomości usuwamy, płatności przechowujemy przez pięć lat, ponieważ wymaga tego prawo",
        "Обработка персональных данных",
        "个人信息保护政策",
        "🎉 über 😀 nous 😀",
    ],
)
def test_a_text_encoded_twice_is_read_as_it_was_meant(text: str) -> None:
    """Where nearly all letters beyond ASCII are UTF-8 taken for Windows-1252 or Latin-1, the text is what they mean."""
    assert mended(twice(text)) == text
    assert mended(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "Données à caractère personnel, où qu’elles soient",
        "Â«Ã»",
        "A page is garbled where it shows â€™ for ’ and Ã© for é: that’s how “mojibake” reads, voilà, très étrange",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    """A text that is right, or only quotes such signs, is not touched."""
    assert mended(text) == text
