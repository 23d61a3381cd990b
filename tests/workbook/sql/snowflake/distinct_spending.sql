SELECT
  "t2"."frequency",
  "t2"."step",
  "t2"."band",
  COUNT(*) AS "n",
  SUM("t2"."cents_again") AS "cents"
FROM (
  SELECT
    "t1"."customer_id",
    "t1"."frequency",
    "t1"."active_days",
    "t1"."observed_days",
    "t1"."cents_again",
    "t1"."step",
    CAST(FLOOR((
      "t1"."cents_again"
    ) / (
      "t1"."step"
    )) AS BIGINT) AS "band"
  FROM (
    SELECT
      "t0"."customer_id",
      "t0"."frequency",
      "t0"."active_days",
      "t0"."observed_days",
      "t0"."cents_again",
      CASE
        WHEN "t0"."cents_again" < 1000
        THEN 1
        WHEN "t0"."cents_again" < 10000
        THEN 10
        WHEN "t0"."cents_again" < 100000
        THEN 100
        WHEN "t0"."cents_again" < 1000000
        THEN 1000
        WHEN "t0"."cents_again" < 10000000
        THEN 10000
        WHEN "t0"."cents_again" < 100000000
        THEN 100000
        WHEN "t0"."cents_again" < 1000000000
        THEN 1000000
        WHEN "t0"."cents_again" < 10000000000
        THEN 10000000
        WHEN "t0"."cents_again" < 100000000000
        THEN 100000000
        WHEN "t0"."cents_again" < 1000000000000
        THEN 1000000000
        WHEN "t0"."cents_again" < 10000000000000
        THEN 10000000000
        WHEN "t0"."cents_again" < 100000000000000
        THEN 100000000000
        ELSE 1000000000000
      END AS "step"
    FROM "histories" AS "t0"
    WHERE
      "t0"."frequency" > 0
  ) AS "t1"
) AS "t2"
GROUP BY
  1,
  2,
  3
