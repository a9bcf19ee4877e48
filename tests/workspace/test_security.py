"""Only this machine, under its own name, and no other site's page."""

import socket

import pytest

from bot.workspace import PortTakenError, Workspace


async def status(session, workspace, method, path, **headers):
    async with session.request(method, f"{workspace.url}{path}", headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80", ""])
async def test_a_foreign_name_is_refused(session, workspace, host):
    assert await status(session, workspace, "GET", "/local/bootstrap", Host=host) == 403


async def test_its_own_names_are_answered(session, workspace):
    for name in ("127.0.0.1", "localhost"):
        assert await status(session, workspace, "GET", "/local/bootstrap", Host=f"{name}:{workspace.port}") == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_foreign_page_is_refused(session, workspace, origin):
    assert await status(session, workspace, "POST", "/api/auth.test", Origin=origin) == 403
    assert await status(session, workspace, "GET", "/link/?ticket=x", Origin=origin) == 403


async def test_a_request_hidden_in_a_foreign_page_is_refused_but_a_link_is_not(session, workspace):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert await status(session, workspace, "GET", "/api/auth.test?token=xoxb-local", **foreign) == 403
    assert await status(session, workspace, "GET", "/", **foreign) in {200, 404}


async def test_its_own_page_may_post(session, workspace):
    async with session.post(
        f"{workspace.url}/local/clock",
        json={"now": None},
        headers={"Origin": workspace.url, "Sec-Fetch-Site": "same-origin"},
    ) as answer:
        assert answer.status == 200


async def test_it_listens_on_the_loopback_address_alone(workspace):
    assert workspace._runner.addresses[0][0] == "127.0.0.1"


async def test_a_taken_port_is_a_sentence(manifest):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} on 127.0.0.1 is taken"):
            await Workspace(manifest, port=port).start()


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/nothing.js"])
async def test_the_page_gives_nothing_away_but_itself(session, workspace, path):
    assert await status(session, workspace, "GET", path) == 404
