SELECT
  "t7"."group",
  COUNT(*) AS "n",
  SUM("t7"."cents") AS "cents"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."customer_id",
      "t4"."cents",
      "t5"."group"
    FROM (
      SELECT
        "t0"."customer_id",
        "t0"."cents"
      FROM "measures" AS "t0"
    ) AS "t4"
    INNER JOIN (
      SELECT
        "t1"."customer_id",
        "t1"."stage" AS "group"
      FROM "customer_stages" AS "t1"
    ) AS "t5"
      ON "t4"."customer_id" = "t5"."customer_id"
  ) AS "t6"
  WHERE
    "t6"."group" IS NOT NULL
) AS "t7"
GROUP BY
  1
