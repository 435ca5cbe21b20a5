-- Written by the transaction that did it, with what was there before and after (each: changed fields only).
alter table audit_log
    add column kind text not null default '',
    add column actor_name text not null default '',
    add column origin text not null default '',
    add column before jsonb,
    add column after jsonb;
create index audit_log_recent on audit_log (tenant_id, at desc, id desc);
create index audit_log_kind on audit_log (tenant_id, kind, at desc, id desc);
create index audit_log_actor on audit_log (tenant_id, actor, at desc, id desc);
