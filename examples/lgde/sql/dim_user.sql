-- mart.dim_user(D) = mart.dim_user(D-1) ∪ users in access(D) ∪ users in purchase(D).
--
-- NULL joins nothing: yesterday's rows without a user (guests' purchases, people who were erased) are carried as they are, and
-- today's purchases without a user become one new row, so that AR = Σ DR. Logins without a user are in nothing.
-- Sums go through DECIMAL because BIGINT wraps where it overflows; the cast back fails instead.
WITH yesterday AS (
  SELECT d_uid, d_name, d_gender, d_acount, d_pamount, d_pcount, d_first_access, d_first_purchase
  FROM mart.dim_user
  WHERE dt = $previous_day
),
accessed AS (
  SELECT
    a_uid,
    count(CASE WHEN a_id = 'login' THEN 1 END) AS logins,
    CAST(min(CAST(a_time AS BIGINT)) AS VARCHAR) AS first_access
  FROM shop.access
  WHERE dt = $day AND a_uid IS NOT NULL
  GROUP BY a_uid
),
bought AS (
  SELECT
    p_uid,
    count(*) AS purchases,
    coalesce(sum(CAST(p_amount AS DECIMAL(20, 0))), 0) AS amount,
    CASE WHEN p_uid IS NOT NULL THEN CAST(min(CAST(p_time AS BIGINT)) AS VARCHAR) END AS first_purchase
  FROM shop.purchase
  WHERE dt = $day
  GROUP BY p_uid
),
today AS (
  SELECT u_id, u_name, u_gender
  FROM shop.user
  WHERE dt = $day
)
SELECT
  coalesce(y.d_uid, a.a_uid, p.p_uid) AS d_uid,
  coalesce(u.u_name, y.d_name) AS d_name,
  coalesce(u.u_gender, y.d_gender) AS d_gender,
  coalesce(y.d_acount, 0) + coalesce(a.logins, 0) AS d_acount,
  CAST(coalesce(CAST(y.d_pamount AS DECIMAL(20, 0)), 0) + coalesce(p.amount, 0) AS BIGINT) AS d_pamount,
  coalesce(y.d_pcount, 0) + coalesce(p.purchases, 0) AS d_pcount,
  coalesce(y.d_first_access, a.first_access) AS d_first_access,
  coalesce(y.d_first_purchase, p.first_purchase) AS d_first_purchase
FROM yesterday y
FULL OUTER JOIN accessed a ON y.d_uid = a.a_uid
FULL OUTER JOIN bought p ON coalesce(y.d_uid, a.a_uid) = p.p_uid
LEFT OUTER JOIN today u ON coalesce(y.d_uid, a.a_uid, p.p_uid) = u.u_id
