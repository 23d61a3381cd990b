SELECT
  COUNT(*) AS `rows`,
  MAX(
    IF(
      `t1`.`at` < DATETIME('2018-01-01T00:00:00'),
      (
        (
          CAST(EXTRACT(year FROM `t1`.`at`) AS INT64) * 4
        ) + CAST(EXTRACT(quarter FROM `t1`.`at`) AS INT64)
      ) - 1,
      NULL
    )
  ) AS `last`,
  COALESCE(SUM(CAST(`t1`.`fault_0` AS INT64)), 0) AS `fault_0`,
  COALESCE(SUM(CAST(`t1`.`fault_1` AS INT64)), 0) AS `fault_1`,
  COALESCE(SUM(CAST(`t1`.`fault_2` AS INT64)), 0) AS `fault_2`,
  COALESCE(SUM(CAST(`t1`.`fault_3` AS INT64)), 0) AS `fault_3`,
  COALESCE(SUM(CAST(`t1`.`fault_4` AS INT64)), 0) AS `fault_4`,
  COALESCE(SUM(CAST(`t1`.`fault_5` AS INT64)), 0) AS `fault_5`,
  MIN(IF(`t1`.`fault_0`, `t1`.`customer_id`, NULL)) AS `who_fault_0`,
  MIN(IF(`t1`.`fault_1`, `t1`.`customer_id`, NULL)) AS `who_fault_1`,
  MIN(IF(`t1`.`fault_2`, `t1`.`customer_id`, NULL)) AS `who_fault_2`,
  MIN(IF(`t1`.`fault_3`, `t1`.`customer_id`, NULL)) AS `who_fault_3`,
  MIN(IF(`t1`.`fault_4`, `t1`.`customer_id`, NULL)) AS `who_fault_4`,
  MIN(IF(`t1`.`fault_5`, `t1`.`customer_id`, NULL)) AS `who_fault_5`
FROM (
  SELECT
    `t0`.`customer_id`,
    `t0`.`norm`,
    `t0`.`n`,
    `t0`.`met`,
    `t0`.`at`,
    COALESCE(
      (
        `t0`.`customer_id` IS NULL
      )
      OR (
        `t0`.`at` IS NULL
      )
      OR (
        `t0`.`norm` IS NULL
      )
      OR (
        `t0`.`n` IS NULL
      )
      OR (
        `t0`.`met` IS NULL
      ),
      FALSE
    ) AS `fault_0`,
    COALESCE((
      `t0`.`n` <> `t0`.`n`
    ) OR (
      `t0`.`met` <> `t0`.`met`
    ), FALSE) AS `fault_1`,
    COALESCE(`t0`.`n` < 0, FALSE) AS `fault_2`,
    COALESCE(`t0`.`met` < 0, FALSE) AS `fault_3`,
    COALESCE(`t0`.`met` > `t0`.`n`, FALSE) AS `fault_4`,
    COALESCE(NOT (
      `t0`.`norm` IN ('on time', 'cancelled')
    ), FALSE) AS `fault_5`
  FROM `service` AS `t0`
) AS `t1`;

SELECT
  `t2`.`customer_id`,
  `t2`.`quarter`,
  `t2`.`norm`,
  `t2`.`n`,
  `t2`.`met`,
  ieee_divide(
    CAST(IF(`t2`.`norm` IN ('cancelled'), `t2`.`n` - `t2`.`met`, `t2`.`met`) AS FLOAT64),
    CAST(`t2`.`n` AS FLOAT64)
  ) AS `share`,
  `t2`.`n` >= CASE
    WHEN `t2`.`norm` = 'on time'
    THEN 10
    WHEN `t2`.`norm` = 'cancelled'
    THEN 10
    ELSE NULL
  END AS `judged`,
  IF(
    `t2`.`n` >= CASE
      WHEN `t2`.`norm` = 'on time'
      THEN 10
      WHEN `t2`.`norm` = 'cancelled'
      THEN 10
      ELSE NULL
    END,
    CAST((
      (
        `t2`.`n` - `t2`.`met`
      ) * 1000000
    ) <= (
      `t2`.`n` * CASE
        WHEN `t2`.`norm` = 'on time'
        THEN 50000
        WHEN `t2`.`norm` = 'cancelled'
        THEN 20000
        ELSE NULL
      END
    ) AS INT64),
    CAST(NULL AS INT64)
  ) AS `kept`
FROM (
  SELECT
    `t1`.`customer_id`,
    `t1`.`norm`,
    (
      (
        CAST(EXTRACT(year FROM `t1`.`at`) AS INT64) * 4
      ) + CAST(EXTRACT(quarter FROM `t1`.`at`) AS INT64)
    ) - 1 AS `quarter`,
    SUM(`t1`.`n`) AS `n`,
    SUM(`t1`.`met`) AS `met`
  FROM (
    SELECT
      *
    FROM `service` AS `t0`
    WHERE
      `t0`.`at` < DATETIME('2018-01-01T00:00:00')
  ) AS `t1`
  GROUP BY
    1,
    2,
    3
) AS `t2`
WHERE
  `t2`.`n` > 0
