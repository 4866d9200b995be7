"""Variables: the facts a pack knows of, with their type, their unit and the question that asks for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.condition import Condition
from rules.context import Value
from rules.errors import RulesError, nearest


@dataclass(frozen=True, kw_only=True)
class Says:
    """Phrases by which a text says a value, in the language of rules/phrase.py.

    A number takes its value from the slot of the phrase. `negated` is the value when the phrase is denied;
    None then says nothing. A phrase that is `ignored`, or has no value, only keeps shorter ones from
    matching.
    `given` must hold, by what else is known, for the phrase to count. With `alone`, the name of a word list,
    it counts only where nothing but words of that list stands between the clause ends around it.
    """

    phrases: tuple[str, ...]
    value: Value | None = None
    negated: Value | None = None
    given: Condition | None = None
    alone: str | None = None
    ignored: bool = False


@dataclass(frozen=True, kw_only=True)
class Follows:
    """A value that follows from other facts when `when` is true."""

    value: Value
    when: Condition


class Kind(StrEnum):
    """What values a fact can take."""

    BOOL = "bool"
    ENUM = "enum"
    NUMBER = "number"
    SET = "set"


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One declared fact.

    `values` are the choices of an enum or a set, `unit` that of a number, `ask` the question that would
    settle it; a number outside `range`, ends included, is not read as this fact. `says` are the phrases it
    is read from; of `follows` the first that holds gives its value. An `internal` variable only serves to
    derive others and never enters a context. A `decisive` one has to be known before a treatment that a
    rule makes depend on it is said to be this patient's. `ranked` means that of several values read at once
    the one listed first counts, of several numbers the largest, and that they are no contradiction. What is
    `lasting` holds too where it is told of an earlier time.
    """

    name: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, float] | None = None
    ask: str | None = None
    internal: bool = False
    decisive: bool = False
    ranked: bool = False
    lasting: bool = False
    says: tuple[Says, ...] = ()
    follows: tuple[Follows, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to offer when asking; none for a number."""
        return ("yes", "no") if self.kind is Kind.BOOL else self.values

    def rank(self, value: Value) -> float:
        """Where a value of a ranked fact stands; the least counts."""
        return -value if isinstance(value, int | float) else self.values.index(str(value))

    def admits(self, value: Value) -> bool:
        """Whether `value` is one this variable can take."""
        match self.kind:
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool)
            case Kind.ENUM:
                return isinstance(value, str) and value in self.values
            case Kind.SET:
                return isinstance(value, tuple) and set(value) <= set(self.values)

    def plausible(self, value: Value | None) -> bool:
        """Whether a number lies within the range of this fact; other values always do."""
        if self.range is None or isinstance(value, bool | str | tuple | None):
            return True
        return self.range[0] <= value <= self.range[1]


class Variables(Mapping[str, Variable]):
    """Declared facts by name, in the order of declaration.

    `words` are the word lists that their phrases use, `spelling` the words that are put right when misspelt
    and `not_misspelt` real words that only look like those.
    """

    def __init__(
        self,
        variables: Iterable[Variable] = (),
        *,
        words: Mapping[str, tuple[str, ...]] | None = None,
        spelling: Iterable[str] = (),
        not_misspelt: Iterable[str] = (),
    ) -> None:
        self.words = dict(words or {})
        self.spelling = frozenset(spelling)
        self.not_misspelt = frozenset(not_misspelt)
        self._by_name: dict[str, Variable] = {}
        for variable in variables:
            known = self._by_name.setdefault(variable.name, variable)
            if known != variable:
                raise RulesError(
                    f'The fact "{variable.name}" is declared twice with different content. Two packs that '
                    "share a fact must declare it alike; rename one of them."
                )

    def __getitem__(self, name: str) -> Variable:
        if name not in self._by_name:
            hint = nearest(name, self._by_name)
            raise UnknownVariable(f'No variables.yaml declares a fact "{name}".{hint}')
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name


def merged(all_variables: Sequence[Variables]) -> Variables:
    """The facts and word lists of several packs as one. Raises RulesError where two packs disagree."""
    words: dict[str, tuple[str, ...]] = {}
    for variables in all_variables:
        for name, forms in variables.words.items():
            words[name] = tuple(dict.fromkeys((*words.get(name, ()), *forms)))
    return Variables(
        (one for variables in all_variables for one in variables.values()),
        words=words,
        spelling=(word for variables in all_variables for word in variables.spelling),
        not_misspelt=(word for variables in all_variables for word in variables.not_misspelt),
    )


class UnknownVariable(RulesError, KeyError):
    """A name that no pack declares as a fact."""

    def __str__(self) -> str:
        return str(self.args[0])
