"""Work in a copy of this process: the same answers, nothing lost when the copy dies, and nothing where it may not."""

import os
import signal
import warnings
from multiprocessing.reduction import ForkingPickler

import pytest

from kiemen import _copies, errors
from kiemen._copies import ALLOWED, beside, may_copy
from kiemen.errors import ColumnError

HERE = os.getpid()


@pytest.fixture
def allowed():
    token = ALLOWED.set(True)
    yield
    ALLOWED.reset(token)


copying = pytest.mark.skipif(not may_copy(), reason="needs a system that copies processes, and two processors")


def test_nothing_is_copied_unless_it_was_allowed():
    with beside(os.getpid) as other:
        assert other.result() == os.getpid()


@copying
def test_a_copy_answers_and_is_gone_afterwards(allowed):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with beside(os.getpid) as other:
            other.answer.poll(60)
            assert other.answered
            copy = other.result()
    assert copy != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(copy, 0)


@copying
def test_what_is_not_worthwhile_or_cannot_be_copied_is_done_here(allowed, monkeypatch):
    with beside(os.getpid, worthwhile=False) as other:
        assert other.result() == os.getpid()
    monkeypatch.setattr(_copies, "may_copy", lambda: False)
    with beside(os.getpid) as other:
        assert other.result() == os.getpid()


@copying
def test_a_copy_that_dies_fails_or_is_silent_is_done_without(allowed, monkeypatch):
    def deadly():
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1

    def faulty():
        if os.getpid() != HERE:
            raise OSError
        return 1

    def cannot_be_sent():
        return 1 if os.getpid() == HERE else (lambda: 1)

    def silent():
        if os.getpid() != HERE:
            signal.pause()
        return 1

    for work in (deadly, faulty, cannot_be_sent):
        with beside(work) as other:
            assert other.result() == 1
    monkeypatch.setattr(_copies, "PATIENCE", 0.05)
    with beside(silent) as other:
        assert other.result() == 1


@copying
def test_what_goes_wrong_is_raised_here(allowed):
    def faulty():
        raise ValueError("no such column")

    with pytest.raises(ValueError, match="no such column"), beside(faulty) as other:
        other.result()


@pytest.mark.parametrize("kind", [one for one in vars(errors).values() if isinstance(one, type)])
def test_every_refusal_can_be_sent_from_a_copy(kind):
    if issubclass(kind, errors.KiemenError):
        sent = ForkingPickler.loads(ForkingPickler.dumps(kind("there is no column 'from'.")))
        assert type(sent) is kind
        assert str(sent) == "there is no column 'from'."


@copying
def test_what_a_copy_refuses_is_raised_here_without_doing_the_work_again(allowed):
    def refused():
        if os.getpid() == HERE:
            raise AssertionError
        raise ColumnError("ties.csv: there is no column 'from'.")

    with beside(refused) as other, pytest.raises(ColumnError) as caught:
        other.result()
    assert str(caught.value) == "ties.csv: there is no column 'from'."


@copying
def test_a_copy_ends_when_this_process_does_not_wait_for_it(allowed, tmp_path):
    def slow():
        (tmp_path / "pid").write_text(str(os.getpid()))
        signal.pause()

    with beside(slow):
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            pass
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@copying
def test_a_copy_may_make_a_copy_which_makes_none(allowed):
    def deeper(levels):
        if not levels:
            return [os.getpid()]
        with beside(lambda: deeper(levels - 1)) as other:
            return [os.getpid(), *other.result()]

    here, copy, last, no_other = deeper(3)
    assert len({here, copy, last}) == 3
    assert last == no_other
