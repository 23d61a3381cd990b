---
title: {en: Answers from LimeSurvey, nl: Antwoorden uit LimeSurvey}
about: Responses > Export > CSV, headings as question code, answers as codes or full answers.
matches: [id, submitdate, lastpage, startlanguage]
optional: [token]
ask:
  comment: the column with what respondents wrote
left_out:
  unfinished: {en: the survey was not finished, nl: de vragenlijst is niet afgemaakt}
---
-- answers
SELECT row,
  "id" AS respondent_id,
  moment("submitdate") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  "token" AS customer_id,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN "submitdate" IS NULL THEN 'unfinished' WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
