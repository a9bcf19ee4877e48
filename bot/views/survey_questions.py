"""What is asked, in the survey form: rotating or fixed questions, at once or week by week, in which languages."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.i18n import Words
from bot.views import choices, inputs
from bot.views.ids import Field
from bot.views.instalments import weekly_input
from bot.views.languages import NAMES
from bot.views.state import FormReader
from surveys.errors import say
from surveys.instalments import least_days_open
from surveys.planning import Draft
from surveys.questions import ANCHOR, MOST_OTHERS, QUESTIONS_A_WAVE, Question, number_of
from surveys.texts import Locale


def question_inputs(offered: Sequence[Question], words: Words, draft: Draft | None) -> list[Block]:
    """Ask for questions, how they are spread, and languages."""
    languages = choices.boxes(list(NAMES.items()), draft.languages if draft else tuple(NAMES))
    everybody = words("Everybody reads their own.")
    return [
        *_questions(offered, words, draft.questions if draft else ()),
        weekly_input(words, weekly=draft is not None and draft.weekly),
        inputs.asked(Field.LANGUAGES, words("Languages"), languages, hint=everybody),
    ]


def read_questions(form: FormReader) -> tuple[int, ...]:
    """Read the numbers of the questions chosen; none: they rotate."""
    try:
        return tuple(number_of(key) for key in form.state.choices(Field.QUESTIONS))
    except ValueError:
        form.refuse(Field.QUESTIONS, say("Choose questions from the list."))
        return ()


def read_languages(form: FormReader) -> tuple[Locale, ...]:
    """Read the languages; at least one."""
    languages = tuple(Locale(tag) for tag in form.state.choices(Field.LANGUAGES) if tag in NAMES)
    if not languages:
        form.refuse(Field.LANGUAGES, say("Choose at least one language."))
    return languages


def check_weekly(form: FormReader, draft: Draft) -> None:
    """Note when a wave is too short for a few questions each week."""
    least = least_days_open(len(draft.questions) + 1 if draft.questions else QUESTIONS_A_WAVE)
    if draft.weekly and draft.days_open < least:
        form.refuse(Field.DAYS_OPEN, say("One or two questions a week take at least {count} days.", count=least))


def _questions(offered: Sequence[Question], words: Words, numbers: Sequence[int]) -> list[Block]:
    options = [(question.key, words.text(question.text)) for question in offered if question.number != ANCHOR]
    chosen = [question.key for question in offered if question.number in numbers]
    element = choices.many(options, chosen, most=MOST_OTHERS, placeholder=words("Rotate: all within six waves"))
    hint = words(
        "Leave it empty to rotate: the overall question and four others each wave. Choose some to ask the same every time."
    )
    label = words("Which questions")
    return [] if element is None else [inputs.asked(Field.QUESTIONS, label, element, hint=hint, optional=True)]
