"""The language of a text, from its script and its commonest words; a page's own claim is checked against them."""

from __future__ import annotations

import re
from collections import Counter

_STOP_WORDS = """
en: the of and to we you your our that with for this are may by from not will which have
de: der die und den wir sie ihre von mit für nicht werden oder zu das ist eine durch ihnen unsere auf
fr: les des vous nous pour vos dans votre que une sur est avec par ou nos sont données être aux
it: il che di dei per con non della gli sono una nostro le nel dati alla ai delle suo viene
es: los las para que con por su una del nuestros usted sus datos como nuestra más este puede está al
pt: os para que com não uma dos das são seus nossos dados você mais pode ao às pelo sua nossa
nl: het een van en wij uw voor met niet deze onze wordt zijn aan door kunnen ook u worden bij
pl: się nie jest oraz przez dla lub które danych do na od jak są może pani naszej aby celu w
cs: se že jsou nebo které pro jako naše údajů jak na ve být může při která údaje vaše našich je
sk: sa že sú alebo ktoré pre ako naše údajov na môže pri ktorá údaje vaše našich je byť ak vám
sv: och att för som vi din med är av kan eller inte dina vår på vid när du den till
da: og at til som vi din med er af kan eller ikke dine vores på ved når du dig oplysninger
no: og at til som vi din med er av kan eller ikke dine våre på ved når du deg opplysninger
fi: ja on tai että joka sekä voimme tietoja ovat kun voi se mukaan myös käytämme emme jos sinun tämä olemme
hu: az és hogy nem vagy egy meg is által mi ön kell adatok azt illetve amely valamint ha el csak
ro: și să care pentru din cu sau este sunt noastre în dumneavoastră datele nu prin dvs pe despre vă la
hr: je da se koje ili na za koji su vaše nije kao može smo podataka od osobnih te kako ako
sl: je da se ki ali na za ki so vaše ni kot lahko smo podatkov od osebnih ter kako če
lt: ir kad jūsų mes yra arba su apie kurie gali būti duomenų dėl jei mūsų iš pagal taip į tai
lv: un ka jūsu mēs ir vai par kas kuri var būt datu lai ja mūsu no saskaņā arī ar tas
et: ja et on või meie teie mis kui ka oma kes andmete saame võime ei selle isikuandmete seda teile kasutame
tr: ve bir bu için ile veya olarak olan kişisel tarafından sizin gibi verilerinizi da de daha en her kadar şekilde
ru: и в на не что мы для или вы по от при ваших данных с как если это данные к
uk: і в на не що ми для або ви та від при ваших даних з як якщо це дані до
bg: и в на не че ние за или вие от при вашите данни с как ако това да се ще
sr: и у на не да ми за или ви од при ваших података са како ако то се је који
ca: els les que per amb una del nostres vostè dades com més aquest pot està al seves són i les
id: yang dan kami anda untuk dengan dari ini tidak dapat atau pada data akan di informasi kepada oleh
vi: và của chúng tôi bạn cho không các được thông tin có thể với này khi để là
el: και το να της του για με που από την των στην θα σας μας είναι ή δεδομένα τα στο
fa: و در به از که این را با است برای شما ما می
ar: في من على أو إلى التي هذه عن أن ما مع لا
"""
_PROFILES = {line.partition(":")[0]: frozenset(line.partition(":")[2].split()) for line in _STOP_WORDS.strip().splitlines()}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ka", re.compile("[\u10d0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr", "cn": "zh", "jp": "ja", "cz": "cs", "gr": "el", "dk": "da", "se": "sv", "ua": "uk"}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_WORDS = 1_500
_SAMPLE_CHARS = 12_000
_MIN_SHARE = 0.08
_CLOSE = 0.7


def language_of(text: str, declared: str = "") -> str:
    """Tell a text's language.

    Args:
        text: the document's words.
        declared: what the page says, e.g. "en-GB"; believed where the text does not contradict it.

    Returns:
        An ISO 639-1 code, "" where it cannot be told.
    """
    claim = _ALIASES.get(code := re.split(r"[-_,; ]", declared.strip().lower())[0], code)
    claim = claim if re.fullmatch(r"[a-z]{2}", claim) else ""
    sample = text[:_SAMPLE_CHARS]
    if script := _by_script(sample):
        return script
    words = _WORD.findall(sample.casefold())[:_SAMPLE_WORDS]
    counts = Counter(words)
    scores = {code: sum(counts[word] for word in profile) for code, profile in _PROFILES.items()}
    best = max(scores, key=lambda code: (scores[code], code))
    if not words or scores[best] < len(words) * _MIN_SHARE:
        return claim
    return claim if claim in scores and scores[claim] >= scores[best] * _CLOSE else best


def _by_script(sample: str) -> str:
    letters = max(1, sum(map(str.isalpha, sample)))
    for code, script in _SCRIPTS:
        share = len(script.findall(sample)) / letters
        # Japanese mixes a third or so of its own letters into Chinese ones.
        if share > (0.1 if code == "ja" else 0.3):
            return code
    return ""
