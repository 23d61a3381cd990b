---
title: {en: Order lines from WooCommerce, nl: Orderregels uit WooCommerce}
about: Customer/Order/Coupon Export (SkyVerge), one row per item. What is of the whole order stands on each of its lines.
matches: [order_id, date, status, order_total, billing_email, item_name, item_quantity, item_total]
optional: [refunded_total, order_currency, item_sku, customer_id, billing_phone]
key: order_id
left_out:
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
  unpaid: {en: the order was not paid, nl: de bestelling is niet betaald}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
---
-- transactions
WITH orders AS (
  SELECT "order_id" AS number, arg_min("order_total", row) AS total, arg_min("refunded_total", row) AS refunded, count(*) AS lines
  FROM export GROUP BY "order_id"
)
-- What an order brought in is its total less its refunds, once; it is spread over its lines by their totals.
SELECT export.row AS row,
  coalesce(lower(export."billing_email"), nullif(export."customer_id", '0'),
    nullif(regexp_replace(export."billing_phone", '[^0-9]', '', 'g'), '')) AS customer_id,
  moment(export."date") AS ordered_at,
  (number(orders.total) - abs(coalesce(number(orders.refunded), 0))) * coalesce(
    coalesce(number(export."item_total"), 0) / nullif(round(
      sum(number(export."item_total")) OVER (PARTITION BY orders.number), 4), 0),
    1.0 / orders.lines) AS amount,
  orders.number AS order_id,
  coalesce(nullif(export."item_sku", 'unknown_product'), export."item_name") AS product,
  export."order_currency" AS currency,
  CASE WHEN regexp_matches(lower(export."status"), '^(wc-)?(cancelled|trash)$') THEN 'cancelled'
    WHEN regexp_matches(lower(export."status"), '^(wc-)?(failed|pending|checkout-draft)$') THEN 'unpaid' END AS left_out,
  CASE WHEN regexp_matches(orders.refunded, '[1-9]') THEN 'refunded' END AS changed
FROM export JOIN orders ON orders.number = export."order_id"
