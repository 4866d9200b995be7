"""Local system: this pipeline in process, whole or with parts switched off."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from answering.answer import Answer, Citation
from answering.ask import Ask
from answering.errors import AnsweringError, InputError
from answering.parts import WHOLE, Parts
from answering.provenance import composer_hash
from answering.reading import search_query
from answering.seams import Shelf
from evals.case import Behaviour, Case, Task
from evals.documents import Documents
from evals.errors import SystemFailed
from evals.lazy import Lazy
from evals.response import Check, Cited, Found, Judged, Rejected, Reply, Said, Trace, Usage
from evals.source_hash import LOCAL, source_hash
from evals.system import DEPTH
from ingest.errors import IngestError
from retrieval.arms import Arms
from retrieval.errors import RetrievalError
from rules.errors import RulesError
from rules.verdict import Report, State

if TYPE_CHECKING:
    from answering.pipeline import Pipeline
    from retrieval.search import Retriever

_FIRST = "Which treatments are there, and how are they chosen?"
"""Asked before any case; the answer is not looked at."""
UNCHECKED = "The rule core is off: nothing is checked, and everything passes."


class LocalSystem:
    """The pipeline over one data home. Opened by `parts`, or by the first case; safe to call from several
    threads. It is opened with a question, so that no case takes the time of loading models.

    `documents` is the folder with the files that drafts are checked against. `corpus` is a folder of Markdown
    documents that questions are asked over instead of the guidelines of `home`, see `corpus_home`. With
    `parts.checks` off every draft passes; its sentences keep the verdicts that the rule core would give.
    """

    def __init__(  # noqa: PLR0913  (what may differ from one system to the next)
        self,
        name: str = "local",
        *,
        home: Path,
        embedder: str = "default",
        parts: Parts = WHOLE,
        documents: Path | None = None,
        corpus: Path | None = None,
    ) -> None:
        self.name = name
        self._home = home
        self._embedder = embedder
        self._parts = parts
        self._documents = Documents(documents, cache=home / "evals" / "vocabulary")
        self._has_documents = documents is not None
        self._corpus = corpus
        self._data_home = Lazy(self._ready_home)
        self._finder = Lazy(self._open_finder)
        self._pipeline = Lazy(self._open_pipeline)
        self._on_record = Lazy(lambda: frozenset(one.id for one in self._finder().record.guidelines()))

    def parts(self) -> Mapping[str, str]:
        """Hashes of corpus, rules, composer ("prompt"), code and documents; names of model and embedder; what
        is switched off ("off")."""
        answers = self._pipeline()
        found = {
            "corpus": answers.record.corpus_hash(),
            "rules": answers.rules_hash,
            "prompt": composer_hash(),
            "model": "none",
            "embedder": self._finder().embedder.name,
            "code": source_hash(*LOCAL),
            "off": ", ".join(self._parts.off) or "nothing",
        }
        return found | ({"documents": self._documents.digest()} if self._has_documents else {})

    def why_not(self, case: Case, task: Task) -> str | None:
        """See System. A question that is empty or too long is not asked; places that all lie in documents
        that are not on record can't be found."""
        if refused := unaskable(case.question):
            return refused
        if task is Task.CHECK:
            return self._documents.why_not(case.document) if case.draft else "it has no draft"
        if task is Task.RETRIEVE:
            return self._nowhere(case)
        return None

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        """See System. No language model takes part, so there is no usage."""
        ask = Ask(question=case.question, history=case.history, guidelines=case.guidelines)
        try:
            answer = self._pipeline().answer(ask)
        except (AnsweringError, RetrievalError, RulesError) as error:
            raise SystemFailed(f"The pipeline did not answer: {error}") from error
        return reply_of(answer, self._pipeline().record), None

    def check(self, case: Case) -> Check:
        """See System."""
        if case.draft is None:
            raise SystemFailed("The case has no draft, so there is nothing to check.")
        try:
            report = self._report(case, case.draft.text)
        except (AnsweringError, RulesError) as error:
            raise SystemFailed(f"The draft was not checked: {error}") from error
        check = check_of(report)
        return check if self._parts.checks else check.model_copy(update={"passed": True, "why": UNCHECKED})

    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]:
        """See System. A question in a conversation is searched as the pipeline does: after the one before."""
        query = search_query(case.question, case.history)
        try:
            evidence = self._finder().search(query, k=k, guidelines=case.guidelines)
        except (RetrievalError, IngestError) as error:
            raise SystemFailed(f"The search failed: {error}") from error
        return tuple(
            Found(
                passage_id=one.passage.id,
                guideline=one.passage.guideline,
                text=one.passage.text,
                score=one.score,
                dense=one.dense,
            )
            for one in evidence
        )

    def close(self) -> None:
        """Close what was opened; a system that is closed can't be asked any more."""
        if (finder := self._finder.made) is not None:
            finder.close()

    def _report(self, case: Case, draft: str) -> Report:
        if case.document is not None:
            return self._documents.check(
                case.document, question=case.question, answer=draft, history=case.history
            )
        return self._pipeline().check(
            question=case.question, answer=draft, history=case.history, guidelines=case.guidelines
        )

    def _nowhere(self, case: Case) -> str | None:
        wanted = {gold.passage.partition(":")[0] if gold.passage else gold.document for gold in case.gold}
        if None in wanted or not wanted:
            return None
        stems = sorted({Path(name).stem if name.endswith(".md") else name for name in wanted if name})
        if self._on_record().isdisjoint(stems):
            return f"none of its documents is on record: {', '.join(stems)}. Give their folder with --corpus"
        return None

    def _ready_home(self) -> Path:
        """The data home that is asked, with its index in step."""
        from evals.document_corpus import corpus_home  # noqa: PLC0415  (numpy, chromadb)
        from ingest.embedder import load_embedder  # noqa: PLC0415
        from ingest.home import Home  # noqa: PLC0415
        from ingest.pipeline import ensure  # noqa: PLC0415

        if self._corpus is not None:
            by_meaning = self._parts.arms is not Arms.LEXICAL
            embedder = self._embedder if by_meaning else None
            return corpus_home(self._corpus, home=self._home, embedder=embedder)
        where = Home(self._home)
        ensure(where, load_embedder(self._embedder, where))
        return self._home

    def _open_finder(self) -> "Retriever":
        """Searches without the rule core, whose loading takes long over many documents."""
        from ingest.embedder import load_embedder  # noqa: PLC0415  (numpy)
        from ingest.home import Home  # noqa: PLC0415
        from retrieval.search import Retriever  # noqa: PLC0415

        model = load_embedder(self._embedder, Home(self._home))
        finder = Retriever.open(Home(self._data_home()), model, arms=self._parts.arms)
        with suppress(
            RetrievalError, IngestError
        ):  # what fails here fails on the cases too, and is told there
            finder.search(_FIRST)
        return finder

    def _open_pipeline(self) -> "Pipeline":
        from answering.pipeline import Pipeline  # noqa: PLC0415  (numpy, chromadb)

        pipeline = Pipeline.open(
            home=self._data_home(),
            embedder=self._embedder,
            parts=self._parts,
            shipped=self._corpus is None,
        )
        with suppress(AnsweringError, RetrievalError, RulesError):
            pipeline.answer(Ask(question=_FIRST))
        return pipeline


def unaskable(question: str) -> str | None:
    """Why the pipeline takes no such question, or None."""
    try:
        Ask(question=question)
    except InputError as error:
        return str(error)
    return None


def reply_of(answer: Answer, shelf: Shelf) -> Reply:
    """The answer as a Reply. Disclaimer, warnings and review state are not statements; the sentence that
    tells why there is no answer is one. Facts that would narrow an answer down count as asked for."""
    return Reply(
        behaviour=Behaviour(answer.kind),
        statements=tuple(
            Said(text=one.text, citations=one.citations, verdict=one.verdict) for one in answer.statements
        ),
        citations=tuple(_cited(one, shelf) for one in answer.citations),
        facts=answer.context.values(),
        asks_for=tuple(missing.fact for missing in answer.missing_facts),
        reason=answer.reason.value if answer.reason else None,
        trace=Trace(
            rules_fired=tuple(o.rule for o in answer.trace.outcomes if o.state is State.FIRED),
            rules_undecided=tuple(o.rule for o in answer.trace.outcomes if o.state is State.UNDECIDED),
            passages=answer.trace.passages,
            rejected=tuple(
                Rejected(text=one.text, verdict=one.verdict, reason=one.reason)
                for one in answer.trace.rejected
            ),
        ),
    )


def check_of(report: Report) -> Check:
    """The report as a Check."""
    return Check(
        passed=report.passed,
        why=report.why,
        sentences=tuple(
            Judged(text=one.text, start=one.start, end=one.end, verdict=one.verdict, reason=one.reason)
            for one in report.judgements
        ),
        missing=tuple(omission.say for omission in report.missing),
    )


def _cited(citation: Citation, shelf: Shelf) -> Cited:
    passage = shelf.passage(citation.guideline, citation.version, citation.passage_id)
    return Cited(
        n=citation.n,
        quote=citation.quote,
        passage_id=citation.passage_id,
        guideline=citation.guideline,
        version=citation.version,
        heading_path=citation.heading_path,
        start=citation.start,
        end=citation.end,
        passage=passage.text if passage else None,
    )
