{{ config(materialized='incremental', unique_key='placed_on') }}
select placed_on, count(distinct customer_id) as buyers, sum(price) as revenue,
  sum(case when state = 'paid' then price else 0 end) as paid
from {{ ref('stg_orders') }}
{% if is_incremental() %} where placed_on >= (select max(placed_on) from {{ this }}) {% endif %}
group by placed_on
