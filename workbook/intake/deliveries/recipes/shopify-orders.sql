---
title: {en: Orders from Shopify, nl: Bestellingen uit Shopify}
about: Orders > Export > All orders, plain CSV. A row is a line of an order; what is of the whole order stands on its first line.
matches: [Name, Email, Financial Status, Total, Created at, Lineitem quantity, Lineitem name, Lineitem price]
optional: [Refunded Amount, Cancelled at, Currency, Lineitem sku, Source, Phone, Billing Phone, Shipping Phone]
key: Name
left_out:
  voided: {en: the payment was voided, nl: de betaling is ingetrokken}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
  unpaid: {en: "the order was not paid yet, and counts", nl: "de bestelling is nog niet betaald, en telt mee"}
---
-- transactions
-- Some files leave the number of the order out too on its further lines: it is carried down.
WITH lines AS (
  SELECT row, last_value("Name" IGNORE NULLS) OVER (ORDER BY row) AS number, "Email" AS email,
    coalesce("Phone", "Billing Phone", "Shipping Phone") AS phone, "Financial Status" AS status, "Total" AS total,
    "Refunded Amount" AS refunded, "Cancelled at" AS cancelled, "Created at" AS created, "Currency" AS currency,
    "Source" AS source, "Lineitem price" AS price, "Lineitem quantity" AS quantity,
    coalesce("Lineitem sku", "Lineitem name") AS product
  FROM export
),
orders AS (
  SELECT number, max(email) AS email, max(phone) AS phone, max(status) AS status, max(total) AS total,
    max(refunded) AS refunded, max(cancelled) AS cancelled, min(created) AS created, max(currency) AS currency,
    max(source) AS source, count(*) AS lines
  FROM lines GROUP BY number
)
-- What an order brought in is its total less its refunds, once; it is spread over its lines by their price.
-- Who has no e-mail address is known by phone number.
SELECT lines.row AS row,
  coalesce(lower(orders.email), nullif(regexp_replace(orders.phone, '[^0-9]', '', 'g'), '')) AS customer_id,
  moment(orders.created) AS ordered_at,
  (number(orders.total) - coalesce(number(orders.refunded), 0)) * coalesce(
    coalesce(number(lines.price) * number(lines.quantity), 0) / nullif(round(sum(
      number(lines.price) * number(lines.quantity)) OVER (PARTITION BY orders.number), 4), 0),
    1.0 / orders.lines) AS amount,
  orders.number AS order_id,
  orders.source AS channel,
  lines.product AS product,
  orders.currency AS currency,
  CASE WHEN orders.cancelled IS NOT NULL THEN 'cancelled' WHEN lower(orders.status) = 'voided' THEN 'voided' END AS left_out,
  CASE WHEN regexp_matches(orders.refunded, '[1-9]') THEN 'refunded'
    WHEN lower(orders.status) IN ('pending', 'authorized', 'partially_paid') THEN 'unpaid' END AS changed
FROM lines JOIN orders ON orders.number = lines.number
