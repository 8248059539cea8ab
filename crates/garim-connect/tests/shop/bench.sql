-- What people and services do beside pgbench: literals that must not be kept, a script, a failure, another schema.
create table public.customers (id int primary key, email text);
insert into public.customers values (1, 'kim@example.com');
create schema mart;
create table mart.daily as select mtime::date as day, sum(delta) as delta from public.pgbench_history group by 1;
insert into mart.daily select now()::date, count(*) from public.customers where email = 'kim@example.com';
select b.bid, sum(a.abalance) from pgbench_accounts a join pgbench_branches b using (bid) group by b.bid;
begin;
declare c cursor for select aid from pgbench_accounts where abalance > 1000;
fetch 5 from c;
commit;
