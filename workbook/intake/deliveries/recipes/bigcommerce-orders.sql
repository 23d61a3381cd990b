---
title: {en: Orders from BigCommerce, nl: Bestellingen uit BigCommerce}
about: Orders > Export all orders, CSV. Products are packed in one cell and are not read.
matches: [Order ID, Customer ID, Customer Email, Order Date, Order Status, Order Total (inc tax)]
optional: [Customer Phone, Refund Amount, Order Currency Code]
key: Order ID
dates: ""
left_out:
  twice: {en: the order stands earlier in the file too, nl: de bestelling staat al eerder in het bestand}
  cancelled: {en: the order was cancelled or declined, nl: de bestelling is geannuleerd of geweigerd}
  unpaid: {en: the order was not finished or not paid, nl: de bestelling is niet afgerond of niet betaald}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
---
-- transactions
WITH numbered AS (
  SELECT row AS at, row_number() OVER (PARTITION BY "Order ID" ORDER BY row) AS place FROM export
)
SELECT row,
  coalesce(lower("Customer Email"), nullif("Customer ID", '0'),
    nullif(regexp_replace("Customer Phone", '[^0-9]', '', 'g'), '')) AS customer_id,
  moment("Order Date") AS ordered_at,
  number("Order Total (inc tax)") - abs(coalesce(number("Refund Amount"), 0)) AS amount,
  "Order ID" AS order_id,
  "Order Currency Code" AS currency,
  CASE WHEN numbered.place > 1 AND "Order ID" IS NOT NULL THEN 'twice'
    WHEN lower("Order Status") IN ('cancelled', 'declined') THEN 'cancelled'
    WHEN lower("Order Status") IN ('incomplete', 'pending', 'awaiting payment') THEN 'unpaid' END AS left_out,
  CASE WHEN regexp_matches("Refund Amount", '[1-9]') THEN 'refunded' END AS changed
FROM export JOIN numbered ON numbered.at = export.row
