-- Why stock was corrected, in the words that people use.
alter table stock_ledger drop constraint stock_ledger_reason_check;
alter table stock_ledger add constraint stock_ledger_reason_check check (reason in
    ('initial', 'adjustment', 'count', 'import', 'transfer', 'reserve', 'release', 'consume', 'restock',
     'received', 'damaged', 'lost', 'found', 'used')) not valid;
alter table stock_ledger validate constraint stock_ledger_reason_check;
create index stock_ledger_recent on stock_ledger (tenant_id, at desc, id desc);

-- Goods on their way from one location to another. What was sent has left the one and not reached the other.
create table stock_transfers (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    number bigint not null,
    from_id uuid not null,
    to_id uuid not null,
    status text not null default 'draft' check (status in ('draft', 'sent', 'received', 'cancelled')),
    note text not null default '',
    created_by text not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, from_id) references locations (tenant_id, id),
    foreign key (tenant_id, to_id) references locations (tenant_id, id),
    check (from_id <> to_id)
);

create table stock_transfer_lines (
    tenant_id uuid not null references tenants (id),
    transfer_id uuid not null,
    item_id uuid not null,
    position integer not null,
    quantity bigint not null check (quantity > 0),
    received bigint check (received >= 0),
    primary key (tenant_id, transfer_id, item_id),
    foreign key (tenant_id, transfer_id) references stock_transfers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, item_id) references stock_items (tenant_id, id)
);

-- A sheet to count a location by. `on_hand` is what the books said when the line was counted, so that what is sold
-- between counting and closing is not counted away.
create table count_sheets (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    number bigint not null,
    name text not null,
    location_id uuid not null,
    is_blind boolean not null default false,
    status text not null default 'open' check (status in ('open', 'closed', 'cancelled')),
    created_by text not null,
    created_at timestamptz not null,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, location_id) references locations (tenant_id, id)
);

create table count_sheet_lines (
    tenant_id uuid not null references tenants (id),
    sheet_id uuid not null,
    item_id uuid not null,
    position integer not null,
    on_hand bigint,
    counted bigint check (counted >= 0),
    counted_by text not null default '',
    counted_at timestamptz,
    primary key (tenant_id, sheet_id, item_id),
    foreign key (tenant_id, sheet_id) references count_sheets (tenant_id, id) on delete cascade,
    foreign key (tenant_id, item_id) references stock_items (tenant_id, id),
    check ((counted is null) = (on_hand is null))
);

do $$
declare t text;
begin
    foreach t in array array['stock_transfers', 'stock_transfer_lines', 'count_sheets', 'count_sheet_lines'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
