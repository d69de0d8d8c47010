"""The date a policy states of itself: "last updated", "effective from", "stav k", in many languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.months import MONTHS
from monitor.core.records import Precision, StatedDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Words that say the text was last changed then.
_UPDATED = re.compile(
    r"last\s+(?:updated?|modified|revised|changed|reviewed|amended|edited)|\b(?:updated|revised|modified|"
    r"amended)\s*(?:on|as of|:|–|-)|"
    r"(?:date of )?(?:last|latest|most recent)\s+(?:update|revision|modification|change|version|review)|"
    r"\bupdated\b|\brevised\b|revision date|"
    r"(?:version|policy) (?:date|dated)|"
    r"zuletzt\s+(?:aktualisiert|geändert|überarbeitet|bearbeitet)|letzte\s+(?:aktualisierung|änderung|"
    r"überarbeitung)|aktualisiert|"
    r"\bfassung vom\b|"
    r"ultim[oa]\s+(?:aggiornamento|modifica|revisione|versione)|aggiornat[oaie]|data di (?:aggiornamento|"
    r"ultimo aggiornamento)|"
    r"(?:dernière|derniere)\s+(?:mise\s+à\s+jour|modification|révision|version|actualisation)|mis(?:e|"
    r"es)?\s+à\s+jour|"
    r"última\s+(?:actualización|modificación|revisión|versión|atualização|modificação|alteração|revisão|versão)|"
    r"actualizad[oa]|atualizad[oa]|"
    r"últim[oa] (?:vez )?(?:actualizad|atualizad|modificad|revisad)|"
    r"laatst\s+(?:bijgewerkt|gewijzigd|aangepast|herzien)|laatste\s+(?:update|wijziging|herziening|aanpassing)|"
    r"bijgewerkt|"
    r"ostatni(?:a|o)\s+(?:aktualizacj\w+|zmian\w+|modyfikacj\w+|zaktualizowan\w+)|zaktualizowan\w+|data aktualizacji|"
    r"poslední\s+(?:aktualizace|změna|úprava|revize)|naposledy\s+(?:aktualizov\w+|upraven\w+|změněn\w+)|"
    r"aktualizov\w+|"
    r"posledná\s+(?:aktualizácia|zmena|úprava)|senast\s+(?:uppdaterad|ändrad|reviderad)\w*|uppdaterad\w*|"
    r"senaste uppdatering\w*|"
    r"sidst\s+(?:opdateret|ændret|revideret)|seneste opdatering|opdateret|sist\s+(?:oppdatert|endret|revidert)|"
    r"oppdatert|siste oppdatering|"
    r"viimeksi\s+(?:päivitetty|muutettu)|päivitetty|viimeisin päivitys|utolsó\s+(?:frissítés|módosítás)\w*|"
    r"utoljára\s+(?:frissítve|módosítva)|"
    r"ultima\s+(?:actualizare|modificare|revizuire)|actualizat[ăe]?|zadnja\s+(?:izmjena|sprememba|posodobitev)|"
    r"posljednj[ae]\s+\w+|"
    r"zadnje ažuriranje|ažurirano|nazadnje (?:posodobljen\w*|spremenjen\w*)|posodobljen\w*|paskutin[įi](?:s|"
    r"\w*)?\s+(?:kartą\s+)?(?:atnaujin|pakeit)\w+|"
    r"atnaujint[aio]s?|pēdējo reizi\s+\w+|pēdējā\s+\w+|atjaunināt\w+|viimati\s+(?:uuendatud|muudetud)|uuendatud|"
    r"son\s+(?:güncelleme|değişiklik|güncellenme)\w*|güncellen\w+|darrera actualització|terakhir diperbarui|"
    r"последн(?:ее|яя|ие)\s+(?:обновлени|изменени|редакци)\w+|обновлен\w*|дата обновления|в редакции от|редакция от|"
    r"останн(?:є|я|і)\s+(?:оновлення|зміни|редакція)|оновлено|последн[ао]\s+(?:актуализация|промяна|обновяване)|"
    r"актуализиран\w*|"
    r"τελευταία\s+(?:ενημέρωση|τροποποίηση|αναθεώρηση)|ενημερώθηκε|"
    r"最后更新|最近更新|更新日期|更新时间|最後更新|修订日期|版本更新|最終更新|最終改定|改定日?|改訂日?|更新日|최종\s*(?:수정|업데이트|개정)|개정일|"
    r"עודכן לאחרונה|עדכון אחרון|آخر تحديث",
    re.IGNORECASE,
)
# Words that say from when it is in force: only believed in a line of their own.
_EFFECTIVE = re.compile(
    r"\b(?:stand|stav|stato|stan|version|as of)\b\s*(?:[:.(]|k|na|vom|al|v)?\s*(?=\d|\w+\s\d)|effective|in force|"
    r"valid from|gültig (?:ab|seit)|in kraft|wirksam|in vigore|efficacia|valid[oa] dal|en vigueur|en vigor|"
    r"vigente|vigência|"
    r"em vigor|van kracht|ingangsdatum|geldig vanaf|obowiązuj|wchodzi w życie|platn[áéý] od|účinn|účinnost|"
    r"účinnosť|gäller från|gælder fra|"
    r"gjelder fra|voimassa|hatály|în vigoare|na snazi|velja od|įsigaliojo|spēkā|kehtib|yürürlük|вступа|"
    r"действует с|чинн|в сила|ισχύει|"
    r"生效|施行|制定|시행|בתוקף|ساري",
    re.IGNORECASE,
)
_MONTH = "(" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + ")"
_DAY = r"(?<!\d)(\d{1,2})(?!\d)"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_FORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (rf"(?<!\d){_YEAR}\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日", "ymd"),
        (rf"(?<!\d){_YEAR}\s?年\s?(\d{{1,2}})\s?月", "ym"),
        (rf"(?<!\d){_YEAR}\s?년\s?(\d{{1,2}})\s?월\s?(\d{{1,2}})\s?일", "ymd"),
        (rf"(?<!\d){_YEAR}\s?년\s?(\d{{1,2}})\s?월", "ym"),
        (rf"(?<!\d){_YEAR}\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})(?!\d)", "ymd"),
        (rf"{_DAY}\s?\.\s?(\d{{1,2}})\s?\.\s?{_YEAR}", "dmy"),
        (rf"{_DAY}\s?[/-]\s?(\d{{1,2}})\s?[/-]\s?{_YEAR}", "d?m?y"),
        (rf"{_DAY}\s+tháng\s+(\d{{1,2}})\s*,?\s*(?:năm\s+)?{_YEAR}", "dmy"),
        (rf"(?<!\d){_YEAR}\.?\s?(?:m\.|gada)?\s*{_MONTH}\.?\s+{_DAY}", "yMd"),
        (rf"(?<!\d){_YEAR}\.?\s?(?:m\.|gada)?\s*{_DAY}\.?\s+{_MONTH}\b", "ydM"),
        (
            rf"{_DAY}(?:st|nd|rd|th|er|º|ª|ο|η|\.)?\s*(?:of\s+|de\s+|d['’]|ב|-\s*)?\s*{_MONTH}\b\.?,?\s*(?:(?:de|del|do)\s+|-\s*)?{_YEAR}",
            "dMy",
        ),
        (rf"\b{_MONTH}\.?\s*{_DAY}(?:st|nd|rd|th)?\s*,?\s*(?:of\s+)?{_YEAR}", "Mdy"),
        (rf"\b{_MONTH}\.?,?\s*(?:(?:de|del|of|do)\s+)?{_YEAR}", "My"),
        (rf"(?<!\d){_YEAR}\.?\s+{_MONTH}\b", "yM"),
        (rf"(?<![\d./-])(\d{{1,2}})\s?/\s?{_YEAR}", "my"),
        (r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d\d)(?!\d)", "d?m?2"),
        (rf"(?<![\d./-]){_YEAR}", "y"),
    )
)
_SENTENCES = re.compile(r"(?<=[.!?。])\s+(?=\D)")
# No date is without a year, or two digits of one.
_DATED = re.compile(r"(?:19|20)\d\d(?!\d)|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d")
_REACH = 60
_MAX_LINE = 300
_LONE_WORDS = 24
_EDGE = 15


def stated_date(texts: Iterable[str], language: str = "") -> StatedDate | None:
    """Find the date a policy states of itself.

    Words for "updated" count in any sentence, words for "in force" only in a short block; and a date counts only close
    to such words, so a date inside a clause is never taken.

    Args:
        texts: the document's blocks in order, and after them blocks beside the document.
        language: ISO 639-1, to read 03/04/2024: English has the month first.

    Returns:
        The first date beside words for "updated", else the first beside words for "in force", else None.
    """
    fallback: StatedDate | None = None
    for text in texts:
        for sentence in _sentences(text):
            if found := _beside(_UPDATED, sentence, language):
                return found
            if fallback is None and len(text.split()) <= _LONE_WORDS:
                fallback = _beside(_EFFECTIVE, sentence, language)
    return fallback


def _sentences(text: str) -> Iterator[str]:
    if not _DATED.search(text):
        return
    for sentence in _SENTENCES.split(text) if len(text) > _REACH else [text]:
        if len(sentence) <= _MAX_LINE and _DATED.search(sentence):
            yield sentence


def _beside(cue: re.Pattern[str], sentence: str, language: str) -> StatedDate | None:
    for found in cue.finditer(sentence):
        after = parse_date(sentence[found.end() : found.end() + _REACH], language)
        if after:
            return after
        before = parse_date(sentence[max(0, found.start() - _REACH) : found.start()], language)
        if before and before.precision is Precision.DAY and len(sentence.split()) <= _LONE_WORDS:
            return before
    return None


def parse_date(text: str, language: str = "") -> StatedDate | None:
    """Return the first date in a text, in any of the known forms.

    >>> parse_date("luglio 2024").iso, parse_date("25. 2. 2022").iso, parse_date("2024年7月3日").iso
    ('2024-07', '2022-02-25', '2024-07-03')
    """
    best: tuple[int, StatedDate] | None = None
    for pattern, order in _FORMS:
        found = pattern.search(text)
        if found and (best is None or found.start() < best[0]):
            date = _date(found, order, language)
            if date:
                best = (found.start(), date)
    return best[1] if best else None


def _date(found: re.Match[str], order: str, language: str) -> StatedDate | None:
    parts = dict(zip(order.replace("?", ""), found.groups(), strict=True))
    year = int(parts["y"]) if "y" in parts else 2000 + int(parts["2"])
    month = MONTHS.get(parts["M"].casefold(), 0) if "M" in parts else int(parts.get("m", 0))
    day = int(parts.get("d", 0))
    if "?" in order and (month > 12 or (language == "en" and "/" in found.group() and day <= 12)):
        day, month = month, day
    if month > 12 or day > 31 or ("d" in parts and not day) or (("m" in parts or "M" in parts) and not month):
        return None
    if day:
        return StatedDate(iso=f"{year}-{month:02}-{day:02}", precision=Precision.DAY, words=found.group())
    if month:
        return StatedDate(iso=f"{year}-{month:02}", precision=Precision.MONTH, words=found.group())
    return StatedDate(iso=str(year), precision=Precision.YEAR, words=found.group())
