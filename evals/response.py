"""Response: what a system said to one case. What a system does not tell is None, never empty or 0."""

from collections.abc import Mapping

from evals.case import Behaviour, Frozen, Task
from rules.context import Value
from rules.verdict import Verdict


class Cited(Frozen):
    """A citation. `start` and `end` are code points into the passage, end exclusive.

    A system that names no passage leaves `passage_id` None; `passage` is the whole text of the passage where
    it is known.
    """

    n: int
    quote: str
    passage_id: str | None = None
    guideline: str | None = None
    version: str | None = None
    heading_path: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    passage: str | None = None


class Said(Frozen):
    """One statement with the numbers of its citations; `verdict` is the system's own, or None."""

    text: str
    citations: tuple[int, ...] = ()
    verdict: Verdict | None = None


class Rejected(Frozen):
    """A statement that a system drafted and did not let out, and why."""

    text: str
    verdict: Verdict
    reason: str


class Trace(Frozen):
    """The derivation, as far as a system shows it."""

    rules_fired: tuple[str, ...] = ()
    rules_undecided: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Reply(Frozen):
    """An answer, a request for facts or an abstention.

    `facts` are those read from the question, `asks_for` those asked for. `statements` hold nothing that a
    system says about itself, such as a disclaimer.
    """

    behaviour: Behaviour
    statements: tuple[Said, ...]
    citations: tuple[Cited, ...] = ()
    facts: Mapping[str, Value] | None = None
    asks_for: tuple[str, ...] | None = None
    reason: str | None = None
    trace: Trace | None = None

    @property
    def text(self) -> str:
        """The whole answer, a statement a line."""
        return "\n".join(said.text for said in self.statements)


class Judged(Frozen):
    """One sentence of a draft, as a system judges it; `start` and `end` are code points into the draft."""

    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str


class Check(Frozen):
    """What a system says of a draft. `missing` are sentences that had to be said and were not."""

    passed: bool
    why: str
    sentences: tuple[Judged, ...] = ()
    missing: tuple[str, ...] = ()


class Found(Frozen):
    """A retrieved passage. `dense` is its cosine similarity to the question. None: not told."""

    passage_id: str
    guideline: str
    text: str | None
    score: float
    dense: float | None = None


class Usage(Frozen):
    """Tokens that a language model was sent and wrote for one case, and what they cost; None: not known."""

    sent: int | None = None
    written: int | None = None
    cost: float | None = None
    """In the currency of the prices that were given."""


class Response(Frozen):
    """All that a system did with one case. A task that was not run, or not possible, is None."""

    reply: Reply | None = None
    check: Check | None = None
    found: tuple[Found, ...] | None = None
    """Best first."""
    usage: Usage | None = None
    seconds: Mapping[Task, float] = {}
    failed: Mapping[Task, str] = {}
    """Tasks that went wrong, with what happened; they are counted and shown."""
    skipped: Mapping[Task, str] = {}
    """Tasks that this system can't do on this case, with the reason."""
