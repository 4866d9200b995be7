"""Coverage: whether the guidelines on record can answer at all; else the kind of gap, and what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.answer import Reason
from answering.figure import Figure, gives
from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.premise import premises
from answering.ranking import Ranking
from answering.request import Request
from answering.setting import Setting, settings_of
from answering.terms import Term
from answering.wording import no_figures, other_setting

NAMED_SHARE = 0.34
"""Of the things asked about, at least this share must be named somewhere on record."""
LIKE = 0.45
"""Cosine similarity from which a passage is taken to be about the same matter, names or not."""
UNLIKE = 0.2
"""Cosine similarity below which a question without a single medical term is not a clinical one."""
BEST = 8
"""A number that is asked for has to stand in one of this many best passages."""

MATTERS = frozenset(
    {
        "drug",
        "drug_class",
        "regimen",
        "procedure",
        "test",
        "biomarker",
        "modality",
        "substance",
        "disease",
        "finding",
    }
)
"""Kinds of concepts that a question can be about."""

_DRUG_LIKE = re.compile(
    r"(?:mab|nib|ciclib|limus|parib|rafenib|platin|taxel|rubicin|statin|pril|sartan|gliptin|gliflozin|glutide|floxacin|cillin|"
    r"mycin|cycline|conazole|vir|olol|dipine|prazole|setron|parin|xaban|gatran|tecan|poside|lukast|dronate|denib|zomib|stat|"
    r"degib|lisib|metinib|tinib|tuzumab|limumab|cept|relin|relix|estrant|oxifene|trozole|mestane|profen|formin|thiazide)s?$",
    re.IGNORECASE,
)
"""Endings of international nonproprietary names: a word that ends so is a drug, whether listed or not."""
_NAME_LIKE = re.compile(r"^(?:[A-Z]{3,}\d*|[A-Z][A-Za-z]*\d+[A-Za-z\d/-]*|[A-Z]+-\d+)$")


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Why there is no answer. `words` are what was asked about and is nowhere on record."""

    reason: Reason
    words: tuple[str, ...] = ()
    detail: str = ""


def gap(inquiry: Inquiry, request: Request, ranking: Ranking, mentions: Mentions) -> Gap | None:
    """The gap that keeps this question from being answered, or None."""
    if request.instructs and not (request.clinical.strip() and _has_content(inquiry)):
        return Gap(reason=Reason.REFUSED)
    if request.deceives:
        return Gap(reason=Reason.REFUSED)
    if request.elsewhere or not _is_clinical(inquiry):
        return Gap(reason=Reason.NOT_CLINICAL)
    absent = absent_terms(inquiry, mentions)
    words = tuple(dict.fromkeys(term.words for term in absent))
    if _other_subject(inquiry, absent, mentions):
        return Gap(reason=Reason.OUT_OF_CORPUS, words=words)
    stage = _other_setting(inquiry)
    if stage:
        return Gap(reason=Reason.OUT_OF_CORPUS, detail=stage)
    if premises(inquiry, mentions):
        return None
    if inquiry.intent.figure and not _figure_given(ranking, inquiry.intent.figure):
        detail = no_figures(inquiry.intent.figure.value)
        return Gap(reason=Reason.GUIDELINE_SILENT, words=words, detail=detail)
    if _silent(absent, ranking):
        return Gap(reason=Reason.GUIDELINE_SILENT, words=words)
    return None


def absent_terms(inquiry: Inquiry, mentions: Mentions) -> tuple[Term, ...]:
    """The things and names asked about that no passage of the pool names; where none is asked and no patient
    is known, those told."""
    asked = [term for term in inquiry.asked if _matters(term, mentions)]
    told = () if asked or inquiry.about_a_patient else inquiry.told
    matter = [*asked, *(term for term in told if _matters(term, mentions))]
    return tuple(term for term in matter if not _on_record(term, inquiry, mentions))


def is_name(word: str) -> bool:
    """Whether a word in no vocabulary still looks like the name of a drug, test or regimen."""
    return bool((_DRUG_LIKE.search(word) and len(word) > 5) or _NAME_LIKE.match(word))


def _matters(term: Term, mentions: Mentions) -> bool:
    """Whether leaving a term unanswered would matter; a site or a setting by itself would not."""
    if not term.known or term.guessed:
        return is_name(term.words)
    return any(mentions.kind(id) in MATTERS for id in term.ids)


def _on_record(term: Term, inquiry: Inquiry, mentions: Mentions) -> bool:
    return any(mentions.covers(id, passage) for id in term.ids for passage in inquiry.pool)


def _named(term: Term, inquiry: Inquiry, mentions: Mentions) -> bool:
    """Whether a passage names the thing itself: "blood tests" do not make a guideline speak of PSA."""
    return any(mentions.degree(id, passage) == 1 for id in term.ids for passage in inquiry.pool)


def _has_content(inquiry: Inquiry) -> bool:
    return any(term.known for term in (*inquiry.asked, *inquiry.told)) or inquiry.about_a_patient


def _is_clinical(inquiry: Inquiry) -> bool:
    if _has_content(inquiry) or any(term.known for term in inquiry.before):
        return True
    return bool(inquiry.intent.topics) or _closest(inquiry) >= UNLIKE


def _closest(inquiry: Inquiry) -> float:
    return max((found.dense for found in inquiry.evidence if found.dense is not None), default=0.0)


def _other_subject(inquiry: Inquiry, absent: Sequence[Term], mentions: Mentions) -> bool:
    """Whether it is about something else: another disease, or mostly things that no passage names.

    A disease of the same family (another cancer), named or told by its mark, always is; any other may be a
    comorbidity of a patient.
    """
    own = mentions.diseases(inquiry.pool)
    diseases = {
        disease
        for id in ids_of((*inquiry.asked, *inquiry.told, *inquiry.before))
        for disease in mentions.told_of(id)
    }
    ours = {id for id in diseases if mentions.is_ours(id, own)}
    if diseases - ours and not any(mentions.above(id) & own for id in diseases):
        terms = (*inquiry.asked, *inquiry.told)
        others = {
            disease
            for term in terms
            if not _named(term, inquiry, mentions)
            for id in term.ids
            for disease in mentions.told_of(id) - ours
        }
        if any(mentions.is_rival(id, own) for id in others):
            return True
        if others and not inquiry.about_a_patient:
            return True
    here = bool(ours) or inquiry.about_a_patient
    known = [term for term in inquiry.asked if term.known]
    named = [term for term in known if term not in absent]
    if known and not here and len(named) < NAMED_SHARE * len(known):
        return True
    if inquiry.intent.topics and not absent:
        return False
    return not here and not named and _closest(inquiry) < LIKE


def _other_setting(inquiry: Inquiry) -> str:
    covered = settings_of(text for p in inquiry.pool for text in (p.title, *p.heading_path))
    asked = settings_of((inquiry.question,))
    if not covered or Setting.RECURRENT in asked or inquiry.values.get("recurrence") is not None:
        return ""
    outside = sorted(asked - covered)
    if not outside or asked & covered:
        return ""
    return other_setting(outside, sorted(covered))


def _figure_given(ranking: Ranking, figure: Figure) -> bool:
    best = ranking.order[:BEST]
    return any(gives(figure, one.passage.text) for one in best)


def _silent(absent: Sequence[Term], ranking: Ranking) -> bool:
    """Whether all that is asked about in particular is on no passage."""
    return bool(absent) and not ranking.things
