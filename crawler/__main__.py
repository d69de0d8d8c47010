"""`python -m crawler scrapy crawl policies`: the command `scrapy` with our settings, wherever it is called.

The command itself looks in the working directory and above it for a `scrapy.cfg`, and imports from beside it.
"""

from __future__ import annotations

import sys

# loaded first: it looks three times through all that is importing it, which took a tenth of a crawl's start
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.cmdline import execute
from scrapy.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    execute(sys.argv[1:], settings)
