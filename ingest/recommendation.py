"""Recommendation: which sentences of a passage recommend something, for or against, and with what grade.

The words are in `recommendations.yaml`. A strength that is printed behind several sentences belongs to all of
them; a level of evidence alone belongs to its own sentence, and makes no recommendation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import yaml

from ingest.grade import PrintedGrade, printed_grades
from ingest.passage import Modality, Polarity, Recommendation
from ingest.sentence import Span, sentences

_FILE = Path(__file__).with_name("recommendations.yaml")
_LABEL = re.compile(
    r"\s*(?:(?:[●•▪o*–-]\s+)|(?:\(?\d{1,3}(?:\.\d+)*[a-z]?[.)]\s+)|(?:R\d+[.:]\s+)"
    r"|(?P<named>(?:Key |Clinical |Major )?(?:Recommendation|Practice point|Good practice point)s?"
    r"(?:\s+#?[\dA-Z][\w.-]*)?\s*[:.–-]\s*))+",
)
_BRACKETED = re.compile(r"[(\[].*[)\]][.]?", re.DOTALL)
_STRAIGHT = re.compile(r"(?<!\d)\"")
_POINTER = re.compile(
    r"\(?(?:see|refer (?:also )?to|for (?:more|further|additional) (?:information|details))\b", re.I
)
_MODAL = re.compile(r"\w+(?: (?:not|also|never|always))? ?", re.I)
_CLAUSE = (
    r"(?:^|[.;:,(–—]\s*|\b(?:and|but|that|because|although|while|as)\s+)(?:(?:the|this|these|those|such|our|any|all|an?)\s+)?"
    r"(?:(?!(?:of|in|on|for|with|from|to|and|by|or|the|whose)\b)[\w/-]+\s+){0,4}(?:HEAD)"
    r"(?:\s+(?:of|in|on|from|for|with|to|and|about|by|that|which)\b[^,;:.]*)?\s*$"
)
"""The beginning of a clause up to its verb, with a head that is not about care."""
_TRIES = 20
_FAR = 2000
"""Code points beyond which nothing bears on a word: no real sentence is longer."""
_MODALS = {"must": Modality.MUST, "should": Modality.SHOULD, "may": Modality.MAY}


@dataclass(frozen=True, kw_only=True)
class _Cue:
    modality: Modality
    polarity: Polarity
    words: str
    start: int = 0


@dataclass(frozen=True, kw_only=True)
class _Form:
    modality: Modality
    polarity: Polarity
    pattern: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class _Words:
    triggers: re.Pattern[str]
    cues: tuple[_Form, ...]
    issuing: tuple[_Form, ...]
    imperatives: tuple[_Form, ...]
    issuers: str
    promising: re.Pattern[str]
    silent: re.Pattern[str]
    reports: tuple[re.Pattern[str], ...]
    bodies: tuple[re.Pattern[str], ...]
    subjects: re.Pattern[str]
    after: tuple[re.Pattern[str], ...]
    conditions: re.Pattern[str]
    nothing: re.Pattern[str]
    populations: tuple[re.Pattern[str], ...]


def recommendations(
    text: str, *, headings: Sequence[str] = (), publisher: str | None = None, lead: int = 0
) -> tuple[Recommendation, ...]:
    """The recommendations in the text of a passage, in order.

    `headings` are those that the passage stands under, outermost first, with a table's caption and headers
    where it is a row; below some ("Methods"), only what bears a strength or is labelled counts. `publisher`
    is who issues the document: "X recommends" is a report for anyone else.
    The first `lead` code points are a lead-in, which recommends nothing without what follows it.
    """
    stands = [_standing(heading) for heading in headings]
    silent = any(one.silent for one in stands)
    promised = any(one.promising for one in stands)
    reader = _Reader(text=text, promised=promised and not silent, silent=silent, publisher=publisher)
    return tuple(found for found in reader.found() if found.end > lead)


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """What a heading says of the passages below it."""

    silent: bool
    promising: bool


@lru_cache(maxsize=512)
def _standing(heading: str) -> _Standing:
    words = _words()
    return _Standing(
        silent=words.silent.search(heading) is not None, promising=words.promising.search(heading) is not None
    )


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """One passage."""

    text: str
    promised: bool
    silent: bool
    publisher: str | None

    def found(self) -> Iterator[Recommendation]:
        named = _LABEL.match(self.text)
        labelled = named is not None and named["named"] is not None
        grades = printed_grades(self.text)
        strong = any(grade.strength for grade in grades)
        if not (strong or labelled or self.promised or _words().triggers.search(self.text)):
            return
        spans = list(sentences(self.text, [(grade.start, grade.end) for grade in grades]))
        group: list[Span] = []
        for span in spans:
            group.append(span)
            own = [grade for grade in grades if span[0] <= grade.start < span[1]]
            if any(grade.strength for grade in own):
                yield from self._graded(group, own)
                group = []
        if labelled and len(group) == len(spans) and group:
            yield from self._labelled(group)
            return
        for span in group:
            own = [grade for grade in grades if span[0] <= grade.start < span[1]]
            yield from self._alone(span, own)

    def _graded(self, group: Sequence[Span], grades: Sequence[PrintedGrade]) -> Iterator[Recommendation]:
        """The sentences that one printed strength closes: a recommendation whatever their words, unless they
        say that the evidence does not suffice."""
        said = [span for span in group if not _aside(self.text[slice(*span)])] or list(group)
        grade = next(one for one in grades if one.strength)
        cue = next((cue for span in said if (cue := self._cue(span, sure=True))), None)
        if cue is None and (self.silent or any(map(self._report, said))):
            return
        if grade.strength and grade.strength.value in {"I", "I statement"}:
            return
        if grade.against is not None:
            polarity = Polarity.AGAINST if grade.against else Polarity.FOR
        else:
            polarity = cue.polarity if cue else Polarity.FOR
        yield self._recommendation(
            (said[0][0], max(said[-1][1], grade.end)), cue, grades=grades, polarity=polarity
        )

    def _labelled(self, group: Sequence[Span]) -> Iterator[Recommendation]:
        cue = next((cue for span in group if (cue := self._cue(span, sure=True))), None)
        if cue is None and any(map(self._report, group)):
            return
        yield self._recommendation((group[0][0], group[-1][1]), cue)

    def _alone(self, span: Span, grades: Sequence[PrintedGrade]) -> Iterator[Recommendation]:
        cue = None if self.silent else self._cue(span, sure=self.promised)
        if cue is None or self._report(span) or _aside(self.text[slice(*span)]):
            return
        sentence = self.text[slice(*span)]
        if any(form.search(sentence) for form in _words().bodies) and not any(self._issuing(sentence)):
            return
        yield self._recommendation(span, cue, grades=grades)

    def _recommendation(
        self,
        span: Span,
        cue: _Cue | None,
        *,
        grades: Sequence[PrintedGrade] = (),
        polarity: Polarity | None = None,
    ) -> Recommendation:
        label = _LABEL.match(self.text, span[0], span[1])
        start = label.end() if label and label.end() < span[1] else span[0]
        return Recommendation(
            start=start,
            end=span[1],
            polarity=polarity or (cue.polarity if cue else Polarity.FOR),
            modality=cue.modality if cue else Modality.SHOULD,
            words=cue.words if cue else "",
            population=_population(self.text[start : min(span[1], start + _FAR)]),
            strength=next((grade.strength for grade in grades if grade.strength), None),
            evidence=next((grade.evidence for grade in grades if grade.evidence), None),
        )

    def _cue(self, span: Span, *, sure: bool) -> _Cue | None:
        """The words that make a sentence a recommendation; an imperative only where it is sure to be one."""
        words = _words()
        sentence = self.text[slice(*span)]
        issued = (cue for cue in self._issuing(sentence) if not _beside(sentence, cue))
        cues = [*(_matches(words.cues, sentence) if words.triggers.search(sentence) else ()), *issued]
        if cues:
            cue: _Cue = min(cues, key=lambda one: one.start)
            turned = words.nothing.search(sentence[: cue.start]) is not None
            return replace(cue, polarity=Polarity.AGAINST) if turned else cue
        return self._imperative(sentence) if sure else None

    def _issuing(self, sentence: str) -> Iterator[_Cue]:
        words = _words()
        issuers = words.issuers
        if not words.triggers.search(sentence):
            return
        if self.publisher:
            names = [self.publisher, *re.findall(r"\b[A-Z][A-Za-z/]*[A-Z]\b", self.publisher)]
            issuers += "".join(f"|(?:the )?{re.escape(name)}" for name in names)
        for form in words.issuing:
            match = re.search(rf"\b(?:{issuers})\s+(?P<cue>{form.pattern.pattern})\b", sentence, re.I)
            if match:
                yield _Cue(
                    modality=form.modality,
                    polarity=form.polarity,
                    words=match["cue"],
                    start=match.start("cue"),
                )

    def _imperative(self, sentence: str) -> _Cue | None:
        """An imperative at the beginning, behind a colon, or behind what it is conditional on."""
        label = _LABEL.match(sentence)
        begin = label.end() if label else 0
        signs = ",:" if _words().conditions.match(sentence, begin) else ":"
        places = [begin, *(match.end() for match in re.finditer(rf"[{signs}]\s+", sentence))]
        for place in places:
            for form in _words().imperatives:
                match = form.pattern.match(sentence, place)
                if match:
                    return _Cue(
                        modality=form.modality, polarity=form.polarity, words=match[0], start=match.start()
                    )
        return None

    def _report(self, span: Span) -> bool:
        sentence = self.text[slice(*span)]
        return (
            sentence.endswith("?")
            or _quoting(self.text[max(0, span[0] - _FAR) : span[0]])
            or any(form.search(sentence) for form in _words().reports)
        )


def _matches(forms: Sequence[_Form], sentence: str) -> Iterator[_Cue]:
    """The first place of each form where it asks for care."""
    for form in forms:
        for match in islice(form.pattern.finditer(sentence), _TRIES):
            cue = _Cue(modality=form.modality, polarity=form.polarity, words=match[0], start=match.start())
            if not _beside(sentence, cue):
                yield cue
                break


def _beside(sentence: str, cue: _Cue) -> bool:
    """Whether what a sentence asks for is not care: how to read the document, what research should do."""
    words = _words()
    before = sentence[max(0, cue.start - _FAR) : cue.start]
    behind = _MODAL.sub("", sentence[cue.start :], count=1)
    return words.subjects.search(before) is not None or any(form.match(behind) for form in words.after)


def _quoting(before: str) -> bool:
    """Whether quotation marks are open behind a text."""
    return before.count("“") > before.count("”") or len(_STRAIGHT.findall(before)) % 2 == 1


def _aside(sentence: str) -> bool:
    """A note in brackets, or a pointer to another place."""
    return _BRACKETED.fullmatch(sentence) is not None or _POINTER.match(sentence) is not None


def _population(said: str) -> str | None:
    for form in _words().populations:
        match = form.search(said)
        if match:
            return " ".join(match["who"].split())
    return None


@cache
def _words() -> _Words:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    verbs, listed, plural = (_spaced(data[name]) for name in ("verbs", "listed", "plural"))
    lists = {
        "PEOPLE": f"{_spaced(data['singular'])}|{plural}",
        "PLURAL": plural,
        "ACTORS": _spaced(data["actors"]),
        "VERBS": verbs,
        r"\sLISTED": rf"\b{listed}",
        "LISTED": listed,
    }
    return _Words(
        triggers=_pattern(data["triggers"]),
        cues=_forms(data["cues"]),
        issuing=_forms(data["issuing"]),
        imperatives=_forms(data["imperatives"], verbs=verbs),
        issuers=_spaced(data["issuers"]),
        promising=_pattern(data["promising"]),
        silent=_pattern(data["silent"]),
        reports=tuple(map(_pattern, data["reports"])),
        bodies=tuple(map(_pattern, data["bodies"])),
        subjects=re.compile(_CLAUSE.replace("HEAD", _spaced(data["subjects"])), re.I),
        after=tuple(map(_pattern, data["after"])),
        conditions=re.compile(rf"(?:{_spaced(data['conditions'])})\b", re.I),
        nothing=_pattern(data["nothing"]),
        populations=tuple(re.compile(_filled(_spaced(form), lists), re.I) for form in data["populations"]),
    )


def _filled(form: str, lists: Mapping[str, str]) -> str:
    for name, words in lists.items():
        form = form.replace(name, words)
    return form


def _forms(rows: Sequence[tuple[str, str, str]], *, verbs: str = "") -> tuple[_Form, ...]:
    return tuple(
        _Form(
            modality=_MODALS[modality],
            polarity=Polarity(polarity),
            pattern=re.compile(rf"(?<![\w-])(?:{_spaced(form).replace('VERBS', verbs)})(?!\w)", re.I),
        )
        for modality, polarity, form in rows
    )


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_spaced(form), re.I)


def _spaced(form: str) -> str:
    """A form in which each space is any white space; folded lines part at "|"."""
    return re.sub(r"\| +| +\|", "|", form.strip()).replace(" ", r"\s")
