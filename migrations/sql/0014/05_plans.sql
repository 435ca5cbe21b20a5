-- A merchant may take such a plan by themselves; another one they ask for.
alter table plans add column is_self_service boolean not null default false;

-- How much there is of what plans limit. `month`: since when orders count.
-- Integrations are API keys that work, webhook endpoints, and accounts at providers of payments, carriage and taxes.
-- Orders that were given up for want of money, that were imported, and exchanges do not count.
create function plan_meter(whose uuid, meter text, month timestamptz) returns bigint language plpgsql stable as $$
begin
    return case meter
        when 'products' then (
            select count(*) from products p where p.tenant_id = whose and p.status <> 'archived')
        when 'staff' then (
            select count(*) from staff s where s.tenant_id = whose and s.dismissed_at is null)
        when 'stores' then (
            select count(*) from stores s where s.tenant_id = whose and s.status <> 'closed')
        when 'locations' then (
            select count(*) from locations l where l.tenant_id = whose and l.is_active)
        when 'integrations' then (
            select count(*) from api_keys k where k.tenant_id = whose and k.revoked_at is null
                and (k.expires_at is null or k.expires_at > now()))
            + (select count(*) from webhook_endpoints w where w.tenant_id = whose and w.status <> 'deleted')
            + (select count(*) from payment_accounts a where a.tenant_id = whose and length(a.sealed) > 0)
            + (select count(*) from carrier_accounts a where a.tenant_id = whose and a.status <> 'disconnected')
            + (select count(*) from tax_accounts a where a.tenant_id = whose)
        when 'orders_per_month' then (
            select count(*) from orders o where o.tenant_id = whose and o.created_at >= month
                and not o.is_given_up and o.sales_channel <> 'import'
                and not exists (select from returns r where r.tenant_id = whose and r.exchange_order_id = o.id))
        when 'media_mb' then (
            select (coalesce(sum(m.bytes), 0)::bigint + 999999) / 1000000 from media m where m.tenant_id = whose)
    end;
end $$;

-- The same, after everybody else who makes such a thing has committed, and before anybody else can: the lock lasts until the
-- transaction ends, and what is counted is what can be seen once it is held.
create function plan_meter_held(whose uuid, meter text, month timestamptz) returns bigint language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('plan ' || meter || ' ' || whose::text, 0));
    return plan_meter(whose, meter, month);
end $$;

-- A merchant asks for another plan.
create table plan_requests (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    plan_id uuid not null,
    note text not null default '',
    status text not null default 'open' check (status in ('open', 'approved', 'declined', 'withdrawn')),
    asked_by text not null default '',
    asked_at timestamptz not null,
    answer text not null default '',
    answered_by text not null default '',
    answered_at timestamptz,
    primary key (tenant_id, id)
);
create unique index plan_requests_open on plan_requests (tenant_id) where status = 'open';
create index plan_requests_waiting on plan_requests (asked_at, id) where status = 'open';

-- How much each merchant had of each thing at the end of a day (today's: at the last look). `used`: meter -> how many.
create table usage_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    used jsonb not null,
    counted_at timestamptz not null,
    primary key (tenant_id, day)
);
create index usage_days_age on usage_days (day);

-- Whom we told this month that a limit is near (80) or reached (100).
create table plan_warnings (
    tenant_id uuid not null references tenants (id),
    month date not null,
    limit_name text not null,
    level integer not null check (level in (80, 100)),
    at timestamptz not null,
    primary key (tenant_id, month, limit_name, level)
);

do $$
declare t text;
begin
    foreach t in array array['plan_requests', 'usage_days', 'plan_warnings'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select on %I to duka_app', t);
        execute format('grant select, insert, update, delete on %I to duka_platform', t);
    end loop;
end $$;
grant insert, update on plan_requests to duka_app;
grant insert on plan_warnings to duka_app;
