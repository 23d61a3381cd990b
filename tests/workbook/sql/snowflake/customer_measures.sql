SELECT
  "t10"."customer_id",
  DATEDIFF(DAY, "t10"."first", DATE_FROM_PARTS(2018, 1, 1)) AS "age_days",
  DATEDIFF(DAY, "t10"."last", DATE_FROM_PARTS(2018, 1, 1)) AS "recency_days",
  COALESCE("t10"."orders", 0) AS "orders",
  COALESCE("t10"."cents", 0) AS "cents",
  CAST(COALESCE("t10"."cents", 0) AS DOUBLE) / 100 AS "value",
  COALESCE("t6"."breadth", 0) AS "breadth",
  "t10"."purchases",
  "t10"."spent"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t7"."customer_id",
      MIN(IFF("t7"."bought" = 1, "t7"."day", NULL)) AS "first",
      MAX(IFF("t7"."bought" = 1, "t7"."day", NULL)) AS "last",
      SUM(IFF("t7"."day" >= DATE_FROM_PARTS(2017, 10, 3), "t7"."bought", NULL)) AS "orders",
      SUM(IFF("t7"."day" >= DATE_FROM_PARTS(2017, 10, 3), "t7"."cents", NULL)) AS "cents",
      SUM("t7"."bought") AS "purchases",
      SUM("t7"."cents") AS "spent"
    FROM (
      SELECT
        "t4"."customer_id",
        "t4"."day",
        "t4"."cents",
        CAST("t4"."cents" > 0 AS BIGINT) AS "bought"
      FROM (
        SELECT
          "t1"."customer_id",
          "t1"."order_id",
          IFF("t1"."order_id" IS NULL, "t1"."day", CAST(NULL AS DATE)) AS "loose",
          MIN("t1"."day") AS "day",
          SUM("t1"."cents") AS "cents"
        FROM (
          SELECT
            "t0"."customer_id",
            "t0"."ordered_at",
            "t0"."order_id",
            "t0"."product_group",
            CAST(ROUND("t0"."amount" * 100, 0) AS BIGINT) AS "cents",
            TO_DATE("t0"."ordered_at") AS "day"
          FROM "transactions" AS "t0"
          WHERE
            "t0"."customer_id" IS NOT NULL
            AND "t0"."ordered_at" < TIMESTAMP_FROM_PARTS(2018, 1, 1, 0, 0, 0, 0)
        ) AS "t1"
        GROUP BY
          1,
          2,
          3
      ) AS "t4"
    ) AS "t7"
    GROUP BY
      1
  ) AS "t8"
  WHERE
    "t8"."first" IS NOT NULL
) AS "t10"
LEFT OUTER JOIN (
  SELECT
    "t3"."customer_id",
    COUNT(*) AS "breadth"
  FROM (
    SELECT
      "t2"."customer_id",
      "t2"."product_group"
    FROM (
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
        AND "t0"."ordered_at" >= TIMESTAMP_FROM_PARTS(2017, 10, 3, 0, 0, 0, 0)
        AND CAST(ROUND("t0"."amount" * 100, 0) AS BIGINT) > 0
        AND "t0"."product_group" IS NOT NULL
    ) AS "t2"
    GROUP BY
      1,
      2
  ) AS "t3"
  GROUP BY
    1
) AS "t6"
  ON "t10"."customer_id" = "t6"."customer_id"
