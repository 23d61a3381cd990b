SELECT
  COALESCE(SUM(IFF("t0"."cents" IS NULL, "t0"."cents", GREATEST(0, "t0"."cents"))), 0) AS "Coalesce((Sum(Clip(cents, 0)), 0))"
FROM "measures" AS "t0";

SELECT
  COUNT("t1"."profile") AS "profile",
  COUNT("t1"."account_manager") AS "manager"
FROM (
  SELECT
    *
  FROM "customers" AS "t0"
) AS "t1";

SELECT
  COUNT(*) AS "n",
  SUM("t0"."cents") AS "cents"
FROM "measures" AS "t0";

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
  1;

SELECT
  "t7"."group",
  COUNT(*) AS "n",
  SUM("t7"."cents") AS "cents"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t3"."customer_id",
      "t3"."cents",
      "t5"."group"
    FROM (
      SELECT
        "t0"."customer_id",
        "t0"."cents"
      FROM "measures" AS "t0"
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t1"."customer_id",
        "t1"."segment" AS "group"
      FROM "segments" AS "t1"
      WHERE
        "t1"."segment" IS NOT NULL
    ) AS "t5"
      ON "t3"."customer_id" = "t5"."customer_id"
  ) AS "t6"
  WHERE
    "t6"."group" IS NOT NULL
) AS "t7"
GROUP BY
  1;

SELECT
  "t13"."group",
  COUNT(*) AS "n",
  SUM("t13"."cents") AS "cents"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t6"."customer_id",
      "t6"."cents",
      "t11"."group"
    FROM (
      SELECT
        "t0"."customer_id",
        "t0"."cents"
      FROM "measures" AS "t0"
    ) AS "t6"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t7"."customer_id",
          COALESCE("t8"."profile", '') AS "group"
        FROM (
          SELECT
            "t1"."customer_id"
          FROM "customer_stages" AS "t1"
        ) AS "t7"
        LEFT OUTER JOIN (
          SELECT
            *
          FROM "customers" AS "t2"
        ) AS "t8"
          ON "t7"."customer_id" = "t8"."customer_id"
      ) AS "t9"
    ) AS "t11"
      ON "t6"."customer_id" = "t11"."customer_id"
  ) AS "t12"
  WHERE
    "t12"."group" IS NOT NULL
) AS "t13"
GROUP BY
  1;

SELECT
  "t13"."group",
  COUNT(*) AS "n",
  SUM("t13"."cents") AS "cents"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."customer_id",
      "t4"."cents",
      "t11"."group"
    FROM (
      SELECT
        "t0"."customer_id",
        "t0"."cents"
      FROM "measures" AS "t0"
    ) AS "t4"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t8"."customer_id",
          CONCAT("t8"."tier", IFF("t5"."account_manager" IS NOT NULL, '|with', '|without')) AS "group"
        FROM (
          SELECT
            "t6"."customer_id",
            CASE
              WHEN (
                CAST("t6"."before" AS DOUBLE) / 3500.0
              ) < 0.5
              THEN 'A'
              WHEN (
                CAST("t6"."before" AS DOUBLE) / 3500.0
              ) < 1.0
              THEN 'B'
              ELSE 'B'
            END AS "tier"
          FROM (
            SELECT
              "t0"."customer_id",
              SUM(IFF("t0"."cents" IS NULL, "t0"."cents", GREATEST(0, "t0"."cents"))) OVER (
                ORDER BY "t0"."cents" DESC NULLS LAST, "t0"."customer_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) - IFF("t0"."cents" IS NULL, "t0"."cents", GREATEST(0, "t0"."cents")) AS "before"
            FROM "measures" AS "t0"
          ) AS "t6"
        ) AS "t8"
        LEFT OUTER JOIN (
          SELECT
            *
          FROM "customers" AS "t1"
        ) AS "t5"
          ON "t8"."customer_id" = "t5"."customer_id"
      ) AS "t9"
    ) AS "t11"
      ON "t4"."customer_id" = "t11"."customer_id"
  ) AS "t12"
  WHERE
    "t12"."group" IS NOT NULL
) AS "t13"
GROUP BY
  1
