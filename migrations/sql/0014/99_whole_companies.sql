-- After everything else of this revision: triggers that follow a row keep still while a whole company comes or goes, and rows that the
-- platform's role could not delete can be deleted with their company. A test says when a later revision forgets a table.
do $$
declare t record;
declare written text;
begin
    for t in select g.oid, g.tgname, c.relname
             from pg_trigger g join pg_class c on c.oid = g.tgrelid
             join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
             where not g.tgisinternal and g.tgtype & 12 <> 0
               and g.tgname not in ('ledger_must_balance', 'goes_with_its_company')
               and pg_get_triggerdef(g.oid) !~ 'is_whole_company\(\)'
    loop
        written := replace(pg_get_triggerdef(t.oid), 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER');
        if written ~ ' WHEN \(' then
            written := regexp_replace(written, ' WHEN \((.*)\) EXECUTE FUNCTION ', ' WHEN ((\1) and not is_whole_company()) EXECUTE FUNCTION ');
        else
            written := replace(written, ' EXECUTE FUNCTION ', ' WHEN (not is_whole_company()) EXECUTE FUNCTION ');
        end if;
        execute written;
    end loop;
    for t in select c.relname from pg_class c
             join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'tenant_deletions'
               and not has_table_privilege('duka_platform', c.oid, 'DELETE')
    loop
        -- What the application deletes as it likes is not final.
        if not has_table_privilege('duka_app', quote_ident(t.relname), 'DELETE') then
            execute format('create trigger goes_with_its_company after delete on %I referencing old table as gone '
                           'for each statement execute function goes_with_its_company()', t.relname);
        end if;
        execute format('grant delete on %I to duka_platform', t.relname);
    end loop;
    for t in select c.relname from pg_class c
             join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'tenant_deletions'
    loop
        execute format('grant select, insert on %I to duka_platform', t.relname);
    end loop;
end $$;
