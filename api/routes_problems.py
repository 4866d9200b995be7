"""Problems: each type of error explained at the address that names it."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from api import examples
from api.problems import BASE, published_kinds
from api.wire import Wire

router = APIRouter(prefix="/problems", tags=["problems"])


class ProblemKind(Wire):
    """A type of problem; `type` is what a response carries."""

    type: str
    title: str
    status: int


@router.get("/{slug}", summary="Explain a problem type", responses=examples.answered(examples.PROBLEM_KIND))
async def kind(slug: str) -> ProblemKind:
    """Say what a problem type means and which status it comes with."""
    for known in published_kinds():
        if known.slug == slug:
            return ProblemKind(type=BASE + slug, title=known.title, status=known.status)
    raise HTTPException(404)
