select region, 'new' as kind, count(*) as people from {{ ref('customer_lifetime') }} where joined_on >= '2026-02-01' group by region
union all
select region, 'old', count(*) from {{ ref('customer_lifetime') }} where joined_on < '2026-02-01' group by region
