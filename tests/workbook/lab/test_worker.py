"""One thread, one request at a time, and of those that wait the newest."""

import threading

from workbook.lab.turn import TURN
from workbook.lab.worker import Worker


def test_of_the_requests_that_wait_only_the_newest_is_worked_on():
    done, began, go = [], threading.Event(), threading.Event()

    def work(request):
        began.set()
        go.wait(10)
        done.append(request)
        yield

    worker = Worker(work, done.append)
    worker.ask(1)
    assert began.wait(10)
    for request in (2, 3, 4):
        worker.ask(request)
    go.set()
    worker.wait()
    assert done == [1, 4]


def test_a_newer_request_ends_the_search_of_the_one_before():
    steps, second = [], threading.Event()

    def work(request):
        for step in range(1000):
            steps.append((request, step))
            if (request, step) == ("first", 2):
                worker.ask("second")
            if request == "second":
                second.set()
                return
            yield

    worker = Worker(work, steps.append)
    worker.ask("first")
    assert second.wait(10)
    worker.wait()
    assert steps == [("first", 0), ("first", 1), ("first", 2), ("second", 0)]


def test_an_error_is_told_and_the_next_request_is_worked_on():
    told, done = [], []

    def work(request):
        done.append(1 / request)
        yield

    worker = Worker(work, told.append)
    worker.ask(0)
    worker.wait()
    worker.ask(4)
    worker.wait()
    assert [type(error) for error in told] == [ZeroDivisionError] and done == [0.25]


def test_nothing_is_tried_while_a_cell_runs():
    done = []
    worker = Worker(lambda request: iter([done.append(request)]), done.append)
    with TURN:
        worker.ask("tried")
        threading.Event().wait(0.1)
        assert done == []
    worker.wait()
    assert done == ["tried"]


def test_an_error_that_cannot_be_told_does_not_stop_the_next_request():
    done = []

    def work(request):
        done.append(1 / request)
        yield

    worker = Worker(work, lambda error: 1 / 0)
    worker.ask(0)
    worker.wait()
    worker.ask(2)
    worker.wait()
    assert done == [0.5]
