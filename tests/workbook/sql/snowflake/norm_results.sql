SELECT
  COUNT(*) AS "rows",
  MAX(
    IFF(
      "t1"."at" < TIMESTAMP_FROM_PARTS(2018, 1, 1, 0, 0, 0, 0),
      (
        (
          CAST(DATE_PART(year, "t1"."at") AS BIGINT) * 4
        ) + CAST(DATE_PART(quarter, "t1"."at") AS BIGINT)
      ) - 1,
      NULL
    )
  ) AS "last",
  COALESCE(SUM(CAST("t1"."fault_0" AS BIGINT)), 0) AS "fault_0",
  COALESCE(SUM(CAST("t1"."fault_1" AS BIGINT)), 0) AS "fault_1",
  COALESCE(SUM(CAST("t1"."fault_2" AS BIGINT)), 0) AS "fault_2",
  COALESCE(SUM(CAST("t1"."fault_3" AS BIGINT)), 0) AS "fault_3",
  COALESCE(SUM(CAST("t1"."fault_4" AS BIGINT)), 0) AS "fault_4",
  COALESCE(SUM(CAST("t1"."fault_5" AS BIGINT)), 0) AS "fault_5",
  MIN(IFF("t1"."fault_0", "t1"."customer_id", NULL)) AS "who_fault_0",
  MIN(IFF("t1"."fault_1", "t1"."customer_id", NULL)) AS "who_fault_1",
  MIN(IFF("t1"."fault_2", "t1"."customer_id", NULL)) AS "who_fault_2",
  MIN(IFF("t1"."fault_3", "t1"."customer_id", NULL)) AS "who_fault_3",
  MIN(IFF("t1"."fault_4", "t1"."customer_id", NULL)) AS "who_fault_4",
  MIN(IFF("t1"."fault_5", "t1"."customer_id", NULL)) AS "who_fault_5"
FROM (
  SELECT
    "t0"."customer_id",
    "t0"."norm",
    "t0"."n",
    "t0"."met",
    "t0"."at",
    COALESCE(
      (
        "t0"."customer_id" IS NULL
      )
      OR (
        "t0"."at" IS NULL
      )
      OR (
        "t0"."norm" IS NULL
      )
      OR (
        "t0"."n" IS NULL
      )
      OR (
        "t0"."met" IS NULL
      ),
      FALSE
    ) AS "fault_0",
    COALESCE((
      "t0"."n" <> "t0"."n"
    ) OR (
      "t0"."met" <> "t0"."met"
    ), FALSE) AS "fault_1",
    COALESCE("t0"."n" < 0, FALSE) AS "fault_2",
    COALESCE("t0"."met" < 0, FALSE) AS "fault_3",
    COALESCE("t0"."met" > "t0"."n", FALSE) AS "fault_4",
    COALESCE(NOT (
      "t0"."norm" IN ('on time', 'cancelled')
    ), FALSE) AS "fault_5"
  FROM "service" AS "t0"
) AS "t1";

SELECT
  "t2"."customer_id",
  "t2"."quarter",
  "t2"."norm",
  "t2"."n",
  "t2"."met",
  CAST(IFF("t2"."norm" IN ('cancelled'), "t2"."n" - "t2"."met", "t2"."met") AS DOUBLE) / CAST("t2"."n" AS DOUBLE) AS "share",
  "t2"."n" >= CASE
    WHEN "t2"."norm" = 'on time'
    THEN 10
    WHEN "t2"."norm" = 'cancelled'
    THEN 10
    ELSE NULL
  END AS "judged",
  IFF(
    "t2"."n" >= CASE
      WHEN "t2"."norm" = 'on time'
      THEN 10
      WHEN "t2"."norm" = 'cancelled'
      THEN 10
      ELSE NULL
    END,
    CAST((
      (
        "t2"."n" - "t2"."met"
      ) * 1000000
    ) <= (
      "t2"."n" * CASE
        WHEN "t2"."norm" = 'on time'
        THEN 50000
        WHEN "t2"."norm" = 'cancelled'
        THEN 20000
        ELSE NULL
      END
    ) AS BIGINT),
    CAST(NULL AS BIGINT)
  ) AS "kept"
FROM (
  SELECT
    "t1"."customer_id",
    "t1"."norm",
    (
      (
        CAST(DATE_PART(year, "t1"."at") AS BIGINT) * 4
      ) + CAST(DATE_PART(quarter, "t1"."at") AS BIGINT)
    ) - 1 AS "quarter",
    SUM("t1"."n") AS "n",
    SUM("t1"."met") AS "met"
  FROM (
    SELECT
      *
    FROM "service" AS "t0"
    WHERE
      "t0"."at" < TIMESTAMP_FROM_PARTS(2018, 1, 1, 0, 0, 0, 0)
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2"
WHERE
  "t2"."n" > 0
