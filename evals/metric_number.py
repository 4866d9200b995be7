"""Number: whether the quantities of an answer stand in what it cites."""

from evals.case import Case, Task
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.response import Cited, Reply, Response, Said
from evals.score import Score, counted, not_scored
from evals.undone import undone
from rules.frequency import quantities
from rules.quantity import Quantity
from rules.text import tokens


def number_exact(instruments: Instruments) -> Metric:
    """Number exactness."""

    def score(case: Case, response: Response) -> Score | None:
        name = "number_exact"
        if Task.ANSWER not in case.tasks:
            return None
        reply = response.reply
        if reply is None:
            return undone(name, response, Task.ANSWER)
        told = [amount for _, amount in amounts(case.question)]
        told += [amount for turn in case.history for _, amount in amounts(turn.content)]
        found = [line for said in reply.statements for line in _found(instruments, reply, said, told)]
        if not found:
            return not_scored(name, "No statement that cites a passage gives a quantity.")
        hits = sum(exact for exact, _ in found)
        reason = f"{hits} of {len(found)} quantities stand in the passages that are cited for them."
        return counted(name, hits, len(found), reason=reason, details=tuple(line for _, line in found))

    return Metric(
        name="number_exact",
        title="Exact numbers",
        definition=(
            "Of the quantities in statements with citations, the share that also stand, with the same unit "
            "and bound, in the passages cited (500 micrograms are 0.5 mg). A quantity that only repeats the "
            "question is left out, and so is a spelled-out count without a unit ('two options')."
        ),
        source="rules/quantity.py (Quantity.same); no published formula",
        summary=Summary.RATE,
        score=score,
    )


def amounts(text: str) -> tuple[tuple[str, Quantity], ...]:
    """The quantities of a text, each with its words; counts without a unit only where they are in digits."""
    words = tokens(text)
    return tuple(
        (text[words[one.first].start : words[one.last].end], one)
        for one in quantities(words)
        if one.what != "count" or any(word.is_number for word in words[one.first : one.last + 1])
    )


def _found(
    instruments: Instruments, reply: Reply, said: Said, told: list[Quantity]
) -> tuple[tuple[bool, str], ...]:
    """Each quantity of a statement, whether it stands in what is cited, and a line."""
    if not said.citations:
        return ()
    cited = {each.n: each for each in reply.citations}
    texts = [_text(instruments, cited[n]) for n in dict.fromkeys(said.citations) if n in cited]
    there = [amount for text in texts for _, amount in amounts(text)]
    marks = "".join(f"[{n}]" for n in said.citations)
    lines = []
    for words, amount in amounts(said.text):
        exact = any(amount.same(other) for other in there)
        if exact or not any(amount.same(other) for other in told):
            lines.append((exact, f"{'exact' if exact else 'not there'}: {words!r} in {marks}"))
    return tuple(lines)


def _text(instruments: Instruments, cited: Cited) -> str:
    """The whole passage where it is known, else the quote."""
    passage = instruments.passage(cited.passage_id, cited.guideline, cited.version)
    return passage.text if passage is not None else cited.passage or cited.quote
