{% snapshot customers_history %}
{{ config(target_schema='history', unique_key='id', strategy='check', check_cols=['region']) }}
select * from {{ source('raw', 'customers') }}
{% endsnapshot %}
