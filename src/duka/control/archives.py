"""Archives that were asked for: by operators for any company, by an owner for their own. A job makes each, its file lies in
`DATA/archives/<company>/` for a week, and is fetched by an address that is signed and ends after minutes.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, LiteralString
from uuid import UUID

import msgspec

from duka.access import queries as access
from duka.control import archiving, deeds
from duka.control.archive_errors import (
    ArchivedTooOften,
    ArchiveNotFound,
    ArchiveUnderWay,
    OnlyOwners,
)
from duka.identity.sealing import Keyring
from duka.kernel import ids, jobs, log, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Row
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.media.types import Storage
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

_log = log.get("control.archives")
JOB, PURPOSE = "control.archive", "archives"
KEPT, LINK = timedelta(days=7), timedelta(minutes=15)
MOST_A_DAY = 3
MOST_LISTED = 50
DEAD = timedelta(minutes=10)
"""So long a job that is at it is not heard of before another may be asked for."""


class Archive(msgspec.Struct, frozen=True):
    """`status`: waiting, running (`done` of `steps`, at `step`), ready, failed (`error`) or gone. `url` fetches the file of
    one that is ready, for 15 minutes, by whoever holds it."""

    id: str
    status: str
    asked_by: str
    step: str
    done: int
    steps: int
    rows: int
    files: int
    bytes: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str
    error: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    url: str = ""


Address = Callable[[UUID, UUID, datetime], str]
"""Of the file of this company's archive, from now on."""

_COLUMNS: LiteralString = """select id, status, asked_by_name, step, done, steps, rows, files, bytes, sha256, error, created_at,
    finished_at, expires_at from archives where tenant_id = %(tenant)s"""


def addresses(keys: Keyring, base_url: str) -> Address:
    def address(tenant: UUID, archive: UUID, now: datetime) -> str:
        until = int((now + LINK).timestamp())
        signature = keys.sign(PURPOSE, f"{tenant.hex}/{archive.hex}/{until}")
        return f"{base_url}/archives/{tenant.hex}/{archive.hex}?expires={until}&signature={signature}"

    return address


def file_of(
    work: Work, keys: Keyring, folder: Path, tenant: str, archive: str, expires: str, signature: str
) -> tuple[Path, str]:
    """The file behind a signed address, and a name for it. Refuses `ArchiveNotFound` for any address that was not given
    out, that ended, or whose file is gone."""
    is_number = expires.isascii() and expires.isdigit() and len(expires) <= 12
    is_right = keys.verify(PURPOSE, f"{tenant}/{archive}/{expires}", signature)
    if not is_number or not is_right or work.clock().timestamp() >= int(expires):
        raise ArchiveNotFound()
    whose, id = UUID(hex=tenant), UUID(hex=archive)
    found = work.perform(Caller(whose), lambda ctx: get(ctx, id))
    path = place(folder, whose, id)
    company = tenants.find_by_id(work, whose)
    if found.status != "ready" or company is None or not path.is_file():
        raise ArchiveNotFound()
    return path, f"{company.slug}-{found.created_at:%Y-%m-%d}.zip"


def place(folder: Path, tenant: UUID, archive: UUID) -> Path:
    return folder / tenant.hex / f"{archive.hex}.zip"


def start(work: Work, caller: Caller, tenant: UUID) -> Archive:
    """By an operator. Refuses `Forbidden`, `TenantNotFound`, `ArchiveUnderWay`."""
    with deeds.on(work, caller, tenant, "tenants:export") as deed:
        archive = work.perform(Caller(tenant, caller.actor), _ask)
        deed.note("tenant.archive_asked", after={"archive": ids.public("arc", archive)})
    return work.perform(Caller(tenant), lambda ctx: get(ctx, archive))


def start_own(ctx: Context) -> Archive:
    """By an owner, of their own company. Refuses `Forbidden`, `OnlyOwners`, `ArchiveUnderWay`, `ArchivedTooOften`."""
    _require_owner(ctx)
    made = ctx.db.value(
        """select count(*) from archives where tenant_id = %(tenant)s and created_at > %(since)s
           and asked_by not like 'operator:%%'""",
        since=ctx.now - timedelta(days=1),
    )
    if made >= MOST_A_DAY:
        raise ArchivedTooOften(most=MOST_A_DAY)
    archive = _ask(ctx)
    trail.note(
        ctx, "tenant.archive_asked", "tenant", ctx.tenant, after={"archive": ids.public("arc", archive)}
    )
    return get(ctx, archive)


def list_own(ctx: Context, address: Address) -> list[Archive]:
    """Newest first. Refuses `Forbidden`, `OnlyOwners`."""
    _require_owner(ctx)
    return _list(ctx, address)


def list_of(work: Work, caller: Caller, tenant: UUID, address: Address) -> list[Archive]:
    """By an operator. Only who may export gets addresses of files. Refuses `Forbidden`, `TenantNotFound`."""
    deeds.require(caller, "tenants:read")
    found = tenants.find_by_id(work, tenant)
    if found is None or found.id == PLATFORM:
        raise TenantNotFound()
    may = caller.actor.kind == "system" or "tenants:export" in caller.permissions
    hidden: Address = lambda tenant, archive, now: ""  # noqa: E731 - shorter than a name
    return work.perform(Caller(tenant), lambda ctx: _list(ctx, address if may else hidden))


def get(ctx: Context, archive: UUID) -> Archive:
    """Refuses `ArchiveNotFound`."""
    row = ctx.db.one(_COLUMNS + " and id = %(id)s", id=archive)
    if row is None:
        raise ArchiveNotFound()
    return _archive(row)


def _require_owner(ctx: Context) -> None:
    ctx.require_everywhere("exports:run")
    if ctx.actor.kind != "system" and not access.is_owner(ctx):
        raise OnlyOwners()


def _list(ctx: Context, address: Address) -> list[Archive]:
    rows = ctx.db.all(_COLUMNS + " order by created_at desc, id desc limit %(limit)s", limit=MOST_LISTED)
    return [_archive(r, address(ctx.tenant, r.id, ctx.now) if r.status == "ready" else "") for r in rows]


def _archive(row: Row, url: str = "") -> Archive:
    archive = Archive(ids.public("arc", row.id), *row[1:])
    return msgspec.structs.replace(archive, url=url)


def _ask(ctx: Context) -> UUID:
    busy = ctx.db.value(
        """select 1 from archives where tenant_id = %(tenant)s and status in ('waiting', 'running')
           and coalesce(heard_at, created_at) > %(since)s""",
        since=ctx.now - DEAD,
    )
    if busy:
        raise ArchiveUnderWay()
    archive = ids.new_id()
    ctx.db.run(
        """insert into archives (tenant_id, id, asked_by, asked_by_name, created_at)
           values (%(tenant)s, %(id)s, %(actor)s, %(actor_name)s, %(now)s)""",
        id=archive,
        actor=ctx.actor.label,
        actor_name=ctx.actor.name,
        now=ctx.now,
    )
    jobs.defer(ctx, JOB, lock=f"{JOB}:{ctx.tenant}", archive_id=archive.hex)
    return archive


def make(
    work: Work, storage: Storage, keys: Keyring, folder: Path, tenant: UUID, archive_id: UUID
) -> Archive:
    """The job: writes the file, and says how far it is. Twice is safe. What is refused stays as `error`."""
    now = work.clock()
    if not _set(work, tenant, archive_id, ("waiting", "running"), status="running", heard_at=now):
        return work.perform(Caller(tenant), lambda ctx: get(ctx, archive_id))
    path = place(folder, tenant, archive_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def progress(step: str, done: int, steps: int) -> None:
        _set(
            work,
            tenant,
            archive_id,
            ("running",),
            step=step,
            done=done,
            steps=steps,
            heard_at=work.clock(),
        )

    try:
        manifest = archiving.write(work, storage, keys, tenant, path, progress=progress)
    except Refusal as refusal:
        _set(work, tenant, archive_id, ("running",), status="failed", error=refusal.message)
        return work.perform(Caller(tenant), lambda ctx: get(ctx, archive_id))
    now = work.clock()
    _set(
        work,
        tenant,
        archive_id,
        ("running",),
        status="ready",
        step="",
        rows=manifest.rows,
        files=manifest.files,
        bytes=path.stat().st_size,
        sha256=_sha256(path),
        finished_at=now,
        expires_at=now + KEPT,
    )
    return work.perform(Caller(tenant), lambda ctx: get(ctx, archive_id))


def _set(work: Work, tenant: UUID, archive: UUID, before: tuple[str, ...], **values: object) -> bool:
    def act(ctx: Context) -> int:
        return ctx.db.run(
            """update archives set status = coalesce(%(status)s, status), step = coalesce(%(step)s, step),
                      done = coalesce(%(done)s, done), steps = coalesce(%(steps)s, steps), rows = coalesce(%(rows)s, rows),
                      files = coalesce(%(files)s, files), bytes = coalesce(%(bytes)s, bytes),
                      sha256 = coalesce(%(sha256)s, sha256), error = coalesce(%(error)s, error),
                      heard_at = coalesce(%(heard_at)s, heard_at), finished_at = coalesce(%(finished_at)s, finished_at),
                      expires_at = coalesce(%(expires_at)s, expires_at)
               where tenant_id = %(tenant)s and id = %(id)s and status = any(%(before)s)""",
            **{name: values.get(name) for name in _SETTABLE},
            id=archive,
            before=list(before),
        )

    return bool(work.perform(Caller(tenant, SYSTEM), act))


_SETTABLE = (
    "status", "step", "done", "steps", "rows", "files", "bytes", "sha256", "error", "heard_at", "finished_at", "expires_at",
)  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tidy(work: Work, folder: Path) -> None:
    """What is done on a clock: files of a week ago go."""
    with work.database.platform() as tx:
        ended = tx.all(
            """update archives set status = 'gone' where status = 'ready' and expires_at < %(now)s
               returning tenant_id, id""",
            now=work.clock(),
        )
    for row in ended:
        place(folder, row.tenant_id, row.id).unlink(missing_ok=True)
        _log.info("archive gone", tenant=str(row.tenant_id), archive=row.id.hex)
