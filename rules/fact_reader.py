"""Reads the facts of a patient from a question and its history, each with the words it was read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rules.context import Conflict, Context, Fact, Turn, Value
from rules.fact_cues import shipped_cues
from rules.fact_reading import Reading, TextReader, TextReadings, measured
from rules.fact_text import Measure
from rules.variables import Kind, Variable, Variables

MAX_STEPS = 10
"""How often conclusions are drawn from conclusions."""
_REMEMBERED = 2048
"""Texts whose facts are kept."""


@dataclass(frozen=True)
class _Known:
    """What is known of one fact: readings from the latest text that speaks of it; several are a conflict."""

    turn: int
    facts: tuple[Fact, ...]
    measure: Measure | None = None

    @property
    def fact(self) -> Fact | None:
        return self.facts[0] if len(self.facts) == 1 else None


class FactReader:
    """Reads contexts for one set of declared facts. Built once; `read` changes nothing in it."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._reader = TextReader(variables, shipped_cues())
        self._kept = lru_cache(maxsize=_REMEMBERED)(self._read)
        self._derived = tuple(
            (variable, frozenset[str]().union(*(follows.when.facts() for follows in variable.follows)))
            for variable in variables.values()
            if variable.follows
        )

    def read(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """The facts of question and history, as `_read` tells; kept, since the stages of one answer all ask
        for them."""
        return self._kept(question, tuple(history))

    def _read(self, question: str, history: Sequence[Turn]) -> Context:
        """The facts of question and history.

        Only what the user wrote counts. A later statement replaces an earlier one; two in one text that
        cannot both hold are a conflict, and the fact stays unknown. Talk of another patient, or another
        age, starts afresh.
        """
        said = [turn.content for turn in history if turn.role == "user"]
        known: dict[str, _Known] = {}
        for turn, text in enumerate([*said, question]):
            source = "question" if turn == len(said) else "history"
            read = self._reader.read(text, follow_up=turn > 0)
            if read.has("new_patient") or self._other_age(read, known):
                known = {}
            self._correct(read, known, turn, source)
            for name, found in self._weighed(read, turn, source, known).items():
                known[name] = self._joined(known.get(name), found)
        self._conclude(known)
        self._contest(known)
        return self._context(known)

    def completed(self, context: Context) -> Context:
        """A context with what follows from its facts."""
        known = {fact.name: _Known(0, (fact,)) for fact in context.facts}
        self._conclude(known)
        return self._context(known)

    def _other_age(self, read: TextReadings, known: Mapping[str, _Known]) -> bool:
        before = known["age"].fact if "age" in known else None
        ages = [reading.value for reading in read.readings if reading.variable == "age"]
        return before is not None and bool(ages) and before.value not in ages and not _corrections(read)

    def _weighed(
        self, read: TextReadings, turn: int, source: str, known: Mapping[str, _Known]
    ) -> dict[str, _Known]:
        """What one text says of each fact, once its readings are weighed against each other."""
        by_name: dict[str, list[Reading]] = {}
        for reading in read.readings:
            if reading.says is None or reading.says.given is None:
                by_name.setdefault(reading.variable, []).append(reading)
        values = {name: one.fact.value for name, one in known.items() if one.fact is not None}
        values |= {name: found[0].value for name, found in by_name.items() if found[0].value is not None}
        for reading in read.readings:
            given = reading.says.given if reading.says else None
            if given is not None and given.evaluate(values).value is True:
                by_name.setdefault(reading.variable, []).append(reading)
        return {
            name: _weigh(self._variables[name], readings, read, turn=turn, source=source)
            for name, readings in by_name.items()
        }

    def _joined(self, before: _Known | None, found: _Known) -> _Known:
        """A later text adds to a set and replaces anything else."""
        fact = found.fact
        if before is None or fact is None or not isinstance(fact.value, tuple):
            return found
        earlier = before.fact
        if earlier is None or not isinstance(earlier.value, tuple):
            return found
        value = tuple(dict.fromkeys((*earlier.value, *fact.value)))
        return replace(found, facts=(replace(fact, value=value),))

    def _correct(self, read: TextReadings, known: dict[str, _Known], turn: int, source: str) -> None:
        """`It was 8 months, not 18` changes the number that was 18."""
        for said, wrong in _corrections(read):
            for name, before in known.items():
                fact, measure = before.fact, before.measure
                if fact is None or measure is None or measure.value != wrong.value:
                    continue
                if wrong.months is not None and wrong.months != measure.months:
                    continue
                right = said
                if said.months is None and measure.months is not None:
                    right = replace(said, months=said.value * measure.months / measure.value)
                start, end = read.text.tokens[right.start].start, read.text.tokens[right.end - 1].end
                corrected = Fact(
                    name=name,
                    value=measured(self._variables[name], right),
                    words=read.text.text[start:end],
                    source=source,
                    start=start,
                    end=end,
                )
                known[name] = _Known(turn, (corrected,), right)

    def _conclude(self, known: dict[str, _Known]) -> None:
        """Adds what follows from what is known, until nothing more does."""
        said = dict(known)
        values = {name: one.fact.value for name, one in known.items() if one.fact is not None}
        changed = frozenset(values)
        for _ in range(MAX_STEPS):
            added = set()
            for variable, grounds in self._derived:
                concluded = None if grounds.isdisjoint(changed) else _concluded(variable, values, known)
                if concluded is None:
                    continue
                found = _reconciled(said.get(variable.name), concluded)
                if found != known.get(variable.name):
                    known[variable.name] = found
                    added.add(variable.name)
            if not added:
                return
            for name in added:
                fact = known[name].fact
                if fact is None:
                    values.pop(name, None)
                else:
                    values[name] = fact.value
            changed = frozenset(added)

    def _contest(self, known: dict[str, _Known]) -> None:
        """A conflict about an internal fact is one about the fact that it would decide."""
        for variable, grounds in self._derived:
            for name in sorted(grounds):
                source = known.get(name)
                if variable.name in known or source is None or source.fact is not None:
                    continue
                values = {key: one.fact.value for key, one in known.items() if one.fact is not None}
                drawn = [
                    _concluded(
                        variable, {**values, name: fact.value}, {**known, name: _Known(source.turn, (fact,))}
                    )
                    for fact in source.facts
                ]
                facts = tuple(one.fact for one in drawn if one is not None and one.fact is not None)
                if len({fact.value for fact in facts}) > 1:
                    known[variable.name] = _Known(source.turn, facts)

    def _context(self, known: Mapping[str, _Known]) -> Context:
        shown = [
            known[name]
            for name, variable in self._variables.items()
            if name in known and not variable.internal
        ]
        return Context(
            facts=tuple(one.fact for one in shown if one.fact is not None),
            conflicts=tuple(
                Conflict(name=one.facts[0].name, readings=one.facts) for one in shown if one.fact is None
            ),
        )


def _weigh(
    variable: Variable, readings: Sequence[Reading], read: TextReadings, *, turn: int, source: str
) -> _Known:
    present = [reading for reading in readings if variable.lasting or not reading.past] or list(readings)
    corrected = [cue.start for cue in read.cues if cue.kind == "correction"]
    if corrected and any(reading.first > corrected[-1] for reading in present):
        present = [reading for reading in present if reading.first > corrected[-1]]
    if variable.kind is Kind.SET:
        return _Known(turn, (_joint(present, read, source),))
    by_value: dict[Value, Reading] = {}
    for reading in present:
        if reading.value is not None:
            by_value.setdefault(reading.value, reading)
    if variable.ranked:
        best = min(by_value, key=variable.rank)
        by_value = {best: by_value[best]}
    facts = tuple(_fact(reading, source) for reading in by_value.values())
    return _Known(turn, facts, present[0].measure if variable.kind is Kind.NUMBER else None)


def _fact(reading: Reading, source: str) -> Fact:
    assert reading.value is not None
    return Fact(
        name=reading.variable,
        value=reading.value,
        words=reading.words,
        source=source,
        start=reading.start,
        end=reading.end,
    )


def _joint(readings: Sequence[Reading], read: TextReadings, source: str) -> Fact:
    """One fact for all members of a set, with the words from the first to the last."""
    members = [member for reading in readings for member in _members(reading.value)]
    start = min(reading.start for reading in readings)
    end = max(reading.end for reading in readings)
    return Fact(
        name=readings[0].variable,
        value=tuple(dict.fromkeys(members)),
        words=read.text.text[start:end],
        source=source,
        start=start,
        end=end,
    )


def _members(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _corrections(read: TextReadings) -> list[tuple[Measure, Measure]]:
    """Pairs of a right and a wrong number: `8 months, not 18`, `not 18 but 8 months`."""
    text = read.text
    pairs = []
    for at in range(text.size - 1):
        if text.tokens[at].lower != "not":
            continue
        wrong = text.duration(at + 1) or text.number(at + 1)
        if wrong is None:
            continue
        before = at - 1 if text.tokens[at - 1].text != "," else at - 2
        for start in range(max(before - 2, 0), before + 1):
            right = text.duration(start) or text.number(start)
            if right is not None and right.end == before + 1:
                pairs.append((right, wrong))
                break
        else:
            after = wrong.end + (wrong.end < text.size and text.tokens[wrong.end].lower in ("but", ","))
            right = (text.duration(after) or text.number(after)) if after > wrong.end else None
            if right is not None:
                pairs.append((right, wrong))
    return pairs


def _concluded(variable: Variable, values: Mapping[str, Value], known: Mapping[str, _Known]) -> _Known | None:
    """What follows for a variable: the value of the first conclusion that surely holds."""
    for follows in variable.follows:
        if follows.when.evaluate(values).value is not True:
            continue
        grounds = [known[name] for name in sorted(follows.when.facts()) if name in known]
        facts = [ground.fact for ground in grounds if ground.fact is not None]
        if not facts:
            return None
        newest = max(ground.turn for ground in grounds)
        shown = next(
            one for one in facts if any(one in ground.facts and ground.turn == newest for ground in grounds)
        )
        return _Known(newest, (replace(shown, name=variable.name, value=follows.value),))
    return None


def _reconciled(said: _Known | None, concluded: _Known) -> _Known:
    """What was said against what follows: the later one counts; at the same time they must agree."""
    if said is None or concluded.turn > said.turn:
        return concluded
    if said.turn > concluded.turn or said.fact is None or concluded.fact is None:
        return said
    if said.fact.value == concluded.fact.value:
        return said
    return _Known(said.turn, (said.fact, concluded.fact))
