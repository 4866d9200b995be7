"""Missing facts: which unknown facts would change this answer, the most decisive first."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from answering.answer import MissingFact
from answering.inquiry import Inquiry
from answering.standing import Stand, Standing
from rules.variables import Variable

MOST_ASKED = 3
MOST_OF_ALL = 4
"""An answer on the whole of a treatment may ask for one fact more."""


def missing_facts(
    inquiry: Inquiry, variables: Mapping[str, Variable], cited: Collection[str]
) -> tuple[MissingFact, ...]:
    """Facts that leave rules behind the shown passages open, as questions, a few at most.

    A question on patients in general gets none, unless it asks for the whole of their treatment."""
    if not (inquiry.about_one_patient or inquiry.intent.wide):
        return ()
    open_rules = [s for s in inquiry.standings if s.rule.cite in cited and waiting(s, inquiry)]
    return as_questions(open_rules, inquiry, variables)


def as_questions(
    undecided: Sequence[Standing], inquiry: Inquiry, variables: Mapping[str, Variable]
) -> tuple[MissingFact, ...]:
    """The facts that decide most of these rules; among equals in the order the pack declares them."""
    order = {name: index for index, name in enumerate(variables)}
    counts: Counter[str] = Counter()
    for standing in undecided:
        decides = standing.gives or standing.is_goal or standing.allows
        for name in waiting(standing, inquiry):
            if name in variables and not variables[name].internal:
                counts[name] += 2 if decides else 0
    ranked = sorted(counts, key=lambda name: (-counts[name], order[name]))
    most = MOST_OF_ALL if inquiry.intent.wide else MOST_ASKED
    return tuple(as_question(variables[name]) for name in ranked[:most])


def as_question(variable: Variable) -> MissingFact:
    """One fact as a question with its choices."""
    question = variable.ask or f"What is known of this: {variable.label}?"
    return MissingFact(fact=variable.name, question=question, choices=variable.choices)


def waiting(standing: Standing, inquiry: Inquiry) -> tuple[str, ...]:
    """The unknown facts that keep a rule, or the precondition it sets, from being decided."""
    if standing.stand is Stand.OFF:
        return ()
    names = list(standing.missing)
    if standing.rule.requires is not None:
        names += standing.rule.requires.evaluate(inquiry.values).missing
    return tuple(dict.fromkeys(names))
