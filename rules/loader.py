"""Loads the rules of packs: YAML, conditions and citations, with all faults reported at once."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.pack import load_pack
from rules.condition import Always, Condition
from rules.condition_reader import read_condition
from rules.errors import ConditionError, FileErrors, Problem, nearest
from rules.marked import Key, Marked, read_marked
from rules.rule import Decision, Rule
from rules.rule_faults import case_faults, cite_faults, duty_faults, sha256
from rules.rule_file import RuleEntry, RuleFile, adapter
from rules.shape import shaped
from rules.source import Source
from rules.variables import Variables, merged
from rules.variables_file import VARIABLES_FILE, load_variables

__all__ = ["RuleBase", "load_rules", "rule_files", "sha256"]


@dataclass(frozen=True, kw_only=True)
class RuleBase:
    """The rules of all packs, in the order of files and of writing.

    `rules_hash` is the SHA-256 of every file they were read from; one changed byte changes it.
    """

    rules: tuple[Rule, ...]
    variables: Variables
    rules_hash: str
    decisions: tuple[Decision, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. Raises KeyError with the nearest id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        ids = [rule.id for rule in self.rules]
        raise KeyError(f'There is no rule "{rule_id}".{nearest(rule_id, ids)} `rules list` shows all.')


def load_rules(
    folders: Sequence[Path], sources: Iterable[Source], *, concepts: Collection[str] | None = None
) -> RuleBase:
    """All rules in the packs' folders, checked against `sources`, the passages that can be cited.

    `concepts` are the ids of the vocabulary; None leaves concepts unchecked. Raises FileErrors that names
    every fault with file, line and column.
    """
    passages = {source.id: source.text for source in sources}
    packs = [_Pack(folder, load_variables(folder), passages, concepts) for folder in folders]
    problems = [problem for pack in packs for problem in pack.problems]
    rules = tuple(rule for pack in packs for rule in pack.rules)
    problems += _across(packs)
    if problems:
        raise FileErrors(problems)
    variables = merged([pack.variables for pack in packs])
    decisions = tuple(decision for pack in packs for decision in pack.decisions)
    return RuleBase(rules=rules, variables=variables, rules_hash=_digest(folders), decisions=decisions)


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The rule files of a pack, in order of name."""
    return tuple(sorted((folder / "rules").glob("*.yaml")))


def _digest(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for file in (folder / VARIABLES_FILE, *rule_files(folder)):
            if file.is_file():
                content = file.read_bytes()
                digest.update(
                    f"{folder.name}/{file.relative_to(folder).as_posix()} {len(content)}\n".encode()
                )
                digest.update(content)
    return digest.hexdigest()


class _Pack:
    """The rules of one pack while they are being read."""

    def __init__(
        self,
        folder: Path,
        variables: Variables,
        passages: Mapping[str, str],
        concepts: Collection[str] | None,
    ) -> None:
        self.folder = folder
        self.variables = variables
        self.problems: list[Problem] = []
        self.rules: list[Rule] = []
        self.marks: dict[str, tuple[Marked, Key]] = {}
        self._passages = passages
        self._concepts = concepts
        marked = [read_marked(file) for file in rule_files(folder)]
        self._guideline = load_pack(folder).guideline.id if marked else folder.name
        files = [(one, self._shaped(one)) for one in marked if one.data is not None]
        self._named = self._conditions(files)
        for one, content in files:
            for position, entry in enumerate(content.rules):
                self._add(one, ("rules", position), entry)
        self.decisions = tuple(self._decisions(files))

    def _shaped(self, marked: Marked) -> RuleFile:
        try:
            return shaped(marked, adapter())
        except FileErrors as errors:
            self.problems += errors.problems
            return RuleFile()

    def _conditions(self, files: Iterable[tuple[Marked, RuleFile]]) -> dict[str, Condition]:
        """Named conditions, each of which may quote those written before it."""
        named: dict[str, Condition] = {}
        for marked, content in files:
            for name, text in content.conditions.items():
                key: Key = ("conditions", name)
                if name in named:
                    why = "Another file of the pack has this name too; a name stands for one condition."
                    self.problems.append(marked.problem(key, what=f'"{name}" is defined twice', why=why))
                named[name] = self._read(marked, key, text, named) or Always()
        return named

    def _decisions(self, files: Iterable[tuple[Marked, RuleFile]]) -> Iterator[Decision]:
        for marked, content in files:
            for name, entry in content.decisions.items():
                key: Key = ("decisions", name)
                when = self._read(marked, (*key, "when"), entry.when, self._named)
                silent = None
                if entry.silent is not None:
                    silent = self._read(marked, (*key, "silent"), entry.silent, self._named)
                for rule in entry.rules:
                    if rule not in self.marks:
                        why = f'The decision "{name}" names it.{nearest(rule, self.marks)}'
                        problem = marked.problem((*key, "rules"), what=f'There is no rule "{rule}"', why=why)
                        self.problems.append(problem)
                yield Decision(name=name, when=when or Always(), rules=entry.rules, silent=silent)

    def _read(self, marked: Marked, key: Key, text: str, named: Mapping[str, Condition]) -> Condition | None:
        quoted = f'"{text}"' if text in named else text
        try:
            return read_condition(quoted, variables=self.variables, named=named)
        except ConditionError as error:
            what = f"At character {error.column} of this condition"
            self.problems.append(marked.problem(key, what=what, why=str(error), choices=error.choices))
            return None

    def _add(self, marked: Marked, key: Key, entry: RuleEntry) -> None:
        before = len(self.problems)
        when = self._read(marked, (*key, "when"), entry.when, self._named)
        only = entry.only_if
        requires = self._part(marked, (*key, "only_if", "requires"), only.requires if only else None)
        reached = self._part(marked, (*key, "only_if", "reached"), only.reached if only else None)
        passage = self._passage_id(entry)
        self.problems += cite_faults(marked, key, entry, passage=passage, passages=self._passages)
        self.problems += duty_faults(marked, key, entry, concepts=self._concepts)
        self.problems += case_faults(marked, key, entry, variables=self.variables)
        if entry.id in self.marks:
            why = "An id stands for one rule; rename one of them."
            self.problems.append(marked.problem((*key, "id"), what=f'"{entry.id}" is used twice', why=why))
        self.marks[entry.id] = (marked, key)
        if when is None or len(self.problems) > before:
            return
        self.rules.append(
            Rule(
                id=entry.id,
                guideline=self._guideline,
                title=entry.title,
                cite=passage,
                quote=entry.cite.quote,
                quote_sha256=entry.cite.sha256,
                when=when,
                duty=next(iter(entry.duties.values())),
                requires=requires,
                reached=reached,
                say=entry.say,
                misuse=entry.misuse,
                strength=entry.strength,
                evidence=entry.evidence,
                overrides=entry.overrides,
                valid_from=entry.valid_from,
                tests=entry.tests,
                file=marked.file.relative_to(self.folder).as_posix(),
                line=marked.marks[key][0],
            )
        )

    def _passage_id(self, entry: RuleEntry) -> str:
        return f"{self._guideline}:{entry.cite.passage}"

    def _part(self, marked: Marked, key: Key, text: str | None) -> Condition | None:
        return None if text is None else self._read(marked, key, text, self._named)


def _across(packs: Sequence[_Pack]) -> Iterator[Problem]:
    """Faults that only show when all packs are seen together: ids and overrides."""
    known: dict[str, tuple[Marked, Key]] = {}
    for pack in packs:
        for rule_id, (marked, key) in pack.marks.items():
            if rule_id in known:
                why = f"{known[rule_id][0].file} has it too; an id stands for one rule."
                yield marked.problem((*key, "id"), what=f'"{rule_id}" is used twice', why=why)
            known[rule_id] = (marked, key)
    rules = [rule for pack in packs for rule in pack.rules]
    yields_to = {rule.id: rule.overrides for rule in rules}
    for rule in rules:
        marked, key = known[rule.id]
        here = (*key, "overrides")
        for other in rule.overrides:
            if other not in known:
                why = f'Rule "{rule.id}" overrides it.{nearest(other, known)}'
                yield marked.problem(here, what=f'There is no rule "{other}"', why=why)
        if _reaches(rule.id, rule.id, yields_to):
            why = "Exceptions have to end somewhere; take one of the overrides out."
            yield marked.problem(
                here, what=f'Rule "{rule.id}" overrides itself, through others or directly', why=why
            )


def _reaches(start: str, goal: str, edges: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    todo = list(edges.get(start, ()))
    while todo:
        step = todo.pop()
        if step == goal:
            return True
        if step not in seen:
            seen.add(step)
            todo += edges.get(step, ())
    return False
