from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.reading.decode import _codec, decode

TEXTS = {
    "cs": "Zpracováváme vaše osobní údaje, například jméno; příliš žluťoučký kůň. Uchováváme je po dobu pěti let.",
    "pl": "Przetwarzamy Twoje dane osobowe zgodnie z przepisami i przechowujemy je przez pięć lat, źródło jest znane.",
    "fr": "Nous traitons vos données à caractère personnel, où que vous soyez, et l’œuvre est effacée à jamais.",
    "de": "Wir verarbeiten Ihre Daten für die Erfüllung des Vertrages und löschen sie später: Größe, Übermittlung.",
    "ja": "当社は、お客様が登録する際にお名前とご住所を収集し、五年間保存します。第三者に提供しません。",
    "zh": "当您注册或下单时，我们会收集您的姓名、地址和电话号码，并保存五年。我们不会向第三方提供。",
    "tw": "當您註冊或下單時，我們會收集您的姓名、地址和電話號碼，並保存五年。我們不會向第三方提供。",
    "ko": "당사는 회원 가입 시 이름과 주소를 수집하며 오년 동안 보관합니다. 제삼자에게 제공하지 않습니다.",
    "ru": "Мы собираем ваши персональные данные и храним их пять лет после договора. Мы не передаём их другим.",
}
ENCODINGS = {
    "cs": ("cp1250", "iso-8859-2"),
    "pl": ("cp1250", "iso-8859-2"),
    "fr": ("cp1252",),
    "de": ("latin-1",),
    "ja": ("shift_jis", "euc-jp", "iso-2022-jp"),
    "zh": ("gb18030",),
    "tw": ("big5",),
    "ko": ("euc-kr",),
    "ru": ("koi8-r", "windows-1251"),
}
CASES = [(code, name) for code, names in ENCODINGS.items() for name in (*names, "utf-16", "utf-16-le", "utf-16-be")]


def markup(code: str, meta: str = "") -> str:
    """Return a page with the text five times over."""
    return f"<html><head>{meta}</head><body>" + f"<p>{TEXTS[code]}</p>" * 5 + "</body></html>"


def read(body: bytes, charset: str = "") -> set[str]:
    """Return the texts drawn from a page."""
    return {block.text for block in extract(body, media_type="text/html", charset=charset).blocks}


@pytest.mark.parametrize(("code", "encoding"), CASES)
@pytest.mark.parametrize("declared", ["header", "meta", "nowhere", "wrongly"])
def test_no_page_is_garbled(code, encoding, declared):
    """However its charset is declared, if at all, a page is drawn as it was written."""
    meta = f"<meta charset={encoding}>" if declared == "meta" else ""
    header = {"header": encoding, "wrongly": "utf-8"}.get(declared, "")
    assert read(markup(code, meta).encode(encoding), header) == {TEXTS[code]}


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1250", "shift_jis", "gb2312", "euc-kr", "koi8-r", "utf-16"])
def test_what_is_utf_8_is_read_as_such(code, label):
    """A wrong label does no harm to a page in UTF-8."""
    assert read(markup(code).encode(), label) == {TEXTS[code]}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Ez a tájékoztató ismerteti, hogyan kezeljük a honlapot felkereső látogatók személyes adatait.", "iso8859-2"),
        ("Ez a tájékoztató ismerteti, hogyan kezeljük a honlapot felkereső látogatók személyes adatait.", "cp1250"),
        ("Ta politika pojasnjuje, kako obdelujemo osebne podatke obiskovalcev našega spletnega mesta.", "iso8859-2"),
        ("La presente informativa spiega perché i dati personali degli utenti si trattano così.", "cp1252"),
    ],
)
@pytest.mark.parametrize("label", ["", "utf-8"])
def test_letters_tell_the_encoding(text, encoding, label):
    """Where the label is missing or wrong, the letters of the languages an encoding was made for name it."""
    assert decode(f"<html><body><p>{text}".encode(encoding), label).endswith(text)


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("hu", "cp1250", "Gyűjtjük az Ön nevét, és őrizzük az adatokat a törvény által előírt ideig."),
        ("ro", "cp1250", "Colectăm numele, adresa poştală şi datele de plată când plasaţi o comandă."),
        ("el", "iso8859-7", "Συλλέγουμε το όνομα και τη διεύθυνσή σας όταν κάνετε μια παραγγελία."),
        ("lt", "cp1257", "Renkame jūsų vardą ir pašto adresą, kai pateikiate užsakymą mūsų svetainėje."),
    ],
)
@pytest.mark.parametrize("header", ["", "utf-8"])
def test_the_language_tells_the_encoding(language, encoding, text, header):
    """Where no charset is declared, or a wrong one, the language of the page narrows the guess."""
    body = f"<html lang={language}><body>" + f"<p>{text}</p>" * 5
    assert read(body.encode(encoding), header) == {text}


NO_ENCODINGS = ("undefined", "idna", "punycode", "hex", "rot13", "zlib", "base64", "unicode_escape", "utf-7", "mbcs",
                "raw_unicode_escape", "cp037", "utf-16", "utf_8_sig", "a\x00b", "é", "x" * 5000)  # fmt: skip


@pytest.mark.parametrize("label", NO_ENCODINGS)
@pytest.mark.parametrize("place", ["header", "meta", "xml"])
def test_what_is_no_encoding_of_pages_is_undeclared(label, place):
    """A page that names a codec no page is written in, anywhere, is read as if it named none."""
    before = f'<?xml version="1.0" encoding="{label}"?>' if place == "xml" else ""
    body = (before + markup("de", f'<meta charset="{label}">' if place == "meta" else "")).encode("latin-1", "ignore")
    plain = markup("de").encode("latin-1")
    assert read(body, label if place == "header" else "") == read(plain)


@pytest.mark.parametrize("label", ["latin-1", "us-ascii", "windows-1252", "GBK", "big5", "koi8-u", "ibm866", "hz"])
def test_what_is_an_encoding_of_pages_is_heeded(label):
    """The labels of the web are known in whatever spelling."""
    assert _codec(label)
