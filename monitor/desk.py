"""What members have done by the pages: by the same functions as the commands, each act noted with who wanted it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.checking.pool import Workers
from crawler.checking.record import mail_domain
from monitor.app import App
from monitor.core.errors import InvalidInputError
from monitor.core.lists.findings import FindingKind, settled
from monitor.core.naming import told_apart
from monitor.core.notices.chosen import make_choice
from monitor.core.notices.following import choice_words, followed_words
from monitor.core.phrases import count_words
from monitor.core.records import Act, Deed, Pace, ReviewState, Role, StepKind
from monitor.core.review import due_rule, newly_said
from monitor.core.watchlist import check_tag
from monitor.deeds import DEEDS, Wish, email_of
from monitor.described import slug_for
from monitor.edits import redrawn
from monitor.imports import Imports
from monitor.lists import intake_of, watched_of
from monitor.looks import Looks
from monitor.previews import contents_of, gathered, preview_of, unwanted
from monitor.questions import ask_now, consent_of
from monitor.reviews import check_said, find_review, say_of
from monitor.tell import tell
from monitor.wording import catalogue_of
from storage.acts import note_act
from storage.database import writing
from storage.intake import take_in
from storage.rechosen import end_subscriptions, rechoose
from storage.reviews import steps_of
from storage.subscriptions import put_subscription, subscriptions
from storage.summaries import known_names
from storage.users import user_named
from storage.watches import add_all

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from monitor.core.lists.findings import Finding
    from monitor.core.records import Preview, Subscription, User, Watch
    from storage.browse.desk import Listed, Look
    from storage.intake import Intake

_EMPTIED = {StepKind.ASSIGNEE, StepKind.DUE, StepKind.TICKET}  # a form with nothing in these takes back


@dataclass(frozen=True)
class OwnDesk:
    """The desk of a data folder; see `storage.browse.desk.Desk`.

    Args:
        folder: the data folder.
    """

    folder: Path
    looks: Looks = field(init=False)
    imports: Imports = field(init=False)

    def __post_init__(self) -> None:
        """Have room for looks and lists."""
        object.__setattr__(self, "looks", Looks(self.folder))
        object.__setattr__(self, "imports", Imports(self.folder))

    def do(self, deed: Deed, slug: str, fields: Mapping[str, str], user: User) -> None:
        """Do something to a watch, and note it in the same transaction."""
        with _opened(self.folder) as app:
            watch = app.find_ever(slug) if deed is Deed.TAKE_UP else app.find(slug)
            if deed is Deed.TELL:
                _tell(app, watch, user)
                return
            if deed not in DEEDS:
                raise InvalidInputError("it was not said what to do")
            with writing(app.existing_db) as conn:
                _check_still(app, user)
                detail = DEEDS[deed](Wish(app=app, conn=conn, watch=watch, fields=fields, user=user))
                _note(app, conn, deed, watch.slug, detail, user)
            ask_now(app)
            if deed is Deed.EDIT and {"include", "exclude"} & {*detail.split(", ")}:
                redrawn(app, watch.id)

    def review_days(self) -> int:
        """Return within how many working days a material change is to be reviewed."""
        with _opened(self.folder) as app:
            return app.config.review_days

    def review(self, change: int, fields: Mapping[str, str], user: User) -> None:
        """Say something of a review, where nobody has said otherwise since the form was shown."""
        with _opened(self.folder) as app:
            given = {
                what.value: fields[what]
                for what in StepKind
                if what in fields and (fields[what].strip() or what in _EMPTIED)
            }
            if "take" in fields:
                given |= {"state": ReviewState.IN_REVIEW, "assignee": user.name}
            said = check_said(app, given)
            if not said:
                raise InvalidInputError("nothing was said; write a comment, or choose what becomes of it")
            with writing(app.existing_db) as conn:
                _check_still(app, user)
                review, steps = find_review(app, change), steps_of(app.existing_db, change)
                rule = due_rule(app.config.review_days)
                due = rule(review.significance, review.told_at.date())
                new = newly_said(said, steps, seen=_seen(fields), due=due)
                if new:
                    say_of(app, conn, review, new, who=user.name)
                    _note(app, conn, Deed.REVIEW, review.watch, _said_words(change, new), user)

    def hears(self, slug: str, user: User) -> str:
        """Return what a user hears of a watch by itself, in words."""
        if not user.email:
            return ""
        with _opened(self.folder) as app:
            theirs = [one for one in subscriptions(app.view, email=user.email) if one.watch == slug]
        return "; ".join(map(_chosen_words, (one for one in theirs if not one.choice.phrases)))

    def mail_of(self, change: int, user: User) -> tuple[Preview, tuple[str, ...]]:
        """Return the mail about a change as a user would get it."""
        with _opened(self.folder) as app:
            contents = contents_of(app, [change], address=email_of(user), now=app.clock())
            by = contents[0].subscription
            mail = preview_of(
                gathered(contents, is_digest=by is not None and by.choice.pace is not Pace.AT_ONCE),
                public_url=app.config.public_url,
                sender=app.config.mail_from,
                catalogue=catalogue_of(contents[0].told_in or app.config.notice_language),
            )
            return mail, tuple(unwanted(app, contents))

    def phrases(self, user: User) -> tuple[tuple[int, str], ...]:
        """Return of which phrases a user hears."""
        if not user.email:
            return ()
        with _opened(self.folder) as app:
            theirs = subscriptions(app.view, email=user.email)
        return tuple((one.id, f"{followed_words(one)}, {_chosen_words(one)}") for one in theirs if one.choice.phrases)

    def follow_phrase(self, fields: Mapping[str, str], user: User) -> None:
        """Let a user hear when clauses say something newly, or no longer."""
        email, phrase = email_of(user), fields.get("phrase", "").strip()
        if not phrase:
            raise InvalidInputError("say which words are looked for")
        chosen = {name: fields.get(name, "") for name in ("when", "least")}
        choice = make_choice({**chosen, "phrases": (phrase,)})
        with _opened(self.folder) as app:
            watch = app.find(fields["watch"]) if fields.get("watch") else None
            tag = check_tag(fields["tag"]) if fields.get("tag") and not watch else None
            now, consent = app.clock(), consent_of(app, is_sure=False)
            with writing(app.existing_db) as conn:
                _check_still(app, user)
                number, before = put_subscription(
                    conn,
                    email=email,
                    watch_id=watch.id if watch else None,
                    tag=tag,
                    choice=choice,
                    now=now,
                    consent=consent,
                )
                if before:
                    rechoose(conn, number, now=now)
                # which words, is theirs alone
                of = f"in watches tagged {tag}" if tag else "" if watch else "in all watches"
                _note(app, conn, Deed.FOLLOW_PHRASE, watch.slug if watch else "", of, user)
            ask_now(app)

    def unfollow_phrase(self, number: int, user: User) -> None:
        """Let a user hear no more because of a subscription of theirs to phrases."""
        email = email_of(user)
        with _opened(self.folder) as app, writing(app.existing_db) as conn:
            _check_still(app, user)
            theirs = subscriptions(app.existing_db, email=email, ever=True)
            ended = [one for one in theirs if one.id == number and one.choice.phrases]
            if not ended:
                raise InvalidInputError("you do not follow this any more")
            end_subscriptions(conn, [number], now=app.clock())
            _note(app, conn, Deed.UNFOLLOW_PHRASE, ended[0].watch, "", user)

    def look(self, fields: Mapping[str, str], user: User) -> str:
        """Begin to look at a page."""
        return self.looks.begin(fields, user.id)

    def look_of(self, token: str, user: User) -> Look | None:
        """Return how a look stands."""
        kept = self.looks.get(token, user.id)
        return kept.look if kept else None

    def read_list(self, content: bytes, user: User) -> str:
        """Begin to look what is to become of the rows of a list."""
        return self.imports.begin(content, user.id)

    def list_of(self, token: str, user: User) -> Listed | None:
        """Return how a list stands."""
        kept = self.imports.get(token, user.id)
        return kept.listed if kept else None

    def take_in(self, token: str, user: User) -> None:
        """Put on the watchlist what a list adds."""
        kept = self.imports.get(token, user.id)
        if kept is None or kept.listed.doing or kept.listed.result or not kept.listed.added:
            raise InvalidInputError("there is nothing of this list to be added; give it again")
        with _opened(self.folder) as app:
            consent = consent_of(app, is_sure=False, is_direct=False)
            with writing(app.existing_db):
                _check_still(app, user)
                # somebody else may have added or removed some of it since
                watched = watched_of(app.existing_db)
                findings = [
                    one
                    for one in settled(kept.findings, watched.urls, watched.removed)
                    if one.kind is not FindingKind.KNOWN or (one.entry and one.entry.spec.url in watched.watches)
                ]
                intake = intake_of(findings, watched, restless=kept.restless)
                if not intake.added:
                    raise InvalidInputError("all of this list is watched by now, or was taken off the watchlist")
                take_in(app.existing_db, intake, now=app.clock(), consent=consent)
                _note_list(app, intake, findings, user)
            ask_now(app)
        left = sum(one.is_open for one in findings)
        added = count_words(len(intake.added), "watch", "watches")
        result = f"Added {added}" + (f", left out {left}." if left else ".")
        kept.listed = replace(kept.listed, result=result)

    def add(self, token: str, user: User) -> str:
        """Put the page of a look on the watchlist."""
        kept = self.looks.get(token, user.id)
        if kept is None or not kept.look.can_be_watched:
            raise InvalidInputError("there is no look by which this could be watched; begin another")
        with _opened(self.folder) as app, writing(app.existing_db) as conn:
            _check_still(app, user)
            (spec,) = told_apart([kept.spec], known_names(app.existing_db))
            known = {spec.url: kept.restless}
            (number,) = add_all(
                app.existing_db, [(spec, slug_for(spec))], now=app.clock(), restless=known, sites=kept.sites
            )
            slug: str = conn.execute("SELECT slug FROM watches WHERE id = ?", [number]).fetchone()[0]
            _note(app, conn, Deed.ADD, slug, spec.url, user)
        return slug


@contextmanager
def _opened(folder: Path) -> Iterator[App]:
    app = App(folder=folder)
    try:
        yield app
    finally:
        app.close()


def _check_still(app: App, user: User) -> None:
    """Refuse what somebody wants who may want it no more: between asking and doing an owner may have seen to that."""
    now = user_named(app.existing_db, user.name)
    if now is None or now.id != user.id or not now.role.is_at_least(Role.MEMBER):
        raise InvalidInputError("you may not do this any more: an owner has changed your account")


def _note(app: App, conn: sqlite3.Connection, deed: Deed, slug: str, detail: str, user: User) -> None:
    note_act(conn, Act(at=app.clock(), who=user.name, deed=deed.value, watch=slug, detail=detail))


def _seen(fields: Mapping[str, str]) -> int:
    """Return how many steps of a review somebody has seen; none, where the form does not say."""
    text = fields.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _said_words(change: int, said: Mapping[StepKind, str]) -> str:
    """Say what was said of a review, but for the words of a comment: these stand in the review."""
    parts = [what if what is StepKind.COMMENT else f"{what} {value or 'taken back'}" for what, value in said.items()]
    return f"change {change}: {', '.join(parts)}"


def _note_list(app: App, intake: Intake, findings: Sequence[Finding], user: User) -> None:
    """Note a list that was taken in, and each watch that it added as one that somebody added."""
    conn = app.existing_db.conn
    _note(app, conn, Deed.IMPORT, "", f"{len(intake.added)} of {len(findings)} rows", user)
    for entry, _ in intake.added:
        (slug,) = conn.execute("SELECT slug FROM watches WHERE url = ?", [entry.spec.url]).fetchone()
        _note(app, conn, Deed.ADD, slug, entry.spec.url, user)


def _chosen_words(one: Subscription) -> str:
    return choice_words(one.choice) + (", once the mail that asks is confirmed" if one.unconfirmed_since else "")


def _tell(app: App, watch: Watch, user: User) -> None:
    # the text is drawn outside of a transaction, so that nobody waits for it; what is told is written by one of its own
    _check_still(app, user)
    with Workers() as workers:
        change = tell(app.existing_db, watch, workers, now=app.clock(), domain=mail_domain(app.config.public_url))
    with writing(app.existing_db) as conn:
        _note(app, conn, Deed.TELL, watch.slug, change.detail, user)
