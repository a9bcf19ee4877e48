"""Pictures given to Slack: drawn on a thread, uploaded once, named by their file's id."""

from http import HTTPStatus

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.charts import Picture, dimensions_chart, series_chart
from bot.i18n import Words
from bot.services import Services
from bot.views.results import PROFILE, SERIES
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


async def pictures_of(services: Services, client: AsyncWebClient, report: Report, words: Words) -> dict[str, str]:
    """Draw and upload the pictures of a report: the ids of the files by name, without those that Slack did not take."""
    drawn = {
        SERIES: await services.run(series, report, words),
        PROFILE: await services.run(profile, report, words),
    }
    uploaded = {key: await upload(client, picture) for key, picture in drawn.items() if picture is not None}
    return {key: file_id for key, file_id in uploaded.items() if file_id is not None}
