"""How texts of twelve languages and more number their sections, for tests: name of a spelling -> opening of section n."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
LETTERS = "ABCDEFG"
CHINESE = "一二三四五六七"
_ARABIC, _PERSIAN, _THAI, _HINDI, _WIDE = "١٢٣٤٥٦٧", "۱۲۳۴۵۶۷", "๑๒๓๔๕๖๗", "१२३४५६७", "１２３４５６７"
_FIRST = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")
_PRIMERA = ("Primera", "Segunda", "Tercera", "Cuarta", "Quinta", "Sexta", "Séptima")
_PRIMEIRO = ("Primeiro", "Segundo", "Terceiro", "Quarto", "Quinto", "Sexto", "Sétimo")
_PRIMO = ("Primo", "Secondo", "Terzo", "Quarto", "Quinto", "Sesto", "Settimo")
_PREMIER = (
    *("Premièrement", "Deuxièmement", "Troisièmement", "Quatrièmement"),
    *("Cinquièmement", "Sixièmement", "Septièmement"),
)
_ERSTENS = ("Erstens", "Zweitens", "Drittens", "Viertens", "Fünftens", "Sechstens", "Siebtens")
_EERSTE = ("Eerste", "Tweede", "Derde", "Vierde", "Vijfde", "Zesde", "Zevende")
_PRVNI = ("První", "Druhá", "Třetí", "Čtvrtá", "Pátá", "Šestá", "Sedmá")
_PIERWSZY = ("Pierwszy", "Drugi", "Trzeci", "Czwarty", "Piąty", "Szósty", "Siódmy")


def _each(pattern: str, *numbers: str | tuple[str, ...]) -> Callable[[int], str]:
    """Return what spells number n: the pattern with the n-th of these in it, or with n itself."""
    listed = numbers[0] if numbers else tuple(map(str, range(1, 8)))
    return lambda number: pattern.format(listed[number - 1])


SET_OFF = {
    "brackets": _each("[{}] "),
    "full brackets": _each("（{}）", CHINESE),
    "a comma": _each("{}、", CHINESE),
    "a dash": _each("{} – "),
    "a stop and a dash": _each("{}.-"),
    "a degree": _each("{}° "),
    "a colon": _each("{}: "),
    "a slash": _each("{}/ "),
    "a hash": _each("#{} "),
    "a bar": _each("{} | "),
    "a stop": _each("{}. "),
    "two brackets": _each("({}) "),
    "one bracket": _each("{}) "),
    "a box of its own": _each("{}"),
    "below another": _each("4.{} "),
    "below a letter": _each("A.{} "),
    "circles": _each("{} ", "①②③④⑤⑥⑦"),
    "wide": _each("{}．", _WIDE),
    "roman": _each("{} - ", ROMAN),
    "roman signs": _each("{}. ", "ⅠⅡⅢⅣⅤⅥⅦ"),
    "letters": _each("{} - ", LETTERS),
    "letters and stops": _each("{}. ", LETTERS),
    "small letters": _each("({}) ", LETTERS.lower()),
    "en: Chapter 3": _each("Chapter {} "),
    "en: CHAPTER III": _each("CHAPTER {}. ", ROMAN),
    "en: Section A": _each("Section {} ", LETTERS),
    "en: Annex II": _each("Annex {} ", ROMAN),
    "en: Part Three": _each("Part {} ", ("One", "Two", "Three", "Four", "Five", "Six", "Seven")),
    "en: No. 3": _each("No. {} "),
    "en: Q3": _each("Q{}. "),
    "en: Step 3": _each("Step {}: "),
    "en: Third": _each("{}: ", _FIRST),
    "en: Article 3 (": _each("Article {} (“"),
    "de: Anlage 3": _each("Anlage {} "),
    "de: Kapitel 3": _each("Kapitel {}: "),
    "de: 3 §": _each("{} § "),
    "de: 3. Abschnitt": _each("{}. Abschnitt: "),
    "de: Drittens": _each("{}: ", _ERSTENS),
    "fr: Chapitre III": _each("Chapitre {} – ", ROMAN),
    "fr: Annexe 3": _each("Annexe {} : "),
    "fr: N° 3": _each("N° {} "),
    "fr: Troisièmement": _each("{} : ", _PREMIER),
    "es: Cláusula 3ª": _each("Cláusula {}ª. "),
    "es: Cláusula tercera": _each("Cláusula {}. ", _PRIMERA),
    "es: TERCERA": _each("{}.- ", tuple(map(str.upper, _PRIMERA))),
    "es: Título III": _each("TÍTULO {}. ", ROMAN),
    "it: Capitolo 3": _each("Capitolo {} "),
    "it: Allegato C": _each("Allegato {} ", LETTERS),
    "it: Terzo": _each("{}: ", _PRIMO),
    "pt: Capítulo 3": _each("Capítulo {} - "),
    "pt: Anexo III": _each("Anexo {} ", ROMAN),
    "pt: Terceiro": _each("{}. ", _PRIMEIRO),
    "nl: Hoofdstuk 3": _each("Hoofdstuk {} "),
    "nl: Bijlage C": _each("Bijlage {}: ", LETTERS),
    "nl: Derde": _each("{}: ", _EERSTE),
    "pl: Rozdział III": _each("Rozdział {}. ", ROMAN),
    "pl: Załącznik nr 3": _each("Załącznik nr {} "),
    "pl: Trzeci": _each("{}: ", _PIERWSZY),
    "cs: Článek III": _each("Článek {} ", ROMAN),
    "cs: Příloha č. 3": _each("Příloha č. {} "),
    "fi: Luku 3": _each("Luku {} "),
    "hu: 3. §": _each("{}. § "),
    "tr: Madde 3": _each("Madde {} – "),
    "ro: Capitolul III": _each("Capitolul {} ", ROMAN),
    "ru: Раздел 3": _each("Раздел {}. "),
    "ru: Глава III": _each("Глава {} ", ROMAN),
    "ru: в)": _each("{}) ", "абвгдеж"),
    "el: γ)": _each("{}) ", "αβγδεζη"),
    "zh: 第三条": _each("第{}条", CHINESE),
    "zh: 第三章": _each("第{}章 ", CHINESE),
    "ja: 第3条": _each("第{}条「"),
    "ko: 제3조": _each("제{}조 "),
    "ko: 제3조(": _each("제{}조("),
    "ar: المادة": _each("المادة {}: ", _ARABIC),
    "ar: digits": _each("{}- ", _ARABIC),
    "fa: digits": _each("{}) ", _PERSIAN),
    "th: ข้อ": _each("ข้อ {} ", _THAI),
    "th: digits": _each("{}. ", _THAI),
    "hi: digits": _each("{}. ", _HINDI),
    "vi: Điều 3": _each("Điều {}. "),
}
"""What sets a number off from the words behind it, be it a sign or a word before it."""

BARE = {
    "nothing": _each("{} "),
    "a nought": _each("0{} "),
    "a letter": _each("{} ", LETTERS),
    "a roman number": _each("{} ", ROMAN),
    "en: Third section": _each("{} section: ", _FIRST),
    "sv: 3 kap.": _each("{} kap. "),
    "cs: Třetí část": _each("{} část: ", _PRVNI),
}
"""Numbers that nothing sets off: only in headings are they told from other figures."""
