---
title: {en: Answers from Qualtrics, nl: Antwoorden uit Qualtrics}
about: Data & Analysis > Export > CSV or TSV, with choice text or numeric values; not the legacy format.
matches: [StartDate, EndDate, Status, Progress, Finished, RecordedDate, ResponseId]
optional: [RecipientEmail, ExternalReference]
ask:
  comment: the column with what respondents wrote
heading_rows: 3
left_out:
  preview: {en: "a preview, a test or spam", nl: "een voorbeeld, een test of spam"}
  unfinished: {en: the survey was not finished, nl: de vragenlijst is niet afgemaakt}
---
-- answers
SELECT row,
  "ResponseId" AS respondent_id,
  moment("RecordedDate") AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  coalesce("ExternalReference", lower("RecipientEmail")) AS customer_id,
  asked_touchpoint AS touchpoint,
  asked_phase AS phase,
  CASE WHEN asked_question = 'nps' AND asked_touchpoint = '' THEN "$comment" END AS comment,
  CASE WHEN lower("Status") NOT IN ('ip address', '0', 'imported', '2', 'offline', '16') THEN 'preview'
    WHEN lower("Finished") NOT IN ('true', '1') THEN 'unfinished'
    WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
