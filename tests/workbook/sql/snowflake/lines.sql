SELECT
  "t0"."customer_id",
  "t0"."ordered_at",
  "t0"."order_id",
  "t0"."product_group",
  CAST(ROUND("t0"."amount" * 100, 0) AS BIGINT) AS "cents"
FROM "transactions" AS "t0"
WHERE
  "t0"."customer_id" IS NOT NULL
  AND "t0"."ordered_at" < TIMESTAMP_FROM_PARTS(2018, 1, 1, 0, 0, 0, 0)
