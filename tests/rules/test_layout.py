"""A sentence is read in its place: under a heading, in a list, below a letter."""

from rules.layout import placed
from rules.text import sentences

ANSWER = "## Plan\n\nOptions are:\n- Letrozole.\n- Exemestane.\n\nKind regards,\n\nAnn"


def test_an_item_knows_the_line_that_leads_in_to_it() -> None:
    leads = {span.text: placed(span, ANSWER).lead for span in sentences(ANSWER)}
    assert (leads["Letrozole."], leads["Exemestane."], leads["Plan"]) == ("Options are", "Options are", "")


def test_a_heading_and_a_signature_are_known() -> None:
    places = {span.text: placed(span, ANSWER) for span in sentences(ANSWER)}
    assert places["Plan"].heading
    assert places["Ann"].signature
    assert not places["Letrozole."].signature
