"""`notice preview`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.blanks import CarefulGroup
from monitor.cli.common import one_of, say, warn, with_app
from monitor.cli.outbox import say_mail
from monitor.core.errors import InvalidInputError
from monitor.core.recipients import check_email
from monitor.core.records.catalogues import LOCALES
from monitor.previews import contents_of, gathered, preview_of, previewed_changes, unwanted
from monitor.wording import catalogue_of

if TYPE_CHECKING:
    from monitor.app import App


@click.group(cls=CarefulGroup)
def notice_command() -> None:
    """See what notices say."""


@notice_command.command("preview")
@click.argument("words", metavar="W|CHANGE...", nargs=-1, required=True)
@click.option("--digest", is_flag=True, help="As a digest tells it.")
@click.option("--to", "address", default="", metavar="ADDRESS", help="As this address is told, by what it chose.")
@click.option("--language", type=one_of(LOCALES), default=None, help="In this language.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Also write it to a file as mail programs show it.",
)
@with_app
def preview_command(
    app: App, words: tuple[str, ...], *, digest: bool, address: str, language: str | None, page: Path | None
) -> None:
    """Show the mail about a change, or about the last change of a watch, that is told. It is sent to nobody.

    W is a watch's short name or its URL; a number is that of a change. Several are told in one mail. The link
    that stops the mails is a sample.
    """
    address = check_email(address) if address else ""
    contents = contents_of(app, previewed_changes(app, words), address=address, now=app.clock())
    mail = preview_of(
        gathered(contents, is_digest=digest),
        public_url=app.config.public_url,
        sender=app.config.mail_from,
        catalogue=catalogue_of(language or contents[0].told_in or app.config.notice_language),
    )
    if page is not None:
        try:
            page.write_text(mail.html, encoding="utf-8")
        except OSError as error:
            raise InvalidInputError(f"{page} cannot be written: {error.strerror}") from error
    say_mail(to=contents[0].address, subject=mail.subject, text=mail.text)
    if not address:
        warn(f"{contents[0].address} stands for a reader who chose nothing; --to ADDRESS shows it as somebody is told")
    for words_of_one in unwanted(app, contents):
        warn(words_of_one)
    if page is not None:
        say(f"\n{page} has it as mail programs show it.")
