-- mart.session(D): for each user of the day the logins, and the seconds of sessions that a logout closed.
--
-- In the order of a_time, login before logout on a tie, a logout closes the latest login since which there was no logout: that is
-- the row just before it, if that is a login. Every other logout is ignored. The partition is one day, so nothing is paired
-- across midnight. An open login adds 0 seconds and counts.
WITH ordered AS (
  SELECT
    a_uid,
    a_id,
    CAST(a_time AS BIGINT) AS at,
    lag(a_id) OVER (PARTITION BY a_uid ORDER BY CAST(a_time AS BIGINT), CASE WHEN a_id = 'login' THEN 0 ELSE 1 END) AS id_before,
    lag(CAST(a_time AS BIGINT)) OVER (PARTITION BY a_uid ORDER BY CAST(a_time AS BIGINT), CASE WHEN a_id = 'login' THEN 0 ELSE 1 END) AS at_before
  FROM shop.access
  WHERE dt = $day AND a_uid IS NOT NULL AND a_id IN ('login', 'logout')
)
SELECT
  a_uid AS d_uid,
  count(CASE WHEN a_id = 'login' THEN 1 END) AS d_logins,
  CAST(coalesce(sum(CASE WHEN a_id = 'logout' AND id_before = 'login' THEN CAST(at - at_before AS DECIMAL(20, 0)) END), 0) AS BIGINT) AS d_seconds
FROM ordered
GROUP BY a_uid
