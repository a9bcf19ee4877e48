"""The page in a real browser, against a fake server: what a person sees, and what the server hears."""

import re
import time

import pytest
from playwright.async_api import expect

from tests.workspace_page import canned
from tests.workspace_page.fake_server import DIRECT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


async def focused(page, attribute="data-key"):
    return await page.evaluate("name => document.activeElement.closest(`[${name}]`)?.getAttribute(name)", attribute)


async def tab_to(page, locator, limit=80):
    """Press Tab until the element has the focus: whoever cannot use a mouse must get there."""
    for _ in range(limit):
        if await locator.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{locator} cannot be reached with Tab.")


# A journey by keyboard --------------------------------------------------------------------------------------------


async def test_a_survey_is_answered_by_keyboard_alone(visit, server):
    async with visit() as page:
        await expect(page.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
        await page.keyboard.type("björn abel")
        await expect(page.get_by_role("option")).to_have_count(1)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"\?user=U1$"))

        await tab_to(page, page.get_by_role("link", name="Pulse"))
        await page.keyboard.press("Enter")
        await tab_to(page, page.get_by_role("button", name="Answer now"))
        await page.keyboard.press("Enter")
        modal = page.get_by_role("dialog", name="Your view of IT")
        await expect(modal).to_be_visible()
        assert await focused(page) == "solved/solved"

        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowDown")
        await tab_to(page, modal.get_by_role("button", name="Submit"))
        await page.keyboard.press("Enter")
        await expect(modal.get_by_text("Please complete this required field.")).to_be_visible()
        assert await focused(page) == "informed/informed"
        assert server.bodies("/local/views/submit") == []

        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        await page.keyboard.type("rude words")
        await page.keyboard.press("Control+Enter")
        error = modal.locator(".error", has_text="Please stay kind.")
        await expect(error).to_be_visible()
        comment = modal.get_by_role("textbox", name="Anything else?")
        await expect(comment).to_be_focused()
        await expect(comment).to_have_attribute("aria-invalid", "true")
        assert await error.get_attribute("id") in await comment.get_attribute("aria-describedby")

        await page.keyboard.press("Control+A")
        await page.keyboard.type("kind words")
        await expect(error).to_be_hidden()
        await page.keyboard.press("Control+Enter")
        await expect(modal).to_be_hidden()
        await expect(page.get_by_text("Thank you, that was counted.", exact=True).first).to_be_visible()
        values = server.bodies("/local/views/submit")[-1]["state"]["values"]
        assert values["solved"]["solved"]["selected_option"]["value"] == "4"
        assert values["comment"]["comment"] == {"type": "plain_text_input", "value": "kind words"}


async def test_a_slash_command_is_completed_and_answered_for_oneself(visit, server):
    async with visit("?user=U1") as page:
        await expect(page.get_by_role("button", name="Answer now")).to_be_visible()
        await page.keyboard.press("/")
        await expect(page.get_by_role("listbox", name="Commands").get_by_role("option")).to_have_count(3)
        await page.keyboard.type("pul")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Message Pulse")).to_have_value("/pulse ")
        await expect(page.get_by_text("[status | new]")).to_be_visible()
        await page.keyboard.type("status  now")
        await page.keyboard.press("Enter")
        answer = page.locator(".message.ephemeral", has_text="No survey is open, @Björn Abel.")
        await expect(answer).to_contain_text("Only visible to you")
        assert await server.heard("/local/commands") == {
            "user": "U1",
            "channel": DIRECT,
            "command": "/pulse",
            "text": "status  now",
        }


async def test_a_command_that_is_not_acknowledged_says_so_as_slack_does(visit):
    async with visit("?user=U1") as page:
        await page.get_by_label("Message Pulse").fill("/slow")
        await page.keyboard.press("Enter")
        await expect(
            page.get_by_text("/slow failed with the error “operation_timeout”.", exact=True).first
        ).to_be_visible()
        await page.get_by_label("Message Pulse").fill("/nonsense")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("/nonsense is not a valid command.", exact=True).first).to_be_visible()


# Safety -----------------------------------------------------------------------------------------------------------


async def test_markup_in_messages_is_shown_and_never_run(visit, server):
    server.post("C1", user="U4", text='<javascript:alert(1)|click> <https://x.org|"><b>bold</b>> &lt;i&gt;')
    async with visit("?user=U1&channel=C1") as page:
        await expect(page.locator(".message", has_text=canned.XSS)).to_have_count(2)
        assert await page.evaluate("window.hacked") is None
        assert await page.locator(".messages img, .messages script, .messages b").count() == 0
        assert await page.locator('a[href^="javascript"]').count() == 0


async def test_text_that_a_person_types_is_escaped_as_slack_does(visit, server):
    async with visit("?user=U1") as page:
        await page.get_by_label("Message Pulse").fill("<@U2> & <b>")
        await page.keyboard.press("Enter")
        await expect(page.locator(".message").last).to_contain_text("<@U2> & <b>")
        assert (await server.heard("/local/messages"))["text"] == "&lt;@U2&gt; &amp; &lt;b&gt;"


async def test_mrkdwn_becomes_the_elements_it_means(visit):
    async with visit("?user=U2") as page:
        text = page.locator('[data-block="markdown"]')
        await expect(text.locator("strong").first).to_have_text("bold")
        await expect(text.locator("em").first).to_have_text("italic")
        await expect(text.locator("s")).to_have_text("strike")
        await expect(text.locator("blockquote")).to_have_text("a quote\nof two lines")
        await expect(text.locator("pre")).to_have_text("a < b && c_d_e\n  *not bold*")
        await expect(text.locator("ul li").last).to_have_text("second with a link")
        await expect(text.locator("a", has_text="with a link")).to_have_attribute(
            "href", "https://example.org/a?b=1&c=2"
        )
        await expect(text.locator(".mention-me").first).to_have_text("@Carla Abel")
        await expect(text).to_contain_text("snake_case_name and 2*3*4 stay; 5 < 6 & 7")
        await expect(text).to_contain_text(":unknown_emoji:")
        await expect(text.locator("time")).to_have_text("Donnerstag, 1. Januar 2026 at 09:00")


# Blocks and elements ----------------------------------------------------------------------------------------------


async def test_every_kind_of_block_is_drawn_and_an_unknown_one_is_named(visit):
    async with visit("?user=U1") as page:
        await expect(page.get_by_text("This page cannot show the block “hologram”.")).to_be_visible()
        await expect(page.get_by_role("img", name="Helpfulness by quarter: line: IT, Facilities")).to_have_count(1)
        table = page.get_by_role("table", name="All teams")
        await expect(table.get_by_role("row")).to_have_count(4)
        await table.get_by_role("button", name="Mean").click()
        await expect(table.get_by_role("row").nth(1)).to_contain_text("Team 0")
        await table.get_by_role("button", name="Mean").click()
        await expect(table.get_by_role("row").nth(1)).to_contain_text("Team 7")
        await page.get_by_role("button", name="Next rows").click()
        await expect(page.get_by_text("Rows 4–6 of 8")).to_be_visible()


async def test_an_image_can_be_enlarged_and_put_away_with_escape(visit):
    async with visit("?user=U1") as page:
        await page.get_by_role("button", name="Enlarge image: Trend rising").click()
        large = page.get_by_role("dialog", name="Trend rising from 3.4 to 4.1")
        await expect(large).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(large).to_have_count(0)


async def test_a_dangerous_button_asks_first(visit, server):
    async with visit("?user=U1") as page:
        await page.get_by_role("button", name="Delete", exact=True).click()
        question = page.get_by_role("alertdialog", name="Are you sure?")
        await question.get_by_role("button", name="Keep").click()
        assert server.bodies("/local/actions") == []
        await page.get_by_role("button", name="Delete", exact=True).click()
        await question.get_by_role("button", name="Delete").click()
        body = await server.heard("/local/actions")
        assert (body["block_id"], body["action_id"], body["value"], body["channel"]) == (
            "do",
            "delete",
            "delete",
            DIRECT,
        )


async def test_choices_in_a_message_are_sent_as_slack_names_them(visit, server):
    async with visit("?user=U1") as page:
        await page.get_by_role("radio", name="Agree", exact=True).check()
        assert (await server.heard("/local/actions"))["selected_option"]["value"] == "4"
        server.received.clear()
        await page.locator('[data-key="selects/choose"]').click()
        await page.get_by_role("option", name="HR").click()
        assert (await server.heard("/local/actions"))["selected_option"]["value"] == "hr"
        server.received.clear()
        await page.get_by_label("Pick a date").fill("2026-04-01")
        assert (await server.heard("/local/actions"))["selected_date"] == "2026-04-01"
        server.received.clear()
        await page.locator('[data-block="do"]').get_by_role("button", name="More actions").click()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        assert (await server.heard("/local/actions"))["selected_option"]["value"] == "not at all"


async def test_every_input_of_a_modal_reports_what_was_entered(visit, server):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        modal = page.get_by_role("dialog", name="Every input")
        await modal.get_by_label("Email").fill("nonsense")
        await modal.get_by_label("Number").fill("1,5")
        await modal.get_by_role("button", name="Save").click()
        await expect(modal.get_by_text("Enter an email address.", exact=True)).to_be_visible()
        await expect(modal.get_by_text("Enter a whole number.", exact=True)).to_be_visible()
        await modal.get_by_label("Email").fill("a@b.de")
        await modal.get_by_label("Number").fill("7")
        await modal.get_by_role("combobox", name="Teams").click()
        await page.get_by_role("option", name="Ulm").click()
        await page.get_by_role("option", name="Graz").click()
        await page.keyboard.press("Escape")
        await modal.get_by_role("combobox", name="Owner").fill("lena öz")
        await page.keyboard.press("Enter")
        await modal.locator('[data-key="day/day"]').fill("2026-03-31")
        await modal.get_by_role("checkbox", name="Mon").check()
        await modal.get_by_role("button", name="Save").click()
        await expect(modal).to_be_hidden()
        values = server.bodies("/local/views/submit")[-1]["state"]["values"]
        assert values["number"]["number"]["value"] == "7"
        assert [each["value"] for each in values["teams"]["teams"]["selected_options"]] == ["ulm", "graz"]
        assert values["owner"]["owner"]["selected_user"] == next(
            each["id"] for each in server.users if each["real_name"] == "Lena Öz"
        )
        assert values["day"]["day"]["selected_date"] == "2026-03-31"
        assert values["hour"]["hour"]["selected_time"] == "09:00"
        assert values["moment"]["moment"]["selected_date_time"] == 1774951200
        assert [each["value"] for each in values["days"]["days"]["selected_options"]] == ["mon", "tue"]
        assert values["link"]["link"]["value"] is None


# Modals -----------------------------------------------------------------------------------------------------------


async def test_an_updated_modal_keeps_what_was_typed_and_where(visit):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        modal = page.get_by_role("dialog", name="Every input")
        await modal.get_by_label("Name").fill("Grace")
        await modal.get_by_role("button", name="Update this").click()
        await expect(modal.get_by_text("Updated.")).to_be_visible()
        await expect(modal.get_by_label("Name")).to_have_value("Grace")
        assert await focused(page) == "nav/update"


async def test_escape_closes_the_top_modal_and_brings_back_the_one_below(visit, server):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        await page.get_by_label("Name").fill("Grace")
        await page.get_by_role("button", name="Push another").click()
        await expect(page.get_by_role("dialog", name="Your view of IT")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog", name="Every input")).to_be_visible()
        await expect(page.get_by_label("Name")).to_have_value("Grace")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert len(server.bodies("/local/views/close")) == 2


async def test_a_late_app_is_reported_and_nothing_entered_is_lost(visit, server):
    server.refusals.append("operation_timeout")
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        modal = page.get_by_role("dialog", name="Every input")
        await modal.get_by_label("Name").fill("Grace")
        await modal.get_by_role("button", name="Save").click()
        await expect(modal.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
        await expect(modal.get_by_label("Name")).to_have_value("Grace")
        await modal.get_by_role("button", name="Save").click()
        await expect(modal).to_be_hidden()


async def test_a_modal_that_its_submission_updates_still_closes_with_escape(visit, server):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        await page.get_by_label("Name").fill("Again")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("dialog", name="Once more")).to_be_visible()
        await expect(page.get_by_role("button", name="Save")).not_to_have_attribute("aria-disabled", "true")
        assert await page.evaluate("document.activeElement.closest('dialog') !== null")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert len(server.bodies("/local/views/close")) == 1


async def test_a_double_click_submits_once(visit, server):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Every input").click()
        await page.get_by_role("button", name="Save").dblclick()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert len(server.bodies("/local/views/submit")) == 1


async def test_an_open_modal_is_still_there_after_a_reload(visit, server):
    server.show("U1", canned.SURVEY)
    async with visit("?user=U1") as page:
        await expect(page.get_by_role("dialog", name="Your view of IT")).to_be_visible()


# Live -------------------------------------------------------------------------------------------------------------


async def test_new_messages_appear_and_unread_channels_are_bold_and_named(visit, server):
    async with visit("?user=U1") as page:
        unread = page.get_by_role("link", name="leadership (unread)")
        await expect(unread).to_have_css("font-weight", "700")
        await expect(page.get_by_role("button", name="Answer now")).to_be_visible()
        server.say(text="Fresh news")
        await expect(page.locator(".message").last).to_contain_text("Fresh news")
        await expect(page.locator("#announcer")).to_have_text("Pulse: Fresh news")
        server.post("C1", user="U3", text="elsewhere")
        await expect(page.get_by_role("link", name="general (unread)")).to_be_visible()
        await unread.click()
        await expect(page.get_by_text("Nothing has been written in #leadership yet.")).to_be_visible()
        await expect(page.get_by_role("link", name="leadership", exact=True)).to_be_visible()


async def test_a_changed_message_is_drawn_anew_and_the_others_keep_their_choices(visit, server):
    async with visit("?user=U1") as page:
        await page.get_by_role("radio", name="Agree", exact=True).check()
        server.messages[DIRECT][-1] |= {"text": "Closed.", "blocks": [canned.section("Closed.", "closed")]}
        server.tell("message_changed", channel=DIRECT, ts=server.messages[DIRECT][-1]["ts"])
        await expect(page.locator('[data-block="closed"]')).to_be_visible()
        await expect(page.get_by_role("radio", name="Agree", exact=True)).to_be_checked()


async def test_the_home_tab_is_drawn_anew_when_the_app_publishes(visit):
    async with visit("?user=U1&home=1") as page:
        await page.get_by_role("button", name="Refresh").click()
        await expect(page.get_by_text("Nothing is open.")).to_be_visible()
        assert await focused(page) == "a/refresh_home"


async def test_hundreds_of_messages_open_quickly_at_the_newest(visit):
    async with visit("?user=U1") as page:
        await expect(page.get_by_role("button", name="Answer now")).to_be_visible()
        began = time.perf_counter()
        await page.get_by_role("link", name="general", exact=True).click()
        await expect(page.locator(".message").last).to_be_in_viewport()
        assert time.perf_counter() - began < 2
        shown = await page.locator(".message").count()
        await page.get_by_role("button", name="Show earlier messages").click()
        assert await page.locator(".message").count() > shown


async def test_a_dropped_table_is_sent_as_text_even_in_an_old_encoding(visit, server):
    async with visit("?user=U1") as page:
        await expect(page.get_by_role("button", name="Answer now")).to_be_visible()
        picker = page.locator("input[type=file]")
        await picker.set_input_files(
            {"name": "roster.csv", "mimeType": "text/csv", "buffer": "Name\nMüller".encode("cp1252")}
        )
        await expect(page.locator(".file", has_text="roster.csv")).to_be_visible()
        assert (await server.heard("/local/files"))["content"] == "Name\nMüller"


async def test_shortcuts_live_in_the_composer_and_in_each_message(visit, server):
    async with visit("?user=U1") as page:
        await page.get_by_role("button", name="Shortcuts").click()
        await page.get_by_role("menuitem", name="New survey").click()
        await expect(page.get_by_role("dialog", name="Every input")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        message = page.locator(".message", has_text="Welcome")
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name="Turn into a question").click()
        await expect(page.get_by_role("dialog", name="Your view of IT")).to_be_visible()
        assert server.bodies("/local/shortcuts")[-1]["ts"] == server.messages[DIRECT][0]["ts"]


# People, languages, appearance ------------------------------------------------------------------------------------


async def test_the_switcher_changes_the_person_and_with_it_language_and_time_zone(visit):
    async with visit("?user=U1&channel=C1") as page:
        await expect(page.locator(".message").last).to_be_visible()
        await page.keyboard.press("Control+k")
        await page.keyboard.type("carla abel")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"\?user=U2&channel=C1$"))
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        await expect(page.get_by_label("Nachricht an #general")).to_be_visible()
        await page.go_back()
        await expect(page.get_by_label("Message #general")).to_be_visible()


async def test_both_languages_have_the_same_words(visit):
    async with visit() as page:
        keys = await page.evaluate(
            "import('/static/strings.js').then(m => Object.values(m.catalogues).map(t => Object.keys(t).sort()))"
        )
        assert keys[0] == keys[1]
        holes = await page.evaluate(
            "import('/static/strings.js').then(m => Object.values(m.catalogues).map("
            "t => Object.entries(t).map(([k, v]) => k + (v.match(/{\\w+}/g) ?? []).sort())))"
        )
        assert sorted(holes[0]) == sorted(holes[1])


async def test_dark_follows_the_system_until_the_toggle_is_remembered(visit):
    background = "getComputedStyle(document.body).backgroundColor"
    async with visit("?user=U1", color_scheme="dark") as page:
        await expect(page.get_by_role("button", name="Dark appearance")).to_have_attribute("aria-pressed", "true")
        assert await page.evaluate(background) == "rgb(25, 29, 33)"
        await page.get_by_role("button", name="Dark appearance").click()
        assert await page.evaluate(background) == "rgb(255, 255, 255)"
        await page.reload()
        await expect(page.get_by_role("button", name="Dark appearance")).to_have_attribute("aria-pressed", "false")
        assert await page.evaluate(background) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("query", ["", "?user=U1", "?user=U1&channel=C1", "?user=U1&home=1"])
async def test_a_phone_never_scrolls_sideways(visit, query):
    async with visit(query, **PHONE) as page:
        await expect(page.locator(".message, .home .block, .search-row").first).to_be_attached()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        wide = "[...document.querySelectorAll('.scroller, .home, .search-list')].filter(n => n.scrollWidth > n.clientWidth).length"
        assert await page.evaluate(wide) == 0


async def test_on_a_phone_the_conversations_are_in_a_drawer(visit):
    async with visit("?user=U1", **PHONE) as page:
        await expect(page.get_by_role("link", name="general", exact=True)).to_be_hidden()
        await page.get_by_role("button", name="Open the list of conversations").click()
        await page.get_by_role("link", name="general", exact=True).click()
        await expect(page.get_by_role("heading", name="general")).to_be_visible()
        await expect(page.get_by_role("link", name="leadership")).to_be_hidden()
        await page.get_by_label("Message #general").fill("Hello from the train")
        await page.get_by_role("button", name="Send").click()
        await expect(page.locator(".message").last).to_contain_text("Hello from the train")
