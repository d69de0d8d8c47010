"""Settings of the Scrapy project, from the environment; `scrapy crawl policies` runs by hand."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

from crawler.config import CrawlConfig
from crawler.rendering.browser import launch_options

_config = CrawlConfig()
try:
    _version = version("clausewatch")
except PackageNotFoundError:
    _version = "0"

BOT_NAME = "clausewatch"
SPIDER_MODULES = ["crawler.spiders"]

_name = _config.user_agent or f"Clausewatch/{_version}"
USER_AGENT = f"{_name} (+{_config.contact})" if _config.contact else _name
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Clausewatch"

CONCURRENT_REQUESTS = _config.concurrency
CONCURRENT_REQUESTS_PER_DOMAIN = _config.host_concurrency
DOWNLOAD_DELAY = _config.host_delay
DOWNLOAD_DELAY_JITTER = 0.0  # the delay is a promise, and nothing is disguised
AUTOTHROTTLE_ENABLED = _config.host_delay > 0
AUTOTHROTTLE_START_DELAY = _config.host_delay
AUTOTHROTTLE_TARGET_CONCURRENCY = float(_config.host_concurrency)

DOWNLOAD_TIMEOUT = _config.timeout
CLAUSEWATCH_CHECK_TIMEOUT = _config.check_timeout
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # what is read of a page or a PDF, see crawler/extraction/extract.py
# Bytes of pages that wait for a worker, beyond which no more is fetched: as many as Scrapy has, and one of the largest
# beside them. Where a single large page is more, nothing is fetched while it stands back for the small ones.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = DOWNLOAD_MAXSIZE + 5_000_000
DOWNLOAD_WARNSIZE = 0  # none: what is too large is a failure with its kind, no line in a log
DOWNLOAD_VERIFY_CERTIFICATES = True
CLAUSEWATCH_RETRY_PAUSES = [_config.retry_delay, 3 * _config.retry_delay]
RETRY_HTTP_CODES = [408, 500, 502, 503, 504, 522, 524]
REDIRECT_MAX_TIMES = 10  # browsers follow 20; more than a few are a loop
TWISTED_DNS_RESOLVER = "crawler.network.resolver.PublicResolver"
CLAUSEWATCH_DATA = os.environ.get("CLAUSEWATCH_DATA", ".")
CLAUSEWATCH_ALLOW_NETWORKS = list(_config.allow_networks)
CLAUSEWATCH_PROXY = _config.proxy
CLAUSEWATCH_WORKERS = _config.worker_count
CLAUSEWATCH_BLIND_AFTER = _config.blind_after
CLAUSEWATCH_CONFIRM_AFTER = _config.confirm_after
CLAUSEWATCH_GROUP_WINDOW = _config.group_window
CLAUSEWATCH_PUBLIC_URL = _config.public_url
CLAUSEWATCH_BROWSER = _config.browser

# rendered pages; nothing of it is loaded without one
PLAYWRIGHT_LAUNCH_OPTIONS = launch_options(_config.browser)
PLAYWRIGHT_PROCESS_REQUEST_HEADERS = None
PLAYWRIGHT_DOWNLOAD_TIMEOUT = 1000  # milliseconds; downloads are refused
# what a page asks for comes in one go, as in any browser
DOWNLOAD_SLOTS = {"rendering": {"concurrency": 8, "delay": 0.0, "randomize_delay": False}}

# only what is named: no files, no FTP, no data: addresses
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handlers.BoundedHandler",
    "https": "crawler.network.handlers.BoundedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# What is loaded of Scrapy's own. Nothing else of it has anything to do here, and each costs its share of every page;
# what is only set to None is loaded all the same, a sixth of a crawl's start. Its remote control runs what it is sent.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 500,
    "scrapy.extensions.throttle.AutoThrottle": 500,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.heartbeat.Heartbeat": 40,
    "crawler.middlewares.deadline.DeadlineMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.retries.RetriesMiddleware": 550,
    "crawler.middlewares.redirects.RedirectsMiddleware": 600,
    "crawler.middlewares.rendering.RenderingMiddleware": 610,
    "crawler.middlewares.compression.CompressionMiddleware": 620,
    "crawler.middlewares.stopping.StoppingMiddleware": 950,
}
EXTENSIONS = {"crawler.lifeline.Lifeline": 500}
CONCURRENT_ITEMS = 1  # a response yields one; Scrapy makes so many tasks for each response, used or not
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.logs.QuietFormatter"
