from __future__ import annotations

import pytest

from onrecord.text import language

#: Two sentences of prose in each language.
PROSE = {
    "eng": "The harbour master told the committee that the piles were bent, and asked for a survey of them.",
    "deu": "Der Hafenmeister sagte dem Ausschuss, dass die Pfähle verbogen sind, und bat um eine Prüfung für den Bau.",
    "fra": "Le capitaine du port a dit au comité que les pieux sont tordus, et il demande une étude pour la suite.",
    "spa": "El capitán del puerto dijo al comité que los pilotes están doblados, y pidió un estudio para las obras.",
    "ita": "Il capitano del porto ha detto al comitato che i pali sono piegati, e non ha chiesto una perizia.",
    "por": "O capitão do porto disse ao comité que as estacas não foram bem postas, e pediu um estudo para os pilares.",
    "nld": "De havenmeester zei aan het comité dat de palen niet recht zijn, en vroeg om een onderzoek voor het werk.",
    "pol": "Kapitan portu nie jest pewien, czy pale są proste, ale pyta komisję, jak długo może to być oraz za co.",
}


@pytest.mark.parametrize(("code", "text"), PROSE.items())
def test_language_is_told_by_small_words(code: str, text: str) -> None:
    assert language.detect(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pier 7",
        "the",  # too short to tell
        "Alder Quill Vance Tran Birch Moss Hale Storm Reed Ash Thorn Marsh Lake Hill Wood",
        "The master of the harbour and the piles by the quay. Der Meister und das Ende von dem Lied ist nicht das.",
    ],
)
def test_language_is_left_open(text: str) -> None:
    assert language.detect(text) == ""


def shifted(text: str) -> str:
    """What a font leaves whose letters are three places further on."""
    return "".join(chr((ord(c) - 97 + 3) % 26 + 97) if c.islower() else c for c in text.lower())


def test_letters_of_no_language_are_scrambled() -> None:
    prose = " ".join(PROSE.values())
    assert not language.is_scrambled(prose)
    assert language.is_scrambled(shifted(prose))


@pytest.mark.parametrize(
    "text",
    [
        # sheets of deleted pages say one word over and over
        "\n".join(["Page"] * 200),
        "short",
        " ".join(f"Q{n:04d}" for n in range(400)),
        "заседание комитета по вопросам строительства причала " * 20,
    ],
)
def test_tables_and_other_scripts_are_not(text: str) -> None:
    assert not language.is_scrambled(text)
