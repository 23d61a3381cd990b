SELECT
  "t0"."frequency",
  "t0"."active_days",
  "t0"."observed_days",
  COUNT(*) AS "n"
FROM "histories" AS "t0"
GROUP BY
  1,
  2,
  3
