SELECT
  COALESCE(SUM(IF(`t0`.`cents` IS NULL, `t0`.`cents`, GREATEST(0, `t0`.`cents`))), 0) AS `Coalesce_Sum_Clip_cents_0_0`
FROM `measures` AS `t0`;

SELECT
  `t1`.`customer_id`,
  CASE
    WHEN ieee_divide(CAST(`t1`.`before` AS FLOAT64), 3500.0) < 0.5
    THEN 'A'
    WHEN ieee_divide(CAST(`t1`.`before` AS FLOAT64), 3500.0) < 1.0
    THEN 'B'
    ELSE 'B'
  END AS `tier`
FROM (
  SELECT
    `t0`.`customer_id`,
    SUM(IF(`t0`.`cents` IS NULL, `t0`.`cents`, GREATEST(0, `t0`.`cents`))) OVER (
      ORDER BY `t0`.`cents` DESC, `t0`.`customer_id` ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) - IF(`t0`.`cents` IS NULL, `t0`.`cents`, GREATEST(0, `t0`.`cents`)) AS `before`
  FROM `measures` AS `t0`
) AS `t1`
