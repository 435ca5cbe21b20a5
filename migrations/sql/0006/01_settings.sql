-- What companies (no store) and stores decided, one row a version; the last one counts. For sections whose truth is in
-- other tables the rows are their history. `value` holds the fields decided at that place and no others.
create table setting_versions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    section text not null check (section ~ '^[a-z][a-z_]{0,39}$'),
    store_id uuid,
    version integer not null check (version >= 0),
    value jsonb not null,
    restored_from integer,
    actor text not null,
    actor_name text not null default '',
    at timestamptz not null,
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, section, store_id, version),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

-- An appearance on trial: seen by whoever holds its link, until it expires. One a person and store.
create table appearance_drafts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    staff_id uuid not null,
    token_hash bytea not null,
    appearance jsonb not null,
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, staff_id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

alter table stores
    add column order_prefix text not null default '' check (order_prefix ~ '^[A-Z0-9-]{0,8}$');
-- A way to pay may be for some totals only.
alter table payment_methods
    add column min_total_minor bigint check (min_total_minor >= 0),
    add column max_total_minor bigint check (max_total_minor >= 0);
