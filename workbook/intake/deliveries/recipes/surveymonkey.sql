---
title: {en: Answers from SurveyMonkey, nl: Antwoorden uit SurveyMonkey}
about: Analyze Results > Save as > Export file > All responses data, CSV or XLSX, expanded columns.
matches: [Respondent ID, Collector ID, Start Date, End Date]
also: {RespondentID: Respondent ID, CollectorID: Collector ID, StartDate: Start Date, EndDate: End Date}
optional: [Email Address, Custom Data 1]
ask:
  comment: the column with what respondents wrote
heading_rows: 2
joined: true
dates: mdy
---
-- answers
SELECT row,
  "Respondent ID" AS respondent_id,
  moment("End Date") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  coalesce("Custom Data 1", lower("Email Address")) AS customer_id,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
