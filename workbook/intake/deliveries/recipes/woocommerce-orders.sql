---
title: {en: Orders from WooCommerce, nl: Bestellingen uit WooCommerce}
about: Customer/Order/Coupon Export (SkyVerge), one row per order. Products are packed in one cell and are not read.
matches: [order_id, date, status, order_total, billing_email, line_items]
optional: [refunded_total, order_currency, customer_id, billing_phone]
key: order_id
left_out:
  twice: {en: the order stands earlier in the file too, nl: de bestelling staat al eerder in het bestand}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
  unpaid: {en: the order was not paid, nl: de bestelling is niet betaald}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
---
-- transactions
WITH numbered AS (
  SELECT row AS at, row_number() OVER (PARTITION BY "order_id" ORDER BY row) AS place FROM export
)
SELECT row,
  coalesce(lower("billing_email"), nullif("customer_id", '0'),
    nullif(regexp_replace("billing_phone", '[^0-9]', '', 'g'), '')) AS customer_id,
  moment("date") AS ordered_at,
  number("order_total") - abs(coalesce(number("refunded_total"), 0)) AS amount,
  "order_id" AS order_id,
  "order_currency" AS currency,
  CASE WHEN numbered.place > 1 AND "order_id" IS NOT NULL THEN 'twice'
    WHEN regexp_matches(lower("status"), '^(wc-)?(cancelled|trash)$') THEN 'cancelled'
    WHEN regexp_matches(lower("status"), '^(wc-)?(failed|pending|checkout-draft)$') THEN 'unpaid' END AS left_out,
  CASE WHEN regexp_matches("refunded_total", '[1-9]') THEN 'refunded' END AS changed
FROM export JOIN numbered ON numbered.at = export.row
