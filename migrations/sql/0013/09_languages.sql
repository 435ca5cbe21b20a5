-- The language that the goods' own columns are written in; `translations` hold the others. All stores of a tenant have the same.
alter table stores add column source_locale text not null default '';
create function keep_source_locale() returns trigger language plpgsql as $$
begin
    if new.source_locale = '' then
        new.source_locale := coalesce(
            (select s.source_locale from stores s where s.tenant_id = new.tenant_id and s.source_locale <> ''
              order by s.created_at, s.id limit 1), new.default_locale);
    end if;
    return new;
end $$;
create trigger stores_source_locale before insert on stores for each row execute function keep_source_locale();

-- In which languages a text is looked for before the original is shown: what was asked and its parents (fr-SN, fr), the
-- store's own and its parents. Where the original's language comes up, nothing beyond it is asked. The twin of
-- `kernel.languages.chain`; a test holds them together.
create function language_chain(asked text, own text, source text) returns text[]
    language plpgsql immutable parallel safe as $$
declare
    step text;
    found text[] := '{}';
begin
    foreach step in array array[asked, own] loop
        step := replace(coalesce(step, ''), '_', '-');
        while step <> '' loop
            if step = source then
                return found;
            end if;
            if not step = any(found) then
                found := found || step;
            end if;
            if step = split_part(source, '-', 1) then
                return found;
            end if;
            step := case when position('-' in step) > 0 then regexp_replace(step, '-[^-]*$', '') else '' end;
        end loop;
    end loop;
    return found;
end $$;

-- A text in the first of these languages that has it, else the original. The twin of `kernel.languages.said`.
create function said(translations jsonb, languages text[], path text[], original text) returns text
    language plpgsql immutable parallel safe as $$
declare
    language text;
    found text;
begin
    if translations is null or translations = '{}' or languages is null then
        return original;
    end if;
    foreach language in array languages loop
        found := translations #>> (array[language] || path);
        if found <> '' then
            return found;
        end if;
    end loop;
    return original;
end $$;

-- The kept parts of a card (`products.card`, `product_images.card`) as another language has them.
create function card_said(card text, name text, original text, translated text) returns text
    language sql immutable parallel safe
    return case when translated is null or translated = original then card
                else replace(card, '"' || name || '":' || to_json(original)::text || ',',
                             '"' || name || '":' || to_json(translated)::text || ',') end;

-- What a variant is called: its option values as another language has them.
create function variant_said(options jsonb, option_values text[], languages text[], original text) returns text
    language plpgsql immutable parallel safe as $$
begin
    if cardinality(languages) = 0 or languages is null or options = '[]' or original = '' then
        return original;
    end if;
    return coalesce((
        select string_agg(said(o.option -> 'translations', languages, array['values', v.value], v.value), ' / ' order by v.place)
          from unnest(option_values) with ordinality v (value, place)
          join jsonb_array_elements(options) with ordinality o (option, place) on o.place = v.place), original);
end $$;

-- Texts that stand beside a picture, in other languages.
alter table product_images add column translations jsonb not null default '{}';

-- Pages that a merchant writes. `body` is Markdown.
create table pages (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    slug text not null,
    title text not null,
    body text not null default '',
    seo_title text not null default '',
    seo_description text not null default '',
    translations jsonb not null default '{}',
    is_visible boolean not null default false,
    in_footer boolean not null default true,
    position integer not null default 0,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create index pages_order on pages (tenant_id, store_id, position, id);
-- Every slug that a page of a store has or had, in any language.
create table page_slugs (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    slug text not null,
    page_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, store_id, slug),
    foreign key (tenant_id, page_id) references pages (tenant_id, id) on delete cascade
);
create index page_slugs_of on page_slugs (tenant_id, page_id);

-- How far each thing is translated, one narrow row a thing and language, kept by triggers whoever writes. The row of no
-- language ('') is the thing itself: what it is called and how many texts it has. `marks`: field → {source, text: hashes of
-- both when the text was last written; at, by}. A text is outdated while its original's hash is another than its mark's.
create table text_states (
    tenant_id uuid not null references tenants (id),
    kind text not null,
    thing_id uuid not null,
    locale text not null,
    title text collate "C" not null default '',
    is_live boolean not null default true,
    texts integer not null,
    translated integer not null default 0,
    outdated integer not null default 0,
    marks jsonb not null default '{}',
    primary key (tenant_id, kind, thing_id, locale)
);
create index text_states_titles on text_states (tenant_id, kind, title, thing_id) where locale = '' and is_live;
create index text_states_locale on text_states (tenant_id, locale, kind);

-- A file of translations that somebody brought: looked at first, then applied by a job, each thing in a transaction of its own.
create table translation_runs (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    locale text not null,
    file_name text not null,
    format text not null check (format in ('xliff', 'csv', 'xlsx')),
    caller jsonb not null,
    started_by text not null,
    status text not null default 'looked_at' check (status in ('looked_at', 'running', 'finished')),
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id)
);
create index translation_runs_recent on translation_runs (tenant_id, created_at desc, id desc);
create table translation_rows (
    tenant_id uuid not null references tenants (id),
    run_id uuid not null,
    place integer not null,
    kind text not null,
    thing_id uuid,
    field text not null,
    title text not null default '',
    source text not null default '',
    text text not null,
    before text not null default '',
    outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'refused', 'written')),
    message text not null default '',
    primary key (tenant_id, run_id, place),
    foreign key (tenant_id, run_id) references translation_runs (tenant_id, id) on delete cascade
);
create index translation_rows_outcome on translation_rows (tenant_id, run_id, outcome, place);

do $$
declare t text;
begin
    foreach t in array array['pages', 'page_slugs', 'text_states', 'translation_runs', 'translation_rows'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
