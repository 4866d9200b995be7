"""Checker: judges an answer sentence by sentence, then as a whole, and says why in one sentence."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from rules.attribution import attributed, unlike
from rules.breach import Breach
from rules.charges import Charge, Charges
from rules.claim import Reading
from rules.context import Context, Fact, Value
from rules.duty import Duties
from rules.grounding import Grounder
from rules.layout import Place, placed
from rules.rule import OnlyIf, Rule
from rules.stand import Stand, Stands
from rules.statement import Asked, meant
from rules.talk import plain, reply
from rules.text import Span, sentences
from rules.verdict import Grounds, Judgement, Omission, Outcome, Report, State, Verdict

_LONGEST_SENTENCE = 4000
"""Code points; what runs on for longer without a sentence end is not a sentence that can be checked."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence of an answer with its pronouns spelled out; `reading` is None where it is too long to be
    read."""

    span: Span
    text: str
    reading: Reading | None
    place: Place


@dataclass(frozen=True, kw_only=True)
class Checker:
    """Checks answers against one library and one rule base."""

    grounder: Grounder
    duties: Duties
    rules: tuple[Rule, ...]
    rules_hash: str

    @cached_property
    def stands(self) -> Stands:
        """Where the rules stand, by patient."""
        return Stands(self.rules)

    def within(self, guidelines: Set[str]) -> "Checker":
        """A checker with the passages and rules of these guidelines alone."""
        whole = self.grounder
        return replace(
            self,
            grounder=Grounder(whole.library.within(guidelines), whole.reader, whole.population),
            rules=tuple(rule for rule in self.rules if rule.guideline in guidelines),
        )

    def check(self, *, question: str, answer: str, context: Context, outcomes: Sequence[Outcome]) -> Report:
        """The report on an answer; the same input gives the same report in every process."""
        asked = self.grounder.ask(question[:_LONGEST_SENTENCE], context.values())
        stand = self.stands.given(outcomes)
        spans = sentences(answer)
        said = [self._said(spans, index, answer, asked) for index in range(len(spans))]
        judged = tuple(self._judge(each, asked, stand) for each in said)
        judged = tuple(
            self._replied(
                judgement,
                spans[index - 1] if index else None,
                asked,
                stand=stand,
                only=len(judged) == 1,
            )
            for index, judgement in enumerate(judged)
        )
        missing = self._missing(said, asked, stand)
        return Report(
            passed=bool(judged) and not missing and all(j.verdict in _LEAVES for j in judged),
            why=_why(judged, missing),
            judgements=judged,
            missing=missing,
            context=context,
            outcomes=tuple(outcomes),
            rules_hash=self.rules_hash,
        )

    def _said(self, spans: Sequence[Span], index: int, answer: str, asked: Asked) -> Said:
        """One sentence of the answer, read with the one before it."""
        span = spans[index]
        place = placed(span, answer)
        if len(span.text) > _LONGEST_SENTENCE:
            return Said(span=span, text=span.text, reading=None, place=place)
        before = spans[index - 1].text if index else ""
        near = before if len(before) <= _LONGEST_SENTENCE else ""
        text, reading = self.grounder.read(span.text, asked, near)
        return Said(span=span, text=text, reading=reading, place=place)

    def _judge(self, said: Said, asked: Asked, stand: Stand) -> Judgement:
        span, text, reading, stands = said.span, said.text, said.reading, said.place
        if stands.lead and len(stands.lead) <= _LONGEST_SENTENCE:
            asked = self.grounder.under(stands.lead, asked)
        if reading is None:
            reason = f"No sentence end within {_LONGEST_SENTENCE} characters; write shorter sentences."
            return Judgement(
                text=span.text, start=span.start, end=span.end, verdict=Verdict.UNPARSED, reason=reason
            )
        if stands.signature and not reading.concepts:
            return Judgement(
                text=span.text, start=span.start, end=span.end, verdict=Verdict.NEUTRAL, reason="A name."
            )
        marked = f"# {text}" if stands.heading else text
        grounding = self.grounder.ground(marked, asked, alone=stands.alone or stands.heading)
        judgement = Judgement(
            text=span.text,
            start=span.start,
            end=span.end,
            verdict=grounding.verdict,
            reason=grounding.reason + _put_right(reading),
            grounds=grounding.grounds,
        )
        if grounding.verdict in (Verdict.NEUTRAL, Verdict.UNPARSED):
            return judgement
        invented = self._invented(text, reading, asked)
        if invented is not None and judgement.verdict is Verdict.SUPPORTED:
            given = asked.values.get(invented.name)
            verdict = Verdict.NEEDS_CONTEXT if given is None else Verdict.CONTRADICTED
            reason = f"{invented.words!r} is said of this patient, which the question does not say."
            return replace(judgement, verdict=verdict, reason=reason, grounds=())
        charge = self._charge(said, asked, stand, judgement)
        own = bool(self.grounder.library.verbatim(span.text))
        if charge.broken:
            ids = tuple(breach.rule.id for breach in charge.broken)
            return self._charged(judgement, charge.broken[0], Verdict.CONTRADICTED, ids)
        if charge.open is None or own or grounding.verdict is not Verdict.SUPPORTED:
            return judgement
        return self._charged(judgement, charge.open, Verdict.NEEDS_CONTEXT, (charge.open.rule.id,))

    def _charge(self, said: Said, asked: Asked, stand: Stand, judgement: Judgement | None = None) -> Charge:
        """What the rules hold against one sentence."""
        if said.reading is None:
            return Charge()
        cited = () if judgement is None else tuple(grounds.passage_id for grounds in judgement.grounds)
        text = meant(said.text, said.reading)
        values = self._values(text, asked)
        population = self.grounder.population
        supposed = population.supposed(text) if population is not None else {}
        return self._charges.against(
            said.reading,
            values,
            stand,
            known=asked.values,
            cited=cited,
            supposed=supposed,
            quoted=[
                self.grounder.library.source(line).id for line in self.grounder.library.verbatim(said.text)
            ],
        )

    @cached_property
    def _charges(self) -> Charges:
        return Charges(
            rules=self.rules,
            duties=self.duties,
            population=self.grounder.population,
            stands=self.stands,
        )

    def _charged(
        self, judgement: Judgement, breach: Breach, verdict: Verdict, rules: tuple[str, ...]
    ) -> Judgement:
        rule = breach.rule
        place = Grounds(passage_id=rule.cite, quote=rule.quote, start=0, end=len(rule.quote))
        wants = f" Not known: {', '.join(breach.missing).replace('_', ' ')}." if breach.missing else ""
        return replace(
            judgement,
            verdict=verdict,
            reason=f"{breach.why}{wants} {rule.say}",
            rules=rules,
            grounds=(self._placed(place),),
        )

    def _invented(self, text: str, reading: Reading, asked: Asked) -> Fact | None:
        """A fact that a sentence gives of the patient and the question does not."""
        population = self.grounder.population
        if population is None:
            return None
        return unlike(attributed(text, reading, population), asked.values)

    def _values(self, text: str, asked: Asked) -> Mapping[str, Value]:
        """The patient's facts, or those of the population that a general statement names itself."""
        population = self.grounder.population
        return asked.values if population is None else dict(asked.values) | dict(population.of(text))

    def _replied(
        self,
        judgement: Judgement,
        before: Span | None,
        asked: Asked,
        *,
        stand: Stand,
        only: bool,
    ) -> Judgement:
        """A sentence that opens with yes or no says so of the question before it; it may not be denied, and
        where nothing else is said, a yes has to be carried."""
        text = plain(judgement.text)
        said = reply(text)
        word, rest = said.word, text[said.rest :].strip()
        if word not in ("yes", "no") or judgement.verdict not in _LEAVES:
            return judgement
        restated = self.grounder.reader.read(before.text) if before and before.text.endswith("?") else None
        says = self.grounder.speaks(rest) and bool(judgement.grounds) if rest else not only
        if word == "yes":  # who says yes to a treatment gives it
            charge = self._charges.against(restated or asked.point, asked.values, stand, known=asked.values)
            if charge.broken:
                ids = tuple(breach.rule.id for breach in charge.broken)
                return self._charged(judgement, charge.broken[0], Verdict.CONTRADICTED, ids)
            if charge.open is not None and not judgement.grounds:
                ids = (charge.open.rule.id,)
                return self._charged(judgement, charge.open, Verdict.NEEDS_CONTEXT, ids)
        denied = self.grounder.affirms(asked, yes=word == "yes", question=restated, says=says)
        if denied is None or (word == "no" and self._excluded(denied.grounds, stand.by_rule)):
            return judgement
        return replace(judgement, verdict=denied.verdict, reason=denied.reason, grounds=denied.grounds)

    def _excluded(self, grounds: Sequence[Grounds], state: Mapping[str, Outcome]) -> bool:
        """Whether the rules on a passage do not hold for this patient, so that "no" agrees with it."""
        cited = {g.passage_id for g in grounds}
        states = [state[rule.id].state for rule in self.rules if rule.cite in cited and rule.id in state]
        return bool(states) and all(each is State.NOT_FIRED for each in states)

    def _placed(self, grounds: Grounds) -> Grounds:
        for source in self.grounder.library.sources:
            if source.id == grounds.passage_id:
                start = source.text.find(grounds.quote)
                return replace(grounds, start=start, end=start + len(grounds.quote))
        return grounds

    def _missing(self, said: Sequence[Said], asked: Asked, stand: Stand) -> tuple[Omission, ...]:
        """What the answer as a whole had to say and does not."""
        readings = [each.reading for each in said if each.reading is not None]
        forgotten = {id for each in said for id in self._charge(each, asked, stand).forgotten}
        omissions = []
        for rule in self.rules:
            outcome = stand.by_rule.get(rule.id)
            if outcome is None or outcome.state is State.NOT_FIRED or not self.duties.unmet(rule, readings):
                continue
            if isinstance(rule.duty, OnlyIf) and rule.id not in forgotten:
                continue
            place = Grounds(passage_id=rule.cite, quote=rule.quote, start=0, end=len(rule.quote))
            omissions.append(Omission(rule=rule.id, say=rule.say, grounds=self._placed(place)))
        return tuple(omissions)


def _put_right(reading: Reading) -> str:
    """What typing errors were taken for; "" where there were none."""
    if not reading.corrections:
        return ""
    return " Read as: " + ", ".join(f"{meant} ({written})" for written, meant in reading.corrections) + "."


_LEAVES = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})


def _why(judged: Sequence[Judgement], missing: Sequence[Omission]) -> str:
    bad = [j for j in judged if j.verdict not in _LEAVES]
    if bad:
        more = f" ({len(bad) - 1} more)" if len(bad) > 1 else ""
        return f"Blocked: {bad[0].text!r} is {bad[0].verdict.value}: {bad[0].reason}{more}"
    if missing:
        return f"Blocked: the answer leaves out what has to be said: {missing[0].say}"
    if not judged:
        return "Blocked: there is nothing in the answer to check."
    return "Passed: every sentence is carried by the guideline and nothing that has to be said is missing."
