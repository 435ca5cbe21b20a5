-- Letters: what is to be sent, and what became of it. The body is emptied once it was sent, since it may hold a secret link.
create table mails (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    recipient text not null,
    kind text not null,
    locale text not null,
    subject text not null,
    text text not null,
    html text not null,
    status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'kept', 'failed')),
    attempts integer not null default 0,
    error text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
);
create index mails_age on mails (created_at);
