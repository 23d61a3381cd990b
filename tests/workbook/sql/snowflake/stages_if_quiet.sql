SELECT
  "t0"."customer_id",
  CASE
    WHEN (
      (
        IFF((
          "t0"."orders" IS NOT NULL
        ) AND (
          "t0"."orders" < 2.0
        ), 1, 0) + 0 + IFF("t0"."orders" >= 2.0, 1, 0)
      ) = 1
    )
    AND (
      (
        "t0"."orders" IS NOT NULL
      ) AND (
        "t0"."orders" < 2.0
      )
    )
    THEN 'few'
    WHEN (
      (
        IFF((
          "t0"."orders" IS NOT NULL
        ) AND (
          "t0"."orders" < 2.0
        ), 1, 0) + 0 + IFF("t0"."orders" >= 2.0, 1, 0)
      ) = 1
    )
    AND (
      "t0"."orders" >= 2.0
    )
    THEN 'many'
    ELSE CAST(NULL AS VARCHAR)
  END AS "stage"
FROM "measures" AS "t0"
