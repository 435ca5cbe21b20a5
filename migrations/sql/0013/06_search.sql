-- Words of a product, asked of the product: what one word finds is held against the other words of a search.
create index search_words_of on search_words (tenant_id, product_id) include (word, place);

-- Keys under which a word of the goods is found when it is typed otherwise. Row-level security keeps trigram and full-text
-- operators away from an index (they are not leakproof), so these are keys that are equal: the word itself, the word without
-- one of its letters (two words that differ by one letter share such a key), and its stem in each language of the company's
-- stores (`=fr:chemis`). Words with digits and very short or long ones have none.
create table search_word_keys (
    tenant_id uuid not null references tenants (id),
    key text collate "C" not null,
    word text collate "C" not null,
    primary key (tenant_id, key, word)
);

-- The stemmers that PostgreSQL has, by the language of a locale.
create function search_stemmer(language text) returns text
    language sql immutable parallel safe
    return case language
        when 'en' then 'english' when 'fr' then 'french' when 'de' then 'german' when 'es' then 'spanish'
        when 'pt' then 'portuguese' when 'it' then 'italian' when 'nl' then 'dutch' when 'sv' then 'swedish'
        when 'da' then 'danish' when 'nb' then 'norwegian' when 'no' then 'norwegian' when 'fi' then 'finnish'
        when 'ru' then 'russian' when 'ro' then 'romanian' when 'tr' then 'turkish' when 'hu' then 'hungarian'
        when 'ar' then 'arabic' when 'id' then 'indonesian' when 'el' then 'greek' when 'ga' then 'irish'
        when 'lt' then 'lithuanian' when 'ca' then 'catalan' when 'hi' then 'hindi' end;

-- The stem of a word in a language: null where there is no stemmer, empty for a word that says nothing (the, le).
create function search_stem(word text, language text) returns text
    language sql stable parallel safe
    begin atomic
        select case when search_stemmer(language) is not null then coalesce(
            (ts_lexize(('pg_catalog.' || search_stemmer(language) || '_stem')::regdictionary, word))[1], '') end;
    end;

create function search_languages(p_tenant uuid) returns text[]
    language sql stable parallel safe
    begin atomic
        select coalesce(array_agg(distinct left(l.locale, 2)), '{}')
          from stores s cross join lateral unnest(s.locales || s.default_locale) l (locale)
         where s.tenant_id = p_tenant;
    end;

create function search_keys(word text, languages text[]) returns setof text
    language sql stable parallel safe
    begin atomic
        select word where word ~ '^[^0-9]{3,24}$'
        union
        select left(word, n - 1) || substr(word, n + 1) from generate_series(1, length(word)) n
         where word ~ '^[^0-9]{3,24}$'
        union
        select '=' || l.language || ':' || search_stem(word, l.language) from unnest(languages) l (language)
         where word ~ '^[^0-9]{3,24}$' and search_stem(word, l.language) <> '';
    end;

create function keep_search_word_keys() returns trigger language plpgsql as $$
begin
    insert into search_word_keys (tenant_id, key, word)
    select w.tenant_id, k.key, w.word
      from (select distinct a.tenant_id, a.word, search_languages(a.tenant_id) as languages from added a
             where a.word ~ '^[^0-9]{3,24}$' and not exists (
                   select from search_word_keys k
                    where k.tenant_id = a.tenant_id and k.key = a.word and k.word = a.word offset 0)) w
     cross join lateral search_keys(w.word, w.languages) k (key)
     order by k.key, w.word
        on conflict do nothing;
    return null;
end $$;
create trigger search_words_keys after insert on search_words referencing new table as added
    for each statement execute function keep_search_word_keys();

-- The keys of all words of a company anew: its stores speak another language, or words are gone. Returns how many keys.
create function search_rebuild_keys(p_tenant uuid) returns bigint language plpgsql as $$
declare counted bigint;
begin
    delete from search_word_keys k where k.tenant_id = p_tenant
       and not exists (select from search_words w where w.tenant_id = p_tenant and w.word = k.word offset 0);
    insert into search_word_keys (tenant_id, key, word)
    select p_tenant, k.key, w.word
      from (select distinct s.word from search_words s where s.tenant_id = p_tenant) w
     cross join lateral search_keys(w.word, search_languages(p_tenant)) k (key)
     order by k.key, w.word
        on conflict do nothing;
    select count(*) into counted from search_word_keys k where k.tenant_id = p_tenant;
    return counted;
end $$;

-- Which products a search finds, and at what cost (lower is better). `plan` is {words, missing, rare, most, meanings: [{n, whole,
-- start, stop, penalty, level, hits}]}: words from `start` until before `stop` are what the n-th word that was typed may mean;
-- `whole` among them costs no penalty. Meanings of level 0 are tried first, those of 1 only where these find nothing. Every
-- word must be met; where nothing has them all, as many as `missing` may lack. While the rarest word has fewer than `rare` hits
-- it is looked up and what it finds is held against the others; frequent ones are intersected. At most `most` rows are read of
-- each.
create function search_found(p_tenant uuid, plan jsonb) returns table (product_id uuid, cost integer)
    language plpgsql stable rows 200 as $$
declare
    p_n integer[];
    p_whole text[];
    p_start text[];
    p_stop text[];
    p_penalty integer[];
    p_level integer[];
    p_hits integer[];
    p_words integer := plan ->> 'words';
    p_missing integer := plan ->> 'missing';
    p_rare integer := plan ->> 'rare';
    p_most integer := plan ->> 'most';
    driver integer;
    driver_hits integer;
    met integer;
    cap integer;
    rarest integer[];
begin
    select array_agg(m.n), array_agg(m.whole), array_agg(m.start), array_agg(m.stop), array_agg(m.penalty),
           array_agg(m.level), array_agg(m.hits)
      into p_n, p_whole, p_start, p_stop, p_penalty, p_level, p_hits
      from jsonb_to_recordset(plan -> 'meanings')
           m (n integer, whole text, start text, stop text, penalty integer, level integer, hits integer);
    if p_n is null then
        return;
    end if;
    select count(*), min(h.n) filter (where h.place = 1), min(h.hits) filter (where h.place = 1)
      into met, driver, driver_hits
      from (select m.n, sum(m.hits) as hits, row_number() over (order by sum(m.hits), m.n) as place
              from unnest(p_n, p_hits, p_level) m (n, hits, level) where m.level = 0 group by m.n) h;
    if met = p_words then
        if p_words = 1 then
            return query
            select s.product_id, min(s.place + case when s.word = m.whole then 0 else m.penalty end)::integer
              from unnest(p_whole, p_start, p_stop, p_penalty, p_level) m (whole, start, stop, penalty, level)
             cross join lateral (select x.product_id, x.place, x.word from search_words x
                                  where x.tenant_id = p_tenant and x.word >= m.start and x.word < m.stop
                                  limit p_most) s
             where m.level = 0 group by s.product_id;
        elsif driver_hits >= p_rare then
            foreach cap in array array[1500, 6000, 40000] loop
                select array_agg(r.n) into rarest from (
                    select m.n from unnest(p_n, p_start, p_stop, p_level) m (n, start, stop, level)
                     cross join lateral (select count(*) as hits from (
                           select from search_words x where x.tenant_id = p_tenant and x.word >= m.start
                              and x.word < m.stop limit cap) c) c
                     where m.level = 0 group by m.n
                    having sum(c.hits) < cap or cap = 40000 order by sum(c.hits), m.n limit 2) r;
                exit when cardinality(rarest) = 2;
            end loop;
            return query
            -- grouped, and not joined: nobody can tell beforehand how many there are, and a nested loop over thousands is slow
            with held as materialized (
                select b.product_id, sum(b.cost) as cost
                  from (select m.n, s.product_id, min(s.place + case when s.word = m.whole then 0 else m.penalty end) as cost
                          from unnest(p_n, p_whole, p_start, p_stop, p_penalty, p_level)
                               m (n, whole, start, stop, penalty, level)
                         cross join lateral (select x.product_id, x.place, x.word from search_words x
                                              where x.tenant_id = p_tenant and x.word >= m.start and x.word < m.stop
                                              limit p_most) s
                         where m.level = 0 and m.n = any(rarest)
                         group by m.n, s.product_id) b
                 group by b.product_id having count(*) = 2)
            select h.product_id, (h.cost + o.cost)::integer
              from held h cross join lateral (
                   select count(*) as words, coalesce(sum(e.cost), 0) as cost from (
                       select m.n, min(w.place + case when w.word = m.whole then 0 else m.penalty end) as cost
                         from (select x.word, x.place from search_words x
                                where p_words > 2 and x.tenant_id = p_tenant and x.product_id = h.product_id offset 0) w
                         join unnest(p_n, p_whole, p_start, p_stop, p_penalty, p_level)
                              m (n, whole, start, stop, penalty, level) on w.word >= m.start and w.word < m.stop
                        where m.level = 0 and m.n <> all(rarest)
                        group by m.n) e) o
             where o.words = p_words - 2;
        else
            return query
            with held as materialized (
                select s.product_id, min(s.place + case when s.word = m.whole then 0 else m.penalty end) as cost
                  from unnest(p_n, p_whole, p_start, p_stop, p_penalty, p_level) m (n, whole, start, stop, penalty, level)
                 cross join lateral (select x.product_id, x.place, x.word from search_words x
                                      where x.tenant_id = p_tenant and x.word >= m.start and x.word < m.stop
                                      limit p_most) s
                 where m.level = 0 and m.n = driver group by s.product_id)
            select h.product_id, (h.cost + o.cost)::integer
              from held h cross join lateral (
                   select count(*) as words, coalesce(sum(e.cost), 0) as cost from (
                       select m.n, min(w.place + case when w.word = m.whole then 0 else m.penalty end) as cost
                         from (select x.word, x.place from search_words x
                                where x.tenant_id = p_tenant and x.product_id = h.product_id offset 0) w
                         join unnest(p_n, p_whole, p_start, p_stop, p_penalty, p_level)
                              m (n, whole, start, stop, penalty, level) on w.word >= m.start and w.word < m.stop
                        where m.level = 0 and m.n <> driver
                        group by m.n) e) o
             where o.words = p_words - 1;
        end if;
        if found then
            return;
        end if;
    end if;
    return query
    with drivers as materialized (
        select h.n from (select m.n, sum(m.hits) as hits from unnest(p_n, p_hits) m (n, hits) group by m.n) h
         order by h.hits, h.n limit 1 + p_missing),
    held as materialized (
        select distinct s.product_id
          from unnest(p_n, p_start, p_stop) m (n, start, stop) join drivers d on d.n = m.n
         cross join lateral (select x.product_id from search_words x
                              where x.tenant_id = p_tenant and x.word >= m.start and x.word < m.stop limit p_rare) s
         limit 3 * p_rare)
    select h.product_id, (o.cost + 1200 * (p_words - o.words))::integer
      from held h cross join lateral (
           select count(*) as words, coalesce(sum(e.cost), 0) as cost from (
               select m.n, min(w.place + case when w.word = m.whole then 0 else m.penalty end) as cost
                 from (select x.word, x.place from search_words x
                        where x.tenant_id = p_tenant and x.product_id = h.product_id offset 0) w
                 join unnest(p_n, p_whole, p_start, p_stop, p_penalty)
                      m (n, whole, start, stop, penalty) on w.word >= m.start and w.word < m.stop
                group by m.n) e) o
     where o.words >= p_words - p_missing
     order by 2 limit 500;
end $$;

-- Words that a merchant says mean the same. `words`: each finds the others; with `is_one_way` the first finds the others and
-- not the other way round. `locale` is a language (fr), or empty for all. Folded as searches are; a word may be several words.
create table search_synonyms (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    locale text not null default '',
    words text[] not null check (cardinality(words) between 2 and 20),
    is_one_way boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
);

-- Products that a merchant puts on top of what a search finds. `text` is folded; one entry a text, language and store.
create table search_pins (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    locale text not null default '',
    text text not null,
    product_ids uuid[] not null check (cardinality(product_ids) between 1 and 10),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, text, locale)
);

-- What was searched in a store, counted by day: the folded text and nothing of who searched. `empty`: how many of the searches
-- found nothing; `clicked`: how often a product was looked at from the results.
create table search_counts (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    day date not null,
    text text collate "C" not null,
    searches integer not null default 0,
    empty integer not null default 0,
    clicked integer not null default 0,
    products integer not null default 0,
    primary key (tenant_id, store_id, day, text),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create index search_counts_text on search_counts (tenant_id, store_id, text, day) include (searches, empty);

do $$
declare t text;
begin
    foreach t in array array['search_word_keys', 'search_synonyms', 'search_pins', 'search_counts'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;

-- The words that are there already.
insert into search_word_keys (tenant_id, key, word)
select w.tenant_id, k.key, w.word
  from (select x.tenant_id, x.word, search_languages(x.tenant_id) as languages
          from (select distinct s.tenant_id, s.word from search_words s) x) w
 cross join lateral search_keys(w.word, w.languages) k (key)
    on conflict do nothing;
