---
title: {en: Order lines, nl: Orderregels}
about: A row per line with quantity and price, as in the UCI Online Retail data sets. An invoice that begins with C takes lines back.
matches: [InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice, CustomerID]
also: {Invoice: InvoiceNo, Price: UnitPrice, Customer ID: CustomerID}
optional: [Description]
dates: mdy
left_out:
  no_sale: {en: "a fee, sample or bad debt, and no sale", nl: "kosten, een monster of een oninbare post, geen verkoop"}
---
-- transactions
SELECT row,
  regexp_replace("CustomerID", '[.]0$', '', 'g') AS customer_id,
  moment("InvoiceDate") AS ordered_at,
  number("Quantity") * number("UnitPrice") AS amount,
  "InvoiceNo" AS order_id,
  "StockCode" AS product,
  CASE WHEN upper("StockCode") IN ('B', 'S', 'AMAZONFEE', 'BANK CHARGES', 'CRUK') THEN 'no_sale' END AS left_out
FROM export
