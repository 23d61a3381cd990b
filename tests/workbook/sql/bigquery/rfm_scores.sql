WITH `t1` AS (
  SELECT
    `t0`.`customer_id`,
    `t0`.`purchases`,
    `t0`.`spent`,
    -(
      `t0`.`recency_days`
    ) AS `worst_first`
  FROM `measures` AS `t0`
)
SELECT
  `t3`.`customer_id`,
  `t10`.`recency_score`,
  `t11`.`frequency_score`,
  `t12`.`value_score`,
  `t3`.`spent`
FROM `t1` AS `t3`
INNER JOIN (
  SELECT
    `t4`.`worst_first`,
    CAST(FLOOR(
      ieee_divide(
        CAST((
          SUM(`t4`.`n`) OVER (ORDER BY `t4`.`worst_first` ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - `t4`.`n`
        ) * 5 AS FLOAT64),
        SUM(`t4`.`n`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      )
    ) AS INT64) + 1 AS `recency_score`
  FROM (
    SELECT
      `t2`.`worst_first`,
      COUNT(*) AS `n`
    FROM `t1` AS `t2`
    GROUP BY
      1
  ) AS `t4`
) AS `t10`
  ON `t3`.`worst_first` = `t10`.`worst_first`
INNER JOIN (
  SELECT
    `t5`.`purchases`,
    CAST(FLOOR(
      ieee_divide(
        CAST((
          SUM(`t5`.`n`) OVER (ORDER BY `t5`.`purchases` ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - `t5`.`n`
        ) * 5 AS FLOAT64),
        SUM(`t5`.`n`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      )
    ) AS INT64) + 1 AS `frequency_score`
  FROM (
    SELECT
      `t2`.`purchases`,
      COUNT(*) AS `n`
    FROM `t1` AS `t2`
    GROUP BY
      1
  ) AS `t5`
) AS `t11`
  ON `t3`.`purchases` = `t11`.`purchases`
INNER JOIN (
  SELECT
    `t6`.`spent`,
    CAST(FLOOR(
      ieee_divide(
        CAST((
          SUM(`t6`.`n`) OVER (ORDER BY `t6`.`spent` ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - `t6`.`n`
        ) * 5 AS FLOAT64),
        SUM(`t6`.`n`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      )
    ) AS INT64) + 1 AS `value_score`
  FROM (
    SELECT
      `t2`.`spent`,
      COUNT(*) AS `n`
    FROM `t1` AS `t2`
    GROUP BY
      1
  ) AS `t6`
) AS `t12`
  ON `t3`.`spent` = `t12`.`spent`
