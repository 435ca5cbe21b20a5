-- Shelves with a warning level: the start page asks which of them are at it.
create index stock_levels_warned on stock_levels (tenant_id, location_id) where low_at > 0;
