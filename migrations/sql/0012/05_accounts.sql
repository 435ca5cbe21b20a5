-- Customers' accounts. `email_verified_at`: they opened a link or typed a code that was sent to the address they have now.
alter table customers
    add column email_verified_at timestamptz,
    add column password_changed_at timestamptz;

-- What somebody agreed to hear, by channel: each answer is a row and none is changed, the newest counts. `source` says where
-- it was given (register, settings, checkout, api, staff, unsubscribe), `wording` what they read, `origin` address and program.
create table customer_consents (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    channel text not null check (channel in ('email', 'sms')),
    is_given boolean not null,
    source text not null,
    wording text not null default '',
    origin text not null default '',
    store_id uuid,
    at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create index customer_consents_newest on customer_consents (tenant_id, customer_id, channel, at desc, id desc);

-- What a customer would like to have some day.
create table customer_wishes (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    variant_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, customer_id, variant_id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);
create index customer_wishes_variant on customer_wishes (tenant_id, variant_id);

do $$
declare t text;
begin
    foreach t in array array['customer_consents', 'customer_wishes'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
