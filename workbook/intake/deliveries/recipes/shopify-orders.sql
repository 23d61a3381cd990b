---
title: {en: Orders from Shopify, nl: Bestellingen uit Shopify}
about: Orders > Export > All orders, plain CSV. A row is a line of an order; what is of the whole order stands on its first line.
matches: [Name, Email, Financial Status, Total, Created at, Lineitem quantity, Lineitem name, Lineitem price]
optional: [Refunded Amount, Cancelled at, Currency, Lineitem sku, Source]
key: Name
left_out:
  voided: {en: the payment was voided, nl: de betaling is ingetrokken}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
---
-- transactions
WITH orders AS (
  SELECT "Name" AS number, max("Email") AS email, max("Financial Status") AS status, max("Total") AS total,
    max("Refunded Amount") AS refunded, max("Cancelled at") AS cancelled, min("Created at") AS created,
    max("Currency") AS currency, max("Source") AS source, count(*) AS lines
  FROM export GROUP BY "Name"
)
-- What an order brought in is its total less its refunds, once; it is spread over its lines by their price.
SELECT export.row AS row,
  lower(orders.email) AS customer_id,
  moment(orders.created) AS ordered_at,
  (number(orders.total) - coalesce(number(orders.refunded), 0)) * coalesce(
    number(export."Lineitem price") * number(export."Lineitem quantity") / nullif(sum(
      number(export."Lineitem price") * number(export."Lineitem quantity")) OVER (PARTITION BY orders.number), 0),
    1.0 / orders.lines) AS amount,
  orders.number AS order_id,
  orders.source AS channel,
  coalesce(nullif(export."Lineitem sku", ''), export."Lineitem name") AS product,
  orders.currency AS currency,
  CASE WHEN orders.cancelled IS NOT NULL THEN 'cancelled' WHEN lower(orders.status) = 'voided' THEN 'voided' END AS left_out,
  CASE WHEN regexp_matches(orders.refunded, '[1-9]') THEN 'refunded' END AS changed
FROM export JOIN orders ON orders.number = export."Name"
