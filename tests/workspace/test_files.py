"""Files: uploaded in three steps, shared, shown in image blocks, downloaded, deleted."""

from tests.workspace.conftest import ANNA, channel_named
from tests.workspace.test_web_api import refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


async def test_a_file_is_uploaded_and_shared_by_the_sdk(client, workspace, anna, session):
    general = channel_named(workspace, "general").id
    uploaded = await client.files_upload_v2(
        content=PNG, filename="chart.png", title="A chart", alt_txt="Rising", channel=general, initial_comment="Look"
    )
    message = (await anna.messages(general))[-1]
    file = message["files"][0]
    assert message["text"] == "Look"
    assert (file["id"], file["title"], file["mimetype"]) == (uploaded["file"]["id"], "A chart", "image/png")
    async with session.get(f"{workspace.url}/local/files/{file['id']}/{file['name']}") as answer:
        assert await answer.read() == PNG
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    described = (await client.files_info(file=file["id"]))["file"]
    assert described["shares"]["public"][general][0]["ts"] == message["ts"]


async def test_a_file_in_no_channel_can_stand_in_an_image_block(client, anna):
    file = (await client.files_upload_v2(content=PNG, filename="chart.png"))["file"]
    image = {"type": "image", "alt_text": "Rising", "slack_file": {"id": file["id"]}}
    await client.chat_postMessage(channel=ANNA, text="A chart", blocks=[image])
    shown = (await anna.dms())[-1]["blocks"][0]
    assert shown["image_url"].endswith(f"/local/files/{file['id']}/chart.png")


async def test_an_image_block_with_an_unknown_file_is_refused(client):
    image = {"type": "image", "alt_text": "Nothing", "slack_file": {"id": "F404"}}
    assert (await refused(client.chat_postMessage(channel=ANNA, text="x", blocks=[image])))["error"] == "invalid_blocks"


async def test_an_upload_is_complete_once_and_only_with_bytes(client, session):
    issued = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    entry = [{"id": issued["file_id"], "title": "A"}]
    assert (await refused(client.files_completeUploadExternal(files=entry)))["error"] == "file_upload_not_complete"
    async with session.post(issued["upload_url"], data=b"abc") as answer:
        assert await answer.text() == "OK - 3"
    assert (await client.files_completeUploadExternal(files=entry))["files"][0]["size"] == 3
    assert (await refused(client.files_completeUploadExternal(files=entry)))["error"] == "file_not_found"
    async with session.post(issued["upload_url"], data=b"abc") as answer:
        assert answer.status == 404


async def test_the_bot_downloads_what_a_person_dropped_with_its_token(client, workspace, anna, session):
    dropped = await anna.drop_file(workspace.state.bot_user_id, "people.csv", "name\nMüller\n")
    address = (await client.files_info(file=dropped["file_id"]))["file"]["url_private_download"]
    async with session.get(address) as answer:
        assert answer.status == 403
    async with session.get(address, headers={"Authorization": "Bearer xoxb-local"}) as answer:
        assert (await answer.read()).decode() == "name\nMüller\n"


async def test_only_own_files_are_deleted(client, workspace, anna):
    mine = (await client.files_upload_v2(content=PNG, filename="chart.png"))["file"]["id"]
    theirs = (await anna.drop_file(workspace.state.bot_user_id, "a.txt", "a"))["file_id"]
    await client.files_delete(file=mine)
    assert (await refused(client.files_info(file=mine)))["error"] == "file_not_found"
    assert (await refused(client.files_delete(file=theirs)))["error"] == "cant_delete_file"
