"""Shelf: a few made-up passages to check sentences against, with no rules beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

from rules.core import Core
from rules.lexicon import Lexicon
from rules.source import Source
from rules.verdict import Judgement, Report, Verdict
from tests.rules.pack import Passage


@dataclass(frozen=True)
class Shelf:
    """A core over a few passages. `question` is asked where a test asks none itself."""

    core: Core
    question: str = "What does the guideline say?"

    def report(self, answer: str, question: str = "") -> Report:
        """The report on an answer."""
        return self.core.check(question=question or self.question, answer=answer)

    def judge(self, sentence: str, question: str = "") -> Judgement:
        """The judgement on an answer of one sentence."""
        (judgement,) = self.report(sentence, question).judgements
        return judgement

    def supports(self, sentence: str, question: str = "") -> bool:
        """Whether every part of an answer is carried by the passages."""
        judged = self.report(sentence, question).judgements
        return bool(judged) and all(j.verdict is Verdict.SUPPORTED for j in judged)


class Shelves:
    """Makes shelves that share one vocabulary, so that each costs milliseconds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of(self, *texts: str, title: str = "Care", heading: tuple[str, ...] = ()) -> Shelf:
        """A shelf with one passage for each text, all under one title."""
        return self.holding(
            [
                Passage(id=f"made:p{n}", guideline="made", title=title, heading_path=heading, text=text)
                for n, text in enumerate(texts)
            ]
        )

    def holding(self, sources: Sequence[Source]) -> Shelf:
        """A shelf with these passages."""
        with patch("rules.core.load_lexicon", return_value=self.lexicon):
            return Shelf(Core.load((), sources))
