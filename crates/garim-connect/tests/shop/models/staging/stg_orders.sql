select id as order_id, customer_id, {{ won('price') }} as price, placed as placed_on, state from {{ source('raw', 'orders') }}
