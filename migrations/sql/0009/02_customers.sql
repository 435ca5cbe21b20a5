-- Customers as staff know them: tags, groups, notes, figures, and what they are found by.
alter table customers
    add column country text not null default '' check (country ~ '^([A-Z]{2})?$'),
    add column deactivated_at timestamptz,
    -- Figures over all stores, kept from their orders (support.figures): `spent` is by currency, `spent_minor` the part
    -- in the currency that they mostly buy in.
    add column orders_count integer not null default 0 check (orders_count >= 0),
    add column last_order_at timestamptz,
    add column spent jsonb not null default '{}',
    add column spent_currency text not null default '',
    add column spent_minor bigint not null default 0,
    -- The digits of the telephone number from the last to the first: a number's end is the beginning here.
    add column phone_tail text collate "C" not null
        generated always as (reverse(regexp_replace(phone, '[^0-9]', '', 'g'))) stored;
create index customers_recent on customers (tenant_id, created_at desc, id desc);
create index customers_country on customers (tenant_id, country, created_at desc, id desc);
create index customers_accounts on customers (tenant_id, created_at desc, id desc) where claimed_at is not null;
create index customers_closed on customers (tenant_id, created_at desc, id desc) where deactivated_at is not null;
create index customers_buying on customers (tenant_id, (coalesce(last_order_at, '1970-01-01 00:00:00+00')) desc, id desc);
create index customers_orders on customers (tenant_id, orders_count desc, id desc);
create index customers_spent on customers (tenant_id, spent_currency, spent_minor desc, id desc);
create index customers_address on customers (tenant_id, email collate "C");
create index customers_phone on customers (tenant_id, phone_tail) where phone_tail <> '';

alter table customer_addresses
    add column phone_tail text collate "C" not null
        generated always as (reverse(regexp_replace(coalesce(address ->> 'phone', ''), '[^0-9]', '', 'g'))) stored;
create index customer_addresses_phone on customer_addresses (tenant_id, phone_tail) where phone_tail <> '';

alter table orders
    add column phone_tail text collate "C" not null
        generated always as (reverse(regexp_replace(coalesce(nullif(phone, ''), shipping_address ->> 'phone', ''),
                                                    '[^0-9]', '', 'g'))) stored;
create index orders_phone on orders (tenant_id, phone_tail) where phone_tail <> '';
create index orders_address on orders (tenant_id, email collate "C", created_at desc);
create index orders_number on orders (tenant_id, number collate "C");

create table customer_tags (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    tag text collate "C" not null check (tag <> ''),
    primary key (tenant_id, customer_id, tag),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create index customer_tags_of on customer_tags (tenant_id, tag, customer_id);

create table customer_groups (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null,
    name_key text not null,
    description text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, name_key)
);

create table customer_group_members (
    tenant_id uuid not null references tenants (id),
    group_id uuid not null,
    customer_id uuid not null,
    added_at timestamptz not null,
    primary key (tenant_id, group_id, customer_id),
    foreign key (tenant_id, group_id) references customer_groups (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create index customer_group_members_of on customer_group_members (tenant_id, customer_id);

-- What staff tell the next of them about somebody; customers never see it.
create table customer_notes (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    author text not null,
    author_name text not null,
    body text not null check (body <> ''),
    is_pinned boolean not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create index customer_notes_of on customer_notes (tenant_id, customer_id, is_pinned desc, created_at desc, id desc);

-- Figures in each store, for those who may see some stores only.
create table customer_store_figures (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    store_id uuid not null,
    currency text not null,
    orders_count integer not null,
    spent_minor bigint not null,
    last_order_at timestamptz not null,
    primary key (tenant_id, customer_id, store_id, currency),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create index customer_store_figures_in on customer_store_figures (tenant_id, store_id, customer_id)
    include (currency, orders_count, spent_minor, last_order_at);

-- What people are found by. Row-level security keeps trigram and array operators away from an index (they are not
-- leakproof); comparisons of text are, so a search reads words, and looks for misspelled ones by keys that are equal
-- when two words differ by a letter or two, or only in their spelling. `source`: 0 the name, 1 the e-mail address, 2 the
-- name on an order; each word once, with the first of them.
create table customer_words (
    tenant_id uuid not null references tenants (id),
    word text collate "C" not null,
    customer_id uuid not null,
    source smallint not null,
    primary key (tenant_id, word, customer_id) include (source)
);
create index customer_words_of on customer_words (tenant_id, customer_id) include (word, source);

create table customer_word_keys (
    tenant_id uuid not null references tenants (id),
    key text collate "C" not null,
    word text collate "C" not null,
    primary key (tenant_id, key, word)
);

-- The words of a text as they are compared: lower case, without accents, apostrophes closed up (N'Diaye is ndiaye).
create function people_words(written text) returns setof text
    language sql stable parallel safe
    begin atomic
        select distinct left(w.word, 40)
          from regexp_split_to_table(
                 lower(unaccent(normalize(translate(left(written, 400), '''’‘ʼ`´', ''), nfkc))), '[^[:alnum:]]+') as w (word)
         where w.word <> '';
    end;

-- How a name sounds, roughly, whether it is spelled the French, the English or the Wolof way: Diouf and Joof, Ndiaye and
-- Njaay, Rokhaya and Roqaya are alike. Empty for what is too short to tell apart.
create function word_sound(word text) returns text
    language sql immutable parallel safe
    begin atomic
        select case when length(s.sound) >= 3 then s.sound else '' end from (select
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            translate(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(
            regexp_replace(word, '(?:oo|ou|w)', 'u', 'g'),
                '(.)\1+', '\1', 'g'),
                '(?:e|es)$', ''),
                'dj|di(?=[aeouy])', 'j', 'g'),
                'tch|ch|th?i(?=[aeouy])', 'X', 'g'),
                'gu(?=[eiy])', 'g', 'g'),
                'ph', 'f', 'g'),
            'oyzqvh', 'uiskf'),
                'kh?|c(?=[^eis]|$)|x', 'k', 'g'),
                'c', 's', 'g'),
                'gn|ni(?=[aeou])', 'n', 'g'),
                '(?:[ae]i|e)', 'e', 'g') as sound) s
         where word ~ '^[a-z]{3,30}$';
    end;

-- Keys under which a word of three letters or more is found when it is misspelled: itself, itself without one of its
-- letters, and how it sounds (after a tilde). Two words that differ by one letter share a key.
create function word_keys(word text) returns setof text
    language sql immutable parallel safe
    begin atomic
        select word where word ~ '^[^0-9]{3,24}$'
        union
        select left(word, n - 1) || substr(word, n + 1) from generate_series(1, length(word)) n
         where length(word) > 3 and word ~ '^[^0-9]{4,24}$'
        union
        select '~' || word_sound(word) where word_sound(word) <> '';
    end;

create function keep_customer_words() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from customer_words w where w.tenant_id = old.tenant_id and w.customer_id = old.id;
        return null;
    end if;
    if tg_op = 'UPDATE' then
        delete from customer_words w where w.tenant_id = new.tenant_id and w.customer_id = new.id and w.source < 2;
    end if;
    insert into customer_word_keys (tenant_id, key, word)
    select new.tenant_id, k.key, n.word
      from people_words(new.name || ' ' || split_part(new.email, '@', 1)) n (word), word_keys(n.word) k (key)
     where not exists (select from customer_words w where w.tenant_id = new.tenant_id and w.word = n.word)
     order by k.key, n.word
        on conflict do nothing;
    insert into customer_words (tenant_id, word, customer_id, source)
    select new.tenant_id, n.word, new.id, min(n.source)
      from (select p.word, 0 as source from people_words(new.name) p (word)
            union all
            select e.word, 1 from people_words(split_part(new.email, '@', 1)) e (word)) n
     group by n.word
        on conflict do nothing;
    return null;
end $$;
create trigger customers_words after insert or delete on customers
    for each row execute function keep_customer_words();
create trigger customers_words_changed after update of name, email on customers
    for each row when ((old.name, old.email) is distinct from (new.name, new.email)) execute function keep_customer_words();

do $$
declare t text;
begin
    foreach t in array array['customer_tags', 'customer_groups', 'customer_group_members', 'customer_notes',
                             'customer_store_figures', 'customer_words', 'customer_word_keys']
    loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;

-- Those who are there already.
insert into customer_words (tenant_id, word, customer_id, source)
select n.tenant_id, n.word, n.id, min(n.source)
  from (select c.tenant_id, w.word, c.id, 0 as source from customers c, people_words(c.name) w (word)
        union all
        select c.tenant_id, w.word, c.id, 1 from customers c, people_words(split_part(c.email, '@', 1)) w (word)) n
 group by n.tenant_id, n.word, n.id;
insert into customer_word_keys (tenant_id, key, word)
select w.tenant_id, k.key, w.word
  from (select distinct x.tenant_id, x.word from customer_words x) w, word_keys(w.word) k (key);
