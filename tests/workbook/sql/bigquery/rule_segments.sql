SELECT
  `t0`.`customer_id`,
  CASE
    WHEN (
      `t0`.`value` IS NOT NULL
    )
    AND NOT (
      IS_NAN(`t0`.`value`)
    )
    AND (
      `t0`.`value` >= 20.0
    )
    AND TRUE
    THEN 'high'
    WHEN (
      `t0`.`value` IS NOT NULL
    )
    AND NOT (
      IS_NAN(`t0`.`value`)
    )
    AND TRUE
    AND (
      `t0`.`value` < 20.0
    )
    THEN 'low'
    ELSE CAST(NULL AS STRING)
  END AS `segment`
FROM `measures` AS `t0`
