"""The registers of versions as they are kept."""

from __future__ import annotations

from contextlib import closing

import pytest

from monitor.core.records import FailureKind
from storage.database import open_store, writing
from storage.registers import KeptFact, Unread, facts_kept, put_register, unread

RULES = "rules-1"


def _fact(name: str, place: str = "IE", since: int = 0) -> KeptFact:
    fields = (("name", name, name.lower()), ("place", place, place))
    return KeptFact(kind="processor", subject=name.lower(), fields=fields, position=2, since=since)


def _version(db, place: int) -> int:
    """Put a version of the first watch at a place among those it has."""
    with writing(db) as conn:
        conn.execute(
            "INSERT OR IGNORE INTO watches (id, slug, url, name, kind, every_seconds, added_at, next_check_at)"
            " VALUES (1, 'acme', 'https://acme.example/p', 'Acme', 'privacy', 3600, '2026-01-01T00:00:00Z', '')"
        )
        conn.execute("INSERT OR IGNORE INTO bodies VALUES ('none', 'text/html', 'utf-8', 1, x'00')")
        return conn.execute(
            "INSERT INTO snapshots (watch_id, captured_at, reason, url, title, language, extractor, text_digest,"
            " clause_count, word_count, body_sha256, place) VALUES (1, '2026-01-01T00:00:00Z', 'changed', '', '', 'en',"
            " 'e', ?, 1, 1, 'none', ?)",
            [str(place), place],
        ).lastrowid


@pytest.fixture
def db(tmp_path):
    """An empty store."""
    with closing(open_store(tmp_path)) as db:
        yield db


def _since(db, number: int) -> dict[str, int]:
    return {fact.subject: fact.since for fact in facts_kept(db, number)}


def test_a_fact_keeps_since_when_it_is_stated(db) -> None:
    """It is stated since the first version of the unbroken run; one that is said otherwise, or comes back, begins anew."""
    one, two, three = (_version(db, place) for place in (10, 20, 30))
    assert list(unread(db, RULES)) == [Unread(one, None), Unread(two, one), Unread(three, two)]
    put_register(db, Unread(one, None), RULES, [_fact("Quill", since=one), _fact("Rove", since=one)])
    put_register(db, Unread(two, one), RULES, [_fact("Quill", since=two), _fact("Rove", "FR", since=two)])
    put_register(db, Unread(three, two), RULES, [_fact("Quill", since=three), _fact("Rove", since=three)])
    assert (_since(db, two), _since(db, three)) == ({"quill": one, "rove": two}, {"quill": one, "rove": three})
    assert not list(unread(db, RULES))


def test_a_version_that_comes_between_has_those_after_it_read_again(db) -> None:
    """A past version that is put before others changes since when these state their facts."""
    first, last = _version(db, 10), _version(db, 30)
    put_register(db, Unread(first, None), RULES, [_fact("Quill", since=first)])
    put_register(db, Unread(last, first), RULES, [_fact("Quill", since=last)])
    between = _version(db, 20)
    for version in unread(db, RULES):
        put_register(
            db, version, RULES, [] if version.snapshot == between else [_fact("Quill", since=version.snapshot)]
        )
    assert _since(db, last) == {"quill": last}


def test_other_rules_read_all_again(db) -> None:
    """What was read by rules of the past is read again; what could not be read is not tried again and again."""
    version = Unread(_version(db, 10), None)
    put_register(db, version, RULES, (), failure=FailureKind.TOO_COSTLY)
    assert not list(unread(db, RULES))
    assert list(unread(db, "rules-2")) == [version]


def test_a_register_goes_with_its_version(db) -> None:
    """Of a watch that is purged no fact is left, and none is kept of a version that is gone meanwhile."""
    version = Unread(_version(db, 10), None)
    put_register(db, version, RULES, [_fact("Quill", since=version.snapshot)])
    with writing(db) as conn:
        conn.execute("DELETE FROM watches")
    put_register(db, version, RULES, [_fact("Quill", since=version.snapshot)])
    assert facts_kept(db, version.snapshot) == []
