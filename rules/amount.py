"""Amount: whether a number of a statement stands in a sentence or in the question."""

from rules.claim import Atom, Reading
from rules.match import Around
from rules.naming import counts
from rules.quantity import Quantity


def same_amount(atom: Atom, sentence: Reading) -> Atom | None:
    """The number of a sentence that is the same amount of the same thing."""
    quantity = atom.quantity
    if quantity is None:
        return None
    amounts = [other for other in sentence.atoms if other.quantity is not None]
    same = [other for other in amounts if other.quantity is not None and quantity.same(other.quantity)]
    if quantity.what == "count" and not same:
        years = Quantity(quantity.low * 365.25, quantity.high * 365.25, "age", quantity.bound, 0, 0)
        same = [
            o
            for o in amounts
            if o.quantity is not None and o.quantity.what == "age" and years.same(o.quantity)
        ]
    elif quantity.what == "count" and quantity.noun and quantity.low != 1:
        same = [o for o in same if counts(o, quantity.noun, sentence)]
    return same[0] if same else None


def restated(quantity: Quantity, around: Around) -> bool:
    """Whether a number is only said again from the question, or is no more than "one" or "two"."""
    if quantity.what == "count" and quantity.high <= 2 and quantity.bound == "=":
        return True
    question = around.question_reading
    return question is not None and any(
        other.quantity is not None and quantity.same(other.quantity) for other in question.atoms
    )
