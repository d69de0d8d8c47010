"""The words of page furniture in the languages policies are written in; judged only at the edges of a document."""

from __future__ import annotations

import re

# Whole blocks that are controls or menu entries, never policy.
_CONTROLS = """
home|homepage|home page|start|startseite|inizio|accueil|inicio|início|strona główna|domů|úvod|domov|hem|hjem|etusivu|kezdőlap|acasă|ana sayfa|главная|головна|αρχική
menu|menü|menú|meny|valikko|меню|μενού|main menu|navigation|close|close menu|open menu
contact|contacts|contact us|kontakt|kontakte|kontakty|contatti|contattaci|contacto|contáctanos|contato|contacte|kontakta oss|yhteystiedot|kapcsolat|iletişim|контакты|контакти|επικοινωνία
search|suche|suchen|cerca|ricerca|rechercher|recherche|buscar|pesquisar|zoeken|szukaj|hledat|hľadať|sök|søg|søk|haku|keresés|caută|ara|поиск|пошук|αναζήτηση
log ?in|log ?out|sign ?in|sign ?up|register|my account|account|login|anmelden|einloggen|registrieren|mein konto|accedi|registrati|entra|il mio account|se connecter|connexion|s'inscrire|mon compte
iniciar sesión|acceder|entrar|registrarse|mi cuenta|iniciar sessão|cadastre-se|minha conta|inloggen|registreren|mijn account|zaloguj( się)?|zarejestruj( się)?|moje konto|přihlásit( se)?|přihlášení|registrace|můj účet
prihlásiť( sa)?|logga in|log ind|logg inn|kirjaudu( sisään)?|bejelentkezés|regisztráció|autentificare|giriş( yap)?|kayıt ol|войти|вход|регистрация|увійти|σύνδεση|εγγραφή|ログイン|新規登録|登录|注册|登入|로그인|회원가입
skip to (the )?(main )?content|skip to main|skip navigation|zum inhalt( springen)?|vai al contenuto( principale)?|aller au contenu( principal)?|saltar al contenido|ir al contenido|pular para o conteúdo|naar de inhoud|przejdź do treści|přejít (na|k) obsahu?
back|go back|back to top|to top|top|scroll to top|back to home|nach oben|zurück|torna su|torna indietro|indietro|retour( en haut)?|haut de page|volver( arriba)?|voltar( ao topo)?|terug( naar boven)?|wróć|na górę|zpět|nahoru|наверх|назад
print|print (this )?page|drucken|seite drucken|stampa|imprimer|imprimir|afdrukken|drukuj|tisk|vytisknout|печать|save as pdf|download( as)? pdf|als pdf speichern|scarica( il)? pdf|télécharger( le)? pdf|descargar pdf|baixar pdf
share|share this( page| article)?|teilen|condividi|partager|compartir|compartilhar|partilhar|delen|udostępnij|sdílet|zdieľať|dela|поделиться|поширити|分享|シェア|tweet|pin it|copy link|link kopieren|copia link
facebook|twitter|x|instagram|linkedin|youtube|tiktok|pinterest|follow us( on)?|folgen sie uns|seguici( su)?|suivez-nous|síguenos|siga-nos|volg ons|sledujte nás|obserwuj nas
subscribe|newsletter|subscribe to our newsletter|newsletter abonnieren|iscriviti( alla newsletter)?|s'abonner( à la newsletter)?|suscríbete|assine( a newsletter)?|aanmelden voor de nieuwsbrief|zapisz się|odebírat( novinky)?
was this (page|article|information|answer|content)?( )?(helpful|useful)|did this answer your question|war (diese|dieser|das) ?(seite|artikel|information|beitrag)?( )?hilfreich|ti è stato utile|(questa pagina|questo articolo) ti è stat[oa] utile
(cette page|cet article) vous a(-t-(elle|il))? (été )?utile|te ha sido útil|(esta página|este artículo) te ha sido útil|esta página foi útil|was (deze pagina|dit artikel) nuttig|czy ta strona była pomocna|byl[ao]? (tato stránka|tento článek) užitečn[áý]|yes|no
accept( all)?( cookies)?|reject( all)?|decline|cookie settings|manage cookies|manage preferences|alle akzeptieren|alle ablehnen|cookie-einstellungen|accetta( tutti?)?|rifiuta( tutti?)?|impostazioni( dei)? cookie|tout accepter|tout refuser
gérer les cookies|paramètres des cookies|aceptar todo|rechazar todo|configurar cookies|aceitar tudo|alles accepteren|akceptuj( wszystkie)?|přijmout( vše)?|odmítnout( vše)?|nastavení cookies
related articles?|related posts?|read more|read next|you may also like|recommended for you|more articles|ähnliche artikel|weiterlesen|das könnte (sie|dich) auch interessieren|articoli correlati|leggi anche|articles (connexes|similaires)|lire aussi
artículos relacionados|artigos relacionados|gerelateerde artikelen|powiązane artykuły|související články|next|previous|weiter|avanti|précédent|suivant|siguiente|anterior|volgende|vorige|další|předchozí
english|deutsch|italiano|français|español|português|nederlands|polski|čeština|česky|slovenčina|svenska|dansk|norsk|suomi|magyar|română|türkçe|русский|українська|ελληνικά|日本語|中文|简体中文|繁體中文|한국어|en|de|it|fr|es|pt|nl|pl|cs
loading|loading\\.\\.\\.|please wait|opens in (a )?new (tab|window)|all rights reserved|alle rechte vorbehalten|tutti i diritti riservati|tous droits réservés|todos los derechos reservados|todos os direitos reservados|všechna práva vyhrazena|wszelkie prawa zastrzeżone
"""
CONTROL = re.compile(r"(?:%s)" % "|".join(line.strip() for line in _CONTROLS.strip().splitlines()))

COPYRIGHT = re.compile(r"^(?:©|\(c\)\s|copyright\b|℗)|©\s*(?:19|20)\d\d", re.IGNORECASE)

# Stems that, two in a short block or one in a short question, make a prompt to log in or register.
ACCOUNT_STEMS = (
    r"\baccount|registr|\bregist|\bsign[- ]?(?:up|in)\b|\blog[- ]?in\b|\baccedi|\bentra\b|\bisriv|\biscriv|\bconto\b|\bconti\b|"
    r"\bkonto|anmeld|einlogg|\bcompte|connexion|connecter|inscri|\bcuenta|\bconta\b|\bentrar\b|\bcadastr|inlogg|aanmeld|"
    r"\bkonta\b|zaloguj|logowani|rejestr|\búčet|\búčtu|přihlá|prihlás|logga in|\bkirjaudu|rekister|\btili\b|fiók|bejelentk|regisztr|"
    r"\bcont\b|autentific|hesab|hesap|giriş|üye ol|аккаунт|уч[её]тн|войти|вход\b|обліков|увійти|профил|λογαριασμ|σύνδεση|εγγραφ|"
    r"ログイン|アカウント|会員登録|登录|登入|账号|帳號|注册|註冊|로그인|계정|회원가입"
)
PASSWORD_STEMS = (
    r"password|passwort|kennwort|mot de passe|contraseña|palavra-passe|\bsenha|wachtwoord|\bhesl[oa]|\bhasł[oa]|lösenord|adgangskode|"
    r"passord|salasana|jelszó|\bparol[aăei]|şifre|парол|κωδικ|パスワード|密码|密碼|비밀번호"
)
ACCOUNT = re.compile(f"{ACCOUNT_STEMS}|{PASSWORD_STEMS}", re.IGNORECASE)

MESSENGER = re.compile(
    r"messenger|whats ?app|telegram|viber|wechat|\bskype\b|live ?chat|\bchat\b|chatbot|\bchatu\b|chatta|chatten|мессенджер|месенджер|чат\b|"
    r"チャット|微信|在线客服|채팅",
    re.IGNORECASE,
)
MESSENGER_CUES = re.compile(
    r"\?|choose|select|\bask\b|questions?|\bhelp|write (?:to )?us|contact us|\bstart|online|need|vyber|zvol|dotaz|zeptej|napište|pomoc|"
    r"scegli|selezion|domand|chied|scriv|aiut|wähl|frag|schreib|hilfe|choisi|sélection|question|écri|aide|elig|elij|seleccion|pregunt|"
    r"escr[ií]b|ayuda|escolh|pergunt|escrev|ajuda|kies|vraag|vragen|schrijf|hulp|wybierz|pytani|napisz|pomóc|välj|fråg|vælg|spørg|velg|"
    r"valitse|kysy|válassz|kérdés|alege|întreb|seçin|soru|выберите|вопрос|напишите|оберіть|питання|επιλέξ|ερωτήσ|選択|質問|选择|问题|선택|질문",
    re.IGNORECASE,
)

# A block that speaks of the policy's own matter is never taken for a prompt.
POLICY_WORDS = re.compile(
    r"priva|personal (?:data|information)|polic(?:y|ies)|\bterms\b|rights|gdpr|daten|datenschutz|rechte|dati|personali|informativa|diritt|"
    r"donn[ée]es|confidentialit|droits|datos|derechos|dados|direitos|gegevens|rechten|osobn|údaj|zásad|danych|prawa|polity|person|"
    r"adat|personal[ei]|kişisel|персонал|данн|даних|конфиден|права|δεδομέν|απορρήτ|プライバシー|個人|隐私|個資|个人|개인정보",
    re.IGNORECASE,
)

CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents|topics|index|overview|on this page|in this (?:policy|notice|document|article)|jump to|quick links|summary of sections|"
    r"inhalt|inhaltsverzeichnis|inhaltsübersicht|themen|auf dieser seite|übersicht|indice|indice dei contenuti|argomenti|sommario|contenuti|"
    r"sommaire|table des matières|sur cette page|índice|contenido|tabla de contenidos?|temas|sumário|conteúdo|inhoud|inhoudsopgave|onderwerpen|"
    r"spis treści|obsah|témata|témy|innehåll|innehållsförteckning|indhold|indholdsfortegnelse|innhold|sisällys(?:luettelo)?|tartalom(?:jegyzék)?|"
    r"cuprins|içindekiler|содержание|оглавление|зміст|съдържание|περιεχόμενα|目次|目录|目錄|목차",
    re.IGNORECASE,
)
