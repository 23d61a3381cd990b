---
title: {en: Contacts from HubSpot, nl: Contacten uit HubSpot}
about: Contacts > Export, CSV or XLSX. The first e-mail address of a contact is its key, as in the orders of a shop.
matches: [Record ID, First Name, Last Name, Email]
also: {Record ID - Contact: Record ID}
optional: [Create Date, Contact owner, Country/Region]
ask:
  segment: the column with the segment
  profile: the column with the profile
left_out:
  twice: {en: another contact has the same e-mail address, nl: een ander contact heeft hetzelfde e-mailadres}
---
-- customers
WITH contacts AS (
  SELECT row, coalesce(lower(split_part("Email", ';', 1)), "Record ID") AS email,
    row_number() OVER (PARTITION BY coalesce(lower(split_part("Email", ';', 1)), "Record ID") ORDER BY row) AS place
  FROM export
)
SELECT export.row AS row,
  contacts.email AS customer_id,
  moment(export."Create Date") AS since,
  export."Country/Region" AS country,
  export."$segment" AS segment,
  export."$profile" AS profile,
  export."Contact owner" AS account_manager,
  CASE WHEN contacts.place > 1 THEN 'twice' END AS left_out
FROM export JOIN contacts ON contacts.row = export.row
