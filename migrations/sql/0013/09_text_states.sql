-- What can be translated of each kind of thing, and how far it is: `text_states` follows whoever writes.
-- A name as a part of a field: fields are paths joined by /, as in JSON Pointer (RFC 6901).
create function field_part(name text) returns text language sql immutable parallel safe
    return replace(replace(name, '~', '~0'), '/', '~1');

-- Of {locale: {…}} the texts at these paths: {locale: {field: text}}.
create function texts_at(translations jsonb, fields text[]) returns jsonb language sql immutable parallel safe
    begin atomic
        select coalesce(jsonb_object_agg(l.key, l.texts), '{}')
          from (select t.key, (select jsonb_object_agg(f.field, t.value ->> f.field)
                                 from unnest(fields) f (field) where t.value ->> f.field <> '') as texts
                  from jsonb_each(translations) t) l
         where l.texts is not null;
    end;

-- Two of {locale: {field: text}} as one.
create function texts_joined(a jsonb, b jsonb) returns jsonb language sql immutable parallel safe
    begin atomic
        select case when b = '{}' then a when a = '{}' then b else
            (select coalesce(jsonb_object_agg(l.key, coalesce(a -> l.key, '{}') || coalesce(b -> l.key, '{}')), '{}')
               from (select k.key from jsonb_object_keys(a) k (key) union select k.key from jsonb_object_keys(b) k (key)) l) end;
    end;

-- The options of a product: {field: original} and {locale: {field: text}}.
create function option_texts(options jsonb, out sources jsonb, out texts jsonb) language sql immutable parallel safe
    begin atomic
        select coalesce((select jsonb_object_agg(f.field, f.source) from (
                   select 'options/' || field_part(o.option ->> 'name') as field, o.option ->> 'name' as source
                     from jsonb_array_elements(options) o (option)
                   union all
                   select 'options/' || field_part(o.option ->> 'name') || '/' || field_part(v.value), v.value
                     from jsonb_array_elements(options) o (option),
                          jsonb_array_elements_text(o.option -> 'values') v (value)) f), '{}'),
               coalesce((select jsonb_object_agg(l.locale, l.texts) from (
                   select f.locale, jsonb_object_agg(f.field, f.text) as texts from (
                       select t.key as locale, 'options/' || field_part(o.option ->> 'name') as field, t.value ->> 'name' as text
                         from jsonb_array_elements(options) o (option), jsonb_each(coalesce(o.option -> 'translations', '{}')) t
                       union all
                       select t.key, 'options/' || field_part(o.option ->> 'name') || '/' || field_part(v.key), v.value
                         from jsonb_array_elements(options) o (option), jsonb_each(coalesce(o.option -> 'translations', '{}')) t,
                              jsonb_each_text(coalesce(t.value -> 'values', '{}')) v) f
                    where f.text <> '' group by f.locale) l), '{}');
    end;

-- {code: text} below each language as {locale: {prefix/code: text}}.
create function texts_below(translations jsonb, name text) returns jsonb language sql immutable parallel safe
    begin atomic
        select coalesce(jsonb_object_agg(l.key, l.texts), '{}')
          from (select t.key, (select jsonb_object_agg(name || '/' || field_part(v.key), v.value)
                                 from jsonb_each_text(t.value -> name) v where v.value <> '') as texts
                  from jsonb_each(translations) t where jsonb_typeof(t.value -> name) = 'object') l
         where l.texts is not null;
    end;

-- What can be translated of these things: what each is called, {field: original} and {locale: {field: text}}. The language
-- of the original is the tenant's, but for what a store says of itself (its own) and messages (theirs).
create function texts_of(tenant uuid, what text, things uuid[])
    returns table (thing_id uuid, title text, is_live boolean, sources jsonb, texts jsonb)
    language plpgsql stable as $$
begin
    if what = 'product' then
        return query select p.id, p.title, p.status <> 'archived',
            jsonb_build_object('title', p.title, 'description', p.description, 'seo_title', p.seo_title,
                               'seo_description', p.seo_description)
                || o.sources || coalesce(a.sources, '{}'),
            texts_joined(texts_joined(texts_at(p.translations, array['title', 'description', 'seo_title', 'seo_description']),
                                      o.texts),
                         case when p.attributes = '{}' then '{}' else texts_below(p.translations, 'attributes') end)
            from products p cross join option_texts(p.options) o
            left join lateral (
                select jsonb_object_agg('attributes/' || t.code, p.attributes ->> t.code) as sources from attributes t
                 where p.attributes <> '{}' and t.tenant_id = p.tenant_id and t.kind = 'text' and p.attributes ? t.code) a on true
            where p.tenant_id = tenant and p.id = any(things);
    elsif what = 'picture' then
        return query select i.id, p.title || case when i.position > 0 then ' ' || i.position + 1 else '' end,
            p.status <> 'archived', jsonb_build_object('alt', i.alt), texts_at(i.translations, array['alt'])
            from product_images i join products p on p.tenant_id = i.tenant_id and p.id = i.product_id
            where i.tenant_id = tenant and i.id = any(things);
    elsif what = 'category' then
        return query select c.id, c.name, true,
            jsonb_build_object('name', c.name, 'description', c.description, 'seo_title', c.seo_title,
                               'seo_description', c.seo_description),
            texts_at(c.translations, array['name', 'description', 'seo_title', 'seo_description'])
            from categories c where c.tenant_id = tenant and c.id = any(things);
    elsif what = 'collection' then
        return query select c.id, c.title, true,
            jsonb_build_object('title', c.title, 'description', c.description, 'seo_title', c.seo_title,
                               'seo_description', c.seo_description),
            texts_at(c.translations, array['title', 'description', 'seo_title', 'seo_description'])
            from collections c where c.tenant_id = tenant and c.id = any(things);
    elsif what = 'attribute' then
        return query select a.id, a.name, true,
            jsonb_build_object('name', a.name) || coalesce((
                select jsonb_object_agg('choices/' || field_part(c.choice), c.choice) from unnest(a.choices) c (choice)), '{}'),
            texts_joined(texts_at(a.translations, array['name']), texts_below(a.translations, 'choices'))
            from attributes a where a.tenant_id = tenant and a.id = any(things);
    elsif what = 'page' then
        return query select p.id, p.title, true,
            jsonb_build_object('title', p.title, 'body', p.body, 'seo_title', p.seo_title,
                               'seo_description', p.seo_description),
            texts_at(p.translations, array['title', 'body', 'seo_title', 'seo_description'])
            from pages p where p.tenant_id = tenant and p.id = any(things);
    elsif what = 'store' then
        return query select s.id, s.name, true, f.sources, texts_at(s.texts - s.default_locale, f.names)
            from stores s cross join lateral (
                select coalesce(jsonb_object_agg(t.key, t.value), '{}') as sources, array_agg(t.key) as names
                  from jsonb_each_text(coalesce(s.texts -> s.default_locale, '{}')) t where t.value <> '') f
            where s.tenant_id = tenant and s.id = any(things);
    elsif what = 'shipping' then
        return query select r.id, r.name, true, jsonb_build_object('name', r.name, 'description', r.description),
            texts_at(r.translations, array['name', 'description'])
            from shipping_rates r where r.tenant_id = tenant and r.id = any(things);
    elsif what = 'payment' then
        return query select m.id, m.name, true, jsonb_build_object('name', m.name, 'description', m.description),
            texts_at(m.translations, array['name', 'description'])
            from payment_methods m where m.tenant_id = tenant and m.id = any(things);
    elsif what = 'message' then
        return query select m.id, m.kind || case when m.channel = 'sms' then ' (sms)' else '' end, true,
            jsonb_build_object('subject', m.subject, 'body', m.body),
            coalesce((select jsonb_object_agg(o.locale, jsonb_build_object('subject', o.subject, 'body', o.body))
                        from mail_templates o
                       where o.tenant_id = m.tenant_id and o.store_id is not distinct from m.store_id
                         and o.channel = m.channel and o.kind = m.kind and o.locale <> m.locale), '{}')
            from mail_templates m where m.tenant_id = tenant and m.id = any(things) and m.locale = message_locale(tenant, m.store_id);
    end if;
end $$;

-- In which language a merchant's wording is the original.
create function message_locale(tenant uuid, store uuid) returns text language sql stable
    begin atomic
        select split_part(s.source_locale, '-', 1) from stores s
         where s.tenant_id = tenant and (store is null or s.id = store) order by s.created_at, s.id limit 1;
    end;

create function text_hash(text text) returns text language sql immutable parallel safe
    return left(encode(sha256(convert_to(text, 'UTF8')), 'hex'), 16);

-- Bring the states of these things up to date. Idempotent: a text that is as its mark says keeps its mark.
create function keep_text_states(tenant uuid, what text, things uuid[]) returns void language plpgsql as $$
begin
    with found as materialized (select t.* from texts_of(tenant, what, things) t),
    counted as materialized (
        select f.thing_id, f.title, f.is_live, f.texts, n.sources, n.count
          from found f cross join lateral (
              select coalesce(jsonb_object_agg(s.key, s.value), '{}') as sources, count(*)::integer as count
                from jsonb_each_text(f.sources) s where s.value <> '') n),
    own as (
        insert into text_states as o (tenant_id, kind, thing_id, locale, title, is_live, texts)
        select tenant, what, c.thing_id, '', left(lower(unaccent(c.title)), 200), c.is_live, c.count from counted c where c.count > 0
            on conflict (tenant_id, kind, thing_id, locale) do update
           set title = excluded.title, is_live = excluded.is_live, texts = excluded.texts
         where (o.title, o.is_live, o.texts) is distinct from (excluded.title, excluded.is_live, excluded.texts)),
    said as materialized (
        select c.thing_id, c.is_live, c.count, l.key as locale, m.translated, m.outdated, m.marks
          from counted c cross join jsonb_each(c.texts) l
          left join text_states o on o.tenant_id = tenant and o.kind = what and o.thing_id = c.thing_id and o.locale = l.key
          cross join lateral (
              select count(*)::integer as translated,
                     (count(*) filter (where x.mark ->> 'source' <> text_hash(x.source)))::integer as outdated,
                     jsonb_object_agg(x.field, x.mark) as marks
                from (select w.key as field, c.sources ->> w.key as source,
                             case when o.marks -> w.key ->> 'text' = text_hash(w.value) then o.marks -> w.key
                                  else jsonb_build_object('source', text_hash(c.sources ->> w.key), 'text', text_hash(w.value),
                                           'at', now(), 'by', coalesce(current_setting('app.translator', true), '')) end as mark
                        from jsonb_each_text(l.value) w where w.value <> '' and c.sources ? w.key) x) m
         where m.translated > 0),
    written as (
        insert into text_states as o (tenant_id, kind, thing_id, locale, is_live, texts, translated, outdated, marks)
        select tenant, what, s.thing_id, s.locale, s.is_live, s.count, s.translated, s.outdated, s.marks from said s
            on conflict (tenant_id, kind, thing_id, locale) do update
           set is_live = excluded.is_live, texts = excluded.texts, translated = excluded.translated,
               outdated = excluded.outdated, marks = excluded.marks
         where (o.is_live, o.texts, o.translated, o.outdated, o.marks)
               is distinct from (excluded.is_live, excluded.texts, excluded.translated, excluded.outdated, excluded.marks))
    delete from text_states o
     where o.tenant_id = tenant and o.kind = what and o.thing_id = any(things)
       and (o.locale = '' and not exists (select from counted c where c.thing_id = o.thing_id and c.count > 0)
            or o.locale <> '' and not exists (select from said s where s.thing_id = o.thing_id and s.locale = o.locale));
end $$;

-- "It is still right": these fields' texts are taken as translations of today's originals.
create function confirm_texts(tenant uuid, what text, thing uuid, language text, fields text[], who text) returns integer
    language plpgsql as $$
declare
    confirmed integer;
begin
    update text_states s
       set marks = s.marks || n.marks, outdated = s.outdated - n.count
      from (select jsonb_object_agg(m.key, m.value || jsonb_build_object('source', text_hash(t.sources ->> m.key), 'at', now(), 'by', who)) as marks,
                   count(*)::integer as count
              from texts_of(tenant, what, array[thing]) t
              join text_states o on o.tenant_id = tenant and o.kind = what and o.thing_id = t.thing_id and o.locale = language
              cross join jsonb_each(o.marks) m
             where m.key = any(fields) and t.sources ? m.key and m.value ->> 'source' <> text_hash(t.sources ->> m.key)) n
     where s.tenant_id = tenant and s.kind = what and s.thing_id = thing and s.locale = language and n.count > 0
    returning n.count into confirmed;
    return coalesce(confirmed, 0);
end $$;

-- The first argument of each trigger says what kind of thing its table holds.
create function follow_texts() returns trigger language plpgsql as $$
begin
    perform keep_text_states(new.tenant_id, tg_argv[0], array[new.id]);
    return null;
end $$;
-- Many at once: a few hundred in one go, however many a statement writes.
create function follow_new_texts() returns trigger language plpgsql as $$
declare
    chunk record;
begin
    for chunk in
        select n.tenant_id, array_agg(n.id) as ids
          from (select a.tenant_id, a.id, row_number() over (partition by a.tenant_id order by a.id) / 300 as part from added a) n
         group by n.tenant_id, n.part
    loop
        perform keep_text_states(chunk.tenant_id, tg_argv[0], chunk.ids);
    end loop;
    return null;
end $$;
create function forget_texts() returns trigger language plpgsql as $$
begin
    delete from text_states o where o.tenant_id = old.tenant_id and o.kind = tg_argv[0] and o.thing_id = old.id;
    return null;
end $$;
do $$
declare
    t record;
begin
    for t in select * from (values
        ('products', 'product', 'title, description, seo_title, seo_description, options, attributes, translations, status'),
        ('product_images', 'picture', 'alt, translations'),
        ('categories', 'category', 'name, description, seo_title, seo_description, translations'),
        ('collections', 'collection', 'title, description, seo_title, seo_description, translations'),
        ('attributes', 'attribute', 'name, choices, translations'),
        ('pages', 'page', 'title, body, seo_title, seo_description, translations'),
        ('stores', 'store', 'name, texts, default_locale'),
        ('shipping_rates', 'shipping', 'name, description, translations'),
        ('payment_methods', 'payment', 'name, description, translations')) v (tab, kind, fields) loop
        execute format('create trigger %I after insert on %I referencing new table as added for each statement '
                       'execute function follow_new_texts(%L)', t.tab || '_texts', t.tab, t.kind);
        execute format('create trigger %I after update on %I for each row when ((%s) is distinct from (%s)) '
                       'execute function follow_texts(%L)', t.tab || '_texts_changed', t.tab,
                       (select string_agg('old.' || f, ', ') from unnest(string_to_array(t.fields, ', ')) f),
                       (select string_agg('new.' || f, ', ') from unnest(string_to_array(t.fields, ', ')) f), t.kind);
        execute format('create trigger %I after delete on %I for each row execute function forget_texts(%L)',
                       t.tab || '_texts_gone', t.tab, t.kind);
    end loop;
end $$;

-- The wording of a message is a row a language: whichever changes, the original's row is looked at.
create function follow_wording() returns trigger language plpgsql as $$
declare
    place mail_templates := coalesce(new, old);
begin
    perform keep_text_states(place.tenant_id, 'message', array(
        select m.id from mail_templates m
         where m.tenant_id = place.tenant_id and m.store_id is not distinct from place.store_id
           and m.channel = place.channel and m.kind = place.kind)
        || place.id);
    return null;
end $$;
create trigger mail_templates_texts after insert or update or delete on mail_templates
    for each row execute function follow_wording();

-- What is there already: its owner sees it all for the length of this migration.
do $$
declare
    t text;
    guarded text[] := array['tenants', 'stores', 'products', 'product_images', 'categories', 'collections', 'attributes', 'pages',
        'shipping_rates', 'payment_methods', 'mail_templates', 'text_states'];
    forced text[];
begin
    select array_agg(c.relname) into forced from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relname = any(guarded) and c.relforcerowsecurity;
    foreach t in array forced loop
        execute format('alter table %I no force row level security', t);
    end loop;
    update stores s set source_locale = (
        select f.default_locale from stores f where f.tenant_id = s.tenant_id order by f.created_at, f.id limit 1);
    perform keep_text_states(w.tenant_id, 'product', w.ids)
       from (select p.tenant_id, array_agg(p.id) as ids from products p group by p.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'picture', w.ids)
       from (select i.tenant_id, array_agg(i.id) as ids from product_images i group by i.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'category', w.ids)
       from (select c.tenant_id, array_agg(c.id) as ids from categories c group by c.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'collection', w.ids)
       from (select c.tenant_id, array_agg(c.id) as ids from collections c group by c.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'attribute', w.ids)
       from (select a.tenant_id, array_agg(a.id) as ids from attributes a group by a.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'store', w.ids)
       from (select s.tenant_id, array_agg(s.id) as ids from stores s group by s.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'shipping', w.ids)
       from (select r.tenant_id, array_agg(r.id) as ids from shipping_rates r group by r.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'payment', w.ids)
       from (select m.tenant_id, array_agg(m.id) as ids from payment_methods m group by m.tenant_id) w;
    perform keep_text_states(w.tenant_id, 'message', w.ids)
       from (select m.tenant_id, array_agg(m.id) as ids from mail_templates m group by m.tenant_id) w;
    foreach t in array forced loop
        execute format('alter table %I force row level security', t);
    end loop;
end $$;
