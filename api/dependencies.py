"""Dependencies: what routes are given."""

from typing import Annotated

from fastapi import Depends, Request

from api.engine import Engine
from api.errors import NotReady
from api.settings import Settings


def opened(request: Request) -> Engine:
    """The engine of this application. Raises NotReady before it is open."""
    engine: Engine | None = request.app.state.engine
    if engine is None:
        raise NotReady("The index is still being opened. Try again in a few seconds.")
    return engine


def configured(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


EngineOf = Annotated[Engine, Depends(opened)]
SettingsOf = Annotated[Settings, Depends(configured)]
