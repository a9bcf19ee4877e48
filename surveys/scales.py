"""The answer scale: five ordered points, and *cannot judge*, which never enters a base."""

from enum import IntEnum

from surveys.texts import Text


class Answer(IntEnum):
    """One choice on the ballot paper. `CANNOT_JUDGE` is an answer without a point."""

    CANNOT_JUDGE = 0
    STRONGLY_DISAGREE = 1
    DISAGREE = 2
    NEITHER = 3
    AGREE = 4
    STRONGLY_AGREE = 5


POINTS = tuple(answer for answer in Answer if answer is not Answer.CANNOT_JUDGE)

LABELS = {
    Answer.STRONGLY_DISAGREE: Text("1 – trifft gar nicht zu", "1 – strongly disagree"),
    Answer.DISAGREE: Text("2 – trifft eher nicht zu", "2 – disagree"),
    Answer.NEITHER: Text("3 – teils, teils", "3 – neither agree nor disagree"),
    Answer.AGREE: Text("4 – trifft eher zu", "4 – agree"),
    Answer.STRONGLY_AGREE: Text("5 – trifft voll zu", "5 – strongly agree"),
    Answer.CANNOT_JUDGE: Text("kann ich nicht beurteilen", "cannot judge"),
}
