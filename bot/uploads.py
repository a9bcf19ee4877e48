"""Pictures given to Slack: drawn on a thread, uploaded once, named by their file's id."""

from collections.abc import Sequence
from http import HTTPStatus

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.charts import Picture, cascade_chart, dimensions_chart, series_chart
from bot.i18n import Words
from bot.services import Services
from bot.views.pictures import Kind, image
from surveys.reports import Report

log = structlog.get_logger()


async def upload(client: AsyncWebClient, picture: Picture) -> str | None:
    """Give Slack a picture; None where Slack does not take it: a text without its picture is better than none."""
    try:
        answer = await client.files_upload_v2(
            file=picture.png, filename=picture.name, title=picture.name, alt_txt=picture.alt
        )
    except SlackApiError as error:
        if error.response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise
        log.warning("picture_not_uploaded", reason=error.response.get("error"))
        return None
    return str(answer["files"][0]["id"])


def series(_services: Services, report: Report, words: Words) -> Picture | None:
    """Draw the series on a use case's thread, since matplotlib would hold the event loop up; None without a figure."""
    return series_chart(report, words) if report.overall.figure is not None else None


def profile(_services: Services, report: Report, words: Words) -> Picture | None:
    """Draw the dimensions on a use case's thread; None where none is shown."""
    return dimensions_chart(report, words) if any(line.level is not None for line in report.lines) else None


def leaders(_services: Services, report: Report, words: Words) -> Picture | None:
    """Draw the levels of leaders on a use case's thread; None where fewer than two are shown."""
    shown = sum(rung.level is not None for rung in report.cascade)
    return cascade_chart(report, words) if shown > 1 else None


_DRAWN_BY = {Kind.SERIES: series, Kind.LEADERS: leaders, Kind.PROFILE: profile}


async def pictures_of(
    services: Services, client: AsyncWebClient, report: Report, words: Words, kinds: Sequence[Kind] = tuple(Kind)
) -> dict[Kind, Block]:
    """Draw and upload pictures of a report, without those that Slack did not take."""
    shown: dict[Kind, Block] = {}
    for kind in kinds:
        picture = await services.run(_DRAWN_BY[kind], report, words)
        file_id = None if picture is None else await upload(client, picture)
        if file_id is not None:
            shown[kind] = image(kind, file_id, report, words)
    return shown
