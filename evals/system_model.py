"""Model system: a language model that is asked by itself, without guidelines, rules or checks."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

import ingest.offline  # noqa: F401  (before langchain, which reads these switches)
from evals.case import Behaviour, Case, Task
from evals.errors import SystemFailed, SystemUnknown
from evals.loopback import is_here
from evals.prices import Prices
from evals.response import Check, Found, Reply, Said, Usage
from evals.system import DEPTH
from rules.text import sentences

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

PROMPT = Path(__file__).parent / "prompts" / "bare.txt"
PATIENCE = 120.0
"""Seconds that one answer may take."""
TRIES = 2
"""Times that a call that failed is repeated, by the provider's own client."""
SHOWN = 300
"""Characters of a provider's own message that are shown."""
ABSTAINS = "CANNOT ANSWER"
ASKS = "NEED:"
_AROUND = "*_#`\"' \t"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A model to be asked: `provider` as LangChain's `init_chat_model` names it; `url` is the base of its
    API, or None for the provider's own."""

    provider: str
    model: str
    url: str | None = None

    @classmethod
    def of(cls, spec: str) -> "Endpoint | None":
        """The endpoint of PROVIDER:MODEL[@URL], or None where `spec` is not written so."""
        provider, _, rest = spec.partition(":")
        if not (rest and provider.replace("_", "").isalnum()):
            return None
        model, _, url = rest.partition("@http")
        return cls(provider=provider, model=model, url=f"http{url}" if url else None)


class ModelSystem:
    """A bare model at any endpoint that LangChain speaks to. Safe to call from several threads.

    The first line of what it writes may be `CANNOT ANSWER`, which is an abstention, or `NEED: fact; fact`,
    which asks for facts. All else is cut into sentences; nothing is cited. It is asked at temperature 0,
    which does not make every model repeat itself. `timeout` is in seconds. Raises SystemUnknown where
    LangChain can't make such a model.
    """

    def __init__(
        self, name: str, endpoint: Endpoint, *, prices: Prices | None = None, timeout: float = PATIENCE
    ) -> None:
        self.name = name
        self._endpoint = endpoint
        self._prices = prices or Prices()
        self._prompt = PROMPT.read_text(encoding="utf-8").strip()
        self._model = chat_model(name, endpoint, timeout=timeout)

    def parts(self) -> Mapping[str, str]:
        """Provider and model by name, and the hash of the prompt. The address is no part: where a model runs
        does not change it."""
        return {
            "model": f"{self._endpoint.provider}:{self._endpoint.model}",
            "prompt": hashlib.sha256(self._prompt.encode()).hexdigest(),
        }

    def why_not(self, case: Case, task: Task) -> str | None:
        """See System. A bare model answers, and does nothing else."""
        if task is Task.CHECK:
            return "a bare model checks nothing"
        if task is Task.RETRIEVE:
            return "a bare model retrieves nothing"
        return None if case.question.strip() else "the question is empty"

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        """See System. Usage is None where the endpoint does not tell it."""
        try:
            message = self._model.invoke(self._messages(case))
            text = str(message.text)
        except Exception as error:
            raise SystemFailed(self._why(error)) from error
        if not text.strip():
            finish = message.response_metadata.get("finish_reason", "not told")
            raise SystemFailed(f"The model {self.name} wrote nothing (finish reason: {finish}).")
        return read_reply(text), self._usage(message)

    def check(self, case: Case) -> Check:
        """Never done, see `why_not`."""
        raise SystemFailed("A bare model checks nothing.")

    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]:
        """Never done, see `why_not`."""
        raise SystemFailed("A bare model retrieves nothing.")

    def close(self) -> None:
        """Nothing is held."""

    def _messages(self, case: Case) -> "list[BaseMessage]":
        from langchain_core.messages import (  # noqa: PLC0415  (takes a second)
            AIMessage,
            HumanMessage,
            SystemMessage,
        )

        earlier = [
            AIMessage(turn.content) if turn.role == "assistant" else HumanMessage(turn.content)
            for turn in case.history
        ]
        return [SystemMessage(self._prompt), *earlier, HumanMessage(case.question)]

    def _usage(self, message: "BaseMessage") -> Usage | None:
        told = getattr(message, "usage_metadata", None)
        if not told:
            return None
        sent, written = told["input_tokens"], told["output_tokens"]
        return Usage(sent=sent, written=written, cost=self._prices.cost(sent=sent, written=written))

    def _why(self, error: Exception) -> str:
        said, beneath = _short(str(error)), _short(str(error.__cause__ or ""))
        cause = f", from {beneath}" if beneath and beneath not in said and said not in beneath else ""
        at = self._endpoint.url or f"the API of {self._endpoint.provider}"
        return (
            f"The model {self._endpoint.model} at {at} did not answer "
            f"({type(error).__name__}: {said}{cause}). "
            "See that it runs, that the address ends as its API wants it (often /v1) and that the key is set."
        )


def read_reply(text: str) -> Reply:
    """What a model wrote, as a Reply. Marks of emphasis around the first line do not count.

    Facts that are asked for are named as variables are: "HER2 status" is `her2_status`.
    """
    first, _, rest = text.strip().partition("\n")
    line = first.strip(_AROUND)
    if line.rstrip(".").upper() == ABSTAINS:
        reason = " ".join(rest.split()) or None
        return Reply(behaviour=Behaviour.ABSTAIN, statements=_statements(rest), reason=reason, asks_for=())
    if line.upper().startswith(ASKS):
        facts = (fact.strip(_AROUND + ".") for fact in line[len(ASKS) :].split(";"))
        names = tuple("_".join(fact.lower().replace("-", " ").split()) for fact in facts if fact)
        return Reply(behaviour=Behaviour.CLARIFY, statements=_statements(rest), asks_for=names)
    return Reply(behaviour=Behaviour.ANSWER, statements=_statements(text), asks_for=())


def _statements(text: str) -> tuple[Said, ...]:
    return tuple(Said(text=sentence.text) for sentence in sentences(text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 4]} ..."


def chat_model(name: str, endpoint: Endpoint, *, timeout: float = PATIENCE) -> "BaseChatModel":
    """The model at an endpoint; `name` is for errors. Raises SystemUnknown where it can't be set up."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  (takes a second)

    options: dict[str, Any] = {"temperature": 0, "timeout": timeout, "max_retries": TRIES}
    if endpoint.url is not None:
        options["base_url"] = endpoint.url
    if endpoint.provider == "openai":
        options["api_key"] = os.environ.get("OPENAI_API_KEY", "none")
        if endpoint.url is not None and is_here(endpoint.url):
            options["http_client"] = httpx.Client(trust_env=False, timeout=timeout)
    try:
        model: BaseChatModel = init_chat_model(endpoint.model, model_provider=endpoint.provider, **options)
    except Exception as error:  # unknown provider, its package is not installed, no key, ...
        raise SystemUnknown(
            f"The model {name!r} can't be set up: {' '.join(str(error).split())}. Any OpenAI-compatible "
            "endpoint can be named: openai:MODEL@http://127.0.0.1:1234/v1."
        ) from error
    return model
