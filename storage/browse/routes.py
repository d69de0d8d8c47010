"""Which address leads to which page; these addresses stand in mails and feeds, so they stay as they are."""

from __future__ import annotations

from storage.browse.change_page import change_page
from storage.browse.changes_page import changes_page
from storage.browse.charts_page import chart_as_csv, charts_page
from storage.browse.clause_page import clause_page
from storage.browse.compare_page import compare_page
from storage.browse.feeds import changes_feed, tag_feed, topic_feed, watch_feed
from storage.browse.health_page import health_page, metrics_page
from storage.browse.home_page import home_page
from storage.browse.mail_page import mail_as_html, mail_page
from storage.browse.proof_page import proof_page
from storage.browse.search_page import search_page
from storage.browse.version_page import numbered_version_page, version_page
from storage.browse.watch_page import watch_page

ROUTES = (
    (r"^/$", home_page),
    (r"^/health\.json$", health_page),
    (r"^/metrics$", metrics_page),
    (r"^/changes$", changes_page),
    (r"^/changes\.atom$", changes_feed),
    (r"^/tag/(?P<tag>[^/]+)/changes\.atom$", tag_feed),
    (r"^/topic/(?P<topic>[^/]+)/changes\.atom$", topic_feed),
    (r"^/charts$", charts_page),
    (r"^/charts/(?P<name>[^/]+)\.csv$", chart_as_csv),
    (r"^/search$", search_page),
    (r"^/watch/(?P<slug>[^/]+)$", watch_page),
    (r"^/watch/(?P<slug>[^/]+)/compare$", compare_page),
    (r"^/watch/(?P<slug>[^/]+)/changes\.atom$", watch_feed),
    (r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})$", numbered_version_page),
    (r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})/clause/(?P<position>\d{1,9})$", clause_page),
    (r"^/version/(?P<id>\d{1,15})$", version_page),
    (r"^/proof$", proof_page),
    (r"^/change/(?P<id>\d{1,15})$", change_page),
    (r"^/change/(?P<id>\d{1,15})/mail$", mail_page),
    (r"^/change/(?P<id>\d{1,15})/mail\.html$", mail_as_html),
)
