---
title: {en: Answers from Google Forms, nl: Antwoorden uit Google Formulieren}
about: Responses > Download responses (.csv), or the linked sheet as CSV or XLSX.
matches: [Timestamp]
also: {Tijdstempel: Timestamp, E-mailadres: Email Address}
optional: [Email Address]
ask:
  comment: the column with what respondents wrote
dates: ""
---
-- answers
SELECT row,
  concat('R', row) AS respondent_id,
  moment("Timestamp") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  lower("Email Address") AS customer_id,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
