"""The pipeline in process under test: whole, with parts off, and over documents of its own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from answering.ask import Ask
from answering.pipeline import Pipeline
from evals.case import Behaviour, Case, Draft, Gold, Outcome, Task
from evals.document_corpus import corpus_files
from evals.documents import Documents
from evals.errors import DocumentsUnreadable, SystemFailed
from evals.response import Reply
from evals.suite import read_suite
from evals.system_local import UNCHECKED, LocalSystem, reply_of
from evals.systems import SWITCHES, open_system, read_switches
from rules.verdict import Verdict

slow = pytest.mark.slow
ASKED = tuple(case for case in read_suite("breast_recurrence").cases if case.behaviour is not None)[::2]
DRAFTS = tuple(case for case in read_suite("breast_recurrence").cases if case.draft is not None)
SOME = ASKED[::4]
HEART = "# Heart failure\n\nStart ramipril at 2.5 mg daily in adults with heart failure.\n"
GOUT = "# Gout\n\nGive colchicine at the onset of an attack of gout.\n"


@pytest.fixture(scope="module")
def systems(home: Path) -> dict[str, LocalSystem]:
    """The whole, named "", and one for each switch."""
    off = {switch: LocalSystem(switch, home=home, parts=read_switches(switch)) for switch in SWITCHES}
    return {"": LocalSystem(home=home), **off}


@pytest.fixture(scope="module")
def replies(systems: dict[str, LocalSystem]) -> dict[str, Reply]:
    """What the whole says to half of the questions of the shipped suite."""
    return {case.id: systems[""].answer(case)[0] for case in ASKED}


def drafted(text: str, *, document: str | None = None) -> Case:
    draft = Draft(text=text, outcome=Outcome.BLOCK)
    return Case(id="a", question="How is ramipril started?", draft=draft, document=document)


@slow
def test_everything_on_is_the_plain_pipeline_to_the_byte(home: Path, replies: dict[str, Reply]) -> None:
    plain = Pipeline.open(home=home)
    for case in SOME:
        answer = plain.answer(Ask(question=case.question, history=case.history, guidelines=case.guidelines))
        assert replies[case.id].model_dump_json() == reply_of(answer, plain.record).model_dump_json()


@slow
def test_what_the_core_took_out_goes_out_without_it(
    systems: dict[str, LocalSystem], replies: dict[str, Reply]
) -> None:
    cases = [case for case in ASKED if (trace := replies[case.id].trace) and trace.rejected]
    assert cases
    for case in cases:
        (reply, _), trace = systems["core-off"].answer(case), replies[case.id].trace
        bad = {
            said.text for said in reply.statements if said.verdict not in (Verdict.SUPPORTED, Verdict.NEUTRAL)
        }
        assert trace is not None
        assert bad & {rejected.text for rejected in trace.rejected}


@slow
def test_without_repair_an_answer_is_the_same_or_withheld(
    systems: dict[str, LocalSystem], replies: dict[str, Reply]
) -> None:
    for case in ASKED:
        whole, (reply, _) = replies[case.id], systems["no-repair"].answer(case)
        assert reply == whole or reply.behaviour is Behaviour.ABSTAIN
        if whole.trace and whole.trace.rejected:
            assert (reply.behaviour, reply.reason) == (Behaviour.ABSTAIN, "guideline_silent")


@slow
@pytest.mark.parametrize("switch", ["no-repair", "lexical", "dense"])
def test_only_the_core_checks_drafts(systems: dict[str, LocalSystem], switch: str) -> None:
    assert [systems[switch].check(case) for case in DRAFTS[:6]] == [
        systems[""].check(case) for case in DRAFTS[:6]
    ]


@slow
def test_without_the_core_every_bad_draft_goes_out_with_its_verdicts(systems: dict[str, LocalSystem]) -> None:
    for case in DRAFTS:
        whole, off = systems[""].check(case), systems["core-off"].check(case)
        assert off == whole.model_copy(update={"passed": True, "why": UNCHECKED})


@slow
@pytest.mark.parametrize("switch", ["core-off", "no-repair"])
def test_core_and_repair_have_no_part_in_retrieval(systems: dict[str, LocalSystem], switch: str) -> None:
    assert [systems[switch].retrieve(case) for case in SOME] == [systems[""].retrieve(case) for case in SOME]


@slow
def test_one_way_of_searching_is_asked_alone(systems: dict[str, LocalSystem]) -> None:
    lexical, dense, both = (
        [systems[name].retrieve(case) for case in SOME] for name in ("lexical", "dense", "")
    )
    assert {one.dense for found in lexical for one in found} == {None}
    assert all(one.dense is not None for found in dense for one in found)
    assert lexical != both != dense


@slow
def test_words_that_stand_nowhere_are_found_by_meaning_alone(systems: dict[str, LocalSystem]) -> None:
    nowhere = Case(id="a", question="xyzzy plugh")
    assert systems["lexical"].retrieve(nowhere) == ()
    assert len(systems["dense"].retrieve(nowhere, k=3)) == 3


@slow
def test_the_parts_differ_by_what_is_off_and_nothing_else(systems: dict[str, LocalSystem]) -> None:
    parts = {name: dict(system.parts()) for name, system in systems.items()}
    off = {name: told.pop("off") for name, told in parts.items()}
    assert all(told == parts[""] for told in parts.values())
    assert off == {
        "": "nothing",
        "core-off": "rule core",
        "no-repair": "repair",
        "lexical": "dense search",
        "dense": "lexical search",
    }


@slow
def test_four_threads_on_a_system_just_opened_get_what_one_gets(
    home: Path, replies: dict[str, Reply]
) -> None:
    fresh = LocalSystem(home=home)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(fresh.answer, SOME))
    assert [reply.model_dump_json() for reply, _ in found] == [
        replies[case.id].model_dump_json() for case in SOME
    ]


@slow
def test_a_question_in_a_conversation_is_searched_after_the_one_before(
    systems: dict[str, LocalSystem],
) -> None:
    case = next(case for case in ASKED if case.history)
    alone = case.model_copy(update={"history": ()})
    assert systems[""].retrieve(case) != systems[""].retrieve(alone)


@slow
def test_a_guideline_that_is_not_on_record_fails_the_case_alone(systems: dict[str, LocalSystem]) -> None:
    case = Case(id="a", question="What now?", guidelines=("asthma",))
    for work in (systems[""].answer, systems[""].retrieve):
        with pytest.raises(SystemFailed, match="'asthma'"):
            work(case)


@slow
@pytest.mark.parametrize(
    ("gold", "why"),
    [
        (Gold(passage="asthma:p"), "none of its documents is on record: asthma."),
        (Gold(document="asthma.md", quote="q"), "none of its documents is on record: asthma."),
        (Gold(passage="breast_recurrence:nowhere"), None),
        (Gold(document="breast_recurrence.md"), None),
        (Gold(quote="anywhere"), None),
    ],
)
def test_places_that_can_not_be_found_are_told_beforehand(
    systems: dict[str, LocalSystem], gold: Gold, why: str | None
) -> None:
    told = systems[""].why_not(Case(id="a", question="q", gold=(gold,)), Task.RETRIEVE)
    assert told is None if why is None else (told or "").startswith(why)


def test_what_can_not_be_asked_or_checked_is_told_beforehand(tmp_path: Path) -> None:
    system = LocalSystem(home=tmp_path)
    assert system.why_not(Case(id="a", question="q"), Task.ANSWER) is None
    assert system.why_not(Case(id="a", question=" "), Task.ANSWER)
    assert system.why_not(Case(id="a", question="why? " * 10_000), Task.RETRIEVE)
    assert system.why_not(Case(id="a", question="q"), Task.CHECK) == "it has no draft"
    assert "--documents" in (system.why_not(drafted("d", document="d.md"), Task.CHECK) or "")


def test_documents_that_can_not_be_used_are_told_beforehand(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "heart.md").write_text(HEART)
    (tmp_path / "heart.pdf").write_text("%PDF")
    documents = Documents(tmp_path)
    assert [documents.why_not(name) for name in (None, "heart.md")] == [None, None]
    assert "there is no gout.md" in (documents.why_not("gout.md") or "")
    assert "Markdown documents alone" in (documents.why_not("heart.pdf") or "")
    with pytest.raises(DocumentsUnreadable, match="is not a folder"):
        Documents(tmp_path / "heart.pdf")


def test_documents_have_a_hash_of_their_names_and_bytes(tmp_path: Path) -> None:
    hashes = []
    for name, text in (("heart.md", HEART), ("heart.md", GOUT), ("gout.md", GOUT)):
        for old in tmp_path.iterdir():
            old.unlink()
        (tmp_path / name).write_text(text)
        hashes.append(Documents(tmp_path).digest())
        assert Documents(tmp_path).digest() == hashes[-1]
    assert len(set(hashes)) == 3


@slow
def test_a_draft_is_checked_against_its_document_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "heart.md").write_text(HEART)
    system = LocalSystem(home=home, documents=tmp_path)
    right, wrong = "Start ramipril at 2.5 mg daily.", "Start ramipril at 5 mg daily."
    checks = [system.check(drafted(text, document="heart.md")) for text in (right, wrong)]
    assert [(check.passed, check.sentences[0].verdict) for check in checks] == [
        (True, Verdict.SUPPORTED),
        (False, Verdict.CONTRADICTED),
    ]
    assert not system.check(drafted(right)).passed  # the guidelines on record do not speak of it


@slow
def test_questions_can_be_asked_over_a_folder_of_documents_instead(home: Path, tmp_path: Path) -> None:
    for name, text in (("heart.md", HEART), ("gout.md", GOUT), ("readme.txt", "x")):
        (tmp_path / name).write_text(text)
    system = LocalSystem(home=home, corpus=tmp_path)
    case = Case(id="a", question="When is colchicine given in gout?")
    found = system.retrieve(case)
    assert (found[0].guideline, {one.guideline for one in found}) == ("gout", {"gout", "heart"})
    reply, _ = system.answer(case)
    assert {cited.guideline for cited in reply.citations} == {"gout"}
    assert (
        system.why_not(Case(id="a", question="q", gold=(Gold(document="heart.md"),)), Task.RETRIEVE) is None
    )


@slow
def test_documents_that_are_searched_by_words_alone_are_not_embedded_until_they_have_to_be(
    home: Path, tmp_path: Path
) -> None:
    for name, text in (("gout", GOUT), *((f"heart-{n}", HEART) for n in range(5))):
        (tmp_path / f"{name}.md").write_text(text)
    case = Case(id="a", question="When is colchicine given in gout?")
    for name, dense in (("local:lexical", False), ("local", True)):
        found = open_system(name, home=home, corpus=tmp_path).retrieve(case)
        assert (found[0].guideline, found[0].dense is not None) == ("gout", dense)


def test_a_pattern_chooses_the_documents_of_a_folder(tmp_path: Path) -> None:
    for name in ("b-hp.md", "a-hp.md", "c.md", "a-hp.txt"):
        (tmp_path / name).write_text("x")
    assert [file.name for file in corpus_files(tmp_path / "*-hp*")] == ["a-hp.md", "b-hp.md"]
    with pytest.raises(DocumentsUnreadable, match="no Markdown documents at .*nothing"):
        corpus_files(tmp_path / "nothing")


def test_a_document_whose_name_stands_twice_is_not_chosen_by_chance(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "gout.md").write_text("Give colchicine.", encoding="utf-8")
    assert "there are several gout.md" in (Documents(tmp_path).why_not("gout.md") or "")


def test_a_document_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "gout.md").write_bytes("Fièvre".encode("latin-1"))
    with pytest.raises(DocumentsUnreadable, match=r"gout\.md can't be read"):
        Documents(tmp_path).check("gout.md", question="Q?", answer="A.")
