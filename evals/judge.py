"""Judge: a language model that is asked whether an answer states facts. Off unless one is given.

It is a second opinion beside the deterministic metrics, and never takes their place.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_REMEMBERED = 10_000


class Ruled(BaseModel):
    """What the model says of one fact; `fact` is its number from 1."""

    model_config = ConfigDict(extra="ignore")

    fact: int
    stated: bool
    why: str = ""


class Rulings(BaseModel):
    """What the model says of all facts."""

    model_config = ConfigDict(extra="ignore")

    rulings: list[Ruled]


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """For each fact whether the answer states it, and why; None where the model did not say, or said both.
    `failed` says what went wrong where it said nothing of use."""

    stated: tuple[bool | None, ...]
    why: tuple[str, ...]
    failed: str | None = None


class Judge:
    """Asks a LangChain chat model, once for each answer and set of facts. Safe to call from several threads.

    Instructions are the system message; question, answer and facts are one JSON document in the user message,
    so that text in them can't pass for instructions.
    """

    def __init__(self, model: "BaseChatModel") -> None:
        self._model = model
        self.opinion = lru_cache(maxsize=_REMEMBERED)(self._opinion)

    def _opinion(self, question: str, answer: str, facts: tuple[str, ...]) -> Opinion:
        """The model's opinion on each fact. It raises nothing: what fails is said in `failed`."""
        try:
            said = self._said(question, answer, facts)
        except ValidationError as error:
            fault = error.errors()[0]
            return _failed(facts, f"the judge did not reply in the shape asked for ({fault['msg']})")
        except Exception as error:  # noqa: BLE001  (each provider's client raises errors of its own)
            return _failed(facts, f"the judge failed: {type(error).__name__}: {str(error)[:200]}")
        by_fact: dict[int, list[Ruled]] = {}
        for one in said.rulings:
            by_fact.setdefault(one.fact, []).append(one)
        each = [by_fact.get(n, []) for n in range(1, len(facts) + 1)]
        stated = tuple(
            rulings[0].stated if len({r.stated for r in rulings}) == 1 else None for rulings in each
        )
        why = tuple(rulings[0].why if rulings else "the judge did not say" for rulings in each)
        return Opinion(stated=stated, why=why)

    def _said(self, question: str, answer: str, facts: tuple[str, ...]) -> Rulings:
        messages = _messages(question, answer, facts)
        try:
            shaped = self._model.with_structured_output(Rulings)
        except NotImplementedError:  # a model without tools or JSON mode is asked in words alone
            return Rulings.model_validate_json(_bare(self._model.invoke(messages).text))
        return Rulings.model_validate(shaped.invoke(messages))


@cache
def prompt() -> str:
    """The judge's instructions."""
    return (Path(__file__).parent / "prompts" / "judge.txt").read_text(encoding="utf-8")


def prompt_hash() -> str:
    """The SHA-256 of the instructions, hex."""
    return sha256(prompt().encode()).hexdigest()


def _messages(question: str, answer: str, facts: tuple[str, ...]) -> "list[BaseMessage]":
    from langchain_core.messages import HumanMessage, SystemMessage  # noqa: PLC0415  (takes half a second)

    numbered = [{"fact": n, "text": fact} for n, fact in enumerate(facts, start=1)]
    document = {"question": question, "answer": answer, "facts": numbered}
    return [SystemMessage(prompt()), HumanMessage(json.dumps(document, ensure_ascii=False, indent=1))]


def _bare(text: str) -> str:
    """A reply without the fence that models put around JSON."""
    return text[text.find("{") : text.rfind("}") + 1] or text


def _failed(facts: tuple[str, ...], why: str) -> Opinion:
    return Opinion(stated=(None,) * len(facts), why=("",) * len(facts), failed=why)
