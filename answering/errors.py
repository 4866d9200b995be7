"""What can go wrong while answering.

AnsweringError
├── InputError           the question can't be taken as it is; the message says what to change
│   ├── EmptyQuestion
│   ├── QuestionTooLong
│   ├── UnknownGuideline
│   └── ModelNotOffered
├── QuoteMismatch        a quote is not in its stored passage; the statement is dropped and traced
└── Unchecked            an answer was about to leave without passing the rule core; it does not leave
"""

from collections.abc import Sequence


class AnsweringError(Exception):
    """Root of the errors of this package."""


class InputError(AnsweringError):
    """The caller can mend this: the message says what was wrong and what to do next."""


class EmptyQuestion(InputError):
    """Nothing was asked."""

    def __init__(self) -> None:
        super().__init__(
            "The question is empty. Write a clinical question, for example: What is first-line treatment?"
        )


class QuestionTooLong(InputError):
    """`length` and `limit` are in characters."""

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(
            f"The question has {length:,} characters; at most {limit:,} are read. "
            "Shorten it to the question and the facts of the patient."
        )
        self.length = length
        self.limit = limit


class UnknownGuideline(InputError):
    """A guideline was named that is not on record."""

    def __init__(self, *, unknown: Sequence[str], choices: Sequence[str]) -> None:
        named = ", ".join(repr(name) for name in unknown)
        listed = ", ".join(choices) if choices else "none (ingest a guideline first)"
        super().__init__(f"No guideline with id {named} is on record. Guidelines on record: {listed}.")
        self.unknown = tuple(unknown)
        self.choices = tuple(choices)


class ModelNotOffered(InputError):
    """A drafting model was asked for that is not offered."""

    def __init__(self, *, model: str, choices: Sequence[str]) -> None:
        super().__init__(
            f"The model {model!r} is not offered. Choices: {', '.join(choices)}. "
            '"none" composes the answer from guideline passages and rules, without a language model.'
        )
        self.model = model
        self.choices = tuple(choices)


class QuoteMismatch(AnsweringError):
    """A quote is not the stored text at the place it claims."""

    def __init__(self, *, passage_id: str, quote: str) -> None:
        shown = quote if len(quote) <= 80 else quote[:77] + "..."
        super().__init__(
            f"The quote {shown!r} is not a substring of the stored passage {passage_id!r}. "
            "The statement is left out; re-ingest the guideline if its text has changed."
        )
        self.passage_id = passage_id
        self.quote = quote


class Unchecked(AnsweringError):
    """The answer as a whole did not pass the rule core. `why` is the core's own sentence."""

    def __init__(self, *, why: str) -> None:
        super().__init__(f"The answer did not pass the rule core and is withheld: {why}")
        self.why = why
