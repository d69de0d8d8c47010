"""The configuration: `clausewatch.toml` in the data folder, each key also as an environment variable."""

from __future__ import annotations

import os
import shlex
import tomllib
from typing import TYPE_CHECKING, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from crawler.config import PREFIX, CrawlConfig, Networks
from monitor.core.errors import InvalidInputError
from monitor.named_files import read_file

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "clausewatch.toml"
LARGEST = 1024 * 1024  # bytes; a file with every key is below 10 KB
_SHAPES = {
    "mail_from": "this is not an e-mail address",
    "public_url": "this is not a web address; write it in full, as https://policies.example.org",
    "user_agent": "only plain ASCII characters can be sent to sites",
    "proxy": "this is not the address of a proxy; write it as http://proxy.example.org:3128, without a password",
    "contact": "give one web or e-mail address, without spaces",
    "user_header": "this is not the name of a header",
    "smtp_host": "this is not the name of a host",
}


class Config(CrawlConfig):
    """Everything that can be set.

    Args:
        tick: seconds between two looks of the schedule for what is due.
        smtp_host: the mail server; empty writes mails as files into the folder `mail`.
        smtp_port: its port; 0 for the usual one of the security chosen.
        smtp_security: how the connection is protected.
        smtp_user: to log in with; empty for no login.
        smtp_password: the password to log in with; better in a file.
        smtp_password_file: a file that holds the password.
        mail_from: the sender's address.
        mail_per_minute: the most mails that the server is given in a minute; 0 for as many as there are.
        notice_language: the language in which readers are told who chose none; pages and commands are English.
        hook: a command that gets notices on its standard input where "hook" is subscribed; no shell is asked.
        hook_timeout: seconds that it may take.
        review_days: working days within which a material change is to be reviewed; 0 for no day.
        public_pages: whether anyone may read the pages; unset, only where neither `--host` nor public_url
            names another machine.
        user_header: the header in which a proxy before the pages names the user it has signed in; empty for none.
        trusted_proxies: the networks where that proxy stands, in CIDR notation; comma-separated as text.
    """

    tick: float = Field(default=20.0, ge=0.1, le=3600)
    smtp_host: str = Field(default="", max_length=255, pattern=r"^[!-~]*$")
    smtp_port: int = Field(default=0, ge=0, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: str = ""
    mail_from: str = Field(default="clausewatch@localhost", pattern=r"^[^@\s]+@[^@\s]+$")
    mail_per_minute: int = Field(default=0, ge=0, le=100_000)
    notice_language: Literal["en", "it", "cs", "de", "fr", "es"] = "en"
    hook: str = Field(default="", max_length=2000)
    hook_timeout: float = Field(default=30.0, ge=1, le=600)

    review_days: int = Field(default=5, ge=0, le=260)
    public_pages: bool | None = None
    user_header: str = Field(default="", max_length=100, pattern=r"^[A-Za-z0-9-]*$")
    trusted_proxies: Networks = Field(default=(), validate_default=True)

    @field_validator("hook")
    @classmethod
    def _is_a_command(cls, value: str) -> str:
        return value if shlex.split(value) else ""

    @field_validator("trusted_proxies")
    @classmethod
    def _is_set_with_its_header(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("user_header") and not value:
            raise ValueError("user_header asks for it: from elsewhere anyone could write that header")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        del init_settings, dotenv_settings, file_secret_settings
        return env_settings, TomlConfigSettingsSource(settings_cls)


def load_config(folder: Path) -> Config:
    """Read the configuration of a data folder.

    Args:
        folder: the data folder; the file in it may be missing.

    Returns:
        The checked configuration.

    Raises:
        InvalidInputError: the file is not TOML, has an unknown key, or a value is out of bounds.
    """
    path = folder / FILE_NAME
    _refuse_unknown_keys(path)

    class Configured(Config):
        model_config = SettingsConfigDict(toml_file=path, env_prefix=PREFIX, frozen=True, extra="ignore")

    try:
        return Configured()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        what = _SHAPES.get(name, first["msg"]) if first["type"] == "string_pattern_mismatch" else first["msg"]
        raise InvalidInputError(f"{PREFIX}{name.upper()} (or {name} in {path}): {what}") from error


def _refuse_unknown_keys(path: Path) -> None:
    if not os.path.lexists(path):
        return
    try:
        keys = set(tomllib.loads(read_file(path, most=LARGEST).decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}") from error
    if unknown := sorted(keys - set(Config.model_fields)):
        raise InvalidInputError(
            f"{path}: unknown key {unknown[0]!r}; known are {', '.join(sorted(Config.model_fields))}"
        )
