"""How the server takes requests: many at once, in few threads; and bytes that are no request of ours."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from concentric.config.handler import BLOCK, THREADS
from concentric.method.exchange.refi.reading import read_codebook
from concentric.research.coding.models import Code
from tests.casework.live.following import cookie_of
from tests.factories.coding import make_coded_study
from tests.factories.world import make_world
from tests.support.server import Server


def _status(server: Server, path: str, **headers: str) -> int:
    asking = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    try:
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        answer.read()
        return answer.status
    finally:
        asking.close()


def test_more_at_once_than_there_are_threads_are_all_answered(server: Server) -> None:
    cookie = cookie_of(make_world().coordinator)
    with ThreadPoolExecutor(3 * THREADS) as everybody:
        asked = [everybody.submit(_status, server, "/cases/", Cookie=cookie) for _ in range(6 * THREADS)]
        assert [one.result() for one in asked] == [200] * len(asked)


@pytest.mark.parametrize(("path", "status"), [("/%ff%fe", 404), ("/cases/?q=%ff", 302), ("/x" * 2_000, 404)])
def test_an_address_that_is_no_text_is_a_clear_refusal(server: Server, path: str, status: int) -> None:
    assert _status(server, path) == status
    assert _status(server, "/account/login/") == 200


def test_a_file_is_sent_whole(server: Server) -> None:
    """Made in a temporary file, and larger than what is read of it at once."""
    study = make_coded_study(1, coded=False)
    Code.objects.filter(pk=study.codes["duty"].pk).update(description="Nobody there 🙂 " * 40_000)
    asking = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    address = f"/studies/{study.world.study.pk}/files/codebook.qdc"
    asking.request("GET", address, headers={"Cookie": cookie_of(study.world.lead)})
    answer = asking.getresponse()
    data = answer.read()
    asking.close()
    assert answer.status == 200
    assert len(data) > 2 * BLOCK
    assert len(read_codebook(data)) == study.world.study.codes.count()
