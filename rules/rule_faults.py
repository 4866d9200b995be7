"""What can be wrong with one rule as written: its citation, its duty, its tests."""

import hashlib
from collections.abc import Collection, Iterator, Mapping

from rules.errors import Problem, nearest
from rules.marked import Key, Marked
from rules.rule import DUTIES, Duty, MustNot, OnlyIf, Prefer, RuleTest
from rules.rule_file import RuleEntry
from rules.variables import Kind, Variables


def sha256(text: str) -> str:
    """The digest of a quote: SHA-256 of its UTF-8 bytes, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def cite_faults(
    marked: Marked, key: Key, entry: RuleEntry, *, passage: str, passages: Mapping[str, str]
) -> Iterator[Problem]:
    """A citation has to hold: the passage is there, the quote in it, the digest that of the quote."""
    cite = entry.cite
    told = f'Rule "{entry.id}" cites passage "{passage}", quote "{cite.quote}", sha256 {cite.sha256}.'
    here = (*key, "cite")
    if passage not in passages:
        hint = nearest(passage, passages)
        what = f'There is no passage "{passage}"'
        yield marked.problem((*here, "passage"), what=what, why=f"{told}{hint} Cite one that exists.")
    elif cite.quote not in passages[passage]:
        why = f'{told} The passage reads: "{passages[passage]}" Copy the words from there.'
        yield marked.problem((*here, "quote"), what="The quote is not in its passage", why=why)
    if sha256(cite.quote) != cite.sha256:
        why = f"{told} The quote's digest is {sha256(cite.quote)}. Read the passage again, then correct it."
        yield marked.problem((*here, "sha256"), what="The digest is not that of the quote", why=why)


def duty_faults(
    marked: Marked, key: Key, entry: RuleEntry, *, concepts: Collection[str] | None
) -> Iterator[Problem]:
    """A rule has one duty, which says something, about concepts that the vocabulary has."""
    duties = entry.duties
    if len(duties) != 1:
        what = f'Rule "{entry.id}" has {len(duties)} duties'
        why = "A rule has exactly one; split the rule or add what is missing."
        yield marked.problem(key, what=what, why=why, choices=tuple(DUTIES))
    for name, duty in duties.items():
        here = (*key, name)
        if isinstance(duty, MustNot) and duty.do == "combine" and len(duty.what) != 2:
            why = f"It names {len(duty.what)} concepts; write the two that must not be given together."
            yield marked.problem((*here, "what"), what="combine takes two concepts", why=why)
        if isinstance(duty, OnlyIf) and (duty.requires is None) == (duty.beside is None):
            why = "State the precondition: requires (a condition over facts) or with (concepts beside it)."
            yield marked.problem(here, what="only_if takes requires or with, one of the two", why=why)
        if isinstance(duty, Prefer) and duty.what == duty.over:
            yield marked.problem(here, what="prefer compares a concept with itself", why="Name two.")
        if concepts is not None:
            yield from _concept_faults(marked, here, duty, concepts)


def _concept_faults(marked: Marked, here: Key, duty: Duty, concepts: Collection[str]) -> Iterator[Problem]:
    for field in ("what", "over", "when_giving", "after", "beside", "outcome"):
        value = getattr(duty, field, None)
        for concept in (value,) if isinstance(value, str) else value or ():
            if concept not in concepts:
                key = (*here, {"beside": "with", "outcome": "for"}.get(field, field))
                why = f"No vocabulary has it.{nearest(concept, concepts)} Add it there or correct it."
                yield marked.problem(key, what=f'"{concept}" is not a concept', why=why)


def case_faults(marked: Marked, key: Key, entry: RuleEntry, *, variables: Variables) -> Iterator[Problem]:
    """The facts of a test are declared, with values that they can take."""
    for position, test in enumerate(entry.tests):
        yield from _fact_faults(marked, (*key, "tests", position, "facts"), test, variables)


def _fact_faults(marked: Marked, here: Key, test: RuleTest, variables: Variables) -> Iterator[Problem]:
    for name, value in test.facts.items():
        if name not in variables:
            why = f"variables.yaml does not declare it.{nearest(name, variables)}"
            yield marked.problem((*here, name), what=f'"{name}" is not a fact', why=why)
        elif not variables[name].admits(value):
            variable = variables[name]
            choices = ("true", "false") if variable.kind is Kind.BOOL else variable.values
            why = f"{name} is a {variable.kind}."
            yield marked.problem((*here, name), what=f"{value!r} does not fit", why=why, choices=choices)
