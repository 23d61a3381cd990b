SELECT
  COUNT(*) AS "CountStar(measures)"
FROM "measures" AS "t0";

SELECT
  *
FROM (
  SELECT
    "t2".*
    EXCLUDE ("place")
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
        ROW_NUMBER() OVER (ORDER BY "t0"."customer_id" ASC) - 1 AS "place"
      FROM "measures" AS "t0"
    ) AS "t1"
    WHERE
      (
        "t1"."place" % 1
      ) = 0
  ) AS "t2"
) AS "t3"
ORDER BY
  "t3"."customer_id" ASC
