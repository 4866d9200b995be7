"""Settings: what an operator may choose, read from CONCORDANT_* variables; unknown names are refused."""

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

from answering.ask import MODELS
from answering.errors import ModelNotOffered
from api.errors import SettingsError

PREFIX = "CONCORDANT_"
PLANNED = {
    PREFIX + "DATABASE_URL": "the record is SQLite in CONCORDANT_HOME",
    PREFIX + "CHROMA_URL": "the index is embedded, in CONCORDANT_HOME",
}
"""Named in the design, not in this version. Ignoring them would store data where nobody expects it."""


class Settings(BaseSettings):
    """What an operator may choose. Make it with `load_settings`, which also refuses unknown names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Field(
        default=Path(".concordant"), description="data home: record, index and exported models"
    )
    model: str = Field(default="none", description="what drafts an answer; none is extraction and rules")
    embedder: str = Field(
        default="default", description="embedding model; default is all-MiniLM-L6-v2, offline"
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, description="address that `concordant serve` listens on"
    )
    port: int = Field(
        default=8321, ge=0, le=65535, description="port that `concordant serve` listens on; 0 is any free one"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="least severe message that is logged"
    )

    @field_validator("model")
    @classmethod
    def _offered(cls, model: str) -> str:
        if model not in MODELS:
            raise ValueError(str(ModelNotOffered(model=model, choices=MODELS)))
        return model

    @property
    def logging_level(self) -> int:
        """`log_level` as the logging module counts it."""
        return logging.getLevelNamesMapping()[self.log_level]


def load_settings() -> Settings:
    """Read the environment. Raises a SettingsError with one sentence for each variable that is wrong."""
    names = sorted(name.upper() for name in os.environ if name.upper().startswith(PREFIX))
    if problems := tuple(_refused(names)):
        raise SettingsError(problems)
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(tuple(_invalid(error))) from error


def known_names() -> tuple[str, ...]:
    """The variables that are read, in the order of the table in the README."""
    return tuple(PREFIX + field.upper() for field in Settings.model_fields)


def _refused(names: Iterable[str]) -> Iterator[str]:
    known = known_names()
    for name in names:
        if name in PLANNED:
            yield f"{name} is not available in this version: {PLANNED[name]}. Unset it."
        elif name not in known:
            close = process.extractOne(name, known, score_cutoff=85)
            hint = f" Did you mean {close[0]}?" if close else ""
            yield f"{name} is not a setting.{hint} Settings: {', '.join(known)}."


def _invalid(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        field = str(fault["loc"][0])
        reason = fault["msg"].removeprefix("Value error, ").rstrip(".")
        yield f"{PREFIX}{field.upper()}={fault['input']!r} can't be used: {reason}."
