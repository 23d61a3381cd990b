---
title: {en: Answers from Microsoft Forms, nl: Antwoorden uit Microsoft Forms}
about: Responses > Open in Excel; the workbook as it is, or saved as CSV.
matches: [ID, Start time, Completion time]
also: {Begintijd: Start time, Starttijd: Start time, Tijd van voltooien: Completion time, Voltooiingstijd: Completion time, E-mail: Email}
optional: [Email]
ask:
  comment: the column with what respondents wrote
dates: mdy
---
-- answers
SELECT row,
  "ID" AS respondent_id,
  moment("Completion time") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  CASE WHEN lower("Email") NOT IN ('anonymous', 'anoniem') THEN lower("Email") END AS customer_id,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
