"""Settings are read strictly: a name that nothing reads is a mistake worth telling."""

from pathlib import Path

import pytest

from api.errors import SettingsError
from api.settings import known_names, load_settings


def test_without_variables_the_defaults_hold() -> None:
    settings = load_settings()
    assert (settings.home, settings.model, settings.port) == (Path(".concordant"), "none", 8321)


def test_a_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDANT_HOME", "/srv/concordant")
    assert load_settings().home == Path("/srv/concordant")


def test_an_unknown_name_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDANT_HOMEE", "/srv")
    with pytest.raises(SettingsError, match=r"Did you mean CONCORDANT_HOME\?") as refused:
        load_settings()
    assert all(name in str(refused.value) for name in known_names())


@pytest.mark.parametrize("name", ["CONCORDANT_DATABASE_URL", "CONCORDANT_CHROMA_URL"])
def test_a_setting_of_a_later_version_is_refused_rather_than_ignored(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "postgresql://somewhere/else")
    with pytest.raises(SettingsError, match=f"{name} is not available in this version"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "many", "valid integer"),
        ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO'"),
        ("MODEL", "x:y", "not offered"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_do(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"CONCORDANT_{name}", value)
    with pytest.raises(SettingsError, match=f"^CONCORDANT_{name}='{value}' can't be used: .*{said}"):
        load_settings()
