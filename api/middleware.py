"""Middleware: a request id on every response, one log line without question text, a limit on the body."""

import logging
import re
import traceback
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import BODY_TOO_LARGE, MEDIA_TYPE, Problem, problem, problem_of

REQUEST_ID = "X-Request-ID"
BODY_LIMIT = 512 * 1024
"""Bytes of a request body: a full answer with its history is a tenth of this."""

_OURS = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger("concordant.api")


def problem_response(found: Problem, scope: Scope) -> Response:
    """The problem as a response, with the path and the request id that it belongs to."""
    request_id = scope.get("state", {}).get("request_id")
    body = found.model_copy(update={"instance": scope["path"], "request_id": request_id})
    headers = {"Retry-After": "5"} if found.status == 503 else None
    return Response(body.to_json(), status_code=found.status, media_type=MEDIA_TYPE, headers=headers)


class RequestId:
    """Outermost: names the request, logs it, and turns what nobody foresaw into a problem.

    The error's message is not logged, since it may hold words of a question; its place in the code is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _OURS.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            await self.app(scope, receive, named)
        except Exception as error:  # noqa: BLE001  (the last line of defence; logged without its message)
            _log.error("failed id=%s error=%s\n%s", request_id, type(error).__name__, _places(error))
            if not status:
                await problem_response(problem_of(error), scope)(scope, receive, named)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            took = (perf_counter() - began) * 1000
            _log.info(
                "request method=%s route=%s status=%d ms=%.1f id=%s",
                scope["method"], route, status, took, request_id,
            )  # fmt: skip


class BodyLimit:
    """Refuses a body above BODY_LIMIT, by its declared length or, failing that, while it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > BODY_LIMIT:
            await problem_response(too_large(), scope)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > BODY_LIMIT:
                raise HTTPException(BODY_TOO_LARGE.status)
            return message

        await self.app(scope, counted, send)


def too_large() -> Problem:
    """What is said of a body above the limit."""
    detail = (
        f"The body has more than {BODY_LIMIT:,} bytes. Send the question and the facts of the patient alone."
    )
    return problem(BODY_TOO_LARGE, detail)


def _places(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
