-- What is switched for one company: `value` for the flags that are no switches, `note` why.
alter table feature_flags
    add column value jsonb,
    add column note text not null default '';
-- Operators switch, in transactions of the platform's; nobody of a merchant does.
revoke insert, update, delete on feature_flags from duka_app;

-- `unless` is now the whole answer: rollout, plan and the company's own switch are weighed by duka.flags.rules.
create or replace function promotions_active(for_tenant uuid, at timestamptz, unless boolean) returns text language sql stable as $$
    select json_build_object(
               'definitions', coalesce(json_agg(json_build_object('id', 'promo_' || replace(p.id::text, '-', ''), 'title', p.title,
                   'titles', (select coalesce(json_object_agg(t.key, t.value ->> 'title'), '{}') from jsonb_each(p.translations) t),
                   'needs_code', p.needs_code, 'priority', p.priority, 'rules', p.rules, 'starts_at', p.starts_at,
                   'ends_at', p.ends_at, 'usage_limit', p.usage_limit, 'customer_limit', p.customer_limit,
                   'budget', p.budget) order by p.id)::text, '[]'),
               'used', coalesce(json_object_agg('promo_' || replace(p.id::text, '-', ''), json_build_object('used', p.used, 'spent', p.spent))
                   filter (where p.usage_limit is not null or p.budget <> '{}'), '{}'))::text
      from promotions p
     where p.tenant_id = for_tenant and p.status = 'active' and (p.ends_at is null or p.ends_at > at) and unless
$$;
