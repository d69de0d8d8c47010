"""Datasette on the store, which it only reads, with the pages of this package."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from datasette.app import Datasette, DatasetteClient
from datasette.plugins import pm
from datasette.utils import parse_metadata

from monitor.core.errors import StoreError
from storage.browse import plugin
from storage.browse.admission import Admission
from storage.browse.database import BOUNDS, GuardedDatabase
from storage.browse.places import THREADS
from storage.browse.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.core.records import NoticeContent, Preview
    from storage.browse.desk import Desk

NAME = "clausewatch"
SETTINGS: dict[str, int | bool] = {
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": int(BOUNDS.seconds * 1000),
    "num_sql_threads": THREADS,
    "allow_download": False,
    "default_allow_sql": True,
    "suggest_facets": False,
    "max_csv_mb": 50,
    "truncate_cells_html": 300,
    "default_cache_ttl": 0,
}


def _now() -> datetime:
    return datetime.now(UTC)


def datasette_for(
    path: Path,
    *,
    public_url: str = "",
    clock: Callable[[], datetime] = _now,
    mail_of: Callable[[NoticeContent], Preview] | None = None,
    admission: Admission | None = None,
    desk: Desk | None = None,
) -> Datasette:
    """Return Datasette on a store, to be served in this process.

    It reads while others write, and writes nothing but sessions. Subscribers, their subscriptions, notices and
    deliveries, users and what they did can neither be seen nor queried.

    Args:
        path: the store's file.
        public_url: the address readers reach it at, e.g. "https://policies.example.org/watch"; a path in it
            becomes the prefix of all pages.
        clock: tells the time in UTC; "2 days ago" is counted from it.
        mail_of: writes the mail that a notice would be, which the page of its change leads to; None for no such pages.
        admission: who comes in; anyone, where that is not said.
        desk: does what members ask for; None for pages that are only read.

    Raises:
        StoreError: there is no such file.
    """
    if not path.is_file():
        raise StoreError(f"there is no store at {path}; 'clausewatch add' makes one")
    here = Path(str(files("storage.browse")))
    address = urlsplit(public_url)
    settings = SETTINGS | {
        "base_url": f"{address.path.rstrip('/')}/",
        "force_https_urls": address.scheme == "https",
    }
    if not pm.is_registered(plugin):
        pm.register(plugin)
        # Datasette drops what it was to suggest where a facet cannot be, and Python warns of that on the terminal
        warnings.filterwarnings(
            "ignore", r"coroutine '(TableView\._data_traced|\w+Facet\.facet_results)", RuntimeWarning
        )
    datasette = Datasette(
        metadata=parse_metadata((here / "metadata.yaml").read_text(encoding="utf-8")),
        template_dir=str(here / "templates"),
        static_mounts=[("static", str(here / "static"))],
        settings=settings,
        memory=False,
    )
    datasette.remove_database("_memory")
    site = Site(
        desk=desk, public_url=public_url.rstrip("/"), clock=clock, mail_of=mail_of, admission=admission or Admission()
    )
    datasette.add_database(GuardedDatabase(datasette, str(path), site), name=NAME)
    # the client keeps the application it was made with, which did not know the store yet
    datasette.client = DatasetteClient(datasette)
    return datasette
