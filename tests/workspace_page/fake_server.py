"""A small server that speaks the page's protocol (docs/workspace.md) with canned answers.

By hand: `.venv/bin/python -m tests.workspace_page.fake_server 8100`, then open http://127.0.0.1:8100/.
"""

import asyncio
import copy
import json
import sys
import time
from pathlib import Path

from aiohttp import web

from tests.workspace_page import canned

PAGE = Path(__file__).parents[2] / "bot" / "workspace" / "page"
DIRECT = "D1"


class FakeServer:
    """One app, one team; `received` keeps every call that changes something."""

    def __init__(self):
        general, direct = canned.history()
        self.users = canned.people()
        self.messages = {"C1": general, "C2": [], DIRECT: direct}
        self.views = {}
        self.home = copy.deepcopy(canned.HOME) | {"id": "VHOME"}
        self.queues = []
        self.received = []
        self.news = asyncio.Event()
        self.refusals = []
        self.unread = {"C2": 2}
        self.next_id = 0

    def bodies(self, path):
        return [body for where, body in self.received if where == path]

    async def heard(self, path, seconds=3):
        """The first call of a path, as soon as it has come."""
        async with asyncio.timeout(seconds):
            while not self.bodies(path):
                self.news.clear()
                await self.news.wait()
        return self.bodies(path)[0]

    def tell(self, kind, **data):
        for queue in self.queues:
            queue.put_nowait((kind, data))

    def post(self, channel, **message):
        stored = {"type": "message", "ts": f"{time.time():.6f}", **message}
        self.messages[channel].append(stored)
        self.tell("message", channel=channel, ts=stored["ts"])
        return stored

    def say(self, **message):
        return self.post(DIRECT, user=canned.BOT, bot_id="B1", **message)

    def show(self, user, view):
        self.next_id += 1
        self.views.setdefault(user, []).append(copy.deepcopy(view) | {"id": f"V{self.next_id}"})
        self.tell("views")

    async def index(self, request):
        return web.FileResponse(PAGE / "index.html")

    # Questions ------------------------------------------------------------------------------------------------------

    async def bootstrap(self, request):
        team = {"id": "T1", "name": "Acme Works"}
        user = request.query.get("user")
        if user is None:
            return ok(team=team, users=self.users)
        me = next((person for person in self.users if person["id"] == user), None)
        if me is None:
            return refused("user_not_found")
        rooms = [("C1", "general", True), ("C2", "leadership", True), ("C3", "elsewhere", False)]
        channels = [
            {
                "id": id_,
                "name": name,
                "is_im": False,
                "is_private": id_ == "C2",
                "is_member": member,
                "unread": self.unread.get(id_, 0),
            }
            for id_, name, member in rooms
        ]
        channels.append(
            {
                "id": DIRECT,
                "name": "",
                "is_im": True,
                "is_private": True,
                "is_member": True,
                "user": canned.BOT,
                "unread": 0,
            }
        )
        app = {"name": "Pulse", "bot_user_id": canned.BOT}
        return ok(
            team=team,
            me=me,
            users=self.users,
            channels=channels,
            commands=canned.COMMANDS,
            shortcuts=canned.SHORTCUTS,
            app=app,
        )

    async def list_messages(self, request):
        return ok(messages=self.messages.get(request.query["channel"], []))

    async def show_home(self, request):
        return ok(view=self.home)

    async def list_views(self, request):
        return ok(views=self.views.get(request.query["user"], []))

    async def file(self, request):
        return web.Response(text=canned.PIXEL, content_type="image/svg+xml")

    async def events(self, request):
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b": hello\n\n")
        queue = asyncio.Queue()
        self.queues.append(queue)
        try:
            while (notice := await queue.get()) is not None:
                kind, data = notice
                await response.write(f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode())
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self.queues.remove(queue)
        return response

    # Deeds ----------------------------------------------------------------------------------------------------------

    async def post_message(self, body):
        channel = DIRECT if body["channel"] == canned.BOT else body["channel"]
        self.post(channel, user=body["user"], text=body["text"])
        return ok()

    async def post_file(self, body):
        file = {"id": "F2", "name": body["name"], "mimetype": "text/csv", "size": len(body["content"])}
        self.post(body["channel"], user=body["user"], text="", files=[file])
        return ok()

    async def command(self, body):
        if body["command"] == "/slow":
            return refused("operation_timeout")
        return ok(text=f"No survey is open, <@{body['user']}>.")

    async def shortcut(self, body):
        self.show(body["user"], canned.GALLERY if "ts" not in body else canned.SURVEY)
        return ok()

    async def action(self, body):
        user, action = body["user"], body["action_id"]
        if action in ("open_survey", "push"):
            self.show(user, canned.SURVEY)
        elif action == "open_gallery":
            self.show(user, canned.GALLERY)
        elif action == "update":
            self.views[user][-1]["blocks"].insert(0, canned.section("Updated.", "updated"))
            self.tell("views")
        elif action == "refresh_home":
            self.home["blocks"][1]["text"] = canned.marked("Nothing is open.")
            self.tell("home")
        return ok()

    async def submit(self, body):
        stack = self.views[body["user"]]
        if self.refusals:
            return refused(self.refusals.pop(0))
        await asyncio.sleep(0.1)
        values = body["state"]["values"]
        if "rude" in (values.get("comment", {}).get("comment", {}).get("value") or ""):
            return ok(response_action="errors", errors={"comment": "Please stay kind."})
        if values.get("name", {}).get("name", {}).get("value") == "Again":
            stack[-1] |= {"title": canned.plain("Once more"), "blocks": [canned.section("Saved.", "saved")]}
            self.tell("views")
            return ok(response_action="update")
        stack.clear()
        self.tell("views")
        self.say(text="Thank you, that was counted.")
        return ok(response_action=None)

    async def close(self, body):
        self.views[body["user"]].pop()
        self.tell("views")
        return ok()

    # Wiring ---------------------------------------------------------------------------------------------------------

    def deed(self, handler):
        async def handle(request):
            body = await request.json()
            self.received.append((request.path, body))
            self.news.set()
            return await handler(body)

        return handle

    def app(self):
        app = web.Application()
        get, post = app.router.add_get, app.router.add_post
        get("/", self.index)
        app.router.add_static("/static", PAGE)
        get("/local/bootstrap", self.bootstrap)
        get("/local/messages", self.list_messages)
        get("/local/home", self.show_home)
        get("/local/views", self.list_views)
        get("/local/events", self.events)
        get("/local/files/{id}/{name}", self.file)
        post("/local/messages", self.deed(self.post_message))
        post("/local/files", self.deed(self.post_file))
        post("/local/commands", self.deed(self.command))
        post("/local/shortcuts", self.deed(self.shortcut))
        post("/local/actions", self.deed(self.action))
        post("/local/views/submit", self.deed(self.submit))
        post("/local/views/close", self.deed(self.close))
        return app

    async def start(self, port=0):
        """Listen on loopback; returns the address and a function that ends it."""
        runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()

        async def stop():
            for queue in self.queues:
                queue.put_nowait(None)
            await runner.cleanup()

        return f"http://127.0.0.1:{runner.addresses[0][1]}", stop


def ok(**fields):
    return web.json_response({"ok": True, **fields})


def refused(error):
    return web.json_response({"ok": False, "error": error})


async def serve(port):
    address, _ = await FakeServer().start(port)
    print(address)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8100))
