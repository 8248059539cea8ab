with source as (select * from {{ source('raw', 'customers') }}),
renamed as (select id as customer_id, name as customer_name, lower(email) as email, region, joined as joined_on from source)
select * from renamed
