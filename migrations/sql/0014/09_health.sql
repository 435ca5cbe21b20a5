-- How the service is doing. The trace that an event belongs to, as W3C traceparent; empty when nothing is traced.
alter table events add column trace text not null default '';

-- What waits and what failed lately is counted each minute, of all merchants.
create index mails_waiting on mails (status) where status in ('queued', 'sending');
create index mails_failed on mails (created_at) where status = 'failed';
create index webhook_deliveries_failed_at on webhook_deliveries (last_at) where status = 'failed';

-- Of each objective (`duka.control.slo`) how much was good, and of each provider's payments (`payments_<provider>`) how many, by the minute (kept two days) and by the hour (kept a year).
create table health_counts (
    slo text not null check (slo ~ '^[a-z0-9_]{1,60}$'),
    span text not null check (span in ('minute', 'hour')),
    at timestamptz not null,
    good bigint not null check (good >= 0),
    total bigint not null check (total >= good),
    primary key (slo, span, at)
);
create index health_counts_at on health_counts (span, at);

-- Statements of ours that took long, a row for each day; `maker` is the function that sends it.
create table slow_statements (
    day date not null,
    maker text not null,
    words text not null,
    times bigint not null,
    total_ms double precision not null,
    longest_ms double precision not null,
    last_at timestamptz not null,
    primary key (day, maker, words)
);

-- What somebody should look at. `tenant_id` is null where it is about the whole platform; `subject` says which one of its kind
-- (a provider, an objective, a queue). `facts` are numbers and names, never personal data.
create table alerts (
    id uuid primary key,
    kind text not null check (kind ~ '^[a-z0-9_]{1,60}$'),
    severity text not null check (severity in ('page', 'ticket', 'note')),
    tenant_id uuid references tenants (id) on delete cascade,
    subject text not null default '',
    status text not null default 'open' check (status in ('open', 'acknowledged', 'resolved')),
    facts jsonb not null default '{}',
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    times integer not null default 1,
    told_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text not null default '',
    resolved_at timestamptz,
    resolved_by text not null default '',
    note text not null default '',
    version integer not null default 1
);
-- One of a kind at a time.
create unique index alerts_live on alerts (kind, coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'), subject)
    where status <> 'resolved';
create index alerts_newest on alerts (opened_at desc, id desc);
create index alerts_of_tenant on alerts (tenant_id, opened_at desc);

-- What is not told while it lasts. Without `tenant_id` of everybody, without `subject` of all of the kind.
create table alert_silences (
    id uuid primary key,
    kind text not null check (kind ~ '^[a-z0-9_]{1,60}$'),
    tenant_id uuid references tenants (id) on delete cascade,
    subject text not null default '',
    reason text not null check (reason <> ''),
    until timestamptz not null,
    created_by text not null default '',
    created_at timestamptz not null,
    ended_at timestamptz
);
create index alert_silences_live on alert_silences (until) where ended_at is null;
grant select on alembic_version to duka_platform;
grant select, insert, update, delete on health_counts, slow_statements, alerts, alert_silences to duka_platform;

-- What happens at a merchant by the hour, to tell the unusual from the usual: `what` is `payments:<provider>` (good: paid, bad:
-- failed) or `stockouts` (bad: variants that sold out).
create table pulses (
    tenant_id uuid not null references tenants (id),
    what text not null,
    hour timestamptz not null,
    good bigint not null default 0 check (good >= 0),
    bad bigint not null default 0 check (bad >= 0),
    primary key (tenant_id, what, hour)
);
create index pulses_hour on pulses (hour, what);

do $$
begin
    alter table pulses alter column tenant_id set (n_distinct = 100);
    alter table pulses enable row level security;
    alter table pulses force row level security;
    create policy tenant_border on pulses using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
        with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
    grant select, insert, update on pulses to duka_app;
    grant select, insert, update, delete on pulses to duka_platform;
end $$;
