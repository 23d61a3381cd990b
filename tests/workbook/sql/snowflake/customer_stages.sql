SELECT
  COUNT(*) AS "CountStar()"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t0"."customer_id",
      "t0"."age_days",
      "t0"."recency_days",
      "t0"."orders",
      "t0"."cents",
      "t0"."value",
      "t0"."breadth",
      "t0"."purchases",
      "t0"."spent",
      IFF((
        "t0"."orders" IS NOT NULL
      ) AND (
        "t0"."orders" < 2.0
      ), 1, 0) + 0 + IFF("t0"."orders" >= 2.0, 1, 0) AS "times",
      (
        "t0"."orders" IS NOT NULL
      ) AND (
        "t0"."orders" < 2.0
      ) AS "in few",
      "t0"."orders" >= 2.0 AS "in many"
    FROM "measures" AS "t0"
  ) AS "t1"
  WHERE
    "t1"."times" <> 1
) AS "t2";

SELECT
  "t0"."customer_id",
  CASE
    WHEN (
      "t0"."orders" IS NOT NULL
    ) AND (
      "t0"."orders" < 2.0
    )
    THEN 'few'
    WHEN "t0"."orders" >= 2.0
    THEN 'many'
    ELSE CAST(NULL AS VARCHAR)
  END AS "stage"
FROM "measures" AS "t0"
