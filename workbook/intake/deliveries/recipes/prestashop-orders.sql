---
title: {en: Orders from PrestaShop, nl: Bestellingen uit PrestaShop}
about: Orders > Export. The grid names customers by initial and surname, which is no key; name a better column under customer.
matches: [ID, Reference, Total, Payment, Status, Date]
also: {Referentie: Reference, Totaal: Total, Betaling: Payment, Datum: Date}
ask:
  customer: the column with the e-mail address or number of the customer
key: ID
decimal: ","
left_out:
  twice: {en: the order stands earlier in the file too, nl: de bestelling staat al eerder in het bestand}
  cancelled: {en: the order was cancelled, nl: de bestelling is geannuleerd}
  unpaid: {en: the payment failed, nl: de betaling is mislukt}
---
-- transactions
WITH numbered AS (
  SELECT row AS at, row_number() OVER (PARTITION BY "ID" ORDER BY row) AS place FROM export
)
SELECT row,
  lower("$customer") AS customer_id,
  moment("Date") AS ordered_at,
  number("Total") AS amount,
  "ID" AS order_id,
  CASE WHEN contains("Total", '€') THEN 'EUR' WHEN contains("Total", '£') THEN 'GBP'
    WHEN contains("Total", '$') THEN 'USD' END AS currency,
  CASE WHEN numbered.place > 1 AND "ID" IS NOT NULL THEN 'twice'
    WHEN lower("Status") IN ('canceled', 'cancelled', 'geannuleerd') THEN 'cancelled'
    WHEN lower("Status") IN ('payment error', 'betalingsfout') THEN 'unpaid' END AS left_out
FROM export JOIN numbered ON numbered.at = export.row
