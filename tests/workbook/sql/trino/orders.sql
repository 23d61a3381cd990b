SELECT
  "t2"."customer_id",
  "t2"."day",
  "t2"."cents",
  CAST("t2"."cents" > 0 AS BIGINT) AS "bought"
FROM (
  SELECT
    "t1"."customer_id",
    "t1"."order_id",
    IF("t1"."order_id" IS NULL, "t1"."day", CAST(NULL AS DATE)) AS "loose",
    MIN("t1"."day") AS "day",
    SUM("t1"."cents") AS "cents"
  FROM (
    SELECT
      "t0"."customer_id",
      "t0"."ordered_at",
      "t0"."order_id",
      "t0"."product_group",
      CAST(ROUND("t0"."amount" * 100, 0) AS BIGINT) AS "cents",
      DATE("t0"."ordered_at") AS "day"
    FROM "transactions" AS "t0"
    WHERE
      "t0"."customer_id" IS NOT NULL
      AND "t0"."ordered_at" < CAST(FROM_ISO8601_TIMESTAMP('2018-01-01T00:00:00') AS TIMESTAMP)
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2"
