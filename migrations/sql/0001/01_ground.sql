-- Platform tables: the only ones without a tenant's border. The application may read tenants and domains, nothing more.
create table tenants (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null,
    status text not null default 'active' check (status in ('active', 'suspended', 'closed')),
    created_at timestamptz not null default now()
);

-- A host name belongs to one store in the world, so its key is the host.
create table domains (
    host text primary key check (host = lower(host)),
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    is_primary boolean not null default true
);

create table counters (
    tenant_id uuid not null references tenants (id),
    name text not null,
    value bigint not null default 0,
    primary key (tenant_id, name)
);

-- The outbox. Delivered to listeners by the relay; a row that failed too often is dead until it is replayed.
create table events (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    type text not null,
    version integer not null default 1,
    aggregate_id uuid not null,
    payload jsonb not null,
    actor text not null,
    request_id text not null default '',
    occurred_at timestamptz not null,
    available_at timestamptz not null,
    attempts integer not null default 0,
    status text not null default 'pending' check (status in ('pending', 'delivered', 'dead')),
    last_error text not null default '',
    primary key (tenant_id, id)
);
create index events_pending on events (available_at) where status = 'pending';
create index events_dead on events (tenant_id, occurred_at) where status = 'dead';
create index events_aggregate on events (tenant_id, aggregate_id, occurred_at);

-- What a listener has already seen, so that at-least-once delivery has its effect once.
create table event_receipts (
    tenant_id uuid not null references tenants (id),
    event_id uuid not null,
    listener text not null,
    received_at timestamptz not null default now(),
    primary key (tenant_id, event_id, listener)
);

create table idempotency_keys (
    tenant_id uuid not null references tenants (id),
    principal text not null,
    route text not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null,
    status integer,
    body bytea,
    headers jsonb,
    created_at timestamptz not null,
    primary key (tenant_id, principal, route, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Insert and read only: nobody updates or deletes what was done.
create table audit_log (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    object text not null,
    details jsonb not null default '{}',
    request_id text not null default '',
    primary key (tenant_id, id)
);
create index audit_log_object on audit_log (tenant_id, object, at);
