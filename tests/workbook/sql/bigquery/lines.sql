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
