"""Mails in the language of their reader: whole letters, what carries them, and what a page said as it stands."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from gettext import NullTranslations
from pathlib import Path

import lxml.html
import pytest

from monitor.core.failure_words import FAILURES, failure_words
from monitor.core.notices.brief import write_brief
from monitor.core.notices.chosen import make_choice
from monitor.core.notices.confirming import confirm_token
from monitor.core.notices.gist import LONGEST_TITLE
from monitor.core.notices.stopping import stop_token
from monitor.core.records import (
    Claim,
    ConfirmContent,
    Consent,
    DigestContent,
    HealthContent,
    HealthEvent,
    HealthItem,
    NoticeKind,
    Reason,
    Rule,
    Significance,
    Subscription,
)
from monitor.core.records.catalogues import LOCALES, Catalogue
from monitor.linked import LinkPages
from monitor.mail.compose import compose
from monitor.wording import catalogue_of
from storage.database import open_store, writing
from storage.enqueue import enqueue
from storage.keys import stop_key
from storage.notices import notice_content
from storage.subscriptions import put_subscription, speak_to, subscription_of
from tests.mail.samples import NOW, THEN, added, clause, content_of, put_change, put_watch, reworded

ADA = "ada@reader.example"
FOLLOWED = Subscription(
    id=3,
    subscriber=1,
    address=ADA,
    tag="retail",
    choice=make_choice({"phrases": ["voice"], "when": "weekly", "least": "material", "kinds": ["terms"]}),
)
CONTENT = content_of(
    reworded(reasons=(Reason(rule=Rule.PERIOD, subject="retention", went="12 months", came="36 months"),)),
    added("We listen to your voice.", significance=Significance.MINOR),
    subscription=FOLLOWED,
    subscribed=(3,),
    old_snapshot=11,
)
ITEMS = (
    HealthItem(
        event=HealthEvent.BLIND,
        watch_slug="b",
        watch_name="Brill",
        watch_url="https://b.example",
        since=THEN,
        kind="dns",
    ),
    HealthItem(
        event=HealthEvent.SEES,
        watch_slug="c",
        watch_name="Cord",
        watch_url="https://c.example",
        since=THEN,
        kind="dns",
        ended_at=NOW,
        ended_by="unchanged",
    ),
)


def mail_of(content, language):
    """The mail as a server hands it on, read again."""
    mail = compose(
        content,
        sender="watch@watch.example",
        public_url="https://watch.example",
        stop_key=b"k",
        catalogue=catalogue_of(language),
    )
    return message_from_bytes(mail.as_bytes(), policy=policy.default), mail.as_bytes()


def text_of(content, language):
    """The subject of a mail and its text, without the line of the link."""
    mail, _ = mail_of(content, language)
    lines = mail.get_body(("plain",)).get_content().splitlines()
    return [str(mail["Subject"]), *(line for line in lines if "/stop/" not in line)]


@pytest.mark.parametrize("language", LOCALES)
def test_a_notice_speaks_the_language_of_its_reader(language):
    """Subject, counts, dates, reasons and the footer are in one language; what the page says stays as it is."""
    golden = Path(__file__).parent / "letters" / f"{language}.txt"
    assert "\n".join(text_of(CONTENT, language)) == golden.read_text(encoding="utf-8").rstrip("\n")


class Marked(NullTranslations):
    """A language whose words are ours between marks."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context, message):
        return self.gettext(message)

    def npgettext(self, _context, msgid1, msgid2, n):
        return self.ngettext(msgid1, msgid2, n)


def unmarked(text):
    """The words of a text that stand between no marks."""
    while "⟦" in text:
        text, before = re.sub("⟦[^⟦⟧]*⟧", " ", text), text
        assert text != before, text
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"https?://\S+", "", text))}


REWRITTEN = content_of(
    claim=Claim.REPLACED,
    silent=False,
    texts=(
        (clause("We never sell your data. We keep logs for 12 months."),),
        (clause("We share your location with Harrowgate Ads Ltd.", path=("Who receives data",)),),
    ),
    stated_new=None,
    subscribed=(3,),
)
TURNED = content_of(language="fr", claim=Claim.LANGUAGE, subscribed=(3,))
HEALTH = HealthContent(message_id="<2@x.example>", address=ADA, created_at=NOW, items=ITEMS, subscribed=(3,))
DIGEST = DigestContent(
    message_id="<1@x.example>",
    address=ADA,
    created_at=NOW,
    kind=NoticeKind.DAILY,
    due_at=NOW,
    changes=(CONTENT, replace(CONTENT, change_id=8)),
    count=5,
    material=1,
    watches=2,
    health=ITEMS,
    same=5,
    held=1,
    failing=1,
    blind=2,
    subscribed=(3,),
)
QUESTION = ConfirmContent(
    message_id="<3@x.example>", address=ADA, created_at=NOW, asked=(FOLLOWED,), count=4, names={}, subscribed=(3,)
)
EVERY = {
    "one": CONTENT,
    "rewritten": REWRITTEN,
    "turned": TURNED,
    "health": HEALTH,
    "digest": DIGEST,
    "asked": QUESTION,
}
# what a page and whoever set the watches up wrote, and the names of things that have no other
PAGES = """acme privacy policy brill cord how long we keep data server logs for months who receives listen to your voice
never sell share location with harrowgate ads ltd utc clausewatch edit list state blind url ada reader example"""


@pytest.mark.parametrize("content", EVERY.values(), ids=EVERY)
def test_no_word_of_ours_is_left_untranslated(content):
    """Whatever is not a page's stands in the catalogues: subject, text, HTML and the short text for chats."""
    catalogue = Catalogue(language="it", messages=Marked())
    mail = compose(content, sender="a@w.example", public_url="https://w.example", stop_key=b"k", catalogue=catalogue)
    html = lxml.html.fromstring(mail.get_body(("html",)).get_content()).find("body").text_content()
    texts = [str(mail["Subject"]), mail.get_body(("plain",)).get_content(), html]
    if not isinstance(content, ConfirmContent):
        brief = write_brief(content, catalogue=catalogue)
        # what is cut within a message has no mark at its end
        texts += [line for line in [brief.title, *brief.text.splitlines()] if "…" not in line]
    whole = [text if text.count("⟦") == text.count("⟧") else text + "⟧" * 9 for text in texts]
    assert set().union(*map(unmarked, whole)) - set(PAGES.split()) == set()


@pytest.mark.parametrize("language", LOCALES)
def test_what_carries_a_mail_is_sound_in_every_language(language):
    """Subjects have their length and travel as RFC 2047 has it, no line is too long, and the language is said."""
    long = "Ž" * 200
    contents = [
        replace(CONTENT, watch_name=long),
        replace(DIGEST, changes=(replace(CONTENT, watch_name=long),)),
        HEALTH,
    ]
    for content in contents:
        mail, raw = mail_of(content, language)
        assert len(str(mail["Subject"])) <= LONGEST_TITLE
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        head = raw.partition(b"\r\n\r\n")[0]
        assert head.isascii()
        assert mail["Content-Language"] == language
        html = lxml.html.fromstring(mail.get_body(("html",)).get_content())
        assert html.get("lang") == language
    page = lxml.html.fromstring(mail_of(CONTENT, language)[0].get_body(("html",)).get_content())
    assert {one.getparent().get("lang") for one in page.iter("ins", "del")} == {"en"}


def test_every_failure_is_explained_in_every_language():
    """No advice is English in a mail of another language."""
    for language in sorted(set(LOCALES) - {"en"}):
        catalogue = catalogue_of(language)
        said = {failure_words(kind, 404, catalogue).advice for kind in FAILURES}
        assert said.isdisjoint({failure_words(kind, 404).advice for kind in FAILURES})


def test_a_mail_is_in_the_language_of_its_reader_when_it_is_sent(tmp_path):
    """What waits is told in the language chosen since; who chose none is told in that of the configuration."""
    with closing(open_store(tmp_path)) as db, writing(db) as conn:
        watch = put_watch(conn, emails=[ADA])
        enqueue(conn, change_id=put_change(conn, watch), watch_id=watch, at=NOW, domain="w.example")
        assert notice_content(db, 1).told_in == ""
        speak_to(conn, ADA.upper(), "it")
        assert notice_content(db, 1).told_in == "it"


def asked(folder, path, language, at=NOW):
    """Ask for a page of a link; its language by header and markup, and its title."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(LinkPages(None, folder, lambda: at, language)(scope, None, send))
    page = lxml.html.fromstring(sent[1]["body"].decode())
    return dict(sent[0]["headers"])[b"content-language"].decode(), page.get("lang"), page.findtext(".//h1")


def test_pages_of_links_speak_the_language_of_their_reader(tmp_path):
    """A page to stop or to confirm is in its reader's language; one of an unknown link in that of the configuration."""
    with closing(open_store(tmp_path)) as db:
        with writing(db) as conn:
            watch = put_watch(conn)
            values = {"email": ADA, "watch_id": watch, "tag": None, "choice": FOLLOWED.choice, "now": NOW}
            number, _ = put_subscription(conn, **values, consent=Consent(is_asked=True))
            speak_to(conn, ADA, "de")
        key, theirs = stop_key(db), subscription_of(db.conn, number)
    stop = f"/stop/{stop_token([number], ADA, key)}"
    assert asked(tmp_path, stop, "it") == ("de", "de", "Diese E-Mails abbestellen oder weniger erhalten")
    confirm = f"/confirm/{confirm_token([theirs], key)}"
    assert asked(tmp_path, confirm, "it") == ("de", "de", "Möchten Sie E-Mails von Clausewatch erhalten?")
    late = "Hier gibt es nichts mehr zu bestätigen; nichts wurde geändert."
    assert asked(tmp_path, confirm, "it", NOW + timedelta(days=60)) == ("de", "de", late)
    unknown = asked(tmp_path, "/stop/7-00", "it")
    assert unknown == ("it", "it", "Questo non è un nostro collegamento; nulla è stato modificato.")
