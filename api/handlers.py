"""Handlers: errors of the routes and of the framework, each answered as problem details."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from answering.errors import InputError
from api.errors import EdgeError
from api.middleware import problem_response, too_large
from api.problems import (
    BODY_TOO_LARGE,
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    REQUEST_REFUSED,
    FieldFault,
    problem,
    problem_of,
)


def add_handlers(app: FastAPI) -> None:
    """Register them all; what is not listed here is caught by the outermost middleware."""
    app.add_exception_handler(InputError, _known)
    app.add_exception_handler(EdgeError, _known)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _refused)


async def _known(request: Request, error: Exception) -> Response:
    return problem_response(problem_of(error), request.scope)


async def _unreadable(request: Request, error: Exception) -> Response:
    """Say which fields are wrong, without their values: those may be a question."""
    assert isinstance(error, RequestValidationError)
    faults = tuple(
        FieldFault(
            field=".".join(str(part) for part in fault["loc"][1:]) or "body", message=str(fault["msg"])
        )
        for fault in error.errors()
    )
    detail = "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
    found = problem(INVALID_REQUEST, f"{detail}. See /docs for what is accepted.")
    return problem_response(found.model_copy(update={"errors": faults}), request.scope)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == BODY_TOO_LARGE.status:
        return problem_response(too_large(), request.scope)
    if error.status_code == NOT_FOUND.status:
        found = problem(NOT_FOUND, "There is no such address. The routes are listed at /docs.")
    elif error.status_code == METHOD_NOT_ALLOWED.status:
        found = problem(METHOD_NOT_ALLOWED, f"{request.method} is not offered here. See /docs.")
    else:
        found = problem(REQUEST_REFUSED, str(error.detail)).model_copy(update={"status": error.status_code})
    response = problem_response(found, request.scope)
    response.headers.update(error.headers or {})
    return response
