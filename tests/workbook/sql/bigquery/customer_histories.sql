SELECT
  `t6`.`customer_id`,
  `t6`.`days` - 1 AS `frequency`,
  DATE_DIFF(`t6`.`last`, `t6`.`first`, DAY) AS `active_days`,
  DATE_DIFF(DATE(2017, 12, 31), `t6`.`first`, DAY) AS `observed_days`,
  COALESCE(`t6`.`cents_again`, 0) AS `cents_again`
FROM (
  SELECT
    `t5`.`customer_id`,
    `t5`.`first`,
    COUNT(*) AS `days`,
    MAX(`t5`.`day`) AS `last`,
    SUM(IF(`t5`.`day` > `t5`.`first`, `t5`.`cents`, NULL)) AS `cents_again`
  FROM (
    SELECT
      `t4`.`customer_id`,
      `t4`.`day`,
      `t4`.`cents`,
      MIN(`t4`.`day`) OVER (
        PARTITION BY `t4`.`customer_id`
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS `first`
    FROM (
      SELECT
        `t3`.`customer_id`,
        `t3`.`day`,
        SUM(`t3`.`cents`) AS `cents`
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
        WHERE
          CAST(`t2`.`cents` > 0 AS INT64) = 1
      ) AS `t3`
      GROUP BY
        1,
        2
    ) AS `t4`
  ) AS `t5`
  GROUP BY
    1,
    2
) AS `t6`
