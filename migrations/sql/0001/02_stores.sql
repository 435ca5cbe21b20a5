create table stores (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null,
    status text not null default 'active' check (status in ('active', 'closed')),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    country text not null check (country ~ '^[A-Z]{2}$'),
    default_locale text not null,
    locales text[] not null,
    timezone text not null,
    prices_include_tax boolean not null default true,
    stock_mode text not null default 'shared' check (stock_mode in ('shared', 'dedicated')),
    reservation_minutes integer not null default 15 check (reservation_minutes between 1 and 1440),
    cart_days integer not null default 30 check (cart_days between 1 and 365),
    theme jsonb not null default '{}',
    contact jsonb not null default '{}',
    texts jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, slug)
);
alter table domains add foreign key (tenant_id, store_id) references stores (tenant_id, id);

create table locations (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    code text not null,
    name text not null,
    address jsonb not null default '{}',
    latitude_e6 integer,
    longitude_e6 integer,
    is_pickup boolean not null default false,
    is_active boolean not null default true,
    opening text not null default '',
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

-- From where a store with dedicated stock sells. A store with shared stock sells from every active location.
create table store_locations (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    location_id uuid not null,
    primary key (tenant_id, store_id, location_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade
);

create table staff (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    email text not null check (email = lower(email)),
    name text not null,
    password_hash text not null,
    role text not null default 'owner',
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, email)
);

create table customers (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    email text not null check (email = lower(email)),
    name text not null default '',
    phone text not null default '',
    password_hash text,
    locale text not null default '',
    claimed_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, email)
);

create table customer_addresses (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    address jsonb not null,
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create index customer_addresses_of on customer_addresses (tenant_id, customer_id);

-- Opaque bearer tokens of staff and customers: two audiences, never interchangeable.
create table sessions (
    tenant_id uuid not null references tenants (id),
    token_hash bytea not null,
    audience text not null check (audience in ('staff', 'customer')),
    subject_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, token_hash)
);
create index sessions_age on sessions (expires_at);
create index sessions_subject on sessions (tenant_id, subject_id);

create table api_keys (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    kind text not null check (kind in ('publishable', 'secret')),
    name text not null,
    secret_hash bytea not null,
    last_four text not null,
    scopes text[] not null,
    store_id uuid,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, secret_hash),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    check (kind = 'secret' or store_id is not null)
);
