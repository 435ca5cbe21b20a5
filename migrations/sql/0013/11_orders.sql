-- When the sweeper last tried to give up an order that nobody paid: one that it can't give up yet does not hold up the others.
alter table orders add column swept_at timestamptz;
