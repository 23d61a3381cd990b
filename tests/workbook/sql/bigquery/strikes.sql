SELECT
  `t5`.`customer_id`,
  `t5`.`norm`,
  `t5`.`quarter`,
  `t5`.`given`,
  (
    COALESCE(
      LAG(`t5`.`active`, 1) OVER (PARTITION BY `t5`.`customer_id`, `t5`.`norm` ORDER BY `t5`.`quarter` ASC),
      0
    ) + `t5`.`given`
  ) - `t5`.`active` AS `expired`,
  `t5`.`active`
FROM (
  SELECT
    `t4`.`customer_id`,
    `t4`.`norm`,
    `t4`.`quarter`,
    `t4`.`given`,
    `t4`.`so_far`,
    `t4`.`run`,
    `t4`.`clears`,
    `t4`.`so_far` - MAX(`t4`.`clears`) OVER (
      PARTITION BY `t4`.`customer_id`, `t4`.`norm`
      ORDER BY `t4`.`quarter` ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `active`
  FROM (
    SELECT
      `t3`.`customer_id`,
      `t3`.`norm`,
      `t3`.`quarter`,
      `t3`.`given`,
      `t3`.`so_far`,
      `t3`.`run`,
      IF(`t3`.`run` = 2, `t3`.`so_far`, 0) AS `clears`
    FROM (
      SELECT
        `t2`.`customer_id`,
        `t2`.`norm`,
        `t2`.`quarter`,
        `t2`.`given`,
        `t2`.`so_far`,
        ROW_NUMBER() OVER (
          PARTITION BY `t2`.`customer_id`, `t2`.`norm`, `t2`.`so_far`
          ORDER BY `t2`.`quarter` ASC
        ) - 1 AS `run`
      FROM (
        SELECT
          `t1`.`customer_id`,
          `t1`.`norm`,
          `t1`.`quarter`,
          `t1`.`given`,
          SUM(`t1`.`given`) OVER (
            PARTITION BY `t1`.`customer_id`, `t1`.`norm`
            ORDER BY `t1`.`quarter` ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS `so_far`
        FROM (
          SELECT
            `t0`.`customer_id`,
            `t0`.`norm`,
            `t0`.`quarter`,
            1 - `t0`.`kept` AS `given`
          FROM `results` AS `t0`
          WHERE
            `t0`.`judged`
        ) AS `t1`
      ) AS `t2`
    ) AS `t3`
  ) AS `t4`
) AS `t5`
