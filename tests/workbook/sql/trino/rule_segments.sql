SELECT
  "t0"."customer_id",
  CASE
    WHEN (
      "t0"."value" IS NOT NULL
    )
    AND NOT (
      IS_NAN("t0"."value")
    )
    AND (
      "t0"."value" >= CAST(20.0 AS DOUBLE)
    )
    AND TRUE
    THEN 'high'
    WHEN (
      "t0"."value" IS NOT NULL
    )
    AND NOT (
      IS_NAN("t0"."value")
    )
    AND TRUE
    AND (
      "t0"."value" < CAST(20.0 AS DOUBLE)
    )
    THEN 'low'
    ELSE CAST(NULL AS VARCHAR)
  END AS "segment"
FROM "measures" AS "t0"
