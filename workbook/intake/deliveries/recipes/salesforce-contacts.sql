---
title: {en: Contacts from Salesforce, nl: Contacten uit Salesforce}
about: A report of contacts and accounts, exported as details only or formatted. The e-mail address of a contact is its key.
matches: [First Name, Last Name, Email, Account Name]
optional: [Created Date, Contact Owner, Account Owner, Mailing Country]
ask:
  segment: the column with the segment
  profile: the column with the profile
dates: ""
left_out:
  no_contact: {en: "a total, a footer or a contact without an e-mail address", nl: "een totaal, een voettekst of een contact zonder e-mailadres"}
  twice: {en: another contact has the same e-mail address, nl: een ander contact heeft hetzelfde e-mailadres}
---
-- customers
WITH contacts AS (
  SELECT row, lower("Email") AS email,
    row_number() OVER (PARTITION BY lower("Email") ORDER BY row) AS place
  FROM export
)
SELECT export.row AS row,
  contacts.email AS customer_id,
  moment(export."Created Date") AS since,
  export."Mailing Country" AS country,
  export."$segment" AS segment,
  export."$profile" AS profile,
  coalesce(export."Contact Owner", export."Account Owner") AS account_manager,
  CASE WHEN contacts.email IS NULL THEN 'no_contact' WHEN contacts.place > 1 THEN 'twice' END AS left_out
FROM export JOIN contacts ON contacts.row = export.row
