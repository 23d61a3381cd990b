SELECT
  "t6"."before",
  "t6"."after",
  COUNT(*) AS "n"
FROM (
  SELECT
    "t4"."customer_id",
    "t4"."before",
    "t5"."after"
  FROM (
    SELECT
      "t0"."customer_id",
      "t0"."stage" AS "before"
    FROM "stages_before" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."customer_id",
      "t1"."stage" AS "after"
    FROM "customer_stages" AS "t1"
  ) AS "t5"
    ON "t4"."customer_id" = "t5"."customer_id"
) AS "t6"
GROUP BY
  1,
  2
