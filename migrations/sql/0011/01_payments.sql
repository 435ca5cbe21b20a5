-- Given up by the system for want of money: its money may still come.
alter table orders add column is_given_up boolean not null default false;

-- A merchant's account at a payment provider, for one store. `settings` is what may be shown; `sealed` holds the secrets,
-- encrypted with a key from the environment. `callback_key` is the unguessable part of the address that the provider calls.
create table payment_accounts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    provider text not null,
    -- Which switch rules it (`flags`): cards and wallets, mobile money.
    rail text not null check (rail in ('card', 'wallet', 'mobile_money', 'manual', 'sandbox')),
    mode text not null default 'test' check (mode in ('test', 'live')),
    settings jsonb not null default '{}',
    sealed bytea not null,
    callback_key text not null check (length(callback_key) >= 22),
    capture_method text not null default 'automatic' check (capture_method in ('automatic', 'manual')),
    is_active boolean not null default true,
    checked_at timestamptz,
    is_working boolean,
    check_message text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, provider),
    unique (tenant_id, callback_key),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

alter table payments
    add column store_id uuid,
    add column account_id uuid,
    add column capture_method text not null default 'automatic' check (capture_method in ('automatic', 'manual')),
    add column payer_phone text not null default '',
    add column fee_minor bigint not null default 0 check (fee_minor >= 0),
    add column data jsonb not null default '{}',
    add column failure_code text not null default '',
    -- Its provider's callbacks may never come: it is asked often.
    add column polls boolean not null default false,
    add column next_look_at timestamptz,
    add column looks integer not null default 0,
    add foreign key (tenant_id, account_id) references payment_accounts (tenant_id, id);
update payments p set store_id = o.store_id from orders o where o.tenant_id = p.tenant_id and o.id = p.order_id;
update payments set next_look_at = updated_at where status in ('pending', 'requires_action', 'unknown') and return_url <> '';
alter table payments alter column store_id set not null;
drop index payments_open;
create index payments_due on payments (next_look_at) where next_look_at is not null;
create index payments_recent on payments (tenant_id, created_at desc, id desc);
create index payments_by_status on payments (tenant_id, status, created_at desc, id desc);
-- An account of another kind has the same reference: only within one is it unique.
alter table payments drop constraint payments_tenant_id_provider_provider_reference_key;
create unique index payments_reference on payments (tenant_id, provider, provider_reference, coalesce(account_id, id))
    where provider_reference is not null;

-- Held money on its way to us: written before the provider is asked, as refunds are.
create table captures (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    payment_id uuid not null,
    amount_minor bigint not null check (amount_minor > 0),
    is_final boolean not null,
    reason text not null default '',
    actor text not null,
    actor_name text not null default '',
    status text not null default 'pending' check (status in ('pending', 'done', 'refused')),
    failure text not null default '',
    asked integer not null default 0,
    request bytea,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index captures_of on captures (tenant_id, payment_id);
create unique index captures_live on captures (tenant_id, payment_id) where status = 'pending';
create unique index captures_request on captures (tenant_id, payment_id, request) where request is not null;
create index captures_pending on captures (updated_at) where status = 'pending';

-- `by_hand`: the provider has no way for a program, a person gives it back. `origin`: ours, or found at the provider.
alter table refunds
    add column provider_reference text not null default '',
    add column failure text not null default '',
    add column origin text not null default 'ours' check (origin in ('ours', 'provider')),
    add column asked integer not null default 0;
alter table refunds drop constraint refunds_status_check;
alter table refunds add constraint refunds_status_check check (status in ('pending', 'done', 'refused', 'by_hand'));

create table disputes (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    payment_id uuid not null,
    provider_reference text not null,
    status text not null check (status in ('open', 'won', 'lost')),
    amount_minor bigint not null check (amount_minor >= 0),
    withdrawn_minor bigint not null default 0 check (withdrawn_minor >= 0),
    fee_minor bigint not null default 0 check (fee_minor >= 0),
    currency text not null,
    reason text not null default '',
    opened_at timestamptz not null,
    due_by timestamptz,
    closed_at timestamptz,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, payment_id, provider_reference),
    foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);

-- What providers told us, raw, once each; `outcome` says what became of it. A job reads it.
drop table payment_callbacks;
create table payment_callbacks (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    provider text not null,
    account_id uuid,
    event_id text not null,
    kind text not null default '',
    reference text,
    payment_id uuid,
    headers jsonb not null default '{}',
    body text not null,
    news jsonb,
    received_at timestamptz not null,
    -- When the reader takes it next: at once, and after each try in vain later.
    due_at timestamptz not null default now(),
    processed_at timestamptz,
    outcome text not null default '' check (outcome in ('', 'applied', 'no_change', 'unknown_reference', 'mismatch',
        'not_about_us', 'failed')),
    tries integer not null default 0,
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, provider, account_id, event_id)
);
create index payment_callbacks_of on payment_callbacks (tenant_id, payment_id, received_at desc);
create index payment_callbacks_recent on payment_callbacks (tenant_id, received_at desc, id desc);
create index payment_callbacks_waiting on payment_callbacks (due_at) where processed_at is null;

-- The conversation with providers, secrets hidden.
create table payment_messages (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    payment_id uuid,
    account_id uuid,
    provider text not null,
    at timestamptz not null,
    took_ms integer not null,
    what text not null,
    method text not null,
    url text not null,
    status integer not null,
    request text not null,
    answer text not null,
    primary key (tenant_id, id)
);
create index payment_messages_of on payment_messages (tenant_id, payment_id, at);
create index payment_messages_recent on payment_messages (tenant_id, provider, at desc);

do $$
declare t text;
begin
    foreach t in array array['payment_accounts', 'captures', 'disputes', 'payment_callbacks', 'payment_messages'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
