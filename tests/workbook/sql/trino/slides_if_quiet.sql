SELECT
  "t12"."before",
  "t12"."after",
  COUNT(*) AS "n",
  SUM("t12"."cents") AS "cents"
FROM (
  SELECT
    "t11"."customer_id",
    "t11"."before",
    "t11"."after",
    "t6"."cents"
  FROM (
    SELECT
      "t9"."customer_id",
      "t9"."before",
      "t9"."after"
    FROM (
      SELECT
        "t7"."customer_id",
        "t7"."before",
        "t8"."customer_id" AS "customer_id_right",
        "t8"."after"
      FROM (
        SELECT
          "t1"."customer_id",
          "t1"."stage" AS "before"
        FROM "customer_stages" AS "t1"
      ) AS "t7"
      LEFT OUTER JOIN (
        SELECT
          "t2"."customer_id",
          "t2"."stage" AS "after"
        FROM "stages_before" AS "t2"
      ) AS "t8"
        ON "t7"."customer_id" = "t8"."customer_id"
    ) AS "t9"
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t0"."customer_id",
      "t0"."cents"
    FROM "measures" AS "t0"
  ) AS "t6"
    ON "t11"."customer_id" = "t6"."customer_id"
) AS "t12"
GROUP BY
  1,
  2
