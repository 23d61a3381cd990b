---
title: {en: Issues from Jira, nl: Issues uit Jira}
about: Filters > Export > CSV (all fields or current fields). Epics are kept; leave them out of the filter where their stories are in it.
matches: [Summary, Issue key, Issue Type, Status]
optional: [Resolution, Project name]
ask:
  cost: the column with the cost, or =0
  days: the column with the days of work
needs: [cost]
left_out:
  subtask: {en: a sub-task is part of another issue, nl: een subtaak hoort bij een ander issue}
  done: {en: the work is done or will not be done, nl: het werk is klaar of gaat niet door}
---
-- opportunities
SELECT row,
  "Issue key" AS opportunity,
  coalesce("Summary", "Issue key") AS title,
  "Project name" AS team,
  CASE WHEN regexp_matches(lower("Status"), 'progress|review|testing|uitvoering|bezig') THEN 'running' ELSE 'new' END AS status,
  number("$cost") AS cost,
  number("$days") AS days_team,
  CASE WHEN regexp_matches(lower("Issue Type"), '^sub-?ta') THEN 'subtask'
    WHEN coalesce(lower("Resolution"), 'unresolved') <> 'unresolved'
      OR lower("Status") IN ('done', 'closed', 'resolved', 'gereed', 'gesloten') THEN 'done' END AS left_out
FROM export
