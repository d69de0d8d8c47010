"""Composing the mail of a notice: headers, text and HTML; it sends nothing and reads no clock."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from monitor.core.errors import InvalidInputError
from monitor.core.notices.confirming import confirm_token, write_question
from monitor.core.notices.digest import MOST_BYTES, ROOM, write_digest
from monitor.core.notices.following import followed_words
from monitor.core.notices.health import write_health
from monitor.core.notices.notice import message_domain, write_letter
from monitor.core.notices.shorten import plain
from monitor.core.notices.stopping import stop_token
from monitor.core.notices.threads import only_watch, thread_id, thread_of
from monitor.core.records import ConfirmContent, DigestContent, HealthContent, NoticeKind, RedlineOp
from monitor.core.records.catalogues import ENGLISH
from monitor.wording import words_of

if TYPE_CHECKING:
    from datetime import datetime
    from email.policy import EmailPolicy, Policy

    from monitor.core.notices.confirming import ConfirmLetter
    from monitor.core.notices.digest import DigestLetter
    from monitor.core.notices.health import HealthLetter
    from monitor.core.notices.notice import Letter
    from monitor.core.records import AnyContent, NoticeContent, Redline
    from monitor.core.records.catalogues import Catalogue

    _Values = dict[str, Any]

_SENDER_NAME = "Clausewatch"
_WIDTH = 74  # columns of a text mail; RFC 5322 2.1.1 asks for 78 at most
_INDENT = "    "
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@\x00-\x1f\x7f]{1,64}@[^\s<>()\[\],;:\"\\@\x00-\x1f\x7f]{1,255}")
_MARKS = {RedlineOp.EQUAL: ("", ""), RedlineOp.DELETE: ("[-", "-]"), RedlineOp.INSERT: ("{+", "+}")}
_FORGED = re.compile(r"([{\[])([+-])|([+-])([}\]])")
_LONGEST_HEADER = 900  # characters; RFC 5322 2.1.1 has 998 for a line
_BASE64_SHARE = 6  # quoted-printable triples each byte outside ASCII, base64 adds a third to all


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that is folded by nobody, or as RFC 2047 has it.

    The standard library's own way turns a long address into encoded words and loses a space beside some of them.
    """

    def fold(self, *, policy: Policy) -> str:
        text = self if self.isascii() else Header(self, "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {text}{policy.linesep}"


class _Headers(HeaderRegistry):
    """Makes the class of each kind of header once; the standard library's makes one for every header."""

    @cache  # noqa: B019 - there is one for ever
    def __getitem__(self, name: str) -> type[BaseHeader]:
        return super().__getitem__(name)


@cache
def _policy(*, utf8: bool) -> EmailPolicy[EmailMessage]:
    registry = _Headers()
    for name in ("subject", "list-id", "list-unsubscribe"):
        registry.map_to_type(name, _Whole)
    return SMTP.clone(header_factory=registry, utf8=utf8)


def compose(
    content: AnyContent, *, sender: str, public_url: str, stop_key: bytes = b"", catalogue: Catalogue = ENGLISH
) -> EmailMessage:
    """Write the mail of a notice; the same content gives the same mail, byte for byte.

    Args:
        content: what the store knows.
        sender: the From address, with or without a name; it is also where people write to stop the mails.
        public_url: where the browse pages are, "" for no links.
        stop_key: with which the link that stops the mails is signed; without it there is none. The ids of threads are
            made with it too.
        catalogue: the language of our words.

    Returns:
        Text and HTML, under 300 KB whatever the content, and under 100 KB where it tells of several changes.

    Raises:
        InvalidInputError: the subscriber's or the sender's address is none; or it asks to confirm, and no link can be
            made.
    """
    name, address = parseaddr(plain(sender))
    head = _Head(name=name, sender=address, base=plain(public_url).rstrip("/"), stop_key=stop_key, catalogue=catalogue)
    if isinstance(content, DigestContent):
        return _fitting(content, head)
    if isinstance(content, ConfirmContent):
        return _message(content, head, *_question(content, head))
    if isinstance(content, HealthContent):
        return _message(content, head, *_health(content, head))
    return _message(content, head, *_notice(content, head))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What all mails have in common.

    Args:
        name: of the sender.
        sender: their address.
        base: where the browse pages are, "" for nowhere.
        stop_key: with which links are signed, b"" for none.
        catalogue: the language of our words.
    """

    name: str
    sender: str
    base: str
    stop_key: bytes
    catalogue: Catalogue


def _fitting(content: DigestContent, head: _Head) -> EmailMessage:
    """Return a digest as long as it may be; letters that mails encode take up to three times their room."""
    room = ROOM
    while True:
        message = _message(content, head, *_digest(content, head, room=room))
        size = len(message.as_bytes())
        if not room or size <= MOST_BYTES:
            return message
        room = min(room * 3 // 4, room * MOST_BYTES // size)


def _message(content: AnyContent, head: _Head, template: str, list_name: str, values: _Values) -> EmailMessage:
    # an address outside ASCII needs the headers of RFC 6532; any other mail keeps those every server takes
    message = EmailMessage(policy=_policy(utf8=not content.address.partition("@")[0].isascii()))
    message["From"] = _address(head.sender, head.name or _SENDER_NAME)
    message["To"] = _address(content.address)
    # what looks like an encoded word would be decoded
    message["Subject"] = values["letter"].subject.replace("=?", "= ?")
    message["Date"] = _dated(content)
    message["Message-ID"] = plain(content.message_id)
    if root := thread_id(thread_of(content), content.address, head.stop_key):
        message["In-Reply-To"] = root
        message["References"] = root
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "list"
    message["List-Id"] = f"<{_token(list_name)}.{message_domain(head.base)}>"
    ways = [f"<{way}>" for way in (values["stop_link"], values["stop_url"]) if way]
    both = ", ".join(ways)
    message["List-Unsubscribe"] = both if len(both) < _LONGEST_HEADER else ways[0]
    if values["stop_link"].startswith("https://"):  # RFC 8058 section 3.1
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    templates = _templates(head.catalogue)
    text = templates.get_template(f"{template}.txt").render(values)
    message.set_content(text, cte=_encoding(text))
    html = templates.get_template(f"{template}.html").render(values)
    message.add_alternative(html, subtype="html", cte=_encoding(html))
    message["Content-Language"] = head.catalogue.language  # what is set before goes to the first part
    # a boundary of chance would make each repeat another message
    message.set_boundary(f"=={_token(content.message_id)}==")
    return message


def _dated(content: AnyContent) -> datetime:
    """Return when a mail is written: a digest at its time, whenever the first of it was."""
    if isinstance(content, DigestContent) and content.kind is not NoticeKind.CHANGES:
        return content.due_at
    return content.created_at


def check_sender(sender: str) -> None:
    """Check that mail can be sent in someone's name.

    Args:
        sender: the From address, with or without a name.

    Raises:
        InvalidInputError: it is none; the message says where to set it.
    """
    try:
        _address(parseaddr(plain(sender))[1])
    except InvalidInputError as error:
        raise InvalidInputError(f"mails cannot be sent from {sender!r}; set mail_from to a mail address") from error


def _values(
    content: AnyContent,
    letter: Letter | HealthLetter | DigestLetter | ConfirmLetter,
    head: _Head,
    *,
    about: str,
    because: str,
) -> _Values:
    base, token = head.base, stop_token(content.subscribed, content.address, head.stop_key)
    return {
        "letter": letter,
        "content": content,
        "sender": head.sender,
        "base": base,
        "because": because,
        "language": head.catalogue.language,
        "change_of": lambda number: f"{base}/change/{number}" if base else "",
        "page_of": lambda slug: f"{base}/watch/{quote(slug, safe='')}" if base else "",
        "stop_link": f"{base}/stop/{token}" if base and token else "",
        "stop_url": f"mailto:{quote(head.sender, safe='@.+-_')}?subject=stop%20{_token(about)}",
    }


def _notice(content: NoticeContent, head: _Head) -> tuple[str, str, _Values]:
    letter = write_letter(content, has_page=bool(head.base), catalogue=head.catalogue)
    by = content.subscription
    because = followed_words(by, letter.name, head.catalogue) if by else letter.name
    values = _values(content, letter, head, about=content.watch_slug, because=because)
    url, watch_url = plain(content.watch_url), values["page_of"](content.watch_slug)
    own = {
        "url": url,
        "is_link": url.startswith(("https://", "http://")),
        "title": plain(content.title)[:200],
        "page_language": plain(content.language),
        "change_url": values["change_of"](content.change_id),
        "version_url": f"{watch_url}/version/{content.snapshot}" if watch_url else "",
        "watch_url": watch_url,
    }
    return "notice", content.watch_slug, values | own


def _health(content: HealthContent, head: _Head) -> tuple[str, str, _Values]:
    letter = write_health(content, head.catalogue)
    values = _values(content, letter, head, about=letter.list_name, because=letter.about)
    return "health", letter.list_name, values


def _question(content: ConfirmContent, head: _Head) -> tuple[str, str, _Values]:
    token = confirm_token(content.asked, head.stop_key)
    if not (head.base and token):
        raise InvalidInputError("nobody can confirm it while public_url is not set: the mail would have no link")
    values = _values(content, write_question(content, head.catalogue), head, about="mails", because="")
    return "confirm", "confirm", {**values, "confirm_link": f"{head.base}/confirm/{token}"}


def _digest(content: DigestContent, head: _Head, *, room: int) -> tuple[str, str, _Values]:
    letter = write_digest(content, room=room, catalogue=head.catalogue)
    # several changes of one watch are a mail about that watch, as one is
    list_name = (only_watch(content) if content.kind is NoticeKind.CHANGES else "") or letter.list_name
    values = _values(content, letter, head, about=list_name, because=letter.because)
    return "digest", list_name, values


def _address(address: str, name: str = "") -> Address:
    if not _ADDRESS.fullmatch(address):
        raise InvalidInputError(f"{address!r} is not a mail address")
    local, _, domain = address.rpartition("@")
    try:
        return Address(display_name=name, username=local, domain=domain.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError) as error:
        raise InvalidInputError(f"{address!r} is not a mail address") from error


def _token(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:60] or "watch"


def _encoding(text: str) -> str:
    others = len(text) - len(text.encode("ascii", "ignore"))
    return "base64" if others * _BASE64_SHARE > len(text) else "quoted-printable"


def marked(redline: Redline) -> str:
    """Write a redline for a terminal.

    Args:
        redline: of safe text.

    Returns:
        Lines of at most 74 characters, deletions as [-...-] and insertions as {+...+}; what merely looks like such a
        mark in the text is spaced out.
    """
    pieces = []
    for op, text in redline:
        start, end = _MARKS[op]
        spaced = _FORGED.sub(r"\1\3 \2\4", text)
        pieces.append(f"{start}{spaced}{end}")
    return textwrap.fill("".join(pieces), _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}" style="color:#0b57b7;">{}</a>').format(address, words)


@cache
def _templates(catalogue: Catalogue) -> Environment:
    """Return the templates of a language; there are as many as languages, for ever."""
    environment = Environment(
        loader=PackageLoader("monitor"), autoescape=select_autoescape(["html"]), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(marked=marked, filled=_filled)
    environment.globals.update(words_of(catalogue))
    environment.globals.update(link=_link, bdi=Markup("<bdi>{}</bdi>").format, code=Markup("<code>{}</code>").format)
    return environment
