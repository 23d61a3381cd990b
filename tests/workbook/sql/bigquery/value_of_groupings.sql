SELECT
  COUNT(`t1`.`profile`) AS `profile`,
  COUNT(`t1`.`account_manager`) AS `manager`
FROM (
  SELECT
    *
  FROM `customers` AS `t0`
) AS `t1`;

SELECT
  COUNT(*) AS `n`,
  SUM(`t0`.`cents`) AS `cents`
FROM `measures` AS `t0`;

SELECT
  `t7`.`group`,
  COUNT(*) AS `n`,
  SUM(`t7`.`cents`) AS `cents`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t4`.`customer_id`,
      `t4`.`cents`,
      `t5`.`group`
    FROM (
      SELECT
        `t0`.`customer_id`,
        `t0`.`cents`
      FROM `measures` AS `t0`
    ) AS `t4`
    INNER JOIN (
      SELECT
        `t1`.`customer_id`,
        `t1`.`stage` AS `group`
      FROM `customer_stages` AS `t1`
    ) AS `t5`
      ON `t4`.`customer_id` = `t5`.`customer_id`
  ) AS `t6`
  WHERE
    `t6`.`group` IS NOT NULL
) AS `t7`
GROUP BY
  1;

SELECT
  `t7`.`group`,
  COUNT(*) AS `n`,
  SUM(`t7`.`cents`) AS `cents`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t3`.`customer_id`,
      `t3`.`cents`,
      `t5`.`group`
    FROM (
      SELECT
        `t0`.`customer_id`,
        `t0`.`cents`
      FROM `measures` AS `t0`
    ) AS `t3`
    INNER JOIN (
      SELECT
        `t1`.`customer_id`,
        `t1`.`segment` AS `group`
      FROM `segments` AS `t1`
      WHERE
        `t1`.`segment` IS NOT NULL
    ) AS `t5`
      ON `t3`.`customer_id` = `t5`.`customer_id`
  ) AS `t6`
  WHERE
    `t6`.`group` IS NOT NULL
) AS `t7`
GROUP BY
  1;

SELECT
  `t13`.`group`,
  COUNT(*) AS `n`,
  SUM(`t13`.`cents`) AS `cents`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t6`.`customer_id`,
      `t6`.`cents`,
      `t11`.`group`
    FROM (
      SELECT
        `t0`.`customer_id`,
        `t0`.`cents`
      FROM `measures` AS `t0`
    ) AS `t6`
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          `t7`.`customer_id`,
          COALESCE(`t8`.`profile`, '') AS `group`
        FROM (
          SELECT
            `t1`.`customer_id`
          FROM `customer_stages` AS `t1`
        ) AS `t7`
        LEFT OUTER JOIN (
          SELECT
            *
          FROM `customers` AS `t2`
        ) AS `t8`
          ON `t7`.`customer_id` = `t8`.`customer_id`
      ) AS `t9`
    ) AS `t11`
      ON `t6`.`customer_id` = `t11`.`customer_id`
  ) AS `t12`
  WHERE
    `t12`.`group` IS NOT NULL
) AS `t13`
GROUP BY
  1;

SELECT
  `t12`.`group`,
  COUNT(*) AS `n`,
  SUM(`t12`.`cents`) AS `cents`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t6`.`customer_id`,
      `t6`.`cents`,
      `t10`.`group`
    FROM (
      SELECT
        `t0`.`customer_id`,
        `t0`.`cents`
      FROM `measures` AS `t0`
    ) AS `t6`
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          `t3`.`customer_id`,
          CONCAT(`t3`.`tier`, IF(`t7`.`account_manager` IS NOT NULL, '|with', '|without')) AS `group`
        FROM `tiers` AS `t3`
        LEFT OUTER JOIN (
          SELECT
            *
          FROM `customers` AS `t2`
        ) AS `t7`
          ON `t3`.`customer_id` = `t7`.`customer_id`
      ) AS `t8`
    ) AS `t10`
      ON `t6`.`customer_id` = `t10`.`customer_id`
  ) AS `t11`
  WHERE
    `t11`.`group` IS NOT NULL
) AS `t12`
GROUP BY
  1
