SELECT
  *
FROM (
  SELECT
    `t24`.*
    EXCEPT (`customer_id_right`)
  FROM (
    SELECT
      `t23`.`customer_id`,
      `t23`.`stage`,
      `t23`.`segment`,
      `t23`.`value_band`,
      `t23`.`profile`,
      `t10`.`customer_id` AS `customer_id_right`,
      `t10`.`stage_if_quiet`
    FROM (
      SELECT
        `t21`.*
        EXCEPT (`customer_id_right`)
      FROM (
        SELECT
          `t20`.`customer_id`,
          `t20`.`stage`,
          `t20`.`segment`,
          `t20`.`value_band`,
          `t11`.`customer_id` AS `customer_id_right`,
          `t11`.`profile`
        FROM (
          SELECT
            `t18`.*
            EXCEPT (`customer_id_right`)
          FROM (
            SELECT
              `t17`.`customer_id`,
              `t17`.`stage`,
              `t17`.`segment`,
              `t12`.`customer_id` AS `customer_id_right`,
              `t12`.`value_band`
            FROM (
              SELECT
                `t15`.`customer_id`,
                `t15`.`stage`,
                `t15`.`segment`
              FROM (
                SELECT
                  `t13`.`customer_id`,
                  `t13`.`stage`,
                  `t14`.`customer_id` AS `customer_id_right`,
                  `t14`.`segment`
                FROM (
                  SELECT
                    *
                  FROM `customer_stages` AS `t3`
                ) AS `t13`
                LEFT OUTER JOIN (
                  SELECT
                    *
                  FROM `segments` AS `t4`
                ) AS `t14`
                  ON `t13`.`customer_id` = `t14`.`customer_id`
              ) AS `t15`
            ) AS `t17`
            LEFT OUTER JOIN (
              SELECT
                `t2`.`customer_id`,
                `t2`.`tier` AS `value_band`
              FROM `tiers` AS `t2`
            ) AS `t12`
              ON `t17`.`customer_id` = `t12`.`customer_id`
          ) AS `t18`
        ) AS `t20`
        LEFT OUTER JOIN (
          SELECT
            `t1`.`customer_id`,
            `t1`.`profile`
          FROM `customers` AS `t1`
        ) AS `t11`
          ON `t20`.`customer_id` = `t11`.`customer_id`
      ) AS `t21`
    ) AS `t23`
    LEFT OUTER JOIN (
      SELECT
        `t0`.`customer_id`,
        `t0`.`stage` AS `stage_if_quiet`
      FROM `quiet` AS `t0`
    ) AS `t10`
      ON `t23`.`customer_id` = `t10`.`customer_id`
  ) AS `t24`
) AS `t25`
ORDER BY
  `t25`.`customer_id` ASC NULLS LAST
