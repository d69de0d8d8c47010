from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.guards import is_wall
from monitor.core.records import Document, FailureKind
from tests.policies import clauses, html

WALLS = {
    "cloudflare": "<title>Just a moment...</title><script>window._cf_chl_opt={}</script><p>Verify you are human.",
    "datadome": "<p id=cmsg>Please enable JS and disable any ad blocker</p>"
    "<script src=https://ct.captcha-delivery.com/c.js></script>",
    "imperva": "<iframe src=/_Incapsula_Resource?CWUDNSAI=1>Request unsuccessful. Incapsula incident ID: 1</iframe>",
    "akamai": "<h1>Access Denied</h1>You don't have permission to access this on this server.<p>Reference #18.2d",
    "human": "<title>Access to this page has been denied</title><div id=px-captcha></div><p>Press & Hold",
    "hcaptcha": "<form><div class=h-captcha></div></form><script src=https://js.hcaptcha.com/1/api.js></script>",
    "recaptcha": "<title>Check</title><form><div class=g-recaptcha></div></form>",
    "aws": "<title>Human Verification</title><script>window.gokuProps={}</script>",
    "sucuri": "<title>Sucuri WebSite Firewall - Access Denied</title><p>Block ID: 1",
    "de": "<h1>Zugriff verweigert</h1>",
    "ja": "<h1>アクセスが拒否されました</h1>",
    "bg": "<h1>Достъпът е отказан</h1>",
    "lv": "<h1>Piekļuve liegta</h1>",
    "th": "<h1>การเข้าถึงถูกปฏิเสธ</h1>",
    "vi": "<h1>Truy cập bị từ chối</h1>",
    "checkpoint": "<title>Acme Security Checkpoint</title><p>We're verifying your browser",
    "proof of work": "<title>Making sure you're not a bot!</title><p>Loading...",
    "firewall": "<title>Request Rejected</title>The requested URL was rejected. Your support ID is: 438",
    "sensor alone": "<head><script src=/_Incapsula_Resource?SWJIYLWA=1></script></head><body>",
    "queue": "<h1>You are now in line</h1><p>Thank you for your patience.",
}
GONE = (
    *("Page not found", "Seite nicht gefunden", "Page introuvable", "Pagina non trovata", "Página no encontrada"),
    *("Página não encontrada", "Pagina niet gevonden", "Nie znaleziono strony", "Stránka nenalezena"),
    *("Stránka sa nenašla", "Sidan hittades inte", "Siden findes ikke", "Siden ble ikke funnet", "Sivua ei löydy"),
    *("Az oldal nem található", "Pagina nu a fost găsită", "Страницата не е намерена", "Stranica nije pronađena"),
    *("Stran ne obstaja", "Puslapis nerastas", "Lapa nav atrasta", "Lehekülge ei leitud", "Η σελίδα δεν βρέθηκε"),
    *("Sayfa bulunamadı", "Страница не найдена", "Сторінку не знайдено", "ページが見つかりません", "页面不存在"),
    *("페이지를 찾을 수 없습니다", "الصفحة غير موجودة", "הדף לא נמצא", "Down for maintenance"),
    *(
        "ไม่พบหน้าที่ต้องการ",
        "Không tìm thấy trang",
        "Halaman tidak ditemukan",
        "Pàgina no trobada",
        "Страница није пронађена",
    ),
    *("This domain is for sale", "Account Suspended", "This domain has expired", "Not available in your country"),
    *("ปิดปรับปรุง", "Đang bảo trì", "Vedligeholdelse", "Održavanje", "We can't seem to find the page you're looking for"),
)
# What is a document by its opening and by what else it says, though one of its sentences could stand on a wall.
SPEAKING = (
    (
        "Privacy Policy",
        "If a page cannot be found, or the site is down for scheduled maintenance, we write a log entry.",
    ),
    ("Security", "Who sends us unusual traffic reads: sorry, you have been blocked. It is our firewall that does it."),
    ("Политика", "Чтобы подтвердить, что вы не робот, мы используем сервис проверки. Я не робот: так он называется."),
    (
        "利用規約",
        "メンテナンス中はサービスをご利用いただけない場合があります。お探しのページが見つからない場合もございますのでご了承ください。",
    ),
    ("Terms", "You must be logged in to order. The offer is not available in your country where the law forbids it."),
)
REST = (
    "Whoever orders from us gives us a name and an address, and the parcel service is told of both so that it can deliver.",
    "We write an invoice and keep it for as long as the law on taxes wants it, which is ten years at this time.",
)
MENTIONS = (
    "We use hCaptcha, reCAPTCHA and Cloudflare as processors to keep automated requests from our forms: whoever is to "
    "complete the captcha has an IP address and browser data processed in the United States."
)
CONSENT = (
    "<div><h2>We value your privacy</h2><p>We and our partners use cookies to store information on your device and to "
    "show you advertising that fits you, for which we ask your consent here today.</p>"
    "<div><button>Reject all</button><button>Accept all</button></div></div>"
)
PAY = (
    "<h1>Weiter mit Werbung und Tracking</h1><p>Wir nutzen Cookies und ähnliche Verfahren, um Ihnen unsere Seiten mit "
    "Werbung kostenlos anzubieten, und bitten dafür um Ihre Einwilligung.</p><button>Alle akzeptieren</button>"
    "<h2>Pur-Abo</h2><p>Ohne Werbetracking lesen Sie für wenige Euro im Monat auf allen Geräten.</p>"
)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_known(name):
    """A bot wall is one with status 200, and with the status of an error."""
    body = WALLS[name].encode()
    assert extract(body, media_type="text/html", charset="utf-8").kind is FailureKind.BLOCKED
    assert is_wall(body, "utf-8")


@pytest.mark.parametrize("words", GONE)
def test_a_page_that_is_not_there_is_known(words):
    """In whatever language a page says that it is not there, it is a soft 404."""
    body = f"<title>{words}</title><h1>{words}</h1><p>...".encode()
    assert extract(body, media_type="text/html").kind is FailureKind.SOFT_404


@pytest.mark.parametrize("length", [1, 6])
def test_a_policy_may_speak_of_captchas(length):
    """A policy that names captcha makers as its processors, or has one in a form, is a policy, short or long."""
    texts = {**dict(list(clauses(1).items())[:length]), "Captchas": [MENTIONS]}
    form = "<form><div class=g-recaptcha></div></form><script src=https://www.google.com/recaptcha/api.js></script>"
    found = extract(html(texts).replace("</main>", f"</main>{form}").encode(), media_type="text/html")
    assert isinstance(found, Document)
    assert any("hCaptcha" in block.text for block in found.blocks)


@pytest.mark.parametrize(("title", "sentence"), SPEAKING)
def test_a_short_document_may_speak_of_walls(title, sentence):
    """What a page is stands in its title and first lines: a document of a few sentences may speak of what walls say."""
    paragraphs = "".join(f"<p>{text}</p>" for text in (sentence, *REST))
    body = f"<title>{title}</title><main><h1>{title}</h1>{paragraphs}</main>"
    assert isinstance(extract(body.encode(), media_type="text/html"), Document)


@pytest.mark.parametrize("title", ["Sign in to your account", "Anmelden | Acme", "ログイン"])
def test_a_login_is_known_by_its_title(title):
    """A login that asks for the password on its next page is known by its title."""
    body = f"<title>{title}</title><form><p>Use your work account<input type=email></form>"
    assert extract(body.encode(), media_type="text/html").kind is FailureKind.LOGIN


@pytest.mark.parametrize(
    "body",
    [
        "<style>input[type=password]{direction:ltr}</style><main><h1>Our shop</h1></main>",
        "<header><form>Your account <input type=email><input type=password></form></header><main></main>",
        "<main></main><script>form('<input type=password>')</script>",
    ],
)
def test_an_empty_page_of_a_shop_is_no_login(body):
    """A style or a script that names a password field asks for none, nor does the small login on every page of a site."""
    found = extract(f"<title>Privacy policy | Shop</title>{body}".encode(), media_type="text/html")
    assert found.kind is FailureKind.EMPTY
    asked = extract(
        f"<title>Shop</title><main><form>{body}<input type=password></form>".encode(), media_type="text/html"
    )
    assert asked.kind is FailureKind.LOGIN


def test_a_few_words_are_not_nothing():
    """A page with a few words of its own is no policy; it is only empty where it shows none."""
    body = b"<title>Acme</title><main><h1>Acme has a new name</h1><p>Thank you to all our customers.</p></main>"
    assert extract(body, media_type="text/html").kind is FailureKind.NOT_A_POLICY
    assert extract(b"<title>Acme</title><main></main>", media_type="text/html").kind is FailureKind.EMPTY


@pytest.mark.parametrize(
    "body",
    [CONSENT, PAY]
    + [
        CONSENT.replace("Reject all", no).replace("Accept all", yes)
        for no, yes in (
            ("Rechazar todo", "Aceptar todo"),
            ("Összes elutasítása", "Összes elfogadása"),
            ("Respinge tot", "Acceptă tot"),
        )
    ],
)
def test_a_page_that_only_asks_for_consent_is_no_policy(body):
    """A consent wall is known without a name, also where it offers to pay instead."""
    assert extract(f"<html><body>{body}".encode(), media_type="text/html").kind is FailureKind.CONSENT


def test_a_shell_for_scripts_says_what_to_do():
    """A shell that loads a captcha library is a shell, and its failure names the way out."""
    body = b"<div id=root></div><script src=https://www.google.com/recaptcha/api.js></script>"
    found = extract(body, media_type="text/html")
    assert found.kind is FailureKind.EMPTY
    assert "rendering" in found.detail


def test_an_ordinary_refusal_is_no_wall():
    """A server that says no more than that it forbids a page is an error, not a wall."""
    assert not is_wall(b"<h1>403 Forbidden</h1><hr>nginx")


def test_a_sensor_beside_an_error_is_no_wall():
    """The script that guards every page of a site makes no wall of its error page."""
    text = "The shop is closed for today because we move to another house; see you tomorrow at nine. " * 3
    assert not is_wall(f"<p>{text}<script src=/_Incapsula_Resource?SWJIYLWA=1></script>".encode())
