do $$
declare name text;
begin
    foreach name in array array['setting_versions', 'appearance_drafts'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', name);
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant_border on %I
            using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
            with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', name);
    end loop;
end $$;
grant select, insert on setting_versions to duka_app;
grant select, insert, update, delete on setting_versions to duka_platform;
grant select, insert, update, delete on appearance_drafts to duka_app, duka_platform;
