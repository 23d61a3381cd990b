SELECT
  "t0"."customer_id",
  CASE
    WHEN (
      "t0"."value" IS NOT NULL
    )
    AND NOT (
      "t0"."value" = CAST('NaN' AS DOUBLE)
    )
    AND (
      "t0"."value" >= 20.0
    )
    AND TRUE
    THEN 'high'
    WHEN (
      "t0"."value" IS NOT NULL
    )
    AND NOT (
      "t0"."value" = CAST('NaN' AS DOUBLE)
    )
    AND TRUE
    AND (
      "t0"."value" < 20.0
    )
    THEN 'low'
    ELSE CAST(NULL AS VARCHAR)
  END AS "segment"
FROM "measures" AS "t0"
