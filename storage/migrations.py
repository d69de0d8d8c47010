"""The schema's history: append-only steps, each known by its name for ever."""

from __future__ import annotations

import secrets
import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from storage.worded_reasons import details_of, gravest_of

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("clausewatch")


def _statements(script: str) -> list[str]:
    """Split a script where SQLite itself says a statement ends, so that a trigger stays whole."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements


def _run(db: Database, name: str) -> None:
    # executescript() would commit the migration's transaction first
    for statement in _statements(files("storage").joinpath(name).read_text(encoding="utf-8")):
        db.conn.execute(statement)


@migrations()
def m001_schema(db: Database) -> None:
    """Create schema 1."""
    _run(db, "schema_1.sql")


@migrations()
def m002_how_to_fetch(db: Database) -> None:
    """Keep how a page is to be fetched, and where it has moved to."""
    for column in (
        "is_rendered INTEGER NOT NULL DEFAULT 0 CHECK (is_rendered IN (0, 1))",
        "ignores_robots INTEGER NOT NULL DEFAULT 0 CHECK (ignores_robots IN (0, 1))",
        "moved_to TEXT NOT NULL DEFAULT ''",
        "moved_at TEXT",
    ):
        db.conn.execute(f"ALTER TABLE watches ADD COLUMN {column}")


@migrations()
def m003_blind_spells(db: Database) -> None:
    """Keep when a watch was blind, and let a notice tell of that."""
    _run(db, "schema_3.sql")


@migrations()
def m004_schedule(db: Database) -> None:
    """Keep the schedule's signs of life and its rounds."""
    _run(db, "schema_4.sql")


@migrations()
def m005_order_by_sequence(db: Database) -> None:
    """Keep the order of versions and checks apart from their times; let old checks be thinned."""
    _run(db, "schema_5.sql")


@migrations()
def m006_reasons_as_values(db: Database) -> None:
    """Keep each reason as a value, those that are there in words as far as these say it."""
    db.conn.create_function("reason_details_of", 1, details_of, deterministic=True)
    _run(db, "schema_6.sql")


@migrations()
def m007_left_out(db: Database) -> None:
    """Keep what was left out of a page; of versions that are there nobody noted it."""
    _run(db, "schema_7.sql")


@migrations()
def m008_held(db: Database) -> None:
    """Keep what is held and when a change was told; let a check end as held."""
    _run(db, "schema_8.sql")


@migrations()
def m009_restless(db: Database) -> None:
    """Hold edits until a second look, and keep the places of a page that vary from look to look."""
    _run(db, "schema_9.sql")


@migrations()
def m010_untold(db: Database) -> None:
    """Keep the sentences of a policy that came or went at a page that varies, until they are told."""
    _run(db, "schema_10.sql")


@migrations()
def m011_provenance(db: Database) -> None:
    """Keep how each version came to us; of those that are there, as far as the store can tell."""
    _run(db, "schema_11.sql")


@migrations()
def m012_sites(db: Database) -> None:
    """Keep the sites on which the page of a watch was found."""
    _run(db, "schema_12.sql")


@migrations()
def m013_watchlist_ever(db: Database) -> None:
    """Tell how watches stand that were removed, too."""
    _run(db, "schema_13.sql")


@migrations()
def m014_past_addresses(db: Database) -> None:
    """Keep the addresses that a watch had before."""
    _run(db, "schema_14.sql")


@migrations()
def m015_accept_language(db: Database) -> None:
    """Keep in which languages a page is asked for."""
    db.conn.execute("ALTER TABLE watches ADD COLUMN accept_language TEXT NOT NULL DEFAULT ''")


@migrations()
def m016_search_headings(db: Database) -> None:
    """Let headings be searched."""
    _run(db, "schema_16.sql")


@migrations()
def m017_gravity(db: Database) -> None:
    """Keep how grave the gravest reason of each clause change is, and know a change by its gravest reason."""
    db.conn.create_function("gravest_of", 1, gravest_of, deterministic=True)
    _run(db, "schema_17.sql")


@migrations()
def m018_surroundings(db: Database) -> None:
    """Keep which parts of a page turn while its policy stays."""
    _run(db, "schema_18.sql")


@migrations()
def m019_choices(db: Database) -> None:
    """Keep what subscribers choose, and let a notice tell of several changes."""
    _run(db, "schema_19.sql")
    db.conn.execute("INSERT INTO keys (name, key) VALUES ('stop', ?)", [secrets.token_bytes(32)])


@migrations()
def m020_confirmations(db: Database) -> None:
    """Let addresses confirm what they are to hear of, and keep what they have stopped."""
    _run(db, "schema_20.sql")


@migrations()
def m021_ways(db: Database) -> None:
    """Keep by which way a subscriber is told, and what a receiver answered."""
    _run(db, "schema_21.sql")
    db.conn.execute("INSERT INTO keys (name, key) VALUES ('hook', ?)", [secrets.token_bytes(32)])


@migrations()
def m022_depth(db: Database) -> None:
    """Keep how deep items of lists stand in one another; of those that are there it is not known."""
    db.conn.execute("ALTER TABLE snapshot_clauses ADD COLUMN depth INTEGER NOT NULL DEFAULT 0")


@migrations()
def m023_refusals(db: Database) -> None:
    """Keep since when a subscriber refuses to be asked; of those that did before it is not known."""
    db.conn.execute("ALTER TABLE subscribers ADD COLUMN refused_at TEXT")


@migrations()
def m024_languages(db: Database) -> None:
    """Keep in which language a subscriber is told; "" for that of the configuration."""
    db.conn.execute("ALTER TABLE subscribers ADD COLUMN language TEXT NOT NULL DEFAULT ''")


@migrations()
def m025_users(db: Database) -> None:
    """Keep who may use the pages and for what, and what was done there."""
    _run(db, "schema_25.sql")


@migrations()
def m026_reviews(db: Database) -> None:
    """Keep how reviews stand, and let notices tell of what is said of them."""
    _run(db, "schema_26.sql")


@migrations()
def m027_tokens(db: Database) -> None:
    """Keep by which tokens programs read."""
    _run(db, "schema_27.sql")


@migrations()
def m028_variants(db: Database) -> None:
    """Keep which pages a page declares the same in other languages, and which watches are variants by hand."""
    _run(db, "schema_28.sql")


@migrations()
def m029_indices(db: Database) -> None:
    """Lead to what charts count and to clauses in scripts without spaces, which no full-text search finds."""
    _run(db, "schema_29.sql")


@migrations()
def m030_registers(db: Database) -> None:
    """Keep the registers of versions; those that are there are read by the schedule."""
    _run(db, "schema_30.sql")
