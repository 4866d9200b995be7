"""A running Concordant under test: the real service on loopback, and servers that behave badly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from evals.case import Behaviour, Case, Draft, Outcome, Task
from evals.errors import SystemFailed
from evals.remote_wire import SentEvidence
from evals.system_local import LocalSystem
from evals.system_remote import KEY, RemoteSystem
from rules.context import Turn
from tests.api.engine import MONITORING, PASSAGE, FakeEngine
from tests.evals.servers import Sent, dead_port, served, stub

pytestmark = pytest.mark.slow

HER2 = Case(id="a", question="HER2-positive: trastuzumab?")
FOUND = {
    "evidence": [{"passage_id": "g:p", "guideline": "g", "text": "t", "score": 0.5, "dense": None, "new": 1}]
}
BUSY = Sent(status=429, headers={"Retry-After": "0"})


def drafted(text: str) -> Case:
    return HER2.model_copy(update={"draft": Draft(text=text, outcome=Outcome.BLOCK)})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteSystem]:
    """The real service on a small engine, under test."""
    with served(create_app(Settings(home=tmp_path_factory.mktemp("home")), FakeEngine())) as url:
        system = RemoteSystem(url)
        yield system
        system.close()


def failure(*sent: Sent, timeout: float = 10) -> tuple[str, int]:
    """What is said of a server that sends this when it is asked to retrieve, and how often it was asked."""
    with stub(*sent) as server, pytest.raises(SystemFailed) as caught:
        RemoteSystem(server.url, timeout=timeout).retrieve(HER2)
    return str(caught.value).replace(server.url, "URL"), len(server.asked)


def test_an_answer_comes_with_its_citations_and_their_passages(running: RemoteSystem) -> None:
    reply, usage = running.answer(HER2)
    assert (reply.behaviour, {said.text for said in reply.statements}) == (Behaviour.ANSWER, {MONITORING})
    assert [(cited.quote, cited.passage) for cited in reply.citations] == [(MONITORING, PASSAGE.text)]
    assert (reply.facts, usage) == ({"her2": "positive"}, None)
    assert reply.trace is not None
    assert (reply.trace.rules_fired, reply.trace.passages) == (("her2-monitoring",), (PASSAGE.id,))


@pytest.mark.parametrize(
    ("question", "behaviour", "reason"),
    [
        ("which?", Behaviour.CLARIFY, "facts_missing"),
        ("How is gout treated?", Behaviour.ABSTAIN, "out_of_corpus"),
    ],
)
def test_what_is_no_answer_is_told_apart(
    running: RemoteSystem, question: str, behaviour: Behaviour, reason: str
) -> None:
    reply, _ = running.answer(Case(id="a", question=question))
    assert (reply.behaviour, reply.reason, reply.asks_for) == (behaviour, reason, ("hormone_receptor",))


def test_a_draft_is_checked(running: RemoteSystem) -> None:
    blocked, passed = (running.check(drafted(text)) for text in ("Give it.", "Give it with monitoring."))
    assert (blocked.passed, blocked.missing) == (False, (MONITORING,))
    assert (passed.passed, [judged.text for judged in passed.sentences]) == (
        True,
        ["Give it with monitoring."],
    )


def test_passages_are_found(running: RemoteSystem) -> None:
    (found,) = running.retrieve(HER2)
    assert (found.passage_id, found.text, found.dense) == (PASSAGE.id, MONITORING, None)


def test_the_parts_are_those_that_an_answer_tells(running: RemoteSystem) -> None:
    assert running.parts() == {"corpus": "c" * 64, "rules": "r" * 64, "prompt": "p" * 64, "model": "none"}


def test_problem_details_are_told(running: RemoteSystem) -> None:
    with pytest.raises(SystemFailed, match=r"refused: .*\(status \d+\).*'asthma'"):
        running.answer(HER2.model_copy(update={"guidelines": ("asthma",)}))


def test_an_error_inside_the_service_is_a_failure_of_the_case(running: RemoteSystem) -> None:
    with pytest.raises(SystemFailed, match="status 500"):
        running.answer(Case(id="a", question="break"))


def test_history_and_guidelines_are_sent() -> None:
    turns = (Turn(role="user", content="HER2-positive."), Turn(role="assistant", content="Yes?"))
    with stub(Sent(status=404)) as server, pytest.raises(SystemFailed):
        RemoteSystem(server.url).answer(HER2.model_copy(update={"history": turns, "guidelines": ("g",)}))
    assert server.asked[0].content == {
        "question": HER2.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in turns],
        "guidelines": ["g"],
    }


@pytest.mark.parametrize("key", ["secret", None])
def test_a_key_is_sent_only_where_one_is_set(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.setenv(KEY, key) if key else monkeypatch.delenv(KEY, raising=False)
    with stub(Sent(body=FOUND)) as server:
        RemoteSystem(server.url).retrieve(HER2)
    assert server.asked[0].headers.get("authorization") == (f"Bearer {key}" if key else None)


@pytest.mark.parametrize("path", ["", "/", "/behind/a/proxy", "/behind/a/proxy/"])
def test_an_address_may_have_a_path(path: str) -> None:
    with stub(Sent(body=FOUND)) as server:
        RemoteSystem(server.url + path).retrieve(HER2)
    assert server.asked[0].path == f"{path.rstrip('/')}/v1/retrieve"


def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{dead_port()}")
    with stub(Sent(body=FOUND)) as server:
        assert len(RemoteSystem(server.url).retrieve(HER2)) == 1


def test_no_more_passages_are_asked_for_than_a_service_gives() -> None:
    with stub(Sent(body=FOUND)) as server:
        RemoteSystem(server.url).retrieve(HER2, k=1_000)
    assert '"k":50' in server.asked[0].body


@pytest.mark.parametrize("first", [BUSY, Sent(status=503, headers={"Retry-After": "0"}), Sent(status=500)])
def test_what_may_pass_is_tried_once_more(first: Sent) -> None:
    with stub(first, Sent(body=FOUND)) as server:
        found = RemoteSystem(server.url).retrieve(HER2)
    assert (found, len(server.asked)) == (SentEvidence.model_validate(FOUND).found(), 2)


@pytest.mark.parametrize("later", ["0", "soon", "-1", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_any_retry_after_is_understood_or_passed_over(later: str) -> None:
    with stub(Sent(status=429, headers={"Retry-After": later}), Sent(body=FOUND)) as server:
        assert len(RemoteSystem(server.url).retrieve(HER2)) == 1


@pytest.mark.parametrize("later", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_server_that_asks_for_too_long_is_not_waited_for(later: str) -> None:
    said, asked = failure(Sent(status=429, headers={"Retry-After": later}))
    assert (said, asked) == ("URL refused: status 429, with an empty body", 1)


@pytest.mark.parametrize(("status", "asked"), [(429, 2), (500, 2), (503, 2), (400, 1), (404, 1), (302, 1)])
def test_a_refusal_is_told_with_its_status_and_how_its_body_begins(status: int, asked: int) -> None:
    refusal = Sent(status=status, body="<h1>No</h1> " + "x" * 1_000, headers={"Retry-After": "0"})
    said, tried = failure(refusal)
    assert said.startswith(f"URL refused: status {status}, <h1>No</h1> xxx")
    assert (len(said) < 300, tried) == (True, asked)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<html>Hello</html>", "body"),
        ("", "body"),
        ([], "body"),
        ({}, "evidence"),
        ({"evidence": [{}]}, "evidence.0.passage_id"),
    ],
)
def test_what_no_concordant_sends_is_told_with_its_place(body: object, place: str) -> None:
    said, _ = failure(Sent(body=body))
    assert said.startswith("URL sent something at /v1/retrieve that is not what a Concordant of this version")
    assert f"({place}: " in said


def test_a_dead_port_is_told_with_what_to_do() -> None:
    with pytest.raises(SystemFailed, match="can't be reached .*Start it with `concordant serve`"):
        RemoteSystem(f"http://127.0.0.1:{dead_port()}").parts()


def test_a_server_that_is_too_slow_is_told_apart() -> None:
    said, asked = failure(Sent(hangs=True), timeout=0.2)
    assert (said.startswith("URL did not answer in time"), asked) == (True, 1)


def citing(url: str) -> Sent:
    """An answer with one citation, whose passage lies at `url`."""
    return Sent(body={
        "kind": "answer", "statements": [], "context": {}, "missing_facts": [], "reason": None,
        "citations": [{
            "n": 1, "passage_id": "g:p", "guideline": "g", "version": "1", "quote": "q",
            "start": 0, "end": 1, "url": url,
        }],
        "provenance": {"corpus_hash": "", "rules_hash": "", "prompt_hash": "", "model": ""},
    })  # fmt: skip


def test_a_passage_that_can_not_be_had_is_not_known_and_the_answer_is_kept() -> None:
    with stub(citing("/p"), Sent(status=404)) as server:
        reply, _ = RemoteSystem(server.url).answer(HER2)
    assert [cited.passage for cited in reply.citations] == [None]


def test_a_passage_at_another_address_is_not_asked_for_so_that_no_key_leaves() -> None:
    with stub(Sent()) as elsewhere, stub(citing(f"{elsewhere.url}/p")) as server:
        reply, _ = RemoteSystem(server.url).answer(HER2)
        assert (reply.citations[0].passage, len(elsewhere.asked)) == (None, 0)


def test_what_can_not_be_asked_is_told_beforehand(running: RemoteSystem) -> None:
    assert running.why_not(HER2, Task.ANSWER) is None
    assert running.why_not(HER2, Task.CHECK) == "it has no draft"
    document = drafted("Give it.").model_copy(update={"document": "d.md"})
    assert "can't be given the document" in (running.why_not(document, Task.CHECK) or "")
    for question in ("   ", "why? " * 10_000):
        assert running.why_not(Case(id="a", question=question), Task.ANSWER)


def test_four_threads_get_what_one_gets(running: RemoteSystem) -> None:
    cases = [Case(id=str(n), question=f"{n} trastuzumab?") for n in range(24)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(running.answer, cases)) == [running.answer(case) for case in cases]


def test_the_service_and_the_pipeline_in_process_are_the_same_under_test(home: Path) -> None:
    case = drafted("Give trastuzumab twice a day.").model_copy(update={"question": "HER2-positive disease?"})
    with served(create_app(Settings(home=home))) as url:
        far, near = RemoteSystem(url), LocalSystem(home=home)
        assert far.answer(case) == near.answer(case)
        assert far.check(case) == near.check(case)
        assert far.retrieve(case) == near.retrieve(case)
        assert far.parts().items() <= near.parts().items()
