SELECT
  COUNT(*) AS `lines`,
  COALESCE(SUM(CAST(`t1`.`customer_id` IS NULL AS INT64)), 0) AS `nobody`,
  COALESCE(SUM(CAST(CAST(ROUND(`t1`.`amount` * 100, 0) AS INT64) < 0 AS INT64)), 0) AS `refund`,
  COALESCE(SUM(CAST(CAST(ROUND(`t1`.`amount` * 100, 0) AS INT64) = 0 AS INT64)), 0) AS `nothing`,
  COALESCE(SUM(CAST(`t1`.`order_id` IS NULL AS INT64)), 0) AS `no_order`,
  MAX(`t1`.`ordered_at`) AS `last`
FROM (
  SELECT
    *
  FROM `transactions` AS `t0`
  WHERE
    `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
) AS `t1`;

SELECT
  COUNT(*) AS `CountStar_transactions`
FROM `transactions` AS `t0`;

SELECT
  COALESCE(SUM(`t2`.`times` - 1), 0) AS `Coalesce_Sum_Subtract_times_1_0`
FROM (
  SELECT
    `t1`.`customer_id`,
    `t1`.`ordered_at`,
    `t1`.`amount`,
    `t1`.`order_id`,
    `t1`.`channel`,
    `t1`.`product`,
    `t1`.`product_group`,
    `t1`.`margin`,
    COUNT(*) AS `times`
  FROM (
    SELECT
      *
    FROM `transactions` AS `t0`
    WHERE
      `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
      AND `t0`.`product` IS NOT NULL
  ) AS `t1`
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8
) AS `t2`;

SELECT
  COALESCE(COUNT(*), 0) AS `Coalesce_CountStar_0`
FROM (
  SELECT
    `t3`.`customer_id`,
    MAX(`t3`.`bought`) AS `bought`
  FROM (
    SELECT
      `t2`.`customer_id`,
      `t2`.`day`,
      `t2`.`cents`,
      CAST(`t2`.`cents` > 0 AS INT64) AS `bought`
    FROM (
      SELECT
        `t1`.`customer_id`,
        `t1`.`order_id`,
        IF(`t1`.`order_id` IS NULL, `t1`.`day`, CAST(NULL AS DATE)) AS `loose`,
        MIN(`t1`.`day`) AS `day`,
        SUM(`t1`.`cents`) AS `cents`
      FROM (
        SELECT
          `t0`.`customer_id`,
          `t0`.`ordered_at`,
          `t0`.`order_id`,
          `t0`.`product_group`,
          CAST(ROUND(`t0`.`amount` * 100, 0) AS INT64) AS `cents`,
          DATE(`t0`.`ordered_at`) AS `day`
        FROM `transactions` AS `t0`
        WHERE
          `t0`.`customer_id` IS NOT NULL
          AND `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
      ) AS `t1`
      GROUP BY
        1,
        2,
        3
    ) AS `t2`
  ) AS `t3`
  GROUP BY
    1
) AS `t4`;

SELECT
  COALESCE(SUM(1 - `t4`.`bought`), 0) AS `Coalesce_Sum_Subtract_1_bought_0`
FROM (
  SELECT
    `t3`.`customer_id`,
    MAX(`t3`.`bought`) AS `bought`
  FROM (
    SELECT
      `t2`.`customer_id`,
      `t2`.`day`,
      `t2`.`cents`,
      CAST(`t2`.`cents` > 0 AS INT64) AS `bought`
    FROM (
      SELECT
        `t1`.`customer_id`,
        `t1`.`order_id`,
        IF(`t1`.`order_id` IS NULL, `t1`.`day`, CAST(NULL AS DATE)) AS `loose`,
        MIN(`t1`.`day`) AS `day`,
        SUM(`t1`.`cents`) AS `cents`
      FROM (
        SELECT
          `t0`.`customer_id`,
          `t0`.`ordered_at`,
          `t0`.`order_id`,
          `t0`.`product_group`,
          CAST(ROUND(`t0`.`amount` * 100, 0) AS INT64) AS `cents`,
          DATE(`t0`.`ordered_at`) AS `day`
        FROM `transactions` AS `t0`
        WHERE
          `t0`.`customer_id` IS NOT NULL
          AND `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
      ) AS `t1`
      GROUP BY
        1,
        2,
        3
    ) AS `t2`
  ) AS `t3`
  GROUP BY
    1
) AS `t4`;

SELECT
  COALESCE(SUM(`t2`.`refunds`), 0) AS `Coalesce_Sum_refunds_0`
FROM (
  SELECT
    `t1`.`customer_id`,
    MAX(CAST(`t1`.`cents` < 0 AS INT64)) AS `refunds`
  FROM (
    SELECT
      `t0`.`customer_id`,
      `t0`.`ordered_at`,
      `t0`.`order_id`,
      `t0`.`product_group`,
      CAST(ROUND(`t0`.`amount` * 100, 0) AS INT64) AS `cents`
    FROM `transactions` AS `t0`
    WHERE
      `t0`.`customer_id` IS NOT NULL
      AND `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
  ) AS `t1`
  GROUP BY
    1
) AS `t2`;

SELECT
  COALESCE(SUM(`t7`.`n`), 0) AS `Coalesce_Sum_n_0`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t5`.`plain`,
      COUNT(*) AS `n`
    FROM (
      SELECT
        `t4`.`customer_id`,
        `t4`.`bought`,
        REPLACE(LOWER(`t4`.`customer_id`), ' ', '') AS `plain`
      FROM (
        SELECT
          `t3`.`customer_id`,
          MAX(`t3`.`bought`) AS `bought`
        FROM (
          SELECT
            `t2`.`customer_id`,
            `t2`.`day`,
            `t2`.`cents`,
            CAST(`t2`.`cents` > 0 AS INT64) AS `bought`
          FROM (
            SELECT
              `t1`.`customer_id`,
              `t1`.`order_id`,
              IF(`t1`.`order_id` IS NULL, `t1`.`day`, CAST(NULL AS DATE)) AS `loose`,
              MIN(`t1`.`day`) AS `day`,
              SUM(`t1`.`cents`) AS `cents`
            FROM (
              SELECT
                `t0`.`customer_id`,
                `t0`.`ordered_at`,
                `t0`.`order_id`,
                `t0`.`product_group`,
                CAST(ROUND(`t0`.`amount` * 100, 0) AS INT64) AS `cents`,
                DATE(`t0`.`ordered_at`) AS `day`
              FROM `transactions` AS `t0`
              WHERE
                `t0`.`customer_id` IS NOT NULL
                AND `t0`.`ordered_at` < DATETIME('2018-01-01T00:00:00')
            ) AS `t1`
            GROUP BY
              1,
              2,
              3
          ) AS `t2`
        ) AS `t3`
        GROUP BY
          1
      ) AS `t4`
    ) AS `t5`
    GROUP BY
      1
  ) AS `t6`
  WHERE
    `t6`.`n` > 1
) AS `t7`
