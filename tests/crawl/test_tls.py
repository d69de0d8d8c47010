from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING

import pytest

from tests.certificates import write_certificate
from tests.policies import policy
from tests.servers import HOST, Site, head, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.product import Product


def checked(product: Product, site: Site, *, trusted: Path | None) -> dict:
    """Check a page of a site and return how that ended."""
    if trusted:
        product.environment["SSL_CERT_FILE"] = str(trusted)
    site["/privacy"] = page(policy())
    product.add(site.url("/privacy"))
    product.quick("check", "--all")
    return product.watches()[site.url("/privacy")]["last_check"]


def test_a_certificate_that_is_trusted_is_read(product: Product, tmp_path: Path) -> None:
    """Over TLS a page is read as over plain HTTP."""
    certificate = write_certificate(tmp_path / "server.pem")
    with Site(certificate=certificate) as site:
        assert checked(product, site, trusted=certificate)["outcome"] == "new"


@pytest.mark.parametrize(
    ("wrong", "is_trusted"),
    [({}, False), ({"hours": (-2, -1)}, True), ({"address": "127.0.0.9"}, True)],
    ids=["unknown", "expired", "of-another-host"],
)
def test_a_certificate_that_is_not_valid_is_no_page(
    product: Product, tmp_path: Path, wrong: dict, *, is_trusted: bool
) -> None:
    """What its certificate does not vouch for is not asked for, once or again, and the check fails as tls."""
    certificate = write_certificate(tmp_path / "server.pem", **wrong)
    with Site(certificate=certificate) as site:
        last = checked(product, site, trusted=certificate if is_trusted else None)
        assert (last["outcome"], last["kind"]) == ("failed", "tls")
        assert not site.asked


class Plain(socketserver.BaseRequestHandler):
    """Tells each who connects that it expected plain HTTP."""

    def handle(self) -> None:
        """Read what came and answer."""
        self.request.recv(4096)
        self.request.sendall(head(400, {"Content-Length": "0", "Connection": "close"}))


def test_a_server_that_speaks_no_tls_is_no_page(product: Product) -> None:
    """Plain HTTP behind an https address fails as tls."""
    with socketserver.ThreadingTCPServer((HOST, 0), Plain) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        url = f"https://{HOST}:{server.server_address[1]}/privacy"
        product.add(url)
        product.quick("check", "--all")
        server.shutdown()
    assert product.watches()[url]["last_check"]["kind"] == "tls"
