SELECT
  "t0"."customer_id",
  CASE
    WHEN (
      (
        IF((
          "t0"."orders" IS NOT NULL
        ) AND (
          "t0"."orders" < CAST(2.0 AS DOUBLE)
        ), 1, 0) + 0 + IF("t0"."orders" >= CAST(2.0 AS DOUBLE), 1, 0)
      ) = 1
    )
    AND (
      (
        "t0"."orders" IS NOT NULL
      ) AND (
        "t0"."orders" < CAST(2.0 AS DOUBLE)
      )
    )
    THEN 'few'
    WHEN (
      (
        IF((
          "t0"."orders" IS NOT NULL
        ) AND (
          "t0"."orders" < CAST(2.0 AS DOUBLE)
        ), 1, 0) + 0 + IF("t0"."orders" >= CAST(2.0 AS DOUBLE), 1, 0)
      ) = 1
    )
    AND (
      "t0"."orders" >= CAST(2.0 AS DOUBLE)
    )
    THEN 'many'
    ELSE CAST(NULL AS VARCHAR)
  END AS "stage"
FROM "measures" AS "t0"
