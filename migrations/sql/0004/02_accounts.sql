alter table staff
    add column locale text not null default '',
    add column email_verified_at timestamptz,
    add column password_changed_at timestamptz;
update staff set email_verified_at = created_at;

-- `bearer`: an opaque token of a program or a customer; `web`: a cookie; `api`: short access tokens and one refresh token at a time.
-- `authenticated_at`: when a password or a second factor was last shown. A session that is not used for `idle_seconds` is over.
alter table sessions
    add column id uuid not null default gen_random_uuid(),
    add column kind text not null default 'bearer' check (kind in ('bearer', 'web', 'api')),
    add column authenticated_at timestamptz,
    add column last_used_at timestamptz,
    add column idle_seconds integer,
    add column device text not null default '',
    add column address text not null default '',
    add constraint sessions_id unique (tenant_id, id);

-- Of a family (a session) one refresh token is unused. A used one that comes again ends the family.
create table refresh_tokens (
    tenant_id uuid not null references tenants (id),
    token_hash bytea not null,
    session_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, session_id) references sessions (tenant_id, id) on delete cascade
);
create index refresh_tokens_family on refresh_tokens (tenant_id, session_id);

-- Secrets of one use, by their hash: letters' links, the second step of a log-in, a passkey's challenge.
create table one_time_tokens (
    tenant_id uuid not null references tenants (id),
    token_hash bytea not null,
    purpose text not null,
    subject_id uuid not null,
    data jsonb not null default '{}',
    attempts integer not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, token_hash)
);
create index one_time_tokens_subject on one_time_tokens (tenant_id, subject_id, purpose);
create index one_time_tokens_age on one_time_tokens (expires_at);

-- The secret is sealed with the installation's own. A code's time step counts once.
create table totp_factors (
    tenant_id uuid not null references tenants (id),
    staff_id uuid not null,
    secret bytea not null,
    last_step bigint not null default 0,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    primary key (tenant_id, staff_id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);

create table recovery_codes (
    tenant_id uuid not null references tenants (id),
    staff_id uuid not null,
    code_hash bytea not null,
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (tenant_id, staff_id, code_hash),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);

create table passkeys (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    staff_id uuid not null,
    credential_id bytea not null,
    public_key bytea not null,
    sign_count bigint not null default 0,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, credential_id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
);
create index passkeys_of on passkeys (tenant_id, staff_id);
