-- Whose telephone the sandbox's prompt goes to; empty for a charge that is paid on the hosted page.
alter table sandbox_charges add column phone text not null default '';
create index sandbox_charges_prompts on sandbox_charges (tenant_id, phone, created_at desc) where phone <> '';
