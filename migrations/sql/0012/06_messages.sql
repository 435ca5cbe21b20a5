-- The post office: what is sent to people, by e-mail and by SMS, and what became of each. `data` is what its template names
-- and is no secret; `secrets` the rest (links, codes), emptied with the body once it is over. `about` is the public id of what
-- it tells of; `not_before` the end of the quiet hours it waits for. Costs are in millionths of the currency's unit: a text
-- costs less than its smallest coin.
alter table mails
    add column channel text not null default 'email' check (channel in ('email', 'sms')),
    add column store_id uuid,
    add column customer_id uuid,
    add column about text not null default '',
    add column is_marketing boolean not null default false,
    add column data jsonb not null default '{}',
    add column secrets jsonb not null default '{}',
    add column origin_id uuid,
    add column provider text not null default '',
    add column provider_reference text not null default '',
    add column segments integer not null default 0,
    add column cost_micro bigint,
    add column cost_currency text not null default '',
    add column not_before timestamptz,
    add column sent_at timestamptz,
    add column delivered_at timestamptz,
    drop constraint mails_status_check,
    add constraint mails_status_check check (status in
        ('queued', 'held', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'kept')),
    add foreign key (tenant_id, store_id) references stores (tenant_id, id);
create index mails_of_customer on mails (tenant_id, customer_id) where customer_id is not null;
create index mails_of_recipient on mails (tenant_id, recipient, id desc);
create index mails_about on mails (tenant_id, about, id desc) where about <> '';
create unique index mails_reference on mails (tenant_id, provider, provider_reference) where provider_reference <> '';

-- Each time somebody tried to send it, and each report of what became of it.
create table mail_attempts (
    tenant_id uuid not null references tenants (id),
    mail_id uuid not null,
    number integer not null,
    at timestamptz not null,
    outcome text not null,
    provider text not null default '',
    error text not null default '',
    primary key (tenant_id, mail_id, number),
    foreign key (tenant_id, mail_id) references mails (tenant_id, id) on delete cascade
);

-- Addresses that get nothing (`scope` all) or no advertising (marketing). `reason`: bounced, complained, opted_out (by a link
-- or by STOP), staff.
create table mail_suppressions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    channel text not null check (channel in ('email', 'sms')),
    address text not null,
    scope text not null check (scope in ('all', 'marketing')),
    reason text not null check (reason in ('bounced', 'complained', 'opted_out', 'staff')),
    detail text not null default '',
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, channel, address, scope)
);

-- A merchant's own wording of a message, for all stores (no store) or one.
create table mail_templates (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid,
    channel text not null check (channel in ('email', 'sms')),
    kind text not null,
    locale text not null,
    subject text not null default '',
    body text not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    updated_by text not null default '',
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, store_id, channel, kind, locale),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

-- A company's accounts at providers of SMS; at most one is used.
create table texting_accounts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    provider text not null,
    settings jsonb not null default '{}',
    sealed bytea not null default '',
    callback_key text not null,
    is_active boolean not null default true,
    checked_at timestamptz,
    is_working boolean,
    check_message text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, provider)
);
create unique index texting_accounts_used on texting_accounts (tenant_id) where is_active;

-- Staff hear in the console, by e-mail, or both.
alter table notification_preferences add column by_email boolean;

do $$
declare t text;
begin
    foreach t in array array['mail_attempts', 'mail_suppressions', 'mail_templates', 'texting_accounts'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
