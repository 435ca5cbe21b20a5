"""What the environment says. Read once at the start; `docs/configuration.md` explains each."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Config(msgspec.Struct, frozen=True):
    data: Path
    base_url: str = "http://127.0.0.1:8000"
    secret: str = ""
    web_processes: int = 2
    database_connections: int = 8
    cache_seconds: float = 0.4
    page_cache_seconds: float = 0.5
    rate_per_minute: int = 600
    trusted_proxies: tuple[str, ...] = ()
    country_header: str = ""
    log_level: str = "INFO"
    media_url_ttl: int = 900
    media_store: str = ""
    cdn_url: str = ""
    cdn_key_pair_id: str = ""
    cdn_private_key: str = ""
    previous_secrets: tuple[str, ...] = ()
    smtp_url: str = ""
    mail_api: str = ""
    mail_from: str = ""
    is_demo: bool = False
    is_webhook_local: bool = False
    provider_urls: tuple[tuple[str, str], ...] = ()
    search_provider: str = "postgresql"
    search_url: str = ""
    search_key: str = ""
    metrics_token: str = ""
    default_plan: str = ""
    support_email: str = ""


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration from `DUKA_…` variables; unknown ones are ignored, malformed ones stop the start in words."""

    def number(name: str, default: float) -> float:
        text = environ.get(name, "")
        try:
            return float(text) if text else default
        except ValueError:
            raise SystemExit(f"{name} must be a number, and is {text!r}.") from None

    data = Path(environ.get("DUKA_DATA", "var")).absolute()
    return Config(
        data=data,
        base_url=environ.get("DUKA_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        secret=environ.get("DUKA_SECRET", "") or _kept_secret(data),
        web_processes=int(number("DUKA_WEB_PROCESSES", 2)),
        database_connections=int(number("DUKA_DATABASE_CONNECTIONS", 8)),
        cache_seconds=number("DUKA_CACHE_SECONDS", 0.4),
        page_cache_seconds=number("DUKA_PAGE_CACHE_SECONDS", 0.5),
        rate_per_minute=int(number("DUKA_RATE_PER_MINUTE", 600)),
        trusted_proxies=tuple(p for p in environ.get("DUKA_TRUSTED_PROXIES", "").split(",") if p),
        country_header=environ.get("DUKA_COUNTRY_HEADER", "").lower(),
        log_level=environ.get("DUKA_LOG_LEVEL", "INFO"),
        media_url_ttl=int(number("CDN_SIGNED_URL_TTL", 900)),
        media_store=environ.get("DUKA_MEDIA_STORE", ""),
        cdn_url=environ.get("CDN_URL", "").rstrip("/"),
        cdn_key_pair_id=environ.get("CDN_KEY_PAIR_ID", ""),
        cdn_private_key=environ.get("CDN_PRIVATE_KEY", ""),
        previous_secrets=tuple(s for s in environ.get("DUKA_PREVIOUS_SECRETS", "").split(",") if s),
        smtp_url=environ.get("DUKA_SMTP_URL", ""),
        mail_api=environ.get("DUKA_MAIL_API", ""),
        mail_from=environ.get("DUKA_MAIL_FROM", ""),
        is_demo=environ.get("DUKA_DEMO", "") == "1",
        is_webhook_local="1" in (environ.get("DUKA_WEBHOOKS_LOCAL", ""), environ.get("DUKA_DEMO", "")),
        search_provider=environ.get("SEARCH_PROVIDER", "") or "postgresql",
        search_url=environ.get("SEARCH_URL", ""),
        search_key=environ.get("SEARCH_KEY", ""),
        metrics_token=environ.get("DUKA_METRICS_TOKEN", ""),
        default_plan=environ.get("DUKA_DEFAULT_PLAN", ""),
        support_email=environ.get("DUKA_SUPPORT_EMAIL", ""),
        provider_urls=tuple(
            (code, url)
            for code, _, url in (
                each.partition("=") for each in environ.get("DUKA_PROVIDER_URLS", "").split(",") if each
            )
        ),
    )


def _kept_secret(data: Path) -> str:
    """The installation's own secret, made once, readable by its owner only."""
    path = data / "secret"
    data.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
