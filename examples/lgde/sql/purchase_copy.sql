-- staging.purchase_copy: a day's purchases as they are.
SELECT
  p_time,
  p_uid,
  p_id,
  p_name,
  p_amount
FROM shop.purchase
WHERE dt = $day
