import pytest

from answering.setting import Setting, settings_of


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("newly diagnosed primary breast cancer", Setting.PRIMARY),
        ("adjuvant therapy of a pT2 pN1 tumor", Setting.PRIMARY),
        ("metastatic disease", Setting.RECURRENT),
        ("it has come back", Setting.RECURRENT),
        ("screening of the population", Setting.SCREENING),
        ("chemoprevention", Setting.PREVENTION),
    ],
)
def test_the_stage_of_disease_is_read(text: str, setting: Setting) -> None:
    assert setting in settings_of([text])


def test_newly_diagnosed_metastases_are_not_primary_disease() -> None:
    assert settings_of(["newly diagnosed lung metastases from breast cancer"]) == {Setting.RECURRENT}
