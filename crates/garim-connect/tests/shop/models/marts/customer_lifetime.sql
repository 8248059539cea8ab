with orders as (select * from {{ ref('stg_orders') }}),
ranked as (select *, row_number() over (partition by customer_id order by placed_on desc) as rn from orders),
last_orders as (select customer_id, placed_on as last_placed, price as last_price from ranked where rn = 1)
select c.*, l.last_placed, l.last_price, coalesce(t.total, 0) as total
from {{ ref('stg_customers') }} c
left join last_orders l using (customer_id)
left join (select customer_id, sum(price) as total from orders group by 1) t on t.customer_id = c.customer_id
