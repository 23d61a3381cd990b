---
title: {en: Orders from Magento, nl: Bestellingen uit Magento}
about: Sales > Orders > Export, CSV. Show the column Customer Email in the grid first, or no customer is known.
matches: [ID, Purchase Date, Grand Total (Base), Grand Total (Purchased), Status]
optional: [Customer Email, Total Refunded, Purchase Point]
key: ID
dates: mdy
left_out:
  twice: {en: the order stands earlier in the file too, nl: de bestelling staat al eerder in het bestand}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
  unpaid: {en: the order was not paid, nl: de bestelling is niet betaald}
changed:
  refunded: {en: a refund was taken off the order, nl: een terugbetaling is van de bestelling afgetrokken}
---
-- transactions
WITH numbered AS (
  SELECT row AS at, row_number() OVER (PARTITION BY "ID" ORDER BY row) AS place FROM export
)
-- Base is the currency of the shop; a refund is in the currency of the order, and is converted as the order was.
SELECT row,
  lower("Customer Email") AS customer_id,
  moment("Purchase Date") AS ordered_at,
  number("Grand Total (Base)") - coalesce(number("Total Refunded"), 0) * coalesce(
    number("Grand Total (Base)") / nullif(number("Grand Total (Purchased)"), 0), 1) AS amount,
  "ID" AS order_id,
  "Purchase Point" AS channel,
  CASE WHEN numbered.place > 1 AND "ID" IS NOT NULL THEN 'twice'
    WHEN lower("Status") IN ('canceled', 'cancelled') THEN 'cancelled'
    WHEN lower("Status") IN ('pending payment', 'payment review', 'suspected fraud') THEN 'unpaid' END AS left_out,
  CASE WHEN regexp_matches("Total Refunded", '[1-9]') THEN 'refunded' END AS changed
FROM export JOIN numbered ON numbered.at = export.row
