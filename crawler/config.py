"""What the crawler heeds of the configuration, from the environment: parsed once into one frozen value."""

from __future__ import annotations

import os
from ipaddress import ip_network
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "CLAUSEWATCH_"
_PROXY = r"^(http://([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}/?)?$"
Networks = Annotated[tuple[str, ...], NoDecode]


class CrawlConfig(BaseSettings):
    """How pages are fetched.

    Args:
        user_agent: how the crawler names itself; empty for the product's own name.
        contact: an address or URL by which the owner of a site can reach the operator.
        allow_networks: private networks that may be fetched from, in CIDR notation; comma-separated as text.
        proxy: the HTTP proxy for all fetching, as http://proxy.example.org:3128; empty for none. Proxy variables of the
            environment are not heeded.
        host_delay: seconds between two requests to one host.
        host_concurrency: requests to one host at a time.
        concurrency: requests at a time, all hosts together.
        timeout: seconds a request may take from its start to its last byte.
        check_timeout: seconds a check may take in all, with redirects, retries and robots.txt; waits for a turn apart.
        stall_timeout: seconds without a sign of life after which a crawl is ended and what it was at is tried again.
        retry_delay: seconds before what failed in passing is tried again; before the third try, three times that.
        workers: processes that draw texts from pages; 0 for one a processor core.
        confirm_after: seconds after which the schedule looks a second time at an edit it saw; 0 for in the same round.
        blind_after: failed checks in a row after which a watch counts as blind and its subscribers are told.
        group_window: seconds within which changes that are told at once make one mail; 0 for one mail each.
        browser: the Chromium that builds rendered pages, a name or a path; empty for the first that is found.
        public_url: where the history can be browsed, for links in mails; empty for nowhere.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    user_agent: str = Field(default="", max_length=200, pattern=r"^[ -~]*$")
    contact: str = Field(default="", max_length=200, pattern=r"^[!-~]*$")
    allow_networks: Networks = ()
    proxy: str = Field(default="", max_length=300, pattern=_PROXY)
    host_delay: float = Field(default=1.0, ge=0, le=3600)
    host_concurrency: int = Field(default=1, ge=1, le=64)
    concurrency: int = Field(default=16, ge=1, le=256)
    timeout: float = Field(default=30.0, ge=1, le=600)
    check_timeout: float = Field(default=120.0, ge=1, le=3600)
    stall_timeout: float = Field(default=60.0, ge=2, le=3600)
    retry_delay: float = Field(default=1.0, ge=0, le=60)
    workers: int = Field(default=0, ge=0, le=256)
    confirm_after: float = Field(default=600.0, ge=0, le=86_400)
    blind_after: int = Field(default=3, ge=1, le=100)
    group_window: float = Field(default=600.0, ge=0, le=86_400)
    browser: str = Field(default="", max_length=500)
    public_url: str = Field(default="", max_length=500, pattern=r"^(https?://[^\s]+)?$")

    @field_validator("allow_networks", "trusted_proxies", mode="before", check_fields=False)
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("allow_networks", "trusted_proxies", check_fields=False)
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @property
    def worker_count(self) -> int:
        """Return how many worker processes that makes on this machine."""
        return self.workers or os.cpu_count() or 1

    def environment(self) -> dict[str, str]:
        """Return the variables that hand this value to a child process."""
        fields = {name: getattr(self, name) for name in CrawlConfig.model_fields}
        return {
            PREFIX + name.upper(): ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in fields.items()
        }
