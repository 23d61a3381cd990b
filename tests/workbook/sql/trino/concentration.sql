SELECT
  COUNT(*) AS "CountStar(measures)"
FROM "measures" AS "t0";

SELECT
  CAST(FLOOR(CAST("t1"."place" * 2 AS DOUBLE) / 2) AS BIGINT) + 1 AS "step",
  SUM("t1"."cents") AS "cents",
  COUNT(*) AS "n"
FROM (
  SELECT
    "t0"."cents",
    ROW_NUMBER() OVER (ORDER BY "t0"."cents" DESC, "t0"."customer_id" ASC) - 1 AS "place"
  FROM "measures" AS "t0"
) AS "t1"
GROUP BY
  1
