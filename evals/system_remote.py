"""Remote system: any running Concordant, by its URL."""

import email.utils
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from answering.reading import search_query
from evals.case import Case, Task
from evals.errors import SystemFailed
from evals.lazy import Lazy
from evals.loopback import is_here
from evals.remote_wire import (
    SentAnswer,
    SentCheck,
    SentEvidence,
    SentPassage,
    SentProblem,
)
from evals.response import Check, Found, Reply, Usage
from evals.system import DEPTH
from evals.system_local import unaskable

KEY = "EVAL_API_KEY"
"""The environment variable with the key that is sent as a bearer token; unset: none is sent."""
PATIENCE = 60.0
"""Seconds that one request may take."""
CONNECTING = 5.0
"""Seconds that a connection may take."""
LONGEST_WAIT = 30.0
"""Seconds that a server may ask to be waited for before the second try."""
MOST_FOUND = 50
"""Passages that one retrieval may ask for."""
_PAUSE = 0.5

Sent = TypeVar("Sent", bound=BaseModel)


class RemoteSystem:
    """A running Concordant. Safe to call from several threads, which share its connections.

    A request that finds no connection, or gets 429 or 5xx, is tried once more, after the time that
    `Retry-After` asks for. `timeout` is in seconds for each try.
    """

    def __init__(self, url: str, *, timeout: float = PATIENCE) -> None:
        self.name = url
        key = os.environ.get(KEY)
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            timeout=httpx.Timeout(timeout, connect=CONNECTING),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            trust_env=not is_here(url),  # proxies
        )
        self._parts = Lazy(self._ask_for_parts)
        self._passages: dict[str, str | None] = {}

    def parts(self) -> Mapping[str, str]:
        """Hashes of corpus, rules and composer ("prompt") and the name of the model, as the system tells them
        with an answer. Raises SystemFailed where it can't be reached."""
        return self._parts()

    def why_not(self, case: Case, task: Task) -> str | None:
        """See System. A draft on a document of its own can't be checked, since it is not on record there."""
        if refused := unaskable(case.question):
            return refused
        if task is not Task.CHECK:
            return None
        if case.draft is None:
            return "it has no draft"
        if case.document is not None:
            return "a running system can't be given the document that this draft is about"
        return None

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        """See System. It does not tell what a model used, so usage is None."""
        sent = self._post("/v1/answers", _asking(case), SentAnswer)
        urls = dict.fromkeys(citation.url for citation in sent.citations)
        return sent.reply({url: self._passage(url) for url in urls}), None

    def check(self, case: Case) -> Check:
        """See System."""
        if case.draft is None:
            raise SystemFailed("The case has no draft, so there is nothing to check.")
        return self._post("/v1/check", {**_asking(case), "answer": case.draft.text}, SentCheck).check()

    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]:
        """See System. At most 50 passages can be asked for."""
        query = search_query(case.question, case.history)
        asked = {"query": query, "k": min(k, MOST_FOUND), "guidelines": list(case.guidelines)}
        return self._post("/v1/retrieve", asked, SentEvidence).found()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask_for_parts(self) -> Mapping[str, str]:
        asked: Mapping[str, object] = {"question": "Which guidelines are there?"}
        origin = self._post("/v1/answers", asked, SentAnswer).provenance
        return {
            "corpus": origin.corpus_hash,
            "rules": origin.rules_hash,
            "prompt": origin.prompt_hash,
            "model": origin.model,
        }

    def _passage(self, url: str) -> str | None:
        """The text of a passage by its address, or None where it can't be had.

        An address elsewhere isn't asked: the key is for this service alone.
        """
        if urlsplit(url).netloc not in ("", self._client.base_url.netloc.decode()):
            return None
        if url not in self._passages:
            try:
                response = self._tried("GET", url)
                self._passages[url] = self._read(response, SentPassage).text
            except SystemFailed:
                return None
        return self._passages[url]

    def _post(self, path: str, asked: Mapping[str, object], shape: type[Sent]) -> Sent:
        return self._read(self._tried("POST", path, asked), shape)

    def _tried(self, method: str, path: str, asked: Mapping[str, object] | None = None) -> httpx.Response:
        """The response to a request, which is sent a second time where that may help."""
        send = partial(self._client.request, method, path, json=asked)
        try:
            response = send()
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS and not response.is_server_error:
                return response
            wait = _wait(response.headers.get("Retry-After"))
            if wait > LONGEST_WAIT:
                return response
        except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError, httpx.ConnectTimeout):
            wait = _PAUSE
        except httpx.HTTPError as error:
            raise self._unreached(error) from error
        time.sleep(wait)
        try:
            return send()
        except httpx.HTTPError as error:
            raise self._unreached(error) from error

    def _unreached(self, error: httpx.HTTPError) -> SystemFailed:
        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            return SystemFailed(
                f"{self.name} did not answer in time ({error}). Ask fewer at once, or see what keeps it busy."
            )
        return SystemFailed(
            f"{self.name} can't be reached ({error}). Start it with `concordant serve`, or mend the address."
        )

    def _read(self, response: httpx.Response, shape: type[Sent]) -> Sent:
        if not response.is_success:
            raise SystemFailed(f"{self.name} refused: {_problem(response)}")
        try:
            return shape.model_validate_json(response.content)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"]) or "body"
            raise SystemFailed(
                f"{self.name} sent something at {response.request.url.path} that is not what a Concordant of "
                f"this version sends ({place}: {fault['msg']}). Is it one, and is the address right?"
            ) from error


def _asking(case: Case) -> Mapping[str, object]:
    return {
        "question": case.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
        "guidelines": list(case.guidelines),
    }


def _problem(response: httpx.Response) -> str:
    """What a refusal says: its problem details, or else its status and how its body begins."""
    try:
        told = SentProblem.model_validate_json(response.content)
    except ValidationError:
        body = " ".join(response.text.split())[:200]
        return f"status {response.status_code}, {body or 'with an empty body'}"
    return f"{told.title} (status {response.status_code}). {told.detail}".strip()


def _wait(retry_after: str | None) -> float:
    """Seconds to wait: `Retry-After` in either of its forms (RFC 9110, 10.2.3), or half a second."""
    if retry_after is None:
        return _PAUSE
    try:
        if retry_after.strip().isdigit():
            return float(retry_after)
        when = email.utils.parsedate_to_datetime(retry_after)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return _PAUSE
