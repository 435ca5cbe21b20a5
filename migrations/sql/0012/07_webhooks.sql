-- Webhooks out. An endpoint is where another system listens. `events`: types (`order.placed`), families (`order.*`) or `*`.
-- `secret` and `previous_secret` are sealed; the previous one signs too until `previous_until`.
-- `failing_since`: when the first attempt failed since the last that succeeded. `slow_until`: the receiver asked to wait.
create table webhook_endpoints (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid,
    url text not null,
    description text not null default '',
    events text[] not null,
    status text not null default 'active' check (status in ('active', 'paused', 'disabled', 'deleted')),
    disabled_reason text not null default '',
    disabled_at timestamptz,
    secret bytea not null,
    previous_secret bytea,
    previous_until timestamptz,
    failing_since timestamptz,
    warned_at timestamptz,
    slow_until timestamptz,
    created_by text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

-- What is told, once for all endpoints: the very bytes that are signed. `id` is the event's (a test message has its own).
create table webhook_messages (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    type text not null,
    object uuid not null,
    store_id uuid,
    body text not null,
    occurred_at timestamptz not null,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
create index webhook_messages_object on webhook_messages (tenant_id, object);
create index webhook_messages_age on webhook_messages (created_at);

-- One message for one endpoint. `step` counts the attempts of the present round, `attempts` all. `lease` is held by the
-- dispatcher that is sending it; after `leased_until` it counts as left behind.
create table webhook_deliveries (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    endpoint_id uuid not null,
    message_id uuid not null,
    type text not null,
    status text not null default 'waiting' check (status in ('waiting', 'sending', 'delivered', 'failed', 'cancelled')),
    step integer not null default 0,
    attempts integer not null default 0,
    next_at timestamptz not null,
    lease uuid,
    leased_until timestamptz,
    last_outcome text not null default '',
    last_status integer,
    last_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, endpoint_id, message_id),
    foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id),
    foreign key (tenant_id, message_id) references webhook_messages (tenant_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (tenant_id, endpoint_id, next_at) where status = 'waiting';
create index webhook_deliveries_sending on webhook_deliveries (tenant_id, endpoint_id, leased_until) where status = 'sending';
create index webhook_deliveries_message on webhook_deliveries (tenant_id, message_id);
create index webhook_deliveries_log on webhook_deliveries (tenant_id, endpoint_id, id);
create index webhook_deliveries_failed on webhook_deliveries (tenant_id, id) where status = 'failed';

-- One request and its answer. `status` is the answer's, null when none came.
create table webhook_attempts (
    tenant_id uuid not null references tenants (id),
    delivery_id uuid not null,
    number integer not null,
    endpoint_id uuid not null,
    at timestamptz not null,
    took_ms integer not null,
    outcome text not null,
    status integer,
    error text not null default '',
    address text not null default '',
    request_headers jsonb not null,
    answer_headers jsonb not null,
    answer_body text not null default '',
    primary key (tenant_id, delivery_id, number),
    foreign key (tenant_id, delivery_id) references webhook_deliveries (tenant_id, id) on delete cascade
);
create index webhook_attempts_recent on webhook_attempts (tenant_id, endpoint_id, at desc);

do $$
declare t text;
begin
    foreach t in array array['webhook_endpoints', 'webhook_messages', 'webhook_deliveries', 'webhook_attempts'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
