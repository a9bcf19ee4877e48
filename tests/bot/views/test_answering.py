"""The last view of a ballot, laid out once for all and with everybody's own code."""

from datetime import UTC, date, datetime

from bot.i18n import Words
from bot.views.answering import sealed_answer, sealed_modal
from surveys.texts import Locale


def test_what_is_laid_out_once_is_each_persons_own_last_view():
    closes_at, more_on = datetime(2026, 3, 6, 16, tzinfo=UTC), date(2026, 3, 3)
    for words in (Words(Locale.DE, "Europe/Berlin"), Words(Locale.EN, "Asia/Tokyo"), Words(Locale.DE, formal=True)):
        for code in ("AAAA-1", "BBBB-2"):
            as_built = sealed_modal(closes_at, more_on, code, words).to_dict()
            assert sealed_answer(closes_at, more_on, code, words) == as_built
