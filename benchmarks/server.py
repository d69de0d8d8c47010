"""Serves a corpus on a free loopback port, which it prints: `python benchmarks/server.py FOLDER [--etag]`.

`/p00001/privacy` is a page of the current round, `/round/2` switches the round. Without a folder it makes up a short
page for each number.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
from pathlib import Path

from aiohttp import web
from pages import short_page

_FOLDER = web.AppKey("folder", Path)
_ETAG = web.AppKey("etag", bool)
_ROUND = web.AppKey("round", dict)


async def page(request: web.Request) -> web.Response:
    """Answer with a page, or 304 where the client has it."""
    name = request.match_info["name"]
    if _FOLDER in request.app:
        path = request.app[_FOLDER] / f"round{request.app[_ROUND]['now']}" / f"{name}.html"
        if not path.is_file():
            return web.Response(status=404, text="no such page")
        body = path.read_bytes()
    else:
        body = short_page("1", int(name[1:])).encode()
    headers = {}
    if request.app[_ETAG]:
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


async def switch(request: web.Request) -> web.Response:
    """Publish a round."""
    request.app[_ROUND]["now"] = int(request.match_info["number"])
    return web.Response(text="ok")


async def start(folder: Path | None, *, etag: bool) -> None:
    """Start serving; the port is printed once it answers."""
    app = web.Application()
    app[_ETAG], app[_ROUND] = etag, {"now": 1}
    if folder:
        app[_FOLDER] = folder
    app.add_routes([web.get("/round/{number:[0-9]}", switch), web.get("/{name:p[0-9]+}/privacy", page)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--etag", action="store_true")
    arguments = parser.parse_args()

    async def serve() -> None:
        await start(arguments.folder, etag=arguments.etag)
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
