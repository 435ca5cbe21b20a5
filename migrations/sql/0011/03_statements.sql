-- A gateway's own statement (its CSV), imported once, and what became of each of its lines.
create table payment_statements (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    provider text not null,
    account_id uuid,
    file_name text not null,
    file_hash bytea not null,
    period_from timestamptz,
    period_until timestamptz,
    lines integer not null default 0,
    matched integer not null default 0,
    missing_here integer not null default 0,
    missing_there integer not null default 0,
    differing integer not null default 0,
    imported_by text not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, provider, file_hash),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create index payment_statements_recent on payment_statements (tenant_id, created_at desc, id desc);

-- `names`: further ids of what a line is about. `paid_minor`: what the buyer paid, where the gateway changed the currency.
-- `why`: in one word why it does not match; `ours_minor`: what we hold instead. `note` is a person's.
-- `match`: matched, missing_here (the gateway has it and we don't), differing (both have it, with other amounts),
-- missing_there (we have it and the gateway's statement of that time does not), not_ours_to_match (payouts, fees).
create table payment_statement_lines (
    tenant_id uuid not null references tenants (id),
    statement_id uuid not null,
    position integer not null,
    kind text not null check (kind in ('charge', 'refund', 'fee', 'payout', 'dispute', 'other')),
    reference text not null,
    parent_reference text not null default '',
    names text[] not null default '{}',
    at timestamptz,
    gross_minor bigint not null,
    fee_minor bigint not null default 0,
    net_minor bigint not null,
    currency text not null,
    paid_minor bigint,
    paid_currency text,
    match text not null check (match in ('matched', 'missing_here', 'missing_there', 'differing', 'not_ours_to_match')),
    payment_id uuid,
    refund_id uuid,
    why text not null default '',
    ours_minor bigint,
    note text not null default '',
    resolved_by text not null default '',
    resolved_at timestamptz,
    primary key (tenant_id, statement_id, position),
    foreign key (tenant_id, statement_id) references payment_statements (tenant_id, id) on delete cascade,
    foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index payment_statement_lines_match on payment_statement_lines (tenant_id, statement_id, match, position);
create index payment_statement_lines_payment on payment_statement_lines (tenant_id, payment_id) where payment_id is not null;
create index payment_statement_lines_open on payment_statement_lines (tenant_id, statement_id, match)
    where match in ('missing_here', 'missing_there', 'differing') and resolved_at is null;
create index payment_statement_lines_reference on payment_statement_lines (tenant_id, reference);

do $$
declare t text;
begin
    foreach t in array array['payment_statements', 'payment_statement_lines'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
