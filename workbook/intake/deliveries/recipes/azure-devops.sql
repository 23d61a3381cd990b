---
title: {en: Work items from Azure DevOps, nl: Werkitems uit Azure DevOps}
about: Boards > Queries > Export to CSV, of a flat list of work items.
matches: [ID, Work Item Type, Title, State]
optional: [Area Path]
ask:
  cost: the column with the cost, or =0
  days: the column with the days of work
needs: [cost]
left_out:
  task: {en: a task or test is part of another work item, nl: een taak of test hoort bij een ander werkitem}
  done: {en: the work is done or will not be done, nl: het werk is klaar of gaat niet door}
---
-- opportunities
SELECT row,
  "ID" AS opportunity,
  coalesce("Title", "ID") AS title,
  "Area Path" AS team,
  CASE WHEN lower("State") IN ('active', 'committed', 'doing', 'in progress') THEN 'running' ELSE 'new' END AS status,
  number("$cost") AS cost,
  number("$days") AS days_team,
  CASE WHEN lower("Work Item Type") IN ('task', 'test case', 'test plan', 'test suite') THEN 'task'
    WHEN lower("State") IN ('closed', 'done', 'removed', 'resolved', 'completed') THEN 'done' END AS left_out
FROM export
