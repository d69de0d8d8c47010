"""The words of page furniture in the languages policies are written in; judged only at the edges of a document."""

from __future__ import annotations

import re

from crawler.extraction.wordlists import lines_of

# Whole blocks that are controls or menu entries, never policy.
CONTROL = re.compile(
    "|".join(f"(?:{line})" for name in ("controls.txt", "toggles.txt", "names.txt") for line in lines_of(name))
)
# Those among them that only name where a link leads: networks, languages. A policy lists them too.
NAME = re.compile("|".join(f"(?:{line})" for line in lines_of("names.txt")))
# Those among them that unfold what stands elsewhere, and so head nothing.
TOGGLE = re.compile("|".join(f"(?:{line})" for line in lines_of("toggles.txt")))

COPYRIGHT = re.compile(r"^(?:©|\(c\)\s|copyright\b|℗)|©\s*(?:19|20)\d\d", re.IGNORECASE)

# Stems that, two in a short block or one in a short question, make a prompt to log in or register.
_ACCOUNTS = (
    r"\baccount|registr|\bregist|\bsign[- ]?(?:up|in)\b|\blog[- ]?in\b|\baccedi|\bentra\b|\bisriv|\biscriv|"
    r"\bconto\b|\bconti\b|"
    r"\bkonto|anmeld|einlogg|\bcompte|connexion|connecter|inscri|\bcuenta|\bconta\b|\bentrar\b|\bcadastr|inlogg|"
    r"aanmeld|"
    r"\bkonta\b|zaloguj|logowani|rejestr|\búčet|\búčtu|přihlá|prihlás|logga in|\bkirjaudu|rekister|\btili\b|fiók|"
    r"bejelentk|regisztr|"
    r"\bcont\b|autentific|hesab|hesap|giriş|üye ol|аккаунт|уч[её]тн|войти|вход\b|обліков|увійти|профил|λογαριασμ|"
    r"σύνδεση|εγγραφ|"
    r"ログイン|アカウント|会員登録|登录|登入|账号|帳號|注册|註冊|로그인|계정|회원가입"
)
_SECRETS = (
    r"password|passwort|kennwort|mot de passe|contraseña|palavra-passe|\bsenha|wachtwoord|\bhesl[oa]|\bhasł[oa]|"
    r"lösenord|adgangskode|"
    r"passord|salasana|jelszó|\bparol[aăei]|şifre|парол|κωδικ|パスワード|密码|密碼|비밀번호"
)
ACCOUNT = re.compile(f"{_ACCOUNTS}|{_SECRETS}", re.IGNORECASE)

MESSENGER = re.compile(
    r"messenger|whats ?app|telegram|viber|wechat|\bskype\b|live ?chat|\bchat\b|chatbot|\bchatu\b|chatta|chatten|"
    r"мессенджер|месенджер|чат\b|"
    r"チャット|微信|在线客服|채팅",
    re.IGNORECASE,
)
MESSENGER_CUES = re.compile(
    r"\?|choose|select|\bask\b|questions?|\bhelp|write (?:to )?us|contact us|\bstart|online|need|vyber|zvol|dotaz|"
    r"zeptej|napište|pomoc|"
    r"scegli|selezion|domand|chied|scriv|aiut|wähl|frag|schreib|hilfe|choisi|sélection|question|écri|aide|elig|"
    r"elij|seleccion|pregunt|"
    r"escr[ií]b|ayuda|escolh|pergunt|escrev|ajuda|kies|vraag|vragen|schrijf|hulp|wybierz|pytani|napisz|pomóc|välj|"
    r"fråg|vælg|spørg|velg|"
    r"valitse|kysy|válassz|kérdés|alege|întreb|seçin|soru|выберите|вопрос|напишите|оберіть|питання|επιλέξ|ερωτήσ|"
    r"選択|質問|选择|问题|선택|질문",
    re.IGNORECASE,
)

# A block that speaks of the policy's own matter is never taken for a prompt.
_POLICY_WORDS = re.compile(
    r"priva|personal (?:data|information)|polic(?:y|ies)|\bterms\b|rights|gdpr|daten|datenschutz|rechte|\bdati\b|"
    r"personali|informativa|diritt|"
    r"donn[ée]es|confidentialit|droits|datos|derechos|dados|direitos|gegevens|rechten|osobn|údaj|zásad|danych|"
    r"prawa|polity|\bperson|"
    r"adat|personal[ei]|kişisel|персонал|данн|даних|конфиден|права|δεδομέν|απορρήτ|プライバシー|個人|隐私|個資|个人|개인정보|"
    r"uppgift|oplysning|opplysning|rettighe|rättighe|tieto(?:ja|jen|suoja)|oikeu|jogok|jogai|datelor|datele|confidențial|"
    r"drepturi|verileri|gizlilik|haklar|podat[ak]|podac|privatnost|zasebnost|лични|поверителн|δικαιώμα|個人情報|権利|权利|"
    r"權利|정보|خصوصي|بيانات|شخصي|حقوق|سياسة|פרטיות|אישי|זכויות|מדיניות|حریم|شخصی|داده|गोपनीयता|डेटा|व्यक्तिगत|"
    r"ส่วนบุคคล|ความเป็นส่วนตัว|riêng tư|dữ liệu|cá nhân|privasi|data pribadi",
)  # for lower case: to ignore case costs three times as much

# What invites to subscribe; judged only in a box with fields or buttons.
NEWSLETTER = re.compile(
    r"newsletter|subscri(?:be|ption)|mailing list|get (?:\w+ ){0,3}news|abonnier|rundbrief|iscriv|abonne[zr]|"
    r"lettre d.information|infolettre|"
    r"suscr[ií]b|boletín|assine|subscrev|inscreva|nieuwsbrief|abonneer|zapisz się|newslettera|odebír|odběr|novink|"
    r"odoberať|prenumer|nyhetsbrev|nyhedsbrev|uutiskirje|hírlevél|feliratkoz|abonați|abonare|bülten|abone|"
    r"подпи[сш]|рассылк|підпи[сш]|розсилк|εγγραφείτε|ενημερωτικ|メルマガ|ニュースレター|購読|订阅|訂閱|电子报|電子報|"
    r"구독|뉴스레터|نشرتنا|النشرة|اشترك|ניוזלטר|خبرنامه",
    re.IGNORECASE,
)

# What a button of promotion bids: to begin, to try, to buy, to see more.
CALL = re.compile(
    r"\b(?:(?:start|begin|join|try|sign up|register|download)(?: it| us| now| (?:for )?free| today| here|ed)?|"
    r"get started|free (?:trial|today|demo)|(?:book|request|get|watch) (?:a |your |the )?demo|get (?:the|our) app|"
    r"(?:learn|see|read|find out) more|discover|explore|shop|buy|order now|upgrade|"
    r"jetzt|kostenlos|gratis|loslegen|mehr erfahren|entdecken|herunterladen|"
    r"commence[rz]|essaye[rz]|gratuit\w*|découvr\w+|en savoir plus|rejoi\w+|télécharge[rz]|"
    r"inizia|prova|gratuit[oa]|scopri\w*|scarica|empieza|comienza|prueba|descubre|más información|descarga|únete|"
    r"comece|experimente|grátis|saiba mais|descubra|baixe|begin nu|probeer|ontdek|meer weten|"
    r"zacznij|wypróbuj|odkryj|pobierz|dowiedz się więcej|začněte|vyzkoušejte|zdarma|zjistit více|"
    r"kom igång|prova|läs mer|upptäck|kom i gang|prøv|les mer|læs mere|opdag|oppdag|aloita|kokeile|lue lisää|"
    r"(?:see|find out|discover) what(?:'s|’s| is) new|subscribe|reserve|claim|save (?:my|your) (?:seat|spot)|"
    r"get (?:it|yours) now|"
    r"abonnieren|anmelden|bestellen|kaufen|testen|ausprobieren|sichern|"
    r"acquista|compra(?:re)?|ordina|iscriviti|registrati|partecipa|approfitta|abbonati|"
    r"j.en profite|profite[rz]|s.inscrire|inscri[vs]\w+|achete[rz]|command(?:er|ez)|s.abonner|abonne[rz]|réserve[rz]|"
    r"compra(?:r)?|cómpralo|suscríbete|regístrate|aprovecha|reserva|comprar|assine|inscreva-se|aproveite|"
    r"koop|bestel|schrijf je in|meld je aan|kup|zamów|zapisz się|zarejestruj się|"
    r"koupit|objednat|zaregistrovat|přihlásit se|odebírat|vyzkoušet|kúpiť|objednať|vyskúšať|"
    r"köp|beställ|anmäl dig|køb|bestil|tilmeld|kjøp|meld deg på|osta|tilaa|vásároljon|rendelje meg|kipróbálom|"
    r"cumpără|comandă|încearcă|satın al|hemen al|dene(?:yin)?|"
    r"попробовать|начать|бесплатно|скачать|узнать больше|купить|заказать|подписаться|зарегистрироваться|"
    r"спробувати|безкоштовно|дізнатися більше|купити|замовити|підписатися|αγορά|αγοράστε|δοκιμάστε)\b|"
    r"立即|马上|免费|下载|了解更多|订阅|购买|購買|訂閱|试用|試用|今すぐ|無料|詳しく|購入|申し込|무료|시작하기|자세히|구매|신청|"
    r"تسوق|اشتر|سجل الآن|اعرف المزيد|المزيد|ابدأ|جرب|اشترك|احجز|حمل الآن|קנו|הירשמו|נסו|לפרטים|בחינם|خرید|ثبت.?نام",
    re.IGNORECASE,
)

CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents|topics|index|overview|on this page|in this (?:policy|notice|document|article)|"
    r"jump to|quick links|summary of sections|"
    r"inhalt|inhaltsverzeichnis|inhaltsübersicht|themen|auf dieser seite|übersicht|indice|indice dei contenuti|"
    r"argomenti|sommario|contenuti|"
    r"sommaire|table des matières|sur cette page|índice|contenido|tabla de contenidos?|temas|sumário|conteúdo|"
    r"inhoud|inhoudsopgave|onderwerpen|"
    r"spis treści|obsah|témata|témy|innehåll|innehållsförteckning|indhold|indholdsfortegnelse|innhold|"
    r"sisällys(?:luettelo)?|tartalom(?:jegyzék)?|جدول المحتويات|المحتويات|فهرس|תוכן(?: ה?עניינים)?|فهرست(?: مطالب)?|"
    r"cuprins|içindekiler|содержание|оглавление|зміст|съдържание|περιεχόμενα|目次|目录|目錄|목차",
    re.IGNORECASE,
)

# What a topic asks: "How we use it", "Con chi li condividiamo"; a short word may stand before the question.
ASKING = re.compile(
    r"(?:[^\W\d]{1,4}\s+)?(?:"
    r"how|what|which|who|whom|whose|why|when|where|whether|"
    r"come|quali|quale|cosa|chi|perch[eé]|quando|dove|quanto|quanti|in che modo|"
    r"jak|jak[éáýo]\w*|kter\w+|kdo|komu|proč|kdy|kde|"
    r"comment|quel(?:le)?s?|qui|que|quoi|pourquoi|quand|où|combien|"
    r"wie|was|welche\w*|wer|wen|wem|warum|wann|wo|woher|wohin|wozu|wofür|"
    r"cómo|qué|cuál(?:es)?|quién(?:es)?|cuándo|dónde|cuánto|"
    r"como|qua(?:l|is)|quem|onde|"
    r"hoe|wat|welke|wie|waarom|wanneer|waar|"
    r"co|kto|dlaczego|kiedy|gdzie"
    r")\b",
    re.IGNORECASE,
)


def policy_words(text: str) -> list[str]:
    """Return the words of a policy's own matter in a text."""
    return _POLICY_WORDS.findall(text.lower())


def has_policy_word(text: str) -> bool:
    """Tell whether a text has any word of a policy's own matter."""
    return _POLICY_WORDS.search(text.lower()) is not None
