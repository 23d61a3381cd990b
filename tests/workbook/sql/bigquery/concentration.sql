SELECT
  COUNT(*) AS `CountStar_measures`
FROM `measures` AS `t0`;

SELECT
  CAST(FLOOR(ieee_divide(CAST(`t1`.`place` * 2 AS FLOAT64), 2)) AS INT64) + 1 AS `step`,
  SUM(`t1`.`cents`) AS `cents`,
  COUNT(*) AS `n`
FROM (
  SELECT
    `t0`.`cents`,
    ROW_NUMBER() OVER (ORDER BY `t0`.`cents` DESC, `t0`.`customer_id` ASC) - 1 AS `place`
  FROM `measures` AS `t0`
) AS `t1`
GROUP BY
  1
