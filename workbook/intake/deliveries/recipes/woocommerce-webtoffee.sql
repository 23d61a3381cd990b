---
title: {en: Orders from WooCommerce (WebToffee), nl: Bestellingen uit WooCommerce (WebToffee)}
about: Order Export (WebToffee), one row per order. Refunds stand in no column of this layout and are not taken off.
matches: [order_id, order_date, status, order_total, customer_email]
optional: [order_currency, customer_id]
key: order_id
dates: ""
left_out:
  twice: {en: the order stands earlier in the file too, nl: de bestelling staat al eerder in het bestand}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
  unpaid: {en: the order was not paid, nl: de bestelling is niet betaald}
---
-- transactions
WITH numbered AS (
  SELECT row AS at, row_number() OVER (PARTITION BY "order_id" ORDER BY row) AS place FROM export
)
SELECT row,
  coalesce(lower("customer_email"), nullif("customer_id", '0')) AS customer_id,
  moment("order_date") AS ordered_at,
  number("order_total") AS amount,
  "order_id" AS order_id,
  "order_currency" AS currency,
  CASE WHEN numbered.place > 1 AND "order_id" IS NOT NULL THEN 'twice'
    WHEN regexp_matches(lower("status"), '^(wc-)?(cancelled|trash)$') THEN 'cancelled'
    WHEN regexp_matches(lower("status"), '^(wc-)?(failed|pending|checkout-draft)$') THEN 'unpaid' END AS left_out
FROM export JOIN numbered ON numbered.at = export.row
