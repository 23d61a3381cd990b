---
title: {en: Orders from Shopify, nl: Bestellingen uit Shopify}
about: Orders > Export > All orders, plain CSV. A row is a line of an order; what is of the whole order stands on its first line.
matches: [Name, Email, Financial Status, Total, Created at, Lineitem quantity, Lineitem name, Lineitem price]
optional: [Refunded Amount, Cancelled at, Currency, Lineitem sku, Source, Phone, Billing Phone, Shipping Phone]
key: Name
carried: [Name]
left_out:
  voided: {en: the payment was voided, nl: de betaling is ingetrokken}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
  unpaid: {en: "the order was not paid yet, and counts", nl: "de bestelling is nog niet betaald, en telt mee"}
---
-- transactions
WITH orders AS (
  SELECT "Name" AS number, arg_min("Email", row) AS email,
    arg_min(coalesce("Phone", "Billing Phone", "Shipping Phone"), row) AS phone,
    arg_min("Financial Status", row) AS status, arg_min("Total", row) AS total,
    arg_min("Refunded Amount", row) AS refunded, arg_min("Cancelled at", row) AS cancelled,
    arg_min("Created at", row) AS created, arg_min("Currency", row) AS currency,
    arg_min("Source", row) AS source, count(*) AS lines
  FROM export GROUP BY "Name"
)
-- What an order brought in is its total less its refunds, once; it is spread over its lines by their price.
-- Who has no e-mail address is known by phone number.
SELECT export.row AS row,
  coalesce(lower(orders.email), nullif(regexp_replace(orders.phone, '[^0-9]', '', 'g'), '')) AS customer_id,
  moment(orders.created) AS ordered_at,
  (number(orders.total) - coalesce(number(orders.refunded), 0)) * coalesce(
    coalesce(number(export."Lineitem price") * number(export."Lineitem quantity"), 0) / nullif(round(sum(
      number(export."Lineitem price") * number(export."Lineitem quantity")) OVER (PARTITION BY orders.number), 4), 0),
    1.0 / orders.lines) AS amount,
  orders.number AS order_id,
  orders.source AS channel,
  coalesce(export."Lineitem sku", export."Lineitem name") AS product,
  orders.currency AS currency,
  CASE WHEN orders.cancelled IS NOT NULL THEN 'cancelled' WHEN lower(orders.status) = 'voided' THEN 'voided' END AS left_out,
  CASE WHEN regexp_matches(orders.refunded, '[1-9]') THEN 'refunded'
    WHEN lower(orders.status) IN ('pending', 'authorized', 'partially_paid') THEN 'unpaid' END AS changed
FROM export JOIN orders ON orders.number = export."Name"
