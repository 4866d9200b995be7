"""Faulty: an answer with something changed, as `faults.yaml` and `rewordings.yaml` write it down."""

from dataclasses import dataclass

from evals.case import Behaviour
from evals.response import Reply, Said

REFUSAL = "The guidelines on record do not give an answer to this question."


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is done to an answer. A statement is named by words that stand in it and in no other.

    `put` exchanges words, wherever they stand, `requote` those of quotes. `swap` gives two statements each
    other's citations, `cite` gives one those of another as well, `uncite` takes them away. `leave_out` drops
    a statement, `say` adds one with the citations of the first. `turn` puts the statements in the opposite
    order. `refuse` puts a refusal in the place of all.
    """

    put: tuple[tuple[str, str], ...] = ()
    requote: tuple[tuple[str, str], ...] = ()
    swap: tuple[str, str] | None = None
    cite: tuple[str, str] | None = None
    uncite: str | None = None
    leave_out: str | None = None
    say: str | None = None
    turn: bool = False
    refuse: bool = False


def changed(reply: Reply, change: Change) -> Reply:
    """The answer with the change made. Raises LookupError where it does not have the words."""
    if change.refuse:
        told = {"behaviour": Behaviour.ABSTAIN, "statements": (Said(text=REFUSAL),), "citations": ()}
        return reply.model_copy(update=told)
    said = list(reply.statements)
    if change.swap is not None:
        one, other = (_at(said, words) for words in change.swap)
        said[one], said[other] = _citing(said[one], said[other]), _citing(said[other], said[one])
    if change.cite is not None:
        one, other = (_at(said, words) for words in change.cite)
        said[one] = _citing(said[one], said[one], said[other])
    if change.uncite is not None:
        at = _at(said, change.uncite)
        said[at] = _citing(said[at])
    if change.leave_out is not None:
        del said[_at(said, change.leave_out)]
    if change.say is not None:
        said.append(Said(text=change.say, citations=said[0].citations))
    texts = _put([one.text for one in said], change.put)
    quotes = _put([cited.quote for cited in reply.citations], change.requote)
    statements = [one.model_copy(update={"text": text}) for one, text in zip(said, texts, strict=True)]
    citations = (
        cited.model_copy(update={"quote": quote})
        for cited, quote in zip(reply.citations, quotes, strict=True)
    )
    told = {
        "statements": tuple(reversed(statements) if change.turn else statements),
        "citations": tuple(citations),
    }
    return reply.model_copy(update=told)


def _at(said: list[Said], words: str) -> int:
    """The place of the one statement with these words."""
    at = [n for n, one in enumerate(said) if words in one.text]
    if len(at) != 1:
        raise LookupError(f"{len(at)} statements have the words {words!r}")
    return at[0]


def _citing(said: Said, *like: Said) -> Said:
    return said.model_copy(update={"citations": tuple(n for one in like for n in one.citations)})


def _put(texts: list[str], exchanges: tuple[tuple[str, str], ...]) -> list[str]:
    for words, instead in exchanges:
        if not any(words in text for text in texts):
            raise LookupError(f"nothing has the words {words!r}")
        texts = [text.replace(words, instead) for text in texts]
    return texts
