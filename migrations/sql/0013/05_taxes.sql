-- Who owes no tax, the VAT numbers of business customers with the proof of each look at them, accounts at outside tax services
-- and their answers.

-- An area for whose addresses a service's answer holds: country, region, postal code, town.
create function tax_area(address jsonb) returns text language sql immutable parallel safe as $$
    select upper(coalesce(address ->> 'country', '')) || '|' || lower(trim(coalesce(address ->> 'region', ''))) || '|'
        || case when upper(coalesce(address ->> 'country', '')) = 'US'
                then left(regexp_replace(coalesce(address ->> 'postal_code', ''), '[^0-9]', '', 'g'), 5)
                else lower(regexp_replace(coalesce(address ->> 'postal_code', ''), '\s', '', 'g')) end
        || '|' || lower(trim(coalesce(address ->> 'city', '')))
$$;

-- Of one customer, or of all in a group. Empty `countries` and `classes`: all. It holds before `until` and until it is ended.
create table tax_exemptions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid,
    group_id uuid,
    reason text not null check (reason <> ''),
    certificate_number text not null default '',
    countries text[] not null default '{}',
    classes text[] not null default '{}',
    until timestamptz,
    ended_at timestamptz,
    ended_by text not null default '',
    created_by text not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    check ((customer_id is null) <> (group_id is null)),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, group_id) references customer_groups (tenant_id, id) on delete cascade
);
create index tax_exemptions_customer on tax_exemptions (tenant_id, customer_id) where customer_id is not null;
create index tax_exemptions_group on tax_exemptions (tenant_id, group_id) where group_id is not null;
create index tax_exemptions_recent on tax_exemptions (tenant_id, created_at desc, id desc);

-- What is known of a VAT number (written with its country's letters). `state` is the last definite answer; `checked_at` is when.
create table vat_numbers (
    tenant_id uuid not null references tenants (id),
    number text not null check (number <> ''),
    state text not null default 'unchecked' check (state in ('unchecked', 'valid', 'invalid')),
    checked_at timestamptz,
    asked_at timestamptz,
    service text not null default '',
    consultation_number text not null default '',
    name text not null default '',
    address text not null default '',
    created_at timestamptz not null,
    primary key (tenant_id, number)
);

-- Every look at a number: the proof.
create table vat_number_checks (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    number text not null,
    outcome text not null check (outcome in ('valid', 'invalid', 'unknown')),
    service text not null,
    requester text not null default '',
    consultation_number text not null default '',
    name text not null default '',
    address text not null default '',
    reason text not null default '',
    at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, number) references vat_numbers (tenant_id, number) on delete cascade
);
create index vat_number_checks_of on vat_number_checks (tenant_id, number, at desc);

create table customer_taxes (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    vat_number text not null default '',
    updated_at timestamptz not null,
    primary key (tenant_id, customer_id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);

-- A store's account at an outside tax service: one. `countries`: for which addresses it is asked.
create table tax_accounts (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    provider text not null,
    mode text not null check (mode in ('live', 'test')),
    countries text[] not null,
    settings jsonb not null default '{}',
    tax_codes jsonb not null default '{}',
    sealed bytea not null,
    is_active boolean not null default true,
    is_working boolean,
    check_message text not null default '',
    checked_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, store_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- The last good answer of a store's service for one kind of thing in one area. Carriage is the class ':carriage'.
create table tax_answers (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    area text not null,
    tax_class text not null,
    unit_price_minor bigint not null,
    currency text not null,
    provider text not null,
    rates jsonb not null,
    answered_at timestamptz not null,
    primary key (tenant_id, store_id, area, tax_class, unit_price_minor, currency),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- What a job is to ask the service. It goes once answered.
create table tax_questions (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    key bytea not null,
    question jsonb not null,
    asked_at timestamptz not null,
    tries integer not null default 0,
    why text not null default '',
    primary key (tenant_id, store_id, key),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

alter table carts add column vat_number text not null default '';
-- Where the order's tax came from, how it was rounded, and why none is owed, if none is: see `tax.types.OrderTax`.
alter table orders add column tax jsonb not null default '{}';

do $$
declare t text;
begin
    foreach t in array array['tax_exemptions', 'vat_numbers', 'vat_number_checks', 'customer_taxes', 'tax_accounts',
                             'tax_answers', 'tax_questions'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
