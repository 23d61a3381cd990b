SELECT
  CAST(FLOOR(CAST("t1"."place" * 100 AS DOUBLE) / "t1"."every") AS BIGINT) + 1 AS "step",
  SUM("t1"."cents") AS "cents",
  COUNT(*) AS "n"
FROM (
  SELECT
    "t0"."cents",
    ROW_NUMBER() OVER (ORDER BY "t0"."cents" DESC, "t0"."customer_id" ASC) - 1 AS "place",
    COUNT(*) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "every"
  FROM "measures" AS "t0"
) AS "t1"
GROUP BY
  1
