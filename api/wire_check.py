"""Wire shapes of a check: the verdict on an answer, with every place that it rests on spelt out."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from pydantic import Field

from answering.citations import passage_url, verify
from answering.errors import QuoteMismatch
from api.engine import Shelf
from api.wire import ConflictBody, FactBody, Wire, conflicts_of, facts_of
from ingest.passage import Passage
from rules.verdict import Grounds, Outcome, Report, Verdict


class PlaceBody(Wire):
    """An exact quote: the stored text of the passage from `start` to `end`."""

    passage_id: str
    guideline: str
    version: str
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    strength: str | None = Field(description="as printed; null where nothing is printed")
    evidence: str | None = Field(description="as printed; null where nothing is printed")
    url: str


class JudgementBody(Wire):
    """One statement of the answer, judged. `start` and `end` are its place in the answer."""

    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str
    rules: tuple[str, ...]
    citations: tuple[PlaceBody, ...]


class OmissionBody(Wire):
    """Something that had to be said and was not; `say` is the sentence that mends it."""

    rule: str
    say: str
    citation: PlaceBody


class CheckProvenance(Wire):
    """What the verdict depends on, as SHA-256 hex digests; guidelines are named `id@version`."""

    corpus_hash: str
    rules_hash: str
    guidelines: tuple[str, ...]


class CheckBody(Wire):
    """The verdict on an answer. No language model takes part, so the same input gives the same bytes."""

    verdict: Literal["pass", "block"]
    why: str = Field(description="one sentence for a clinician")
    statements: tuple[JudgementBody, ...]
    missing: tuple[OmissionBody, ...]
    context: Mapping[str, FactBody] = Field(description="facts read; a fact that is absent is unknown")
    conflicts: tuple[ConflictBody, ...]
    outcomes: tuple[Outcome, ...]
    provenance: CheckProvenance

    @classmethod
    def of(cls, report: Report, *, shelf: Shelf, guidelines: Collection[str] = ()) -> "CheckBody":
        """The report in the shape that is sent. Raises QuoteMismatch where a quote is not in its passage.

        `guidelines` are those that the check was to keep to, if any.
        """
        places = _Places(shelf, guidelines)
        return cls(
            verdict="pass" if report.passed else "block",
            why=report.why,
            statements=tuple(
                JudgementBody(
                    text=judgement.text,
                    start=judgement.start,
                    end=judgement.end,
                    verdict=judgement.verdict,
                    reason=judgement.reason,
                    rules=judgement.rules,
                    citations=places.all_of(judgement.grounds),
                )
                for judgement in report.judgements
            ),
            missing=tuple(
                OmissionBody(rule=gap.rule, say=gap.say, citation=places.of(gap.grounds))
                for gap in report.missing
            ),
            context=facts_of(report.context),
            conflicts=conflicts_of(report.context.conflicts),
            outcomes=report.outcomes,
            provenance=CheckProvenance(
                corpus_hash=shelf.corpus_hash(), rules_hash=report.rules_hash, guidelines=places.names
            ),
        )


class _Places:
    """Looks up where grounds stand, in the versions that are searched."""

    def __init__(self, shelf: Shelf, guidelines: Collection[str]) -> None:
        searched = [one for one in shelf.guidelines() if not guidelines or one.id in guidelines]
        self.names = tuple(f"{guideline.id}@{guideline.version}" for guideline in searched)
        self._versions = {guideline.id: guideline.version for guideline in searched}
        self._shelf = shelf

    def all_of(self, grounds: Iterable[Grounds]) -> tuple[PlaceBody, ...]:
        return tuple(self.of(one) for one in grounds)

    def of(self, grounds: Grounds) -> PlaceBody:
        passage = self._stored(grounds)
        verify(grounds, {passage.id: passage})
        return PlaceBody(
            passage_id=passage.id,
            guideline=passage.guideline,
            version=passage.version,
            heading_path=passage.heading_path,
            quote=grounds.quote,
            start=grounds.start,
            end=grounds.end,
            strength=passage.strength.value if passage.strength else None,
            evidence=passage.evidence.value if passage.evidence else None,
            url=passage_url(passage),
        )

    def _stored(self, grounds: Grounds) -> Passage:
        guideline = grounds.passage_id.partition(":")[0]
        version = self._versions.get(guideline)
        passage = self._shelf.passage(guideline, version, grounds.passage_id) if version else None
        if passage is None:
            raise QuoteMismatch(passage_id=grounds.passage_id, quote=grounds.quote)
        return passage
