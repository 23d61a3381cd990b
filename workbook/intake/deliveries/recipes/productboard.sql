---
title: {en: Features from Productboard, nl: Features uit Productboard}
about: Export of a features board, CSV.
matches: [entity_uuid, entity_name, status_name]
ask:
  cost: the column with the cost, or =0
  days: the column with the days of work
needs: [cost]
left_out:
  done: {en: the work is done or will not be done, nl: het werk is klaar of gaat niet door}
---
-- opportunities
SELECT row,
  "entity_uuid" AS opportunity,
  coalesce("entity_name", "entity_uuid") AS title,
  CASE WHEN lower("status_name") IN ('in progress', 'in development') THEN 'running' ELSE 'new' END AS status,
  number("$cost") AS cost,
  number("$days") AS days_team,
  CASE WHEN regexp_matches(lower("status_name"), '^(released|done|archived|won.t do)') THEN 'done' END AS left_out
FROM export
