---
title: {en: Cards from Trello, nl: Kaarten uit Trello}
about: Board > Print, export and share > Export as CSV (paid plans).
matches: [Card ID, Card Name, List Name, Board Name]
optional: [Archived]
ask:
  cost: the column with the cost, or =0
  days: the column with the days of work
needs: [cost]
left_out:
  archived: {en: the card is archived, nl: de kaart is gearchiveerd}
  done: {en: the card is on a list of what is done, nl: de kaart staat op een lijst van wat klaar is}
---
-- opportunities
SELECT row,
  "Card ID" AS opportunity,
  coalesce("Card Name", "Card ID") AS title,
  "Board Name" AS team,
  CASE WHEN regexp_matches(lower("List Name"), 'doing|progress|bezig') THEN 'running' ELSE 'new' END AS status,
  number("$cost") AS cost,
  number("$days") AS days_team,
  CASE WHEN lower("Archived") IN ('true', 'yes', '1') THEN 'archived'
    WHEN regexp_matches(lower("List Name"), '^(done|klaar|gereed|afgerond)') THEN 'done' END AS left_out
FROM export
