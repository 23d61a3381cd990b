---
title: {en: Answers from Typeform, nl: Antwoorden uit Typeform}
about: Results > Responses > Download, CSV or XLSX.
matches: ["#", Start Date (UTC), Submit Date (UTC), Network ID]
optional: [Response Type]
ask:
  comment: the column with what respondents wrote
zone: UTC
left_out:
  unfinished: {en: the form was not finished, nl: het formulier is niet afgemaakt}
---
-- answers
SELECT row,
  "#" AS respondent_id,
  moment("Submit Date (UTC)") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN lower("Response Type") <> 'completed' OR "Submit Date (UTC)" IS NULL THEN 'unfinished'
    WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
