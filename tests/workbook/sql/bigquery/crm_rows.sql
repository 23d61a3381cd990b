SELECT
  *
FROM (
  SELECT
    `t18`.*
    EXCEPT (`customer_id_right`)
  FROM (
    SELECT
      `t17`.`customer_id`,
      `t17`.`stage`,
      `t17`.`segment`,
      `t17`.`value_band`,
      `t8`.`customer_id` AS `customer_id_right`,
      `t8`.`profile`
    FROM (
      SELECT
        `t15`.*
        EXCEPT (`customer_id_right`)
      FROM (
        SELECT
          `t14`.`customer_id`,
          `t14`.`stage`,
          `t14`.`segment`,
          `t9`.`customer_id` AS `customer_id_right`,
          `t9`.`value_band`
        FROM (
          SELECT
            `t12`.`customer_id`,
            `t12`.`stage`,
            `t12`.`segment`
          FROM (
            SELECT
              `t10`.`customer_id`,
              `t10`.`stage`,
              `t11`.`customer_id` AS `customer_id_right`,
              `t11`.`segment`
            FROM (
              SELECT
                *
              FROM `customer_stages` AS `t2`
            ) AS `t10`
            LEFT OUTER JOIN (
              SELECT
                *
              FROM `segments` AS `t3`
            ) AS `t11`
              ON `t10`.`customer_id` = `t11`.`customer_id`
          ) AS `t12`
        ) AS `t14`
        LEFT OUTER JOIN (
          SELECT
            `t1`.`customer_id`,
            `t1`.`tier` AS `value_band`
          FROM `tiers` AS `t1`
        ) AS `t9`
          ON `t14`.`customer_id` = `t9`.`customer_id`
      ) AS `t15`
    ) AS `t17`
    LEFT OUTER JOIN (
      SELECT
        *
      FROM `customers` AS `t0`
    ) AS `t8`
      ON `t17`.`customer_id` = `t8`.`customer_id`
  ) AS `t18`
) AS `t19`
ORDER BY
  `t19`.`customer_id` ASC NULLS LAST
