"""The HTTP service: routes, errors and probes around one engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

import ingest.offline  # noqa: F401  (before any library that calls home)
from api import (
    docs_page,
    probes,
    routes_answers,
    routes_check,
    routes_guidelines,
    routes_problems,
    routes_retrieve,
)
from api.engine import Engine, open_engine
from api.examples import REFUSED
from api.handlers import add_handlers
from api.middleware import BodyLimit, RequestId
from api.settings import Settings

DESCRIPTION = """Answers clinicians' questions from clinical guidelines. A deterministic rule core checks
every statement before it leaves; each cites the passage it rests on. Offsets are code points, end exclusive.
Errors are RFC 9457 problem details; every response has an `X-Request-ID`."""


class Service(FastAPI):
    """A FastAPI application whose description tells the media type of problems as it is."""

    def openapi(self) -> dict[str, Any]:
        """The description; FastAPI adds to each problem a response in plain JSON, which is never sent."""
        description = super().openapi()
        for operations in description["paths"].values():
            for operation in operations.values():
                operation["responses"]["422"]["content"].pop("application/json", None)
        return description


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Build the service. Without an engine, one is opened in `settings.home` at start-up."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if app.state.engine is None:
            app.state.engine = await run_in_threadpool(open_engine, settings)
        yield

    app = Service(
        title="Concordant",
        version=_version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=REFUSED,
    )
    app.state.engine, app.state.settings = engine, settings
    add_handlers(app)
    for module in (
        routes_answers,
        routes_check,
        routes_retrieve,
        routes_guidelines,
        routes_problems,
        probes,
        docs_page,
    ):
        app.include_router(module.router)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestId)
    return app


def _version() -> str:
    try:
        return version("concordant")
    except PackageNotFoundError:
        return "0+unknown"
