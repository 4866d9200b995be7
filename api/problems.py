"""Problems: every error as RFC 9457 problem details, with a stable type and an exit code."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from answering.errors import EmptyQuestion, InputError, ModelNotOffered, QuestionTooLong, UnknownGuideline
from api.errors import BadInput, EdgeError, NotReady, PassageNotFound, RuleNotFound, SettingsError
from corpus.errors import CorpusError
from evals.errors import EvalsError
from ingest.errors import IngestError, NotOnRecord, WriterBusy
from retrieval.errors import EmptyQuery, RetrievalError
from retrieval.errors import UnknownGuideline as UnknownFilter
from rules.errors import RulesError
from rules.errors import UnknownGuideline as NotLoaded

BASE = "/problems/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One type of problem. `slug` never changes once published; `exit_code` is that of the command line."""

    slug: str
    title: str
    status: int
    exit_code: int = 2


EMPTY_QUESTION = Kind(slug="empty-question", title="The question is empty", status=422)
QUESTION_TOO_LONG = Kind(slug="question-too-long", title="The question is too long", status=422)
UNKNOWN_GUIDELINE = Kind(slug="unknown-guideline", title="No such guideline", status=422)
MODEL_NOT_OFFERED = Kind(slug="model-not-offered", title="The model is not offered", status=422)
BAD_INPUT = Kind(slug="bad-input", title="The input can't be used", status=422)
INVALID_REQUEST = Kind(slug="invalid-request", title="The request can't be read", status=422)
BODY_TOO_LARGE = Kind(slug="body-too-large", title="The request is too large", status=413)
PASSAGE_NOT_FOUND = Kind(slug="passage-not-found", title="No such passage", status=404)
RULE_NOT_FOUND = Kind(slug="rule-not-found", title="No such rule", status=404)
NOT_FOUND = Kind(slug="not-found", title="Nothing is here", status=404)
METHOD_NOT_ALLOWED = Kind(slug="method-not-allowed", title="Not with this method", status=405)
NOT_READY = Kind(slug="not-ready", title="Not ready to answer", status=503, exit_code=1)
SETTING = Kind(slug="setting-invalid", title="A setting is wrong", status=500)
GUIDELINE = Kind(slug="guideline-invalid", title="A guideline can't be read", status=500)
WRITER_BUSY = Kind(slug="writer-busy", title="Another process is writing", status=503)
INGEST = Kind(slug="ingest-failed", title="The record or the index can't be used", status=500)
RULES = Kind(slug="rules-invalid", title="The rules can't be used", status=500)
REQUEST_REFUSED = Kind(slug="request-refused", title="The request was refused", status=400)
INTERNAL = Kind(slug="internal-error", title="An error on our side", status=500, exit_code=1)

_KINDS: Mapping[type[Exception], Kind] = {
    EmptyQuestion: EMPTY_QUESTION,
    QuestionTooLong: QUESTION_TOO_LONG,
    UnknownGuideline: UNKNOWN_GUIDELINE,
    ModelNotOffered: MODEL_NOT_OFFERED,
    InputError: BAD_INPUT,
    EmptyQuery: EMPTY_QUESTION,
    UnknownFilter: UNKNOWN_GUIDELINE,
    RetrievalError: BAD_INPUT,
    BadInput: BAD_INPUT,
    SettingsError: SETTING,
    PassageNotFound: PASSAGE_NOT_FOUND,
    RuleNotFound: RULE_NOT_FOUND,
    NotReady: NOT_READY,
    EdgeError: INTERNAL,
    EvalsError: BAD_INPUT,
    CorpusError: GUIDELINE,
    WriterBusy: WRITER_BUSY,
    NotOnRecord: UNKNOWN_GUIDELINE,
    IngestError: INGEST,
    NotLoaded: UNKNOWN_GUIDELINE,
    RulesError: RULES,
}
"""The nearest class in the error's ancestry counts."""


class FieldFault(BaseModel):
    """One field of a request that can't be taken; `field` is its path, such as `history.0.role`."""

    model_config = ConfigDict(frozen=True)

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details. `choices` lists what would have been accepted, where that list is short."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "type": "/problems/empty-question",
                "title": "The question is empty",
                "status": 422,
                "detail": "The question is empty. Write a clinical question.",
                "instance": "/v1/answers",
                "request_id": "0b0c8d2f5b7e4a30",
            }
        },
    )

    type: str = Field(description="stable identifier of this kind of problem")
    title: str
    status: int
    detail: str = Field(description="what was wrong here, and what to do next")
    instance: str | None = None
    request_id: str | None = None
    choices: tuple[str, ...] | None = None
    errors: tuple[FieldFault, ...] | None = None

    def to_json(self) -> str:
        """The problem as it is sent; what does not apply is left out."""
        return self.model_dump_json(exclude_none=True)


def kind_of(error: BaseException) -> Kind:
    """The kind of problem that an error is; what nobody foresaw is INTERNAL."""
    return next((_KINDS[base] for base in type(error).__mro__ if base in _KINDS), INTERNAL)


def problem(kind: Kind, detail: str) -> Problem:
    """A problem of this kind."""
    return Problem(type=BASE + kind.slug, title=kind.title, status=kind.status, detail=detail)


def problem_of(error: BaseException) -> Problem:
    """The problem that an error is. An unforeseen one tells nothing of its inside: that may be a question."""
    kind = kind_of(error)
    if kind is INTERNAL:
        return problem(
            kind, "Nobody foresaw this error. The log has it under the request id; please report it."
        )
    choices = getattr(error, "choices", None)
    return problem(kind, str(error)).model_copy(update={"choices": choices})


def published_kinds() -> tuple[Kind, ...]:
    """All kinds of problem that can be sent, by slug."""
    return tuple(
        sorted((value for value in globals().values() if isinstance(value, Kind)), key=lambda k: k.slug)
    )
