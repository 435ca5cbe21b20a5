-- The books: double entry. An entry is the shape of one fact (`fact` of `source`: `sale` of an order), its lines add up to
-- nothing, and neither is ever changed: what was wrong is reversed. `at` is the day that it is of, `posted_at` when it came in.
create table ledger_entries (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    fact text not null,
    source text not null,
    currency text not null,
    store_id uuid,
    order_id uuid,
    payment_id uuid,
    reverses uuid,
    memo text not null default '',
    actor text not null,
    at timestamptz not null,
    posted_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, fact, source),
    unique (tenant_id, reverses),
    foreign key (tenant_id, reverses) references ledger_entries (tenant_id, id)
);
create index ledger_entries_recent on ledger_entries (tenant_id, at desc, id desc);
create index ledger_entries_posted on ledger_entries (tenant_id, posted_at, id);
create index ledger_entries_of on ledger_entries (tenant_id, order_id);

-- `amount_minor`: debit above zero, credit below.
create table ledger_lines (
    tenant_id uuid not null references tenants (id),
    entry_id uuid not null,
    position smallint not null,
    account text not null,
    currency text not null,
    order_id uuid,
    amount_minor bigint not null check (amount_minor <> 0),
    at timestamptz not null,
    primary key (tenant_id, entry_id, position),
    foreign key (tenant_id, entry_id) references ledger_entries (tenant_id, id)
);
create index ledger_lines_of on ledger_lines (tenant_id, currency, account, at) include (amount_minor);
create index ledger_lines_order on ledger_lines (tenant_id, order_id, account) include (amount_minor);

-- All lines of an entry come in one statement, are of what the entry is of, and add up to nothing.
create function ledger_must_balance() returns trigger language plpgsql as $$
declare wrong record;
begin
    select n.entry_id, n.currency, sum(n.amount_minor) as off into wrong
    from written n group by n.tenant_id, n.entry_id, n.currency having sum(n.amount_minor) <> 0 limit 1;
    if found then
        raise exception 'ledger entry % is off by % %', wrong.entry_id, wrong.off, wrong.currency
            using errcode = 'check_violation', constraint = 'ledger_must_balance';
    end if;
    select n.entry_id into wrong
    from (select w.tenant_id, w.entry_id, count(*) as lines, min(w.currency) as currency, min(w.at) as at,
                 min(w.order_id::text) as order_id
          from written w group by w.tenant_id, w.entry_id) n
    join ledger_entries e on e.tenant_id = n.tenant_id and e.id = n.entry_id
    where e.currency <> n.currency or e.at <> n.at or e.order_id::text is distinct from n.order_id
       or n.lines <> (select count(*) from ledger_lines l where l.tenant_id = n.tenant_id and l.entry_id = n.entry_id)
    limit 1;
    if found then
        raise exception 'ledger entry % gets its lines at once, all of its own currency, order and time', wrong.entry_id
            using errcode = 'check_violation', constraint = 'ledger_must_balance';
    end if;
    return null;
end $$;
create trigger ledger_must_balance after insert on ledger_lines
    referencing new table as written for each statement execute function ledger_must_balance();

create function ledger_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is never changed: reverse the entry'
        using errcode = 'check_violation', constraint = 'ledger_is_final';
end $$;
create trigger ledger_is_final before update or delete or truncate on ledger_lines
    for each statement execute function ledger_is_final();
create trigger ledger_is_final before update or delete or truncate on ledger_entries
    for each statement execute function ledger_is_final();

do $$
declare t text;
begin
    foreach t in array array['ledger_entries', 'ledger_lines'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert on %I to duka_app, duka_platform', t);
    end loop;
end $$;
